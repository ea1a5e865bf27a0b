"""Prints a whole sheet as Markdown (CommonMark, with GitHub's tables for disputes and footnotes for evidence).

Words of the sheet are escaped, so that no link, image, heading, table or HTML in them acts. Characters that
HTML knows become entities, because not every reader takes a backslash before them.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from factsheet.briefs.content import compose
from factsheet.briefs.page import DOUBT_MARK, GLUE, beneath, group_head, side_who, side_words, with_refs
from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factsheet.briefs.page import Item, Page, Part, Runs, SideText
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ORDERED = re.compile(r"^(\d{1,9})([.)])")
"""A number that would begin an ordered list."""
_ACTS = re.compile(r"[&<>\\`*_\[\]|~$]|[-+=#](?<=^.)|#(?<= #)|:(?=//)|\.(?<=[wW]{3}\.)|@(?<=\S@)(?=\S)")
"""Markdown's syntax, and what GitHub turns into links: an address, www., a mail address, #1.

Each alternative begins with the character itself, so that other text is skipped quickly.
"""

_EMPHASIS = {"strong": "**", "title": "", "quote": "*", "alarm": "**", "reason": "*", "doubt": "**", "strip": "**"}


def render(sheet: FactSheet, kind: Kind, *, evidence: bool = False) -> str:
    """All of `sheet` as one Markdown document; with `evidence`, the words that prove each fact in a footnote."""
    page = compose(sheet, kind, evidence=evidence)
    notes = _Notes() if evidence else None
    out = _head(page)
    for part in page.parts:
        out += _part(part, notes)
    out += ["---", "", _joined(page.foot), ""]
    if page.legend:
        out += [_joined(page.legend), ""]
    if notes:
        out += [*notes.lines[1:], ""]
    return "\n".join(out[:-1]) + "\n"


class _Notes:
    """The footnotes of a document, as GitHub has them: evidence, proof and doubts of a fact in one."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def sign(self, item: Item) -> str:
        """The mark of an item's footnote; "" if there is none."""
        said = [_runs(runs) for runs in beneath(item)]
        if not said:
            return ""
        number = len(self.lines) // 2 + 1
        # With a word before it no reader takes it for the address of a link.
        self.lines += ["", f"[^{number}]: Evidence: {'<br>'.join(said)}"]
        return f"[^{number}]"


def escape(text: str) -> str:
    """Escape `text`, a single line, so that Markdown reads it as text."""
    text = _ACTS.sub(_inert, text)
    return _ORDERED.sub(r"\1\\\2", text) if text[:1].isdigit() else text


def _inert(match: re.Match[str]) -> str:
    return _ENTITIES.get(match.group(), "\\" + match.group())


def _head(page: Page) -> list[str]:
    out: list[str] = []
    if page.strip:
        out += [" · ".join(f"**{escape(text)}**" for text in page.strip), ""]
    if page.title is not None:
        out += [f"# {_runs(with_refs(page.title.runs, page.title))}", ""]
    if page.source:
        out += [_joined(page.source), ""]
    if page.notices:
        out += [*(f"- **{DOUBT_MARK} {escape(notice.text)}**" for notice in page.notices), ""]
    return out


def _part(part: Part, notes: _Notes | None) -> list[str]:
    if part.layout == "inline":
        lines = [" · ".join(_fact(item, notes) for item in part.items)]
    elif part.layout == "sides":
        lines = _apart([_fact(item, notes), "", *_table(item.sides)] for item in part.items)
    else:
        lines = _apart(_group(name, items, part.roles, notes) for name, items in part.groups.items())
    return [f"## {escape(part.title)}", "", *lines, ""]


def _group(name: str | None, items: Iterable[Item], roles: Mapping[str, str], notes: _Notes | None) -> list[str]:
    """The items of a group as a list, below their head."""
    lines = [] if name is None else [_runs(group_head(name, roles)), ""]
    return lines + [f"- {_fact(item, notes)}" for item in items]


def _apart(blocks: Iterable[list[str]]) -> list[str]:
    """Blocks of lines with a blank line between them."""
    return [line for block in blocks for line in ("", *block)][1:]


def _fact(item: Item, notes: _Notes | None) -> str:
    return _runs(with_refs(item.runs, item)) + (notes.sign(item) if notes else "")


def _table(sides: Iterable[SideText]) -> list[str]:
    """The sides of a dispute facing each other."""
    sides = tuple(sides)
    cells = [
        "<br>".join([_runs((side_who(side),)), *(_runs(side_words(words)) for words in side.words)]) for side in sides
    ]
    heads = [escape(side.title) for side in sides]
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(sides)}", f"| {' | '.join(cells)} |"]


def _runs(runs: Runs) -> str:
    out: list[str] = []
    for (style, under), group in itertools.groupby(runs, key=lambda run: (run.style, run.under)):
        text = "".join([escape(isolate(run.text)) if run.own else run.text.replace(GLUE, " ") for run in group])
        # Emphasis must touch the words it marks.
        inner = text.strip(" ")
        lead, _, tail = text.partition(inner) if inner else (text, "", "")
        mark = _EMPHASIS.get(style, "") if inner else ""
        words = f"{mark}{inner}{mark}"
        out.append(f"{lead}<ins>{words}</ins>{tail}" if under and inner else f"{lead}{words}{tail}")
    return "".join(out)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(escape(isolate(text)) for text in texts)
