"""The records of the program: frozen values that the steps exchange.

All offsets are code points into `Article.text`, half open: `text[start:end]`. Facts themselves are
plain JSON objects, because what a fact holds is decided by the schema of its kind, not here; only the evidence
in them is a record, from grounding until a sheet is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from factsheet.identity import ByIdentity

Json: TypeAlias = Any
Facts: TypeAlias = "dict[str, Any]"
Span: TypeAlias = tuple[int, int]

Match = Literal["exact", "normalised", "altered", "absent"]
Level = Literal["error", "warning", "note"]
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
    `heading` the sub-head that the part stands under.
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


@dataclass(frozen=True, slots=True)
class Usage:
    """The usage of one or more completions: tokens, requests, and cost if known."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    cost: float | None = None
    """US dollars; None when the price of the model is not known, or when nobody told the tokens of a request."""
    known: float = field(default=0.0, compare=False)
    """Of a cost that is None, the US dollars that are known."""
    untold: int = field(default=0, compare=False)
    """Of a cost that is None, the requests that are not in `known`; 0 for all of them."""

    def __add__(self, other: Usage) -> Usage:
        """Sum both; an unknown cost makes the sum unknown, unless the other side sent nothing."""
        if not self.requests:
            cost = other.cost if other.requests else (self.cost if self.cost is not None else other.cost)
        elif not other.requests:
            cost = self.cost
        else:
            cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        both = (self, other) if cost is None else ()
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.cached_tokens + other.cached_tokens,
            self.completion_tokens + other.completion_tokens,
            self.requests + other.requests,
            cost,
            sum(one.known if one.cost is None else one.cost for one in both),
            sum(one.requests_untold for one in both),
        )

    @property
    def requests_untold(self) -> int:
        """The requests whose cost is not known."""
        return 0 if self.cost is not None else self.untold or self.requests


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Request:
    """One question to a model.

    `chunk` is what the question is about, for models that read the article rather than the prompt; the
    messages hold the same text, so it is no part of the key.
    """

    model: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Json]
    schema_name: str = "sheet"
    max_tokens: int | None = None
    temperature: float | None = None
    purpose: Literal["draft", "reask", "verify", "summary", "glean"] = "draft"
    chunk: Chunk | None = field(default=None, compare=False, repr=False)

    @cached_property
    def content(self) -> dict[str, Json]:
        """Everything that can change the answer, as JSON."""
        return {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in self.messages],
            "schema_name": self.schema_name,
            "schema": self.schema,
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
        }

    @cached_property
    def key(self) -> str:
        """SHA-256, in hexadecimal, of `content`: the name of this request in caches and recordings.

        The JSON that is hashed has its keys in order and no spaces.
        """
        content = dict(self.content)
        schema = _written(content.pop("schema"))
        after = _CANONICAL.encode({name: content.pop(name) for name in ("schema_name", "temperature")})
        canonical = f'{_CANONICAL.encode(content)[:-1]},"schema":{schema},{after[1:]}'
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_written = ByIdentity(_CANONICAL.encode)
"""A schema as canonical JSON, written once: thousands of requests have one and the same."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer. `finish` is "length" when the limit cut it short, else "stop"."""

    text: str
    finish: Literal["stop", "length"] = "stop"
    usage: Usage = Usage()
    model: str | None = None
    """The name that the endpoint gives the model that answered."""
    how: str | None = None
    """How it came about, where that is not a call of the endpoint: "cached", "recorded", "built-in"."""
    notes: tuple[str, ...] = ()
    """What a model that knows its limits says of its own answer; each becomes a finding."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a quotation and the article part: the words of each, and what kind of change it is.

    `kind` is "typing" for a difference without meaning, else what changed: number, negation, name, unit,
    date, bound, magnitude, opposite, words.
    """

    quote: str
    article: str
    kind: str
    changes_meaning: bool


