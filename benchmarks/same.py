"""Compares the output of two checkouts for the same articles, byte for byte.

    python benchmarks/same.py BASE OTHER SOURCE…

BASE and OTHER are checkouts of this project, or files that an earlier run wrote with `--write FILE CHECKOUT`. A
SOURCE is a file or folder: wire files and pages as `factsheet read` takes them, JSON lines with a `text` each, or
planted errors (`{article, answer, answer_with_errors}`), whose answers are replayed. Compared are the sheet and the
page of every article (program version aside), and what the recorded stories of BASE and OTHER come to.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_SHOWN = 20


def main() -> int:
    """Compare, or write what one checkout makes; 1 where anything differs."""
    arguments = sys.argv[1:]
    if arguments[0] == "--work":
        return _work(Path(arguments[1]), [Path(one) for one in arguments[2:]])
    if arguments[0] == "--write":
        Path(arguments[1]).write_text(json.dumps(_made(Path(arguments[2]), arguments[3:])), encoding="utf-8")
        return 0
    one, other = (_made(Path(place), arguments[2:]) for place in arguments[:2])
    names = sorted(one.keys() | other.keys())
    different = [name for name in names if one.get(name) != other.get(name)]
    for name in different[:_SHOWN]:
        print(f"differs: {name}")
    print(f"{len(names) - len(different):,} of {len(names):,} the same")
    return 1 if different else 0


def _made(place: Path, sources: list[str]) -> dict[str, str]:
    """The digest of everything a checkout makes, by name."""
    if place.is_file():
        return json.loads(place.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "made.json"
        environment = os.environ | {"PYTHONPATH": str(place.resolve()), "PYTHONHASHSEED": "0"}
        command = [sys.executable, str(Path(__file__).resolve()), "--work", str(out), *map(os.path.abspath, sources)]
        subprocess.run(command, check=True, env=environment, cwd=place)
        return json.loads(out.read_text(encoding="utf-8"))


def _work(out: Path, sources: list[Path]) -> int:
    from concurrent.futures import ProcessPoolExecutor

    files = sorted(path for source in sources for path in ([source] if source.is_file() else source.rglob("*")))
    made = _recorded()
    with ProcessPoolExecutor() as pool:
        for found in pool.map(_of_file, [path for path in files if path.is_file()], chunksize=4):
            made |= found
    out.write_text(json.dumps(made), encoding="utf-8")
    return 0


def _recorded() -> dict[str, str]:
    sys.path.insert(0, str(Path.cwd() / "fixtures"))
    from expect import expected

    return {f"recorded {name}": _digest(text) for name, text in expected()}


def _of_file(path: Path) -> dict[str, str]:
    from factsheet import FactsheetError, read_articles
    from factsheet.models.extractive import Extractive

    try:
        if path.suffix == ".json" and "answer_with_errors" in (row := json.loads(path.read_text(encoding="utf-8"))):
            article = _article(row["article"])
            answers = ("answer", "answer_with_errors")
            return {f"{path.name} {answer}": _sheet(article, _Answer(json.dumps(row[answer]))) for answer in answers}
        if path.suffix == ".jsonl" and '"text"' in (text := path.read_text(encoding="utf-8")):
            texts = [json.loads(line)["text"] for line in text.splitlines()]
            return {f"{path.name} {at}": _sheet(_article(one), Extractive()) for at, one in enumerate(texts)}
        return {f"{path.name} {at}": _sheet(one, Extractive()) for at, one in enumerate(read_articles(path))}
    except (FactsheetError, UnicodeDecodeError, ValueError) as error:
        return {path.name: _digest(f"{type(error).__name__}: {error}")}


def _article(text: str):
    from factsheet.readers.text import article_from_text

    return article_from_text(text, name="article")


def _sheet(article, model) -> str:
    import asyncio

    from factsheet import FactsheetError, brief, dump, load_kind, make_sheet

    kind = load_kind()
    try:
        sheet = asyncio.run(make_sheet(article, kind, model))
    except FactsheetError as error:
        return _digest(f"{type(error).__name__}: {error}")
    written = json.loads(dump(sheet, kind))
    written["provenance"].pop("program")
    return _digest(json.dumps(written, ensure_ascii=False) + brief(sheet))


class _Answer:
    """A model that always gives one answer."""

    name = "endpoint/replayed"

    def __init__(self, text: str) -> None:
        self._text = text

    async def complete(self, request):  # noqa: ARG002
        from factsheet.records import Completion

        return Completion(self._text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
