"""The lists of a digest: words that are not ours, and what every item without a brief became."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from factsheet.briefs.markdown import escape
from factsheet.briefs.page import DOUBT_MARK, OPEN_MARK
from factsheet.briefs.text import isolate, plain

_LONGEST = 240
"""Characters of one text in a list."""

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


def rest(others: list[dict[str, Any]]) -> list[str]:
    """Everything that has no brief of its own, by what became of it."""
    lines: list[str] = []
    for state, (_, name) in STATES.items():
        rows = [row for row in others if row["state"] == state and state != "failed"]
        listed = _by_type(rows) if state == "other" else [other(row) for row in rows]
        lines += section(name[:1].upper() + name[1:], listed)
    return lines


def _by_type(rows: list[dict[str, Any]]) -> list[str]:
    """What is no story, by what it is instead."""
    lines: list[str] = []
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_type[row["reason"]].append(other(row | {"reason": ""}))
    order = list(_TYPES)
    for kind in sorted(by_type, key=lambda kind: order.index(kind) if kind in order else len(order)):
        name = _TYPES.get(kind, kind)
        lines += [f"### {text(name[:1].upper() + name[1:])}", "", *by_type[kind], ""]
    return lines[:-1]


def other(row: dict[str, Any]) -> str:
    """The line of an item without a brief: what it is called, why, and the brief that stands for it."""
    said = row["reason"].removeprefix(row["source"]).lstrip(": ")
    line = f"- {_name(row)}" + (f": {text(said)}" if said else "")
    if row["stem"]:
        line += f" → [the brief](briefs/{row['stem']}.md)"
    return line + "".join(f"; {text(change)}" for change in json.loads(row["changes"]))


def section(title: str, lines: list[str]) -> list[str]:
    """The lines under a heading; none where there are none."""
    return [f"## {title}", "", *lines, ""] if lines else []


def _name(row: dict[str, Any]) -> str:
    return text(row["title"] or row["slug"] or row["source"])


def text(words: str) -> str:
    """Words that are not ours, on one line, shortened, and so that nothing in them acts."""
    return escape(isolate(shortened(plain(words))))


def shortened(words: str) -> str:
    """No more of a text than a list shows."""
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


_MARKS = {"open": f" {OPEN_MARK}", "doubtful": f" **{DOUBT_MARK}**"}
_SIGNS = {"open": f"{OPEN_MARK} not proven, and nothing against it", "doubtful": f"{DOUBT_MARK} a check has a doubt"}


def outlined(written: str) -> dict[str, Any]:
    """An outline as it is in the ledger; in one that says nothing of standings every entry is open."""
    outline: dict[str, Any] = json.loads(written)
    if "standings" not in outline:
        for entry in (one for its in outline.values() if isinstance(its, list) for one in its):
            if isinstance(entry, dict):
                entry.setdefault("standing", "open")
    return outline


def mark(entry: dict[str, Any]) -> str:
    """What stands behind an entry of an outline that is not proven; no words of ours look like it once escaped."""
    return _MARKS.get(str(entry.get("standing")), "")


def signs(lines: list[str]) -> list[str]:
    """What the marks in some lines mean."""
    used = [_SIGNS[name] for name, sign in _MARKS.items() if any(sign in line for line in lines)]
    return [" · ".join(used)] if used else []
