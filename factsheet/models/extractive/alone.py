"""Whether a sentence is understandable on a page: nothing in it refers to what only the article says.

A sentence may lean on the one before it where the page prints that directly before it. A noun behind "the" is
understood where the page has it already, or where the article itself had not told of it by then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.ordering import ROLES
from factsheet.aligning.tokens import TIMES, is_verb_at, tokens
from factsheet.attribution.cues import SAYING
from factsheet.language.countries import countries
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly, may_be
from factsheet.models.extractive.pointing import SUCH, UNEXPLAINED, is_piece, means, pointers
from factsheet.proving.pronouns import BACK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.models.extractive.story import Story

_KNOWN = ENGLISH.words("pointing", "known")
_BODIES = ENGLISH.words("pointing", "retold")
_SAID = ENGLISH.words("pointing", "said again")
_RETOLD = _BODIES | _SAID | ROLES
_WHICH, _OF, _WHERE = (ENGLISH.words("pointing", part) for part in ("says which", "says more", "where"))
_OF_A_PEOPLE = ("an", "ese", "ish")
"""Endings of most words for a nationality: "German", "Japanese", "British"."""
_MEMBERS = ENGLISH.words("pointing", "members")
"""What somebody of a party is called who was named before."""
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "they", "it", "there"})
_PRONOUNS = BACK | _SUBJECTS
_BOUND = re.compile(
    r"(?:When|While|If|Because|Although|Though|Since|As|Unless|Whether|Until|Once|Whereas|After|Before|Who|What|How"
    r"|Why|Even (?:if|though|when)|Now that|Given that|Except|Where)\b"
)
"""First words of a clause that depends on another."""
_NEW_THING = re.compile(r"\b(?:[Aa]n?|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d+)\b")
"""What a first sentence begins to tell of: "A car hit"."""
_MAIN = re.compile(
    r"[,—–-] (?:then |it['’]s |that['’]s )?"
    r"(?:i|we|you(?! know)|he|she|they|it|there|the|an?|this|my|our|your|his|her|their|its|many|some|most|people|no|all"
    r"|[A-Z][\w’'.-]*)(?:['’]\w+)? ",
    re.IGNORECASE,
)
"""Where the clause that it depends on begins."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells already, and the article that it is of."""

    words: Collection[str] = ()
    """The words that the page has, as `keys` gives them."""
    heading: Collection[str] = ()
    """The words of its title."""
    story: Story | None = None
    """The article, where it is known."""
    lines: Collection[int] = ()
    """The numbers of the sentences that the page prints."""
    between: Collection[int] = ()
    """The numbers of the sentences that are somebody's words about what was told."""

    def is_right_behind(self, at: int | None) -> bool:
        """Whether the page prints the sentence before sentence `at`."""
        return at is not None and at - 1 in self.lines

    def is_near(self, at: int | None) -> bool:
        """Whether the page prints what sentence `at` goes on from: no other stands between but somebody's words."""
        if at is None:
            return False
        before = next((one for one in range(at - 1, -1, -1) if one not in self.between), -1)
        return before in self.lines or (before < 0 and bool(self.heading))

    def is_new(self, words: Collection[str], at: int | None) -> bool:
        """Whether sentence `at` is the first of the article to have these words, which tell nothing again."""
        if self.story is None or at is None:
            return False
        before = self.story.text[: self.story.starts[at]].lower()
        return not any(_has(before, word) for word in words)


NOTHING = Told()


def article_told(story: Story) -> Told:
    """What an article tells, and a page without a word yet."""
    between = frozenset(i for i, (start, _) in enumerate(story.sentences) if story.is_in_words(start))
    return Told(story=story, between=between)


