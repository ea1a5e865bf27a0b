"""Who takes part: people with the roles that the article gives them, organisations, and countries that act.

Ranked by how much of the story they take. A role is given in the article's own words, in one of three places: the
title in front ("French President Emmanuel Macron"), the words before ("actor Jason Beghe"; "Russia's ambassador to
Paris, Alexander Orlov"), the words after ("Ann Waters, director of the gallery,").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from factsheet.aligning.tokens import SPANS
from factsheet.attribution.cues import VERBS, WORDS
from factsheet.attribution.people import is_person
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.models.extractive.entities import Entity, full_name, of_sort
from factsheet.models.extractive.names import GIVEN_NAMES
from factsheet.models.extractive.voices import HEAD
from factsheet.models.extractive.votes import generic

if TYPE_CHECKING:
    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_FEWEST, _MOST, _SENTENCES_EACH = 10, 24, 3
"""How many participants a sheet lists: one for every so many sentences, within bounds."""
_SURE = {True: 2.5, False: 3.0}
"""Votes that a participant needs, with several words in the name and with one."""
_KINDS = {
    "person": "person",
    "organisation": "organisation",
    "country": "country",
    "place": "country",
    "unknown": "person",
}

# "in Alxa League": a place, as a body has an article; "said on Twitter"
_IN_NAME = re.compile(r"\b(?:in|near|on|via|[Ll]ike) $")
_OFFICES = ENGLISH.words("organisations", "offices")
_CAPITAL_BEFORE = re.compile(r" ([A-Z]\w+) $")  # "Well Water Service", of which "Well" can be a small word
_CUT_BEHIND = re.compile(
    rf" (?!(?:{'|'.join(sorted(map(str.title, ENGLISH.words('calendar', 'capitalised'))))})\b)[A-Z]\w*\b"
    r"| ['‘“\"][A-Z]\w+['’”\"] [A-Z]"
)
"""A word that a name goes on with: "Brian M. Good", "Damien 'Dee' Doe"."""
_LIST_BEFORE = re.compile(r"\b([A-Z]\w+) (?:and|&) $")
_BODIES, _NAMES = ENGLISH.words("organisations", "heads"), ENGLISH.words("organisations", "names")
_ROLES, _QUALIFIERS = ENGLISH.words("titles", "roles"), ENGLISH.words("titles", "qualifiers")
_PLATFORMS = ENGLISH.words("organisations", "platforms")
_SPEAKERS = _BODIES | _ROLES | ENGLISH.words("holders", "people")
_WITHIN_NAMES = frozenset({"national", "new", "federal", "international", "police", "state"})
"""Small words that are part of a role where they have a capital: "National Assembly speaker"."""
_NOT_BEFORE_ROLE = ENGLISH.words("stopwords") | ENGLISH.words("saying", "beside names")
_ACTING = (VERBS.keys() | WORDS["verbs"] | WORDS["auxiliaries"]) - WORDS["prepositions"]
_MENTIONS = 6
"""A role is given where a person is introduced, or not much later."""
_REACH = 90
"""Characters before a name in which its role can stand."""
_MOST_BEFORE, _MOST_BEHIND = 5, 7
"""Words that belong to a role before it, and up to it behind a name."""
# A phrase in apposition behind a name, behind an age.
_AFTER = re.compile(
    r",(?: \d{1,2},)? (?:an? |the )?"
    r"((?:[^,.;:()\"“”\n]|\b[A-Z]\.(?= [A-Z])){3,90}?)(?=[,;:]|(?<!\b[A-Z])\.(?!\w)| who | said | says | told |\n|$)"
)
_OWNER = re.compile(r"(?:[A-Z][\w.-]* )*[A-Z][\w.-]*[’']s? $")  # "Russia's " before a role
_ROLE_BEFORE = re.compile(r"((?:[A-Z][\w&.-]* ){0,5})\b([a-z]+) $")
"""A role in lower case before a title, and whose it is: "Civil Defense Authority director" before "General"."""
_NOUNS_BEFORE = re.compile(r"((?:\b[A-Z][\w.]* ){0,3})\b([a-z]+(?: [a-z]+)?) $")
_QUALIFIER = re.compile(r"\b([a-z]+)[- ]$")  # "former " or "vice-" before a title
_WORD = re.compile(r"[\w’'-]+")  # words with their hyphens and apostrophes
_VERBAL = re.compile(r"\w{2,}ed$|\w{3,}ing$")  # "elected", "meeting": no part of a role
_LINKS = frozenset({"to", "of", "for", "at", "in", "on", "and", "the"})
_SECOND = re.compile(
    r"\b(?:[A-Z][\w.]+ (?:of )?|(?:and|or|&) )$"
)  # "Oxford and Norland coach": half of what somebody is
_FORM_BEHIND = re.compile(r",? (?:Dr|Prof|Mr|Mrs|Ms|Sir|Rev|Hon)\.?$")
_OWNED = re.compile(r"\b(?:their|his|her|its|our|my) $")  # "their former player": whose, another sentence tells
_LISTS_ON = re.compile(r", [a-z]+(?: [a-z]+)?,? (?:and|or) [a-z]+[,.;]")  # "secretary for population, refugees, and …"
_GOES_ON = re.compile(r", [A-Z]\w+ (?:and|&) [A-Z]")  # "head of the Industry, Mining and Trade Department"
_CLAUSE = frozenset({"said", "says", "told", "was", "were", "is", "are", "has", "had", "who", "which", "that", "will"})


def participants(story: Story, entities: list[Entity], named: frozenset[str] = frozenset()) -> list[Entity]:
    """The entities that take part, the weightiest first; with those that positions and disputes name."""
    most = max(_FEWEST, min(_MOST, len(story.sentences) // _SENTENCES_EACH))
    known = frozenset(form for e in entities if e.sort != "unknown" for form in e.forms)
    entities = [e for e in entities if not _is_generic(full_name(e)) and not _is_half(story, e, known)]
    chosen = [e for e in of_sort(entities, "person", "organisation") if _sure(e) and not _is_of_another(story, e)]
    chosen += [e for e in of_sort(entities, "country") if _acts(story, e)]
    chosen = sorted(chosen, key=lambda e: (-e.weight, e.mentions[0].start))[:most]
    return chosen + [e for e in entities if _is_some(e) and e not in chosen and full_name(e) in named]


def _is_some(entity: Entity) -> bool:
    """Whether it is clear what a name is of."""
    words = entity.name.split()
    last = words[-1].lower()
    several = last.endswith("s") and last[:-1] in _ROLES
    named = is_person(words) and last not in _ROLES and not several and (words[0] in GIVEN_NAMES or entity.votes >= 1)
    return entity.sort in _KINDS and (entity.sort != "unknown" or named)


def groups(story: Story, voices: list[Voice], who: list[Entity], named: frozenset[str]) -> list[dict[str, Any]]:
    """The entries of those that positions and disputes name and that are no entity: "analysts"."""
    listed = {full_name(entity) for entity in who}
    found = {v.holder: v for v in reversed(voices) if v.holder in named and v.holder not in listed and _noun(v.holder)}
    return [
        {
            "name": holder,
            "kind": _kind_of(holder),
            "role": None,
            "aliases": [],
            "evidence": [story.quote(story.around(voice.span))],
        }
        for holder, voice in sorted(found.items(), key=lambda pair: pair[1].span)
    ]


def _kind_of(holder: str) -> str:
    """What words for somebody who speaks are for: "the Norland government", "a ministry spokesman", "analysts"."""
    noun = _noun(holder)
    if noun in _BODIES:
        return "organisation"
    return "person" if noun in _ROLES else "group"


def _noun(holder: str) -> str:
    """The noun of words for somebody; "" where they are a name, of which nobody knows what it is of."""
    noun = HEAD.split(holder, maxsplit=1)[0].rsplit(" ", 1)[-1]
    known = noun.islower() or (" " not in holder and noun.lower() in _SPEAKERS) or noun.lower() in _BODIES
    return noun.lower() if known else ""


def participant(story: Story, entity: Entity) -> dict[str, Any]:
    """The entry of one participant."""
    role = find_role(story, entity) if entity.sort == "person" else None
    name = full_name(entity)
    named = next((mention for mention in entity.mentions if mention.text == name), entity.mentions[0])
    span = role[1] if role else story.around(named.span)
    return {
        "name": name,
        "kind": _KINDS[entity.sort],
        "role": role[0] if role else None,
        "aliases": [form for form in entity.forms if form != name],
        "evidence": [story.quote(span)],
    }


def _is_generic(name: str) -> bool:
    """Whether a name is only the word for a kind of body, which was named before: "the Office", "the Council"."""
    if " " in name:
        return generic(name.split())
    return name.lower() in _BODIES | _OFFICES and name.lower() not in _NAMES


def _is_half(story: Story, entity: Entity, known: frozenset[str]) -> bool:
    """Whether a body's name goes on from words before it: "the Mining and Trade Department"; not "Boeing and …"."""
    first = entity.mentions[0].start
    if entity.sort != "organisation":
        return False
    cut = _CAPITAL_BEFORE.search(story.text, max(story.sentence_at(first)[0] + 1, first - _REACH), first)
    before = _LIST_BEFORE.search(story.text, max(0, first - _REACH), first)
    return bool(cut and cut[1].lower() in _NOT_BEFORE_ROLE) or (before is not None and before[1] not in known)


