"""Finds causes and sequences that the evidence does not give, or reverses."""

from __future__ import annotations

from functools import cache
from itertools import chain, pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import TIMES, group, is_verb_at
from factsheet.checking.telling.beside import content
from factsheet.language.thesaurus import bases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.aligning import Row, Slot
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling

_TURNS = ({"before", "after"}, {"before", "since"}, {"until", "after"})


def linked(telling: Telling, slot: Slot) -> Iterator[Found]:
    """Another sequence in time in the same words."""
    lows = {telling.found.sentence.tokens[at].low for at in slot.theirs}
    for at in slot.mine:
        low = telling.found.statement.tokens[at].low
        for pair in _TURNS:
            if low in pair and lows & (pair - {low}):
                yield "order-changed", f"the statement says “{low}” where its evidence has “{(lows & pair).pop()}”"


def added_cause(telling: Telling) -> Iterator[Found]:
    """A cause where the evidence has none, or that, or whose effect, it does not mention."""
    tokens = telling.found.statement.tokens
    for at, token in enumerate(tokens):
        length = _cause_at(tokens, at)
        if not (length or token.low == "since") or at in telling.found.pairs or not telling.found.pairs:
            continue
        if length and not telling.lows & (group("cause_words") - (_OTHERWISE_TOO & telling.found.statement.lows)):
            yield "cause-added", f"the statement says “{token.low}”; its evidence gives no cause"
        if _is_new(telling, at + max(1, length)):
            yield "cause-added", f"the evidence has nothing of what stands after “{token.low}”"


def _is_new(telling: Telling, start: int) -> bool:
    """Whether the evidence has hardly any of the words from here on."""
    tokens = telling.found.statement.tokens
    after = content(telling.found.statement, start, len(tokens))
    return len(after) > 1 and sum(telling.has_word(tokens[at]) for at in after) <= len(after) * _LITTLE


_LITTLE = 0.34
"""The largest share of a cause's, or effect's, words that counts as no mention of it."""


def _cause_at(tokens: Sequence[Token], at: int) -> int:
    """The number of words from here that express a cause; 0 for none."""
    if tokens[at].low not in _first_words():
        return 0
    words = [token.low for token in tokens[at : at + 3]]
    if words[:1] == ["led"] and words[2:] == ["to"] and at + 3 < len(tokens) and is_verb_at(tokens, at + 3):
        return 3  # "led it to cut jobs"
    if words[:2] == ["due", "to"] and at + 2 < len(tokens) and is_verb_at(tokens, at + 2):
        return 0  # "due to last two days"
    return next((length for length in (1, 2, 3) if " ".join(words[:length]) in group("strong_causes")), 0)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in group("strong_causes")) | {"led"}


class _Link(NamedTuple):
    """A word that links two events: its position, and whether the later-named one came first."""

    at: int
    back: bool


def linked_otherwise(telling: Telling) -> Iterator[Found]:
    """A swapped cause and effect, or before and after."""
    for words, code, what in (
        (_CAUSE_LINKS, "cause-changed", "cause and effect"),
        (_TIME_LINKS, "order-changed", "before and after"),
    ):
        mine, theirs = _link(telling.found.statement, words), _link(telling.found.sentence, words)
        if mine is None or theirs is None:
            continue
        if _is_span(telling.found.statement, mine) or _is_span(telling.found.sentence, theirs):
            continue
        first, second = _events(telling.found.statement, mine)
        first_there, second_there = _events(telling.found.sentence, theirs)
        straight = min(_shared(first, first_there), _shared(second, second_there))
        crossed = min(_shared(first, second_there), _shared(second, first_there))
        if crossed > straight and crossed >= 1:
            yield code, f"{what} have changed places"
        if code != "cause-changed" or any(one.startswith(other) for one, other in _both(first, first_there)):
            continue  # "illness" for "ill"
        told = first - group("pronouns")
        if not first & first_there and second & second_there and told & telling.forms:
            yield code, "its evidence gives another cause"


def _both(first: set[str], other: set[str]) -> Iterator[tuple[str, str]]:
    """The pairs of longer words of two events, in both orders."""
    mine, theirs = ([word for word in words if len(word) >= _SHORTEST] for words in (first, other))
    return chain(product(mine, theirs), product(theirs, mine))


_SHORTEST = 3


def blamed_otherwise(telling: Telling) -> Iterator[Found]:
    """Something else blamed than in the evidence, which mentions it too: "blame the rain" for a crack."""
    mine = _blamed(telling.found.statement)
    theirs = set[str]().union(*(_blamed(one) for one in telling.rows))
    if mine and theirs and mine.isdisjoint(theirs) and not mine.isdisjoint(telling.forms):
        yield "cause-changed", f"the evidence does not blame “{min(mine, key=len)}”"


def _blamed(one: Row) -> set[str]:
    """The base forms of what is blamed: the noun after "blamed" or its "on", or before "to blame"."""
    tokens = one.tokens
    at = next((x for x, token in enumerate(tokens) if "blame" in bases(token.low)), None)
    if at is None:
        return set()
    if at and tokens[at - 1].low == "to":
        verb = next((x for x in range(at, -1, -1) if tokens[x].low in {"is", "was", "are", "were"}), 0)
        starts = (x for x in range(verb, 0, -1) if tokens[x].gap or is_verb_at(tokens, x - 1))
        start = next(starts, 0)
        near = [x for x in range(start, verb) if not tokens[x].is_small]
    else:
        on = next((x for x in range(at + 1, len(tokens)) if tokens[x].low == "on"), at)
        ends = (x for x in range(on + 1, len(tokens)) if tokens[x].is_preposition or tokens[x].gap)
        near = [x for x in range(on + 1, next(ends, len(tokens))) if not tokens[x].is_small]
    return {base for x in near for base in bases(tokens[x].low)}


