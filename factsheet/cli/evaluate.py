"""`factsheet eval`: scores a model on annotated articles."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.cli.options.models import Choice, model_options, pick_model
from factsheet.cli.options.settings import load_settings
from factsheet.cli.options.shared import left_out
from factsheet.errors import ModelError, ReadError, UsageError
from factsheet.kinds import load_kind
from factsheet.standings import standings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.evaluation.scores import Scores
    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.records import Facts, Standing


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@model_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Score only the first N articles.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--errors", "with_errors", is_flag=True, help="Print every error in context.")
def evaluate(gold: Path, limit: int | None, as_json: bool, with_errors: bool, choice: Choice) -> None:
    """Score a model on GOLD, a file of annotated articles or a folder with reviewed sheets.

    The file is JSON lines, one article each, with attributed statements, entities or places. The sheets that were
    approved in the folder, in `factsheet review`, count as right. Prints precision, recall and F1 with 95 % bootstrap
    intervals over articles. Scores the built-in extractive model unless another is named.
    """
    from factsheet.evaluation import report
    from factsheet.evaluation.intervals import results

    model = pick_model(choice, load_settings())
    kind = load_kind()
    articles, score = _read(gold, kind)
    articles = articles[:limit]
    if not articles:
        raise UsageError(f"{gold}: there is no {'approved sheet' if gold.is_dir() else 'article'} in it")
    made = asyncio.run(_sheets(articles, kind, model))
    scores = [score(one, *its) for one, its in zip(articles, made, strict=True)]
    errors = (line for one, its in zip(articles, scores, strict=True) for line in report.errors(one, its))
    found = results(scores)
    if as_json:
        out = report.as_json(found, model.name) | ({"errors": list(errors)} if with_errors else {})
        click.echo(json.dumps(out, ensure_ascii=False, indent=2))
        return
    for line in errors if with_errors else ():
        click.echo(line)
    click.echo(report.table(found), nl=False)


def _read(gold: Path, kind: Kind) -> tuple[list[Any], Callable[[Any, Facts, dict[str, Standing]], Scores]]:
    """The annotated articles of a file, or the approved sheets of a folder, and how to score one of them."""
    if gold.is_dir():
        from functools import partial

        from factsheet.evaluation.reviewed import read_reviewed, score_reviewed
        from factsheet.review import Desk

        with Desk.at(kind, [gold]) as desk:
            return list(read_reviewed(desk, left_out)), partial(score_reviewed, kind)
    from factsheet.evaluation.gold import read_gold
    from factsheet.evaluation.scores import score

    try:
        with gold.open(encoding="utf-8-sig") as lines:
            return list(read_gold(lines, str(gold))), lambda one, facts, _: score(one, facts)
    except OSError as error:
        raise ReadError(f"{gold}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{gold}: not UTF-8 text: annotated articles are JSON lines") from error


async def _sheets(articles: list[Any], kind: Kind, model: Model) -> list[tuple[Facts, dict[str, Standing]]]:
    """The facts of each article and how far they are proven; none where the model failed."""
    from factsheet.pipeline import Options, make_sheet

    found: list[tuple[Facts, dict[str, Standing]]] = []
    for one in articles:
        try:
            sheet = await make_sheet(one.article, kind, model, Options(verify=False))
            found.append((sheet.facts, standings_of(kind, sheet)))
        except ModelError as error:
            click.echo(f"{one.article.id}: counted as an empty sheet: {error}", err=True)
            found.append((kind.empty(), {}))
    return found
