"""The screen as lines of styled text: the list, the facts, the article's marks, the bars.

A style is a name; the panes have the looks. Everything that a style says is said by a sign or a word as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len, set_cell_size

from factsheet.briefs.page import Run
from factsheet.briefs.template import fill, value_of
from factsheet.briefs.text import isolate, plain, wrap
from factsheet.review.desk.keys import keys_of, shown
from factsheet.review.desk.moves import missed_of
from factsheet.review.desk.proving import SIGNS, proof_spans
from factsheet.review.desk.reading import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.records import Article
    from factsheet.review.desk.comparing import Pair
    from factsheet.review.desk.listing import Listing
    from factsheet.review.desk.standing import Item
    from factsheet.review.desk.state import State

Pieces: TypeAlias = "list[tuple[str, str]]"

STATE_SIGNS = {"new": "·", "in review": "…", "approved": "✓", "rejected": "✗"}
RULING_SIGNS = {"accepted": "✓", "rejected": "✗", "edited": "✎", "added": "+"}
_RULING_STYLES = {"accepted": "good", "rejected": "alarm", "edited": "doubt", "added": "doubt"}
_STATE_STYLES = {"approved": "good", "rejected": "alarm"}
_LEVEL_STYLES = {"error": "alarm", "warning": "doubt"}
_STANDING_STYLES = {"refuted": "alarm", "doubtful": "doubt", "open": "strong"}

_WITH_TIME, _WITH_MODEL, _WITH_SUBJECT = 44, 64, 88
"""Cells from which a row of the list has room for the time, the model, the subject."""


def list_row(listing: Listing, number: int, width: int) -> Pieces:
    """One row: state, findings, title, and as much of subject, model and time as there is room for."""
    row = listing.rows[listing.shown[number]]
    state = listing.state_of(row.key)
    signs = ("E" if row.errors else " ") + ("!" if row.warnings else " ")
    columns = ((_WITH_SUBJECT, row.subject, 14), (_WITH_MODEL, row.model, 18), (_WITH_TIME, row.time[5:16], 11))
    tail = [fit(text, wide) for least, text, wide in columns if width >= least]
    room = width - 5 - sum(cell_len(text) + 1 for text in tail)
    title = f"cannot be read: {row.problem}" if row.problem else row.title
    return [
        (f"{STATE_SIGNS[state]} ", _STATE_STYLES.get(state, "text")),
        (f"{signs} ", "alarm" if row.errors else "doubt"),
        (fit(title, max(room, 4)), "strong" if state in ("new", "in review") else "text"),
        *((" " + text, "dim") for text in tail),
    ]


def fit(text: str, width: int) -> str:
    """Text cut with an ellipsis or padded to so many cells, its direction isolated."""
    if cell_len(text) > width:
        text = set_cell_size(text, max(width - 1, 0)).rstrip() + "…"
    return isolate(text) + " " * (width - cell_len(text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The facts in lines: `owners` has the fact of each line, "" for a head; `firsts` each fact's first line."""

    lines: tuple[Pieces, ...]
    owners: tuple[str, ...]
    firsts: dict[str, int]


def fact_lines(
    items: Sequence[Item],
    article: Article,
    width: int,
    known: dict[str, tuple[Item, int, list[Pieces]]],
    *,
    by_standing: bool = False,
) -> Sheet:
    """The facts under their heads, each with its verdict, standing, paragraphs and findings.

    `known` caches the lines of each fact, so that a verdict only wraps its own fact again. Sorted `by_standing`, the
    heads name that too.
    """
    lines: list[Pieces] = []
    owners: list[str] = []
    firsts: dict[str, int] = {}
    before_head = None
    for item in items:
        head = f"{item.standing or 'by a person'} · " * by_standing + plain(item.section.title)
        if head != before_head:
            before_head = head
            lines.append([(head, "label")])
            owners.append("")
        firsts[item.id] = len(lines)
        before = known.get(item.id)
        its = before[2] if before and before[:2] == (item, width) else item_lines(item, article, width)
        known[item.id] = (item, width, its)
        lines += its
        owners += [item.id] * len(its)
    return Sheet(tuple(lines), tuple(owners), firsts)


