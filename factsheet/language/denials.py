"""Denials: whether a sentence denies a claim, and which words it negates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lexicon import is_light, stem
from factsheet.language.lists import ENGLISH
from factsheet.language.text import reading
from factsheet.language.thesaurus import bases, headword, is_mostly

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAIMS, _WHAT_IS_DENIED = ENGLISH.words("disputes", "claims"), ENGLISH.words("disputes", "denied")
_WITHIN = 5
"""Words after a verb of denying among which stands what is denied."""
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es|ed|ing))\b"
)
_EDGE = re.compile(r"[^\w\s]")
_BE = ENGLISH.words("grammar", "be")
_NOT_ENGLISH = re.compile(r"\b(?:dementier|bestr(?:eitet|itt)|zurückgewiesen|dément|niega|desmient)\w*")
"""Verbs of denying in German, French and Spanish."""
_NOT = frozenset({"not", "never"})
_NOT_NEAR = 4
"""Words behind a negation among which the word is that it negates: "has not yet been detained"."""


def denies(sentence: str) -> bool:
    """Whether somebody denies a claim in it: "denied that", "dismissed the allegations", not "was denied a permit"."""
    return bool(_NOT_ENGLISH.search(sentence)) or any(
        _is_of_claim(sentence, verb) for verb in _DENIES.finditer(sentence)
    )


def _is_of_claim(sentence: str, verb: re.Match[str]) -> bool:
    before, after = (_EDGE.sub("", part).split() for part in (sentence[: verb.start()], sentence[verb.end() :]))
    if not _BE.isdisjoint(before[-2:]):  # what is denied is the subject: "was later denied"
        return not _CLAIMS.isdisjoint(before[-_WITHIN:])
    if not _CLAIMS.isdisjoint(after[:_WITHIN]):
        return True
    first = after[0] if after else ""
    return verb[0].startswith("den") and (first in _WHAT_IS_DENIED or first.endswith("ing"))


def negated(sentence: str) -> Iterator[str]:
    """The stems of the verbs and adjectives that a sentence negates, each behind its "not".

    >>> list(negated("She has not yet been charged, and not only the mayor saw it."))
    ['charg']
    """
    read = reading(sentence)
    for at, key in enumerate(read.keys):
        if key in _NOT and read.keys[at + 1 : at + 2] != ["only"]:
            behind = (key for key in read.keys[at + 1 : at + 1 + _NOT_NEAR] if not is_light(key) and _tells(key))
            word = next(behind, None)
            if word is not None and not is_mostly(word, "n"):
                yield stem(word)


def _tells(word: str) -> bool:
    """Whether a word is more than an adverb."""
    return any(set(headword(base).parts) - {"r"} for base in bases(word))
