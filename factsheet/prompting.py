"""Requests: built from a kind's prompts and a part of an article.

Prompts are plain text with named blanks (`$text`). The static text comes first, so that providers can cache
it; the article comes last, between two lines that carry a code made from its own hash, which the article
cannot contain by design. Nothing here knows how a model is reached or what an answer means.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from string import Template
from typing import TYPE_CHECKING

from factsheet.errors import KindError
from factsheet.identity import sha256
from factsheet.records import Message, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.kinds import Kind
    from factsheet.records import Article, Chunk, Completion, Json

_CODE_LENGTH = 12
"""Hexadecimal digits of the boundary code: 48 bits, beyond guessing by somebody who writes an article."""

_ABOUT: tuple[tuple[str, str], ...] = (
    ("title", "Headline"),
    ("standfirst", "Standfirst"),
    ("section", "Section"),
    ("agency", "Agency"),
    ("byline", "Byline"),
    ("dateline_place", "Dateline"),
    ("dateline_date", "Dateline date"),
    ("published", "Published"),
    ("updated", "Updated"),
    ("keywords", "Keywords"),
    ("subjects", "Subjects"),
)

_DATES = frozenset({"dateline_date", "published", "updated"})
"""Of these, what the second question tells: the days that dates are counted from."""


def draft_request(kind: Kind, chunk: Chunk, *, model: str, found: str = "", max_tokens: int | None = None) -> Request:
    """Ask for the facts of one part of an article; `found` lists what is known already and not wanted again.

    Raises:
        KindError: a prompt has a blank that nothing fills.
    """
    article = chunk.article
    code = boundary(article.text)
    parts = []
    if chunk.total > 1:
        blanks = {"index": chunk.index + 1, "total": chunk.total, "code": code, "context": chunk.context}
        parts.append(_fill(kind, "context", blanks))
    if found:
        parts.append(_fill(kind, "glean", {"found": found, "code": code}))
    text = f"[{chunk.heading}]\n\n{chunk.text()}" if chunk.heading else chunk.text()
    parts.append(_fill(kind, "draft", {"about": about(kind, article), "text": text, "code": code}))
    return Request(
        model=model,
        messages=(Message("system", _system(kind)), Message("user", "\n".join(parts))),
        schema=kind.model_schema,
        schema_name=kind.name,
        max_tokens=max_tokens,
        purpose="glean" if found else "draft",
        chunk=chunk,
    )


def reask_request(kind: Kind, request: Request, completion: Completion, problems: Sequence[str]) -> Request:
    """Ask once more after an answer that does not fit, with the latest problems and no older ones."""
    listed = "\n".join(f"- {problem}" for problem in problems)
    return Request(
        model=request.model,
        messages=(
            *request.messages[:2],
            Message("assistant", completion.text),
            Message("user", _fill(kind, "reask", {"problems": listed})),
        ),
        schema=request.schema,
        schema_name=request.schema_name,
        max_tokens=request.max_tokens,
        purpose="reask",
        chunk=request.chunk,
    )


def verify_request(
    kind: Kind,
    items: Sequence[tuple[str, str]],
    schema: Mapping[str, Json],
    *,
    model: str,
    article: Article | None = None,
) -> Request:
    """Ask whether each line follows from its evidence: `items` are (line, sentences) pairs.

    Sentences are shown once for all lines after each other that have the same. Of the article itself nothing is shown
    but its dates.
    """
    known = ((label, getattr(article, name)) for name, label in _ABOUT if article and name in _DATES)
    dates = [f"{label}: {value}" for label, value in known if value]
    numbered = ((f"{number}. {said}", evidence) for number, (said, evidence) in enumerate(items, 1))
    groups = (
        "\n".join([f"Evidence: {evidence}", *(said for said, _ in lines)])
        for evidence, lines in groupby(numbered, itemgetter(1))
    )
    listed = "\n\n".join((*(["\n".join(dates)] if dates else []), *groups))
    return _about_facts(kind, "verify", listed, (schema, gist(schema)), model)


def summary_request(kind: Kind, material: str, schema: Mapping[str, Json], *, model: str) -> Request:
    """Ask for the summary of a long article from the facts found in it, given with their evidence.

    `schema` is the model's, of the sections to write; the prompt describes them as the kind does.
    """
    described = {"properties": {name: kind.schema["properties"][name] for name in schema["properties"]}}
    return _about_facts(kind, "summary", material, (schema, gist(described)), model)


@lru_cache(maxsize=2)  # the parts of one article ask for the hash of its whole text
def boundary(text: str) -> str:
    """The code between whose lines `text` is in a prompt."""
    return sha256(text)[:_CODE_LENGTH]


def overhead(kind: Kind, article: Article) -> str:
    """Everything in a request except the part of the article: what a token budget must leave room for."""
    return f"{standing(kind)}\n{about(kind, article)}"


def standing(kind: Kind) -> str:
    """The share of the overhead that is the same for every article."""
    return "\n".join((_system(kind), kind.prompts["draft"], kind.prompts.get("context", "")))


def about(kind: Kind, article: Article) -> str:
    """What is known about the article, a line each; a subject's code with its label where a vocabulary has it."""
    concepts = kind.concepts
    lines = []
    for name, label in _ABOUT:
        value = getattr(article, name)
        if isinstance(value, tuple):
            value = ", ".join(f"{one} {concepts[one].label}" if one in concepts else one for one in value)
        if value:
            lines.append(f"{label}: {value}")
    return "\n".join(lines)


