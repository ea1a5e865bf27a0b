"""The page of the day: HTML that filters and searches all stories without a server, and an Atom feed.

The list is there without a script; with one it is filtered as somebody types. What a search looks through is every
name and statement of every brief, which the page carries as data. Nothing is fetched: as in a brief, a policy names the
page's own style and script by their hashes. The feed follows RFC 4287.
"""

from __future__ import annotations

import json
import re
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from factsheet.batch.digest.lines import LONGEST, Made
from factsheet.batch.digest.map import draw_map
from factsheet.batch.digest.page import NO_SUBJECT, by_subject, counts_of, date_of
from factsheet.briefs.page import MARKS
from factsheet.briefs.templating import policy, template, text_of
from factsheet.briefs.text import plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Sized

    from factsheet.batch.digest.page import Day, Listed, Story

_INDEXED = 4_000
"""Characters of a brief that a search looks through."""
_FED = 200
"""Stories in the feed, the latest first."""
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?")


def index_page(day: Day) -> str:
    """The page of the day, as HTML."""
    return "".join(index_pieces(day))


def index_pieces(day: Day) -> Iterator[str]:
    """The page of the day, piece by piece."""
    groups = [(plain(subject), Made(stories, lambda one: _row(day.story(one)))) for subject, stories in by_subject(day)]
    needs = [sum(bool(day.stories[one].needs) for one in stories) for _, stories in by_subject(day)]
    style, script = text_of("brief.css") + text_of("pictures.css") + text_of("day.css"), text_of("day.js")
    return template("day.html").generate(
        title=f"The day{date_of(day)}",
        counts=plain(counts_of(day)),
        groups=groups,
        agencies=sorted({plain(one.agency) for one in day.stories.values() if one.agency}),
        needs=sum(needs),
        subjects=_mapped(list(zip(groups, needs, strict=True))),
        draw_map=draw_map,
        words=_data(_words(day.story(one)) for _, stories in by_subject(day) for one in stories),
        others=sum(map(day.number, day.others)),
        style=style,
        script=script,
        policy=policy(style, script),
    )


def _mapped(groups: Sequence[tuple[tuple[str, Sized], int]]) -> list[tuple[str, int, int]]:
    """The subjects for the map, each with how many stories it has and how many of these need a person.

    None where most stories have no subject: their tile would be the map.
    """
    subjects = [(name, len(stories), need) for (name, stories), need in groups]
    bare = sum(stories for name, stories, _ in subjects if name == NO_SUBJECT)
    return subjects if 2 * bare <= sum(stories for _, stories, _ in subjects) else []


def feed(day: Day) -> str:
    """The stories of the day as an Atom feed, the latest first."""
    latest = map(day.story, (one.id for one in nlargest(_FED, day.stories.values(), lambda one: (_time(one), one.id))))
    entries = [{**_row(one), "time": _time(one.listed), "id": f"urn:factsheet:{one.stem}"} for one in latest]
    return template("feed.xml").render(
        title=f"The day{date_of(day)}",
        updated=max((entry["time"] for entry in entries), default="1970-01-01T00:00:00Z"),
        entries=entries,
    )


def _row(story: Story) -> dict[str, Any]:
    """What the list has of a story, all of it safe to show."""
    listed, summary = story.listed, plain(str(story.summary.get("statement", "")))
    title = _xml(plain(story.title))
    return {
        "href": f"briefs/{story.stem}.html",
        "title": title,
        "when": plain(listed.when[:16].replace("T", " ")),
        "agency": plain(listed.agency),
        "summary": "" if summary == title else _xml(shortened(summary, LONGEST)),
        "mark": MARKS.get(story.summary.get("standing", ""), ""),
        "needs": [plain(one) for one in listed.needs],
        "versions": listed.versions,
    }


def _words(story: Story) -> str:
    """What a search looks through."""
    return _folded(" ".join((story.title, story.listed.agency, *map(str, story.names))))


def _folded(text: str) -> str:
    """A text as a search compares it: small letters, single spaces."""
    return " ".join(plain(text).lower().split())[:_INDEXED]


def _xml(text: str) -> str:
    """A text without the two characters that no XML may have, and that are no letters."""
    return text.translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"})


def _time(story: Listed) -> str:
    """When a story was published, as RFC 3339 has it; when its sheet was made, where its source does not say."""
    found = _DAY.match(story.when) or _DAY.match(story.made)
    if found is None:
        return "1970-01-01T00:00:00Z"
    date, minute, seconds, zone = found.groups()
    return f"{date}T{minute or '00:00'}{seconds or ':00'}{zone or 'Z'}"


def _data(values: Iterable[str]) -> Iterator[str]:
    """A JSON list that cannot end the element that it is in, piece by piece."""
    yield "["
    for number, value in enumerate(values):
        yield (", " if number else "") + json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    yield "]"
