"""When: what happened, or will, with its time.

"Monday" counts from the day of publication as the prover counts (`proving.dates`): by the tense of its own verb, and
where that settles nothing there is no date. A time is that of the main verb of its sentence (`dating`), or of a clause
that tells something by itself (`within`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.attribution.cues import SPEAKING, in_lists, is_form
from factsheet.models.extractive.alone import NOTHING, Told, is_alone, keys
from factsheet.models.extractive.clauses import HELPING, is_finite, said, tells
from factsheet.models.extractive.dating import dates_the_verb
from factsheet.models.extractive.times import AHEAD, Time, dates_what_happens, times
from factsheet.models.extractive.within import dated_clause
from factsheet.proving.context import pointers
from factsheet.proving.dates import meant, published
from factsheet.proving.tense import tense

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST = 8
# "the sheriff said in a statement": that somebody spoke, and not what.
_ONLY_SAID = re.compile(
    r"(?:[\w.’'&-]+ ){1,9}?(?:said|says|told (?:\w+ ){1,3}?|wrote|announced|added|tweeted|spoke|confirmed|explained"
    r"|reported)"
    r"(?: (?:in|at|during|on|to|by) [\w’' ]{3,40})?(?: (?:late|early))?\.?"
)
_SET = re.compile(r", with [^,;]{3,60} (?:set|scheduled|due|planned|slated|expected)(?: to \w+)? $")
"""What a sentence ends with: ", with the hearing set for May 7"."""
_UNREACHED = re.compile(r"\b(?:for|to) comment\b")
"""A statement that somebody could not be reached."""
_UPDATED = re.compile(r"\b(?:[Ll]ast updated|[Uu]pdated at|[Pp]ublished at)\b")  # of the page, and not of the story
_TELLING = frozenset({"say", "tell", "think"})
_LASTS = re.compile(r"until\b", re.IGNORECASE)  # no day on which something happened
_AFTER = re.compile(r"(?:After|Following) [^,]*$")
"""A sentence that begins with an earlier event."""
_ADDED = re.compile(
    r"(,)? (?:after|while|when|as|before|following|since|because|although|though|despite|amid|ahead of)\b"
)
# Without these the rest would say more than the article does.
_ATTRIBUTED = re.compile(r", (?:[\w’'.-]+ ){0,7}(?:said|says|told|added|wrote)\b|\baccording to\b|\b(?:if|unless)\b")
_AND_DOES = re.compile(r",? and (?:\w+ly )?(\w+)")  # "opened on 14 October and has heard"
_AND = re.compile(r"\b(?:and|or|but)\b")  # "on Monday and in May we met", with two times
_AGAIN = re.compile(r"\b(?:and|then|once|or|but)(?: (?:then|again|also|later))+ $")
"""What joins a time to another one."""
_SHORTEST_EVENT = 40
"""The shortest clause before a subordinate one that only adds to it, in characters."""
_SHORTEST = 15
"""The shortest event, in characters."""
_LONGEST_PAIR = 240
"""The longest pair of sentences about one event, in characters."""
MARKS = re.compile(r"[\"“”„«»?]|\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|I|[Mm]y)\b")
"""Signs of direct speech or of a question."""


def find_times(story: Story, told: Told = NOTHING) -> list[dict[str, Any]]:
    """The entries of the section when, in order, one per sentence; `told` is what the page mentions."""
    found: list[dict[str, Any]] = []
    day = published(story.article)
    for sentence in story.sentences:
        if len(found) >= _MOST:
            break
        if story.is_complete(sentence) or sentence == story.sentences[0]:
            found += _dated(story, sentence, day, told)
    return found


def _dated(story: Story, sentence: Span, day: str | None, told: Told) -> Iterator[dict[str, Any]]:
    """The event of each date in a sentence, and of a time without a date if no dated one has the same words."""
    named = sorted(times(story, sentence), key=lambda time: time.match["loose"] is not None)  # "this year" last
    found = [entry for time in named for entry in _dated_by(story, sentence, time, day, told)]
    best: dict[str, dict[str, Any]] = {}
    dated = {entry["evidence"][0] for entry in found if entry["date"]}
    for entry in found:
        best.setdefault(entry["date"] or entry["evidence"][0], entry)
    yield from (entry for key, entry in best.items() if entry["date"] or key not in dated)


def _dated_by(story: Story, sentence: Span, time: Time, day: str | None, told: Told) -> Iterator[dict[str, Any]]:
    """The event of one of a sentence's times: of its main verb, else of a clause within it."""
    if _UPDATED.search(story.text, *sentence) or _LASTS.match(story.text, time.start):
        return
    parts = story.text[sentence[0] : time.start], story.text[time.end : sentence[1]]
    if dates_what_happens(story, sentence, time) and (dates_the_verb(*parts) or _SET.search(parts[0])):
        yield from _dated_main(story, sentence, time, day, told)
    elif entry := dated_clause(story, sentence, time, day, told):
        yield entry


