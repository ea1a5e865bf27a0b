"""`factsheet review`: the screen to review sheets and sign them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from factsheet import extras
from factsheet.cli.options.models import Choice, model_options, pick_model
from factsheet.cli.options.settings import load_settings
from factsheet.cli.options.shared import review_options
from factsheet.errors import UsageError
from factsheet.kinds import load_kind

if TYPE_CHECKING:
    from pathlib import Path

    from factsheet.models import Footings
    from factsheet.records import Article, FactSheet

_GIT_S = 5
"""Seconds that git may take to say who one is."""


@click.command()
@review_options
@click.option("--as", "who", metavar="NAME", help="Name of the reviewer; by default git's user.name, or the login.")
@model_options
def review(paths: tuple[Path, ...], who: str | None, kind: str, choice: Choice) -> None:
    """Review the sheets of OUT on screen: check each fact against the article, and sign.

    OUT is the folder of a batch, a folder of sheet files, or sheet files. Decisions are saved at once in ledger.db
    beside the sheets. The model options apply when another model is asked (key R).
    """
    try:
        from factsheet.review import Desk, ReviewApp, open_shelf
    except ImportError as error:
        raise UsageError(f"review needs the package textual: {extras.command('review')}") from error
    loaded = load_kind(kind)
    open_shelf(paths)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError("review needs a terminal; factsheet export and stats work without one")
    settings = load_settings()
    footings: Footings = {}

    async def remake(name: str, article: Article) -> FactSheet:
        from factsheet.pipeline import make_sheet

        return await make_sheet(article, loaded, pick_model(replace(choice, model=name), settings, footings=footings))

    with Desk.at(loaded, paths, create=True) as desk:
        if next(desk.shelf.rows(desk.ledger), None) is None:
            raise UsageError(f"{paths[0]}: has no sheets yet; factsheet status {paths[0]} says why")
        ReviewApp(desk, who or _user(), remake, lambda page: click.launch(page) == 0).run()


def _user() -> str:
    """The user's name in git's settings, else their login."""
    import getpass

    try:
        git = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=_GIT_S,
            check=False,
        )
        if git.stdout.strip():
            return git.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        pass
    return getpass.getuser()
