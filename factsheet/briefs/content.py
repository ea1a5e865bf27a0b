"""The content of a brief: a sheet as the parts of a page, before layout.

The kind's annotations decide on its sections (`x-brief`, `x-sides`), the standings on how an entry is shown; what every
brief has is here and in `about`: the status strip, the source line, "Not verified", the foot. A refuted entry never
reaches a section of facts, and what is kept back (`standings.is_kept_back`) is only counted.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from factsheet.briefs import about
from factsheet.briefs.page import DOUBT_MARK, OPEN_MARK, Item, Page, Part, Run, SideText, Words
from factsheet.briefs.places import Places, evidence_of
from factsheet.briefs.proofs import proof_runs
from factsheet.briefs.template import fill, fill_both, value_of
from factsheet.briefs.text import plain
from factsheet.briefs.underlining import underscored
from factsheet.briefs.wording import role_of
from factsheet.language.detection import language_of
from factsheet.proving.subject import Subject
from factsheet.standings import by_entry, counted, is_kept_back, phrase, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.briefs.page import Layout, Runs, Style
    from factsheet.kinds import Entry, Kind, Section
    from factsheet.records import FactSheet

_DEFAULT_WEIGHT = 5
"""In the middle of 1 to 10, which docs/brief.md gives kinds."""
_UNVERIFIED_WEIGHT = 7
"""Above most sections: what must not be used is to be seen."""

_LAYOUTS: dict[str, Layout] = {"inline": "inline", "grouped": "grouped", "sides": "sides"}


def compose(
    sheet: FactSheet, kind: Kind, *, short: bool = False, evidence: bool = False, proof: bool | None = None
) -> Page:
    """The page of `sheet`, with everything in it.

    Items get a short form with `short`, for a page of limited length, their evidence with `evidence`, and their proof
    with `proof`, which is as `evidence` where it is not given.
    """
    proof = evidence if proof is None else proof
    return _Composer(sheet, kind, short=short, evidence=evidence, proof=proof).page()


def with_underscores(page: Page) -> Page:
    """The page for a medium that cannot underline: words that are not the article's are between underscores."""
    parts = tuple(replace(part, items=tuple(map(_underscored, part.items))) for part in page.parts)
    title = _underscored(page.title) if page.title else None
    return replace(page, title=title, parts=parts, legend=legend(parts, title, underscores=True), underscores=True)


def _underscored(item: Item) -> Item:
    """An item with signs around what would be underlined; most have none of it."""
    if not any(run.under for runs in (item.runs, item.short, *item.proof) for run in runs):
        return item
    proof = tuple(map(underscored, item.proof))
    return replace(item, runs=underscored(item.runs), short=underscored(item.short), proof=proof)


