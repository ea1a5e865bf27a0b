"""Dates as stories print them, to ISO 8601; only certain ones: 03/04/2017 could be two days, so it is none."""

from __future__ import annotations

import datetime as dt
import re

from factsheet.language.lists import Lists

_MONTHS = {name: number for number, names in enumerate(Lists("factsheet.readers").rows("months"), 1) for name in names}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
# 2017-05-29; 29.5.2017; May 29th, 2017; 29 May 2017 and 29 de mayo de 2017.
_PATTERNS = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b"),
    re.compile(rf"\b(?P<n>{_NAMES})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})\b", re.IGNORECASE),
    re.compile(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)? (?:de |of )?"
        rf"(?P<n>{_NAMES})\.?,? (?:de )?(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
)


def find_dates(text: str) -> list[str]:
    """The dates in `text`, in the order in which they stand, as YYYY-MM-DD."""
    found: dict[int, str] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["n"].lower()]
            try:
                found.setdefault(match.start(), dt.date(int(parts["y"]), month, int(parts["d"])).isoformat())
            except ValueError:
                continue
    return [found[start] for start in sorted(found)]


def month_number(name: str) -> int | None:
    """The number of a month by its name, or what begins one, in the languages of the wire."""
    key = name.lower()
    return _MONTHS.get(key) or next((number for month, number in _MONTHS.items() if month.startswith(key)), None)


# ISO 8601, extended and basic, its T and its zone left out or said as on the wire.
_TIME = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"
    r"(?:[T ]?(?P<H>\d\d):?(?P<M>\d\d)(?::?(?P<S>\d\d)(?:[.,]\d+)?)?\s?(?P<z>Z|[+-]\d\d(?::?\d\d)?|UTC|GMT)?)?",
    re.IGNORECASE,
)
# The day first, with points: 29.5.2017.
_REVERSE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$| )")
# How a date of e-mail begins: "Mon, 29 May 2017".
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3,9} \d{2,4} ")
_ZERO = frozenset({"z", "utc", "gmt"})
_FARTHEST = 14  # hours that a zone may be from UTC
_LONGEST_TIME = 60


def machine_time(text: str | None) -> str | None:
    """A time as formats write it, to ISO 8601, as precise as it is said; None when it is no such time.

    Knows ISO 8601 in its extended and basic forms (`20160908T132446+0100`), also without a T and with `GMT`, and the
    dates of e-mail and RSS (RFC 5322). A zone is kept and never added; a fraction of a second is dropped.
    """
    text = " ".join((text or "").split())[:_LONGEST_TIME]
    if reverse := _REVERSE.match(text):
        text = f"{reverse[3]}-{int(reverse[2]):02}-{int(reverse[1]):02}{text[reverse.end() :]}"
    match = _TIME.fullmatch(text)
    if match is None:
        return _mail_time(text)
    part = match.groupdict()
    try:
        day = dt.date(int(part["y"]), int(part["m"]), int(part["d"]))
        if part["H"] is None:
            return day.isoformat()
        clock = dt.time(int(part["H"]), int(part["M"]), int(part["S"] or 0))
        return f"{day.isoformat()}T{clock.isoformat()}{_zone(part['z'])}"
    except ValueError:
        return None


def has_zone(time: str) -> bool:
    """Whether a time from `machine_time` says its zone, or is a date, which needs none."""
    return "T" not in time or bool(re.search(r"(?:Z|[+-]\d\d:\d\d)$", time))


def _zone(text: str | None) -> str:
    """A zone to ISO 8601; "" where none is said.

    Raises:
        ValueError: there is no such zone.
    """
    if not text:
        return ""
    if text.lower() in _ZERO:
        return "Z"
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > _FARTHEST or minutes > 59:
        raise ValueError(text)
    return _offset(text[0], hours, minutes)


def _offset(sign: str, hours: int, minutes: int) -> str:
    return f"{sign}{hours:02}:{minutes:02}" if hours or minutes else "Z"


def _mail_time(text: str) -> str | None:
    if not _MAIL.match(text + " "):
        return None
    from email.utils import parsedate_tz

    found = parsedate_tz(text)
    if found is None:
        return None
    try:
        moment = dt.datetime(*found[:6])  # noqa: DTZ001 (the zone follows, as it is said)
    except (ValueError, OverflowError):
        return None
    shift = found[9]
    if shift is None or re.search(r":\d\d$", text):  # the parser takes a zone that is not said for UTC
        return moment.isoformat()
    return moment.isoformat() + _offset("-" if shift < 0 else "+", *divmod(abs(shift) // 60, 60))
