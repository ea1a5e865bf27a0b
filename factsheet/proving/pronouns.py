"""Finds pronouns of a statement that can refer to somebody else than in the sentence that proves it."""

from __future__ import annotations

from itertools import pairwise
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
"""Anaphoric pronouns."""
FIRST = {
    "i": "he she", "we": "it they", "me": "him her", "us": "it them", "my": "his her", "our": "its their",
    "mine": "his hers", "ours": "theirs", "myself": "himself herself", "ourselves": "itself themselves",
}  # fmt: skip
"""First-person pronouns, with those that replace them in reported speech."""
_REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
"""Reflexive pronouns, which refer to the subject of their clause."""
_THINGS = frozenset(["it", "its", "itself"])
"""Pronouns for one thing or body."""
_THINGS_BY_FORM = ENGLISH.words("pointing", "things")
_BODIES = ENGLISH.words("organisations", "heads", "names")


def doubtful(found: Alignment, *, held: bool, covered: Collection[int]) -> Iterator[str]:
    """Pronouns whose antecedent in the sentence the statement omits.

    `held` says whether the statement is attributed to somebody, `covered` are the sentence's words of attribution.
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
        if held:
            meant -= _aside(found.sentence.tokens, there)
        if token.low in _THINGS:
            meant = {x for x in meant if not _is_somebodies(found.sentence.tokens[x])}
        if token.low in _REFLEXIVE:
            meant = _nearest(found.sentence.tokens, meant, kept)
        if not (meant or held) or not meant <= kept:
            yield f"“{token.low}” may mean somebody else"


def stands_for_nothing(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is an expletive or cataphoric "it": "it is time to", "it was not clear that"."""
    if tokens[at].low != "it":
        return False
    rest = [token.low for token in tokens[at + 1 : at + _OPENED] if not token.is_of("modals", "negations")]
    if len(rest) >= _FEWEST_OPENED and any(one in _SEEMING and after in _AS for one, after in pairwise(rest[:3])):
        return True  # "it does not sound like"
    if len(rest) < _FEWEST_OPENED or rest[0] not in _BEING:
        return False
    word = next((one for one in rest[1:4] if one in _EVIDENT or one in _JUDGED), "")
    behind = rest[rest.index(word) + 1 :] if word else []
    after = behind[0] if behind else ""
    if word in _TOUGH and after == "to" and len(behind) == len(["to", "avoid"]):
        return False  # "it is hard to avoid" has its object in "it"
    return (after == "that") or (word in _JUDGED and after in {"to", "for"})


_BEING = frozenset({"is", "was", "be", "been", "'s", "’s", "s", "becomes", "became", "seems", "seemed"})
_SEEMING = frozenset({"seem", "seems", "seemed", "sound", "sounds", "sounded", "look", "looks", "looked", "appears"})
_AS = frozenset({"like", "that", "as"})
_EVIDENT, _JUDGED = ENGLISH.words("pointing", "evident"), ENGLISH.words("pointing", "judged")
_TOUGH = frozenset({"hard", "easy", "difficult", "tough", "impossible", "simple"})
_OPENED, _FEWEST_OPENED = 8, 3
"""The most words of "it would not be at all clear that" from the verb on, and the fewest."""


def is_named_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether a pronoun of a first clause refers to the subject of the main one: "If he is elected, Jane Doe would"."""
    human = tokens[at].low in HUMAN
    first = tokens[0]
    shares = first.low == "to" or first.is_of("subordinators") or (human and first.is_of("prepositions"))
    if not shares or any("," in token.gap for token in tokens[1 : at + 1]):
        return False
    main = next((i for i in range(at + 1, len(tokens)) if "," in tokens[i].gap), len(tokens))
    subject = range(main, min(main + _NAME_WITHIN, len(tokens)))
    return main < len(tokens) and tokens[main].capital and any(may_be_meant(tokens, i, human=human) for i in subject)


_NAME_WITHIN = 5
"""Distance within which a main clause names its subject, in words."""


def _meant(tokens: Sequence[Token], there: int, *, human: bool) -> set[int]:
    """The possible antecedents of a pronoun in a sentence."""
    return {at for at in range(there) if may_be_meant(tokens, at, human=human)}


def _aside(tokens: Sequence[Token], there: int) -> set[int]:
    """The relative clause between commas about the subject of the clause before a pronoun: ", which is owned by"."""
    starts = [at for at in range(there) if "," in tokens[at].gap and tokens[at].is_of("relatives")]
    ends = [at for at in range(there + 1) if starts and at > starts[-1] and "," in tokens[at].gap]
    return set(range(starts[-1], ends[0])) if ends else set()


def _nearest(tokens: Sequence[Token], meant: set[int], kept: Collection[int]) -> set[int]:
    """The possible antecedents of a reflexive, from the clause of a kept one on."""
    first = min(meant.intersection(kept), default=0)
    clause = next((at for at in range(first, 0, -1) if "," in tokens[at].gap), 0)
    return {at for at in meant if at >= clause}


def may_be_meant(tokens: Sequence[Token], at: int, *, human: bool) -> bool:
    """Whether a word can be the antecedent of a later pronoun: a name, or a noun that ends a phrase.

    A `human` pronoun, "he" or "she", has no body or thing as its antecedent.
    """
    token = tokens[at]
    if token.is_small or token.is_number or token.low in TIMES or is_verb_at(tokens, at):
        return False
    if _only_links(tokens, at) or (human and not _is_somebody(tokens, at)):
        return False
    return (token.capital or may_be(token.low, "n")) and _ends_phrase(tokens, at)


def _only_links(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word names nothing here: "Around noon", "then", "for example", "Syrian" in "the Syrian conflict"."""
    low = tokens[at].low
    if tokens[at].is_of("prepositions", "subordinators", "conjunctions") or is_mostly(low, "r"):
        return True
    if not at and not may_be(low, "n") and any(may_be(low, part) for part in "var"):
        return True  # its capital is that of the sentence
    if low in {"less", "more", "fewer"} or (low in {"example", "instance"} and at and tokens[at - 1].low == "for"):
        return True
    return low.endswith(_OF_A_PEOPLE) and bool(countries([low])) and _goes_on(tokens, at)


_OF_A_PEOPLE = ("an", "ish", "ese", "ic", "ch")
"""Endings of most demonyms."""


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun directly follows a word."""
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
    """Whether a word can mean a person: a name of no body and no country, or a role."""
    token = tokens[at]
    if not token.capital:
        return _is_person(token.low)
    # "in Holland", not "Tom Holland"
    is_country = bool(at) and tokens[at - 1].low in _WITHIN and bool(countries([token.low]))
    return token.low not in _BODIES and not is_country and not any(map(str.isdigit, token.low))


_WITHIN = frozenset({"across", "in", "inside", "outside", "throughout", "within"})


def _is_somebodies(token: Token) -> bool:
    """Whether a word is no name, and means a person or several things: "it" cannot refer to it."""
    singular = bases(token.low) - {token.low}
    several = token.low.endswith("s") and any(may_be(base, "n") for base in singular)
    return not token.capital and (several or (token.low not in _BODIES and _is_person(token.low)))


def _is_person(word: str) -> bool:
    """Whether a noun is a role."""
    if word.endswith("ment") or word in _THINGS_BY_FORM:
        return False
    return word in ROLES or word.endswith(
        ("er", "or", "ist", "man", "woman", "person", "ian", "boy", "girl", "ant", "ent")
    )
