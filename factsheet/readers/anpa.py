"""ANPA 1312: the transmission format of North American agencies, one story after another in a file.

SYN SYN SOH, service and sequence, a selector line with the slug, STX; header lines that begin with `^`, text lines
that begin with a tab; ETX and a trailer with the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language import datelines
from factsheet.readers.dates import machine_time
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.transmissions import decoded, read_stories, year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.errors import ReadError
    from factsheet.records import Article

# SOH, the header, STX, the body; ETX and the trailer, which may be missing.
_STORY = re.compile(r"\x01([^\x02]{0,2000}?)\x02(.*?)(?=\x16\x16\x01|\x03|\Z)(?:\x03([^\x16]{0,200}))?", re.DOTALL)
# "r a BC-Slug 06-29 0123": priority, category, slug, date, words.
_SELECTOR = re.compile(
    r"^(?P<priority>[a-z]) (?P<category>[a-z])[\x10-\x1f -]{1,3}(?P<slug>.+?)\s+"
    r"(?P<date>\d\d-\d\d)(?: +(?P<words>\d{1,5}))?\s*$",
    re.MULTILINE,
)
# "AP-WF-06-29-17 2350GMT".
_TRAILER = re.compile(
    r"(?P<source>[A-Z]{2,4})-?[A-Z-]{0,6}?(?P<m>\d\d)-(?P<d>\d\d)-(?P<y>\d\d)\s+(?P<H>\d\d)(?P<M>\d\d)(?P<zone>GMT|UTC)?"
)
# Control characters of the typesetter, and the sign of a header.
_FIELD = re.compile(r"[\x05-\x08\x0e-\x1f^]+")
# A row of a table begins with a sign of the typesetter; its columns are between others, or are set with spaces.
_ROW = re.compile(r"\^?[\x08\x0c]")
_COLUMN = re.compile(r"[\x1c-\x1f_^]+|\s{2,}")
_SEMICOLONS = 3  # semicolons without a space from which a line is a row

_HEADER = 1_000
"""Characters in which the header of a transmission has its selector."""
_BY = re.compile(r"by\s+(?P<who>\S.{0,150})", re.IGNORECASE)
# What goes with the story: "AP Photo NY101", "With Graphic".
_PHOTO = re.compile(r"(?:\w+ )?(?:Photo|Graphic|Video)s?\b", re.IGNORECASE)
# What the writer is: "Associated Press Writer".
_TITLE = re.compile(r"\b(?:press|writers?|correspondents?|staff)\b", re.IGNORECASE)
_TITLE_LENGTH = 60
_STANDFIRST_WORDS = 8  # words of a header above which it is no sub-head


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories of a transmission.

    Raises:
        ReadError: there is no story in it.
    """
    yield from read_stories(decoded(data, name=name), _STORY, _fill, name=name, form="anpa")


def _fill(manuscript: Manuscript, header: str, body: str, trailer: str) -> None:
    if selector := _SELECTOR.search(header[:_HEADER]):
        manuscript.know(urgency=selector["priority"], codes=(f"anpa:{selector['category']}",))
    if match := _TRAILER.search(trailer.replace("AP-WF", "AP-")):
        zone = "Z" if match["zone"] else ""
        when = f"{year(match['y'])}-{match['m']}-{match['d']}T{match['H']}:{match['M']}{zone}"
        manuscript.know(published=machine_time(when), agency=match["source"])
    slug, _, text = body.partition("\n")
    manuscript.know(slug=re.sub(r",\s*\d{1,5}$", "", _typeset(slug)))
    _Lines(manuscript).read(text)


class _Lines:
    """Reads the lines after the slug: headers, then the text, in which a header line is a row or a sub-head."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._to = manuscript
        self._rows: list[str] = []
        self._paragraph: list[str] = []
        self._in_text = False

    def read(self, text: str) -> None:
        for raw in text.split("\n"):
            line = _typeset(raw)
            if _is_row(raw):
                self._close(rows=False)
                self._rows.append(_row(raw))
            elif raw.lstrip().startswith("^"):
                self._header(line)
            elif not line:
                self._close()
            else:
                if self._rows or raw.startswith(("\t", "  ")):
                    self._close()
                self._in_text = True
                self._paragraph.append(line)
        self._close()

    def _header(self, line: str) -> None:
        if self._in_text or self._rows:
            self._close()
            self._to.add("subhead", line)
        elif line:
            _heading(self._to, line)

    def _close(self, *, rows: bool = True) -> None:
        """End the paragraph and, unless another row follows, the table."""
        if self._paragraph:
            self._to.add("body", " ".join(self._paragraph))
            self._paragraph.clear()
        if rows and self._rows:
            self._to.add("table", "\n".join(self._rows), lines=True)
            self._rows.clear()


def _is_row(raw: str) -> bool:
    return bool(_ROW.match(raw.lstrip(" "))) or (raw.count(";") >= _SEMICOLONS and "; " not in raw)


def _row(raw: str) -> str:
    if ";" in raw:
        cells = [re.sub("^_$", "–", _typeset(cell)) for cell in raw.strip().strip("^\x08").split(";")]
        return " | ".join(cells)
    return " | ".join(filter(None, map(_typeset, _COLUMN.split(raw.strip(" ^\x08")))))


def _heading(manuscript: Manuscript, line: str) -> None:
    """A line before the text: the byline, a note to editors, photographs, the headline, the writer's title."""
    if match := _BY.match(line):
        manuscript.know(byline=match["who"])
    elif datelines.NOTE.match(line):
        manuscript.note(line)
    elif _PHOTO.match(line):
        return
    elif not manuscript.known.keys() & {"title", "byline"}:
        manuscript.know(title=line)
    elif _TITLE.search(line) and len(line) < _TITLE_LENGTH:
        manuscript.know(agency=line if "press" in line.lower() else None)
    elif len(line.split()) > _STANDFIRST_WORDS:
        manuscript.know(standfirst=line)
    else:
        manuscript.add("subhead", line)


def _typeset(line: str) -> str:
    """A line with the typesetter's marks as characters: quotation marks, dashes; without end-of-line codes."""
    line = re.sub(r"[<=]\s*$", "", line.strip().lstrip("^"))
    line = re.sub(r"(?<=\s)_(?=\s)", "—", _FIELD.sub(" ", line))
    line = re.sub(r"(?<=\d)\{", "½", line)
    return tidy(line.replace("``", "“").replace("''", "”"))
