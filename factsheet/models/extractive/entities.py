"""People, organisations and places out of the names of a story.

Every mention of one spelling votes on what it is (`votes`); spellings of one thing are then brought together:
surnames with full names, acronyms with what they stand for, "U.S." with "United States".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from factsheet.models.extractive.gazetteer import Place, gazetteer
from factsheet.models.extractive.lexicon import lexicon
from factsheet.models.extractive.mentions import find_names
from factsheet.models.extractive.votes import (
    ACRONYM_AFTER,
    ENOUGH,
    Hints,
    generic,
    is_acronym,
    organisation_votes,
    person_votes,
    place_votes,
    treated_as_a_person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.models.extractive.mentions import Name
    from factsheet.models.extractive.story import Story

Sort = Literal["person", "organisation", "country", "place", "people", "unknown"]

_IN_TITLE, _AT_TOP, _AS_PEOPLE = 3.0, 1.5, 0.5
"""What a name adds to a mention in the headline and in the first sentences, and what "French" weighs."""
_TOP = 3
"""Sentences that are the top of a story."""
_NOTHING_ELSE = 0.5
"""For the name of a town that nothing else speaks for or against."""
_LISTED = frozenset({", ", " and ", ", and ", " or ", " & "})
_DOUBTFUL = 1.6
"""Votes below which a neighbour in a list decides otherwise."""


@dataclass(slots=True, eq=False)
class Entity:
    """One thing with all its names. `mentions` are in order."""

    sort: Sort
    name: str
    mentions: list[Name]
    votes: float = 0.0
    place: Place | None = None
    weight: float = 0.0
    forms: tuple[str, ...] = ()
    """The spellings, in order of their first use; "French" is none of France's."""

    def take(self, other: Entity) -> None:
        """Count the mentions of another spelling as this one's."""
        self.mentions += other.mentions
        self.votes += other.votes
        other.mentions = []


