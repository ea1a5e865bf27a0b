"""The digest: the day at a glance, whose lines lead to the briefs.

What needs a person comes first, then the stories by subject, who and where recurs, what is disputed, and what
came of everything else. The page knows the sections of kind `news`; of another kind it lists titles.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factsheet.batch.digest import mail, markdown, names, slack
from factsheet.batch.digest.contradictions import Claim, claims, contradictions, names_in
from factsheet.batch.digest.lines import Digest, Line, Link, Part, joined, lines, link, mark, named, said, signs
from factsheet.batch.digest.listing import STATES, other, outlined, rest
from factsheet.briefs.page import Run
from factsheet.briefs.text import counted, plain
from factsheet.standings import NAMES, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.batch.ledger import Ledger

_NO_SUBJECT = "Without a subject"
_RECURRING = 12
"""Names of each kind that are listed as recurring, the most frequent first."""
_LISTED = 5
"""Stories listed for one of them."""
_URGENT = 10
"""How many rows of what needs a person are worth one of another list, where there is not room for all."""
_DISPUTES = 30
"""Disputes that are listed: the page is a day at a glance."""


@dataclass(slots=True)
class Story:
    """What the page needs of one story."""

    id: int
    stem: str
    title: str
    when: str
    agency: str
    urgency: str
    needs: list[str]
    summary: dict[str, Any]
    """The first statement of its summary, as in the outline; empty where there is none."""
    subject: str
    made: str = ""
    names: tuple[str, ...] = ()
    """Who and what is in it, for a search."""
    versions: int = 0
    changes: list[str] = field(default_factory=list)

    def link(self) -> Link:
        """The title as a link to the brief."""
        return link(self.title, self.stem)


@dataclass(slots=True)
class Day:
    """The day as it is read off the ledger."""

    ledger: Ledger
    stories: dict[int, Story] = field(default_factory=dict)
    people: list[tuple[str, int]] = field(default_factory=list)
    """Each name with a story that has it; so with the next two."""
    organisations: list[tuple[str, int]] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    """How many stories each participant, of whatever kind, is in."""
    disputes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)


def digest_page(day: Day) -> str:
    """The page, as Markdown."""
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
        *_listed("Needs a person", _needs(day), weight=_URGENT),
        *_subjects(day),
        *_listed("Who recurs", _recurring(day, _who(day))),
        *_listed("Where", _recurring(day, names.places(day.places))),
        *_across(day),
        *_listed("Disputed", _disputed(day)),
    ]
    if not brief:
        parts += [*rest(day.others), *_listed("Cost", _cost(day))]
    return Digest(f"The day{date_of(day)}", counts_of(day), tuple(parts), signs(parts))


def _listed(title: str, found: list[Line], *, weight: int = 1) -> list[Part]:
    return [Part(title, lines(*found), weight=weight)] if found else []


def read_day(ledger: Ledger) -> Day:
    """The day, read off the ledger."""
    day = Day(ledger)
    for row in ledger.sheets.stories():
        outline = outlined(row["outline"])
        story = _story(row, outline)
        day.stories[story.id] = story
        day.named.update(names_in(outline))
        who = outline.get("participants", ())
        day.people += ((name, story.id) for name in _names(who, {"person"}))
        day.organisations += ((name, story.id) for name in _names(who, {"organisation"}))
        day.places += ((name, story.id) for name in _names(outline.get("location", ()), {"scene", "mentioned"}))
        day.disputes += [(story.id, dispute) for dispute in outline.get("disputed_claims", ())]
    for row in ledger.articles.without_brief():
        latest = day.stories.get(row["story"])
        if latest is not None and row["state"] in {"earlier", "copy"}:
            latest.versions += 1
            latest.changes += json.loads(row["changes"])
        day.others.append(row)
    return day


def _claims(day: Day) -> Iterator[Claim]:
    """The claims of stories that share a name with another: only those can contradict each other."""
    for article, written in day.ledger.sheets.outlines():
        outline = outlined(written)
        if any(day.named[name] > 1 for name in names_in(outline)):
            yield from claims(article, outline)


def _story(row: dict[str, Any], outline: dict[str, Any]) -> Story:
    return Story(
        id=row["id"],
        stem=row["stem"],
        title=row["title"] or outline.get("title") or row["slug"] or row["stem"],
        when=row["updated"] or row["published"] or "",
        agency=row["agency"] or "",
        urgency=row["urgency"] or "",
        needs=_needed(row),
        summary=next(iter(outline.get("summary", ())), {}),
        subject=next(iter(outline.get("subjects", ())), _NO_SUBJECT),
        made=row["made"],
        names=tuple(_texts(outline)),
    )


def _texts(outline: dict[str, Any]) -> Iterator[str]:
    """All texts of an outline, each once: names, statements, labels."""
    entries = (entry for its in outline.values() if isinstance(its, list) for entry in its)
    values = (value for entry in entries if isinstance(entry, dict) for value in entry.values())
    yield from dict.fromkeys(
        text for value in values for text in (value if isinstance(value, list) else [value]) if text
    )


def _needed(row: dict[str, Any]) -> list[str]:
    """Why a person should look at a story."""
    missing = [row["reason"]] if row["state"] == "partial" else []
    return [*missing, f"{row['errors']} not verified"] if row["errors"] else missing


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
    states = Counter(row["state"] for row in day.others)
    total = len(day.stories) + len(day.others)
    parts = [f"{counted(total, 'item')} read", counted(len(day.stories), "brief")]
    parts += [f"{states[state]} {STATES[state][states[state] > 1]}" for state in STATES if states[state]]
    standings, without = day.ledger.sheets.standings()
    parts += [phrase({name: standings.get(name, 0) for name in NAMES})] if any(standings.values()) else []
    parts += [f"{counted(without, 'brief')} not proven by this version"] if without else []
    return " · ".join(parts)


def _needs(day: Day) -> list[Line]:
    """Failures first, then sheets with parts missing, then facts that no evidence was found for."""
    failed = [other(row) for row in day.others if row["state"] == "failed"]
    doubtful = [story for story in day.stories.values() if story.needs]
    doubtful.sort(key=lambda story: "missing" not in story.needs[0])
    return [*failed, *((story.link(), Run(": "), said("; ".join(story.needs))) for story in doubtful)]


def _subjects(day: Day) -> list[Part]:
    """The stories under their subjects, without a heading of its own where there is one."""
    groups = by_subject(day)
    agency, its_day = len({story.agency for story in day.stories.values()}) > 1, _its_day(day)
    found = [
        (subject, lines(*(_line(story, its_day, agency=agency) for story in stories))) for subject, stories in groups
    ]
    if len(found) == 1:
        return [Part("Stories", found[0][1])]
    return [Part("Stories"), *(Part(subject, rows, 3) for subject, rows in found)] if found else []


def by_subject(day: Day) -> list[tuple[str, list[Story]]]:
    """The stories under each subject, with a capital: the largest first, urgent and late stories before others."""
    found: defaultdict[str, list[Story]] = defaultdict(list)
    for story in day.stories.values():
        found[story.subject[:1].upper() + story.subject[1:]].append(story)
    order = sorted(found, key=lambda name: (name == _NO_SUBJECT, -len(found[name]), name))
    return [(name, sorted(found[name], key=_rank)) for name in order]


def _rank(story: Story) -> tuple[str, str, int]:
    """Sort key: urgent and late ones before others."""
    urgency = story.urgency if story.urgency.isdecimal() and story.urgency != "0" else "9"
    return urgency, "".join(chr(0x10FFFF - ord(char)) for char in story.when), story.id


def _line(story: Story, its_day: str, *, agency: bool) -> Line:
    """The story with what tells it from others: not the day of the page, nor the one agency of all."""
    when = story.when[:16].removeprefix(its_day).replace("T", " ").strip()
    source = " ".join(filter(None, (story.agency if agency else "", when)))
    line: Line = (story.link(), *((Run(" ("), said(source), Run(")")) if source else ()))
    summary = str(story.summary.get("statement", ""))
    if summary and plain(summary) != plain(story.title):
        line += (Run(": "), said(summary), *mark(story.summary.get("standing", "")))
    if story.versions:
        line += (Run(f" — {counted(story.versions, 'other version')}"),)
        line += tuple(piece for change in story.changes[:2] for piece in (Run("; "), said(change)))
    return line


def _who(day: Day) -> dict[str, list[int]]:
    """The stories of people and organisations; what is called both has the stories of both."""
    found = names.people(day.people)
    for name, stories in names.organisations(day.organisations).items():
        found[name] = list(dict.fromkeys([*found.get(name, ()), *stories]))
    return found


def _recurring(day: Day, found: dict[str, list[int]]) -> list[Line]:
    """Names that are in several stories."""
    often = sorted((name for name in found if len(found[name]) > 1), key=lambda name: (-len(found[name]), name))
    rows = []
    for name in often[:_RECURRING]:
        links = joined((day.stories[one].link(),) for one in found[name][:_LISTED])
        more = len(found[name]) - _LISTED
        rows.append((named(name), Run(": "), *links, *([Run(f" and {more} more")] if more > 0 else [])))
    return rows


def _across(day: Day) -> list[Part]:
    """Claims of two stories that contradict each other, side by side."""
    found = contradictions(_claims(day))
    rows = tuple((_claimed(day, one), _claimed(day, other), (Run(why),)) for one, other, why in found)
    heads = ("One says", "Another says", "They differ in")
    return [Part("Disputed between stories", rows, columns=heads)] if rows else []


def _claimed(day: Day, claim: Claim) -> Line:
    by: Line = (said(claim.by), Run(": ")) if claim.by else ()
    return (*by, said(claim.text), *mark(claim.standing), Run(" ("), day.stories[claim.story].link(), Run(")"))


def _disputed(day: Day) -> list[Line]:
    rows: list[Line] = []
    for number, dispute in day.disputes[:_DISPUTES]:
        sides = [
            (Run(f"{word} "), *joined((said(name),) for name in dispute[key]))
            for key, word in (("made_by", "by"), ("disputed_by", "against"))
            if dispute.get(key)
        ]
        detail = joined([*sides, (said(dispute.get("status", "")),)], "; ")
        claim: Line = (said(dispute.get("claim", "")), *mark(dispute.get("standing", "")))
        rows.append((*claim, Run(" ("), *detail, Run("): "), day.stories[number].link()))
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