def item_lines(item: Item, article: Article, width: int) -> list[Pieces]:
    """One fact: signs of its verdict and its standing, then the fact, its findings and its note."""
    room, style = max(width - 4, 4), "dim" if item.ruling == "rejected" else ""
    fact = _broken(_runs(item, article), room) or [()]
    lines: list[Pieces] = [[(run.text, style or shown_style(run)) for run in line] for line in fact]
    for text, its in remarks(item):
        lines += [[(run.text, its) for run in line] for line in _broken((Run(text, "reason"),), room)]
    return [[*_signs(item), *lines[0]], *([("    ", "text"), *line] for line in lines[1:])]


def shown_style(run: Run) -> str:
    """The style of a run; words that are not the article's are underlined."""
    return "unproven" if run.under else run.style


def _broken(runs: tuple[Run, ...], room: int) -> list[tuple[Run, ...]]:
    return wrap(runs, room) or []


def _signs(item: Item) -> Pieces:
    sign, style = RULING_SIGNS.get(item.ruling or "", "·"), _RULING_STYLES.get(item.ruling or "", "text")
    standing = item.standing or ""
    return [(sign, style), (SIGNS.get(standing, " "), _STANDING_STYLES.get(standing, "text")), ("  ", "text")]


def _runs(item: Item, article: Article) -> tuple[Run, ...]:
    """The fact in running text: speaker, statement, paragraphs."""
    numbers = sorted({n for start, _ in item.spans if (n := article.number_at(start)) is not None})
    refs = Run("".join(f" ¶{number}" for number in numbers[:6]), "dim")
    who = value_of(item.section, item.value, item.section.brief.get("by"))
    head = (Run(who, "strong", own=True), Run(" ")) if who else ()
    standing = None if item.is_rewritten else item.proven
    return (*head, *fill(item.section, item.value, standing=standing), refs)


def remarks(item: Item) -> list[tuple[str, str]]:
    """The lines below a fact: the verdict where a sign does not say it all, findings, the note."""
    out = [
        (f"{plain(side.title)}: {who}", "dim")
        for side in item.section.sides
        if (who := value_of(item.section, item.value, side.by))
    ]
    verdict = item.verdict
    if verdict and verdict.ruling == "rejected":
        out.append((f"rejected: {verdict.reason}", "alarm"))
    if item.earlier:
        out.append(("decided on an earlier run; this one does not have it", "doubt"))
    out += [] if item.is_rewritten else _findings(item)
    if verdict and verdict.note:
        out.append((f"note: {plain(verdict.note)}", "strip"))
    return out


def _findings(item: Item) -> Iterator[tuple[str, str]]:
    for finding in item.findings:
        if finding.level != "note":
            head = "error" if finding.level == "error" else "check"
            yield f"{head}: {plain(finding.message)}", _LEVEL_STYLES[finding.level]


