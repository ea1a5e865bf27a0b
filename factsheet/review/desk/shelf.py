"""Locates the sheets: in the folder of a batch, in a folder of sheet files, or in the files named.

A sheet's key is its file's path from the folder of the ledger. The list of a batch comes from the ledger, so that
thousands of sheets are listed without opening their files; of other files it is read file by file, as it is wanted.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger import FILE
from factsheet.briefs.text import plain
from factsheet.errors import ReadError, SheetError, UsageError
from factsheet.sheets import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.batch.ledger import Ledger

_SHEETS = "sheets"
"""The folder of a batch that holds its sheets."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet in the list. All text in it is plain: it comes from articles."""

    key: str
    title: str
    time: str = ""
    subject: str = ""
    model: str = ""
    errors: int = 0
    warnings: int = 0
    problem: str = ""
    """Why the sheet cannot be read, where it cannot."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sheets below `folder`, whose ledger is `folder/ledger.db`. `files` are keys; None means those of a batch."""

    folder: Path
    files: tuple[str, ...] | None

    def document(self, key: str) -> str:
        """The text of a sheet file.

        Raises:
            ReadError: it cannot be read.
        """
        path = self.folder / key
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise ReadError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise SheetError(f"{path}: not JSON: {error}") from error

    def rows(self, ledger: Ledger) -> Iterator[Row]:
        """The rows of the list, in the order of the batch or of the files; a file is opened when its row is wanted."""
        if self.files is None:
            return _of_batch(ledger)
        return (self.row(key) for key in self.files)

    def row(self, key: str) -> Row:
        """The row of one file."""
        try:
            return row_of(key, parse(self.document(key), name=key))
        except ReadError as error:
            return Row(key, plain(Path(key).stem), problem=plain(str(error)))
        except (KeyError, TypeError, AttributeError):
            return Row(key, plain(Path(key).stem), problem=plain(f"{key}: not a fact sheet of this version"))


def open_shelf(paths: Sequence[Path]) -> Shelf:
    """Open the shelf for the folder of a batch, a folder of sheet files, or sheet files.

    The ledger of files is in the folder of the first one; that of a batch's files is the batch's.

    Raises:
        UsageError: there is nothing of that name, or no sheet in it.
    """
    first = paths[0]
    if first.is_dir():
        if len(paths) > 1:
            raise UsageError(f"{first}: name one folder, or sheet files")
        return _of_folder(first)
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise UsageError(f"{missing[0]}: no such sheet file or folder")
    above = first.resolve().parent
    folder = above.parent if above.name == _SHEETS and (above.parent / FILE).is_file() else above
    return _of_files(folder, [path.resolve() for path in paths])


def _of_folder(folder: Path) -> Shelf:
    if (folder / FILE).is_file() and (folder / _SHEETS).is_dir():
        return Shelf(folder, None)
    found = sorted([*folder.glob("*.json"), *(folder / _SHEETS).glob("*.json")])
    if not found:
        raise UsageError(f"{folder}: no sheets in it; factsheet batch SOURCE -o {folder} makes them")
    return _of_files(folder, found)


def _of_files(folder: Path, found: Sequence[Path]) -> Shelf:
    return Shelf(folder, tuple(Path(os.path.relpath(path, folder)).as_posix() for path in found))


def row_of(key: str, document: Mapping[str, Any]) -> Row:
    """The row of a sheet, from its document."""
    article, levels = document["article"], [finding["level"] for finding in document["findings"]]
    facts = document["facts"]
    return Row(
        key,
        plain(article.get("title") or (facts.get("title") or {}).get("statement") or Path(key).stem),
        _time(article.get("updated") or article.get("published")),
        _subject([article.get("section")], facts.get("topics"), article.get("keywords")),
        plain(document["provenance"]["model"]),
        levels.count("error"),
        levels.count("warning"),
    )


def _of_batch(ledger: Ledger) -> Iterator[Row]:
    for row in ledger.sheets.stories():
        outline = json.loads(row["outline"])
        yield Row(
            f"{_SHEETS}/{row['stem']}.json",
            plain(str(row["title"] or outline.get("title") or row["stem"])),
            _time(row["updated"] or row["published"]),
            _subject(outline.get("subjects"), outline.get("topics")),
            plain(row["model"]),
            row["errors"],
            row["warnings"],
        )


def _subject(*places: Any) -> str:
    """What a story is about, for a row: the first entry of the first list that has one; of a topic its label."""
    for one in (one for place in places if isinstance(place, list) for one in place):
        word = one.get("label") if isinstance(one, dict) else one
        if isinstance(word, str) and word.strip():
            return plain(word)
    return ""


def _time(when: str | None) -> str:
    """A time as the list shows it: the minute, without its zone."""
    return plain(when or "").replace("T", " ")[:16]
