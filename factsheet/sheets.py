"""A sheet as a file: one JSON document, validated against its published schema when written and read.

The format is described in `docs/sheet.md`; `schemas/sheet.schema.json` is its envelope and the kind's schema
is that of its facts.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from json.encoder import encode_basestring
from math import isfinite
from typing import TYPE_CHECKING, Any

from factsheet.errors import MisfitError, SheetError
from factsheet.fitting import Judge
from factsheet.kinds import data_folder, load_kind
from factsheet.pointers import pointer
from factsheet.records import Article, Evidence, FactSheet, Finding, Paragraph, Provenance, Review, Standing, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.kinds import Kind
    from factsheet.records import Facts, Json

FORMAT = "1"
"""The version of the file format, in the key `factsheet`."""


def as_json(sheet: FactSheet) -> dict[str, Json]:
    """The sheet as a JSON object. What the source did not say about the article is left out."""
    article = fields_of(sheet.article)
    text = article.pop("text")
    del article["paragraphs"]
    return {
        "factsheet": FORMAT,
        "kind": sheet.kind,
        "article": {
            **{name: value for name, value in article.items() if value not in (None, [], "")},
            "paragraphs": [fields_of(paragraph) for paragraph in sheet.article.paragraphs],
            "text": text,
        },
        "facts": facts_as_json(sheet.facts),
        "findings": [finding.as_json() for finding in sheet.findings],
        **({"standings": [standing.as_json() for standing in sheet.standings]} if sheet.standings else {}),
        "provenance": {**fields_of(sheet.provenance), "usage": _usage(sheet.provenance.usage)},
        **({"review": fields_of(sheet.review)} if sheet.review else {}),
    }


def facts_as_json(facts: Facts) -> dict[str, Json]:
    """Facts as a sheet file has them, the evidence in its published form."""
    return {
        name: [*map(entry_as_json, value)] if isinstance(value, list) else value and entry_as_json(value)
        for name, value in facts.items()
    }


def entry_as_json(entry: Mapping[str, Any]) -> dict[str, Json]:
    """One entry as a sheet file has it."""
    return {
        name: [one.as_json() if isinstance(one, Evidence) else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in entry.items()
    }


def fields_of(record: Article | Paragraph | Provenance | Usage | Review) -> dict[str, Json]:
    """The fields of a record by name, tuples as lists."""
    values = {name: getattr(record, name) for name in record.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _paragraph(one: Mapping[str, Json]) -> Paragraph:
    """A paragraph of a file, whose integers may be written as 5.0."""
    whole: dict[str, Any] = {name: int(value) if isinstance(value, float) else value for name, value in one.items()}
    return Paragraph(**whole)


def _usage(used: Usage) -> dict[str, Json]:
    """What was used, as published: without what only whoever counts costs needs."""
    return {one.name: getattr(used, one.name) for one in fields(used) if one.compare}


def dump(sheet: FactSheet, kind: Kind) -> str:
    """The sheet as JSON text that ends with a newline.

    Raises:
        SheetError: the sheet does not fit its own schema: it is of another kind, say.
    """
    if not isinstance(sheet, FactSheet):
        raise SheetError(f"a {type(sheet).__name__} is not a sheet")
    document = as_json(sheet)
    for problem in problems(document, kind):
        raise SheetError(f"this sheet would not fit its schema: {problem}")
    return _indented(document, "\n") + "\n"


def _indented(value: Json, line: str) -> str:
    """What `json.dumps` writes with two spaces a level, which takes twice as long where it is not written in C.

    `line` is a newline and the white space before what closes the value.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if not value or isinstance(value, (bool, float)):
        return json.dumps(value)
    inner = line + "  "
    if isinstance(value, dict):
        listed = [f"{encode_basestring(key)}: {_indented(one, inner)}" for key, one in value.items()]
        return "{" + inner + f",{inner}".join(listed) + line + "}"
    return "[" + inner + f",{inner}".join([_indented(one, inner) for one in value]) + line + "]"


def load(text: str, kind: Kind, *, name: str = "-") -> FactSheet:
    """Read a sheet; `name` is what messages call the file.

    Raises:
        SheetError: it is not JSON, or does not fit the schema; all problems are named at once.
    """
    return _read(parse(text, name=name), kind, name)


def opened(text: str, *, name: str = "-", kind: str | None = None) -> tuple[FactSheet, Kind]:
    """Read a sheet with its kind: the one given, else the built-in one that the file names.

    Raises:
        SheetError: it is not JSON, names no kind, or does not fit the schema of its kind (`MisfitError`).
        KindError: there is no such kind.
    """
    document = parse(text, name=name)
    its = load_kind(kind or kind_of(document, name))
    return _read(document, its, name), its


