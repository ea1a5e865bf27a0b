"""Underlining: locates the unaccounted words of an open entry in the text shown.

A sheet's spans count code points of a field as it is in the sheet; the page drops quotation marks around it, folds
white space and names characters that act. A span that cannot be found again in what is shown is left out, and so are
all in a text with right-to-left letters, which would lose its order in pieces: the entry is marked as open even so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.briefs.page import Run
from factsheet.briefs.text import has_rtl, plain
from factsheet.lines import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.briefs.page import Runs, Style
    from factsheet.kinds import Field
    from factsheet.records import Span, Standing


def runs_of(entry: Mapping[str, Any], field: Field, shown: str, style: Style, standing: Standing | None) -> Runs:
    """A field as it is `shown`, in runs of which those are `under` that nothing accounts for."""
    spans = _places(entry, field, shown, standing) if standing is not None and standing.standing == "open" else []
    out: list[Run] = []
    at = 0
    for start, end in spans:
        out += [Run(shown[at:start], style, own=True), Run(shown[start:end], style, own=True, under=True)]
        at = end
    out.append(Run(shown[at:], style, own=True))
    return tuple(run for run in out if run.text)


def underscored(runs: Runs) -> Runs:
    """The runs with signs around what is `under`, for a medium that cannot underline."""
    return tuple(run._replace(text=f"_{run.text}_") if run.under else run for run in runs)


def _places(entry: Mapping[str, Any], field: Field, shown: str, standing: Standing) -> list[Span]:
    """The spans of a standing in the text that is shown, in order; words side by side are one."""
    found: list[Span] = []
    for start, end in sorted(_found(entry, field, shown, standing)):
        if found and not shown[found[-1][1] : start].strip():
            first, last = found.pop()
            found.append((first, max(last, end)))
        else:
            found.append((start, end))
    return found


def _found(entry: Mapping[str, Any], field: Field, shown: str, standing: Standing) -> Iterator[Span]:
    told = "" if has_rtl(shown) else said(entry, field)
    text, moved = _text(entry.get(field.name), field, standing.field, told)
    for start, end in _gathered(standing.unaccounted):
        a, b = max(start + moved, 0), min(end + moved, len(told))
        if not (0 <= start < end <= len(text)) or a >= b:
            continue
        head, words = plain(told[:a]), plain(told[a:b])
        at = len(head) + (shown[len(head) : len(head) + 1] == " ")
        if words and shown.startswith(head) and shown.startswith(words, at):
            yield at, at + len(words)


_MOST = 100
"""Stretches of one text that are underlined one by one: the answer of a model that loops has thousands."""


def _gathered(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans, in order; beyond so many, all to the end of the last is one."""
    if len(spans) <= _MOST:
        return spans
    return *spans[:_MOST], (spans[_MOST][0], max(end for _, end in spans[_MOST:]))


def _text(value: Any, field: Field, path: str, told: str) -> tuple[str, int]:
    """The text that a path of a standing means, and how far it is moved in what the field says; "" where it is none."""
    name, _, number = path.partition("/")
    if name != field.name:
        return "", 0
    if isinstance(value, str) and not number:
        return value, -max(value.find(told), 0)
    if isinstance(value, list) and number.isdecimal() and int(number) < len(value):
        before: Sequence[Any] = value[: int(number)]
        return str(value[int(number)] or ""), sum(len(str(one)) + len(", ") for one in before if one)
    return "", 0
