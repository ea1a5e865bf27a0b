"""Positions: who speaks in a story, and what each backs, opposes, demands, promises, warns of or thinks.

Attribution says which words name the speaker; here they become a name that the section of participants has or
gets, so that a position or a dispute can refer to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from factsheet.attribution import attribute
from factsheet.attribution.marks import quotations
from factsheet.attribution.people import is_person
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import is_mostly
from factsheet.models.extractive.clauses import tells
from factsheet.models.extractive.entities import full_name, of_sort
from factsheet.proving.pronouns import BACK
from factsheet.records import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.attribution import Speaker, Statement
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MOST = 30
_WRITING = frozenset(
    {
        "write",
        "post",
        "tweet",
        "read",
        "share",
        "publish",
        "understand",
        "know",
        "see",
        "hear",
        "learn",
        "realise",
        "realize",
    }
)
_LEADS_IN = re.compile(
    r"(?:(?:\w+ly|soon|just|(?:minutes|hours|days|weeks|months|moments|years)) )?"
    r"(?:after|before|when|while|as|since|once)\b",
    re.IGNORECASE,
)
_CLAUSAL = frozenset({"say", "tell", "add", "note", "think", "believe", "claim", "argue", "state"})
"""Verbs that take a clause."""
_SHORTEST = 2
"""Words in a statement."""
_LONGEST = 300
"""Characters of a quotation; a longer one is cut at a comma or a space."""
_LONGEST_OBJECT = 8
"""Words of what somebody backs or opposes; in more, "and" may join a clause."""
_FEWEST_ALONE = 5
"""Words in a quoted sentence; fewer say too little without those around them."""
_LED_IN = 2
"""Words before a quotation that it can do without, and that a sentence of it has at least."""
_POINTS_BACK = BACK | {"this", "these", "there"}
_LONGEST_EVIDENCE = 600
_EDGES = " \t\n\xa0,;:—–-"
_MARKS = "\"“”„‟«»‘’'`＂ \n\t\xa0"
_DOUBLE, _SINGLE = '"“”„‟«»`＂ \n\t\xa0', "‘’'‹›"
_ENDS = ".?!…"
_SIDES = ("supports", "opposes", "demands", "promises", "warns", "denies")
_STANCES = {lemma: side for side in _SIDES for lemma in ENGLISH.words("stances", side)}
_SILENT = ENGLISH.words("stances", "silent")
_EMPTY = ENGLISH.words("disputes", "claims") | ENGLISH.words("disputes", "pointing")
"""Words that only say that something was claimed."""
_MANY = ENGLISH.words("holders", "people")
"""Nouns for many people who speak."""
_ONE = ENGLISH.words("titles", "roles") | ENGLISH.words("organisations", "heads")
"""Nouns for one who speaks, beside the name of whose they are."""
_TITLES = ENGLISH.words("titles", "roles")
_BODY_WORDS = ENGLISH.words("organisations", "heads") - ENGLISH.words("organisations", "names") - {"police"}
# What only says that something will be said.
_HOLLOW = re.compile(r"(?:let me|let['’]s be|look,|listen,|make no mistake|to be (?:clear|honest|fair))\b.{0,30}$")
_DASH = re.compile(r"\s[—–-]+\s[^…]*…")  # "a ban - a rule, she said, that is new": what she said begins behind the dash
_COMMA_INSIDE = re.compile(r",([\"”]|''|’’)$")  # the comma of the sentence, which stands within the marks
_PLAIN = re.compile(r"[^\W\d_][^\d_,;:()\"“”]*")  # words for somebody, without numbers and asides
_LETTERS = re.compile(r"[^\W\d_]+")
_NAME_WORD = re.compile(r"\b[A-Z]\w+")
_LONGEST_HOLDER = 50
"""Characters in the name of a holder that has none: "analysts", "a spokesman for the ministry"."""
# No part of what to call a speaker.
_ARTICLE = re.compile(r"^(?:the|an?|some|several|many|other|both|these|those) ", re.IGNORECASE)
# Who it is stands elsewhere.
_POINTING = re.compile(r"(?:he|she|it|they|who|which|we|i|you|his|her|its|their|our|my|this|that|one)\b", re.IGNORECASE)
HEAD = re.compile(r",| (?:of|for|from|in|at|on|with|by|who|that|which) ")
"""What ends the part of a noun phrase that has its head."""
_BODIES = r"(administration|cabinet|camp|campaign|company|firm|government|lawyers?|office|party|staff|team)"
_OF_THEIRS = re.compile(rf"(?:his|her|their|its) {_BODIES}", re.IGNORECASE)  # "his team"
_BODY = re.compile(rf"[A-Z][\w-]*(?: [A-Z][\w-]*){{0,3}}[’']s {_BODIES}\b")  # "Macron's team"
# "the Interfax news agency".
_MEDIA = re.compile(r"(?:[Tt]he )?([A-Z]\w+) (?:news )?(?:agency|newspaper|daily|magazine|television|radio|channel)\b")
_BEFORE = 600
"""Characters back in which it may have been named whose "his team" is."""
_OWNER = re.compile(r"^.*[’']s ")  # "france's " in a folded name
_ADVERBS = re.compile(r"^(?:(?:also|later|then|now|once|again|even|just|already|earlier|\w+ly) )+")  # "also said"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement and whose it is."""

    statement: Statement
    holder: str
    """The fullest name of an entity, else the article's words for who speaks."""
    verb: str
    """The words that attribute, as they stand, without adverbs before the verb."""
    span: Span
    """From the first word of statement, speaker and cue to the last."""


