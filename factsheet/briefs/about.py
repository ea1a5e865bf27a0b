"""What a brief says about its story and sheet: status, source, and how the sheet was made."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from factsheet.briefs.text import counted, plain

if TYPE_CHECKING:
    from factsheet.records import Article, FactSheet, Provenance, Review

_HOW = {"recorded": "recorded answers", "cached": "cached answers"}
_NORMAL_STATUS = frozenset({"usable", "stat:usable"})
_PLACE = 120  # characters of where an article came from that a page shows
# The folders before the name of a file are nobody's business on a page; what comes after "!" is inside the file.
_NOT_A_FOLDER = re.compile(r"^(?:[^!#]*[/\\])?([^/\\!#]*(?:[!#].*)?)$")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?")
"""ISO 8601, of which the page shows date, minute and zone."""


def strip(article: Article) -> tuple[str, ...]:
    """Kill or withholding, embargo, correction."""
    status = article.status or ""
    out = [plain(status).upper()] if status and status.lower() not in _NORMAL_STATUS else []
    if article.embargo is not None:
        until = "" if article.embargo in {"", "unknown"} else f" until {_date(article.embargo)}"
        out.append(f"EMBARGOED{until}")
    if article.update_kind:
        out.append(plain(article.update_kind).upper())
    return tuple(out)


def source(article: Article) -> tuple[str, ...]:
    """Agency, byline, dateline, times, section, slug and version, if known, each once."""
    place = " ".join(plain(text) for text in (article.dateline_place, article.dateline_date) if text)
    parts = (
        ("", article.agency),
        ("", article.byline),
        ("", place),
        ("published ", article.published and _date(article.published)),
        ("updated ", article.updated and _is_later(article) and _date(article.updated)),
        ("", article.section),
        ("", article.slug),
        ("version ", article.version),
    )
    told = (label + shown for label, text in parts if (shown := plain(text or "")))
    return tuple(dict.fromkeys(told))


def _is_later(article: Article) -> bool:
    """Whether an article was updated after it was published, as far as its times can be compared."""
    try:
        return datetime.fromisoformat(article.updated or "") > datetime.fromisoformat(article.published or "")
    except (ValueError, TypeError):
        return article.updated != article.published


def _date(text: str) -> str:
    return _TIMESTAMP.sub(r"\1 \2", plain(text))


def foot(sheet: FactSheet, counts: str) -> tuple[str, ...]:
    """Who signed it, how many entries have which standing, how it was made, and of what, which may be long."""
    made = sheet.provenance
    signed = _signed(sheet.review) if sheet.review else ""
    if made.how == "built-in":
        how: tuple[str, ...] = (f"built-in {plain(made.model)} model; no language model was used",)
    else:
        came = _HOW.get(made.how, made.how) if made.how else made.endpoint
        other = made.verifier if made.verifier != made.model else None
        how = (plain(made.model), plain(came or ""), f"second reading by {plain(other)}" if other else "", _cost(made))
    return tuple(part for part in (signed, counts, *how, whence(sheet.article)) if part)


def whence(article: Article) -> str:
    """Where an article came from, and when it was read: an address, or the name of a file and the place in it."""
    place = article.url or _NOT_A_FOLDER.sub(r"\1", article.source)
    place = "standard input" if place == "-" else plain(place)
    shown = place if len(place) <= _PLACE else f"{place[:_PLACE]}…"
    shown += ", text recognised from a picture" if article.recognised else ""
    shown += f" ({plain(article.recognised)})" if article.recognised and article.recognised[:4] == "page" else ""
    return f"from {shown}" + (f", read {_date(article.read_at)}" if article.read_at else "")


def _signed(review: Review) -> str:
    what = "approved" if review.state == "approved" else "sent back"
    unread = f", {counted(review.with_signature, 'fact')} with the signature alone" if review.with_signature else ""
    return f"{what} by {plain(review.by)}, {_date(review.at)}{unread}"


def _cost(made: Provenance) -> str:
    usage = made.usage
    if made.how is not None and not usage.cost:
        return "no cost"
    tokens = f"{usage.prompt_tokens + usage.completion_tokens:,} tokens"
    return f"{tokens}, cost unknown" if usage.cost is None else f"{tokens}, ${usage.cost:.4f}"
