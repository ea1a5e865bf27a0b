"""`factsheet eval`: how well a model fills sheets, measured on annotated articles."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.cli.choices import Choice, model_options, pick_model
from factsheet.cli.settings import load_settings
from factsheet.errors import ModelError, UsageError
from factsheet.kinds import load_kind

if TYPE_CHECKING:
    from factsheet.evaluation.gold import Gold
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.records import Facts


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@model_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N articles.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--errors", "with_errors", is_flag=True, help="Print every error with the words around it.")
def evaluate(gold: Path, limit: int | None, as_json: bool, with_errors: bool, **flags: Any) -> None:
    """Score a model on GOLD, a file of annotated articles.

    GOLD is JSON lines, one article each: attributed statements, entities, places, or some of them. Prints
    precision, recall and F1 with 95 % bootstrap intervals over articles. With no model given the built-in
    extractive model is scored.
    """
    from factsheet.evaluation import report
    from factsheet.evaluation.gold import read_gold
    from factsheet.evaluation.intervals import results
    from factsheet.evaluation.scores import score

    settings = load_settings()
    model = pick_model(Choice.take(flags), settings)
    with gold.open(encoding="utf-8") as lines:
        articles = list(read_gold(lines, str(gold)))[:limit]
    if not articles:
        raise UsageError(f"{gold}: there is no article in it")
    scores = []
    for one, facts in zip(articles, asyncio.run(_sheets(articles, load_kind(), model)), strict=True):
        scores.append(score(one, facts))
        if with_errors and not as_json:
            for line in report.errors(one, scores[-1]):
                click.echo(line)
    found = results(scores)
    if as_json:
        out = report.as_json(found, model.name)
        if with_errors:
            out["errors"] = [
                line for one, its in zip(articles, scores, strict=True) for line in report.errors(one, its)
            ]
        click.echo(json.dumps(out, ensure_ascii=False, indent=2))
    else:
        click.echo(report.table(found), nl=False)


async def _sheets(articles: list[Gold], kind: Kind, model: Model) -> list[Facts]:
    """The facts of each article; an article that the model does not answer counts as an empty sheet."""
    from factsheet.pipeline import make_sheet

    found: list[Facts] = []
    for one in articles:
        try:
            found.append((await make_sheet(one.article, kind, model)).facts)
        except ModelError as error:
            click.echo(f"{one.article.id}: counted as an empty sheet: {error}", err=True)
            found.append(kind.empty())
    return found
