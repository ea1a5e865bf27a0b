"""The digest: an overview of the day whose lines link to the briefs.

What is corrected comes first, then what needs a person, the stories by subject, who and where recurs, what is disputed,
and what came of everything else. The page knows the sections of kind `news`; of another kind it lists titles.

Of a large day only what lists are ordered by stays in memory; the rest of a story is read again where its line is.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from factsheet.batch.digest import events, mail, markdown, names, slack
from factsheet.batch.digest.contradictions import Claim, claims, contradictions, names_in
from factsheet.batch.digest.corrections import corrections
from factsheet.batch.digest.lines import (
    Digest,
    Line,
    Link,
    Part,
    Row,
    joined,
    lines,
    link,
    made_lines,
    mark,
    named,
    said,
)
from factsheet.batch.digest.listing import STATES, other, outlined, rest
from factsheet.batch.digest.opposed import opposed, said_in
from factsheet.batch.ledger import ADDED, DROPPED
from factsheet.briefs.page import Run
from factsheet.briefs.text import counted, plain
from factsheet.standings import NAMES, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.batch.digest.opposed import Said
    from factsheet.batch.ledger import Ledger

NO_SUBJECT = "Without a subject"
_RECURRING = 12
"""Names of each kind that are listed as recurring, the most frequent first."""
_LISTED = 5
"""Stories listed for one of them."""
_URGENT = 10
"""How many rows of what needs a person are worth one of another list, where there is not room for all."""
_CONTRADICTIONS = 20
"""Contradictions between stories that are listed: somebody reads them all."""
_NEAR = 50
"""Stories that are looked at again soon, as several tell of their event."""
_DISPUTES = 30
"""Disputes that are listed: the page is a day at a glance."""


@dataclass(slots=True)
class Listed:
    """What lists of stories are ordered by."""

    id: int
    when: str
    agency: str
    urgency: str
    needs: tuple[str, ...]
    """Why a person should look at it."""
    subject: str
    made: str
    versions: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """What a page needs of one story, beside what it is listed by."""

    listed: Listed
    stem: str
    title: str
    summary: dict[str, Any]
    """The first statement of its summary, as in the outline; empty where there is none."""
    names: tuple[str, ...]
    """Who and what is in it, for a search."""
    changes: list[str]

    def link(self) -> Link:
        """The title as a link to the brief."""
        return link(self.title, self.stem)


@dataclass(slots=True)
class Day:
    """The day as it is read off the ledger."""

    ledger: Ledger
    stories: dict[int, Listed] = field(default_factory=dict)
    recurring: names.Recurring = field(default_factory=names.Recurring)
    """The people, organisations and places of several stories, and as "any" the participants of whatever kind."""
    disputes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Those that are listed, each behind its story."""
    others: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """What has no brief, by its state and, where it is no story, by what it is."""

    def story(self, number: int) -> Story:
        """A story."""
        return _story(self, self.ledger.sheets.story(number))

    def number(self, state: str) -> int:
        """How many articles of a state have no brief."""
        return sum(map(len, self.others.get(state, {}).values()))

    def link(self, number: int) -> Link:
        """The title of a story as a link to the brief."""
        return self.story(number).link()


def digest_page(day: Day) -> str:
    """The page, as Markdown."""
    return "".join(digest_lines(day))


def digest_lines(day: Day) -> Iterator[str]:
    """The lines of the page."""
    return markdown.render(digest_of(day))


def digest_mail(day: Day, base: str | None = None) -> bytes:
    """The page as a mail; `base` is the address of the day's folder, to which its titles lead."""
    return mail.render(digest_of(day, brief=True), base)


def digest_message(day: Day, base: str | None = None) -> str:
    """The page as a message for Slack."""
    return slack.render(digest_of(day, brief=True), base)


def digest_of(day: Day, *, brief: bool = False) -> Digest:
    """All parts that have something; where it is to be `brief`, without what came of everything else and the cost."""
    parts = [
        *_listed("Corrected", lines(*_corrected(day))),
        *_listed("Needs a person", _needs(day), weight=_URGENT),
        *_subjects(day),
        *_recurs(day),
        *_across(day),
        *_listed("Disputed", lines(*_disputed(day))),
    ]
    if not brief:
        parts += [*rest(day.others, day.ledger.articles.beside), *_listed("Cost", lines(*_cost(day)))]
    return Digest(f"The day{date_of(day)}", counts_of(day), tuple(parts))


