"""The progress of a run: bars on a terminal, plain lines elsewhere, JSON on request.

All of it goes to standard error. Words of articles and servers are made harmless first.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import counted, plain
from factsheet.standings import NAMES, phrase

if TYPE_CHECKING:
    from pathlib import Path

    from factsheet.batch.engines import Work
    from factsheet.batch.ledger import Ledger, Plan

_LINES_EVERY_S = 5.0
_BARS_EVERY_S = 0.2
_READING_EVERY = 1000
_SHOWN = 160


def watch(*, quiet: bool, as_json: bool) -> View:
    """The view for standard error: a terminal, lines, or JSON."""
    if as_json:
        return Json()
    if quiet:
        return View()
    return Bars() if sys.stderr.isatty() else Lines()


class View:
    """Shows nothing; the others say more."""

    every_s = _LINES_EVERY_S

    def reading(self, number: int) -> None:
        """So many articles were read."""

    def read(self, ledger: Ledger, plan: Plan) -> None:
        """All were read; this is what is to be made."""

    def say(self, text: str) -> None:
        """A message of the program."""

    def show(self, work: Work, seconds: float) -> None:
        """How far the run is after so many seconds."""

    def article(self, name: str, outcome: str, reason: str) -> None:
        """What came of one article."""

    def leave(self) -> None:
        """The run is over."""

    def finished(self, ledger: Ledger, folder: Path) -> None:
        """All is written."""

    async def follow(self, work: Work) -> None:
        """Show the run repeatedly, until cancelled."""
        work.tally.on_article = self.article
        start = time.monotonic()
        while True:
            with suppress(OSError):  # a terminal that has gone
                self.show(work, time.monotonic() - start)
            await asyncio.sleep(self.every_s)


class Lines(View):
    """A line every few seconds."""

    def reading(self, number: int) -> None:
        """Count in thousands."""
        if not number % _READING_EVERY:
            self.say(f"{counted(number, 'article')} read")

    def read(self, ledger: Ledger, plan: Plan) -> None:
        """Print what became of the items read."""
        self.say(f"{counts(ledger)}; {plan.articles} to make")

    def say(self, text: str) -> None:
        """Print it."""
        _print(plain(text))

    def show(self, work: Work, seconds: float) -> None:
        """One line, with what is being waited for."""
        tally = work.tally
        if seconds >= self.every_s:
            waiting, left = work.trouble
            why = f"; waiting {left:.0f} s: {waiting[:_SHOWN]}" if waiting else ""
            self.say(f"{tally.done}/{tally.total} articles, {pace(work, seconds)}{why}")

    def article(self, name: str, outcome: str, reason: str) -> None:
        """Failures as they come."""
        if outcome != "made":
            self.say(f"{outcome}: {name}: {reason[:_SHOWN]}")

    def finished(self, ledger: Ledger, folder: Path) -> None:
        """What there is now, and where."""
        self.say(f"{counts(ledger)}; see {folder / 'digest.md'}")
        if told := standings_told(standings(ledger)):
            self.say(told)
        if told := embargoes(ledger):
            self.say(told)


class Bars(Lines):
    """Bars for articles and calls, and a line for what is waited for."""

    every_s = _BARS_EVERY_S

    def __init__(self) -> None:
        self._bars: Any = None
        self._articles: Any = None
        self._calls: Any = None

    def say(self, text: str) -> None:
        """Print it above the bars."""
        if self._bars is not None:
            self._bars.console.print(plain(text), markup=False, highlight=False)
        else:
            super().say(text)

    def show(self, work: Work, seconds: float) -> None:
        """Move the bars."""
        if self._bars is None:
            self._start()
        tally = work.tally
        waiting, left = work.trouble
        note = f"waiting {left:.0f} s: {plain(waiting)[:_SHOWN]}" if waiting else pace(work, seconds)
        under_way, ceiling = work.calls
        self._bars.update(self._articles, completed=tally.done, total=tally.total, note=note)
        self._bars.update(self._calls, completed=under_way, total=ceiling or 1, visible=ceiling > 0, note="under way")

    def leave(self) -> None:
        """Take the bars away."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        self._bars.start()
        self._articles = self._bars.add_task("articles", total=None, note="")
        self._calls = self._bars.add_task("calls", total=None, note="", visible=False)


