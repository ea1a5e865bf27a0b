"""Places: the scene, the dateline and other named places.

The scene is a place that the opening sentences put the events in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.language.datelines import at_lead
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import may_be
from factsheet.models.extractive.entities import Entity, full_name, of_sort
from factsheet.models.extractive.names import GIVEN_NAMES
from factsheet.models.extractive.placing import (
    BODIES,
    LOCATIVE,
    LOOKED_BACK,
    NO_NAME,
    governs,
    is_none_here,
    is_placed,
    is_plain,
    put_in,
)
from factsheet.models.extractive.votes import NO_TOWNS, generic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST, _TOP = 25, 5
"""The most places listed, and the sentences among which a dateline is looked for: a headline can precede it."""
_ORDER = {"scene": 0, "dateline": 1, "mentioned": 2}
_DIVISIONS = frozenset({"county", "parish", "township"})
_LONGEST_SERVED = 3
"""The longest place name in the name of a body, in words."""
_CAPITAL_BEFORE = re.compile(r"[a-z] [A-Z][a-z]+ $")
_GROUNDS = frozenset({"park", "square", "street", "hall"})
"""Places named after people as often as after a town."""
_OF_PEOPLE = frozenset({"memorial", "park", "parks", "library", "state"})
"""Things named after people as often as after a town: "Sunset Memorial Park"."""
_DOUBTFUL = 2.3
"""Votes below which a place name can be the first word of another name."""
_STATE = re.compile(r", ((?:[A-Z][a-z]*\. ?){1,2}(?<=\.))(?![ -][A-Z])")
_SAINT = re.compile(r"\b(?:ST|FT|MT)\.\s*$")  # "ST. PAUL": half of a town's name
_NO_PLACES = frozenset({"Wall Street", "Fed", "Federal Reserve", "Roman"})
"""Place names that stand for an institution or a time."""
_ADDRESS = ENGLISH.words("titles", "address") - {"saint", "st"}
_CLUB = re.compile(r"(?:A?FC|CF|SC|AC|AS|RB) |.* (?:A?FC|CF|SC|United|Rovers|Wanderers|Athletic)$")
_SHOP = re.compile(
    r"(?!(?:North|South|East|West)\b)[A-Z]\w+ (?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"
    r" (?:Avenue|Street)"
)
"""Names of shops after a street: "Lund Fifth Avenue"."""
_PEOPLES, _ETHNIC = ENGLISH.words("place_nouns", "peoples"), ENGLISH.words("place_nouns", "ethnic")
_COMPASS = ENGLISH.words("place_nouns", "compass")
_SCENE = LOCATIVE - {
    "from", "to", "toward", "towards", "outside", "beyond", "around", "surrounding", "leaving", "between",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:(?i:any|every|some)(?:body|one)|front-?runners?|leaders?|observers|people) in $"
    r"|\b(?:not|isn['’]t|wasn['’]t|usually|typically|normally|based|born|raised|headquartered|counterparts)\b[^,.;]{0,30}$"
    r"|\b(?:after|following|since) (?:\w+['’]s|the) (?:[\w-]+ ){1,3}in $"
    r"|\b(?:after|since|because|when) [^,.;]{1,40}\bhad\b[^,.;]{1,60}$"
    r"|\b(?:who|which|that) (?:lives?|works?|operates?|runs?|serves?)\b[^,.;]{0,30}$"
)
_LIST_BEHIND = re.compile(r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)*)+,? (?:and|or) [A-Z]")
"""Two more names behind a place: "primaries in Connecticut, Delaware and Maryland"."""
_LOCAL, _SURELY_LOCAL = ENGLISH.words("place_nouns", "local bodies"), ENGLISH.words("place_nouns", "local strong")
_PAPERS = ENGLISH.words("organisations", "papers")


@dataclass(slots=True)
class Where:
    """A place to be listed."""

    name: str
    span: Span
    weight: float
    relation: str = "mentioned"
    country: str | None = None
    state: str = ""
    """The abbreviated state after it: ", Kan."."""


def find_places(story: Story, entities: list[Entity]) -> list[dict[str, Any]]:
    """The places of a story: the scene, then by weight."""
    found: dict[str, Where] = {}
    people = [full_name(one).split() for one in of_sort(entities, "person") if " " in full_name(one)]
    surnames = {word for words in people for word in (words[0], words[-1])}
    unknown = {one.name.split(" ", 1)[0] for one in of_sort(entities, "unknown") if one.name.count(" ") == 1}
    bodies = [form for one in of_sort(entities, "organisation", "unknown") for form in one.forms]
    for entity in of_sort(entities, "place", "country"):
        if entity.place is None and any(form.startswith(f"{entity.name} ") for form in bodies):
            continue  # "Platte River" of "Platte River Networks"
        where = _where(story, entity)
        doubtful = entity.votes < _DOUBTFUL and entity.name in unknown  # "Doe" where "Doe Barton" is somebody, or not
        if where and where.name not in surnames and not (doubtful or _is_none(where.name)):
            found.setdefault(_key(where.name), where)
    for where in _within_names(story, entities):
        known = found.setdefault(_key(where.name), where)
        if known is not where:
            known.weight += where.weight
    _mark_dateline(story, found)
    _mark_scene(story, entities, found)
    ranked = sorted(found.values(), key=lambda w: (_ORDER[w.relation], -w.weight, w.span[0]))[:_MOST]
    return [_entry(story, where) for where in ranked]


def _is_none(name: str) -> bool:
    """Whether a name is no place's: "FC Bayern", "African-American", "Wall Street", "Hollin City" of no town."""
    if name.replace("-", " ").rpartition(" ")[2] in gazetteer().people or name.lower().rstrip("s") in _ETHNIC:
        return True
    towns = gazetteer().towns
    if name.endswith(" District") and not BODIES.isdisjoint(name.lower().split()[:-1]):
        return True  # "United Parcel Service Central Florida District"
    if name in _NO_PLACES or name.split(" ", 1)[0].rstrip(".").lower() in _ADDRESS:
        return True
    low = name.lower()
    if name not in towns and may_be(low, "a") and not may_be(low, "n"):
        return True  # "the Presidential election"
    if name.startswith("United ") and name not in gazetteer().places:
        return True  # "United Way"
    if (name in GIVEN_NAMES and gazetteer().find(name) is None) or _SHOP.fullmatch(name):
        return True
    city = name.endswith((" City", " Town")) and name not in towns and name.rsplit(" ", 1)[0] in towns
    return city or _CLUB.match(name) is not None


