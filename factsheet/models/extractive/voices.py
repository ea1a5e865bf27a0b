"""Voices: who says what in a story, under the participants' names.

Attribution finds the words for a speaker; here they become the name of a participant, so that a position or dispute can
refer to it, and are marked as certain or not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import before_verb, tokens
from factsheet.attribution import attribute
from factsheet.attribution.cues import in_lists
from factsheet.attribution.naming import is_person, sex_of
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.entities import full_name, of_sort
from factsheet.models.extractive.names import GIVEN_NAMES
from factsheet.models.extractive.votes import generic
from factsheet.records import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Manner, Speaker, Statement
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MANY = ENGLISH.words("holders", "people")
"""Nouns for groups that speak."""
_TITLES = ENGLISH.words("titles", "roles")
_ONE = _TITLES | ENGLISH.words("organisations", "heads")
"""Nouns for a single speaker, next to a name of whose they are."""
_OTHERS = ENGLISH.words("holders", "of others") | {"man", "woman", "boy", "girl", "person", "resident", "reporter"}
_BODY_WORDS = ENGLISH.words("organisations", "heads") - ENGLISH.words("organisations", "names") - {"police"}
_GOES_ON = ENGLISH.words("pointing", "goes on")
_PLAIN = re.compile(r"[^\W\d_][^\d_,;:()\"“”]*")  # words for somebody, without numbers and asides
_LETTERS = re.compile(r"[^\W\d_]+")
_NAME_WORD = re.compile(r"\b[A-Z]\w+")
_LONGEST_HOLDER = 50
"""The longest description of an unnamed holder, in characters: "analysts", "a spokesman for the ministry"."""
# No part of what to call a speaker.
_ARTICLE = re.compile(r"^(?:the|an?|some|several|many|other|both|these|those) ", re.IGNORECASE)
# Who it is stands elsewhere.
_POINTING = re.compile(r"(?:he|she|it|they|who|which|we|i|you|his|her|its|their|our|my|this|that|one)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:he|she|it|they|him|them|his|her|its|their|this|that|these|those)\b")
"""A pronoun in a speaker's description, whose antecedent is outside: "those who praised his candidacy"."""
HEAD = re.compile(r",| (?:of|for|from|in|at|on|with|by|who|that|which) ")
"""Words that end the head of a noun phrase."""
_BODIES = r"(administration|cabinet|camp|campaign|company|firm|government|lawyers?|office|party|staff|team)"
_OF_THEIRS = re.compile(rf"(?:his|her|their|its) {_BODIES}", re.IGNORECASE)  # "his team"
_BODY = re.compile(rf"[A-Z][\w-]*(?: [A-Z][\w-]*){{0,3}}[’']s {_BODIES}\b")  # "Macron's team"
# "the Interfax news agency".
_MEDIA = re.compile(r"(?:[Tt]he )?([A-Z]\w+) (?:news )?(?:agency|newspaper|daily|magazine|television|radio|channel)\b")
_SAYING, _ADDRESSING = frozenset({"say"}), frozenset({"tell"})
"""Parts of the verb list: of saying, and of telling somebody."""
_BEFORE = 600
"""Distance back to the owner of "his team", in characters."""
_LAST = 4
"""The number of voices before a pronoun that can be its antecedent."""
_SOMEBODY = re.compile(
    r"(?<!, )(?<! is )(?<! was )(?<! as )\b(?:an?|another|one|his|her|their|its) (?:[\w-]+ ){0,3}?"
    rf"(?:{'|'.join(sorted(_TITLES | _OTHERS))})\b"
)
"""An unnamed person who can be the antecedent of a pronoun: "a spokesman for the firm", "his brother"."""
_PARAGRAPHS = re.compile(r"\n\s*(?=\S)")
_UTTERED = re.compile(r"[\"“'‘`«„]{1,2}[A-Z]")  # a quotation that begins as a sentence does
_IN_MARKS = re.compile(r"[“\"][^“”\"]*[”\"]")
_OWNER = re.compile(r"^.*[’']s ")  # "france's " in a folded name
_SIGNED = re.compile(r"[\s\"”]*[—–-]+\s*")  # between a pull quote and the name below it
_ADVERBS = re.compile(r"^(?:(?:also|later|then|now|once|again|even|just|already|earlier|\w+ly) )+")  # "also said"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement with its holder."""

    statement: Statement
    holder: str
    """The fullest name of an entity, else the article's words for the speaker."""
    verb: str
    """The words of attribution as written, without adverbs before the verb."""
    span: Span
    """From the first word of statement, speaker and cue to the last."""
    is_body: bool
    """Whether it is an organisation or country, which is "it"."""
    is_sure: bool
    """Whether it can be nobody else: the speaker is named next to the verb, or a pronoun is unambiguous."""


