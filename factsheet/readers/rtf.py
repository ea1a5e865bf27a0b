"""RTF: the text of a document in Rich Text Format, without codes, notes, headers, deleted and hidden text.

Written after Microsoft's "Rich Text Format (RTF) Specification, Version 1.9.1".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers.documents import article_of
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.plaintext import add_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article, Zone

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|"
    rb"(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_LISTS = Lists("factsheet.readers")
_LEFT_OUT = _LISTS.words("rtf", "left out")
_CHARACTERS = {word.encode(): chr(int(code, 16)) for word, code in _LISTS.rows("rtf", "characters")}
_CHARSETS = {int(number): name for number, name in _LISTS.rows("rtf", "charsets")}
_FONT = re.compile(rb"\\f(\d{1,5})[^{};]{0,300}?\\fcharset(\d{1,3})")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_BODY_LEVEL = 9  # the level of an outline that is none
_BULLET = re.compile(r"\s*[•‣▪·][ \t]+(?=\S)")
_LONG_CELL = 200  # characters of a cell from which its table is a layout
_DEEPEST = 2_000  # groups in each other
_HARD_WRAPPED = 100  # characters of a line up to which paragraphs were broken by hand


@dataclass(slots=True)
class _Group:
    """What holds in a group and those in it: how bytes are read, how many stand for a character, what is no text."""

    encoding: str
    after_unicode: int = 1
    silent: bool = False
    hidden: bool = False
    """Hidden or deleted text, which formatting switches on and off."""


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a document in Rich Text Format.

    Raises:
        ReadError: there is no text in it, or its groups are nested too deeply.
    """
    manuscript = Manuscript(name, "rtf")
    paragraphs = _Decoder(data, name).paragraphs()
    if all(len(text) <= _HARD_WRAPPED for _, text in paragraphs):
        add_plain(manuscript, "\n".join(text for _, text in paragraphs))
    else:
        for zone, text in paragraphs:
            manuscript.add(zone, text, lines=zone == "table")
    yield article_of(manuscript)


class _Decoder:
    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        page = _CODE_PAGE.search(data[:2_000])
        self._page = _known(f"cp{page[1].decode()}") if page else "cp1252"
        self._fonts = {int(font): _CHARSETS.get(int(charset)) for font, charset in _FONT.findall(data)}
        self._group = _Group(self._page)
        self._stack: list[_Group] = []
        self._bytes = bytearray()
        self._skip = 0  # characters that follow one in Unicode for readers that know none
        self._parts: list[str] = []
        self._cells: list[str] = []
        self._zone: Zone = "body"
        self._found: list[tuple[Zone, str]] = []

    def paragraphs(self) -> list[tuple[Zone, str]]:
        """The paragraphs, empty ones too, each with its zone."""
        at = 0
        while match := _TOKEN.match(self._data, at):
            at = match.end()
            kind = match.lastgroup
            if kind in {"word", "number"}:
                at += self._word(match["word"], int(match["number"]) if match["number"] else None)
            elif kind == "byte":
                self._put_bytes(bytes.fromhex(match["byte"].decode()))
            elif kind == "text":
                self._put_bytes(match["text"])
            elif kind == "brace":
                self._brace(match["brace"])
            elif kind == "sign":
                self._sign(match["sign"])
        if self._cells:
            self._end_row()
        self._end_paragraph()
        return self._found

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        if brace == b"{":
            if len(self._stack) >= _DEEPEST:
                raise ReadError(f"{self._name}: nested too deeply: more than {_DEEPEST} RTF groups within one another")
            self._stack.append(self._group)
            self._group = replace(self._group)
        elif self._stack:
            self._group = self._stack.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._group.silent = True  # a destination that readers may leave out
        elif sign in b"\r\n":
            self._end_paragraph()
        else:
            self._put({b"~": "\xa0", b"-": "", b"_": "-"}.get(sign, sign.decode("latin-1")))

    def _word(self, word: bytes, number: int | None) -> int:
        """Do what a control word says; returns how many bytes of the file belong to it."""
        if word == b"bin":
            return max(0, number or 0)
        if word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word.decode() in _LEFT_OUT:
            self._group.silent = True
        elif word == b"u":
            self._unicode(number or 0)
        else:
            self._format(word, number)
        return 0

    def _format(self, word: bytes, number: int | None) -> None:
        """Do what a word says of paragraphs and cells, or of what kind the text after it is."""
        if word in {b"par", b"sect", b"page"}:
            self._put("\n") if self._zone == "table" else self._end_paragraph()
        elif word in {b"cell", b"nestcell"}:
            self._cells.append(self._taken())
        elif word == b"row":
            self._end_row()
        elif word in {b"pard", b"intbl", b"ls", b"outlinelevel"}:
            self._zone = self._zone_of(word, number)
        else:
            self._dress(word, number)

    def _zone_of(self, word: bytes, number: int | None) -> Zone:
        """The zone of the paragraph that a word of its format begins or describes."""
        if word in {b"pard", b"intbl"}:
            return "body" if word == b"pard" else "table"
        if word == b"ls":
            return "list" if number else self._zone
        is_heading = number is not None and number < _BODY_LEVEL and bool(self._found)
        return "subhead" if is_heading else self._zone

    def _dress(self, word: bytes, number: int | None) -> None:
        """Note what holds for the text of the group from here on."""
        if word in {b"v", b"deleted"}:
            self._flush()
            self._group.hidden = number != 0
        elif word == b"plain":
            self._group.hidden = False
        elif word == b"uc":
            self._group.after_unicode = min(max(number or 0, 0), 10)
        elif word == b"f" and number is not None:
            self._flush()
            self._group.encoding = self._fonts.get(number) or self._page

    def _unicode(self, number: int) -> None:
        code = number + 65_536 if number < 0 else number
        self._put(chr(code) if 0 < code <= 0x10FFFF else "\ufffd")
        self._skip = self._group.after_unicode

    def _put_bytes(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if not (self._group.silent or self._group.hidden):
            self._bytes += data[skipped:]

    def _put(self, text: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        if not (self._group.silent or self._group.hidden):
            self._parts.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._parts.append(self._bytes.decode(self._group.encoding, "replace"))
            self._bytes.clear()

    def _taken(self) -> str:
        """The text since the last paragraph or cell; a character beyond the first 65,536 was two."""
        self._flush()
        text = "".join(self._parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._parts.clear()
        return text

    def _end_paragraph(self) -> None:
        if self._group.silent:
            return
        text = self._taken()
        item = _BULLET.match(text)
        self._found.append(("list", text[item.end() :]) if item else (self._zone, text))

    def _end_row(self) -> None:
        """A row of a table; the cells of one that is a layout are paragraphs."""
        cells = [" ".join(cell.split()) for cell in self._cells]
        self._cells.clear()
        if any(len(cell) > _LONG_CELL for cell in cells):
            self._found += [("body", cell) for cell in cells]
        elif self._found and self._found[-1][0] == "table":
            self._found[-1] = ("table", f"{self._found[-1][1]}\n{_row(cells)}")
        else:
            self._found.append(("table", _row(cells)))


def _row(cells: list[str]) -> str:
    return " | ".join(cells).strip(" |")


def _known(encoding: str) -> str:
    import codecs

    try:
        codecs.lookup(encoding)
    except LookupError:
        return "cp1252"
    return encoding
