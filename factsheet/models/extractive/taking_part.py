"""Decides whether somebody takes part in a story, by the words around each mention of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.attribution.cues import VERBS, WORDS
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly, may_be
from factsheet.language.tongues import any_of
from factsheet.models.extractive.clauses import HELPING, NO_TIME, is_finite
from factsheet.models.extractive.entities import Entity, full_name
from factsheet.models.extractive.names import GIVEN_NAMES
from factsheet.models.extractive.roles import SMALL, find_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story

_OFTEN, _TOP = 2, 5
"""Mentions in the story's own words, and sentences at its top, that make somebody a participant."""
# "in Alxa League": a place, as a body has an article; "said on Twitter"
_IN_NAME = re.compile(r"\b(?:in|near|on|via|such as|[Ll]ike) $")
_CAPITAL_BEFORE = re.compile(r" ([A-Z]\w+) $")  # "Well Water Service", of which "Well" can be a small word
_CUT_BEHIND = re.compile(rf" {NO_TIME}[A-Z]\w*\b|\.? ['‘“\"][A-Z]\w+['’”\"] [A-Z]")
"""A word that a name goes on with: "Brian M. Good", "Damien 'Dee' Doe"."""
_TIMES = ENGLISH.words("calendar", "capitalised")
_OF_BEHIND = re.compile(r" of (?:the )?([A-Z][\w-]*(?: [A-Z][\w-]*)*)")
_CUT_AT_AND = re.compile(r" (?:and|&) (?:the )?[A-Z]")
_OWNED_BEFORE = re.compile(r"(?:\b[A-Z]\w+s[’'] |(?:^|[\n.] ?)\d+ )$")  # "Officers’ Training Corps", "802 Works Ltd"
_LIST_BEFORE = re.compile(r"\b([A-Z]\w+) (?:and|&) $")
BODIES = ENGLISH.words("organisations", "heads")
ROLES = ENGLISH.words("titles", "roles")
_PLATFORMS = ENGLISH.words("organisations", "platforms", "seats")
_OUTLETS, _STAFF = ENGLISH.words("organisations", "outlets"), ENGLISH.words("organisations", "followers")
_MEMBERS = frozenset({"republican", "democrat", "conservative", "liberal", "independent", "tory"})
_BEHIND_BODIES = (ROLES - BODIES) | _MEMBERS
_ACTING = (VERBS.keys() | WORDS["verbs"] | WORDS["auxiliaries"]) - WORDS["prepositions"]
_SPEAKING = ENGLISH.words("saying", "beside names") - {"told", "tells", "asked", "asks"}
"""Verbs of saying before a name that is their subject; the addressee of others follows them."""
_ASIDE = re.compile(r"(?:\)|,) ([a-z]+)")
"""The verb after an aside: "Jane Doe, 43, was", "Jane Doe (D-Ohio) said"."""
_SAID_BEFORE = re.compile(rf"\b{any_of(_SPEAKING)}\s(?:[A-Z]\w*\.? ?){{0,3}}$")
_LISTED = re.compile(r"(?:, [A-Z][\w.’' -]{1,40}){0,4},? and [A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3} ([a-z]+)")
"""The verb after a list that begins with a name: "Jane Doe, John Roe and Ann Coe were"."""
_WHERE = ENGLISH.words("place_nouns", "locative")
_VERB_BEFORE = re.compile(r"\b([a-z]{1,30}) (?:the )?$")
SOURCE = re.compile(r"\b[Aa]ccording to (?:the )?$")
_ASIDE_OF = frozenset({"of", "under", "since", "like"})
"""Words before a name that only dates or identifies something: "the administration of President Doe"."""
_EVENTS = ENGLISH.words("organisations", "events")
_KNOWN_AS = re.compile(r"\balso known as (?:the )?(?:[A-Z]\w* (?:or|and) (?:the )?)?$")
_FLIGHT = re.compile(r"\bFlight\b.* ?[A-Z]*\d+$")
_ALERTS = frozenset({"alert", "alerts"})
_YEAR_BEFORE = re.compile(r"\b(?:19|20)\d\d $")
_OFFICE_BEFORE = re.compile(rf"\b{any_of(ROLES)} (?:of|for|at|with) (?:the )?$")
_OWNING = frozenset({"a", "an", "his", "her", "its", "their", "my", "our", "your"})
"""Determiners before a name that is used as a common noun: "his Facebook profile"."""
REACH = 90
"""Distance before a name in which the start of a longer one is looked for, in characters."""


