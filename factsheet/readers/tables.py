"""CSV and TSV: a table whose rows are articles, read by the names of its columns.

The usual names are known, as they are for JSON (`jsonrecords`); others are said: `csv:text=story,title=hed`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import jsonrecords
from factsheet.readers.manuscript import tidy
from factsheet.readers.sniffing import separator
from factsheet.readers.streams import LIMIT, decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.records import Article

_MOST_NAMED = 12  # columns that a message names


def read(data: bytes, *, name: str, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """The articles in the rows of a table; its first row names the columns.

    Raises:
        ReadError: none of its columns has the texts of articles.
    """
    text = decode_text(data, name=name)
    first = text.partition("\n")[0]
    yield from read_rows(_rows(text, separator(first) or ",", name), name=name, fields=fields)


def _rows(text: str, mark: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line it begins in."""
    csv.field_size_limit(LIMIT)
    rows = csv.reader(io.StringIO(text), delimiter=mark)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise ReadError(f"{name}:{line}: not a table that can be read: {error}") from error


def read_rows(
    rows: Iterator[tuple[int, list[str]]], *, name: str, fields: Mapping[str, str], form: str = "csv"
) -> Iterator[Article | ReadError]:
    """The articles in rows, each given with its number.

    Raises:
        ReadError: none of the columns has the texts of articles.
    """
    columns = [tidy(cell) for cell in next(rows, (0, []))[1]]
    if not jsonrecords.has_text(columns, fields):
        named = ", ".join(filter(None, columns[:_MOST_NAMED]))
        raise ReadError(
            f"{name}: no articles: a table without a column of texts; its columns are {named} "
            f"(--format {form}:text=COLUMN names one)"
        )
    for number, row in rows:
        if any(cell.strip() for cell in row):
            yield _article(dict(zip(columns, row, strict=False)), f"{name}:{number}", fields, form)


def _article(value: dict[str, str], name: str, fields: Mapping[str, str], form: str) -> Article | ReadError:
    from dataclasses import replace

    try:
        article = jsonrecords.read_record(value, name=name, fields=fields)
    except ReadError as error:
        return error
    return replace(article, format=form)
