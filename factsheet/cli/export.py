"""`factsheet export`: prints reviewed sheets, for other programs and for print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from factsheet.briefs.text import counted
from factsheet.cli.options.shared import left_out, output_option, review_options, write
from factsheet.cli.printing import Format
from factsheet.errors import ReadError
from factsheet.kinds import load_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from factsheet.kinds import Kind
    from factsheet.records import FactSheet
    from factsheet.review import Desk

STATES = ("approved", "sent-back", "in-review", "new")
FORMATS = ("json", "markdown", "jsonl")
_FAILED = 1


@click.command()
@review_options
@click.option("--state", type=click.Choice(STATES), default="approved", help="Which sheets.", show_default=True)
@click.option(
    "-f",
    "--format",
    "format_",
    type=Format(FORMATS),
    default="json",
    help="A JSON array, briefs as Markdown, or one JSON document per line.",
    show_default=True,
)
@output_option
@click.option("--evidence", is_flag=True, help="In Markdown, print the evidence of each fact.")
@click.pass_context
def export(
    ctx: click.Context,
    paths: tuple[Path, ...],
    state: str,
    format_: str,
    output: Path | None,
    kind: str,
    evidence: bool,
) -> None:
    """Print the reviewed sheets of OUT, with people's decisions.

    OUT is the folder of a batch, a folder of sheet files, or sheet files. Signed sheets are exported as they were
    signed, even if a model has made them again since. A sheet whose article has changed since is left out and
    named on standard error. Exit codes: 0 success, 1 none of the chosen sheets can be read, 2 usage.
    """
    from factsheet.review import Desk

    loaded = load_kind(kind)
    broken: list[Exception] = []

    def leave_out(problem: Exception) -> None:
        left_out(problem)
        broken.append(problem)

    with Desk.at(loaded, paths) as desk:
        sheets = list(_chosen(desk, state, leave_out))
    write(_render(sheets, loaded, format_, evidence=evidence), output)
    click.echo(counted(len(sheets), f"{state} sheet"), err=True)
    if broken and not sheets:
        ctx.exit(_FAILED)


def _chosen(desk: Desk, state: str, leave_out: Callable[[Exception], None]) -> Iterator[FactSheet]:
    from factsheet.review import settle

    if state in ("approved", "sent-back"):
        wanted = "approved" if state == "approved" else "rejected"
        for key, standing, _ in desk.signed(leave_out):
            if standing.state == wanted and _is_current(desk, key, standing.sheet, leave_out):
                yield settle(desk.kind, standing)
        return
    states = desk.history.states()
    for row in desk.shelf.rows(desk.ledger):
        if states.get(row.key, ("new",))[0].replace(" ", "-") == state:
            try:
                yield settle(desk.kind, desk.open(row.key).standing)
            except ReadError as error:
                leave_out(error)


def _is_current(desk: Desk, key: str, sheet: FactSheet, leave_out: Callable[[Exception], None]) -> bool:
    try:
        if desk.is_current(key, sheet):
            return True
    except ReadError as error:
        leave_out(error)
        return False
    click.echo(f"left out: {key}: the article has changed since this was signed; review it again", err=True)
    return False


def _render(sheets: list[FactSheet], kind: Kind, format_: str, *, evidence: bool) -> str:
    if format_ == "markdown":
        from factsheet.briefs import markdown

        return "\n---\n\n".join(markdown.render(sheet, kind, evidence=evidence) for sheet in sheets)
    from factsheet.sheets import dump

    documents = [json.loads(dump(sheet, kind)) for sheet in sheets]
    if format_ == "jsonl":
        return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