def last_word(entity: Entity) -> str:
    """The last word of the full name, in small letters."""
    return full_name(entity).rsplit(" ", 1)[-1].lower()


def is_half(story: Story, entity: Entity, known: frozenset[str]) -> bool:
    """Whether a body's name begins with words before it: "the Mining and Trade Department"; not "Boeing and …"."""
    first = entity.mentions[0].start
    if full_name(entity).split(" ", 1)[0].lower() in _SPEAKING and entity.mentions[0].initial:
        return True  # "Said Doe in a statement"
    if entity.sort != "organisation":
        last = last_word(entity)
        named_of = entity.sort == "person" and all(_goes_on_of(story, m) for m in entity.mentions)
        return named_of and is_mostly(last, "n")  # "Virginia Freedom of Information Act"
    if all(_goes_on_from(story, m) for m in entity.mentions):
        return True  # "Tax Policy Center"
    cut = _CAPITAL_BEFORE.search(story.text, max(story.sentence_at(first)[0] + 1, first - REACH), first)
    if " " in entity.name and all(_goes_on_of(story, m) for m in entity.mentions):
        return True  # "International Brotherhood of Electrical Workers"
    if " and the " in entity.name:
        return True  # "Department of Justice and the Bureau of Investigation"
    if " of " in entity.name and all(_CUT_AT_AND.match(story.text, m.end) for m in entity.mentions):
        return True  # "Federation of Professional" and "Technical Engineers"
    if all(_OWNED_BEFORE.search(story.text, max(0, m.start - REACH), m.start) for m in entity.mentions):
        return True
    before = _LIST_BEFORE.search(story.text, max(0, first - REACH), first)
    return bool(cut and cut[1].lower() in SMALL) or (before is not None and before[1] not in known)


def _goes_on_from(story: Story, mention: Mention) -> bool:
    """Whether a capitalised word precedes a name in the same sentence, other than a day or demonym."""
    start = story.sentence_at(mention.start)[0]
    before = _CAPITAL_BEFORE.search(story.text, max(start + 1, mention.start - REACH), mention.start)
    if before is None or mention.title or before[1] in gazetteer().places or before[1] in gazetteer().people:
        return False
    return before[1].lower() not in _TIMES | ROLES


def _goes_on_of(story: Story, mention: Mention) -> bool:
    """Whether a name continues after "of", other than with a place."""
    behind = _OF_BEHIND.match(story.text, mention.end)
    return behind is not None and gazetteer().find(behind[1]) is None


def is_of_another(story: Story, entity: Entity) -> bool:
    """Whether a name occurs only inside another's, or is cut: "Lou Gehrig's disease", "Tom) DeLay".

    A name that occurs only in quotation marks can be a title: the film "Major League".
    """
    if all(story.is_titled(m.start) or _is_headline(story, m) for m in entity.mentions):
        return True
    name = full_name(entity)
    if " " in entity.name and last_word(entity) in _BEHIND_BODIES:
        return True  # "Church of Norland Bishop", "Hollin Republican"
    full = [m for m in entity.mentions if m.text == name]
    if full and all(_CUT_BEHIND.match(story.text, m.end) for m in full):
        return True
    if any(m.title or m.text != entity.name for m in entity.mentions):
        cut = [m for m in entity.mentions if story.text.startswith((")", "]"), m.end)]
        return " " not in entity.name and len(cut) == len(entity.mentions)
    if entity.sort == "organisation":
        if _is_seat(entity):
            return not any(m for m in _subjects(entity) if not story.is_quoted(m.start)) and not _has_staff(entity)
        return all(_IN_NAME.search(story.text, max(0, m.start - REACH), m.start) for m in entity.mentions)
    return all(m.owner for m in entity.mentions)


