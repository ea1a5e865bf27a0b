"""Participants and places that a story names with certainty.

People are those of `language.persons`. An organisation is listed, has its initials behind an article, or is spelled
out before them: "Organisation mondiale de la santé (OMS)". A place is a country, or a town behind a preposition.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from factsheet.language.datelines import at_lead
from factsheet.language.gazetteer import gazetteer
from factsheet.language.persons import cast
from factsheet.language.tokens import tokens
from factsheet.language.tongues import any_of, given_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.language.persons import Person
    from factsheet.language.tokens import Token
    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST_PEOPLE, _MOST_BODIES, _MOST_PLACES = 8, 5, 6
_INITIALS = re.compile(r" \((?P<letters>[A-ZÀ-Þ]{2,6})\)")
_NUMBERED = re.compile(r" \d\d(?![\w.,:])")
"""The year in the name of a club."""
_HALF = re.compile(r"(?:[.-]|\w\w['’])$")
"""What stands before half of a word; an article may be elided: "l'opposant"."""
_TIME_THERE = re.compile(r"\((?:\w+\s){0,2}(?:\d[\w:.]*|minuit|midi|medianoche)\s[^)]*$")
"""The start of a bracket with a time elsewhere: "(minuit en France)"."""
_OPEN, _CLOSE = frozenset('«"“„‘'), frozenset('»"”“’')
_LARGE = 40_000
"""People in a town that is known by its name."""
_NAMED = 30
"""Distance before a place in which the thing named after it is looked for, in characters: "place d'Italie"."""


def find_participants(story: Story, tongue: Tongue, holders: Sequence[str]) -> list[dict[str, Any]]:
    """The entries of the section participants: who speaks, then who is named most; people before organisations."""
    people = _people(story, tongue)
    ranked = sorted(people, key=lambda name: (name not in holders, -len(people[name]), people[name][0].start))
    bodies = dict(_organisations(story, tongue))
    return [_person(story, name, people[name]) for name in ranked[:_MOST_PEOPLE]] + list(bodies.values())[:_MOST_BODIES]


def _people(story: Story, tongue: Tongue) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for one in cast(story.text, tongue, story.paragraphs).mentions:
        found.setdefault(one.name, []).append(one)
    kin = _kin(tongue)
    return {
        name: ones
        for name, ones in found.items()
        if not all(story.is_quoted(one.start) or _is_kin(story, one, kin) for one in ones)
        and not _is_title(story, name)
    }


def _is_title(story: Story, name: str) -> bool:
    """Whether the headline has a name in quotation marks: "«James Bond» im Dienste seines Chefs"."""
    title = story.article.title or ""
    at = title.find(name)
    return at > 0 and title[at - 1] in _OPEN and title[at + len(name) :][:1] in _CLOSE


@cache  # one pattern a language
def _kin(tongue: Tongue) -> re.Pattern[str]:
    """Words behind which somebody only says whose son another is: "fils de l'"."""
    of = r"(?:de la |de l['’]|du |de |d['’]|del |de los |di |del(?:la|l['’])|do |da |van (?:de )?|von |des |der )"
    return re.compile(rf"(?<!\w){tongue.one_of('people', 'kin')} {of}(?:\w+ )?$")


def _is_kin(story: Story, one: Person, kin: re.Pattern[str]) -> bool:
    start = one.role[0] if one.role and one.role[0] < one.start else one.start
    return kin.search(story.text, max(0, start - _NAMED), start) is not None


def _person(story: Story, name: str, mentions: Sequence[Person]) -> dict[str, Any]:
    told = next((one for one in mentions if one.role), mentions[0])
    role = " ".join(story.quote(told.role).split()) if told.role else None
    if told.role and _HALF.search(story.text, max(0, told.role[0] - 3), told.role[0]):
        role = None  # "sp.a-voorzitter"
    if role and role.startswith("Der "):  # of a sentence, not of the office
        role = role[0].lower() + role[1:]
    surname = name.rsplit(" ", 1)[-1]
    short = any(story.quote((one.start, one.end)) == surname for one in mentions)
    first = next(one for one in mentions if " ".join(story.quote((one.start, one.end)).split()) == name)
    spans = dict.fromkeys((story.around((first.start, first.end)), _around(story, told)))
    return {
        "name": name,
        "kind": "person",
        "role": role,
        "aliases": [surname] if short else [],
        "evidence": [story.quote(span) for span in spans],
    }


def _around(story: Story, told: Person) -> Span:
    """The sentence of a mention, with its role."""
    start, end = (
        (told.start, told.end) if told.role is None else (min(told.start, told.role[0]), max(told.end, told.role[1]))
    )
    return story.around((start, end))


def _organisations(story: Story, tongue: Tongue) -> Iterator[tuple[str, dict[str, Any]]]:
    """The organisations of a story by their names, those named most first."""
    found: dict[str, tuple[Span, list[str]]] = {}
    counts: Counter[str] = Counter()
    for span in story.paragraphs:
        for name, at, alias in _bodies(story, span, tongue):
            counts[name] += 1
            found.setdefault(name, (at, [alias] if alias else []))
    short = {alias for _, aliases in found.values() for alias in aliases}
    for name, _ in counts.most_common():
        at, aliases = found[name]
        if name in short:
            continue
        evidence = [story.quote(story.around(at))]
        yield name, {"name": name, "kind": "organisation", "role": None, "aliases": aliases, "evidence": evidence}


def _bodies(story: Story, span: Span, tongue: Tongue) -> Iterator[tuple[str, Span, str]]:
    """The organisations named in a paragraph: each with its span, and its initials if they are given."""
    text = story.text
    taken: list[Span] = []
    for match in _INITIALS.finditer(text, *span):
        if spelled := _spelled(text, span[0], match.start(), match["letters"], tongue):
            taken.append((spelled[0], match.end()))
            yield " ".join(text[slice(*spelled)].split()), spelled, match["letters"]
    for match in _listed(tongue).finditer(text, *span):
        in_brackets = text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
        taken_already = any(start <= match.start() < end for start, end in taken)
        is_where = _inside(tongue).search(text, max(span[0], match.start() - _NAMED), match.start()) is not None
        if not (taken_already or in_brackets or is_where or story.is_quoted(match.start())):
            behind = _INITIALS.match(text, match.end())
            yield match[0], match.span(), behind["letters"] if behind and _are_in(behind["letters"], match[0]) else ""
    listed_names = tongue.words("organisations", "names")
    for start, end in () if tongue.nouns_have_capitals else _by_initials(story, span, tongue):
        initials = text[start:end]
        often = len(re.findall(rf"(?<![\w-]){initials}(?![\w-])", text)) > 1
        if often and initials not in listed_names and not story.is_quoted(start):
            yield initials, (start, end), ""


@cache  # one pattern a language
def _inside(tongue: Tongue) -> re.Pattern[str]:
    """Words before a building in which something happens: "im Moskauer"."""
    return re.compile(rf"\b{tongue.one_of('places', 'inside')} (?:\w+er )?$")


@cache  # one pattern a language
def _listed(tongue: Tongue) -> re.Pattern[str]:
    """The name of a listed organisation."""
    return re.compile(rf"(?<![\w-]){tongue.one_of('organisations', 'names')}(?![\w]|-[A-ZÀ-Þa-z])")


def _are_in(letters: str, name: str) -> bool:
    """Whether letters are in a name in order, the first at its start: "BGH" in "Bundesgerichtshof"."""
    rest = iter(name.casefold())
    return name[0] == letters[0] and all(letter in rest for letter in letters.casefold())


def _by_initials(story: Story, span: Span, tongue: Tongue) -> Iterator[Span]:
    """The initials after an article, where a capital is significant: "l'USM"."""
    articles = r"(?:\b(?:l|d)['’]|\b(?:la|le|el|il|lo|o|a|du|del|al|au|da|do|de|het) )"
    for match in re.finditer(rf"{articles}(?P<letters>[A-ZÀ-Þ]{{3,6}})(?![\w-])", story.text[slice(*span)]):
        if match["letters"] not in tongue.words("organisations", "none") | tongue.countries:
            yield span[0] + match.start("letters"), span[0] + match.end("letters")


def _spelled(text: str, start: int, end: int, letters: str, tongue: Tongue) -> Span | None:
    """The words before some initials that spell them: "Organisation mondiale de la santé" before "(OMS)"."""
    row = tokens(text, start, end)
    small = tongue.words("organisations", "small")
    left, at = list(letters.casefold()), len(row)
    while left and at:
        at -= 1
        word = row[at].text
        if word.lower() in small and not word[0].isupper():
            continue
        first = [part[0].casefold() for part in word.split("-") if part]
        if not word[0].isalpha() or left[-len(first) :] != first:
            return None
        del left[-len(first) :]
    if left or at >= len(row) or not row[at].is_capital or _is_inflected(row, at, tongue):
        return None
    return row[at].start, row[-1].end


def _is_inflected(row: Sequence[Token], at: int, tongue: Tongue) -> bool:
    """Whether a German name is in an oblique case: "des Song Contests", "der Europäischen Union"."""
    owned = row[at - 1].text in {"des", "eines"} if at else False
    return tongue.nouns_have_capitals and (owned or (at + 1 < len(row) and row[at].text.endswith("en")))


def find_places(story: Story, tongue: Tongue) -> list[dict[str, Any]]:
    """The entries of the section location: that of the dateline, then countries and towns as they come."""
    found: dict[str, dict[str, Any]] = {}
    for entry in [*_dateline(story), *(entry for span in story.paragraphs for entry in _places(story, span, tongue))]:
        if not any(name.startswith(f"{entry['name']}/") for name in found):  # "Frankfurt" of "Frankfurt/Main"
            found.setdefault(entry["name"], entry)
    return list(found.values())[:_MOST_PLACES]


def _dateline(story: Story) -> Iterator[dict[str, Any]]:
    """The towns of the dateline, if it spells them as the text does."""
    top = story.paragraphs[0] if story.paragraphs else (0, 0)
    place = story.article.dateline_place or at_lead(story.quote(top)).place or ""
    for name in re.split(r"/(?!Main\b|Oder\b)", place.split(",")[0]):
        found = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)").search(story.text, top[0])
        if found and name.strip():
            yield _place(name.strip(), "dateline", story.quote(story.around(found.span())))


def _place(name: str, relation: str, evidence: str) -> dict[str, Any]:
    return {"name": name, "relation": relation, "country": None, "evidence": [evidence]}


def _places(story: Story, span: Span, tongue: Tongue) -> Iterator[dict[str, Any]]:
    people = cast(story.text, tongue, story.paragraphs).within(*span)
    known, towns, named = _patterns(tongue)
    matches = known.finditer(story.text, *span)
    found = [match.span() for match in matches if not _goes_on(story, match.end())]
    for match in towns.finditer(story.text, *span):
        words = match["town"]
        town = next((one for one in (words, words.split()[0]) if _is_town(one, tongue)), None)
        if town and not _goes_on(story, match.start("town") + len(town)):
            found.append((match.start("town"), match.start("town") + len(town)))
    for start, end in sorted(set(found)):
        before = story.text[max(span[0], start - _NAMED) : start]
        is_named = any(one.start <= start < one.end for one in people) or named.search(before) is not None
        in_name = is_named or _is_behind_name(story, before, tongue)
        if not in_name and not story.is_quoted(start) and not _TIME_THERE.search(before):
            yield _place(story.quote((start, end)), "mentioned", story.quote(story.around((start, end))))


def _is_behind_name(story: Story, before: str, tongue: Tongue) -> bool:
    """Whether a place belongs to the name before it: "Eintracht Frankfurt", "University of Florida", "Paris Berlin"."""
    word = before.rsplit(maxsplit=1)[-1] if before.endswith(" ") and before.strip() else ""
    if word == "of" or word in given_names():
        return True
    if not word[:1].isupper():
        return False
    small = word.lower() in story.lower | tongue.words("people", "prepositions") | tongue.words("people", "articles")
    return not small and not word.lower().endswith(tuple(tongue.words("places", "kinds")) or ("\0",))


def _goes_on(story: Story, end: int) -> bool:
    """Whether a name continues after a town: "à Paris Saint-Germain", "bei Mainz 05"."""
    after = story.text[end : end + 2]
    if _NUMBERED.match(story.text, end):
        return True
    return after[:1] == "-" or (after[:1] == " " and after[1:].isupper())


def _is_town(name: str, tongue: Tongue) -> bool:
    known = gazetteer().is_town(name, _LARGE) and name not in given_names()
    return known and name not in tongue.words("places", "not towns") | tongue.words("people", "not names")


@cache  # one set a language
def _patterns(tongue: Tongue) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns for a known place, for a town after a preposition, and for the thing named after a place."""
    names = tongue.countries | tongue.words("places", "regions") | tongue.words("places", "towns")
    before = rf"(?<![\w-]){tongue.one_of('places', 'at')}(?: |(?<=['’]))"
    things = rf"\b{tongue.one_of('people', 'named after')} (?:d['’]|de |del |di |da |do |van )?$"
    return (
        re.compile(rf"(?<![\w-]){any_of(names)}(?![\w-])"),
        re.compile(rf"{before}(?P<town>[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?)"),
        re.compile(things, re.IGNORECASE),
    )
