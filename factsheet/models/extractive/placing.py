"""Decides whether a name means the place itself, rather than a body, a team or an era named after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.models.extractive.clauses import HELPING, NO_TIME, is_finite
from factsheet.models.extractive.votes import followed_by_locals, place_last, region_behind

if TYPE_CHECKING:
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story

_TITLED = re.compile(r" [A-Z][\w.]+ (?:[A-Z]\. )?[A-Z]\w+")  # "former Del. Jane Doe": an office and no state
_ERAS = re.compile(r"(?:\ds?|\bcentury),? $")  # "250 B.C."
LOOKED_BACK = 40
_PAIRED_BEFORE, _PAIRED_BEHIND = re.compile(r"\b([A-Z]\w+) and $"), re.compile(r" and ([A-Z]\w+)")
_TOWN_BEFORE = re.compile(r"\b[A-Z]\w+, $")
_CAPITAL_BEHIND = re.compile(rf" {NO_TIME}([A-Z][\w’'.-]*)")
_GOES_ON = re.compile(
    r" (?:(?:and|or) (?:[A-Z][\w.]* )+)?(?:manager|coach|boss|striker|defender|midfielder|winger|goalkeeper|forward"
    r"|captain|derby|fans|players?|supporters|skipper|keeper|full-back|centre-back|playmaker)\b| \d\ders\b"
    r"| (?:Judge|Court|Attorney|Magistrate|Circuit)s?\b"
    r"|(?<=\bU\.S\.) \d|(?<=\bUS) \d|(?<=s)['’] [A-Z]| winds?\b"
    r"| (?:daily|billionaire|businessman|magazine|native|wall|\d{4})s?\b"
    r"| (?:townships|roads|streets|avenues|counties)\b"
    r"| (?:State|Wall|Award|Cup|Prize|Street|Avenue|Road|Boulevard|Act|Accord|Agreement|Treaty|Trophy)s?\b"
)
"""Words that make a place name part of another: "the Badger State", "the Paris Agreement", "the Barcelona striker"."""
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
"""The start of a body's name: "Veterans of America"."""
_DETERMINED = re.compile(r"\b(?:the|an?|this|that|these|his|her|its|their|\d+) (?:[a-z-]+ )?$", re.IGNORECASE)
_SMALL_BEHIND = re.compile(r" ([a-z]+)\b")
_SITES = ENGLISH.words("place_nouns", "followers", "kinds", "heads")
_OF_PLACE = ENGLISH.words("titles", "roles", "address") | {"daily", "newspaper", "magazine", "native"}
_SITES_OR_OF_PLACE = _SITES | _OF_PLACE
LOCATIVE = ENGLISH.words("place_nouns", "locative")
_NAME_OWNS = re.compile(r"\b([A-Z]\w+)[’']s $")
_COUNTRY_BEHIND = re.compile(r"(?:, | \(| in )([A-Z]\w+(?: [A-Z]\w+)*)")
_COUNTRY_BEFORE = re.compile(r"\b([A-Z]\w+)(?:[’']s)? (?:\w+ )?(?:capital|city|town|village|port|resort)(?: of)? $")
_NOT_ACTING = HELPING | {"state"}
BODIES = ENGLISH.words("organisations", "heads")
_NO_GROUNDS = BODIES | {"channel"}
NO_NAME = ENGLISH.words("stopwords") - ENGLISH.words("stopwords", "in names")


def _is_tail(story: Story, mention: Mention) -> bool:
    """Whether an abbreviated state only locates a town: "Merrow, Kan."."""
    if not mention.text.endswith("."):
        return False
    return _TOWN_BEFORE.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start) is not None


def _is_party_tag(story: Story, mention: Mention) -> bool:
    """Whether a state is a politician's: "(R-Ohio)", "Sen. Jane Doe (Fla.)", "former Del. Jane Doe"."""
    before = story.text[max(0, mention.start - len("W.")) : mention.start]
    bracketed = before.endswith("(") and story.text.startswith(")", mention.end) and mention.text.endswith(".")
    titled = mention.text.endswith(".") and _TITLED.match(story.text, mention.end) is not None
    return before in {"R-", "D-", "I-", "W."} or bracketed or titled


