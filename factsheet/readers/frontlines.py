"""Classifies a line at the top of a story by its words: a caption, a note, a date, a sender.

Where a line stands is the business of `front`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.datelines import at_lead, from_field
from factsheet.language.lists import Lists
from factsheet.readers import bylines, notices
from factsheet.readers.dates import is_date_line

if TYPE_CHECKING:
    from collections.abc import Sequence

LIVE = "a live blog: entries with times, the latest first"
"""The warning about a live report."""

BESIDE_DATE = 6
"""Words that may stand beside the date of publication in its line: a place, who wrote it."""

_UPDATE_LENGTH = 100
_CAPTION_LENGTH = 160
"""Characters below which a block that names a photographer is a caption; of a longer one it has to be the end."""

# Who took a picture, or who stands where on it.
_CAPTION = re.compile(
    r"\b(?:image|photo|photograph|picture|foto|credit|file photo)s?(?: (?:caption|credit|source))?\s*:|^caption\s*:|"
    r"\((?:L|R|C|left|right)\)|"
    r"\b(?:getty images|reuters/|afp/|ap photo|via ap|anadolu agency|from file)\b|(?<![ÃÂ])©",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"\([^()]{3,120}\)\s*$|image: [^.]{3,60}\.?$", re.IGNORECASE)
# Who sends a release, and that it is one.
_RELEASE = re.compile("|".join(Lists("factsheet.readers").lines("phrases", "release")), re.IGNORECASE)
# The label of a date of publication.
_UPDATE = re.compile(r"\b(?:update[ds]?|published|posted|last modified|mis à jour|publié)\b", re.IGNORECASE)
_LABELLED_UPDATE = re.compile(rf"\W*{_UPDATE.pattern}.*\d{{4}}", re.IGNORECASE)
_LABEL = re.compile(r"(?:ABSTRACT|FULL TEXT|TRANSCRIPT)[.:]?")
_CLOCK = re.compile(
    r"(?:\d{1,2}[:.h]\d{2}|\d{1,2}(?= ?[ap]\.?m))(?: ?(?:[ap]\.?m\.?|uhr|h|hrs?))?(?: [A-Z]{2,4})?", re.IGNORECASE
)
_FEWEST_TIMES = 3  # times of day in lines of their own, from which a story is a live report
# What only codes of a wire are made of: letters and digits mixed, and a slug behind two or three letters.
_CODED = re.compile(
    r"[a-z]+\d\w*|\d+(?!st\b|nd\b|rd\b|th\b|s\b|m\b|bn\b|km\b)[a-z]\w*|[a-z]{2,3}-[A-Z][\w-]+", re.IGNORECASE
)
_SHORT_CODE = re.compile(r"[a-z]{1,3}|[A-Z]{2,5}(?:-\d+)?|[\d/:.,-]+")
_MOST_CODES = 12
PLAYER = re.compile(r"Media playback is (?:un|not )supported on (?:your|this) device ?\.?", re.IGNORECASE)
"""What stands in the place of a video that cannot be played."""
# "CNN --" above a lead.
_AGENCY_ALONE = re.compile(r"\(?(?:AFP|AP|BBC|CNN|DPA|Reuters|UPI)\)?\s*[-–—]+", re.IGNORECASE)
_EDITORS_NOTE = re.compile(r"^\((?:adds?|updates?|recasts?|corrects?|refiles?|repeats?|eds?:?)\b.*\)$", re.IGNORECASE)


def is_caption(text: str) -> bool:
    """Whether a block describes a picture: it names who took it, at its end or with a label."""
    is_short = len(text) < _CAPTION_LENGTH
    return (is_short or bool(_CREDIT_AT_END.search(text[-_CAPTION_LENGTH:]))) and bool(_CAPTION.search(text))


def is_release(text: str) -> bool:
    """Whether all of a line says that a text is a release, who sends it, or to whom."""
    return bool(_RELEASE.fullmatch(text))


def is_update(text: str) -> bool:
    """Whether a line at the top says when the story was published, or which time a part of it is of."""
    labelled = len(text) < _UPDATE_LENGTH and bool(_UPDATE.search(text))
    return labelled or _is_dated(text) or is_clock(text)


def _is_dated(text: str) -> bool:
    """Whether a line is there for a date: no lead of a few words behind its dateline."""
    lead = text[at_lead(text).end :]
    return is_date_line(text, BESIDE_DATE) and (lead == text or not lead.endswith((".", "!", "?")))


def is_clock(text: str) -> bool:
    """Whether a line is a time of day by itself, above a part of a live report."""
    return bool(_CLOCK.fullmatch(text))


def is_live(texts: Sequence[str]) -> bool:
    """Whether some of these blocks are times of day, as above the parts of a live report."""
    return sum(map(is_clock, texts)) >= _FEWEST_TIMES


def is_coded(text: str) -> bool:
    """Whether a line above a story is nothing but the codes of a wire: "a0421----", "u f bc-Rates 07-14 0214"."""
    words = text.strip(" *=-^").split()
    coded = [word for word in words if _CODED.fullmatch(word.strip("()-=*^"))]
    others = [word for word in words if word not in coded and not _SHORT_CODE.fullmatch(word)]
    return bool(coded) and not others and len(words) <= _MOST_CODES and any(map(str.isdigit, text))


def is_label(text: str) -> bool:
    """Whether a line is of a database or a page, above a part of a story: "ABSTRACT", an agency alone, its player."""
    return any(pattern.fullmatch(text) for pattern in (_LABEL, _AGENCY_ALONE, PLAYER))


def is_note(text: str) -> bool:
    """Whether a line is a note to editors."""
    return bool(_EDITORS_NOTE.match(text)) or notices.is_to_editors(text)


def is_filed(text: str) -> bool:
    """Whether all of a line is a dateline of an agency: "Paris, March 3, 2026 (AFP) -"."""
    found = from_field(text.rstrip(" -–—:"))
    return bool(found.place and found.agency)


def is_matter(text: str) -> bool:
    """Whether a line at the top is known for something else than a headline."""
    known = (_is_dated(text), is_label(text), bylines.is_byline(text), is_caption(text), is_note(text))
    return any(known) or bool(is_release(text) or (len(text) < _UPDATE_LENGTH and _LABELLED_UPDATE.match(text)))
