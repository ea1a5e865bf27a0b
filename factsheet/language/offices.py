"""Offices: the words before or after a name that say who somebody is, in other languages than English."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from factsheet.language.tokens import follows
from factsheet.language.tongues import given_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from factsheet.language.tokens import Token
    from factsheet.language.tongues import Tongue
    from factsheet.records import Span

_AND = frozenset({"et", "y", "e", "en", "and", "und"})
_LONGEST_ROLE = 9
"""Words of an office before a name: "ministre de l'Intérieur et des Outre-mer"."""
_LONGEST_BEHIND = 18
"""Words of an office behind a name, up to its comma."""
_ENDINGS = ("e", "er", "en", "es")
"""Of German adjectives."""
_OBLIQUE = ("en", "em", "es")
"""Of those in another case than the one that a name is in by itself."""
_NOMINATIVE = frozenset({"der", "die"})
"""German articles of somebody's office, where it is in the case in which it stands by itself."""
_BRACKETS = frozenset("()")
_MARKS = frozenset('"“”„:?!')
CLOSING = frozenset(",.;(")
"""What ends a name in apposition."""


class Offices:
    """Finds the offices of a text; `row` is always a paragraph of it, and a place the number of a token there.

    `begins_name` says whether a given name is at a token; words in `never` are no names.
    """

    def __init__(
        self, text: str, tongue: Tongue, begins_name: Callable[[Sequence[Token], int], bool], never: frozenset[str]
    ) -> None:
        self._text = text
        self._tongue = tongue
        self._begins_name = begins_name
        self._never = never

    def is_address(self, word: str) -> bool:
        """Whether a word is a form of address, as "Mme" or "Herr"."""
        address = self._tongue.words("people", "address")
        return word in address or f"{word}." in address

    def is_office(self, word: str) -> bool:
        """Whether a word is an office: as it is, or as the end of a compound ("Innenminister", "SPD-Chef")."""
        return _is_office(word, self._tongue)

    def of(self, row: Sequence[Token], at: int, last: int) -> Span | None:
        """The office before a name, or in commas behind it."""
        if at > 1 and row[at - 1].text == "," and (last >= len(row) or row[last].text in CLOSING):
            return self.apposed(row, at - 1) or self.behind(row, last)
        return self.before(row, at) or self.behind(row, last)

    def apposed(self, row: Sequence[Token], comma: int) -> Span | None:
        """The office that ends before a comma and a name: "el presidente israelí, Isaac Herzog, ha dicho"."""
        if not self._tongue.nouns_have_capitals:
            return self.before(row, comma)
        joins = (
            self._tongue.words("people", "prepositions") | self._tongue.words("people", "articles") | _AND | _BRACKETS
        )
        for at in range(comma - 1, max(comma - _LONGEST_BEHIND, 0), -1):
            word = row[at].text
            if self.is_office(word) and row[at - 1].text.lower() in _NOMINATIVE and at < comma - 1:
                return row[at].start, row[comma - 1].end
            if self.is_office(word) and at > 1 and row[at - 2].text.lower() in _NOMINATIVE and word[0].isupper():
                told = self._as_told(row, at - 1, at + 1)
                return (told[0].start, row[comma - 1].end) if told and row[at - 1].text[0].islower() else None
            if not (row[at].is_capital or word.lower() in joins or word.endswith(_ENDINGS)):
                return None
        return None

    def before(self, row: Sequence[Token], at: int) -> Span | None:
        """The office that ends right before a token, with what it is of and the adjectives before it."""
        first = at
        while first and follows(self._text, row, first) and at - first < _LONGEST_ROLE:
            word = row[first - 1].text
            if self.is_office(word):
                while first > 1 and self.is_office(row[first - 2].text) and follows(self._text, row, first - 1):
                    first -= 1  # "fiscal jefe", "Premier ministre"
                start = self._with_adjectives(row, first - 1)
                told = self._as_told(row, start, at)
                if not told or (start and row[start - 1].text in self._tongue.words("people", "past")):
                    return None
                if not self._tells_of_office(row[first:at]):
                    return None
                return told[0].start, told[-1].end
            if self._tongue.nouns_have_capitals or (not word[-1].isalpha() and not word.endswith(("'", "’"))):
                return None
            first -= 1
        return None

    def _tells_of_office(self, rest: Sequence[Token]) -> bool:
        """Whether the words behind an office only say of what it is, as "de l'Intérieur": no verb, and no name.

        The last is no preposition, which would make it somebody's: "le ministre de Nicolas Sarkozy".
        """
        joins = self._tongue.words("people", "prepositions") | self._tongue.words("people", "articles") | _AND
        opened, before = False, ""
        for token in rest:
            word = token.text
            if word.lower() in joins or word[-1] in "'’":
                opened = True
            elif opened or (token.is_capital and before[:1].isupper()):
                opened = False
            elif not (word[0].islower() and word.endswith(self._adjective_endings)) and not self.is_office(word):
                return False
            if token.is_capital and word in given_names() and not opened and word not in self._tongue.countries:
                return False
            before = word
        return not opened

    @cached_property
    def _adjective_endings(self) -> tuple[str, ...]:
        return tuple(self._tongue.words("people", "adjectives")) or ("\0",)

    def _as_told(self, row: Sequence[Token], start: int, at: int) -> Sequence[Token]:
        """The words of an office that can be behind the name: "Präsident", "der russische Präsident".

        An adjective in another case is left out ("türkischen Ministerin"); empty where the office itself is in one, or
        where the adjective says that it was somebody's once.
        """
        told = row[start:at]
        oblique = tuple(end.lower() for end in self._tongue.words("people", "oblique"))
        if oblique and any(token.text.lower().endswith(oblique) for token in told):
            return ()
        if not self._tongue.nouns_have_capitals:
            return told
        weak = len(told) > 1 and told[0].text.endswith("e")
        if weak and start and row[start - 1].text in {"der", "Der"}:
            return row[start - 1 : at]
        strong = not weak or told[-1].text.endswith(("in", "e"))
        if told[0].is_capital or (strong and not told[0].text.endswith(_OBLIQUE)):
            return told
        if any(token.text in self._tongue.words("people", "before") for token in told):
            return ()
        return [token for token in told if token.is_capital]

    def _with_adjectives(self, row: Sequence[Token], at: int) -> int:
        """The first token of an office with the words before it that belong to it: "frühere", "ancien"."""
        before = self._tongue.words("people", "before")
        office = at
        while at and follows(self._text, row, at) and row[at - 1].text in before:
            at -= 1
        if not self._tongue.nouns_have_capitals or not follows(self._text, row, at):
            return at
        articles = self._tongue.words("people", "articles")
        owned = row[at - 1].text.endswith("s") or row[at - 1].text.lower() in articles
        if at < office and row[at - 1].is_capital and not owned:
            return office  # "die vor einer Woche gestorbene Direktorin"
        first = at
        while first > 1 and follows(self._text, row, first) and _is_adjective(row[first - 1].text):
            first -= 1  # "der ehemalige bayerische Minister"
        if first < at and row[first - 1].text.lower() in articles:
            return first
        word = row[at - 1].text
        owner = word[0].isupper() and word.endswith("s") and word not in self._never and not self.is_office(word)
        return at - 1 if owner else at

    def behind(self, row: Sequence[Token], last: int) -> Span | None:
        """The office in commas behind a name that ends before a token: ", ministre de l'Intérieur,"."""
        if last + 1 >= len(row) or row[last].text != ",":
            return None
        first = last + 1
        if row[first].text.lower() in self._tongue.words("people", "articles"):
            first += 1
        head = first
        while head < len(row) and self._is_before(row[head]):
            head += 1
        while self._tongue.nouns_have_capitals and first < head and row[first].text.endswith(_OBLIQUE):
            first += 1  # "mit Hans Vogel, dem früheren Minister"
        if head >= len(row) or not self.is_office(row[head].text):
            return None
        near = range(head, min(len(row), head + _LONGEST_BEHIND))
        stop = next((at for at in near if self._ends_office(row, at)), None)
        if stop is None or any(self._begins_name(row, at) for at in range(head, stop)):
            return None
        inner = [token.text for token in row[first:stop]]
        if any(word[0].isdigit() or word in _MARKS for word in inner) or inner.count("«") != inner.count("»"):
            return None
        return row[first].start, row[stop - 1].end

    def _ends_office(self, row: Sequence[Token], at: int) -> bool:
        """Whether an office behind a name ends before a token: a mark that parts no list, a time, or "gegenüber"."""
        word = row[at].text
        if word == "," and at + 2 < len(row) and row[at + 1].is_capital and self._tongue.nouns_have_capitals:
            return row[at + 2].text not in _AND
        if word in self._tongue.words("people", "addressed"):
            return True
        day = (
            row[at + 1].text.lower()
            if at + 1 < len(row) and word in self._tongue.words("people", "prepositions")
            else ""
        )
        return word in ",.;()" or day[:1].isdigit() or day.startswith(tuple(self._tongue.days))

    def _is_before(self, token: Token) -> bool:
        """Whether a word is an adjective of the office behind it: "ancien", "Wiesbadener"."""
        if token.text in self._tongue.words("people", "before"):
            return True
        ends = ("er",) if token.is_capital else _ENDINGS
        return self._tongue.nouns_have_capitals and token.text.endswith(ends) and not self.is_office(token.text)


def _is_adjective(word: str) -> bool:
    return word[0].islower() and word.endswith(_ENDINGS) and len(word) > len("einen")


@lru_cache(maxsize=8192)  # asked of each word, again and again
def _is_office(word: str, tongue: Tongue) -> bool:
    low = word.lower()
    roles = tongue.words("people", "roles")
    if word in roles or (not tongue.nouns_have_capitals and low in roles):
        return True
    endings = tongue.words("people", "endings") | tongue.words("people", "oblique")
    return any(low.endswith(end.lower()) and len(low) > len(end) + 1 for end in endings)
