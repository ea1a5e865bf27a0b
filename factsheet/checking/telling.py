"""Telling: what a statement says beyond or against the sentence that it tells in nearly the same words.

Where nearly all its words are accounted for, the rest stands out: a word put in the place of another, a detail added, a
"not" or a doubt left out, a scope widened, a cause or an order in time that is not there, two names changed round. In
looser tellings nothing is said here: those are for the prover, which calls them open.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning import Alignment, Row, align, row, slots
from factsheet.aligning.tokens import is_verb_at
from factsheet.language.lexicon import lexicon, stem
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import are_forms, are_kin, are_of_one_class, are_opposites, bases, is_mostly, may_be
from factsheet.proving.speakers import is_speaker
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.aligning import Slot
    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Claim, Subject

CLOSE = 0.5
"""The share of a statement's words that must be accounted for before the others stand out."""
_VERY_CLOSE = 0.8
"""The share from which on a statement repeats its sentence, so that a word in another's place is a change."""
_LEAST = 2
"""Words accounted for below which nothing is said."""


class Telling(NamedTuple):
    """A statement beside the sentence that it tells."""

    claim: Claim
    found: Alignment
    share: float
    start: int
    """Where the sentence starts in the article."""


def tellings(subject: Subject) -> Iterator[Telling]:
    """Each statement beside the sentence of its evidence that accounts for most of it, where it is close."""
    for claim in subject.claims:
        text = subject.article.text
        tried = [
            (align(row(claim.text.string), row(text[slice(*sentence.span)])), sentence.span[0])
            for sentence in claim.context
        ]
        if not tried:
            continue
        found, start = max(tried, key=lambda one: len(one[0].pairs) - len(one[0].missing))
        share = len(found.pairs) / max(1, len(found.pairs) + len(found.missing))
        if len(found.statement.significant) >= _LEAST:
            yield Telling(claim, found, share, start)


def told(subject: Subject) -> Iterator[Finding]:
    """Statements that say something else than the sentence that they tell."""
    for telling in tellings(subject):
        seen = False
        for code, message in _against(subject, telling):
            if not seen:
                yield Finding(code, "warning", telling.claim.pointer, message)
            seen = True


def _against(subject: Subject, telling: Telling) -> Iterator[tuple[str, str]]:
    found = telling.found
    if not found.pairs and len(found.statement.significant) > _LEAST:
        yield "evidence-of-another", "the evidence has none of the words of this statement"
        return
    if telling.claim.is_sentence:
        yield from _done(telling)
        yield from _doubted(telling)
    if telling.share < CLOSE or len(found.pairs) < _LEAST:
        yield from _linked_otherwise(found)
        return
    if telling.claim.is_sentence:
        yield from _swapped(found)
    yield from _linked_otherwise(found)
    yield from _numbers_swapped(found)
    yield from _directed(subject, telling)
    for slot in slots(found):
        mine = [found.statement.tokens[at] for at in slot.mine]
        theirs = [found.sentence.tokens[at] for at in slot.theirs]
        if telling.share >= _VERY_CLOSE:
            yield from _replaced(slot, mine, theirs)
        yield from _scoped(mine, theirs)
        yield from _linked(found, slot, mine, theirs)
        yield from _added(subject, telling, slot, mine, theirs)
    if telling.claim.is_sentence or any(is_verb_at(found.statement.tokens, at) for at in range(len(found.statement.tokens))):
        yield from _turned(telling)
        yield from _unsure(subject, telling)


