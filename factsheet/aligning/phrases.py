"""Finds omitted words without which a phrase means something else.

Each rule covers one pattern: a list without its other members, a name without the noun that it modifies, "the first"
without its comparison class.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.rows import passives, preposition_before
from factsheet.aligning.tokens import POSSESSIVES, SPANS, TIMES, is_verb_at
from factsheet.language.thesaurus import bases, is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.rows import Row
    from factsheet.aligning.tokens import Token


def broken(
    found: Alignment, parts: Sequence[range], live: Sequence[range], covered: Collection[int] = ()
) -> Iterator[str]:
    """Yield a reason for each phrase that is not whole.

    `parts` are the clauses of the sentence and `live` those in use; `covered` are its tokens of attribution.
    """
    used = set(found.pairs.values())
    yield from _lists(found, used | {*covered})
    yield from _heads(found, used)
    yield from _objects(found, used)
    yield from _described(found, parts, used)
    yield from _separate(found, parts, used)
    yield from _complements(found, used)
    yield from chosen(found, used)
    yield from _compared(found, used)
    yield from _since(found, used)
    yield from _asked(found, used)
    yield from _answered(found, parts, live)
    yield from _wished(found, used | {*covered})
    yield from _wanted(found, used)
    yield from _parallel(found, used)
    yield from _measured(found, parts, used)


def _lists(found: Alignment, used: set[int]) -> Iterator[str]:
    """Subjects and agents omitted from a list: what all did together, one of them need not have done alone."""
    tokens = found.sentence.tokens
    verb = next((at for at in range(len(tokens)) if is_verb_at(tokens, at)), 0)
    doers = {*range(verb)}.union(*(one.doer for one in passives(found.sentence)))
    for at, token in enumerate(tokens[:-1]):
        kept = token.low == "and" and at - 1 in used and at + 1 not in used
        if kept and tokens[at + 1].capital and {at - 1, at + 1} <= doers:
            yield found.sentence.left_out(at + 1)
    for at in used & doers:
        if _begins_list(found.sentence, at, used):
            yield found.sentence.left_out(at + 1)


def _begins_list(row: Row, at: int, used: set[int]) -> bool:
    """Whether a word begins a list whose rest is omitted: "users of Reddit, Digg and other sites"."""
    tokens = row.tokens
    if at + 1 >= len(tokens) or at + 1 in used or "," not in tokens[at + 1].gap or not tokens[at + 1].capital:
        return False
    rest = range(at + 1, min(at + _LIST, len(tokens) - 1))
    end = next((x for x in rest if tokens[x].low == "and"), None)
    return end is not None and end + 1 not in used and not any(is_verb_at(tokens, x) for x in range(at + 1, end))


_LIST = 8
"""Distance within which a list has its "and", in words."""


def _heads(found: Alignment, used: set[int]) -> Iterator[str]:
    """Nouns omitted after their modifier: "Ukraine" from "the Ukraine crisis"."""
    tokens = found.sentence.tokens
    for at, there in found.pairs.items():
        head = there + 1
        if head in used or not _is_joined(found.sentence, there) or found.pairs.get(at + 1, head) != head:
            continue
        last = head
        while last + 1 < len(tokens) and last + 1 not in used and _is_joined(found.sentence, last):
            last += 1
        goes_on = last + 1 in used and not tokens[last + 1].gap and not tokens[last + 1].is_small
        if not goes_on and tokens[there].low not in TIMES:
            yield found.sentence.left_out(last)


def _is_joined(row: Row, at: int) -> bool:
    """Whether a noun directly after a name or noun is its head: "crisis" in "the Ukraine crisis"."""
    if at + 1 >= len(row.tokens) or row.tokens[at].is_small or is_verb_at(row.tokens, at):
        return False
    token, head = row.tokens[at], row.tokens[at + 1]
    if head.gap or head.capital or head.is_small or at in row.quantities or head.is_number:
        return False
    names = token.capital or is_mostly(token.low, "n")
    return names and is_mostly(head.low, "n") and not is_verb_at(row.tokens, at + 1) and head.low not in TIMES


def _objects(found: Alignment, used: set[int]) -> Iterator[str]:
    """The object of a preposition, omitted so that it governs what follows: "at a speaker in the South"."""
    tokens, order = found.sentence.tokens, [-1, *sorted(used)]
    for at, there in found.pairs.items():
        lead = preposition_before(found.statement, at)
        same = lead == "in" == preposition_before(found.sentence, there)
        if not lead or same or at in found.moved:
            continue
        before = order[bisect_left(order, there) - 1]
        left = next((x for x in range(before + 1, there) if tokens[x].low == lead), there)
        next_ = next((x for x in range(left + 1, there) if tokens[x].is_preposition), left)
        lost = next((x for x in range(left + 1, next_) if _is_thing(found.sentence, x)), None)
        if lost is not None:
            yield found.sentence.left_out(lost)


def _is_thing(row: Row, at: int) -> bool:
    """Whether a word is no number, time or small word."""
    return not row.tokens[at].is_small and row.tokens[at].low not in TIMES and at not in row.quantities


def _described(found: Alignment, parts: Sequence[range], used: set[int]) -> Iterator[str]:
    """What a description after a comma modifies, omitted: "goitre and cretinism, a condition of the young"."""
    tokens = found.sentence.tokens
    before = {after.start: part for part, after in pairwise(parts)}
    for part in _going_on(found.sentence, parts, used, ","):
        end = _before_bracket(tokens, part.start)
        last = next((at for at in range(end - 1, -1, -1) if not tokens[at].is_small), None)
        listed = before[part.start]
        goes_on = tokens[listed.start].low == "and" or not used.isdisjoint(listed)
        describes = goes_on and _is_participle(found.sentence, part.start)
        begins = describes or tokens[part.start].low in {"a", "an", "the"}
        if begins and last is not None and last not in used:
            yield found.sentence.left_out(last)


def _before_bracket(tokens: Sequence[Token], at: int) -> int:
    """The start of a bracket that ends right before a word; the word itself if there is none."""
    if ")" not in tokens[at].gap:
        return at
    return next((x for x in range(at - 1, 0, -1) if "(" in tokens[x].gap), at)


def _is_participle(row: Row, at: int) -> bool:
    """Whether a word is a participle that modifies what precedes the comma: ", located in the north"."""
    low = row.tokens[at].low
    after = row.tokens[at + 1] if at + 1 < len(row.tokens) else None
    describes = after is not None and (after.is_number or after.is_preposition) and after.low != "to"
    return low.endswith("ed") and may_be(low, "v") and describes and not row.tokens[at - 1].is_number


def _separate(found: Alignment, parts: Sequence[range], used: set[int]) -> Iterator[str]:
    """The subject of a clause after a semicolon, omitted, so that it is about what precedes."""
    for part in _going_on(found.sentence, parts, used, ";"):
        first = next((at for at in part if not found.sentence.tokens[at].is_small), None)
        if first is not None and first not in used:
            yield found.sentence.left_out(first)


def _going_on(row: Row, parts: Sequence[range], used: set[int], mark: str) -> Iterator[range]:
    """The clauses in use that begin at a mark and have used words before them."""
    for part in parts[1:]:
        if mark in row.tokens[part.start].gap and not used.isdisjoint(part) and min(used) < part.start:
            yield part


def _complements(found: Alignment, used: set[int]) -> Iterator[str]:
    """The object of "supporter of" and the like, omitted at the end of a statement."""
    last = max(found.pairs, default=None)
    if last is None or any(not token.is_small for token in found.statement.tokens[last + 1 :]):
        return
    at, tokens = found.pairs[last], found.sentence.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].low != "of" or tokens[at + 1].gap or tokens[at].capital:
        return
    is_holder = tokens[at].low.removesuffix("s").endswith(("er", "or", "ist", "ant", "ent"))
    if is_holder and used.isdisjoint(range(at + 1, at + 4)):
        yield found.sentence.left_out(at + 1)


def chosen(found: Alignment, used: set[int]) -> Iterator[str]:
    """The comparison class of a superlative or an ordinal, omitted: "final Canadian appearance"."""
    tokens = found.sentence.tokens
    for at in used:
        if not _is_superlative(found.sentence, at):
            continue
        for spot in range(at + 1, min(at + _CHOSEN, len(tokens))):
            follows = spot == at + 1 or tokens[spot].gap == "-" or tokens[spot - 1].low == "to"
            is_verb = is_verb_at(tokens, spot) and is_mostly(tokens[spot].low, "v")
            if tokens[spot].gap.strip("-") or (is_verb and not follows):
                break
            if spot not in used and not tokens[spot].is_small and tokens[spot].low not in TIMES:
                yield found.sentence.left_out(spot)
                break


_CHOSEN = 16
"""Distance after "the first" within which its comparison class is looked for, in words."""


def _since(found: Alignment, used: set[int]) -> Iterator[str]:
    """The period or group of a figure, omitted: "5 percent in 12 months", "60 percent among"."""
    tokens, row = found.sentence.tokens, found.sentence
    for at in (at for at in used if at in row.quantities and row.quantities[at].kind == "number"):
        is_share = row.quantities[at].unit == "%"
        end = next((x for x in range(at + 1, len(tokens)) if tokens[x].gap), len(tokens))
        among = next((x for x in range(at + 1, end) if tokens[x].low == "among"), end)
        if is_share and used.isdisjoint(range(among, end)) and among < end:
            yield found.sentence.left_out(among)
        lead = next((x for x in range(at + 1, end) if tokens[x].low in (_OVER if is_share else {"over"})), end)
        span = next((x for x in range(lead + 1, min(lead + _SPAN, end)) if tokens[x].low in SPANS), None)
        if span is not None and span not in used:
            yield found.sentence.left_out(span)


_OVER = frozenset({"in", "over", "during", "since", "within"})
_SPAN = 5
"""The longest name of a period, in words: "the last 12 months"."""


def _asked(found: Alignment, used: set[int]) -> Iterator[str]:
    """A question that a statement does not report as one."""
    last, text = max(found.sentence.span(at)[1] for at in used) if used else 0, found.sentence.text
    ends = (end for end in map(text.find, "?.!", [last] * 3) if end >= 0)
    is_question = text[min(ends, default=0) :].startswith("?")
    if is_question and "?" not in found.statement.text and not any(t.is_of("asking") for t in found.statement.tokens):
        yield "the article asks it"


def _compared(found: Alignment, used: set[int]) -> Iterator[str]:
    """The respect of a comparison, omitted between "more" and "than"."""
    tokens = found.sentence.tokens
    yield from map(found.sentence.left_out, _compared_to(found, used))
    for than in (at for at in used if tokens[at].low == "than"):
        more = max((at for at in range(than) if at in used and _is_comparative(tokens[at].low)), default=than)
        between = (at for at in range(more + 1, than) if at not in used and not tokens[at].is_small)
        yield from map(found.sentence.left_out, between)


def _compared_to(found: Alignment, used: set[int]) -> Iterator[int]:
    """An omitted "than", a comparison before the one that is kept, and the time of what it compares with."""
    tokens = found.sentence.tokens
    for at in range(1, len(tokens) - 1):
        if tokens[at].low == "than" and at not in used and at - 1 in used and _is_comparative(tokens[at - 1].low):
            yield at
        if tokens[at].low in {"was", "were", "had", "did"} and at not in used and at - 1 in used:
            before = [token.low for token in tokens[max(0, at - 4) : at - 1]]
            if "as" in before or "than" in before:
                yield at
    for mine, there in found.pairs.items():
        led = next((found.pairs[x] for x in range(mine + 1, mine + 4) if x in found.pairs), there)
        if tokens[there].low == "than":
            yield from (x for x in range(there + 1, led) if x not in used and _is_comparative(tokens[x].low))


def _is_comparative(low: str) -> bool:
    return low in {"more", "less", "fewer", "better", "worse"} or (low.endswith("er") and may_be(low, "a"))


def _is_superlative(row: Row, at: int) -> bool:
    """Whether a word makes something the first or the most of its kind."""
    low = row.tokens[at].low
    if low in {"first", "last", "final", "only", "sole", "most", "least", "best", "worst"}:
        return bool(at) and (row.tokens[at - 1].is_of("determiners") or row.tokens[at - 1].low in POSSESSIVES)
    return low.endswith("est") and any(base != low and may_be(base, "a") for base in bases(low))


def _answered(found: Alignment, parts: Sequence[range], live: Sequence[range]) -> Iterator[str]:
    """The main clause after a "while" or "although" clause, omitted: another would take its place."""
    tokens = found.sentence.tokens
    for part, after in pairwise(parts):
        opens = tokens[part.start].low in {"while", "although", "though", "whereas", "since", "as", "because"}
        if opens and not part.start and part in live and after not in live and "," in tokens[after.start].gap:
            yield found.sentence.left_out(after.start)


def _wished(found: Alignment, used: set[int]) -> Iterator[str]:
    """A hope or belief whose object is kept: "we hope that, soon, talks will be held"."""
    tokens, first = found.sentence.tokens, min(found.pairs.values(), default=0)
    for at in range(first - 1):
        governs = tokens[at].is_of("aims", "doubting_verbs", "expecting", "doubting_fears")
        if at not in used and governs and tokens[at + 1].low == "that" and not any(x in used for x in range(at)):
            yield found.sentence.left_out(at)


def _wanted(found: Alignment, used: set[int]) -> Iterator[str]:
    """The person who is wanted to act, omitted so that whoever wants it acts: "wanted Kern to run the mill"."""
    mine, theirs = found.statement.tokens, found.sentence.tokens
    for at, there in found.pairs.items():
        if at + 1 >= len(mine) or mine[at + 1].low != "to" or not theirs[there].is_of("aims", "doubting_verbs"):
            continue
        to = next((x for x in range(there + 1, min(there + _OBJECT, len(theirs))) if theirs[x].low == "to"), there)
        lost = (x for x in range(there + 1, to) if x not in used)
        whom = (x for x in lost if _is_thing(found.sentence, x) or theirs[x].is_of("pronouns"))
        yield from map(found.sentence.left_out, whom)


_OBJECT = 7
"""Distance between a verb and the "to" of its infinitive, in words."""


def _parallel(found: Alignment, used: set[int]) -> Iterator[str]:
    """A phrase moved behind a thing that has its own: "the barn to Kern" from "the mill to Kern, the barn to Reed"."""
    theirs = found.sentence.tokens
    for at in found.moved:
        lead = preposition_before(found.statement, at)
        before = found.pairs.get(next((x for x in range(at - 1, -1, -1) if x in found.pairs), -1), -1)
        if not lead or before < found.pairs.get(at, before):
            continue
        own = next((x for x in range(before + 1, min(before + _OBJECT, len(theirs))) if theirs[x].low == lead), None)
        if own is not None and used.isdisjoint(range(own, own + 2)):
            yield found.sentence.left_out(own)


def _measured(found: Alignment, parts: Sequence[range], used: set[int]) -> Iterator[str]:
    """The modifier that says whose share is given, omitted: "youth crime fell by 6 percent", "older drivers must"."""
    tokens, row = found.sentence.tokens, found.sentence
    for part in parts:
        verb = next((at for at in part if is_verb_at(tokens, at)), part.stop)
        rules = verb < part.stop and tokens[verb].low in {"must", "should", "can", "may", "need"}
        shares = any(at in used and at in row.quantities and row.quantities[at].unit == "%" for at in part if at > verb)
        for at in range(part.start + 1, verb if shares or rules else part.start):
            lead = tokens[at - 2] if at - 1 > part.start else None
            bare = lead is None or not (lead.is_of("determiners") or lead.low in POSSESSIVES)
            if at in used and at - 1 not in used and bare and not tokens[at].gap and _says_which(row, at - 1):
                yield row.left_out(at - 1)


def _says_which(row: Row, at: int) -> bool:
    """Whether a word before a noun restricts it: "youth crime", "female workers"."""
    token = row.tokens[at]
    plain = token.is_small or token.is_preposition or at in row.quantities or token.low.endswith("ly")
    return not plain and not is_verb_at(row.tokens, at) and (may_be(token.low, "a") or may_be(token.low, "n"))