def caused_for_after(telling: Telling) -> Iterator[Found]:
    """A cause for a mere sequence."""
    mine, theirs = _link(telling.found.statement, _CAUSE_LINKS), _link(telling.found.sentence, _TIME_LINKS)
    if mine is None or theirs is None or not telling.lows.isdisjoint(_CAUSES) or _is_undergone(telling, theirs):
        return
    if any([a.low, b.low] == ["so", "that"] for a, b in pairwise(telling.found.sentence.tokens)):
        return
    if (
        not _cause_at(telling.found.statement.tokens, mine.at)
        and telling.found.statement.tokens[mine.at].low != "result"
    ):
        return
    pairs = zip(_events(telling.found.statement, mine), _events(telling.found.sentence, theirs), strict=True)
    if all(_shared(one, other) >= 1 for one, other in pairs):
        said = telling.found.statement.tokens[mine.at].low
        there = telling.found.sentence.tokens[theirs.at].low
        yield "cause-added", f"the statement says “{said}” where its evidence has “{there}”"


_OTHERWISE_TOO = frozenset({"as", "over", "for", "after", "since", "so"})
"""Words that express a cause among other things: a statement that has them too has them for the other."""
_CAUSES = group("cause_words") - _OTHERWISE_TOO
"""Words that can only express a cause."""


def _is_undergone(telling: Telling, link: _Link) -> bool:
    """Whether "after" gives a cause, as what somebody suffered: "died after being hit"."""
    return any(token.low in {"being", "having"} for token in telling.found.sentence.tokens[link.at + 1 : link.at + 3])


_PARTICIPLES = frozenset({"pushing", "sending", "driving", "leaving"})
"""Behind a comma these lead to an effect: "fuel ran out, leaving the town dark"."""
_CAUSE_LINKS = {
    "because": True, "due": True, "owing": True, "thanks": True, "causing": False, "caused": False, "prompting": False,
    "prompted": False, "forcing": False, "leading": False, "led": False, "made": False, "makes": False, "so": False,
    "therefore": False, "triggered": False, "triggering": False, "result": False, "resulted": False,
    "stemmed": True, "stems": True, "stemming": True, "arose": True, **dict.fromkeys(_PARTICIPLES, False),
}  # fmt: skip
"""Words between cause and effect; True if the cause follows."""
_BACK = frozenset({"by", "of", "from"})
"""After such a word, these show that the cause follows: "was caused by", "was the result of", "resulted from"."""
_TIME_LINKS = {"after": True, "before": False, "since": True, "following": True, "until": False, "then": False,
               "having": True, "ahead": False}  # fmt: skip
"""Words between two events; True if the earlier one follows."""


def _link(one: Row, words: Mapping[str, bool]) -> _Link | None:
    if one.lows.isdisjoint(words):
        return None
    spots = [at for at, token in enumerate(one.tokens) if token.low in words and _joins(one.tokens, at)]
    if len(spots) != 1:
        return None
    at = spots[0]
    after = one.tokens[at + 1].low if at + 1 < len(one.tokens) else ""
    return _Link(at, back=words[one.tokens[at].low] or (after in _BACK and one.tokens[at].low != "ahead"))


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word joins two events here: "then" only after a point or an "and", "pushing" only after a comma."""
    low = tokens[at].low
    if low in _PARTICIPLES:
        return "," in tokens[at].gap
    if low == "ahead":
        return [token.low for token in tokens[at + 1 : at + 2]] == ["of"]
    if low == "having":
        return at == 0 or "," in tokens[at].gap
    if low == "then":
        return bool(tokens[at].gap) or tokens[at - 1].low == "and"
    return not _is_so_far(tokens, at)


def _is_so_far(tokens: Sequence[Token], at: int) -> bool:
    """Whether this is the "so" of "so far" or "so many"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].low == "so" and after is not None and (after.low in {"far", "much"} or after.is_of("quantities"))


def _is_span(one: Row, link: _Link) -> bool:
    """Whether only a time precedes the word at the start of a text, so that it does not separate two events."""
    before = [token.low for token in one.tokens[: link.at] if not (token.is_small or token.is_number)]
    return link.at > 0 and all(low in TIMES for low in before)


def _events(one: Row, link: _Link) -> tuple[set[str], set[str]]:
    """The base forms of the words for the earlier event and for the later one."""
    if link.at == 0:
        end = next((at for at in range(1, len(one.tokens)) if "," in one.tokens[at].gap), len(one.tokens))
        before, after = _bases(one, end, len(one.tokens)), _bases(one, 1, end)
    else:
        before, after = _bases(one, 0, link.at), _bases(one, link.at + 1, len(one.tokens))
    return (after, before) if link.back else (before, after)


def _bases(one: Row, start: int, end: int) -> set[str]:
    return {base for at in content(one, start, end) for base in bases(one.tokens[at].low)}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other))) * 2
