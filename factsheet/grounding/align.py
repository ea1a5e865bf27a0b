"""Locates quotations whose words differ from the article's, and how they differ.

A bounded alignment of words: the rare words of the quotation vote for a few windows of the text, each is
aligned word by word, and a place counts only where it is certain. A paraphrase has too few of its words in
order, and a sentence stitched from far words has no window that holds them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from factsheet.grounding.differences import Article, begins_sentence, capitals, differences, kind_of
from factsheet.grounding.edits import Block, edit_blocks
from factsheet.language.lexicon import is_light, sort_of
from factsheet.language.text import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.language.text import Text
    from factsheet.records import Difference, Span

MAX_WORDS = 300
"""A quotation of more words is not aligned: nobody quotes a page with a word changed."""

_COMMON = 48
"""A word that is in more places of the text than this does not vote."""

_WINDOWS = 3
"""How many windows are aligned for one quotation."""

_SLACK = 8
"""Words by which a window is longer than the quotation on either side."""

_SURE = 0.72
"""The share of weight that must agree on both sides. Chosen on the project's own cases: single changes in
short sentences lie above it, paraphrases that keep the names below."""

_MARGIN = 0.04
"""Two places whose shares are closer than this count as equal."""

_LIGHT = 0.35
"""What a word without meaning of its own weighs against one with it."""

_NAMED = 0.5
"""What a changed number, name or other word of one kind takes off, against a word that just differs: the
place of "59" is as certain as the words around it when the article has "39" there."""

_WORDS_A_CHANGE = 8
"""After how many words one more place may differ without being of one kind; twice as often where it is."""

_LONGEST_NAMED = 3
"""Words up to which a change of one kind is one; a longer one takes off its whole weight."""

_LOOSE = frozenset({"words", "name"})
"""Kinds of change that words from elsewhere make too."""

_ANYWHERE = frozenset({"light", "negation", "modal"})
"""Sorts of words that are in any text: where only such agree, the place is chance."""

_LONGEST_ADDED = 3
"""Words in a row that a quotation may have where the article has others or none."""

_LONGEST_LEFT_OUT = 6
"""Words in a row that a quotation may leave out without a mark."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A quotation located at `span` of the text, with differences; `share` of it agrees."""

    span: Span
    differences: tuple[Difference, ...]
    share: float