def _replaced(slot: Slot, mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """A word in the place of its opposite, or of another of its class."""
    for one in mine:
        for other in theirs:
            if one.low in _MANY and other.low in _MANY and one.low != other.low:
                yield "number-changed", f"the statement says “{one.low}” where its evidence has “{other.low}”"
            if one.capital != other.capital or one.is_number or other.is_number or are_kin(one.low, other.low):
                continue
            if are_forms(one.low, other.low) or not bases(one.low).isdisjoint(_SAYING):
                continue
            alone = slot.tight and len(mine) == len(theirs) == 1 and _are_verbs(one.low, other.low)
            if _opposite(one.low, other.low) or (slot.tight and _of_one_class(one.low, other.low)) or alone:
                yield "statement-reworded", f"the statement says “{one.low}” where its evidence has “{other.low}”"


def _are_verbs(one: str, other: str) -> bool:
    """Whether both can only be verbs here: participles and past forms, or words that are verbs more often than not."""
    return all(is_mostly(word, "v") or (word.endswith("ed") and may_be(word, "v")) for word in (one, other))


_MANY = frozenset({"tens", "dozens", "scores", "hundreds", "thousands", "millions", "billions"})
_SAYING = frozenset(["say", "tell", "speak", "talk", "suggest", "state", "write", "ask", "add", "note", "warn", "call", "announce", "want"])
"""Verbs that one may stand for another where somebody says something."""


def _opposite(one: str, other: str) -> bool:
    lines, others = lexicon().opposites.get(stem(one), ()), lexicon().opposites.get(stem(other), ())
    across = any(line == line_there and side != side_there for line, side in lines for line_there, side_there in others)
    return across or are_opposites(one, other)


def _of_one_class(one: str, other: str) -> bool:
    return may_be(one, "n") and may_be(other, "n") and are_of_one_class(one, other)


_WIDE = frozenset({"all", "every", "always", "never", "none", "only", "both", "everyone", "everything", "entire", "whole",
                   "overall", "completely", "entirely", "fully", "any", "most"})  # fmt: skip
_NARROW = frozenset({"some", "most", "many", "several", "few", "often", "sometimes", "usually", "part", "partly", "half",
                     "mostly", "mainly", "largely", "occasionally", "rarely"})  # fmt: skip


def _scoped(mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """A scope that the sentence does not have: "all" for "most", "always" for "often", "overall" for "in her group"."""
    wide = next((one for one in mine if one.low in _WIDE), None)
    if wide is not None and not any(other.low == wide.low for other in theirs):
        narrow = next((other.low for other in theirs if other.low in _NARROW), None)
        where = f" where its evidence has “{narrow}”" if narrow else "; its evidence does not"
        yield "scope-changed", f"the statement says “{wide.low}”{where}"


_CAUSES = frozenset({"because", "therefore", "thus", "hence", "consequently", "causing", "caused", "prompting", "forcing",
                     "forced"})  # fmt: skip
_TURNS = ({"before", "after"}, {"before", "since"}, {"until", "after"})


def _linked(found: Alignment, slot: Slot, mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """A cause that the sentence does not give, or another order in time."""
    lows = {token.low for token in theirs}
    for one in mine:
        if one.low in _CAUSES and not any(token.low in _CAUSES | {"due", "as", "since", "over", "so", "owing", "for"} for token in found.sentence.tokens):
            yield "cause-added", f"the statement says “{one.low}”; its evidence gives no cause"
        for pair in _TURNS:
            if one.low in pair and lows & (pair - {one.low}):
                yield "order-changed", f"the statement says “{one.low}” where its evidence has “{(lows & pair).pop()}”"


def _added(
    subject: Subject, telling: Telling, slot: Slot, mine: Sequence[Token], theirs: Sequence[Token]
) -> Iterator[tuple[str, str]]:
    """A detail that neither the sentence nor the rest of the article has, in a statement that repeats it otherwise."""
    if not slot.tight or theirs:
        return
    for one in mine:
        if one.capital or one.is_number or one.is_of("pronouns", "quantities", "modals", "negations", "subordinators"):
            continue
        if telling.share < _VERY_CLOSE and not (may_be(one.low, "n") or may_be(one.low, "v")):
            continue
        if not _is_known(subject, one):
            yield "detail-added", f"the article does not have “{one.low}”"


def _is_known(subject: Subject, one: Token) -> bool:
    """Whether the article has the word, a form of it or one of its kin."""
    keys = subject.text.places
    return one.key in keys or any(are_kin(one.low, key) or not bases(one.low).isdisjoint(bases(key)) for key in keys)


def _turned(telling: Telling) -> Iterator[tuple[str, str]]:
    """A "not" that only one of the two has: as many on both sides, or two on one, say the same."""
    found = telling.found
    mine = _negative(found.statement, set(found.pairs))
    theirs = _negative(found.sentence, set(found.pairs.values()))
    theirs = [at for at in theirs if _touches(found.sentence, at, set(found.pairs.values()))]
    touched = [at for at in mine if _touches(found.statement, at, set(found.pairs))]
    if len(mine) % 2 == len(theirs) % 2 or telling.claim.is_disputed:
        return
    if theirs and not mine:
        message = f"the evidence says “{_around(found.sentence, theirs[0])}”; the statement leaves that out"
        yield "negation-dropped", message
    elif touched and not theirs:
        message = f"the statement says “{_around(found.statement, touched[0])}”; its evidence does not deny that"
        yield "negation-added", message


def _negative(one: Row, used: set[int]) -> list[int]:
    """The words that turn what follows and that nothing on the other side accounts for."""
    return [at for at, token in enumerate(one.tokens) if at not in used and _turns(one, at)]


def _turns(one: Row, at: int) -> bool:
    token = one.tokens[at]
    after = [other.low for other in one.tokens[at + 1 : at + 4]]
    if token.is_of("negations"):
        return token.low not in {"few", "little"} and not (token.low == "not" and after[:1] in (["only"], ["just"]))
    if token.low in {"keep", "keeps", "kept", "stop", "stops", "stopped", "prevent", "prevents", "prevented"}:
        return "from" in after
    if token.low in {"stopped", "stops", "fell", "falls"} and "short" in after[:1]:
        return True
    if token.low in _FAILING:
        return "to" in after[:1] or token.low not in _NEEDS_TO
    return bool(token.low[:2] in {"un", "in", "im"} and token.low[2:] in _able())


_NEEDS_TO = frozenset({"failed", "fails", "fail", "declined", "declines", "decline", "refuses", "refused", "refuse"})
_FAILING = _NEEDS_TO | frozenset(
    ["denied", "denies", "deny", "unable", "despite", "although", "without", "exempt", "oppose", "opposes", "opposed", "opposing", "resistance", "reject", "rejects", "rejected", "short", "ruled", "lacks", "lacked", "nobody"]
)


@cache
def _able() -> frozenset[str]:
    """Adjectives that a negative prefix turns into their opposites."""
    return frozenset({"thinkable", "likely", "able", "willing", "possible", "true", "fair", "safe", "certain", "clear"})


def _touches(one: Row, at: int, used: set[int]) -> bool:
    """Whether what a word turns is accounted for on the other side: one of the two words with a meaning after it."""
    after = [
        other
        for other in range(at + 1, min(at + 6, len(one.tokens)))
        if not one.tokens[other].is_small and not one.tokens[other].low.endswith("ly") and one.tokens[other].low != "yet"
    ]
    return after[0] in used if after else at - 1 in used


def _unsure(subject: Subject, telling: Telling) -> Iterator[tuple[str, str]]:
    """A doubt, a hope or a plan that the statement leaves out, of something that it says."""
    claim, found = telling.claim, telling.found
    if claim.is_disputed or any(_is_doubting(token) for token in found.statement.tokens):
        return
    used = set(found.pairs.values())
    verb = str(claim.entry.value.get("verb") or "")
    for at, token in enumerate(found.sentence.tokens):
        if at in used or token.low in verb or token.low in {"without"} or _of_holder(subject, telling, token):
            continue
        if _doubts(found.sentence, at, used):
            message = f"the evidence says “{_around(found.sentence, at)}”; the statement says it for sure"
            yield "hedge-dropped", message


_TOLD = 0.3
"""The share from which on a statement is about what its sentence is about."""


def _done(telling: Telling) -> Iterator[tuple[str, str]]:
    """Something told as done that the sentence has as yet to come."""
    found = telling.found
    mine, theirs = found.statement.tokens, found.sentence.tokens
    ahead = next((at for at, token in enumerate(theirs) if token.low in {"will", "shall"}), None)
    if ahead is None or telling.share < _TOLD or any(token.low in {"has", "have", "had"} for token in theirs):
        return
    perfect = (at for at, token in enumerate(mine) if token.low in {"has", "have", "had"})
    done = next((at for at in perfect if _is_participle(mine, at + 1)), None)
    if done is not None and not any(token.is_of("modals") for token in mine):
        told, there = _around(found.statement, done), _around(found.sentence, ahead)
        yield "tense-changed", f"the statement says “{told}” where its evidence has “{there}”"


def _doubted(telling: Telling) -> Iterator[tuple[str, str]]:
    """Something said for sure that somebody only expects, forecasts or estimates."""
    found, claim = telling.found, telling.claim
    if telling.share < _TOLD or claim.is_disputed or any(map(_is_doubting, found.statement.tokens)):
        return
    used = set(found.pairs.values())
    for at, token in enumerate(found.sentence.tokens):
        after = [x for x in range(at + 1, min(at + 5, len(found.sentence.tokens))) if not found.sentence.tokens[x].is_small]
        if token.low in _EXPECTS and at not in used and any(x in used for x in after[:2]):
            message = f"the evidence says “{_around(found.sentence, at)}”; the statement says it for sure"
            yield "hedge-dropped", message


_EXPECTS = frozenset(["expects", "expect", "forecasts", "predicts", "predicted", "projects", "estimates", "anticipates"])


def _directed(subject: Subject, telling: Telling) -> Iterator[tuple[str, str]]:
    """A rise that all of the evidence has as a fall, or the other way round."""
    mine = {token.low for token in telling.found.statement.tokens}
    theirs = {key for one in telling.claim.context for key in subject.text.own[one.first : one.last]}
    for one, other in ((_UP, _DOWN), (_DOWN, _UP)):
        if mine & one and not mine & other and theirs & other and not theirs & one:
            said, there = min(mine & one), min(theirs & other)
            yield "statement-reworded", f"the statement says “{said}” where its evidence has “{there}”"


_UP = frozenset(["up", "rise", "rises", "rose", "risen", "rising", "increase", "increases", "increased", "increasing", "grew", "grown", "climbed", "higher"])
_DOWN = frozenset(["down", "fall", "falls", "fell", "fallen", "falling", "decrease", "decreases", "decreased", "drop", "dropped", "declined", "lower"])


class _Link(NamedTuple):
    """A word that joins two events: where it stands, and whether what it ends with came first."""

    at: int
    back: bool


def _linked_otherwise(found: Alignment) -> Iterator[tuple[str, str]]:
    """Cause and effect, or before and after, that have changed places."""
    for words, code, what in (
        (_CAUSE_LINKS, "cause-changed", "cause and effect"),
        (_TIME_LINKS, "order-changed", "before and after"),
    ):
        mine, theirs = _link(found.statement, words), _link(found.sentence, words)
        if mine is None or theirs is None:
            continue
        first, second = _events(found.statement, mine)
        first_there, second_there = _events(found.sentence, theirs)
        straight = min(_shared(first, first_there), _shared(second, second_there))
        crossed = min(_shared(first, second_there), _shared(second, first_there))
        if crossed > straight and crossed >= 1:
            yield code, f"{what} have changed places"


_CAUSE_LINKS = {"because": True, "due": True, "causing": False, "caused": False, "prompting": False, "forcing": False,
                "leading": False, "made": False, "makes": False, "so": False, "therefore": False}  # fmt: skip
"""Words between a cause and its effect; True where the cause comes after the word."""
_TIME_LINKS = {"after": True, "before": False, "since": True}
"""Words between two events; True where what came first stands after the word."""


def _link(one: Row, words: Mapping[str, bool]) -> _Link | None:
    spots = [at for at, token in enumerate(one.tokens) if token.low in words]
    return _Link(spots[0], words[one.tokens[spots[0]].low]) if len(spots) == 1 else None


def _events(one: Row, link: _Link) -> tuple[set[str], set[str]]:
    """The base forms of the words of what came first, and of what followed."""
    if link.at == 0:
        end = next((at for at in range(1, len(one.tokens)) if "," in one.tokens[at].gap), len(one.tokens))
        before, after = _bases(one, end, len(one.tokens)), _bases(one, 1, end)
    else:
        before, after = _bases(one, 0, link.at), _bases(one, link.at + 1, len(one.tokens))
    return (after, before) if link.back else (before, after)


def _bases(one: Row, start: int, end: int) -> set[str]:
    return {base for token in one.tokens[start:end] if not token.is_small for base in bases(token.low)}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other))) * 2


