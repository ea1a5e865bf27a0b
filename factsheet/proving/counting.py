"""Proves that a label says the same about a number as its sentence.

A number counts one thing, for one time and in one way. Its label may not describe another number, nor omit a bound,
a hypothesis or a distributive ("each") that applies to it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import align
from factsheet.aligning.losses import parts
from factsheet.aligning.rows import row
from factsheet.aligning.structure import owns
from factsheet.aligning.tokens import TIMES, is_verb_at, tokens
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree, quantities
from factsheet.language.thesaurus import are_forms, bases, may_be, mean_the_same
from factsheet.proving.things import counts, share_of, things

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.language.numbers import Quantity
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def told_otherwise(found: Alignment, number: str) -> Iterator[str]:
    """Yield a reason for each way in which a label contradicts its sentence about a number."""
    why = [*_of_another(found, number), *_undone(found), *_unlike(found, number), *_skipped(found), *_owned(found)]
    yield from why or _apart(found, number)


def _apart(found: Alignment, number: str) -> Iterator[str]:
    """Yield a reason if the sentence of a label does not have its number."""
    mine = next(iter(row(number).quantities.values()), None)
    if mine is not None and not any(agree(mine, one) for one in found.sentence.quantities.values()):
        yield f"“{number}” stands in another sentence"


def _of_another(found: Alignment, number: str) -> Iterator[str]:
    """Words of a label that are closer to another number than to its own.

    A name must be in the same clause as the number, or in one without a number.
    """
    mine = next((q for q in row(number).quantities.values()), None) if number else None
    if mine is None:
        return
    theirs, used = found.sentence, set(found.pairs.values())
    counting = {at: one for at, one in theirs.quantities.items() if one.kind in {"number", "many"}}
    spots = [at for at, one in theirs.quantities.items() if agree(mine, one)]
    wholes = {at: part for at in counting if (part := share_of(theirs, at)) is not None}
    if any(at in wholes for at in spots) and any(x > max(spots) and is_verb_at(theirs.tokens, x) for x in used):
        yield f"a part of “{number}” did this"
    mates = {at for at, part in wholes.items() if part in spots}
    others = [at for at, one in counting.items() if not agree(mine, one) and at not in used | mates]
    foreign = [
        part for part in parts(theirs) if any(at in part for at in others) and not any(at in part for at in spots)
    ]
    head = _head(found.statement)
    shared = [theirs.quantities[at] for at in mates]
    counted = [
        thing for thing in things(theirs) if thing.words and not any(agree(one, thing.quantity) for one in shared)
    ]
    own = [thing for thing in counted if agree(mine, thing.quantity)]
    if not any(are_forms(word, noun) for thing in own for noun in thing.words for word in head):
        for thing in counted:
            if thing not in own and any(are_forms(word, thing.words[-1]) for word in head):
                yield f"“{thing.words[-1]}” is what “{thing.said}” counts"
    for at, there in found.pairs.items():
        token = theirs.tokens[there]
        if at in found.statement.quantities:
            if any(there in part for part in foreign):
                yield f"“{found.statement.tokens[at].low}” is said of another number"
            continue
        same = [x for x, other in enumerate(theirs.tokens) if other.key == token.key]
        near = [x for x in same if any(_is_free(theirs, x, spot, others) for spot in spots)]
        near = [x for x in near if not any(x in part for part in foreign if token.capital or part.start > max(spots))]
        if spots and not near:
            yield f"“{found.statement.tokens[at].low}” belongs to another number"


def _unlike(found: Alignment, number: str) -> Iterator[str]:
    """Yield a reason for each qualification of a number that only the sentence has: a modal, a difference, a share."""
    mine = next(iter(row(number).quantities.values()), None)
    theirs, used = found.sentence, set(found.pairs.values())
    spots = [at for at, one in theirs.quantities.items() if mine is not None and agree(mine, one)]
    if not spots:
        return
    part = next((part for part in parts(theirs) if spots[0] in part), range(0))
    yield from map(theirs.left_out, _supposed(theirs, part, used))
    yield from map(theirs.left_out, _shared_out(theirs, spots, used, number))
    verb = _differs(theirs, min(spots))
    if verb is not None and verb not in used and not _is_difference(found.statement):
        yield theirs.left_out(verb)
    yield from map(theirs.left_out, _limits(theirs, min(spots), used))
    last = max(at for at, one in theirs.quantities.items() if one is theirs.quantities[min(spots)])
    said = theirs.quantities[last]
    if "-" in theirs.text[said.start : said.end] and is_noun_of(theirs.tokens, last + 1) and last + 1 not in used:
        yield theirs.left_out(last + 1)


_SUPPOSED = frozenset({"would", "could", "might", "may"})


def _supposed(sentence: Row, part: range, used: Collection[int]) -> Iterator[int]:
    """The position of the modal verb, or of the initial "if", that makes a clause hypothetical."""
    yield from (at for at in part if sentence.tokens[at].low in _SUPPOSED and at not in used)
    if 0 not in used and sentence.tokens[0].low in {"if", "unless"}:
        yield 0


def _shared_out(sentence: Row, spots: Sequence[int], used: Collection[int], number: str) -> Iterator[int]:
    """Positions of the words that make a number a rate ("each"), and of the modifiers of what it counts."""
    said = {token.low for token in tokens(number)}
    near = range(max(0, spots[0] - _BESIDE), min(len(sentence.tokens), spots[-1] + _BESIDE))
    for at in near:
        if at not in used and sentence.tokens[at].is_of("distributives") and sentence.tokens[at].low not in said:
            yield at
    of = spots[-1] + 1
    if of < len(sentence.tokens) and sentence.tokens[of].low == "of":
        end = next((at for at in range(of + 1, of + _BESIDE * 2) if at in used), of)
        yield from (at for at in range(of + 1, end) if at not in sentence.quantities and _says_which_kind(sentence, at))


def _says_which_kind(sentence: Row, at: int) -> bool:
    return not sentence.tokens[at].is_small and not sentence.tokens[at].is_of("pronouns", "determiners")


_BESIDE = 4
"""Distance from a number within which its noun is looked for, in words."""


def _differs(sentence: Row, spot: int) -> int | None:
    """The verb whose difference a number is: "was defeated by 10,694 votes", "fell by 3 percent"."""
    by = next((at for at in range(spot - 1, max(-1, spot - _NEAR_BY), -1) if sentence.tokens[at].low == "by"), None)
    if by is None:
        return None
    before = range(by - 1, max(-1, by - _NEAR_BY), -1)
    return next((at for at in before if not bases(sentence.tokens[at].low).isdisjoint(_DIFFERING)), None)


_NEAR_BY = 4
"""Distance between a verb, its "by" and the number, in words."""

_DIFFERING = ENGLISH.words("grammar", "differing")


def _is_difference(label: Row) -> bool:
    """Whether a label says that its number is a difference."""
    return any(
        not bases(token.low).isdisjoint(_DIFFERING | {"margin", "difference", "gap", "majority"})
        for token in label.tokens
    )


def _limits(sentence: Row, spot: int, used: Collection[int]) -> Iterator[int]:
    """Positions of words that restrict a number to a part of the label: "their seats in the north rose to 10"."""
    tokens = sentence.tokens
    for last in used:
        after = last + 1
        if after >= spot or tokens[after].gap or tokens[after].low not in _LIMITING or is_verb_at(tokens, last):
            continue
        verb = next((at for at in range(after, spot) if is_verb_at(tokens, at)), None)
        if verb is not None and not any(at in sentence.quantities or at in used for at in range(after, verb)):
            yield next((at for at in range(verb - 1, last, -1) if not tokens[at].is_small), after)


_LIMITING = frozenset({"in", "among", "of", "for", "from", "at", "within"})


def _skipped(found: Alignment) -> Iterator[str]:
    """A verb of the sentence between two words that the label joins: "outfits involved some elements made"."""
    ordered = sorted(found.pairs.items())
    for (at, there), (after, there_after) in pairwise(ordered):
        if after == at + 1 and there < there_after and not found.statement.tokens[after].gap:
            verbs = (x for x in range(there + 1, there_after) if is_verb_at(found.sentence.tokens, x))
            verb = next((x for x in verbs if not found.sentence.tokens[x].is_of("auxiliaries", "modals")), None)
            if verb is not None:
                yield found.sentence.left_out(verb)


def _owned(found: Alignment) -> Iterator[str]:
    """A possession reported as its owner: "the Czar" from "the Czar's trip"."""
    used = set(found.pairs.values())
    for at, there in found.pairs.items():
        thing = there + 2
        is_lost = owns(found.sentence, there) and thing < len(found.sentence.tokens) and thing not in used
        if is_lost and not owns(found.statement, at):
            yield found.sentence.left_out(thing)


def _undone(found: Alignment) -> Iterator[str]:
    """What a label reports as done, and its evidence as denied or planned: "built" for "plans to build"."""
    mine, theirs = found.statement.tokens, found.sentence.tokens
    used = set(found.pairs.values())
    to_do = {two.low for one, two in pairwise(theirs) if one.low == "to" and may_be(two.low, "v")}
    for low in (token.low for token in mine if not token.low.endswith(("s", "ing")) and token.low not in to_do):
        if not bases(low).isdisjoint(to_do) and all(token.low != low for token in theirs):
            yield f"its evidence does not say that “{low}” is done"
    for there in range(max(used, default=0)):
        follows = theirs[there + 1]
        if there not in used and not bases(theirs[there].low).isdisjoint(_DENYING) and follows.low != "by":
            yield f"its evidence says “{theirs[there].low}”"


_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "doubt", "disprove"})


def _head(label: Row) -> list[str]:
    """The words of a label before its first preposition or clause: what it counts."""
    end = next((at for at, token in enumerate(label.tokens) if token.is_preposition or token.is_of("relatives")), None)
    return [token.low for token in label.tokens[:end] if not token.is_small and not token.is_number]


def _is_free(sentence: Row, at: int, spot: int, others: Collection[int]) -> bool:
    """Whether a word can belong to a number: no other number separates them or claims it.

    "Rate" goes with 58 in "a rate of 58%"; a verb goes with the nearest number.
    """
    if any(min(at, spot) < other < max(at, spot) for other in others):
        return False
    if _is_deed(sentence, at):
        return all(abs(at - other) >= abs(at - spot) for other in others)
    return not any(0 < other - at <= _SAID_OF and _leads_to(sentence, at, other) for other in others)


_SAID_OF = 3
"""Distance between a noun and the number that is its value, in words: "a rate of about 58%"."""


def _leads_to(sentence: Row, at: int, number: int) -> bool:
    between = sentence.tokens[at + 1 : number]
    return any(token.low == "of" for token in between) and all(
        token.is_small or token.is_of("quantities") for token in between
    )


def is_noun_of(words: Sequence[Token], at: int) -> bool:
    """Whether the word at `at` is the head of the words before it: "lull" in "an 11-year lull"."""
    if at >= len(words) or words[at].gap or words[at].is_small or words[at].capital:
        return False
    return may_be(words[at].low, "n") and not is_verb_at(words, at) and words[at].low not in TIMES


def counted_otherwise(subject: Subject, label: str, evidence: Sequence[Span], number: str) -> str | None:
    """The reason why a label describes another number of its evidence than its own, or None.

    It contains the noun that the other number counts, and no word that its own counts or is next to.
    """
    mine = next(iter(row(number).quantities.values()), None)
    words = [token.low for token in row(label).tokens if not token.is_small and not token.is_number]
    if mine is None:
        return None
    rows = [subject.row(sentence.span) for sentence in subject.text.sentences_of(evidence)]
    if (led := next(filter(None, (_led_to_another(one, label, mine) for one in rows)), None)) is not None:
        return f"“{led}” leads to another number of its evidence"
    if (far := next(filter(None, (_beyond_another(one, label, number) for one in rows)), None)) is not None:
        return f"“{far}” is said of another number of its evidence"
    if (told := next(filter(None, (_told_of_another(one, label, mine) for one in rows)), None)) is not None:
        return f"“{told}” is said of another number of its evidence"
    if _is_told_later(rows, label, mine):
        return f"its evidence has “{number}” in a sentence without a word of “{label}”"
    found = [thing for one in rows for thing in things(one)]
    own = [thing for thing in found if agree(mine, thing.quantity)]
    if not own or any(not thing.words or any(counts(thing, word) for word in words) for thing in own):
        return None
    for thing in found:
        word = next((word for word in words if thing.words and are_forms(word, thing.words[-1])), None)
        if word and not agree(mine, thing.quantity):
            return f"“{word}” is what another number of its evidence counts"
    return None


def _led_to_another(one: Row, label: str, mine: Quantity) -> str | None:
    """The noun of a label whose value in its sentence is another number: "a target of 95 percent"."""
    spots = [at for at, other in one.quantities.items() if agree(mine, other)]
    others = [at for at, other in one.quantities.items() if other.kind == "number" and not agree(mine, other)]
    for word in _head(row(label)):
        there = [at for at, token in enumerate(one.tokens) if are_forms(token.low, word)]
        led = [
            at
            for at in there
            if _is_of(one, at) and any(0 < x - at <= _SAID_OF and _leads_to(one, at, x) for x in others)
        ]
        if spots and there and led == there and may_be(word, "n"):
            return word
    return None


def _beyond_another(one: Row, label: str, number: str) -> str | None:
    """The first word of a label if all its words follow a number other than their own."""
    mine = row(number).quantities.values()
    spots = [at for at, other in one.quantities.items() if any(agree(q, other) for q in mine)]
    parts_ = {share_of(one, at, owned=True) for at in spots}
    others = [at for at, other in one.quantities.items() if other.kind == "number" and at not in (*spots, *parts_)]
    others = [at for at in others if share_of(one, at, owned=True) not in spots]
    words = [there for there in align(row(label), one).pairs.values() if there not in one.quantities]
    parted = bool(spots) and len(words) >= _TELLING and any(max(spots) < at < min(words) for at in others)
    is_free = any(_is_free(one, x, spot, others) for x in words for spot in spots)
    return one.tokens[min(words)].low if parted and not is_free else None


_TELLING = 3
"""A label with this many words identifies one number."""


def _told_of_another(one: Row, label: str, mine: Quantity) -> str | None:
    """A word of a label that stands behind another number, where its own has something else behind it.

    Each number has its part of the sentence, from one "and" or point to the next: "five burned and 40 were damaged".
    """
    starts = sorted(
        {min(x for x, q in one.quantities.items() if q is quantity) for quantity in one.quantities.values()}
    )
    edges = [at for at, token in enumerate(one.tokens) if token.low in _PARTING or set(token.gap) & set(";:")]
    own = [at for at in starts if agree(mine, one.quantities[at])]
    others = [at for at in starts if one.quantities[at].kind == "number" and at not in own]
    if len(own) != 1 or len(others) != 1 or not any(min(*own, *others) < edge <= max(*own, *others) for edge in edges):
        return None
    said = [token.low for token in row(label).tokens if not token.is_small and not token.is_number]
    counted = {word for thing in things(one) for word in thing.words[-1:]}
    mine_, theirs = (_belongings(one, at, _part_of(one, at, edges)) for at in (own[0], others[0]))
    here = {one.tokens[at].low for at in _part_of(one, own[0], edges)}
    hits = [low for low in theirs if low not in counted | here and any(are_forms(word, low) for word in said)]
    pairs = ((word, low) for word in said for low in mine_ if low not in counted)
    held = any(are_forms(word, low) or mean_the_same(word, low) for word, low in pairs)
    return hits[0] if hits and mine_ and not held else None


def _belongings(one: Row, number: int, part: range) -> list[str]:
    """The words behind a number in its part of the sentence, and the verb right before it."""
    before = next((at for at in range(number - 1, part.start - 1, -1) if not one.tokens[at].is_small), -1)
    verb = [before] if before >= 0 and _is_deed(one, before) else []
    last = max(at for at, quantity in one.quantities.items() if quantity is one.quantities[number])
    points = (at for at in range(last + 1, part.stop) if "," in one.tokens[at].gap)
    behind = [at for at in range(last + 1, next(points, part.stop)) if at not in one.quantities]
    told = (one.tokens[at] for at in (*verb, *behind) if not one.tokens[at].is_small or at == last + 1)
    return [token.low for token in told if not token.capital]


def _is_deed(one: Row, at: int) -> bool:
    low = one.tokens[at].low
    return is_verb_at(one.tokens, at) or (low.endswith("ed") and may_be(low, "v"))


def _part_of(one: Row, at: int, edges: Sequence[int]) -> range:
    first = max((edge for edge in edges if edge <= at), default=0)
    return range(first, min((edge for edge in edges if edge > at), default=len(one.tokens)))


_PARTING = frozenset({"and", "but", "while", "whereas"})


def _is_told_later(rows: Sequence[Row], label: str, mine: Quantity) -> bool:
    """Whether only a sentence after that of its number has the words of a label."""
    known = [len(align(row(label), one).pairs) for one in rows]
    there = [at for at, one in enumerate(rows) if any(agree(mine, other) for other in one.quantities.values())]
    return bool(there) and not any(known[: max(there) + 1]) and max(known, default=0) > 1


def _is_of(one: Row, at: int) -> bool:
    """Whether an "of" directly follows a word."""
    return at + 1 < len(one.tokens) and one.tokens[at + 1].low == "of"


def unbounded(subject: Subject, number: str, evidence: Sequence[Span]) -> str | None:
    """The bound that a number has throughout its evidence and not in the entry, such as "at least", or None."""
    mine = next((one for one in quantities(number) if one.kind == "number"), None)
    if mine is None or mine.bound is not None:
        return None
    there = [
        one
        for sentence in subject.text.sentences_of(evidence)
        for one in subject.text.quantities_between(*sentence.span)
        if one.value == mine.value and one.kind == mine.kind
    ]
    return there[0].bound if there and all(one.bound for one in there) else None
