"""An article in the making: a reader adds what it finds, block by block, and gets the `Article` at the end.

Here the rules stand that hold for every format: a block's white space, characters that no text should have, the
numbering of paragraphs, and that **parts not for publication never become text**: they are counted and forgotten
the moment they are added, so that nothing later can print, send, log or store them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from factsheet.readers.encodings import amended, with_meant_characters
from factsheet.readers.leftovers import with_spaces
from factsheet.records import BODY_ZONES, Article, Paragraph

if TYPE_CHECKING:
    from factsheet.records import Zone

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udfff]")
"""What XML 1.0 does not allow in text, lone surrogates, and the other half of the control characters."""

_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
"""Where a word may be divided, or not: a reader does not see them, and words that have them are not found."""

_ODD = re.compile(rf"{_CONTROLS.pattern}|[\x80-\x9f\u00ad\u200b\u2060\ufeff]")
"""What a text has that needs any of this."""

_PARTING = frozenset("\x0b\x0c\r\x1c\x1d\x1e\x1f")
"""The control characters that part words; all others are nothing."""

_PART = "\x1e"  # which no text has, see above

_SPACES = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
"""Space that layout put there; a no-break space is the writer's and stays."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of Chinese, Japanese, Thai, Lao, Burmese and Khmer, whose words are together."""

_KNOWN = frozenset(f.name for f in fields(Article)) - {"text", "paragraphs", "warnings"}
_LONGEST_FACT = 2_000  # characters of one piece of metadata: a headline of a page is never longer, a hostile one may be
_MOST_WARNINGS = 20
_FRONT: tuple[tuple[Zone, str], ...] = (("headline", "title"), ("standfirst", "standfirst"), ("byline", "byline"))
"""The metadata that is above a story, by the zone it is printed in."""


@dataclass(slots=True)
class Block:
    """A paragraph of a manuscript: what it is, its words, and where they begin in a text that is kept whole."""

    zone: Zone
    text: str
    start: int | None = None


