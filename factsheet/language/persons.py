"""Persons: people named in a text of another language than English, where the name is certain.

A name is certain behind a given name ("Angela Merkel") or an office ("le ministre Jean Roux"). In German, where every
noun has a capital, a further capital behind it leaves open where the name ends, and it is not taken. A surname alone is
a mention of somebody whom the text names in full once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language.gazetteer import gazetteer
from factsheet.language.offices import CLOSING, Offices
from factsheet.language.tokens import follows, is_initial, tokens
from factsheet.language.tongues import given_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.tokens import Token
    from factsheet.language.tongues import Tongue
    from factsheet.records import Span

_MOST_WORDS = 4
"""Words of the longest name, particles aside."""
_LARGE = 100_000
"""People in a town whose name, behind "in", is the town's and no given name."""


class Person(NamedTuple):
    """Somebody whom a text names: the name where it is, and the words before or behind it that say who that is."""

    start: int
    end: int
    name: str
    role: Span | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """All whom a text names."""

    mentions: tuple[Person, ...]
    """Every mention, in order, surnames alone among them; `name` is the fullest."""

    def within(self, start: int, end: int) -> list[Person]:
        """The mentions in a part of the text."""
        return [one for one in self.mentions if start <= one.start and one.end <= end]


@lru_cache(maxsize=8)
def cast(text: str, tongue: Tongue, paragraphs: tuple[Span, ...]) -> Cast:
    """Find whom some paragraphs of a text name."""
    reader = _Reader(text, tongue, [tokens(text, *span) for span in paragraphs])
    full = [one for one in reader.full() if not reader.is_half(one.name)]
    return Cast(tuple(sorted({*full, *reader.short(full)})))


