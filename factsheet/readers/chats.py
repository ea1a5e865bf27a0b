"""A story copied from a messenger: one long message among a few short ones, each below or behind its sender and time.

As WhatsApp, Telegram, Slack and Teams put them into the clipboard. A conversation, in which nobody says much more than
the others, is a transcript (`transcripts`).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from factsheet.readers.manuscript import word_count

_DAY = r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[  ]?[AaPp]\.?[Mm]\.?)?"
_WHEN = rf"(?:{_DAY},?[  ]{_CLOCK}|{_CLOCK},?[  ]{_DAY})"
_NAME = r"(?:~[  ]?)?(?:[^\W\d_]|\+\d)[^\n:\[\]]{1,40}?"
# "[14:32, 03/03/2026] NAME: …", "14.04.26, 18:02 - NAME: …"; what the messenger itself says has no name.
_BEFORE = rf"(?:\[{_WHEN}\]|{_WHEN}[  ]?[-–])[  ](?P<who>{_NAME}:[ \t\n])?"
# Alone on a line: "NAME, [03.03.2026 14:32]", "[3/3 2:32 PM] NAME", "NAME  2:32 PM".
_ALONE = (
    rf"(?P<name>{_NAME},[  ]\[{_WHEN}\]:?|\[(?:{_WHEN}|{_CLOCK})\][  ]{_NAME}:?|{_NAME}[  ]{{1,4}}\[?{_CLOCK}\]?)"
    r"[ \t]*\n"
)
_STAMP = re.compile(rf"^\u200e?(?:{_ALONE}|{_BEFORE})", re.MULTILINE)
_LOOKED_AT = 200  # characters of a text in which a message begins if it is from a messenger
_FEWEST_WORDS = 60  # of the message that is the story
_SHORT = 30  # words of each of the others


class Copied(NamedTuple):
    """The text of the message that is the story, and how many others were around it."""

    text: str
    others: int


def story(text: str) -> Copied | None:
    """The story among the messages of a text; None where there are no messages, or none of them is one."""
    stamps = list(_STAMP.finditer(text)) if _STAMP.search(text[:_LOOKED_AT]) else []
    if not any(stamp["who"] or stamp["name"] for stamp in stamps) or text[: stamps[0].start()].strip():
        return None
    ends = [*(stamp.start() for stamp in stamps), len(text)]
    said = [text[stamp.end() : end].strip() for stamp, (_, end) in zip(stamps, pairwise(ends), strict=True)]
    longest = max(said, key=word_count)
    others = [one for one in said if one is not longest]
    if word_count(longest) < _FEWEST_WORDS or any(word_count(one) > _SHORT for one in others):
        return None
    return Copied(longest, len(others))