def _about_facts(kind: Kind, purpose: str, data: str, form: tuple[Mapping[str, Json], str], model: str) -> Request:
    """A request about facts that were found; `form` is the schema of the answer, and its gist."""
    code, (schema, told) = boundary(data), form
    return Request(
        model=model,
        messages=(
            Message("system", _fill(kind, purpose, {"schema": told})),
            Message("user", f"DATA {code}\n{data}\nDATA {code}"),
        ),
        schema=schema,
        schema_name=f"{kind.name}-{purpose}",
        purpose="verify" if purpose == "verify" else "summary",
    )


@lru_cache(maxsize=16)  # the same for every request of a kind
def _system(kind: Kind) -> str:
    return _fill(kind, "system", {"schema": "\n".join((gist(kind.schema), *_codes(kind)))})


def _codes(kind: Kind) -> Iterator[str]:
    """The codes that a model may choose from: a line a field, the top terms of its vocabulary."""
    for section in kind.sections:
        for one in section.fields:
            if one.vocabulary:
                terms = kind.vocabularies[one.vocabulary].values()
                listed = "; ".join(f"{term.code} {term.label}" for term in terms if term.broader is None)
                yield f"\nCodes for {section.name}.{one.name}, or those given with the article: {listed}"


def gist(schema: Mapping[str, Json]) -> str:
    """A schema in short, for the prompt: a section a line, and a line for each of its fields that has a description.

    `[]` marks a list, `?` what may be null, `(a|b)` a choice. A description that several fields of one name share
    stands with the first; fields without one share a line.
    """
    told: set[tuple[str, str]] = set()
    return "\n".join(line for name, value in schema["properties"].items() for line in _section_gist(name, value, told))


def _section_gist(name: str, schema: Mapping[str, Json], told: set[tuple[str, str]]) -> Iterator[str]:
    many = schema.get("type") == "array"
    item = schema["items"] if many else schema
    yield f"{name}{'[]' if many else ''}" + (f": {schema['description']}" if "description" in schema else "")
    bare: list[str] = []
    for field, value in item.get("properties", {}).items():
        if not value.get("x-model", True):
            continue
        about = value.get("description", "")
        if not about or (field, about) in told:
            bare.append(_field_gist(field, value))
            continue
        if bare:
            yield f"- {', '.join(bare)}"
            bare = []
        told.add((field, about))
        yield f"- {_field_gist(field, value)}: {about}"
    if bare:
        yield f"- {', '.join(bare)}"


def _field_gist(name: str, schema: Mapping[str, Json]) -> str:
    types = schema.get("type", ())
    mark = "[]" if types == "array" else "?" if "null" in types else ""
    choices = f" ({'|'.join(map(str, schema['enum']))})" if "enum" in schema else ""
    return f"{name}{mark}{choices}"


def _fill(kind: Kind, name: str, blanks: Mapping[str, object]) -> str:
    try:
        return Template(kind.prompts[name]).substitute(blanks)
    except KeyError as error:
        if error.args == (name,):
            raise KindError(f"kind {kind.name}: there is no prompt {name}.txt") from error
        message = f"kind {kind.name}: the prompt uses ${error.args[0]}, which has no value (prompt {name}.txt)"
        raise KindError(message) from error
    except ValueError as error:
        raise KindError(f"kind {kind.name}: prompt {name}.txt: {error}; write $$ for a dollar sign") from error
