"""Names: whether two forms of a name can be one bearer's, and why.

`linked` compares two names by their form alone and says what joins them: "strong" where the forms leave no room
for somebody else (spelling, accents, transliteration, a middle name, a nickname with the same surname), "weak" where
another bearer could have the shorter form (a surname, an initial, an acronym). Whether a weak link holds in an
article is for `clusters` to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.merging.forms import Name, parse, token_same, words_of
from factsheet.merging.lists import family, part, standing_for

if TYPE_CHECKING:
    from collections.abc import Sequence

_GENERATIONS = frozenset({"jr", "sr", "fils", "pere"})


@dataclass(frozen=True, slots=True)
class Link:
    """Why two names can be one: `strong` where nothing else is likely, else as long as nobody else fits."""

    reason: str
    strong: bool


@lru_cache(maxsize=65536)
def linked(one: str, other: str) -> Link | None:
    """What joins two names, or None. The order of the two does not matter.

    >>> linked("Putin", "Russian President Vladimir Putin")
    Link(reason='a surname', strong=False)
    >>> linked("Boris Johnson", "Lyndon Johnson") is None
    True
    """
    a, b = parse(one), parse(other)
    if not a.tokens or not b.tokens:
        return None
    if a.tokens == b.tokens and a.suffix == b.suffix and not _genders_differ(a, b):
        return Link("the same name", strong=True)
    if a.is_description != b.is_description:
        return None
    if _genders_differ(a, b) or _suffixes_differ(a, b):
        return None
    long, short = (a, b) if (len(a.tokens), a.raw) >= (len(b.tokens), b.raw) else (b, a)
    if _is_acronym_of(short, long) or _is_acronym_of(long, short):
        return Link("an acronym and what it stands for", strong=False)
    if "".join(a.tokens) == "".join(b.tokens):
        return Link("the same name, written apart", strong=True)
    if family("places", " ".join(a.tokens)) & family("places", " ".join(b.tokens)):
        return Link("two names of one place", strong=True)
    if a.is_body or b.is_body:
        return _bodies(a, b)
    if a.is_description:
        return None
    return _people(long, short)


def _genders_differ(a: Name, b: Name) -> bool:
    return bool(a.gender and b.gender and a.gender != b.gender)


def _suffixes_differ(a: Name, b: Name) -> bool:
    """Whether "Jr." or a number tells two bearers apart: a number may be left out of a full name only."""
    if a.suffix == b.suffix:
        return False
    if {a.suffix, b.suffix} & _GENERATIONS:
        return True
    return bool(a.suffix and b.suffix) or max(len(a.tokens), len(b.tokens)) < 2


def _is_acronym_of(short: Name, long: Name) -> bool:
    letters = short.acronym
    if not letters or len(long.words) < 2:
        return False
    words = [word for word in long.words if word not in part("legal")]
    main = [word for word in words if word not in part("small")]
    return letters in {"".join(word[0] for word in words), "".join(word[0] for word in main)}


def _bodies(a: Name, b: Name) -> Link | None:
    one, other = _plain(a), _plain(b)
    if len(one) == len(other) and all(map(token_same, one, other)):
        return Link("the same name but for its legal form or spelling", strong=True)
    if _of_form(one) == _of_form(other) is not None:
        return Link("the same name with “of”", strong=True)
    for short, long in ((one, other), (other, one)):
        if long[:1] in (("us",), ("american",)) and long[1:] == short and len(short) > 1:
            return Link("the same name without its country", strong=False)
    return None


def _plain(name: Name) -> tuple[str, ...]:
    """A body's words without its legal form, in one spelling."""
    words = tuple(standing_for("spelling", word) for word in name.tokens)
    while len(words) > 1 and words[-1] in part("legal"):
        words = words[:-1]
    return words


_OFFICES = frozenset({"department", "ministry", "government", "parliament", "army", "police", "embassy", "senate"})


