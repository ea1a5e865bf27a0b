"""XLSX: the first sheet of a workbook with a column of texts; its rows are articles, as in CSV.

openpyxl reads the cells and says which numbers are dates. It does not guard against XML that declares entities, so a
part with a document type is refused before it sees one, and every part is unpacked within the limits of archives first.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.readers import jsonrecords
from factsheet.readers.archives import parts
from factsheet.readers.manuscript import tidy
from factsheet.readers.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.records import Article

_DECLARES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_MOST_COLUMNS = 500
_MOST_SHEETS = 50


def read(data: bytes, *, name: str, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """The articles in the rows of a sheet; its first row that is not empty names the columns.

    Raises:
        ReadError: it is damaged or a bomb, or none of its columns has the texts of articles.
    """
    with parts(data, name) as opened:
        for part in opened.names:
            if any(mark in opened.read(part) for mark in _DECLARES):
                raise ReadError(f"{name}!{part}: declares a document type, which no workbook does: not read")
    try:
        sheets = _sheets(data)
    except ModuleNotFoundError:
        raise
    except Exception as error:
        raise ReadError(
            f"{name}: not a workbook that can be read: {tidy(str(error)) or type(error).__name__}"
        ) from error
    if not sheets:
        raise ReadError(f"{name}: empty: there is no cell with a text in it")
    texts = (one for one in sheets if jsonrecords.has_text([tidy(cell) for cell in one[0][1]], fields))
    yield from read_rows(iter(next(texts, sheets[0])), name=name, fields=fields, form="xlsx")


def _sheets(data: bytes) -> list[list[tuple[int, list[str]]]]:
    """The rows that are not empty of each sheet that has some, with their numbers."""
    import openpyxl

    with warnings.catch_warnings(action="ignore"):  # about parts of workbooks that are not looked at
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found = []
    for sheet in book.worksheets[:_MOST_SHEETS]:
        sheet.reset_dimensions()  # what the file says they are is often wrong
        rows = enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), 1)
        filled = [(number, [*map(_text, row)]) for number, row in rows if any(cell is not None for cell in row)]
        found += [filled] if filled else []
    return found


def _text(value: Any) -> str:
    """A cell as text; a time as ISO 8601 has it, a date where a day has no time."""
    if isinstance(value, dt.datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
