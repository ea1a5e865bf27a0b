"""Wire practice: whether a story is usable, killed or under embargo, and the kind of an update.

What a format says in its own fields counts first; then the marks that desks put into the slug, the headline and
the note to editors ("UPDATE 3-CORRECTED-…", "2nd Ld-Writethru", "(Adds quotes)", "STORY WITHDRAWN"). The status beats
the headline: the kill of a story whose headline still says CORRECTED is a kill.

    status        usable, withheld, cancelled
    update_kind   correction, refile (a small slip), update, repeat, kill
    item_type     story, or what it is instead: `itemtypes`
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from factsheet.errors import RefusedArticleError
from factsheet.language import datelines
from factsheet.language.lists import Lists
from factsheet.readers import itemtypes, notices, orders
from factsheet.readers.dates import has_zone, machine_time

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from factsheet.records import Article

UNKNOWN = "unknown"
"""The embargo of a story that is under one without a time that is certain."""

_LAST_ZONE = dt.timezone(dt.timedelta(hours=-12))  # where on earth every moment of a clock comes last

_STATUS = {
    "usable": "usable",
    **dict.fromkeys(
        ("canceled", "cancelled", "killed", "kill", "withdrawn", "recalled", "deleted", "annuleret"), "cancelled"
    ),
    **dict.fromkeys(("withheld", "hold", "embargoed"), "withheld"),
}
_UPDATES = {
    **dict.fromkeys(("u", "update", "replace", "updated", "writethru"), "update"),
    **dict.fromkeys(("c", "correction", "corrected"), "correction"),
    **dict.fromkeys(("d", "kill", "withdraw", "delete"), "kill"),
    "repeat": "repeat",
    "refile": "refile",
}


_PHRASES = Lists("factsheet.readers").parts("phrases")
_MARKS = [
    (kind, "|".join(_PHRASES[f"{kind} mark"]))
    for kind in ("kill", "hold", "embargo", "correction", "refile", "update", "repeat")
]
_UPDATE_KINDS = ("kill", "correction", "refile", "update", "repeat")  # the gravest first

# A mark at the start of a headline: capitals, and a dash, colon or bracket after it ("Kill Bill returns" has none).
_PREFIX = [(kind, re.compile(rf"\W{{0,3}}(?:{words})(?=\s*[-–—:/(\])]|\s+UNTIL\b|\s*$)")) for kind, words in _MARKS]
_PREFIX.append(("kill", re.compile(rf"\W{{0,3}}(?:{'|'.join(_PHRASES['kill label'])})(?=\s*:)")))
# Any mark of a desk, so that the one behind it is seen: "URGENT-", "UPDATE 2-".
_ANY_PREFIX = re.compile(r"\W{0,3}[A-Z][A-Z]{2,12}(?: ?\d{1,2})?\s*[-–—:/]\s*")
_MOST_PREFIXES = 4
_FIRST = 2  # paragraphs of which one may be the notice of a withdrawal under such a headline
# The same in brackets at its end.
_SUFFIX = [(kind, re.compile(rf"[(\[]\W{{0,3}}(?:{words})\W{{0,3}}[)\]]$", re.IGNORECASE)) for kind, words in _MARKS]
# A part of a headline that may be a desk's line about it: "EMBARGO 00:01 Tue 8 Dec 2026: Council …".
_TITLE_PARTS = re.compile(r":\s|\s[–—|-]+\s")
# A mark in a slug is between separators; what kills or holds a story only where no topic is: "MINE/ (KILL)".
_SLUG = [
    (kind, re.compile(rf"(?:^|[\s,(/-])(?:{words})(?=$|[\s,)/-])", re.IGNORECASE))
    for kind, words in _MARKS
    if kind not in {"kill", "hold", "embargo"}
]
_SLUG_STATUS = [
    (kind, re.compile(rf"(?:^|[\s,(])(?:{words})(?=$|[\s,)])|/ ?KILL$"))
    for kind, words in _MARKS
    if kind in {"kill", "hold"}
]
_NEWS = [
    (mark, re.compile(told, re.IGNORECASE))
    for mark, told in (line.split(" ", 1) for line in _PHRASES["news of a mark"])
]
# AP's leads: "1st Ld-Writethru", "LEAD-ALL".
_LEAD_MARK = re.compile(
    r"\b\d+(?:st|nd|rd|th) ?Ld\b|\bLd-?Writethru\b|\b\d+(?:st|nd|rd|th) Lead\b|\(Lead\)|\bLEAD[ -]?ALL\b", re.IGNORECASE
)
_LEAD_LENGTH = 60  # characters of a headline in which such a mark stands

# How a note to editors says each kind; as text, since few articles have notes and `re` keeps what it compiled.
_NOTE = {
    kind: rf"^\W*(?:eds?\.?:\s*)?(?:{'|'.join(_PHRASES[f'{kind} note'])})\b"
    for kind in ("correction", "refile", "update", "repeat")
}


def status_of(code: str | None) -> str | None:
    """A format's status as `usable`, `withheld` or `cancelled`, or None."""
    return _STATUS.get(_plain(code))


