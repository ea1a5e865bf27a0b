"""The lists of items without a brief, by what became of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factsheet.batch.digest.lines import Link, Part, made_lines, said
from factsheet.briefs.page import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from factsheet.batch.digest.lines import Line, Piece

STATES = {
    "copy": ("copy", "copies"),
    "earlier": ("earlier version", "earlier versions"),
    "withdrawn": ("withdrawn", "withdrawn"),
    "held": ("under embargo", "under embargo"),
    "other": ("no story", "no stories"),
    "unreadable": ("unreadable", "unreadable"),
    "failed": ("failed", "failed"),
    "waiting": ("still to be made", "still to be made"),
}
"""What has no brief, as one and as several are called."""

_TYPES = {
    "alert": "alerts",
    "headline": "headlines without their stories",
    "teaser": "teasers of feeds",
    "advisory": "advisories to editors",
    "planner": "planners",
    "event": "events",
    "comment": "newspapers' comments",
    "roundup": "round-ups",
    "list": "lists",
    "table": "tables",
    "picture": "pictures",
    "graphic": "graphics",
    "audio": "recordings",
    "video": "videos",
    "package": "packages",
}
"""What is no story, in the order in which a desk looks at it."""


def rest(others: dict[str, dict[str, list[int]]], row: Callable[[int], dict[str, Any]]) -> Iterator[Part]:
    """Everything that has no brief of its own, by what became of it; what is no story, by what it is instead.

    `others` has the articles by state and by what they are, `row` reads one.
    """
    for state, (_, name) in STATES.items():
        found = others.get(state, {})
        if state == "other":
            yield from [Part(_title(name)), *_by_type(found, row)] if found else []
        elif found and state != "failed":
            yield Part(
                _title(name), made_lines([one for some in found.values() for one in some], lambda one: other(row(one)))
            )


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _by_type(found: dict[str, list[int]], row: Callable[[int], dict[str, Any]]) -> Iterator[Part]:
    order = list(_TYPES)
    for kind in sorted(found, key=lambda kind: order.index(kind) if kind in order else len(order)):
        yield Part(
            _title(_TYPES.get(kind, kind)), made_lines(found[kind], lambda one: other(row(one) | {"reason": ""})), 3
        )


def other(row: dict[str, Any]) -> Line:
    """The line of an item without a brief: what it is called, why, and the brief that stands for it."""
    reason = row["reason"].removeprefix(row["source"]).lstrip(": ")
    line: list[Piece] = [said(row["title"] or row["slug"] or row["source"])]
    line += [Run(": "), said(reason)] if reason else []
    line += [Run(" → "), Link("the brief", row["stem"], own=False)] if row["stem"] else []
    for change in json.loads(row["changes"]):
        line += [Run("; "), said(change)]
    return tuple(line)


def outlined(written: str) -> dict[str, Any]:
    """An outline as it is in the ledger; in one that says nothing of standings every entry is open."""
    outline: dict[str, Any] = json.loads(written)
    if "standings" not in outline:
        for entry in (one for its in outline.values() if isinstance(its, list) for one in its):
            if isinstance(entry, dict):
                entry.setdefault("standing", "open")
    return outline
