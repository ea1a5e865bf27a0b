"""Review decisions as a gold standard: the facts of approved sheets, and rejected facts.

A fact that a model gives is the same as a judged one when it is in the same section, has the same main field or stands
on the same words of the article, and puts them down to the same speaker. What nobody has judged is counted apart:
it may be right, and only a person can say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factsheet.evaluation.scores import Counts, Miss, Scores
from factsheet.evaluation.statements import overlap
from factsheet.review import decided_by_hand, settle
from factsheet.standings import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from factsheet.errors import SheetError
    from factsheet.kinds import Kind, Section
    from factsheet.records import Article, Facts, Json, Standing
    from factsheet.review import Desk

_SAME_WORDS = 0.5
"""Intersection over union from which two facts stand on the same words: models cut evidence longer or shorter."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One approved sheet: its article, the facts that were signed, and the entries that were rejected."""

    article: Article
    kept: Facts
    rejected: tuple[tuple[str, dict[str, Json]], ...]
    by_hand: frozenset[str] = frozenset()
    """The pointers of the kept facts that a person decided on; the others were accepted with the signature."""


def read_reviewed(desk: Desk, on_problem: Callable[[SheetError], None]) -> Iterator[Reviewed]:
    """The approved sheets of a desk; sheets that were sent back are no gold standard.

    What cannot be read is handed to `on_problem`.
    """
    for _, standing, _ in desk.signed(on_problem):
        if standing.state == "approved":
            rejected = tuple(
                (item.section.name, item.base)
                for item in standing.items
                if item.ruling == "rejected" and item.base is not None
            )
            kept, by_hand = settle(desk.kind, standing).facts, decided_by_hand(desk.kind, standing)
            yield Reviewed(standing.sheet.article, kept, rejected, by_hand)


def score_reviewed(kind: Kind, gold: Reviewed, facts: Facts, standings: Mapping[str, Standing] | None = None) -> Scores:
    """Compare the facts of a sheet with what people signed and rejected on the same article, section by section.

    With the `standings` of its entries by pointer, also how many of each standing people have signed.
    """
    scores = Scores(gold.article.id or gold.article.title or "")
    judged = total = 0
    right: dict[str, bool] = {}
    again: set[int] = set()
    by_hand, signed = Counts(), Counts()
    for section in kind.sections:
        pointers, listed = _entries(section, kind, facts)
        places, kept = _entries(section, kind, gold.kept)
        found = _pairs(section, listed, kept)
        wrong = _rejected(section, gold, listed, set(found))
        again.update(*wrong.values())
        missed = [one for number, one in enumerate(kept) if number not in found.values()]
        scores.misses.extend(_miss(section, listed[number], missed=False) for number in wrong)
        scores.misses.extend(_miss(section, one, missed=True) for one in missed)
        scores.counts[section.title] = Counts(len(found), len(found) + len(wrong), len(found), len(kept))
        right.update({pointers[number]: number in found for number in (*found, *wrong)})
        decided = [place in gold.by_hand for place in places]
        hits = sum(decided[number] for number in found.values())
        by_hand += Counts(hits, hits + len(wrong), hits, sum(decided))
        signed += Counts(0, 0, len(found) - hits, len(kept) - sum(decided))
        judged, total = judged + len(found) + len(wrong), total + len(listed)
    if standings:
        scores.counts.update(_by_standing(right, standings))
    scores.counts["facts decided by hand"] = by_hand
    scores.counts["facts accepted with the signature"] = signed
    scores.counts["rejected facts given again"] = Counts(0, 0, len(again), len(gold.rejected))
    scores.counts["facts that people have judged"] = Counts(judged, total)
    return scores


def _by_standing(right: Mapping[str, bool], standings: Mapping[str, Standing]) -> dict[str, Counts]:
    """Of the judged facts of each standing, by pointer, how many are right."""
    counts = dict.fromkeys(NAMES, Counts())
    for pointer, is_right in right.items():
        counts[standings[pointer].standing] += Counts(int(is_right), 1)
    return {f"facts {name}": its for name, its in counts.items()}


def _entries(section: Section, kind: Kind, facts: Facts) -> tuple[list[str], list[dict[str, Json]]]:
    """The entries of one section, with their pointers."""
    entries = [entry for entry in kind.entries(facts) if entry.section.name == section.name]
    return [entry.pointer for entry in entries], [entry.value for entry in entries]


def _rejected(
    section: Section, gold: Reviewed, listed: Sequence[dict[str, Json]], found: set[int]
) -> dict[int, list[int]]:
    """What people rejected of `listed`, but for what was `found` to be right: its number, and those in `rejected`."""
    refused = [(n, entry) for n, (name, entry) in enumerate(gold.rejected) if name == section.name]
    likes = {number: [n for n, one in refused if _same(section, entry, one)] for number, entry in enumerate(listed)}
    return {number: like for number, like in likes.items() if like and number not in found}


def _pairs(section: Section, listed: Sequence[dict[str, Json]], kept: Sequence[dict[str, Json]]) -> dict[int, int]:
    """One to one, the first like of each: a number of `listed` to one of `kept`."""
    found: dict[int, int] = {}
    for number, entry in enumerate(listed):
        like = (n for n, one in enumerate(kept) if n not in found.values() and _same(section, entry, one))
        if (first := next(like, None)) is not None:
            found[number] = first
    return found


def _same(section: Section, a: dict[str, Json], b: dict[str, Json]) -> bool:
    speakers = {field.said_by for field in section.fields if field.said_by}
    if not all(_agree(a, b, name) for name in speakers):
        return False
    if any(main not in speakers and _agree(a, b, main) for main in section.same_by[:1]):
        return True
    # Names are the same or not: people share the sentence that proves them.
    return not any(field.named for field in section.fields) and _share_words(section, a, b)


def _agree(a: dict[str, Json], b: dict[str, Json], name: str) -> bool:
    return _folded(a.get(name)) == _folded(b.get(name))


def _share_words(section: Section, a: dict[str, Json], b: dict[str, Json]) -> bool:
    """Whether two entries stand on the same words of the article."""
    return any(overlap(x, y) >= _SAME_WORDS for x in section.spans(a) for y in section.spans(b))


def _folded(value: Json) -> str:
    return " ".join(str(value or "").split()).casefold()


def _miss(section: Section, entry: dict[str, Json], *, missed: bool) -> Miss:
    return Miss(section.title, missed, _words(section, entry), next(iter(section.spans(entry)), None))


def _words(section: Section, entry: dict[str, Json]) -> str:
    return " — ".join(str(entry[f.name]) for f in section.fields if not f.is_evidence and entry.get(f.name))
