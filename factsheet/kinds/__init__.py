"""A kind of sheet: its schema, its prompts, and what follows from them for the steps.

A sheet has *sections*: each is one entry (an object) or a list of entries. An entry has *fields*: a scalar, a
list of strings, or evidence (an array of `$defs/Evidence`). Deeper nesting is rejected when the kind is
loaded. Annotations in the schema (`x-…`, described in `docs/kinds.md`) say what a field means to the steps,
so that a new field or a whole new kind needs no code.
"""

from factsheet.kinds.kind import Concept, Entry, Field, Kind, Section, Side, without_bounds
from factsheet.kinds.loading import DEFAULT_KIND, built_in_kinds, data_folder, load_kind

__all__ = [
    "DEFAULT_KIND",
    "Concept",
    "Entry",
    "Field",
    "Kind",
    "Section",
    "Side",
    "built_in_kinds",
    "data_folder",
    "load_kind",
    "without_bounds",
]
