"""A schema for servers that take none: an example of the form, in the prompt.

What the fields mean is in the prompt already, once for all rungs of the ladder. Where it is not, as descriptions
in the schema tell, the whole schema is shown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factsheet.identity import ByIdentity
from factsheet.models import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.records import Json

_FORM = "The form of the answer; each list holds as many as there are:"
_SCHEMA = "The JSON Schema that the answer has to fit:"


def form_shown(schema: Mapping[str, Json]) -> str:
    """The text added to the prompt for a server that supports no schema."""
    return _shown(schema)


def form_tokens(schema: Mapping[str, Json]) -> int:
    """The tokens of that text."""
    return _counted(schema)


def _written(schema: Mapping[str, Json]) -> str:
    if _has_descriptions(schema):
        return f"{_SCHEMA}\n\n{json.dumps(schema, ensure_ascii=False)}"
    return f"{_FORM}\n\n{json.dumps(_example(schema), ensure_ascii=False)}"


_shown = ByIdentity(_written)
_counted = ByIdentity(lambda schema: tokens.count(_shown(schema)))


def _has_descriptions(schema: Any) -> bool:
    if isinstance(schema, list):
        return any(map(_has_descriptions, schema))
    if not isinstance(schema, dict):
        return False
    return isinstance(schema.get("description"), str) or any(map(_has_descriptions, schema.values()))


def _example(schema: Mapping[str, Json]) -> Json:
    """A value of the form of a schema, with what may be there in place of each text."""
    if "properties" in schema:
        return {name: _example(value) for name, value in schema["properties"].items()}
    if "items" in schema:
        return [_example(schema["items"])]
    if "enum" in schema:
        return "|".join(map(str, schema["enum"]))
    types = schema.get("type", "string")
    kinds = [types] if isinstance(types, str) else types
    return " or ".join("…" if kind == "string" else str(kind) for kind in kinds)
