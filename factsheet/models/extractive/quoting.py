"""Quotations: which of their sentences are understandable by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.attribution.marks import quotations
from factsheet.models.extractive.alone import NOTHING, Told, keys, needs, unmet
from factsheet.models.extractive.clauses import lacks_subject, tells
from factsheet.models.extractive.story import split_english

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_LONGEST = 300
"""The longest sentence quoted, in characters."""
_BEHIND = 120
"""Characters after a sentence that show whether it continues."""
_LONGEST_WHOLE = 240
"""The longest quotation of several sentences or pieces, in characters."""
_FEWEST = 4
"""The shortest quoted sentence, in words."""
_FEWEST_APART, _ENOUGH = 9, 1
"""The shortest of several quoted sentences that shares no word with the page, and how many shared words suffice."""
_TOO_FEW = 2
"""Words of a quotation that are too few to be one."""
_MARKS = "\"“”„‟«»‘’'`＂ \n\t\xa0"
_DOUBLE, _SINGLE = '"“”„‟«»`＂ \n\t\xa0', "‘’'‹›"
_HOLLOW = re.compile(
    r"(?:(?:i guess|maybe|by the way|i['’]ll tell you)\b.*|let me|let['’]s be|look,|listen,|make no mistake"
    r"|to be (?:clear|honest|fair)"
    r"|i (?:want|would like) to (?:talk|say|thank)"
    r"|that(?:['’]s| is) one for|(?:we|i)(?:['’](?:re|m)| are| am) here to"
    r"|we (?:have )?outlined)\b.{0,30}$",
    re.IGNORECASE,
)
"""Sentences that only announce a statement."""
_SET_UP = re.compile(
    r"I (?:don['’]t )?know\b[.,]"
    r"|(?:Some|Many|A lot of|Critics|Other)\b.{0,20}\b(?:argue|believe|claim|fear|say|think|worry)\b"
    r"|(?:[A-Z][\w.’']+ ){1,3}(?:said|says|told|wrote)\b(?! (?:yes|no)\b)"
    r"|(?:\w+, )?[Tt]here (?:are|were) (?:two|three|four|five|several|many) \w+\.?$"
)
"""Words of others and announcements, which the speaker goes on to answer or explain."""
_PART = re.compile(r"Not (?:an?|the|just|only|because|that|if|when|for|to|in|on)\b|Tell (?:that|this|it) to\b")
"""The start of what goes on from a sentence before: "We need steady hands. Not a president who waits"."""
_TO_SOMEBODY = re.compile(r"You(?:['’](?:ve|re)| did| were|r)\b")
"""Sentences addressed to somebody unnamed."""
_PLURAL_VERB = re.compile(
    r"^(?:Our|My|Your|Their|These|The) [a-z]+s (?!of\b)[a-z]+(?<!s) (?:in|at|on|to|for|with|from)\b"
)
"""A plural with its verb, which has no ending: "Our branches meet at"."""
_LITTER = re.compile(r"[.?!]['’]?[.)]|\)$(?<!\w\))")  # "Syria.'.')", which a page had at its end
_LEFT_OUT = re.compile(r"(?<=[.!?])\s+(?:\. ?\. ?\.|…)$")
"""An omission after a sentence."""
_TURNS = re.compile(
    r"^[\s.,;?!\"“”‘’']{0,9}(?:\b[^\"“”.]{0,60}[.,] [\"“])?"
    r"(?:but|yet|however|although|though|unless|except|and that|that actually)\b",
    re.IGNORECASE,
)
"""What follows a sentence that is incomplete without it."""
_INTERRUPTED = re.compile(r"^[\"”’',\s]{0,9}\b[^\"“”]{1,80}[,:] (?:[\"“]|'')(?=[a-z])")
"""What follows a sentence that continues: "…," she said, "and …"."""


def quoted(story: Story, voice: Voice, told: Told = NOTHING, known: Collection[str] = (), line: str = "") -> str | None:
    """The part of a quotation that is understandable by itself, without the marks; None if there is none.

    Of a direct statement that is a short quotation or a sentence of one; an ellipsis stands for "she said" within it.
    Of a partly quoted statement it is the longest quotation, unless it needs more of the article's words before it.
    `known` are pronouns of people whom the page names, `line` is the sentence before if the reader has it.

    If no sentence is fully understandable, one with a single missing antecedent is taken. "You" needs an addressee in
    another sentence.
    """
    inner = [
        _within(story, (quote.start, quote.end))
        for start, end in voice.statement.spans()
        for quote in quotations(story.text, start, end)
        if not story.text[quote.start + 1 : quote.start + 2].isspace()  # a mark that closes what is before it
    ]
    if voice.statement.kind == "direct":
        if voice.verb == ":" and not inner:
            inner = list(voice.statement.spans())  # a turn of a transcript has no marks
        return _text(story, _best(story, inner, told, known, line)) or None
    longest = max(inner, key=lambda span: span[1] - span[0], default=(0, 0))
    return story.quote(longest) if len(story.quote(longest).split()) > _TOO_FEW else None


def quoted_object(story: Story, voice: Voice) -> str | None:
    """The one quotation that is the object of a verb, if it refers to nothing else: blamed “fuel and fog”."""
    inner = [quote for start, end in voice.statement.spans() for quote in quotations(story.text, start, end)]
    text = story.quote(_within(story, (inner[0].start, inner[0].end))) if len(inner) == 1 else ""
    needed = needs(text) if text[:1].islower() and len(text.split()) > _TOO_FEW else None
    return text if needed is not None and not needed.back else None


def _within(story: Story, span: Span) -> Span:
    """A quotation without its marks and the comma before the closing one."""
    marks = _MARKS if story.text[span[0]] in _SINGLE else _DOUBLE
    inner = story.quote(span).lstrip(marks)
    start = span[1] - len(inner)
    return start, start + len(inner.removesuffix("''").rstrip(marks + ","))


def _text(story: Story, pieces: Sequence[Span]) -> str:
    return " … ".join(map(story.quote, pieces))


def _best(story: Story, spans: Sequence[Span], told: Told, known: Collection[str], line: str) -> tuple[Span, ...]:
    """The quotation, or sentence of one, that shares most with `told`; nothing if none suffices."""
    parts = [(span, _sentences(story, span)) for span in spans]
    found = [one for _, inside in parts for one in inside]
    short: list[tuple[Span, ...]] = [(span,) for span, inside in parts if len(inside) > 1]
    short += [tuple(spans)] if len(spans) > 1 else []
    short = [one for one in short if len(_text(story, one)) <= _LONGEST_WHOLE]
    whole = [one for one in dict.fromkeys([*short, *((one,) for one in found)]) if _is_whole(story, one)]
    whole = [
        one
        for one in whole
        if not _TO_SOMEBODY.match(story.text, one[0][0])
        and (len(found) == 1 or not story.text.startswith("You", one[0][0]))
    ]
    left = [(_left(story, one, told, known, line if one[0][0] == found[0][0] else ""), one) for one in whole]
    for most in (0, 1):
        understood = [one for count, one in left if count is not None and count <= most]
        fit = [(_shared(_text(story, one), told.words), one) for one in understood]
        fit = [
            (shared, one)
            for shared, one in fit
            if shared or one in {(spans[0],), *short} or len(_text(story, one).split()) >= _FEWEST_APART
        ]
        if fit:
            return max(fit, key=lambda pair: (pair[0], -pair[1][0][0], pair[1][-1][1]))[1]
    return ()


def _left(story: Story, pieces: Sequence[Span], told: Told, known: Collection[str], line: str) -> int | None:
    """How many nouns of a quotation the page does not mention; None if it refers to something else."""
    at, count = story.sentence_index(pieces[0][0]), 0
    sentences = [story.quote(one) for piece in pieces for one in _sentences(story, piece)]
    for text in sentences:
        left = unmet(text, told, at=at, line=line, known=known)
        if left is None:
            return None
        count, line = count + left, text
    return count


def _shared(text: str, told: Collection[str]) -> int:
    """How many words of a sentence the page has already, up to a few."""
    return min(_ENOUGH, len(keys(text).intersection(told)))


def _is_whole(story: Story, pieces: Sequence[Span]) -> bool:
    """Whether a sentence has all that it needs to be one, and is none that only leads to another."""
    text = _text(story, pieces)
    if (
        _LITTER.search(text)
        or text.endswith("?")
        or len(text.split()) < _FEWEST
        or len(text) > _LONGEST
        or text[:1].islower()
        or _HOLLOW.match(text)
        or _SET_UP.match(text)
        or _PART.match(text)
    ):
        return False
    end = pieces[-1][1]
    behind = story.text[end : end + _BEHIND]
    if _TURNS.match(behind) or _INTERRUPTED.match(behind) or lacks_subject(text):
        return False
    return tells(text) or _PLURAL_VERB.search(text) is not None


def _sentences(story: Story, span: Span) -> list[Span]:
    """The sentences of a quotation, in order."""
    found = ((one[0], story.quote(one)) for one in split_english(story.text, *span))
    return [(start, start + len(_LEFT_OUT.sub("", words))) for start, words in found if words.strip()]
