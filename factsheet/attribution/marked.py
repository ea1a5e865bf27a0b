"""Quotations in languages beside English: what stands in quotation marks, and who a verb of saying beside it names.

The words of a language are lists (`language.tongues`), the order of words is the same few forms for all of them:

    „…“, sagte X            « … », a déclaré le ministre X            "…", dijo X
    X sagte: „…“            X a déclaré : « … »                       Am Montag sagte X: „…“

A quotation that stands in another form has no speaker, nor has one of "er" and "elle": a guess would give somebody's
words to another. What is reported without marks is no statement here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.attribution.marks import quotations
from factsheet.attribution.records import Speaker, Statement
from factsheet.language.persons import Person, Token, cast, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution.marks import Quotation
    from factsheet.language.persons import Cast
    from factsheet.language.tongues import Tongue
    from factsheet.records import Span

_A_STATEMENT = 4
"""Words in quotation marks that are more than a name or a term."""
_FARTHEST = 14
"""Words between a verb of saying and the name of who speaks, or between it and a colon."""
_ENDS = frozenset(".!?;:…\n")
_MARKS = frozenset('«»"“”„‟‹›')


def marked(text: str, spans: Sequence[Span], tongue: Tongue) -> Iterator[Statement]:
    """The quotations of these paragraphs, with their speakers where they are certain."""
    people = cast(text, tongue, tuple(spans))
    for start, end in spans:
        yield from _Paragraph(text, (start, end), tongue, people).statements()


@dataclass(frozen=True, slots=True)
class _Said:
    """Who says something, by the words that attribute."""

    speaker: Speaker
    cue: Span


@dataclass(frozen=True, eq=False, slots=True)
class _Paragraph:
    text: str
    span: Span
    tongue: Tongue
    people: Cast

    def statements(self) -> Iterator[Statement]:
        found = [one for one in quotations(self.text, *self.span) if one.closed]
        before: tuple[Quotation, _Said] | None = None
        for at, quote in enumerate(found):
            following = found[at + 1].start if at + 1 < len(found) else self.span[1]
            previous = found[at - 1].end if at else self.span[0]
            said = self._behind(quote, following) or self._before(quote, previous)
            if said is None and before and self._goes_on(before[0], quote, before[1]):
                said = _Said(before[1].speaker, before[1].cue)
            if said:
                before = quote, said
            is_statement = len(self.text[quote.start : quote.end].split()) >= _A_STATEMENT
            if is_statement:
                who, cue = (said.speaker, said.cue) if said else (None, None)
                yield Statement(quote.start, quote.end, "direct", who, cue, (), "say" if said else "")

    def _words(self, part: str) -> frozenset[str]:
        return self.tongue.words("attributing", part)

    def _behind(self, quote: Quotation, following: int) -> _Said | None:
        """Who a verb right behind a quotation names: "…", sagte X."""
        row = tokens(self.text, quote.end, following)
        at = 1 if row and row[0].text == "," else 0
        verb = self._verb_at(row, at)
        if verb is None:
            return None
        person = self._subject_behind(row, verb[1])
        return self._said(row, verb, person) if person else None

    def _before(self, quote: Quotation, previous: int) -> _Said | None:
        """Who the words between the start of the sentence and a colon name: X sagte am Montag: "…"."""
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
        if person and behind and person.name != behind.name:
            behind = None if row[verb[1]].start < behind.start else behind
            if behind:
                return None
        who = person or behind
        return self._said(row, verb, who) if who else None

    def _said(self, row: Sequence[Token], verb: tuple[int, int], person: Person) -> _Said:
        return _Said(Speaker(person.start, person.end, person.name), (row[verb[0]].start, row[verb[1] - 1].end))

    def _verb_at(self, row: Sequence[Token], at: int) -> tuple[int, int] | None:
        """The tokens of the verb of saying that stands at a token: "sagte", "a déclaré", "s'est exclamé"."""
        first = at
        while at < len(row) and at - first < 3 and row[at].text.lower() in self._words("auxiliaries") | _REFLEXIVE:
            at += 1
        part = "participles" if at > first else "verbs"
        words = self._words(part)
        if at < len(row) and row[at].text.lower() in words:
            return first, at + 1
        return None

    def _subject_behind(self, row: Sequence[Token], at: int) -> Person | None:
        """The person who is the subject of a verb before a token: named at once, or behind their office."""
        while at < len(row) and row[at].text.lower() in self._words("asides"):
            at = self._over_aside(row, at)
        if at >= len(row) or row[at].text.lower() in self._words("pronouns"):
            return None
        limit = next((i for i in range(at, len(row)) if row[i].text in _ENDS | _MARKS | {"("}), len(row))
        here = self.people.within(
            row[at].start, row[min(limit, at + _FARTHEST) - 1].end if limit > at else row[at].start
        )
        if not here:
            return None
        return here[0] if self._is_subject(row, at, here[0]) else None

    def _is_subject(self, row: Sequence[Token], at: int, person: Person) -> bool:
        """Whether the words from a token to a person only say who that is: an article, adjectives, the office."""
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
        """Whether "der" before a woman's office makes her the one who is told, as in German."""
        role = self.text[slice(*person.role)] if person.role else ""
        return article.text == "der" and role.endswith("in")

    def _over_aside(self, row: Sequence[Token], at: int) -> int:
        """The token behind words that tell when or to whom: "am Montag", "al ministro Carlos Vega", "auch"."""
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
        """The person whom a sentence begins with, where only what tells who that is stands before its verb."""
        if not verb:
            return None
        here = self.people.within(row[0].start, row[verb - 1].end)
        if not here:
            return None
        person = here[0]
        at = next((i for i, one in enumerate(row) if one.start == person.start), 0)
        last = next((i for i, one in enumerate(row) if one.end == person.end), at)
        opens = at == 0 or self._is_subject(row, 0, person)
        closes = last + 1 == verb or self._is_inserted(row, last + 1, verb)
        return person if opens and closes else None

    def _is_inserted(self, row: Sequence[Token], first: int, verb: int) -> bool:
        """Whether what stands between a name and its verb is in commas or brackets."""
        inner = row[first:verb]
        return (inner[0].text, inner[-1].text) in {(",", ","), ("(", ")")} and len(inner) <= _FARTHEST

    def _goes_on(self, before: Quotation, quote: Quotation, said: _Said) -> bool:
        """Whether a quotation begins with the sentence right behind the one that names who spoke the one before it."""
        between = self.text[max(before.end, said.speaker.end, said.cue[1]) : quote.start]
        inner = self.text[quote.start : quote.end].strip('«»"“”„‟‹› \xa0\n')
        rest = self.text[quote.end : self.span[1]].lstrip()
        whole = (inner[:1].isupper() and inner[-1:] in {".", "!", "?", "…"}) or rest[:1] == "."
        stops = between.count(".") + between.count("!") + between.count("?")
        named = self.people.within(max(before.end, said.speaker.end), quote.start)
        ends_sentence = between.rstrip().endswith(".") and stops == 1
        return whole and ends_sentence and not named and ":" not in between


_REFLEXIVE = frozenset({"s'", "s’", "est", "se", "si", "-t-il"})
_INNER = frozenset({"l'", "l’", "d'", "d’", "dem", "den", "der", "the"})
