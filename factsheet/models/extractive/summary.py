"""The title and the summary: the article's own sentences, its lead first."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.alone import is_alone, keys
from factsheet.models.extractive.clauses import SMALL_WORDS, commands, lacks_subject, tells
from factsheet.models.extractive.voices import Speech
from factsheet.proving.pronouns import BACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_FEWEST, _MOST, _SENTENCES_EACH = 4, 7, 3
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
_AT_ONCE = 5
"""Words in which a pronoun has nobody before it that it could mean."""
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
# First words that lean on the sentence before.
_LEANING = re.compile(
    r"[\"“'‘]|(?:he|she|it|they|this|that|these|those|such|but|and|however|also|so|then|meanwhile|instead|still"
    r"|his|her|their|its|the (?:two|former|latter|same)|yes|no,|indeed|in fact|of course|in addition|as a result"
    r"|for (?:example|instance)|on the other hand|at the same time|in other words|moreover|furthermore|similarly"
    r"|likewise|otherwise|besides|therefore|thus|hence|consequently|nonetheless|nevertheless|yet|finally|first(?:ly)?,"
    r"|second(?:ly)?,|one,|two,|to (?:that|this)|among (?:them|those)|another|others?|both|neither|either"
    r"|there['’]s|(?:many|several|some|most|few|none|all|two|three) (?:are|were|have|had|said|say|will))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_TALKS = re.compile(
    r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us|me)\b|!|^(?:To learn more|Be sure|Click|Read|Watch|Sign up|Follow"
    r"|Visit|Subscribe|Download|Listen|See|Check out|Find out|Here['’]s)\b"
)  # the writer speaks, or speaks to the reader
_AHEAD = re.compile(r"\b(?:will|scheduled|set to|expected to|due to|plans to)\b")
_BODIES = ENGLISH.words("organisations", "heads")
_LOST = re.compile(r"[:,;(] ?[.!]")  # "from two firms: .": the page had a list there
_MARKS = re.compile(r"\"|“|”|„|«|»|''|``")  # an odd number of marks: a quotation begins or ends elsewhere


def title(story: Story) -> dict[str, Any]:
    """The article's headline, else its first sentence if that is short enough; an empty one if there is none."""
    headline = " ".join((story.article.title or "").split())
    if headline:
        found = story.text.find(headline)
        shown = headline if len(headline) <= _TITLE else _shortened(headline)
        if found >= 0:
            return {"statement": shown, "evidence": [headline]}
    first = next((story.quote(span) for span in story.sentences[:_LEAD] if not _leans(story.quote(span))), "")
    first = first or (story.quote(story.sentences[0]) if story.sentences else "")
    shown = headline or " ".join(first.split())
    return (
        {"statement": shown, "evidence": [first]}
        if shown and len(shown) <= _TITLE
        else {"statement": "", "evidence": []}
    )


def tell(story: Story, entities: list[Entity], voices: Sequence[Voice] = ()) -> dict[str, list[dict[str, Any]]]:
    """The sections summary and background: the lead and what holds the most of the story, and what was before it."""
    said_by = Speech(voices)
    chosen, earlier = choose(story, entities)
    return {
        "summary": [_entry(story, span, said_by) for span in chosen],
        "background": [{**_entry(story, span, said_by), "time": None} for span in earlier],
    }


def lead(story: Story) -> list[dict[str, Any]]:
    """The first two sentences, for a story whose words are not understood."""
    chosen = [span for span in story.sentences if _extent(story.quote(span)) >= _SHORTEST][:2]
    return [_entry(story, span, Speech(())) for span in chosen]


def _extent(text: str) -> int:
    """How long a text is, in Latin letters: a sign that is a word or a syllable says as much as a few of them."""
    return len(text) + _LETTERS_OF_A_SIGN * len(_SIGN.findall(text))


