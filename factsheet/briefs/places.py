"""The places of an entry's evidence in the article, and the article's words there.

A place is ¶7, a numbered paragraph of the body, or the zone of what has no number: [caption].
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from factsheet.briefs.page import Words
from factsheet.briefs.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.kinds import Entry
    from factsheet.records import Article, Evidence, Paragraph

_REFS = 6
"""How many paragraph numbers a fact shows; the others are counted."""


class Places:
    """Names the places of an article: ¶7, or the zone outside its numbered body."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._paragraphs = sorted(article.paragraphs, key=lambda p: p.start)
        self._starts = [p.start for p in self._paragraphs]

    def refs(self, evidence: Iterable[Evidence]) -> tuple[str, ...]:
        """The places of all spans: paragraph numbers first in their order, then zones."""
        starts = [start for one in evidence for start, _ in one.spans]
        places = [(place, self._time_at(start)) for start in starts if (place := self._at(start))]
        ordered = sorted(places, key=lambda found: (found[0].number is None, found[0].number or 0))
        refs = list(dict.fromkeys(f"{_ref(place)}{time}" for place, time in ordered))
        if len(refs) > _REFS:
            refs[_REFS:] = [f"and {len(refs) - _REFS} other places"]
        return tuple(refs)

    def ref(self, offset: int) -> str:
        """The place of an offset, "" outside every paragraph."""
        place = self._at(offset)
        return _ref(place) if place else ""

    def words(self, one: Evidence) -> Words:
        """The article's own words for a piece of evidence, not the model's."""
        if not one.is_found:
            return Words(plain(one.quote), note="not in the article")
        text = " … ".join(self._article.text[start:end] for start, end in one.spans)
        note = f"given as “{plain(one.quote)}”" if one.match == "altered" else ""
        places = tuple((span, self.ref(span[0])) for span in one.spans)
        return Words(plain(text), " ".join(self.refs([one])), note, places)

    def words_of(self, entry: Entry) -> tuple[Words, ...]:
        """The article's own words for all evidence of an entry."""
        return tuple(map(self.words, evidence_of(entry)))

    def _time_at(self, offset: int) -> str:
        """When the words at an offset are said, after a space; "" where nothing was recorded."""
        time = self._article.time_at(offset)
        return f" {time}" if time else ""

    def _at(self, offset: int) -> Paragraph | None:
        index = bisect.bisect_right(self._starts, offset) - 1
        found = self._paragraphs[index] if index >= 0 else None
        return found if found and offset < found.end else None


def _ref(place: Paragraph) -> str:
    return f"[{place.zone.replace('-', ' ')}]" if place.number is None else f"¶{place.number}"


def evidence_of(entry: Entry) -> Iterator[Evidence]:
    """The evidence of an entry, in the order of the fields that hold it."""
    for name in entry.section.evidence:
        yield from entry.value.get(name) or ()
