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
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.models.extractive.clauses import HELPING, is_finite
from factsheet.models.extractive.entities import Entity, full_name, of_sort
from factsheet.models.extractive.names import GIVEN_NAMES
from factsheet.models.extractive.votes import NO_TOWNS, followed_by_locals, generic, place_last, region_behind

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
"""Words in the name of a place that a body is named after."""
_CAPITAL_BEFORE = re.compile(r"[a-z] [A-Z][a-z]+ $")
_GROUNDS = frozenset({"park", "square", "street", "hall"})
"""Places that are named for people as often as for a town."""
_OF_PEOPLE = frozenset({"memorial", "park", "parks", "library", "state"})
"""What is named for people and things as often as for a town: "Sunset Memorial Park"."""
_TITLED = re.compile(r" [A-Z][\w.]+ (?:[A-Z]\. )?[A-Z]\w+")  # "former Del. Jane Doe": an office and no state
_ERAS = re.compile(r"(?:\ds?|\bcentury),? $")  # "250 B.C."
_DOUBTFUL = 2.3
"""Votes below which a place name can be the first word of another name."""
_LOOKED_BACK = 40
_PAIRED_BEFORE, _PAIRED_BEHIND = re.compile(r"\b([A-Z]\w+) and $"), re.compile(r" and ([A-Z]\w+)")
_STATE = re.compile(r", ((?:[A-Z][a-z]*\. ?){1,2}(?<=\.))(?![ -][A-Z])")
_TOWN_BEFORE = re.compile(r"\b[A-Z]\w+, $")
_SAINT = re.compile(r"\b(?:ST|FT|MT)\.\s*$")  # "ST. PAUL": half of a town's name
_CAPITAL_BEHIND = re.compile(
    rf" (?!(?:{'|'.join(sorted(map(str.title, ENGLISH.words('calendar', 'capitalised'))))})\b)([A-Z][\w’'.-]*)"
)
_GOES_ON = re.compile(
    r" (?:(?:and|or) (?:[A-Z][\w.]* )+)?(?:manager|coach|boss|striker|defender|midfielder|winger|goalkeeper|forward"
    r"|captain|derby|fans|players?|supporters|skipper|keeper|full-back|centre-back|playmaker)\b| \d\ders\b"
    r"| (?:Judge|Court|Attorney|Magistrate|Circuit)s?\b"
    r"|(?<=\bU\.S\.) \d|(?<=\bUS) \d|(?<=s)['’] [A-Z]| winds?\b"
    r"| (?:daily|billionaire|businessman|magazine|native|wall|\d{4})s?\b"
    r"| (?:townships|roads|streets|avenues|counties)\b"
    r"| (?:State|Wall|Award|Cup|Prize|Street|Avenue|Road|Boulevard|Act|Accord|Agreement|Treaty|Trophy)s?\b"
)
"""What makes a name of a place another one's: "the Badger State", "the Paris Agreement", "the Barcelona striker"."""
_AGAINST = frozenset({"against", "beat", "beating", "over", "v", "vs", "leaving", "joined", "win", "manage"})
_PLAYS = frozenset(
    {"were", "have", "face", "faced", "play", "played", "beat", "won", "win", "lost", "host", "signed", "side"}
)
_ACCORDING = re.compile(r"\baccording to (?:the )?$")
_NOUN_BEHIND = re.compile(r" ([A-Za-z]\w*)")
_WHOSE_BEFORE = re.compile(
    r"\b(?:(?:ambassador|envoy|consul) to|(?:native|citizen)s? of"
    r"|(?:Sen|Rep|Gov|Senator|Governor)\b\.? [A-Z][\w. ]{2,25} of) $"
)
_IN_NAME = re.compile(r"\b(?!Republic\b|Commonwealth\b|President\b)([A-Z]\w+) of $")
"""Before the end of a body's name: "Veterans of America"."""
_DETERMINED = re.compile(r"\b(?:the|an?|this|that|these|his|her|its|their|\d+) (?:[a-z-]+ )?$", re.IGNORECASE)
_SMALL_BEHIND = re.compile(r" ([a-z]+)\b")
_SITES = (
    ENGLISH.words("place_nouns", "followers")
    | ENGLISH.words("place_nouns", "kinds")
    | ENGLISH.words("place_nouns", "heads")
)
_OF_PLACE = (
    ENGLISH.words("titles", "roles") | ENGLISH.words("titles", "address") | {"daily", "newspaper", "magazine", "native"}
)
_SITES_OR_OF_PLACE = _SITES | _OF_PLACE
_NO_PLACES = frozenset({"Wall Street", "Fed", "Federal Reserve", "Roman"})
"""What is named for a place, and stands for those who work there or for a time."""
_ADDRESS = ENGLISH.words("titles", "address") - {"saint", "st"}
_LOCATIVE = ENGLISH.words("place_nouns", "locative")
_CLUB = re.compile(r"(?:A?FC|CF|SC|AC|AS|RB) |.* (?:A?FC|CF|SC|United|Rovers|Wanderers|Athletic)$")
_NAME_OWNS = re.compile(r"\b([A-Z]\w+)[’']s $")
_COUNTRY_BEHIND = re.compile(r"(?:, | \(| in )([A-Z]\w+(?: [A-Z]\w+)*)")
_COUNTRY_BEFORE = re.compile(r"\b([A-Z]\w+)(?:[’']s)? (?:\w+ )?(?:capital|city|town|village|port|resort)(?: of)? $")
_NOT_ACTING = HELPING | {"state"}
_PEOPLES = ENGLISH.words("place_nouns", "peoples")
_COMPASS = ENGLISH.words("place_nouns", "compass")
_SCENE = _LOCATIVE - {
    "from", "to", "toward", "towards", "outside", "beyond", "around", "surrounding", "leaving", "between",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:not|isn['’]t|wasn['’]t|usually|typically|normally|based|born|raised|headquartered|counterparts)\b[^,.;]{0,30}$"
)
_LOCAL, _SURELY_LOCAL = ENGLISH.words("place_nouns", "local bodies"), ENGLISH.words("place_nouns", "local strong")
_BODIES, _PAPERS = ENGLISH.words("organisations", "heads"), ENGLISH.words("organisations", "papers")
_NO_GROUNDS = _BODIES | {"channel"}
_NO_NAME = ENGLISH.words("stopwords") - ENGLISH.words("stopwords", "in names")


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
    """Whether a name is no place's: "FC Bayern", "African-American", "Wall Street", "Hollin City" of no such town."""
    if name.rpartition("-")[2] in gazetteer().people:
        return True
    towns = gazetteer().towns
    if name.endswith(" District") and not _BODIES.isdisjoint(name.lower().split()[:-1]):
        return True  # "United Parcel Service Central Florida District"
    if name in _NO_PLACES or name.split(" ", 1)[0].rstrip(".").lower() in _ADDRESS:
        return True
    low = name.lower()
    if name not in towns and may_be(low, "a") and not may_be(low, "n"):
        return True  # "the Presidential election"
    if name.startswith("United ") and name not in gazetteer().places:
        return True  # "United Way"
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
    mentions = [m for m in named if not _is_none_here(story, entity, m)]
    spoken = story.is_quoted if entity.sort == "country" else story.is_titled  # "play Switzerland", somebody says
    if all(spoken(m.start) for m in mentions):
        return None
    if any(_governs(story, entity, m) for m in named) and not any(m.before in _SCENE for m in mentions):
        return None  # "linked to Manila's ties", where "Beijing and Manila are at odds"
    if not (_is_plain(entity) or any(_is_placed(story, m) for m in mentions)):
        return None
    name = max(mentions, key=lambda m: (len(m.text), -m.start))
    text = name.text
    if text.isupper() and len(text) > 4:
        text = next((m.text for m in mentions if not m.text.isupper()), text)
    country = entity.place.country if entity.place and entity.place.level != "country" else None
    given = country if country and any(_put_in(story, mention, country) for mention in mentions) else None
    first = next(m for m in mentions if m.text == text)
    return Where(text, first.span, entity.weight, country=given, state=_state(story, first))