class _Composer:
    """Composes the page of one sheet from its entries, their evidence, their standings and their findings."""

    def __init__(self, sheet: FactSheet, kind: Kind, *, short: bool, evidence: bool, proof: bool) -> None:
        self.sheet = sheet
        self.kind = kind
        self.short = short
        self.evidence = evidence
        self.proof = proof
        self.standings = standings_of(kind, sheet)
        self.article = sheet.article
        self.by_rule = sheet.provenance.how == "built-in"
        self.is_english = language_of(sheet.article.text, sheet.article.language) in {"en", None}
        self.places = Places(sheet.article)
        entries = list(kind.entries(sheet.facts))
        self.entries = [e for e in entries if not is_kept_back(sheet, self.standings[e.pointer].standing)]
        self.kept_back = len(entries) - len(self.entries)
        self.findings = by_entry((entry.pointer for entry in entries), sheet.findings)
        self._heads: dict[str, dict[str, tuple[str, str]]] = {}

    def page(self) -> Page:
        """The page, with "Not verified" behind the sections of the kind."""
        facts, unverified = self._items()
        parts = [
            _part(section, self._by_importance(section, facts[section.name]), self._roles(section))
            for section in _in_order(self.kind.sections)
            if section.brief.get("place") != "title" and facts[section.name]
        ]
        if unverified:
            parts.append(Part("Not verified", "bullets", _UNVERIFIED_WEIGHT, tuple(unverified), "alarm"))
        title = self._title(facts)
        counts = self._counts()
        foot = about.foot(self.sheet, counts)
        return Page(
            strip=about.strip(self.article),
            title=title,
            source=about.source(self.article),
            notices=self._notices(),
            parts=tuple(parts),
            foot=foot,
            counts_end=foot.index(counts) + 1,
            legend=legend(parts, title),
            by_rule=self.by_rule,
        )

    def _items(self) -> tuple[dict[str, list[Item]], list[Item]]:
        """The entries that may be shown as facts, by section, and the others."""
        facts: dict[str, list[Item]] = {section.name: [] for section in self.kind.sections}
        unverified: list[Item] = []
        for entry in self.entries:
            reasons = self._reasons(entry)
            if reasons:
                unverified.append(self._unverified(entry, reasons))
            else:
                facts[entry.section.name].append(self._item(entry))
        return facts, unverified

    def _title(self, facts: dict[str, list[Item]]) -> Item | None:
        """The entry that is the headline of the page, else the article's own headline."""
        titles = [s for s in _in_order(self.kind.sections) if s.brief.get("place") == "title"]
        for item in (item for section in titles for item in facts[section.name]):
            if item.runs:
                # That a title is in the headline goes without saying.
                return replace(item, refs=()) if item.refs == ("[headline]",) else item
        if not self.article.title:
            return None
        runs = (Run(plain(self.article.title), own=True),)
        return Item(runs, runs, in_sheet=False)

    def _by_importance(self, section: Section, items: list[Item]) -> list[Item]:
        """Sort groups in the order of the entries that their heads name, others after them."""
        named = self._named(section)
        if named is None or not items[0].group:
            return items
        places = self._places_of(named)
        return sorted(items, key=lambda item: places.get((item.group or "").casefold(), len(self.entries)))

    def _named(self, section: Section) -> Section | None:
        """The section that lists those whom the heads of a section name."""
        by = section.field(section.brief.get("by") or "")
        return self.kind.section(by.refers_to) if by and by.refers_to else None

    def _places_of(self, named: Section) -> dict[str, int]:
        """The place of each entry of a section by all its names, case aside."""
        places: dict[str, int] = {}
        for place, entry in enumerate(e.value for e in self.entries if e.section.name == named.name):
            values = (entry.get(name) for name in named.same_by)
            for one in (one for value in values for one in (value if isinstance(value, list) else [value])):
                places.setdefault(plain(str(one)).casefold(), place)
        return places

    def _roles(self, section: Section) -> dict[str, str]:
        """The roles of those whom the heads of a section name, as far as they are proven."""
        people = self._people(section)
        return {name: role for name, (_, role) in people.items() if role}

    def _people(self, section: Section) -> dict[str, tuple[str, str]]:
        """By the name at a head: the pointer of the entry that lists it, and its role; "" where that is not proven."""
        named = self._named(section)
        if named is None or section.brief.get("layout") != "grouped":
            return {}
        if section.name not in self._heads:
            self._heads[section.name] = dict(self._listed(named))
        return self._heads[section.name]

    def _listed(self, named: Section) -> Iterator[tuple[str, tuple[str, str]]]:
        role = next((one for one in named.fields if one.states), None)
        name = next((one for one in named.fields if one.named and one.schema.get("type") != "array"), None)
        for entry in self.entries:
            if entry.section is named and name is not None:
                shown = value_of(named, entry.value, name.name)
                known = self.standings[entry.pointer].standing in {"proven", "confirmed"}
                what = value_of(named, entry.value, role.name) if role and known else ""
                yield shown, (entry.pointer, role_of(what, shown))

    def _told_of(self, entry: Entry) -> str:
        """The pointer of whom a head names, where the head has all that the entry says of them."""
        people = self._people(entry.section)
        pointer, _ = people.get(value_of(entry.section, entry.value, entry.section.brief.get("by")), ("", ""))
        return pointer if pointer and self.standings[pointer].standing in {"proven", "confirmed"} else ""

    def _reasons(self, entry: Entry) -> list[str]:
        """Why an entry must not be shown as fact; nothing where it may."""
        standing = self.standings[entry.pointer]
        if standing.standing != "refuted":
            return []
        errors = (f.message for f in self.findings[entry.pointer] if f.level == "error")
        return list(dict.fromkeys(plain(message) for message in errors)) or [plain(standing.why)]

    def _item(self, entry: Entry) -> Item:
        section, value, standing = entry.section, entry.value, self.standings[entry.pointer]
        is_open = standing.standing == "open"
        sides = self._sides(entry)
        grouped = section.brief.get("layout") == "grouped"
        runs, short = fill_both(section, value, standing, english=self.is_english, short=self.short)
        return Item(
            runs=runs,
            short=short,
            refs=() if sides else self.places.refs(evidence_of(entry)),
            doubts=self._doubts(entry),
            words=() if sides else self._words_of(entry),
            proof=self._proof(entry),
            is_open=is_open,
            why=plain(standing.why) if is_open else "",
            sides=sides,
            group=value_of(section, value, section.brief.get("by")) if grouped else None,
            names=tuple(_names(entry)),
            spans=tuple(span for one in evidence_of(entry) for span in one.spans),
            told_of=self._told_of(entry) if grouped else "",
            is_passing=self.by_rule and self.is_english and _is_passing(entry),
            pointer=entry.pointer,
            standing=standing.standing,
        )

    def _unverified(self, entry: Entry, reasons: list[str]) -> Item:
        """The entry in short with its speaker first and the reasons; the short form has one reason."""
        section = entry.section
        fact = fill(section, entry.value, short=True, english=self.is_english)
        holder = value_of(section, entry.value, section.brief.get("by"))
        head: Runs = (Run(f"{plain(section.title)}: ", "dim"),)
        if holder:
            head += (Run(holder, own=True), Run(" "))

        def with_reason(text: str) -> Runs:
            plain_runs = tuple(Run(run.text, own=run.own) for run in fact)
            return (*head, *plain_runs, Run(" — "), Run(text, "reason", own=True))

        reason, short = with_reason("; ".join(reasons)), with_reason(reasons[0])
        return Item(reason, short, words=self._words_of(entry), pointer=entry.pointer, standing="refuted")

    def _doubts(self, entry: Entry) -> tuple[str, ...]:
        """The warnings about an entry, or why it is doubtful all the same."""
        warnings = (f.message for f in self.findings[entry.pointer] if f.level == "warning")
        doubts = tuple(dict.fromkeys(plain(message) for message in warnings))
        standing = self.standings[entry.pointer]
        return doubts or ((plain(standing.why),) if standing.standing == "doubtful" else ())

    def _sides(self, entry: Entry) -> tuple[SideText, ...]:
        section, value = entry.section, entry.value
        return tuple(
            SideText(
                plain(side.title),
                value_of(section, value, side.by),
                tuple(map(self.places.words, value.get(side.evidence) or ())),
            )
            for side in section.sides
        )

    def _words_of(self, entry: Entry) -> tuple[Words, ...]:
        return self.places.words_of(entry) if self.evidence else ()

    def _proof(self, entry: Entry) -> tuple[Runs, ...]:
        """Which words of the article account for which words of an entry."""
        return proof_runs(self._subject, entry) if self.proof else ()

    @cached_property
    def _subject(self) -> Subject:
        return Subject(self.kind, self.article, self.sheet.facts)

    def _notices(self) -> tuple[Run, ...]:
        serious = [f for f in self.findings[""] if f.level != "note"]
        serious.sort(key=lambda f: f.level != "error")
        return tuple(
            Run(plain(f.message), "alarm" if f.level == "error" else "doubt", own=True) for f in dict.fromkeys(serious)
        )

    def _counts(self) -> str:
        """How many entries have which standing."""
        counts = counted(self.standings[entry.pointer].standing for entry in self.entries)
        proven_here = bool(self.sheet.standings) or not self.entries
        return phrase(counts, proven_here=proven_here, kept_back=self.kept_back)


