"""The words of attribution: verbs in every form with what they take, and function words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["base", "s", "past", "ing"]
_VOWELS = "aeiou"
_PARTS = ("say", "tell", "think", "find", "want", "urge", "judge", "quote")
_DOUBLING = frozenset({
    "rap", "slam", "quip", "admit", "plan", "dub", "bar", "refer", "chat", "nod", "beg", "snap", "infer",
})  # fmt: skip
"""Verbs that double their last letter: "admitted"."""

WORDS = {part: ENGLISH.words("function_words", part) for part in ENGLISH.parts("function_words")}
"""Closed word classes, by their name in the list."""
IRREGULAR_PASTS = frozenset(form for _, *forms in ENGLISH.rows("irregular") for form in forms)
"""Past forms and participles of irregular verbs."""
SAYING = ENGLISH.words("saying") | ENGLISH.words("saying", "beside names")
"""Forms of verbs of saying, in lower case."""
ABBREVIATIONS = ENGLISH.words(
    "abbreviations", "titles", "titles of several", "in names", "months", "never", "number", "maybe", "of speech"
)
"""Abbreviations that do not end a sentence, in lower case without the full stop."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb of attribution."""

    lemma: str
    form: Form
    parts: frozenset[str]
    """The parts of the list that contain it: say, tell, think, find, want, urge, judge, quote."""
    particle: str = ""
    """Its particle: "for" in "call for"; "" for none."""


def _read_verbs() -> dict[str, tuple[Verb, ...]]:
    parts: dict[str, set[str]] = {}
    irregular: dict[str, tuple[str, ...]] = {}
    for part in _PARTS:
        for lemma, *past in ENGLISH.rows("attributing", part):
            parts.setdefault(lemma, set()).add(part)
            if past:
                irregular[lemma] = tuple(past)
    found: dict[str, list[Verb]] = {}
    for phrase, among in parts.items():
        lemma, _, particle = phrase.partition(" ")
        for form, kind in _forms(lemma, irregular.get(phrase, ())):
            verb = Verb(phrase, kind, frozenset(among), particle)
            if verb not in found.setdefault(form, []):
                found[form].append(verb)
    return {form: tuple(sorted(known, key=lambda v: not v.particle)) for form, known in found.items()}


SPEAKING = frozenset({"say", "tell", "quote"})
"""Parts of the verb list for speaking, as opposed to wanting or thinking."""


def is_form(word: str, form: Form) -> bool:
    """Whether a word is that form of a verb of attribution."""
    return any(verb.form == form for verb in VERBS.get(word, ()))


def in_lists(word: str, parts: frozenset[str]) -> bool:
    """Whether a word is a form of a verb in one of these parts of the list."""
    return any(verb.parts & parts for verb in VERBS.get(word, ()))


def _forms(lemma: str, past: tuple[str, ...]) -> Iterator[tuple[str, Form]]:
    """Base form, third person, present participle, and past forms, irregular if there are any."""
    yield lemma, "base"
    yield _third_person(lemma), "s"
    yield _stem(lemma) + "ing", "ing"
    for form in past or (_regular_past(lemma),):
        yield form, "past"


def _third_person(lemma: str) -> str:
    if _ends_in_single_y(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _regular_past(lemma: str) -> str:
    if lemma.endswith("ee"):
        return lemma + "d"
    return lemma[:-1] + "ied" if _ends_in_single_y(lemma) else _stem(lemma) + "ed"


def _ends_in_single_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2] not in _VOWELS


def _stem(lemma: str) -> str:
    """What "-ing" and "-ed" are added to: "admitt", "not", "agree"."""
    if lemma in _DOUBLING:
        return lemma + lemma[-1]
    return lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma


VERBS = _read_verbs()
"""Every form in lower case, with its verbs: those with a particle first."""
CUES = frozenset(VERBS.keys() | {"according"})
"""Words of which every statement outside quotation marks has one."""

_WORDS_OF = {(verb.lemma, verb.form): word for word, verbs in reversed(VERBS.items()) for verb in verbs}


def inflected(lemma: str, form: Form) -> str:
    """A form of a verb of attribution; of two past forms the first, "wrote" and not "written"."""
    return _WORDS_OF[lemma, form]
