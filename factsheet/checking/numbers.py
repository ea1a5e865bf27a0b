"""Numbers: those of a statement must be its evidence's, dates, amounts and percentages included.

A number that stands elsewhere in the article is only noted; one that the article does not have is doubted, and one
that takes the place of another number of the evidence is wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from factsheet.checking.stock import Stock, agrees
from factsheet.checking.subject import alike, repeats
from factsheet.language.lexicon import is_light
from factsheet.language.numbers import agree
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Claim, Subject
    from factsheet.language.numbers import Quantity
    from factsheet.language.text import Text

_COUNTED = 3
"""Up to this number a statement may count what the article lists ("two countries")."""

_NEAR_DAYS = 8
"""How far from the article's own date a day of the week still says which date is meant."""

_MOST_SAID = 50
"""Numbers of one statement that are looked through."""

_CLASHES = frozenset(
    frozenset(pair)
    for pair in (
        ("least", "most"), ("least", "under"), ("least", "below"), ("above", "most"), ("above", "under"),
        ("above", "below"), ("exactly", "about"), ("exactly", "least"), ("exactly", "most"),
    )
)  # fmt: skip
"""Bounds that say different things of the same number."""

_LOST = frozenset({"least", "most", "above", "under", "below"})
"""Bounds without which a number says something else."""


def numbers(subject: Subject) -> Iterator[Finding]:
    """Numbers of statements that their evidence does not have, or has less or more exactly."""
    for claim in subject.claims:
        quantities = claim.text.quantities
        if not quantities:
            continue
        near = Stock(one for s in claim.context for one in subject.text.quantities_between(*s.span))
        for one in quantities[:_MOST_SAID]:
            same = near.agreeing(one)
            if same:
                found = _bound(claim, one, same)
                if found:
                    found = _bound(claim, one, same + subject.stock.agreeing(one))
            else:
                found = _missing(subject, claim, one, near.first)
                if found and found.level == "warning" and found.code == "number-not-in-article":
                    wrong = repeats(claim, subject.text)
                    found = replace(found, level="error") if wrong else found
            if found:
                yield found


def figures(subject: Subject) -> Iterator[Finding]:
    """Numbers given in the article's own words (`x-verbatim`) that the article does not have."""
    for entry in subject.entries:
        for field in entry.section.fields:
            text = entry.value.get(field.name)
            if not field.verbatim or field.quoted or not isinstance(text, str):
                continue
            for one in subject.read(text).quantities:
                if not subject.stock.agreeing(one) and not subject.text.find(
                    subject.read(text[one.start : one.end]).keys
                ):
                    message = f"the article does not have “{text[one.start : one.end]}”"
                    yield Finding("number-not-in-article", "error", f"{entry.pointer}/{field.name}", message)


def _missing(subject: Subject, claim: Claim, one: Quantity, near: list[Quantity]) -> Finding | None:
    """What to say of a quantity that the evidence does not have."""
    said = claim.text.string[one.start : one.end]
    if _is_known(subject, one, near):
        return None
    rival = _numbered(subject.text, claim, one) or _rival(subject.text, claim, one, near)
    elsewhere = bool(subject.stock.agreeing(one))
    if rival is not None:
        there = subject.text.string[rival.start : rival.end]
        message = f"the statement says “{said}”, its evidence “{there}”"
        return Finding("number-changed", "warning" if elsewhere else "error", claim.pointer, message)
    if elsewhere or _is_in_words(subject, claim, one):
        message = f"“{said}” is in the article, but not in the evidence of this statement"
        return Finding("number-elsewhere", "note", claim.pointer, message)
    if _is_count(one) or (one.kind == "number" and one.value == 1):
        return None
    return Finding("number-not-in-article", "warning", claim.pointer, f"the article does not have “{said}”")


def _bound(claim: Claim, one: Quantity, same: list[Quantity]) -> Finding | None:
    """What to say where the number is the same and "at least", "nearly" or "ago" is not."""
    if one.kind in {"date", "day"} or any(one.bound == other.bound and one.past == other.past for other in same):
        return None
    other = same[0]
    said = claim.text.string[one.start : one.end]
    pair = frozenset(bound for bound in (one.bound, other.bound) if bound)
    if pair in _CLASHES or (len(pair) == 1 and pair <= _LOST):
        how = "as exactly as" if other.bound else "less exactly than"
        message = f"“{said}” is the number of the evidence, and not said {how} there"
        return Finding("bound-changed", "warning", claim.pointer, message)
    if one.past != other.past:
        message = f"“{said}” is a length of time in one and a time “ago” in the other"
        return Finding("bound-changed", "warning", claim.pointer, message)
    return None


