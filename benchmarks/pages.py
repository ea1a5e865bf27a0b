"""Measures the size of pages and the cost of printing them.

    python benchmarks/pages.py [SHEET...]

Without sheets it makes those of the stories in fixtures/, from the recordings and by the built-in model. Prints how
many bytes the HTML of each has more than its article, the CPU time of 1,000 briefs as HTML (of sheets that were
proven just before, as `factsheet batch` has them, and of sheet files) as a ratio to that of laying them out for a
terminal, and what a PDF takes, with the extra `print`.
"""

from __future__ import annotations

import asyncio
import importlib.util
import statistics
import sys
import time
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet import load_kind, make_sheet, read_article
from factsheet.briefs import html, layout, pdf
from factsheet.models.extractive import Extractive
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.sheets import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

BRIEFS = 1000
PDFS = 10
FIXTURES = Path(__file__).parent.parent / "fixtures"
sys.path.insert(0, str(FIXTURES))


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def weights(sheets: Sequence[tuple[FactSheet, Kind]], names: Sequence[str]) -> None:
    """Bytes of each page beyond those of its article."""
    more = [len(html.render(sheet, kind).encode()) - len(sheet.article.text.encode()) for sheet, kind in sheets]
    for name, size in sorted(zip(names, more, strict=True), key=lambda row: row[1]):
        print(f"{name:36} {size / 1000:8.1f} kB above its article")
    print(f"{'the largest':36} {max(more) / 1000:8.1f} kB")


def thousand(sheets: Sequence[tuple[FactSheet, Kind]]) -> None:
    """CPU time of 1,000 briefs, as HTML and laid out for a terminal."""
    rows = list(islice(cycle(sheets), BRIEFS))
    for sheet, kind in sheets:
        html.render(sheet, kind)  # what is read once: templates and lists

    def proven() -> float:
        took = 0.0
        for sheet, kind in rows:
            subject = Subject(kind, sheet.article, sheet.facts)
            prove(kind, subject, sheet.findings)
            took += cpu(partial(html.render, sheet, kind, subject))
        return took

    def from_files() -> None:
        for sheet, kind in rows[: BRIEFS // 10]:
            html.render(sheet, kind)

    def laid_out() -> None:
        for sheet, kind in rows:
            layout.lay_out(sheet, kind, **layout.PAPER)

    base = cpu(laid_out)
    print(f"\n{BRIEFS} briefs laid out for a terminal {base:8.1f} s of CPU")
    for name, took in (("as HTML, just proven", proven()), ("as HTML, of sheet files", 10 * cpu(from_files))):
        print(f"{BRIEFS} briefs {name:25} {took:8.1f} s of CPU {took / base:6.1f} x")


def paper(sheets: Sequence[tuple[FactSheet, Kind]]) -> None:
    """Seconds that a PDF takes, the first one apart, which looks for the fonts."""
    if importlib.util.find_spec("typst") is None:
        print("\nno PDF: the extra `print` is not installed")
        return
    times = []
    for sheet, kind in islice(cycle(sheets), PDFS + 1):
        start = time.perf_counter()
        pdf.render(sheet, kind)
        times.append(time.perf_counter() - start)
    print(f"\nPDF: the first {times[0]:.2f} s, then {statistics.median(times[1:]):.2f} s (median of {PDFS})")


def recorded() -> Iterator[tuple[str, FactSheet, Kind]]:
    """The stories of the fixtures: those that were recorded, and all by the built-in model."""
    from record import Kept, stories

    kind = load_kind()
    for path, options in stories():
        model = Kept(FIXTURES / "recordings", None)
        yield f"{path.stem}, recorded", asyncio.run(make_sheet(read_article(path), kind, model, options)), kind
    for path in sorted((FIXTURES / "articles").glob("*.txt")):
        yield f"{path.stem}, built-in", asyncio.run(make_sheet(read_article(path), kind, Extractive())), kind


def main() -> None:
    """Read the sheets, and print all figures."""
    files = [(name, *opened(Path(name).read_text(encoding="utf-8"), name=name)) for name in sys.argv[1:]]
    rows = files or list(recorded())
    sheets = [(sheet, kind) for _, sheet, kind in rows]
    weights(sheets, [name for name, *_ in rows])
    thousand(sheets)
    paper(sheets)


if __name__ == "__main__":
    main()
