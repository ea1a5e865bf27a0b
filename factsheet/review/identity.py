"""When two facts are the same: the same words in every field, proved by the same words of the article.

A verdict belongs to a fact by this identity. So a new run of a model keeps the verdicts on what it says again, and
nothing that a person decided is put on a fact that differs, be it only in the number it gives.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.kinds import Entry, Kind, Section
    from factsheet.records import Evidence, Facts, Json

_DIGITS = 20
"""Hexadecimal digits of an identity: 80 bits, so that no two facts of one ledger share one."""


def identified(kind: Kind, facts: Facts, text: str) -> Iterator[tuple[str, Entry]]:
    """Every entry with its identity; of entries that are the same in all, the later ones are numbered."""
    seen: Counter[str] = Counter()
    for entry in kind.entries(facts):
        name = identity(entry.section, entry.value, text)
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), entry


def identity(section: Section, entry: Mapping[str, Any], text: str) -> str:
    """The identity of one entry, a name of twenty hexadecimal digits."""
    said = {f.name: _folded(entry.get(f.name)) for f in section.fields if not f.is_evidence}
    proof = {
        name: sorted([_folded(one.quote), *_words(one, text)] for one in entry.get(name) or ())
        for name in section.evidence
    }
    canonical = json.dumps([section.name, said, proof], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def digest(document: str) -> str:
    """SHA-256 of a sheet file's text: the name of a run."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def _words(evidence: Evidence, text: str) -> list[Json]:
    """The article's own words, so that evidence which the article no longer has is another."""
    return [_folded(text[start:end]) for start, end in evidence.spans]


def _folded(value: Json) -> Json:
    """A value in which white space makes no difference."""
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value