def _key(name: str) -> str:
    """One key for all names of a country or a region: "U.S." and "United States"."""
    known = gazetteer().places.get(name)
    return (known.name if known else name).casefold()


def dateline(story: Story) -> list[dict[str, Any]]:
    """The reporter's location, as the only place of the story."""
    found: dict[str, Where] = {}
    _mark_dateline(story, found)
    return [_entry(story, where) for where in found.values()]


def _entry(story: Story, where: Where) -> dict[str, Any]:
    return {
        "name": where.name + where.state,
        "relation": where.relation,
        "country": where.country,
        "evidence": [story.quote(story.around(where.span))],
    }


def _where(story: Story, entity: Entity) -> Where | None:
    forms = set(entity.forms)
    named = [m for m in entity.mentions if m.text in forms and m.after not in _PEOPLES]
    mentions = [m for m in named if not is_none_here(story, entity, m)]
    spoken = story.is_quoted if entity.sort == "country" else story.is_titled  # "play Switzerland", somebody says
    if all(spoken(m.start) for m in mentions):
        return None
    if any(governs(story, entity, m) for m in named) and not any(m.before in _SCENE for m in mentions):
        return None  # "linked to Manila's ties", where "Beijing and Manila are at odds"
    if not (is_plain(entity) or any(is_placed(story, m) for m in mentions)):
        return None
    name = max(mentions, key=lambda m: (len(m.text), -m.start))
    text = name.text
    if text.isupper() and len(text) > 4:
        text = next((m.text for m in mentions if not m.text.isupper()), text)
    country = entity.place.country if entity.place and entity.place.level != "country" else None
    given = country if country and any(put_in(story, mention, country) for mention in mentions) else None
    first = next(m for m in mentions if m.text == text)
    return Where(text, first.span, entity.weight, country=given, state=_state(story, first))


def _state(story: Story, mention: Mention) -> str:
    """The abbreviated state after a town: ", Kan."."""
    behind = _STATE.match(story.text, mention.end)
    return behind[0] if behind and behind[1] in gazetteer().places else ""


def _within_names(story: Story, entities: list[Entity]) -> Iterator[Where]:
    """Places inside other names: "Crestwood School Board", "Butler County Jail", "Florida Highway Patrol"."""
    people = {word for person in of_sort(entities, "person") for form in person.forms for word in form.split()}
    for entity in of_sort(entities, "organisation", "unknown", "place"):
        for mention in entity.mentions:
            for name in _inner_places(mention.text.split()) if " " in mention.text else ():
                start = story.text.find(name, mention.start, mention.end)
                whole = not _CAPITAL_BEFORE.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start)
                if start >= 0 and name != mention.text and name not in people and whole:
                    yield Where(name, (start, start + len(name)), 1.0)


