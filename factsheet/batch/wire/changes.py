"""Changes: what a later version of a story says that an earlier one did not, in facts.

Headlines and sentences are paired by their words; where a pair of one place and one speaker differs in a number the
change is a figure, and a sentence of the later version that denies a claim and has no pair is a denial added. Typing,
order and growth are no changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.briefs.text import shortened
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree, quantities
from factsheet.language.sentences import sentences
from factsheet.language.text import reading

if TYPE_CHECKING:
    from factsheet.records import Article

_PAIRED = 70.0
"""Per cent of likeness, as rapidfuzz measures it, from which two sentences say the same thing."""
_MOST = 8
"""Changes that are told of one version."""
_SHOWN = 200
"""Characters of a sentence that are shown."""
_LONGEST = 400
"""Sentences compared: a news story has fewer; of a report the first are enough."""
_CLAIMS, _WHAT_IS_DENIED = ENGLISH.words("disputes", "claims"), ENGLISH.words("disputes", "denied")
_WITHIN = 5
"""Words after a verb of denying among which stands what is denied."""
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es|ed|ing))\b"
)
_EDGE = re.compile(r"[^\w\s]")
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_NOT_ENGLISH = re.compile(r"\b(?:dementier|bestr(?:eitet|itt)|zurückgewiesen|dément|niega|desmient)\w*")
"""Verbs of denying in German, French and Spanish."""


def changes(earlier: Article, latest: Article) -> list[str]:
    """The changes as sentences for a person, the most telling first, at most eight."""
    before, after = _sentences(earlier), _sentences(latest)
    figures, denials = [], []
    for new in after:
        old = _pair(new, before)
        if old is None:
            if before and _denies(new.casefold()):
                denials.append(f"denial added: {shortened(new, _SHOWN)}")
        elif old != new and (told := _figures(old, new)):
            figures.append(told)
    return (figures + denials)[:_MOST]


def _sentences(article: Article) -> list[str]:
    out = [article.title] if article.title else []
    for paragraph in article.body():
        for start, end in sentences(article.text, paragraph.start, paragraph.end):
            out.append(" ".join(article.text[start:end].split()))
    return out[:_LONGEST]


def _pair(sentence: str, others: list[str]) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(sentence, others, scorer=fuzz.ratio, score_cutoff=_PAIRED)
    return found[0] if found else None


def _denies(sentence: str) -> bool:
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


def _figures(old: str, new: str) -> str | None:
    """What changed between the numbers of two sentences that say the same; None where none did."""
    before, after = quantities(old), quantities(new)
    if [(q.kind, q.unit) for q in before] != [(q.kind, q.unit) for q in after] or _are_of_others(old, new):
        return None
    told = [
        f"{old[a.start : a.end]} → {new[b.start : b.end]}"
        for a, b in zip(before, after, strict=True)
        if not agree(a, b)
    ]
    return f"figure changed: {', '.join(told)}: {shortened(new, _SHOWN)}" if told else None


def _are_of_others(old: str, new: str) -> bool:
    """Whether each of two sentences has a name that the other lacks: it counts elsewhere, or for another."""
    one, other = (
        {word for name in text.names for word in text.keys[name.first : name.last]} for text in map(reading, (old, new))
    )
    return bool(one - other and other - one)
