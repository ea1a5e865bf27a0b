"""People, organisations and places from the names of a story.

Every mention of one spelling votes on what it is (`votes`); spellings of one thing are then brought together:
surnames with full names, acronyms with what they stand for, "U.S." with "United States".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

from factsheet.language.gazetteer import Place, gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.models.extractive.names import GIVEN_NAMES, find_names
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
    from collections.abc import Iterable, Sequence

    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story

Sort = Literal["person", "organisation", "country", "place", "people", "unknown"]

_IN_TITLE, _AT_TOP, _AS_PEOPLE = 3.0, 1.5, 0.5
"""The weight of a mention in the headline, of one in the first sentences, and of a demonym."""
_TOP = 3
"""The number of sentences that count as the top of a story."""
_NOTHING_ELSE = 0.5
"""The vote for the name of a town without any other evidence."""
_LISTED = frozenset({", ", " and ", ", and ", " or ", " & "})
_LISTED_VOTES = ENOUGH + 0.5
"""The votes for an acronym in the list of organisations: enough, and less than other evidence."""
_BODIES = ENGLISH.words("organisations", "heads")
_SMALL = ENGLISH.words("stopwords")
_KNOWN = ENGLISH.words("organisations", "names")
_PAPERS = ENGLISH.words("organisations", "papers")
_PEERS = ENGLISH.words("titles", "peers")
_DOUBTFUL = 1.6
"""Votes below which a neighbour in a list decides instead."""


@dataclass(slots=True, eq=False)
class Entity:
    """A person, body or place with all its names. `mentions` are in order."""

    sort: Sort
    name: str
    mentions: list[Mention]
    votes: float = 0.0
    place: Place | None = None
    weight: float = 0.0
    forms: tuple[str, ...] = ()
    """The spellings, in order of their first use; demonyms are not included."""

    def take(self, other: Entity) -> None:
        """Add the mentions of another spelling."""
        self.mentions += other.mentions
        self.votes += other.votes
        other.mentions = []


def find_entities(story: Story) -> list[Entity]:
    """The people, organisations, countries, places and unknown names of a story, by weight."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for name in find_names(story):
        groups[name.text].append(name)
    _fold_capitals(groups)
    _fold_first_words(groups)
    entities = _classify_all(story, groups)
    _spread_along_lists(story, entities)
    merged = _merge(story, entities)
    people = gazetteer().people
    for entity in merged:
        entity.mentions.sort(key=lambda m: m.start)
        told = [m for m in entity.mentions if not (story.is_quoted(m.start) or _is_first_word(m))] or entity.mentions
        forms = [m.text for m in told if m.text not in people]
        entity.forms = tuple(dict.fromkeys([*forms, *_whole_names(entity, forms)]))
        entity.weight = _weight(story, entity)
    return sorted(merged, key=lambda e: (-e.weight, e.mentions[0].start))


def _whole_names(entity: Entity, forms: Sequence[str]) -> list[str]:
    """The full name of a person, if only a quotation has it: “We are all Jane Doe”."""
    if entity.sort != "person" or any(" " in form for form in forms):
        return []
    return [m.text for m in entity.mentions if any(m.text.endswith(f" {form}") for form in forms)][:1]


def _is_first_word(mention: Mention) -> bool:
    """Whether a mention is a small word with the capital of its sentence: "Will it rain?"."""
    return mention.initial and mention.text.lower() in _SMALL


def of_sort(entities: Iterable[Entity], *sorts: Sort) -> list[Entity]:
    """The entities of the given sorts."""
    return [e for e in entities if e.sort in sorts]


def full_name(entity: Entity) -> str:
    """The fullest form of the name that the article uses; a title of nobility belongs to one word: "Lord Hardie"."""
    name = max(entity.forms, key=len, default=entity.name)
    titles = {mention.title for mention in entity.mentions if mention.title.lower() in _PEERS}
    return f"{min(titles)} {name}" if titles and " " not in name else name


def _fold_capitals(groups: dict[str, list[Mention]]) -> None:
    """Count "RIDGE FARM" as "Ridge Farm" where both occur."""
    by_fold = {text.casefold(): text for text in groups if not text.isupper()}
    for text in [t for t in groups if t.isupper() and len(t) > 4]:
        if other := by_fold.get(text.casefold()):
            groups[other] += groups.pop(text)