def _inner_places(words: list[str]) -> Iterator[str]:
    low = [w.lower().rstrip(".") for w in words]
    if gazetteer().find(" ".join(words)):
        return
    yield from _place_first(words, low)


def _place_first(words: list[str], low: list[str]) -> Iterator[str]:
    """The place at the start of a name, or after "East"."""
    for index in range(1, len(words)):
        before, after = " ".join(words[:index]), " ".join(words[index:])
        if low[index] in _DIVISIONS:
            yield from _division(words, low, index)
            return
        if low[0].endswith("ern") and low[0] in _COMPASS and after in gazetteer().places:
            yield after
            return
        if low[index] == "city" and index == 1:
            return  # "Oklahoma City"
        if low[index] not in _GROUNDS and before.title() not in NO_TOWNS and _serves(before, low[index:]):
            yield before
            return


def _division(words: list[str], low: list[str], index: int) -> Iterator[str]:
    """The county in "Butler County Jail"; none in "East County Jail", or if nothing follows."""
    if index + 1 < len(words) and low[index - 1] not in _COMPASS and low[index + 1] != "church":
        yield " ".join(words[: index + 1])


def _serves(before: str, rest: list[str]) -> bool:
    """Whether a body whose name ends with `rest` is named after the place `before`."""
    words = before.split()
    if len(words) > _LONGEST_SERVED or generic(words) or words[0].lower() in NO_NAME or words[-1] == "District":
        return False
    if before in gazetteer().people or ("of" in words and words[0].lower() in BODIES):
        return False  # "Association of Chief Police Officers"
    if known := gazetteer().places.get(before):
        return (
            known.level != "country"
            and rest[-1] not in _PAPERS
            and (rest[0] in _LOCAL or not BODIES.isdisjoint((rest[0], rest[-1])))
        )
    if rest[0] not in _LOCAL or words[-1].lower() in _COMPASS or rest[0] in _OF_PEOPLE:
        return False
    return before in gazetteer().towns or (rest[0] in _SURELY_LOCAL and words[0] not in GIVEN_NAMES)


def _mark_dateline(story: Story, found: dict[str, Where]) -> None:
    first, place = next(_datelines(story), (0, ""))
    plain = (story.article.dateline_place or place).split(",")[0].strip()
    if plain.isupper() and not story.article.dateline_place and plain.title() in story.text:
        plain = plain.title()
    # Of one within a paragraph only the place is sure.
    whole = story.article.dateline_place or (story.paragraphs and first == story.paragraphs[0][0])
    relation = "dateline" if whole else "mentioned"
    if not plain or plain.endswith("."):
        return
    if known := found.get(_key(plain)):
        known.relation = relation
        known.state = "" if relation == "dateline" else known.state
        return
    start = story.text.find(plain, first)
    if start < 0:
        start = story.text.find(plain)
    if start >= 0:
        found[_key(plain)] = Where(plain, (start, start + len(plain)), 1.0, relation)


def _datelines(story: Story) -> Iterator[tuple[int, str]]:
    """The places in a dateline before one of the first sentences, with their offsets."""
    before = story.paragraphs[0][0] if story.paragraphs else 0
    for start, end in story.sentences[:_TOP]:
        saint = _SAINT.search(story.text, 0, before)
        before = saint.start() if saint else before
        if before < start and (place := at_lead(story.text[before:end].lstrip()).place):
            yield before, place
        before = end


def _mark_scene(story: Story, entities: list[Entity], found: dict[str, Where]) -> None:
    """Mark the places where the first sentence locates the events, or else the second."""
    for _, end in story.sentences[:2]:
        for entity, mention in _set_in(story, entities, end):
            where = found.get(_key(mention.text)) or found.get(_key(entity.name))
            if where and where.relation == "mentioned":
                where.relation, where.span = "scene", mention.span
        if any(where.relation == "scene" for where in found.values()):
            return


def _set_in(story: Story, entities: list[Entity], end: int) -> list[tuple[Entity, Mention]]:
    """The places before an offset in which a preposition locates an event; a country can be its subject."""
    named = [(entity, mention) for entity in of_sort(entities, "place") for mention in entity.mentions]
    there = [(entity, one) for entity, one in named if one.start < end and one.before in _SCENE]
    return [(e, one) for e, one in there if not (_is_elsewhere(story, one) or is_none_here(story, e, one))]


def _is_elsewhere(story: Story, mention: Mention) -> bool:
    """Whether a place is not that of the event: "usually docked in", "after the attacks in", or one of several."""
    before = story.text[max(0, mention.start - 2 * LOOKED_BACK) : mention.start]
    listed = _LIST_BEHIND.match(story.text, mention.end)
    return story.is_titled(mention.start) or bool(listed or _ELSEWHERE.search(before))