class Aligner:
    """Aligns quotations with one text. `tried` counts the windows that were aligned, `cells` their sizes."""

    def __init__(self, text: Text) -> None:
        self.article = Article(text)
        self.tried = 0
        self.cells = 0

    def align(self, quote: str) -> list[Alignment]:
        """The certain place of `quote`; several if the same words occur several times."""
        text = read(quote)
        if not 2 <= len(text) <= MAX_WORDS:
            return []
        found = [one for at in self._offsets(text.keys) if (one := self._try(text, at))]
        return _sure(found) if found else []

    def _offsets(self, keys: Sequence[str]) -> list[int]:
        """Where in the text the quotation would begin, by the votes of its rare words, likeliest first."""
        votes: Counter[int] = Counter()
        size = max(4, len(keys) // 4)
        for at, key in enumerate(keys):
            places = self.article.text.places.get(key, ())
            if len(places) <= _COMMON:
                for place in places:
                    votes[(place - at) // size] += 1
        ranked = sorted(votes, key=lambda bin_: (-votes[bin_] - votes[bin_ + 1], bin_))
        offsets: list[int] = []
        for bin_ in ranked[: 2 * _WINDOWS]:
            offset = self._anchor(keys, bin_ * size, size)
            if offset is not None and offset not in offsets:
                offsets.append(offset)
        return offsets[:_WINDOWS]

    def _anchor(self, keys: Sequence[str], guess: int, size: int) -> int | None:
        """The offset at which the longest run of equal words near `guess` puts the start of the quotation."""
        from rapidfuzz.distance import LCSseq

        start = max(0, guess - _SLACK)
        window = self.article.keys[start : max(0, guess) + len(keys) + 2 * size + _SLACK]
        runs = [op for op in LCSseq.opcodes(keys, window) if op.tag == "equal"]
        if sum(op.src_end - op.src_start for op in runs) * 2 < len(keys):
            return None
        longest = max(runs, key=lambda op: op.src_end - op.src_start)
        return start + longest.dest_start - longest.src_start

    def _try(self, quote: Text, offset: int) -> Alignment | None:
        """Align the quotation with the text from about word `offset` on, if the place is certain."""
        start = max(0, offset - _SLACK)
        window = self.article.keys[start : offset + len(quote.keys) + _SLACK]
        self.tried += 1
        self.cells += len(window) * len(quote.keys)
        blocks = [block.shifted(start) for block in edit_blocks(quote.keys, window)]
        blocks = _with_whole_ends(quote, self.article, _within_sentence(self.article, blocks))
        share = self._share(quote, blocks)
        if share is None:
            return None
        first, last = blocks[0].a0, blocks[-1].a1
        found = tuple(differences(quote, self.article, blocks))
        return Alignment((self.article.text.starts[first], self.article.text.ends[last - 1]), found, share)

    def _share(self, quote: Text, blocks: list[Block]) -> float | None:
        """The share of weight that agrees, or None where the place is not certain."""
        changed = [
            (block, kind) for block in blocks if not block.equal and (kind := kind_of(quote, self.article, block))
        ]
        if not (self._may_stand(quote, changed) and _agree_in_meaning(quote, blocks)):
            return None
        lost = lost_there = 0.0
        for block, kind in changed:
            factor = _NAMED if kind != "words" and max(block.size, block.a1 - block.a0) <= _LONGEST_NAMED else 1
            lost += factor * _weight(quote.keys[block.q0 : block.q1])
            lost_there += factor * _weight(self.article.keys[block.a0 : block.a1])
        there = _weight(self.article.keys[blocks[0].a0 : blocks[-1].a1])
        share = 1 - max(lost / _weight(quote.keys), lost_there / there)  # both weigh something: some word agrees
        return share if share >= _SURE else None

    def _may_stand(self, quote: Text, changed: list[tuple[Block, str]]) -> bool:
        """Whether the changes are few, short, and none of words from elsewhere."""
        size = len(quote)
        loose = sum(kind == "words" for _, kind in changed)
        if loose > 1 + size // _WORDS_A_CHANGE or len(changed) > 1 + 2 * size // _WORDS_A_CHANGE:
            return False
        return all(
            self._is_local(block, size) and not (kind in _LOOSE and self._is_foreign(quote, block))
            for block, kind in changed
        )

    def _is_foreign(self, quote: Text, block: Block) -> bool:
        """Whether words at an end of the quotation may come from elsewhere: several, not just another name."""
        if block.q0 > 0 and block.q1 < len(quote.keys):
            return False
        here = capitals(quote, block.q0, block.q1)
        return len(here) > 1 and not (all(here) and all(capitals(self.article.text, block.a0, block.a1)))

    def _is_local(self, block: Block, size: int) -> bool:
        """Whether a block is short, and within a paragraph."""
        return (
            block.size <= _LONGEST_ADDED
            and block.a1 - block.a0 <= _LONGEST_LEFT_OUT
            and not self.article.breaks(block.a0 + (block.q0 == 0), block.a1 - (block.q1 == size))
        )


def _sure(found: list[Alignment]) -> list[Alignment]:
    """The best of some places, several where they have the same words; none where others are nearly as good."""
    best = max(found, key=lambda one: one.share)
    rivals = [one for one in found if one.share > best.share - _MARGIN]
    if any(one.differences != best.differences and _apart(one.span, best.span) for one in rivals):
        return []
    same = {one.span: one for one in rivals if one.differences == best.differences}
    return [same[span] for span in sorted(same)]


def _agree_in_meaning(quote: Text, blocks: list[Block]) -> bool:
    """Whether more agrees than words such as "not" and "at", which are in any text."""
    agreeing = (key for block in blocks if block.equal for key in quote.keys[block.q0 : block.q1])
    return any(sort_of(key) not in _ANYWHERE for key in agreeing)


def _weight(keys: Sequence[str]) -> float:
    return sum(_LIGHT if is_light(key) else 1.0 for key in keys)


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _within_sentence(article: Article, blocks: list[Block]) -> list[Block]:
    """The same blocks; words at its ends never take the place of words of another sentence."""
    if len(blocks) < 2:
        return blocks
    first, last = blocks[0], blocks[-1]
    if not first.equal:
        cut = max((at for at in range(first.a0, first.a1 + 1) if begins_sentence(article.text, at)), default=first.a0)
        blocks[0] = Block(first.q0, first.q1, cut, first.a1, equal=False)
    if not last.equal:
        cut = min((at for at in range(last.a0, last.a1) if begins_sentence(article.text, at)), default=last.a1)
        blocks[-1] = Block(last.q0, last.q1, last.a0, cut, equal=False)
    return blocks


def _with_whole_ends(quote: Text, article: Article, blocks: list[Block]) -> list[Block]:
    """The same blocks, but for an end where a word or two more or less of the article make it the same.

    The cheapest alignment cannot know that "1,000" is "a thousand", or "9 March" is "March 9", at an end.
    """
    for size, by in product((1, 2), (1, 2, -1, -2)):
        tail = _joined(blocks[-size:], end=by)
        if tail.a0 < tail.a1 and tail.a1 <= len(article.keys) and _same(quote, article, blocks[-size:], tail):
            return [*blocks[:-size], tail]
        head = _joined(blocks[:size], start=-by)
        if 0 <= head.a0 < head.a1 and _same(quote, article, blocks[:size], head):
            return [head, *blocks[size:]]
    return blocks


def _joined(blocks: list[Block], *, start: int = 0, end: int = 0) -> Block:
    return Block(blocks[0].q0, blocks[-1].q1, blocks[0].a0 + start, blocks[-1].a1 + end, equal=False)


def _same(quote: Text, article: Article, blocks: list[Block], other: Block) -> bool:
    """Whether `other` says the same on both sides, where the short blocks in its place do not."""
    if other.size > _LONGEST_ADDED or kind_of(quote, article, other):
        return False
    return any(not block.equal and kind_of(quote, article, block) for block in blocks)