def _is_known(subject: Subject, one: Quantity, near: list[Quantity]) -> bool:
    """Whether a date is the article's own, or follows from it: the Thursday before a Friday's article."""
    if one.kind not in {"date", "day"}:
        return False
    own = [*subject.about, *_dateline(subject)]
    if any(agree(one, other) for other in own):
        return True
    year, month, day = one.date
    if one.kind == "day" or not month or not day:
        return False
    if any(other.kind == "date" and other.date[1:] == (month, day) for other in near):
        return year is None or not any(other.date[0] for other in near if other.date[1:] == (month, day))
    return any(_follows(subject.text, (year, month, day), other.date) for other in own)


def _dateline(subject: Subject) -> list[Quantity]:
    """The full dates before the body."""
    start = next((p.start for p in subject.article.paragraphs if p.zone in {"lead", "body"}), 0)
    quantities = subject.text.quantities
    return [one for one in quantities[: bisect_left(quantities, start, key=lambda q: q.start)] if all(one.date[:2])]


def _follows(article: Text, named: tuple[int | None, int, int], own: tuple[int | None, int | None, int | None]) -> bool:
    """Whether a date is what a day of the week, or "yesterday", means in an article of the date `own`."""
    try:
        published = date(own[0] or 0, own[1] or 0, own[2] or 0)
        meant = date(named[0] or published.year, named[1], named[2])
    except ValueError:
        return False
    days = (meant - published).days
    return abs(days) <= _NEAR_DAYS and (
        _WEEKDAYS[meant.weekday()] in article.places or _RELATIVE.get(days, "") in article.places
    )


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RELATIVE = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _is_count(one: Quantity) -> bool:
    return one.kind == "number" and one.unit is None and one.value is not None and one.value <= _COUNTED


def _is_in_words(subject: Subject, claim: Claim, one: Quantity) -> bool:
    """Whether the article has the very words, in a form that was not read as the same quantity: "27–49%"."""
    first, last = claim.text.range_of((one.start, one.end))
    keys = [key for key in claim.text.keys[first:last] if key != "%"]
    return bool(keys) and bool(subject.text.find(keys))


def _rival(article: Text, claim: Claim, one: Quantity, near: list[Quantity]) -> Quantity | None:
    """The quantity of the evidence in whose place this one stands: the same thing counted, another number."""
    if one.kind == "date":
        return next((other for other in near if other.kind == "date" and _same_but_one(one, other)), None)
    after = _counted(claim.text, one)
    said = claim.text.quantities[:_MOST_SAID]
    for other in near:
        if other.kind != one.kind or any(agrees(mine, other) for mine in said):
            continue
        if one.unit and one.unit == other.unit and one.unit != "%":
            return other
        if one.unit != other.unit:
            continue
        there = _counted(article, other)
        if any(alike(key, key_there) for key in after[:1] for key_there in there[:2]):
            return other
    return None


def _numbered(article: Text, claim: Claim, one: Quantity) -> Quantity | None:
    """The number that a name of the statement has in the article: "Explorer 9" where this is "Explorer 8"."""
    at = bisect_left(claim.text.starts, one.start)
    if one.kind != "number" or not at or not claim.text.is_capital[at - 1] or is_light(claim.text.keys[at - 1]):
        return None
    after = (place + 1 for place in article.places.get(claim.text.keys[at - 1], ()) if place + 1 < len(article))
    return next((found for place in after if (found := _number_at(article, article.starts[place]))), None)


def _number_at(article: Text, start: int) -> Quantity | None:
    at = bisect_left(article.quantities, start, key=lambda q: q.start)
    found = article.quantities[at] if at < len(article.quantities) else None
    return found if found and found.start == start and found.kind == "number" else None


def _same_but_one(one: Quantity, other: Quantity) -> bool:
    """Whether two dates differ in one part and agree in another."""
    pairs = [(a, b) for a, b in zip(one.date, other.date, strict=True) if a and b]
    return sum(a != b for a, b in pairs) == 1 and len(pairs) > 1


def _counted(reading: Text, one: Quantity) -> list[str]:
    """The words after a quantity that say what is counted."""
    at = bisect_left(reading.starts, one.end)
    found: list[str] = []
    while at < len(reading) and len(found) < 2:
        gap = reading.gap(at) if at else ""
        if gap.strip(" -–'’\"“”"):
            break
        if not is_light(reading.keys[at]):
            found.append(reading.keys[at])
        at += 1
    return found