class Speech:
    """Finds the voice of the statement at an offset."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        """Take the voices of a story, in any order."""
        self._spans = sorted(
            (start, end, index) for index, voice in enumerate(voices) for start, end in voice.statement.spans()
        )
        self._voices = voices

    def at(self, offset: int) -> Voice | None:
        """The voice whose statement contains an offset."""
        place = bisect_right(self._spans, (offset, float("inf"))) - 1
        if place < 0 or self._spans[place][1] <= offset:
            return None
        return self._voices[self._spans[place][2]]


def statements(story: Story) -> tuple[Statement, ...]:
    """The statements of a story by anybody, in order."""
    if not story.sentences:
        return ()  # of letters alone: `attribute` would read all of them
    paragraphs = [Paragraph(start, end, "body") for start, end in story.paragraphs]
    found = attribute(story.text, paragraphs, "en").quotes
    return tuple(part for statement in found for part in _parted(story, statement))


def _parted(story: Story, statement: Statement) -> Iterator[Statement]:
    """A statement, and separately a quotation of whole sentences after the article's own words."""
    pieces = statement.pieces
    at = next((i for i in range(1, len(pieces)) if _UTTERED.match(story.text, pieces[i][0])), 0)
    if not at or statement.kind != "mixed":
        yield statement
        return
    first, then = pieces[:at], pieces[at:]
    quoted = any(_IN_MARKS.search(story.quote(piece)) for piece in first)
    kind: Manner = "mixed" if quoted else "indirect"
    yield replace(statement, end=first[-1][1], kind=kind, pieces=first if len(first) > 1 else ())
    later = replace(statement, start=then[0][0], kind="direct", pieces=then if len(then) > 1 else ())
    apart = any(map(str.isalnum, story.text[first[-1][1] : then[0][0]]))
    yield later if apart else replace(later, cue=None, lemma="")


def find_voices(story: Story, entities: list[Entity]) -> list[Voice]:
    """The statements of a story whose speaker can be named, in order."""
    known = _full_names(entities)
    silent = {form.casefold() for one in of_sort(entities, "place") for form in one.forms} - known.keys() | _TITLES
    named = people_of(entities)
    people = frozenset(word for one in named for form in one.forms for word in form.split())
    called: dict[str, str] = {}
    bodies = {full_name(one) for one in of_sort(entities, "organisation", "country")}
    crowd = Crowd(story, named, of_sort(entities, "unknown"))
    found: list[Voice] = []
    for statement in map(partial(_without_dateline, story), statements(story)):
        if statement.speaker is None or (statement.cue is None and not _continues(story, found, statement)):
            continue
        holder = _known(story, known, statement.speaker) or _holder(story, statement.speaker, known, people)
        if holder is None and statement.cue and story.quote(statement.cue) == ":":
            holder = statement.speaker.name  # of a transcript, which may have all names in capitals
        if holder and (
            generic(holder.split()) or _is_one_of_two(story, statement.speaker) or holder.casefold() in silent
        ):
            continue
        if holder and holder.lower() not in _BODY_WORDS and (statement.cue or not is_group(holder)):
            cue = " ".join(story.quote(statement.cue).split()) if statement.cue else _verb_again(found)
            verb, holder = _ADVERBS.sub("", cue), _namesake(story, statement.speaker, holder)
            holder = called.setdefault(holder.replace("’", "'").casefold(), holder)
            reach = _reach(statement, statement.speaker)
            sure = crowd.is_sure(statement, holder, found)
            found.append(Voice(statement, holder, verb.lower(), reach, holder in bodies, sure))
    return found


def people_of(entities: list[Entity]) -> list[Entity]:
    """The entities that are or can be people."""
    named = of_sort(entities, "person", "unknown")
    return [one for one in named if one.sort == "person" or is_person(one.name.split())]


def _verb_again(found: Sequence[Voice]) -> str:
    """The verb for a continued quotation: the previous one, unless it needs more than the statement."""
    if not found:
        return ""
    before = found[-1]
    spoken = in_lists(before.statement.lemma, _SAYING) and not in_lists(before.statement.lemma, _ADDRESSING)
    return before.verb if spoken or not before.statement.lemma else ""


