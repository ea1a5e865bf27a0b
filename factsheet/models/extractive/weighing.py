"""The weight of each sentence of a story for its summary, and which sentences have none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from factsheet.models.extractive.alone import is_half
from factsheet.models.extractive.clauses import SMALL_WORDS, commands, lacks_subject, tells

if TYPE_CHECKING:
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span
_TURN_BEHIND = re.compile(r"(?:But|Yet|However|Still)\b")
"""The start of a sentence that qualifies the one before."""
OPENING = ('"', "“", "'", "‘", "(")
"""First characters of a quotation or an aside."""
_HEAVY = 12
"""The number of entities that count."""
_PLACE, _WORDS, _NAMES, _HEADLINE, _BACKGROUND, _HALF, REPEATS = 2.0, 1.0, 0.6, 1.0, 0.7, 0.4, 1.5
"""What speaks for a sentence and against it: standing near the top, holding the words and the names that the story
repeats and those of its headline; telling of earlier times, being half of what is said, repeating one chosen."""
_WORD = re.compile(r"[^\W\d_][\w’'-]{2,}")  # words long enough to say something
# Background: what was before the story.
_EARLIER = re.compile(
    r"\b(?:ha[sd] (?:\w+ly |also |long |already )?been|had (?:\w+ly )?\w+ed|last (?:year|month)|years? ago|previously"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|in (?:19|20)\d\d|since (?:19|20)\d\d)\b"
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|''.+?''")
_TALKS = re.compile(
    r"\b(?=[IMOWYmouwy])(?:I(?!-)|[Ww]e|(?<![Tt]hank )[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us|me)\b|!"
    r"|^This is [A-Z]\w+ for |^(?:Callers|Tips|Donations) (?:can|may) "
    r"|^(?:To learn more|Anyone with information|Be sure|Click|Read|Watch|Sign up|Follow|Visit|Subscribe|Download"
    r"|Listen|See|Check out|Find out|Here['’]s)\b"
)  # the writer speaks, or speaks to the reader
_AHEAD = re.compile(r"\b(?:will|scheduled|set to|expected to|due to|plans to)\b")
_CAPTION = re.compile(
    r"^(?:[A-Z]\w+/[A-Z]|FILE\b)"
    r"|\b(?:(?:is|are|was|were) (?:seen|shown|pictured) (?:in|at|on|here|during|with)|[Ff]ile (?:photo|picture)"
    r"|(?:photo|image|picture) (?:released|taken|provided|shows)|Getty)\b"
    r"| on (?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.? \d{1,2}, \d{4},? in [^,.]+(?:, [^,.]+)?\.$"
    r"|\((?:left|right|cent(?:er|re)|[LR])\)|@\w"
)
"""A sentence that describes a picture."""
_AUTHOR = re.compile(
    r"\b(?:is|are) (?:(?:an?|the) )?(?:[\w’'-]+ ){0,6}"
    r"(?:playwright-in-residence|columnist|reporter|correspondent|contributor|writer|editor|author)s?\b"
)
"""A sentence about the author, at the end of a page."""
_OFFERS = re.compile(r"(?:You can|Follow|Subscribe|Sign up|For more|Read more)\b")
"""The start of an offer to the reader, which follows what a page says about itself."""
_LONGEST_HEADING = 60
"""The longest heading that a page gave a stop of its own, in characters: "Autumn on the sidelines ."."""
_EMPTY = re.compile(r"Long live [^.]*\.|(?:It|That|This|There)(?:['’]s| is| was| are| were)\b[^,;\d]{0,35}\.")
"""A sentence without a fact of its own: "It's a significant shift.", "There are of course plenty of caveats."."""
_HEADED = re.compile(r"[A-Z](?<=\b.)[A-Z]+\b\W+(?:[A-Z]{2,}\b\W+){2}")
"""A headline before the lead: "SANDERS HAS ADVANTAGE - Since January"."""
_TURN = re.compile(r"[\"“]?[A-Z][A-Z.’' -]{2,30}: ")  # of a transcript: "PENCE: "
_LAST = 3
"""The last sentences, among which one can be about the author."""
_LONGEST_CREDIT = 130
_CREDIT = re.compile(r"\s*\([^()]{0,60}(?:/|Photo|Images|via )[^()]{0,60}\)")
_LOST = re.compile(
    r"\b(?:at|by|from|on|to|visit) [.,](?!\d)"
    r"|[:,;(] ?(?:\d{1,2})?[.!](?!\d)|(?=[A-Z])(?<=[a-z]{4})(?:The|This|It|In|He|She|They|But|And|For|On|At|A) "
    r"|\b[Cc](?:all|ontact)\b.{0,80}\b\d{3}[)-]? ?\d{3}-\d{4}|\)\. [a-z]"
    r"| (?<=[a-z]{3} )(?:At|The|In|On|When|After|An|It|He|She|They|This|But) [a-z\d]"
)
"""Signs of lost text: a list ("firms: ."), a stop ("policiesThe board"), half of a sentence; or a contact."""
_MARKS = re.compile(r"\"|“|”|„|«|»|''|``")  # an odd number of marks: a quotation begins or ends elsewhere


def is_before(story: Story, number: int, opening: re.Pattern[str]) -> bool:
    """Whether the next sentence begins with some words."""
    return any(opening.match(story.text, *behind) for behind in story.sentences[number + 1 : number + 2])


def is_beside(story: Story, span: Span) -> bool:
    """Whether a sentence is a caption, an item of a list, a turn of a transcript, or has a headline in it."""
    text = story.quote(span)
    number = story.sentence_index(span[0])
    if number >= len(story.sentences) - _LAST and (_AUTHOR.search(text) or is_before(story, number, _OFFERS)):
        return True
    paragraph = story.paragraphs[max(0, bisect_right(story.paragraphs, (span[0], len(story.text))) - 1)][0]
    if _TURN.match(story.text, paragraph):
        return True
    if not text[:1].isalnum() or _CAPTION.search(text) or _HEADED.search(text):
        return True
    return _CREDIT.match(story.text, span[1], min(len(story.text), span[1] + _LONGEST_CREDIT)) is not None


def is_background(text: str) -> bool:
    """Whether a sentence reports what was before, and nothing to come."""
    return bool(_EARLIER.search(text)) and not _AHEAD.search(text)


def weights(
    story: Story, entities: list[Entity], texts: dict[int, str], bags: dict[int, frozenset[str]]
) -> dict[int, float]:
    """What speaks for each sentence by itself, by its number."""
    seen = Counter(chain.from_iterable(bags.values()))
    headline = content(story.article.title or "")
    names = _names(story, entities)
    heaviest = max((sum(names.get(index, {}).values()) for index in names), default=1) or 1
    words_of = {i: sum(map(seen.__getitem__, bag)) / (len(bag) + 5) for i, bag in bags.items()}
    most = max(words_of.values(), default=1) or 1
    scores = {}
    for place, (i, text) in enumerate(texts.items()):
        score = _PLACE / (1 + 0.2 * place) + _WORDS * words_of[i] / most
        score += _NAMES * sum(names.get(i, {}).values()) / heaviest
        score += _HEADLINE * (len(bags[i] & headline) / len(headline) if headline else 0)
        half = is_before(story, i, _TURN_BEHIND) + (" also " in text)
        scores[i] = score - _BACKGROUND * bool(_EARLIER.search(text)) - _HALF * half
    return scores


def is_no_news(text: str) -> bool:
    """Whether a sentence reports no news by itself: by its first word, as a question, or in the first person."""
    return (
        text.endswith(("?", ":", ", however."))
        or bool(_LOST.search(text) or _EMPTY.fullmatch(text))
        or (text.endswith(" .") and len(text) < _LONGEST_HEADING)
        or commands(text)
        or lacks_subject(text)
        or text.startswith(OPENING)
        or len(_MARKS.findall(text)) % 2 == 1
        or not tells(text)
        or bool(_TALKS.search(_QUOTED.sub("", text)))
        or is_half(text)
    )


def _names(story: Story, entities: list[Entity]) -> dict[int, dict[str, float]]:
    """The weights of the heaviest entities in each sentence."""
    found: dict[int, dict[str, float]] = {}
    for entity in entities[:_HEAVY]:
        for mention in entity.mentions:
            found.setdefault(story.sentence_index(mention.start), {})[entity.name] = entity.weight
    return found


def content(text: str) -> frozenset[str]:
    """The words of a sentence that show what it is about."""
    return frozenset(_WORD.findall(text.casefold())) - SMALL_WORDS


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the words of the shorter of two sentences that the other has."""
    return len(one & other) / (min(len(one), len(other)) or 1)