def _of_form(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Give "Justice Department" and "Department of Justice" one form; None for bodies not told by their office."""
    if not set(words) & _OFFICES:
        return None
    return tuple(sorted(word for word in words if word not in part("small") and word not in {"us", "s"}))


def _people(long: Name, short: Name) -> Link | None:
    a, b = long.tokens, short.tokens
    if set(b) <= part("titles"):
        return None
    if len(a) == len(b) and all(map(token_same, a, b)):
        return Link("the same name in another spelling", strong=True)
    if len(b) == 1 or set(b[:-1]) <= part("particles"):
        return _by_surname(long, short)
    if len(a) == len(b) and set(a) == set(b) and _turns_round(a, b):
        return Link("the same name, surname first", strong=True)
    if _same_ends(a, b):
        return _full_names(a, b)
    if len(a) > len(b) and all(map(token_same, a[-len(b) :], b)) and not token_same(a[0], b[0]):
        return None if b[0] in part("given") else Link("a surname of two words", strong=False)
    starts = all(map(token_same, a, b)) and b[-1] not in part("given") and len(a) - len(b) <= 2
    if starts and len(a) > len(b) and b[-1] not in part("particles") and a[0] in part("given"):
        return Link("the same name with a second surname", strong=False)
    return None


def _same_ends(a: Sequence[str], b: Sequence[str]) -> bool:
    return token_same(a[-1], b[-1]) and _given_same(a[0], b[0])


def _given_same(one: str, other: str) -> bool:
    if token_same(one, other) or family("nicknames", one) & family("nicknames", other):
        return True
    return one[0] == other[0] and min(len(one), len(other)) == 1


def _full_names(a: Sequence[str], b: Sequence[str]) -> Link | None:
    """Two names with the same first and last word: what is between must not tell them apart."""
    middle, less = list(a[1:-1]), list(b[1:-1])
    if less and not _fits_within(less, middle):
        return None
    if less and len(less) < len(middle) and all(len(word) == 1 for word in (*less, *middle)):
        return None
    if min(len(a[0]), len(b[0])) == 1 and a[0] != b[0]:
        return Link("an initial for the first name", strong=False)
    if a[0] != b[0] and not token_same(a[0], b[0]):
        return Link("a short form of the first name", strong=True)
    return Link("the same name with a middle name", strong=True)


def _fits_within(less: list[str], more: list[str]) -> bool:
    at = 0
    for word in less:
        while at < len(more) and not _given_same(word, more[at]):
            at += 1
        if at == len(more):
            return False
        at += 1
    return True


def _by_surname(long: Name, short: Name) -> Link | None:
    a, b = long.tokens, short.tokens
    if len(a) == len(b):
        return None
    if short.acronym and not short.is_shouted_name:
        return None
    if all(map(token_same, a[-len(b) :], b)) and len(a) > len(b):
        before = a[: -len(b)]
        if before[-1] in part("patronymic") or set(before) <= part("compass"):
            return None
        return Link("a surname", strong=False)
    asian = a[0] in part("surname first") and len(a) <= 3 and not set(a[1:]) & part("given")
    if asian and a[0] == b[0] and len(b) == 1:
        return Link("a surname", strong=False)
    return None


def _turns_round(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one of two names with the same words can be the other with its surname first."""
    if len(a) > 3 or (a[1:] + a[:1] != b and b[1:] + b[:1] != a):  # type: ignore[operator]
        return False
    return not (a[-1] in part("given") and b[-1] in part("given"))


def is_naming(name: str) -> bool:
    """Whether there is a name in it, and not only small words or a description."""
    form = parse(name)
    return not form.is_description and not set(form.words) <= part("small")


def equated(description: str, name: str, around: str) -> bool:
    """Whether a stretch of an article puts a description and a name side by side as one.

    "French President Emmanuel Macron", or "Emmanuel Macron, the French president". `around` are the words of the
    stretch as `words_of` gives them, with single spaces between and at both ends.
    """
    who = _spaced(name)
    if f" {who} " not in around:
        return False
    what = _spaced(description).removeprefix("the ")
    forms = (f" {what} {who} ", f" {who} , the {what} ", f" {who} , {what} ", f" the {what} , {who} ")
    return any(form in around for form in forms)


@lru_cache(maxsize=8192)
def _spaced(name: str) -> str:
    return " ".join(words_of(name))
