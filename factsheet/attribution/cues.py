"""The words that attribute: verbs with what they govern, in every form.

`data/verbs.txt` lists base forms by what may follow them; here the forms are made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from factsheet.attribution.wordlists import lines

Form = Literal["base", "s", "past", "ing"]
_VOWELS = "aeiou"
_PARTS = ("say", "tell", "think", "find", "want", "urge", "judge", "quote")
_DOUBLING = {
    "rap",
    "slam",
    "quip",
    "hint",
    "admit",
    "plan",
    "dub",
    "bar",
    "refer",
    "chat",
    "nod",
    "beg",
    "snap",
    "infer",
} - {"hint"}


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb that attributes."""

    lemma: str
    form: Form
    parts: frozenset[str]
    """The parts of the list that it stands in: say, tell, think, find, want, urge, judge, quote."""
    particle: str = ""
    """The words that must follow: "for" in "call for"."""


@cache
def verbs() -> dict[str, tuple[Verb, ...]]:
    """Every form in lower case, with the verbs that have it: those with a particle first."""
    parts: dict[str, set[str]] = {}
    irregular: dict[str, tuple[str, ...]] = {}
    for part in _PARTS:
        for line in lines("verbs", part):
            lemma, *past = (word.strip() for word in line.split(","))
            parts.setdefault(lemma, set()).add(part)
            if past:
                irregular[lemma] = tuple(past)
    found: dict[str, list[Verb]] = {}
    for phrase, among in parts.items():
        lemma, _, particle = phrase.partition(" ")
        for form, kind in _forms(lemma, irregular.get(lemma, ())):
            verb = Verb(phrase, kind, frozenset(among), particle)
            if verb not in found.setdefault(form, []):
                found[form].append(verb)
    return {form: tuple(sorted(known, key=lambda v: not v.particle)) for form, known in found.items()}


def _forms(lemma: str, past: tuple[str, ...]) -> list[tuple[str, Form]]:
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    y = lemma.endswith("y") and lemma[-2] not in _VOWELS
    doubled = lemma + lemma[-1] if lemma in _DOUBLING else stem
    s = lemma[:-1] + "ies" if y else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    regular = lemma[:-1] + "ied" if y else doubled + "ed"
    out: list[tuple[str, Form]] = [(lemma, "base"), (s, "s"), ((lemma if y else doubled) + "ing", "ing")]
    out += [(form, "past") for form in (past or (regular,))]
    return out