class Speech:
    """Finds the voice that says what stands at an offset."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        """Take the voices of a story, in any order."""
        self._spans = sorted(
            (start, end, index) for index, voice in enumerate(voices) for start, end in voice.statement.spans()
        )
        self._voices = voices

    def at(self, offset: int) -> Voice | None:
        """The voice whose statement holds an offset."""
        place = bisect_right(self._spans, (offset, float("inf"))) - 1
        if place < 0 or self._spans[place][1] <= offset:
            return None
        return self._voices[self._spans[place][2]]


def find_voices(story: Story, entities: list[Entity]) -> list[Voice]:
    """The statements of a story whose speaker can be named, in order."""
    paragraphs = [Paragraph(start, end, "body") for start, end in story.paragraphs]
    known = _full_names(entities)
    silent = {form.casefold() for one in of_sort(entities, "place") for form in one.forms} - known.keys() | _TITLES
    named = [
        one for one in of_sort(entities, "person", "unknown") if one.sort == "person" or is_person(one.name.split())
    ]
    people = frozenset(word for one in named for form in one.forms for word in form.split())
    called: dict[str, str] = {}
    found: list[Voice] = []
    for statement in map(partial(_without_dateline, story), attribute(story.text, paragraphs, "en").quotes):
        if statement.speaker is None or (statement.cue is None and not _continues(found, statement)):
            continue
        holder = _known(known, statement.speaker) or _holder(story, statement.speaker, known, people)
        if holder is None and statement.cue and story.quote(statement.cue) == ":":
            holder = statement.speaker.name  # of a transcript, which may have all names in capitals
        if holder and (_is_one_of_two(story, statement.speaker) or holder.casefold() in silent):
            continue
        if holder and holder.lower() not in _BODY_WORDS and (statement.cue or not _is_group(holder)):
            cue = " ".join(story.quote(statement.cue).split()) if statement.cue else found[-1].verb
            verb = _ADVERBS.sub("", cue)
            holder = called.setdefault(holder.replace("’", "'").casefold(), holder)
            found.append(Voice(statement, holder, verb.lower(), _reach(statement, statement.speaker)))
    return found


def _without_dateline(story: Story, statement: Statement) -> Statement:
    """A statement without the dateline that it begins with."""
    start = story.told_from(statement.start)
    if start == statement.start or start >= statement.spans()[0][1]:
        return statement
    pieces = ((start, statement.pieces[0][1]), *statement.pieces[1:]) if statement.pieces else ()
    return replace(statement, start=start, pieces=pieces)


def _is_one_of_two(story: Story, speaker: Speaker) -> bool:
    """Whether words for a speaker are the second half of two: "the president and defence ministers"."""
    lower = story.text[speaker.start].islower()
    return lower and story.text[max(0, speaker.start - 5) : speaker.start].endswith((" and ", " or "))


def _is_group(holder: str) -> bool:
    """Whether many people speak, after whom a quotation without a speaker is one of theirs or anybody's."""
    return holder.rsplit(" ", 1)[-1].lower() in _MANY