class Crowd:
    """The people named in the article's own words, as possible antecedents of a pronoun."""

    def __init__(self, story: Story, people: Sequence[Entity], unknown: Sequence[Entity] = ()) -> None:
        self.story = story
        self._unknown = {mention.start: full_name(one) for one in unknown for mention in one.mentions}
        self._named = sorted(
            (mention.start, full_name(one))
            for one in people
            for mention in one.mentions
            if not story.is_quoted(mention.start)
        )
        self._starts = [start for start, _ in self._named]

    def is_sure(self, statement: Statement, holder: str, voices: Sequence[Voice]) -> bool:
        """Whether the words for a speaker can mean only `holder`; `voices` are those before."""
        speaker = statement.speaker
        if speaker is None or (statement.cue is None and not self._goes_on(statement, voices)):
            return False
        words = self.story.quote((speaker.start, speaker.end))
        if not _POINTING.match(words) or _NAME_WORD.search(words[1:]):
            return True
        if any(_surname(holder) in self.story.quote(span) for span in statement.spans()):
            return False  # "He mocked Doe"
        return self.is_meant(words, holder, speaker.start, voices)

    def is_meant(self, pronoun: str, holder: str, at: int, voices: Sequence[Voice]) -> bool:
        """Whether a pronoun at an offset can mean only `holder`; `voices` are those before."""
        return self._is_only(holder, sex_of(pronoun), at, voices)

    def only(self, sex: str, at: int, but: str) -> str:
        """The only person of a gender named before an offset, except `but`; "" if there are more."""
        before = {name for _, name in self._named[: bisect_left(self._starts, at)]}
        fit = {name for name in before if name != but and not _is_other(name, sex)}
        return fit.pop() if len(fit) == 1 else ""

    def named(self, sex: str, span: Span, but: str) -> set[str]:
        """The people named in a span who can be of a gender, except `but`."""
        near = self._named[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]
        return {name for _, name in near if name != but and not _is_other(name, sex)}

    def is_main(self, name: str) -> bool:
        """Whether nobody is named as often as somebody."""
        counts = Counter(one for _, one in self._named)
        return counts[name] == max(counts.values(), default=0) and list(counts.values()).count(counts[name]) == 1

    def _goes_on(self, statement: Statement, voices: Sequence[Voice]) -> bool:
        """Whether a quotation without its own verb is signed, or directly follows a certain one."""
        speaker = statement.speaker
        if speaker is not None and speaker.start >= statement.end:
            return True
        return (
            bool(voices)
            and voices[-1].is_sure
            and not any(map(str.isalpha, self.story.text[voices[-1].span[1] : statement.start]))
        )

    def _is_only(self, holder: str, sex: str, at: int, voices: Sequence[Voice]) -> bool:
        """Whether a pronoun refers to the last person named, who is alone or speaks in that sentence.

        The people whom they mention there are not meant.
        """
        near = [one for one in voices[-_LAST:] if one.is_sure and not _is_other(one.holder, sex)]
        spoken_of = [span for one in near for span in one.statement.spans()]
        last = bisect_left(self._starts, at) - 1
        while last >= 0 and (
            _is_other(self._named[last][1], sex) or any(a <= self._named[last][0] < b for a, b in spoken_of)
        ):
            last -= 1
        if last < 0 or self._named[last][1] != holder:
            return False
        start = self._starts[last]
        if at - start > _BEFORE or self._may_be_another(holder, start, at, near):
            return False
        if any(one.span[1] > start and one.holder != holder and not one.is_body for one in near):
            return False  # "Obama answered Trump's concerns, stating …": he speaks on
        first, end = self.story.sentence_at(start)
        beside = (self._named[i][1] for i in range(bisect_left(self._starts, first), last))
        speaks = any(first <= one.span[0] < end and one.holder == holder for one in near)
        if not speaks and self._unknown.get(first, holder) != holder:
            words = self.story.text[first:start]
            if before_verb(words, tokens(words)) != words:
                return False  # "Reed answered Moss's concerns."
        return speaks or all(name == holder or _is_other(name, sex) for name in beside)

    def _may_be_another(self, holder: str, start: int, at: int, near: Sequence[Voice]) -> bool:
        """Whether an unnamed person, or a paragraph about something else, is between a name and a pronoun."""
        text = self.story.text
        last = max([start, *(one.span[1] for one in near if one.holder == holder)])
        return (
            len(_PARAGRAPHS.findall(text, min(last, at), at)) > 1
            or _SOMEBODY.search(_IN_MARKS.sub(" ", text[start:at])) is not None
        )


