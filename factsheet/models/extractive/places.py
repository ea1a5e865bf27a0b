"""Where: the scene, the dateline and the places that are named.

The scene is a place that the opening sentences put the events in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.models.extractive.entities import Entity, of_sort
from factsheet.models.extractive.lexicon import lexicon

if TYPE_CHECKING:
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST = 25
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’ -]*[A-Z.](?:-[A-Z][a-z]+)?|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})"
    r"(?:, (?P<region>[A-Z][\w.]*(?: [A-Z][\w.]*)?))?"
    r"(?:, (?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z.]* \d{1,2})?"
    r"(?: \([A-Z][\w /.]{1,20}\))? (?:—|–|--|-|_) "
)


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
    _mark_dateline(story, found)
    _mark_scene(story, entities, found)
    order = {"scene": 0, "dateline": 1, "mentioned": 1}
    ranked = sorted(found.values(), key=lambda w: (order[w.relation], -w.weight, w.span[0]))[:_MOST]
    return [
        {
            "name": w.name,
            "relation": w.relation,
            "country": w.country,
            "evidence": [story.quote(story.around(w.span))],
        }
        for w in ranked
    ]


def _where(entity: Entity) -> Where | None:
    mentions = [m for m in entity.mentions if m.text in entity.forms]
    if not mentions:
        return None
    name = max(mentions, key=lambda m: (len(m.text), -m.start))
    text = name.text
    if text.isupper() and len(text) > 4:
        text = next((m.text for m in mentions if not m.text.isupper()), text)
    country = entity.place.country if entity.place and entity.place.level != "country" else None
    return Where(text, mentions[0].span, entity.weight, country=country)


def _mark_dateline(story: Story, found: dict[str, Where]) -> None:
    place = story.article.dateline_place
    if not place and story.paragraphs:
        match = _DATELINE.match(story.text, story.paragraphs[0][0])
        place = match["place"] if match else None
    if not place:
        return
    name = place.split(",")[0].strip().casefold()
    if name in found:
        found[name].relation = "dateline"
        return
    start = story.text.find(place.split(",")[0].strip())
    if start >= 0:
        plain = place.split(",")[0].strip()
        found[name] = Where(plain, (start, start + len(plain)), 1.0, "dateline")


def _mark_scene(story: Story, entities: list[Entity], found: dict[str, Where]) -> None:
    """The places that the first two sentences put the events in, towns and spots before countries."""
    if not story.sentences:
        return
    end = story.sentences[min(1, len(story.sentences) - 1)][1]
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
