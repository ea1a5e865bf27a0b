"""Measures how much is proven, and how often wrongly: cases, planted errors and labelled statements of a folder.

    python benchmarks/proofs.py FOLDER [--json]

FOLDER has `cases/proof/cases.jsonl` (entries that are right or wrong), `data/planted` (answers of a careful model, and
the same with errors) and `data/faithful/dev.jsonl` (statements that people judged); a part that is not there is left
out. The answers are replayed as a model's, through the whole pipeline. What a second reader says of planted errors is
taken from recordings in `fixtures/planted`, where there are any. The score is fitted to the sentences of
`data/faithful/dev.jsonl`; `score.py` measures it on articles that it was not fitted to. Time is CPU time of this
process, the best of several runs.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factsheet import Asking, FactsheetError, Options, load_kind, make_sheet, open_model, read_article
from factsheet.checking import check_subject
from factsheet.grounding import ground
from factsheet.models.recorded import recorded_model
from factsheet.pipeline.against import check_draft
from factsheet.pipeline.prose import Prose
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.readers.text import article_from_text
from factsheet.records import Completion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.kinds import Kind
    from factsheet.records import Article, Request

FIXTURES = Path(__file__).parent.parent / "fixtures"
RECORDED = FIXTURES / "planted"
RUNS = 10
CAUGHT = {"doubtful", "refuted"}
SHOWN = {"proven", "confirmed"}


class Answer:
    """A model that gives one answer to the question about an article, and recorded ones to the second question."""

    def __init__(self, text: str, second: Any = None) -> None:
        self.name = second.name if second else "endpoint/replayed"
        self._text = text
        self._second = second

    async def complete(self, request: Request) -> Completion:
        """Answer by the purpose of the question."""
        if request.purpose == "verify" and self._second is not None:
            return await self._second.complete(request)
        return Completion(self._text)


@dataclass(frozen=True)
class Row:
    """One line of the table; `part` of `whole` where it is a share."""

    what: str
    value: float
    whole: int | None = None
    unit: str = ""

    def __str__(self) -> str:
        if self.whole is None:
            return f"{self.what:<64}{self.value:>8.1f} {self.unit}".rstrip()
        share = f"{self.value / self.whole:7.1%}" if self.whole else "      –"
        return f"{self.what:<64}{self.value:>8.0f} of {self.whole:<5}{share}"


def main() -> None:
    folder = Path(next(arg for arg in sys.argv[1:] if not arg.startswith("--")))
    rows = [*cases(folder / "cases" / "proof"), *planted(folder / "data" / "planted")]
    rows += [*faithful(folder / "data" / "faithful" / "dev.jsonl"), *timed()]
    if "--json" in sys.argv:
        print(json.dumps([{"what": row.what, "value": row.value, "of": row.whole} for row in rows], indent=2))
    else:
        print(*rows, sep="\n")


def cases(folder: Path) -> Iterator[Row]:
    """Entries of which it is known whether they are right."""
    path = folder / "cases.jsonl"
    if not path.exists():
        return
    counted: Counter[tuple[str, str]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found, standing = of_case(row, folder)
        good = found == (row["expect"] == "wrong")
        counted[row["expect"], "all"] += 1
        counted[row["expect"], "good"] += good
        counted[row["expect"], standing] += 1
    wrong, right = counted["wrong", "all"], counted["right", "all"]
    yield Row("cases as they should be", counted["wrong", "good"] + counted["right", "good"], wrong + right)
    yield Row("  wrong entries found", counted["wrong", "good"], wrong)
    yield Row("  right entries left alone", counted["right", "good"], right)
    yield Row("  wrong entries proven", counted["wrong", "proven"], wrong)
    yield Row("  right entries proven", counted["right", "proven"], right)


def of_case(row: dict[str, Any], folder: Path) -> tuple[bool, str]:
    """Whether a check has an error or a warning on the entry, and its standing."""
    try:
        kind = load_kind(row["sheet_kind"] if row["sheet_kind"] == "news" else str(folder / row["sheet_kind"]))
    except FactsheetError:
        return True, "refused"
    article = article_from_text(row["article"], name="case")
    section, entry = row["entry"]["section"], {k: v for k, v in row["entry"].items() if k != "section"}
    facts = kind.empty() | {name: list(entries) for name, entries in row["beside"].items()}
    many = isinstance(facts.get(section), list)
    facts[section] = [entry, *facts[section]] if many else entry
    pointer = f"/{section}/0" if many else f"/{section}"
    subject = Subject(kind, article, ground(kind, facts, article.text))
    findings = check_subject(subject)
    found = any(one.level != "note" and f"{one.pointer}/".startswith(f"{pointer}/") for one in findings)
    return found, {one.pointer: one.standing for one in prove(kind, subject, findings)}[pointer]


def planted(folder: Path) -> Iterator[Row]:
    """Careful answers, and the same with errors whose evidence is honest."""
    kind, second = load_kind(), second_reader()
    right, wrong, asked = Counter[str](), Counter[str](), Counter[str]()
    for path in sorted(folder.glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        article = article_from_text(story["article"], name=path.stem)
        places = {error["path"] for error in story["errors"]}
        good = replayed(article, kind, story["answer"], None)
        right.update(standing for standing, _ in good.values())
        for counted, reader in ((wrong, None), (asked, second)):
            bad = replayed(article, kind, story["answer_with_errors"], reader) if counted is wrong or reader else {}
            counted.update(
                "left out" if bad[one][1] and bad[one][1] == good[one][1] else bad[one][0]
                for one in places & bad.keys()
            )
    if not wrong:
        return
    yield Row("planted errors called proven", wrong["proven"], wrong.total())
    yield Row("planted errors caught by rules (doubtful, refuted, left out)", caught(wrong), wrong.total())
    if second is None:
        yield Row("neither proven nor confirmed (no second reader was asked)", neither(wrong), wrong.total())
    else:
        yield Row("neither proven nor confirmed, after a second reading", neither(asked), asked.total())
    yield Row("right entries of the clean answers proven", right["proven"], right.total())
    yield Row("right entries with an error or a warning", sum(right[one] for one in CAUGHT), right.total())


def caught(standings: Counter[str]) -> int:
    return sum(standings[one] for one in {*CAUGHT, "left out"})


def neither(standings: Counter[str]) -> int:
    return standings.total() - sum(standings[one] for one in SHOWN)


def replayed(article: Article, kind: Kind, answer: Any, second: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """The standing of each entry of the answer, by its pointer in the answer, and what the sheet has of it.

    A sheet has its entries in another order, and leaves out some, or fields of theirs: they are found by what is left.
    """
    model = Answer(json.dumps(answer), second)
    sheet = asyncio.run(make_sheet(article, kind, model, Options(verify=second is not None)))
    standings = {one.pointer: one.standing for one in sheet.standings}
    made = [(standings[one.pointer], one.section.name, told(one)) for one in kind.entries(sheet.facts)]
    found = {}
    for entry in kind.entries(answer):
        mine = told(entry)
        of_it = [
            (name, its) for name, section, its in made if section == entry.section.name and its.items() <= mine.items()
        ]
        found[entry.pointer] = max(of_it, key=lambda one: len(one[1]), default=("left out", {}))
    return found


def told(entry: Any) -> dict[str, str]:
    """What an entry says, without its evidence."""
    values = {name: value for name, value in entry.value.items() if name not in entry.section.evidence}
    return {name: json.dumps(value) for name, value in values.items() if value not in (None, "", [])}


def second_reader() -> Any:
    """The reader whose answers to the second question are recorded."""
    name = recorded_model(RECORDED) if RECORDED.is_dir() else None
    return open_model(name, Asking(replay=RECORDED)) if name else None


def faithful(path: Path) -> Iterator[Row]:
    """Statements about articles, each judged by people: `check --against` over all of them."""
    if not path.exists():
        return
    halves = by_article(path.read_text(encoding="utf-8").splitlines())
    with ProcessPoolExecutor() as pool:
        pair = [list(chain.from_iterable(pool.map(judged, lines, chunksize=20))) for lines in halves]
    for name in dict.fromkeys(name for name, *_ in pair[0]):
        of_set = [[row for row in rows if row[0] == name] for rows in pair]
        rows = list(chain.from_iterable(of_set))
        proven = [unfaithful for _, unfaithful, standing, _ in rows if standing == "proven"]
        yield Row(f"{name}: statements proven", len(proven), len(rows))
        yield Row(f"{name}: unfaithful among them", sum(proven), len(proven))
        flagged = [(unfaithful, standing in CAUGHT) for _, unfaithful, standing, _ in rows]
        yield Row(f"{name}: balanced accuracy of doubtful or refuted", balanced(flagged), unit="%")
        by_score = [best_threshold(one, other) for one, other in (of_set, of_set[::-1])]
        yield Row(f"{name}: balanced accuracy of the score, threshold of the other half", min(by_score), unit="%")


def by_article(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of every second article of each set, and the others: retellings of one article stay together."""
    number: dict[str, dict[str, int]] = {}
    found: tuple[list[str], list[str]] = [], []
    for line in lines:
        row = json.loads(line)
        of_set = number.setdefault(row["id"].partition(":")[0], {})
        found[of_set.setdefault(row["article"], len(of_set)) % 2].append(line)
    return found


