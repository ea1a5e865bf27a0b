"""The role of a person, in the article's own words.

A role is printed if the article shows both of its ends and it is informative by itself. It is before the name, after a
mark, an article or a small word ("told the actor Jason Beghe", "French President Emmanuel Macron"), in apposition on
either side ("Russia's ambassador to Paris, Alexander Orlov,"; "Ann Waters, director of the National Gallery,"), or
after "is". "Leader" and "spokesman" need an owner, a noun or a name; a capitalised title ("Mayor Tom Reed") is used if
there is nothing fuller.
"""

from __future__ import annotations

import itertools
import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import POSSESSIVES, SPANS
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

_QUALIFIERS, _RELATIONS = ENGLISH.words("titles", "qualifiers"), ENGLISH.words("titles", "relations")
_SHORT = ENGLISH.words("titles", "short")
"""Abbreviated titles: "Gov. Jane Doe"."""
_HEADS = ENGLISH.words("titles", "roles", "further roles") | _SHORT | _RELATIONS
_PEERS = ENGLISH.words("titles", "peers")
_NO_NAMES = _HEADS | _QUALIFIERS
_TITLES = _HEADS - ENGLISH.words("titles", "no titles") - _RELATIONS
"""Capitalised titles that are informative by themselves right before a name."""
_OF_SOMETHING = ENGLISH.words("titles", "of something", "further roles") | _RELATIONS
_BODIES = ENGLISH.words("organisations", "before of")
_JUDGING = ENGLISH.words("titles", "judging")
"""Nouns of opinion: after "is" they are no role."""
SMALL = ENGLISH.words("stopwords") | ENGLISH.words("saying", "beside names")
"""Words that are not part of a name or role."""
_WITHIN_NAMES = frozenset({"national", "new", "federal", "international", "police", "state"})
"""Common words that, capitalised, are part of a role: "National Assembly speaker"."""
_WITHIN_ROLES = _WITHIN_NAMES | {"first", "second", "third", "local", "old", "young", "likely", "senior", "junior"}
"""Words that are part of a role after a name and an article: "the first director"."""
_OFFICE_OF = frozenset({"state", "staff", "defense", "defence", "operations", "communications", "policy"})
"""Lower-case words for the field of an office before a name: "chief of staff Jane Doe"."""
_MENTIONS = 6
"""The most mentions of a person that are examined for a role."""
_REACH = 90
"""Distance before a name in which its role is looked for, in characters."""
_MOST_BEFORE = 6
"""The most words of a role before its last one."""
_SHORTS = "|".join(sorted(_SHORT | {"st", "mt", "ft"}))
# Words with hyphens and apostrophes, with the full stop of an abbreviation, and marks.
_WORD = re.compile(rf"\b(?i:{_SHORTS})\.|[\w’'-]+(?:(?<=\b[A-Z])\.)*|[^\s\w]")
_VERBAL = re.compile(r"\w{2,}ed$|\w{3,}ing$")  # "elected", "meeting": no part of a role
_FORMS = ENGLISH.words("titles", "courtesy", "honours")
_OWNER = ("’s", "'s", "s’", "s'")
_OPENS = frozenset(',;:—–(“"”') | {"a", "an", "the"}
"""Tokens before a role; a small word is one too, unless it joins the role to a name before it."""
_JOINS = frozenset({"of", "for", "and", "or", "&"})
_LINKS = frozenset({"to", "of", "for", "at", "in", "on", "with", "from"})
_BEHIND_HEAD = _LINKS | {"emeritus", "general", "and"}
_CLAUSE = frozenset({"said", "says", "told", "was", "were", "is", "are", "has", "had", "who", "which", "that", "will"})
_RANKS = frozenset({"chief", "deputy", "vice", "executive", "managing"})
"""Words between a field and a role: "airport chief executive"."""
_POINTING = POSSESSIVES | {"this", "that", "these", "those", "same"}
"""Words whose referent another sentence gives."""
_VAGUE = frozenset({
    "party", "company", "firm", "team", "club", "group", "board", "business", "government", "department", "majority",
    "opposition", "minority", "campaign", "industry", "family", "community", "world", "day",
})  # fmt: skip
"""Bodies that need a name: "party leader", not "council leader"."""
_BARE_BEHIND = re.compile(r"\bthe (?:[a-z][\w’'-]*(?: |$))+(?![A-Z])")  # "the gallery", "the whole firm"
_COMMON_OWNER = re.compile(r"(?:\b[a-z]\w{0,24} )?\b[a-z]\w{0,24}(?:[’']s|s[’']) ")  # "board's", "city council's"
# A phrase in apposition behind a name, behind an age, or behind "is".
_AFTER = re.compile(
    r"(?:,(?: (?:aged )?\d{1,3},)?(?P<who> who is)? (?P<article>an? |the )?|(?P<is> is )(?:an? |the ))"
    r"(?P<role>\w(?:[^,.;:()\"“”—–\n]|\b[A-Z]\.(?= [A-Z])|\b(?:[A-Z]\.)+|\b(?:St|Mt|Ft|Gov|Sen|Rep)\. ){2,100}?)"
    r"(?= ?[,;:—–(]|\.(?:\s|$)| (?:who|whose|whom|which|that|where|when|such|said|says|told)\b| and an? | ?\n|$)"
)
_LISTS_ON = re.compile(r", [a-z]+(?: [a-z]+)?,? (?:and|or) [a-z]+[,.;]")  # "secretary for population, refugees, and …"
_GOES_ON = re.compile(r", [A-Z]\w+,? (?:and|&) [A-Z]")  # "head of the Industry, Mining and Trade Department"
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Prof)$")