def _has(text: str, word: str) -> bool:
    """Whether a text in small letters has a word, or its plural."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word) + text.startswith("s", at + len(word))
        if not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha()):
            return True
        at = text.find(word, at + 1)
    return False


class Needs(NamedTuple):
    """What a sentence needs to be understood."""

    back: frozenset[str]
    """Its words that the sentence before explains."""
    nouns: tuple[frozenset[str], ...]
    """Of each noun behind "the" that does not say which is meant: its words."""
    owned: tuple[frozenset[str], ...]
    """Of each noun behind the name of whose it is, which tells something again: "Doe's plan"."""


def is_alone(text: str, told: Told = NOTHING, *, at: int | None = None, by: str = "", line: str = "") -> bool:
    """Whether a sentence says on the page of whom and what it tells.

    `at` is its number, `by` who says it, `line` the sentence before it where the page prints that right before it.
    """
    return unmet(text, told, at=at, by=by, line=line) == 0


def unmet(
    text: str, told: Told = NOTHING, *, at: int | None = None, by: str = "", line: str = "", known: Collection[str] = ()
) -> int | None:
    """How many nouns of a sentence mean what neither it nor the page tells; None where other words do.

    `known` are words that point at what the page tells for sure.
    """
    needed = needs(text, by)
    if needed is None:
        return None
    back = needed.back.difference(known)
    if back and not (line and all(_explains(line, word) for word in back)):
        return None
    beside = keys(line) if line else frozenset[str]()
    left = [noun for noun in needed.nouns if not _introduces(noun, told, at, text)]
    left += [noun for noun in needed.owned if told.story is not None and not told.is_new(noun, at)]
    return sum(noun.isdisjoint(told.words) and noun.isdisjoint(beside) for noun in left)


def _introduces(noun: Collection[str], told: Told, at: int | None, text: str) -> bool:
    """Whether the article has not told of a noun before; one that tells something again needs that on the page.

    A story that begins with "The cars" has told of them above what is left of it.
    """
    if at == 0:
        return bool(told.heading) or not text.startswith("The ") or _NEW_THING.search(text) is not None
    if any(not _SAID.isdisjoint(bases(word)) for word in noun) and not told.is_right_behind(at):
        return False
    if _opens(noun, text) and not told.is_near(at):
        return False  # "The fund has passed a million"
    retells = any(not _RETOLD.isdisjoint(bases(word)) for word in noun)
    return told.is_new(noun, at) and (not retells or told.is_near(at))


def is_half(text: str) -> bool:
    """Whether nothing else on a page helps to understand words: a piece, or a clause that depends on another."""
    return is_piece(text) or bool(_BOUND.match(text) and not _MAIN.search(text))


def _opens(noun: Collection[str], text: str) -> bool:
    """Whether a sentence begins with a noun behind "the"."""
    first = tokens(text)[:2]
    return len(first) > 1 and first[0].low == "the" and first[1].key in noun


@lru_cache(maxsize=2048)
def needs(text: str, by: str = "") -> Needs | None:
    """What has to be told for a sentence to be understood; None where nothing helps."""
    if is_half(text):
        return None
    found, holder = tokens(text), (*tokens(by), *tokens("said")) if by else ()
    named = {token.key for token in holder}
    return Needs(frozenset(pointers(text, found, holder)), tuple(_definite(found, named)), tuple(_owned(found)))


@lru_cache(maxsize=2048)
def _explains(line: str, pointer: str) -> bool:
    """Whether the sentence before has what a word of the next one can mean."""
    found = tokens(line)
    if pointer.startswith(SUCH):
        return pointer.removeprefix(SUCH) in {token.key for token in found}
    if pointer == UNEXPLAINED:
        return False
    return pointer not in BACK or any(means(found, at, pointer) for at in range(len(found)))


@lru_cache(maxsize=4096)
def keys(text: str) -> frozenset[str]:
    """The words of a text as `Told.words` has them."""
    return frozenset(token.key for token in tokens(text) if not token.is_small)


def _definite(found: Sequence[Token], known: Collection[str]) -> Iterator[frozenset[str]]:
    """The words of each noun behind "the" of which nothing in the sentence says which one is meant."""
    named = set(known)
    for at, token in enumerate(found):
        if token.low == "the":
            ends = _ends(found, at + 1)
            retells = any(_is_retold(word) for word in found[at + 1 : ends[-1]])
            if not any(_says_which(found, at + 1, end, named, retells=retells) for end in ends):
                yield frozenset(word.key for word in found[at + 1 : ends[-1]])
        if not token.is_small:
            named.add(token.key)


def _owned(found: Sequence[Token]) -> Iterator[frozenset[str]]:
    """The words of each noun for what was told, behind the name of whose it is, that nothing says more of."""
    for at in range(len(found) - 1):
        noun = found[at + 1]
        if found[at].low not in {"s", "'s", "’s"} or noun.low not in _BODIES or noun.gap:
            continue
        if not any(one.key == noun.key for one in found[:at]) and not (
            at + 2 < len(found) and _says_more(found, at + 2)
        ):
            yield frozenset([noun.key])


def _ends(found: Sequence[Token], start: int) -> list[int]:
    """Where the words behind "the" that belong to its noun may end: before a verb, or behind it if it may be a noun."""
    ends, at = [], start
    while at < len(found) and not found[at].is_small and not (at > start and found[at].gap.strip("-")):
        if at > start and _is_verb(found, at):
            ends.append(at)
            if not may_be(found[at].low, "n") or found[at].is_of("modals"):
                return ends
        elif at > start and _is_adverb(found[at]):
            return [*ends, at]
        at += 1
    return [*ends, at]


def _is_adverb(token: Token) -> bool:
    return not token.capital and is_mostly(token.low, "r")


def _is_verb(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    return token.low in _PRONOUNS or token.is_of("modals", "negations", "relatives") or is_verb_at(found, at)


def _says_which(found: Sequence[Token], start: int, end: int, named: Collection[str], *, retells: bool) -> bool:
    """Whether a noun says which one is meant: by a name, an ordinal, what follows, or as it is named or known."""
    phrase, after = found[start:end], found[end] if end < len(found) else None
    if not phrase or phrase[0].low in {"more", "less"} or phrase[-1].low in _KNOWN:
        return True
    if phrase[-1].low == "old" and phrase[0].low[0].isdigit():
        return False  # "the 21-year-old"
    of_people = [x for x in phrase if _is_of_people(x)]
    if of_people == [*phrase] or phrase[-1].low in _MEMBERS:
        return False  # "drops the German to third place", "the Nevada Democrat"
    if any(x.capital and not (retells and x in of_people) for x in phrase) or any(
        x.key in named or x.low in _WHICH or x.low[0].isdigit() for x in phrase
    ):
        return True
    if any(x.low.endswith(("est", "th")) and may_be(x.low, "a") for x in phrase):
        return True
    speaks = after is not None and after.low in SAYING and _BODIES.isdisjoint(x.low for x in phrase)
    return after is not None and not after.gap and (speaks or _says_more(found, end))


def _is_of_people(token: Token) -> bool:
    """Whether a word is a people's and leaves open which one is meant: "the German", "the Australian case"."""
    return token.low.endswith(_OF_A_PEOPLE) and bool(countries([token.low]))


def _is_retold(token: Token) -> bool:
    """Whether news tells again with a noun what it has told in other words: "the deal", "the singer"."""
    return not _RETOLD.isdisjoint(bases(token.low))


def _says_more(found: Sequence[Token], at: int) -> bool:
    """Whether the words from one on say more of the noun before them: "of the bridge", "who fled", "and cost of"."""
    after, further = found[at], found[at + 1] if at + 1 < len(found) else None
    if after.low in {"and", "or"} and further is not None:
        start = at + 1 + (further.low == "the")
        return any(end < len(found) and not found[end].gap and found[end].low in _OF for end in _ends(found, start))
    beside = after.low in _WHERE and further is not None and further.low not in TIMES
    return after.low in _OF or beside or after.low in _SUBJECTS
