"""Finds what a statement omits from its sentence although its meaning depends on it.

Omitting words is sound if they only add: "Macron, who took office in May, met Putin" implies that Macron met Putin. It
is unsound if they negate, limit, hedge or govern the rest, or if a word loses the one it depended on.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.phrases import broken
from factsheet.aligning.rows import preposition_before, same_preposition
from factsheet.aligning.structure import attachments
from factsheet.aligning.supposing import supposed
from factsheet.aligning.tokens import TIMES, is_verb_at
from factsheet.language.lexicon import lexicon
from factsheet.language.thesaurus import are_forms, bases, headword, may_be

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.rows import Row
    from factsheet.aligning.tokens import Token

_BREAKS = frozenset(',;:—–-()"“”«»')
_GUARDED = ("negations", "modals", "conditions", "privatives", "doubts", "degrees")
"""Groups of words that may not be omitted from a clause that the statement uses."""


def losses(found: Alignment, covered: Collection[int] = ()) -> Iterator[str]:
    """Yield a reason for each way in which a fully paired statement still means something else.

    `covered` are the sentence tokens that attribute it to somebody; they are accounted for elsewhere.
    """
    if found.statement is found.sentence:
        return
    all_parts = parts(found.sentence)
    used = set(found.pairs.values())
    live = [part for part in all_parts if not used.isdisjoint(part)]
    known = used | set(covered)
    yield from _unsaid(found, all_parts, live, known)
    yield from _outside(found, all_parts, live, used)
    yield from _soft(found)
    yield from _joined(found)
    yield from _done(found)
    yield from rewired(found)
    yield from _subjects(found, known)
    yield from broken(found, all_parts, live, covered)
    yield from supposed(found, all_parts, live, covered)
    yield from attachments(found, all_parts, covered)


def _unsaid(found: Alignment, parts: list[range], live: list[range], used: set[int]) -> Iterator[str]:
    """The words that may not be omitted from the clauses in use."""
    row = found.sentence
    governing = {id(part) for part in _governing(row, parts, live)}
    for part in parts:
        if part in live or id(part) in governing:
            yield from map(row.left_out, _lost(found, part, used))


def _lost(found: Alignment, part: range, used: set[int]) -> Iterator[int]:
    """The words that may not be omitted from a clause."""
    last = max((at for at in part if at in used), default=part[-1])
    for at in part:
        if at not in used and (_must_stay(found, at, used) or (at < last and _is_deed(found.sentence, at))):
            yield at


def is_guarded(token: Token) -> bool:
    """Whether a word negates, limits, hedges or governs what is next to it; "May" is a month."""
    if token.low == "may" and token.capital and token.start:
        return False
    return token.is_of(*_GUARDED, "exclusives")


def _follows_point(token: Token) -> bool:
    """Whether a comma, dash, bracket or quotation mark precedes a word."""
    return not _BREAKS.isdisjoint(token.gap)


def _must_stay(found: Alignment, at: int, used: set[int]) -> bool:
    """Whether a word negates, limits, hedges or governs the words that the statement keeps."""
    token = found.sentence.tokens[at]
    if at in found.sentence.bounding:
        return False
    if token.low == "then" and _is_next(found.sentence, at):
        return False
    if is_guarded(token):
        return not _is_elsewhere(found, at)
    if _is_even_if(found.sentence, at) or _is_limit(found.sentence, at):
        return True
    if token.is_of("distributives") and any(x in used and x in found.sentence.quantities for x in _near(at)):
        return True
    if _is_tested(found.sentence, at) or _is_rate(found.sentence, at, used):
        return True
    if _is_stranded(found.sentence, at, used):
        return not _is_kept_behind(found, at)
    if at and found.sentence.tokens[at - 1].low == "as":  # "won as second", "took part as the only"
        return token.is_of("quantities")
    if _is_share(found.sentence, at):
        return _next(found.sentence, at) in used
    return token.is_of("quantities") and _next(found.sentence, at) in used and at not in found.sentence.quantities


def _near(at: int) -> range:
    """The positions where the number of an "each" or an "on average" can be."""
    return range(max(0, at - _NEAR - 1), at + _NEAR)


def _is_tested(row: Row, at: int) -> bool:
    """Whether a word names what a finding was made on: "in mice", "tests on rats", "in theory"."""
    leads = at and row.tokens[at - 1].low in {"in", "on", "among", "for", "with"}
    return bool(leads) and row.tokens[at].is_of("tested_on")


def _is_stranded(row: Row, at: int, used: set[int]) -> bool:
    """Whether a preposition has no object and belongs to the verb before it: "was shot at by Kern"."""
    token, after = row.tokens[at], row.tokens[at + 1] if at + 1 < len(row.tokens) else None
    if not token.is_preposition or token.gap or at - 1 not in used or not is_verb_at(row.tokens, at - 1):
        return False
    return after is None or after.low == "by" or _follows_point(after)


def _is_kept_behind(found: Alignment, at: int) -> bool:
    """Whether the statement has a small word behind the same word as the sentence."""
    before = (one for one, there in found.pairs.items() if there == at - 1)
    tokens = found.statement.tokens
    return any(one + 1 < len(tokens) and tokens[one + 1].low == found.sentence.tokens[at].low for one in before)


def _is_rate(row: Row, at: int, used: set[int]) -> bool:
    """Whether a word is the base or the period of a rate: "two in three", "2 million a year"."""
    lead, before = row.tokens[at - 1].low if at else "", at - 2
    if before < 0 or row.tokens[at].gap:
        return False
    if at in row.quantities and lead in {"in", "of"} and before in row.quantities and before in used:
        return row.quantities[at].kind == row.quantities[before].kind == "number"
    if lead not in {"a", "an", "per"} or row.tokens[at].low not in TIMES | {"head", "person", "piece"}:
        return False
    counted = before - (before not in row.quantities)  # "2 million crowns a year"
    return counted in row.quantities and counted in used


def _is_next(row: Row, at: int) -> bool:
    """Whether "then" only means "next": "the council then left", not "the then mayor"."""
    before = row.tokens[at - 1] if at else None
    stands_free = before is None or not (before.is_of("determiners") or before.is_preposition)
    return stands_free and at + 1 < len(row.tokens) and not row.tokens[at + 1].gap and is_verb_at(row.tokens, at + 1)


def _next(row: Row, at: int) -> int:
    """The next significant token of the same clause, small words and a second quantity aside."""
    for after in range(at + 1, len(row.tokens)):
        if _follows_point(row.tokens[after]):
            break
        if not row.tokens[after].is_small and after not in row.quantities:
            return after
    return -1


def _is_share(row: Row, at: int) -> bool:
    """Whether a word ends a multiple or a fraction of what follows: "50 times the", "a third of"."""
    after = row.tokens[at + 1].low if at + 1 < len(row.tokens) else ""
    is_last = at in row.quantities and row.quantities.get(at + 1) is not row.quantities[at]
    return (is_last and after == "of") or (row.tokens[at].low == "times" and at - 1 in row.quantities)


def _outside(found: Alignment, parts: list[range], live: list[range], used: set[int]) -> Iterator[str]:
    """Words outside the clauses in use that these depend on: "respectively", "not before a vote"."""
    row = found.sentence
    yield from (row.left_out(at) for at, t in enumerate(row.tokens) if t.low == "respectively" and at not in used)
    for part, after in pairwise(parts):
        first = row.tokens[after.start]
        if after in live and len(part) == 1 and row.tokens[part.start].low in _NOT_ALWAYS and part not in live:
            yield row.left_out(part.start)
        opens = row.tokens[after.start : after.start + 2]
        narrows = opens[-1].is_of("exclusives") and opens[0].low == "but"
        if opens[0].low == "but" and row.tokens[part.stop - 1].low in _ALL_BUT and (part in live or after in live):
            yield row.left_out(after.start)  # "all but one of the mills", "everywhere but in the north"
        if part in live and after not in live and _is_alternative(row, after):
            yield row.left_out(after.start)
        if narrows and part in live and after not in live:
            yield row.left_out(after.start + 1)
        bounds = first.low in _BOUNDING and not _follows_point(first)
        if bounds and part in live and after not in live and any(row.tokens[at].is_of("negations") for at in part):
            yield row.left_out(after.start)


def _is_alternative(row: Row, part: range) -> bool:
    """Whether an omitted clause is an alternative: "or pay a fine", "when taken with food"; not "or six miles"."""
    first, after = row.tokens[part.start], row.tokens[part.start + 1 : part.start + 2]
    if first.low == "or":
        return bool(after) and not after[0].is_number
    return first.low == "when" and bool(after) and after[0].low.endswith(("ed", "en")) and may_be(after[0].low, "v")


_ALL_BUT = frozenset({"all", "everyone", "everybody", "everything", "everywhere", "nobody", "nothing", "none", "any",
                      "nowhere", "anyone", "anything", "anywhere", "every", "no"})  # fmt: skip
"""Words after which "but" introduces an exception."""
_NOT_ALWAYS = frozenset({"usually", "often", "sometimes", "generally", "mostly", "mainly", "largely", "normally",
                         "typically", "frequently", "occasionally", "ordinarily", "traditionally"})  # fmt: skip
"""Adverbs that, alone before a comma, limit what follows to most cases."""
_BOUNDING = frozenset({"before", "until", "after", "when", "because", "since", "unless", "if", "while"})
"""Words that open a clause which limits a negation: what is not done before a vote may be done after it."""


def _joined(found: Alignment) -> Iterator[str]:
    """A name of the statement that combines two: "Ben Nowell" from "Ben Youngs and Jack Nowell"."""
    mine, theirs = found.statement.tokens, found.sentence.tokens
    for at, there in found.pairs.items():
        after = found.pairs.get(at + 1)
        if after is None or not (mine[at].capital and mine[at + 1].capital) or mine[at + 1].gap:
            continue
        between = theirs[there + 1 : after + 1] if there < after else ()
        is_apart = any(_follows_point(token) or token.is_small for token in between)
        if len(between) > 1 and between[0].capital and is_apart:
            yield f"“{found.statement.word(at)} {found.statement.word(at + 1)}” is no name of the article"


def _done(found: Alignment) -> Iterator[str]:
    """Verbs that are past in the statement, and in the sentence still to come: "to improve"."""
    for at, there in found.pairs.items():
        mine, theirs = found.statement.tokens[at], found.sentence.tokens[there]
        is_past = mine.low.endswith("ed") and is_verb_at(found.statement.tokens, at)
        if not is_past or mine.low == theirs.low or theirs.low not in bases(mine.low) or not may_be(theirs.low, "v"):
            continue
        if any(token.low == "to" for token in found.sentence.tokens[:there]) and not _is_helped(found.statement, at):
            yield f"“{found.sentence.word(there)}” is not told as done"


def _is_helped(row: Row, at: int) -> bool:
    """Whether an auxiliary precedes a participle: "has improved", "is to be improved"."""
    return any(token.is_of("auxiliaries", "modals") for token in row.tokens[max(0, at - _HELP) : at])


_HELP = 3


def _is_even_if(row: Row, at: int) -> bool:
    """Whether this is the "even" of "even if", without which the clause is a condition."""
    return row.tokens[at].low == "even" and at + 1 < len(row.tokens) and row.tokens[at + 1].is_of("conditions")


def _is_limit(row: Row, at: int) -> bool:
    """Whether a word limits the cases or places: "in at least some cases"."""
    tokens = row.tokens
    if tokens[at].low not in _SOME or at + 1 >= len(tokens) or tokens[at + 1].is_small:
        return False
    before = at - 1
    while before >= 0 and tokens[before].is_of("quantities") and not tokens[before].is_preposition:
        before -= 1
    if before > 0 and tokens[before].low == "at" and tokens[before + 1].low == "least":
        before -= 1
    return before >= 0 and tokens[before].low in _WHERE


_SOME = frozenset({"some", "many", "most", "few", "several", "certain", "rare"})
_WHERE = frozenset({"in", "on", "among", "for", "under", "at"})


def _is_deed(row: Row, at: int) -> bool:
    """Whether a word is a full verb, and no attribute."""
    return is_verb_at(row.tokens, at) and not row.tokens[at].is_of("auxiliaries") and not _is_attribute(row, at)


def _soft(found: Alignment) -> Iterator[str]:
    """Pairs of words that share only a minor sense, and whose context does not confirm it."""
    for at, there in found.pairs.items():
        mine, theirs = found.statement.tokens[at], found.sentence.tokens[there]
        if mine.low == theirs.low or not is_soft(mine.low, theirs.low):
            continue
        near = [found.pairs.get(other) for other in (at - 2, at - 1, at + 1, at + 2)]
        if sum(spot is not None and abs(spot - there) <= _NEAR for spot in near) < _PINNED:
            yield f"“{found.statement.word(at)}” is not the article's word"


_NEAR, _PINNED = 3, 2
"""A pair with a minor sense is confirmed by `_PINNED` paired neighbours within `_NEAR` words."""


def _subjects(found: Alignment, used: set[int]) -> Iterator[str]:
    """Subjects that are omitted while their verb is kept, so that it gets another one."""
    tokens = found.sentence.tokens
    first = min(found.pairs.values(), default=0)
    verbs = [there for there in found.pairs.values() if is_verb_at(tokens, there)]
    if (opening := _opening_auxiliary(found)) is not None:
        first = opening
        verbs.append(opening)
    for there in verbs:
        at = there - 1
        while at >= 0 and (tokens[at].is_of("auxiliaries", "modals", "negations", "linking") or _is_adverb(tokens[at])):
            of_noun = tokens[at].low in lexicon().calendar and at > 1 and tokens[at - 1].low == "of"
            at -= 2 if of_noun else 1  # "the accord of June stood"
        implied = (there == first and at >= 0 and tokens[at].low in _HOLDERS) or _points_back(found, at, used)
        if at >= 0 and at not in used and not implied and there != found.untold and _may_be_subject(found.sentence, at):
            yield found.sentence.left_out(at)


def _points_back(found: Alignment, at: int, used: set[int]) -> bool:
    """Whether a subject is a "this" that the statement keeps too, with all words before it."""
    if at < 0 or found.sentence.tokens[at].low not in {"this", "these", "that", "those"}:
        return False
    if not at:
        return found.statement.tokens[0].low == found.sentence.tokens[0].low
    has_it = any(token.low == found.sentence.tokens[at].low for token in found.statement.tokens[1:])
    return has_it and used.issuperset(x for x in found.sentence.significant if x < at)


def _opening_auxiliary(found: Alignment) -> int | None:
    """The sentence's auxiliary for a statement that begins with one: "is not a priority"."""
    opening = next(iter(found.statement.tokens), None)
    if opening is None or not opening.is_of("auxiliaries", "modals"):
        return None
    first = min(found.pairs.values(), default=0)
    near = range(first, max(-1, first - _OPENING), -1)
    return next((at for at in near if found.sentence.tokens[at].low == opening.low), None)