def update_of(codes: Iterable[str]) -> str | None:
    """The kind of update from a format's signals; the gravest of several."""
    found = {_UPDATES.get(part) for code in codes for part in _plain(code).split(",")}
    return _gravest(found)


def embargo(end: str | None) -> str:
    """The embargo of a story that is under one, from when its format says that it ends."""
    return machine_time(end) or UNKNOWN


def status_and_embargo(status: str | None, end: str | None) -> dict[str, str | None]:
    """A status and an embargo, where the status itself says that the story is under one until `end`."""
    if (status or "").lower() == "embargoed":
        return {"status": "usable", "embargo": embargo(end)}
    return {"status": status_of(status)}


def finished(article: Article) -> Article:
    """The article with what its slug, headline and notes say where its format said nothing, and what it is."""
    notes = [article.text[p.start : p.end] for p in article.paragraphs if p.zone == "editors-note"]
    marks = _marks(article, notes)
    kind = _kind(article)
    status = _status(article, marks)
    article = replace(
        article,
        status=status,
        update_kind="kill" if status == "cancelled" else article.update_kind or _gravest(marks),
        embargo=article.embargo or (_embargo_said(article, notes) if "embargo" in marks else None),
        item_type=kind,
    )
    return replace(article, warnings=(*article.warnings, *_warnings(article, kind)))


def is_correction(note: str) -> bool:
    """Whether a note to editors says what was wrong before."""
    said = re.search(_NOTE["correction"], note[: notices.NOTE_LENGTH], re.IGNORECASE)
    return bool(said) or notices.is_correction(note)


def _embargo_said(article: Article, notes: list[str]) -> str:
    """When an embargo ends by what is in notes, or in the headline."""
    return notices.embargo_end(notes) or notices.embargo_end([article.title or ""]) or UNKNOWN


def _kind(article: Article) -> str | None:
    """What the item is: what its feed says, else what it looks like; that a plain text is a story is not certain."""
    if article.item_type not in {None, "story"}:
        return article.item_type
    kind = itemtypes.type_of(article)
    return None if kind == "story" and article.format == "text" and article.item_type is None else kind


def _status(article: Article, marks: set[str]) -> str | None:
    if article.update_kind == "kill" or "kill" in marks:
        return "cancelled"
    return "withheld" if article.status in {None, "usable"} and "hold" in marks else article.status


def _warnings(article: Article, kind: str | None) -> Iterator[str]:
    """What an editor should know about an article of a kind."""
    if kind in itemtypes.NOT_STORIES:
        yield f"this is {itemtypes.NOT_STORIES[kind]}, not a story"
    if not article.body() and kind != "headline" and kind not in itemtypes.NO_TEXT_NEEDED:
        yield "there is no text, only a headline"
    times = (article.published, article.updated, article.embargo)
    if any(not has_zone(time) for time in times if time and time != UNKNOWN):
        yield "a time without its zone: it may be hours off"


