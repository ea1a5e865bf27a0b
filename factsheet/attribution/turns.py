"""The statements of a transcript, each a paragraph after a name and a colon: "JANE DOE: We will go".

A line is a turn only in a text with several, by at least two people, whose full names it gives: labels ("Location:",
"PHOTO:") precede colons too. An interview can lack names; then the paragraphs after its questions are answers of the
person whom it quotes with words from one of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.naming import is_given_name, is_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.records import Span

_TURN = re.compile(
    r"\s*(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})"
    r"(?:,? \([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)"
)
_FEWEST, _FEWEST_SPEAKERS = 3, 2
"""The fewest turns of a transcript, and the fewest speakers."""


class Turn(NamedTuple):
    """A paragraph of a transcript: the positions of the name, of the colon or question mark, and of the words."""

    name: Span
    colon: Span
    said: Span


def find_turns(text: str, paragraphs: Iterable[Span]) -> dict[Span, Turn]:
    """The turns of a text by their paragraphs; none if it is no transcript."""
    found: dict[Span, Turn] = {}
    full: set[str] = set()
    for span in paragraphs:
        match = _TURN.match(text, *span)
        if match is None:
            continue
        words = match["name"].title().split()
        known = {name for name in full if name.rsplit(" ", 1)[-1] == words[-1]}
        if len(words) > 1 and is_given_name(words[0]) and is_person(words):
            full.add(" ".join(words))
        elif not known:
            continue
        end = len(text[: span[1]].rstrip())
        found[span] = Turn(match.span("name"), match.span("colon"), (match.end(), end))
    return found if len(found) >= _FEWEST and len(full) >= _FEWEST_SPEAKERS else {}


_HEADLINE = re.compile(
    r"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})(?P<colon>:) (?P<said>[\"“‘']?[A-Z][^\n]{15,200})$"
)


def find_headline(text: str, first: Span) -> Turn | None:
    """The statement in a headline whose speaker the text names again: "Doe: We Will Not Sell"."""
    match = _HEADLINE.match(text[: first[1]].rstrip(), first[0])
    if match is None or not re.search(rf"\b{re.escape(match['name'].rsplit(' ', 1)[-1])}\b", text[match.end() :]):
        return None
    return Turn(match.span("name"), match.span("colon"), match.span("said"))


_PULLED = re.compile(
    r"(?m)^[ \t]*[\"“`]{1,2}(?P<said>[^\"“”\n]{30,})[\"”]\s*(?:[—–-]+ ?)?"
    r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})"
)
"""A line with a quotation and its speaker, as in a pull quote or a picture caption."""
_ASKED = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|my|me)\b")
_FEWEST_QUESTIONS, _LONGEST_QUESTION = 3, 400
"""The fewest questions of an interview, and the longest one, in characters."""


def find_answers(text: str, paragraphs: Sequence[Span]) -> dict[Span, Turn]:
    """The answers of an interview without names, as turns of its subject; none if that is uncertain."""
    asked = [at for at, span in enumerate(paragraphs) if _is_question(text[slice(*span)])]
    if sum(bool(_ASKED.search(text, *paragraphs[at])) for at in asked) < _FEWEST_QUESTIONS:
        return {}
    behind = {at: one for one in asked for at in _answer(text, paragraphs, one, asked)}
    name = _interviewee(text, paragraphs, behind)
    if name is None:
        return {}
    marks = {one: text.rindex("?", *paragraphs[one]) for one in asked}
    spans = {at: (paragraphs[at][0], len(text[: paragraphs[at][1]].rstrip())) for at in behind}
    return {paragraphs[at]: Turn(name, (marks[one], marks[one] + 1), spans[at]) for at, one in behind.items()}


def _is_question(words: str) -> bool:
    """Whether a paragraph is a question, and no statement about its writer."""
    ends = words.rstrip().endswith(("?", "?”", '?"')) or ("?" in words and words.rstrip().endswith("…"))
    return ends and len(words) < _LONGEST_QUESTION and not _OWN.search(words)


def is_asked(words: str) -> bool:
    """Whether a paragraph speaks to somebody who answers in the next one: no name in it is the speaker's there."""
    return not _MARK.search(words) and (_is_question(words) or bool(_ASKED.search(words)))


_MARK = re.compile(r"[\"“”«»„]")


def _answer(text: str, paragraphs: Sequence[Span], question: int, asked: Sequence[int]) -> Iterator[int]:
    """The paragraphs that answer a question: up to the next one; after the last question, only the first."""
    end = next((at for at in asked if at > question), question + 2)
    for at in range(question + 1, min(end, len(paragraphs))):
        words = text[slice(*paragraphs[at])].strip()
        if words.endswith((".", "?", "!", "…")) and words[0] not in '"“`«(':
            yield at


def _interviewee(text: str, paragraphs: Sequence[Span], answers: Iterable[int]) -> Span | None:
    """The name after a quotation from one of the answers; None unless it is a single person."""
    told = " ".join(text[slice(*paragraphs[at])] for at in answers)
    found = [match for match in _PULLED.finditer(text) if match["said"].strip() in told]
    return found[0].span("name") if len({match["name"] for match in found}) == 1 else None
