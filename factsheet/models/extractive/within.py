"""Clauses within a sentence that report an event by themselves, with their time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from factsheet.attribution.cues import in_lists, is_form
from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.alone import Told, article_told, is_alone
from factsheet.models.extractive.clauses import HELPING, is_finite, said, tells
from factsheet.models.extractive.dating import PREPOSITIONS, dates_the_verb
from factsheet.models.extractive.times import Time, dates_what_happens
from factsheet.proving.dates import meant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_PLAIN = r"(?:[^,;:()\"“”]|(?<=\d),(?=\d))"  # a letter of words without marks
_ASIDE = re.compile(rf"(?P<subject>{_PLAIN}{{3,80}}), (?:who|which) (?P<told>{_PLAIN}{{10,200}})(?=,)")
"""The subject of a sentence with a relative clause between commas."""
_GIVING = frozenset({"say", "tell", "think", "find", "judge", "urge", "want"})
"""Parts of the verb list for attributions."""
# A clause that tells by itself what happened: "closed since a landslip on 9 November left a crack, will reopen".
_WITHIN = re.compile(r"\b(?:after|since|when|while|because|where) (?=[a-zA-Z\d])")
_SAYS_SO = re.compile(r", (?:[\w’'&.-]+ ){1,6}?(?:has |have )?(?:said|announced|reported)\.?$")
"""The attribution at the end of a sentence."""
_CLAUSAL = ENGLISH.words("grammar", "relatives", "subordinators")
_CLAUSE_END = re.compile(rf"[,;:.—–()“”\"]|\b(?:and|but|{'|'.join(sorted(_CLAUSAL))})\b")
# What is told of something right behind it: "three skiers who were buried on December 19 have sued".
_TOLD_OF = re.compile(
    r"(?P<subject>\b(?:[Aa]n?|[Tt]he|\d+|two|three|four|five|six|seven|eight|nine|ten|its|their|his|her)"
    rf"(?: [\w’'-]+){{1,4}}),? (?:who|which|that) (?P<told>(?=\w){_PLAIN}{{4,160}}?)(?=[,.;]|$)"
)


class _Clause(NamedTuple):
    """A clause within a sentence: its subject, and its event."""

    subject: Span
    """Empty if the event contains the subject."""
    told: Span
    is_whole: bool = False
    """Whether commas mark its end."""


def dated_clause(story: Story, sentence: Span, time: Time, day: str | None, told: Told) -> dict[str, Any] | None:
    """The event of a time in the first suitable clause of a sentence; `told` is what the page mentions."""
    found = (_dated(story, sentence, clause, time, day) for clause in _clauses(story, sentence, time))
    at = story.sentence_index(sentence[0])
    return next((one for one in found if one and _is_understood(story, one["event"], told, at)), None)


def _is_understood(story: Story, event: str, told: Told, at: int) -> bool:
    """Whether a clause reports an event that is understandable with or without the page."""
    return tells(event) and (is_alone(event, article_told(story), at=at) or is_alone(event, told, at=at))


def _dated(story: Story, sentence: Span, clause: _Clause, time: Time, day: str | None) -> dict[str, Any] | None:
    """A past event in a clause with its time: "The shop, which closed on March 3, is back"."""
    words, subject = story.text[time.start : time.end], story.quote(clause.subject)
    end = _verb_behind(story, clause, time)
    before = f"{subject} {story.text[clause.told[0] : time.start]}".strip()
    behind = story.text[time.end : end]
    if not dates_what_happens(story, (clause.told[0], end), time) or not dates_the_verb(f"{before} ", behind):
        return None
    event = said(before if not behind.strip() else f"{before} {words}{behind}")
    is_said = _gives(f"{story.text[sentence[0] : clause.subject[0]]} {story.text[end : sentence[1]]}")
    if is_said:
        event = _with_frame(story, sentence, (clause.subject[0], end), event)
    found = meant(words, story.quote(sentence), day)
    if not behind.strip() and before.rsplit(" ", 1)[-1] in HELPING:
        return None  # "as soon as the law allows, which may be in May"
    if not event or (found is None and not clause.is_whole):
        return None
    quoted = story.quote(sentence if is_said else (clause.subject[0], end))
    return {"event": event, "time": words, "date": str(found) if found else None, "evidence": [quoted]}


def _clauses(story: Story, sentence: Span, time: Time) -> Iterator[_Clause]:
    """The clauses within a sentence that can have a time: one next to its subject, and self-contained ones."""
    aside = _ASIDE.match(story.text, *sentence)
    told = [aside] if aside else []
    told += _TOLD_OF.finditer(story.text, *sentence)
    for match in told:
        if match.start("told") < time.start and time.end <= match.end("told") and _is_one_thing(story, match):
            yield _Clause(match.span("subject"), match.span("told"), is_whole=match is aside)
    opened = [match.end() for match in _WITHIN.finditer(story.text, sentence[0], time.start)]
    if opened and not _CLAUSE_END.search(story.text, opened[-1], time.start):
        end = _CLAUSE_END.search(story.text, time.end, sentence[1])
        if not end or end[0] not in _CLAUSAL:
            yield _Clause((opened[-1], opened[-1]), (opened[-1], end.start() if end else sentence[1]))


def _is_one_thing(story: Story, match: re.Match[str]) -> bool:
    """Whether a clause follows its subject alone: not "Doe, a man who", "the sign of a shop", "a bill that he"."""
    start, words = match.start("subject"), match["subject"].lower().split()
    first = next((word for word in match["told"].lower().split() if not word.endswith("ly")), "")
    if not (is_finite(first) or first.endswith("s")):
        return False
    apart = story.text[max(0, start - 2) : start].endswith((", ", "— ", "– ", "$", "€", "£"))
    return match.re is _ASIDE or not (apart or not PREPOSITIONS.isdisjoint(words) or any(map(is_finite, words)))


def _with_frame(story: Story, sentence: Span, clause: Span, event: str) -> str:
    """The event with the attribution at the end of its sentence; the sentence, if it ends there; or ""."""
    (start, end), (first, last) = sentence, clause
    frame = _SAYS_SO.search(story.text, last, end)
    if frame and not _gives(f"{story.text[start:first]} {story.text[last : frame.start()]}"):
        return f"{event}{frame[0]}"
    return said(story.quote(sentence)) if not story.text[last:end].strip(" .") else ""


def _gives(text: str) -> bool:
    """Whether words can attribute something."""
    words = re.findall(r"[a-z]+", text.lower())
    return any((in_lists(word, _GIVING) and not is_form(word, "base")) or word == "according" for word in words)


def _verb_behind(story: Story, clause: _Clause, time: Time) -> int:
    """The end of a clause at its time, if the verb of the sentence follows and the clause has its own before."""
    start, end = clause.told
    before, behind = (re.findall(r"[a-z]+", story.text[a:b]) for a, b in ((start, time.start), (time.end, end)))
    stops = not clause.is_whole and any(map(is_finite, before)) and any(map(is_finite, behind))
    return time.end if stops else end
