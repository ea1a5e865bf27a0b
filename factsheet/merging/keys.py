"""Keys: what entries are looked up by, so that nobody compares all with all."""

from __future__ import annotations

import re
from functools import lru_cache

from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.merging.folded import folded
from factsheet.merging.forms import parse, sound
from factsheet.merging.lists import family, part

_WORD = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:['’][^\W_]+)?|[$€£%]")


@lru_cache(maxsize=65536)
def blocks(name: str) -> frozenset[str]:
    """Keys of which two names that can be one have at least one in common."""
    form = parse(name)
    kept = [word for word in form.tokens if word not in part("given") and word not in part("small")]
    out = {sound(word) for word in kept or form.tokens}
    out.add("=" + "".join(form.tokens))
    out |= {f"place {number}" for number in family("places", " ".join(form.tokens))}
    words = [word for word in form.words if word not in part("legal")]
    if len(words) > 1:
        out.add("initials " + "".join(word[0] for word in words))
        out.add("initials " + "".join(word[0] for word in words if word not in part("small")))
    if form.acronym:
        out.add(f"initials {form.acronym}")
    if form.tokens and form.tokens[-1] in part("given"):
        out.add(sound(form.tokens[-1]))
    return frozenset(out)


@lru_cache(maxsize=65536)
def content(text: str) -> frozenset[str]:
    """What a statement says, whatever its order and its small words: stems, numbers, and whether it negates."""
    known = lexicon()
    out = set()
    for word in _WORD.findall(folded(text)):
        key = canonical(word.replace("’", "'"))
        if key in known.negations or key.endswith("n't"):
            out.add("not")
        elif key not in known.light:
            out.add(stem(key))
    return frozenset(out) or frozenset(folded(text).split())


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two statements have in common, of the words of both."""
    return len(one & other) / len(one | other) if one or other else 1.0


def numbers(said: frozenset[str]) -> frozenset[str]:
    """The numbers among the words of a statement."""
    known = lexicon().numbers
    return frozenset(word for word in said if word[0].isdigit() or word in known)
