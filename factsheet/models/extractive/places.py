"""Where: the scene, the dateline and the places that are named.

The scene is a place that the opening sentences put the events in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.language.datelines import at_lead
from factsheet.models.extractive.entities import Entity, of_sort
from factsheet.models.extractive.gazetteer import gazetteer
from factsheet.models.extractive.lexicon import lexicon
from factsheet.models.extractive.votes import generic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST = 25


@dataclass(slots=True)
class Where:
    """A place as it will be listed."""

    name: str
    span: Span
    weight: float
    relation: str = "mentioned"
    country: str | None = None


def find_places(story: Story, entities: list[Entity]) -> list[dict[str, Any]]:
    """The places of a story: the scene, then by weight."""
    found: dict[str, Where] = {}
    for entity in of_sort(entities, "place", "country"):
        where = _where(entity)
        if where:
            found.setdefault(where.name.casefold(), where)
    for where in _within_names(story, entities):
        known = found.setdefault(where.name.casefold(), where)
        if known is not where:
            known.weight += where.weight
    _mark_dateline(story, found)
    _mark_scene(story, entities, found)
    order = {"scene": 0, "dateline": 1, "mentioned": 2}
    ranked = sorted(found.values(), key=lambda w: (order[w.relation], -w.weight, w.span[0]))[:_MOST]
    return [_entry(story, where) for where in ranked]


def dateline(story: Story) -> list[dict[str, Any]]:
    """The place that the reporter filed from, as the only place of the story."""
    found: dict[str, Where] = {}
    _mark_dateline(story, found)
    return [_entry(story, where) for where in found.values()]


def _entry(story: Story, where: Where) -> dict[str, Any]:
    return {
        "name": where.name,
        "relation": where.relation,
        "country": where.country,
        "evidence": [story.quote(story.around(where.span))],
    }


def _where(entity: Entity) -> Where | None:
    forms = set(entity.forms)
    mentions = [m for m in entity.mentions if m.text in forms]
    if not mentions:
        return None
    name = max(mentions, key=lambda m: (len(m.text), -m.start))
    text = name.text
    if text.isupper() and len(text) > 4:
        text = next((m.text for m in mentions if not m.text.isupper()), text)
    country = entity.place.country if entity.place and entity.place.level != "country" else None
    return Where(text, mentions[0].span, entity.weight, country=country)


def _within_names(story: Story, entities: list[Entity]) -> Iterator[Where]:
    """Places inside other names: "Crestwood School Board", "Butler County Jail", "University of Georgia"."""
    for entity in of_sort(entities, "organisation", "unknown", "place"):
        for mention in entity.mentions:
            for name in _inner_places(mention.text.split()) if " " in mention.text else ():
                start = story.text.find(name, mention.start, mention.end)
                if start >= 0 and name != mention.text:
                    yield Where(name, (start, start + len(name)), 1.0)


def _inner_places(words: list[str]) -> Iterator[str]:
    lists, places = lexicon(), gazetteer()
    low = [w.lower().rstrip(".") for w in words]
    if places.find(" ".join(words)):
        return
    if "of" in low and low[0] in _OF_A_PLACE:
        rest = " ".join(words[low.index("of") + 1 :])
        if rest in places.places:
            yield rest
    for index in range(1, len(words)):
        before = " ".join(words[:index])
        if low[index] in _DIVISIONS:
            if index + 1 < len(words) and low[index - 1] not in lists.compass:
                yield f"{before} {words[index]}"
            return
        if low[0] in lists.compass and " ".join(words[index:]) in places.places:
            yield " ".join(words[index:])
            return
        if _serves(before, low[index:]):
            yield before
            return


_OF_A_PLACE = frozenset({"university", "department", "bureau", "ministry", "government", "city", "embassy"})
_DIVISIONS = frozenset({"county", "parish", "township"})


def _serves(before: str, rest: list[str]) -> bool:
    """Whether a body whose name ends with `rest` is named after the place `before`."""
    lists, places = lexicon(), gazetteer()
    words = before.split()
    if len(words) > 3 or generic(words) or words[0].lower() in lists.stopwords - lists.in_names:
        return False
    if before in places.places:
        return rest[0] in lists.local_bodies or rest[0] in lists.org_heads or rest[-1] in lists.org_heads
    if rest[0] not in lists.local_bodies or words[-1].lower() in lists.compass:
        return False
    return before in places.towns or (rest[0] in lists.local_strong and words[0] not in lists.given_names)


def _mark_dateline(story: Story, found: dict[str, Where]) -> None:
    place = story.article.dateline_place
    if not place and story.paragraphs:
        place = at_lead(story.quote(story.paragraphs[0])).place
    if not place:
        return
    name = place.split(",")[0].strip().casefold()
    if name in found:
        found[name].relation = "dateline"
        return
    plain = place.split(",")[0].strip()
    top = story.paragraphs[0][0] if story.paragraphs else 0
    start = story.text.find(plain, top)
    if start < 0:
        start = story.text.find(plain)
    if start >= 0:
        found[name] = Where(plain, (start, start + len(plain)), 1.0, "dateline")


def _mark_scene(story: Story, entities: list[Entity], found: dict[str, Where]) -> None:
    """The places that the first sentence puts the events in, else the second; towns and spots before countries."""
    for end in [sentence[1] for sentence in story.sentences[:2]]:
        _mark_scene_before(entities, found, end)
        if any(where.relation == "scene" for where in found.values()):
            return


def _mark_scene_before(entities: list[Entity], found: dict[str, Where], end: int) -> None:
    locative = lexicon().locative
    scene = [
        (e, m)
        for e in of_sort(entities, "place", "country")
        for m in e.mentions
        if m.start < end and m.before in locative and m.before not in {"from", "to", "toward", "towards"}
    ]
    spots = [(e, m) for e, m in scene if e.sort == "place"] or scene
    for entity, mention in spots:
        where = found.get(mention.text.casefold()) or found.get(entity.name.casefold())
        if where and where.relation == "mentioned":
            where.relation = "scene"
