"""The meaning of each code, read from `data/codes.txt`: for `--explain` and `docs/checks.md`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from factsheet.language.lists import Lists


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its theme, the levels it occurs with, and its meaning."""

    name: str
    theme: str
    levels: tuple[str, ...]
    meaning: str


@cache  # reads a word list
def codes() -> dict[str, Code]:
    """All codes by name, in the order of their themes."""
    lists = Lists("factsheet.checking")
    return {
        name: Code(name, theme, tuple(levels.split(", ")), meaning)
        for theme in lists.parts("codes")
        for name, levels, meaning in lists.table("codes", theme)
    }
