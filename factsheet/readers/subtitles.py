"""Subtitles: SubRip (SRT), WebVTT, SubStation Alpha (ASS), YouTube's SBV and TTML, as timed speech.

Lines are joined to sentences (`cues`). Marks of colour and place are no text, nor are lines that a caption repeats
from the one before, as captions that roll do.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.cues import Cue, article_of, seconds
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.streams import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factsheet.records import Article

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*(?P<start>{_CLOCK})(?:[ \t]*-->[ \t]*|,)(?P<end>{_CLOCK})[^\n]*$", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[\w.-]*)?[ \t]+([^<>]{1,80})>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,100}>|<\d[\d:.]{0,15}>|\{\\[^{}]{0,80}\}")
# Who speaks: ">> MAYOR SORREL: …", "SORREL: …"; and that another does: ">> …", "- …".
_NAMED = re.compile(r"(?:>>+|[-–—])?[ \t]*([A-ZÀ-Þ][A-ZÀ-Þ0-9 .'’-]{1,40}):[ \t]+(?=\S)")
_CHANGE = re.compile(r"(?:>>+|[-–—])[ \t]*(?=\S)")
_SCRIPT_TITLE = re.compile(
    r"^Title:[ \t]*(?!Default|untitled|<untitled>)(\S[^\n]{0,200})", re.MULTILINE | re.IGNORECASE
)
_DIALOGUE = re.compile(
    rf"^Dialogue:[^,\n]*,(?P<start>{_CLOCK}),(?P<end>{_CLOCK}),[^,\n]*,(?P<who>[^,\n]*),[^,\n]*,[^,\n]*,[^,\n]*,[^,\n]*,"
    r"(?P<said>[^\n]*)$",
    re.MULTILINE,
)
_TITLE = re.compile(r"WEBVTT[ \t]+[-–—][ \t]*([^\n]{1,200})")
_RATE = re.compile(r"[\d.]{1,12}(?=s$)")


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """What is said in some subtitles.

    Raises:
        ReadError: there is no line with its time in them.
    """
    manuscript = Manuscript(name, "subtitles")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield article_of(manuscript, _timed_text(manuscript, data))
        return
    text = decode_text(data, name=name).lstrip("\ufeff")
    title = _TITLE.match(text)
    manuscript.know(title=title[1] if title else None)
    if text.startswith("[Script Info]"):
        yield article_of(manuscript, _script(manuscript, text))
        return
    if not _TIMING.search(text):
        raise ReadError(f"{name}: no subtitles: there is no line of times in it")
    yield article_of(manuscript, _cues(_timed(text)))


def _timed(text: str) -> Iterator[tuple[str, str, str]]:
    """The start, end and lines of each caption."""
    times = list(_TIMING.finditer(text))
    for index, match in enumerate(times):
        end = times[index + 1].start() if index + 1 < len(times) else len(text)
        block = text[match.end() : end].strip("\n")
        if index + 1 < len(times):
            block = re.sub(r"(?:^|\n)[ \t]*\n?[^\n]{0,40}\n?$", "", block) if _has_label(block) else block
        # A blank line ends a caption: what follows is a note, a style or the name of the next one.
        yield match["start"], match["end"], re.split(r"\n[ \t]*\n", block)[0]


def _has_label(block: str) -> bool:
    """Whether the last line is the number of the next caption, with no blank line before it."""
    return bool(re.search(r"\n[ \t]*\d{1,6}[ \t]*$", block))


def _cues(timed: Iterable[tuple[str, str, str]]) -> Iterator[Cue]:
    """What is said, line by line, without what a caption repeats."""
    shown: list[str] = []
    speaker: str | None = None
    for start, end, block in timed:
        lines = [line for line in map(str.strip, block.split("\n")) if line]
        said = [tidy(html.unescape(_TAG.sub("", line))) for line in lines]
        new = [(raw, line) for raw, line in zip(lines, said, strict=True) if line and line not in shown]
        shown = [line for line in said if line]
        for number, (raw, line) in enumerate(new):
            voice = _VOICE.search(raw)
            named = _NAMED.match(line)
            change = named or _CHANGE.match(line)
            if voice or change:
                speaker = tidy(voice[1]) if voice else tidy(named[1]) if named else None
            elif _VOICE.search(block) is None and _was_voiced(speaker, block):
                speaker = None
            words = line[change.end() :] if change else line
            yield Cue(words, seconds(start) if not number else None, seconds(end), speaker, opens=bool(change))


def _was_voiced(speaker: str | None, block: str) -> bool:
    """Whether a caption without a voice follows one whose voice was marked: WebVTT says it each time."""
    return speaker is not None and not speaker.isupper() and bool(block)


def _script(manuscript: Manuscript, text: str) -> Iterator[Cue]:
    """What is said in SubStation Alpha (SSA, ASS), whose lines name the style and the speaker."""
    title = _SCRIPT_TITLE.search(text)
    manuscript.know(title=title[1] if title else None)
    for match in sorted(_DIALOGUE.finditer(text), key=lambda one: seconds(one["start"]) or 0.0):
        said = _TAG.sub("", match["said"]).replace("\\N", " ").replace("\\n", " ").replace("\\h", " ")
        yield Cue(said, seconds(match["start"]), seconds(match["end"]), tidy(match["who"]) or None)


def _timed_text(manuscript: Manuscript, data: bytes) -> Iterator[Cue]:
    """What is said in TTML (W3C), with times in clock or seconds."""
    from factsheet.readers.markup import inner_text, local
    from factsheet.readers.nodes import attribute, text_at
    from factsheet.readers.xmltree import parse

    root, warnings = parse(data, name=manuscript.name)
    manuscript.warnings += warnings
    manuscript.know(title=text_at(root, "head/metadata/title", "head/title"))
    for line in root.iter("{*}p"):
        if local(line) == "p":
            for mark in line.iter("{*}br"):
                mark.tail = " " + (mark.tail or "")
            yield Cue(inner_text(line), _offset(attribute(line, "begin")), _offset(attribute(line, "end")))


def _offset(text: str | None) -> float | None:
    rate = _RATE.match(text or "")
    if rate:
        return float(rate[0]) if rate[0].count(".") <= 1 and rate[0] != "." else None
    return seconds((text or "")[:12])
