"""Prints a digest as an unsent mail: as text, and as HTML with inline styles, like `briefs.mail`.

Gmail cuts a message off after 102 kB, so that each heading has only as many rows as fit; the others are counted. Titles
lead to the briefs where the reader can get at them, and nowhere without that address.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from factsheet.batch.digest.lines import Link, address, fitted, signs
from factsheet.briefs.mail import COLUMNS, message
from factsheet.briefs.page import Run
from factsheet.briefs.templating import template
from factsheet.briefs.text import isolate, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.batch.digest.lines import Digest, Line, Part

_LARGEST = 95_000
"""Bytes of the HTML."""


def render(digest: Digest, base: str | None = None) -> bytes:
    """The digest as a message for a file that ends in .eml; `base` is the address of the day's folder."""
    marks, to = signs(digest.parts), partial(address, base) if base else None
    page = partial(template("day-mail.html").render, digest=digest, signs=marks, address=to)

    def fits(parts: Sequence[Part]) -> bool:
        return len(page(parts=parts, left=0).encode("utf-8", "replace")) <= _LARGEST

    parts, left = fitted(digest.parts, fits)
    counts = _wrapped((Run(digest.counts),), None, "")
    text = "\n".join([digest.title, "", *counts, "", *_text(parts, left, base), " · ".join(marks)])
    return message(digest.title, text + "\n", page(parts=parts, left=left))


def _text(parts: Sequence[Part], left: int, base: str | None) -> Iterator[str]:
    for part in parts:
        yield from (isolate(part.title), ("=" if part.level == 2 else "-") * min(len(part.title), COLUMNS))
        for row in part.rows:
            for place, line in enumerate(row):
                yield from _wrapped(line, base, "* " if not place else "  ")
        yield from ([f"  +{part.more} more in the digest"] if part.more else [])
        yield ""
    yield from ([f"+{left} more in the digest", ""] if left else [])


def _wrapped(line: Line, base: str | None, before: str) -> Iterator[str]:
    """A line in lines, and the addresses of its links below, each on one of its own."""
    runs = tuple(piece if isinstance(piece, Run) else Run(piece.text, own=piece.own) for piece in line)
    for number, one in enumerate(wrap(runs, COLUMNS - 2) or []):
        yield (before if not number else " " * len(before)) + "".join(run.text for run in one)
    yield from (f"  {address(base, one.stem)}" for one in line if base and isinstance(one, Link))
