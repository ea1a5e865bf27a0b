"""The title and the summary: the article's own sentences, its lead first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.alone import is_alone, keys, unmet
from factsheet.models.extractive.clauses import SMALL_WORDS, commands, lacks_subject, tells
from factsheet.models.extractive.voices import statements
from factsheet.proving.pronouns import BACK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_FEWEST, _MOST, _SENTENCES_EACH = 5, 8, 2
"""How many sentences a summary has: one for every so many of the story, within bounds."""
_BACKGROUND_LEFT = 5
"""How many sentences about earlier times are listed beside it."""
_SHORTEST, _LONGEST = 40, 420
"""Characters; below it a line is a label and no sentence, above it a sentence says too much."""
_LEAD = 3
"""Sentences among which the lead is: a caption or a greeting may stand before it."""
_LOOKED_AT = 40
"""Sentences from the top that a summary is chosen from."""
_TITLE = 100
"""Characters that a title may have, from the schema."""
_OPENING = ('"', "“", "'", "‘", "(")
"""Marks with which a sentence is somebody's words, or an aside."""
_SAME = 0.7
"""Of its words, from which on a sentence says what another says."""
_HEAVY = 12
"""Entities that count."""
_PLACE, _WORDS, _NAMES, _HEADLINE, _BACKGROUND, _LEANS, _REPEATS = 2.0, 1.0, 0.6, 1.0, 0.7, 0.8, 1.5
"""What speaks for a sentence and against it: standing near the top, holding the words and the names that the story
repeats and those of its headline; telling of earlier times, leaning on the sentence before, repeating one chosen."""
_SIGN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of a script that writes syllables or words, or no spaces."""
_LETTERS_OF_A_SIGN = 3
_WORD = re.compile(r"[^\W\d_][\w’'-]{2,}")  # words long enough to say something
# Background: what was before the story.
_EARLIER = re.compile(
    r"\b(?:ha[sd] (?:\w+ly |also |long |already )?been|had (?:\w+ly )?\w+ed|last (?:year|month)|years? ago|previously"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|in (?:19|20)\d\d|since (?:19|20)\d\d)\b"
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_TALKS = re.compile(
    r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us|me)\b|!|^(?:To learn more|Be sure|Click|Read|Watch|Sign up|Follow"
    r"|Visit|Subscribe|Download|Listen|See|Check out|Find out|Here['’]s)\b"
)  # the writer speaks, or speaks to the reader
_AHEAD = re.compile(r"\b(?:will|scheduled|set to|expected to|due to|plans to)\b")
_BODIES = ENGLISH.words("organisations", "heads")
_CAPTION = re.compile(
    r"^FILE\b|\b(?:is|are|was|were) (?:seen|shown|pictured) (?:in|at|on|here|during|with)\b"
    r"|\b[Ff]ile (?:photo|picture)\b|\b(?:photo|image|picture) (?:released|taken|provided|shows)\b"
    r"|\((?:left|right|cent(?:er|re)|[LR])\)|\bGetty\b|@\w"
)
"""What tells what a picture shows."""
_AUTHOR = re.compile(
    r"\b(?:is|are) (?:an?|the) (?:[\w’'-]+ ){0,6}"
    r"(?:columnist|reporter|correspondent|contributor|writer|editor|author)s?\b"
)
"""What a page says of who wrote it, in its last sentences."""
_HEADED = re.compile(r"(?:\b[A-Z]{2,}\b\W+){3}")  # "SANDERS HAS ADVANTAGE - Since January": a headline before the lead
_TURN = re.compile(r"[\"“]?[A-Z][A-Z.’' -]{2,30}: ")  # of a transcript: "PENCE: "
_LAST = 3
"""Sentences at the end among which one on the author is."""
_LONGEST_IN_SINGLE = 800
"""Characters in single quotation marks."""
_LONGEST_CREDIT = 130
_CREDIT = re.compile(r"\s*\([^()]{0,60}(?:/|Photo|Images|via )[^()]{0,60}\)")
_LOST = re.compile(r"[:,;(] ?[.!]")  # "from two firms: .": the page had a list there
_MARKS = re.compile(r"\"|“|”|„|«|»|''|``")  # an odd number of marks: a quotation begins or ends elsewhere


def title(story: Story) -> dict[str, Any]:
    """The article's headline, else its first sentence if that is short enough; an empty one if there is none."""
    headline = " ".join((story.article.title or "").split()).rstrip(" ;:,")
    if headline:
        found = story.text.find(headline)
        shown = headline if len(headline) <= _TITLE else _shortened(headline)
        if found >= 0 and " also " not in headline:
            return {"statement": shown, "evidence": [headline]}
    first = next((story.quote(span) for span in story.sentences[:_LEAD] if not _leans(story.quote(span))), "")
    first = first or (story.quote(story.sentences[0]) if story.sentences else "")
    shown = headline or " ".join(first.split())
    return (
        {"statement": shown, "evidence": [first]}
        if shown and len(shown) <= _TITLE
        else {"statement": "", "evidence": []}
    )


