"""IPTC 7901: SOH and a header of source, priority, category and words; keywords; STX; the text; ETX and the time.

The headline is the first line that is no mark of the desk ("1ST LEAD", "REFILE") up to the sign `=`; the text ends
where a notebook begins, or with ETX. The encoding is declared nowhere: it is UTF-8 or Latin-1.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from factsheet.readers import bylines
from factsheet.readers.dates import month_number
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.plaintext import add_plain
from factsheet.readers.transmissions import decoded, read_stories, year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.errors import ReadError
    from factsheet.records import Article

# SOH, the header and keywords, STX, the body; ETX and the time, which may be missing.
_STORY = re.compile(r"\x01([^\x02]{0,2000}?)\x02(.*?)(?=\x01|\x03|\Z)(?:\x03([^\x01]{0,200}))?", re.DOTALL)
# A story that has lost its control characters: the header, keywords between slashes, the text, the time.
_BARE = re.compile(
    r"(?s)\A\s*([^\n]{8,90}\n\s*/[^\n]{1,200}/[ \t]*\n)(.*?)"
    r"(\d{6} (?:GMT|UTC|Z)? ?[A-Za-zÀ-ÿ]{3,4}\.? \d\d\s*)?\Z"
)

# "bdt0123 4 pl 350 dpa 0456": source and sequence, priority, category, words, agency.
_HEADER = re.compile(
    r"(?P<source>[a-z]+?)(?P<number>\d{2,5}) (?P<urgency>\d) (?P<category>[a-z]{1,3}) (?P<words>\d{1,5})\s*"
    r"(?P<agency>[^\n]*)",
    re.IGNORECASE,
)
# A line of the desk above the headline: "1ST LEAD", "REFILE".
_MARK = re.compile(
    r"(?:\d+(?:ST|ND|RD|TH)|FIRST|SECOND|FINAL)? ?(?:LEAD|REFILE|EXTRA|URGENT|CORRECTION|KORR\w*|KILL|REPEAT|ALERT|"
    r"EIL|ACHTUNG|EMBARGO|ADVISORY|NET|ROUNDUP|PREVIEW|FEATURE|NEWS FEATURE|BACKGROUND|ANALYSIS|HOLD)\b[ A-Z\d/:-]*"
)
# "291230 GMT May 17": day and time, month, year.
_TIME = re.compile(
    r"(?P<d>\d\d)(?P<H>\d\d)(?P<M>\d\d)(?: ?(?P<zone>GMT|UTC|Z))? (?P<month>[A-Za-zÀ-ÿ]{3,4})\.? (?P<y>\d\d)\b"
)
# A line that only says who edited, or wrote.
_EDITED = re.compile(r"(?:eds|by)\b", re.IGNORECASE)
_HEAD_LINES = 8  # line breaks before the sign `=` up to which it ends a headline; further down it is text
_HEAD_WORDS = 30  # words of a first paragraph above which it is no headline


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories of a transmission.

    Raises:
        ReadError: there is no story in it.
    """
    text = decoded(data, name=name)
    if "\x02" not in text:
        text = _BARE.sub("\x01\\1\x02\\2\x03\\3", text)
    yield from read_stories(text, _STORY, _fill, name=name, form="iptc7901")


def _fill(manuscript: Manuscript, header: str, body: str, trailer: str) -> None:
    first, _, rest = header.strip("\n").partition("\n")
    if match := _HEADER.match(first.strip()):
        agency = re.sub(r"^[a-z]{5} +|(?:(?<!\s)\s+)?\d{2,5}\s*$", "", match["agency"])
        manuscript.know(urgency=match["urgency"], codes=(f"iptc7901:{match['category']}",), agency=agency)
    keywords = tuple(word for line in rest.split("\n") for word in line.split("/"))
    manuscript.know(slug=" ".join(rest.split()), keywords=keywords, published=_time(trailer))
    head, text = _parted(body)
    _heading(manuscript, [line for line in map(tidy, head.split("\n")) if line])
    add_plain(manuscript, text)


def _time(trailer: str) -> str | None:
    match = _TIME.search(trailer)
    month = month_number(match["month"]) if match else None
    if match is None or month is None:
        return None
    try:
        when = dt.datetime(year(match["y"]), month, int(match["d"]), int(match["H"]), int(match["M"]))  # noqa: DTZ001
    except ValueError:
        return None
    return when.isoformat() + ("Z" if match["zone"] else "")


def _parted(body: str) -> tuple[str, str]:
    """The headline with what is around it, and the text."""
    head, sign, text = body.partition("=\n")
    if sign and head.count("\n") <= _HEAD_LINES:
        return head, text
    head, _, text = body.strip("\n").partition("\n\n")
    return (head, text) if len(head.split()) <= _HEAD_WORDS else ("", body)


def _heading(manuscript: Manuscript, lines: list[str]) -> None:
    headline: list[str] = []
    for line in lines:
        if not headline and _MARK.fullmatch(line):
            manuscript.note(line)
        elif name := bylines.writer(line):
            manuscript.know(byline=name)
        elif headline and _EDITED.match(line):
            manuscript.know(byline=re.sub(r"(?i)^by ", "", line))
        elif "byline" not in manuscript.known:
            headline.append(line)
    manuscript.know(title=" ".join(headline))
