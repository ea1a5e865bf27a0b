"""Moving about: the cursor in the list, among the facts, in the article, and from facts to sentences and back. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet.review.listing import moved
from factsheet.review.reading import missed_quotations, missed_sentences, read

if TYPE_CHECKING:
    from factsheet.records import Span
    from factsheet.review.reading import Reading
    from factsheet.review.state import State


def move(state: State, by: int) -> State:
    """Move the cursor of the pane in focus; while words are selected, the end of the selection."""
    if state.mode == "words":
        return _extend(state, by)
    if state.focus == "list":
        return replace(state, listing=moved(state.listing, by))
    if state.focus == "article":
        return _to_sentence(state, state.sentence + by)
    items = state.items
    at = next((n for n, item in enumerate(items) if item.id == state.fact), 0)
    if not items:
        return state
    return point(replace(state, fact=items[min(max(at + by, 0), len(items) - 1)].id))


def point(state: State) -> State:
    """Point at the first sentence of the selected fact's evidence."""
    item = state.item
    if state.opened is None or item is None or not item.spans:
        return state
    reading = read(state.opened.standing.sheet.article)
    return replace(state, sentence=reading.sentence_at(item.spans[0][0]))


def pick(state: State, value: tuple[str, Any]) -> State:
    """What was clicked: a row of the list, a fact, an offset of the article, or words from one offset to another."""
    what, where = value
    if what == "list":
        return replace(state, focus="list", mode="browse", listing=replace(state.listing, at=where))
    if what == "facts":
        return point(replace(state, focus="facts", mode="browse", fact=where, words=None))
    assert state.opened is not None
    reading = read(state.opened.standing.sheet.article)
    if what == "words":
        ends = (reading.word_at(where[0]), reading.word_at(where[1]))
        return replace(state, focus="article", mode="words", words=ends)
    return replace(state, focus="article", mode="browse", words=None, sentence=reading.sentence_at(where))


def next_needing(state: State, by: int) -> State:
    """To the next thing that somebody should look at: a fact with a finding; in the article, what no fact covers."""
    if state.focus == "list":
        return _next_sheet(state, by)
    if state.focus == "article":
        return _next_missed(state, by)
    items = state.items
    at = next((n for n, item in enumerate(items) if item.id == state.fact), 0)
    order = items[at + 1 :] if by > 0 else items[:at][::-1]
    found = next((item for item in order if item.needs), None)
    if found is None:
        return state.say("no other fact needs you " + ("below" if by > 0 else "above"))
    return point(replace(state, fact=found.id))


def users_of(state: State, _: Any = None) -> State:
    """From the selected sentence to the facts that use it, one after the other."""
    span = state.sentence_span
    if state.opened is None or span is None:
        return state
    users = [i.id for i in state.opened.standing.items if any(_meet(span, its) for its in i.spans)]
    if not users:
        return state.say("no fact uses this sentence: + adds one")
    following = users[(users.index(state.fact) + 1) % len(users)] if state.fact in users else users[0]
    place = f"{users.index(following) + 1} of {len(users)}"
    return replace(state, fact=following, only_needs=False).say(f"fact {place} that uses this sentence")


def _next_sheet(state: State, by: int) -> State:
    listing = state.listing
    order = range(listing.at + 1, len(listing.shown)) if by > 0 else range(listing.at - 1, -1, -1)
    for at in order:
        if listing.needs_me(listing.rows[listing.shown[at]]):
            return replace(state, listing=replace(listing, at=at))
    return state.say("no other sheet needs you " + ("below" if by > 0 else "above"))


def missed_of(state: State) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What no fact of the opened sheet covers: sentences, and words in quotation marks."""
    if state.opened is None:
        return (), ()
    standing = state.opened.standing
    spans = [span for item in standing.items if item.stands for span in item.spans]
    article = standing.sheet.article
    return missed_sentences(read(article), spans), missed_quotations(article, spans)


def _next_missed(state: State, by: int) -> State:
    if state.opened is None:
        return state
    reading = read(state.opened.standing.sheet.article)
    state = replace(state, missed=True)
    sentences, quotations = missed_of(state)
    numbers = sorted({reading.sentence_at(start) for start, _ in (*sentences, *quotations)})
    order = [n for n in numbers if n > state.sentence] if by > 0 else [n for n in numbers if n < state.sentence][::-1]
    if not order:
        return state.say("nothing else was missed " + ("below" if by > 0 else "above"))
    return _to_sentence(state, order[0])


def _to_sentence(state: State, number: int) -> State:
    if state.opened is None:
        return state
    last = len(read(state.opened.standing.sheet.article).sentences) - 1
    return replace(state, sentence=min(max(number, 0), max(last, 0)))


def _extend(state: State, by: Any) -> State:
    """Move the end of the selection: by words, to the "end" or "start" of a sentence, or "swap" to its other end."""
    assert state.opened is not None
    assert state.words is not None
    reading = read(state.opened.standing.sheet.article)
    anchor, active = state.words
    if by == "swap":
        return replace(state, words=(active, anchor))
    if isinstance(by, int):
        active = min(max(active + by, 0), len(reading.words) - 1)
    else:
        active = _sentence_edge(reading, active, by)
    return replace(state, words=(anchor, active), sentence=reading.sentence_at(reading.words[active][0]))


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


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
