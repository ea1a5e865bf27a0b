"""Pronouns of a statement: whether they can mean somebody else than in the sentence that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.ordering import ROLES
from factsheet.aligning.tokens import TIMES, is_verb_at
from factsheet.language.countries import countries
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.tokens import Token

HUMAN = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
BACK = HUMAN | frozenset(["it", "they", "them", "its", "their", "theirs", "itself", "themselves"])
"""Pronouns that stand for somebody or something named before."""
FIRST = {
    "i": "he she", "we": "it they", "me": "him her", "us": "it them", "my": "his her", "our": "its their",
    "mine": "his hers", "ours": "theirs", "myself": "himself herself", "ourselves": "itself themselves",
}  # fmt: skip
"""Pronouns of somebody who speaks, and those that stand for them where others report it."""
_REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
"""Pronouns of whom their own clause is about."""
_THINGS = frozenset(["it", "its", "itself"])
"""Pronouns of one thing or body."""
_BODIES = ENGLISH.words("organisations", "heads") | ENGLISH.words("organisations", "names")


def doubtful(found: Alignment, *, held: bool, covered: Collection[int]) -> Iterator[str]:
    """Pronouns that may stand for somebody else than in the sentence: what they could mean there was left out.

    `held` says whether the statement is somebody's, `covered` are the words of the sentence that say whose.
    """
    kept = {*found.pairs.values(), *covered}
    for at, token in enumerate(found.statement.tokens):
        there = found.pairs.get(at) if token.low in BACK else None
        if there is None or found.sentence.tokens[there].low in FIRST:
            continue
        if stands_for_nothing(found.sentence.tokens, there):
            continue
        if is_named_after(found.sentence.tokens, there) and kept.issuperset(found.sentence.significant):
            continue
        before = [x for x in found.sentence.significant if x < there]
        if kept.issuperset(before) and any(may_be(found.sentence.tokens[x].low, "n") for x in before):
            continue  # it stands behind all that it stands behind in the article
        meant = _meant(found.sentence.tokens, there, human=held and token.low in HUMAN)
        if token.low in _THINGS:
            meant = {x for x in meant if not _is_somebodies(found.sentence.tokens[x])}
        if token.low in _REFLEXIVE:
            meant = _nearest(found.sentence.tokens, meant, kept)
        if not (meant or held) or not meant <= kept:
            yield f"“{token.low}” may mean somebody else"


def stands_for_nothing(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is an "it" for what follows, or for nothing: "it is time to", "it was not clear that"."""
    if tokens[at].low != "it":
        return False
    rest = [token.low for token in tokens[at + 1 : at + _OPENED] if not token.is_of("modals", "negations")]
    if len(rest) < _FEWEST_OPENED or rest[0] not in _BEING:
        return False
    word = next((one for one in rest[1:3] if one in _EVIDENT or one in _JUDGED), "")
    after = rest[rest.index(word) + 1] if word and rest.index(word) + 1 < len(rest) else ""
    return (after == "that") or (word in _JUDGED and after in {"to", "for"})


_BEING = frozenset({"is", "was", "be", "been", "'s", "’s", "s", "becomes", "became", "seems", "seemed"})
_EVIDENT, _JUDGED = ENGLISH.words("pointing", "evident"), ENGLISH.words("pointing", "judged")
_OPENED, _FEWEST_OPENED = 8, 3
"""Words of "it would not be at all clear that" from the verb on, and the fewest of them."""


def is_named_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether a pronoun of a first clause is whom the main one is about: "If he is elected, Jane Doe would"."""
    if not tokens[0].is_of("subordinators") or any("," in token.gap for token in tokens[1 : at + 1]):
        return False
    main = next((i for i in range(at + 1, len(tokens)) if "," in tokens[i].gap), len(tokens))
    subject = range(main, min(main + _NAME_WITHIN, len(tokens)))
    human = tokens[at].low in HUMAN
    return main < len(tokens) and tokens[main].capital and any(may_be_meant(tokens, i, human=human) for i in subject)


_NAME_WITHIN = 5
"""Words of a main clause that may be the name of whom it is about."""


def _meant(tokens: Sequence[Token], there: int, *, human: bool) -> set[int]:
    """The words of a sentence that a pronoun may stand for."""
    return {at for at in range(there) if may_be_meant(tokens, at, human=human)}


def _nearest(tokens: Sequence[Token], meant: set[int], kept: Collection[int]) -> set[int]:
    """Of the words that a reflexive may stand for, those from the clause on in which one was kept."""
    first = min(meant.intersection(kept), default=0)
    clause = next((at for at in range(first, 0, -1) if "," in tokens[at].gap), 0)
    return {at for at in meant if at >= clause}


def may_be_meant(tokens: Sequence[Token], at: int, *, human: bool) -> bool:
    """Whether a word of the sentence is one that a pronoun after it may stand for: a name, a noun that ends a phrase.

    A `human` one, "he" or "she", stands for no body and no thing.
    """
    token = tokens[at]
    if token.is_small or token.is_number or token.low in TIMES or is_verb_at(tokens, at):
        return False
    if _only_links(tokens, at) or (human and not _is_somebody(tokens, at)):
        return False
    return (token.capital or may_be(token.low, "n")) and _ends_phrase(tokens, at)


def _only_links(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word names nothing here: "Around noon", "then", "for example", "Syrian" of "the Syrian conflict"."""
    low = tokens[at].low
    if tokens[at].is_of("prepositions", "subordinators", "conjunctions") or is_mostly(low, "r"):
        return True
    if not at and not may_be(low, "n") and any(may_be(low, part) for part in "var"):
        return True  # its capital is that of the sentence
    if low in {"less", "more", "fewer"} or (low in {"example", "instance"} and at and tokens[at - 1].low == "for"):
        return True
    return low.endswith(_OF_A_PEOPLE) and bool(countries([low])) and _goes_on(tokens, at)


_OF_A_PEOPLE = ("an", "ish", "ese", "ic", "ch")
"""How most words for what is a people's end."""


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun stands right after a word."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.gap or after.is_small:
        return False
    is_noun = at > 0 and tokens[at - 1].is_of("determiners") and may_be(after.low, "n") and not after.low.endswith("ed")
    return is_noun or not is_verb_at(tokens, at + 1)


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].capital and after is not None and not after.capital:
        return True
    return after is None or after.is_small or bool(after.gap) or is_verb_at(tokens, at + 1)


def _is_somebody(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word can be of a person: a name that is of no body and no country, or what somebody is."""
    token = tokens[at]
    if not token.capital:
        return _is_person(token.low)
    # "in Holland", not "Tom Holland"
    is_country = bool(at) and tokens[at - 1].low in _WITHIN and bool(countries([token.low]))
    return token.low not in _BODIES and not is_country and not any(map(str.isdigit, token.low))


_WITHIN = frozenset({"across", "in", "inside", "outside", "throughout", "within"})


def _is_somebodies(token: Token) -> bool:
    """Whether a word is no name, and of a person or of several: "it" does not stand for it."""
    singular = bases(token.low) - {token.low}
    several = token.low.endswith("s") and any(may_be(base, "n") for base in singular)
    return not token.capital and (several or (token.low not in _BODIES and _is_person(token.low)))


def _is_person(word: str) -> bool:
    """Whether a noun says what somebody is."""
    return word in ROLES or word.endswith(
        ("er", "or", "ist", "man", "woman", "person", "ian", "boy", "girl", "ant", "ent")
    )