def _is_era(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether "B.C." is a time: "250 B.C."."""
    return entity.name == "B.C." and _ERAS.search(story.text, max(0, mention.start - 12), mention.start) is not None


def _is_part(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether another name continues after this one: "the Paris Agreement", "U.S. Senate"."""
    known = entity.place is not None and entity.place.level != "town"
    further = _CAPITAL_BEHIND.match(story.text, mention.end) if known else None
    goes_on = further is not None and further[1] not in gazetteer().places and further[1] not in gazetteer().people
    return goes_on or _GOES_ON.match(story.text, mention.end) is not None


def _is_called_the(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether "the" makes a town's name a nickname: "feel the Bern"."""
    town = entity.place is not None and entity.place.level == "town" and story.is_quoted(mention.start)
    return town and story.text.endswith(" the ", 0, mention.start)


def _is_asked(story: Story, mention: Mention) -> bool:
    """Whether a name is in a question, which can link to another story."""
    return story.text[story.sentence_at(mention.start)[1] - 1] == "?"


def governs(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether a capital stands for its government: "Washington denied it", "Norland and Washington are at odds"."""
    if entity.name not in gazetteer().capitals or mention.before in LOCATIVE:
        return False
    pairs = (
        _PAIRED_BEFORE.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start),
        _PAIRED_BEHIND.match(story.text, mention.end),
    )
    known = gazetteer().places.keys() | gazetteer().capitals.keys()
    if any(pair is not None and pair[1] in known for pair in pairs):
        return True
    return is_finite(mention.after) and mention.after not in _NOT_ACTING


def _says_whose(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether a place modifies a person or thing: "the Vermont senator", "Florida Attorney General"."""
    if entity.place is None or entity.place.level == "town":
        return False
    if _WHOSE_BEFORE.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start):
        return True
    behind = _NOUN_BEHIND.match(story.text, mention.end)
    return behind is not None and behind[1].lower() in _OF_PLACE


def _is_attribute(story: Story, mention: Mention) -> bool:
    """Whether a name restricts a noun: "a recent Hollin survey", but "the Hollin suburbs"."""
    if not _DETERMINED.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start):
        return False
    behind = _SMALL_BEHIND.match(story.text, mention.end)
    if behind is None or behind[1] in _SITES:
        return False
    known = mention.text in gazetteer().places  # "the Kentucky primary"
    if not known:
        return is_mostly(behind[1], "n")
    return behind[1] not in NO_NAME and not is_finite(behind[1]) and any(may_be(behind[1], part) for part in "na")


def _ends_body(story: Story, mention: Mention) -> bool:
    """Whether a name ends a body's: "Veterans of America", but "City of Hollin", "Bank of Canada"."""
    known = gazetteer().places.get(mention.text)
    if known is not None and known.level == "country" and known.name == mention.text:
        return False
    before = _IN_NAME.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start)
    return before is not None and before[1].lower() not in _SITES_OR_OF_PLACE


def is_plain(entity: Entity) -> bool:
    """Whether a name is a place's in any context: a country, "Hollin River", a town without a team."""
    words = entity.name.split()
    if entity.place is None:
        return place_last(words) > 0 and words[-1].lower() not in _NO_GROUNDS
    return entity.place.level != "town" or not any(map(_plays, entity.mentions))


def _plays(mention: Mention) -> bool:
    """Whether a name is the subject or object of a verb about teams."""
    return mention.before in _AGAINST or mention.after in _PLAYS


def is_placed(story: Story, mention: Mention) -> bool:
    """Whether the context shows that a name is a place: "in Hollin", "Hollin, Ohio"."""
    there = mention.before in LOCATIVE and not _ACCORDING.search(story.text, mention.start - 17, mention.start)
    return there or region_behind(story, mention) > 0 or followed_by_locals(story, mention) > 0


def _is_owned(story: Story, mention: Mention) -> bool:
    """Whether a word is half of a name, and not in the place before it: "Martha's Vineyard", but "Syria's Aleppo"."""
    owned = _NAME_OWNS.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start)
    return owned is not None and " " not in mention.text and owned[1] not in gazetteer().places


_NO_PLACE = (_is_tail, _is_party_tag, _is_owned, _is_attribute, _ends_body, _is_asked)
_NO_SUCH_PLACE = (_is_era, _is_part, _says_whose, governs, _is_called_the)
"""Reasons for which a mention is not of a place: by the words around it, and by what it modifies."""


def is_none_here(story: Story, entity: Entity, mention: Mention) -> bool:
    """Whether a place name does not mean the place here."""
    by_words = any(test(story, mention) for test in _NO_PLACE)
    return by_words or any(test(story, entity, mention) for test in _NO_SUCH_PLACE)


def put_in(story: Story, mention: Mention, country: str) -> bool:
    """Whether the article locates a place in a country: "Paris, France", "the Syrian capital Damascus"."""
    behind = _COUNTRY_BEHIND.match(story.text, mention.end)
    before = _COUNTRY_BEFORE.search(story.text, max(0, mention.start - LOOKED_BACK), mention.start)
    places, people = gazetteer().places, gazetteer().people
    named = [places.get(behind[1]) if behind else None]
    named += [places.get(before[1]) or people.get(before[1])] if before else []
    return any(place is not None and place.level == "country" and place.name == country for place in named)
