"""Maps feeds' subject codes to IPTC Media Topics.

A Media Topic is taken over. Of the older eight-digit subject codes only the first two digits are certain: the
seventeen branches kept their numbers (01 arts … 17 weather), while the codes below them were made anew. A name is
taken where it is, letter for letter, the label of one Media Topic.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.kinds import data_folder
from factsheet.readers.manuscript import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.readers.manuscript import Manuscript

MOST = 60
"""Codes kept of one article: more are an index, not subjects."""

_CODE = re.compile(r"(?:^|[:/#])(\d{8})$")
_BRANCHES = range(1, 18)


def know_subjects(
    manuscript: Manuscript, codes: Iterable[str], names: Iterable[str] = (), also: Iterable[str] = ()
) -> None:
    """Note subject codes as they came, the Media Topics that they and some names stand for, and `also` other codes."""
    topics, raw = subjects(codes, names)
    manuscript.know(subjects=topics, codes=(*raw, *also))


def subjects(codes: Iterable[str], names: Iterable[str] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Media Topics that codes and names stand for, as `medtop:NNNNNNNN`, and the codes as they came.

    A code is a qcode (`subj:04008024`), an address that ends in one, or the eight digits alone.
    """
    known = vocabulary()
    raw = tuple(dict.fromkeys(filter(None, map(tidy, codes))))[:MOST]
    topics: dict[str, None] = {}
    for code in raw:
        match = _CODE.search(code)
        if match is None:
            continue
        exact = f"medtop:{match[1]}"
        if exact in known and ("medtop" in code.lower() or "mediatopic" in code.lower()):
            topics[exact] = None
        elif int(match[1][:2]) in _BRANCHES:
            topics[f"medtop:{match[1][:2]}000000"] = None
    by_label = labels()
    for name in names:
        if topic := by_label.get(tidy(name).casefold()):
            topics[topic] = None
    # A branch says nothing beside a topic in it.
    return _without_branches(topics, known)[:MOST], raw


def _without_branches(topics: Iterable[str], known: dict[str, tuple[str, str | None]]) -> tuple[str, ...]:
    topics = tuple(topics)
    above = set()
    for topic in topics:
        parent = known[topic][1] if topic in known else None
        while parent:
            above.add(parent)
            parent = known[parent][1] if parent in known else None
    return tuple(topic for topic in topics if topic not in above or not topic.endswith("000000"))


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, tuple[str, str | None]]:
    """The label of every Media Topic and the code of the one above it, by code."""
    path = data_folder("schemas") / "vocabularies" / "mediatopics.json"
    concepts = json.loads(path.read_text(encoding="utf-8"))["concepts"]
    return {concept["code"]: (concept["label"], concept["broader"]) for concept in concepts}


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """The code of every label that only one Media Topic has."""
    found: dict[str, str] = {}
    twice = set()
    for code, (label, _) in vocabulary().items():
        key = label.casefold()
        if key in found:
            twice.add(key)
        found[key] = code
    return {label: code for label, code in found.items() if label not in twice}
