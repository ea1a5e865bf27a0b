"""Word lists: one syntax and one way to read them.

A list is a text file in UTF-8. All English ones are in `en/`, a file a list; another language is another folder
beside it, with files of the same names. Lists of no language (towns, codes) lie in the folder `data` of their package.

    # A line that begins with "#" is a comment; the first says what the list is and where it is from.
    word word two_words       words stand apart from each other by white space, "_" is a space within one
    first second third        in lists of forms, or of values, the first word of a line stands for the others
    one two | three | four    tables have "|" between their columns

    [part]                    begins a part; what comes before the first has the name ""

To add a list, put `NAME.txt` into `en/` and ask for it where it is used: `ENGLISH.words("NAME", "part")`. Where a list
of the same kind is there (abbreviations, titles, calendar, names), add a part to it rather than a file.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists in one folder of a package. Words are as in the file: nothing is folded.

    Every method raises FileNotFoundError where there is no such list, and KeyError where it has no such part.
    """

    package: str
    folder: str = "data"

    def parts(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """The lines of a list, part by part, without comments, empty lines and space around them."""
        return _parts(self.package, f"{self.folder}/{name}.txt")

    def lines(self, name: str, part: str = "") -> tuple[str, ...]:
        """The lines of one part."""
        return self.parts(name)[part]

    def rows(self, name: str, part: str = "") -> list[list[str]]:
        """The words of one part, line by line."""
        return [[word.replace("_", " ") for word in line.split()] for line in self.lines(name, part)]

    def words(self, name: str, *parts: str) -> frozenset[str]:
        """All words of some parts, or of the part "" if none is named; a set is made once."""
        return _words(self, name, parts or ("",))

    def table(self, name: str, part: str = "") -> list[list[str]]:
        """The columns of one part, line by line."""
        return [[cell.strip() for cell in line.split("|")] for line in self.lines(name, part)]


ENGLISH = Lists("factsheet.language", "en")


@cache
def _words(lists: Lists, name: str, parts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for part in parts for row in lists.rows(name, part) for word in row)


@cache  # a list is asked for part by part
def _parts(package: str, path: str) -> dict[str, tuple[str, ...]]:
    # Not importlib.resources, which takes as long to import as all lists take to read.
    data = pkgutil.get_data(package, path)
    if data is None:
        raise FileNotFoundError(f"{package}: there is no {path}")
    parts: dict[str, list[str]] = {"": []}
    part = parts[""]
    for raw in data.decode("utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            part = parts.setdefault(line[1:-1], [])
        elif line and not raw.startswith("#"):
            part.append(line)
    return {name: tuple(lines) for name, lines in parts.items()}
