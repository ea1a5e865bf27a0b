"""Annotated articles: JSON lines, one article each, as `docs/eval.md` describes.

`{id, title, date, text}` and any of `attributions`, `entities`, `places`; what is absent is not scored.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factsheet.errors import ReadError
from factsheet.records import Article, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.records import Json, Span

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")
"""Lines up to an empty one, as the annotated corpora part paragraphs."""
_MARKS = '"“”„«»'
"""Quotation marks that open or close a statement."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A statement as annotated: what was said, outermost start to end, and the words for who said it."""

    span: Span
    source: tuple[Span, ...]
    quoted: bool
    """Whether all of it is in quotation marks."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place with all its mentions."""

    type: Literal["person", "organization", "place"]
    name: str | None
    salience: int
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article; annotations that it lacks are None."""

    article: Article
    attributions: tuple[Attributed, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    places: tuple[tuple[int, int, str], ...] | None = None
    """Start, end and the words that name a place; words for people ("French") are left out."""


def read_gold(lines: Iterable[str], source: str = "-") -> Iterator[Gold]:
    """Read annotated articles, one per line.

    Raises:
        ReadError: a line is not JSON, or not such an article; the message names the line.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _gold(json.loads(line))
            except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
                raise ReadError(f"{source}:{number}: not an annotated article: {_told(error)}") from error


def _told(error: Exception) -> str:
    """What is wrong with a line."""
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at column {error.colno}; each line must be one article"
    if isinstance(error, (TypeError, AttributeError)):
        return "a value has another type than docs/eval.md requires"
    return f"there is no {error}" if isinstance(error, KeyError) else str(error)


def _gold(row: Json) -> Gold:
    text, title = row["text"], row.get("title")
    if not isinstance(text, str):
        raise TypeError(text)
    attributions, entities, places = row.get("attributions"), row.get("entities"), row.get("places")
    for what, spans in (
        ("an attribution", [s for a in attributions or () for s in (*a["content"], *a.get("source", ()))]),
        ("an entity", [s for e in entities or () for s in e["mentions"]]),
        ("a place", [place[:2] for place in places or ()]),
    ):
        _check(spans, what, len(text))
    return Gold(
        Article(
            text,
            _paragraphs(text, title),
            title=title,
            id=str(row["id"]),
            published=row.get("date"),
            language=row.get("language"),
        ),
        None if attributions is None else tuple(_attributed(a, text) for a in attributions if a["content"]),
        None if entities is None else tuple(_entity(e) for e in entities),
        None if places is None else tuple((s, e, text[s:e]) for s, e, *_ in places),
    )


def _check(spans: list[list[int]], what: str, size: int) -> None:
    for start, end in spans:
        if not 0 <= start < end <= size:
            raise ValueError(f"{what} has the span [{start}, {end}], but the text has {size} characters")


def _attributed(row: Json, text: str) -> Attributed:
    start, end = min(s for s, _ in row["content"]), max(e for _, e in row["content"])
    said = text[start:end].strip(" \n,.;:")
    opens = bool(said) and (said[0] in _MARKS or text[max(0, start - 1) : start] in set(_MARKS))
    closes = bool(said) and (said[-1] in _MARKS or text[end : end + 1] in set(_MARKS))
    return Attributed((start, end), tuple((s, e) for s, e in row.get("source", ())), opens and closes)


def _entity(row: Json) -> Entity:
    return Entity(row["type"], row.get("name"), row.get("salience", 0), tuple((s, e) for s, e in row["mentions"]))


def _paragraphs(text: str, title: str | None) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    number = 0
    for match in _PARAGRAPH.finditer(text):
        if not found and title and match[0].strip() == title.strip():
            found.append(Paragraph(*match.span(), "headline"))
        else:
            number += 1
            found.append(Paragraph(*match.span(), "body", number))
    return tuple(found)
