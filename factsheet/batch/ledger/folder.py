"""The files of a batch and their names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.errors import LedgerError, UsageError
from factsheet.identity import sha256

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 60
"""Characters of a slug in a name: with the key and the suffix well below every file system's 255 bytes."""
_KEY = 12
"""Hexadecimal digits of the article's key: a quarter of a million articles collide once in ten thousand days."""

PAGES = ("digest.md", "index.html", "feed.xml", "sheets.jsonl")
"""What is beside the folders, and is written anew by every run."""

_PARTIAL = re.compile(
    rf"\.(?:{'|'.join(map(re.escape, PAGES))}|[a-z0-9-]+-[0-9a-f]{{{_KEY}}}\.(?:json|md|html))\.\d+\.part"
)
"""What `files.write_whole` calls a file of a batch while it writes it; other files are not ours to take away."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that a batch writes to."""

    path: Path

    def sheet(self, stem: str) -> Path:
        """Where a sheet is."""
        return self.path / "sheets" / f"{stem}.json"

    def brief(self, stem: str) -> Path:
        """Where a brief is."""
        return self.path / "briefs" / f"{stem}.md"

    def page(self, stem: str) -> Path:
        """Where a brief is beside its article, to look at."""
        return self.path / "briefs" / f"{stem}.html"

    def make(self) -> None:
        """Make the folders, and remove half-written files of a killed run.

        Raises:
            LedgerError: they cannot be made.
        """
        try:
            for name in ("sheets", "briefs"):
                (self.path / name).mkdir(parents=True, exist_ok=True)
            for place in (self.path, self.path / "sheets", self.path / "briefs"):
                for partial in place.glob(".*.part"):
                    if _PARTIAL.fullmatch(partial.name):
                        partial.unlink()
        except OSError as error:
            raise LedgerError(f"{self.path}: cannot be written: {error.strerror}") from error

    def refuse_others(self) -> None:
        """Raise if a new batch would pay again for existing sheets, or overwrite somebody's files.

        Raises:
            UsageError: there is such a file.
        """
        number = sum(1 for _ in (self.path / "sheets").glob("*.json"))
        if number:
            raise UsageError(
                f"{self.path}: the ledger is empty beside {number} {'sheet' if number == 1 else 'sheets'}, which "
                "would be made and paid for again; restore ledger.db, or choose another folder with -o"
            )
        for name in PAGES:
            if (self.path / name).exists():
                raise UsageError(
                    f"{self.path / name}: is not from a batch, and would be overwritten; choose another folder"
                )

    def holds(self, stem: str, expected: str) -> bool:
        """Whether sheet, brief and page are there, and the sheet is the one with the SHA-256 `expected`."""
        try:
            text = self.sheet(stem).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return sha256(text) == expected and self.brief(stem).is_file() and self.page(stem).is_file()

    def withdraw(self, stem: str) -> None:
        """Move sheet, brief and page to `withdrawn`.

        Raises:
            LedgerError: they cannot be moved.
        """
        away = self.path / "withdrawn"
        try:
            away.mkdir(exist_ok=True)
            for path in (self.brief(stem), self.page(stem), self.sheet(stem)):
                if path.exists():
                    path.replace(away / path.name)
        except OSError as error:
            raise LedgerError(f"{away}: cannot be written: {error.strerror}") from error


def stem(slug: str, key: str) -> str:
    """A file's name without its suffix: letters of `slug` that every file system takes, and the key's beginning."""
    folded = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_LONGEST].strip("-")
    return f"{words or 'article'}-{key[:_KEY]}"
