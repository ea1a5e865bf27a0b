"""IPTC 7901: SOH and a header of source, priority, category and words; keywords; STX; the text; ETX and the time.

The headline is the first line that is no mark of the desk ("1ST LEAD", "REFILE") up to the sign `=`; the text ends
where a notebook begins, or with ETX. The encoding is declared nowhere: it is UTF-8 or Latin-1.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from factsheet.readers import bodies
from factsheet.readers.dates import month_number
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.plaintext import add_plain
from factsheet.readers.transmissions import decoded, read_stories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.errors import ReadError
    from factsheet.records import Article

_STORY = re.compile(r"\x01([^\x02]{0,2000}?)\x02(.*?)(?=\x01|\x03|\Z)(?:\x03([^\x01]{0,200}))?", re.DOTALL)
_BARE = re.compile(
    r"(?s)\A\s*([^\n]{8,90}\n\s*/[^\n]{1,200}/[ \t]*\n)(.*?)"
    r"(\d{6} (?:GMT|UTC|Z)? ?[A-Za-zÀ-ÿ]{3,4}\.? \d\d\s*)?\Z"
)
"""A story that has lost its control characters: the header, keywords between slashes, the text, the time."""

_HEADER = re.compile(
    r"(?P<source>[a-z]+?)(?P<number>\d{2,5}) (?P<urgency>\d) (?P<category>[a-z]{1,3}) (?P<words>\d{1,5})\s*"
    r"(?P<agency>[^\n]*)",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:\d+(?:ST|ND|RD|TH)|FIRST|SECOND|FINAL)? ?(?:LEAD|REFILE|EXTRA|URGENT|CORRECTION|KORR\w*|KILL|REPEAT|ALERT|"
    r"EIL|ACHTUNG|EMBARGO|ADVISORY|NET|ROUNDUP|PREVIEW|FEATURE|NEWS FEATURE|BACKGROUND|ANALYSIS|HOLD)\b[ A-Z\d/:-]*"
)
_TIME = re.compile(
    r"(?P<d>\d\d)(?P<H>\d\d)(?P<M>\d\d)(?: ?(?P<zone>GMT|UTC|Z))? (?P<month>[A-Za-zÀ-ÿ]{3,4})\.? (?P<y>\d\d)\b"
)
_PIVOT = 70


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories of a transmission.

    Raises:
        ReadError: there is no story in it.
    """
    text = decoded(data, name=name)
    if "\x02" not in text:
        text = _BARE.sub("\x01\\1\x02\\2\x03\\3", text)
    yield from read_stories(list(_STORY.finditer(text)), _fill, name=name, form="iptc7901")


def _fill(manuscript: Manuscript, header: str, body: str, trailer: str) -> None:
    _header(manuscript, header, trailer)
    _text(manuscript, body)


def _header(manuscript: Manuscript, header: str, trailer: str) -> None:
    first, _, rest = header.strip("\n").partition("\n")
    if match := _HEADER.match(first.strip()):
        agency = re.sub(r"^[a-z]{5} +|\s*\d{2,5}\s*$", "", match["agency"]).strip()
        manuscript.know(urgency=match["urgency"], codes=(f"iptc7901:{match['category']}",), agency=agency)
    keywords = [word for line in rest.split("\n") for word in line.split("/") if tidy(word)]
    manuscript.know(slug=tidy(" ".join(rest.split())), keywords=tuple(keywords))
    if match := _TIME.search(trailer):
        month = month_number(match["month"])
        year = int(match["y"]) + (2000 if int(match["y"]) < _PIVOT else 1900)
        try:
            when = dt.datetime(year, month or 0, int(match["d"]), int(match["H"]), int(match["M"]))  # noqa: DTZ001
        except ValueError:
            return
        manuscript.know(published=when.isoformat() + ("Z" if match["zone"] else ""))


def _text(manuscript: Manuscript, body: str) -> None:
    head, sign, rest = body.partition("=\n")
    if not sign or head.count("\n") > 8:
        head, _, rest = body.strip("\n").partition("\n\n")
        if len(head.split()) > 30:
            head, rest = "", body
    headline: list[str] = []
    for line in map(tidy, head.split("\n")):
        if not line:
            continue
        if not headline and _MARK.fullmatch(line):
            manuscript.note(line)
        elif match := bodies.BYLINE.fullmatch(line):
            manuscript.know(byline=match["who"].strip(" ,="))
        elif re.match(r"(?i)(?:eds|by)\b", line) and headline:
            manuscript.know(byline=re.sub(r"(?i)^by ", "", line))
        elif "byline" not in manuscript.known:
            headline.append(line)
    manuscript.know(title=" ".join(headline))
    add_plain(manuscript, rest)