def _entry(story: Story, span: Span, said_by: Speech) -> dict[str, Any]:
    """A sentence as it stands, with who says so where it names them itself."""
    span = _after_dateline(story, span)
    voice = said_by.at(span[0] + 1)
    named = voice is not None and voice.is_sure and span[0] <= voice.span[0] and voice.span[1] <= span[1]
    statement = " ".join(story.quote(span).split())
    return {
        "statement": statement,
        "according_to": voice.holder if voice and named else None,
        "evidence": [story.quote(span)],
    }


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
    told = _title_told(story)
    fit = [s for i, s in enumerate(story.sentences) if i not in story.shouting]
    fit = [s for s in fit if story.is_complete(s)] or fit
    fit = [s for s in fit if _SHORTEST <= s[1] - s[0] <= _LONGEST and _plain(story.quote(s)) != told]
    fit = (fit or list(story.sentences[:1]))[:_LOOKED_AT]
    if not fit:
        return [], []
    bags = [_content(story.quote(span)) for span in fit]
    scores = _scores(story, entities, fit, bags)
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    tells = [i for i, span in enumerate(fit) if not _leans(story.quote(span))]
    chosen = sorted(_best(story, fit, tells, scores, bags, most))
    known = [bags[i] for i in chosen]
    earlier = (i for i in tells if i not in chosen and _is_background(story.quote(fit[i])))
    known_words = keys(" ".join((story.article.title or "", *(story.quote(fit[i]) for i in chosen))))
    alone = [fit[i] for i in earlier if is_alone(story.quote(fit[i]), known_words) and not _repeated(bags[i], known)]
    return [fit[i] for i in chosen], alone[:_BACKGROUND_LEFT]


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
    told = keys(story.article.title or "")
    chosen: list[int] = []
    said = [0.0] * len(bags)
    left = sorted(tells, key=lambda i: -scores[i])
    while len(chosen) < most:
        alone = (i for i in left if is_alone(story.quote(fit[i]), told))
        if not chosen:
            best = next((i for i in alone if i < _LEAD), None)
        if chosen or best is None:
            best = max(alone, key=lambda i: (scores[i] - _REPEATS * said[i], -i), default=None)
        if best is None:
            break
        chosen.append(best)
        left.remove(best)
        told |= keys(story.quote(fit[best]))
        said = [max(known, _shared(bag, bags[best])) for known, bag in zip(said, bags, strict=True)]
    return chosen or tells[:1] or list(range(min(1, len(fit))))


def _is_background(text: str) -> bool:
    return bool(_EARLIER.search(text)) and not _AHEAD.search(text)


def _repeated(bag: frozenset[str], others: list[frozenset[str]]) -> bool:
    return any(_shared(bag, other) > _SAME for other in others)


def _scores(story: Story, entities: list[Entity], fit: list[Span], bags: list[frozenset[str]]) -> list[float]:
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
        score -= _BACKGROUND * bool(_EARLIER.search(text)) + _LEANS * _leans(text)
        scores.append(score)
    return scores


def _leans(text: str) -> bool:
    """Whether a sentence tells no news by itself: by its first word, as a question, or as its writer talks in it."""
    return (
        text.endswith(("?", ":"))
        or bool(_LOST.search(text))
        or commands(text)
        or lacks_subject(text)
        or bool(_LEANING.match(text))
        or len(_MARKS.findall(text)) % 2 == 1
        or _points_at_once(text.split()[:_AT_ONCE])
        or not tells(text)
        or bool(_TALKS.search(_QUOTED.sub("", text)))
    )


def _points_at_once(words: list[str]) -> bool:
    """Whether a sentence begins with a pronoun that none of its words before can mean: "With less notice, it is"."""
    low = [word.lower().strip(",") for word in words]
    human = not {"he", "she"}.isdisjoint(low)
    body = not _BODIES.isdisjoint(low)
    return (human and body) or (not BACK.isdisjoint(low) and low[0] in SMALL_WORDS)


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
