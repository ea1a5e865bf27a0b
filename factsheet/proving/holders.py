"""Decides whether a person of a sheet can be the speaker that the article names.

This is looser than `speakers`, which proves it: it only rules out what is impossible.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.ordering import ROLES
from factsheet.aligning.tokens import tokens
from factsheet.attribution.cues import in_lists
from factsheet.attribution.naming import BESIDE, OF_OTHERS, PAPERS, has_object, head_of, is_of_another
from factsheet.attribution.resolve import is_pronoun
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lexicon import alike, any_alike, is_light, lexicon
from factsheet.language.lists import ENGLISH
from factsheet.proving.names import is_acronym
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.attribution import Speaker, Statement
    from factsheet.kinds import Entry
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_SPOKEN_FOR = ("spokes", "official", "representative", "executive", "source")
"""Beginnings of the words for people who can speak for an organisation."""


def is_somebody(words: str) -> bool:
    """Whether a speaker is unnamed and was not named before: "one reader", "another man"."""
    first, _, rest = words.lower().partition(" ")
    noun = _HEAD_OF.split(rest)[0].rpartition(" ")[2]
    without_name = first in {"one", "another", "a", "an"} and words[1:] == words[1:].lower()
    if not without_name or noun in PAPERS or any(part.startswith(_SPOKEN_FOR) for part in rest.split()):
        return False
    return noun in ROLES or noun.endswith(_AGENTS)


def is_paper(words: str) -> bool:
    """Whether a speaker is a document with its author: "A draft of the Audit Office report"."""
    parts = words.split()
    whose = any(part[:1].isupper() or part in {"from", "by"} for part in parts[1:])
    return whose and any(part.lower() in PAPERS for part in parts)


def is_bare_paper(words: str) -> bool:
    """Whether a speaker is a document without its author: "the minutes"."""
    parts = words.lower().split()
    return len(parts) <= 2 and bool(parts) and parts[-1] in PAPERS


_AGENTS = ("er", "or", "ist", "man", "woman", "person", "ian")
"""Endings of nouns for occupations."""


def words_of(subject: Subject, speaker: Speaker) -> str:
    """The words that name a speaker next to a statement."""
    return subject.article.text[speaker.start : speaker.end]


class _Holder(NamedTuple):
    """A person or body of a sheet: all names that it has for them, and their entries."""

    names: list[tuple[str, ...]]
    entries: list[Entry]

    def can_be(self, words: str) -> bool:
        """Whether words that name somebody can mean this one."""
        return any(_compatible(keys, words) for keys in self.names)

    def has_word(self, key: str) -> bool:
        """Whether a word is in one of the names."""
        return any(alike(key, one) for keys in self.names for one in keys)


def may_be_speaker(subject: Subject, section: str | None, holder: str, said: Statement) -> bool:
    """Whether the words that name a speaker can mean a holder listed in a section (`x-refers-to`).

    If they contain a name, only names decide: two ministers are not one person. If they contain only a role, the
    holder must have it. Opponents and associates of somebody are other people: "critics of X".
    """
    if said.speaker is None:
        return True
    shown, resolved = words_of(subject, said.speaker), said.speaker.name or ""
    known = subject.known_as(section, holder) if section else []
    mine = _Holder([name_keys(holder), *(keys for entry in known for keys in subject.names_of(entry))], known)
    if _has_initials(shown, holder):
        return True
    if is_of_another(shown) or is_beside(shown):
        noun = name_keys(_HEAD_OF.split(head_of(shown))[0])[-1:]
        roles = chain.from_iterable(name_keys(text) for entry in known for text in _texts(entry))
        return any(map(mine.has_word, noun)) or (not is_of_another(shown) and any_alike(noun[0], list(roles)))
    if mine.can_be(resolved) or (not is_pronoun(shown) and mine.can_be(shown)):
        return True
    return not is_pronoun(shown) and not has_name(shown) and _may_have_role(mine, shown, resolved)


def is_beside(words: str) -> bool:
    """Whether a speaker is the opponent or associate of somebody, named or not: "opponents of the league"."""
    head = _HEAD_OF.split(head_of(words))[0]
    noun = head.rpartition(" ")[2].lower()
    of_others = noun in OF_OTHERS and not _NAMED.search(words)
    return of_others and (len(head) < len(words) or bool(_OWNED.search(head)))


_OWNED, _NAMED = re.compile(r"['’]s? [a-z]+$"), re.compile(r", [A-Z][^,]+$")


def _has_initials(words: str, name: str) -> bool:
    """Whether words are the initials of a name, with or without a generic noun: "the M5S party"."""
    told = [word for word in words.split() if word not in {"the", "The", "party", "movement"}]
    return len(told) == 1 and is_acronym(told[0], name)


_HEAD_OF = re.compile(r" (?:of|to|for|from|in|at|with|who|inside|within|among|close|near) |, ")


def _compatible(keys: Sequence[str], words: str) -> bool:
    """Whether a name and words that name somebody can mean one: all words of one are in the other."""
    own = _own([key for key in keys if not is_light(key)])
    theirs = [token for token in tokens(words) if not token.is_small]
    capitals = [token for token in theirs if token.capital]
    if _all_in(own, [token.key for token in theirs]):
        return True
    if any(_governs(words[token.start : token.end], own) for token in capitals):
        return True
    return _all_in([token.key for token in capitals if token.key not in lexicon().titles], own)


def _all_in(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `some` is not empty and all its words are in `others`, in any form."""
    return bool(some) and all(any_alike(key, others) for key in some)


