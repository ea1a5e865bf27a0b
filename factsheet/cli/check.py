"""`factsheet check`: sheet files held against their own articles, whoever wrote or edited them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import plain
from factsheet.cli.explaining import explain_option
from factsheet.errors import FactsheetError, ReadError, SheetError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.pipeline.recheck import Rechecked

_UNREADABLE = 2
_FINDINGS = 3


@click.command()
@click.argument("sheets", nargs=-1, required=True, metavar="SHEET...")
@click.option("--kind", metavar="KIND", help="The kind of the sheets, where the files name none that is built in.")
@click.option("--json", "as_json", is_flag=True, help="Print a list with one object a file.")
@click.option("-v", "--verbose", is_flag=True, help="List the notes too.")
@explain_option
@click.pass_context
def check(ctx: click.Context, sheets: tuple[str, ...], kind: str | None, *, as_json: bool, verbose: bool) -> None:
    """Check each SHEET, a JSON file or - for standard input, against the article in it.

    Locates all evidence and runs all checks anew, and says what differs from what the file claims. Exit codes: 0
    all is as claimed and nothing is wrong, 2 a file is no sheet, 3 a claim or a fact is wrong.
    """
    results = [_result(name, kind) for name in sheets]
    if as_json:
        text = json.dumps(results, ensure_ascii=False, indent=2)
        click.echo("".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text))
    else:
        for result in results:
            for line in _lines(result, verbose=verbose):
                click.echo(line)
    if any("unreadable" in result for result in results):
        ctx.exit(_UNREADABLE)
    if not all(result["ok"] for result in results):
        ctx.exit(_FINDINGS)


def _result(name: str, kind_name: str | None) -> dict[str, Any]:
    """What is so of one file, as JSON."""
    from factsheet import sheets
    from factsheet.kinds import load_kind
    from factsheet.pipeline.recheck import recheck

    try:
        text = _read(name)
        document = sheets.parse(text, name=name)
        kind = load_kind(kind_name or _kind_of(document, name))
        problems = sheets.problems(document, kind)
        if problems:
            return {"file": name, "ok": False, "schema": problems}
        found = recheck(kind, sheets.load(text, kind, name=name))
    except FactsheetError as error:
        return {"file": name, "ok": False, "unreadable": str(error)}
    return {"file": name, "ok": _is_good(found), "schema": [], **_as_json(found)}


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SheetError(f"{name}: not UTF-8: {error}") from error


def _kind_of(document: dict[str, Any], name: str) -> str:
    """The kind that the file names, which is no path: what a file says opens no other files."""
    kind = document.get("kind")
    if not isinstance(kind, str) or not kind.replace("-", "").replace("_", "").isalnum():
        raise SheetError(f"{name}: it does not name its kind; --kind does")
    return kind


def _is_good(found: Rechecked) -> bool:
    return found.is_as_claimed and not any(finding.level == "error" for finding in found.findings)


def _as_json(found: Rechecked) -> dict[str, Any]:
    return {
        "evidence": [{"pointer": pointer, "message": message} for pointer, message in found.evidence],
        "new": [finding.as_json() for finding in found.new],
        "gone": [finding.as_json() for finding in found.gone],
        "findings": [finding.as_json() for finding in found.findings],
    }


def _lines(result: dict[str, Any], *, verbose: bool) -> Iterator[str]:
    """One file as lines for a person: what it claims wrongly, then what is wrong in it."""
    name = plain(result["file"])
    if "unreadable" in result:
        yield plain(result["unreadable"])
        return
    for problem in result["schema"]:
        yield f"{name}: does not fit its schema: {plain(problem)}"
    for one in result.get("evidence", ()):
        yield f"{name}: {one['pointer']}: {plain(one['message'])}"
    known = {json.dumps(one, sort_keys=True) for one in result.get("new", ())}
    for one in result.get("findings", ()):
        if verbose or one["level"] != "note":
            unclaimed = json.dumps(one, sort_keys=True) in known
            yield f"{name}: {_finding(one)}{' (not in the file)' if unclaimed else ''}"
    for one in result.get("gone", ()):
        if verbose or one["level"] != "note":
            yield f"{name}: the file has what is not so: {_finding(one)}"
    if result["ok"]:
        yield f"{name}: all is as it says"


def _finding(one: dict[str, Any]) -> str:
    place = f" {plain(one['pointer'])}" if one["pointer"] else ""
    return f"{one['level']}: {one['code']}{place}: {plain(one['message'])}"
