"""Prose: the sentences of a draft in plain text, Markdown or a sheet.

Only what is written for readers counts: marks of headings, lists and emphasis, addresses of links, code and comments
are left out. A sentence that goes on through a quotation is one. Each knows where it is in the draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from factsheet import sheets
from factsheet.aligning.tokens import is_verb_at, tokens
from factsheet.attribution import attribute
from factsheet.attribution.marks import quotations
from factsheet.language.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Statement
    from factsheet.attribution.marks import Quotation
    from factsheet.kinds import Entry, Field, Kind
    from factsheet.records import FactSheet, Span


@dataclass(frozen=True, slots=True)
class Prose:
    """A sentence of a draft, `draft[start:end]`: `text` is what it says, on one line and without marks.

    `said_by` is who says so, where that is beside it: in a sheet, or around the quotation that it is a part of.
    """

    text: str
    start: int
    end: int
    said_by: str | None = None


_OBJECT = re.compile(r"\s*\{\s*\"")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_UNREAD = re.compile(r"\A---[ \t]*\r?\n[\w-]+[ \t]*:[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)|<!--[\s\S]*?(?:-->|\Z)")
"""The front matter and the comments of Markdown."""
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}\Z")
"""A line across the page, or under a heading."""
_REFERENCE = re.compile(r"[ \t]*\[[^\]]{1,200}\]:[ \t]*\S")
"""Where a link of Markdown leads."""
_INDENT = re.compile(r"(?:[ \t]{0,3}>)*[ \t]*")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_ITEM = re.compile(r"(?:[-*+•‣·][ \t]+|(?P<number>\d{1,3})[.)][ \t]+)(?:\[[ xX]\][ \t]+)?")
_BOLD = re.compile(r"(?:\*\*|__)[^*_]+(?:\*\*|__):?[ \t]*$")
"""A line that is bold as a whole stands for a heading."""
_HASHES = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*\Z")
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"!\[(?P<kept>)[^\[\]]{0,500}\](?:\([^()\s]{0,2000}(?: \"[^\"]{0,500}\")?\)|\[[^\[\]]{0,200}\])",
        r"\[\^[^\[\]\s]{1,100}\](?P<kept>)",
        r"\[(?P<kept>[^\[\]]{1,500})\](?:\([^()\s]{0,2000}(?: \"[^\"]{0,500}\")?\)|\[[^\[\]]{0,200}\])",
        r"(?<![\\`])(?P<marks>`{1,2})(?P<kept>[^`]{1,500})(?P=marks)(?!`)",
        r"(?<![\\*\w])(?P<marks>\*{1,3})(?P<kept>[^\s*](?:[^*]{0,500}[^\s*])?)(?P=marks)(?!\*)",
        r"(?<![\\_\w])(?P<marks>_{1,3})(?P<kept>[^\s_](?:[^_]{0,500}[^\s_])?)(?P=marks)(?!\w)",
        r"(?<!\\)~~(?P<kept>)[^~]{1,500}~~",
        r"</?[A-Za-z][^<>]{0,200}>(?P<kept>)",
    )
)
"""Images, footnotes, links, code, emphasis, what is struck out, tags: `kept` is what is read of them."""
_WRAPPED = 45
"""Characters from which on a line may have been wrapped by hand or by a mail program (as in `readers.text`)."""
_CLOSED = re.compile(r"[.?!…]['\"”’»]+\Z")


@dataclass(slots=True)
class _Block:
    """A paragraph, a heading or an item: its characters with single spaces, and where each is in the draft."""

    is_heading: bool = False
    is_item: bool = False
    text: str = ""
    places: list[int] = field(default_factory=list)

    def add(self, draft: str, start: int, end: int) -> None:
        """Add a part of a line."""
        for word in re.finditer(r"\S+", draft[start:end]):
            first, last = start + word.start(), start + word.end()
            if self.text:
                self.text += " "
                self.places.append(first - 1)
            self.text += word.group()
            self.places += range(first, last)

    def read(self) -> None:
        """Leave out the marks of Markdown and what they hide."""
        for pattern in _MARKS:
            kept, at = [], 0
            for match in pattern.finditer(self.text):
                kept += [(at, match.start()), match.span("kept")]
                at = match.end()
            if kept:
                self._keep([*kept, (at, len(self.text))])
        self._keep([match.span() for match in re.finditer(r"\S+|(?<=\S) (?= *\S)", self.text)])

    def _keep(self, spans: Sequence[Span]) -> None:
        self.places = [place for start, end in spans for place in self.places[start:end]]
        self.text = "".join(self.text[start:end] for start, end in spans)


def prose(draft: str) -> tuple[Prose, ...]:
    r"""The sentences of plain text or Markdown, in order; a heading without a verb or a number says nothing.

    >>> [one.text for one in prose("## Background\n\n- The **bridge** opened\n  on Monday.\n- It cost 4 million.")]
    ['The bridge opened on Monday.', 'It cost 4 million.']
    """
    found = [sentence for block in _Blocks(draft).found for sentence in _sentences(block)]
    said = [one for one in attribute(draft).quotes if one.kind != "indirect" and one.speaker and one.speaker.name]
    return tuple(replace(one, said_by=_speaker(one, said)) for one in found)


def _speaker(sentence: Prose, said: Sequence[Statement]) -> str | None:
    """Who says a sentence that is a part of a quotation, and does not say so itself."""
    for one in said:
        inside = any(start <= sentence.start and sentence.end <= end + 1 for start, end in one.spans())
        told = one.speaker and sentence.start <= one.speaker.start < sentence.end
        if inside and not told and one.speaker:
            return one.speaker.name
    return None


def sentences_of(draft: str, *, name: str = "-", kind: str | None = None) -> tuple[Prose, ...]:
    """The sentences of a draft, or the statements of a sheet where it is one; `kind` names the sheet's.

    Raises:
        SheetError: it is a JSON object and no sheet.
        KindError: there is no such kind.
    """
    if not _OBJECT.match(draft):
        return prose(draft)
    sheet, its = sheets.opened(draft, name=name, kind=kind)
    return statements(its, sheet)


def statements(kind: Kind, sheet: FactSheet) -> tuple[Prose, ...]:
    """What a sheet states in sentences, and who says so; offsets are those of these sentences, one a line.

    Claims that the sheet itself shows as disputed are not stated by it, and a label (a role, a topic) says nothing
    alone.
    """
    found: list[Prose] = []
    start = 0
    for entry in kind.entries(sheet.facts):
        for one in entry.section.fields:
            if text := _stated(entry, one):
                by = entry.value.get(one.said_by or "")
                found.append(Prose(text, start, start + len(text), by if isinstance(by, str) and by.strip() else None))
                start += len(text) + 1
    return tuple(found)


def _stated(entry: Entry, one: Field) -> str:
    section, value = entry.section, entry.value.get(one.name)
    stands = one.states and not section.sides and (one.said_by or section.brief.get("place") == "title")
    return " ".join(value.split()) if stands and isinstance(value, str) else ""


class _Blocks:
    """Takes a draft apart, line by line."""

    def __init__(self, draft: str) -> None:
        self._draft = _UNREAD.sub(lambda match: re.sub(r"[^\r\n]", " ", match.group()), draft)
        self._block = _Block()
        self._is_fenced = False
        self._last = (0, 0)
        """The line that was added last."""
        self.found: list[_Block] = []
        for match in _LINE.finditer(self._draft):
            self._line(*match.span(1))
        self._end()

    def _line(self, start: int, end: int) -> None:
        line = self._draft[start:end]
        fence = _FENCE.match(line) is not None
        if fence or self._is_fenced or not line.strip(" \t>") or _REFERENCE.match(line):
            self._is_fenced ^= fence
            self._end()
        elif _RULE.match(line):
            self._block.is_heading = not self._block.is_item
            self._end()
        else:
            indent = _INDENT.match(line)
            width = indent.end() if indent else 0
            self._words(start + width, end, indented=width > 0)

    def _words(self, start: int, end: int, *, indented: bool) -> None:
        if heading := _HEADING.match(self._draft, start, end):
            self._end()
            hashes = _HASHES.search(self._draft, heading.end(), end)
            self._block = _Block(is_heading=True)
            self._block.add(self._draft, heading.end(), hashes.start() if hashes else end)
            self._end()
        elif _BOLD.match(self._draft, start, end):
            self._end()
            self._block = _Block(is_heading=True)
            self._block.add(self._draft, start, end)
            self._end()
        elif self._draft[start] == "|":
            self._cells(start, end)
        else:
            item = _ITEM.match(self._draft, start, end)
            if item and self._may_begin(item):
                self._end()
                self._block = _Block(is_item=True)
                start = item.end()
            elif not (self._block.is_item and indented) and self._is_over(start, end):
                self._end()
            self._block.add(self._draft, start, end)
            self._last = start, end

    def _is_over(self, start: int, end: int) -> bool:
        """Whether the line before was no wrapped one: short, and the next begins like a sentence."""
        before = self._draft[slice(*self._last)].rstrip()
        short = len(before) < _WRAPPED and not before.endswith((",", ";", ":", "-", "–", "—"))
        return short and self._draft[start:end].lstrip("\"'“‘«(*_ ")[:1].isupper()

    def _may_begin(self, item: re.Match[str]) -> bool:
        """Whether an item may begin here: a number in the middle of a paragraph is none, but for "1."."""
        return not self._block.text or self._block.is_item or item["number"] in {None, "1"}

    def _cells(self, start: int, end: int) -> None:
        """The cells of a row of a table, each by itself."""
        self._end()
        for cell in re.finditer(r"[^|]+", self._draft[start:end]):
            if cell.group().strip(" \t:-"):
                self._block.is_heading = True
                self._block.add(self._draft, start + cell.start(), start + cell.end())
                self._end()

    def _end(self) -> None:
        """Close the block that is open."""
        if self._block.text:
            self._block.read()
            self.found.append(self._block)
        self._block = _Block()


def _sentences(block: _Block) -> Iterator[Prose]:
    text = block.text
    if block.is_heading and _is_label(text):
        return
    for start, end in _joined(text):
        if any(map(str.isalnum, text[start:end])):
            yield Prose(text[start:end], block.places[start], block.places[end - 1] + 1)


def _is_label(text: str) -> bool:
    """Whether a heading or a cell says nothing by itself: it has no verb, number or quotation."""
    row = tokens(text)
    return not any(is_verb_at(row, at) or token.is_number for at, token in enumerate(row)) and not quotations(
        text, 0, len(text)
    )


def _joined(text: str) -> Iterator[Span]:
    """The spans of the sentences; one that goes on through a quotation, or with who says it, is one."""
    spans = sentences(text)
    if len(spans) > 1:
        yield from _through_quotations(text, spans)
    else:
        yield from spans


def _through_quotations(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    inside = [quote for quote in quotations(text, 0, len(text)) if quote.closed]
    said = [one for one in attribute(text).quotes if one.cue and one.kind != "indirect"]
    start, stop = spans[0]
    for first, last in spans[1:]:
        if not (_is_inside(inside, stop, first) or _goes_on(text, (start, stop), (first, last), said)):
            yield start, stop
            start = first
        stop = last
    yield start, stop


def _is_inside(quotes: Sequence[Quotation], stop: int, first: int) -> bool:
    """Whether one sentence ends and the next begins within a quotation."""
    return any(quote.start < stop and first < quote.end for quote in quotes)


def _goes_on(text: str, one: Span, other: Span, said: Sequence[Statement]) -> bool:
    """Whether the next sentence is just who says this quotation: “Is it true?” Smith asked."""
    return bool(_CLOSED.search(text, *one)) and any(
        quote.start < one[1] <= quote.end + 1 and quote.cue is not None and other[0] <= quote.cue[0] < other[1]
        for quote in said
    )
