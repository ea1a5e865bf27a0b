"""Checks numbers: those of a statement must be in its evidence, including dates, amounts and percentages.

A number from elsewhere in the article is a note, one that the article does not have a warning, and one that replaces
another number of the evidence an error.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from factsheet.aligning import row
from factsheet.language.dates import weekdays
from factsheet.language.lexicon import any_alike, is_light
from factsheet.language.numbers import agree, quantities
from factsheet.language.rounding import rounds
from factsheet.language.thesaurus import is_mostly
from factsheet.proving.subject import repeats
from factsheet.proving.things import of_another, things
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.language.dates import Date
    from factsheet.language.numbers import Quantity
    from factsheet.language.text import Text
    from factsheet.proving.subject import Claim, Subject
    from factsheet.records import Level

_COUNTED = 3
"""The largest number with which a statement can count what the article lists ("two countries")."""

_NEAR_DAYS = 7
"""Days around publication within which a weekday identifies a date."""

_MOST_SAID = 50
"""The most numbers of one statement that are checked."""

_CLASHES = frozenset(
    frozenset(pair)
    for pair in (
        ("least", "most"), ("least", "under"), ("least", "below"), ("above", "most"), ("above", "under"),
        ("above", "below"), ("exactly", "about"), ("exactly", "least"), ("exactly", "most"), ("exactly", "above"),
        ("exactly", "under"), ("exactly", "below"),
    )
)  # fmt: skip
"""Bounds that contradict each other."""

_LOST = frozenset({"least", "most", "above", "under", "below"})
"""Bounds that may not be dropped."""


def numbers(subject: Subject) -> Iterator[Finding]:
    """Numbers of statements that are not in their evidence, or there with another precision."""
    stock = Stock(subject.text.quantities)
    for claim in subject.claims:
        said = claim.text.quantities[:_MOST_SAID]
        if not said:
            continue
        near = Stock(one for s in claim.context for one in subject.text.quantities_between(*s.span))
        for one in said:
            same = near.agreeing(one)
            if not same:
                found = _missing(subject, claim, one, near.first, elsewhere=bool(stock.agreeing(one)))
            elif found := _bound(claim, one, same):
                found = _bound(claim, one, same + stock.agreeing(one))
            if found:
                yield found


def figures(subject: Subject) -> Iterator[Finding]:
    """Numbers in the article's own words (`x-verbatim`) that are not in the article."""
    stock = Stock(subject.text.quantities)
    for entry, field, text in subject.texts:
        if not field.verbatim or field.quoted:
            continue
        for one in subject.read(text).quantities:
            said = text[one.start : one.end]
            if not stock.agreeing(one) and not subject.text.find(subject.read(said).keys):
                pointer = f"{entry.pointer}/{field.name}"
                yield Finding("number-not-in-article", "error", pointer, f"the article does not have “{said}”")


def numbers_of_another(subject: Subject) -> Iterator[Finding]:
    """Numbers that the evidence has for another thing, time or person, or as an age."""
    for claim in subject.claims:
        if not claim.text.quantities:
            continue
        mine, theirs = row(claim.text.string), [subject.row(sentence.span) for sentence in claim.context]
        if theirs == [mine]:
            continue
        for why in of_another(things(mine), [thing for one in theirs for thing in things(one)]):
            yield Finding("number-of-another", "warning", claim.pointer, why)
            break


