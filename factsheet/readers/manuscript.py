"""An article in the making: a reader adds what it finds, block by block, and gets the `Article` at the end.

Here the rules stand that hold for every format: a block's white space, characters that no text should have, the
numbering of paragraphs, and that **parts not for publication never become text**: they are counted and forgotten
the moment they are added, so that nothing later can print, send, log or store them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from factsheet.records import BODY_ZONES, Article, Paragraph

if TYPE_CHECKING:
    from factsheet.records import Zone

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udfff]")
"""What XML 1.0 does not allow in text, lone surrogates, and the other half of the control characters."""

_SPACES = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
"""Space that layout put there; a no-break space is the writer's and stays."""

_KNOWN = frozenset(f.name for f in fields(Article)) - {"text", "paragraphs", "warnings"}
_LONGEST_FACT = 2_000
"""Characters of one piece of metadata: a headline of a page is never longer, a hostile one may be."""

_MOST_WARNINGS = 20


@dataclass(slots=True)
class Block:
    """A paragraph that is not placed yet: what it is, and its words."""

    zone: Zone
    text: str


@dataclass(slots=True)
class Manuscript:
    """What a reader has found so far. `name` is what messages call the source, `format` the reader's name."""

    name: str
    format: str
    head: list[Block] = field(default_factory=list)
    """Headline, standfirst, editor's notes and byline, in the order in which a page has them."""
    body: list[Block] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    """Captions of pictures that go with the story."""
    known: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    withheld: int = 0
    """How many parts were not for publication."""

    def know(self, **facts: str | tuple[str, ...] | None) -> None:
        """Note metadata; the first value of each that says something counts."""
        for key, value in facts.items():
            if key not in _KNOWN:
                raise KeyError(key)
            clean = tuple(filter(None, map(tidy, value))) if isinstance(value, tuple) else tidy(value)
            if clean and not self.known.get(key):
                self.known[key] = clean if isinstance(clean, tuple) else clean[:_LONGEST_FACT]

    def warn(self, message: str) -> None:
        """Note something that an editor should know about how this was read."""
        if message not in self.warnings and len(self.warnings) < _MOST_WARNINGS:
            self.warnings.append(message)

    def add(self, zone: Zone, text: str | None, *, lines: bool = False) -> None:
        """Add a block to the body; `lines` keeps its line breaks. Of what is not public only the number stays."""
        clean = _lines(text or "") if lines else tidy(text)
        if not any(char.isalnum() for char in clean):
            return
        if zone == "not-for-publication":
            self.withheld += 1
        elif zone == "caption":
            self.caption(clean)
        else:
            self.body.append(Block(zone, clean))

    def withhold(self) -> None:
        """Count a part not for publication without ever looking at it."""
        self.withheld += 1

    def caption(self, text: str | None) -> None:
        """Add the caption of a picture that goes with the story, once."""
        clean = tidy(text)
        if clean and all(block.text != clean for block in self.tail):
            self.tail.append(Block("caption", clean))

    def note(self, text: str | None) -> None:
        """Add an editor's note, once; one without a letter is an agency's bookkeeping."""
        clean = tidy(text)
        if any(map(str.isalpha, clean)) and all(block.text != clean for block in self.head):
            self.head.append(Block("editors-note", clean))

    def article(self) -> Article:
        """The article: headline and the like, body, captions, a blank line between two of them."""
        text: list[str] = []
        paragraphs = []
        at = number = 0
        for block in self._blocks():
            counted = block.zone in BODY_ZONES and block.zone != "subhead"
            number += counted
            paragraphs.append(Paragraph(at, at + len(block.text), block.zone, number if counted else None))
            text.append(block.text)
            at += len(block.text) + 2
        if self.withheld:
            parts = "part" if self.withheld == 1 else "parts"
            self.warn(f"{self.withheld} {parts} not for publication left out")
        known = {"source": self.name, "format": self.format, **self.known}
        return Article("\n\n".join(text), tuple(paragraphs), warnings=tuple(self.warnings), **known)

    def _blocks(self) -> list[Block]:
        front = []
        for zone, key in (("headline", "title"), ("standfirst", "standfirst"), ("byline", "byline")):
            written = zone == "byline" and any(block.zone == "byline" for block in self.body)
            if not written and (value := self.known.get(key)):
                front.append(Block(zone, value))  # type: ignore[arg-type]
        first = next((block for block in self.body if block.zone == "body"), None)
        if first is not None and all(block.zone != "lead" for block in self.body):
            first.zone = "lead"
        return [*front, *self.head, *self.body, *self.tail]


def tidy(text: str | None) -> str:
    """One line of text: its white space single, without characters that no text should have."""
    if not text:
        return ""
    return _SPACES.sub(" ", printable(text)).strip()


def printable(text: str) -> str:
    """The text without control characters, and with a replacement character for each lone surrogate."""
    return _CONTROLS.sub(lambda match: "\ufffd" if match[0] >= "\ud800" else " ", text)


def _lines(text: str) -> str:
    kept = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in printable(text.replace("\r\n", "\n")).split("\n"))
    return "\n".join(line for line in kept if line)
