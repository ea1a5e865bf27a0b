"""Finds words of a statement that depend on another word than in the sentence.

All words can be paired in order and still mean something else: "Police arrested Tom Reed" from "Police arrested the
brother of Tom Reed". These rules cover the ways in which an omission reattaches what is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import is_verb_at
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment, Row

_TURNING = ENGLISH.words("grammar", "turning")
"""Words in whose scope an omitted restriction widens the claim: "did not meet Hale on Friday"."""
_SAID_AFTER = ENGLISH.words("grammar", "said_after")
"""Words of a clause after a comma that attributes or hedges what precedes it."""


def attachments(found: Alignment, parts: Sequence[range], covered: Collection[int] = ()) -> Iterator[str]:
    """Yield a reason for each word that depends on another word than in the sentence.

    `parts` are the clauses of the sentence; `covered` are its tokens of attribution, which are accounted for elsewhere.
    """
    used = {*found.pairs.values(), *covered}
    yield from _owners(found)
    yield from _neighbours(found)
    for number, part in enumerate(parts):
        yield from _of_another_clause(found.sentence, part, used, first=number == 0)
        yield from _narrowed(found.sentence, part, used)
        yield from _relative(found.sentence, part, used)
        yield from _said_after(found.sentence, part, used, first=number == 0)


def _owners(found: Alignment) -> Iterator[str]:
    """A person about whose possession, not about whom, the sentence is: "Reed's lawyer said"."""
    for at, there in found.pairs.items():
        if owns(found.sentence, there) and not owns(found.statement, at) and at not in found.moved:
            following = there + 2
            if following < len(found.sentence.tokens) and following not in found.pairs.values():
                yield f"“{found.statement.word(at)}” owns what the sentence is about"


def owns(one: Row, at: int) -> bool:
    """Whether an "'s" follows a word."""
    return at + 1 < len(one.tokens) and one.tokens[at + 1].key == "s" and one.tokens[at + 1].low in {"'s", "’s", "s"}


def _neighbours(found: Alignment) -> Iterator[str]:
    """Numbers next to other words than in the sentence: "Hall, 52" from "Hall, 40, and Reed, 52"."""
    for at, there in found.pairs.items():
        if at not in found.statement.quantities or at in found.moved:
            continue
        if found.turned and _is_time(found, at, there):
            continue
        if not _stands_beside(found, at, there):
            yield f"“{found.statement.word(at)}” belongs to something else"


def _is_time(found: Alignment, at: int, there: int) -> bool:
    """Whether a number is a date that depends on the same preposition in both, after the clause."""
    kind = found.statement.quantities[at].kind
    return kind in {"date", "day"} and found.statement.heads[at] == found.sentence.heads[there] != ""


def _stands_beside(found: Alignment, at: int, there: int) -> bool:
    """Whether a number has one of its neighbours in both; between commas, the word before it."""
    before, after = _around(found.statement, at)
    before_there, after_there = _around(found.sentence, there)
    if not before + after or not before_there + after_there:
        return True
    follows = {found.pairs.get(one) for one in before[-1:]} & set(before_there[-1:])
    first, quantities = there, found.sentence.quantities
    while first - 1 in quantities and quantities[first - 1] is quantities.get(there):
        first -= 1
    if "," in found.sentence.tokens[first].gap and _ends_at_comma(found.sentence, there):
        return bool(follows)
    kept = [one for one in after_there if one in found.pairs.values()]
    if found.untold >= 0 and before and found.pairs.get(before[-1]) == found.untold:
        return before_there[-1:] == _paired_before(found, there)  # "fined Reed 500 dollars"
    counts = {found.pairs.get(one) for one in after[:1]} & set(kept[:1])
    return bool(follows or counts)


def _paired_before(found: Alignment, there: int) -> list[int]:
    """The last paired token before a number of the sentence, the number's own aside."""
    quantities = found.sentence.quantities
    before = [x for x in found.pairs.values() if x < there and quantities.get(x) is not quantities[there]]
    return [max(before)] if before else []