def _dated_main(story: Story, sentence: Span, time: Time, day: str | None, told: Told) -> Iterator[dict[str, Any]]:
    """The event of the main verb's time, up to where it is understandable by itself."""
    words, whole = story.text[time.start : time.end], story.quote(sentence)
    if _AFTER.match(story.text[sentence[0] : time.start]) and tense(whole, words) >= 0:
        return  # "After talks on Monday, the council will decide": talks that have been, or are to come
    if AHEAD.search(words) and tense(whole, words) < 0:
        return  # "said it would be used next year": the time of what was said
    if _AGAIN.search(story.text, sentence[0], time.start):
        return  # "on Jan. 23 and then again on Jan. 24"
    for end in _ends(story, sentence, time):
        clause = sentence[0], end
        event = _event(story, clause, time)
        later = (story.text[time.end : other.start] for other in times(story, clause))
        if any(_AND.search(between) and not tells(between) for between in later):
            return
        if _is_event(story, clause, event.replace(words, ""), told):
            found = meant(words, whole, day)
            date = str(found) if found else None
            yield {"event": event, "time": words, "date": date, "evidence": [story.quote(clause)]}
            return
    pair = with_line_before(story, sentence, told)
    found = meant(words, whole, day) if pair else None
    if pair and found and _is_event(story, pair, story.quote(pair), told):
        yield {"event": said(story.quote(pair)), "time": words, "date": str(found), "evidence": [story.quote(pair)]}


def with_line_before(story: Story, sentence: Span, told: Told) -> Span | None:
    """A sentence with the short one before it that has its antecedents; None if that does not."""
    at = story.sentence_index(sentence[0])
    if at == 0:
        return None
    before = story.sentences[at - 1]
    between = story.text[before[1] : sentence[0]]
    if "\n" in between or sentence[1] - before[0] > _LONGEST_PAIR or not story.is_complete(before):
        return None
    line, text = story.quote(before), story.quote(sentence)
    if MARKS.search(line) or not tells(line) or not is_alone(line, told, at=at - 1):
        return None
    return (before[0], sentence[1]) if is_alone(text, told, at=at, line=line) else None


def _ends(story: Story, sentence: Span, time: Time) -> Iterator[int]:
    """The possible ends of an event: before a clause of time or reason, a continuation, or the end of its sentence."""
    yield _end(story, sentence, time)
    for match in _AND_DOES.finditer(story.text, time.end, sentence[1]):
        if is_finite(match[1].lower()) and not _ATTRIBUTED.search(story.text, match.start(), sentence[1]):
            yield match.start()


def _end(story: Story, sentence: Span, time: Time) -> int:
    """The end of an event: before a clause of time or reason, else that of its sentence."""
    for match in _ADDED.finditer(story.text, max(time.end, sentence[0] + _SHORTEST_EVENT), sentence[1]):
        if not match[1] and match.start() > time.end:
            continue  # "gifts handed down after generations of quarrels": it may hang on any word before it
        if not story.is_quoted(match.start()) and not _ATTRIBUTED.search(story.text, match.start(), sentence[1]):
            return match.start()
    return sentence[1]


def _is_event(story: Story, clause: Span, event: str, told: Told) -> bool:
    """Whether a clause is understandable and reports more than speech."""
    text = story.quote(clause)
    last = event.rstrip(" .").rsplit(" ", 1)[-1]
    if "," not in event and is_form(last, "past") and in_lists(last, _TELLING):
        return False  # "Employees were told"
    if last in {"came", "comes"} or _UNREACHED.search(event):
        return False
    if event.count("(") != event.count(")") or sum(map(event.count, ('"', "“", "”", "''", "``"))) % 2:
        return False
    if keys(text) <= set(told.heading):
        return False
    if not tells(text) or any(pointers(event)) or _ONLY_SAID.fullmatch(event.strip()):
        return False
    return is_alone(text, told, at=story.sentence_index(clause[0]))


def _event(story: Story, clause: Span, time: Time) -> str:
    """The event, without its time at either end."""
    start, end = clause
    if time.start == start and story.text[time.end : time.end + 1] == ",":
        start = time.end + 1
    elif not story.text[time.end : end].strip(" .") and time.start - start > _SHORTEST:
        end = time.start if _can_end(story.quote((start, time.start))) else end
    return said(story.quote((start, end)))


def _can_end(event: str) -> bool:
    """Whether an event is complete without its time, and the time is not that of a closing attribution."""
    tail = event.rpartition(", ")[2].split() if ", " in event else []
    if _SET.search(f"{event} "):
        return False
    return event.rsplit(None, 1)[-1] not in HELPING and not any(in_lists(word, SPEAKING) for word in tail)