def _is_participle(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].low.endswith(("ed", "en", "wn")) or tokens[at].low in {"been", "begun", "gone", "made"})


def _is_doubting(token: Token) -> bool:
    if token.capital:
        return False
    hedged = token.is_of("doubts") or token.low in _VERBS | _FEARS | _EXPECTS | _ADVERBS | _ADJECTIVES
    return hedged or (token.is_of("modals") and token.low not in {"will", "shall"})


def _of_holder(subject: Subject, telling: Telling, token: Token) -> bool:
    """Whether the word is the one with which the article gives the statement to whom the entry gives it."""
    holder = telling.claim.said_by
    start = telling.start + token.start
    return holder is not None and any(
        frame.cue is not None and frame.cue[0] <= start < frame.cue[1] and is_speaker(subject, holder, frame)
        for frame in subject.statements(telling.start, telling.start + len(telling.found.sentence.text))
    )


def _doubts(one: Row, at: int, used: set[int]) -> bool:
    """Whether a word makes something that is told uncertain: what it stands before is accounted for."""
    token = one.tokens[at]
    after = [other for other in range(at + 1, min(at + 9, len(one.tokens))) if not one.tokens[other].is_small]
    lows = [other.low for other in one.tokens[at + 1 : at + 3]]
    if token.low in _ADVERBS or token.low in _ADJECTIVES:
        return bool(after) and after[0] in used
    if token.low in _VERBS:
        return ("to" in lows[:1] or "that" in lows[:1]) and any(other in used for other in after[:2])
    return token.low in _FEARS and any(other in used for other in after[:3])