def _read(document: dict[str, Json], kind: Kind, name: str) -> FactSheet:
    found = problems(document, kind)
    if found:
        raise MisfitError(f"{name}: not a sheet of kind {kind.name}:\n  " + "\n  ".join(found), found)
    article = dict(document["article"])
    paragraphs = tuple(map(_paragraph, article.pop("paragraphs")))
    said = _known(Article, article)
    known: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
    provenance = _known(Provenance, document["provenance"])
    provenance["usage"] = Usage(**_known(Usage, provenance["usage"]))
    provenance["keys"] = tuple(provenance.get("keys", ()))
    return FactSheet(
        kind=document["kind"],
        article=Article(paragraphs=paragraphs, **known),
        facts=kind.read(document["facts"]),
        findings=tuple(Finding(**finding) for finding in document["findings"]),
        provenance=Provenance(**{"endpoint": None, **provenance}),
        review=Review(**document["review"]) if "review" in document else None,
        standings=tuple(map(Standing.from_json, document.get("standings", ()))),
    )


def _known(record: type[Article | Provenance | Usage], values: Mapping[str, Json]) -> dict[str, Any]:
    """The values that a record has fields for: a newer program may have written others."""
    return {f.name: values[f.name] for f in fields(record) if f.name in values}


def parse(text: str, *, name: str = "-") -> dict[str, Json]:
    """The JSON object in a sheet file.

    Raises:
        SheetError: it is not JSON, or not an object.
    """
    try:
        document = json.loads(text, parse_constant=_no_constant, parse_int=_integer, parse_float=_number)
    except json.JSONDecodeError as error:
        raise SheetError(f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except (TypeError, ValueError, RecursionError) as error:
        raise SheetError(f"{name}: not JSON: {error}") from error
    if not isinstance(document, dict) or "factsheet" not in document:
        raise SheetError(f'{name}: not a fact sheet: it has no key "factsheet"')
    return document


def kind_of(document: Mapping[str, Json], name: str) -> str:
    """The built-in kind that a sheet file names. It must not be a path: a file must not open other files.

    Raises:
        SheetError: it names none.
    """
    kind = document.get("kind")
    if not isinstance(kind, str) or not kind.replace("-", "").replace("_", "").isalnum():
        raise SheetError(f"{name}: names no built-in kind; give its kind with --kind")
    return kind


def problems(document: Mapping[str, Json], kind: Kind) -> list[str]:
    """The problems of a document as a sheet of `kind`, each with its JSON Pointer."""
    found = [_describe(error, "") for error in _judge().errors(document)]
    if not found:
        found = [_describe(error, "/facts") for error in kind.judge.errors(document["facts"])]
    return sorted(found) if found else [*_misplaced(document, kind)]


def _misplaced(document: Mapping[str, Json], kind: Kind) -> Iterator[str]:
    """Places that a schema lets through and that are none in the article; a piece of evidence may be without one."""
    size, last = len(document["article"]["text"]), 0
    for index, one in enumerate(document["article"]["paragraphs"]):
        if not last <= one["start"] <= one["end"] <= size:
            yield (
                f"/article/paragraphs/{index}: {one['start']}–{one['end']} is out of place among the article's {size} "
                f"characters, as the paragraph before it ends at {last}"
            )
            return
        last = one["end"]
    for place, one in _evidence(document["facts"], kind):
        spans = one.get("spans") or [[one.get("start"), one.get("end")]]
        if any((start is None) != (end is None) for start, end in spans):
            yield f"{place}: a start without an end, or an end without a start"
        elif any(start is not None and not 0 <= start <= end for start, end in spans):
            yield f"{place}: {spans[0][0]}–{spans[-1][1]} is not a valid span of text"


def _evidence(facts: Mapping[str, Json], kind: Kind) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Every piece of evidence in the facts of a document, with its JSON Pointer."""
    for section in kind.sections:
        value = facts.get(section.name) or ()
        for at, entry in enumerate(value) if section.many else [("", value)] if value else ():
            for name in section.evidence:
                for index, one in enumerate(entry.get(name) or ()):
                    yield f"/facts/{section.name}/{at}/{name}/{index}".replace("//", "/"), one


def _describe(error: Any, prefix: str) -> str:
    return f"{prefix + pointer(error.absolute_path) or '/'}: {error.message[:200]}"


def envelope() -> dict[str, Json]:
    """The published schema of a sheet file, around the facts."""
    path = data_folder("schemas") / "sheet.schema.json"
    schema: dict[str, Json] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@cache  # the file is read once
def _judge() -> Judge:
    return Judge(envelope())


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not a JSON value")


_LONGEST_NUMBER = 40
"""Digits of a number in a sheet: none of what it counts has as many."""


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits)} digits is too long for a sheet")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise ValueError(f"{digits[:_LONGEST_NUMBER]} is too large a number")
    return value