def _missing(subject: Subject, claim: Claim, one: Quantity, near: list[Quantity], *, elsewhere: bool) -> Finding | None:
    """The finding for a quantity that is not in the evidence; `elsewhere` says whether it is in the article."""
    said = claim.text.string[one.start : one.end]
    if _is_known(subject, claim, one, near) or _is_as_much(subject.text, claim, one, near):
        return None
    if _is_rest(subject, claim, one):
        return None
    rival = _numbered(subject.text, claim, one) or _rival(subject.text, claim, one, near)
    if rival is not None:
        there = subject.text.string[rival.start : rival.end]
        message = f"the statement says “{said}”, its evidence “{there}”"
        return Finding("number-changed", "warning" if elsewhere else "error", claim.pointer, message)
    may_be = one.kind == "many" and any(rounds(one, other) for other in subject.text.quantities)
    if elsewhere or may_be or _is_in_words(subject, claim, one):
        what = "can be a number of" if may_be else "is in"
        message = f"“{said}” {what} the article, but not in the evidence of this statement"
        return Finding("number-elsewhere", "note", claim.pointer, message)
    if _is_count(one) or _counts_statements(claim, one) or _is_at_first(claim, one):
        return None
    level: Level = "error" if repeats(claim, subject.text) else "warning"
    return Finding("number-not-in-article", level, claim.pointer, f"the article does not have “{said}”")


def _bound(claim: Claim, one: Quantity, same: list[Quantity]) -> Finding | None:
    """The finding for an equal number with another "at least", "nearly" or "ago"."""
    if one.kind in {"date", "day"} or any(one.bound == other.bound and one.past == other.past for other in same):
        return None
    other = same[0]
    said = claim.text.string[one.start : one.end]
    if _clash(one, other):
        how = "as exactly as" if other.bound else "less exactly than"
        message = f"“{said}” is the number of the evidence, and not said {how} there"
        return Finding("bound-changed", "warning", claim.pointer, message)
    if one.past != other.past:
        message = f"“{said}” is a length of time in one and a time “ago” in the other"
        return Finding("bound-changed", "warning", claim.pointer, message)
    return None


def _clash(one: Quantity, other: Quantity) -> bool:
    """Whether the bounds of two quantities contradict each other."""
    pair = frozenset(bound for bound in (one.bound, other.bound) if bound)
    return pair in _CLASHES or (len(pair) == 1 and pair <= _LOST)


def _is_known(subject: Subject, claim: Claim, one: Quantity, near: list[Quantity]) -> bool:
    """Whether a date is the article's own, or follows from it: the Thursday before a Friday's article."""
    if one.kind not in {"date", "day"}:
        return False
    own = [*subject.about, *_dateline(subject)]
    if any(agree(one, other) for other in own):
        return True
    if one.kind == "day":
        return any(_is_day(subject, claim, one, other) for other in own)
    return one.kind == "date" and all(one.date[1:]) and _is_meant(subject.text, one, near, own)


def _is_day(subject: Subject, claim: Claim, one: Quantity, own: Quantity) -> bool:
    """Whether a weekday is the "yesterday" of the evidence in an article of the date `own`."""
    try:
        published = date(own.date[0] or 0, own.date[1] or 0, own.date[2] or 0)
    except ValueError:
        return False
    words = [key for sentence in claim.context for key in subject.text.keys[sentence.first : sentence.last]]
    return any(
        (published + timedelta(days)).weekday() == one.date[2] for days, word in _RELATIVE.items() if word in words
    )


def _is_meant(article: Text, one: Quantity, near: list[Quantity], own: list[Quantity]) -> bool:
    """Whether the evidence has a day without its year, or another word for it."""
    years = [other.date[0] for other in near if other.kind == "date" and other.date[1:] == one.date[1:]]
    if years:
        return one.date[0] is None or not any(years)
    return any(_follows(article, one.date, other.date) for other in own)


def _dateline(subject: Subject) -> list[Quantity]:
    """The full dates before the body."""
    start = next((p.start for p in subject.article.paragraphs if p.zone in {"lead", "body"}), 0)
    return [one for one in subject.text.quantities_between(0, start) if all(one.date[:2])]


def _follows(article: Text, named: Date, own: Date) -> bool:
    """Whether a date is what a weekday, or "yesterday", means in an article of the date `own`."""
    try:
        published = date(own[0] or 0, own[1] or 0, own[2] or 0)
        meant = date(named[0] or published.year, named[1] or 0, named[2] or 0)
    except ValueError:
        return False
    days = (meant - published).days
    return abs(days) <= _NEAR_DAYS and (
        weekdays()[meant.weekday()] in article.places or _RELATIVE.get(days, "") in article.places
    )


