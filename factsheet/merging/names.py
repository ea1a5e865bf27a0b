"""Names: whether two forms of a name can mean the same entity, and why.

`linked` compares two names by their form alone and says what joins them: "strong" where the forms leave no room
for somebody else (spelling, accents, transliteration, a middle name, a nickname with the same surname), "weak" where
another entity could have the shorter form (a surname, an initial, an acronym). Whether a weak link holds in an
article is for `entities` to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.merging.forms import form_of, words_of
from factsheet.merging.spelling import family, part, sound, standing_for, token_same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.merging.forms import Form

_LONGEST_SURNAME_FIRST = 3
"""Words of a name that has its surname first."""

_GENERATIONS = frozenset({"jr", "sr", "fils", "pere"})


@dataclass(frozen=True, slots=True)
class Link:
    """Why two names can be one: `strong` where nothing else is likely, else as long as nobody else fits."""

    reason: str
    strong: bool


@lru_cache(maxsize=8192)  # a pair of names meets as often as entries have them
def linked(one: str, other: str) -> Link | None:
    """The link between two names, or None. Symmetric.

    >>> linked("Putin", "Russian President Vladimir Putin")
    Link(reason='a surname', strong=False)
    >>> linked("Boris Johnson", "Lyndon Johnson") is None
    True
    """
    a, b = form_of(one), form_of(other)
    if not a.tokens or not b.tokens or _genders_differ(a, b):
        return None
    if a.tokens == b.tokens and a.suffix == b.suffix:
        return Link("the same name", strong=True)
    if a.is_description != b.is_description or _suffixes_differ(a, b):
        return None
    return _otherwise_written(a, b) or _by_sort(a, b)


def _otherwise_written(a: Form, b: Form) -> Link | None:
    """What joins two names that do not have the same words."""
    if _is_acronym_of(a, b) or _is_acronym_of(b, a):
        return Link("an acronym and what it stands for", strong=False)
    if "".join(a.tokens) == "".join(b.tokens):
        return Link("the same name, written apart", strong=True)
    if family("places", " ".join(a.tokens)) & family("places", " ".join(b.tokens)):
        return Link("two names of one place", strong=True)
    return None


def _by_sort(a: Form, b: Form) -> Link | None:
    """What joins two names of bodies or of people; descriptions are joined by the article alone."""
    if a.is_body or b.is_body:
        return _bodies(a, b)
    if a.is_description:
        return None
    short, long = sorted((a, b), key=lambda form: (len(form.tokens), form.raw))
    return _people(long, short)


def _genders_differ(a: Form, b: Form) -> bool:
    return bool(a.gender and b.gender and a.gender != b.gender)


def _suffixes_differ(a: Form, b: Form) -> bool:
    """Whether "Jr." or a number tells two entities apart: a number may be left out of a full name only."""
    if a.suffix == b.suffix:
        return False
    if {a.suffix, b.suffix} & _GENERATIONS:
        return True
    return bool(a.suffix and b.suffix) or max(len(a.tokens), len(b.tokens)) < 2


def _is_acronym_of(short: Form, long: Form) -> bool:
    return bool(short.acronym) and short.acronym in _initials(long)


def _bodies(a: Form, b: Form) -> Link | None:
    one, other = _plain(a), _plain(b)
    if len(one) == len(other) and all(map(token_same, one, other)):
        return Link("the same name but for its legal form or spelling", strong=True)
    if _of_form(one) == _of_form(other) is not None:
        return Link("the same name with “of”", strong=True)
    for short, long in ((one, other), (other, one)):
        if long[:1] in (("us",), ("american",)) and long[1:] == short and len(short) > 1:
            return Link("the same name without its country", strong=False)
    return None


def _plain(name: Form) -> tuple[str, ...]:
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


def _people(long: Form, short: Form) -> Link | None:
    a, b = long.tokens, short.tokens
    if set(b) <= part("titles"):
        return None
    if len(a) == len(b) and all(map(token_same, a, b)):
        return Link("the same name in another spelling", strong=True)
    if set(b[:-1]) <= part("particles"):
        return _by_surname(long, short)
    if _turns_round(a, b):
        return Link("the same name, surname first", strong=True)
    if _same_ends(a, b):
        return _full_names(a, b)
    return _with_two_surnames(a, b)


def _with_two_surnames(a: Sequence[str], b: Sequence[str]) -> Link | None:
    if _ends_with(a, b) and not token_same(a[0], b[0]):
        return None if b[0] in part("given") else Link("a surname of two words", strong=False)
    return Link("the same name with a second surname", strong=False) if _adds_surname(a, b) else None


def _ends_with(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the words of a shorter name are the last ones of a longer."""
    return len(a) > len(b) and all(map(token_same, a[-len(b) :], b))