def _is_of_another(story: Story, entity: Entity) -> bool:
    """Whether a name only stands in that of something else, or is cut: "Lou Gehrig's disease", "Tom) DeLay".

    What is named in quotation marks alone may be a title: the film "Major League".
    """
    if all(story.is_titled(m.start) for m in entity.mentions):
        return True
    if entity.sort == "organisation" and full_name(entity).rsplit(" ", 1)[-1].lower() in _ROLES - _BODIES:
        return True  # "Church of Norland Bishop"
    full = [m for m in entity.mentions if m.text == full_name(entity)]
    if full and all(_CUT_BEHIND.match(story.text, m.end) for m in full):
        return True
    if any(m.title or m.text != entity.name for m in entity.mentions):
        cut = [m for m in entity.mentions if story.text.startswith((")", "]"), m.end)]
        return " " not in entity.name and len(cut) == len(entity.mentions)
    if entity.sort == "organisation":
        if entity.name.lower() in _PLATFORMS:
            return not _subjects(entity)
        return all(_IN_NAME.search(story.text, max(0, m.start - 5), m.start) for m in entity.mentions)
    return all(m.owner for m in entity.mentions)


def _sure(entity: Entity) -> bool:
    return entity.votes >= (_SURE[" " in entity.name] if entity.sort == "person" else _SURE[True])


