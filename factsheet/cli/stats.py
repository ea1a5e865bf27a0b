"""`factsheet stats`: how models and prompts fare by what people decided."""

from __future__ import annotations

import json
from pathlib import Path

import click

from factsheet.kinds import load_kind


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="OUT", type=click.Path(path_type=Path))
@click.option("--kind", metavar="KIND", default="news", help="A built-in kind, or a folder with a schema.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def stats(paths: tuple[Path, ...], kind: str, as_json: bool) -> None:
    """Print how models and prompts fare by verdict in the reviewed sheets of OUT.

    OUT is the folder of a batch, a folder of sheet files, or sheet files. Counts the sheets that were approved or
    sent back: facts accepted, edited, rejected by reason, added, and the time per brief.
    """
    from factsheet.review.desk import Desk
    from factsheet.review.stats import fares, table

    with Desk.at(load_kind(kind), paths) as desk:
        found = fares(desk.signed())
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    elif found:
        click.echo(table(found), nl=False)
    else:
        click.echo("no sheet was approved or sent back yet", err=True)