def _reach(statement: Statement, speaker: Speaker) -> Span:
    cue = statement.cue or (speaker.start, speaker.end)
    return min(statement.start, speaker.start, cue[0]), max(statement.end, speaker.end, cue[1])


def _continues(found: list[Voice], statement: Statement) -> bool:
    """Whether a quotation without words that attribute goes on with what was said just before it."""
    return bool(found) and found[-1].statement.speaker == statement.speaker


def _full_names(entities: list[Entity]) -> dict[str, str]:
    """The fullest name of each entity under all its names."""
    known: dict[str, str] = {}
    places = gazetteer()
    for entity in of_sort(entities, "person", "organisation", "country", "place", "unknown"):
        if entity.sort == "place" and not places.capitals.keys() & set(entity.forms):
            continue  # a town says nothing, but "Moscow" may
        full = full_name(entity)
        if entity.sort == "unknown" and all(mention.initial for mention in entity.mentions):
            continue  # any word has a capital there
        for form in (*entity.forms, entity.name):
            known.setdefault(form.casefold(), full)
            land, _, body = form.partition(" ")
            if entity.sort == "organisation" and " " in body and (land in places.places or land in places.people):
                known.setdefault(body.casefold(), full)
    return known


def _known(known: dict[str, str], speaker: Speaker) -> str | None:
    """The entity that a speaker's name is, or ends with: "President Jane Doe"."""
    if not speaker.name:
        return None
    name = speaker.name.casefold()
    owned = _OWNER.sub("", name)
    found = known.get(name) or known.get(owned)
    last = known.get(name.rsplit(" ", 1)[-1], "")
    return found or (last if last and f" {name}".endswith(f" {last.casefold()}") else None)


def _holder(story: Story, speaker: Speaker, known: dict[str, str], people: frozenset[str]) -> str | None:
    """What to call a speaker that is no entity: the article's words for them, where these say who it is."""
    if of_theirs := _OF_THEIRS.fullmatch(story.text, speaker.start, speaker.end):
        return _body_of(story, speaker.start, of_theirs[1])
    if (media := _MEDIA.match(story.text, speaker.start, speaker.end)) and media[1].casefold() in known:
        return known[media[1].casefold()]
    words = _ARTICLE.sub("", " ".join(story.text[speaker.start : speaker.end].split()), count=1)
    if _POINTING.match(words) or len(words) > _LONGEST_HOLDER or not _PLAIN.fullmatch(words):
        return None
    return words if _says_who(words, people) else None


def _says_who(words: str, people: frozenset[str]) -> bool:
    """Whether words are for many people, "police", or for somebody of a body or a place: "the Norland government".

    "The company" is whichever was named before, and "an aide to Jane Doe" is not she.
    """
    if _BODY.fullmatch(words):
        return True
    first = words.split(" ", 1)[0].lower()
    if first in {"no", "none", "only", "few", "people"} or (" " in words and first.endswith("ly")):
        return False
    noun = HEAD.split(words, maxsplit=1)[0].rsplit(" ", 1)[-1]
    names = _NAME_WORD.findall(words[1:])
    if not people.isdisjoint(_LETTERS.findall(words)):
        return False
    return noun.lower() in _MANY or (bool(names) and noun.islower() and noun.removesuffix("s") in _ONE)


def _body_of(story: Story, at: int, body: str) -> str | None:
    """Whose team "his team" is: the last one named so."""
    named = list(_BODY.finditer(story.text, max(0, at - _BEFORE), at))
    same = [match for match in named if match[1] == body]
    return " ".join(same[-1][0].split()) if same else None