def _acts(story: Story, entity: Entity) -> bool:
    """Whether a country does something, rather than being where something happens."""
    people = gazetteer().people
    acting = sum(m.text not in people and not story.is_quoted(m.start) for m in _subjects(entity))
    return bool(entity.forms) and (acting >= 2 or (acting == 1 and len(entity.mentions) >= 3))


def _subjects(entity: Entity) -> list[Mention]:
    """The mentions that do something: a verb follows, and no preposition stands before."""
    subjects = (m for m in entity.mentions if m.before not in WORDS["prepositions"])
    return [m for m in subjects if m.after in _ACTING or m.after.endswith("ed")]


def find_role(story: Story, entity: Entity) -> tuple[str, Span] | None:
    """The first role that the article gives a person, and the passage that gives it."""
    for mention in entity.mentions[:_MENTIONS]:
        after = _words_after(story, mention)
        found = _title(story, mention) if " " in mention.title or not after else None
        found = found or _words_before(story, mention) or after
        if found:
            (start, end), passage = found
            return " ".join(story.text[start:end].split()), passage
    return None


def _title(story: Story, mention: Mention) -> tuple[Span, Span] | None:
    if not mention.title or mention.address:
        return None
    end = len(story.text[: mention.start].rstrip())
    start = end - len(mention.title)
    if story.text[start:end] != mention.title:
        return None
    qualifier = _QUALIFIER.search(story.text[max(0, start - 12) : start])
    if qualifier and qualifier[1] in _QUALIFIERS:
        start -= len(qualifier[0])
    if _SECOND.search(story.text, max(0, start - _REACH), start):
        return None
    if (form := _FORM_BEHIND.search(story.text, start, end)) and form.start() > start:
        end = form.start()
    while role := _ROLE_BEFORE.search(story.text[max(0, start - 60) : start]):
        if role[2] not in _ROLES or not (role[1] or role.start() == 0):
            break
        start -= len(role[0])
    start = _over_nouns(story, start, mention)
    if owner := _OWNER.search(story.text[max(0, start - 40) : start]):
        start -= len(owner[0])
    return (start, end), (start, mention.end)