_RELATIVE = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _is_count(one: Quantity) -> bool:
    """Whether a number can count what the article lists, or is just "one"."""
    if one.kind != "number" or one.value is None:
        return False
    return one.value == 1 or (one.unit is None and one.value <= _COUNTED)


def _counts_statements(claim: Claim, one: Quantity) -> bool:
    """Whether an initial ordinal counts items of the article's list: "The second is …"."""
    first, last = claim.text.range_of((one.start, one.end))
    is_alone = last < len(claim.text) and is_light(claim.text.keys[last])
    return one.kind == "ordinal" and first <= 1 and is_alone


def _is_at_first(claim: Claim, one: Quantity) -> bool:
    """Whether "first" is an adverb of time, not an ordinal: "first given as"."""
    _, last = claim.text.range_of((one.start, one.end))
    after = claim.text.keys[last : last + 1]
    return one.kind == "ordinal" and one.value == 1 and any(key.endswith("ed") or is_mostly(key, "v") for key in after)


def _is_as_much(article: Text, claim: Claim, one: Quantity, near: list[Quantity]) -> bool:
    """Whether the evidence has the number in another form: exact, in the same signs, in words."""
    return (
        _is_most(article, claim, one) or _is_rounded(article, claim, one, near) or _is_written_so(article, claim, one)
    )


def _is_rest(subject: Subject, claim: Claim, one: Quantity) -> bool:
    """Whether a number is what a part of the evidence leaves: three of five where two burned."""
    found = (thing for sentence in claim.context for thing in things(subject.row(sentence.span)) if thing.part)
    parted = ((quantities(thing.part)[:1], thing.quantity.value) for thing in found)
    return any(part and whole and part[0].value and one.value == whole - part[0].value for part, whole in parted)


def _is_most(article: Text, claim: Claim, one: Quantity) -> bool:
    """Whether this is "more than half" and the evidence has "most" or "a majority"."""
    is_more = one.value == _HALF and one.unit == "%" and one.bound == "above"
    return is_more and any(not _MOSTLY.isdisjoint(article.keys[s.first : s.last]) for s in claim.context)


_HALF = 50
_MOSTLY = frozenset({"most", "majority"})


def _is_rounded(article: Text, claim: Claim, one: Quantity, near: list[Quantity]) -> bool:
    """Whether a number is marked as rounded and matches one of the evidence for the same thing."""
    mine = _counted(claim.text, one)
    theirs = (_counted(article, other) for other in near if rounds(one, other))
    return any(bool(one.unit) or not mine or not words or _shares(words, mine) for words in theirs) or any(
        rounds(one, other) and _is_near(one, other) for other in near
    )


