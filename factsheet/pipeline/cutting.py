"""How an article is cut into parts, and how many requests that takes: for runs, dry runs and estimates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet import chunking, prompting
from factsheet.errors import WindowError
from factsheet.models import Footing, tokens, windows
from factsheet.models.shown import form_tokens
from factsheet.pipeline import answer_length
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from factsheet.kinds import Kind
    from factsheet.pipeline.run import Options
    from factsheet.records import Article, Chunk

_SMALLEST_BUDGET = 200
"""Tokens of article in one request below which a model cannot be asked anything sensible."""


_SHORTEST_ANSWER = 600
"""Tokens of answer below which there is no whole sheet: a title and two sentences with their evidence."""

_SENSIBLE_WINDOW = 8_192
"""Tokens of a window that most stories fit, asked about in one part."""


def cut(
    article: Article, kind: Kind, model: str, options: Options, footing: Footing | None = None
) -> tuple[Chunk, ...]:
    """The parts of an article that are asked about, each within the model's window.

    The window holds the prompt, the part and the answer; `footing` is what is known of the endpoint. A story that
    roughly fits is one part, so that most articles need no tokenizer.

    Raises:
        WindowError: the window is known, and no part fits it beside the prompt.
    """
    budget, footing = options.chunk_tokens, footing or Footing()
    window = windows.window(model, footing)
    room = window - options.context_tokens - (form_tokens(kind.model_schema) if footing.shows_form else 0)
    around = _standing(kind) + _roughly(prompting.about(kind, article))
    if footing.window is not None and room - around < _SMALLEST_BUDGET + _SHORTEST_ANSWER:
        raise WindowError(
            f"{model}: its window of {window:,} tokens is too small: the questions about an article take {around:,} of "
            f"them; start the server with a window of {_SENSIBLE_WINDOW:,} or more"
        )
    if budget is None:
        size, most = tokens.at_most(article.text), _share(room - around, model, footing)
        if size <= most or _roughly(article.text) <= most:
            budget = size
        else:
            budget = _share(room - tokens.count(prompting.overhead(kind, article)), model, footing)
    return chunking.chunk_article(article, budget=budget, count=tokens.count, context_tokens=options.context_tokens)


_SUMMARY = Usage(1_200, 0, 380, 1)
"""What the summary of an article in several parts takes, in the recorded stories."""


def first_question(
    kind: Kind, parts: Sequence[Chunk], options: Options, around: int, count: Callable[[str], int] = tokens.count
) -> Usage:
    """The likely usage of the questions about an article's parts, if no answer is cut or corrected.

    The requests of the second question, which depend on what is found, come on top: `verify.second_question`.
    `around` are the tokens of a request beside its part; `count` counts those of a text.
    """
    sizes = [(text, count(text)) for text in (part.text() for part in parts)]
    asked = sum(size + around for _, size in sizes)
    answered = sum(answer_length.likely(text, size) for text, size in sizes)
    used = Usage(asked * options.passes, 0, answered * options.passes, len(parts) * options.passes)
    has_summary = len(parts) > 1 and any(section.is_summary for section in kind.sections)
    return used + _SUMMARY if has_summary else used


@lru_cache(maxsize=16)  # thousands of articles are of one kind
def _standing(kind: Kind) -> int:
    """About the tokens that every prompt of a kind has."""
    return _roughly(prompting.standing(kind))


_PROSE = 0.62
"""Of the bound that needs no tokenizer, what prose has: 0.53 to 0.63 in the recorded stories and the prompts."""


def _roughly(text: str) -> int:
    """About the tokens of a text; a share has room to spare for what this is off."""
    return int(_PROSE * tokens.roughly_at_most(text))


def _share(room: int, model: str, footing: Footing) -> int:
    """Of the room that the prompt leaves, the tokens that a part of the article may take beside its answer."""
    return min(max(answer_length.part_within(room, footing.longest), _SMALLEST_BUDGET), windows.largest_part(model))
