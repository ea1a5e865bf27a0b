"""Bylines on a line of their own: "By Jane Doe, AP", but not "By Tuesday night, half of the wall was gone."."""

from __future__ import annotations

import re

from factsheet.language.lists import Lists
from factsheet.readers.dates import without_dates

_PARTS = Lists("factsheet.readers").parts("bylines")
_BY = re.compile(rf"(?:{'|'.join(_PARTS['by'])})\s+", re.IGNORECASE)
_WORDS = {part: Lists("factsheet.readers").words("bylines", part) for part in ("in a name", "roles", "no names")}
# A word of a name, whatever its alphabet: "O'Neill", "J.", "Müller-Lüdenscheidt".
_WORD = re.compile(r"[^\W\d_][\w.'’/-]*|&")
# Where the name ends and what follows says who that is: "Jane Doe, AP", "Jane Doe in Lindau", "Jane Doe | Gazette".
_AFTER = re.compile(r"\s*(?:[,;|(–—/]|\s-\s|\s(?:in|for|at|from|of|aus|à|en|a)\s)")
_ENDS = re.compile(r"[!?…。]$|(?<![A-Z])(?<!\b[A-Za-z]r)(?<!\bInc)(?<!\bLtd)\.$")
# Without "by": "Jane Doe, staff reporter".
_STAFF = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3},? (?:staff|correspondent|reporter)\b", re.IGNORECASE)
_LONGEST = 120
_MOST_WORDS = 9  # words of the names in a byline
_MOST_AFTER = 8


def writer(text: str | None) -> str | None:
    """The name in a byline on a line of its own, as in "By Jane Doe ="; None if it is no byline."""
    line = " ".join((text or "").split()).strip(" =*_|")
    match = _BY.match(line)
    if match is None or len(line) > _LONGEST:
        return None
    who = re.split(r"\s\d", without_dates(line[match.end() :]))[0].strip(" ,=|–—-·•")
    return who if is_name(who) else None


def is_byline(line: str) -> bool:
    """Whether a line names who wrote a story, and nothing else."""
    return writer(line) is not None or (len(line) < _LONGEST and bool(_STAFF.match(line)) and not _ENDS.search(line))


def is_name(who: str) -> bool:
    """Whether a text is a name, or several, and at most who that is behind them."""
    if _ENDS.search(who) or re.search(r"[\"“”„«»:]", who):
        return False
    end = _AFTER.search(who)
    name, after = (who[: end.start()], who[end.end() :]) if end else (who, "")
    words = _WORD.findall(name)
    if not words or len(words) > _MOST_WORDS or words[0].casefold().rstrip(".") in _WORDS["no names"]:
        return False
    first = words[0][0].isupper() or not words[0][0].islower() or words[0] in {"our", "staff", "a"}
    return first and all(map(_is_of_name, words)) and _is_after(after)


def _is_of_name(word: str) -> bool:
    return not word[0].islower() or word in _WORDS["in a name"] or word in _WORDS["roles"]


def _is_after(after: str) -> bool:
    """Whether what follows a name can say whose it is: a few words, of which the first is a name or a role."""
    words = _WORD.findall(after)
    return len(words) <= 1 or (len(words) <= _MOST_AFTER and any(map(_is_of_name, words[:2])))
