"""What the difference between two passages means: a slip of the typing, or another statement.

`change` is given the words that two passages do not share at one place, and says what kind of change that is.
The kinds are those of `records.Difference`: number, negation, name, unit, date, bound, magnitude, opposite
and words; None means that nothing changes but the typing: spelling, hyphens, articles, a slip in a long word.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from factsheet.language.lexicon import lexicon, stem

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
    if [term.key for term in quote] == [term.key for term in article]:
        return None
    one, other = _residue(quote, article)
    if _reordered(quote, article):
        return "number"
    if not one and not other:
        return None if all(_movable(term.key) for term in quote) else "words"
    if _joined(one) == _joined(other):
        return None
    if _negations(one) != _negations(other):
        return "negation"
    one, other = _without_slips(one, other, known)
    numeric = any(map(is_numeric, (*beside, *(term.key for term in (*one, *other)))))
    for kind, test in _BEFORE_NUMBERS:
        if test(one, other, numeric):
            return kind
    values, one = quantities(one)
    values_there, other = quantities(other)
    if sorted(values) != sorted(values_there):
        return "number"
    one, other = _residue(one, other)
    for kind, test in _AFTER_NUMBERS:
        if test(one, other, numeric):
            return kind
    return None if all(is_light(term.key) for term in (*one, *other)) else "words"


def is_numeric(key: str) -> bool:
    """Whether the key is a number, in digits or in a word, or a magnitude."""
    lists = lexicon()
    return key[-1].isdigit() or key[0].isdigit() or key in lists.numbers or key in lists.magnitudes


def is_negation(key: str) -> bool:
    """Whether the word negates by itself."""
    return key in lexicon().negations


def sort_of(key: str) -> str:
    """A word's sort, such that words of one sort rather stand for each other than for other words."""
    lists = lexicon()
    if is_numeric(key):
        return "number"
    for sort, words in (
        ("negation", lists.negations),
        ("date", lists.calendar),
        ("light", lists.light),
        ("unit", lists.units),
        ("modal", lists.modals),
    ):
        if key in words:
            return sort
    return "other"


def is_light(key: str) -> bool:
    """Whether the word carries no meaning of its own: articles, particles, auxiliary verbs."""
    return key in lexicon().light


def quantities(terms: Sequence[Term]) -> tuple[list[Decimal], list[Term]]:
    """The numbers in a row of terms, digits or words ("two dozen" is 24), and the other terms.

    A magnitude without a number ("thousands of") is no number.
    """
    values: list[Decimal] = []
    rest: list[Term] = []
    total, group = Decimal(0), None
    for term in terms:
        value, scale = _value(term.key), lexicon().scales.get(term.key)
        if group is None and scale and (scale == 12 or (rest and rest[-1].key == "a")):
            group = Decimal(scale)
            rest = rest[:-1] if rest and rest[-1].key == "a" else rest
        elif group is not None and scale:
            small = scale <= 100
            total, group = (total, group * scale) if small else (total + group * scale, Decimal(0))
        elif group is not None and term.key in lexicon().numbers and _continues(group, lexicon().numbers[term.key]):
            group += lexicon().numbers[term.key]
        elif group is None or term.key != "and":
            if group is not None:
                values.append(total + group)
            total, group = Decimal(0), value
            if value is None:
                rest.append(term)
    return ([*values, total + group] if group is not None else values), rest


def _continues(group: Decimal, value: int) -> bool:
    """Whether a number word goes on with the number before it: "twenty" + "four", "two hundred" + "six"."""
    tens = group % 100
    return group == 0 or (value < 10 and tens >= 20 and tens % 10 == 0) or (value < 100 and tens == 0)


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
    shared = Counter(term.key for term in one) & Counter(term.key for term in other)
    return _without(one, shared.copy()), _without(other, shared.copy())


def _written_out(quote: Sequence[Term], article: Sequence[Term]) -> Sequence[Term]:
    """The quotation with "'d" as the word that the article has for it, and the other way round."""
    keys = {term.key for term in article}
    if any(term.key == "'d" for term in quote):
        full = next((key for key in ("would", "had", "should") if key in keys), "'d")
        return [Term(full) if term.key == "'d" else term for term in quote]
    if "'d" in keys:
        return [Term("'d") if term.key in {"would", "had", "should"} else term for term in quote]
    return quote


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
    orders = [[term.key for term in terms if is_numeric(term.key)] for terms in (one, other)]
    return orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1])


def _movable(key: str) -> bool:
    """Whether the word may stand elsewhere in the same phrase: "May 29" and "29 May"."""
    lists = lexicon()
    return is_numeric(key) or key in lists.light or key in lists.calendar or key in lists.units


def _joined(terms: Sequence[Term]) -> str:
    """The terms without the spaces and hyphens between them: "cyber-attack" and "cyberattack" agree."""
    return "".join(term.key for term in terms)


def _negations(terms: Sequence[Term]) -> list[str]:
    negations = lexicon().negations
    return sorted(term.key for term in terms if term.key in negations)


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
    return _across(lexicon().contrasts, (term.key for term in one), (term.key for term in other))


_Test: TypeAlias = "Callable[[Sequence[Term], Sequence[Term], bool], bool]"

_BEFORE_NUMBERS: tuple[tuple[str, _Test], ...] = (
    ("bound", _is_bound),
    ("unit", _has("units")),
    ("name", _is_name),
    ("opposite", _is_opposite),
)
"""Looked for where numbers still stand among the words: "first" has "last" for its opposite."""

_AFTER_NUMBERS: tuple[tuple[str, _Test], ...] = (
    ("date", _is_date),
    ("magnitude", _has("magnitudes")),
    ("bound", _has("quantities")),
    ("negation", _is_negated),
    ("words", _has("modals", "hedges")),
    ("words", _is_contrast),
)


def _across(lines: dict[str, frozenset[tuple[int, int]]], one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether a word of each stands on the same line, on different sides."""
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
    pairs = [
        (a, b)
        for a in one
        for b in other
        if not (a.name or b.name or is_numeric(a.key)) and _is_slip(a.own, b.own, known)
    ]
    return [a for a in one if a not in {a for a, _ in pairs}], [b for b in other if b not in {b for _, b in pairs}]


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
