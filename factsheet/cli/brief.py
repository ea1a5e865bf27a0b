"""`factsheet brief`: one article in, one page out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factsheet.briefs.text import plain
from factsheet.cli.options.models import (
    Choice,
    hosts_asked,
    model_name,
    model_options,
    pick_models,
    prices_with,
    refuse_kind,
    sheet_options,
    verifier_name,
    verify_option,
    verify_with_option,
)
from factsheet.cli.options.settings import load_settings
from factsheet.cli.options.shared import (
    allow_private_option,
    as_line,
    explain_option,
    full_option,
    gather,
    input_format_option,
    links_of,
    min_standing_option,
    of,
    option,
    output_option,
    source_argument,
    switch,
    write,
)
from factsheet.cli.printing import FORMATS, Format, by_ending, format_named, is_sheet, left_out, printed, sheet_in
from factsheet.errors import UsageError
from factsheet.kinds import DEFAULT_KIND, load_kind
from factsheet.models import BUILT_IN
from factsheet.standings import is_below, standings_of

if TYPE_CHECKING:
    from factsheet.cli.options.settings import Settings
    from factsheet.kinds import Kind
    from factsheet.pipeline import Options
    from factsheet.records import Article, FactSheet, StandingName

_CHUNK = click.IntRange(min=50)
_CONTEXT = click.IntRange(min=0)
_PASSES = click.IntRange(min=1, max=5)

_CONCURRENCY = 4
"""Requests at once, as `pipeline.Options` has it."""
_FAILED = 1
_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Flags:
    """The options except those that choose a model; None for each that was not given."""

    format: str | None = option(
        "-f", "--format", type=Format(FORMATS), help="Format of the brief; by default that of FILE's ending."
    )
    output: Path | None = of(output_option)
    template: Path | None = option(
        "--template",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="For DOCX: a document to take the styles from.",
    )
    kind: str | None = option("--kind", metavar="KIND", help="Kind of sheet: a built-in kind, or a folder.")
    evidence: bool = switch("--evidence", help="Print the evidence and the proof of each fact.")
    verify: bool | None = of(verify_option)
    verify_with: str | None = of(verify_with_option)
    strict: bool = switch("--strict", help="Exit 3 when a check finds an error.")
    min_standing: StandingName | None = of(min_standing_option)
    chunk_tokens: int | None = option("--chunk-tokens", type=_CHUNK, metavar="N", help="Article tokens per request.")
    context_tokens: int | None = option(
        "--context-tokens", type=_CONTEXT, metavar="N", help="Tokens of preceding text shown with a part."
    )
    passes: int = option("--passes", type=_PASSES, default=1, metavar="N", help="Ask N times, to find missed facts.")
    input_format: str | None = of(input_format_option)
    allow_private: bool | None = of(allow_private_option)
    full: bool = of(full_option, default=False)
    allow_embargoed: bool = switch("--allow-embargoed", help="Brief a story under embargo.")
    allow_killed: bool = switch("--allow-killed", help="Brief a killed or withheld story.")
    dry_run: bool = switch("--dry-run", help="Print the requests and their cost; send nothing.")
    quiet: bool = switch("-q", "--quiet", help="Print only the brief.")
    verbose: bool = switch("-v", "--verbose", help="List every finding, what is left out and why, and the requests.")


@click.command()
@source_argument
@model_options
@gather(Flags, "flags")
@explain_option
@click.pass_context
def brief(ctx: click.Context, source: str, choice: Choice, flags: Flags) -> None:
    """Print the one-page brief of SOURCE, a file, a link or - for standard input.

    A sheet file is printed as it is. An article is read by the built-in extractive model, offline, unless another
    model is named. Exit codes: 0 success, 1 a model or network failure, 2 usage or unreadable input, 3 findings (with
    --strict) or an entry below --min-standing, 4 killed or embargoed, 130 interrupted.
    """
    settings = load_settings()
    if is_sheet(source):
        flags = _checked(flags, settings)
        kind, sheet = _finished(source, choice, flags)
    else:
        choice = replace(choice, model=model_name(choice, settings))
        kind = load_kind(settings.get("kind", flags.kind, DEFAULT_KIND))
        flags = _checked(flags, settings)
        if not flags.dry_run:
            refuse_kind(kind, choice.model)
        article = _read(source, settings, flags)
        if flags.dry_run:
            write(_dry_run(article, kind, choice, settings, flags), flags.output)
            return
        sheet = _make(article, kind, choice, settings, flags)
    _print(ctx, sheet, kind, flags)


def _print(ctx: click.Context, sheet: FactSheet, kind: Kind, flags: Flags) -> None:
    """Print a sheet, and leave with the exit code that it deserves."""
    page = printed(
        sheet, kind, flags.format or FORMATS[0], output=flags.output, evidence=flags.evidence, template=flags.template
    )
    write(page, flags.output)
    if not flags.quiet:
        _report(sheet, kind, flags)
    if any(finding.code == "part-missing" for finding in sheet.findings):
        ctx.exit(_FAILED)
    if _falls_short(sheet, kind, flags):
        ctx.exit(_FINDINGS)


def _finished(source: str, choice: Choice, flags: Flags) -> tuple[Kind, FactSheet]:
    """The sheet in a file, with its kind.

    Raises:
        UsageError: a model is to be asked, though there is nothing to ask about.
        SheetError: it is no sheet of its kind.
        RefusedArticleError: its article must not be briefed.
    """
    if flags.dry_run or any((choice.model, choice.base_url, choice.record, choice.replay, flags.verify_with)):
        raise UsageError(f"{source}: a sheet is printed without asking a model; give its article to make a new one")
    sheet, kind = sheet_in(source, flags.kind)
    _refuse(sheet.article, flags)
    return kind, sheet


def _falls_short(sheet: FactSheet, kind: Kind, flags: Flags) -> bool:
    """Whether a check has an error where none may be, or an entry stands lower than it must."""
    if flags.strict and any(finding.level == "error" for finding in sheet.findings):
        return True
    least = flags.min_standing
    return least is not None and any(is_below(one.standing, least) for one in standings_of(kind, sheet).values())


def _checked(flags: Flags, settings: Settings) -> Flags:
    """Validate the flags before anything is paid for; returns them with the format set, and `-o -` as none.

    Raises:
        UsageError: the brief could not be printed.
    """
    output = None if str(flags.output) == "-" else flags.output
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"{output}: cannot be written: no folder {output.parent}")
    chosen = flags.format or by_ending(output) or format_named(settings.get("format", default=FORMATS[0]))
    if chosen not in FORMATS:
        raise UsageError(f"unknown format {chosen!r}; the formats are {', '.join(FORMATS)}")
    return replace(flags, output=output, format=chosen)


def _read(source: str, settings: Settings, flags: Flags) -> Article:
    from factsheet.readers import read_article
    from factsheet.readers.linked import is_link
    from factsheet.readers.stamps import stamped

    fetches = flags.full or is_link(source)
    links = links_of(settings, allow_private=flags.allow_private, full=flags.full) if fetches else None
    article = read_article(source, format=flags.input_format, links=links)
    for warning in () if flags.quiet else article.warnings:
        click.echo(f"{source}: {plain(warning)}", err=True)
    _refuse(article, flags)
    return stamped(article)


def _refuse(article: Article, flags: Flags) -> None:
    """Refuse what must not be briefed, unless the flags allow it."""
    import datetime as dt

    from factsheet.readers.practice import refuse

    refuse(article, now=dt.datetime.now(dt.UTC), embargoed=flags.allow_embargoed, killed=flags.allow_killed)


def _options(settings: Settings, choice: Choice, flags: Flags) -> Options:
    return sheet_options(flags, settings, settings.get("concurrency", choice.concurrency, _CONCURRENCY))


def _dry_run(article: Article, kind: Kind, choice: Choice, settings: Settings, flags: Flags) -> str:
    from factsheet.cli.estimate import Asked, dry_run
    from factsheet.models.specs import full_name

    model = full_name(choice.model or BUILT_IN)
    prices = prices_with(settings.get("prices", default={}), model, choice.price)
    other = verifier_name(flags.verify_with, settings, model)
    hosts = {} if choice.replay else hosts_asked(choice, settings, model, other)
    asked = Asked(model, other or model, hosts)
    return dry_run(article, kind, asked, _options(settings, choice, flags), prices)


def _make(article: Article, kind: Kind, choice: Choice, settings: Settings, flags: Flags) -> FactSheet:
    import asyncio

    from factsheet.cli.progress import Waiting
    from factsheet.pipeline import make_sheet

    if choice.model is None and not flags.quiet:
        click.echo("no model is configured: using the built-in extractive model (-m names another)", err=True)
    with Waiting(choice.model or BUILT_IN, quiet=flags.quiet) as waiting:
        options, other = _options(settings, choice, flags), verifier_name(flags.verify_with, settings, choice.model)
        model, verifier = pick_models(choice, settings, other if options.verify else None, waiting.waits)
        return asyncio.run(make_sheet(article, kind, model, options, waiting.progress, verifier=verifier))


def _report(sheet: FactSheet, kind: Kind, flags: Flags) -> None:
    """Print findings to standard error: all when asked, else only those on the sheet as a whole.

    When asked, also what the page leaves out and why, and what was asked.
    """
    for finding in sheet.findings:
        if flags.verbose or (finding.level != "note" and not finding.pointer):
            click.echo(as_line(finding), err=True)
    if flags.verbose:
        for line in left_out(sheet, kind, flags.format or FORMATS[0], flags.output):
            click.echo(line, err=True)
        usage = sheet.provenance.usage
        click.echo(
            f"asked {sheet.provenance.model} {usage.requests} times, {usage.prompt_tokens} tokens in, "
            f"{usage.completion_tokens} out; prompts {sheet.provenance.prompts[:12]}, "
            f"schema {sheet.provenance.schema[:12]}",
            err=True,
        )
