"""Plain text, and web pages saved as text.

The text is kept whole; only its newlines become LF. What a story has around its body (section line, headline,
date, byline, dateline, caption, footer) is recognised by its shape and marked as a zone, so that it becomes
metadata and is not taken for body. A line that fits no shape is body: nothing is dropped.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.datelines import at_lead
from factsheet.readers.bodies import PROSE, begins_contacts, not_public, reaches_somebody
from factsheet.readers.dates import find_dates
from factsheet.records import BODY_ZONES, Article, Paragraph, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_WRAPPED = range(45, 96)
"""Characters of the lines of a text that was wrapped by hand or by a mail program."""

_CONTROL_SHARE = 0.02
"""Of control characters in a text; more is a binary file whose bytes happen to decode."""

_FRONT_BLOCKS = 14
"""Blocks at the top in which a story's front matter is looked for."""


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article in the bytes of a text file, as the one of its source."""
    yield read_text(data, name=name)


def read_text(data: bytes, *, name: str) -> Article:
    """Read one article from the bytes of a text file.

    Raises:
        ReadError: the input is empty, binary or in no known encoding; the message begins with `name`.
    """
    text = decode(data, name=name)
    return article_from_text(text, name=name)


def article_from_text(text: str, *, name: str) -> Article:
    """Mark up a text whose newlines are LF.

    Raises:
        ReadError: there is nothing but white space.
    """
    if not text.strip():
        raise ReadError(f"{name}: empty: there is no text in it")
    blocks = [_Block(start, end, text[start:end]) for start, end in _blocks(text)]
    public = _public(blocks)
    if public and public < len(blocks):
        article = _Marker(text[: blocks[public - 1].end] + "\n", blocks[:public]).article(name)
        return replace(article, warnings=("a part not for publication at the end left out",))
    return _Marker(text, blocks).article(name)


_CONTACT_BLOCKS = 15
"""Blocks at the end of which one may begin the contacts."""

_SAYS = re.compile(r"\w")


def _public(blocks: Sequence[_Block]) -> int:
    """How many blocks there are before a notebook, or before the contacts at the foot."""
    last = next((index for index, block in enumerate(blocks) if not_public(block.text)), len(blocks))
    for index in range(max(1, last - _CONTACT_BLOCKS), last):
        rest = blocks[index:last]
        if begins_contacts(blocks[index].text) and all(len(block.text.split()) <= PROSE for block in rest):
            last = index
            break
    cut = last < len(blocks)
    while last > 1 and (reaches_somebody(blocks[last - 1].text) or (cut and not _SAYS.search(blocks[last - 1].text))):
        last -= 1
        cut = True
    return last


_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
"""What text that is no UTF-8 is guessed to be."""


def decode(data: bytes, *, name: str) -> str:
    """The text in `data`, whatever its encoding, with newlines as LF.

    Raises:
        ReadError: the bytes are no text.
    """
    text = decode_bytes(data, name=name)
    if "\x00" in text:
        raise ReadError(f"{name}: binary, not text: NUL at character {text.index(chr(0))}")
    controls = sum(1 for char in text[:20_000] if char < " " and char not in "\t\n\r\f\x1b")
    if controls > _CONTROL_SHARE * min(len(text), 20_000):
        raise ReadError(f"{name}: binary, not text: {controls} control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_bytes(data: bytes, *, name: str) -> str:
    """The text in `data`, whatever its encoding, with all its characters.

    Raises:
        ReadError: it says that it is in an encoding and is not, or has NUL bytes.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) if encoding == "utf-8" else 0 :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadError(f"{name}: says it is {encoding} and is not, at byte {error.start}") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(data) >= 4 and zeros.count(0) > len(zeros) // 2:
            return data.decode(encoding, "replace")
    if data.count(0):
        raise ReadError(f"{name}: binary, not text: NUL at byte {data.index(0)}")
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_ENCODINGS)).best()
    return str(best) if best is not None else data.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    text: str


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The spans of paragraphs: between blank lines, and line by line where the lines are not wrapped."""
    for block in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        lines = block.group().split("\n")
        if len(lines) > 1 and not _is_wrapped(lines):
            at = block.start()
            for line in lines:
                yield _trimmed(text, at, at + len(line))
                at += len(line) + 1
        else:
            yield _trimmed(text, block.start(), block.end())


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph: all but the last about equally long, in a screen's width."""
    return all(len(line.rstrip()) in _WRAPPED for line in lines[:-1]) and len(lines[-1]) < _WRAPPED.stop


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$")
_BYLINE = re.compile(
    r"^(?:by|par|von|por|di|door)\s+\S.{1,80}$|"
    r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3},? (?:staff|correspondent|reporter)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{1,40}(?:, ?[\w. ]{2,30})?(?: ?\([A-Za-z .]{2,20}\))?\s*[-–—:]?$")