class Role(NamedTuple):
    """The position of a role, and the passage that has it and the name."""

    span: Span
    passage: Span


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def find_role(story: Story, entity: Entity) -> tuple[str, Span] | None:
    """The first informative role that the article gives a person, with its passage.

    If there is none, a title alone, or else the relation to a named person.
    """
    spare: list[tuple[bool, str, Span]] = []
    for mention in entity.mentions[:_MENTIONS]:
        for found in filter(None, (_before(story, mention), _behind(story, mention))):
            role = _without_owner(story, found)
            text = " ".join(story.quote(role.span).split())
            if text.lower() in _PEERS:
                continue  # part of the name
            enough, relative = _says_enough(story, role), _is_relative(text)
            if enough and not relative:
                return text, role.passage
            if enough or (role.span[1] < mention.start and _is_title(text)):
                spare.append((relative, text, role.passage))
    return min(spare, key=itemgetter(0))[1:] if spare else None


def _without_owner(story: Story, role: Role) -> Role:
    """A role without a possessive whose referent is in another sentence: "the zoo's vet"."""
    owner = _COMMON_OWNER.match(story.text, *role.span)
    return Role((owner.end(), role.span[1]), role.passage) if owner else role


def _is_relative(role: str) -> bool:
    """Whether a role is a relation."""
    head = _head(_words(role))
    return head is not None and _words(role)[head].low in _RELATIONS


def _is_title(role: str) -> bool:
    """Whether a role is a title with a capital: "Mayor", "Deputy Commissioner", "former Gov."."""
    last = _words(role)[-1]
    return last.is_capital and last.low in _TITLES


def _words(text: str, start: int = 0, end: int | None = None) -> list[_Word]:
    return [_Word(m.group(), *m.span()) for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def _before(story: Story, mention: Mention) -> Role | None:
    """The role that ends right before a name, or before a comma and a name that another comma ends."""
    sentence = story.sentence_at(mention.start)[0]
    left = max(sentence, mention.start - len(mention.title) - _REACH)
    words = _words(story.text, left, mention.start)
    while words and (words[-1].low in _FORMS or words[-1].text == "."):
        words.pop()  # "Coroner Dr. Richard Roe"
    apposed = bool(words) and words[-1].text == ","
    if apposed:
        words.pop()
        if story.text[mention.end : mention.end + 1] not in {",", "."}:
            return None
    last = _last_of_head(words, apposed=apposed)
    first = None if last is None else _first_of(words, last)
    if last is None or first is None or not _begins(words, first, opens=left == sentence):
        return None
    if apposed and not _is_apposed(words, first, last):
        return None
    if words[last].is_capital and words[last - 1].low in _HEADS and words[last - 1].text.islower():
        return None  # "the analyst Professor": one of two
    return Role((words[first].start, words[-1].end), (words[first].start, mention.end))


def _is_apposed(words: Sequence[_Word], first: int, last: int) -> bool:
    """Whether a role before a comma is that of one: "the mayor", "Norland's mayor", "Mayor of Hollin"."""
    owned = any(word.is_capital and word.text.endswith(_OWNER) for word in words[first:last])
    determined = first > 0 and words[first - 1].low == "the"
    return owned or determined or (words[last].is_capital and last + 1 < len(words))


def _last_of_head(words: Sequence[_Word], *, apposed: bool) -> int | None:
    """The index of the head of a role; its field can follow, as "of State", "to Paris"."""
    if words and words[-1].low in _HEADS:
        return len(words) - 1
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i].low in _HEADS), None)
    if at is None or words[at + 1].low not in _LINKS:
        return None
    tail = words[at + 1 :]
    if not apposed:
        return at if _is_of_office(words[at], tail) else None
    plain = all(word.text[0].isalnum() for word in tail) and _CLAUSE.isdisjoint(word.low for word in tail)
    return at if plain else None


