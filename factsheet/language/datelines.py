"""Datelines: where and when a story was filed, and by which agency; from a field or the start of the lead.

A dateline is where the reporter was, not where it happened, and its date has no year. The words of the lead stay
where they are: `Dateline.end` says where its first sentence begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"[A-ZÀ-Þ][\w.'’/-]*"
_REGION = r", (?![A-Za-zÀ-þ]{3,9}\.? \d)[A-ZÀ-Þ][\w. ]{1,25}?"
_PLACE = rf"(?P<place>{_WORD}(?: [\w.'’/-]+){{0,4}}(?:{_REGION})?)"
_DATE = (
    r"(?P<date>[A-ZÀ-Þ][a-zà-þ]{2,9}\.?,? \d{1,2}(?:,? \d{4})?|"
    r"\d{1,2}\.?(?: de)? [A-Za-zÀ-þ]{3,10}\.?(?:(?: de)? \d{4})?|\d{1,2}/\d{1,2})"
)
_AGENCY = r"[(/](?P<agency>[A-Za-z][^()/\n]{1,40})(?:/[\w. ]{1,20})?[)/]\.?"
_DASH = r"\s*(?:-{2,3}|[-–—―_])\s*"

NOTE = re.compile(
    r"\(?(?:eds?\.?(?:itors)?(?:: | note)|editor['’]?s['’]? note|note to editors|adds? |updates? |recasts? |corrects? "
    r"|corrected |refiles? |repeats? |rewrites? |restores? |clarifies |deletes? |writethru|with ap photos|subs? |"
    r"achtung|eilmeldung|embargo|sperrfrist|attention\b|advisory)",
    re.IGNORECASE,
)
"""How an editor's note begins; at the top of a body such a line is one when it is in brackets."""


_NOTED = re.compile(rf"{NOTE.pattern}[^()]{{0,300}}\)\s*", re.IGNORECASE)
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]{2,}(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+){0,3}"
_NAME = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3}"
_SENTENCE = r"(?=[\"'“‘«„]?[A-ZÀ-Þ\d])"

_AT_LEAD = (
    re.compile(rf"{_PLACE}(?:,? {_DATE})?[.,]? {_AGENCY}(?:{_DASH}|:\s+|\s+{_SENTENCE})"),
    re.compile(rf"{_AGENCY}{_DASH}{_PLACE}, {_DATE}{_DASH}"),
    re.compile(rf"{_DATE} {_AGENCY}{_DASH}"),
    re.compile(rf"{_AGENCY}{_DASH}"),
    # Without an agency a town in capitals, or one with its country, and a dash that no compound has.
    re.compile(
        rf"(?P<place>{_CAPITALS}(?:{_REGION})?)(?:,? {_DATE})?(?:\s+(?:-{{2,3}}|[-–_])\s+|\s*[—―]\s*){_SENTENCE}"
    ),
    re.compile(rf"(?P<place>{_NAME}{_REGION})(?:,? {_DATE})?(?:\s+-{{2,3}}\s+|\s*[—―]\s*){_SENTENCE}"),
    # "Valdora, 20 maggio 2019 - Il giudice"
    re.compile(
        rf"(?P<place>{_NAME}), (?P<date>\d{{1,2}}\.?(?: de)? [a-zà-þ]{{3,10}}(?: de)? \d{{4}})\s+[-–—]\s+{_SENTENCE}"
    ),
)
_EASTERN = (
    # "（新华社北京6月29日电）", "中新社上海5日电（记者 王芳）"
    re.compile(
        r"[（(]?(?P<agency>新华社|中新社|中央社|本报|路透社|法新社|美联社)(?P<place>[\u4e00-\u9fff]{2,8}?)"
        r"(?:\d{1,2}月)?\d{1,2}日专?[电電](?:[（(]记者[^）)]{1,30}[）)])?[）)]?\s*"
    ),
    # "【東京共同】", "［ワシントン 29日 ロイター］"
    re.compile(
        r"[【［](?P<place>[^】］\s、。]{1,12}?)(?:[ \u3000]?\d{1,2}日)?[ \u3000]?"
        r"(?P<agency>共同|時事|ロイター|AFP時事|AFP|聯合ニュース)[】］]\s*"
    ),
    # of Yonhap, with the reporter behind it
    re.compile(
        r"\((?P<place>[가-힣]{2,10})=(?P<agency>[가-힣A-Za-z]{2,12})\)"
        r"(?:\s*[가-힣 ·]{2,20}(?:기자|특파원)\s*=)?\s*"
    ),
)
"""Datelines of Chinese, Japanese and Korean agencies."""
_FIELD = (re.compile(rf"(?:{_PLACE},? )?{_DATE}(?: {_AGENCY})?"), re.compile(rf"{_PLACE}(?: {_AGENCY})?"))
_LONGEST = 120
"""Characters in which a dateline at the start of a lead ends."""

_LONGEST_PLACE = 60
"""Characters of the longest place; more are a sentence."""

_BYLINE = re.compile(r"(?i)(?:by|von|par|por|di) ")
_MONTH = re.compile(
    r"(?i)\b(?:jan|ene|gen|feb|fév|fev|mar|mär|mrt|apr|avr|abr|may|mai|maj|mag|mei|jun|jui|giu|jul|lug|"
    r"aug|aoû|aou|ago|sep|set|oct|okt|out|ott|nov|dec|dez|dic|déc)"
)


class Dateline(NamedTuple):
    """What a dateline says."""

    place: str | None = None
    date: str | None = None
    agency: str | None = None
    end: int = 0
    """Characters up to the first sentence, of a dateline at the start of a lead."""


def at_lead(text: str) -> Dateline:
    """The dateline with which a lead begins, after a note to editors: "BERLIN (dpa) - …", "(Eds: Adds) ROME — …"."""
    note = _NOTED.match(text) if text.startswith("(") else None
    start = note.end() if note else 0
    head = text[start : start + _LONGEST].replace("\xa0", " ")
    for pattern in _AT_LEAD + _EASTERN:
        match = pattern.match(head)
        if match and (found := _from(match)):
            return found._replace(end=start + match.end())
    return Dateline(end=start)


def from_field(text: str | None) -> Dateline:
    """The dateline in a field; a field with a time but no place has none."""
    text = re.sub(rf"{_DASH}$", "", " ".join((text or "").split())).strip(" ,")
    timed = text[:1].isdigit() and not re.match(r"\d{1,2}\.? [A-Za-z]", text)
    if not text or timed or len(text) > _LONGEST:
        return Dateline()
    for pattern in _FIELD:
        match = pattern.fullmatch(text)
        if match and (found := _from(match)):
            return found
    return Dateline(text) if not re.search(r"\d{4}", text) else Dateline()


def _from(match: re.Match[str]) -> Dateline | None:
    """What a match says; None where its date has no month, or its place is a date or a byline."""
    part = {"place": None, "date": None, "agency": None, **match.groupdict()}
    place, date, agency = part["place"], part["date"], part["agency"]
    if date and not _MONTH.search(date) and "/" not in date:
        return None
    if place and _is_no_place(place):
        return None
    place = place.strip(" ,.") if place and len(place) <= _LONGEST_PLACE else None
    return Dateline(place, date, agency.strip() if agency else None)


def _is_no_place(place: str) -> bool:
    """Whether this is a date, or the name of the reporter."""
    return bool(_BYLINE.match(place) or (_MONTH.match(place) and re.search(r"\d", place)))
