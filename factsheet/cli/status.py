"""`factsheet status`: shows what a batch holds, what failed and why, and the cost by model and day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import counted, plain

if TYPE_CHECKING:
    from factsheet.batch.ledger import Ledger

_SHOWN = 20


@click.command()
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("-v", "--verbose", is_flag=True, help="List every article that has no sheet.")
def status(folder: Path, *, as_json: bool, verbose: bool) -> None:
    """Show what the batch in OUT holds, how far its facts are proven, what failed and why, and what it cost."""
    from factsheet.batch.ledger import FILE, open_ledger

    with open_ledger(folder / FILE) as ledger:
        found = _found(ledger, verbose=verbose)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _page(found, verbose=verbose))


def _found(ledger: Ledger, *, verbose: bool) -> dict[str, Any]:
    from factsheet.cli.watching import embargoes, standings

    return {
        "articles": ledger.articles.states(),
        "standings": standings(ledger),
        "last_run": ledger.runs.last(),
        "embargoes": embargoes(ledger),
        "asked": ledger.submissions.under_way()[0],
        "held": ledger.submissions.held(),
        "leftover": sum(len(left.files) for left in ledger.submissions.leftover()),
        "spending": ledger.completions.spending(),
        "not_made": ledger.articles.unmade(problems=not verbose),
    }


def _page(found: dict[str, Any], *, verbose: bool) -> str:
    from factsheet.batch.ledger import HELD
    from factsheet.cli.watching import standings_told, undeleted

    lines = [f"{number:6} {state}" for state, number in found["articles"].items()] or ["no articles"]
    lines += filter(None, [standings_told(found["standings"])])
    run = found["last_run"]
    if run:
        ended = f"{run['outcome']}, {run['ended'][:19]}" if run["ended"] else "under way, or killed"
        lines.append(f"last run: {run['started'][:19]} with {run['model']}: {ended}")
    lines += filter(None, [found["embargoes"]])
    if found["asked"]:
        lines.append(f"{counted(found['asked'], 'request')} not answered yet: factsheet batch OUT --collect")
    lines += [f"{counted(found['held'], 'file')} {HELD}"] if found["held"] else []
    lines += [undeleted(found["leftover"])] if found["leftover"] else []
    lines += [_spent(row) for row in found["spending"]]
    shown = found["not_made"] if verbose else found["not_made"][:_SHOWN]
    lines += [plain(f"{row['state']}: {_name(row)}: {row['reason']}") for row in shown]
    if len(found["not_made"]) > len(shown):
        lines.append(f"and {len(found['not_made']) - len(shown)} more; -v lists all")
    return "\n".join(lines)


def _name(row: dict[str, Any]) -> str:
    return str(row["title"] or row["slug"] or row["source"])


def _spent(row: dict[str, Any]) -> str:
    from factsheet.batch.digest import money

    tokens = f"{row['prompt_tokens']:,} tokens in, {row['completion_tokens']:,} out"
    return f"{row['day']} {row['model']}: {counted(row['requests'], 'request')}, {tokens}, {money(row)}"