_OPENING = 5
"""Distance from the first paired word within which its auxiliary is looked for, in words."""
_HOLDERS = frozenset({"i", "we", "he", "she", "they", "who"})
"""Subjects that a statement can omit where it begins with its verb: they are the speaker."""


def _may_be_subject(row: Row, at: int) -> bool:
    """Whether a word before a verb can be its subject: a pronoun, or a significant word that is no verb."""
    token = row.tokens[at]
    if token.low == "to" or _follows_point(row.tokens[at + 1]):
        return False
    return token.is_of("pronouns") or not (token.is_small or is_verb_at(row.tokens, at))


def _is_adverb(token: Token) -> bool:
    return token.low.endswith("ly") or token.low in lexicon().calendar or token.low in {"also", "now", "then", "today"}


def _is_attribute(row: Row, at: int) -> bool:
    """Whether a participle precedes its noun: "the stolen lorry"."""
    token = row.tokens[at]
    before = row.tokens[at - 1] if at else None
    after = row.tokens[at + 1] if at + 1 < len(row.tokens) else None
    return bool(
        token.low.endswith(("ed", "ing", "en"))
        and before is not None
        and (before.is_of("determiners") or before.is_preposition)
        and after is not None
        and not after.is_small
    )


def _is_elsewhere(found: Alignment, at: int) -> bool:
    """Whether the statement has the word, paired with another occurrence."""
    low = found.sentence.tokens[at].low
    return any(found.statement.tokens[mine].low == low for mine in found.pairs)


