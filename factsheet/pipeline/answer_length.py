"""The length of an answer: the likely one for a part, and the room that a window must leave for it.

Answers grow more slowly than what they are about: a story of 200 tokens has one of 1,400, a part of a report of 5,600
tokens one of 5,900. The figures were fitted to the recorded answers by least squares on logarithms
(`benchmarks/estimates.py` prints how well they do): of two parts of one length, the one of fewer and longer sentences
has more that a sheet asks for.
"""

from __future__ import annotations

import re
from math import ceil, exp

_LIKELY = exp(3.9)
_BY_TOKENS, _BY_SENTENCES = 0.90, -0.56
"""The likely answer is so many tokens, times these powers of the tokens and the sentences of a part."""

_OF_SIZE = exp(5.859)
_GROWTH = 0.33
"""The same by the tokens alone."""

_LONGEST = 1.35
"""How many times as long as that an answer can be; the longest of the recorded ones was 1.34 times."""

_SENTENCE = re.compile(r"(?<![.!?。！？।])[.!?。！？।]+[\"'”’»)」]?(?:\s|$)")


def likely(text: str, tokens: int) -> int:
    """The tokens of the answer about a part of so many tokens."""
    sentences = len(_SENTENCE.findall(text)) + 1
    return int(_LIKELY * (tokens + 1) ** _BY_TOKENS * (sentences + 1) ** _BY_SENTENCES)


def longest(tokens: int) -> int:
    """The tokens that an answer about a part of so many tokens can have."""
    return int(_LONGEST * _OF_SIZE * (tokens + 1) ** _GROWTH)


_STEP, _MOST_TIMES = 0.5, 4.0
"""What is learnt of a model goes by steps, so that parts are cut as they were, and what was paid for is found."""


def times_longest(answered: int, tokens: int) -> float:
    """How many times `longest` an answer of so many tokens about a part of so many is, by steps; at least 1."""
    return min(max(1.0, _STEP * ceil(answered / longest(tokens) / _STEP)), _MOST_TIMES)


def part_within(room: int, times: float = 1.0) -> int:
    """The most tokens that a part may have so that it fits into `room` with its answer; 0 where no part does.

    `times` is how many times as long as others' the answers of a model are.
    """
    low, high = 0, max(room, 0)
    while low < high:
        middle = (low + high + 1) // 2
        if middle + times * longest(middle) <= room:
            low = middle
        else:
            high = middle - 1
    return low
