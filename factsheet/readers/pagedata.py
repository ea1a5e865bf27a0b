"""The story from the data that a page gives to its own scripts, if the page shows only its beginning or nothing.

Pages that a script builds have their story as JSON: in a script of that type, behind `window.NAME =`, or in a call. The
story is the longest text in it that goes on where the page's own text begins, or that is beside its headline.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.language.lists import Lists
from factsheet.readers.manuscript import letters, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.markup import Element
    from factsheet.records import Json

_TEXTS = frozenset(" ".join(Lists("factsheet.readers").lines("elements", "keys of texts")).split())
"""Keys, in small letters, under which makers keep a story or a part of it."""

_TITLES = ("headline", "title", "name", "webtitle", "headlines")
_DATES = ("datepublished", "publishedat", "published_at", "published", "publishdate", "publish_date", "publishedon")
_BEGINS = re.compile(r"(?:[=(,]|^)\s*(?=[\[{])")
_FLIGHT = re.compile(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.){1,1000000}")\]\)')
_FLIGHT_ROW = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_SHORT_SCRIPT = 400
_LONGEST_SCRIPT = 5_000_000
_MOST_TRIES = 12  # places of a script at which JSON may begin
_MOST_NODES = 200_000
_DEEPEST = 40
_LEAD = 40  # letters by which a text is known again
_TIMES_LONGER = 1.5
_LONGEST_STORY = 200_000
_LEAST_WORDS = 40


class Story(NamedTuple):
    """A story found in data: HTML or text, and what is beside it."""

    text: str
    title: str | None
    published: str | None


def story(root: Element, title: str, shown: list[str]) -> Story | None:
    """The story in a page's data, if it has more than the paragraphs `shown`."""
    lead = letters(max(shown, key=len, default=""))[:_LEAD]
    least = max(_LEAST_WORDS, _TIMES_LONGER * sum(map(word_count, shown)))
    heading = letters(title)
    found: Story | None = None
    for value in _values(root):
        for one, beside in _texts(value):
            words = word_count(_bare(one))
            if words < least or len(one) > _LONGEST_STORY:
                continue
            known = (lead and lead in letters(_bare(one))) or (not lead and _is_titled(beside, heading))
            if known and (found is None or len(one) < len(found.text) or words > 1.2 * word_count(_bare(found.text))):
                found = Story(one, _first(beside, _TITLES), _first(beside, _DATES))
    return found


def _is_titled(beside: dict[str, Json], heading: str) -> bool:
    """Whether a text is beside a headline: the page's, where it has one."""
    title = letters(_first(beside, _TITLES) or "")
    return bool(title) and (not heading or title in heading or heading in title)


def _values(root: Element) -> Iterator[Json]:
    """The values in the scripts of a page."""
    decoder = json.JSONDecoder(strict=False)
    flight = []
    for script in root.iter("script"):
        text = script.text or ""
        if not _SHORT_SCRIPT <= len(text) <= _LONGEST_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        if pushed := _FLIGHT.findall(text):
            flight += pushed
            continue
        yield from _parsed(decoder, text)
    whole = "".join(json.loads(one, strict=False) for one in flight)
    for row in _FLIGHT_ROW.finditer(whole):
        yield from _parsed(decoder, whole[row.end() : row.end() + _LONGEST_SCRIPT].partition("\n")[0])


def _parsed(decoder: json.JSONDecoder, text: str) -> Iterator[Json]:
    at = tries = 0
    while tries < _MOST_TRIES and (match := _BEGINS.search(text, at)):
        tries += 1
        try:
            value, at = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            at = match.end() + 1
            continue
        if isinstance(value, (dict, list)):
            yield value


def _texts(value: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    """The texts in a value under keys that makers have for them, with the object that each is in."""
    stack: list[tuple[Json, int]] = [(value, 0)]
    seen = 0
    while stack and seen < _MOST_NODES:
        one, depth = stack.pop()
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(one, dict):
            for key, inner in one.items():
                if key.lower() in _TEXTS and (text := _joined(inner, 0)):
                    yield text, one
            stack += ((inner, depth + 1) for inner in one.values() if isinstance(inner, (dict, list)))
        elif isinstance(one, list):
            stack += ((inner, depth + 1) for inner in one if isinstance(inner, (dict, list)))


def _joined(value: Json, depth: int) -> str:
    """A text, or the paragraphs of an array as one."""
    if isinstance(value, str):
        return value if len(value.split()) > 3 else ""
    if isinstance(value, dict):
        return (
            ""
            if depth > _DEEPEST
            else next(filter(None, (_joined(value[key], depth + 1) for key in value if key.lower() in _TEXTS)), "")
        )
    if isinstance(value, list) and depth <= _DEEPEST:
        parts = [part for one in value[:1_000] if (part := _joined(one, depth + 1))]
        return "\n\n".join(parts)
    return ""


def _first(beside: dict[str, Json], keys: tuple[str, ...]) -> str | None:
    lower = {key.lower(): said for key, said in beside.items()}
    return next((said for key in keys if isinstance(said := lower.get(key), str) and said.strip()), None)


def _bare(text: str) -> str:
    return html.unescape(re.sub(r"<[^<>]{0,500}>", " ", text)) if "<" in text else text