class Json(View):
    """One JSON object a line for whatever happens."""

    def read(self, ledger: Ledger, plan: Plan) -> None:
        """What was read, by what became of it."""
        self._event("read", states=ledger.articles.states(), to_make=plan.articles)

    def say(self, text: str) -> None:
        """A message."""
        self._event("message", text=text)

    def show(self, work: Work, seconds: float) -> None:
        """How far the run is."""
        tally, used = work.tally, work.used
        waiting, left = work.trouble
        numbers = {"total": tally.total, "made": tally.made, "partial": tally.partial, "failed": tally.failed}
        spent = {"seconds": round(seconds, 1), "requests": used.requests, "cost": used.cost}
        wait = {"waiting": waiting, "for": round(left, 1)} if waiting else {}
        self._event("progress", **numbers, **spent, **wait)

    def article(self, name: str, outcome: str, reason: str) -> None:
        """What came of one article."""
        self._event("article", name=name, outcome=outcome, **({"reason": reason} if reason else {}))

    def finished(self, ledger: Ledger, folder: Path) -> None:
        """What there is now, and where."""
        found = {"states": ledger.articles.states(), "digest": str(folder / "digest.md")}
        self._event("finished", **found, embargoes=embargoes(ledger), standings=standings(ledger))

    def _event(self, event: str, **values: Any) -> None:
        _print(json.dumps({"event": event, "at": round(time.time(), 3), **values}, ensure_ascii=True))


def _print(line: str) -> None:
    """Print a line on standard error, if there is still somebody who reads it: the work goes on without."""
    try:
        click.echo(line, err=True)
    except OSError:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as we run


def pace(work: Work, seconds: float) -> str:
    """The speed of the run and the time left, or what it waits for to stop; and the cost so far."""
    tally, used = work.tally, work.used
    parts = []
    if work.is_over:
        parts.append(f"stopping, {counted(tally.under_way, 'article')} under way" if tally.under_way else "stopping")
    elif tally.done and seconds:
        left = (tally.total - tally.done) * seconds / tally.done
        parts.append(f"{60 * tally.done / seconds:.0f} a minute, {_clock(left)} to go")
    if used.requests:
        cost = "unknown" if used.cost is None else f"${used.cost:.4f}"
        parts.append(f"{counted(used.requests, 'request')}, cost {cost}")
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    return ", ".join(parts) or "starting"


def counts(ledger: Ledger) -> str:
    """The number of articles in each state, in words."""
    found = ledger.articles.states()
    return f"{counted(sum(found.values()), 'article')}: " + (
        ", ".join(f"{n} {state}" for state, n in found.items()) or "none"
    )


def standings(ledger: Ledger) -> dict[str, int]:
    """The number of facts by standing, and of sheets without standings."""
    found, without = ledger.sheets.standings()
    return {**{name: found.get(name, 0) for name in NAMES}, "sheets_without": without}


def standings_told(found: dict[str, int]) -> str:
    """The standings in words; "" if there are none."""
    facts = {name: found[name] for name in NAMES}
    parts = [phrase(facts)] if any(facts.values()) else []
    if without := found["sheets_without"]:
        parts.append(f"{counted(without, 'sheet')} not proven by this version: --force")
    return " · ".join(parts)


def embargoes(ledger: Ledger) -> str:
    """When to run again for embargoed stories; "" if there are none, or no time is known."""
    from factsheet.batch.wire import next_opening

    end = next_opening(ledger)
    return f"the next embargo ends {end.isoformat(' ', 'minutes')}: run again then to make its stories" if end else ""


def undeleted(files: int, why: str = "") -> str:
    """Reports collected files that are still to be deleted at the provider."""
    reason = f": {why[:_SHOWN]}" if why else ""
    return f"{counted(files, 'file')} not deleted at the provider yet{reason}; --collect tries again"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
