"""Contradictions between two articles about one event, whatever their wording.

Found by rule are tolls ("212 people aboard" and "198"), an act that one affirms and the other denies, two sides of a
question that `data/opposed.txt` has ("kept to the speed limit", "faster than allowed"), and two causes of one thing. A
false contradiction is worse than one that is missed: what may be, what is of another time or place, and tolls that grew
between two reports are left out. Unlike the claims of `contradictions`, these are the articles' own sentences, whatever
the sheets have of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.sayings import saying, sentences_of
from factsheet.language.denials import denies, negated
from factsheet.language.lexicon import is_negation, is_telling, lexicon, stem
from factsheet.language.lists import ENGLISH, Lists
from factsheet.language.numbers import agree
from factsheet.language.text import reading
from factsheet.language.thesaurus import are_kin, bases, headword, mean_the_same
from factsheet.language.tolls import Toll, contradict, tolls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution.sayings import Saying
    from factsheet.language.text import Text
    from factsheet.records import Article

_NUMBER, _DENIAL, _FACT, _CAUSE = "number", "denial", "fact", "cause"
_LONGEST = 60
"""Sentences of an article that are compared: later ones are background."""
_SHARED = 0.75
"""Of the words of the shorter of two statements, the share that the other has if one denies what the other says."""
_SHARED_OF_LONG = 0.35
"""The same of the longer one."""
_FEWEST = 2
"""Words that both have: a verb, and what it is about."""
_NOUNS = 3
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_STANDING_FOR = ENGLISH.words("pronouns", "personal", "indefinite")
"""Words that stand for others, and are none of what a sentence is about."""
_DENYING = ENGLISH.words("disputes", "no side")
"""Words with which a sentence takes no side, or tells of another time."""
_UNKNOWN = ENGLISH.words("disputes", "no cause")
"""Words with which a sentence names no cause."""
_SOON = 60
"""Minutes within which two tolls are of one moment."""
_LATER = 180
"""Minutes after which an act that had not happened may have."""
_UNSURE = ENGLISH.words("disputes", "unsure")
"""Words that hedge a sentence, beside the modal verbs."""
_CAUSED_BY = re.compile(
    r"\b(?:was|were|had been) (?:(?:caused|triggered|sparked|started|set off) by|due to|the result of|blamed on)\b"
)
"""Between an effect and its cause."""
_CAUSED = re.compile(r"\b(?:caused|triggered|sparked|set off|started)\b(?= the\b)")
"""Between a cause and its effect."""
_BLAMED = re.compile(r"\bblame[ds]\b")
_CAUSE_OF = re.compile(r"\bcause of\b")


class Said(NamedTuple):
    """A saying, and what of it is compared."""

    saying: Saying
    read: Text
    keys: frozenset[str]
    """The words that say what it is about: not light, not numbers, not names."""
    names: frozenset[str]
    tolls: tuple[Toll, ...]
    negated: frozenset[str]
    """The stems of what it negates."""
    denied: bool
    """Whether somebody denies all of it."""


def said_in(article: Article) -> list[Said]:
    """The sentences of the body of an article without a hedge."""
    first = 1 if article.title else 0
    found = (_said(sentence) for sentence in sentences_of(article)[first : first + _LONGEST])
    return [one for one in found if one is not None]


@lru_cache(maxsize=4096)
def _said(sentence: str) -> Said | None:
    one = saying(sentence)
    read = reading(one.text)
    if sentence.endswith("?") or not (lexicon().modals | _UNSURE).isdisjoint(read.keys):
        return None
    names = frozenset(_names(read))
    telling = _telling(read) - names
    is_denied = one.text != sentence and denies(sentence.replace(one.text, "that").casefold())
    return Said(one, read, telling, names, tuple(tolls(one.text)), frozenset(negated(one.text)), is_denied)


def _telling(read: Text) -> frozenset[str]:
    keys = filter(is_telling, read.keys)
    return frozenset(key for key in keys if key not in lexicon().calendar and key not in _STANDING_FOR)


def _names(read: Text) -> Iterator[str]:
    """The words of its names; the first word of a sentence is none where it is a word of the language."""
    for name in read.names:
        words = read.keys[name.first : name.last]
        alone = name.first == 0 and len(words) == 1 and any(headword(base).parts for base in bases(words[0]))
        yield from (word for word in words if not alone and word not in lexicon().calendar)


def opposed(one: Sequence[Said], other: Sequence[Said], minutes: int | None = None) -> list[tuple[Said, Said, str]]:
    """Pairs that cannot both be so, and in what: "number", "denial", "fact" or "cause"; each difference once.

    `minutes` says how much later the other article is; None where that is not known.
    """
    both = {each.saying.sentence for each in one} & {each.saying.sentence for each in other}
    found: dict[tuple[str, str], tuple[Said, Said, str]] = {}
    seen: set[tuple[str, str]] = set()
    for a, b in product(*([each for each in its if each.saying.sentence not in both] for its in (one, other))):
        key = next(_differences(a, b, minutes), None) if _may_be_of_one_thing(a, b) else None
        sentences = a.saying.sentence, b.saying.sentence
        if key is not None and key not in found and sentences not in seen:
            seen.add(sentences)
            found[key] = a, b, key[0]
    return list(found.values())


def _may_be_of_one_thing(a: Said, b: Said) -> bool:
    """Whether two sayings may tell of one thing: not where each has a name, or a time, that the other lacks."""
    if a.names - b.names and b.names - a.names:
        return False
    days = [[q for q in each.read.quantities if q.kind in {"date", "day", "time"}] for each in (a, b)]
    return not all(days) or any(agree(x, y) for x in days[0] for y in days[1])


def _differences(a: Said, b: Said, minutes: int | None) -> Iterator[tuple[str, str]]:
    yield from ((_NUMBER, f"{toll.what} {toll.who}") for toll in _counted(a, b, minutes))
    if (minutes is None or abs(minutes) <= _LATER) and (word := _denied(a, b) or _denied(b, a)):
        yield _DENIAL, word
    yield from ((_FACT, question) for question in _sides_taken(a, b))
    if effect := _caused_otherwise(a, b):
        yield _CAUSE, effect


def _counted(a: Said, b: Said, minutes: int | None) -> Iterator[Toll]:
    """The tolls of one that those of the other contradict."""
    here = a.names & b.names or not (a.names or b.names)
    for one in a.tolls:
        for other in b.tolls:
            same = one.sort == other.sort and contradict(one, other)
            if same and (one.what == "aboard" or (here and not _grew(one, other, minutes))):
                yield one


def _grew(one: Toll, other: Toll, minutes: int | None) -> bool:
    """Whether a toll may have grown, or that of the missing changed, between two reports."""
    if minutes is None:
        return True
    if abs(minutes) <= _SOON:
        return False
    early, late = (one, other) if minutes > 0 else (other, one)
    return one.what == "missing" or (early.number.value or 0) < (late.number.value or 0)


def _denied(a: Said, b: Said) -> str | None:
    """What `a` denies and `b` affirms, all else being the same."""
    if a.denied == b.denied and not a.negated:
        return None
    short, long = sorted((a.keys, b.keys), key=len)
    matched = {one for one in short if any(_is_same(one, other) for other in long)}
    if len(matched) < max(_FEWEST, _SHARED * len(short), _SHARED_OF_LONG * len(long)):
        return None
    if a.denied and not b.denied and not b.negated:
        return min(matched)
    if a.denied or b.denied or any(map(is_negation, b.read.keys)):
        return None
    theirs = {stem(key) for key, before in zip(b.read.keys, ["", *b.read.keys], strict=False) if before != "to"}
    return next((word for word in a.negated if word in theirs), None)


def _is_same(one: str, other: str) -> bool:
    return stem(one) == stem(other) or mean_the_same(one, other) or (_is_noun(one) and are_kin(one, other))


def _is_noun(word: str) -> bool:
    """Whether a word may be a noun; one that the thesaurus does not have may be, "going" is a form of "go"."""
    forms = bases(word)
    if word.endswith("ing") and len(forms) > 1:
        return False
    parts = {part for form in ([word] if not word.endswith("s") else forms) for part in headword(form).parts}
    return "n" in parts or not any(headword(form).parts for form in forms)


def _sides_taken(a: Said, b: Said) -> Iterator[str]:
    """The questions of the list on which the two are on different sides, of one thing."""
    for question, sides in _questions():
        mine, theirs = ([side.search(each.saying.text.lower()) for side in sides] for each in (a, b))
        for x, y in ((0, 1), (1, 0)):
            if mine[x] and theirs[y] and not mine[y] and not theirs[x] and _are_about_one(a, mine[x], b, theirs[y]):
                yield question


def _are_about_one(a: Said, one: re.Match[str] | None, b: Said, other: re.Match[str] | None) -> bool:
    """Whether the nouns before the words of a question say that both sayings are of one thing."""
    if a.denied or b.denied or one is None or other is None or not _DENYING.isdisjoint(a.read.keys + b.read.keys):
        return False
    mine, theirs = _nouns_of(a, one), _nouns_of(b, other)
    return any(_is_same(x, y) for x in mine for y in theirs)


def _nouns_of(one: Said, match: re.Match[str]) -> list[str]:
    """The nouns that say what the words of a question are said of.

    They are those next before them; of "it was within the limit" those of the speaker, and of "the signal was red" the
    first in the words themselves.
    """
    if one.read.keys[:1] and one.read.keys[0] in _PRONOUNS:
        return [key for key in reading(one.saying.by).keys if _is_noun(key)]
    nouns = [at for at, key in enumerate(one.read.keys) if key in one.keys and _is_noun(key)]
    before = [one.read.keys[at] for at in nouns if one.read.starts[at] < match.start()]
    within = [one.read.keys[at] for at in nouns if match.start() <= one.read.starts[at] < match.end()]
    return before[-_NOUNS:] or within[:1]


@cache  # reads a word list
def _questions() -> list[tuple[str, tuple[re.Pattern[str], re.Pattern[str]]]]:
    rows = (line.split(" | ") for line in Lists("factsheet.batch.digest").lines("opposed"))
    return [(name, (re.compile(one), re.compile(other))) for name, one, other in rows]


def _caused_otherwise(a: Said, b: Said) -> str | None:
    """The effect of which two sayings name different causes."""
    mine, theirs = _cause(a), _cause(b)
    if mine is None or theirs is None:
        return None
    (effect, cause), (same, another) = mine, theirs
    of_one = next((x for x in sorted(effect) if any(_is_same(x, y) for y in same)), None)
    return None if any(_is_same(x, y) for x in cause for y in another) else of_one


def _cause(one: Said) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words of an effect and of its cause; None where a saying names none, or denies it."""
    if one.negated or one.denied or not _UNKNOWN.isdisjoint(one.read.keys):
        return None
    effect, cause = (_telling(reading(part)) for part in _effect_and_cause(one.saying.sentence))
    return (effect, cause) if effect and cause else None


def _effect_and_cause(sentence: str) -> tuple[str, str]:
    """The words for an effect and for its cause, each "" where there are none."""
    if match := _CAUSED_BY.search(sentence):
        return _before(sentence, match), _behind(sentence, match)
    if match := _BLAMED.search(sentence):
        behind = _behind(sentence, match)
        cause, _, effect = behind.partition(" for ")
        return (effect, cause) if effect else (behind.partition(" on ")[0], behind.partition(" on ")[2])
    if match := _CAUSE_OF.search(sentence):
        effect, _, cause = _behind(sentence, match).partition(" was ")
        return effect, cause
    match = _CAUSED.search(sentence)
    return (_behind(sentence, match), _before(sentence, match)) if match else ("", "")


def _before(sentence: str, match: re.Match[str]) -> str:
    """The clause before some words."""
    return re.split(r"[,;]", sentence[: match.start()])[-1]


def _behind(sentence: str, match: re.Match[str]) -> str:
    """The clause behind some words."""
    return re.split(r"[,;.]", sentence[match.end() :])[0]
