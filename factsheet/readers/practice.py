"""Wire practice: whether a story is usable, killed or under embargo, what kind of update it is, and whether a story.

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
from factsheet.readers import itemtypes
from factsheet.readers.dates import has_zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.records import Article

UNKNOWN = "unknown"
"""The embargo of a story that is under one without a time that is certain."""

_STATUS = {
    "usable": "usable",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "killed": "cancelled",
    "kill": "cancelled",
    "withdrawn": "cancelled",
    "recalled": "cancelled",
    "deleted": "cancelled",
    "annuleret": "cancelled",
    "withheld": "withheld",
    "hold": "withheld",
    "embargoed": "withheld",
}
_UPDATES = {
    "u": "update",
    "update": "update",
    "replace": "update",
    "updated": "update",
    "writethru": "update",
    "c": "correction",
    "correction": "correction",
    "corrected": "correction",
    "d": "kill",
    "kill": "kill",
    "withdraw": "kill",
    "delete": "kill",
    "repeat": "repeat",
    "refile": "refile",
}


def _found(pattern: str, text: str) -> bool:
    """Whether a pattern is in a text, in whatever case; compiled when first needed, as few articles have notes."""
    return re.search(pattern, text, re.IGNORECASE) is not None


_KILL = r"KILL(?:ED)?|(?:STORY )?(?:WITHDRAWN|WITHDRAWAL)|MANDATORY KILL|BULLETIN KILL|ANNUL(?:É|E|ATION)|STORNO|RETRACT(?:ED|ION)"  # noqa: E501
_CORRECT = r"CORRECT(?:ED|ION|IVE|S)|KORREKTUR|KORR|CORR|BERICHTIGUNG|RECTIFICATI(?:F|ON)|CORRECCI[OÓ]N|CORREZIONE|RETTELSE|RETTING"  # noqa: E501
_UPDATE = (
    r"UPDATE ?\d*|UPDATED|\d+(?:ST|ND|RD|TH) LE?A?D|LEAD \d|AKTUALISIERUNG|AKTUALISIERT|ACTUALISATION|AMP\.|WRITETHRU"
)
_MARKS: tuple[tuple[str, str], ...] = (
    ("kill", _KILL),
    ("hold", r"HOLD(?: FOR RELEASE)?"),
    ("embargo", r"EMBARGO(?:ED)?|SPERRFRIST|NOT FOR (?:RELEASE|PUBLICATION|USE) (?:UNTIL|BEFORE)"),
    ("correction", _CORRECT),
    ("refile", r"REFILE[DS]?"),
    ("update", _UPDATE),
    ("repeat", r"RPT|REPEATS?|WDH|WIEDERHOLUNG|RPT \d"),
)
_PREFIX = [(kind, re.compile(rf"\W{{0,3}}(?:{words})(?=\s*[-–—:/(]|\s+UNTIL\b|\s*$)")) for kind, words in _MARKS]
"""A mark at the start of a headline: capitals, and a dash, colon or bracket after it ("Kill Bill returns" has none)."""

_ANY_PREFIX = re.compile(r"\W{0,3}[A-Z][A-Z]{2,12}(?: ?\d{1,2})?\s*[-–—:/]\s*")
_SLUG = [
    (kind, re.compile(rf"(?:^|[\s,(/-])(?:{words})(?=$|[\s,)/-])", 0 if kind in {"kill", "hold"} else re.IGNORECASE))
    for kind, words in _MARKS
    if kind != "embargo"
]
_LEAD_MARK = re.compile(
    r"\b\d+(?:st|nd|rd|th) ?Ld\b|\bLd-?Writethru\b|\b\d+(?:st|nd|rd|th) Lead\b|\(Lead\)|\bLEAD[ -]?ALL\b", re.IGNORECASE
)
_NOTE = {
    "kill": (
        r"\b(?:story|item|text|article) (?:is |was |has been |slugged [^.]{1,60} )?(?:withdrawn|killed)\b|"
        r"\b(?:please|mandatory|must|editors:?) kill\b|^\W*kill(?: the)? story\b|\bstory withdrawn\b"
    ),
    "embargo": (
        r"\bembargo(?:ed)? (?:to|until|till|for)\b|\bembargo\s*:|\bsperrfrist\b|"
        r"\bnot for release (?:until|before)\b"
    ),
    "correction": (
        r"^\W*(?:eds?\.?:\s*)?"
        r"(?:corrects|corrected|correcting|correction|corrige|korrigiert|berichtigt)\b"
    ),
    "refile": (r"^\W*(?:eds?\.?:\s*)?refil(?:es|ed|ing)\b"),
    "update": (
        r"^\W*(?:eds?\.?:\s*)?(?:updates?|adds?|recasts?|rewrites?|restores?|subs|new throughout|writethru|"
        r"aktualisiert|ergänzt|actualise|ajoute|añade|amplía)\b"
    ),
    "repeat": (r"^\W*(?:eds?\.?:\s*)?repeat(?:s|ing)\b"),
}


def status_of(code: str | None) -> str | None:
    """A format's status to `usable`, `withheld` or `cancelled`; None for what none of them is."""
    return _STATUS.get(_plain(code))


