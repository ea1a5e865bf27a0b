"""The word lists in `data/`, read once.

A list is plain text: lines that begin with "#" say where it is from, a line "[NAME]" begins a part.
"""

from __future__ import annotations

from functools import cache

from factsheet.language.wordfiles import word_file


@cache
def word_list(name: str, part: str = "") -> frozenset[str]:
    """The words of a list or of one part of it, a word or a phrase a line or several with commas."""
    return frozenset(word.strip() for line in lines(name, part) for word in line.split(",") if word.strip())


@cache
def lines(name: str, part: str = "") -> tuple[str, ...]:
    """The lines of one part of a list; the part "" is what stands before the first name."""
    return _parts(name).get(part, ())


@cache
def _parts(name: str) -> dict[str, tuple[str, ...]]:
    text = word_file("factsheet.attribution", name)
    parts: dict[str, list[str]] = {"": []}
    part = ""
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            part = line[1:-1]
            parts.setdefault(part, [])
        elif line and not line.startswith("#"):
            parts[part].append(line)
    return {key: tuple(value) for key, value in parts.items()}