@lru_cache(maxsize=512)  # a sentence is beside many statements
def parts(row: Row) -> list[range]:
    """The clauses of a sentence: split at punctuation, before "who" and "which", and at conjunctions of clauses."""
    count = len(row.tokens)
    starts = [0, *(at for at in range(1, count) if _begins_part(row, at)), count]
    return [range(*part) for part in pairwise(starts)] if count else []


def _begins_part(row: Row, at: int) -> bool:
    token = row.tokens[at]
    if at in row.quantities and row.quantities[at] is row.quantities.get(at - 1):
        return False  # "July 27, 2016"
    if _follows_point(token) and token.gap not in {"-", "–"}:
        return True
    return token.low in {"who", "which", "where", "whose", "because", "although", "while", "whereas", "when", "after",
                         "before", "until", "unless", "if", "since", "but", "despite", "and", "or"}  # fmt: skip


def _governing(row: Row, parts: list[range], live: list[range]) -> Iterator[range]:
    """Clauses that govern a clause in use without being used themselves: no punctuation separates them."""
    for before, part in pairwise(parts):
        first = row.tokens[part.start]
        if part in live and before not in live:
            is_whether = not _follows_point(first) and first.low in {"if", "unless", "whether"}
            opening = row.tokens[max(0, before.start - 1) : before.start + 1]
            if is_whether or any(token.low in {"if", "unless"} for token in opening):
                yield before
        elif part not in live and before in live and first.is_of("conditions"):
            yield part