def tell(story: Story, entities: list[Entity]) -> dict[str, list[dict[str, Any]]]:
    """The sections summary and background: the lead and what holds the most of the story, and what was before it."""
    chosen, earlier = choose(story, entities)
    return {
        "summary": [_entry(story, span) for span in chosen],
        "background": [{**_entry(story, span), "time": None} for span in earlier],
    }


def lead(story: Story) -> list[dict[str, Any]]:
    """The first two sentences, for a story whose words are not understood."""
    chosen = [span for span in story.sentences if _extent(story.quote(span)) >= _SHORTEST][:2]
    return [_entry(story, span) for span in chosen]


def _extent(text: str) -> int:
    """How long a text is, in Latin letters: a sign that is a word or a syllable says as much as a few of them."""
    return len(text) + _LETTERS_OF_A_SIGN * len(_SIGN.findall(text))


def _entry(story: Story, span: Span) -> dict[str, Any]:
    """A sentence as it stands, which says itself who says so."""
    span = _after_dateline(story, span)
    return {"statement": " ".join(story.quote(span).split()), "according_to": None, "evidence": [story.quote(span)]}


def _after_dateline(story: Story, span: Span) -> Span:
    """The lead up to the comma before its first pronoun, where a dateline before it has names that it might mean."""
    text = story.quote(span)
    if span[0] in {start for start, _ in story.paragraphs} or span != story.sentences[0]:
        return span
    back = next((match.start() for match in _WORD.finditer(text) if match[0].lower() in BACK), 0)
    cut = text.rfind(", ", 0, back)
    return (span[0], span[0] + cut) if cut >= _SHORTEST and not _MARKS.search(text, 0, cut) else span


def choose(story: Story, entities: list[Entity]) -> tuple[list[Span], list[Span]]:
    """The sentences of the summary and of the background, each in the order of the article."""
    told, saying = _title_told(story), frozenset(_only_said(story))
    fit = [s for i, s in enumerate(story.sentences) if i not in story.shouting and not _is_in_words(story, s[0])]
    fit = [s for s in fit if story.is_complete(s)] or fit
    fit = [s for s in fit if not _is_beside(story, s) and s not in saying]
    fit = [s for s in fit if _SHORTEST <= s[1] - s[0] <= _LONGEST and _plain(story.quote(s)) != told]
    fit = (fit or list(story.sentences[:1]))[:_LOOKED_AT]
    if not fit:
        return [], []
    bags = [_content(story.quote(span)) for span in fit]
    leans = [_leans(story.quote(span)) for span in fit]
    scores = _scores(story, entities, fit, bags, leans)
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    tells = [i for i, lean in enumerate(leans) if not lean]
    chosen = sorted(_best(story, fit, tells, scores, bags, most))
    known = [bags[i] for i in chosen]
    earlier = (i for i in tells if i not in chosen and _is_background(story.quote(fit[i])))
    known_words = keys(" ".join((story.article.title or "", *(story.quote(fit[i]) for i in chosen))))
    alone = [fit[i] for i in earlier if is_alone(story.quote(fit[i]), known_words) and not _repeated(bags[i], known)]
    return [fit[i] for i in chosen], alone[:_BACKGROUND_LEFT]


def _is_in_words(story: Story, offset: int) -> bool:
    """Whether a sentence begins within somebody's words; a long span in single marks is only a stray apostrophe's."""
    at = bisect_right(story.quoted, (offset, len(story.text))) - 1
    if at < 0 or offset >= story.quoted[at][1]:
        return False
    start, end = story.quoted[at]
    return story.text[start] not in "'‘’" or story.text.startswith("''", start) or end - start <= _LONGEST_IN_SINGLE


def _is_beside(story: Story, span: Span) -> bool:
    """Whether a sentence is a caption, an item of a list, a turn of a transcript, or has a headline in it."""
    text = story.quote(span)
    if _AUTHOR.search(text) and story.sentence_index(span[0]) >= len(story.sentences) - _LAST:
        return True
    paragraph = story.paragraphs[max(0, bisect_right(story.paragraphs, (span[0], len(story.text))) - 1)][0]
    if _TURN.match(story.text, paragraph):
        return True
    if not text[:1].isalnum() or _CAPTION.search(text) or _HEADED.search(text):
        return True
    return _CREDIT.match(story.text, span[1], min(len(story.text), span[1] + _LONGEST_CREDIT)) is not None


