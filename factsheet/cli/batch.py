"""`factsheet batch`: makes a sheet and a brief of every article, and a digest of the day."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import counted
from factsheet.cli.options.models import (
    base_url_option,
    price_option,
    temperature_option,
    verify_option,
    verify_with_option,
)
from factsheet.cli.options.settings import load_settings
from factsheet.cli.options.shared import (
    DOLLARS,
    SECONDS,
    allow_private_option,
    full_option,
    gather,
    links_of,
    min_standing_option,
    of,
    option,
    switch,
)
from factsheet.errors import ReadError, UsageError
from factsheet.models import BUILT_IN, Asking
from factsheet.standings import NAMES, is_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.batch.asking import BatchRun, Wanted
    from factsheet.batch.engines import Engine, Work
    from factsheet.batch.ledger import Ledger
    from factsheet.cli.options.settings import Settings
    from factsheet.cli.watching import View
    from factsheet.errors import FactsheetError
    from factsheet.records import StandingName

_CONCURRENCY = 16
_FAILED = 1
_FINDINGS = 3
_LATER = 5
_INTERRUPTED = 130

_HERE = "local"
_ENGINES = (_HERE, "openai-batch", "ray")

_DIR = click.Path(file_okay=False, path_type=Path)
_COUNT = click.IntRange(min=1)


@dataclass(frozen=True, slots=True)
class Flags:
    """The options on the command line; None for each that was not given."""

    output: Path | None = option("-o", "--output", type=_DIR, metavar="OUT", help="Folder to write to.  [required]")
    engine: str | None = option(
        "--engine", type=click.Choice(_ENGINES), help="Where requests are answered and articles made.  [default: local]"
    )
    ray_address: str | None = option("--ray-address", metavar="ADDRESS", help="Ray cluster to use, with --engine ray.")
    parquet: str | None = option(
        "--parquet",
        metavar="URL",
        help="Write all sheets as Parquet, by day.  [default: OUT/parquet with --engine ray]",
    )
    collect: bool = switch(
        "--collect", help="Continue the run in OUT with its own options: fetch answers, send what is next."
    )
    wait: bool = of(
        click.option("--wait/--no-wait", default=True, help="Wait for answers that take hours.  [default: wait]"), True
    )
    model: str | None = option("-m", "--model", metavar="SPEC", help="Model to ask: PROVIDER/NAME, or extractive.")
    base_url: str | None = of(base_url_option)
    fallback: tuple[str, ...] = option(
        "--fallback", default=(), multiple=True, metavar="SPEC", help="Model to use while the first one is down."
    )
    replay: Path | None = option("--replay", type=_DIR, metavar="DIR", help="Answer from the recordings in DIR.")
    timeout: float | None = option(
        "--timeout", type=SECONDS, metavar="SECONDS", help="Longest silence of the server in a call."
    )
    max_cost: float | None = option(
        "--max-cost", type=DOLLARS, metavar="USD", help="Never spend more than this in OUT."
    )
    price: str | None = of(price_option)
    temperature: float | None = of(temperature_option)
    concurrency: int | None = option(
        "--concurrency", type=_COUNT, metavar="N", help="Maximum number of requests at once."
    )
    kind: str | None = option("--kind", metavar="KIND", help="Kind of sheet: a built-in kind, or a folder.")
    verify: bool | None = of(verify_option)
    verify_with: str | None = of(verify_with_option)
    min_standing: StandingName | None = of(min_standing_option)
    chunk_tokens: int | None = option(
        "--chunk-tokens", type=click.IntRange(min=50), metavar="N", help="Article tokens per request."
    )
    context_tokens: int | None = option(
        "--context-tokens", type=click.IntRange(min=0), metavar="N", help="Tokens of preceding text shown with a part."
    )
    passes: int = option(
        "--passes", type=click.IntRange(min=1, max=5), default=1, metavar="N", help="Ask N times, to find missed facts."
    )
    input_format: str | None = option("--input-format", metavar="NAME", help="Read every source as this format.")
    allow_private: bool | None = of(allow_private_option)
    full: bool = of(full_option, default=False)
    only: str | None = option("--only", metavar="PATTERN", help="Only articles with this slug, title, file or guid.")
    retry_failed: bool = switch("--retry-failed", help="Retry what failed or has parts missing.")
    force: bool = switch("--force", help="Make all sheets again, from stored answers.")
    yes: bool = switch("-y", "--yes", help="Do not ask before spending.")
    log_json: bool = switch("--log-json", help="Log as JSON, one object per line.")
    quiet: bool = switch("-q", "--quiet", help="Print only errors.")


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@gather(Flags, "flags")
@click.pass_context
def batch(ctx: click.Context, /, sources: tuple[str, ...], flags: Flags) -> None:
    """Make a sheet and a brief of every article in SOURCE..., and a digest, in the folder OUT.

    SOURCE is a file, a folder, a pattern, an archive, a feed or a link; - reads a list of paths from standard input.
    You can stop a run at any time and start it again: paid answers are kept, and without a SOURCE it continues with
    what is missing. factsheet batch OUT --collect continues a run with its own options. Exit codes: 0 success, 1
    something failed or is missing, 2 usage, 3 an entry below --min-standing, 5 answers are still to come, 130
    interrupted.
    """
    from factsheet.batch import day
    from factsheet.batch.digest import parquet_store
    from factsheet.batch.engines import engine_of
    from factsheet.batch.ledger import FILE, Folder, claim, open_ledger
    from factsheet.cli.watching import watch
    from factsheet.readers import read_articles

    settings = load_settings()
    sources, flags = _as_begun(sources, flags) if flags.collect else (sources, flags)
    if flags.output is None:
        raise click.UsageError("Missing option '-o' / '--output'.", ctx)
    folder = Folder(flags.output)
    if not sources and not (folder.path / FILE).is_file():
        raise click.UsageError(f"name a SOURCE: {folder.path} has no earlier run to continue")
    wanted = _wanted(settings, flags)
    chosen = engine_of(flags.engine or _HERE, waits=flags.wait, address=flags.ray_address)
    if _parquet(flags) is not None:
        parquet_store(str(_parquet(flags)))
    view = watch(quiet=flags.quiet, as_json=flags.log_json)
    with claim(folder.path), open_ledger(folder.path / FILE, create=True) as ledger:
        links = links_of(settings, allow_private=flags.allow_private, full=flags.full)
        rows = partial(chosen.read, read=partial(read_articles, format=flags.input_format, links=links))
        run = day.prepare(ledger, folder, _paths(sources), wanted, view.reading, rows)
        ledger.runs.remember(run.number, _remembered(flags))
        view.read(ledger, run.plan)
        _refuse_nothing(run, sources, flags)
        stopped, error = False, None
        if run.plan.articles or (flags.collect and ledger.submissions.any()):
            stopped, error = _ask(run, wanted, _asking(settings, flags, wanted, ledger), flags, chosen, view)
        later = ledger.submissions.under_way()[0]
        outcome = "stopped" if stopped else f"ended: {error}" if error else "waits" if later else "done"
        day.conclude(run, outcome, _parquet(flags))
        view.finished(ledger, folder.path)
        if later:
            asked = counted(later, "request")
            view.say(f"{asked} not answered yet; continue later with factsheet batch {folder.path} --collect")
        _say_left(ledger, view)
        if error is not None:
            raise error
        ctx.exit(_INTERRUPTED if stopped else _LATER if later else _code(ledger, flags))


def _say_left(ledger: Ledger, view: View) -> None:
    """Say what could not be deleted at a provider."""
    from factsheet.cli.watching import undeleted

    if left := ledger.submissions.leftover():
        view.say(undeleted(sum(len(each.files) for each in left), left[-1].told))


def _refuse_nothing(run: BatchRun, sources: tuple[str, ...], flags: Flags) -> None:
    """Refuse a run in which there is nothing to do, and which was to have something.

    Raises:
        UsageError: `--only` matches nothing.
        ReadError: none of the sources can be read, or there is nothing in them.
    """
    from factsheet.batch import day

    if run.plan.only is not None and not run.plan.only:
        day.conclude(run, "nothing matches")
        raise UsageError(f"--only {flags.only!r} matches no slug, title, file or guid; factsheet read shows them")
    if nothing := _nothing_read(run.ledger, sources, run.folder.path):
        day.conclude(run, "nothing to read")
        raise ReadError(nothing)


def _code(ledger: Ledger, flags: Flags) -> int:
    """The exit code of a run that went through."""
    if ledger.articles.has_failures():
        return _FAILED
    return _FINDINGS if _falls_short(ledger, flags.min_standing) else 0


_AS_BEGUN = (
    *("engine", "model", "base_url", "price", "max_cost", "timeout", "temperature", "concurrency", "kind"),
    *("verify", "verify_with", "chunk_tokens", "context_tokens", "passes", "only"),
)
"""The flags that `--collect` takes from the run that it goes on with."""


def _remembered(flags: Flags) -> dict[str, Any]:
    """The flags that another run needs to go on with this one, where that may be days later."""
    return {name: getattr(flags, name) for name in _AS_BEGUN} if flags.engine == "openai-batch" else {}


def _as_begun(sources: tuple[str, ...], flags: Flags) -> tuple[tuple[str, ...], Flags]:
    """No source, and the flags with which the run in OUT was begun, but for those that are given now.

    Raises:
        UsageError: OUT is not one folder, or holds no run that another can go on with.
    """
    from factsheet.batch.ledger import FILE, open_ledger

    named = [*map(Path, sources), *([flags.output] if flags.output else [])]
    if len(named) != 1:
        raise UsageError("--collect continues one folder: factsheet batch OUT --collect")
    with open_ledger(named[0] / FILE) as ledger:
        begun = ledger.runs.remembered()
    if not begun:
        raise UsageError(f"{named[0]}: has no run that waits for answers; continue with factsheet batch -o {named[0]}")
    usual = Flags()
    kept = {name: value for name, value in begun.items() if getattr(flags, name) == getattr(usual, name)}
    return (), replace(flags, **kept, output=named[0], yes=True)


def _parquet(flags: Flags) -> str | None:
    """Where sheets are written as Parquet, if anywhere."""
    return flags.parquet or (str(Path(flags.output or ".") / "parquet") if flags.engine == "ray" else None)


def _nothing_read(ledger: Ledger, sources: tuple[str, ...], out: Path) -> str:
    """What to say where the sources hold no article that can be read, and none is there from before; "" else.

    A list of paths on standard input may be empty, as a day may be.
    """
    states = ledger.articles.states()
    if set(sources) - {"-"} and not states:
        return f"{', '.join(sources)}: nothing to read in it"
    if not sources or set(states) != {"unreadable"}:
        return ""
    first = ledger.articles.unmade(problems=True)[0]
    return f"{first['source']}: {first['reason']}; factsheet status {out} lists all"


def _falls_short(ledger: Ledger, least: StandingName | None) -> bool:
    """Whether an entry of a sheet stands lower than it must."""
    if least is None:
        return False
    found, _ = ledger.sheets.standings()
    return any(found.get(name) and is_below(name, least) for name in NAMES)


def _paths(sources: tuple[str, ...]) -> Iterator[str]:
    """The files that the arguments name; `-` stands for a list of them on standard input."""
    from factsheet.batch.wire import files

    for source in sources:
        if source == "-":
            text = sys.stdin.read()
            yield from files(line for line in text.split("\0" if "\0" in text else "\n") if line)
        else:
            yield from files([source])


def _wanted(settings: Settings, flags: Flags) -> Wanted:
    from factsheet.batch.asking import Wanted
    from factsheet.cli.options.models import Choice, model_name, refuse_kind, sheet_options, verifier_name
    from factsheet.kinds import DEFAULT_KIND, load_kind
    from factsheet.models.specs import full_name

    choice = Choice(model=flags.model, base_url=flags.base_url, replay=flags.replay)
    kind_name = settings.get("kind", flags.kind, DEFAULT_KIND)
    kind, model = load_kind(kind_name), full_name(model_name(choice, settings) or BUILT_IN)
    if not flags.fallback:
        refuse_kind(kind, model)
    return Wanted(
        kind=kind,
        models=(model, *map(full_name, flags.fallback)),
        verifier=verifier_name(flags.verify_with, settings, model),
        options=sheet_options(flags, settings, settings.get("concurrency", flags.concurrency, _CONCURRENCY)),
        kind_name=kind_name,
        only=flags.only,
        retry_failed=flags.retry_failed,
        force=flags.force,
    )


def _asking(settings: Settings, flags: Flags, wanted: Wanted, ledger: Ledger) -> Asking:
    from factsheet.cli.options.models import address, prices_with
    from factsheet.models.capped import Budget

    limit = settings.get("max_cost", flags.max_cost)
    return Asking(
        base_url=address(flags.base_url, settings, wanted.models[0]),
        endpoints=settings.get("endpoints", default={}),
        timeout=settings.get("timeout", flags.timeout),
        concurrency=wanted.options.concurrency,
        max_cost=None if limit is None else Budget(limit, ledger.completions.spent()),
        replay=flags.replay,
        prices=prices_with(settings.get("prices", default={}), wanted.models[0], flags.price),
        temperature=settings.get("temperature", flags.temperature),
        footings=ledger.endpoints.known(),
    )


def _ask(
    run: BatchRun, wanted: Wanted, asking: Asking, flags: Flags, engine: Engine, view: View
) -> tuple[bool, FactsheetError | None]:
    """Make what is planned, if that is agreed to; returns whether somebody stopped it, and what ended it."""
    from factsheet.batch import day

    try:
        _confirm(run, wanted, asking, flags, engine.price, view)
    except (UsageError, click.Abort):
        day.conclude(run, "not agreed to")
        raise
    work, stopped = asyncio.run(_make(run, wanted, asking, engine, view))
    return stopped, work.ended


def _confirm(run: BatchRun, wanted: Wanted, asking: Asking, flags: Flags, price: float, view: View) -> None:
    """Say what the run will cost, and go on only where that is nothing or was agreed to.

    Raises:
        UsageError: a model cannot be asked; or it costs, there is no terminal to ask on, and `--yes` was not given.
        click.Abort: it was not agreed to.
    """
    from factsheet.batch.asking import estimate, look, specs

    asked = specs(wanted, asking, os.environ)
    if asking.replay is not None or wanted.models[0] == BUILT_IN or (flags.yes and flags.quiet) or flags.collect:
        return
    asyncio.run(look(asked, asking))
    told = estimate(run, wanted, asking, asked[wanted.models[0]], price)
    if not flags.quiet:
        view.say(told.sentence)
    if told.cost != 0 and not flags.yes:
        _have_confirmed()


def _stopping() -> list[signal.Signals]:
    """The signals that stop a run; a terminal that closes does not, where the caller said so (`nohup`)."""
    hangup = getattr(signal, "SIGHUP", None)
    is_heeded = hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([hangup] if is_heeded and hangup is not None else [])]


def _have_confirmed() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("no terminal to confirm the cost; pass --yes")
    if not click.confirm("Go on?", err=True):
        raise click.Abort


async def _make(run: BatchRun, wanted: Wanted, asking: Asking, engine: Engine, view: View) -> tuple[Work, bool]:
    """Make what is planned on an engine, shown by `view`; returns the work, and whether somebody stopped it."""
    from factsheet.batch.day import make

    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    started: list[Work] = []
    background: set[asyncio.Task[None]] = set()
    presses = 0

    def begin(work: Work) -> None:
        started.append(work)
        background.add(loop.create_task(view.follow(work)))

    def interrupt() -> None:
        nonlocal presses
        presses += 1
        if presses == 1 and started:
            view.say("finishing what is under way; press Ctrl-C again to stop at once")
            background.add(loop.create_task(started[0].stop()))
        elif task is not None:
            task.cancel()

    for number in _stopping():
        with contextlib.suppress(NotImplementedError):  # where a loop takes no handlers, Ctrl-C stops at once
            loop.add_signal_handler(number, interrupt)
    try:
        await make(run, wanted, asking, os.environ, begin, engine)
    except asyncio.CancelledError:
        if not presses:
            raise
    finally:
        for each in background:
            each.cancel()
        view.leave()
    return started[0], presses > 0
