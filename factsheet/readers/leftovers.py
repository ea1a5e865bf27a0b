"""Artefacts of other programs in pasted text, and their removal.

The marks of a mail that is quoted, the codes of quoted-printable (RFC 2045, 6.7), separators of lines and paragraphs
(Unicode 5.8), words that were divided at the end of a line, and sentences without a space between them.
"""

from __future__ import annotations

import quopri
import re
from collections import Counter

from factsheet.readers.hyphens import WORD, joined

_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n\n", "\x85": "\n"})
# A byte of quoted-printable, and a line that goes on in the next one.
_CODE = re.compile(r"=[0-9A-F]{2}")
_SOFT_BREAK = re.compile(r"[^\n=]=\n(?=\S)")
_BEYOND_ASCII = re.compile(r"=[C-F][0-9A-F](?:=\n)?=[89AB][0-9A-F]")
# A comment at the foot of a text, behind its mark.
_COMMENT = re.compile(r"^\[([a-z]{1,2})\]\S", re.MULTILINE)
_FEWEST = 2  # codes that are no chance
# A word that goes on in the next line: a hyphen between letters, the second one small.
_DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}-)[ \t]{0,20}\n[ \t]{0,40}([a-zß-ÿ]\S{0,60})([ \t]?)")
_BLANK = re.compile(r"(\n[ \t]*\n\s*)")
# Lines that begin with an indent or the mark of an item say themselves where paragraphs begin.
_SET = re.compile(r"\n(?:[ \t]{2,}\S|[*•–-] |\d{1,2}[.)] )")
_LINE_END = re.compile(r"[ \t]{0,20}\n(?=\S)")
# A stop behind a word, a number or a share, and a word with a capital that is no part of an address.
_JOINED = re.compile(
    r"""(?<!\bwww)(?:(?<=[a-zß-ÿ]{3})|(?<=[\d%)]))[.?!](?P<marks>["“”]{0,2})"""
    r"(?=U\.S\. |[AI] |[A-ZÀ-Þ]{2,9}[’']s |(?!(?:Com|Net|Org|Js)\b)[A-ZÀ-Þ][a-zß-ÿ]++(?!\.\w))"
)


def without_marks(text: str) -> str:
    """The text with newlines as LF, and without quotation marks if all lines of a mail are quoted."""
    text = text.translate(_SEPARATORS)
    quoted = all(line.lstrip().startswith(">") for line in text.split("\n") if line.strip())
    return _QUOTE_MARK.sub("", text) if quoted else text


def without_comments(text: str) -> tuple[str, int]:
    """The text without what Google Docs writes of comments into a text, and their number: "girder[a]", "[a]which one?".

    The comments are the last lines, and each has its mark above them.
    """
    first = _COMMENT.search(text)
    lines = [line for line in text[first.start() :].split("\n") if line.strip()] if first else []
    comments = [match[1] for line in lines if (match := _COMMENT.match(line))]
    story = text[: first.start()] if first else text
    if len(comments) < len(lines) or any(f"[{mark}]" not in story for mark in comments):
        return text, 0
    for mark in comments:
        story = story.replace(f"[{mark}]", "")
    return story, len(comments)


def without_codes(text: str) -> str:
    """The text with quoted-printable codes decoded."""
    if "=" not in text or not _is_quoted_printable(text):
        return text
    data = quopri.decodestring(text.encode("utf-8", "surrogatepass"))
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace").replace("\r\n", "\n")


def _is_quoted_printable(text: str) -> bool:
    codes = len(_CODE.findall(text))
    return codes >= _FEWEST and bool(_BEYOND_ASCII.search(text) or len(_SOFT_BREAK.findall(text)) >= _FEWEST)


def with_whole_words(text: str) -> str:
    """The text with words put together that were divided at the ends of lines.

    Lines with such a word, and those around it up to a blank one, were wrapped by a program: they are one paragraph.
    """
    if not _DIVIDED.search(text):
        return text
    words = Counter(WORD.findall(text.lower()))
    parts = _BLANK.split(text)
    return "".join(_unwrapped(part, words) if _DIVIDED.search(part) else part for part in parts)


def _unwrapped(part: str, words: Counter[str]) -> str:
    whole = _DIVIDED.sub(lambda match: f"{joined(match[1], match[2], words)}{match[2]}{match[3]}", part)
    return whole if _SET.search(part) else _LINE_END.sub(" ", whole)


def with_spaces(text: str) -> tuple[str, int]:
    """The text with missing spaces between sentences added, as in scraped pages, and their number.

    A straight quotation mark between two belongs to the first where a quotation of its line was open.

    >>> with_spaces('Rates rose.The bank said "Never."It was late.')
    ('Rates rose. The bank said "Never." It was late.', 2)
    """
    parts: list[str] = []
    last = at = marks = 0
    for match in _JOINED.finditer(text):
        begin = text.rfind("\n", at, match.start()) + 1
        marks = text.count('"', begin or at, match.start()) + (0 if begin else marks)
        at = match.start()
        between = _between(match, is_open=marks % 2 == 1)
        parts.append(text[last:between])
        last = between
    return " ".join([*parts, text[last:]]), len(parts)


def _between(match: re.Match[str], *, is_open: bool) -> int:
    """Where the space belongs: before a mark that opens, behind one that closes."""
    marks = match["marks"]
    if len(marks) == len('""'):
        return match.end() - 1
    return match.end() if marks == "”" or (marks == '"' and is_open) else match.end() - len(marks)