def _adds_surname(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a name is another with a word or two behind it, which by its own last word is a full name."""
    if not 0 < len(a) - len(b) <= 2 or not all(map(token_same, a, b)):
        return False
    return a[0] in part("given") and b[-1] not in part("given") and b[-1] not in part("particles")


def _same_ends(a: Sequence[str], b: Sequence[str]) -> bool:
    return token_same(a[-1], b[-1]) and _given_same(a[0], b[0])


def _given_same(one: str, other: str) -> bool:
    if token_same(one, other) or family("nicknames", one) & family("nicknames", other):
        return True
    return one[0] == other[0] and min(len(one), len(other)) == 1


def _full_names(a: Sequence[str], b: Sequence[str]) -> Link | None:
    """Two names with the same first and last word: what is between must not tell them apart."""
    if _middles_differ(list(a[1:-1]), list(b[1:-1])):
        return None
    if min(len(a[0]), len(b[0])) == 1 and a[0] != b[0]:
        return Link("an initial for the first name", strong=False)
    if not token_same(a[0], b[0]):
        return Link("a short form of the first name", strong=True)
    return Link("the same name with a middle name", strong=True)


def _middles_differ(middle: list[str], less: list[str]) -> bool:
    if not less:
        return False
    only_initials = all(len(word) == 1 for word in (*less, *middle))
    return not _fits_within(less, middle) or (only_initials and len(less) < len(middle))


def _fits_within(less: list[str], more: list[str]) -> bool:
    at = 0
    for word in less:
        while at < len(more) and not _given_same(word, more[at]):
            at += 1
        if at == len(more):
            return False
        at += 1
    return True


def _by_surname(long: Form, short: Form) -> Link | None:
    a, b = long.tokens, short.tokens
    if len(a) == len(b) or (short.acronym and not short.is_shouted_name):
        return None
    if not _ends_with(a, b):
        return Link("a surname", strong=False) if _begins_with_surname(a, b) else None
    before = a[: -len(b)]
    if before[-1] in part("patronymic") or set(before) <= part("compass"):
        return None
    return Link("a surname", strong=False)


def _begins_with_surname(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a name of East Asia has this surname, which is first there."""
    if len(b) != 1 or a[0] != b[0] or a[0] not in part("surname first"):
        return False
    return len(a) <= _LONGEST_SURNAME_FIRST and part("given").isdisjoint(a[1:])


def _turns_round(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one of two names with the same words can be the other with its surname first."""
    if len(a) > 3 or (a[1:] + a[:1] != b and b[1:] + b[:1] != a):  # type: ignore[operator]
        return False
    return not (a[-1] in part("given") and b[-1] in part("given"))


@lru_cache(maxsize=4096)  # asked of every name of every entry, and of every name looked up
def blocks(name: str) -> frozenset[str]:
    """Blocking keys: two names that can match share at least one, so that not all pairs are compared."""
    form = form_of(name)
    telling = [word for word in form.tokens if word not in part("given") | part("small")]
    out = {sound(word) for word in telling or form.tokens}
    out.add("=" + "".join(form.tokens))
    out |= {f"place {number}" for number in family("places", " ".join(form.tokens))}
    out |= {f"initials {letters}" for letters in _initials(form)}
    if form.acronym:
        out.add(f"initials {form.acronym}")
    if form.tokens and form.tokens[-1] in part("given"):
        out.add(sound(form.tokens[-1]))
    return frozenset(out)


def _initials(form: Form) -> set[str]:
    """What an acronym of a name may be: with the first letters of its small words, and without them."""
    words = [word for word in form.words if word not in part("legal")]
    if len(words) < 2:
        return set()
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in part("small"))}


def is_naming(name: str) -> bool:
    """Whether it contains a name, not only small words or a description."""
    form = form_of(name)
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


@lru_cache(maxsize=2048)  # a name is looked for around every description
def _spaced(name: str) -> str:
    return " ".join(words_of(name))
