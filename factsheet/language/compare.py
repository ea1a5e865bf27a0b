"""What a difference between two passages means: a typing error, or another statement.

`change` is given the words that two passages do not share at one place, and says what kind of change that is.
The kinds are those of `records.Difference`: number, negation, name, unit, date, bound, magnitude, opposite
and words; None means that nothing changes but the typing: spelling, hyphens, articles, a slip in a long word.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from factsheet.language.lexicon import is_light, is_negation, is_numeric, lexicon, stem
from factsheet.language.numbers import LARGEST, goes_on, multiplied

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

_LONG_WORD = 6
"""Letters from which on one wrong letter is taken for a slip of the typing."""


class Term(NamedTuple):
    """A word as it is compared: its canonical key, its own key, whether it is a name or just has a capital."""

    key: str
    own: str = ""
    name: bool = False
    capital: bool = False


def change(
    quote: Sequence[Term], article: Sequence[Term], *, beside: Sequence[str] = (), known: Collection[str] = ()
) -> str | None:
    """The kind of change from `article` to `quote`, or None where nothing but typing differs.

    `beside` are the keys of the words next to the place, `known` the article's words, which are no slips.
    """
    quote = _written_out(quote, article)
    if _keys(quote) == _keys(article):
        return None
    if _reordered(quote, article):
        return "number"
    one, other = _residue(quote, article)
    if not one and not other:
        return None if all(map(_movable, _keys(quote))) else "words"
    if _joined(one) == _joined(other):
        return None
    if _negations(one) != _negations(other):
        return "negation"
    one, other = _without_slips(one, other, known)
    return _kind(one, other, numeric=any(map(is_numeric, (*beside, *_keys(one), *_keys(other)))))


def _kind(one: Sequence[Term], other: Sequence[Term], *, numeric: bool) -> str | None:
    """The kind of change between the words that two passages do not share."""
    if kind := _first_of(_BEFORE_NUMBERS, one, other, numeric):
        return kind
    values, one = quantities(one)
    values_there, other = quantities(other)
    if sorted(values) != sorted(values_there):
        return "number"
    one, other = _residue(one, other)
    if kind := _first_of(_AFTER_NUMBERS, one, other, numeric):
        return kind
    return None if all(map(is_light, _keys([*one, *other]))) else "words"


def _first_of(tests: _Tests, one: Sequence[Term], other: Sequence[Term], numeric: bool) -> str | None:
    return next((kind for kind, test in tests if test(one, other, numeric)), None)


def _keys(terms: Sequence[Term]) -> list[str]:
    return [term.key for term in terms]


def quantities(terms: Sequence[Term]) -> tuple[list[Decimal], list[Term]]:
    """The numbers in a row of terms, digits or words ("two dozen" is 24), and the other terms.

    A magnitude without a number ("thousands of") is no number.
    """
    values: list[Decimal] = []
    rest: list[Term] = []
    at = 0
    while at < len(terms):
        if found := _number_at(terms, at):
            value, at = found
            values.append(value)
        else:
            rest.append(terms[at])
            at += 1
    return values, rest


def _number_at(terms: Sequence[Term], at: int) -> tuple[Decimal, int] | None:
    """The number that begins with term `at`, and the term behind it; "and" within and behind it is passed over."""
    numbers, scales = lexicon().numbers, lexicon().scales
    total, (group, at) = Decimal(0), _begun(terms, at)
    if group is None:
        return None
    for term in islice(terms, at, None):
        key = term.key
        if key in scales and group < LARGEST:
            total, group = multiplied(total, group, scales[key])
        elif key in numbers and goes_on(group, numbers[key]):
            group += numbers[key]
        elif key != "and":
            break
        at += 1
    return total + group, at


def _begun(terms: Sequence[Term], at: int) -> tuple[Decimal | None, int]:
    """The value with which a number begins, and the term behind it: "a hundred", "dozen", "six"."""
    scales, key = lexicon().scales, terms[at].key
    if key == "a" and at + 1 < len(terms) and terms[at + 1].key in scales:
        return Decimal(scales[terms[at + 1].key]), at + 2
    return (Decimal(_DOZEN) if scales.get(key) == _DOZEN else _value(key)), at + 1


_DOZEN = 12
"""A magnitude that is a number without "a" before it too."""


def _value(key: str) -> Decimal | None:
    if key in lexicon().numbers:
        return Decimal(lexicon().numbers[key])
    return _digits(key) if key[:1].isdigit() or key[:1] == "-" else None


def _digits(key: str) -> Decimal | None:
    number = key.rstrip("stndrh").replace(",", "")
    try:
        return Decimal(number)
    except ArithmeticError:
        return None


def _residue(one: Sequence[Term], other: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Both sides without what they share, in whatever order."""
    shared = Counter(_keys(one)) & Counter(_keys(other))
    return _without(one, shared.copy()), _without(other, shared.copy())


def _written_out(quote: Sequence[Term], article: Sequence[Term]) -> Sequence[Term]:
    """The quotation with "'d" as the word that the article has for it, and the other way round."""
    keys, there = _keys(quote), _keys(article)
    if "'d" in keys:
        full = next((key for key in _FULL if key in there), "'d")
        return [Term(full) if term.key == "'d" else term for term in quote]
    if "'d" in there:
        return [Term("'d") if term.key in _FULL else term for term in quote]
    return quote


_FULL = ("would", "had", "should")
"""What "'d" stands for."""