def _ends_at_comma(one: Row, at: int) -> bool:
    """Whether punctuation or the end directly follows a number: "Reed, 52, said"."""
    last = max(x for x, quantity in one.quantities.items() if quantity is one.quantities.get(at))
    return last + 1 >= len(one.tokens) or "," in one.tokens[last + 1].gap


def _around(one: Row, at: int) -> tuple[list[int], list[int]]:
    """Two significant words on each side of a number, its own aside."""
    order = [x for x in one.significant if x not in one.quantities or one.quantities[x] is not one.quantities.get(at)]
    return [x for x in order if x < at][-2:], [x for x in order if x > at][:2]


def _of_another_clause(one: Row, part: range, used: set[int], *, first: bool) -> Iterator[str]:
    """Words of a clause whose own verb was omitted."""
    mine = [at for at in part if at in used and not one.tokens[at].is_small]
    if not mine or first or not part:
        return
    verbs = [at for at in part if is_verb_at(one.tokens, at) and not one.tokens[at].is_of("auxiliaries", "modals")]
    if verbs and not any(at in used for at in verbs) and not _ends_list(one, part, used, verbs[0]):
        yield f"“{one.word(mine[0])}” belongs to “{one.word(verbs[0])}”"
    elif not verbs and (subject := _unused_subject(one, part, used)) is not None:
        yield one.left_out(subject)


def _ends_list(one: Row, part: range, used: set[int], verb: int) -> bool:
    """Whether a clause ends a list of people, followed by its purpose: "Hall, and Reed to sign a treaty"."""
    before = part.start - 1
    goes_on = one.tokens[part.start].low == "and" and before in used and one.tokens[before].capital
    items = [at for at in part if at < verb and not one.tokens[at].is_small]
    return goes_on and one.tokens[verb - 1].low == "to" and bool(items) and one.tokens[items[-1]].capital


def _unused_subject(one: Row, part: range, used: set[int]) -> int | None:
    """The last word before the "is" of a clause whose subject is not used: "and the rate is the highest"."""
    auxiliary = next((at for at in part if one.tokens[at].is_of("auxiliaries", "modals")), part.start)
    before = [at for at in range(part.start, auxiliary) if not one.tokens[at].is_small]
    return before[-1] if before and used.isdisjoint(before) and one.tokens[part.start].low in {"and", "but"} else None


def _relative(one: Row, part: range, used: set[int]) -> Iterator[str]:
    """Words of "who had robbed a bank" without its antecedent."""
    for at in part:
        if not _is_relative(one, at):
            continue
        meant = next((x for x in range(at - 1, -1, -1) if not one.tokens[x].is_small), None)
        if meant not in used and any(x in used for x in part if x > at):
            yield f"“{one.word(at)}” stands for something that is left out"


def _is_relative(one: Row, at: int) -> bool:
    """Whether a word is a relative pronoun: "that" only between a name and a verb."""
    tokens = one.tokens
    if not 0 < at < len(tokens) - 1 or tokens[at].low not in {"who", "which", "whose", "that"}:
        return False
    if tokens[at].low != "that":
        return True
    return not tokens[at - 1].is_small and not is_verb_at(tokens, at - 1) and is_verb_at(tokens, at + 1)


def _narrowed(one: Row, part: range, used: set[int]) -> Iterator[str]:
    """A restriction omitted in the scope of a word that makes its omission widen the claim."""
    turning = next((at for at in part if at in used and one.tokens[at].low in _TURNING), None)
    if turning is None:
        return
    left = next((at for at in part if at > turning and at not in used and not one.tokens[at].is_small), None)
    if left is not None:
        yield f"“{one.word(left)}” is left out after “{one.word(turning)}”"


def _said_after(one: Row, part: range, used: set[int], *, first: bool) -> Iterator[str]:
    """An omitted clause after a comma that hedges or attributes what precedes it."""
    if first or any(at in used for at in part) or one.tokens[part.start].low == "that":
        return
    said = next((at for at in part if one.tokens[at].low in _SAID_AFTER), None)
    if said is not None and len(part) <= _SHORT:
        yield one.left_out(said)


_SHORT = 8
"""The longest such clause, in words; a longer one reports something of its own."""
