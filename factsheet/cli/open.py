"""`factsheet open`: opens a day or a brief in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from factsheet.cli.printing import is_sheet, sheet_in
from factsheet.errors import ReadError, UsageError


@click.command("open")
@click.argument("what", metavar="OUT|SHEET")
@click.option("--kind", metavar="KIND", help="Kind of the sheet: a built-in kind, or a folder with a schema.")
@click.option("--print-path", is_flag=True, help="Print the path of the page instead of opening it.")
def open_(what: str, kind: str | None, *, print_path: bool) -> None:
    """Open the day in OUT, a folder of `factsheet batch`, or the page of SHEET in the browser.

    The page of a sheet is written to a temporary folder. Exit codes: 0 success, 2 there is nothing to open.
    """
    page = _day(Path(what)) if Path(what).is_dir() else _page(what, kind)
    if print_path or click.launch(page.resolve().as_uri()) != 0:
        click.echo(str(page))


def _day(folder: Path) -> Path:
    """The page of a batch's day.

    Raises:
        UsageError: there is none.
    """
    page = folder / "index.html"
    if not page.is_file():
        raise UsageError(f"{folder}: has no index.html; factsheet batch -o {folder} creates it")
    return page


def _page(name: str, kind_name: str | None) -> Path:
    """The page of a sheet, written anew.

    Raises:
        ReadError: the file is no sheet.
    """
    if Path(name).suffix.lower() in {".html", ".htm"} and Path(name).is_file():
        return Path(name)
    if not is_sheet(name):
        raise ReadError(f"{name}: neither a folder of factsheet batch nor a sheet (.json)")
    from factsheet.briefs import html

    return html.to_open(*sheet_in(name, kind_name), name)