def _without(terms: Sequence[Term], shared: Counter[str]) -> list[Term]:
    left = []
    for term in terms:
        if shared[term.key] > 0:
            shared[term.key] -= 1
        else:
            left.append(term)
    return left


def _reordered(one: Sequence[Term], other: Sequence[Term]) -> bool:
    """Whether both have the same numbers in another order: "3 – 0" for "0 – 3"."""
    orders = [list(filter(is_numeric, _keys(terms))) for terms in (one, other)]
    return orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1])


def _movable(key: str) -> bool:
    """Whether the word may be elsewhere in the same phrase: "May 29" and "29 May"."""
    lists = lexicon()
    return is_numeric(key) or key in lists.light or key in lists.calendar or key in lists.units


def _joined(terms: Sequence[Term]) -> str:
    """The terms without the spaces and hyphens between them: "cyber-attack" and "cyberattack" agree."""
    return "".join(_keys(terms))


def _negations(terms: Sequence[Term]) -> list[str]:
    return sorted(filter(is_negation, _keys(terms)))


def _has(*lists: str) -> _Test:
    """A test for a word of one of those lists on either side."""
    return lambda one, other, _: any(term.key in getattr(lexicon(), name) for name in lists for term in (*one, *other))


def _is_date(one: Sequence[Term], other: Sequence[Term], _: bool) -> bool:
    """Whether a month, a day or another word for when differs; "may" and "march" need their capital."""
    lists = lexicon()
    return any(
        term.key in lists.calendar and (term.capital or term.key not in lists.modals | {"march"})
        for term in (*one, *other)
    )


def _is_bound(one: Sequence[Term], other: Sequence[Term], numeric: bool) -> bool:
    return numeric and any(term.key in lexicon().bounds for term in (*one, *other))


def _is_name(one: Sequence[Term], other: Sequence[Term], _: bool) -> bool:
    lists = lexicon()
    return any(
        term.name
        and not is_light(term.key)
        and term.key not in lists.calendar
        and term.key not in lists.units
        and term.key not in lists.numbers
        for term in (*one, *other)
    )


def _is_opposite(one: Sequence[Term], other: Sequence[Term], _: bool) -> bool:
    """Whether a word and its opposite take each other's place."""
    return _across(lexicon().opposites, map(_stem, one), map(_stem, other))


def _is_negated(one: Sequence[Term], other: Sequence[Term], _: bool) -> bool:
    """Whether one side says that something failed, or has the other's word with a negating prefix."""
    if any(_prefixed(a.key, b.key) or _prefixed(b.key, a.key) for a in one for b in other):
        return True
    failing = lexicon().failing
    return any(_fails(term, failing) for term in one) != any(_fails(term, failing) for term in other)


def _is_contrast(one: Sequence[Term], other: Sequence[Term], _: bool) -> bool:
    return _across(lexicon().contrasts, _keys(one), _keys(other))


_Test: TypeAlias = "Callable[[Sequence[Term], Sequence[Term], bool], bool]"
_Tests: TypeAlias = tuple[tuple[str, _Test], ...]

_BEFORE_NUMBERS: _Tests = (
    ("bound", _is_bound),
    ("unit", _has("units")),
    ("name", _is_name),
    ("opposite", _is_opposite),
)
"""Looked for where numbers still are among the words: "first" has "last" for its opposite."""

_AFTER_NUMBERS: _Tests = (
    ("date", _is_date),
    ("magnitude", _has("magnitudes")),
    ("bound", _has("quantities")),
    ("negation", _is_negated),
    ("words", _has("modals", "hedges")),
    ("words", _is_contrast),
)


def _across(lines: dict[str, frozenset[tuple[int, int]]], one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether a word of each is on the same line, on different sides."""
    places = [place for word in other for place in lines.get(word, ())]
    return any(
        line == line_there and side != side_there
        for word in one
        for line, side in lines.get(word, ())
        for line_there, side_there in places
    )


def _stem(term: Term) -> str:
    return stem(term.key)


def _fails(term: Term, failing: Collection[str]) -> bool:
    return term.key in failing or stem(term.key) in failing


def _prefixed(word: str, base: str) -> bool:
    """Whether `word` is `base` with a negating prefix: "unlawful" and "lawful"."""
    return len(base) > 3 and any(word == prefix + base for prefix in lexicon().prefixes)


def _without_slips(one: list[Term], other: list[Term], known: Collection[str]) -> tuple[list[Term], list[Term]]:
    """Both sides without the pairs of words of which one is the other with a slip; a name is never one."""
    candidates = product(filter(_may_slip, one), filter(_may_slip, other))
    pairs = [(a, b) for a, b in candidates if _is_slip(a.own, b.own, known)]
    slips, rights = {a for a, _ in pairs}, {b for _, b in pairs}
    return [a for a in one if a not in slips], [b for b in other if b not in rights]


def _may_slip(term: Term) -> bool:
    return not (term.name or is_numeric(term.key))


def _is_slip(word: str, right: str, known: Collection[str]) -> bool:
    """Whether `word` is `right` with one letter wrong, and no word of its own as far as is known."""
    if min(len(word), len(right)) < _LONG_WORD - 1 or max(len(word), len(right)) < _LONG_WORD:
        return False
    if word[0] != right[0] or word.startswith(right) or right.startswith(word):
        return False
    if stem(word) == stem(right) and word[-2:] != right[-2:]:
        return False
    if word in known or (word, right) in lexicon().confusables:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, right, score_cutoff=1) <= 1