_ADVERBS = frozenset(["allegedly", "reportedly", "possibly", "probably", "perhaps", "apparently", "supposedly", "purportedly", "maybe"])
_ADJECTIVES = frozenset(["alleged", "suspected", "purported", "supposed", "possible", "potential", "attempted", "planned", "proposed"])
_VERBS = frozenset(
    ["plans", "plan", "planned", "hopes", "hope", "hoped", "wants", "want", "wanted", "intends", "intend", "intended", "seeks", "sought", "tries", "tried", "aims", "aimed", "expects", "expected", "threatens", "threatened", "considers", "considering", "thought", "believed", "claimed", "claims", "alleged", "seems", "seemed", "appears", "appeared", "likely", "feared", "fears", "reported", "said", "suggests", "suggested"]
)
_FEARS = frozenset({"concerned", "afraid", "fear", "fears", "worried", "suspects", "suspect", "believe", "believes"})


def _around(one: Row, at: int) -> str:
    last = min(at + 2, len(one.tokens) - 1)
    return one.text[one.tokens[at].start : one.tokens[last].end]


def _swapped(found: Alignment) -> Iterator[tuple[str, str]]:
    """Two names on the two sides of a verb that have changed places."""
    statement, sentence = found.statement.tokens, found.sentence.tokens
    if found.turned:
        return
    if len(found.statement.orders) > 1 and len(found.sentence.orders) == 1 and not found.missing:
        yield "sides-changed", "the statement tells in the passive, with doer and done-to as they stand in the evidence"
        return
    left = found.missing
    there = {found.sentence.tokens[at].key for at in found.sentence.significant} - {"s"}
    if len(left) > 1 and all(statement[at].capital and statement[at].key in there for at in left):
        yield "sides-changed", "names of the evidence have changed places"
        return
    mine = _names_around(statement)
    theirs = _names_around(sentence)
    if mine is None or theirs is None:
        return
    verb, before, after = mine
    verb_there, before_there, after_there = theirs
    if not bases(verb.low).isdisjoint(bases(verb_there.low)) and before & after_there and after & before_there:
        if not (before & before_there or after & after_there):
            yield "sides-changed", "the statement has who did it and who it was done to the other way round"


