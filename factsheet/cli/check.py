"""`factsheet check`: checks sheet files against their own articles, whoever wrote or edited them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import plain
from factsheet.cli.against import Command, Drafting, Output, check_against, refuse
from factsheet.cli.options.models import Choice, model_options
from factsheet.cli.options.shared import as_line, explain_option, gather, min_standing_option, piped, printable_json
from factsheet.cli.printing import sheet_in
from factsheet.errors import FactsheetError, KindError, MisfitError
from factsheet.standings import counted, is_below, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.pipeline.recheck import Rechecked
    from factsheet.records import Standing, StandingName

_UNREADABLE = 2
_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """The result for one file: unreadable, invalid by its schema, or checked with `found`."""

    file: str
    unreadable: str = ""
    schema: tuple[str, ...] = ()
    found: Rechecked | None = None
    least: StandingName | None = None

    @property
    def ok(self) -> bool:
        """Whether all claims of the file hold, no check finds an error, and no entry stands below `least`."""
        found = self.found
        if found is None or not found.is_as_claimed or self.low:
            return False
        return not any(finding.level == "error" for finding in found.findings)

    @property
    def low(self) -> list[Standing]:
        """The entries that stand below `least`."""
        if self.found is None or self.least is None:
            return []
        return [standing for standing in self.found.standings if is_below(standing.standing, self.least)]

    @property
    def code(self) -> int:
        """The exit code for it."""
        return _UNREADABLE if self.unreadable else 0 if self.ok else _FINDINGS

    def as_json(self) -> dict[str, Any]:
        """The result as `--json` prints it."""
        if self.unreadable:
            return {"file": self.file, "ok": False, "unreadable": self.unreadable}
        result = {"file": self.file, "ok": self.ok, "schema": list(self.schema)}
        if self.found is None:
            return result
        claims = {"evidence": self.found.evidence, "better": self.found.better}
        wrong = {name: [{"pointer": p, "message": m} for p, m in its] for name, its in claims.items()}
        standings = [standing.as_json() for standing in self.found.standings]
        findings = {"new": self.found.new, "gone": self.found.gone, "findings": self.found.findings}
        listed = {name: [f.as_json() for f in its] for name, its in findings.items()}
        return result | wrong | listed | {"standings": standings}


@click.command(cls=Command)
@click.argument("sheets", nargs=-1, metavar="SHEET...")
@gather(Drafting, "drafting")
@model_options
@click.option("--kind", metavar="KIND", help="Kind of sheets that name no built-in kind.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print a JSON list, one object per file, or per sentence of a draft."
)
@click.option("-v", "--verbose", is_flag=True, help="List the notes too.")
@min_standing_option
@explain_option
@click.pass_context
def check(
    ctx: click.Context,
    sheets: tuple[str, ...],
    drafting: Drafting,
    choice: Choice,
    kind: str | None,
    min_standing: StandingName | None,
    *,
    as_json: bool,
    verbose: bool,
) -> None:
    """Check each SHEET, a JSON file or - for standard input, against the article in it.

    Locates all evidence, runs all checks and proves all entries again, and reports wrong claims of the file. Exit
    codes: 0 all claims hold and no fact is wrong, 2 a file is not a sheet, 3 a claim or a fact is wrong, or an entry
    stands below --min-standing.

    `check DRAFT --against ARTICLE...` checks every sentence of DRAFT (text, Markdown, a sheet, or - for standard
    input) against the articles: it prints the sentences that support it, and how far it is proven. Exit codes:
    0 nothing is refuted, 1 a model or network failure, 2 unreadable input, 3 a sentence is refuted.
    """
    if drafting.against:
        ctx.exit(check_against(sheets, drafting, choice, Output(kind, as_json, verbose)))
    refuse(drafting, choice)
    results = [replace(_result(name, kind), least=min_standing) for name in sheets or (piped(ctx, "SHEET..."),)]
    if as_json:
        click.echo(printable_json([result.as_json() for result in results]))
    else:
        for result in results:
            click.echo("".join(f"{line}\n" for line in _lines(result, verbose=verbose)), nl=False)
    codes = {result.code for result in results}
    ctx.exit(_UNREADABLE if _UNREADABLE in codes else max(codes))


def _result(name: str, kind_name: str | None) -> Result:
    from factsheet.pipeline.recheck import recheck

    try:
        sheet, kind = sheet_in(name, kind_name)
        return Result(name, found=recheck(kind, sheet))
    except MisfitError as error:
        return Result(name, schema=error.problems)
    except KindError as error:
        return Result(name, f"{name}: {error}")
    except FactsheetError as error:
        return Result(name, str(error))


def _lines(result: Result, *, verbose: bool) -> Iterator[str]:
    """One file as lines for a person: its wrong claims, then what is wrong in it."""
    name = plain(result.file)
    if result.unreadable:
        yield plain(result.unreadable)
        return
    for problem in result.schema:
        yield f"{name}: does not fit its schema: {plain(problem)}"
    for line in _claims(result.found, verbose=verbose) if result.found else ():
        yield f"{name}: {line}"
    for standing in result.low:
        yield f"{name}: {plain(standing.pointer)} is {standing.standing}, below {result.least}: {plain(standing.why)}"
    if result.found:
        yield f"{name}: {phrase(counted(standing.standing for standing in result.found.standings))}"
    if result.ok:
        yield f"{name}: all claims hold"


def _claims(found: Rechecked, *, verbose: bool) -> Iterator[str]:
    for pointer, message in (*found.evidence, *found.better):
        yield f"{pointer}: {plain(message)}"
    for finding in found.findings:
        if verbose or finding.level != "note" or finding in found.new:
            yield f"{as_line(finding)}{' (not in the file)' if finding in found.new else ''}"
    for finding in found.gone:
        yield f"wrong claim of the file: {as_line(finding)}"