def _marks(article: Article, notes: Iterable[str]) -> set[str]:
    """The kinds of update, and "hold" and "embargo", that the marks of the desk say."""
    title, slug = article.title or "", article.slug or ""
    # What kills in a slug is a topic where the feed itself says that the story is usable.
    in_slug = _SLUG if article.status == "usable" else [*_SLUG, *_SLUG_STATUS]
    found = {kind for kind, pattern in in_slug if pattern.search(slug)} | set(_prefixes(title, article))
    found |= {kind for kind, pattern in _SUFFIX if pattern.search(title[-_LEAD_LENGTH:].rstrip())}
    if _LEAD_MARK.search(slug) or _LEAD_MARK.search(title[:_LEAD_LENGTH]):
        found.add("update")
    found |= {"embargo" for part in _TITLE_PARTS.split(title) if notices.is_dated_embargo(part)}
    for note in notes:
        found |= {kind for kind, words in _NOTE.items() if re.search(words, note[: notices.NOTE_LENGTH], re.IGNORECASE)}
        begins = {kind for kind, pattern in _PREFIX if pattern.match(note)}
        found |= begins - ({"embargo"} if orders.is_lifted(note) else set())
        found |= {kind} if (kind := notices.says(note)) else set()
    return found


def _prefixes(title: str, article: Article) -> Iterator[str]:
    """The kinds that the marks before a headline say, one after another."""
    for _ in range(_MOST_PREFIXES):
        for kind, pattern in _PREFIX:
            if match := pattern.match(title):
                if not _is_news(match[0], title[match.end() :], article):
                    yield kind
                break
        step = _ANY_PREFIX.match(title)
        if step is None:
            return
        title = title[step.end() :]


def _is_news(mark: str, rest: str, article: Article) -> bool:
    """Whether a word that could be a mark is what the story tells: "KILLED: Six soldiers named".

    An order ("KILL:") is none; "KILLED" in a feed that calls the story usable is.
    """
    word = mark.strip(" \t(*#[-–—:").upper()
    told = next((told for begin, told in _NEWS if word.startswith(begin)), None)
    if told is None or word in {"KILL", "HOLD"}:
        return False
    body = [article.text[p.start : p.end] for p in article.body()]
    if article.status != "usable" and any(map(_is_notice, body[:_FIRST])):
        return False
    return article.status == "usable" or bool(told.search(" ".join([rest, *body])))


def _is_notice(paragraph: str) -> bool:
    """Whether a paragraph says behind its dateline that the text itself is withdrawn."""
    return orders.order(paragraph[datelines.at_lead(paragraph).end :]) == "kill"


def _gravest(kinds: Container[str | None]) -> str | None:
    return next((kind for kind in _UPDATE_KINDS if kind in kinds), None)


def _plain(code: str | None) -> str:
    return (code or "").strip().rpartition(":")[2].rpartition("/")[2].lower()


def refuse(
    article: Article, *, now: dt.datetime, embargoed: bool = False, killed: bool = False, how: str = "--allow-{}"
) -> None:
    """Refuse an article that must not be briefed; `embargoed` and `killed` allow it all the same.

    `now` has a zone; `how` says in a message what allows it.

    Raises:
        RefusedArticleError: it was killed or is withheld, or its embargo is not over.
    """
    named = f"“{article.title[:100]}”" if article.title else "the story"
    if is_dead(article.status) and not killed:
        what = "was killed" if status_of(article.status) == "cancelled" else "is withheld"
        raise RefusedArticleError(f"{article.source}: {named} {what} by its agency ({how.format('killed')} reads it)")
    if is_held(article.embargo, now) and not embargoed:
        until = "with no certain end" if article.embargo == UNKNOWN else f"until {article.embargo}"
        raise RefusedArticleError(
            f"{article.source}: {named} is under embargo {until} ({how.format('embargoed')} reads it)"
        )


def is_dead(status: str | None) -> bool:
    """Whether a status forbids use: the story was killed or is withheld."""
    return status_of(status) in {"cancelled", "withheld"}


def is_held(embargo: str | None, now: dt.datetime) -> bool:
    """Whether an embargo still holds at `now`, which has a zone; one whose time cannot be read never ends by itself."""
    if not embargo:
        return False
    end = embargo_end(embargo)
    return end is None or now < end


def embargo_end(embargo: str) -> dt.datetime | None:
    """When an embargo is over everywhere on earth, or None where its time cannot be read."""
    try:
        end = dt.datetime.fromisoformat(embargo)
    except ValueError:
        return None
    if len(embargo) <= len("2026-01-01"):
        end += dt.timedelta(days=1)
    return end if end.tzinfo else end.replace(tzinfo=_LAST_ZONE)
