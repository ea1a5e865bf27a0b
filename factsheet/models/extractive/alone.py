"""Decides whether a sentence is understandable on a page: all its references have antecedents there.

A sentence can depend on the one before it if the page prints that directly above. A definite noun ("the plan") is
understood if the page mentions it already, or if it is its first mention in the article too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.ordering import ROLES
from factsheet.aligning.tokens import TIMES, is_verb_at, tokens
from factsheet.attribution.cues import SAYING
from factsheet.language.countries import countries
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly, may_be
from factsheet.models.extractive.pointing import SEVERAL, SUCH, is_piece, pointers
from factsheet.models.extractive.pronouns import UNEXPLAINED, means
from factsheet.proving.pronouns import BACK, HUMAN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.models.extractive.story import Story

_KNOWN = ENGLISH.words("pointing", "known")
_BODIES = ENGLISH.words("pointing", "retold")
_SAID = ENGLISH.words("pointing", "said again")
_PLAYERS = ENGLISH.words("pointing", "players")
_RETOLD = _BODIES | _SAID | ROLES | _PLAYERS
_RETOLD |= {token.key for word in _RETOLD for token in tokens(word)}  # "premises", spelt with a "z" among keys
_WHICH, _OF, _WHERE = (ENGLISH.words("pointing", part) for part in ("says which", "says more", "where"))
_OF_A_PEOPLE = ("an", "ese", "ish")
"""Endings of most demonyms: "German", "Japanese", "British"."""
_SOMEBODY = ("ist", "man", "woman", "person", "runner", "yee")
"""Endings of nouns for people."""
_MEMBERS = ENGLISH.words("pointing", "members")
"""Nouns for party members, which refer to somebody named before."""
_COUNTRY = re.compile(
    r"(?:\b(?:[Ii]n|to|[Ff]rom|left|leave|fled) the|^The) (?:country|nation)\b(?!['’]s| (?:of|that|where|who)\b)"
)
"""A phrase for the country named before; "across the country" can mean the reader's own."""
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "they", "it", "there"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_SEX = {word: _SHE if word in _SHE else HUMAN - _SHE for word in HUMAN}
"""Each pronoun of a person with the others of that sex."""
_SUBJECT_WITHIN = 5
"""The first words of a sentence, among which its subject is."""
_PRONOUNS = BACK | _SUBJECTS
_BOUND = re.compile(
    r"(?:When|While|If|Because|Although|Though|Since|As|Unless|Whether|Until|Once|Whereas|After(?! a )|Before|Who|What"
    r"|How|Why|Even (?:if|though|when)|Now that|Given that|Except|Where)\b"
)
"""First words of a subordinate clause."""
_NEW_THING = re.compile(
    r"\b(?:[Aa]n?|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d+)\b|^The \w+, (?:called|named|known as|from|who|which)\b"
)
"""The subject of an initial sentence that introduces it: "A car hit", "The girl, called Jane, was"."""
_MAIN = re.compile(
    r"[,—–-] (?:then |it['’]s |that['’]s )?"
    r"(?:i|we|you(?! know)|he|she|they|it|there|the|an?|this|my|our|your|his|her|their|its|many|some|most|people|no|all"
    r"|[A-Z][\w’'.-]*)(?:['’]\w+)? ",
    re.IGNORECASE,
)
"""The start of the main clause after it."""


