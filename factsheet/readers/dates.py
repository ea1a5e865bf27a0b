"""Dates in stories, as ISO 8601; only unambiguous ones: 03/04/2017 could be two days, so it is ignored."""

from __future__ import annotations

import datetime as dt
import re

from factsheet.language.lists import Lists

_MONTHS = {name: number for number, names in enumerate(Lists("factsheet.readers").rows("months"), 1) for name in names}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
# 2017-05-29; 2017年5月29日; 29.5.2017; 29/05/2017 and 05/29/2017; May 29th, 2017; 29 May 2017 and 29 de mayo de 2017.
_PATTERNS = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"\b(?P<y>\d{4})([./])(?P<m>\d{1,2})\2(?P<d>\d{1,2})\b"),
    re.compile(r"(?<!\d)(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日일]"),
    re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b"),
    re.compile(r"(?<![\d/])(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])/(?P<y>\d{4})(?![\d/])"),
    re.compile(r"(?<![\d/])(?P<m>0?[1-9]|1[0-2])/(?P<d>1[3-9]|2\d|3[01])/(?P<y>\d{4})(?![\d/])"),
    re.compile(rf"\b(?=[^\W\d_])(?P<n>{_NAMES})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})\b", re.IGNORECASE),
    re.compile(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:de |of )?"
        rf"(?P<n>{_NAMES})\.?,?[ -](?:de )?(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
)


_LABELS = Lists("factsheet.readers").parts("date_words")
_DAYS = Lists("factsheet.readers").words("date_words", "days of the week")
# The time of a day: 18:15, 18.15 Uhr, 6:15pm, 18h15, 1815 GMT, noon.
_CLOCK = re.compile(
    r"(?<![\d:.])(?:(?P<H>\d{1,2})(?:[:.h](?P<M>\d{2})(?::\d{2})?(?:\s?(?P<half>[ap])\.?m\b\.?)?|\s?(?P<whole>[ap])\.?m\b\.?)"
    r"|(?P<four>\d{4})(?=\s?(?:hrs|hours|h|uhr|[A-Z]{3,4}|on)\b)|(?P<word>midnight|noon|midday))"
    r"(?:\s?(?:hrs|hours|h|uhr|o['’]clock)\b\.?)?(?:\s?\(?(?P<z>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?|[A-Z]{2,5}\b))?",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"\b(?:{'|'.join(_LABELS['labels'])})\b", re.IGNORECASE)
_PUBLISHED = re.compile(rf"\W*(?:{'|'.join(_LABELS['published'])})\b", re.IGNORECASE)
_LONGEST_DATE_LINE = 140


def find_dates(text: str) -> list[str]:
    """The dates in `text`, in the order in which they stand, as YYYY-MM-DD."""
    return [day for _, _, day in _dates(text)]


def _dates(text: str) -> list[tuple[int, int, str]]:
    """Where each date begins and ends, and which it is."""
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["n"].lower()]
            try:
                day = dt.date(int(parts["y"]), month, int(parts["d"])).isoformat()
            except ValueError:
                continue
            found.setdefault(match.start(), (match.start(), match.end(), day))
    return [found[start] for start in sorted(found)]


def is_date_line(text: str, spare: int = 0) -> bool:
    """Whether a line is there for a date: nothing else is in it but a time, labels and up to `spare` other words."""
    found = _dates(text) if len(text) <= _LONGEST_DATE_LINE else []
    if not found:
        return False
    for start, end, _ in reversed(found):
        text = f"{text[:start]}|{text[end:]}"
    rest = _LABEL.sub(" ", _CLOCK.sub(" ", text))
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", rest) if word.rstrip(".").casefold() not in _DAYS]
    # Words that run into the date are a sentence about that day: "sanctions agreed until 5 January 2026".
    return len(words) <= spare and (not words or not re.search(r"[a-zß-ÿ]{2,}\s+\|", rest))


def is_labelled(text: str) -> bool:
    """Whether a line begins with the label of a date of publication."""
    return bool(_PUBLISHED.match(text.strip()))


