"""Files that are written whole or not at all, so that none is ever seen half done."""

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

    They are written to `.NAME.PID.part` beside the file, which then takes its name.

    Raises:
        FactsheetError: it cannot be written; the type is `failure`, and the message says why.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if isinstance(pieces, bytes):
            partial.write_bytes(pieces)
        else:
            with partial.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
                file.writelines(pieces)
        os.replace(partial, path)  # noqa: PTH105 - the quickest of the two
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise failure(f"{path}: cannot be written: {error.strerror}") from error