def find_positions(story: Story, voices: Sequence[Voice]) -> list[dict[str, Any]]:
    """The entries of the section positions: quoted ones and those that take a side first, else as they come."""
    found = [(voice, entry) for voice in voices if (entry := _position(story, voice))]
    found.sort(key=lambda one: (one[1]["quotation"] is None) + (stance(one[0].statement.lemma) == "neutral"))
    return [entry for _, entry in found[:_MOST]]


def stance(lemma: str) -> str:
    """Where the subject of a verb that attributes stands: "opposes" for "criticise"."""
    return _STANCES.get(lemma, "neutral")


def _position(story: Story, voice: Voice) -> dict[str, Any] | None:
    quotation = quoted(story, voice)
    if voice.statement.kind == "direct" and not quotation:
        return None
    statement = f"“{quotation}”" if voice.statement.kind == "direct" and quotation else stated(story, voice)
    silent = voice.statement.lemma in _SILENT and not quotation
    elsewhere = quotation is None and (_is_about_another(story, voice, statement) or _DASH.search(statement))
    if silent or elsewhere or _only_points(statement.lower().split()):
        return None
    if _says_no_clause(story, voice, statement) or statement.count("(") != statement.count(")"):
        return None
    return {
        "holder": voice.holder,
        "verb": voice.verb if voice.verb[:1].isalpha() else None,
        "statement": statement,
        "quotation": quotation,
        "evidence": evidence(story, voice, quotation),
    }


def _says_no_clause(story: Story, voice: Voice, statement: str) -> bool:
    """Whether what is "said" is no clause, but cut from one or leading to one: "After the vote, she said"."""
    first = statement.split(" ", 1)[0]
    if voice.statement.lemma in _CLAUSAL and first.endswith("s") and is_mostly(first, "v"):
        return True  # "said that represents half of it": "that" is the subject
    judged = stance(voice.statement.lemma) in {"supports", "opposes"} and voice.statement.kind != "direct"
    if judged and len(statement.split()) > _LONGEST_OBJECT and " and " in statement:
        return True  # "supports Roe as a delegate and in a letter called him": more than what is supported
    if voice.statement.lemma == "sing" or (voice.statement.lemma in _WRITING and not _is_that(story, voice)):
        return True
    if voice.statement.kind == "indirect" and "," not in statement and _LEADS_IN.match(statement):
        return True
    return voice.statement.kind == "indirect" and voice.statement.lemma in _CLAUSAL and not tells(statement)


def _is_that(story: Story, voice: Voice) -> bool:
    """Whether what somebody wrote is quoted, or a clause behind "that": not "wrote a song"."""
    return voice.statement.kind != "indirect" or story.text.startswith("that ", voice.statement.start)


def _is_about_another(story: Story, voice: Voice, statement: str) -> bool:
    """Whether a statement begins with a pronoun that need not mean who speaks: "police said she"."""
    first = re.split(r"[ ’']", statement, maxsplit=1)[0].lower()
    if voice.statement.kind == "direct" or first not in _POINTS_BACK:
        return False
    if first not in {"he", "she", "his", "her"} or _is_group(voice.holder) or " " not in voice.holder:
        return True
    speaker = voice.statement.speaker
    named = speaker is not None and not _POINTING.match(story.text, speaker.start)
    return named and speaker is not None and voice.statement.start < speaker.start  # "He fell, Jane Doe said"


def _only_points(words: Sequence[str]) -> bool:
    """Whether a statement says nothing, or only that something was said: "the allegations"."""
    return len(words) < _SHORTEST or (len(words) < 3 and words[-1] in _EMPTY)


def stated(story: Story, voice: Voice) -> str:
    """What is said, in one line, without the "that" before it."""
    line = " … ".join(story.quote(span).strip(_EDGES) for span in voice.statement.spans())
    line = _COMMA_INSIDE.sub(r"\1", line)
    return " ".join(line.split()).removeprefix("that ")


def evidence(story: Story, voice: Voice, quotation: str | None = None) -> list[str]:
    """The passage of the article that proves who says it, or the words said where it is too long."""
    start, end = voice.span
    if end - start <= _LONGEST_EVIDENCE:
        return [story.quote((start, end))]
    if quotation:
        return [quotation]
    piece = voice.statement.spans()[0]
    return [story.quote(story.around((piece[0], min(piece[1], piece[0] + 100))))]