_TOP = 5
"""The first sentences of a story without a headline, whose start may be missing."""
_NEWS = frozenset({"announcement", "decision", "move", "news", "story", "ruling", "verdict"})
"""Nouns for the news itself: if the first mention has "the", the start of the story is missing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page already mentions, and its article."""

    words: Collection[str] = ()
    """The words on the page, as `keys` gives them."""
    heading: Collection[str] = ()
    """The words of its title."""
    story: Story | None = None
    """The article, if known."""
    lines: Collection[int] = ()
    """The indexes of the sentences that the page prints."""
    between: Collection[int] = ()
    """The indexes of the sentences that are comments on what precedes."""
    countries: Mapping[int, str] = field(default_factory=dict)
    """The last country that each sentence names, by its index."""

    def is_right_behind(self, at: int | None) -> bool:
        """Whether the page prints the sentence before sentence `at`."""
        return at is not None and at - 1 in self.lines

    def is_near(self, at: int | None) -> bool:
        """Whether the page prints the sentence that sentence `at` continues: only comments separate them."""
        if at is None:
            return False
        before = next((one for one in range(at - 1, -1, -1) if one not in self.between), -1)
        return before in self.lines or (before < 0 and bool(self.heading))

    def has_country(self, at: int | None) -> bool:
        """Whether "the country" in sentence `at` has the same antecedent on the page: the last one named."""
        named = [one for one in self.countries if at is not None and one <= at]
        if not named or named[-1] == at:
            return bool(named or self.heading)
        printed = [one for one in named if one in self.lines]
        last = self.countries[named[-1]]
        return self.countries[printed[-1]] == last if printed else not keys(last).isdisjoint(self.words)

    def is_new(self, words: Collection[str], at: int | None) -> bool:
        """Whether sentence `at` is the article's first mention of these words."""
        if self.story is None or at is None:
            return False
        before = _small_before(self.story.text, self.story.starts[at])
        return not any(_has(before, word) for word in words)

    def lacks(self, phrase: str, at: int | None) -> bool:
        """Whether the article introduces a noun phrase before sentence `at` with "a", and the page does not."""
        if self.story is None or not at or keys(phrase) <= frozenset(self.words):
            return False
        before = _small_before(self.story.text, self.story.starts[at])
        return re.search(rf"\ban? (?:[\w-]+ )?{re.escape(phrase)}\b", before) is not None


NOTHING = Told()


def article_told(story: Story) -> Told:
    """The state of a page without a word yet."""
    between = frozenset(i for i, (start, _) in enumerate(story.sentences) if story.is_in_words(start))
    return Told(story=story, between=between)


@lru_cache(maxsize=64)  # of each sentence of a story it is asked for several nouns
def _small_before(text: str, end: int) -> str:
    return text[:end].lower()