def _only_said(story: Story) -> Iterator[Span]:
    """Sentences that say who said what stands before them: "Doe said into the phone"."""
    for one in statements(story):
        if one.cue is not None:
            start, end = story.sentence_at(one.cue[0])
            if all(last <= start or first >= end for first, last in one.spans()):
                yield start, end


def _title_told(story: Story) -> str:
    """The words that the title tells in full, which the summary need not tell again."""
    if story.article.title or not story.sentences:
        return _plain(story.article.title or "")
    first = _plain(story.quote(story.sentences[0]))
    return first if len(first) < _TITLE else ""


def _plain(text: str) -> str:
    """A sentence in one line, without its stop."""
    return " ".join(text.split()).rstrip(" .")


def _best(
    story: Story, fit: list[Span], tells: list[int], scores: list[float], bags: list[frozenset[str]], most: int
) -> list[int]:
    """The numbers of the best of the lead, then of those that say something else and are understood beside it."""
    named = {i: keys(story.quote(fit[i])) for i in tells}
    heading = keys(story.article.title or "")
    chosen: list[int] = []
    said = [0.0] * len(bags)
    left = sorted(tells, key=lambda i: -scores[i])
    while len(chosen) < most:
        alone = [
            i
            for i in left
            if _opens(story, fit[i])
            or is_alone(story.quote(fit[i]), heading.union(*(named[j] for j in chosen if j < i)))
        ]
        best = next((i for i in alone if i < _LEAD and not chosen), None)
        if best is None:
            best = max(alone, key=lambda i: (scores[i] - _REPEATS * said[i], -i), default=None)
        if best is None:
            break
        chosen.append(best)
        left.remove(best)
        said = [max(known, _shared(bag, bags[best])) for known, bag in zip(said, bags, strict=True)]
    return chosen or tells[:1] or list(range(min(1, len(fit))))


def _opens(story: Story, span: Span) -> bool:
    """Whether a sentence opens a story below its headline: it introduces what it tells, "the mainland" too."""
    return bool(story.article.title) and span == story.sentences[0] and unmet(story.quote(span)) is not None


def _is_background(text: str) -> bool:
    return bool(_EARLIER.search(text)) and not _AHEAD.search(text)


def _repeated(bag: frozenset[str], others: list[frozenset[str]]) -> bool:
    return any(_shared(bag, other) > _SAME for other in others)


def _scores(
    story: Story, entities: list[Entity], fit: list[Span], bags: list[frozenset[str]], leans: list[bool]
) -> list[float]:
    """What speaks for each sentence by itself."""
    seen = Counter(chain.from_iterable(bags))
    headline = _content(story.article.title or "")
    names = _names(story, entities)
    heaviest = max((sum(names.get(index, {}).values()) for index in names), default=1) or 1
    words_of = [sum(map(seen.__getitem__, bag)) / (len(bag) + 5) for bag in bags]
    most = max(words_of) or 1
    scores = []
    for i, (span, bag) in enumerate(zip(fit, bags, strict=True)):
        text = story.quote(span)
        score = _PLACE / (1 + 0.2 * i) + _WORDS * words_of[i] / most
        score += _NAMES * sum(names.get(story.sentence_index(span[0]), {}).values()) / heaviest
        score += _HEADLINE * (len(bag & headline) / len(headline) if headline else 0)
        score -= _BACKGROUND * bool(_EARLIER.search(text)) + _LEANS * leans[i]
        scores.append(score)
    return scores


def _leans(text: str) -> bool:
    """Whether a sentence tells no news by itself: by its first word, as a question, or as its writer talks in it."""
    return (
        text.endswith(("?", ":"))
        or bool(_LOST.search(text))
        or commands(text)
        or lacks_subject(text)
        or text.startswith(_OPENING)
        or len(_MARKS.findall(text)) % 2 == 1
        or unmet(text) is None
        or not tells(text)
        or bool(_TALKS.search(_QUOTED.sub("", text)))
    )


def _names(story: Story, entities: list[Entity]) -> dict[int, dict[str, float]]:
    """The weights of the heaviest entities in each sentence."""
    found: dict[int, dict[str, float]] = {}
    for entity in entities[:_HEAVY]:
        for mention in entity.mentions:
            found.setdefault(story.sentence_index(mention.start), {})[entity.name] = entity.weight
    return found


def _content(text: str) -> frozenset[str]:
    """The words of a sentence that say what it is about."""
    return frozenset(_WORD.findall(text.casefold())) - SMALL_WORDS


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _shortened(text: str) -> str:
    """The first words of a text that fit a title."""
    if len(text) <= _TITLE:
        return text
    return text[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