def _state(story: Story, mention: Mention) -> str:
    """The short name of a state behind that of a town: ", Kan."."""
    behind = _STATE.match(story.text, mention.end)
    return behind[0] if behind and behind[1] in gazetteer().places else ""


def _is_tail(story: Story, mention: Mention) -> bool:
    """Whether a short name of a state only says where a town is: "Merrow, Kan."."""
    if not mention.text.endswith("."):
        return False
    return _TOWN_BEFORE.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start) is not None


def _is_party_tag(story: Story, mention: Mention) -> bool:
    """Whether a state says for whom somebody sits: "(R-Ohio)", "Sen. Jane Doe (Fla.)", "former Del. Jane Doe"."""
    before = story.text[max(0, mention.start - len("W.")) : mention.start]
    bracketed = before.endswith("(") and story.text.startswith(")", mention.end) and mention.text.endswith(".")
    titled = mention.text.endswith(".") and _TITLED.match(story.text, mention.end) is not None
    return before in {"R-", "D-", "I-", "W."} or bracketed or titled


def _is_era(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether "B.C." is a time: "250 B.C."."""
    return entity.name == "B.C." and _ERAS.search(story.text, max(0, mention.start - 12), mention.start) is not None


def _is_part(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether the name of something else goes on behind a name: "the Paris Agreement", "U.S. Senate"."""
    known = entity.place is not None and entity.place.level != "town"
    further = _CAPITAL_BEHIND.match(story.text, mention.end) if known else None
    goes_on = further is not None and further[1] not in gazetteer().places and further[1] not in gazetteer().people
    return goes_on or _GOES_ON.match(story.text, mention.end) is not None


def _is_called_the(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether somebody's "the" makes of a town's name another one: "feel the Bern"."""
    town = entity.place is not None and entity.place.level == "town" and story.is_quoted(mention.start)
    return town and story.text.endswith(" the ", 0, mention.start)


def _is_asked(story: Story, mention: Mention) -> bool:
    """Whether a name stands in a question, which may lead to another story."""
    return story.text[story.sentence_at(mention.start)[1] - 1] == "?"


def _governs(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether a capital does what a government does: "Washington denied it", "Norland and Washington are at odds"."""
    if entity.name not in gazetteer().capitals or mention.before in _LOCATIVE:
        return False
    pairs = (
        _PAIRED_BEFORE.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start),
        _PAIRED_BEHIND.match(story.text, mention.end),
    )
    known = gazetteer().places.keys() | gazetteer().capitals.keys()
    if any(pair is not None and pair[1] in known for pair in pairs):
        return True
    return is_finite(mention.after) and mention.after not in _NOT_ACTING


def _says_whose(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether a place only says what somebody or something is of: "the Vermont senator", "Florida Attorney General"."""
    if entity.place is None or entity.place.level == "town":
        return False
    if _WHOSE_BEFORE.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start):
        return True
    behind = _NOUN_BEHIND.match(story.text, mention.end)
    return behind is not None and behind[1].lower() in _OF_PLACE


def _is_attribute(story: Story, mention: Mention) -> bool:
    """Whether a name only says which of some things is meant: "a recent Hollin survey", but "the Hollin suburbs"."""
    if not _DETERMINED.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start):
        return False
    behind = _SMALL_BEHIND.match(story.text, mention.end)
    if behind is None or behind[1] in _SITES:
        return False
    known = mention.text in gazetteer().places  # "the Kentucky primary"
    if not known:
        return is_mostly(behind[1], "n")
    return behind[1] not in _NO_NAME and not is_finite(behind[1]) and any(may_be(behind[1], part) for part in "na")


def _ends_body(story: Story, mention: Mention) -> bool:
    """Whether a name is the end of a body's: "Veterans of America", but "City of Hollin", "Bank of Canada"."""
    known = gazetteer().places.get(mention.text)
    if known is not None and known.level == "country" and known.name == mention.text:
        return False
    before = _IN_NAME.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start)
    return before is not None and before[1].lower() not in _SITES_OR_OF_PLACE


def _is_plain(entity: Entity) -> bool:
    """Whether a name is that of a place wherever it stands: a country, "Hollin River", a town and no team."""
    words = entity.name.split()
    if entity.place is None:
        return place_last(words) > 0 and words[-1].lower() not in _NO_GROUNDS
    return entity.place.level != "town" or not any(map(_plays, entity.mentions))


def _plays(mention: Mention) -> bool:
    """Whether a name does what teams do, or what is done to them."""
    return mention.before in _AGAINST or mention.after in _PLAYS


def _is_placed(story: Story, mention: Mention) -> bool:
    """Whether the words around a name show that it is a place: "in Hollin", "Hollin, Ohio"."""
    there = mention.before in _LOCATIVE and not _ACCORDING.search(story.text, mention.start - 17, mention.start)
    return there or region_behind(story, mention) > 0 or followed_by_locals(story, mention) > 0


def _is_owned(story: Story, mention: Mention) -> bool:
    """Whether a word is half of a name, and not in the place before it: "Martha's Vineyard", but "Syria's Aleppo"."""
    owned = _NAME_OWNS.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start)
    return owned is not None and " " not in mention.text and owned[1] not in gazetteer().places


