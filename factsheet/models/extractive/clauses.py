"""Cuts a sentence to its shortest clause that keeps the meaning.

Cuts are at commas, and only where the omitted words cannot change the meaning: if they contain a hedge, a negation or a
verb of saying, the sentence stays whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.attribution.cues import IRREGULAR_PASTS, SAYING, VERBS, WORDS
from factsheet.attribution.naming import OF_PERSONS, ROLES
from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_CUT = re.compile(r"[,;:]\s|\s[—–-]+\s|\s\(|\)")  # where a sentence can be cut
# What only adds to the clause before it.
_SUBORDINATE = re.compile(
    r",? (?:after|while|when|as|before|following|since|because|although|though|who|which|where|whose|nearly"
    r"|despite|amid|ahead of)\b"
)
_DASHES = re.compile(r"\s[—–-]+\s")
WRITER = re.compile(r"\b(?:I(?!-)|[Ww]e|[Mm]y|[Oo]ur)\b")
"""First-person words of the writer."""
_SHORTEST = 30
"""Shorter parts of a sentence, in characters, are no clauses."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")  # words as the lists have them
_QUOTES = re.compile(r"[\"“”„«»]")  # a sentence with a quotation is never cut
_COMPOUND = re.compile(r"[\d.,]+-[a-z]")  # "96-feet-deep", in a row of adjectives
_LISTED = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*,? (?:and|or|&) [A-Z]")
HELPING = WORDS["be"] | WORDS["auxiliaries"]
"""Auxiliary verbs."""
_FINITE = (
    WORDS["verbs"]
    | HELPING
    | {form for form, verbs in VERBS.items() if any(verb.form in {"past", "s"} for verb in verbs)}
    | IRREGULAR_PASTS
)
_TIMES = ENGLISH.words("calendar", "capitalised")
NO_TIME = rf"(?!(?:{'|'.join(sorted(map(str.title, _TIMES)))})\b)"
"""Pattern before a capitalised word that is no day or month."""
SMALL_WORDS = SAYING | ENGLISH.words("stopwords") | _TIMES
"""Words that do not show what a sentence is about."""


def clause_at(story: Story, span: Span) -> Span:
    """The clause that contains a span, or the sentence if a clause would mean something else."""
    start, end = sentence = story.sentence_at(span[0])
    cuts, at = cuts_around(story, _CUT, sentence, span)
    first, last = _long_enough(cuts, at, span)
    rest = story.text[start:first] + " " + story.text[last:end]
    if _QUOTES.search(story.text, start, end) or changes_meaning(rest) or not _starts_well(story.text, first, start):
        return sentence
    return first, first + len(story.text[first:last].rstrip(" ,;:—–-(\n\xa0"))


def cuts_around(story: Story, pattern: re.Pattern[str], within: Span, span: Span) -> tuple[list[int], int]:
    """The possible cuts outside a span, with both ends; and the index of the last one before it."""
    start, end = within
    pair = len(_DASHES.findall(story.text, start, end)) > 1  # what stands between two dashes goes on behind them
    found = pattern.finditer(story.text, start, end)
    inner = (match.end() for match in found if not (pair and _DASHES.fullmatch(match[0])))
    cuts = [start, *(cut for cut in inner if not span[0] < cut <= span[1]), end]
    return cuts, max(i for i, cut in enumerate(cuts[:-1]) if cut <= span[0])


def _long_enough(cuts: list[int], at: int, span: Span) -> Span:
    """The part from cut `at` on that contains a span, extended to the length of a clause."""
    left, right = at, at + 1
    while cuts[right] < span[1] or (cuts[right] - cuts[left] < _SHORTEST and right + 1 < len(cuts)):
        right += 1
    while cuts[right] - cuts[left] < _SHORTEST and left:
        left -= 1
    return cuts[left], cuts[right]


def tells(text: str) -> bool:
    """Whether words contain a finite verb."""
    low = list(map(str.lower, _WORD.findall(text.replace("’", "'"))))
    if not _FINITE.isdisjoint(low):
        return True
    return any(_is_finite(word, low[at - 1] if at else "") or _takes_object(low, at) for at, word in enumerate(low))


def _takes_object(words: Sequence[str], at: int) -> bool:
    """Whether a word that can be a verb has an object: "Doe tops the list", "events include a walk"."""
    if not 0 < at < len(words) - 1 or words[at + 1] not in _DETERMINERS | _OBJECTS:
        return False
    subject = words[at - 1] not in SMALL_WORDS or words[at - 1] == "this"
    return words[at] not in SMALL_WORDS and subject and may_be(words[at], "v")


_OBJECTS = frozenset({"me", "us", "him", "them", "my", "our", "your"})