def quoted(story: Story, voice: Voice) -> str | None:
    """A whole sentence of what stands in quotation marks, without the marks: the first that says something by itself.

    None where the article's own words lead into the quotation, so that it says less without them.
    """
    inner = [
        _within(story, (quote.start, quote.end))
        for start, end in voice.statement.spans()
        for quote in quotations(story.text, start, end)
    ]
    if not inner and voice.statement.kind == "direct":
        inner = list(voice.statement.spans())  # a turn of a transcript has no marks
    longest = max(inner, key=lambda span: span[1] - span[0], default=(0, 0))
    if voice.statement.kind == "mixed":
        return (
            None if _is_led_in(story, voice, longest) else story.quote(_one_sentence(story, [longest], longest)) or None
        )
    return story.quote(_one_sentence(story, inner)) or None


def _is_led_in(story: Story, voice: Voice, inner: Span) -> bool:
    """Whether more than a word or two of a statement stands before its quotation."""
    start = next((a for a, b in voice.statement.spans() if a <= inner[0] < b), inner[0])
    return len(story.text[start : inner[0]].split()) > _LED_IN


def _within(story: Story, span: Span) -> Span:
    """A quotation without its marks and the comma before the closing one."""
    marks = _MARKS if story.text[span[0]] in _SINGLE else _DOUBLE
    inner = story.quote(span).lstrip(marks)
    start = span[1] - len(inner)
    return start, start + len(inner.removesuffix("''").rstrip(marks + ","))


def _one_sentence(story: Story, spans: Sequence[Span], otherwise: Span = (0, 0)) -> Span:
    """The first sentence of quotations that says something by itself, else the longest that can begin one.

    It is cut where it is too long, and `otherwise` where none is.
    """
    found = [one for span in spans for one in _sentences(story, span) if not _TURNS.match(story.text, one[1])]
    alone = (one for one in found if _stands_alone(story.quote(one).lower().split()))
    whole = [one for one in found if _may_open(story.quote(one))]
    start, end = next(alone, max(whole, key=lambda one: one[1] - one[0], default=otherwise))
    if end - start <= _LONGEST:
        return start, end
    cut = max(story.text.rfind(mark, start, start + _LONGEST) for mark in (", ", "; ", " "))
    return otherwise if _TURNS.match(story.text, cut) else (start, max(cut, start + 1))


_TURNS = re.compile(
    r"[\s.,;?!\"“”‘’']*(?:[^\"“”.]{0,60}[.,] [\"“])?(?:but|yet|however|although|though|unless|except)\b", re.IGNORECASE
)
"""What stands behind a sentence that says less, or something else, without what follows it."""


def _may_open(text: str) -> bool:
    """Whether a quoted sentence that leans on others says something still: not "I can't get over that"."""
    words = text.split()
    points = text.startswith(("That", "This")) or words[-1].strip(_ENDS).lower() in {"that", "it", "this"}
    return not text[:1].islower() and len(words) >= _FEWEST_ALONE and not points


def _sentences(story: Story, span: Span) -> list[Span]:
    """The sentences of a quotation, in order."""
    start, end = span
    bounds = [start, *(at + 1 for at in _stops(story.text, start, end - 1)), end]
    return [(a + story.text.startswith(" ", a), b) for a, b in pairwise(bounds)]


def _stands_alone(words: Sequence[str]) -> bool:
    if _HOLLOW.match(" ".join(words)) or words[-1].strip(_ENDS) in {"that", "it", "this"}:
        return False
    joined = bool(words) and re.split("['’]", words[0])[0] in {
        "that",
        "and",
        "but",
        "so",
        "or",
        "especially",
        "because",
        "which",
        "not",
    }
    return _POINTS_BACK.isdisjoint(words) and not joined and len(words) >= _FEWEST_ALONE


def _stops(text: str, start: int, end: int) -> list[int]:
    """Where stops that end a sentence stand."""
    return [at for at in range(start, end) if text[at] in _ENDS and text[at + 1].isspace()]
