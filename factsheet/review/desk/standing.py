"""A sheet with its decisions: the run under review, with the events of its history applied.

Verdicts find their facts by identity: facts are the same that have the same words in every field and are proved by
the same words of the article. So a new run of a model keeps the verdicts on what it says again, and nothing that a
person decided is put on a fact that differs, be it only in the number it gives. What a person wrote on a fact that
this run does not have is at the end of its section, marked as of an earlier run.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from factsheet import checking, grounding
from factsheet.identity import sha256
from factsheet.pointers import entry_at
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.records import Finding, Review
from factsheet.records import Standing as Proven
from factsheet.review.desk.records import ADDED, RUN, STATE, Verdict
from factsheet.standings import by_entry, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factsheet.kinds import Entry, Kind, Section
    from factsheet.records import Evidence, Facts, FactSheet, Json, Span, StandingName
    from factsheet.review.desk.records import Event, Rest, SheetState

_DIGITS = 20
"""Hexadecimal digits of an identity: 80 bits, so that no two facts of one ledger share one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One fact under review.

    `base` is the entry of this run, None where the run has no such fact: a person added it, or decided on it in an
    earlier run (`earlier`). `pointer` is the place of `base` in the run, `findings` what the checks say there, and
    `proven` how far it is proven; None where there is no `base`.
    """

    id: str
    section: Section
    base: dict[str, Any] | None
    pointer: str
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    earlier: bool = False
    proven: Proven | None = None

    @property
    def standing(self) -> StandingName | None:
        """How far it is proven; None for what a person wrote."""
        return self.proven.standing if self.proven and not self.is_rewritten else None

    @property
    def value(self) -> dict[str, Any]:
        """The fact as it is now: a person's version before the model's."""
        if self.verdict and self.verdict.value is not None:
            return self.verdict.value
        return self.base or (self.verdict.base if self.verdict else None) or {}

    @property
    def is_rewritten(self) -> bool:
        """Whether a person wrote it; it was then checked as it was typed."""
        return self.verdict is not None and self.verdict.value is not None

    @property
    def ruling(self) -> str | None:
        """What was decided."""
        return self.verdict.ruling if self.verdict else None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its evidence is."""
        return tuple(self.section.spans(self.value))

    @property
    def level(self) -> str | None:
        """The worst level of its findings."""
        levels = {finding.level for finding in self.findings}
        return next((level for level in ("error", "warning", "note") if level in levels), None)

    @property
    def proved(self) -> bool:
        """Whether at least one piece of its evidence is in the article, where its section has evidence."""
        return not self.section.evidence or bool(self.spans)

    @property
    def stands(self) -> bool:
        """Whether it is in the signed sheet: not rejected, and from an earlier run only if a person wrote it."""
        if self.ruling == "rejected":
            return False
        return not self.earlier or bool(self.verdict and self.verdict.value)

    @property
    def needs(self) -> bool:
        """Whether somebody should look: it has an error or a warning, and no verdict."""
        return self.ruling is None and self.level in ("error", "warning")


@dataclass(frozen=True, slots=True)
class Standing:
    """One sheet under review, its items in the order of its kind.

    `by` and `at` say who brought it to its state, `note` why it was sent back. `changed` is True when the article
    is no longer the one that was signed.
    """

    sheet: FactSheet
    items: tuple[Item, ...]
    events: tuple[Event, ...] = ()
    state: SheetState = "new"
    by: str = ""
    at: str = ""
    note: str = ""
    changed: bool = False
    rest: Rest = "accepted"
    """What became of the facts without a verdict when it was signed."""

    @property
    def undecided(self) -> tuple[Item, ...]:
        """The facts on which nothing was decided."""
        return tuple(item for item in self.items if item.stands and item.ruling is None)

    @property
    def with_signature(self) -> tuple[Item, ...]:
        """The facts that nobody decided on, and that the signature accepted."""
        return self.undecided if self.state == "approved" and self.rest == "accepted" else ()

    @property
    def seen(self) -> int:
        """The `seq` of the last event taken into account."""
        return self.events[-1].seq or 0 if self.events else 0

    def item(self, fact: str) -> Item | None:
        """The item of that identity."""
        return next((item for item in self.items if item.id == fact), None)

    def value_of(self, subject: str) -> Any:
        """The current value of a subject, None if nothing was decided."""
        return next((event.after for event in reversed(self.events) if event.subject == subject), None)


def stand(kind: Kind, sheet: FactSheet, events: Sequence[Event]) -> Standing:
    """Fold the events of one sheet, in the order of the history, over one of its runs."""
    sections = {section.name: section for section in kind.sections}
    verdicts = {
        subject: _read(sections, after)
        for subject, after in last_values(events).items()
        if subject not in (STATE, RUN) and after is not None
    }
    findings = by_entry((entry.pointer for entry in kind.entries(sheet.facts)), sheet.findings)
    standings = standings_of(kind, sheet)
    items = []
    for name, entry in identified(kind, sheet.facts, sheet.article.text):
        verdict, at = verdicts.pop(name, None), entry.pointer
        items.append(Item(name, entry.section, entry.value, at, verdict, tuple(findings[at]), proven=standings[at]))
    for name, verdict in verdicts.items():
        if verdict.section in sections:
            is_earlier = not name.startswith(ADDED)
            items.append(Item(name, sections[verdict.section], None, "", verdict, (), is_earlier))
    order = {section.name: place for place, section in enumerate(kind.sections)}
    items.sort(key=lambda item: order[item.section.name])
    return _with_state(Standing(sheet, tuple(items), tuple(events)), has_verdicts=bool(last_values(events)))