def _fold_first_words(groups: dict[str, list[Mention]]) -> None:
    """Count "First Doe" and "Hold Jane Doe" as the shorter name if that occurs too: sentences begin with a capital."""
    for text in [t for t in groups if " " in t and all(m.initial for m in groups[t])]:
        first, rest = text.split(" ", 1)
        small = first.lower() in _SMALL or (" " in rest and is_mostly(first.lower(), "v"))
        if rest in groups and small and first not in GIVEN_NAMES:
            groups[rest] += [m._replace(start=m.end - len(rest), text=rest, initial=False) for m in groups.pop(text)]


def _classify_all(story: Story, groups: dict[str, list[Mention]]) -> list[Entity]:
    """Classify names of several words first: they show whose surname a single word is."""
    several = [text for text in groups if " " in text and "/" not in text and not _is_shouted(text)]
    single = [text for text in groups if " " not in text]
    hints = Hints(
        surnames=_surnames(several, {text: groups[text] for text in single}),
        treated={text: treated_as_a_person(story, groups[text]) for text in single},
        initials=frozenset(_initials(text) for text in several if text.split(" ", 1)[0] not in GIVEN_NAMES),
    )
    entities = [_classify(story, groups[text], hints) for text in several]
    hints = replace(hints, people=_ends_of_names(of_sort(entities, "person")))
    return entities + [_classify(story, groups[text], hints) for text in single]


def _is_shouted(text: str) -> bool:
    """Whether a name of several words is all in capitals: a line of another heading, in which any word has them."""
    return text.isupper() and max(map(len, text.split())) > len("D.C.") + 1


def _ends_of_names(people: list[Entity]) -> frozenset[str]:
    """The first and last words of people's names."""
    words = [person.name.split(" ") for person in people]
    return frozenset(word for name in words for word in (name[0], name[-1]))


def _surnames(several: list[str], single: dict[str, list[Mention]]) -> frozenset[str]:
    """Single words that end a longer name, or follow a title."""
    last = {text.rsplit(" ", 1)[-1] for text in several}
    return frozenset(text for text, names in single.items() if text in last or any(name.title for name in names))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _classify(story: Story, names: list[Mention], hints: Hints) -> Entity:
    text = names[0].text
    if people := gazetteer().people.get(text):
        return Entity("people", text, list(names), ENOUGH, people)
    person = person_votes(story, names, hints)
    organisation = organisation_votes(story, names, hints)
    where, place = place_votes(story, names)
    low = text.lower()
    plain = low not in story.lower and not any(may_be(low, part) for part in "nva") and text not in GIVEN_NAMES
    where += _NOTHING_ELSE * (place is not None and person == organisation == 0 and plain)
    best = max(person, organisation, where)
    if best < ENOUGH:
        return Entity("unknown", text, list(names), best)
    if best in (person, organisation):
        return Entity("person" if person == best else "organisation", text, list(names), best)
    return Entity("country" if _is_country(place) else "place", text, list(names), best, place)


def _is_country(place: Place | None) -> bool:
    return place is not None and place.level == "country"


def _spread_along_lists(story: Story, entities: list[Entity]) -> None:
    """Classify doubtful names by their neighbours: in "Tampa, Orlando and Jacksonville", places."""
    order = sorted(((name, e) for e in entities for name in e.mentions), key=lambda pair: pair[0].start)
    for (left, one), (right, other) in pairwise(order):
        if right.start - left.end <= len(", and ") and story.text[left.end : right.start] in _LISTED:
            _tell(one, other, story.lower)
            _tell(other, one, story.lower)


def _tell(known: Entity, doubtful: Entity, lower: frozenset[str]) -> None:
    """Classify a doubtful name of a list by a neighbour."""
    if known.sort in {"place", "country"} and (doubtful.sort == "unknown" or doubtful.votes < _DOUBTFUL):
        _call_a_place(doubtful, lower)
    elif known.sort == "organisation" and doubtful.sort == "unknown" and is_acronym(doubtful.name):
        doubtful.sort, doubtful.votes = "organisation", _LISTED_VOTES


def _call_a_place(entity: Entity, lower: frozenset[str]) -> None:
    place = gazetteer().find(entity.name)
    if entity.name.lower() in lower:
        return  # "the Mound and Red River": a word of the story
    if entity.sort in {"unknown", "person"} and (place or entity.votes >= 1) and not generic([entity.name]):
        entity.sort, entity.place, entity.votes = "place", place, max(entity.votes, ENOUGH)


