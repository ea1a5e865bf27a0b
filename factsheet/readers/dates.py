"""Dates as stories print them, to ISO 8601; only certain ones: 03/04/2017 could be two days, so it is none."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero",
            "february feb février fevrier februar febrero",
            "march mar mars märz marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juin juni junio",
            "july jul juillet juli julio",
            "august aug août aout agosto",
            "september sep sept septembre septiembre",
            "october oct octobre oktober octubre",
            "november nov novembre noviembre",
            "december dec décembre decembre dezember diciembre",
        ),
        1,
    )
    for name in names.split()
}

_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
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