def judged(line: str) -> list[tuple[str, bool, str, float]]:
    """Each statement of one article: which set it is of, whether it is unfaithful, its standing and its score."""
    row = json.loads(line)
    sentences = [Prose(" ".join(one["text"].split()), 0, len(one["text"])) for one in row["statements"]]
    found = check_draft(sentences, [article_from_text(row["article"], name=row["id"])])
    name = row["id"].partition(":")[0]
    return [
        (name, bool(one["unfaithful"]), made.standing, made.score)
        for one, made in zip(row["statements"], found, strict=True)
    ]


def best_threshold(one: Sequence[Any], other: Sequence[Any]) -> float:
    """The balanced accuracy on `other` of "the score is below T", T being the best on `one`."""

    def below(rows: Sequence[Any], threshold: float) -> float:
        return balanced([(unfaithful, score < threshold) for _, unfaithful, _, score in rows])

    best = max(sorted({score for *_, score in one}), key=lambda threshold: below(one, threshold))
    return below(other, best)


def balanced(rows: Sequence[tuple[bool, bool]]) -> float:
    """The mean of the shares of unfaithful ones that are called so, and of faithful ones that are not, in per cent."""
    bad = [called for unfaithful, called in rows if unfaithful]
    good = [not called for unfaithful, called in rows if not unfaithful]
    return 50 * (sum(bad) / max(1, len(bad)) + sum(good) / max(1, len(good)))


def timed() -> Iterator[Row]:
    """Checking and proving the expected sheet of versailles.txt, beside checking it alone."""
    kind = load_kind()
    article = read_article(str(FIXTURES / "articles" / "versailles.txt"))
    made = json.loads((FIXTURES / "expected" / "versailles.json").read_text(encoding="utf-8"))
    facts = ground(kind, made["facts"], article.text)

    def both(article: Article) -> None:
        subject = Subject(kind, article, facts)
        prove(kind, subject, check_subject(subject))

    def checks(article: Article) -> None:
        check_subject(Subject(kind, article, facts))

    alone, together = best_of(checks, article), best_of(both, article)
    yield Row("checks of one sheet", alone, unit="ms")
    yield Row("checks and proofs of the same sheet", together, unit="ms")
    yield Row("  of the checks alone", 100 * together / alone, unit="%")


def best_of(run: Callable[[Article], None], article: Article) -> float:
    """CPU milliseconds of the quickest run; who says what is kept for the last articles, so each has its own text."""
    taken = []
    for number in range(RUNS):
        other = replace(article, text=article.text + "\n" * (number + 1))
        start = time.process_time()
        run(other)
        taken.append(time.process_time() - start)
    return min(taken) * 1000


if __name__ == "__main__":
    main()