def _is_of_office(head: _Word, tail: Sequence[_Word]) -> bool:
    """Whether words between a role and a name are its field: "Secretary of State", "chief of staff"."""
    if len(tail) < len(("of", "State")) or tail[0].low not in {"of", "for"}:
        return False
    if [word.low for word in tail[1:]] in ([word] for word in _OFFICE_OF):
        return True
    named = all(word.is_capital or word.low in {"the", "and"} for word in tail[1:])
    return head.is_capital and named and tail[-1].is_capital


def _first_of(words: Sequence[_Word], last: int) -> int | None:
    """The index of the first word of a role; None if a name in it begins elsewhere."""
    first = last
    while first and last - first <= _MOST_BEFORE:
        if _qualifies(words[first - 1].text):
            first -= 1
        elif _joins_on(words, first, last):
            first -= 2
        else:
            break
    return first if words[first].is_capital or not _mixes(words[first : last + 1]) else None


def _joins_on(words: Sequence[_Word], first: int, last: int) -> bool:
    """Whether a role goes on over the word before it: "Bank of England Governor", "author and actor"."""
    if first <= 1:
        return False
    link, before = words[first - 1], words[first - 2]
    if link.low == "of":
        return words[first].is_capital and before.is_capital and before.low in _BODIES
    small = before.text.islower() and words[last].text.islower()
    return link.low == "and" and small and before.low in _HEADS and words[last].low not in _TITLES


def _qualifies(word: str) -> bool:
    """Whether a word can precede a role and belong to it: "science fiction", "Russia's"."""
    low = word.lower()
    if not word[0].isalnum():
        return False
    if low in SMALL:
        return (low in _WITHIN_NAMES and (word[0].isupper() or low == "police")) or word in {"US", "IT"}
    if low in SPANS:
        return False  # "the day president Jane Doe left"
    if word[0].isupper() or low in _QUALIFIERS or low.endswith(_OWNER):
        return True
    return not _VERBAL.fullmatch(low) and not is_mostly(low, "v") and not low.endswith("ly")


def _begins(words: Sequence[_Word], first: int, *, opens: bool) -> bool:
    """Whether the words before a role show that it begins there; `opens` says that a sentence does."""
    if not first:
        return opens and (words[0].low in _HEADS or not _commands(words[0].low))
    before = words[first - 1]
    if before.low == "then" or (before.low == "to" and words[first].text.islower() and may_be(words[first].low, "v")):
        return False  # "the then minister", "threatened to name footballer Jane Doe"
    if before.low in _POINTING:
        return words[first].text in gazetteer().people  # "his Russian counterpart", but not "his former partner"
    if before.low in _OPENS:
        return True
    if not (before.text.islower() or (opens and first == 1)):
        return False
    if before.low == "and" and first > 1:
        other = words[first - 2]
        return words[first].is_capital and other.text.islower() and other.low not in _HEADS
    return before.low not in _JOINS and (before.low in SMALL or words[first].is_capital)


def _commands(word: str) -> bool:
    """Whether a first word only has the capital of its sentence: "Recall Sen. Jane Doe"."""
    return is_mostly(word, "v") and not _VERBAL.fullmatch(word)


