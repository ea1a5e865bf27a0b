"""Proves that a name of the sheet is the article's speaker of some words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import tokens
from factsheet.attribution.naming import author, has_object
from factsheet.language.lexicon import canonical, lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases
from factsheet.proving.holders import words_of
from factsheet.proving.names import initials_of, stands_in_another
from factsheet.proving.proof import Proof
from factsheet.proving.subject import name_keys
from factsheet.records import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.attribution import Statement
    from factsheet.language.text import Text
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def is_speaker(subject: Subject, name: str, said: Statement) -> bool:
    """Whether a name is that of the speaker, as named beside the statement or as resolved.

    Shared words of a role do not make two people one: of a name with a role, only the name counts.
    """
    if said.speaker is None:
        return False
    shown = subject.article.text[said.speaker.start : said.speaker.end]
    names = names_of(subject, name)
    if any(is_head(keys, shown) for keys in names):
        return True
    if (writer := _writer(shown)) and any(is_head(keys, writer) for keys in names):
        return True
    resolved = said.speaker.name or ""
    if any(char.isupper() for char in shown[1:]) and not is_head(name_keys(resolved)[-1:], shown):
        return False
    return any(is_head(keys, resolved) for keys in names)


def _writer(shown: str) -> str:
    """The author of a document that is quoted: "the Home Ministry" for "a letter from the Home Ministry"."""
    apostrophe = "'" in shown or "’" in shown
    if apostrophe and (owned := _OWNED.match(shown)):
        return owned[1]
    return author(shown) if _OF.search(shown) and _WRITTEN.search(shown) else ""


_OF = re.compile(" (?:of|by|from) ", re.IGNORECASE)
"""A quick test for `_WRITTEN`."""


_LETTERS = "letter|memo|memorandum|e-?mail|message|note|notice|minute|statement|leaflet|press release"
_REPORTS = "report|paper|study|document|article|column|book|survey|poll|post|tweet|blog|editorial"
_WRITTEN = re.compile(rf"\b(?:{_LETTERS})s? (?:of|by|from) |\b(?:{_REPORTS})s? (?:by|from) ", re.IGNORECASE)
"""A document with its author; a "report of" can be about its object instead."""
_OWNED = re.compile(
    rf"(.+?)['’]s (?:[\w-]+ ){{0,2}}(?:{_LETTERS}|{_REPORTS}|analysis)s?(?: of | on | about |$)", re.IGNORECASE
)
"""A document after its owner: "PC World's recent analysis of the market"."""


def names_of(subject: Subject, name: str) -> tuple[tuple[str, ...], ...]:
    """The names in the sheet of whom a name means, as keys; of a person also the surname alone."""
    known = subject.meant.get(name)
    if known is None:
        bare = (tuple(key for key in keys if key not in {"a", "an"}) for keys in _names(subject, name))
        known = subject.meant[name] = tuple(dict.fromkeys(bare))
    return known


def _names(subject: Subject, name: str) -> Iterator[tuple[str, ...]]:
    mine = name_keys(name)
    yield mine
    for entry in subject.named(mine):
        others = ((name_keys(other), other) for other in entry.names)
        yield from (keys for keys, other in others if keys != mine and _is_same(subject, other, name))
        if entry.value.get("kind") == "person" and len(mine) > 1:
            yield mine[-1:]
    if short := _initials(subject.text, name):
        yield (short,)


def _is_same(subject: Subject, other: str, name: str) -> bool:
    """Whether another name of an entry can replace this one, unless the article equates it with somebody else."""
    return stands_in_another(subject, other, [other, name]) is None


def _initials(article: Text, name: str) -> str:
    """The initials of a name if the article uses them: "WHO"; "" if not."""
    large = [token for token in tokens(name) if token.capital or token.is_number]
    short = "".join(token.low[0] for token in large)
    spots = article.places.get(short, ()) if len(large) > 1 else ()
    return short if any(initials_of(article.slice(at, at + 1)) for at in spots) else ""


@lru_cache(maxsize=4096)  # each holder is held against each speaker of the evidence
def is_head(keys: tuple[str, ...], words: str) -> bool:
    """Whether words are about a name: not "critics of NAME", "NAME's critics", "the man who shot NAME"."""
    row = [token for token in tokens(words) if token.low not in {"the", "a", "an"}]
    ends = ((at, _end_of_name(row, at, keys)) for at in range(len(row)))
    places = [at for at, end in ends if end and not _is_owner(row, end) and not _is_governed(row, at)]
    return any(not has_object(words[: row[at].end]) for at in places)


def _end_of_name(row: Sequence[Token], at: int, keys: Sequence[str]) -> int:
    """The end of a name that begins at a word, skipping "'s", which keys do not have; 0 if it is not there."""
    end = at
    for key in keys:
        end += at < end < len(row) and row[end].key == "s"
        if end >= len(row) or row[end].key != key:
            return 0
        end += 1
    return end if keys else 0


def _is_owner(row: Sequence[Token], after: int) -> bool:
    """Whether an "'s" follows a name."""
    return after < len(row) and row[after].key == "s"


def _is_governed(row: Sequence[Token], at: int) -> bool:
    """Whether the name at a word is the object of a preposition, and not of an office: "critics of NAME"."""
    apart = any("," in token.gap for token in row[1 : at + 1])
    return not apart and any(token.is_preposition for token in row[:at]) and not _has_office(row[:at])


def _has_office(before: Sequence[Token]) -> bool:
    """Whether the words before a name are an office with its field: "Minister of Education", not "aide to Mr"."""
    at = next((i for i, token in enumerate(before) if token.is_preposition), 0)
    field = before[at + 1 :]
    if not at or before[at].low not in {"of", "for"} or before[at - 1].low not in _OFFICES:
        return False
    if not field or field[0].low in _ADDRESS or any(token.low.title() in _GIVEN for token in field):
        return False
    return all(_is_field(token) for token in field if token.low not in _ADDRESS)


def _is_field(token: Token) -> bool:
    """Whether a word can be the field of an office: "Education", "and"."""
    return not token.is_preposition and token.key not in lexicon().titles and (token.capital or token.is_small)


_ADDRESS = ENGLISH.words("titles", "courtesy")
_GIVEN = frozenset().union(*(ENGLISH.words("given_names", part) for part in ("male", "female")))
_OFFICES = ENGLISH.words("titles", "offices")
"""Offices for a field, not for a person."""


def speaks(subject: Subject, names: Sequence[str], quotation: str | None, evidence: Sequence[Span]) -> Proof:
    """Prove that the article attributes words to one of these names.

    With a `quotation`, these are its words, else the statements that contain the evidence; if there are none, the
    evidence must name them.
    """
    said = list(_said(subject, quotation, evidence))
    if not names or (said and all(_is_one_of(subject, names, one) for one in said)):
        return Proof()
    if said:
        words = next(words_of(subject, one.speaker) for one in said if one.speaker)
        return Proof((), (f"the article attributes this to “{words}”",))
    around = [subject.article.text[slice(*sentence.span)] for sentence in subject.text.sentences_of(evidence)]
    if quotation is None and any(is_head(name_keys(name), words) for words in around for name in names):
        return Proof()
    return Proof((), (f"the article does not say that these are the words of {names[0]}",))


def _is_one_of(subject: Subject, names: Sequence[str], said: Statement) -> bool:
    """Whether one of the names is that of a speaker."""
    return any(is_speaker(subject, name, said) for name in names)


def _said(subject: Subject, quotation: str | None, evidence: Sequence[Span]) -> Iterator[Statement]:
    spans = list(evidence)
    if quotation is not None:
        keys = [token.key for token in tokens(quotation)]
        found = [span for span in subject.text.find(keys) if overlap([span], evidence)]
        spans = found or [span for span in subject.find(quotation) if overlap([span], evidence)] or spans
    for start, end in spans:
        yield from (one for one in subject.statements(start, end) if one.speaker)


PLAIN = 1
"""The level of neutral verbs of saying."""
UNSURE = ENGLISH.words("stances", "unsure")
"""Verbs that do not assert what is said."""
HARD = 2
"""The level from which a verb of saying is loaded."""


@lru_cache(maxsize=4096)
def level(key: str) -> int:
    """How loaded a verb of saying is, from 1; 0 for other words."""
    scale = _scale()
    return max((scale.get(form, 0) for form in bases(key)), default=0)


@cache  # reads a word list
def _scale() -> dict[str, int]:
    """Each verb of saying, in its base form, with its line number."""
    rows = enumerate(ENGLISH.rows("reporting", "scale"), 1)
    return {canonical(word): level for level, row in rows for word in row}
