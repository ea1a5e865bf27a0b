"""Quotations in languages other than English, with the speaker whom a verb of saying names next to them.

The words of a language are lists (`language.tongues`); the word order is one of a few patterns for all of them:

    „…“, sagte X            « … », a déclaré le ministre X            "…", dijo X
    X sagte: „…“            X a déclaré : « … »                       Am Montag sagte X: „…“

A quotation in any other pattern has no speaker: a guess would put words into somebody's mouth. "Er" and "elle" mean the
subject of the sentence before, or the last speaker, if nobody else was named since. Two patterns report speech without
marks: X sagte, dass …; …, sagte X.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.attribution.marks import is_statement, quotations
from factsheet.attribution.records import Speaker, Statement
from factsheet.language.persons import Person, cast
from factsheet.language.sentences import sentences
from factsheet.language.tokens import Token, tokens
from factsheet.language.tongues import sex_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution.marks import Quotation
    from factsheet.language.persons import Cast
    from factsheet.language.tongues import Tongue
    from factsheet.records import Span

_INTRODUCTION = 8
"""The longest introduction before a comma and the subject, in words: "De son côté,"."""
_FARTHEST = 14
"""Distance between a verb of saying and its subject or a colon, in words."""
_ENDS = frozenset(".!?;:…\n")
_MARKS = frozenset('«»"“”„‟‹›')
_STOPS = _ENDS | _MARKS | {"("}
"""Tokens that end the search for a subject after its verb."""


def marked(text: str, spans: Sequence[Span], tongue: Tongue) -> Iterator[Statement]:
    """The quotations of these paragraphs, with their speakers if certain."""
    people = cast(text, tongue, tuple(spans))
    last: Statement | None = None
    for span in spans:
        found = _Paragraph(text, span, tongue, people, last).statements()
        last = next((one for one in reversed(found) if one.speaker), None)
        yield from found


@dataclass(frozen=True, slots=True)
class _Said:
    """A speaker, with the words of attribution."""

    speaker: Speaker
    cue: Span


@dataclass(frozen=True, eq=False, slots=True)
class _Paragraph:
    text: str
    span: Span
    tongue: Tongue
    people: Cast
    earlier: Statement | None
    """The last statement with a speaker in the previous paragraph."""

    def statements(self) -> list[Statement]:
        """All statements, in order."""
        direct = list(self._direct())
        taken = [(one.start, one.end) for one in direct]
        reported = [one for one in self._reported() if not any(start <= one.start < end for start, end in taken)]
        return sorted([*direct, *reported], key=lambda one: one.start)

    def _direct(self) -> Iterator[Statement]:
        found = [one for one in quotations(self.text, *self.span) if one.closed]
        before: tuple[Quotation, _Said] | None = None
        for at, quote in enumerate(found):
            following = found[at + 1].start if at + 1 < len(found) else self.span[1]
            previous = found[at - 1].end if at else self.span[0]
            row = tokens(self.text, quote.end, following)
            row = row[1:] if row and row[0].text == "," else row
            said = self._behind(row) or self._before(quote, previous) or self._by_pronoun(row, quote, before)
            if said is None and before and self._goes_on(before[0], quote, before[1]):
                said = _Said(before[1].speaker, before[1].cue)
            said = said or self._reported_before(quote, previous)
            if said:
                before = quote, said
            if is_statement(self.text, quote):
                who, cue = (said.speaker, said.cue) if said else (None, None)
                yield Statement(quote.start, quote.end, "direct", who, cue, (), "say" if said else "")

    def _words(self, part: str) -> frozenset[str]:
        return self.tongue.words("attributing", part)

    def _behind(self, row: Sequence[Token]) -> _Said | None:
        """The subject of a verb right after a quotation: "…", sagte X."""
        verb = self._verb_at(row, 0)
        if verb is None:
            return None
        person = self._subject_behind(row, verb[1])
        return self._said(row, verb, person) if person else None

    def _by_pronoun(
        self, row: Sequence[Token], quote: Quotation, before: tuple[Quotation, _Said] | None
    ) -> _Said | None:
        """The antecedent of "er" after a quotation: the last speaker, or the subject of the sentence before."""
        cue = self._pronoun_at(row)
        if cue is None:
            return None
        first, last, pronoun = cue
        name = self._spoke_before(quote, before) or self._told_before(quote, self._sex(pronoun.text))
        if name is None or sex_of(name.split()[0].split("-")[0], self.tongue.code) != self._sex(pronoun.text):
            return None
        return _Said(Speaker(pronoun.start, pronoun.end, name), (row[first].start, row[last].end))

    def _pronoun_at(self, row: Sequence[Token]) -> tuple[int, int, Token] | None:
        """The first and last token of "sagte er" or "a-t-elle dit" at the start of a row, and the pronoun."""
        if not row:
            return None
        turned = _TURNED.fullmatch(row[0].text)
        if turned:
            pronoun = Token(turned[2], row[0].end - len(turned[2]), row[0].end)
            if turned[1].lower() in self._words("verbs"):
                return 0, 0, pronoun
            said = turned[1].lower() in self._words("auxiliaries") and len(row) > 1
            return (0, 1, pronoun) if said and row[1].text.lower() in self._words("participles") else None
        verb = self._verb_at(row, 0)
        if verb is None or verb[1] >= len(row) or row[verb[1]].text.lower() not in self._words("pronouns"):
            return None
        return verb[0], verb[1] - 1, row[verb[1]]

    def _sex(self, pronoun: str) -> str | None:
        """The gender of a pronoun: the list has the male one first."""
        row = next(iter(self.tongue.lists.rows("attributing", "pronouns")))
        return dict(zip(row, ("male", "female"), strict=False)).get(pronoun.lower())

    def _spoke_before(self, quote: Quotation, before: tuple[Quotation, _Said] | None) -> str | None:
        """The last speaker of this paragraph or the one before, if nobody else was named since."""
        if before:
            said, since = before[1], max(before[0].end, before[1].speaker.end)
        elif self.earlier and self.earlier.speaker and self.earlier.cue:
            said = _Said(self.earlier.speaker, self.earlier.cue)
            since = max(self.earlier.end, said.speaker.end)
        else:
            return None
        named = {one.name for one in self.people.within(since, quote.start)}
        office = any(one.text in self.tongue.words("people", "roles") for one in tokens(self.text, since, quote.start))
        far = len(sentences(self.text, since, quote.start, self.tongue.code)) > _FAR
        return said.speaker.name if named <= {said.speaker.name} and not office and not far else None

    def _told_before(self, quote: Quotation, sex: str | None) -> str | None:
        """Whom the sentence before a quotation is about: it begins with them, and nobody else of their sex is named."""
        spans = [span for span in sentences(self.text, *self.span, self.tongue.code) if span[1] <= quote.start]
        if not spans:
            return None
        row = tokens(self.text, *spans[-1])
        named = self.people.within(spans[-1][0], quote.start)
        others = {one.name for one in named[1:] if self._can_be(one.name, sex)} - {one.name for one in named[:1]}
        if not row or not named or others or not self._can_be(named[0].name, sex):
            return None
        begins = [0, *(i + 1 for i in range(min(len(row) - 1, _INTRODUCTION)) if row[i].text == ",")]
        return named[0].name if any(self._is_subject(row, i, named[0]) for i in begins) else None

    def _can_be(self, name: str, sex: str | None) -> bool:
        """Whether somebody can be "er" or "elle": their given name agrees, or shows no gender."""
        return sex_of(name.split(maxsplit=1)[0].split("-", 1)[0], self.tongue.code) in {sex, None}

    def _reported(self) -> Iterator[Statement]:
        """Speech reported without marks: X sagte, dass …; …, sagte X."""
        for start, end in sentences(self.text, *self.span, self.tongue.code):
            row = tokens(self.text, start, end)
            if found := self._with_that(row, end) or self._at_end(row) or self._according(row, end):
                yield found

    def _according(self, row: Sequence[Token], end: int) -> Statement | None:
        """The statement after "selon X," at the start of a sentence."""
        if not row or row[0].text.lower() not in self._words("after"):
            return None
        here = self._within(row[0].end, row[-1].end)
        if not here or not (row[1].start == here[0].start or self._is_subject(row, 1, here[0])):
            return None
        last = max(here[0].end, here[0].role[1] if here[0].role else 0)
        comma = next((i for i, token in enumerate(row) if token.start >= last), len(row))
        if comma + 1 >= len(row) or row[comma].text != ",":
            return None
        start = row[comma + 1].start
        length = len(self.text[start:end].rstrip(" .!?…"))
        speaker = Speaker(here[0].start, here[0].end, here[0].name)
        return Statement(start, start + length, "indirect", speaker, (row[0].start, row[0].end), (), "say")

    def _with_that(self, row: Sequence[Token], end: int) -> Statement | None:
        """The statement after "that" and a verb whose subject begins the sentence."""
        verb = next((found for at in range(len(row)) if (found := self._verb_at(row, at))), None)
        if self._words("negations") & {token.text.lower() for token in row[: verb[0] if verb else 0]}:
            return None
        person = self._subject_before(row, verb[0]) if verb else None
        if verb is None or person is None or row[verb[0]].text.lower() in self._words("after"):
            return None
        that = next((at for at in range(verb[1], min(len(row), verb[1] + _FARTHEST)) if self._is_that(row[at])), None)
        if that is None or not self._leads_to(row[verb[1] : that]):
            return None
        last = len(self.text[row[that].start : end].rstrip(" .!?…"))
        said = self._said(row, verb, person)
        return Statement(row[that].start, row[that].start + last, "indirect", said.speaker, said.cue, (), "say")

    def _leads_to(self, between: Sequence[Token]) -> bool:
        """Whether the words between a verb and "that" only give time and addressee, not "auf, nicht zuzulassen,"."""
        inner = [token.text.lower() for token in between]
        if inner and inner[-1] == ",":
            inner.pop()
        return self._words("negations").isdisjoint(inner) and (_ENDS | _MARKS | {","}).isdisjoint(inner)

    def _is_that(self, token: Token) -> bool:
        return token.text.lower() in self._words("that")

    def _at_end(self, row: Sequence[Token]) -> Statement | None:
        """The statement before the last comma, if a verb of saying and its subject follow."""
        for at in range(len(row) - 2, 0, -1):
            verb = self._verb_at(row, at + 1) if row[at].text == "," else None
            person = self._subject_behind(row, verb[1]) if verb else None
            if verb and person:
                said = self._said(row, verb, person)
                return Statement(row[0].start, row[at].start, "indirect", said.speaker, said.cue, (), "say")
        return None

    def _before(self, quote: Quotation, previous: int) -> _Said | None:
        """The speaker named between the start of the sentence and a colon: X sagte am Montag: "…"."""
        row = tokens(self.text, previous, quote.start)
        if not row or row[-1].text != ":":
            return None
        first = next((at + 1 for at in range(len(row) - 2, -1, -1) if row[at].text in _ENDS), 0)
        row = row[first:-1]
        verbs = [found for at in range(len(row)) if (found := self._verb_at(row, at))]
        verbs = [verb for verb in verbs if not any(row[at].text.lower() in self._words("after") for at in range(*verb))]
        if len(verbs) != 1 or len(row) - verbs[0][1] > _FARTHEST:
            return None
        verb = verbs[0]
        person = self._subject_before(row, verb[0])
        behind = self._subject_behind(row, verb[1]) if verb[1] < len(row) else None
        if person and behind and person.name != behind.name and behind.start <= row[verb[1]].start:
            return None
        who = person or behind
        return self._said(row, verb, who) if who else None

    def _said(self, row: Sequence[Token], verb: tuple[int, int], person: Person) -> _Said:
        return _Said(Speaker(person.start, person.end, person.name), (row[verb[0]].start, row[verb[1] - 1].end))

    def _verb_at(self, row: Sequence[Token], at: int) -> tuple[int, int] | None:
        """The tokens of the verb of saying at a token: "sagte", "a déclaré", "s'est exclamé"."""
        first = at
        auxiliaries = self._words("auxiliaries")
        while at < len(row) and at - first < 3 and ((low := row[at].text.lower()) in auxiliaries or low in _REFLEXIVE):
            at += 1
        words = self._words("participles" if at > first else "verbs")
        return (first, at + 1) if at < len(row) and row[at].text.lower() in words else None

    def _subject_behind(self, row: Sequence[Token], at: int) -> Person | None:
        """The subject that follows a verb: a name, or an office with its name."""
        while at < len(row) and row[at].text.lower() in self._words("asides"):
            at = self._over_aside(row, at)
        if at >= len(row) or row[at].text.lower() in self._words("pronouns"):
            return None
        limit = next((i for i in range(at, len(row)) if row[i].text in _STOPS), len(row))
        if limit == at:
            return None
        here = self._within(row[at].start, row[min(limit, at + _FARTHEST) - 1].end)
        return here[0] if here and self._is_subject(row, at, here[0]) else None

    def _within(self, start: int, end: int) -> list[Person]:
        """The people named in a part of the text, without those in the possessive: "Erdogans Sprecher"."""
        named = self.people.within(start, end)
        return [one for one in named if one.name.endswith(self.text[one.start : one.end].rsplit(None, 1)[-1])]

    def _is_subject(self, row: Sequence[Token], at: int, person: Person) -> bool:
        """Whether only an article, adjectives and the office precede the person."""
        if row[at].start == person.start:
            return True
        if row[at].text.lower() in self.tongue.words("people", "no subject"):
            return False
        if row[at].text in self.tongue.words("people", "address") and row[at].end + 1 >= person.start:
            return True
        if person.role is None or not person.role[0] < person.start:
            return False
        between = [one for one in row[at:] if one.start < person.role[0]]
        inner = self.tongue.words("people", "articles") | self.tongue.words("people", "before")
        if self._is_told(row[at], person):
            return False
        return all(one.text.lower() in inner or self._is_adjective(one) for one in between)

    def _is_adjective(self, token: Token) -> bool:
        return self.tongue.nouns_have_capitals and token.text[0].islower() and token.text.endswith(("e", "er", "en"))

    def _is_told(self, article: Token, person: Person) -> bool:
        """Whether "der" before a woman's office is dative, so that she is the addressee, as in German."""
        role = self.text[slice(*person.role)] if person.role else ""
        return article.text == "der" and role.endswith("in")

    def _over_aside(self, row: Sequence[Token], at: int) -> int:
        """The token after a time or addressee: "am Montag", "al ministro Carlos Vega", "auch"."""
        word = row[at].text.lower()
        if word not in self.tongue.words("people", "prepositions") or at + 1 >= len(row):
            return at + 1
        at += 1
        while at < len(row) and row[at].text.lower() in self.tongue.words("people", "articles") | _INNER:
            at += 1
        if at == len(row):
            return at
        told = next((one for one in self.people.mentions if row[at].start in {one.start, (one.role or (-1,))[0]}), None)
        end = max(told.end, told.role[1] if told.role else 0) if told else row[at].end
        return next((i for i in range(at, len(row)) if row[i].start >= end), len(row))

    def _subject_before(self, row: Sequence[Token], verb: int) -> Person | None:
        """The subject at the start of a sentence, if only its description precedes the verb."""
        if not verb:
            return None
        here = self._within(row[0].start, row[verb - 1].end)
        if not here:
            return None
        person = here[0]
        at = next((i for i, one in enumerate(row) if one.start == person.start), 0)
        last = next((i for i, one in enumerate(row) if one.end == person.end), at)
        begins = [0, *(i + 1 for i in range(min(at, _INTRODUCTION)) if row[i].text == ",")]
        opens = at == 0 or any(row[i].start == person.start or self._is_subject(row, i, person) for i in begins)
        closes = last + 1 == verb or self._is_inserted(row, last + 1, verb)
        return person if opens and closes else None

    def _is_inserted(self, row: Sequence[Token], first: int, verb: int) -> bool:
        """Whether the words between a name and its verb are in commas or brackets."""
        inner = row[first:verb]
        return (inner[0].text, inner[-1].text) in {(",", ","), ("(", ")")} and len(inner) <= _FARTHEST

    def _goes_on(self, before: Quotation, quote: Quotation, said: _Said) -> bool:
        """Whether a quotation begins the sentence right after the one that names its previous speaker."""
        between = self.text[max(before.end, said.speaker.end, said.cue[1]) : quote.start]
        stops = between.count(".") + between.count("!") + between.count("?")
        named = self.people.within(max(before.end, said.speaker.end), quote.start)
        ends_sentence = between.rstrip().endswith(".") and stops == 1
        return self._is_whole(quote) and ends_sentence and not named and ":" not in between

    def _is_whole(self, quote: Quotation) -> bool:
        """Whether a quotation is a sentence by itself."""
        inner = self.text[quote.start : quote.end].strip('«»"“”„‟‹› \xa0\n')
        rest = self.text[quote.end : self.span[1]].lstrip()
        return (inner[:1].isupper() and inner[-1:] in {".", "!", "?", "…"}) or rest[:1] == "."

    def _reported_before(self, quote: Quotation, previous: int) -> _Said | None:
        """The speaker of the sentence right before a quotation that reports their words: "…, sagt X. „…“"."""
        if not self._is_whole(quote):
            return None
        start, end = next(reversed(sentences(self.text, previous, quote.start, self.tongue.code)), (previous, previous))
        row = tokens(self.text, start, end)
        told = (self._with_that(row, end) or self._at_end(row)) if row and row[-1].text == "." else None
        if told is None or told.speaker is None or told.cue is None:
            return None
        named = {one.name for one in self.people.within(start, quote.start)}
        return _Said(told.speaker, told.cue) if named == {told.speaker.name} else None


_TURNED = re.compile(r"([^\W\d_]+)(?:-t)?-(il|elle)", re.IGNORECASE)
"""A French verb with an inverted pronoun."""
_FAR = 3
"""Distance between two quotations of one speaker, in sentences."""
_REFLEXIVE = frozenset({"s'", "s’", "est", "se", "si", "-t-il"})
_INNER = frozenset({"l'", "l’", "d'", "d’", "dem", "den", "der", "the"})
