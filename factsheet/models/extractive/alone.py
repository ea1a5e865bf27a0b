"""Whether words are understood on a page by themselves: nothing in them points at what only the article tells.

What points: a pronoun with nobody before it that it can mean, "this plan", "the two", "the company" where no company
was named, and words that go on from another sentence. Whoever asks gives what the page tells already (`told`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import TIMES, group, is_verb_at, tokens
from factsheet.attribution.cues import SAYING
from factsheet.attribution.people import sex_of
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, may_be
from factsheet.models.extractive.clauses import points_back
from factsheet.proving.pronouns import BACK, HUMAN, may_be_meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.tokens import Token

_KNOWN, _GOES_ON = ENGLISH.words("pointing", "known"), ENGLISH.words("pointing", "goes on")
_WHICH, _OF, _WHERE = (ENGLISH.words("pointing", part) for part in ("says which", "says more", "where"))
_PERSONS = ENGLISH.words("pointing", "persons")
_OF_WOMEN = frozenset({"she", "her", "hers", "herself"})
_SEVERAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_MANY = frozenset({"people", "police", "staff", "team", "men", "women", "children"})
_THOSE = frozenset({"who", "with", "in", "of", "whose", "that", "without", "from", "on", "at"})
"""What stands behind "those" and says which ones."""
_OURS = frozenset({"country", "nation", "world", "time"})
"""What "this" stands before and means what it means for everybody."""
_MALE, _FEMALE = group("male"), group("female")
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "they", "it", "there"})
_POINTED = re.compile(
    r"\b(?:in|on|at|under|after|before) (?:a |an )?(?:further|another|turn|response|return|addition|the same)\b"
    r"|\bthe (?:two|three|four|five|latter|others?|same|pair|duo|trio)\b(?! of\b)|\ball (?:two|three|four|five|six)\b"
    rf"|(?:\b(?:{'|'.join(sorted(ENGLISH.words('pointing', 'opens')))})|,) that"
    r"(?:['’]s|['’]ll| (?:is|was|will|would|has|had|does|did|can|could|means|meant|makes|made|shows|happen(?:s|ed))\b)"
    r"|, that [a-z]+ (?:is|was|will|would|has|had|could|may)\b"
    r"|\b(?:that|this)(?:[.?!]|$)|\bthat(?=[,;])|\bsimilar(?! to\b)|\bthat (?:much|year|day|week|month|night|morning)\b"
    r"|\bmade? that [a-z]|\bthat [a-z]+[.?!]?$|\bsaid (?:yes|no)\b|^an? [^.]{0,120}, (?:he|she) "
    r"|\b(?:tell|do|did|say|want|need|get|take|like|love|hate|heard|mean|call|stop|change|make|made|see|saw|about) that"
    r" (?:to|in|for|at|on|with|and|because|when|if|again|now|before)\b"
    r"|\b(?:would|will|is|was|does|did|could|can|has|had) that\b(?! (?:the|an?|he|she|it|they|we|you|i)\b)"
    r"|\b(?:in(?! that (?:he|it|they|she|we|there)\b)|at|on|of|for|by|to|from|with|under|after|before|during|since"
    r"|until|later|earlier) that [a-z]"
    r"|\bthe (?:same|next|following|previous) (?:day|week|month|year|morning|night|evening|afternoon|time|point)\b"
    r"|[,”\"] (?:it|he|she|they) (?:\w+ )?(?:said|says|say|added|adds|noted|wrote|writes|argued|claims)\b"
    r"|\bsuch (?!as\b)(?:an? )?[\"“‘']?[a-z]+\b(?! as)"
    r"|\b(?:in|from|after|like|doing|do|does|did|say|said) (?:so|this|those|these)(?=[.,;?!]|$)",
    re.IGNORECASE,
)
"""Words that mean what was told before, wherever they stand."""
_LINKED = re.compile(
    r"^(?:in (?:fact|addition|contrast|turn|response|return|other words|the meantime)|of course|after all|as a result"
    r"|even so|for (?:example|instance)|on the (?:other hand|contrary)|at the same time|to (?:that|this)|by contrast"
    r"|among (?:them|those)|(?:yes|no|ok|okay|well|one|two|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|right)[,.]"
    r"|(?:take|consider|imagine) "
    r"|one (?:\w+ )?(?:approach|option|idea|reason|problem|example|issue|concern|way|solution|question)\b"
    r"|rather\b|[a-z][a-z’']*(?: [a-z’']+)?: )",
    re.IGNORECASE,
)
"""First words that go on from the sentence before, lead to the next, or are a heading: "Editor's note: "."""
_OPEN = re.compile(r"^(?:\.\.|…)|(?:\.\.|…|\. \.)\W*$|….|[(\[][^)\]]*$|@\w|https?:")
"""Words left out at an end, or what is of no sentence."""
_BOUND = re.compile(
    r"(?:When|While|If|Because|Although|Though|Since|As|Unless|Whether|Until|Once|Whereas|After|Before|That|Who|What|How"
    r"|Why|Even (?:if|though|when)|Now that|Given that|Except|Where)\b"
)
"""First words of a clause that depends on another."""
_MAIN = re.compile(
    r"[,—–-] (?:then |it['’]s |that['’]s )?"
    r"(?:i|we|you(?! know)|he|she|they|it|there|the|an?|this|my|our|your|his|her|their|its|many|some|most|people|no|all"
    r"|[A-Z][\w’'.-]*)(?:['’]\w+)? ",
    re.IGNORECASE,
)
"""Where that other one begins."""
_LONGEST_FIRST = 20
"""Characters in which the first word ends."""


def is_alone(text: str, told: Collection[str] = (), *, by: str = "") -> bool:
    """Whether a sentence says by itself, or beside what is `told`, of whom and what it tells; `by` is who says it."""
    return unmet(text, told, by=by) == 0


def unmet(text: str, told: Collection[str] = (), *, by: str = "") -> int | None:
    """How many nouns of a sentence mean what neither it nor the page tells; None where other words do."""
    needed = needs(text, by)
    return None if needed is None else sum(one.isdisjoint(told) for one in needed)


@lru_cache(maxsize=2048)
def needs(text: str, by: str = "") -> tuple[frozenset[str], ...] | None:
    """What a page has to tell for a sentence to be understood: of each set one word. None where nothing helps."""
    if points_back(text.removeprefix("It")) or any(p.search(text) for p in (_LINKED, _OPEN, _POINTED)):
        return None
    if _BOUND.match(text) and not _MAIN.search(text):
        return None
    if text[:_LONGEST_FIRST].split(" ", 1)[0].lower().rstrip(",") in _GOES_ON:
        return None
    if _counts(tokens(text)):
        return None
    found = tokens(f"{by} said {text}" if by else text)
    return None if next(_pronouns(found), None) else tuple(_definite(found))


def _counts(found: Sequence[Token]) -> bool:
    """Whether a sentence begins with how many, and not of what: "Most can't afford it"."""
    if len(found) <= 1 or not (found[0].is_of("quantities") or found[0].low in {"none", "one", "two", "three"}):
        return False
    return found[1].is_of("auxiliaries", "modals", "negations") or found[1].low in SAYING or is_verb_at(found, 1)


def keys(text: str) -> frozenset[str]:
    """The words of a text as `told` has them."""
    return frozenset(token.key for token in tokens(text) if not token.is_small)


def _pronouns(found: Sequence[Token]) -> Iterator[str]:
    """Pronouns that mean what another sentence names."""
    for at, token in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        if (
            token.low in BACK
            and not _is_empty(found, at)
            and not any(_means(found, at, before) for before in range(_reach(found, at)))
        ):
            yield token.low
        if token.low in {"this", "these", "those"} and not _is_told(token, after):
            yield token.low
        if (token.low == "that" and at == 0) or (token.low == "there" and not _exists(found, at)):
            yield token.low


def _reach(found: Sequence[Token], at: int) -> int:
    """Before which word stands what a pronoun means: the object of a verb is not the subject of that verb."""
    is_subject = at + 1 < len(found) and (is_verb_at(found, at + 1) or found[at + 1].is_of("auxiliaries", "modals"))
    if found[at].low not in {"it", "them", "him"} or at == 0 or is_subject or not is_verb_at(found, at - 1):
        return at
    return next((i for i in range(at - 1, 0, -1) if found[i].gap or found[i].is_of("relatives", "conditions")), 0)


def _exists(found: Sequence[Token], at: int) -> bool:
    """Whether "there" stands before its verb and points nowhere: "where there's a will"."""
    after = found[at + 1] if at + 1 < len(found) else None
    return (
        after is not None and not after.gap.strip("'’") and (after.is_of("auxiliaries", "modals") or after.low == "s")
    )


def _is_told(token: Token, after: Token | None) -> bool:
    """Whether "this" and "those" say themselves what they mean: "this year", "those who"."""
    if after is None or after.gap:
        return False
    if token.low == "those":
        return after.low in _THOSE or after.low.endswith(("ed", "ing"))
    return after.low in TIMES or after.low in _OURS


def _is_empty(found: Sequence[Token], at: int) -> bool:
    """Whether "it" stands for nothing, or for what follows: "it is time to", "it was raining"."""
    if found[at].low != "it" or at + 1 >= len(found):
        return False
    rest = [token.low for token in found[at + 1 : at + _EMPTY_WITHIN]]
    if rest[0] in _MODALS:
        rest = rest[1:] if rest[1:2] in (["be"], ["take"]) else []
    plain = len(rest) > 1 and not rest[1].endswith("ing") and not found[at + 2].is_preposition
    return plain and rest[0] in _BEING and not {"to", "that", "who", "if", "when"}.isdisjoint(rest[1:])


_EMPTY_WITHIN = 7
"""Words in which what "it" stands for follows: "it is not always easy to"."""
_MODALS = frozenset({"would", "will", "may", "could", "might", "should", "must"})
_BEING = frozenset({"is", "was", "'s", "’s", "s", "be", "takes", "take", "took", "seems", "has"})


def _means(found: Sequence[Token], at: int, before: int) -> bool:
    """Whether a pronoun may stand for a word before it."""
    word, token = found[before], found[at].low
    if word.is_of("pronouns"):
        return False
    if token in HUMAN:
        person = word.low in _PERSONS or may_be_meant(found, before, human=True)
        sexes = {sex_of(found[i].low.title()) for i in (before - 1, before) if i >= 0 and found[i].capital}
        if word.low in (_MALE if token in _OF_WOMEN else _FEMALE) or ("m" if token in _OF_WOMEN else "f") in sexes:
            return False
        return person and (before > 0 or _is_name(found, before))
    if not may_be_meant(found, before, human=False):
        return False
    several = word.low.endswith("s") and any(may_be(base, "n") for base in bases(word.low) - {word.low})
    if token in _SEVERAL:
        return several or word.capital or word.low in _MANY
    return word.capital or not several


def _is_name(found: Sequence[Token], at: int) -> bool:
    """Whether the first word of a sentence is one of a name: another follows, or it is no common word."""
    follows = at + 1 < len(found) and found[at + 1].capital and not found[at + 1].gap
    return follows or not (may_be(found[at].low, "n") or may_be(found[at].low, "v") or may_be(found[at].low, "a"))


def _definite(found: Sequence[Token]) -> Iterator[frozenset[str]]:
    """The words of each noun behind "the" of which nothing in the sentence says which one is meant."""
    named: set[str] = set()
    for at, token in enumerate(found):
        if token.low == "the":
            ends = _ends(found, at + 1)
            if not any(_says_which(found, at + 1, end, named) for end in ends):
                yield frozenset(word.key for word in found[at + 1 : ends[-1]])
        if not token.is_small:
            named.add(token.key)


def _ends(found: Sequence[Token], start: int) -> list[int]:
    """Where the words behind "the" that belong to its noun may end: before a verb, or behind it if it may be a noun."""
    ends, at = [], start
    while at < len(found) and not found[at].is_small and not (at > start and found[at].gap.strip("-")):
        if at > start and _is_verb(found, at):
            ends.append(at)
            if not may_be(found[at].low, "n"):
                return ends
        at += 1
    return [*ends, at]


def _is_verb(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    return token.low in BACK | _SUBJECTS or token.is_of("modals", "negations", "relatives") or is_verb_at(found, at)


def _says_which(found: Sequence[Token], start: int, end: int, named: Collection[str]) -> bool:
    """Whether a noun says which one is meant: by a name, an ordinal, what follows, or as it is named or known."""
    phrase, after = found[start:end], found[end] if end < len(found) else None
    if not phrase or phrase[0].low in {"more", "less"} or phrase[-1].low in _KNOWN:
        return True
    if any(x.capital or x.key in named or x.low in _WHICH or x.low[0].isdigit() for x in phrase):
        return True
    if any(x.low.endswith(("est", "th")) and may_be(x.low, "a") for x in phrase):
        return True
    return after is not None and not after.gap and (after.low in SAYING or _says_more(found, end))


def _says_more(found: Sequence[Token], at: int) -> bool:
    """Whether the words from one on say more of the noun before them: "of the bridge", "who fled", "and cost of"."""
    after, further = found[at], found[at + 1] if at + 1 < len(found) else None
    if after.low in {"and", "or"} and further is not None:
        start = at + 1 + (further.low == "the")
        return any(end < len(found) and not found[end].gap and found[end].low in _OF for end in _ends(found, start))
    beside = after.low in _WHERE and further is not None and further.low not in TIMES
    return after.low in _OF or beside or after.low in _SUBJECTS