def _mixes(words: Sequence[_Word]) -> bool:
    """Whether a lower-case noun precedes a capital: "child protection Chief" begins elsewhere."""
    pairs = itertools.pairwise(words)
    return any(
        one.text.islower() and other.is_capital and one.low not in _QUALIFIERS and not may_be(one.low, "a")
        for one, other in pairs
    )


def _behind(story: Story, mention: Mention) -> Role | None:
    """The role between a comma after a name and the next mark, or after "is"."""
    end = story.sentence_at(mention.start)[1]
    reach = min(end, mention.end + _REACH + 40)
    match = _AFTER.match(story.text, mention.end, reach)
    if match is None or _ABBREVIATED.search(match["role"]) or not _ends(story, match.end(), reach, end):
        return None
    words = _words(match["role"])
    owned = any(word.is_capital and word.text.endswith(_OWNER) for word in words)
    words = _without_participle(words)
    head = _head(words)
    if head is None or not _CLAUSE.isdisjoint(word.low for word in words):
        return None
    if match["is"] and (story.is_quoted(mention.start) or words[head].low in _JUDGING):
        return None
    determined = bool(match["article"] or match["is"] or owned)
    if not all(_qualifies(word.text) or (determined and _may_qualify(word)) for word in words[:head]):
        return None
    start, last = match.start("role"), match.start("role") + words[-1].end
    if _GOES_ON.match(story.text, last) or _LISTS_ON.match(story.text, last):
        return None
    return Role((start, last), (mention.start, last))


def _without_participle(words: list[_Word]) -> list[_Word]:
    """The words before a participle that modifies a role: "firefighter working to battle the fire"."""
    at = next((i for i in range(1, len(words)) if _VERBAL.fullmatch(words[i].low) and words[i - 1].low in _HEADS), None)
    return words[:at]


def _ends(story: Story, at: int, reach: int, end: int) -> bool:
    """Whether a phrase ends at a mark within the searched text, and not at the stop of an abbreviation."""
    if at == reach:
        return reach == end
    return story.text[at] != "." or not story.text[at + 1 : end].strip(" \"”’')")


def _head(words: Sequence[_Word]) -> int | None:
    """The index of the head of a role: the last word before "of" or the end."""
    for at, word in enumerate(words):
        last = at + 1 == len(words)
        if word.low in _HEADS and (last or words[at + 1].low in _BEHIND_HEAD):
            return at
    return None


def _may_qualify(word: _Word) -> bool:
    """Whether a word can belong to a role after an article: "a founding member", "the first director"."""
    return word.text[0].isalnum() and (word.low not in SMALL or word.low in _WITHIN_ROLES or word.low == "and")


def _says_enough(story: Story, role: Role) -> bool:
    """Whether a role is informative by itself: not "leader" without its body, nor "former player"."""
    text = story.quote(role.span)
    words = [word for word in _words(text) if word.text[0].isalnum()]
    low = [word.low for word in words]
    if not _POINTING.isdisjoint(low) or _COMMON_OWNER.search(text) or _BARE_BEHIND.search(text):
        return False
    head = _head(words)
    if head is None or (low[head] not in _OF_SOMETHING and low[head] not in _SHORT):
        return head is not None
    opens = role.span[0] == story.sentence_at(role.span[0])[0]
    beside = words[opens and is_common(low[0]) : head] + words[head + 1 :]
    field = next((at for at in range(head - 1, -1, -1) if low[at] not in _RANKS), None)
    if field is not None and _tells_of_what(words[field], opens=opens and field == 0):
        return True
    named = [word.text for word in beside if word.is_capital and word.low not in _NO_NAMES]
    complement = low[head + 1 : head + 2] and low[head + 1] in _LINKS and low[head + 2] not in {"the", "a", "an"}
    return bool(complement) or (bool(named) and not generic(named))


def _tells_of_what(word: _Word, *, opens: bool) -> bool:
    """Whether a word before a role is its field: "council leader", not "party leader" or "former leader".

    `opens` says that it has its capital from the beginning of the sentence.
    """
    known = word.low in _NO_NAMES or word.low in _VAGUE or may_be(word.low, "a") or _VERBAL.fullmatch(word.low)
    return (word.text.islower() or opens) and not known and is_mostly(word.low, "n")
