"""When and next: the times that a story names, with past and future events.

"Monday" counts from the day of publication as the prover counts (`proving.dates`): by the tense of its own verb, and
where that settles nothing there is no date. What is next is said no more certainly than the story does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from factsheet.attribution.cues import VERBS
from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.alone import NOTHING, Told, article_told, is_alone, keys
from factsheet.models.extractive.clauses import SMALL_WORDS, commands, said, tells
from factsheet.models.extractive.dating import dates_the_verb
from factsheet.models.extractive.positions import evidence, stated
from factsheet.models.extractive.voices import Speech
from factsheet.proving.context import pointers
from factsheet.proving.dates import meant, published, tense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_MOST = 8
_MONTHS, _DAYS = ([names[0] for names in ENGLISH.rows("calendar", part)] for part in ("months", "days"))
_MONTH = rf"(?:{'|'.join(_MONTHS).title()})"
_SHORT = rf"(?:{_MONTH}|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
_DAY = rf"(?:{'|'.join(_DAYS).title()})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_PART = r"(?: (?:morning|afternoon|evening|night|noon))?"
# One pattern with a group for each kind of time, as the kinds exclude each other: "May 7" is a day and no month. The
# look-ahead in front is a quick look at the first letters, which spares most words the alternatives.
_TIME = re.compile(
    rf"\b(?=[JFMASONDTWELY\d]|last|next|this|ea|later|yest|to[dnm])(?:"
    rf"(?:{_DAY},? )?(?P<full>{_SHORT} \d{{1,2}}{_ORDINAL},? \d{{4}}|\d{{1,2}}{_ORDINAL} {_SHORT},? \d{{4}})\b"
    rf"|(?P<month>{_MONTH},? \d{{4}})\b"
    rf"|(?:{_DAY},? )?(?P<day>{_SHORT} \d{{1,2}}{_ORDINAL}|\d{{1,2}}{_ORDINAL} (?:of )?{_SHORT})\b(?![,.]?\d)"
    rf"|(?P<which>(?:[Ll]ast|[Nn]ext|[Tt]his) )?(?P<weekday>{_DAY})\b{_PART}"
    rf"|(?P<relative>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b{_PART}"
    rf"|(?P<loose>(?:[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this)"
    rf" (?:week|weekend|month|year|spring|summer|autumn|fall|winter))\b"
    rf"|(?P<bare>{_MONTH})\b(?! \d)(?: (?:last|this|next) year)?)"
)
# Belongs to the time: "on Monday".
_PREPOSITION = re.compile(
    r"(?<!\w)(?:[Oo]n|[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|(?:[Ii]n )?(?:early|late)|[Ll]ast|[Nn]ext|[Tt]his) $"
)
# The time belongs to something that it dates, and not to what happens: "the Feb. 9 primary", "Monday's vote", "two days
# before the decisive May 7 runoff", "when they return on June 6", "the man who was freed on Monday".
_OWNS = re.compile(r"[’']s?\b| ([a-z]+)")
_IN_BRACKETS = re.compile(r"\([^)]*$")
_IN_PART = re.compile(
    r"\b(?:of |(?:before|after|ahead of|following|until|till|since|between)"
    r" (?:(?!(?:is|are|was|were|will|would|has|have|had)\b)[\w’'-]+ ){0,4})$"
)
_IN_CLAUSE = re.compile(
    r"\b(?:when|while|before|after|until|once|because|if|as|whether|how|what|why|who|which|whose|where"
    r"|that (?:\w+ed|should|will|would|may|can|is|are|was|were|has|had|have|could)) [^,;:—]*$"
)
"""Words that put a time into a subordinate clause: "when they return on June 6"."""
# The time is an end of a longer one: "through Monday", "Monday to Friday", "Tuesday and Wednesday".
_ENDS_ONE = re.compile(r"\b(?:through|beyond|past|between|than|until|till|to)(?: early| late| next)? $", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|his|her|their|its) $", re.IGNORECASE)
_SPAN = re.compile(r"\s?[-–—]\s?\d")
_SPAN_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?\s?(?:[-–—]|to|and|or|&)\s?$")  # "11-13 March"
_GOES_ON = re.compile(rf"\s?[-–—]\s?{_DAY}|,? (?:through|to|until|and|or|till)(?: on)? (?:{_DAY}|{_SHORT})\b")
# Of what the time may be that is named before it: "the primary Feb. 9".
_OF_EVENT = re.compile(
    r"\b(?:primar(?:y|ies)|elections?|(?<!\bto )votes?|caucus(?:es)?|debates?|games?|match(?:es)?|meetings?|summits?"
    r"|hearings?|trials?|deadlines?|referendums?|runoffs?|run-offs?|attacks?|ceremony|sessions?|deaths?|birthdays?|broadcast"
    r"|concerts?|races?|probes?|closeout"
    r"|investigation|launch|premiere|finals?|opener|issue|edition|festival|tournament|deadline) $"
)
# "the sheriff said in a statement": that somebody spoke, and not what.
_ONLY_SAID = re.compile(
    r"(?:[\w.’'&-]+ ){1,9}?(?:said|says|told (?:\w+ ){1,3}?|wrote|announced|added|tweeted|spoke|confirmed|explained"
    r"|reported)"
    r"(?: (?:in|at|during|on|to|by) [\w’' ]{3,40})?(?: (?:late|early))?\.?"
)
_ASIDE = re.compile(r"(?P<subject>[^,;:]{3,80}), (?:who|which) (?P<told>[^,;:()\"“”]{10,200})(?=,)")
"""The subject of a sentence with a relative clause between commas."""
_UPDATED = re.compile(r"\b(?:[Ll]ast updated|[Uu]pdated at|[Pp]ublished at)\b")  # of the page, and not of the story
_SAYING = VERBS.keys()
_LASTS = re.compile(r"(?:since|until)\b", re.IGNORECASE)  # no day on which something happened
_OF_ANOTHER_TIME = (_IN_BRACKETS, _IN_PART, _ENDS_ONE, _OF_EVENT)
_ADDED = re.compile(
    r"(,)? (?:after|while|when|as|before|following|since|because|although|though|despite|amid|ahead of)\b"
)
# Without these the rest would say more than the article does.
_ATTRIBUTED = re.compile(r", (?:[\w’'.-]+ ){0,7}(?:said|says|told|added|wrote)\b|\baccording to\b|\b(?:if|unless)\b")
_AND = re.compile(r"\b(?:and|or|but)\b")  # "on Monday and in May we met", with two times
_SHORTEST_EVENT = 40
"""The shortest clause before a subordinate one that only adds to it, in characters."""
_SHORTEST = 15
"""The shortest event, in characters."""
_MOST_NEXT = 4
_LONGEST = 300
"""The longest sentence about a future event, in characters."""
# No "may" or "could": what is next is said to happen.
_NEXT = re.compile(
    r"\b(?:will|(?:is|are) (?:expected|scheduled|set|due|slated|planned|to)\b|scheduled for"
    r"|(?<!\bown )(?<!\b(?:the|its|his|her|any) )(?<!\btheir )(?<!\bno )(?<![’']s )(?<!s[’'] )plans? to)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:not|never|says?|how|whether|if|what|why|argues?|argued|fears?|feared|claims?|claimed|declined)\b"
)
"""Words after which an event is in question, or somebody's view."""
_AIM = re.compile(r"\b(?:mission|goal|aim|job|purpose|idea|point|task|role|challenge|question|issue) (?:is|are) to$")
_OF_ANOTHER = re.compile(r"\b(?:him|her|them)\b")
_AHEAD = re.compile(r"\b(?:tomorrow|next|later this)\b", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:yesterday|last|earlier this)\b", re.IGNORECASE)
_COUNTS_NOTHING = re.compile(r"\b(?:at least|about|nearly|only|just|around|another|over|almost) \d[\d,.]*$")
"""A final number whose noun is in the sentence before: "will gain at least 24"."""
_IN_RELATIVE = re.compile(r"\b(?:which|that|who|whom|whose|where|because|until|if)\b[^,]*$")
"""The start of a relative clause: "the address to which it is to be sent"."""
_MARKS = re.compile(r"[\"“”„«»?]|\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|I|[Mm]y)\b")
"""Signs of direct speech or of a question."""


