"""Chunks: an article's body in parts that each fit a token budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.records import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.records import Article


def chunk_article(
    article: Article, *, budget: int, count: Callable[[str], int], context_tokens: int = 0  # noqa: ARG001
) -> tuple[Chunk, ...]:
    """The body in one part."""
    return (Chunk(article, tuple((p.start, p.end) for p in article.body())),)


def split_chunk(chunk: Chunk) -> tuple[Chunk, Chunk] | None:  # noqa: ARG001
    """No halves yet."""
    return None
