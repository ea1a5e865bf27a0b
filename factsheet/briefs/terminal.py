"""Prints a laid-out brief for a terminal: the colours, and nothing else.

The text is free of control characters when it arrives (`text.plain`); rich writes the escape codes of the
styles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factsheet.briefs.page import Brief

_STYLES = {
    "text": "",
    "title": "bold",
    "label": "bold cyan",
    "strong": "bold",
    "quote": "italic",
    "dim": "dim",
    "doubt": "bold yellow",
    "alarm": "bold red",
    "reason": "red",
    "strip": "bold reverse red",
}
"""Only colours that every terminal theme defines, so that the page fits a light and a dark one."""


def render(brief: Brief, *, colour: bool) -> str:
    """The lines of `brief`, each ended by a newline; with ANSI styles where `colour` says so."""
    if not colour:
        return "".join("".join(run.text for run in line).rstrip(" ") + "\n" for line in brief.lines)
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(style) for name, style in _STYLES.items()}
    out: list[str] = []
    for line in brief.lines:
        out += (styles[run.style].render(run.text, color_system=ColorSystem.STANDARD) for run in line)
        out.append("\n")
    return "".join(out)
