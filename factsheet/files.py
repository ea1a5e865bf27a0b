"""Atomic writes: a file is replaced whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from factsheet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from factsheet.errors import FactsheetError


def write_whole(path: Path, pieces: Iterable[str] | bytes, *, failure: type[FactsheetError] = UsageError) -> None:
    r"""Write pieces of text one after the other, as UTF-8 with \n; half a surrogate pair becomes "?". Or write bytes.

    They are written to `.NAME.PID.part` beside the file, which then takes its name. What is no file but a pipe or a
    device, such as /dev/stdout, is written to as it is.

    Raises:
        FactsheetError: it cannot be written; the type is `failure`, and the message says why.
    """
    try:
        (_write if _is_special(path) else _replace)(path, pieces)
    except OSError as error:
        raise failure(f"{path}: cannot be written: {error.strerror}") from error


def _is_special(path: Path) -> bool:
    """Whether something is no file whose place another could take: not even where /dev/stdout leads to one."""
    return (path.exists() and not path.is_file()) or path.parent.resolve().parts[1:2] == ("dev",)


def _replace(path: Path, pieces: Iterable[str] | bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _write(partial, pieces)
        os.replace(partial, path)  # noqa: PTH105 - the quickest of the two
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise


def _write(path: Path, pieces: Iterable[str] | bytes) -> None:
    if isinstance(pieces, bytes):
        path.write_bytes(pieces)
        return
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(pieces)
