"""Finds names and people that the evidence lacks, or that take another's place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, tokens
from factsheet.attribution.cues import SPEAKING, in_lists
from factsheet.attribution.naming import OF_OTHERS, is_given_name
from factsheet.checking.telling.doers import is_name
from factsheet.language.countries import countries
from factsheet.language.lexicon import lexicon, stem
from factsheet.language.lists import ENGLISH
from factsheet.language.names import is_common
from factsheet.language.thesaurus import bases, headword, may_be
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning import Row
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def another(telling: Telling) -> Iterator[Found]:
    """Another name of the article that shares a word with that of the evidence: "Sorland Herald" for its government."""
    mine, theirs = telling.found.statement.tokens, telling.found.sentence.tokens
    for at in telling.found.missing:
        beside = telling.found.pairs.get(at - 1)
        if beside is None or not (mine[at].capital and mine[at - 1].capital) or not _is_noun(telling, beside + 1):
            continue
        elsewhere = telling.subject.text.find([mine[at - 1].key, mine[at].key])
        if mine[at].key not in telling.lows and (elsewhere or not telling.is_known(mine[at])):
            shown = telling.found.statement.text[mine[at - 1].start : mine[at].end]
            there = f"{theirs[beside].low} {theirs[beside + 1].low}"
            yield "name-changed", f"the statement says “{shown}” where its evidence has “{there}”"


def _is_noun(telling: Telling, at: int) -> bool:
    """Whether the sentence has an omitted noun or name here."""
    tokens = telling.found.sentence.tokens
    if at >= len(tokens) or at in telling.used or tokens[at].gap or tokens[at].is_small:
        return False
    return tokens[at].capital or may_be(tokens[at].low, "n")


def namesake(telling: Telling) -> Iterator[Found]:
    """Another person of the same surname: "Ted Marl" where the evidence has "Bess Marl"."""
    there = {two.key: one for row_ in telling.rows for one, two in _full_names(row_)}
    for given, surname in _full_names(telling.found.statement):
        other = there.get(surname.key)
        known = other is None or given.low in telling.lows or len(given.low) < _SHORTEST_NAME
        if other is None or known or not telling.subject.text.find([given.key, surname.key]):
            continue
        if any(is_given_name(one.low.title()) or not is_common(one.key) for one in (given, other)):
            last = surname.low.title()
            said, has = f"{given.low.title()} {last}", f"{other.low.title()} {last}"
            yield "name-changed", f"the statement says “{said}” where its evidence has “{has}”"


_SHORTEST_NAME = 3
"""The shortest given name, in letters; fewer are initials."""


def _full_names(one: Row) -> Iterator[tuple[Token, Token]]:
    """Two adjacent capitalised words of which the first is no title."""
    for first, second in pairwise(one.tokens):
        beside = second.capital and not second.gap and is_name(first)
        if beside and first.key not in lexicon().titles and first.low not in _ADDRESS:
            yield first, second


_ADDRESS = ENGLISH.words("titles", "courtesy", "honours") | {"miss", "madam"}


def genders(telling: Telling) -> Iterator[Found]:
    """A woman where the evidence has men only, or a man where it has women only."""
    lows = {token.low for token in telling.found.statement.tokens}
    for one, other in (("female", "male"), ("male", "female")):
        said, there = lows & group(one), telling.lows & group(other)
        own = group(one) | (frozenset() if said | there <= _KIN else _PRONOUNS[one])
        if said and there and not lows & there and not telling.lows & own:
            yield "statement-reworded", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def peoples(telling: Telling) -> Iterator[Found]:
    """Another demonym than in the sentence: "Slovak orchards" for "Austrian orchards"."""
    found = telling.found
    for at, token in enumerate(found.statement.tokens[:-1]):
        there = found.pairs.get(at + 1, 0) - 1
        other = found.sentence.tokens[there] if there >= 0 else None
        if other is None or not token.capital or not other.capital or found.sentence.tokens[there + 1].gap:
            continue
        said, has = countries([token.key]), countries([other.key])
        if said and has and said.isdisjoint(has):
            yield (
                "name-changed",
                f"the statement says “{token.low.title()}” where its evidence has “{other.low.title()}”",
            )


_KIN = ENGLISH.words("titles", "relations") | {"sons", "daughters", "brothers", "sisters", "wives", "husbands"}
"""Nouns whose possessive pronoun does not show their own gender: "his mother"."""
_PRONOUNS = {"female": {"she", "her", "hers"}, "male": {"he", "him", "his"}}


def names_alone(telling: Telling) -> Iterator[Found]:
    """Evidence that shares only names with the statement."""
    if telling.subject.language == "de":
        return  # where every noun has a capital
    mine = telling.found.statement.tokens
    told = [mine[at] for at in telling.found.statement.significant if not _is_of_name(mine, at)]
    named = {mine[at].key for at in telling.found.pairs if _is_of_name(mine, at)}
    if named <= {*name_keys(telling.claim.said_by or "")}:
        return  # whose words it gives in other words
    if _is_told_in_a_word(telling):
        return  # "did not attend" for "stayed away from the court"
    if len(told) >= _TELLING and not any(telling.has_word(token) or _has_kin(telling, token) for token in told):
        yield "evidence-of-another", "the evidence has the names of this statement, and nothing of what it tells"


def is_strange(telling: Telling) -> bool:
    """Whether the evidence tells of several things, and of none for which the statement has a derivation."""
    told = [token for token in _told(telling) if not (in_lists(token.low, SPEAKING) or token.is_of("modals"))]
    mine, claim = telling.found.statement, telling.claim
    quoted = (claim.entry.value.get(field.name) for field in claim.entry.section.fields if field.quoted)
    if any(isinstance(one, str) and len(_telling_words(one)) <= _TELLING for one in quoted):
        return False  # "Where would they go?" for "They have nowhere else to be"
    return len(told) > _TELLING and not any(_has_kin(telling, mine.tokens[at]) for at in mine.significant)


def _telling_words(text: str) -> list[Token]:
    return [token for token in tokens(text) if not (token.is_small or token.is_of("pronouns", "modals", "relatives"))]


def _told(telling: Telling) -> Iterator[Token]:
    """The words of the evidence that tell something of its names."""
    rows = (one.tokens[at] for one in telling.rows for at in one.significant if not _is_of_name(one.tokens, at))
    return (token for token in rows if not token.is_of("negations", "pronouns", "prepositions"))


def _is_told_in_a_word(telling: Telling) -> bool:
    """Whether all that the evidence tells of its names is one word, which any other can replace."""
    return len([token for token in _told(telling) if token.low not in OF_OTHERS]) < _TELLING


def _has_kin(telling: Telling, token: Token) -> bool:
    """Whether the evidence has a derivation of this word, or the number that it rounds."""
    mine = telling.found.statement.tokens
    rounded = token.is_number and any(mine[at] is token for at in telling.found.pairs)
    made = frozenset().union(*(headword(base).derived for base in bases(token.low)))
    kin = len(stem(token.low)) >= _SHORTEST_STEM and any(low.startswith(stem(token.low)) for low in telling.lows)
    return rounded or kin or not made.isdisjoint(telling.forms)


_SHORTEST_STEM = 4
_TELLING = 2
"""The fewest words besides names for a statement to be compared."""


def _is_of_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is part of a name; the first of a sentence is capitalised anyway."""
    beside = at + 1 < len(tokens) and tokens[at + 1].capital
    return tokens[at].capital and (at > 0 or beside or not is_common(tokens[at].key))