def find_entities(story: Story) -> list[Entity]:
    """The people, organisations, countries and places of a story, the weightiest first; the unknown too."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in find_names(story):
        groups[name.text].append(name)
    _fold_capitals(groups)
    entities = _classify_all(story, groups)
    _spread_along_lists(story, entities)
    merged = _merge(story, entities)
    people = gazetteer().people
    for entity in merged:
        entity.mentions.sort(key=lambda m: m.start)
        entity.forms = tuple(dict.fromkeys(m.text for m in entity.mentions if m.text not in people))
        entity.weight = _weight(story, entity)
    return sorted(merged, key=lambda e: (-e.weight, e.mentions[0].start))


def of_sort(entities: Iterable[Entity], *sorts: Sort) -> list[Entity]:
    """The entities of the given sorts."""
    return [e for e in entities if e.sort in sorts]


def full_name(entity: Entity) -> str:
    """The fullest form of the name that the article uses."""
    return max(entity.forms, key=len, default=entity.name)


def _fold_capitals(groups: dict[str, list[Name]]) -> None:
    """Count "RIDGE FARM" as "Ridge Farm" where both occur."""
    by_fold = {text.casefold(): text for text in groups if not text.isupper()}
    for text in [t for t in groups if t.isupper() and len(t) > 4]:
        if other := by_fold.get(text.casefold()):
            groups[other] += groups.pop(text)


def _classify_all(story: Story, groups: dict[str, list[Name]]) -> list[Entity]:
    """Names of several words first: they tell whose surname a single word is."""
    several = [text for text in groups if " " in text]
    single = [text for text in groups if " " not in text]
    last = {text.rsplit(" ", 1)[-1] for text in several}
    hints = Hints(
        surnames=frozenset(t for t in single if t in last or any(n.title for n in groups[t])),
        treated={t: treated_as_a_person(story, groups[t]) for t in single},
        initials=frozenset("".join(w[0] for w in text.split() if w[0].isupper()) for text in several),
    )
    entities = [_classify(story, groups[text], hints) for text in several]
    people = [e.name.split(" ") for e in entities if e.sort == "person"]
    hints = replace(hints, people=frozenset(w for words in people for w in (words[0], words[-1])))
    return entities + [_classify(story, groups[text], hints) for text in single]


def _classify(story: Story, names: list[Name], hints: Hints) -> Entity:
    text = names[0].text
    if people := gazetteer().people.get(text):
        return Entity("people", text, list(names), ENOUGH, people)
    person = person_votes(story, names, hints)
    organisation = organisation_votes(story, names, hints)
    where, place = place_votes(story, names)
    best = max(person, organisation, where)
    if place and best == where and not person and not organisation and text.lower() not in story.lower:
        best += _NOTHING_ELSE
    sort: Sort = "person" if person == best else "organisation" if organisation == best else "place"
    if best < ENOUGH:
        sort = "unknown"
    elif sort == "place" and place and place.level == "country":
        sort = "country"
    return Entity(sort, text, list(names), best, place if sort in {"place", "country"} else None)


def _spread_along_lists(story: Story, entities: list[Entity]) -> None:
    """In "Tampa, Orlando and Jacksonville" the places tell what the others are."""
    order = sorted(((name, e) for e in entities for name in e.mentions), key=lambda pair: pair[0].start)
    for (left, one), (right, other) in pairwise(order):
        if right.start - left.end > len(", and ") or story.text[left.end : right.start] not in _LISTED:
            continue
        for known, doubtful in ((one, other), (other, one)):
            if known.sort in {"place", "country"} and (doubtful.sort == "unknown" or doubtful.votes < _DOUBTFUL):
                _call_a_place(doubtful)
            elif known.sort == "organisation" and doubtful.sort == "unknown" and is_acronym(doubtful.name):
                doubtful.sort, doubtful.votes = "organisation", ENOUGH + 0.5


def _call_a_place(entity: Entity) -> None:
    place = gazetteer().find(entity.name)
    if entity.sort in {"unknown", "person"} and (place or entity.votes >= 1) and not generic([entity.name]):
        entity.sort, entity.place, entity.votes = "place", place, max(entity.votes, ENOUGH)


def _merge(story: Story, entities: list[Entity]) -> list[Entity]:
    """Bring the spellings of one thing together."""
    people = of_sort(entities, "person", "unknown")
    _merge_people(people)
    organisations = of_sort(entities, "organisation")
    _merge_organisations(story, organisations, of_sort(people, "unknown"))
    places = _merge_places(of_sort(entities, "country", "place", "people"))
    return [e for e in (*people, *organisations, *places) if e.mentions]


def _merge_people(entities: list[Entity]) -> None:
    """A single name goes to the first full name that ends, or else begins, with it."""
    by_word: dict[str, list[Entity]] = defaultdict(list)
    full = [e for e in entities if e.sort == "person" and " " in e.name]
    for entity in full:
        by_word[_surname(entity.name)].append(entity)
    for entity in full:
        by_word[entity.name.split()[0]].append(entity)
    for entity in entities:
        if " " not in entity.name:
            others = by_word.get(entity.name, [])
        else:
            others = [o for o in by_word.get(_surname(entity.name), ()) if _same(o.name, entity.name)]
        longest = max(others, key=lambda o: len(o.name) * bool(o.mentions), default=entity)
        if longest is not entity and longest.mentions and len(longest.name) > len(entity.name):
            longest.take(entity)


def _surname(name: str) -> str:
    return name.removesuffix(" Jr.").removesuffix(" Sr.").rsplit(" ", 1)[-1]


def _same(longer: str, shorter: str) -> bool:
    """Whether the given names of two people with one surname agree: "L. Hubbard" and "L. Ron Hubbard"."""
    a, b = longer.split(" ", 1)[0], shorter.split(" ", 1)[0]
    return a == b or (a[0] == b[0] and (a.endswith(".") or b.endswith("."))) or longer.endswith(" " + shorter)


def _merge_organisations(story: Story, organisations: list[Entity], unknown: list[Entity]) -> None:
    """Single words go to the name that they are the acronym of, or that alone begins or ends with them."""
    acronyms = _acronyms(story, organisations)
    by_word: dict[str, list[Entity]] = defaultdict(list)
    for entity in organisations:
        words = entity.name.split()
        if len(words) > 1:
            by_word[words[0]].append(entity)
            by_word[words[-1]].append(entity)
    for entity in (*organisations, *unknown):
        if " " in entity.name or not entity.mentions:
            continue
        other = acronyms.get(entity.name.replace(".", ""))
        if other is None and entity.name.lower() not in lexicon().org_heads:
            candidates = by_word.get(entity.name, [])
            other = candidates[0] if len(candidates) == 1 else None
        if other is not None and other is not entity and other.mentions:
            other.take(entity)


def _acronyms(story: Story, organisations: list[Entity]) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for entity in organisations:
        words = entity.name.split()
        if len(words) > 1:
            for name in entity.mentions:
                if match := ACRONYM_AFTER.match(story.text, name.end):
                    found.setdefault(match[1], entity)
            found.setdefault("".join(w[0] for w in words if w[0].isupper()), entity)
    return found


def _merge_places(entities: list[Entity]) -> list[Entity]:
    """Names of one country together; its people count for its weight and are no name of it."""
    kept: dict[tuple[str, str], Entity] = {}
    for entity in sorted(entities, key=lambda e: e.sort == "people"):
        key = ("", entity.name)
        if entity.place and entity.sort != "place":
            key = (entity.place.level, entity.place.name)
        if key in kept:
            kept[key].take(entity)
        else:
            kept[key] = entity
    return list(kept.values())


def _weight(story: Story, entity: Entity) -> float:
    """How much of the story an entity takes: its mentions, more for those at the top and in the headline."""
    top = story.sentences[:_TOP][-1][1]
    title = story.article.title or ""
    people = gazetteer().people
    weight = sum((_AS_PEOPLE if m.text in people else 1) + (_AT_TOP if m.start < top else 0) for m in entity.mentions)
    return weight + (_IN_TITLE if any(form in title for form in entity.forms) else 0)