class Time(NamedTuple):
    """A time in the story, with its preposition."""

    start: int
    end: int
    match: re.Match[str]


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
    """The main event of a sentence with its time, preferably a dated one, and an event in its relative clause."""
    named = sorted(times(story, sentence), key=lambda time: time.match["loose"] is not None)  # "this year" last
    found = (entry for time in named for entry in _dated_by(story, sentence, time, day, told))
    best: dict[str, dict[str, Any]] = {}
    for entry in sorted(found, key=lambda entry: entry["date"] is None):
        best.setdefault(" ".join(entry["evidence"]), entry)
    yield from best.values()


def _dated_by(story: Story, sentence: Span, time: Time, day: str | None, told: Told) -> Iterator[dict[str, Any]]:
    """The main event of a sentence, if the time modifies its main verb."""
    if _UPDATED.search(story.text, *sentence):
        return
    parts = story.text[sentence[0] : time.start], story.text[time.end : sentence[1]]
    if not _dates_what_happens(story, sentence, time) or not dates_the_verb(*parts):
        yield from _dated_aside(story, sentence, time, day)
        return
    words = story.text[time.start : time.end]
    clause = sentence[0], _end(story, sentence, time)
    event = _event(story, clause, time)
    if _LASTS.match(words) or not _is_event(story, clause, event.replace(words, ""), told):
        return
    later = (story.text[time.end : other.start] for other in times(story, clause))
    if any(_AND.search(between) and not tells(between) for between in later):
        return
    if _AHEAD.search(words) and tense(story.quote(sentence), words) < 0:
        return  # "said it would be used next year": the time of what was said
    found = meant(words, story.quote(sentence), day)
    yield {"event": event, "time": words, "date": str(found) if found else None, "evidence": [story.quote(clause)]}


