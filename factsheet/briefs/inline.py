"""Small pieces of an HTML page: runs, links to places, the marked article.

A template would escape and join each piece by itself, which takes most of its time. Here every text is escaped too:
whatever is not a tag of this module goes through `html.escape`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.briefs.marking import Marked
    from factsheet.briefs.page import Run

_TAGS = {"strong": "b", "quote": "i"}
_CLASSES = frozenset({"dim", "reason"})


def words(runs: Iterable[Run], number: int = 0) -> Markup:
    """Runs as they are in a line; those of a proof lead to the article's words for the fact with that number."""
    return Markup("".join([_run(run, number) for run in runs]))  # noqa: S704 - every text in it is escaped


def refs(places: Iterable[tuple[str, str]]) -> Markup:
    """Places beside a fact, each with its anchor; no line is broken before them."""
    return Markup("".join([_ref(*place) for place in places]))  # noqa: S704 - every text in it is escaped


def marked_words(one: Marked) -> Markup:
    """A paragraph of the article: anchors before the words that facts rest on, and the facts' numbers behind them."""
    out: list[str] = []
    for piece in one.pieces:
        out += [f'<i id="{anchor}"></i>' for anchor in piece.anchors]
        text = escape(piece.text)
        out.append(f'<span class="{piece.classes}">{text}</span>' if piece.facts else text)
        out += [f'<sup><a href="#f{n}" aria-label="to fact {n}">{n}</a></sup>' for n in piece.ends]
    return Markup("".join(out))  # noqa: S704 - every text in it is escaped


def _ref(ref: str, anchor: str) -> str:
    if anchor:
        return f'&nbsp;<a class="r" href="#{anchor}">{escape(ref)}</a>'
    return f'&nbsp;<span class="r">{escape(ref)}</span>'


def _run(run: Run, number: int) -> str:
    text = escape(isolate(run.text) if run.own else run.text)
    if run.span and number:
        return f'<a class="w" href="#a{number}-w{run.span[0]}">{text}</a>'
    if run.under:
        return f"<u>{text}</u>"
    if run.style in _TAGS:
        return f"<{_TAGS[run.style]}>{text}</{_TAGS[run.style]}>"
    return f'<span class="{run.style}">{text}</span>' if run.style in _CLASSES else text