def _read(sections: Mapping[str, Section], value: Mapping[str, Any]) -> Verdict:
    """A verdict from the history, its evidence as records where its section is still known."""
    verdict, section = Verdict.from_json(value), sections.get(value["section"])
    if section is None:
        return verdict
    base, own = (entry and section.read(entry) for entry in (verdict.base, verdict.value))
    return replace(verdict, base=base, value=own)


def last_values(events: Iterable[Event]) -> dict[str, Any]:
    """The current value of each subject."""
    return {event.subject: event.after for event in events}


def _with_state(standing: Standing, *, has_verdicts: bool) -> Standing:
    last = next((event for event in reversed(standing.events) if event.subject == STATE), None)
    if last is None or last.after is None:
        return replace(standing, state="in review" if has_verdicts else "new")
    value = last.after
    return replace(
        standing,
        state=value["state"],
        by=last.who,
        at=last.at,
        note=value.get("note", ""),
        rest=value.get("rest", "accepted"),
        changed=value["article"] != article_name(standing.sheet),
    )


def article_name(sheet: FactSheet) -> str:
    """A digest of the article that a sheet was made from."""
    return sha256(sheet.article.text)[:20]


def settle(kind: Kind, standing: Standing) -> FactSheet:
    """The reviewed sheet: without rejected facts, with edits and additions, grounded, checked and proven.

    An error in a fact that a person accepted becomes a note that says so, and the fact is open.
    """
    facts, places = _standing_facts(kind, standing)
    article = standing.sheet.article
    facts = grounding.ground(kind, facts, article.text)
    subject = Subject(kind, article, facts)
    reviewed = [_overruled(finding, places) for finding in _findings(standing, subject, places)]
    standings = tuple(_standings(kind, subject, places, reviewed)) if standing.sheet.standings else ()
    sheet = replace(standing.sheet, facts=facts, findings=tuple(dict.fromkeys(reviewed)), standings=standings)
    return replace(sheet, review=_review(standing))


def _findings(standing: Standing, subject: Subject, places: Mapping[str, Item]) -> Iterator[Finding]:
    """The findings on the sheet as a whole, those on facts that stand as they were, and new ones on the others."""
    yield from (finding for finding in standing.sheet.findings if not finding.pointer)
    for pointer, item in places.items():
        if not item.is_rewritten:
            yield from (replace(f, pointer=pointer + f.pointer[len(item.pointer) :]) for f in item.findings)
    for finding in checking.check_subject(subject):
        owner = entry_at(finding.pointer, places)
        if owner and places[owner].is_rewritten:
            yield finding


def _standings(
    kind: Kind, subject: Subject, places: Mapping[str, Item], findings: Sequence[Finding]
) -> Iterator[Proven]:
    """The standings of a reviewed sheet: what a person wrote is proven anew, the rest stands as it did."""
    for now in prove(kind, subject, findings):
        item = places[now.pointer]
        if item.proven is None or item.is_rewritten:
            yield now
        elif item.proven.standing == "refuted" and item.ruling is not None and item.proved:
            why = f"accepted in review although {item.proven.why}"
            yield replace(item.proven, pointer=now.pointer, standing="open", why=why)
        else:
            yield replace(item.proven, pointer=now.pointer)


def _review(standing: Standing) -> Review | None:
    if standing.state not in ("approved", "rejected"):
        return standing.sheet.review
    unread = len(standing.with_signature) if standing.state == "approved" else None
    return Review(standing.state, standing.by, standing.at, standing.note, unread)


def decided_by_hand(kind: Kind, standing: Standing) -> frozenset[str]:
    """Of the facts that `settle` gives, the pointers of those that a person decided on one by one."""
    _, places = _standing_facts(kind, standing)
    return frozenset(pointer for pointer, item in places.items() if item.ruling is not None)


def _standing_facts(kind: Kind, standing: Standing) -> tuple[Facts, dict[str, Item]]:
    """The facts that stand, and the item at each pointer."""
    facts = kind.empty()
    places: dict[str, Item] = {}
    left_out = set() if standing.rest == "accepted" else {item.id for item in standing.undecided}
    for item in (item for item in standing.items if item.stands and item.id not in left_out):
        name = item.section.name
        if item.section.many:
            places[f"/{name}/{len(facts[name])}"] = item
            facts[name].append(item.value)
        else:
            places[f"/{name}"] = item
            facts[name] = item.value
    return facts, places


def _overruled(finding: Finding, places: dict[str, Item]) -> Finding:
    owner = entry_at(finding.pointer, places)
    if finding.level != "error" or owner is None or places[owner].ruling is None or not places[owner].proved:
        return finding
    return replace(finding, level="note", message=f"accepted in review although {finding.message}")


def identified(kind: Kind, facts: Facts, text: str) -> Iterator[tuple[str, Entry]]:
    """Every entry with its identity; later duplicates are numbered."""
    seen: Counter[str] = Counter()
    for entry in kind.entries(facts):
        name = identity(entry.section, entry.value, text)
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), entry


def identity(section: Section, entry: Mapping[str, Any], text: str) -> str:
    """The identity of one entry, a name of twenty hexadecimal digits."""
    said = {f.name: _folded(entry.get(f.name)) for f in section.fields if not f.is_evidence}
    proof = {
        name: sorted([_folded(one.quote), *_words(one, text)] for one in entry.get(name) or ())
        for name in section.evidence
    }
    canonical = json.dumps([section.name, said, proof], ensure_ascii=False, sort_keys=True)
    return sha256(canonical)[:_DIGITS]


def _words(evidence: Evidence, text: str) -> list[Json]:
    """The article's own words, so that the same quotation in a changed article has another identity."""
    return [_folded(text[start:end]) for start, end in evidence.spans]


def _folded(value: Json) -> Json:
    """A value with its white space normalised."""
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value