def _numbers_swapped(found: Alignment) -> Iterator[tuple[str, str]]:
    """Two numbers of the sentence that the statement gives to each other's things."""
    mine = _counted(found.statement, set(found.pairs))
    for one, (number, thing) in enumerate(mine):
        for other_number, other_thing in mine[one + 1 :]:
            spots = [_spot(found, number), _spot(found, other_number)]
            if None in spots or agree(found.statement.quantities[number], found.statement.quantities[other_number]):
                continue
            first, second = (found.pairs[thing], found.pairs[other_thing])
            if first != second and _nearer(first, spots[1], spots[0]) and _nearer(second, spots[0], spots[1]):
                said = found.statement.tokens
                yield "numbers-swapped", f"“{said[number].low}” and “{said[other_number].low}” have changed places"
                return


def _counted(one: Row, used: set[int]) -> list[tuple[int, int]]:
    """Each number with the word beside it that the other side has: the one after it, else the one before."""
    out = []
    for at in sorted({min(x for x, q in one.quantities.items() if q is quantity) for quantity in one.quantities.values()}):
        near = [x for x in (*range(at + 1, at + 5), *range(at - 1, at - 4, -1)) if x in used and x not in one.quantities]
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


def _names_around(tokens: Sequence[Token]) -> tuple[Token, frozenset[str], frozenset[str]] | None:
    """The first verb with names on both sides, and their keys."""
    for at, token in enumerate(tokens):
        if is_verb_at(tokens, at) and not token.is_of("auxiliaries", "modals"):
            before = frozenset(one.key for one in tokens[:at] if one.capital and not one.is_small)
            after = frozenset(one.key for one in tokens[at + 1 :] if one.capital and not one.is_small)
            if before and after:
                return token, before, after
    return None
