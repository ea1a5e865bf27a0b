"""The type of an item: a story, or something else on the wire.

What the feed says of it, by genre or profile, counts first, and the reader asks `said`; then what its slug and its
headline say, then its shape. The words are in `data/item_types.txt`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language import datelines
from factsheet.language.lists import Lists
from factsheet.language.text import reading
from factsheet.readers.manuscript import SENTENCE_END, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factsheet.records import Article, Paragraph

NO_TEXT_NEEDED = frozenset({"picture", "graphic", "audio", "video", "table", "package"})
"""Types of items that are whole without a text."""

UNPUBLISHED = Lists("factsheet.readers").words("fields", "unpublished")
"""What the status of an entry of an export is called that was not published."""

NO_TEXTS = frozenset(" ".join(Lists("factsheet.readers").lines("fields", "no texts")).split())
"""Entries of an export that are no texts: pictures, menus, earlier versions."""

NOT_STORIES = {
    "alert": "an alert of a few words",
    "headline": "a headline without its story",
    "teaser": "a teaser of a feed",
    "advisory": "an advisory to editors",
    "planner": "a planner of coverage",
    "roundup": "a round-up of several stories",
    "comment": "a newspaper's comment",
    "table": "a table",
    "list": "a list",
    "package": "a package that points to other items",
    "event": "an event or a plan",
    "picture": "a picture with its caption",
    "graphic": "a graphic with its caption",
    "audio": "a recording with its description",
    "video": "a video with its description",
}

_MEDIA = {kind: kind for kind in ("picture", "graphic", "audio", "video")} | {"image": "picture", "photo": "picture"}

_TYPES = ("advisory", "planner", "roundup", "comment", "table", "event")
"""The types that have words, in the order in which they are looked for."""
_TEXT_ZONES = frozenset({"lead", "body", "quotation", "list", "table"})
_LIST_TENTHS = 7  # tenths of the words that are in lists, above which an item is one
_PARAGRAPH_WORDS = 10  # words from which a list's item that ends a sentence is a paragraph of a story
_ALERT_WORDS = 45  # words of a body up to which it is an alert: the first take of breaking news
_SEVERAL = 3  # paragraphs with an agency's dateline, or parts under sub-heads, from which an item holds several stories
_AROUND = {
    "begins": r"^\W*(?:{})\b",
    "holds": r"\b(?:{})\b",
    "ends": r"[-–:,/ ](?:{})$",
    "marks": r"^\W*(?:[\w-]+ )?(?:{})(?: \d+)?\s*[-–—:,/]",
}
"""Where the words of each part of the list are in a headline or a slug."""

_LONGEST_NAME = 300
"""Characters of a headline or slug that are looked at."""


def said(labels: Iterable[str | None]) -> str | None:
    """The type that a feed gives an item by its labels: the names and codes of genre, profile and the like."""
    known = _labels("genre")
    # The last part of a code says what it is: `genre:Daybook`.
    found = (known.get(_folded(part)) for label in labels if label for part in (label, re.split(r"[:/]", label)[-1]))
    return next(filter(None, found), None)


def medium(name: str | None) -> str | None:
    """The type of an item that a feed calls a picture, a sound or a film."""
    return _MEDIA.get((name or "").lower())


def type_of(article: Article) -> str | None:
    """What an article is by its slug, its headline and its shape, where its feed says nothing."""
    body = [p for p in article.paragraphs if p.zone in _TEXT_ZONES]
    words: Counter[str] = Counter()
    told = sum(_is_told(article.text[p.start : p.end]) for p in body if p.zone == "list") > 1
    for paragraph in body:
        text = article.text[paragraph.start : paragraph.end]
        words["body" if told and _is_told(text) else paragraph.zone] += word_count(text)
    total = words.total()
    if words["table"] * 2 > total:
        return "table"
    return _named(article) or _shape(article, body, words["list"], total)


def _is_told(text: str) -> bool:
    """Whether an item of a list is a paragraph of a story that is told in a list."""
    return word_count(text) >= _PARAGRAPH_WORDS and bool(SENTENCE_END.search(text))


def _shape(article: Article, body: Iterable[Paragraph], listed: int, total: int) -> str | None:
    """What an article is by its words: how many there are in all, and how many of them in lists."""
    if not total:
        return None if article.status == "cancelled" else "headline"
    if listed * 10 > total * _LIST_TENTHS:
        return "list"
    if total <= _ALERT_WORDS:
        return "alert"
    return "roundup" if _holds_stories(article, body) or _is_of_parts(article) else "story"


def _holds_stories(article: Article, body: Iterable[Paragraph]) -> bool:
    """Whether several paragraphs begin with a dateline, of one agency and from different places."""
    texts = [article.text[p.start : p.end] for p in body]
    lines = [(line, text[: line.end].rstrip()) for text in texts if (line := datelines.at_lead(text)).place]
    filed = {(line.agency, line.place) for line, words in lines if line.agency and words[-1] in "-–—_"}
    places = Counter(agency for agency, _ in filed)
    return max(places.values(), default=0) >= _SEVERAL


def _is_of_parts(article: Article) -> bool:
    """Whether an item has three parts or more, each with names and under a sub-head, and none has a name of another."""
    parts: list[list[str]] = [[]]
    for paragraph in article.paragraphs:
        if paragraph.zone == "subhead":
            parts.append([])
        elif paragraph.zone in _TEXT_ZONES:
            parts[-1].append(article.text[paragraph.start : paragraph.end])
    told = [reading("\n\n".join(texts)) for texts in parts if texts] if len(parts) >= _SEVERAL else []
    names = [{key for name in part.names for key in part.keys[name.first : name.last]} for part in told]
    return len(names) >= _SEVERAL and all(names) and sum(map(len, names)) == len(set().union(*names))


def _named(article: Article) -> str | None:
    """The type that a keyword of the slug, the headline or the slug says."""
    known = _labels("keyword")
    for keyword in (article.slug or "").split("/"):
        if kind := known.get(_folded(keyword)):
            return kind
    names = [name.strip()[:_LONGEST_NAME] for name in (article.title, article.slug) if name]
    return next((kind for kind, pattern in _patterns() if any(map(pattern.search, names))), None)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    return Lists("factsheet.readers").parts("item_types")


@cache
def _labels(part: str) -> dict[str, str]:
    """The type of each label that says all by itself."""
    return {_folded(word): kind for kind in _TYPES for word in _parts().get(f"{kind} {part}", ())}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What the headline or the slug of each type looks like."""
    found = []
    for kind in _TYPES:
        looks = [
            around.format("|".join(map(re.escape, words)))
            for part, around in _AROUND.items()
            if (words := _parts().get(f"{kind} {part}"))
        ]
        if looks:
            found.append((kind, re.compile("|".join(looks), re.IGNORECASE)))
    return tuple(found)
