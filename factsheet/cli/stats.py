"""`factsheet stats`: compares models and prompts by reviewers' decisions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from factsheet.cli.options.shared import left_out, review_options
from factsheet.kinds import load_kind

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@review_options
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def stats(paths: tuple[Path, ...], kind: str, as_json: bool) -> None:
    """Compare models and prompts by the verdicts on the reviewed sheets of OUT.

    OUT is the folder of a batch, a folder of sheet files, or sheet files. On the sheets that were approved or sent
    back, counts the facts accepted, edited, rejected by reason and added, also by standing, and the time per brief.
    """
    from factsheet.review import Desk, table, tally

    with Desk.at(load_kind(kind), paths) as desk:
        found = tally(desk.signed(left_out))
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    elif found:
        click.echo(table(found), nl=False)
    else:
        click.echo("no sheet has been approved or sent back yet", err=True)