def rewired(found: Alignment, *, label: bool = False) -> Iterator[str]:
    """Words that depend on another preposition than in the sentence, or on none where they did.

    In a label, which has no word order of its own, only another preposition counts.
    """
    for at, there in found.pairs.items():
        mine = preposition_before(found.statement, at)
        theirs = preposition_before(found.sentence, there)
        if at in found.moved or _hang_alike(found, mine, theirs) or _is_within(found, at, there):
            continue
        if label and not (mine and theirs):
            continue
        yield f"“{found.statement.word(at)}” belongs to something else"


def _hang_alike(found: Alignment, mine: str, theirs: str) -> bool:
    """Whether two prepositions mean the same, or one is the "by" of a passive that was made active."""
    if found.turned and "by" in {mine, theirs}:
        return True
    return mine == theirs or bool(mine and theirs and same_preposition(mine, theirs))


def _is_within(found: Alignment, at: int, there: int) -> bool:
    """Whether the words before both are paired too, so that both are inside one phrase."""
    before = found.pairs.get(at - 1)
    return before is not None and before == there - 1


def is_soft(mine: str, theirs: str) -> bool:
    """Whether two words share only a minor sense."""
    forms = bases(theirs)
    if are_forms(mine, theirs) or any(not headword(base).same.isdisjoint(forms) for base in bases(mine)):
        return False
    lines = [headword(base) for base in bases(mine)]
    return any(not (line.synonyms | line.narrower).isdisjoint(forms) for line in lines)