def _is_headline(story: Story, mention: Mention) -> bool:
    """Whether a name is a whole sentence: a headline in title case."""
    start, end = story.sentence_at(mention.start)
    return mention.start <= start and not story.text[mention.end : end].strip(" .")


def _is_seat(entity: Entity) -> bool:
    """Whether a name is a building's or platform's: "the White House"."""
    low = entity.name.lower()
    return low in _PLATFORMS or " ".join(low.split()[-2:]) in _PLATFORMS


def _has_staff(entity: Entity) -> bool:
    """Whether a body's spokespeople act: "White House officials"."""
    return any(mention.after in _STAFF for mention in entity.mentions)


def _only_reports(story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a medium is only a source, and neither in the headline nor an agent of anything else."""
    title = story.article.title or ""
    if entity.name.lower() not in _OUTLETS or any(form in title for form in entity.forms):
        return False
    return all(m.after in VERBS for m in _subjects(entity)) and len(entity.mentions) <= 2 * _OFTEN


def takes_part(story: Story, entity: Entity) -> bool:
    """Whether the story reports that somebody does or undergoes something, or names them in its headline."""
    told = [m for m in entity.mentions if not story.is_quoted(m.start)]
    title = story.article.title or ""
    headed = any(form in title for form in entity.forms)
    if any(test(story, entity, told) for test in (_NO_PART if headed else _NO_PART + _NO_PART_BELOW)):
        return False
    if headed or any(_is_told_of(story, mention) for mention in told):
        return True
    return _has_part(story, entity, told) if entity.sort == "organisation" else _is_introduced(story, entity, told)


def _has_part(story: Story, entity: Entity, told: list[Mention]) -> bool:
    """Whether a body is near the top, is named often, or undergoes something."""
    standing = [m for m in told if not _qualifies(story, m)]
    early = any(m.start < story.sentences[:_TOP][-1][1] and m.before not in _WHERE for m in standing)
    often = len(told) > _OFTEN or len(entity.mentions) > 2 * _OFTEN
    return early or often or any(_is_met(story, mention) for mention in told)


def _is_introduced(story: Story, entity: Entity, told: list[Mention]) -> bool:
    """Whether somebody is near the top, opens a sentence, recurs or has a role, and not in passing."""
    standing = [m for m in told if not _is_aside(story, m)]
    top = story.sentences[:_TOP][-1][1]
    early = any(m.start < top or m.start == story.sentence_at(m.start)[0] for m in standing)
    again = len(told) >= _OFTEN or find_role(story, entity) is not None
    return early or (bool(standing) and again)


def _is_alert(_story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a name is a broadcast's: "Amber Alert"."""
    return last_word(entity) in _ALERTS


def _is_happening(story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a name is an event's: "Democratic National Convention", or an assembly that somebody attends."""
    if entity.sort != "organisation" or any({m.after, m.before} & _SPEAKING for m in entity.mentions):
        return False
    last = last_word(entity)
    return last in _EVENTS or (last == "assembly" and not any(_is_told_of(story, m) for m in entity.mentions))


def _is_alias(story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a name is only an alias: "also known as ISIL"."""
    return any(_KNOWN_AS.search(story.text, max(0, m.start - REACH), m.start) for m in entity.mentions)


def is_flight(_story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a name is a flight: "EgyptAir Flight MS804"."""
    return _FLIGHT.search(full_name(entity)) is not None


def _is_made(story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a name is a product's of some year: "a 2007 Toyota"."""
    return entity.sort == "organisation" and any(
        _YEAR_BEFORE.search(story.text, max(0, m.start - REACH), m.start) for m in entity.mentions
    )


def _is_place(_story: Story, entity: Entity, _told: list[Mention]) -> bool:
    """Whether a name of a person is only ever a place: "in Glen Allen", "the Glen Allen woman"."""
    local = ENGLISH.words("place_nouns", "followers")
    places = (m.before == "in" or m.after in local for m in entity.mentions if not m.title)
    return entity.sort == "person" and any(m.before == "in" for m in entity.mentions) and all(places)


def _only_qualifies(story: Story, entity: Entity, told: list[Mention]) -> bool:
    """Whether a body's name only modifies a thing or an office: "an al-Qaeda affiliate"."""
    return entity.sort == "organisation" and bool(told) and all(_qualifies(story, m) for m in told)


def _qualifies(story: Story, mention: Mention) -> bool:
    """Whether a name is half of a compound, or the body of an office: "Ivy League-trained", "head of Holm Lines"."""
    if story.text.startswith("-", mention.end) or _OFFICE_BEFORE.search(
        story.text, max(0, mention.start - REACH), mention.start
    ):
        return True
    after = mention.after
    if not after or mention.owner or after in _STAFF - ROLES or is_finite(after) or after in SMALL:
        return False
    one_of = story.text.endswith((" a ", " an "), 0, mention.start) and may_be(after, "n")  # "an al-Qaeda affiliate"
    return after in ROLES or is_mostly(after, "n") or one_of


def _is_aside(story: Story, mention: Mention) -> bool:
    """Whether a name only identifies or dates something: "Doe's famous call", "the years of President Doe"."""
    owns = story.text.startswith(("'s", "’s"), mention.end)
    return owns or (mention.before in _ASIDE_OF and bool(mention.title))


def _is_met(story: Story, mention: Mention) -> bool:
    """Whether a name is the object of a verb, "fined Holm Lines", or a source."""
    if SOURCE.search(story.text, max(0, mention.start - REACH), mention.start):
        return True
    before = _VERB_BEFORE.search(story.text, max(0, mention.start - REACH), mention.start)
    return before is not None and (before[1].endswith("ed") or (before[1] in _ACTING and before[1] not in WORDS["be"]))


def _is_first_name(_story: Story, entity: Entity, told: list[Mention]) -> bool:
    """Whether somebody is called only by a given name, and rarely: "her son Adrian"."""
    name = full_name(entity)
    if entity.sort != "person" or name not in GIVEN_NAMES or len(told) > 2 * _OFTEN:
        return False
    return not any(m.title or m.text != name or _SPEAKING & {m.before, m.after} for m in entity.mentions)


_NO_PART = (_only_reports, _is_place, _is_first_name, _is_alert, _is_alias, is_flight, _only_qualifies)
_NO_PART_BELOW = (_is_happening, _is_made)
"""Exclusions that the headline overrides."""


def _is_told_of(story: Story, mention: Mention) -> bool:
    """Whether a name is the subject or agent of a verb: "Jane Doe, 43, was", "said Jane Doe", "by Jane Doe"."""
    low = max(0, mention.start - len(mention.title) - 1 - REACH)
    titled = _SAID_BEFORE.search(story.text, low, mention.start - len(mention.title)) if mention.title else None
    if titled or mention.before in _SPEAKING or (mention.before == "by" and not mention.owner):
        return True
    if mention.before in WORDS["prepositions"] or mention.owner:
        return False
    return any(is_finite(word) or word == "who" or word in WORDS["adverbs"] for word in _words_behind(story, mention))


def _words_behind(story: Story, mention: Mention) -> Iterator[str]:
    """The words after a name: directly, after an aside in commas or brackets, and after a list."""
    yield mention.after
    if story.text.startswith((",", " ("), mention.end):
        end = min(story.sentence_at(mention.start)[1], mention.end + REACH)
        yield from (match[1] for match in _ASIDE.finditer(story.text, mention.end, end))
    if listed := _LISTED.match(story.text, mention.end):
        yield listed[1]


def acts(story: Story, entity: Entity) -> bool:
    """Whether a country acts, rather than being the scene."""
    people = gazetteer().people
    acting = [m for m in _subjects(entity) if m.text not in people and not story.is_quoted(m.start)]
    return bool(entity.forms) and sum(m.after not in HELPING for m in acting) > 1


def _subjects(entity: Entity) -> list[Mention]:
    """The mentions that are subjects: a verb follows, and no preposition precedes."""
    subjects = (m for m in entity.mentions if m.before not in WORDS["prepositions"] | _OWNING)
    return [m for m in subjects if m.after in _ACTING or m.after.endswith("ed")]
