"""Prints a laid-out brief for a terminal; only adds colour and underlines.

The text is free of control characters when it arrives (`text.plain`); rich writes the escape codes of the
styles.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.briefs.page import Brief

_STYLES = {
    "text": "",
    "title": "bold",
    "label": "bold cyan",
    "strong": "bold",
    "quote": "italic",
    "dim": "dim",
    "open": "bold",
    "doubt": "bold yellow",
    "alarm": "bold red",
    "reason": "red",
    "strip": "bold reverse red",
}
"""Only colours that every terminal theme defines, so that the page fits a light and a dark one."""


def render(brief: Brief, *, colour: bool, underline: bool | None = None) -> str:
    """The lines of `brief`, each ended by a newline; with ANSI styles where `colour` says so.

    `underline` underlines words that are not the article's, with colour or without; it is as `colour` where it is not
    given. A brief for it is laid out with `underlined`.
    """
    underline = colour if underline is None else underline
    if not (colour or underline):
        return "".join("".join(run.text for run in line).rstrip(" ") + "\n" for line in brief.lines)
    looks = _looks(colour=colour, underline=underline)
    return "".join("".join(looks[run.style, run.under](run.text) for run in line) + "\n" for line in brief.lines)


def _looks(*, colour: bool, underline: bool) -> dict[tuple[str, bool], Callable[[str], str]]:
    """What puts a text in each style, underlined or not."""
    from rich.color import ColorSystem
    from rich.style import Style

    under = Style(underline=underline)
    return {
        (name, is_under): partial((look + under if is_under else look).render, color_system=ColorSystem.STANDARD)
        for name, style in _STYLES.items()
        for look in (Style.parse(style if colour else ""),)
        for is_under in (False, True)
    }