@dataclass(slots=True)
class Manuscript:
    """What a reader has found so far. `name` is what messages call the source, `format` the reader's name."""

    name: str
    format: str
    whole: str | None = None
    """The text of a source that is kept as it came; the blocks of the body are stretches of it, and all there is."""
    head: list[Block] = field(default_factory=list)
    """Headline, standfirst, editor's notes and byline, in the order in which a page has them."""
    body: list[Block] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    """Captions of pictures that go with the story."""
    known: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    withheld: int = 0
    """How many parts were not for publication."""
    withheld_below: int = 0
    """How many paragraphs were cut with the line that says so of all that follow it."""

    def know(self, **facts: str | tuple[str, ...] | None) -> None:
        """Note metadata; the first non-empty value of each counts."""
        for key, value in facts.items():
            if key not in _KNOWN:
                raise KeyError(key)
            clean = tuple(filter(None, map(tidy, value))) if isinstance(value, tuple) else tidy(value)[:_LONGEST_FACT]
            if clean and not self.known.get(key):
                self.known[key] = clean

    def know_times(self, created: str | None, revised: str | None) -> None:
        """Note when a story was first sent and when this version of it was; one of them alone is its publication."""
        self.know(published=created or revised, updated=revised if created and revised != created else None)

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

    def withhold(self, below: int = 0) -> None:
        """Count a part not for publication without ever looking at it, and the blocks `below` its first line."""
        self.withheld += 1
        self.withheld_below += below

    def caption(self, text: str | None) -> None:
        """Add the caption of one of the story's pictures, once."""
        clean = tidy(text)
        if clean and all(block.text != clean for block in self.tail):
            self.tail.append(Block("caption", clean))

    def note(self, text: str | None) -> None:
        """Add an editor's note, once; one without a letter is an agency's bookkeeping."""
        clean = tidy(text)
        if any(map(str.isalpha, clean)) and all(block.text != clean for block in self.head):
            self.head.append(Block("editors-note", clean))

    def words(self) -> int:
        """The number of words in the body."""
        return sum(word_count(block.text) for block in self.body)

    def is_article(self) -> bool:
        """Whether anything was found: a headline, a text, a caption, or that a story was killed."""
        is_kill = self.known.get("status") == "cancelled" and self.known.get("item_type") not in {"event", "package"}
        return bool(self.body or self.tail or self.known.get("title") or is_kill)

    def say_withheld(self) -> None:
        """Warn of the parts that were not for publication."""
        if self.withheld:
            below = f", one with the {amount(self.withheld_below, 'paragraph')} below it" if self.withheld_below else ""
            self.warn(f"left out {amount(self.withheld, 'part')} not for publication{below}")

    def article(self) -> Article:
        """The article: the text that is kept whole, or headline and the like, body and captions between blank lines."""
        if self.whole is None:
            self._amend()
            self._space()
        blocks = [*self._front(), *self.head, *self.body, *self.tail] if self.whole is None else self.body
        paragraphs = []
        at = number = 0
        for block in blocks:
            counted = block.zone in BODY_ZONES and block.zone != "subhead"
            number += counted
            start = at if block.start is None else block.start
            at = start + len(block.text)
            paragraphs.append(Paragraph(start, at, block.zone, number if counted else None))
            at += len("\n\n")
        self.say_withheld()
        text = "\n\n".join(block.text for block in blocks) if self.whole is None else self.whole
        if lost := text.count("\ufffd"):
            self.warn(
                f"broken text: {amount(lost, 'character')} cannot be read, the first at {text.index(chr(0xFFFD))}"
            )
        known = {"source": self.name, "format": self.format, **self.known}
        return Article(text, tuple(paragraphs), warnings=tuple(self.warnings), **known)

    def _space(self) -> None:
        """Put spaces between sentences that have none."""
        places = 0
        for block in self.body:
            block.text, count = with_spaces(block.text)
            places += count
        if places:
            self.warn(f"added missing spaces between sentences in {amount(places, 'place')}")

    def _amend(self) -> None:
        """Put right what was encoded twice."""
        blocks = (*self.head, *self.body, *self.tail)
        said = [key for key, value in self.known.items() if isinstance(value, str)]
        whole = _PART.join([*(block.text for block in blocks), *(self.known[key] for key in said)])
        text, places = amended(whole)
        if not places:
            return
        parts = text.split(_PART)
        for block, part in zip(blocks, parts[: len(blocks)], strict=True):
            block.text = part
        self.known.update(zip(said, parts[len(blocks) :], strict=True))
        self.warn(f"repaired text that was encoded twice in {amount(places, 'place')}")

    def _front(self) -> list[Block]:
        """The blocks of the metadata above the story; its first paragraph becomes the lead where none is."""
        zones = {block.zone for block in self.body}
        if "lead" not in zones and "body" in zones:
            next(block for block in self.body if block.zone == "body").zone = "lead"
        printed = zones & {"byline"}  # in the body
        return [Block(zone, text) for zone, key in _FRONT if zone not in printed and (text := self.known.get(key))]


SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$")
"""What ends a line or a block that is a sentence."""


def word_count(text: str) -> int:
    """How many words a text has; two characters of a script that has no spaces between them count as one."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    return len(text.split()) if not unspaced else len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2


def letters(text: str | None) -> str:
    """What two ways to print one text have in common: its letters and digits, small."""
    return "".join(filter(str.isalnum, (text or "").casefold()))


def stems(text: str) -> set[str]:
    """The words of four letters or more, by how they begin: what a headline has in common with its story."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())}


def amount(number: int, noun: str) -> str:
    """A number with its noun: "1 paragraph", "2 paragraphs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def tidy(text: str | None) -> str:
    """One line of text: its white space single, without characters that no text should have."""
    return _SPACES.sub(" ", printable(text)).strip() if text else ""


def printable(text: str) -> str:
    """The text without control characters, and with a replacement character for each lone surrogate."""
    if not _ODD.search(text):
        return text
    return _ODD.sub(_instead, text)


def _instead(match: re.Match[str]) -> str:
    char = with_meant_characters(match[0])
    if not _CONTROLS.match(char):
        return "" if char in _UNSEEN else char
    return "\ufffd" if char >= "\ud800" else " " if char in _PARTING else ""


def _lines(text: str) -> str:
    kept = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in printable(text.replace("\r\n", "\n")).split("\n"))
    return "\n".join(line for line in kept if line)
