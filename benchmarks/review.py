"""Measures the review screen on a ledger of 5,000 sheets: CPU until the first screen, and the delay of a key.

Driven by textual's pilot, headless, 120 × 40. A key's effect is timed from the call that hands it to the app until
textual hands the terminal what has changed, rendered to escape sequences. Prints what docs/review.md quotes:

    .venv/bin/python benchmarks/review.py [SHEETS]
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factsheet.batch.ledger import open_ledger
from factsheet.kinds import load_kind
from factsheet.models.extractive import Extractive
from factsheet.pipeline import make_sheet
from factsheet.readers import read_article
from factsheet.review import Desk, ReviewApp
from factsheet.sheets import dump

if TYPE_CHECKING:
    from collections.abc import Callable

SHEETS = 5000
ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
KEYS = {
    "list, down": ("j", 60),
    "list, ten down": ("ctrl+d", 30),
    "list, sort": ("s", 10),
    "list, filter, a letter": ("/bridgeputincrane", 16),
    "facts, down": ("j", 60),
    "facts, accept": ("a", 30),
    "facts, undo": ("u", 30),
    "article, down": ("j", 60),
    "article, down, missed shown": ("Mjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj", 30),
}


def make_batch(folder: Path, count: int) -> None:
    """A folder as a batch leaves it: every sheet file there, its row in the ledger."""
    kind = load_kind()
    made = []
    for path in sorted(ARTICLES.glob("*.txt")):
        sheet = asyncio.run(make_sheet(read_article(path), kind, Extractive()))
        made.append((sheet, dump(sheet, kind)))
    (folder / "sheets").mkdir()
    with open_ledger(folder / "ledger.db", create=True) as ledger, ledger.transaction() as database:
        database.execute("INSERT INTO runs VALUES (1, '', NULL, 1, 'news', 'm', NULL)")
        for number in range(1, count + 1):
            sheet, document = made[number % len(made)]
            stem = f"story-{number:05}"
            (folder / "sheets" / f"{stem}.json").write_text(document, encoding="utf-8")
            title = f"{sheet.article.title} ({number})"
            database.execute(
                "INSERT INTO articles (id, key, run, source, title, published) VALUES (?, ?, 1, 's', ?, ?)",
                (number, stem, title, sheet.article.published),
            )
            outline = json.dumps({"title": title, "topics": ["bridges", "politics"], "who": ["A", "B", "C"]})
            database.execute(
                "INSERT INTO sheets VALUES (?, ?, '', '', 'news', 'extractive', 1, '', ?, ?, 0, ?)",
                (number, stem, number % 7 == 0, number % 3 == 0, outline),
            )


class Timed(ReviewApp):
    """Says when something was drawn; headless, textual draws all but the last step, which is done here."""

    drawn = 0.0

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if hasattr(renderable, "render_segments"):
            renderable.render_segments(self.console)
            self.drawn = time.perf_counter()


async def until(condition: Callable[[], bool], seconds: float = 1.0) -> bool:
    """Wait until something is so; whether it came to be."""
    end = time.perf_counter() + seconds
    while not condition() and time.perf_counter() < end:  # noqa: ASYNC110 - what is drawn sets no event
        await asyncio.sleep(0.0005)
    return condition()


async def first_screen(folder: Path) -> float:
    """Seconds of CPU from the call of the app to a screen with the list and the first sheet."""
    began = time.process_time()
    with Desk.at(load_kind(), [folder]) as desk:
        app = Timed(desk, "Ann")
        async with app.run_test(size=(120, 40)):
            await until(lambda: app.state.opened is not None)
            opened = time.perf_counter()
            await until(lambda: app.drawn > opened)
            return time.process_time() - began


async def key_times(folder: Path) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds that each kind of key takes to show."""
    found: dict[str, list[tuple[float, float]]] = {}
    with Desk.at(load_kind(), [folder]) as desk:
        app = Timed(desk, "Ann")
        async with app.run_test(size=(120, 40)) as pilot:
            for name, (keys, count) in KEYS.items():
                await pilot.press("escape", {"list": "1", "facts": "2", "article": "3"}[name.split(",")[0]])
                await pilot.pause(0.2)
                presses = list(keys) if len(keys) > 6 else [keys] * count
                for key in presses:
                    if one := await one_key(app, key):
                        found.setdefault(name, []).append(one)
                    await pilot.pause(0.1)  # a sheet that the list opens at rest is not the key's effect
    return found


async def one_key(app: Timed, key: str) -> tuple[float, float] | None:
    """Milliseconds until a key's effect is drawn: of the clock, and of CPU. None where it has no effect."""
    from textual import events

    name = {"/": "slash"}.get(key, key)
    began, cpu = time.perf_counter(), time.process_time()
    (app.focused or app.screen)._forward_event(events.Key(name, key if len(key) == 1 else None))  # noqa: SLF001
    if not await until(lambda: app.drawn > began, 0.5):
        return None
    return (app.drawn - began) * 1000, (time.process_time() - cpu) * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_batch(folder, count)
        asyncio.run(first_screen(folder))  # imports are done
        cpu = [asyncio.run(first_screen(folder)) for _ in range(5)]
        print(f"first screen of {count:,} sheets: {statistics.median(cpu):.2f} s of CPU (worst {max(cpu):.2f})")
        every: list[tuple[float, float]] = []
        for kind, times in asyncio.run(key_times(folder)).items():
            every += times
            print(f"  {kind:<30} {told(times)}   n {len(times)}")
        print(f"a key's effect on screen       {told(every)}   n {len(every)}")


def told(times: list[tuple[float, float]]) -> str:
    """Medians, and what 95 of 100 keys stay below."""
    clock, cpu = (sorted(one) for one in zip(*times, strict=True))
    most = clock[int(len(clock) * 0.95) - 1]
    return f"median {statistics.median(clock):5.1f} ms ({statistics.median(cpu):5.1f} of CPU)   95 % {most:6.1f} ms"


if __name__ == "__main__":
    main()
