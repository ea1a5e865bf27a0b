"""Loads a kind of sheet from its files, and refuses schemas and prompts that could not work."""

from __future__ import annotations

import difflib
import json
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from factsheet.errors import KindError
from factsheet.kinds.kind import Concept, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.records import Json

DEFAULT_KIND = "news"

_REQUIRED_PROMPTS = ("system", "draft")
_BLANKS: Mapping[str, frozenset[str]] = {
    "system": frozenset({"schema"}),
    "draft": frozenset({"about", "text", "code"}),
    "context": frozenset({"index", "total", "code", "context"}),
    "glean": frozenset({"found", "code"}),
    "reask": frozenset({"problems"}),
    "summary": frozenset({"schema"}),
    "verify": frozenset({"schema"}),
}
"""The blanks of each prompt, which `prompting` fills."""


def load_kind(name: str = DEFAULT_KIND) -> Kind:
    """Load a built-in kind by name, or a folder with `schema.json` and prompts as `NAME.txt`.

    A folder may leave out every prompt but `system.txt` and `draft.txt`; the built-in ones take their place.

    Raises:
        KindError: there is no such kind, or its schema or prompts are malformed.
    """
    builtin = data_folder("schemas") / f"{name}.schema.json"
    if name in built_in_kinds():
        schema, prompts, folder = _read_schema(builtin), _read_prompts(data_folder("prompts") / name), builtin.parent
    else:
        folder = Path(name)
        if not (folder / "schema.json").is_file():
            known = ", ".join(built_in_kinds())
            raise KindError(
                f"{name}: not a kind of sheet: the built-in kind is {known}, others are folders with a schema.json"
            )
        prompts = _read_prompts(data_folder("prompts") / DEFAULT_KIND) | _own_prompts(folder)
        schema, name = _read_schema(folder / "schema.json"), folder.resolve().name
    for prompt, text in prompts.items():
        _check_blanks(name, prompt, text)
    _refuse_what_leads_away(folder, schema)
    kind = Kind(name, schema, prompts)
    wanted = {one.vocabulary for section in kind.sections for one in section.fields if one.vocabulary}
    return replace(kind, vocabularies={one: _read_vocabulary(folder, one) for one in sorted(wanted)})


def _check_blanks(kind: str, prompt: str, text: str) -> None:
    """Refuse a prompt that nothing could fill, before anything is paid for."""
    template, known = Template(text), _BLANKS.get(prompt)
    if known is None:
        return
    if not template.is_valid():
        raise KindError(f"kind {kind}: prompt {prompt}.txt has a lone $; write $$ for a dollar sign")
    if unknown := sorted(set(template.get_identifiers()) - known):
        listed = ", ".join(f"${blank}" for blank in sorted(known))
        raise KindError(f"kind {kind}: prompt {prompt}.txt: ${unknown[0]} has no value; the placeholders are {listed}")


_ANNOTATIONS = frozenset(
    {
        "x-refers-to",
        "x-or-words",
        "x-model",
        "x-date-of",
        "x-states",
        "x-said-by",
        "x-said-with",
        "x-named",
        "x-verbatim",
        "x-vocabulary",
        "x-quoted",
        "x-same-by",
        "x-brief",
        "x-sides",
        "x-summary",
    }
)
"""The annotations of sections and fields, see docs/kinds.md; others are somebody else's, unless they look like one."""
_MISSPELT = 0.8
"""Likeness, as difflib measures it, from which an unknown annotation is a known one misspelt."""
_DANGEROUS = {
    "pattern": "a pattern can run forever on an answer; use enum",
    "patternProperties": "field names must be listed; use properties",
    "$dynamicRef": "a reference must point to #/$defs/ of the same schema",
    "$recursiveRef": "a reference must point to #/$defs/ of the same schema",
}
"""Keywords that a schema of a kind must not have, and why."""

_DEEPEST = 40
"""Nesting of a schema: a sheet has five levels."""


def _refuse_what_leads_away(folder: Path, schema: Json, place: str = "", depth: int = 0) -> None:
    """Refuse, before anything is paid for, what opens other files, loops, or may never end.

    Raises:
        KindError: the schema has such a keyword; names its place.
    """
    if depth > _DEEPEST:
        raise KindError(f"{folder}: the schema is nested more than {_DEEPEST} levels deep")
    if isinstance(schema, list):
        for at, one in enumerate(schema):
            _refuse_what_leads_away(folder, one, f"{place}/{at}", depth + 1)
    if not isinstance(schema, dict):
        return
    names = place.endswith(("/properties", "/$defs"))  # what is here are names of fields, and no keywords
    for key, value in schema.items():
        here = f"{place}/{key}"
        if not names and key in _DANGEROUS:
            raise KindError(f"{folder}: the schema has {here}: {_DANGEROUS[key]}")
        if not names and key == "$ref" and not (isinstance(value, str) and value.startswith("#/$defs/")):
            raise KindError(f"{folder}: the schema has {here} = {str(value)[:80]!r}: a reference leads to #/$defs/")
        if not names and key.startswith("x-") and key not in _ANNOTATIONS:
            meant = difflib.get_close_matches(key, _ANNOTATIONS, 1, _MISSPELT)
            if meant:
                raise KindError(f"{folder}: the schema has {here}: no such annotation; did you mean {meant[0]}?")
        _refuse_what_leads_away(folder, value, here, depth + 1)


def _own_prompts(folder: Path) -> dict[str, str]:
    own = _read_prompts(folder)
    missing = [f"{name}.txt" for name in _REQUIRED_PROMPTS if name not in own]
    if missing:
        raise KindError(f"{folder}: a kind needs its own {' and '.join(missing)}")
    return own


def built_in_kinds() -> list[str]:
    """The names of the kinds that come with the package: those with prompts."""
    return sorted(folder.name for folder in data_folder("prompts").iterdir() if folder.is_dir())


def data_folder(name: str) -> Path:
    """The folder `prompts` or `schemas`: in the installed package, or in the source tree."""
    package = Path(__file__).parent.parent
    packaged = package / "_data" / name
    return packaged if packaged.is_dir() else package.parent / name


def _read_schema(path: Path) -> dict[str, Json]:
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise KindError(f"{path}: cannot be read: {error}") from error
    except json.JSONDecodeError as error:
        raise KindError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise KindError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(schema, dict):
        raise KindError(f"{path}: a schema is a JSON object")
    return schema


def _read_vocabulary(folder: Path, name: str) -> dict[str, Concept]:
    """The vocabulary NAME of a kind: in its own folder `vocabularies`, else a built-in one."""
    places = [place / "vocabularies" / f"{name}.json" for place in (folder, data_folder("schemas"))]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise KindError(f"{folder}: no vocabulary {name!r}: expected at {places[0]}")
    try:
        concepts = [Concept(**concept) for concept in json.loads(path.read_text(encoding="utf-8"))["concepts"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KindError(f"{path}: not a vocabulary: {error}") from error
    return {concept.code: concept for concept in concepts}


def _read_prompts(folder: Path) -> dict[str, str]:
    try:
        return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    except (OSError, UnicodeDecodeError) as error:
        raise KindError(f"{folder}: prompts cannot be read: {error}") from error
