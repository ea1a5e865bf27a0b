"""All sheets as Parquet, one partition per day: `day=2026-11-24/sheets.parquet` below a URL.

The columns are text: what the sheet's row and its source say, and the sheet itself as JSON. A file is written under
another name and then takes its own; that of a day without sheets is taken away.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from factsheet import extras
from factsheet.errors import LedgerError, UsageError
from factsheet.readers import stores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.batch.ledger import Folder, Ledger

_COLUMNS = ("stem", "slug", "title", "agency", "published", "updated", "state", "model", "made")
_FILE = "sheets.parquet"
_TOGETHER = 500
"""Sheets in a row group, which are in memory at once."""
_NO_DAY = "unknown"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def write_parquet(ledger: Ledger, folder: Folder, url: str) -> None:
    """Write the partitions of all sheets below `url`, a folder or what fsspec reads as one.

    Raises:
        UsageError: the packages are not installed, or there is no such store.
        LedgerError: a file cannot be written.
    """
    store, top = parquet_store(url)
    found = ((_day(row), row["id"]) for row in ledger.sheets.stories())
    written = set()
    with stores.told(f"{url}: cannot be written", LedgerError):
        for day, some in groupby(sorted(found), key=itemgetter(0)):
            place = f"{top.rstrip('/')}/day={day}"
            stores.make_folder(store, place)
            written.add(f"{place}/{_FILE}")
            sheets = (_row(ledger.sheets.story(number), folder) for _, number in some)
            _write(store, f"{place}/{_FILE}", sheets)
        for old in set(store.glob(f"{top.rstrip('/')}/day=*/{_FILE}")) - written:
            store.rm(old)


def _row(row: dict[str, Any], folder: Folder) -> tuple[list[str], str]:
    """The columns of a sheet, and the sheet."""
    return [str(row[name] or "") for name in _COLUMNS], folder.sheet(row["stem"]).read_text(encoding="utf-8")


def parquet_store(url: str) -> tuple[Any, str]:
    """The store that a URL is in, and its path there.

    Raises:
        UsageError: the packages are not installed, or there is no such store.
    """
    try:
        import pyarrow.parquet  # noqa: F401 - what the extra brings
        from fsspec.core import url_to_fs

        with stores.told(url, UsageError):
            store, top = url_to_fs(url)
    except ImportError as error:
        raise UsageError(f"{url}: Parquet needs an extra: {extras.command('ray')} ({error})") from error
    return store, top


def _write(store: Any, path: str, sheets: Iterable[tuple[list[str], str]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in (*_COLUMNS, "sheet")])
    partial = f"{path}.part"
    with store.open(partial, "wb") as file, pq.ParquetWriter(file, schema) as writer:
        for some in _some(sheets):
            columns = zip(*([*row, sheet] for row, sheet in some), strict=True)
            writer.write_table(pa.table([pa.array(column, pa.string()) for column in columns], schema=schema))
    store.mv(partial, path)


def _some(sheets: Iterable[tuple[list[str], str]]) -> Iterator[list[tuple[list[str], str]]]:
    found: list[tuple[list[str], str]] = []
    for one in sheets:
        found.append(one)
        if len(found) == _TOGETHER:
            yield found
            found = []
    if found:
        yield found


def _day(row: dict[str, Any]) -> str:
    """The day of a story, as its source says; else that on which its sheet was made."""
    said = (str(row[name] or "")[:10] for name in ("updated", "published", "made"))
    return next((day for day in said if _DATE.fullmatch(day)), _NO_DAY)