def _listed(title: str, rows: Sequence[Row], *, weight: int = 1) -> list[Part]:
    return [Part(title, rows, weight=weight)] if rows else []


def read_day(ledger: Ledger) -> Day:
    """The day, read off the ledger."""
    day = Day(ledger)
    for row in ledger.sheets.stories():
        outline = outlined(row["outline"])
        day.stories[row["id"]] = _place(row, outline)
        day.recurring.note([*_mentions(outline), *(("any", name) for name in names_in(outline))])
        left = _DISPUTES - len(day.disputes)
        day.disputes += [(row["id"], dispute) for dispute in outline.get("disputed_claims", ())[:left]]
    for row in ledger.articles.without_brief():
        latest, state = day.stories.get(row["story"]), row["state"]
        if latest is not None and state in {"earlier", "copy"}:
            latest.versions += 1
        day.others.setdefault(state, {}).setdefault(row["reason"] if state == "other" else "", []).append(row["id"])
    return day


def _mentions(outline: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The people, organisations and places of a story, each behind what it is."""
    who = outline.get("participants", ())
    yield from (("person", name) for name in _names(who, {"person"}))
    yield from (("organisation", name) for name in _names(who, {"organisation"}))
    yield from (("place", name) for name in _names(outline.get("location", ()), {"scene", "mentioned"}))


def _claims(day: Day) -> Iterator[Claim]:
    """The claims of stories that share a name with another: only those can contradict each other."""
    for article, written in day.ledger.sheets.outlines():
        outline = outlined(written)
        if any(day.recurring.has("any", name) for name in names_in(outline)):
            yield from claims(article, outline)


def _place(row: dict[str, Any], outline: dict[str, Any]) -> Listed:
    when = row["updated"] or row["published"] or ""
    agency, urgency = intern(row["agency"] or ""), intern(row["urgency"] or "")
    subject = intern(next(iter(outline.get("subjects", ())), NO_SUBJECT))
    return Listed(row["id"], when, agency, urgency, _needed(row), subject, row["made"])


def _story(day: Day, row: dict[str, Any]) -> Story:
    outline, listed = outlined(row["outline"]), day.stories[row["id"]]
    first: dict[str, Any] = next(iter(outline.get("summary", ())), {})
    return Story(
        listed,
        row["stem"],
        row["title"] or outline.get("title") or row["slug"] or first.get("statement") or row["stem"],
        first,
        tuple(_texts(outline)),
        day.ledger.articles.changes(listed.id) if listed.versions else [],
    )


def _texts(outline: dict[str, Any]) -> Iterator[str]:
    """All texts of an outline, each once: names, statements, labels."""
    entries = (entry for its in outline.values() if isinstance(its, list) for entry in its)
    values = (value for entry in entries if isinstance(entry, dict) for value in entry.values())
    yield from dict.fromkeys(
        text for value in values for text in (value if isinstance(value, list) else [value]) if text
    )


def _needed(row: dict[str, Any]) -> tuple[str, ...]:
    """Why a person should look at a story."""
    missing = (row["reason"],) if row["state"] == "partial" else ()
    return (*missing, intern(f"{row['errors']} not verified")) if row["errors"] else missing


def _names(entries: Iterable[dict[str, Any]], wanted: set[str]) -> Iterator[str]:
    seen = set()
    for entry in entries:
        name = entry.get("name")
        if isinstance(name, str) and {entry.get("kind"), entry.get("relation")} & wanted and name not in seen:
            seen.add(name)
            yield name


def date_of(day: Day) -> str:
    """The day that most stories are of, or the days between which they are, behind "The day"."""
    days = [story.when[:10] for story in day.stories.values() if story.when]
    if not days:
        return ""
    one = _its_day(day)
    return f", {plain(one)}" if one else f"s from {plain(min(days))} to {plain(max(days))}"


def _its_day(day: Day) -> str:
    """The day that half of the stories are of; "" where they are of many."""
    days = Counter(story.when[:10] for story in day.stories.values() if story.when)
    most, times = days.most_common(1)[0] if days else ("", 0)
    return most if 2 * times >= days.total() else ""


def counts_of(day: Day) -> str:
    """How many items became what, and how many entries have which standing."""
    states = {state: day.number(state) for state in day.others}
    total = len(day.stories) + sum(states.values())
    parts = [f"{counted(total, 'item')} read", counted(len(day.stories), "brief")]
    parts += [f"{states[state]} {STATES[state][states[state] > 1]}" for state in STATES if states.get(state)]
    standings, without = day.ledger.sheets.standings()
    parts += [phrase({name: standings.get(name, 0) for name in NAMES})] if any(standings.values()) else []
    parts += [f"{counted(without, 'brief')} not proven by this version"] if without else []
    return " · ".join(parts)


def _corrected(day: Day) -> Iterator[Line]:
    """Each story that corrects, with what it takes back."""
    for story, changes in corrections(day.ledger).items():
        if story in day.stories:
            title: Line = (day.link(story),)
        else:
            row = day.ledger.articles.beside(story)
            title = (said(row["title"] or row["slug"] or row["source"]),)
        yield (*title, *([Run(": ")] if changes else []), *joined(((said(change),) for change in changes), "; "))


def _needs(day: Day) -> Sequence[Row]:
    """Failures first, then sheets with parts missing, then facts that no evidence was found for."""
    failed = [number for numbers in day.others.get("failed", {}).values() for number in numbers]
    doubtful = sorted(
        (story for story in day.stories.values() if story.needs), key=lambda story: "missing" not in story.needs[0]
    )

    def line(key: tuple[bool, int]) -> Line:
        is_story, number = key
        if not is_story:
            return other(day.ledger.articles.beside(number))
        return (day.link(number), Run(": "), said("; ".join(day.stories[number].needs)))

    return made_lines([*((False, one) for one in failed), *((True, story.id) for story in doubtful)], line)


def _subjects(day: Day) -> list[Part]:
    """The stories under their subjects, without a heading of its own where there is one."""
    groups = by_subject(day)
    agency, its_day = len({story.agency for story in day.stories.values()}) > 1, _its_day(day)
    found = [
        (subject, made_lines(stories, lambda one: _line(day.story(one), its_day, agency=agency)))
        for subject, stories in groups
    ]
    if len(found) == 1:
        return [Part("Stories", found[0][1])]
    return [Part("Stories"), *(Part(subject, rows, 3) for subject, rows in found)] if found else []


def by_subject(day: Day) -> list[tuple[str, array[int]]]:
    """The stories under each subject, with a capital: the largest first, urgent and late stories before others."""
    found: defaultdict[str, list[Listed]] = defaultdict(list)
    for story in day.stories.values():
        found[story.subject[:1].upper() + story.subject[1:]].append(story)
    order = sorted(found, key=lambda name: (name == NO_SUBJECT, -len(found[name]), name))
    return [(name, array("q", [story.id for story in sorted(found[name], key=_rank)])) for name in order]


def _rank(story: Listed) -> tuple[str, str, int]:
    """Sort key: urgent and late ones before others."""
    urgency = story.urgency if story.urgency.isdecimal() and story.urgency != "0" else "9"
    return urgency, "".join(chr(0x10FFFF - ord(char)) for char in story.when), story.id


def _line(story: Story, its_day: str, *, agency: bool) -> Line:
    """The story with what tells it from others: not the day of the page, nor the one agency of all."""
    listed = story.listed
    when = listed.when[:16].removeprefix(its_day).replace("T", " ").strip()
    source = " ".join(filter(None, (listed.agency if agency else "", when)))
    line: Line = (story.link(), *((Run(" ("), said(source), Run(")")) if source else ()))
    summary = str(story.summary.get("statement", ""))
    if summary and plain(summary) != plain(story.title):
        line += (Run(": "), said(summary), *mark(story.summary.get("standing", "")))
    if listed.versions:
        line += (Run(f" — {counted(listed.versions, 'other version')}"),)
        changed = [one for one in story.changes if not one.startswith((ADDED, DROPPED))]
        line += tuple(piece for change in changed[:2] for piece in (Run("; "), said(change)))
    return line


def _recurs(day: Day) -> list[Part]:
    """Who and where recurs."""
    found = {what: names.Mentions() for what in ("person", "organisation", "place")}
    for article, written in day.ledger.sheets.outlines():
        for what, name in _mentions(outlined(written)):
            if day.recurring.has(what, name):
                found[what].add(name, article)
    who = _who(found["person"], found["organisation"])
    where = names.places(found["place"])
    return [*_listed("Who recurs", lines(*_recurring(day, who))), *_listed("Where", lines(*_recurring(day, where)))]


def _who(people: names.Mentions, organisations: names.Mentions) -> dict[str, list[int]]:
    """The stories of people and organisations; what is called both has the stories of both."""
    found = names.people(people)
    for name, stories in names.organisations(organisations).items():
        found[name] = list(dict.fromkeys([*found.get(name, ()), *stories]))
    return found


def _recurring(day: Day, found: dict[str, list[int]]) -> list[Line]:
    """Names that are in several stories."""
    often = sorted((name for name in found if len(found[name]) > 1), key=lambda name: (-len(found[name]), name))
    rows = []
    for name in often[:_RECURRING]:
        links = joined((day.link(one),) for one in found[name][:_LISTED])
        more = len(found[name]) - _LISTED
        rows.append((named(name), Run(": "), *links, *([Run(f" and {more} more")] if more > 0 else [])))
    return rows


def _across(day: Day) -> list[Part]:
    """What two stories say that contradicts each other, side by side."""
    found = [*_opposed(day)]
    seen = {(one.story, second.story, why) for one, second, why in found}
    found += [row for row in contradictions(_claims(day)) if (row[0].story, row[1].story, row[2]) not in seen]
    found = found[:_CONTRADICTIONS]
    rows = tuple((_claimed(day, one), _claimed(day, second), (Run(why),)) for one, second, why in found)
    heads = ("One says", "Another says", "They differ in")
    return [Part("Disputed between stories", rows, columns=heads)] if rows else []


def _opposed(day: Day) -> Iterator[tuple[Claim, Claim, str]]:
    """What the articles of two stories about one event say that cannot both be so."""
    outlines = ((one, outlined(written)) for one, written in day.ledger.sheets.outlines())
    said = lru_cache(_NEAR)(lambda story: said_in(day.ledger.articles.article(story)))
    outline = lru_cache(_NEAR)(lambda story: outlined(day.ledger.sheets.story(story)["outline"]))
    for one, second, shared in events.pairs(outlines):
        minutes = events.minutes_between(day.stories[one].when, day.stories[second].when)
        if not events.are_far_apart(minutes) and events.are_one(outline(one), outline(second), shared):
            for a, b, why in opposed(said(one), said(second), minutes):
                yield _claim(one, a), _claim(second, b), why


def _claim(story: int, said: Said) -> Claim:
    return Claim(story, said.saying.text, said.saying.by, (), denied=said.denied)


def _claimed(day: Day, claim: Claim) -> Line:
    by: Line = (said(claim.by), Run(": ")) if claim.by else ()
    return (*by, said(claim.text), *mark(claim.standing), Run(" ("), day.link(claim.story), Run(")"))


def _disputed(day: Day) -> list[Line]:
    rows: list[Line] = []
    for number, dispute in day.disputes:
        sides = [
            (Run(f"{word} "), *joined((said(name),) for name in dispute[key]))
            for key, word in (("made_by", "by"), ("disputed_by", "against"))
            if dispute.get(key)
        ]
        detail = joined([*sides, (said(dispute.get("status", "")),)], "; ")
        claim: Line = (said(dispute.get("claim", "")), *mark(dispute.get("standing", "")))
        rows.append((*claim, Run(" ("), *detail, Run("): "), day.link(number)))
    return rows


def _cost(day: Day) -> list[Line]:
    return [
        (Run(f"{row['day']} "), said(row["model"]), Run(f": {counted(row['requests'], 'request')}, {money(row)}"))
        for row in day.ledger.completions.spending()
    ]


def money(row: dict[str, Any]) -> str:
    """What a row of `spending` cost, for a person; what is not known is never 0."""
    if row["unpriced"] >= row["requests"] > 0:
        return "cost unknown"
    known = f"${row['cost']:.4f}"
    return f"{known} and {counted(row['unpriced'], 'request')} of unknown cost" if row["unpriced"] else known
