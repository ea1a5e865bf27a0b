"""The problems of a value under a JSON Schema, with a fast check that accepts nearly all values.

jsonschema takes long to be imported, and milliseconds for a sheet, to find nothing. Here a schema becomes a check of
nested functions, once; what that does not certainly let through is jsonschema's to judge, and to explain.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.records import Json

    Check: TypeAlias = Callable[[Any], bool]

_NO_TEST = {"$schema", "$id", "$defs", "title", "description"}
_OF_TYPE: dict[str, dict[type, tuple[str, ...]]] = {
    "string": {str: ()},
    "null": {type(None): ()},
    "boolean": {bool: ()},
    "integer": {int: ("minimum",)},
    "number": {int: ("minimum",), float: ("minimum",)},
    "array": {list: ("items", "prefixItems", "minItems")},
    "object": {dict: ("properties", "required", "additionalProperties")},
}
"""The types of Python that a type of JSON Schema certainly admits, and the keywords that test their values."""

_EVERY_TYPE = tuple(_OF_TYPE)
_COMPARED = {str, type(None)}
_KNOWN = {"type", "enum", "const", "$ref", *_NO_TEST} | {
    word for types in _OF_TYPE.values() for words in types.values() for word in words
}


class Judge:
    """Validates values against one schema."""

    def __init__(self, schema: Mapping[str, Json]) -> None:
        self._schema = schema
        self.fits = quick_check(schema)

    def errors(self, value: Json) -> list[Any]:
        """Every error of a value, as jsonschema has it."""
        return [] if self.fits(value) else list(self._validator.iter_errors(value))

    @cached_property
    def _validator(self) -> Any:
        from jsonschema import Draft202012Validator
        from referencing import Registry

        # An empty registry: a reference never opens a file or an address.
        return Draft202012Validator(self._schema, registry=Registry())


def quick_check(schema: Mapping[str, Json]) -> Check:
    """A check that is true only for values that certainly fit `schema`; false may mean undecided."""
    return _Schema(schema.get("$defs", {})).check(schema)


class _Schema:
    """What makes the checks of one schema: its definitions, and their checks as they are needed."""

    def __init__(self, definitions: Mapping[str, Json]) -> None:
        self._definitions = definitions
        self._made: dict[str, Check] = {}

    def check(self, schema: Json) -> Check:
        if isinstance(schema, bool):
            return _always if schema else _never
        if any(word not in _KNOWN and not word.startswith("x-") for word in schema):
            return _never
        if "$ref" in schema:
            return self._referred(schema)
        checks = self._of_types(schema)
        if all(check is _always for check in checks.values()):
            admitted = frozenset(checks)
            return lambda value: type(value) in admitted
        return lambda value: (check := checks.get(type(value))) is not None and check(value)

    def _of_types(self, schema: Mapping[str, Json]) -> dict[type, Check]:
        """The types that values may have, each with what tests its values."""
        named = schema.get("type", _EVERY_TYPE)
        types = {
            t: words for name in ([named] if isinstance(named, str) else named) for t, words in _OF_TYPE[name].items()
        }
        if "enum" in schema or "const" in schema:
            choices = _choices(schema).__contains__
            return {python: choices for python in types if python in _COMPARED}
        return {python: self._of_type(python, schema, words) for python, words in types.items()}

    def _referred(self, schema: Mapping[str, Json]) -> Check:
        name = schema["$ref"].removeprefix("#/$defs/")
        if name not in self._definitions or schema.keys() - _NO_TEST != {"$ref"}:
            return _never
        if name not in self._made:

            def itself(value: Json) -> bool:
                return self._made[name](value)

            self._made[name] = itself
            self._made[name] = self.check(self._definitions[name])
        return self._made[name]

    def _of_type(self, python: type, schema: Mapping[str, Json], words: tuple[str, ...]) -> Check:
        if not any(word in schema for word in words):
            return _always
        return self._object(schema) if python is dict else self._array(schema) if python is list else _number(schema)

    def _object(self, schema: Mapping[str, Json]) -> Check:
        known = {name: self.check(inner) for name, inner in schema.get("properties", {}).items()}
        other = self.check(schema.get("additionalProperties", True))
        required = frozenset(schema.get("required", ()))

        def check(value: dict[str, Json]) -> bool:
            if not required <= value.keys():
                return False
            # A generator for `all` would take a third longer; there are hundreds of these in a sheet.
            for name, inner in value.items():  # noqa: SIM110
                if not known.get(name, other)(inner):
                    return False
            return True

        return check

    def _array(self, schema: Mapping[str, Json]) -> Check:
        first = [self.check(inner) for inner in schema.get("prefixItems", ())]
        other = self.check(schema.get("items", True))
        least = schema.get("minItems", 0)

        def check(value: list[Json]) -> bool:
            if len(value) < least or not all(look(item) for look, item in zip(first, value, strict=False)):
                return False
            return all(map(other, value[len(first) :]))

        return check


def _choices(schema: Mapping[str, Json]) -> frozenset[str | None]:
    """The strings and null that `enum` and `const` both allow: 1 is True and 1.0 in Python, and not in JSON."""
    allowed = [schema["enum"]] if "enum" in schema else []
    allowed += [[schema["const"]]] if "const" in schema else []
    return frozenset.intersection(*(frozenset(v for v in values if isinstance(v, str | None)) for values in allowed))


def _number(schema: Mapping[str, Json]) -> Check:
    least = schema["minimum"]
    return lambda value: value >= least


def _always(_value: object) -> bool:
    return True


def _never(_value: object) -> bool:
    return False
