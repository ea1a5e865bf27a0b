"""Cursor movement: in the list, among facts, in the article, and between facts and sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from factsheet.records import overlap
from factsheet.review.desk.listing import moved
from factsheet.review.desk.reading import missed_quotations, missed_sentences
from factsheet.review.desk.state import PANES, needs_sheet

if TYPE_CHECKING:
    from factsheet.records import Span
    from factsheet.review.desk.reading import Reading
    from factsheet.review.desk.state import Pane, State


@dataclass(frozen=True, slots=True)
class Move:
    """Move the cursor of the pane in focus; while words are selected, the end of the selection."""

    by: int

    def __call__(self, state: State) -> State:
        if state.mode == "words":
            assert state.words is not None
            active = min(max(state.words[1] + self.by, 0), len(state.reading.words) - 1)
            return _extend(state, active)
        if state.focus == "list":
            return replace(state, listing=moved(state.listing, self.by))
        if state.focus == "article":
            return _to_sentence(state, state.sentence + self.by)
        items = state.items
        if not items:
            return state
        at = next((n for n, item in enumerate(items) if item.id == state.fact), 0)
        return point(replace(state, fact=items[min(max(at + self.by, 0), len(items) - 1)].id))


@dataclass(frozen=True, slots=True)
class Extend:
    """Move the end of the selection to an edge of its sentence; there already, of the next sentence."""

    edge: Literal["end", "start"]

    def __call__(self, state: State) -> State:
        assert state.words is not None
        return _extend(state, _sentence_edge(state.reading, state.words[1], self.edge))


def swap_ends(state: State) -> State:
    """Move the other end of the selection from now on."""
    return replace(state, words=state.words and state.words[::-1])


@dataclass(frozen=True, slots=True)
class PickSheet:
    """Click on a row of the list."""

    row: int

    def __call__(self, state: State) -> State:
        return replace(state, focus="list", mode="browse", listing=replace(state.listing, at=self.row))


@dataclass(frozen=True, slots=True)
class PickFact:
    """Click on a fact."""

    fact: str

    def __call__(self, state: State) -> State:
        return point(replace(state, focus="facts", mode="browse", fact=self.fact, words=None))


@dataclass(frozen=True, slots=True)
class PickPlace:
    """Click on an offset of the article, or drag over it from the offset `begin`."""

    offset: int
    begin: int | None = None

    def __call__(self, state: State) -> State:
        reading = state.reading
        if self.begin is not None:
            ends = (reading.word_at(self.begin), reading.word_at(self.offset))
            return replace(state, focus="article", mode="words", words=ends)
        sentence = reading.sentence_at(self.offset)
        return replace(state, focus="article", mode="browse", words=None, sentence=sentence)


@dataclass(frozen=True, slots=True)
class Focus:
    """Go to a pane."""

    pane: Pane

    def __call__(self, state: State) -> State:
        return replace(state, focus=self.pane, mode="browse", words=None)


@dataclass(frozen=True, slots=True)
class NextPane:
    """Go to the next pane, or with -1 to the one before."""

    by: int

    def __call__(self, state: State) -> State:
        return Focus(PANES[(PANES.index(state.focus) + self.by) % len(PANES)])(state)


@dataclass(frozen=True, slots=True)
class NextNeed:
    """Go to the next sheet or fact that needs somebody, or to the next gap in the article; -1 goes back."""

    by: int

    def __call__(self, state: State) -> State:
        if state.focus == "list":
            return self._sheet(state)
        if state.focus == "article":
            return self._missed(state) if state.opened else state
        items = state.items
        at = next((n for n, item in enumerate(items) if item.id == state.fact), 0)
        order = items[at + 1 :] if self.by > 0 else items[:at][::-1]
        found = next((item for item in order if item.needs), None)
        if found is None:
            return state.say(f"no other fact needs you {self._where}")
        return point(replace(state, fact=found.id))

    @property
    def _where(self) -> str:
        return "below" if self.by > 0 else "above"

    def _sheet(self, state: State) -> State:
        listing = state.listing
        order = range(listing.at + 1, len(listing.shown)) if self.by > 0 else range(listing.at - 1, -1, -1)
        for at in order:
            if listing.needs_me(listing.rows[listing.shown[at]]):
                return replace(state, listing=replace(listing, at=at))
        return state.say(f"no other sheet needs you {self._where}")

    def _missed(self, state: State) -> State:
        reading = state.reading
        state = replace(state, missed=True)
        sentences, quotations = missed_of(state)
        numbers = sorted({reading.sentence_at(start) for start, _ in (*sentences, *quotations)})
        if self.by < 0:
            numbers.reverse()
        order = [number for number in numbers if (number - state.sentence) * self.by > 0]
        return _to_sentence(state, order[0]) if order else state.say(f"nothing else was missed {self._where}")


def next_user(state: State) -> State:
    """Go from the selected sentence to the facts that use it, one after the other."""
    span = state.sentence_span
    if state.opened is None or span is None:
        return state
    users = [i.id for i in state.opened.standing.items if overlap([span], i.spans)]
    if not users:
        return state.say("no fact uses this sentence: + adds one")
    following = users[(users.index(state.fact) + 1) % len(users)] if state.fact in users else users[0]
    place = f"{users.index(following) + 1} of {len(users)}"
    return replace(state, fact=following, only_needs=False, only=None).say(f"fact {place} that uses this sentence")


@needs_sheet
def select_words(state: State) -> State:
    """Begin to select words at the selected sentence."""
    if state.sentence_span is None:
        return state.say("no words to select")
    word = state.reading.word_at(state.sentence_span[0])
    return replace(state, focus="article", mode="words", words=(word, word))


def point(state: State) -> State:
    """Select the first sentence of the selected fact's evidence."""
    item = state.item
    if item is None or not item.spans:
        return state
    return replace(state, sentence=state.reading.sentence_at(item.spans[0][0]))


def missed_of(state: State) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What no fact of the opened sheet covers: sentences, and words in quotation marks."""
    if state.opened is None:
        return (), ()
    standing = state.opened.standing
    spans = [span for item in standing.items if item.stands for span in item.spans]
    return missed_sentences(state.reading, spans), missed_quotations(standing.sheet.article, spans)


def _to_sentence(state: State, number: int) -> State:
    if state.opened is None:
        return state
    return replace(state, sentence=min(max(number, 0), max(len(state.reading.sentences) - 1, 0)))


def _extend(state: State, active: int) -> State:
    """The selection with its moving end at the word `active`."""
    assert state.words is not None
    reading = state.reading
    return replace(state, words=(state.words[0], active), sentence=reading.sentence_at(reading.words[active][0]))


def _sentence_edge(reading: Reading, word: int, edge: str) -> int:
    """The last or first word of the word's sentence; where it is that already, of the next or the one before."""
    number = reading.sentence_at(reading.words[word][0])
    by = 1 if edge == "end" else -1
    for sentence in (number, min(max(number + by, 0), len(reading.sentences) - 1)):
        start, end = reading.sentences[sentence]
        target = reading.word_at(end - 1 if edge == "end" else start)
        if target != word:
            return target
    return word