def pair_lines(pair: Pair, article: Article, width: int) -> list[Pieces]:
    """A pair in two columns of a line `width` cells wide, the sign between them."""
    side = max((width - 3) // 2, 6)
    old = item_lines(pair.old, article, side) if pair.old else []
    new = item_lines(pair.new, article, side) if pair.new else []
    signs = chain([f" {pair.sign} "], repeat("   "))
    sides = zip_longest(old, new, fillvalue=())
    return [[*_filled(left, side), (sign, "key"), *right] for (left, right), sign in zip(sides, signs, strict=False)]


def _filled(pieces: Sequence[tuple[str, str]], width: int) -> Pieces:
    used = sum(cell_len(text) for text, _ in pieces)
    return [*pieces, (" " * max(width - used, 0), "text")]


def article_marks(state: State) -> list[Mark]:
    """The marks in the article: what was missed, the selected fact's evidence and proof, the selected words."""
    marks: list[Mark] = []
    if state.missed:
        sentences, quotations = missed_of(state)
        marks += [Mark(start, end, "missed", "?") for start, end in sentences]
        marks += [Mark(start, end, "unquoted", "”") for start, end in quotations]
    if state.item is not None:
        marks += [Mark(start, end, "evidence", "▌") for start, end in state.item.spans]
        marks += [Mark(start, end, "proof", "▌") for start, end in proof_spans(state)]
    if state.words is not None and (span := state.selection):
        marks.append(Mark(*span, "selected", "▒"))
    return marks


def head_bar(state: State, *, narrow: bool = False) -> str:
    """The counts of the list; on a narrow screen, the title of the opened sheet."""
    if narrow and state.focus != "list" and state.listing.row is not None:
        return state.listing.row.title
    counts = state.listing.counts()
    parts = [f"{len(state.listing.rows):,} sheets", f"{counts['need you']:,} need you"]
    parts += [
        f"{STATE_SIGNS[name]} {counts[name]:,} {'sent back' if name == 'rejected' else name}"
        for name in ("new", "in review", "approved", "rejected")
    ]
    return " · ".join(parts)


def about_row(listing: Listing) -> str:
    """All that the list knows of the sheet under the cursor; a row may lack the room."""
    row = listing.row
    if row is None:
        return "no sheet is shown: / filters, m shows all"
    state, who, _ = listing.states.get(row.key, ("new", "", ""))
    marks = [f"{row.errors} error{'s' * (row.errors != 1)}"] if row.errors else []
    marks += [f"{row.warnings} to check"] if row.warnings else []
    by = f"{'sent back' if state == 'rejected' else state}{f' by {plain(who)}' if who else ''}"
    return " · ".join(part for part in (by, *marks, row.time, row.subject, row.model, row.title) if part)


def about_item(state: State) -> str:
    """All fields of the selected fact except its evidence and statements."""
    item = state.item
    if item is None:
        return ""
    fields = [f for f in item.section.fields if not f.is_evidence and not f.states and not f.quoted]
    return " · ".join(f"{f.name}: {value_of(item.section, item.value, f.name) or '–'}" for f in fields)


def list_title(listing: Listing) -> str:
    """The title of the list: place of the cursor, filters, order."""
    parts = [f"Sheets {listing.at + 1 if listing.shown else 0:,} of {len(listing.shown):,}"]
    if listing.needs:
        parts.append("need me")
    if listing.sort != "as they came":
        parts.append(listing.sort)
    if listing.filter:
        parts.append(f"/{plain(listing.filter)}")
    return " · ".join(parts)


def facts_title(state: State) -> str:
    """The title of the facts: how many are decided, the state of the sheet, its model."""
    if state.opened is None:
        return "Facts"
    standing = state.opened.standing
    decided = sum(item.ruling is not None for item in standing.items)
    parts = [f"Facts {decided} of {len(standing.items)} decided"]
    if state.only_needs or state.only:
        parts.append(state.only or "need me")
    if state.by_standing:
        parts.append("by standing")
    if standing.state in ("approved", "rejected"):
        what = "approved" if standing.state == "approved" else "sent back"
        parts.append(f"{what} by {plain(standing.by)}")
        if standing.with_signature:
            parts.append(f"{len(standing.with_signature)} with the signature alone")
        elif standing.undecided and standing.state == "approved":
            parts.append(f"{len(standing.undecided)} left out")
        if standing.changed:
            parts.append("ARTICLE CHANGED SINCE")
    parts.append(plain(state.opened.run.model))
    return " · ".join(parts)


def notices(state: State) -> list[tuple[str, str]]:
    """The lines above the facts: findings on the sheet as a whole, why it was sent back."""
    if state.opened is None:
        return [(state.problem or "no sheet", "doubt")]
    standing = state.opened.standing
    out = [
        (plain(f.message), "alarm" if f.level == "error" else "doubt")
        for f in standing.sheet.findings
        if not f.pointer and f.level != "note"
    ]
    if standing.note:
        out.append((f"sent back: {plain(standing.note)}", "alarm"))
    return out


def foot(state: State, width: int) -> Pieces:
    """The keys that apply now, as many as fit."""
    out: Pieces = []
    used = 0
    for key in keys_of(state):
        if not key.short:
            continue
        name, words = shown(key.keys[0]), f" {key.short}  "
        size = cell_len(name) + cell_len(words)
        if used + size > width:
            break
        out += [(name, "key"), (words, "text")]
        used += size
    return out
