"""Facts with their evidence, and what checks and proofs say about them.

Facts themselves are plain JSON objects, because the schema of their kind decides what they hold; only the evidence in
them is a record, from grounding until a sheet is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from factsheet.records.article import Span

Json: TypeAlias = Any
Facts: TypeAlias = "dict[str, Any]"
Match = Literal["exact", "normalised", "altered", "absent"]
Level = Literal["error", "warning", "note"]


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
