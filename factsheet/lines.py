"""An entry of a sheet as one line, from the template of its section (`x-brief`, key `line`).

`{field}` stands for the field's value, and `[ … {field} …]` is left out where a field in it is null or empty. The page
sets these parts and leaves out what repeats itself (`briefs`); the question whether an entry is proven shows them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.kinds import Field, Section

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_BLANK = re.compile(r"\{(\w+)\}")
_QUOTE_MARKS = ('""', "“”", "«»", "„“", "''", "‘’")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a template: words, and the fields of its blanks; None for a blank that is no field."""

    is_optional: bool
    pieces: tuple[str | Field | None, ...]

    @property
    def fields(self) -> tuple[Field | None, ...]:
        """The fields of its blanks."""
        return tuple(piece for piece in self.pieces if not isinstance(piece, str))


@lru_cache(maxsize=256)
def template(section: Section) -> tuple[Part, ...]:
    """The template of a section in its parts."""
    text = section.brief.get("line") or default_line(section)
    parts = []
    for index, part in enumerate(_OPTIONAL.split(text)):
        pieces = [section.field(piece) if at % 2 else piece for at, piece in enumerate(_BLANK.split(part)) if piece]
        if pieces:
            parts.append(Part(bool(index % 2), tuple(pieces)))
    return tuple(parts)


def default_line(section: Section) -> str:
    """The template of a section that has none: every field but evidence, dashes between them."""
    names = [one.name for one in section.fields if not one.is_evidence]
    first, rest = names[:1], names[1:]
    return "".join([f"{{{name}}}" for name in first] + [f"[ — {{{name}}}]" for name in rest])


def said(entry: Mapping[str, Any], field: Field) -> str:
    """What a field of an entry says: a list with commas between, a quotation without its marks, null as nothing."""
    value = entry.get(field.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if item)
    text = str(value).strip(" \n\t")
    if field.quoted and text[:1] + text[-1:] in _QUOTE_MARKS:
        return text[1:-1].strip(" \n\t")
    return text


def line(section: Section, entry: Mapping[str, Any]) -> str:
    """The whole line of an entry, and what it states beyond its template.

    The heading of the section comes first, then whoever the entry is under on the page, and at the end who is on
    each side of a dispute: "Positions — Ana Ruiz: said: The bridge is safe".
    """
    head = section.field(str(section.brief.get("by", "")))
    who = f" — {said(entry, head)}" if head and said(entry, head) else ""
    text = "".join(_part(part, entry) for part in template(section))
    more = [*_untold(section, entry), *_sides(section, entry)]
    return " ".join(f"{section.title}{who}: {'; '.join([text.strip(), *more])}".split())


def _part(part: Part, entry: Mapping[str, Any]) -> str:
    if part.is_optional and not all(one is not None and said(entry, one) for one in part.fields):
        return ""
    return "".join(one if isinstance(one, str) else said(entry, one) for one in part.pieces if one is not None)


def _untold(section: Section, entry: Mapping[str, Any]) -> Iterator[str]:
    """The statements and the words of the article that the template leaves out."""
    told = {one for part in template(section) for one in part.fields}
    for field in section.fields:
        if field not in told and (field.states or field.quoted or field.verbatim) and said(entry, field):
            yield f"{field.name}: {said(entry, field)}"


def _sides(section: Section, entry: Mapping[str, Any]) -> Iterator[str]:
    for side in section.sides:
        field = section.field(side.by)
        yield f"{side.title}: {(said(entry, field) if field else '') or 'nobody named'}"
