"""Texts between ZCZC and NNNN, the marks of teletype that some agencies still send: fields, then the story.

A field is a line that begins with a sign (`#` slug, `$` headline, `:` place or source, `*` subject code) or with two
letters and `#` (`TI#` headline, `AB#` abstract, `PD#` date, `TX#` the text).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies
from factsheet.readers.dates import find_dates, machine_time
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.plaintext import add_plain
from factsheet.readers.streams import decode_text
from factsheet.readers.subjects import know_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

# From one mark to the next, or to the end; what comes after ZCZC is the agency's.
_STORY = re.compile(r"(?ims)^[ \t]*ZCZC\b([^\n]{0,80})\n(.*?)(?=^[ \t]*(?:NNNN|ZCZC)\b|\Z)")
# A field of one sign, and one of two letters.
_SIGNED = re.compile(r"([%#$:&*@^])([^\n]*)(?:\n|\Z)\s*")
_LETTERED = re.compile(r"([A-Z]{2})#([^\n]*)(?:\n|\Z)")
_SLUG = re.compile(r"([A-Za-z0-9][^\s^$#]{3,60})[ \t]*\n(?=[ \t]*\^)")
# A place, and not the source, after the sign `:`.
_PLACE = re.compile(r"\(([^()]{2,40})\)")

_HEADLINE = 3  # words from which a field is a headline and no code
_SIGN_OFF = 3  # words up to which a last line without a full stop is who sent it


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories between the marks.

    Raises:
        ReadError: there is none.
    """
    stories = list(_STORY.finditer(decode_text(data, name=name)))
    if not stories:
        raise ReadError(f"{name}: no article: there is no text after ZCZC")
    yield from bodies.read_each(
        stories, _fill, Manuscript(name, "zczc"), missing=lambda _: "there is no text between ZCZC and NNNN"
    )


def _fill(manuscript: Manuscript, story: re.Match[str]) -> None:
    manuscript.know(agency=story[1])
    text = story[2].strip()
    add_plain(manuscript, _lettered(manuscript, text) if _LETTERED.match(text) else _signed(manuscript, text))
    _mark_ends(manuscript)
    bodies.settle(manuscript)


def _signed(manuscript: Manuscript, text: str) -> str:
    """Take the fields of signs from the top; the rest is the story."""
    # Above the fields some have a line of a slug, and wires of America the signs of ANPA.
    slug = _SLUG.match(text)
    at = slug.end() if slug else 0
    said: dict[str, list[str]] = defaultdict(list)
    while match := _SIGNED.match(text, at):
        said[match[1]].append(tidy(match[2]).rstrip("<="))
        at = match.end()
    titles = [one for one in said["$"] + said["^"] if len(one.split()) >= _HEADLINE]
    places = [match[1] for match in map(_PLACE.fullmatch, said[":"]) if match]
    place = next(iter(places), "")
    codes = [f"zczc:{one}" for one in said["%"] if one]
    manuscript.know(
        title=next(iter(titles), None),
        slug=next(iter(said["#"]), slug[1] if slug else None),
        dateline_place=place.title() if place.isupper() else place,
    )
    know_subjects(manuscript, filter(str.isdecimal, said["*"]), also=codes)
    return text[at:]


def _lettered(manuscript: Manuscript, text: str) -> str:
    """Take the fields of letters; what follows `TX#` is the story."""
    head, _, story = text.partition("\nTX#")
    said = {match[1]: tidy(match[2]) for match in _LETTERED.finditer(head)}
    date = said.get("PD", "")
    manuscript.know(
        title=said.get("TI"),
        standfirst=said.get("AB"),
        slug=said.get("KY"),
        byline=said.get("BY"),
        agency=said.get("KN"),
        guid=said.get("AN"),
        published=machine_time(date) or next(iter(find_dates(date)), None),
    )
    return story


def _mark_ends(manuscript: Manuscript) -> None:
    """Take a first line without a full stop for the headline, and a short last one for who sent the story."""
    body = manuscript.body
    if len(body) > 1 and body[0].text[-1] not in '.!?"”' and body[0].zone == "body":
        manuscript.know(title=body[0].text)
        if body[0].text == manuscript.known["title"]:
            del body[0]
    if len(body) > 1 and len(body[-1].text.split()) <= _SIGN_OFF and body[-1].text[-1].isalnum():
        body[-1].zone = "boilerplate"
