"""Transcripts: lines that begin with the speaker, "NAME: …", often with the time.

Who speaks stays in the text; the times become those of the words (`cues`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers.cues import Cue, article_of, seconds
from factsheet.readers.dates import find_dates
from factsheet.readers.manuscript import SENTENCE_END, Manuscript, tidy
from factsheet.readers.streams import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.records import Article, Zone

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_NAME = r"(?:[^\W\d_a-z][\w.'’-]*)(?:(?:,? |\()(?:[\w.'’&)-]+)){0,9}"
# "[00:01:02] NAME: …", "NAME (00:01): …", and of messengers "[14/04/2026, 18:02] NAME: …", "14.04.26, 18:02 - NAME: …".
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?[ ])?"
_TURN = re.compile(
    rf"(?:[\[(]?{_DAY}(?P<before>{_CLOCK})(?:\s?[AaPp]\.?[Mm]\.?)?(?:[ ]*[-–][ ]*{_CLOCK})?[\])]?"
    r"[ \t]*(?:[-–][ \t]*)?)?"
    rf"(?P<who>{_NAME})(?:[ \t]*[\[(](?P<after>{_CLOCK})[\])])?[ \t]*:[ \t]+(?P<said>\S.*)"
)
# "[00:01:02] …", without a name.
_TIMED = re.compile(rf"[\[(](?P<before>{_CLOCK})(?:[ ]*[-–>]+[ ]*{_CLOCK})?[\])][ \t]+(?P<said>\S.*)")
# "NAME  00:01", alone on a line, and what is said below it.
_HEAD = re.compile(rf"(?P<who>{_NAME})(?:[ \t]{{1,6}}|[ \t]*[\[(|])(?P<after>{_CLOCK})[\])]?[ \t]*:?")
# "0:04", alone on a line, above what is said then, as video sites show it.
_ALONE = re.compile(rf"[\[(]?(?P<before>{_CLOCK})[\])]?")
_FIRST = 60.0  # seconds in which the first of such times is; those of a live report are times of day
_MADE_BY = re.compile(r"transcri(?:bed|pt(?:ion)?) (?:provided )?by\b.{0,80}", re.IGNORECASE)
_LABEL = re.compile(r"transcri(?:pt|ption|ção|pción)|transkript|trascrizione", re.IGNORECASE)
_LONGEST_NAME = 70
_FEWEST_TURNS = 4
_SHARE = 0.4  # of the paragraphs of a transcript that are turns
_HEADLINE_WORDS = 40
_LABEL_WORDS = 12


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """What is said in a transcript, below what is above it.

    Raises:
        ReadError: it is no text, or nobody says anything.
    """
    lines = [tidy(line) for line in decode_text(data, name=name).split("\n")]
    first = next((index for index, line in enumerate(lines) if _turn(line)), 0)
    manuscript = Manuscript(name, "transcript")
    for line in filter(None, lines[:first]):
        _front(manuscript, line)
    yield article_of(manuscript, _cues(lines[first:]))


def is_transcript(text: str) -> bool:
    """Whether the lines of a text are turns: four or more, with times or by speakers who come back.

    It is enough that one comes back where all names are in capitals.
    """
    lines = [line for line in map(tidy, text.split("\n")) if line]
    alone = [seconds(match["before"]) or 0.0 for line in lines if (match := _ALONE.fullmatch(line))]
    if alone and (alone[0] >= _FIRST or alone != sorted(set(alone))):
        return False
    turns = [turn for line in lines if (turn := _turn(line))]
    names = [who for who, _, _ in turns if who]
    timed = sum(time is not None for _, time, _ in turns)
    capitals = all(map(str.isupper, names))
    names = [re.split(r",| \(", who)[0].split()[-1].casefold() for who in names]
    back = len(set(names)) >= 2 and len(names) - len(set(names)) >= (1 if capitals else 2)
    return len(turns) >= max(_FEWEST_TURNS, _SHARE * len(lines) / 2) and (
        timed >= _FEWEST_TURNS or (back and len(turns) >= _SHARE * len(lines))
    )


def _turn(line: str) -> tuple[str | None, float | None, str] | None:
    """Who begins to speak in a line, when, and with which words; None where nobody does."""
    match = _TURN.fullmatch(line) or _HEAD.fullmatch(line) or _TIMED.fullmatch(line) or _ALONE.fullmatch(line)
    if match is None:
        return None
    found = match.groupdict()
    who = found.get("who")
    if who and (len(who) > _LONGEST_NAME or (not _is_name(who))):
        return None
    return who, seconds(found.get("before") or found.get("after")), found.get("said") or ""


def _is_name(who: str) -> bool:
    """Whether words are a name, with an office after a comma or in brackets, and no part of a sentence."""
    words = re.split(r",| \(", who)[0].split()
    return len(words) <= 5 and all(word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in words)


def _front(manuscript: Manuscript, line: str) -> None:
    """Keep a line above the transcript: the headline, a date, or a line about it."""
    words = len(line.split())
    if _LABEL.fullmatch(line):
        return
    if not manuscript.known.get("title") and words <= _HEADLINE_WORDS:
        manuscript.know(title=line.removeprefix("# "))
        return
    if words <= _LABEL_WORDS:
        manuscript.know(published=next(iter(find_dates(line)), None))
    told: Zone = "body" if SENTENCE_END.search(line) else "standfirst"  # an interview has an introduction in sentences
    manuscript.add("section" if words <= _LABEL_WORDS else told, line)


def _cues(lines: Sequence[str]) -> Iterator[Cue]:
    """The turns, and the paragraphs that go on with one."""
    speaker: str | None = None
    begun: float | None = None
    named = goes_on = False
    for line in filter(None, lines):
        who, time, said = _turn(line) or (None, None, line)
        speaker = who or speaker
        named = named or bool(who)
        begun = begun if time is None else time
        if said and not _MADE_BY.fullmatch(said):
            yield Cue(said, begun, speaker=speaker, opens=named or (time is None and not goes_on), named=named)
            named, begun = False, None
        goes_on = not said and not who  # below a time alone, a line need not begin a paragraph