def update_of(codes: Iterable[str]) -> str | None:
    """The kind of update that a format's signals say; the gravest where there are several."""
    found = {_UPDATES.get(part) for code in codes for part in _plain(code).split(",") if code}
    return next((kind for kind in ("kill", "correction", "refile", "update", "repeat") if kind in found), None)


def finished(article: Article) -> Article:
    """The article with what its slug, headline and notes say where its format said nothing, and what it is."""
    notes = [article.text[p.start : p.end] for p in article.paragraphs if p.zone == "editors-note"]
    marks = _marks(article.title or "", article.slug or "", notes)
    status, update, embargo = article.status, article.update_kind, article.embargo
    if update == "kill" or ("kill" in marks and status != "cancelled"):
        status = "cancelled"
    elif status in {None, "usable"} and "hold" in marks:
        status = "withheld"
    if status == "cancelled":
        update = "kill"
    update = update or next((kind for kind in ("correction", "refile", "update", "repeat") if kind in marks), None)
    if embargo is None and "embargo" in marks:
        embargo = UNKNOWN
    kind = article.item_type if article.item_type not in {None, "story"} else itemtypes.type_of(article)
    warnings = list(article.warnings)
    if kind in itemtypes.NOT_STORIES:
        warnings.append(f"this is {itemtypes.NOT_STORIES[kind]}, not a story")
    if not article.body() and kind != "headline" and kind not in itemtypes.NO_TEXT_NEEDED:
        warnings.append("there is no text, only a headline")
    if any(not has_zone(time) for time in (article.published, article.updated, embargo) if time and time != UNKNOWN):
        warnings.append("a time without its zone: it may be hours off")
    if kind == "story" and article.format == "text" and article.item_type is None:
        kind = None
    return replace(
        article, status=status, update_kind=update, embargo=embargo, item_type=kind, warnings=tuple(warnings)
    )


def refuse(article: Article, *, now: dt.datetime, embargoed: bool = False, killed: bool = False) -> None:
    """Refuse an article that must not be briefed; `embargoed` and `killed` allow it all the same.

    `now` has a zone. An embargo that is over is none; one without a zone ends when it is over everywhere on earth.

    Raises:
        RefusedArticleError: it was killed or is withheld, or its embargo is not over.
    """
    if is_dead(article.status) and not killed:
        what = "is withheld" if article.status == "withheld" else "was killed"
        raise RefusedArticleError(f"{article.source}: {_named(article)} {what} by its agency (--allow-killed reads it)")
    if is_held(article.embargo, now) and not embargoed:
        until = "with no certain end" if article.embargo == UNKNOWN else f"until {article.embargo}"
        raise RefusedArticleError(
            f"{article.source}: {_named(article)} is under embargo {until} (--allow-embargoed reads it)"
        )


def embargo_end(embargo: str) -> dt.datetime | None:
    """When an embargo is over everywhere on earth, or None where its time cannot be read."""
    try:
        end = dt.datetime.fromisoformat(embargo)
    except ValueError:
        return None
    if len(embargo) <= len("2026-01-01"):
        end += dt.timedelta(days=1)
    return end if end.tzinfo else end.replace(tzinfo=dt.timezone(dt.timedelta(hours=-12)))


def is_dead(status: str | None) -> bool:
    """Whether a status forbids use: cancelled or withheld."""
    return status_of(status) in {"cancelled", "withheld"}


def is_held(embargo: str | None, now: dt.datetime) -> bool:
    """Whether a story must wait at `now`: its embargo is not over, or has no time that can be read."""
    if not embargo:
        return False
    end = embargo_end(embargo)
    return end is None or now < end


def _named(article: Article) -> str:
    return f"“{article.title[:100]}”" if article.title else "the story"


def _marks(title: str, slug: str, notes: Iterable[str]) -> set[str]:
    found = {kind for kind, pattern in _SLUG if pattern.search(slug)}
    if _LEAD_MARK.search(slug) or _LEAD_MARK.search(title[:60]):
        found.add("update")
    rest = title
    for _ in range(4):
        hit = next(((kind, match) for kind, pattern in _PREFIX if (match := pattern.match(rest))), None)
        if hit:
            found.add(hit[0])
        step = _ANY_PREFIX.match(rest)
        if step is None:
            break
        rest = rest[step.end() :]
    for note in notes:
        found |= {kind for kind, pattern in _NOTE.items() if _found(pattern, note[:600])}
        found |= {kind for kind, pattern in _PREFIX if pattern.match(note)}
    return found


def _plain(code: str | None) -> str:
    return (code or "").strip().rpartition(":")[2].rpartition("/")[2].lower()
