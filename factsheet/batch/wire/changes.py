"""Changes: what a later version of a story says that an earlier one did not, in facts.

Sentences are paired by their words; where a pair differs in a number the change is a figure, and a sentence
of the later version that denies something and has no pair is a denial added. Typing, order and growth are no
changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.briefs.text import shortened
from factsheet.language.numbers import agree, quantities
from factsheet.language.sentences import sentences

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
# Verbs of denying in the languages of the wires that are read: English, German, French, Spanish.
_DENIES = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying)|denial|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed|e)|disput(?:es|ed|e)"
    r"|dementier\w*|bestreitet|bestritt\w*|zurückgewiesen|dément\w*|niega\w*|desmient\w*)\b"
)


def changes(earlier: Article, latest: Article) -> list[str]:
    """The changes as sentences for a person, the most telling first, at most eight."""
    before, after = _sentences(earlier), _sentences(latest)
    figures, denials = [], []
    for new in after:
        old = _pair(new, before)
        if old is None:
            if _DENIES.search(new) and before:
                denials.append(f"denial added: {shortened(new, _SHOWN)}")
        elif old != new and (told := _figures(old, new)):
            figures.append(told)
    return (figures + denials)[:_MOST]


def _sentences(article: Article) -> list[str]:
    out: list[str] = []
    for paragraph in article.body():
        for start, end in sentences(article.text, paragraph.start, paragraph.end):
            out.append(" ".join(article.text[start:end].split()))
    return out[:_LONGEST]


def _pair(sentence: str, others: list[str]) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(sentence, others, scorer=fuzz.ratio, score_cutoff=_PAIRED)
    return found[0] if found else None


def _figures(old: str, new: str) -> str | None:
    """What changed between the numbers of two sentences that say the same; None where none did."""
    before, after = quantities(old), quantities(new)
    if [(q.kind, q.unit) for q in before] != [(q.kind, q.unit) for q in after]:
        return None
    told = [
        f"{old[a.start : a.end]} → {new[b.start : b.end]}"
        for a, b in zip(before, after, strict=True)
        if not agree(a, b)
    ]
    return f"figure changed: {', '.join(told)}: {shortened(new, _SHOWN)}" if told else None