_NO_PLACE = (_is_tail, _is_party_tag, _is_owned, _is_attribute, _ends_body, _is_asked)
_NO_SUCH_PLACE = (_is_era, _is_part, _says_whose, _governs, _is_called_the)
"""Reasons for which a mention is not of a place: by the words around it, and by what it modifies."""


def _is_none_here(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether a name is that of a place, and not here."""
    by_words = any(test(story, mention) for test in _NO_PLACE)
    return by_words or any(test(story, entity, mention) for test in _NO_SUCH_PLACE)


def _put_in(story: Story, mention: Mention, country: str) -> bool:
    """Whether the article puts a place in a country: "Paris, France", "the Syrian capital Damascus"."""
    behind = _COUNTRY_BEHIND.match(story.text, mention.end)
    before = _COUNTRY_BEFORE.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start)
    places, people = gazetteer().places, gazetteer().people
    named = [places.get(behind[1]) if behind else None]
    named += [places.get(before[1]) or people.get(before[1])] if before else []
    return any(place is not None and place.level == "country" and place.name == country for place in named)


def _within_names(story: Story, entities: list[Entity]) -> Iterator[Where]:
    """Places inside other names: "Crestwood School Board", "Butler County Jail", "Florida Highway Patrol"."""
    people = {word for person in of_sort(entities, "person") for form in person.forms for word in form.split()}
    for entity in of_sort(entities, "organisation", "unknown", "place"):
        for mention in entity.mentions:
            for name in _inner_places(mention.text.split()) if " " in mention.text else ():
                start = story.text.find(name, mention.start, mention.end)
                whole = not _CAPITAL_BEFORE.search(story.text, max(0, mention.start - _LOOKED_BACK), mention.start)
                if start >= 0 and name != mention.text and name not in people and whole:
                    yield Where(name, (start, start + len(name)), 1.0)


def _inner_places(words: list[str]) -> Iterator[str]:
    low = [w.lower().rstrip(".") for w in words]
    if gazetteer().find(" ".join(words)):
        return
    yield from _place_first(words, low)


def _place_first(words: list[str], low: list[str]) -> Iterator[str]:
    """The place that a name begins with, or that follows "East"."""
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
    """The county in "Butler County Jail"; none in "East County Jail", nor where nothing follows."""
    if index + 1 < len(words) and low[index - 1] not in _COMPASS and low[index + 1] != "church":
        yield " ".join(words[: index + 1])


def _serves(before: str, rest: list[str]) -> bool:
    """Whether a body whose name ends with `rest` is named after the place `before`."""
    words = before.split()
    if len(words) > _LONGEST_SERVED or generic(words) or words[0].lower() in _NO_NAME or words[-1] == "District":
        return False
    if before in gazetteer().people or ("of" in words and words[0].lower() in _BODIES):
        return False  # "Association of Chief Police Officers"
    if known := gazetteer().places.get(before):
        return (
            known.level != "country"
            and rest[-1] not in _PAPERS
            and (rest[0] in _LOCAL or not _BODIES.isdisjoint((rest[0], rest[-1])))
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
    """The places that stand before one of the first sentences as a dateline, with where they do."""
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
                where.relation = "scene"
        if any(where.relation == "scene" for where in found.values()):
            return


def _set_in(story: Story, entities: list[Entity], end: int) -> list[tuple[Entity, Mention]]:
    """The places before an offset that a preposition says something happens in; a country may be what it is about."""
    named = [(entity, mention) for entity in of_sort(entities, "place") for mention in entity.mentions]
    there = [(entity, one) for entity, one in named if one.start < end and one.before in _SCENE]
    return [(e, one) for e, one in there if not (_is_elsewhere(story, one) or _is_none_here(story, e, one))]


def _is_elsewhere(story: Story, mention: Mention) -> bool:
    """Whether a place is where something is otherwise, or only compared: "usually docked in", "than those in"."""
    before = story.text[max(0, mention.start - 2 * _LOOKED_BACK) : mention.start]
    return story.is_titled(mention.start) or _ELSEWHERE.search(before) is not None
