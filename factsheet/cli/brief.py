"""`factsheet brief`: one article in, one page out."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import plain as visible
from factsheet.cli.choices import Choice, model_name, model_options, pick_model
from factsheet.cli.explaining import explain_option
from factsheet.cli.settings import load_settings
from factsheet.errors import NoModelError, UsageError
from factsheet.files import write_whole
from factsheet.kinds import DEFAULT_KIND, load_kind
from factsheet.models import BUILT_IN

if TYPE_CHECKING:
    from factsheet.cli.settings import Settings
    from factsheet.kinds import Kind
    from factsheet.records import Article, FactSheet

FORMATS = ("terminal", "markdown", "json")

_PAGE_LINES = 60
_PIPE_COLUMNS = 80
"""The width of a page that goes to a file or a pipe."""

_FAILED = 1
_FINDINGS = 3


@click.command()
@click.argument("source")
@model_options
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), help="How to print the brief.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@click.option("--kind", metavar="KIND", help="A built-in kind, or a folder with a schema and prompts.")
@click.option("--evidence", is_flag=True, help="Print the words that prove each fact.")
@click.option("--verify", is_flag=True, help="Ask in a second call whether each statement follows.")
@click.option("--strict", is_flag=True, help="Exit 3 when a check finds an error.")
@click.option("--chunk-tokens", type=click.IntRange(min=50), metavar="N", help="Tokens of article in one request.")
@click.option("--context-tokens", type=click.IntRange(min=0), metavar="N", help="Tokens shown from before a part.")
@click.option(
    "--passes", type=click.IntRange(min=1, max=5), default=1, metavar="N", help="Ask again for what was missed."
)
@click.option("--input-format", metavar="NAME", help="Read SOURCE as this format, whatever it looks like.")
@click.option("--allow-embargoed", is_flag=True, help="Brief a story that is under embargo.")
@click.option("--allow-killed", is_flag=True, help="Brief a story that was killed or withheld.")
@click.option("--dry-run", is_flag=True, help="Print what would be asked and what it would cost.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the brief.")
@click.option("-v", "--verbose", is_flag=True, help="List every finding, and what was asked.")
@explain_option
@click.pass_context
def brief(ctx: click.Context, /, source: str, **flags: Any) -> None:
    """Print the one-page brief of SOURCE, a file or - for standard input.

    With no model configured the built-in extractive model answers, offline. Exit codes: 0 good, 1 a model or
    network failure, 2 usage or unreadable input, 3 findings (with --strict), 4 killed or embargoed, 130
    interrupted.
    """
    settings = load_settings()
    choice = Choice.take(flags)
    choice = replace(choice, model=model_name(choice, settings))
    kind = load_kind(settings.get("kind", flags["kind"], DEFAULT_KIND))
    _check(kind, choice, settings, flags)
    article = _read(source, flags)
    if flags["dry_run"]:
        from factsheet.cli.estimate import dry_run
        from factsheet.models.specs import full_name

        name, options = full_name(choice.model or BUILT_IN), _options(settings, choice, flags)
        write(dry_run(article, kind, name, options, settings.get("prices", default={})), flags["output"])
        return
    sheet = _make(article, kind, choice, settings, flags)
    write(_render(sheet, kind, flags), flags["output"])
    if not flags["quiet"]:
        _report(sheet, verbose=flags["verbose"])
    if any(finding.code == "part-missing" for finding in sheet.findings):
        ctx.exit(_FAILED)
    if flags["strict"] and any(finding.level == "error" for finding in sheet.findings):
        ctx.exit(_FINDINGS)


def _check(kind: Kind, choice: Choice, settings: Settings, flags: dict[str, Any]) -> None:
    """Find out what cannot work before anything is paid for.

    Raises:
        UsageError: the brief could not be printed, or no model is named that can fill a sheet of this kind.
    """
    output: Path | None = flags["output"]
    if str(output) == "-":
        output = flags["output"] = None
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"{output}: cannot be written: there is no folder {output.parent}")
    chosen = flags["format_"] = settings.get("format", flags["format_"], FORMATS[0])
    if chosen not in FORMATS:
        raise UsageError(f"there is no format {chosen!r}; there are {', '.join(FORMATS)}")
    if kind.name != DEFAULT_KIND and not flags["dry_run"] and choice.model in {None, BUILT_IN}:
        from factsheet.models.specs import WAYS

        raise NoModelError(f"the built-in model fills sheets of kind {DEFAULT_KIND} only; name another:\n{WAYS}")


def _read(source: str, flags: dict[str, Any]) -> Article:
    import datetime as dt

    from factsheet.readers import read_article
    from factsheet.readers.practice import refuse

    article = read_article(source, format=flags["input_format"])
    if article.warnings and not flags["quiet"]:
        for warning in article.warnings:
            click.echo(f"{source}: {visible(warning)}", err=True)
    embargoed, killed = flags["allow_embargoed"], flags["allow_killed"]
    refuse(article, now=dt.datetime.now(dt.UTC), embargoed=embargoed, killed=killed)
    return article


def _options(settings: Settings, choice: Choice, flags: dict[str, Any]) -> Any:
    from factsheet.pipeline import Options

    return Options(
        chunk_tokens=settings.get("chunk_tokens", flags["chunk_tokens"]),
        context_tokens=settings.get("context_tokens", flags["context_tokens"], Options().context_tokens),
        passes=flags["passes"],
        verify=flags["verify"],
        concurrency=settings.get("concurrency", choice.concurrency, Options().concurrency),
    )


def _make(article: Article, kind: Kind, choice: Choice, settings: Settings, flags: dict[str, Any]) -> FactSheet:
    import asyncio

    from factsheet.cli.progress import Waiting
    from factsheet.pipeline import make_sheet

    if choice.model is None and not flags["quiet"]:
        click.echo("no model is configured: the built-in extractive model answers (-m names another)", err=True)
    with Waiting(choice.model or BUILT_IN, quiet=flags["quiet"]) as waiting:
        model = pick_model(choice, settings, waiting.waits)
        return asyncio.run(make_sheet(article, kind, model, _options(settings, choice, flags), waiting.progress))


def _render(sheet: FactSheet, kind: Kind, flags: dict[str, Any]) -> str:
    chosen = flags["format_"]
    if chosen == "json":
        from factsheet.sheets import dump

        return dump(sheet, kind)
    if chosen == "markdown":
        from factsheet.briefs import markdown

        return markdown.render(sheet, kind, evidence=flags["evidence"])
    from factsheet.briefs import layout, terminal

    on_screen = sys.stdout.isatty() and flags["output"] is None
    width = shutil.get_terminal_size().columns if on_screen else _columns()
    page = layout.lay_out(sheet, kind, width=width, height=_PAGE_LINES, evidence=flags["evidence"])
    return terminal.render(page, colour=on_screen and _colour_wanted())


def _columns() -> int:
    """The width for a page that does not go to a screen: what COLUMNS says, else the usual 80."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) > 0 else _PIPE_COLUMNS


def _colour_wanted() -> bool:
    """Whether colour may be used on a screen, by the convention of NO_COLOR."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(text: str, output: Path | None) -> None:
    """Print, or write the whole file or nothing."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write_whole(output, [text if text.endswith("\n") else text + "\n"])


def _report(sheet: FactSheet, *, verbose: bool) -> None:
    """Say on standard error what the checks noticed: all of it when asked, else only what is missing."""
    for finding in sheet.findings:
        if verbose or (finding.level != "note" and not finding.pointer):
            place = f" {finding.pointer}" if finding.pointer else ""
            click.echo(f"{finding.level}: {finding.code}{place}: {visible(finding.message)}", err=True)
    if verbose:
        usage = sheet.provenance.usage
        click.echo(
            f"asked {sheet.provenance.model} {usage.requests} times, {usage.prompt_tokens} tokens in, "
            f"{usage.completion_tokens} out; prompts {sheet.provenance.prompts[:12]}, "
            f"schema {sheet.provenance.schema[:12]}",
            err=True,
        )
