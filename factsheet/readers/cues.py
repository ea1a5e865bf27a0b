"""Timed speech: joins the lines of subtitles and transcripts into sentences, by speaker.

A paragraph begins where another speaks, after a pause, and where one is long. It begins with the speaker's name where
that is known, as transcripts are printed. `Article.cues` keeps at which time which words are said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers.manuscript import SENTENCE_END, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.readers.manuscript import Manuscript
    from factsheet.records import Article

_PAUSE = 3.0  # seconds of silence after which a finished sentence ends a paragraph
_LONG = 60  # words from which the end of a sentence ends a paragraph
_LONGEST = 180  # words from which one ends at the next pause in a text without full stops
# A line that only describes a sound: "[Applause]", "(music)", "♪ … ♪".
_SOUND = re.compile(r"[\[(][^\[\]()]{1,60}[\])]|[♪♫#][^\n]{0,200}")
_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Cue:
    """Some words: when they begin and end, in seconds, and who says them, as far as that is known."""

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    opens: bool = False
    """Whether a paragraph begins here all the same, as where somebody else speaks who has no name."""
    named: bool = True
    """Whether a paragraph that begins here begins with the name."""


@dataclass(slots=True)
class _Paragraph:
    speaker: str | None
    parts: list[str] = field(default_factory=list)
    cues: list[tuple[int, float]] = field(default_factory=list)
    """The offset in the paragraph at which words begin, and when they do."""
    length: int = 0
    words: int = 0

    def add(self, text: str, start: float | None) -> None:
        if self.parts:
            self.length += 1
        if start is not None:
            self.cues.append((self.length, start))
        self.parts.append(text)
        self.length += len(text)
        self.words += len(text.split())


def seconds(text: str | None) -> float | None:
    """A time such as "1:02:03.5", "02:03" or "02:03,5" in seconds, or None."""
    match = _TIME.fullmatch((text or "").strip())
    if match is None:
        return None
    hours, minutes, whole, part = match.groups()
    return int(hours or 0) * 3_600 + int(minutes) * 60 + int(whole) + float(f"0.{part or 0}")


def article_of(manuscript: Manuscript, cues: Iterable[Cue]) -> Article:
    """The article that some words in their order come to, below what the manuscript has already.

    Raises:
        ReadError: no words are said.
    """
    spoken = _joined(cues)
    if not spoken:
        raise ReadError(f"{manuscript.name}: no article: nothing is said in it")
    before = len(manuscript.body)
    for one in spoken:
        manuscript.add("body", " ".join(one.parts))
    article = manuscript.article()
    said = [p for p in article.paragraphs if p.zone in {"lead", "body"}][-len(spoken) :]
    assert len(manuscript.body) == before + len(spoken)
    times = [(place.start + at, start) for place, one in zip(said, spoken, strict=True) for at, start in one.cues]
    return replace(article, cues=tuple(f"{at} {clock(start)}" for at, start in times))


def clock(time: float) -> str:
    """Seconds as hours, minutes and seconds: 00:01:02."""
    whole = int(time)
    return f"{whole // 3_600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _joined(cues: Iterable[Cue]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    last: Cue | None = None
    for cue in cues:
        text = tidy(cue.text)
        if not any(map(str.isalnum, text)) or _SOUND.fullmatch(text):
            continue
        if last is None or _begins(found[-1], last, cue):
            found.append(_Paragraph(cue.speaker))
            if cue.speaker and cue.named:
                text = f"{cue.speaker}: {text}"
        found[-1].add(text, cue.start)
        last = cue
    return found


def _begins(current: _Paragraph, last: Cue, cue: Cue) -> bool:
    """Whether words begin a paragraph."""
    if cue.opens or cue.speaker != last.speaker:
        return True
    pause = cue.start - last.end if cue.start is not None and last.end is not None else 0.0
    if SENTENCE_END.search(current.parts[-1]):
        return pause >= _PAUSE or current.words >= _LONG
    return current.words >= _LONGEST
