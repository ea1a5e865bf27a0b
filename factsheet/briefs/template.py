"""One entry of a sheet as a line of the page, by the template in its section's `x-brief`.

`{field}` is replaced by the field's value, lists joined with commas; `[ … {field} …]` is dropped when a field
in it is null or empty. A section without a template has its fields in order, dashes between them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.briefs.page import Run
from factsheet.briefs.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.briefs.page import Runs, Style
    from factsheet.kinds import Field, Section

_Pieces: TypeAlias = tuple[tuple[bool, str], ...]
_Parts: TypeAlias = tuple[tuple[bool, _Pieces], ...]

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_BLANK = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"\w+")
_REPEATED = 0.75
"""Of a statement's words those that the quotation has, from which it adds nothing worth its room."""
_QUOTE_MARKS = ('""', "“”", "«»", "„“", "''", "‘’")


def fill(section: Section, entry: Mapping[str, Any], *, short: bool = False) -> Runs:
    """The runs of `entry`. With `short`, optional parts that only repeat what the rest says are left out.

    A quotation that stands in the statement word for word is left out in any case, and a statement that only
    repeats the quotation beside it: the holder's own words are shown instead. So is an optional part that the
    text before it ends with, or the text after it begins with: "70 percent[ percent]", "38[ members]: members of …".

    Those are quotations (`x-quoted`) and what a name is said to be (`x-states` beside a name); who says so, a
    status or a unit stays whatever the room, because the fact would be another one without it.
    """
    runs: list[Run] = []
    parts = _compiled(section.brief.get("line") or default_line(section))
    for place, (optional, pieces) in enumerate(parts):
        fields = [section.field(piece) for is_blank, piece in pieces if is_blank]
        if optional and not all(one is not None and _value(entry, one) for one in fields):
            continue
        if optional and (_said_already(section, entry, fields) or _beside(section, entry, parts, place)):
            continue
        if optional and short and fields and all(one is not None and _spare(one) for one in fields):
            continue
        for is_blank, piece in pieces:
            if not is_blank:
                runs.append(Run(piece.lstrip() if runs and runs[-1].text.endswith(" ") else piece))
                continue
            one = section.field(piece)
            text = "" if one is None else _value(entry, one)
            if one is not None and text and (short or not _repeats_quotation(section, entry, one)):
                runs.append(Run(text, _style(one), own=True))
    return _trim(runs)


def value_of(section: Section, entry: Mapping[str, Any], name: str | None) -> str:
    """One field of an entry as plain text, "" where it is null, empty or unknown."""
    one = section.field(name) if name else None
    return "" if one is None else _value(entry, one)


def default_line(section: Section) -> str:
    """The template of a section that has none: every field but evidence, dashes between them."""
    names = [one.name for one in section.fields if not one.is_evidence]
    first, rest = names[:1], names[1:]
    return "".join([f"{{{name}}}" for name in first] + [f"[ — {{{name}}}]" for name in rest])


@lru_cache(maxsize=256)
def _compiled(template: str) -> _Parts:
    """The template in parts: whether the part is optional, and its pieces, each a blank's name or words."""
    parts = []
    for index, text in enumerate(_OPTIONAL.split(template)):
        pieces = [(bool(at % 2), piece) for at, piece in enumerate(_BLANK.split(text)) if piece]
        if pieces:
            parts.append((bool(index % 2), tuple(pieces)))
    return tuple(parts)


def _spare(one: Field) -> bool:
    return one.quoted or bool(one.states)


def _said_already(section: Section, entry: Mapping[str, Any], fields: list[Field | None]) -> bool:
    """Whether an optional part is a quotation that the entry's statement has within it, word for word."""
    quoted = fields[0] if len(fields) == 1 else None
    if quoted is None or not quoted.quoted:
        return False
    words = _value(entry, quoted)
    return any(words in _value(entry, one) for one in section.fields if one.states and one is not quoted)


def _beside(section: Section, entry: Mapping[str, Any], parts: _Parts, place: int) -> bool:
    """Whether the fields beside an optional part that is one field have its words already."""

    def values(pieces: _Pieces) -> list[str]:
        fields = (section.field(piece) for is_blank, piece in pieces if is_blank)
        return [
            _value(entry, one).casefold()
            for one in fields
            if one is not None and not one.refers_to and not one.quoted
        ]

    mine = values(parts[place][1])
    if len(mine) != 1:
        return False  # several fields, who says so, or a quotation, which `_said_already` looks at
    before = values(parts[place - 1][1])[-1:] if place else []
    after = values(parts[place + 1][1])[:1] if place + 1 < len(parts) else []
    if not any(mine[0] in text for text in before + after):
        return False  # nearly always, and no pattern needs compiling
    word = re.escape(mine[0])
    return any(re.search(rf"\b{word}$|^{word}(?!\w)", text) for text in before) or any(
        re.match(rf"{word}\b", text) for text in after
    )


def _repeats_quotation(section: Section, entry: Mapping[str, Any], one: Field) -> bool:
    """Whether a statement says little but what the quotation of the entry, shown after it, says itself."""
    quoted = next((field for field in section.fields if field.quoted), None)
    if not one.states or quoted is None or quoted is one or f"{{{quoted.name}}}" not in section.brief.get("line", ""):
        return False
    if _said_already(section, entry, [quoted]):
        return False
    stated, said = (_WORD.findall(_value(entry, field).casefold()) for field in (one, quoted))
    return bool(stated) and sum(word in set(said) for word in stated) >= _REPEATED * len(stated)


def _style(one: Field) -> Style:
    if one.quoted:
        return "quote"
    return "strong" if one.named or one.verbatim else "text"


def _value(entry: Mapping[str, Any], one: Field) -> str:
    value = entry.get(one.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return plain(", ".join(str(item) for item in value if item))
    text = plain(str(value))
    if one.quoted and text[:1] + text[-1:] in _QUOTE_MARKS:
        return text[1:-1].strip()
    return text


def _trim(runs: list[Run]) -> Runs:
    """Without space at either end."""
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        del runs[-1]
    if runs and not runs[0].own:
        runs[0] = Run(runs[0].text.lstrip(), runs[0].style)
    if runs and not runs[-1].own:
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].style)
    return tuple(runs)