def _surname(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _is_other(name: str, sex: str) -> bool:
    """Whether a name is of the other gender than a pronoun."""
    return bool(sex) and sex_of(name) not in {sex, ""}


def _without_dateline(story: Story, statement: Statement) -> Statement:
    """A statement without its initial dateline."""
    start = story.told_from(statement.start)
    if start == statement.start or start >= statement.spans()[0][1]:
        return statement
    pieces = ((start, statement.pieces[0][1]), *statement.pieces[1:]) if statement.pieces else ()
    return replace(statement, start=start, pieces=pieces)


def _is_one_of_two(story: Story, speaker: Speaker) -> bool:
    """Whether the words for a speaker are the second half of two: "the president and defence ministers"."""
    lower = story.text[speaker.start].islower()
    return lower and story.text[max(0, speaker.start - 5) : speaker.start].endswith((" and ", " or "))


def is_group(holder: str) -> bool:
    """Whether many people speak, so that an unattributed quotation after them can be anybody's."""
    return holder.rsplit(" ", 1)[-1].lower() in _MANY


def _reach(statement: Statement, speaker: Speaker) -> Span:
    cue = statement.cue or (speaker.start, speaker.end)
    return min(statement.start, speaker.start, cue[0]), max(statement.end, speaker.end, cue[1])


def _continues(story: Story, found: list[Voice], statement: Statement) -> bool:
    """Whether an unattributed quotation continues the statement right before it."""
    signed = statement.speaker and _SIGNED.fullmatch(story.text, statement.end, statement.speaker.start)
    return bool(signed) or (bool(found) and found[-1].statement.speaker == statement.speaker)


def _full_names(entities: list[Entity]) -> dict[str, str]:
    """The fullest name of each entity, by each of its names."""
    known: dict[str, str] = {}
    places = gazetteer()
    for entity in of_sort(entities, "person", "organisation", "country", "place", "unknown"):
        if entity.sort == "place" and not places.capitals.keys() & set(entity.forms):
            continue  # a town says nothing, but "Moscow" may
        full = full_name(entity)
        if entity.sort == "unknown" and " " not in full and all(mention.initial for mention in entity.mentions):
            continue  # any word has a capital there
        for form in (*entity.forms, entity.name):
            known.setdefault(form.casefold(), full)
            land, _, body = form.partition(" ")
            if entity.sort == "organisation" and " " in body and (land in places.places or land in places.people):
                known.setdefault(body.casefold(), full)
    return known


def _known(story: Story, known: dict[str, str], speaker: Speaker) -> str | None:
    """The entity that a speaker's name is, or ends with: "President Jane Doe"."""
    whole = _ARTICLE.sub("", story.quote((speaker.start, speaker.end))).casefold()
    if " " in whole and whole in known:
        return known[whole]
    if not speaker.name:
        return None
    name = speaker.name.casefold()
    owned = _OWNER.sub("", name)
    found = known.get(name) or known.get(owned)
    last = known.get(name.rsplit(" ", 1)[-1], "")
    return found or (last if last and f" {name}".endswith(f" {last.casefold()}") else None)


def _namesake(story: Story, speaker: Speaker, holder: str) -> str:
    """The name of a speaker, if it is another person's with the surname of `holder`."""
    shown = re.compile(rf"\b([A-Z][\w’'-]+) {re.escape(_surname(holder))}\b").search(
        story.text, speaker.start, speaker.end
    )
    if shown is None or " " not in holder or shown[1] in holder.split():
        return holder
    alone = re.compile(rf"(?<![Tt]he )\b{re.escape(shown[1])} (?=[a-z])").search(story.text)  # "Duke gave her"
    return shown[0] if alone or shown[1] in GIVEN_NAMES else holder


def _holder(story: Story, speaker: Speaker, known: dict[str, str], people: frozenset[str]) -> str | None:
    """The name for a speaker that is no entity: the article's words, if they identify the speaker."""
    if of_theirs := _OF_THEIRS.fullmatch(story.text, speaker.start, speaker.end):
        return _body_of(story, speaker.start, of_theirs[1])
    if (media := _MEDIA.match(story.text, speaker.start, speaker.end)) and media[1].casefold() in known:
        return known[media[1].casefold()]
    words = " ".join(story.text[speaker.start : speaker.end].split())
    first, _, rest = words.partition(" ")
    words = _ARTICLE.sub("", rest if first.lower() in _GOES_ON else words, count=1)  # "However analysts"
    if _POINTING.match(words) or len(words) > _LONGEST_HOLDER or not _PLAIN.fullmatch(words):
        return None
    return words if _says_who(words, people) else None


def _says_who(words: str, people: frozenset[str]) -> bool:
    """Whether words are for a group, "police", or for somebody of a named body or place: "the Norland government".

    "The company" can be any that was named, and "an aide to Jane Doe" is not she.
    """
    if _BODY.fullmatch(words):
        return True
    first = words.split(" ", 1)[0].lower()
    if first in {"no", "none", "only", "few", "people"} or (" " in words and first.endswith("ly")):
        return False
    noun = HEAD.split(words, maxsplit=1)[0].rsplit(" ", 1)[-1]
    names = _NAME_WORD.findall(words[1:])
    if not people.isdisjoint(_LETTERS.findall(words)) or _POINTS.search(words):
        return False
    named = bool(names) or first == "police"  # "a police spokesman"
    return noun.lower() in _MANY or (named and noun.islower() and noun.removesuffix("s") in _ONE)


def _body_of(story: Story, at: int, body: str) -> str | None:
    """The owner of "his team": the last one named so."""
    named = list(_BODY.finditer(story.text, max(0, at - _BEFORE), at))
    same = [match for match in named if match[1] == body]
    return " ".join(same[-1][0].split()) if same else None