_CAPTION = re.compile(
    r"\b(?:image|photo|photograph|picture|foto|credit|file photo)s?\s*:|\((?:L|R|C|left|right)\)|"
    r"\b(?:getty images|reuters/|afp/|ap photo|via ap|anadolu agency|from file)\b|©",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"\([^()]{3,120}\)\s*$|image: [^.]{3,60}\.?$", re.IGNORECASE)
_FOOTER = re.compile(
    r"\b(?:subscri(?:be|ption|bers)|all rights reserved|copyright|newsletter|follow us|contact us|sign up|"
    r"read more|related (?:stories|articles|news)|terms of use|cookie|share this|tous droits réservés|"
    r"advertisement|click here|our standards)\b|©",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"\b(?:update[ds]?|published|posted|last modified|mis à jour|publié)\b", re.IGNORECASE)
_EDITORS_NOTE = re.compile(r"^\((?:adds?|updates?|recasts?|corrects?|refiles?|repeats?|eds?:?)\b.*\)$", re.IGNORECASE)

_LONG = 12
"""Words from which a block at the top that ends a sentence is the story itself."""

_SUBHEAD_WORDS = 9
_FOOTER_BLOCKS = 4


class _Marker:
    """Finds the zones of one text, from the top to the lead, in the body, and from the foot upwards."""

    def __init__(self, text: str, blocks: list[_Block]) -> None:
        self._text = text
        self._blocks = blocks
        self._zones: list[Zone | None] = [None] * len(blocks)
        self._known: dict[str, str] = {}

    def article(self, name: str) -> Article:
        """The article with its paragraphs marked."""
        self._mark_foot()
        self._mark_front()
        self._mark_body()
        paragraphs = []
        number = 0
        for block, zone in zip(self._blocks, self._zones, strict=True):
            zone = zone or "body"  # noqa: PLW2901
            counted = zone in BODY_ZONES and zone != "subhead"
            number += counted
            paragraphs.append(Paragraph(block.start, block.end, zone, number if counted else None))
        article = Article(self._text, tuple(paragraphs), source=name, format="text")
        return replace(article, **self._known)  # type: ignore[arg-type]

    def _mark_foot(self) -> None:
        last = len(self._blocks) - 1
        for index in range(last, max(0, last - _FOOTER_BLOCKS), -1):
            if not _FOOTER.search(self._blocks[index].text) or len(self._blocks[index].text) > 600:
                break
            self._zones[index] = "boilerplate"

    def _mark_front(self) -> None:
        lead = self._find_lead()
        if lead is None:
            return
        self._zones[lead] = "lead"
        headline = self._find_headline(lead)
        for index in range(lead):
            block = self._blocks[index].text
            zone = "headline" if index == headline else self._front_zone(block, index, headline)
            self._zones[index] = zone
            self._note(zone, block)
        self._note_inline_dateline(self._blocks[lead].text)
        if "published" not in self._known and (dates := find_dates(self._blocks[lead].text[:40])):
            self._known["published"] = dates[0]

    def _find_lead(self) -> int | None:
        """The first block that is a sentence of the story: long, ended, and no caption or standfirst."""
        for index, block in enumerate(self._blocks[:_FRONT_BLOCKS]):
            if self._zones[index] is not None or _is_caption(block.text) or _EDITORS_NOTE.match(block.text):
                continue
            if len(block.text.split()) >= _LONG and _SENTENCE_END.search(block.text):
                return index
        return None

    def _find_headline(self, lead: int) -> int | None:
        """The line of most words among the first ones that are not a date, a byline or a section."""
        for index in range(lead):
            text = self._blocks[index].text.removeprefix("# ")
            words = text.split()
            plain = not (find_dates(text) or _BYLINE.match(text) or _is_caption(text) or _EDITORS_NOTE.match(text))
            shorter = index + 1 < lead and len(words) <= 3 < len(self._blocks[index + 1].text.split())
            if plain and not shorter and len(words) >= 2 and len(text) <= 200:
                return index
        return None

    def _front_zone(self, text: str, index: int, headline: int | None) -> Zone:
        rules: tuple[tuple[Zone, bool], ...] = (
            ("editors-note", bool(_EDITORS_NOTE.match(text))),
            ("byline", bool(_BYLINE.match(text))),
            ("caption", _is_caption(text) or text[0].islower()),
            ("update", bool(find_dates(text) or _UPDATE.search(text)) and len(text) < 100),
            ("dateline", bool(_DATELINE.match(text)) and (headline is None or index > headline)),
            ("section", len(text.split()) <= 3),
            ("standfirst", headline is not None and index > headline),
        )
        return next((zone for zone, fits in rules if fits), "section")

    def _note(self, zone: Zone, text: str) -> None:
        """Keep what a zone says as metadata; of two of one kind the first counts."""
        if zone == "headline":
            self._known.setdefault("title", " ".join(text.removeprefix("# ").split()))
        elif zone == "byline":
            self._known.setdefault("byline", re.sub(r"^(?:by|par|von|por|di|door)\s+", "", text, flags=re.IGNORECASE))
        elif zone == "dateline":
            self._known.setdefault("dateline_place", text.rstrip(" -–—:").split(",")[0].split("(")[0].strip())
        elif zone in {"section", "standfirst"}:
            self._known.setdefault(zone, text)
        elif zone == "update" and (dates := find_dates(text)):
            self._known.setdefault("published", dates[0])
            if len(dates) > 1:
                self._known.setdefault("updated", dates[1])

    def _note_inline_dateline(self, text: str) -> None:
        """A dateline that begins the lead ("PARIS (AP) — …") is noted; its paragraph remains body."""
        found = at_lead(text)
        said = {"dateline_place": found.place, "dateline_date": found.date, "agency": found.agency}
        for key, value in said.items():
            if value:
                self._known.setdefault(key, value.split(",")[0] if key == "dateline_place" else value)

    def _mark_body(self) -> None:
        for index, block in enumerate(self._blocks):
            if self._zones[index] is not None:
                continue
            if _is_caption(block.text):
                self._zones[index] = "caption"
            elif block.text.startswith("#") or self._is_subhead(index):
                self._zones[index] = "subhead"

    def _is_subhead(self, index: int) -> bool:
        """A heading, or the first of two that follow the end of a paragraph: that of the section of a section."""
        if not self._is_label(index):
            return False
        if self._is_longer(index + 1, index):
            return True
        opens = index == 0 or _SENTENCE_END.search(self._blocks[index - 1].text)
        return bool(opens) and self._is_label(index + 1) and self._is_longer(index + 2, index + 1)

    def _is_label(self, index: int) -> bool:
        """Whether a block is a short line that neither begins nor ends like a sentence or an item of a list."""
        text = self._blocks[index].text if index < len(self._blocks) else "-"
        if len(text.split()) > _SUBHEAD_WORDS or _SENTENCE_END.search(text) or text[-1] in ",;:-–—*|":
            return False
        return any(map(str.isalpha, text)) and not text[0].islower() and text[0] not in "\"'“‘«-*•"

    def _is_longer(self, at: int, index: int) -> bool:
        """Whether the text from block `at` on, captions left out, begins with more than twice block `index`."""
        following = next((b.text for b in self._blocks[at : at + 8] if not _is_caption(b.text)), "")
        return len(following) > 2 * len(self._blocks[index].text)


def _is_caption(text: str) -> bool:
    """Whether a block describes a picture: it names who took it, at its end or with a label."""
    is_short = len(text) < 160
    return (is_short or bool(_CREDIT_AT_END.search(text[-160:]))) and bool(_CAPTION.search(text))