def _in_order(sections: tuple[Section, ...]) -> list[Section]:
    """Sorted by `order`; sections without it come last, in the order of the schema."""
    return sorted(sections, key=lambda s: s.brief.get("order", len(sections) + 1000))


def _part(section: Section, items: list[Item], roles: dict[str, str]) -> Part:
    layout = _LAYOUTS.get("sides" if section.sides else section.brief.get("layout", ""), "bullets")
    weight = section.brief.get("room", section.brief.get("weight", _DEFAULT_WEIGHT))
    style: Style = "doubt" if layout == "sides" else "label"
    return Part(plain(section.title), layout, weight, tuple(items), style, roles=roles)


def _names(entry: Entry) -> Iterator[str]:
    """The names of an entry that lists somebody or something; none of one that states something."""
    for one in entry.section.fields:
        if one.named:
            value = entry.value.get(one.name)
            yield from (plain(str(name)) for name in (value if isinstance(value, list) else [value]) if name)


def _is_passing(entry: Entry) -> bool:
    """Whether an entry names something that is only mentioned: its choice goes without saying."""
    unsaid = entry.section.brief.get("unsaid", ())
    return any(one.named for one in entry.section.fields) and any(value in unsaid for value in entry.value.values())


def legend(parts: Sequence[Part], title: Item | None = None, *, underscores: bool = False) -> tuple[str, ...]:
    """Explanations of the marks used in `parts` and in the title."""
    items = [item for part in parts for item in part.items]
    used = {sign for item in items for sign in _signs(item)}
    used |= set(_signs(title)) - {"¶"} if title else set()
    words = {
        "¶": "¶ paragraph of the body",
        OPEN_MARK: f"{OPEN_MARK} not proven, and nothing against it",
        "_": f"{'_words_' if underscores else 'underlined words'}: not in its evidence",
        DOUBT_MARK: f"{DOUBT_MARK} a check has a doubt: look before you use it",
    }
    return tuple(text for sign, text in words.items() if sign in used)


def _signs(item: Item) -> Iterator[str]:
    """The signs that are beside an item or in it."""
    if item.sides or any(ref.startswith("¶") for ref in item.refs):
        yield "¶"
    if item.is_open:
        yield OPEN_MARK
    if any(run.under for run in item.runs):
        yield "_"
    if item.doubts:
        yield DOUBT_MARK
