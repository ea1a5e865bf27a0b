"""An article, its paragraphs, and the parts in which a model reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Span: TypeAlias = tuple[int, int]
Zone = Literal[
    "lead",
    "body",
    "subhead",
    "quotation",
    "list",
    "table",
    "section",
    "headline",
    "standfirst",
    "update",
    "byline",
    "dateline",
    "caption",
    "editors-note",
    "boilerplate",
    "not-for-publication",
]

BODY_ZONES: frozenset[Zone] = frozenset({"lead", "body", "subhead", "quotation", "list"})
"""The zones that reach a model as text to find facts in."""


def overlap(one: Iterable[Span], other: Collection[Span]) -> bool:
    """Whether a span of `one` shares a character with a span of `other`."""
    return any(start < stop and begin < end for start, end in one for begin, stop in other)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the article: its span, what it is, and its number on the page.

    `number` counts the paragraphs of the body from 1, as a reader would (¶7); sub-heads and everything
    outside the body have none.
    """

    start: int
    end: int
    zone: Zone
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read: the whole text, and what is known about it.

    What the source does not say is None or empty, never guessed. `published` and `updated` are ISO 8601
    dates or times, as precise as the source. `text` has its newlines as LF and is otherwise as it came.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    id: str | None = None
    slug: str | None = None
    section: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    dateline_place: str | None = None
    dateline_date: str | None = None
    agency: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    urgency: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """IPTC Media Topics as `medtop:NNNNNNNN`: given as such, or certain from what was given."""
    codes: tuple[str, ...] = ()
    """Subject codes as the source gave them, in whatever scheme."""
    guid: str | None = None
    url: str | None = None
    """The address that it was fetched from, or that its source gives for it."""
    version: str | None = None
    embargo: str | None = None
    """When it ends, or "unknown" for a story under an embargo without a certain end."""
    status: str | None = None
    """usable, withheld or cancelled."""
    update_kind: str | None = None
    """correction, refile, update, repeat or kill."""
    item_type: str | None = None
    """story, or what it is instead: `readers/itemtypes.py` has the list."""
    cues: tuple[str, ...] = ()
    """When the words of a recording are said: "OFFSET HH:MM:SS" each, in the order of their offsets."""
    recognised: str | None = None
    """Which part was read from a picture: "all of it", or pages."""
    source: str = "-"
    read_at: str | None = None
    """When it was read, in UTC: set by what reads for a page, as 2026-01-31T09:30Z."""
    format: str = "text"
    warnings: tuple[str, ...] = ()

    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs that a model may take facts from, in order."""
        return tuple(p for p in self.paragraphs if p.zone in BODY_ZONES)

    def time_at(self, offset: int) -> str | None:
        """When the words at an offset are said, as HH:MM:SS, or None where no time is known before them."""
        found = None
        for cue in self.cues:
            start, _, time = cue.partition(" ")
            if int(start) > offset:
                break
            found = time
        return found

    def number_at(self, offset: int) -> int | None:
        """The number of the paragraph that holds `offset`, or None outside the numbered body."""
        for paragraph in self.paragraphs:
            if paragraph.start <= offset < paragraph.end:
                return paragraph.number
        return None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of an article that is asked about in one request.

    `start` and `end` bound the part; `spans` are the paragraphs of the body in it, cut where a paragraph
    had to be divided. `context` is text just before it, to understand with and not to quote;
    `heading` the sub-head that the part is under.
    """

    article: Article
    spans: tuple[Span, ...]
    index: int = 0
    total: int = 1
    context: str = ""
    heading: str | None = None

    @property
    def start(self) -> int:
        """Where the part begins."""
        return self.spans[0][0] if self.spans else 0

    @property
    def end(self) -> int:
        """Where the part ends."""
        return self.spans[-1][1] if self.spans else 0

    def text(self) -> str:
        """The part as it is shown to a model: its paragraphs, a blank line between them."""
        return "\n\n".join(self.article.text[start:end] for start, end in self.spans)
