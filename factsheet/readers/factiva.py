"""Exports of Factiva: stories in fields with two-letter codes (`HD` headline, `LP` lead, `TD` text).

The code is alone above its value, or in the same line before it. What each means: Factiva's help, "Field codes".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from factsheet.language.lists import ENGLISH
from factsheet.readers import bodies, bylines
from factsheet.readers.dates import find_dates
from factsheet.readers.lines import blocks
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.streams import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.errors import ReadError
    from factsheet.records import Article

_CODES = frozenset(
    "HD BY CR WC PD ET SN SC ED PG LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN SE CLM ART VOL DE".split()  # noqa: SIM905
)
_TELLING = frozenset({"HD", "WC", "PD", "SN", "LP", "TD", "LA", "AN"})
_FEWEST = 4  # of these in a text from Factiva
_LINE = re.compile(r"[ \t]*([A-Z]{2,3})(?:[ \t]+(\S.*)|[ \t]*)")
_SUBJECTS = ("CO", "IN", "NS", "RE")
_SUBJECT = re.compile(r"\b(\w{1,12}) : ")
_LANGUAGES = {name: code for code, name in ENGLISH.table("languages")}

Fields: TypeAlias = "dict[str, list[str]]"


def is_factiva(text: str) -> bool:
    """Whether a text begins with such fields."""
    lines = [line for line in text.split("\n") if line.strip()]
    codes = [match[1] for line in lines if (match := _LINE.fullmatch(line))]
    first = _LINE.fullmatch(lines[0]) if lines else None
    return bool(first and first[1] in {"HD", "SE", "CLM"}) and len(_TELLING.intersection(codes)) >= _FEWEST


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The stories of an export.

    Raises:
        ReadError: it is no text.
    """
    stories = list(_stories(decode_text(data, name=name)))
    yield from bodies.read_each(stories, _fill, Manuscript(name, "factiva"), missing=lambda _: "no text in it")


def _stories(text: str) -> Iterator[Fields]:
    """The lines of each field, story by story; a story begins with its headline or section, after another's text."""
    lines = text.split("\n")
    matches = [match for line in lines if (match := _LINE.fullmatch(line)) and match[1] in _CODES]
    alone = sum(match[2] is None for match in matches) * 2 > len(matches)
    fields: Fields = {}
    code = ""
    for line in lines:
        match = _LINE.fullmatch(line)
        if match and match[1] in _CODES and (match[2] is None) == alone:
            code = match[1]
            if code in {"HD", "SE"} and fields.keys() & {"LP", "TD", "AN"}:
                yield fields
                fields = {}
            fields.setdefault(code, []).append(match[2] or "")
        elif code:
            fields[code].append(line)
    if fields:
        yield fields


def _fill(manuscript: Manuscript, fields: Fields) -> None:
    said = {code: tidy(" ".join(lines)) for code, lines in fields.items()}
    manuscript.know(
        title=said.get("HD"),
        byline=bylines.writer(said.get("BY")) or said.get("BY"),
        agency=said.get("CR") or said.get("SN"),
        section=said.get("SE"),
        published=next(iter(find_dates(said.get("PD", ""))), None),
        language=_LANGUAGES.get(said.get("LA", "")),
        guid=said.get("AN", "").removeprefix("Document "),
        codes=tuple(f"factiva:{code}" for key in _SUBJECTS for code in _SUBJECT.findall(said.get(key, ""))),
    )
    for code in ("LP", "TD"):
        for block in blocks("\n".join(fields.get(code, []))):
            manuscript.add("body", block.text)
    for line in fields.get("ART", []):
        manuscript.caption(line)
    bodies.settle(manuscript)