def _over_nouns(story: Story, start: int, mention: Mention) -> int:
    """Where a role begins with the nouns before it in small letters: "Hollin police" before "Chief Jane Doe"."""
    low = max(story.sentence_at(mention.start)[0], start - _REACH)
    behind = _NOUNS_BEFORE.search(story.text, low, start)
    if behind is None or not all(may_be(word, "n") and _qualifies(word) for word in behind[2].split()):
        return start
    return behind.start(1) if behind[1] else behind.start(2)


def _words_before(story: Story, mention: Mention) -> tuple[Span, Span] | None:
    left = max(story.sentence_at(mention.start)[0], mention.start - _REACH)
    window = story.text[left : mention.start].rstrip()
    apposed = window.endswith(",")
    window = window.removesuffix(",")
    cut = max(window.rfind(c) for c in (*',.;:"“”()–—', " - ")) + 1
    words = [(m.group(), left + m.start(), left + m.end()) for m in _WORD.finditer(window, cut)]
    low = [word.lower() for word, _, _ in words]
    head = _head_apposed(low) if apposed else _head_before(low)
    if head is None or (low[head] in _ADJECTIVES and low[head - 1 : head] == ["a"]):
        return None
    first = head
    while first and head - first < _MOST_BEFORE and _qualifies(words[first - 1][0]):
        first -= 1
    owned = _OWNED.search(story.text, left, words[first][1]) and not any(
        word[0].isupper() for word, _, _ in words[first:]
    )
    if owned or _SECOND.search(story.text, left, words[first][1]):
        return None
    return (words[first][1], words[-1][2]), (words[first][1], mention.end)


_ADJECTIVES = frozenset({"major", "general", "chief", "principal", "premier"})
"""Ranks that are more often adjectives behind "a": "a major Warhol show"."""


def _head_before(low: list[str]) -> int | None:
    """The role that ends the words before a name: "the actor"."""
    return len(low) - 1 if low and low[-1] in _ROLES else None


def _head_apposed(low: list[str]) -> int | None:
    """The first role in the words before a comma and a name, if only "to Paris" or "of" follows it."""
    head = next((i for i, word in enumerate(low) if word in _ROLES), None)
    if head is None:
        return None
    tail = low[head + 1 :]
    return head if (not tail or tail[0] in _LINKS) and not _CLAUSE.intersection(tail) else None


def _qualifies(word: str) -> bool:
    """Whether a word may stand before a role and belong to it: "science fiction", "Russia's"."""
    low = word.lower()
    if low in _NOT_BEFORE_ROLE:
        return low in _WITHIN_NAMES and (word[0].isupper() or low == "police")
    if low in SPANS:
        return False  # "the day president Jane Doe left"
    if word[0].isupper() or low.endswith(("'s", "’s")):
        return True
    return not _VERBAL.fullmatch(low) and not is_mostly(low, "v")


def _words_after(story: Story, mention: Mention) -> tuple[Span, Span] | None:
    end = min(story.sentence_at(mention.start)[1], mention.end + _REACH + 20)
    match = _AFTER.match(story.text, mention.end, end)
    if not match:
        return None
    words = [w.lower() for w in _WORD.findall(match[1])]
    head = next((i for i, w in enumerate(words[:_MOST_BEHIND]) if w in _ROLES), None)
    if head is None or _CLAUSE.intersection(words) or _LINKS.intersection(words[:head]) or words[0].endswith("ed"):
        return None
    if _GOES_ON.match(story.text, match.end(1)) or _LISTS_ON.match(story.text, match.end(1)):
        return None
    return match.span(1), (mention.start, match.end(1))