def _dated_aside(story: Story, sentence: Span, time: Time, day: str | None) -> Iterator[dict[str, Any]]:
    """An event in a relative clause with a time: "The shop, which closed on March 3, is back"."""
    aside = _ASIDE.match(story.text, *sentence)
    if not aside or not aside.start("told") < time.start < time.end <= aside.end("told"):
        return
    told, words = aside.span("told"), story.text[time.start : time.end]
    clause = f"{aside['subject']} {story.quote(told)}"
    before, behind = f"{aside['subject']} {story.text[told[0] : time.start]}", story.text[time.end : told[1]]
    if _LASTS.match(words) or not _dates_what_happens(story, told, time) or not dates_the_verb(before, behind):
        return
    event = said(before if not behind.strip() else clause)
    if is_alone(event, article_told(story), at=story.sentence_index(sentence[0])):
        found = meant(words, story.quote(sentence), day)
        yield {"event": event, "time": words, "date": str(found) if found else None, "evidence": [aside[0]]}


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
    if "," not in event and event.rstrip(" .").rsplit(" ", 1)[-1] in _SAYING:
        return False  # "Employees were told"
    if event.count("(") != event.count(")") or sum(map(event.count, ('"', "“", "”", "''", "``"))) % 2:
        return False
    if keys(text) <= set(told.heading):
        return False
    if not tells(text) or any(pointers(event)) or _ONLY_SAID.fullmatch(event.strip()):
        return False
    return is_alone(text, told, at=story.sentence_index(clause[0]))


def _dates_what_happens(story: Story, sentence: Span, time: Time) -> bool:
    """Whether a time is that of the reported event, in the story's own words."""
    inside = (pattern.search(story.text, sentence[0], time.start) for pattern in _OF_ANOTHER_TIME)
    spans = _SPAN.match(story.text, time.end) or _SPAN_BEFORE.search(story.text, sentence[0], time.match.start())
    goes_on = bool(spans) or bool(time.match["weekday"] and _GOES_ON.match(story.text, time.end))
    if story.is_quoted(time.start) or any(inside) or goes_on:
        return False
    if _ARTICLE.search(story.text, sentence[0], time.match.start()):
        return False  # "in an Aug. 8, 2015, affidavit"
    behind = _OWNS.match(story.text, time.end)
    if behind is None or time.match.start() > time.start:  # "on Tuesday arrested"
        return behind is None or behind[1] is not None
    word = behind[1]
    if time.start == sentence[0] and word and (word.endswith("ed") or word in VERBS):
        return False  # "Last week proved that": the time does something
    return word is not None and (word in SMALL_WORDS or word.endswith("ed") or time.start == sentence[0])


