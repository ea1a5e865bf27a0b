"""`factsheet review`: the screen on which people go through sheets and sign them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.cli.choices import Choice, model_options, pick_model
from factsheet.cli.settings import load_settings
from factsheet.errors import UsageError
from factsheet.kinds import load_kind

if TYPE_CHECKING:
    from factsheet.records import Article, FactSheet

_GIT_S = 5
"""Seconds that git may take to say who one is."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="OUT", type=click.Path(path_type=Path))
@click.option("--as", "who", metavar="NAME", help="Who reviews; else git's user.name, or the system's user.")
@click.option("--kind", metavar="KIND", default="news", help="A built-in kind, or a folder with a schema.")
@model_options
def review(paths: tuple[Path, ...], who: str | None, kind: str, **flags: Any) -> None:
    """Review the sheets of OUT on the screen: check each fact against the article, and sign.

    OUT is the folder of a batch, a folder of sheet files, or sheet files. What is decided is kept at once in
    ledger.db beside the sheets. The options that choose a model say how another model is asked (key R).
    """
    try:
        from factsheet.review.app import ReviewApp
    except ImportError as error:
        raise UsageError("review needs the package textual: pip install 'factsheet[review]'") from error
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError("review needs a terminal; factsheet export and stats do without")
    from dataclasses import replace

    from factsheet.review.desk import Desk

    settings = load_settings()
    choice = Choice.take(flags)
    loaded = load_kind(kind)

    async def remake(name: str, article: Article) -> FactSheet:
        from factsheet.pipeline import make_sheet

        return await make_sheet(article, loaded, pick_model(replace(choice, model=name), settings))

    with Desk.at(loaded, paths, create=True) as desk:
        ReviewApp(desk, who or _me(), remake).run()


def _me() -> str:
    """Who is at the desk: what git calls them, else the system."""
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