@dataclass(frozen=True, slots=True, eq=False)
class Evidence(Mapping[str, Json]):
    """Words quoted to prove a fact, and their place in the article.

    `spans` are in order: one, or several when the quotation leaves words out with an ellipsis; none when it
    is absent. `places` is in how many places of the article the quotation stands. It can also be read as the JSON
    object that a sheet file has in its place: `evidence["start"]`, `dict(evidence)`.
    """

    quote: str
    match: Match = "absent"
    spans: tuple[Span, ...] = ()
    places: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def bounds(self) -> Span | None:
        """From the start of the first span to the end of the last; None when it is absent."""
        return (self.spans[0][0], self.spans[-1][1]) if self.spans else None

    @property
    def is_found(self) -> bool:
        """Whether the article has these words, possibly with differences."""
        return self.match != "absent"

    def as_json(self) -> dict[str, Json]:
        """The published form: `{quote, match, start, end}`, and what there is to add."""
        start, end = self.bounds or (None, None)
        out: dict[str, Json] = {"quote": self.quote, "match": self.match, "start": start, "end": end}
        if len(self.spans) > 1:
            out["spans"] = [list(span) for span in self.spans]
        if self.places > 1:
            out["places"] = self.places
        if self.differences:
            out["differences"] = [
                {"quote": d.quote, "article": d.article, "kind": d.kind, "changes_meaning": d.changes_meaning}
                for d in self.differences
            ]
        return out

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Evidence:
        """Read the published form; the value must fit `$defs/Evidence`."""
        spans = value.get("spans") or ([] if value.get("start") is None else [[value["start"], value["end"]]])
        return cls(
            value["quote"],
            value["match"],
            _spans(spans),
            value.get("places", 1 if spans else 0),
            tuple(Difference(**d) for d in value.get("differences", ())),
        )

    def __getitem__(self, name: str) -> Json:
        return self.as_json()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.as_json())

    def __len__(self) -> int:
        return len(self.as_json())


def _spans(spans: Iterable[Sequence[Json]]) -> tuple[Span, ...]:
    """Spans of a file: 5.0 is an integer in JSON Schema, and no index in Python."""
    return tuple((int(start), int(end)) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check.

    `pointer` is a JSON Pointer (RFC 6901) into the facts, "" for the sheet as a whole. `code` is stable and
    documented in `docs/checks.md`.
    """

    code: str
    level: Level
    pointer: str
    message: str

    def as_json(self) -> dict[str, Json]:
        """The published form."""
        return {"pointer": self.pointer, "code": self.code, "level": self.level, "message": self.message}


StandingName = Literal["proven", "confirmed", "open", "doubtful", "refuted"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an entry is proven.

    `pointer` is that of the entry. `unaccounted` are spans, in the text of `field`, of the words that nothing in the
    evidence accounts for; `why` says in a sentence what is not shown, "" where all is. Where the field is a list,
    `field` has the number of the text: "aliases/1".
    """

    pointer: str
    standing: StandingName
    unaccounted: tuple[Span, ...] = ()
    why: str = ""
    field: str = ""

    def as_json(self) -> dict[str, Json]:
        """The published form."""
        return {
            "pointer": self.pointer,
            "standing": self.standing,
            "unaccounted": [list(span) for span in self.unaccounted],
            "why": self.why,
            "field": self.field,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Standing:
        """Read the published form; the value must fit the schema of sheets."""
        spans = _spans(value["unaccounted"])
        return cls(value["pointer"], value["standing"], spans, value["why"], value.get("field", ""))


@dataclass(frozen=True, slots=True)
class Draft:
    """What one model answer holds after parsing and pruning: facts that fit the schema, and what was lost."""

    facts: Facts
    findings: tuple[Finding, ...] = ()
    complete: bool = True
    """False when the answer was cut short, so that facts may be missing."""
    spans: tuple[Span, ...] = ()
    """The part of the article that was asked about; drafts of one article are ordered by it."""
    turn: int = 0
    """Which of several passes over that part."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a sheet comes from."""

    program: str
    model: str
    endpoint: str | None
    """The host that was asked; None where nothing was sent."""
    prompts: str
    """SHA-256 of the prompts."""
    schema: str
    """SHA-256 of the schema."""
    chunks: int
    usage: Usage
    keys: tuple[str, ...] = ()
    """The keys of the requests that the sheet rests on, in order."""
    verifier: str | None = None
    """The model that answered the second question; None where it was not asked."""
    how: str | None = None
    """"cached", "recorded" or "built-in" where no endpoint was called, else None."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who signed a sheet, or sent it back. `at` is a time in UTC, ISO 8601; `note` says why it was sent back.

    `with_signature` counts the facts on which nobody decided one by one, and which the signature accepted; None where
    that is not known.
    """

    state: Literal["approved", "rejected"]
    by: str
    at: str
    note: str = ""
    with_signature: int | None = None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A checked sheet: the article, its facts with spans, what the checks say, and where it comes from."""

    kind: str
    article: Article
    facts: Facts
    findings: tuple[Finding, ...]
    provenance: Provenance
    review: Review | None = None
    """None where no person has decided on the sheet."""
    standings: tuple[Standing, ...] = ()
    """One for each entry, in their order; none in a sheet that was made before there were standings."""