def clock(text: str) -> str:
    """The time of day in a line, as the end of a time in ISO 8601: `T18:15:00+01:00`; "" if there is none."""
    match = _CLOCK.search(_blank_dates(text))
    if match is None:
        return ""
    hour, minute = _hour_and_minute(match)
    if hour > 23 or minute > 59:
        return ""
    return f"T{hour:02}:{minute:02}:00{_zone(match['z'])}"


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int]:
    if match["word"]:
        return (0 if match["word"].lower() == "midnight" else 12), 0
    if match["four"]:
        return int(match["four"][:2]), int(match["four"][2:])
    hour, half = int(match["H"]), (match["half"] or match["whole"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    return hour, int(match["M"] or 0)


def without_dates(text: str) -> str:
    """A line up to its first date."""
    return next((text[:start] for start, _, _ in _dates(text)), text)


def _blank_dates(text: str) -> str:
    for start, end, _ in reversed(_dates(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def said_time(text: str | None) -> str | None:
    """A time as formats or people write it: what `machine_time` knows, else a line that is one date and its time."""
    if found := machine_time(text):
        return found
    line = re.sub(r"\s*\([^()]{0,60}\)$", "", " ".join((text or "").split())[:_LONGEST_DATE_LINE])
    return find_dates(line)[0] + clock(line) if is_date_line(line) else None


def is_calendar_word(word: str) -> bool:
    """Whether a word in small letters is a day of the week or a month, whole or as it is shortened."""
    return word in _DAYS or word in _MONTHS


def month_number(name: str) -> int | None:
    """The number of a month by its name, or what begins one, in the languages of the wire."""
    key = name.lower()
    return _MONTHS.get(key) or next((number for month, number in _MONTHS.items() if month.startswith(key)), None)


# ISO 8601, extended and basic, its T and its zone left out or said as on the wire.
_TIME = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"
    r"(?:[T ]?(?P<H>\d\d):?(?P<M>\d\d)(?::?(?P<S>\d\d)(?:[.,]\d+)?)?\s?(?P<z>Z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5})?)?",
    re.IGNORECASE,
)
# The day first, with points: 29.5.2017.
_REVERSE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$| )")
# How a date of e-mail begins: "Mon, 29 May 2017".
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3,9} \d{2,4} ")
_ZONES = {
    name.lower(): shift for shift, *names in Lists("factsheet.readers").rows("date_words", "zones") for name in names
}
"""How far from UTC the zones are whose name means one of them only."""
# The zone behind the time, by a number or a name.
_MAIL_ZONE = re.compile(
    r"\d\s?(?:((?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,5})(?:\s*\([^()]*\))?|\(([A-Z]{2,5})\))$"
)
# The half of the day, or the word of a clock, which no mail has and the standard library passes over.
_HALF_DAY = re.compile(r"\d\s?(?:[ap]\.?m\b|uhr\b|h\b)", re.IGNORECASE)
# As Unix prints a date: "Fri Jun 12 18:40:00 BST 2026".
_UNIX_DATE = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{1,2}:\d\d:\d\d)( [A-Z]{2,5})? (\d{4})")
# The zone of a place behind a time, as Java and Temporal write it.
_PLACE = re.compile(r"\s?\[?\b([A-Z][a-z]{2,20}/[A-Z][A-Za-z_/]{2,30})\]?$")
# "GMT+1", "UTC+01:00": what is before the shift says nothing more.
_FROM_ZERO = re.compile(r"^(?:GMT|UTC)(?=[+-])", re.IGNORECASE)
_UNIX = re.compile(r"\d{1,11}")  # seconds, up to the year 5138
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_FIRST_SERIAL = dt.date(1899, 12, 30)
_FARTHEST = 14  # hours that a zone may be from UTC
_LONGEST_TIME = 60


def machine_time(text: str | None) -> str | None:
    """A time from a format's field as ISO 8601, with the same precision; None if it is not a time.

    Knows ISO 8601 in its extended and basic forms (`20160908T132446+0100`), also without a T and with `GMT`, and the
    dates of e-mail and RSS (RFC 5322). A zone is kept and never added; a fraction of a second is dropped.
    """
    text = " ".join((text or "").split())[:_LONGEST_TIME]
    if place := _PLACE.search(text):
        return _at_place(machine_time(text[: place.start()]), place[1])
    if unix := _UNIX_DATE.fullmatch(text):
        text = f"{unix[2]} {unix[1]} {unix[5]} {unix[3]}{unix[4] or ''}"
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


def _at_place(time: str | None, name: str) -> str | None:
    """A time with the zone of a place, "Europe/Berlin", where it has none and the system knows that place."""
    if time is None or has_zone(time):
        return time
    import zoneinfo

    try:
        return dt.datetime.fromisoformat(time).replace(tzinfo=zoneinfo.ZoneInfo(name)).isoformat()
    except (OSError, ValueError, KeyError):  # there is no such place, or the system has no zones at all
        return time


def moment(count: str, a_second: int = 1) -> str | None:
    """The time that is so many seconds, or parts of them, after the beginning of 1970, in UTC; None for no number."""
    if not _UNIX.fullmatch(count[: -len(str(a_second)) + 1 or None]):
        return None
    return dt.datetime.fromtimestamp(int(count) // a_second, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def serial_day(count: str) -> str | None:
    """The day of a workbook's serial number, counted from the end of 1899; None for any other value."""
    match = _SERIAL.fullmatch(count)
    return (_FIRST_SERIAL + dt.timedelta(int(match[1]))).isoformat() if match else None


def has_zone(time: str) -> bool:
    """Whether a time from `machine_time` says its zone, or is a date, which needs none."""
    return "T" not in time or bool(re.search(r"(?:Z|[+-]\d\d:\d\d)$", time))


def _zone(text: str | None) -> str:
    """A zone to ISO 8601; "" where none is said, or a name that is unknown or means several.

    Raises:
        ValueError: there is no such zone.
    """
    if not text:
        return ""
    text = _FROM_ZERO.sub("", text)
    if text[0] not in "+-":
        text = _ZONES.get(text.lower(), "")
        if not text:
            return ""
    digits = text[1:].replace(":", "")
    digits = f"0{digits}" if len(digits) % 2 else digits
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > _FARTHEST or minutes > 59:
        raise ValueError(text)
    return _offset(text[0], hours, minutes)


def _offset(sign: str, hours: int, minutes: int) -> str:
    return f"{sign}{hours:02}:{minutes:02}" if hours or minutes else "Z"


def _mail_time(text: str) -> str | None:
    if not _MAIL.match(text + " ") or _HALF_DAY.search(text):
        return None
    from email.utils import parsedate_tz

    found = parsedate_tz(text)
    if found is None:
        return None
    try:
        moment = dt.datetime(*found[:6])  # noqa: DTZ001 (the zone follows, as it is said)
    except (ValueError, OverflowError):
        return None
    said = _MAIL_ZONE.search(text)
    try:
        return moment.isoformat() + _zone(said[1] or said[2] if said else None)
    except ValueError:
        return None
