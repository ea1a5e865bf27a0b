"""Pronouns of a statement: whether they can mean somebody else there than in the sentence that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import is_verb_at
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import may_be

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from factsheet.aligning.alignment import Alignment

_HUMAN = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
_BACK = _HUMAN | frozenset(["it", "they", "them", "its", "their", "theirs", "itself", "themselves"])
"""Pronouns that stand for somebody or something named before."""
FIRST = {
    "i": "he she", "we": "it they", "me": "him her", "us": "it them", "my": "his her", "our": "its their",
    "mine": "his hers", "ours": "theirs", "myself": "himself herself", "ourselves": "itself themselves",
}  # fmt: skip
"""Pronouns of somebody who speaks, and those that stand for them where others report it."""
_BODIES = ENGLISH.words("organisations", "heads") | ENGLISH.words("organisations", "names")
_PEOPLE = (
    ENGLISH.words("titles", "roles") | ENGLISH.words("titles", "relations") | ENGLISH.words("holders", "of others")
)


def doubtful(found: Alignment, *, held: bool, covered: Collection[int]) -> Iterator[str]:
    """Pronouns that may stand for somebody else than in the sentence: what they could mean there was left out.

    `held` says whether the statement is somebody's, `covered` are the words of the sentence that say whose.
    """
    for at, token in enumerate(found.statement.tokens):
        there = found.pairs.get(at)
        if token.low not in _BACK or there is None or found.sentence.tokens[there].low in FIRST:
            continue
        human = token.low in _HUMAN
        meant = [other for other in range(there) if _may_be_meant(found, other, human=human and held)]
        kept = {*found.pairs.values(), *covered}
        if (not meant and not held) or any(other not in kept for other in meant):
            yield f"“{token.low}” may mean somebody else"


def _may_be_meant(found: Alignment, at: int, *, human: bool) -> bool:
    """Whether a word of the sentence is one that a pronoun after it may stand for: a name, a noun that ends a phrase.

    A `human` one, "he" or "she", stands for no body and no thing.
    """
    tokens = found.sentence.tokens
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.is_small or is_verb_at(tokens, at) or token.is_number:
        return False
    if human and not (token.capital and token.low not in _BODIES) and not _is_person(token.low):
        return False
    noun = token.capital or may_be(token.low, "n")
    return noun and (after is None or after.is_small or bool(after.gap) or is_verb_at(tokens, at + 1))


def _is_person(word: str) -> bool:
    """Whether a noun says what somebody is."""
    return word in _PEOPLE or word.endswith(
        ("er", "or", "ist", "man", "woman", "person", "ian", "boy", "girl", "ant", "ent")
    )