def _own(keys: list[str]) -> list[str]:
    """The words of a name without titles, or all of them."""
    return [key for key in keys if key not in lexicon().titles] or keys


def _governs(word: str, keys: Sequence[str]) -> bool:
    """Whether a word is the capital of a country that is named: "Moscow rejected the charge"."""
    country = gazetteer().capitals.get(word)
    return country is not None and any_alike(name_keys(country)[0], keys)


def has_name(words: str) -> bool:
    """Whether words that name a speaker contain a name, not only a role: not "the Prime Minister", "a spokesman"."""
    row = [token for token in tokens(words) if not token.is_small]
    capitals = [token for token in row if token.capital and not token.is_number]
    return bool(capitals) and capitals[-1].key not in lexicon().titles and row[-1].capital


def _may_have_role(holder: _Holder, shown: str, resolved: str) -> bool:
    """Whether a role that stands for a speaker can be the holder's; a resolved one must be the same."""
    head = head_of(shown)
    beside = head.rpartition(" ")[2].lower() in OF_OTHERS or BESIDE.search(shown) or has_object(shown)
    words = head if beside else shown
    told = [key for key in name_keys(words) if not is_light(key)]
    mine = list(chain.from_iterable(holder.names))
    for entry in holder.entries:
        mine += chain.from_iterable(map(name_keys, _texts(entry)))
    if not resolved:
        return any(any_alike(key, mine) for key in told)
    return _all_in(told, mine) and _RANKS.intersection(told) == _RANKS.intersection(mine)


_RANKS = ENGLISH.words("titles", "qualifiers")


def _texts(entry: Entry) -> Iterator[str]:
    """The names of an entry and its other descriptions."""
    for field in entry.section.fields:
        value = entry.value.get(field.name)
        if isinstance(value, str) and "enum" not in field.schema:
            yield value
        elif isinstance(value, list) and not field.is_evidence:
            yield from value


def stands_free(subject: Subject, name: str, span: Span) -> bool:
    """Whether a name, or its last word, is the subject of a statement in a part of the article.

    It is not after a preposition, nor within what another says unless a verb of saying follows: "Roe said Lee denies".
    """
    return any(speaks or not inside for speaks, inside in _places(subject, name, span))


def speaks_inside(subject: Subject, name: str, span: Span) -> bool:
    """Whether a name precedes a verb of saying within what another says: "Roe said Lee denies …"."""
    return any(speaks and inside for speaks, inside in _places(subject, name, span))


def _places(subject: Subject, name: str, span: Span) -> Iterator[tuple[bool, bool]]:
    """For each free occurrence of a name: whether it speaks, and whether it is within what another says."""
    keys = [key for key in name_keys(name) if not is_light(key)]
    row = tokens(subject.article.text[slice(*span)])
    frames = [(one, one.speaker) for one in subject.statements(*span) if one.speaker]
    said = [part for one, _ in frames for part in one.spans()]
    acted_on = [one for _, who in frames for one in _acted_on(who, words_of(subject, who))]
    for at, token in enumerate(row):
        named = keys[-1:] == [token.key] and not _is_longer(row, at, keys) and not _is_ruled(row, at)
        if named and not any(first <= span[0] + token.start < last for first, last in acted_on):
            yield _has_verb(row, at), any(first <= span[0] + token.start < last for first, last in said)


def _acted_on(speaker: Speaker, words: str) -> Iterator[Span]:
    """Where a speaker's words name somebody else: "the man who shot X", "rivals of the chairman, X"."""
    if has_object(words) or is_of_another(words):
        yield speaker.start + len(head_of(words)), speaker.end


def _is_longer(row: Sequence[Token], at: int, keys: Sequence[str]) -> bool:
    """Whether the word at `at` ends another name: "School Board" for the Health Board."""
    if not at or row[at].gap or not row[at - 1].capital or row[at - 1].is_small:
        return False
    return row[at - 1].key not in keys and row[at - 1].key not in lexicon().titles


def _has_verb(row: Sequence[Token], at: int) -> bool:
    """Whether a verb of saying closely follows a name."""
    after = range(at + 1, min(len(row), at + 1 + _NEAR))
    return any(in_lists(row[i].low, _SPEAKING) and not _rules(row[i - 1]) for i in after)


_NEAR = 3
"""Distance between a name and its verb, in words."""
_SPEAKING = frozenset({"say", "tell", "judge", "quote", "think"})
"""Parts of the verb list for saying and for taking a position."""


def _rules(token: Token) -> bool:
    """Whether a noun, and no verb, follows a word."""
    return token.is_preposition or token.is_of("determiners")


def _is_ruled(row: Sequence[Token], at: int) -> bool:
    """Whether the name that ends at a word depends on another or owns something: "of X", "X's", "X critics"."""
    first = _name_start(row, at)
    after = row[at + 1] if at + 1 < len(row) else None
    if after is not None and (after.key == "s" or after.low in OF_OTHERS):
        return True
    return first > 0 and row[first - 1].is_preposition and not row[first].gap


def _name_start(row: Sequence[Token], at: int) -> int:
    """The start of the name that ends at a word, with its article."""
    first = at
    while first and row[first - 1].capital and not row[first].gap:
        first -= 1
    articled = first > 0 and row[first - 1].is_of("determiners") and row[first - 1].low != "that"
    return first - articled
