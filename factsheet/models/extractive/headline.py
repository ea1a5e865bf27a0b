"""The headline of a story: its own, without the label of a section, else its first sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.language.thesaurus import may_be
from factsheet.models.extractive.alone import needs
from factsheet.models.extractive.clauses import SMALL_WORDS, commands, is_finite, lacks_subject, tells
from factsheet.models.extractive.weighing import OPENING

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story
_TITLE = 100
"""The longest title, in characters, by the schema."""
_SPEAKER = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}: (?=[A-Z])")  # of a headline: "Doe: Roe needs time"
_HEADLINE_LACKS = frozenset({"a", "an", "the", "his", "her", "its", "their", "this", "who", "which"})
"""Words that headlines omit."""
_LONGER, _FEWEST_TELLING = 4, 3
"""The shortest informative word, in letters, and the fewest of them in a headline without a verb."""
_ACT = re.compile(r"(?:[A-Z][\w.’'-]+ ){1,4}([a-z]+s) (?:with|for|to|in|on|at|from|over|after|against|into|by)\b")
"""The subject of a headline with its verb: "Doe campaigns with Roe"."""
_LABEL = re.compile(r"(?P<label>[A-Z][a-z]+(?: [a-z]+){1,2}) (?P<word>[A-Z][a-z]+) (?=[a-z])")


def title(story: Story) -> dict[str, Any]:
    """The article's headline, else its first sentence if it is short enough, else ""."""
    headline = " ".join((story.article.title or "").split()).rstrip(" ;:,")
    if headline:
        found = story.text.find(headline)
        if found >= 0 and " also " not in headline:
            return {"statement": _shortened(headline), "evidence": [headline]}
    above = [(p.start, p.end) for p in story.article.paragraphs if p.zone == "standfirst"]
    opening = [span for span in story.sentences[:1] if span in story.paragraphs or _is_terse(story.quote(span))]
    lines = (" ".join(story.quote(span).split()) for span in (*above[:1], *opening))
    lines = (_without_label(story, line) for line in lines)
    first = next((line for line in lines if len(line) <= _TITLE and _is_title(line)), "")
    return {"statement": first, "evidence": [first] if first else []}


def _without_label(story: Story, line: str) -> str:
    """A headline without the label of its section: "Public safety Mother is charged"."""
    label = _LABEL.match(line)
    if label is None or label["word"].lower() not in story.lower:
        return line
    words = label["label"].lower().split()
    plain = SMALL_WORDS.isdisjoint(words) and not any(map(is_finite, words))
    return line[label.end("label") + 1 :] if plain else line


def _is_terse(text: str) -> bool:
    return _HEADLINE_LACKS.isdisjoint(text.lower().split())


def _is_title(line: str) -> bool:
    """Whether a line is informative by itself, even about the future."""
    line = _SPEAKER.sub("", line, 1)
    needed = needs(line)
    told = needed is not None and not needed.back and not line.endswith(("?", ":")) and not line.startswith(OPENING)
    return told and (tells(line) or " to " in line or _heads(line)) and not (commands(line) or lacks_subject(line))


def _heads(line: str) -> bool:
    """Whether a line without a finite verb can be a headline: "Selectmen hire lawyer", "Upbeat mood at the meeting"."""
    act = _ACT.match(line)
    if act is not None and may_be(act[1], "v"):
        return True
    first, _, rest = line.lower().partition(" ")
    telling = [word for word in rest.split() if len(word) >= _LONGER and word not in SMALL_WORDS and word in line]
    return _is_terse(line) and first not in SMALL_WORDS and len(telling) >= _FEWEST_TELLING


def _shortened(text: str) -> str:
    """The first words of a text that fit into a title."""
    if len(text) <= _TITLE:
        return text
    return text[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