class _Reader:
    """Reads the names of a text, a paragraph at a time."""

    def __init__(self, text: str, tongue: Tongue, paragraphs: Sequence[Sequence[Token]]) -> None:
        self._text = text
        self._tongue = tongue
        self._paragraphs = paragraphs
        self._common = self._common_words()
        self._never = (
            tongue.words("people", "not names")
            | tongue.countries
            | {name.capitalize() for name in (*tongue.months, *tongue.days)}
            | frozenset(word for name in tongue.countries for word in (name.split()[0],) if " " in name)
        )
        self._offices = Offices(text, tongue, self._is_given, self._never)

    def _common_words(self) -> frozenset[str]:
        """Words that are no names: where nouns have capitals, those behind an article; else those in small letters."""
        found: set[str] = set()
        articles = self._tongue.words("people", "articles")
        for row in self._paragraphs:
            if self._tongue.nouns_have_capitals:
                behind = [(row[at - 1], row[at]) for at in range(1, len(row)) if at < 2 or row[at - 2].text != "von"]
                found.update(noun.text for article, noun in behind if article.text in articles and noun.is_capital)
            else:
                found.update(token.text.capitalize() for token in row if token.text[0].islower())
        return frozenset(found)

    def full(self) -> Iterator[Person]:
        """The names behind a given name or an office."""
        for row in self._paragraphs:
            at = 0
            while at < len(row):
                found = self._name_at(row, at)
                if found is None:
                    at += 1
                    continue
                last, is_certain = found
                if is_certain:
                    start, end = row[at].start, row[last - 1].end
                    name = " ".join(self._text[start:end].split())
                    yield Person(start, end, name, self._offices.of(row, at, last))
                at = last

    def is_half(self, name: str) -> bool:
        """Whether the text has a further capital before a name: "Itamar Ben Gvir" beside "Ben Gvir"."""
        if self._tongue.nouns_have_capitals:
            return False
        first, *_ = name.split()
        for row in self._paragraphs:
            for at in range(2, len(row)):
                if row[at].text != first or not self._text.startswith(name, row[at].start):
                    continue
                before = row[at - 1]
                opens = row[at - 2].text in _OPENING
                if follows(self._text, row, at) and self._is_surname(before) and not opens:
                    return not self._offices.is_address(before.text) and self._offices.before(row, at) is None
        return False

    def _name_at(self, row: Sequence[Token], at: int) -> tuple[int, bool] | None:
        """The token behind the name that begins at a token, and whether it certainly ends there."""
        by_office = self._is_behind_office(row, at)
        known = self._is_given(row, at) or by_office
        if not (known or self._is_told_behind(row, at) or self._is_apposed(row, at)):
            return None
        last = at + 1
        surnames = 0
        while last < len(row) and last - at <= 2 * _MOST_WORDS:
            step = self._goes_on(row, last, surnames)
            if not step:
                break
            surnames += not self._is_middle(row[last])
            last += step
        if last == at + 1:
            return None
        if not self._ends(row, last) and self._is_known_surname(row, last):
            last += 1
        return last, self._ends(row, last) and not is_initial(row[last - 1].text)

    def _is_known_surname(self, row: Sequence[Token], at: int) -> bool:
        """Whether a further capital is a surname: the text has it elsewhere with no capital beside it."""
        return self._is_surname(row[at]) and self._alone[row[at].text] > 1

    @cached_property
    def _alone(self) -> Counter[str]:
        """How often each word with a capital stands with small words on both sides."""
        rows = ((row, at) for row in self._paragraphs for at in range(1, len(row) - 1))
        return Counter(
            row[at].text
            for row, at in rows
            if row[at].is_capital and not (row[at - 1].is_capital or row[at + 1].is_capital)
        )

    def _is_told_behind(self, row: Sequence[Token], at: int) -> bool:
        """Whether two capitals come before an age or an office in commas: "Melahat Can, 47 ans,"."""
        if at + 4 >= len(row) or not at or row[at + 2].text != ",":
            return False
        before = row[at - 1].text
        if not (before[0].islower() or (before.isupper() and len(before) > 1)):
            return False
        if not (self._is_surname(row[at]) and self._goes_on(row, at + 1, 0) == 1):
            return False
        is_age = row[at + 3].text.isdecimal() and row[at + 4].text in self._tongue.words("people", "ages")
        return is_age or self._offices.behind(row, at + 2) is not None

    def _is_apposed(self, row: Sequence[Token], at: int) -> bool:
        """Whether capitals are in commas behind an office: "le directeur général de l'OMS, Tedros Ghebreyesus,"."""
        if at < 2 or row[at - 1].text != "," or not self._is_surname(row[at]):
            return False
        last = at + 1
        while last < len(row) and follows(self._text, row, last) and self._is_surname(row[last]):
            last += 1
        closed = last >= len(row) or row[last].text in CLOSING
        return closed and 1 < last - at <= _MOST_WORDS and self._offices.apposed(row, at - 1) is not None

    def _is_middle(self, token: Token) -> bool:
        return is_initial(token.text) or (token.text in given_names() and token.text not in self._never)

    def _goes_on(self, row: Sequence[Token], at: int, surnames: int) -> int:
        """How many tokens of a name are at a token: a surname with the particles before it, an initial, or none."""
        particles = self._tongue.words("people", "particles")
        step = 0
        while at + step < len(row) and row[at + step].text.lower() in particles and follows(self._text, row, at + step):
            step += 1
        if at + step >= len(row) or not follows(self._text, row, at + step):
            return 0
        token = row[at + step]
        if is_initial(token.text):
            return step + 1 if not surnames and not step else 0
        if not self._is_surname(token) or (step and token.text in self._tongue.countries):
            return 0
        if step and _TOWN.search(token.text):
            return 0
        joins = row[at].text.lower() in self._tongue.words("people", "joints") and not gazetteer().is_town(
            token.text, _LARGE
        )
        if surnames and (self._tongue.nouns_have_capitals or (step and not joins)):
            return 0
        return step + 1

    def _is_surname(self, token: Token) -> bool:
        word = token.text
        if word in self._never or (word.isupper() and len(word) > 1):
            return False
        if not (token.is_capital and word[0].isalpha()) and not _ARABIC.match(word):
            return False
        return word not in self._common and not self._offices.is_office(word)

    def _ends(self, row: Sequence[Token], last: int) -> bool:
        """Whether a name certainly ends before a token: no other capital follows that may be a part of it."""
        if last >= len(row) or not follows(self._text, row, last):
            return True
        token = row[last]
        if not token.is_capital:
            return not token.text.startswith("-")
        return not self._tongue.nouns_have_capitals and (token.text in self._never or token.text in self._common)

    def _is_given(self, row: Sequence[Token], at: int) -> bool:
        """Whether a given name is at a token, and begins a name."""
        word = row[at].text
        parts = word.split("-")
        known = given_names()
        is_double = len(parts) == 2 and parts[0] in known and parts[1][:1].isupper()
        if word in self._never or not (word in known or is_double):
            return False
        if word in self._common:
            return False
        before = row[at - 1] if at and follows(self._text, row, at) else None
        if before is None:
            return True
        if before.text[0].isdigit() or before.text.lower() in self._tongue.words("people", "named after"):
            return False
        if before.text.lower() in self._tongue.words("places", "at") and gazetteer().is_town(word, _LARGE):
            return False
        if before.text.lower() in self._tongue.words("people", "where"):
            return False
        if not before.is_capital or self._offices.is_address(before.text) or self._offices.is_office(before.text):
            return True
        if self._tongue.nouns_have_capitals:
            return before.text not in _NAMED and not is_initial(before.text) and before.text not in known
        opens = before.start == row[0].start or row[at - 2].text in _OPENING
        is_acronym = before.text.isupper() and len(before.text) > 1
        return opens or is_acronym or self._offices.before(row, at) is not None

    def _is_behind_office(self, row: Sequence[Token], at: int) -> bool:
        """Whether an office or a form of address is right before a name."""
        if not at or not follows(self._text, row, at) or not self._is_surname(row[at]):
            return False
        before = row[at - 1].text
        return self._offices.is_office(before) and (before[0].islower() or self._tongue.nouns_have_capitals)

    def short(self, full: Sequence[Person]) -> Iterator[Person]:
        """Surnames alone, of people whom the text names in full, where no two have the same one."""
        by_surname: dict[str, set[str]] = {}
        for one in full:
            by_surname.setdefault(_surname(one.name), set()).add(one.name)
        taken = [(one.start, one.end) for one in full]
        for row in self._paragraphs:
            for at, token in enumerate(row):
                names = by_surname.get(token.text, set()) or by_surname.get(token.text.removesuffix("s"), set())
                longest = _fullest(names)
                if longest and not any(a <= token.start < b for a, b in taken) and self._stands_alone(row, at):
                    office = self._offices.before(row, at) if at and self._offices.is_office(row[at - 1].text) else None
                    yield Person(token.start, token.end, longest, office)

    def _stands_alone(self, row: Sequence[Token], at: int) -> bool:
        """Whether a surname is no part of another name."""
        after = row[at + 1] if at + 1 < len(row) and follows(self._text, row, at + 1) else None
        before = row[at - 1] if at and follows(self._text, row, at) else None
        if before and before.text in given_names():
            return False
        if self._tongue.nouns_have_capitals:
            return True
        beside = before is not None and before.is_capital and not self._offices.is_address(before.text)
        return not beside and not (after is not None and after.is_capital and after.text not in self._never)


_OPENING = frozenset('.:!?«»"“„')
"""Behind these a word has a capital as the first of a sentence or a quotation."""
_ARABIC = re.compile(r"(?:al|el|as|ad|an|ar|ash|at)-[A-ZÀ-Þ]")
"""A surname that begins with an article: "al-Abadi"."""
_TOWN = re.compile(r"-(?:en|sur|sous|lès|les|près|la|le|de|del|di|aan|bij|op)-")
"""A part of the names of towns: "Carnoux-en-Provence"."""
_NAMED = frozenset({"Sankt", "San", "Santa", "Los", "New", "Saint", "St.", "Port", "Fort", "Rio", "Costa", "Puerto"})


def _surname(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _fullest(names: set[str]) -> str | None:
    """The longest of some names, where all others are a part of it; None where they are of two people."""
    longest = max(names, key=len, default=None)
    return longest if longest and all(set(one.split()) <= set(longest.split()) for one in names) else None