def _is_near(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are so close that they count one thing, whatever its name: 41,000 and 41,306."""
    if one.value is None or other.value is None:
        return False
    digits = len(one.value.normalize().as_tuple().digits)
    return digits > 1 and abs(one.value - other.value) * _ALIKE <= one.value


_ALIKE = 50


def _is_written_so(article: Text, claim: Claim, one: Quantity) -> bool:
    """Whether the evidence has the same characters, spaces aside, however they are read: "4.37m" and "4.37 m"."""
    first, last = claim.text.range_of((one.start, one.end))
    found = article.find(claim.text.keys[first:last])
    return any(start <= at < end for at, _ in found for start, end in (one.span for one in claim.context))


def _is_in_words(subject: Subject, claim: Claim, one: Quantity) -> bool:
    """Whether the article has the same words, read as another quantity: "27–49%"."""
    first, last = claim.text.range_of((one.start, one.end))
    keys = [key for key in claim.text.keys[first:last] if key != "%"]
    return bool(keys) and bool(subject.text.find(keys))


def _rival(article: Text, claim: Claim, one: Quantity, near: list[Quantity]) -> Quantity | None:
    """The quantity of the evidence that this one replaces: another number of the same thing.

    An ordinal without a noun is a placing: "was fourth, behind …".
    """
    said = claim.text.quantities[:_MOST_SAID]
    after = _counted(claim.text, one)[:1]
    for other in near:
        if one.kind == other.kind == "date":
            is_rival = _same_but_one(one, other)
        else:
            counted = _counted(article, other)
            is_rival = (
                (one.kind, one.unit) == (other.kind, other.unit)
                and not any(_agrees(mine, other) for mine in said)
                and (one.unit not in {None, "%"} or _shares(counted, after) or (one.kind == "ordinal" and not counted))
            )
        if is_rival:
            return other
    return None


def _shares(keys: list[str], others: list[str]) -> bool:
    """Whether a word of one set is a form of a word of the other."""
    return any(any_alike(key, keys) for key in others)


def _numbered(article: Text, claim: Claim, one: Quantity) -> Quantity | None:
    """The number that a name of the statement has in the article: "Explorer 9" where this is "Explorer 8"."""
    at = bisect_left(claim.text.starts, one.start)
    if one.kind != "number" or not at or not claim.text.is_capital[at - 1] or is_light(claim.text.keys[at - 1]):
        return None
    after = (place + 1 for place in article.places.get(claim.text.keys[at - 1], ()) if place + 1 < len(article))
    return next((found for place in after if (found := _number_at(article, article.starts[place]))), None)


def _number_at(article: Text, start: int) -> Quantity | None:
    found = article.quantities_between(start, start + 1)
    return found[0] if found and found[0].kind == "number" else None


def _same_but_one(one: Quantity, other: Quantity) -> bool:
    """Whether two dates differ in one part and agree in another."""
    pairs = [(a, b) for a, b in zip(one.date, other.date, strict=True) if a and b]
    return sum(a != b for a, b in pairs) == 1 and len(pairs) > 1


def _counted(text: Text, one: Quantity) -> list[str]:
    """The noun phrase after a quantity."""
    at = bisect_left(text.starts, one.end)
    found: list[str] = []
    while at < len(text) and len(found) < 2:
        gap = text.gap(at) if at else ""
        if gap.strip(" -–'’\"“”"):
            break
        if not is_light(text.keys[at]):
            found.append(text.keys[at])
        at += 1
    return found


_MOST = 300
"""The most distinct dates, percentages and numbers that are compared one by one."""


class Stock:
    """Quantities, equal ones once; looked up by value, dates and percentages by comparison."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        distinct = {(q.kind, q.value, q.unit, q.bound, q.past, q.date): q for q in quantities}
        self._by_value: dict[Decimal, list[Quantity]] = {}
        self._others: list[Quantity] = []
        for one in distinct.values():
            if one.value is not None:
                self._by_value.setdefault(one.value, []).append(one)
            if (one.value is None or one.unit == "%") and len(self._others) < _MOST:
                self._others.append(one)
        self.first = list(distinct.values())[:_MOST]
        """The first of them, for comparison."""

    def agreeing(self, one: Quantity) -> list[Quantity]:
        """Those equal to `one`, bounds aside."""
        same = self._by_value.get(one.value, []) if one.value is not None else []
        year = _year(one)
        years = self._by_value.get(Decimal(year), []) if year is not None else []
        return [other for other in (*same, *years, *self._others) if _agrees(one, other)]


def _agrees(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are equal; a year can be read as a number, and "the third" counts to three."""
    if agree(one, other):
        return True
    if {one.kind, other.kind} <= {"number", "ordinal", "many"} and one.value == other.value:
        return one.kind == other.kind or "many" not in {one.kind, other.kind}
    return _year(one) is not None and _year(one) == _year(other)


def _year(one: Quantity) -> int | None:
    """The year of a quantity that is only a year, read as a number or as a date."""
    if one.kind == "date" and one.date[1] is None:
        return one.date[0]
    return int(one.value) if one.kind == "number" and one.value and one.unit is None and one.value > 999 else None