def _event(story: Story, clause: Span, time: Time) -> str:
    """The event, without its time at either end."""
    start, end = clause
    if time.start == start and story.text[time.end : time.end + 1] == ",":
        start = time.end + 1
    elif not story.text[time.end : end].strip(" .") and time.start - start > _SHORTEST:
        end = time.start
    return said(story.quote((start, end)))


def times(story: Story, sentence: Span) -> Iterator[Time]:
    """The times in a sentence, in order."""
    for match in _TIME.finditer(story.text, *sentence):
        before = _PREPOSITION.search(story.text, max(sentence[0], match.start() - 9), match.start())
        named = match["relative"] and match["relative"][0].isupper() and match.start() > sentence[0]
        span = match["loose"] and story.text.endswith("the ", 0, match.start())  # "in the last year"
        if before and before[0].lower() == "in " and (match["which"] or match["loose"]):
            before = None  # "will move in next month"
        if not named and not span and (before or not match["bare"]):
            yield Time(before.start() if before else match.start(), match.end(), match)


def find_next(story: Story, voices: Sequence[Voice] = (), told: Told = NOTHING) -> list[dict[str, Any]]:
    """The entries of the section next with their sources, those with a time first.

    `told` is what the page mentions.
    """
    said_by = Speech(voices)
    found = []
    for sentence in story.sentences:
        cue = _says_what_is_next(story, sentence)
        if cue is not None and (entry := _next(story, sentence, said_by.at(cue), told)):
            found.append(entry)
    return sorted(found, key=lambda entry: entry["time"] is None)[:_MOST_NEXT]


def _says_what_is_next(story: Story, sentence: Span) -> int | None:
    """Where a sentence reports a future event; None for questions, quotations and other sentences."""
    start, end = sentence
    whole = end - start <= _LONGEST and story.is_complete(sentence)
    cue = _NEXT.search(story.text, start, end) if whole else None
    if (
        not cue
        or _MARKS.search(story.text, start, end)
        or commands(story.quote(sentence))
        or story.text.startswith("Asked", start)
        or story.text[end - 1] == ":"
    ):
        return None
    if (
        _AIM.search(story.text, start, cue.end())
        or _SUPPOSED.search(story.text, start, cue.start())
        or _OF_ANOTHER.search(story.text, start, end)
    ):
        return None
    return None if story.is_quoted(cue.start()) else cue.start()


def _next(story: Story, sentence: Span, voice: Voice | None, told: Told) -> dict[str, Any] | None:
    """The future event, in the words of the sentence or of its quoted speaker."""
    bounds = voice.statement.spans()[0] if voice else sentence
    statement = stated(story, voice) if voice else " ".join(story.quote(sentence).split())
    if (voice and not voice.is_sure) or not tells(statement):
        return None
    if _COUNTS_NOTHING.search(statement.rstrip(".")) or not is_alone(
        statement, told, at=story.sentence_index(sentence[0]), by=voice.holder if voice else ""
    ):
        return None
    cue = _NEXT.search(story.text, *bounds)
    if cue and _IN_RELATIVE.search(story.text, bounds[0] + len("that "), cue.start()):
        return None
    named = (t for t in times(story, sentence) if bounds[0] <= t.start < bounds[1])
    time = next((t for t in named if _is_ahead(story, sentence, t)), None)
    return {
        "statement": statement,
        "time": story.text[time.start : time.end] if time else None,
        "according_to": voice.holder if voice else None,
        "evidence": evidence(story, voice) if voice else [story.quote(sentence)],
    }


def _is_ahead(story: Story, sentence: Span, time: Time) -> bool:
    """Whether a time is in the future: by its verb, or necessarily."""
    words = story.text[time.start : time.end]
    if not _dates_what_happens(story, sentence, time) or _BEHIND.search(words):
        return False
    if _IN_CLAUSE.search(story.text, sentence[0], time.start):
        return False
    return bool(_AHEAD.search(words)) or tense(story.quote(sentence), words) > 0
