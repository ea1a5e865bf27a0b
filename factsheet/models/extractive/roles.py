"""The role that an article gives a person, in its own words.

A role is printed where the article shows both of its ends and it says enough by itself. It stands before the name,
behind a mark, an article or a small word ("told the actor Jason Beghe", "French President Emmanuel Macron"), or in
apposition on either side of it, between commas ("Russia's ambassador to Paris, Alexander Orlov,"; "Ann Waters, director
of the National Gallery,"). "Leader" and "spokesman" say enough only with whose they are, and only a name tells that.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import SPANS
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.names import is_common
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.models.extractive.votes import generic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_ROLES, _QUALIFIERS = ENGLISH.words("titles", "roles"), ENGLISH.words("titles", "qualifiers")
_OF_SOMETHING = ENGLISH.words("titles", "of something")
SMALL = ENGLISH.words("stopwords") | ENGLISH.words("saying", "beside names")
"""Words that are no part of a name or a role."""
_WITHIN_NAMES = frozenset({"national", "new", "federal", "international", "police", "state"})
"""Small words that are part of a role where they have a capital: "National Assembly speaker"."""
_MENTIONS = 6
"""A role is given where a person is introduced, or not much later."""
_REACH = 90
"""Characters before a name in which its role can stand."""
_MOST_BEFORE = 6
"""Words of a role before its last one."""
_WORD = re.compile(r"[\w’'-]+(?:(?<=\b[A-Z])\.)*|[^\s\w]")  # words with hyphens and apostrophes, and marks
_VERBAL = re.compile(r"\w{2,}ed$|\w{3,}ing$")  # "elected", "meeting": no part of a role
_FORMS = frozenset({"lord", "lady", "sir", "dame", "dr", "mr", "mrs", "ms", "prof"})
_OPENS = frozenset(',;:—–(“"”') | {"a", "an", "the"}
"""What a role begins behind; a small word does too, but for those that join it to a name before it."""
_JOINS = frozenset({"of", "for", "and", "or", "&"})
_LINKS = frozenset({"to", "of", "for", "at", "in", "on", "with"})
_BEHIND_HEAD = _LINKS | {"emeritus", "general", "and"}
_CLAUSE = frozenset({"said", "says", "told", "was", "were", "is", "are", "has", "had", "who", "which", "that", "will"})
_POINTING = frozenset({"his", "her", "its", "their", "our", "my", "this", "that", "these", "those", "same"})
"""Whose, another sentence tells."""
_BARE_BEHIND = re.compile(r"\b(?:the|an?) (?:[a-z][\w’'-]*(?: |$))+(?![A-Z])")  # "the gallery", "the whole firm"
_COMMON_OWNER = re.compile(r"(?:^|[ ])[a-z][\w-]*[’']s? ")  # "board's"
# A phrase in apposition behind a name, behind an age.
_AFTER = re.compile(
    r",(?: \d{1,2},)? (?:an? |the )?(\w(?:[^,.;:()\"“”\n]|\b[A-Z]\.(?= [A-Z])|\b(?:[A-Z]\.)+){3,90}?)"
    r"(?=[,;:]|\.(?:\s|$)| who | said | says | told |\n|$)"
)
_LISTS_ON = re.compile(r", [a-z]+(?: [a-z]+)?,? (?:and|or) [a-z]+[,.;]")  # "secretary for population, refugees, and …"
_GOES_ON = re.compile(r", [A-Z]\w+,? (?:and|&) [A-Z]")  # "head of the Industry, Mining and Trade Department"
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Prof)$")


class Role(NamedTuple):
    """Where a role stands, and the passage that has it and the name."""

    span: Span
    passage: Span


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()


def find_role(story: Story, entity: Entity) -> tuple[str, Span] | None:
    """The first role that the article gives a person and that says enough by itself, with the passage that gives it."""
    for mention in entity.mentions[:_MENTIONS]:
        for role in (_before(story, mention), _behind(story, mention)):
            if role is not None and _says_enough(story, role):
                return " ".join(story.quote(role.span).split()), role.passage
    return None


def _before(story: Story, mention: Mention) -> Role | None:
    """The role that ends right before a name, or before a comma and a name that another comma ends."""
    sentence = story.sentence_at(mention.start)[0]
    left = max(sentence, mention.start - len(mention.title) - _REACH)
    words = [_Word(m.group(), *m.span()) for m in _WORD.finditer(story.text, left, mention.start)]
    while words and (words[-1].low in _FORMS or words[-1].text == "."):
        words.pop()  # "Coroner Dr. Richard Roe"
    apposed = bool(words) and words[-1].text == ","
    if apposed:
        words.pop()
        if story.text[mention.end : mention.end + 1] not in {",", "."}:
            return None
    last = _last_of_head(words, apposed=apposed)
    if last is None:
        return None
    first = _first_of(words, last)
    at_start = first == 0 and left == sentence
    if not (at_start or (first > 0 and _begins_behind(words, first))):
        return None
    if apposed and not (words[first].text.endswith(("’s", "'s")) or (first and words[first - 1].low == "the")):
        return None
    if words[last].text[0].isupper() and words[last - 1].low in _ROLES and words[last - 1].text.islower():
        return None  # "the analyst Professor": one of two
    if not words[first].text[0].isupper() and _mixes(words[first : last + 1]):
        return None
    return Role((words[first].start, words[-1].end), (words[first].start, mention.end))


def _last_of_head(words: Sequence[_Word], *, apposed: bool) -> int | None:
    """The number of the word that says what somebody is; before a comma, "to Paris" may follow it."""
    if words and words[-1].low in _ROLES:
        return len(words) - 1
    if not apposed:
        return None
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i].low in _ROLES), None)
    if at is None or words[at + 1].low not in _LINKS:
        return None
    tail = words[at + 1 :]
    plain = all(word.text[0].isalnum() for word in tail) and _CLAUSE.isdisjoint(word.low for word in tail)
    return at if plain else None


def _first_of(words: Sequence[_Word], last: int) -> int:
    first = last
    while first and last - first <= _MOST_BEFORE and _qualifies(words[first - 1].text):
        first -= 1
    return first


def _qualifies(word: str) -> bool:
    """Whether a word may stand before a role and belong to it: "science fiction", "Russia's"."""
    low = word.lower()
    if not word[0].isalnum():
        return False
    if low in SMALL:
        return low in _WITHIN_NAMES and (word[0].isupper() or low == "police")
    if low in SPANS:
        return False  # "the day president Jane Doe left"
    if word[0].isupper() or low in _QUALIFIERS or low.endswith(("'s", "’s")):
        return True
    return not _VERBAL.fullmatch(low) and not is_mostly(low, "v") and not low.endswith("ly")


def _begins_behind(words: Sequence[_Word], first: int) -> bool:
    """Whether what stands before a role shows that it begins there."""
    before = words[first - 1].low
    if before in _POINTING:
        return words[first].text in gazetteer().people  # "his Russian counterpart", but not "his former partner"
    return before in _OPENS or (words[first - 1].text.islower() and before in SMALL - _JOINS)


def _mixes(words: Sequence[_Word]) -> bool:
    """Whether a noun in small letters stands before a capital: "child protection Chief" begins somewhere else."""
    pairs = itertools.pairwise(words)
    return any(
        one.text.islower() and other.text[0].isupper() and one.low not in _QUALIFIERS and not may_be(one.low, "a")
        for one, other in pairs
    )


def _behind(story: Story, mention: Mention) -> Role | None:
    """The role between a comma behind a name and the next mark."""
    end = story.sentence_at(mention.start)[1]
    match = _AFTER.match(story.text, mention.end, min(end, mention.end + _REACH + 20))
    if match is None or _ABBREVIATED.search(match[1]) or (match.end() < end and story.text[match.end()] == "."):
        return None
    words = [_Word(m.group(), *m.span()) for m in _WORD.finditer(match[1])]
    head = next((i for i, word in enumerate(words) if word.low in _ROLES), None)
    if head is None or not _CLAUSE.isdisjoint(word.low for word in words):
        return None
    while head + 1 < len(words) and words[head + 1].low in _ROLES:
        head += 1  # "secretary general"
    before, after = words[:head], words[head + 1 :]
    if not all(_qualifies(word.text) for word in before) or (after and after[0].low not in _BEHIND_HEAD):
        return None
    if _GOES_ON.match(story.text, match.end(1)) or _LISTS_ON.match(story.text, match.end(1)):
        return None
    return Role(match.span(1), (mention.start, match.end(1)))


def _says_enough(story: Story, role: Role) -> bool:
    """Whether a role says by itself what somebody is: a "leader" of what, and whose "former player"."""
    text = story.quote(role.span)
    words = [word for word in _WORD.findall(text) if word[0].isalnum()]
    low = [word.lower() for word in words]
    if not _POINTING.isdisjoint(low) or _COMMON_OWNER.search(text) or _BARE_BEHIND.search(text):
        return False
    head = next(i for i, word in enumerate(low) if word in _ROLES and (i + 1 == len(low) or low[i + 1] in _BEHIND_HEAD))
    if low[head] not in _OF_SOMETHING:
        return True
    opens = role.span[0] == story.sentence_at(role.span[0])[0] and is_common(low[0])
    beside = words[opens:head] + words[head + 1 :]
    named = [word for word in beside if word[0].isupper() and word.lower() not in _ROLES | _QUALIFIERS]
    complement = low[head + 1 : head + 2] and low[head + 1] in _LINKS and low[head + 2] not in {"the", "a", "an"}
    return bool(complement) or (bool(named) and not generic(named))
