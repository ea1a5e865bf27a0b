"""The live line: what the program waits for, and for how long. On standard error, and only on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

import click

from factsheet.briefs.text import plain

if TYPE_CHECKING:
    from types import TracebackType

    from factsheet.errors import ModelError


class Waiting:
    """A line with a clock while a model is asked; a bar once there is more than one part.

    `quiet` says nothing at all. Where nobody looks nothing is imported, and only failures that are waited out get
    a line.
    """

    def __init__(self, model: str, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar = None if quiet or not sys.stderr.isatty() else _bar(model)
        self._task: Any = None

    def __enter__(self) -> Self:
        """Show the line."""
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=None, parts="", trouble="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        if self._bar is not None:
            self._bar.stop()

    def progress(self, done: int, total: int) -> None:
        """Say how many parts are done."""
        if self._bar is not None and total > 1:
            self._bar.update(self._task, completed=done, total=total, parts=f"{done}/{total} parts", trouble="")

    def waits(self, error: ModelError, seconds: float) -> None:
        """Print what failed, and when it is tried again."""
        trouble = f"{plain(str(error))}; trying again in {seconds:.0f} s"
        if self._bar is not None:
            self._bar.update(self._task, trouble=trouble)
        elif not self._quiet:
            click.echo(trouble, err=True)


def _bar(model: str) -> Any:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.table import Column

    return Progress(
        SpinnerColumn(),
        TextColumn(f"asking {escape(model)}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[parts]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[trouble]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
        console=Console(stderr=True),
        transient=True,
    )
