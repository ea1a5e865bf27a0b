"""ANPA 1312: the transmission format of North American agencies, one story after the other in a file.

SYN SYN SOH, service and sequence, a selector line with the slug, STX; header lines that begin with `^`, text lines
that begin with a tab; ETX and a trailer with the time, whose century nobody sends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language import datelines
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.transmissions import decoded, read_stories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.errors import ReadError
    from factsheet.records import Article

_STORY = re.compile(r"\x01([^\x02]{0,2000}?)\x02(.*?)(?=\x16\x16\x01|\x03|\Z)(?:\x03([^\x16]{0,200}))?", re.DOTALL)
_SELECTOR = re.compile(
    r"^(?P<priority>[a-z]) (?P<category>[a-z])[\x10-\x1f -]{1,3}(?P<slug>.+?)\s+"
    r"(?P<date>\d\d-\d\d)(?: +(?P<words>\d{1,5}))?\s*$",
    re.MULTILINE,
)
_TRAILER = re.compile(
    r"(?P<source>[A-Z]{2,4})-?[A-Z-]{0,6}?(?P<m>\d\d)-(?P<d>\d\d)-(?P<y>\d\d)\s+(?P<H>\d\d)(?P<M>\d\d)(?P<zone>GMT|UTC)?"
)
_PIVOT = 70
"""Years below it are of this century, as POSIX has it."""

_FIELD = re.compile(r"[\x05-\x08\x0e-\x1f^]+")
_PHOTO = re.compile(r"(?:\w+ )?(?:Photo|Graphic|Video)s?\b", re.IGNORECASE)


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories of a transmission.

    Raises:
        ReadError: there is no story in it.
    """
    yield from read_stories(list(_STORY.finditer(decoded(data, name=name))), _fill, name=name, form="anpa")


def _fill(manuscript: Manuscript, header: str, body: str, trailer: str) -> None:
    _header(manuscript, header, trailer)
    _lines(manuscript, body)


def _header(manuscript: Manuscript, header: str, trailer: str) -> None:
    if selector := _SELECTOR.search(header):
        manuscript.know(urgency=selector["priority"], codes=(f"anpa:{selector['category']}",))
    if match := _TRAILER.search(trailer.replace("AP-WF", "AP-")):
        year = int(match["y"]) + (2000 if int(match["y"]) < _PIVOT else 1900)
        zone = "Z" if match["zone"] else ""
        from factsheet.readers.dates import machine_time

        when = f"{year}-{match['m']}-{match['d']}T{match['H']}:{match['M']}{zone}"
        manuscript.know(published=machine_time(when), agency=match["source"])


def _lines(manuscript: Manuscript, body: str) -> None:
    """Read the lines: a slug, then headers, then the text, in which a header line is a row or a sub-head."""
    started = False
    rows: list[str] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            manuscript.add("body", " ".join(paragraph))
        if rows:
            manuscript.add("table", "\n".join(rows), lines=True)
        paragraph.clear()
        rows.clear()

    for number, raw in enumerate(body.split("\n")):
        line = typeset(raw)
        if number == 0:
            manuscript.know(slug=re.sub(r",\s*\d{1,5}$", "", line))
        elif _is_row(raw):
            if paragraph:
                close()
            rows.append(_row(raw))
        elif raw.lstrip().startswith("^"):
            if not started and not rows:
                _heading(manuscript, line)
            else:
                close()
                manuscript.add("subhead", line)
        elif not line:
            close()
        else:
            if rows or raw.startswith(("\t", "  ")):
                close()
            started = True
            paragraph.append(line)
    close()


def _is_row(raw: str) -> bool:
    return bool(re.match(r"\^?[\x08\x0c]", raw.lstrip(" "))) or (raw.count(";") >= 3 and "; " not in raw)


def _row(raw: str) -> str:
    if ";" in raw:
        cells = [re.sub("^_$", "–", typeset(cell)) for cell in raw.strip().strip("^\x08").split(";")]
        return " | ".join(cells)
    cells = re.split(r"[\x1c-\x1f_^]+|\s{2,}", raw.strip(" ^\x08"))
    return " | ".join(cell for cell in (typeset(cell) for cell in cells) if cell)


def _heading(manuscript: Manuscript, line: str) -> None:
    """A line before the text: the byline, a note to editors, photographs, the headline, the writer's title."""
    if not line:
        return
    if match := re.match(r"(?i)by\s+(?P<who>\S.{0,150})", line):
        manuscript.know(byline=match["who"])
    elif datelines.NOTE.match(line):
        manuscript.note(line)
    elif _PHOTO.match(line):
        pass
    elif "title" not in manuscript.known and "byline" not in manuscript.known:
        manuscript.know(title=line)
    elif re.search(r"\b(?:press|writers?|correspondents?|staff)\b", line, re.IGNORECASE) and len(line) < 60:
        manuscript.know(agency=line if "press" in line.lower() else None)
    elif len(line.split()) > 8:
        manuscript.know(standfirst=line)
    else:
        manuscript.add("subhead", line)


def typeset(line: str) -> str:
    """A line with the typesetter's marks as characters: quotation marks, dashes; without end-of-line codes."""
    line = re.sub(r"[<=]\s*$", "", line.strip().lstrip("^"))
    line = re.sub(r"(?<=\s)_(?=\s)", "—", _FIELD.sub(" ", line))
    line = re.sub(r"(?<=\d)\{", "½", line)
    return tidy(line.replace("``", "“").replace("''", "”"))