def _has(text: str, word: str) -> bool:
    """Whether a text in lower case has a word or its plural."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word) + text.startswith("s", at + len(word))
        if not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha()):
            return True
        at = text.find(word, at + 1)
    return False


class Needs(NamedTuple):
    """The antecedents that a sentence needs."""

    back: frozenset[str]
    """Its words that the sentence before explains."""
    nouns: tuple[frozenset[str], ...]
    """The words of each definite noun phrase that does not identify its referent."""
    country: bool
    """Whether it has "the country" or "the nation"."""
    named: tuple[str, ...]
    """Each definite noun phrase that does, in small letters without "the"."""
    owned: tuple[frozenset[str], ...]
    """The words of each noun with a possessive name that refers to something reported before: "Doe's plan"."""


def is_alone(text: str, told: Told = NOTHING, *, at: int | None = None, by: str = "", line: str = "") -> bool:
    """Whether a sentence is understandable on the page.

    `at` is its index, `by` its speaker, `line` the sentence before it if the page prints that directly above.
    """
    return unmet(text, told, at=at, by=by, line=line) == 0


def unmet(
    text: str, told: Told = NOTHING, *, at: int | None = None, by: str = "", line: str = "", known: Collection[str] = ()
) -> int | None:
    """How many nouns of a sentence lack an antecedent on the page; None if other words do.

    `known` are words whose antecedents the page certainly has.
    """
    needed = needs(text, by)
    if needed is None:
        return None
    back = [one for one in needed.back.difference(known) if not _is_told_of(one, told)]
    if back and not (line and all(explains(line, word) for word in back)):
        return None
    beside = keys(line) if line else frozenset[str]()
    left = [noun for noun in needed.nouns if not _introduces(noun, told, at, text)]
    left += [noun for noun in needed.owned if told.story is not None and not told.is_new(noun, at)]
    missing = sum(told.lacks(phrase, at) for phrase in needed.named)
    missing += sum(noun.isdisjoint(told.words) and noun.isdisjoint(beside) for noun in left)
    return missing + (needed.country and not told.has_country(at))


def _introduces(noun: Collection[str], told: Told, at: int | None, text: str) -> bool:
    """Whether this is the article's first mention of a noun; a noun that retells needs its antecedent on the page.

    A story that begins with "The cars" mentioned them in a part that is missing.
    """
    if at == 0:
        return bool(told.heading) or not text.startswith("The ") or _NEW_THING.search(text) is not None
    if any(not _SAID.isdisjoint(bases(word)) for word in noun) and not told.is_right_behind(at):
        return False
    if _opens(noun, text) and not told.is_near(at):
        return False  # "The fund has passed a million"
    retells = any(not _RETOLD.isdisjoint(bases(word)) for word in noun)
    if not told.heading and at is not None and at < _TOP and not _NEWS.isdisjoint(noun):
        return False  # what is left of a story that begins further up
    return told.is_new(noun, at) and (not retells or told.is_near(at))


def is_half(text: str) -> bool:
    """Whether no context makes words understandable: a fragment, or a subordinate clause."""
    return is_piece(text) or bool(_BOUND.match(text) and not _MAIN.search(text))


def _opens(noun: Collection[str], text: str) -> bool:
    """Whether a sentence begins with a definite noun."""
    first = tokens(text)[:2]
    return len(first) > 1 and first[0].low == "the" and first[1].key in noun


_SAID_ASIDE = re.compile(r", (?:(?:the |some )?[a-z]+s|police|[A-Z][\w.’'-]+) (?:say|says|said),")


@lru_cache(maxsize=2048)
def needs(text: str, by: str = "") -> Needs | None:
    """The antecedents that a sentence needs; None if none could make it understandable."""
    if is_half(text):
        return None
    text = _SAID_ASIDE.sub(" ", text)
    found, holder = tokens(text), (*tokens(by), *tokens("said")) if by else ()
    named = {token.key for token in holder}
    return Needs(
        back=frozenset(pointers(text, found, holder)),
        nouns=tuple(_definite(found, named)),
        named=tuple(_named(found)),
        country=("country" in text or "nation" in text) and _COUNTRY.search(text) is not None,
        owned=tuple(_owned(found)),
    )


_PARTIES = frozenset(
    {"candidate", "club", "company", "country", "firm", "man", "nation", "party", "rival", "side", "team", "woman"}
)
"""Nouns for what names stand for: "the two men"."""
_COUNTING = frozenset({"and", "two", "three", "four", "five", "another", "second"})


def _is_told_of(pointer: str, told: Told) -> bool:
    """Whether the page has the noun of "the two robberies"."""
    return pointer.startswith(SEVERAL) and any(_is_one_of(word, pointer) for word in told.words)


def _is_one_of(word: str, pointer: str) -> bool:
    """Whether a word is the noun of "the two robberies", or its singular."""
    return word.startswith(pointer.removeprefix(SEVERAL).removesuffix("s").removesuffix("ie"))


@lru_cache(maxsize=2048)
def explains(line: str, pointer: str) -> bool:
    """Whether the previous sentence has a possible antecedent of a word."""
    found = tokens(line)
    if pointer.startswith(SUCH):
        return pointer.removeprefix(SUCH) in {token.key for token in found}
    if pointer.startswith(SEVERAL):
        names = sum(token.capital and not (at and found[at - 1].capital) for at, token in enumerate(found))
        named = names > 1 and not bases(pointer.removeprefix(SEVERAL)).isdisjoint(ROLES | _PARTIES)
        return named or any(token.low in _COUNTING or _is_one_of(token.key, pointer) for token in found)
    if pointer == UNEXPLAINED:
        return False
    if pointer not in BACK or any(means(found, at, pointer) for at in range(len(found))):
        return True
    # Of somebody whom the previous sentence calls "she" too: it is printed, so its own antecedent is known.
    return pointer in HUMAN and not _SEX[pointer].isdisjoint(token.low for token in found[:_SUBJECT_WITHIN])


@lru_cache(maxsize=4096)
def keys(text: str) -> frozenset[str]:
    """The words of a text as `Told.words` has them."""
    return frozenset(token.key for token in tokens(text) if not token.is_small)


def _definite(found: Sequence[Token], known: Collection[str]) -> Iterator[frozenset[str]]:
    """The words of each definite noun phrase that does not identify its referent."""
    named = set(known)
    for at, token in enumerate(found):
        if token.low == "the" and token.gap != "-":  # "first-past-the-post"
            ends = _ends(found, at + 1)
            if ends[-1] - at == len(("the", "issue")) and found[at + 1].low in _MATTERS and at >= _TOLD_BEFORE:
                continue  # "urged change, while Labour was split on the issue"
            retells = any(_is_retold(word) for word in found[at + 1 : ends[-1]])
            if not any(_says_which(found, at + 1, end, named, retells=retells) for end in ends):
                yield frozenset(word.key for word in found[at + 1 : ends[-1]])
        if not token.is_small:
            named.add(token.key)


def _named(found: Sequence[Token]) -> Iterator[str]:
    """The definite noun phrases of a small word and a name: "red Ford Fiesta"."""
    for at, token in enumerate(found):
        phrase = found[at + 1 : _ends(found, at + 1)[-1]] if token.low == "the" else ()
        if len(phrase) > 1 and not phrase[0].capital and any(word.capital for word in phrase):
            yield " ".join(word.low for word in phrase)


_MATTERS, _TOLD_BEFORE = frozenset({"issue", "matter", "subject", "topic"}), 9
"""Nouns for what the sentence itself reports, and the fewest words before them that report it."""


def _owned(found: Sequence[Token]) -> Iterator[frozenset[str]]:
    """The words of each unmodified noun for something reported, after a possessive name."""
    for at in range(len(found) - 1):
        noun = found[at + 1]
        if found[at].low not in {"s", "'s", "’s"} or noun.low not in _BODIES or noun.gap:
            continue
        if not any(one.key == noun.key for one in found[:at]) and not (
            at + 2 < len(found) and _says_more(found, at + 2)
        ):
            yield frozenset([noun.key])


def _ends(found: Sequence[Token], start: int) -> list[int]:
    """The possible ends of a definite noun phrase: before a verb, or after it if it can be a noun."""
    ends, at = [], start
    while at < len(found) and not found[at].is_small and not (at > start and found[at].gap.strip("-")):
        if at > start and _is_verb(found, at):
            ends.append(at)
            if not may_be(found[at].low, "n") or found[at].is_of("modals") or found[at].low.endswith("ed"):
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
    """Whether a noun phrase identifies its referent: by a name, an ordinal, a modifier, or as known."""
    phrase, after = found[start:end], found[end] if end < len(found) else None
    if not phrase or phrase[0].low in {"more", "less"} or phrase[-1].low in _KNOWN:
        return True
    if phrase[-1].low == "old" and phrase[0].low[0].isdigit():
        return False  # "the 21-year-old"
    of_people = [x for x in phrase if _is_of_people(x)]
    if of_people == [*phrase] or phrase[-1].low in _MEMBERS:
        return False  # "drops the German to third place", "the Nevada Democrat"
    if any(x.capital for x in phrase) and _is_somebody(phrase[-1]) and not (after is not None and after.capital):
        return False  # "the WWII fascist", "the Gawker employee"
    if any(x.capital and not (retells and x in of_people) for x in phrase) or any(
        x.key in named or x.low in _WHICH or x.low[0].isdigit() for x in phrase
    ):
        return True
    if any(x.low.endswith(("est", "th")) and may_be(x.low, "a") for x in phrase):
        return True
    known = _BODIES if start > 1 else _BODIES | ROLES  # "The leader said" tells of one who was named
    speaks = after is not None and after.low in SAYING and known.isdisjoint(x.low for x in phrase)
    return after is not None and not after.gap and (speaks or _says_more(found, end))


def _is_somebody(token: Token) -> bool:
    """Whether a lower-case noun describes one person."""
    return not token.capital and (token.low in ROLES | _PLAYERS or token.low.endswith(_SOMEBODY))


def _is_of_people(token: Token) -> bool:
    """Whether a word is a demonym that does not identify its referent: "the German", "the Australian case"."""
    return token.low.endswith(_OF_A_PEOPLE) and bool(countries([token.low]))


def _is_retold(token: Token) -> bool:
    """Whether news uses a noun to refer to something already reported: "the deal", "the singer"."""
    return not _RETOLD.isdisjoint(bases(token.low))


def _says_more(found: Sequence[Token], at: int) -> bool:
    """Whether the next words modify the noun before them: "of the bridge", "who fled", "and cost of"."""
    at += found[at].low == "not" and at + 1 < len(found)  # "the decision not to go"
    after, further = found[at], found[at + 1] if at + 1 < len(found) else None
    if after.low in {"and", "or"} and further is not None:
        start = at + 1 + (further.low == "the")
        return any(end < len(found) and not found[end].gap and found[end].low in _OF for end in _ends(found, start))
    beside = after.low in _WHERE and further is not None and further.low not in TIMES
    tells_of = after.low in _OF and not (after.low == "to" and found[at - 1].low in _SEEN)
    return tells_of or beside or after.low in _SUBJECTS


_SEEN = frozenset({"bike", "boat", "boy", "car", "girl", "lorry", "man", "truck", "van", "vehicle", "woman"})
"""Nouns that "to" does not belong to: "asked who saw the car to ring"."""