def _is_finite(word: str, before: str) -> bool:
    """Whether a word is finite after the one before it: "won", "doesn't", "we're", "they want"."""
    if word in _FINITE or word in WORDS["contracted"] or word.endswith(("n't", "n’t")):
        return True
    if before in _PLURAL and may_be(word, "v"):
        return True
    if word in _ONE_FORM and before not in SMALL_WORDS:
        return bool(before)  # "the office forecast more rain"
    return bool(before) and (_is_participle(word) or (word.endswith("s") and is_mostly(word, "v")))


_ONE_FORM = ENGLISH.words("grammar", "one_form")


def _is_participle(word: str) -> bool:
    """Whether a word in "-ed" is a verb, and not a name such as "Mohammed" or "Ted"."""
    return len(word) >= len("used") and word.endswith("ed") and (bool(bases(word) - {word}) or may_be(word, "v"))


_PLURAL = frozenset({"i", "we", "you", "they", "people"})
"""Subjects that take a verb without an ending."""


def is_finite(word: str) -> bool:
    """Whether a lower-case word is a finite verb, judging by its form: not "seed", which is no inflection."""
    return word in _FINITE or (word.endswith("ed") and bool(bases(word) - {word}))


_VERBS = WORDS["verbs"] | WORDS["auxiliaries"]
_LINKING = frozenset({"Like", "Given"})
"""First words of a phrase before the main clause that can be verbs too."""
_PARTICLES = frozenset({"back", "down", "in", "off", "on", "out", "through", "up"})


def commands(text: str) -> bool:
    """Whether a sentence is an imperative: "Knock back a pint at the new bar"."""
    first, _, rest = text.partition(" ")
    if rest[:1].isupper() and (first.endswith(OF_PERSONS) or first.lower() in ROLES or _is_name(rest)):
        return False  # "Keeper Jane Doe", "Will Doe has"
    following = rest.split(" ", 1)[0].lower()
    if (first in _LINKING and ", " in rest) or following.endswith(OF_PERSONS[2:]) or following in ROLES:
        return False  # "Like Doe, she", "Venture capitalist Jane Doe"
    word = first.lower()
    is_base = word in bases(word) and not word.endswith(("ed", "ing", "s"))
    is_verb = is_mostly(word, "v") or (may_be(word, "v") and not is_mostly(word, "n") and following in _PARTICLES)
    return first[:1].isupper() and is_base and is_verb and following not in _VERBS


def _is_name(rest: str) -> bool:
    """Whether capitalised words and then a verb follow the first word, as in a name."""
    behind = next((word for word in rest.split() if not word[0].isupper()), "")
    return behind in _VERBS or is_finite(behind)


def lacks_subject(text: str) -> bool:
    """Whether a sentence begins with its verb, as notes do: "Made some early challenges"."""
    first = text.partition(" ")[0].lower()
    if first.endswith("ly"):  # "Repeatedly pledged"
        first = text.partition(" ")[2].partition(" ")[0]
    formed = _is_participle(first) or first in IRREGULAR_PASTS
    past = formed or any(verb.form == "past" for verb in VERBS.get(first, ()))
    return past and not may_be(first, "a") and _SUBJECT_LATER.search(text) is None


_SUBJECT_LATER = re.compile(r"(?:,| [—–-]) (?:(?:the|an?|his|her|its|their|he|she|it|they)\b|[A-Z\d])")


def said(text: str) -> str:
    """The words of a clause in one line, without punctuation and conjunctions at its ends."""
    line = " ".join(text.split()).strip(" ,;:—–-()")
    return re.sub(r"^(?:and|but|while|although|as|when|after|before|because|which|who|that) ", "", line)


def changes_meaning(text: str) -> bool:
    """Whether omitting these words would change the rest: hedges, negations, verbs of saying."""
    return any(w.lower() in _weighty() for w in _WORD.findall(text))


@cache  # joins several lists, and is asked for each word that is left out
def _weighty() -> frozenset[str]:
    lists = lexicon()
    return lists.hedges | lists.modals | lists.negations | SAYING | {"if", "according"}


def _starts_well(text: str, start: int, sentence: int) -> bool:
    """Whether a clause can stand alone: its subject is in it, not before it."""
    if start == sentence:
        return _SUBORDINATE.match(f", {text[start : start + 20].lower()}") is None
    if _LISTED.match(text, start) and text[sentence:start].rstrip().endswith(","):
        return False  # "Poland, Norland and Indara spent"
    if text[start].isdigit() and _COMPOUND.match(text, start):
        return False
    if text[start].isupper() or text[start].isdigit():
        return True
    first = _WORD.match(text, start)
    return first is not None and first[0].lower() in _DETERMINERS


_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "about", "some", "more", "nearly", "almost"})
