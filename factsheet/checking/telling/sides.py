"""Who did it to whom, who it was at all, and which number belongs to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.alignment import passives
from factsheet.aligning.tokens import group, is_verb_at
from factsheet.checking.telling.beside import VERY_CLOSE
from factsheet.language.lexicon import lexicon
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import bases, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.aligning import Alignment, Row
    from factsheet.aligning.alignment import Passive
    from factsheet.checking.telling.beside import Found, Telling


def swapped(telling: Telling) -> Iterator[Found]:
    """Two names on the two sides of a verb that have changed places."""
    found = telling.found
    statement, sentence = found.statement.tokens, found.sentence.tokens
    if found.turned:
        return
    left = found.missing
    there = {sentence[at].key for at in found.sentence.significant} - {"s"}
    if len(left) > 1 and all(statement[at].capital and statement[at].key in there for at in left):
        yield "sides-changed", "names of the evidence have changed places"
        return
    if (
        not passives(found.statement)
        and not passives(found.sentence)
        and any(_crosses(found, *pair) for pair in _same_verbs(found))
    ):
        yield "sides-changed", _ROUND


_ROUND = "the statement has who did it and who it was done to the other way round"


def _same_verbs(found: Alignment) -> Iterator[tuple[int, int]]:
    """The verbs that both have, but those for what two do to each other."""
    for at, token in enumerate(found.statement.tokens):
        if (
            token.is_small
            or not is_verb_at(found.statement.tokens, at)
            or not bases(token.low).isdisjoint(group("mutual"))
        ):
            continue
        for there in {spot for base in bases(token.low) for spot in found.sentence.by_base.get(base, ())}:
            if is_verb_at(found.sentence.tokens, there):
                yield at, there


def _crosses(found: Alignment, at: int, there: int) -> bool:
    """Whether the subject of a verb is its object in the sentence, and its object the subject."""
    before, after = _around(found.statement, at)
    before_there, after_there = _around(found.sentence, there)
    return bool(before & after_there and after & before_there) and not before & before_there


def _around(one: Row, at: int) -> tuple[set[str], set[str]]:
    """The keys of the words with a meaning in the subject and in the object of a verb."""
    start, end = at, at + 1
    while start and not _parts(one, start):
        start -= 1
    while (
        end < len(one.tokens)
        and not _parts(one, end)
        and not (one.tokens[end].is_preposition and one.tokens[end].low != "of")
    ):
        end += 1
    return _keys(one, range(start, at)), _keys(one, range(at + 1, end))


def _parts(one: Row, at: int) -> bool:
    token = one.tokens[at]
    return (
        any(char in ",;:()—" for char in token.gap)
        or token.is_of("relatives", "subordinators")
        or token.low in {"and", "but", "or"}
    )


def _keys(one: Row, part: range) -> set[str]:
    calendar = lexicon().calendar
    return {
        one.tokens[at].key
        for at in part
        if not one.tokens[at].is_small and at not in one.quantities and one.tokens[at].low not in calendar
    }


def reversed_(telling: Telling) -> Iterator[Found]:
    """A doer that the other side has as the one it was done to: "was asked by guards" for "asked guards"."""
    found = telling.found
    back = {there: at for at, there in found.pairs.items()}
    mine, theirs = passives(found.statement), passives(found.sentence)
    forth = {at: there for at, there in found.pairs.items() if at not in found.moved}
    if found.turned or (mine and theirs):
        return
    if any(_is_done_to(found.sentence, forth, one) for one in mine) or any(
        _is_done_to(found.statement, back, one) for one in theirs
    ):
        yield "sides-changed", _ROUND
    for one in theirs if not mine else ():
        doer = next((back[at] for at in one.doer if at in back), None)
        if doer is not None and doer and _is_aim(found.statement, doer):
            yield "sides-changed", _ROUND


def _is_done_to(other: Row, pairs: Mapping[int, int], one: Passive) -> bool:
    """Whether the doer of a passive stands right after the same verb on the other side."""
    verb = next((at for at in reversed(one.verb) if at in pairs and not other.tokens[pairs[at]].is_small), None)
    spots = [pairs[at] for at in one.doer if at in pairs]
    if verb is None or not spots:
        return False
    there = pairs[verb]
    between = range(there + 1, min(spots))
    return there < min(spots) <= there + 4 and not any(other.tokens[at].is_preposition for at in between)


def _is_aim(one: Row, at: int) -> bool:
    """Whether a verb is done to a word: it hangs on "to" or "against" after another subject."""
    before = [token.low for token in one.tokens[max(0, at - 3) : at]]
    subject = any(not token.is_small for token in one.tokens[: max(0, at - 3)])
    while before and before[-1] in group("determiners"):
        before.pop()
    return subject and bool(before) and before[-1] in {"to", "against"}


def another(telling: Telling) -> Iterator[Found]:
    """Another name of the article that shares a word with that of the evidence: "Sorland Herald" for its government."""
    found = telling.found
    mine, theirs = found.statement.tokens, found.sentence.tokens
    for at in found.missing:
        beside = found.pairs.get(at - 1)
        if not mine[at].capital or beside is None or not mine[at - 1].capital or beside + 1 >= len(theirs):
            continue
        other = theirs[beside + 1]
        if beside + 1 in telling.used or other.gap or other.is_small or not (other.capital or may_be(other.low, "n")):
            continue
        elsewhere = telling.subject.text.find([mine[at - 1].key, mine[at].key])
        if mine[at].key not in telling.lows and (elsewhere or not telling.is_known(mine[at])):
            shown = found.statement.text[mine[at - 1].start : mine[at].end]
            yield (
                "name-changed",
                f"the statement says “{shown}” where its evidence has “{theirs[beside].low} {other.low}”",
            )


def subject_of_another(telling: Telling) -> Iterator[Found]:
    """A name as the subject that the sentence does not have, where it has a name or a pronoun of somebody else."""
    found = telling.found
    tokens, theirs = found.statement.tokens, found.sentence.tokens
    first = [at for at in range(min(found.pairs, default=0)) if not tokens[at].is_small]
    keys = [tokens[at].key for at in first]
    if (
        not first
        or first[-1] - first[0] >= _LONG
        or not all(tokens[at].capital for at in first)
        or not _is_verbal(found, first[-1])
    ):
        return
    if set(keys) & {one.key for one in theirs} or not telling.subject.text.find(keys):
        return
    for name in _subjects(found):
        full = [theirs[at].key for at in name]
        if not any({keys[-1], full[-1]} <= {*one} for names in telling.subject.meant.values() for one in names):
            shown = found.sentence.text[theirs[name[0]].start : theirs[name[-1]].end]
            yield (
                "name-changed",
                f"the statement is about “{' '.join(found.statement.text[tokens[at].start : tokens[at].end] for at in first)}”, its evidence about “{shown}”",
            )
            return


_LONG = 4
"""Words of a name."""


def _is_verbal(found: Alignment, at: int) -> bool:
    """Whether a verb follows a name."""
    tokens = found.statement.tokens
    return at + 1 < len(tokens) and (is_verb_at(tokens, at + 1) or tokens[at + 1].is_of("auxiliaries", "modals"))


def _subjects(found: Alignment) -> Iterator[list[int]]:
    """Names of the sentence that the statement leaves out and that its verb may belong to."""
    tokens = found.sentence.tokens
    used = set(found.pairs.values())
    first = min(used, default=0)
    pronoun = any(tokens[at].low in {"he", "she"} for at in range(max(0, first - 4), first))
    for run in _capitals(found.sentence, used):
        before = tokens[run[0] - 1] if run[0] else None
        if before is not None and before.is_preposition:
            continue
        after = run[-1] + 1
        verbal = after < len(tokens) and (is_verb_at(tokens, after) or tokens[after].is_of("auxiliaries", "modals"))
        if (pronoun and verbal and run[-1] < first) or (
            len(run) > 1 and after < len(tokens) and tokens[after].low in {"when", "who", "while", "as"}
        ):
            yield run


def _capitals(one: Row, used: set[int]) -> Iterator[list[int]]:
    """Runs of capitals that nothing on the other side takes."""
    run: list[int] = []
    for at, token in enumerate(one.tokens):
        name = (
            token.capital
            and at not in used
            and not token.is_of("pronouns")
            and not token.is_small
            and token.low not in lexicon().calendar
        )
        if run and (not name or token.gap):
            yield run
            run = []
        if name:
            run.append(at)
    if run:
        yield run


def genders(telling: Telling) -> Iterator[Found]:
    """A woman where the evidence has men only, or a man where it has women only."""
    lows = {token.low for token in telling.found.statement.tokens}
    for one, other in (("female", "male"), ("male", "female")):
        said, there = lows & group(one), telling.lows & group(other)
        pronouns = {"female": {"she", "her", "hers"}, "male": {"he", "him", "his"}}[one]
        if said and there and not lows & there and not telling.lows & (group(one) | pronouns):
            yield "statement-reworded", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def numbers_swapped(telling: Telling) -> Iterator[Found]:
    """Two numbers of the sentence that the statement gives to each other's things."""
    found = telling.found
    mine = _counted(found.statement, set(found.pairs))
    for one, (number, thing) in enumerate(mine):
        for other_number, other_thing in mine[one + 1 :]:
            spot, other_spot = _spot(found, number), _spot(found, other_number)
            if spot is None or other_spot is None:
                continue
            if agree(found.statement.quantities[number], found.statement.quantities[other_number]):
                continue
            first, second = found.pairs[thing], found.pairs[other_thing]
            if first != second and _nearer(first, other_spot, spot) and _nearer(second, spot, other_spot):
                said = found.statement.tokens
                yield "numbers-swapped", f"“{said[number].low}” and “{said[other_number].low}” have changed places"
                return


def _counted(one: Row, used: set[int]) -> list[tuple[int, int]]:
    """Each number with the word beside it that the other side has: the one after it, else the one before."""
    out = []
    for at in sorted(
        {min(x for x, q in one.quantities.items() if q is quantity) for quantity in one.quantities.values()}
    ):
        near = [
            x for x in (*range(at + 1, at + 5), *range(at - 1, at - 4, -1)) if x in used and x not in one.quantities
        ]
        if near:
            out.append((at, near[0]))
    return out


def _spot(found: Alignment, number: int) -> int | None:
    """Where the sentence has a number of the statement."""
    mine = found.statement.quantities[number]
    return next((at for at, one in found.sentence.quantities.items() if agree(mine, one)), None)


def _nearer(at: int, one: int, other: int) -> bool:
    """Whether a word stands nearer to one number than to the other, those after a number counting as its own."""
    return abs(at - one) + (at < one) < abs(at - other) + (at < other)
