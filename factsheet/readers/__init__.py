"""Bytes in, articles out: what a file is, is told from its content, never from its name alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

LIMIT = 20_000_000
"""Bytes that one input may have: forty times the longest public inquiry that has been tried."""

FORMATS = ("text",)


def read_articles(source: str | Path, *, format: str | None = None) -> Iterator[Article]:  # noqa: A002
    """The articles of a file, or of standard input for "-".

    Raises:
        ReadError: the input cannot be read; the message names it.
    """
    if format is not None and format not in FORMATS:
        raise ReadError(f"{source}: there is no input format {format!r}; there are {', '.join(FORMATS)}")
    yield read_text(_bytes(source), name=str(source))


def read_article(source: str | Path, *, format: str | None = None) -> Article:  # noqa: A002
    """The one article of a file.

    Raises:
        ReadError: the input cannot be read, or holds more than one article.
    """
    articles = list(read_articles(source, format=format))
    if len(articles) != 1:
        raise ReadError(f"{source}: holds {len(articles)} articles, where one is wanted")
    return articles[0]


def _bytes(source: str | Path) -> bytes:
    try:
        if str(source) == "-":
            data = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ReadError(f"{source}: cannot be read: {reason}") from error
    if len(data) > LIMIT:
        raise ReadError(
            f"{source}: larger than {LIMIT // 1_000_000} MB, the most that is read as one article"
        )
    return data
