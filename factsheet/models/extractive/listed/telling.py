"""Sentences that are understandable by themselves, and the summary made of them.

A sentence that begins with "Er" or "Cette" depends on the one before it, and one in a mood of reported speech ("habe",
"sei") can be the words of somebody named before; captions, bylines and the like are not sentences of the story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from factsheet.attribution.marks import quotations
from factsheet.language.datelines import at_lead
from factsheet.language.persons import cast
from factsheet.language.tokens import tokens
from factsheet.language.tongues import any_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from factsheet.language.persons import Person
    from factsheet.language.tokens import Token
    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_SHORTEST, _LONGEST = 40, 400
"""The shortest and longest sentence, in characters: shorter ones are labels, longer ones say too much."""
_LEADS, _OPENS, _GOES_ON, _STANDS_ALONE = range(4)
_FEW = 4
_LENGTHS = ((18, 8), (9, 6))
"""The sentences of a story, and of its summary; a shorter story has `_FEW`."""
_NO_MOOD = ("te", "wurde", "weise", "ene", "sche")
"""Endings of German words in -e that are in another mood, or no verbs."""
_OPENING = frozenset('«"“”„')
_SOMEBODY = re.compile(r"(?:Der|Die) (?:\d+-)?(?:J\u00e4hrige|[A-ZÄÖÜ]\w+(?:ale|ive|ste|nte|gte))[ ,]")
"""A German nominalised adjective, which refers to somebody named before: "Der Konservative"."""
_DIGIT = re.compile(r"\d")
_AGED = re.compile(r"(?<!\w)(?i:der|die|den|dem|des) \d+-Jährige")
"""A German adjective that means somebody told of before: "den 39-Jährigen"."""
_POINTING = re.compile(r"(?:Das (?![A-ZÄÖÜ]|[a-zäöüß]*(?<!t)e [A-ZÄÖÜ])|De[mn] (?![A-ZÄÖÜ]))")
"""German articles that stand for a noun: "Das sagte", but not "Das neue Haus"."""
_EARLY = 3
"""Distance from the start of a sentence within which a possessive has no antecedent in it, in words."""
_TURNED = ("-t-il", "-t-elle", "-il", "-elle", "-ils", "-elles")
"""The end of a French verb with an inverted pronoun."""
_BULLET = re.compile(r"[*•·\s–—-]*")
_LABEL = re.compile(r"[A-ZÀ-Þß]{2,30}(?:,?[ \xa0-][A-ZÀ-Þß]{1,30}){0,5}:[ \xa0](?=[A-ZÀ-Þ«\"„“])")
"""The label of a paragraph: "SICHERHEIT: "."""
_OF = frozenset({"des", "der", "von", "vom", "beim", "für", "im"})
"""Words between a German noun and what it belongs to."""
_ASIDE = re.compile(r"\(.*\)\.?", re.DOTALL)
_ENDS = re.compile(r"[.!…][\"”’»“)]*$")


def begins(tongue: Tongue, text: str, part: str) -> bool:
    """Whether a text begins with the words of a part of the list of sentences."""
    return bool(re.match(rf"[«»\"“„ ]*{tongue.one_of('sentences', part)}(?:(?<=['’])|(?![\w-]))", text))


@cache  # one pattern a language
def _linking(tongue: Tongue) -> re.Pattern[str]:
    """A word that joins a sentence to the one before, where no comma is beside it, or "this" with no time."""
    linking, these, times = (tongue.one_of("sentences", part) for part in ("linking", "these", "times"))
    alone = rf"(?:(?<!, ){linking}(?![\w-]|,)|(?<=, ){linking}(?=,))"
    return re.compile(rf"(?<![\w-])(?:{alone}|{these}[ \xa0](?!(?i:{times})(?!\w))(?P<noun>\w+))")


@cache  # one pattern a language
def _backward(tongue: Tongue) -> re.Pattern[str]:
    """A definite article with a noun that means what was told of before, as no word behind it says which it is."""
    nouns, which = ("|".join(sorted(tongue.words("sentences", part))) for part in ("backward", "which"))
    articles = any_of(one for one in tongue.words("people", "articles") if one not in tongue.words("sentences", "any"))
    start = r"\w*?" if tongue.nouns_have_capitals else ""
    name = r"[A-ZÀ-Þ«„]"
    return re.compile(
        rf"(?<!\w)(?i:{articles})(?: |(?<=['’]))(?P<noun>{start}(?i:{nouns}))(?!\w)(?!,? (?:{name}|(?:{which})(?!\w)))"
    )


@dataclass(frozen=True, eq=False)
class Teller:
    """A story with its self-contained sentences."""

    story: Story
    tongue: Tongue

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The self-contained sentences, in order."""
        return tuple(span for span, _, stands, _ in self._read if stands)

    @cached_property
    def _read(self) -> list[tuple[Span, bool, bool, bool]]:
        """Each sentence: whether it opens a paragraph, stands by itself, and does so below the sentence before it."""
        found = []
        before = 0
        for start, end in self.story.sentences:
            span = self._without_bullet(start, end)
            opens = "\n" in self.story.text[before:start] or not before
            text = self.story.quote(span)
            tells = self._is_whole(span, text) and not (before and self._leans(span, text)) and self._is_own(span)
            stands = tells and not (before and (self._links(text) or self._means_earlier(text)))
            found.append((span, opens, stands, tells))
            before = end
        return found

    def _without_bullet(self, start: int, end: int) -> Span:
        """A sentence without the bullet, label or dateline before it."""
        bullet = _BULLET.match(self.story.text, start, end)
        first = bullet.end() if bullet else start
        label = _LABEL.match(self.story.text, first, end)
        first = label.end() if label else first
        return first + at_lead(self.story.text[first:end]).end, end

    def _is_whole(self, span: Span, text: str) -> bool:
        """Whether a sentence is one of the story, and no part of a quotation."""
        if not _SHORTEST <= len(text) <= _LONGEST or not _ENDS.search(text) or "\n" in text.strip():
            return False
        if begins(self.tongue, text, "not news") or self.story.is_quoted(span[0] - 1):
            return False
        return not (_ASIDE.fullmatch(text) or self._is_broken(span, text))

    def _leans(self, span: Span, text: str) -> bool:
        """Whether a sentence means somebody or something that the one before tells of, by a word that stands for it."""
        if begins(self.tongue, text, "leaning") or _POINTING.match(text) or _SOMEBODY.match(text):
            return True
        hollow = rf"(?<![\w-]){self.tongue.one_of('sentences', 'hollow')}(?![\w-])"
        return re.search(hollow, text, re.IGNORECASE) is not None or self._points(span, text)

    def _links(self, text: str) -> bool:
        """Whether a sentence has a word that joins it to the one before: at its start, or with no comma beside it."""
        found = _linking(self.tongue).finditer(text)
        return (
            _AGED.search(text) is not None
            or any(not self._is_theme(match["noun"]) for match in found)
            or begins(self.tongue, text, "joining")
        )

    def _is_theme(self, noun: str | None) -> bool:
        """Whether a noun is one of the headline or the lead, so that "this fire" is the one of the story."""
        return noun is not None and re.search(rf"(?<!\w){re.escape(noun)}", self._lead, re.IGNORECASE) is not None

    @cached_property
    def _lead(self) -> str:
        """The headline and the first sentence."""
        return "\n".join([self.story.article.title or "", *map(self.story.quote, self.story.sentences[:1])])

    def _means_earlier(self, text: str) -> bool:
        """Whether a noun with an article means what was told of before, as nothing says which it is: "das Gericht"."""
        title = {token.text.casefold() for token in tokens(self.story.article.title or "")}
        return any(match["noun"].casefold() not in title for match in _backward(self.tongue).finditer(text))

    @cached_property
    def _bare(self) -> list[int]:
        """Where the story has only the surname of somebody whom neither the headline nor an office tells of."""
        mentions = cast(self.story.text, self.tongue, self.story.paragraphs).mentions
        told = {one.name for one in mentions if one.role}
        title = self.story.article.title or ""
        bare = (one for one in mentions if one.name not in told and " " not in self.story.quote(one[:2]))
        return [one.start for one in bare if one.name.rsplit(" ", 1)[-1] not in title]

    def _points(self, span: Span, text: str) -> bool:
        """Whether a pronoun has no antecedent before it in the sentence, or a possessive is among the first words."""
        pronouns, owners = (self.tongue.words("sentences", part) for part in ("pronouns", "owners"))
        row = tokens(self.story.text, *span)
        if self._is_somebodys(span, text, row) or any(token.text.lower() in owners for token in row[:_EARLY]):
            return True
        at = next((token.start for token in row if token.text.lower() in pronouns), None)
        return at is not None and not any(one.end <= at for one in self._named(span))

    def _named(self, span: Span) -> list[Person]:
        """The people whom a sentence names."""
        return cast(self.story.text, self.tongue, self.story.paragraphs).within(*span)

    def _is_broken(self, span: Span, text: str) -> bool:
        """Whether a quotation begins or ends in another sentence, or is all of this one."""
        found = quotations(self.story.text, *span)
        inside = sum(one.end - one.start for one in found)
        odd = any(not one.closed for one in found) or sum(map(text.count, '«»"“”„')) % 2
        return bool(odd) or 2 * inside > len(text)

    def _is_somebodys(self, span: Span, text: str, row: Sequence[Token]) -> bool:
        """Whether a sentence leaves out who it is of: it has a bare surname, or begins with a verb or a quotation."""
        if any(span[0] <= start < span[1] for start in self._bare):
            return True
        first = row[0].text.lower() if row else ""
        verbs = (self.tongue.words("attributing", part) for part in ("verbs", "auxiliaries"))
        if any(first in words for words in verbs) and first not in self.tongue.words("attributing", "after"):
            return True
        return text[:1] in _OPENING and not self._named(span)

    def _is_own(self, span: Span) -> bool:
        """Whether a sentence has only words of the article itself outside quotation marks, or says whose they are.

        Others are in a mood of reported speech, or their speaker is a pronoun: "sagte er", "a-t-il dit".
        """
        spans = quotations(self.story.text, *span)
        row = tokens(self.story.text, *span)
        row = tuple(one for one in row if not any(quote.start <= one.start < quote.end for quote in spans))
        moods = self.tongue.words("sentences", "reported")
        verbs, pronouns = (self.tongue.words("attributing", part) for part in ("verbs", "pronouns"))
        if any(one.text.lower().endswith(_TURNED) for one in row):
            return False
        if any(a.text.lower() in verbs and b.text.lower() in pronouns for a, b in pairwise(row)):
            return False
        is_named = self._names_source(row)
        if is_named is not None:
            return is_named
        in_mood = self.tongue.nouns_have_capitals and any(map(self._is_in_mood, row, row[1:], row[2:]))
        return not (in_mood or any(one.text.lower() in moods for one in row))

    def _names_source(self, row: Sequence[Token]) -> bool | None:
        """Whether it is said behind a comma whose words a sentence reports: "die Polizei", not only "ein Sprecher".

        None where nothing of that kind is there.
        """
        verbs, vague = (self.tongue.words("attributing", part) for part in ("verbs", "vague"))
        articles = self.tongue.words("people", "articles") - self.tongue.words("people", "no subject")
        for at, (mark, verb) in enumerate(pairwise(row[:-1])):
            if mark.text != "," or verb.text.lower() not in verbs:
                continue
            rest = row[at + 2 :]
            first = int(rest[0].text in articles)
            head = next((i for i in range(first, len(rest)) if rest[i].is_capital or rest[i].text == ","), len(rest))
            if head == len(rest) or not rest[head].is_capital or (head and not first):
                continue
            behind = rest[head + 1] if head + 1 < len(rest) else None
            is_told = behind is not None and (behind.is_capital or behind.text in _OF)
            return rest[head].text not in vague or is_told
        return None

    def _is_in_mood(self, before: Token, token: Token, after: Token) -> bool:
        """Whether a word after a noun and before none is a verb in a mood of reported speech: "Er werfe ihm vor"."""
        word = token.text
        ends = word[0].islower() and word.endswith("e") and not word.endswith(_NO_MOOD) and len(word) > _EARLY
        beside = before.is_capital and not after.is_capital and word not in self.tongue.words("sentences", "no mood")
        return ends and beside

    @cached_property
    def _ranked(self) -> dict[Span, tuple[int, Span | None]]:
        """What a summary may have: the rank of each sentence, and the sentence that must stand before it, if any.

        The lead comes first, then what opens a paragraph, what goes on from there, and what else stands by itself.
        """
        lead = next((end for _, end in self.story.paragraphs[1:2]), 0)
        found: dict[Span, tuple[int, Span | None]] = {}
        last: Span | None = None
        for span, opens, stands, tells in self._read:
            goes_on = last in found and not opens
            rank = _OPENS if opens else _GOES_ON if goes_on else _STANDS_ALONE
            # One in which nobody and no number is told of is too likely about what is not printed.
            has_news = rank != _STANDS_ALONE or self._named(span) or _DIGIT.search(self.story.text, *span)
            if (stands and has_news) or (tells and goes_on):
                leads = span[0] <= lead and rank != _STANDS_ALONE
                found[span] = _LEADS if leads else rank, None if stands else last
            last = span
        return found

    def summary(self, earlier: Collection[str] = ()) -> list[dict[str, Any]]:
        """The sentences of the best ranks, in the order of the story; else its first sentence.

        What tells of `earlier` events is only taken from the lead.
        """
        length = len(self.story.sentences)
        most = next((most for least, most in _LENGTHS if length >= least), _FEW)
        chosen: set[Span] = set()
        for span, (rank, needed) in sorted(self._ranked.items(), key=lambda item: (item[1][0], item[0])):
            is_early = rank != _LEADS and " ".join(self.story.quote(span).split()) in earlier
            if len(chosen) < most and not is_early and (needed is None or needed in chosen):
                chosen.add(span)
        return [
            {
                "statement": " ".join(self.story.quote(span).split()),
                "according_to": None,
                "evidence": [self.story.quote(span)],
            }
            for span in sorted(chosen) or self.story.sentences[:1]
        ]