def _merge(story: Story, entities: list[Entity]) -> list[Entity]:
    """Join the spellings of one thing."""
    people = of_sort(entities, "person", "unknown")
    _merge_people(people)
    organisations = of_sort(entities, "organisation")
    _merge_organisations(story, organisations, of_sort(people, "unknown"))
    places = _merge_places(of_sort(entities, "country", "place", "people"))
    return [e for e in (*people, *organisations, *places) if e.mentions]


def _merge_people(entities: list[Entity]) -> None:
    """Add each single name to the first full name that ends, or else begins, with it."""
    by_word: dict[str, list[Entity]] = defaultdict(list)
    full = [e for e in entities if e.sort == "person" and " " in e.name]
    for entity in full:
        by_word[_surname(entity.name)].append(entity)
    for entity in full:
        by_word[entity.name.split()[0]].append(entity)
    for entity in entities:
        namesakes = [one for one in _namesakes(entity, by_word) if one.mentions]
        if " " not in entity.name and _are_several(namesakes, entity.name):
            entity.sort = "unknown"  # whose surname it is each time, the words around would have to say
            continue
        longest = max(namesakes, key=lambda e: len(e.name), default=entity)
        if longest.mentions and len(longest.name) > len(entity.name):
            longest.take(entity)


def _are_several(people: list[Entity], surname: str) -> bool:
    """Whether several people share a surname."""
    full = [person.name for person in people if _surname(person.name) == surname]
    return any(not _same(one, other) and not _same(other, one) for one, other in combinations(full, 2))


def _namesakes(entity: Entity, by_word: dict[str, list[Entity]]) -> list[Entity]:
    """The people whom a name can mean: by any of its words, or by surname if their given names agree."""
    if " " not in entity.name:
        return by_word.get(entity.name, [])
    return [other for other in by_word.get(_surname(entity.name), ()) if _same(other.name, entity.name)]


def _surname(name: str) -> str:
    return name.removesuffix(" Jr.").removesuffix(" Sr.").rsplit(" ", 1)[-1]


def _same(longer: str, shorter: str) -> bool:
    """Whether the given names of two people with one surname agree: "L. Hubbard" and "L. Ron Hubbard"."""
    a, b = longer.split(" ", 1)[0], shorter.split(" ", 1)[0]
    return a == b or (a[0] == b[0] and (a.endswith(".") or b.endswith("."))) or longer.endswith(" " + shorter)


def _merge_organisations(story: Story, organisations: list[Entity], unknown: list[Entity]) -> None:
    """Add single words to the name that they abbreviate, or that alone begins or ends with them."""
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
        known = entity.name.isupper() or entity.name.lower() in _KNOWN
        other = acronyms.get(entity.name.replace(".", "").upper() if known else entity.name) or _only_one(
            by_word, entity.name
        )
        if other is not None and other is not entity and other.mentions:
            other.take(entity)


def _only_one(by_word: dict[str, list[Entity]], word: str) -> Entity | None:
    """The only organisation that begins or ends with a word, unless it is a generic name."""
    candidates = by_word.get(word, [])
    called_so = word.lower() not in _BODIES or word.lower() in _PAPERS
    return candidates[0] if len(candidates) == 1 and called_so else None


def _acronyms(story: Story, organisations: list[Entity]) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for entity in organisations:
        if " " in entity.name:
            for name in entity.mentions:
                if match := ACRONYM_AFTER.match(story.text, name.end):
                    found.setdefault(match[1], entity)
            found.setdefault(_initials(entity.name), entity)
    return found


def _merge_places(entities: list[Entity]) -> list[Entity]:
    """Join the names of one country; demonyms add to its weight, and are not names of it."""
    kept: dict[tuple[str, str], Entity] = {}
    known = gazetteer().places
    for entity in sorted(entities, key=lambda e: e.sort == "people"):
        key = ("", entity.name)
        if entity.place and (entity.sort != "place" or entity.name in known):
            key = (entity.place.level, entity.place.name)
        if key in kept:
            kept[key].take(entity)
        else:
            kept[key] = entity
    return list(kept.values())


def _weight(story: Story, entity: Entity) -> float:
    """The weight of an entity: its mentions, more for those at the top and in the headline."""
    top = story.sentences[:_TOP][-1][1]
    title = story.article.title or ""
    people = gazetteer().people
    weight = sum((_AS_PEOPLE if m.text in people else 1) + (_AT_TOP if m.start < top else 0) for m in entity.mentions)
    return weight + (_IN_TITLE if any(form in title for form in entity.forms) else 0)
