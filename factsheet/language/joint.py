"""Joint names: several people in one line, such as "A and B" or "A, B and C"."""

from __future__ import annotations

import re

_BETWEEN = re.compile(
    r"(?:(?<!\s)\s+)?(?:,\s*(?:(?:and|und|et|y|e|en|och|og)\s+)?|;\s*)|(?<!\s)\s+(?:and|und|et|y|e|en|och|og|&)\s+"
)
"""What stands between two names: a comma, a word for "and" in the larger languages of news, or both."""


def joint_names(name: str) -> tuple[str, ...]:
    """The names in a joint name with "and" or commas; empty if it is one name.

    Whether it is not one name after all ("Marks and Spencer") is for those to say who know the names.

    >>> joint_names("Emmanuel Macron, Vladimir Putin and the White House")
    ('Emmanuel Macron', 'Vladimir Putin', 'the White House')
    """
    parts = tuple(part for part in _BETWEEN.split(name.strip()) if part)
    return parts if len(parts) > 1 else ()
