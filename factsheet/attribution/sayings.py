"""The sentences of an article without their attribution, each with its speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution import attribute
from factsheet.language import datelines
from factsheet.language.sentences import sentences

if TYPE_CHECKING:
    from factsheet.attribution.records import Statement
    from factsheet.records import Article


class Saying(NamedTuple):
    """A sentence: its statement, its speaker, and all of its words."""

    text: str
    by: str
    """The speaker in the sentence's own words; "" if it is the article's own."""
    sentence: str


def sentences_of(article: Article) -> list[str]:
    """The headline and the sentences of the body, without the dateline, each on one line."""
    out = [article.title] if article.title else []
    for paragraph in article.body():
        start = paragraph.start + datelines.at_lead(article.text[paragraph.start : paragraph.end]).end
        for first, end in sentences(article.text, start, paragraph.end):
            out.append(" ".join(article.text[first:end].split()))
    return out


def saying(sentence: str) -> Saying:
    """Split a sentence into statement and speaker.

    >>> saying("The dam is nearly empty, engineers said.")[:2]
    ('The dam is nearly empty', 'engineers')
    """
    said = _said(sentence)
    if said is None:
        return Saying(sentence, "", sentence)
    who = said.speaker
    return Saying(sentence[said.start : said.end], sentence[who.start : who.end] if who else "", sentence)


def _said(sentence: str) -> Statement | None:
    """The statement that makes up most of a sentence."""
    return next((one for one in attribute(sentence).quotes if 2 * (one.end - one.start) > len(sentence)), None)
