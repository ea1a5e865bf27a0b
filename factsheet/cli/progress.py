"""The live line: what is being waited for, and for how long. On standard error, and only on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType


class Waiting:
    """A line with a clock while a model is asked; a bar once there is more than one part.

    `shown` is False where nobody looks: then nothing is imported and nothing is written.
    """

    def __init__(self, model: str, *, shown: bool) -> None:
        self._bar = _bar(model) if shown else None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Show the line."""
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=None, parts="")
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
            self._bar.update(self._task, completed=done, total=total, parts=f"{done}/{total} parts")


def _bar(model: str) -> Any:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        TextColumn(f"asking {escape(model)}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[parts]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
