"""Positions: what each speaker of a story backs, opposes, demands, promises, warns of or thinks.

An entry has to be certain, and understandable by itself. A voice is certain if its speaker is named next to the verb,
or can be nobody else (`voices`). A quotation is understandable if a whole sentence of it stands alone (`quoting`),
reported speech if it is a clause, or the object of a verb that takes a side.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factsheet.aligning.tokens import tokens
from factsheet.attribution.cues import SAYING
from factsheet.attribution.naming import is_person
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases
from factsheet.models.extractive.alone import NOTHING, Told, is_alone, keys
from factsheet.models.extractive.clauses import tells
from factsheet.models.extractive.entities import full_name
from factsheet.models.extractive.leaning import Leaning, leaning
from factsheet.models.extractive.quoting import quoted, quoted_object
from factsheet.models.extractive.voices import Crowd, is_group, people_of
from factsheet.proving.pronouns import BACK, HUMAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice

_MOST = 30
_PLAIN = frozenset({
    "", "say", "tell", "add", "think", "believe", "claim", "argue", "insist", "maintain", "assert", "contend",
    "estimate", "suggest", "predict", "note", "stress", "hope", "expect", "feel", "know",
})  # fmt: skip
"""Verbs that take a clause, with or without "that"; "" is "according to"."""
_NAMING = frozenset({"call", "describe", "label", "dub"})
"""Verbs that take an object and a quoted name for it."""
_CITING = frozenset({"blame", "cite"})
"""Verbs whose object may be all in quotation marks: "blamed “fuel, fog and the unions”"."""
_ADDRESSED = frozenset({
    "tell", "remind", "assure", "inform", "notify", "convince", "persuade", "ask", "advise", "teach", "begin", "open",
    "go on",
})  # fmt: skip
"""Verbs that need an addressee: without one they are left out."""
_GOES_ON = frozenset({"add", "continue", "agree", "conclude", "respond", "reply", "answer", "counter"})
"""Verbs that refer to what was said before."""
_TO_DO = frozenset({"suggest", "recommend", "demand", "urge", "propose", "insist", "ask", "request", "order", "advise"})
"""Verbs after which "he" is the one who shall act."""
_SHORTEST = 3
"""The shortest statement, in words; the object of support or opposition can be one shorter."""
_OF_ONE = frozenset({"he", "He", "she", "She", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr."})
"""First words for a single speaker."""
_PRONOUNS = {"m": frozenset({"he", "him", "his", "himself"}), "f": frozenset({"she", "her", "hers", "herself"})}
"""Pronouns of one person, by gender."""
_HERE = frozenset({"here"})
"""What a quotation calls the place of the story."""
_LONGEST_OBJECT = 8
"""The longest object of support or opposition, in words; in more, "and" can join a clause."""
_LONGEST_EVIDENCE = 600
_EDGES = " \t\n\xa0,;:—–-"
_SIDES = ("supports", "opposes", "demands", "promises", "warns", "denies")
_STANCES = {lemma: side for side in _SIDES for lemma in ENGLISH.words("stances", side)}
_SILENT = ENGLISH.words("stances", "silent") | {"echo"}
"""Verbs whose object is no position of the subject."""
_NEEDED = {"accuse": "of"}
"""The preposition that a verb's object needs: "accuse" somebody "of" something."""
_EMPTY = ENGLISH.words("disputes", "claims", "pointing")
"""Nouns for claims in general."""
_COMMA_INSIDE = re.compile(r",([\"”]|''|’’)$")  # the comma of the sentence, which stands within the marks
_FIRST = re.compile(r"[ ’']")
_LEADS_IN = re.compile(
    r"(?:(?:\w+ly|soon|just|(?:minutes|hours|days|weeks|months|moments|years)) )?"
    r"(?:after|before|when|while|as|since|once)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"[\"”’'\s]{0,3}:|[\"”’',\s]{1,4}but (?:(?:he|she|they|it) )?(?:also )?"
    r"(?:said|says|added|adds|noted|acknowledged|conceded|warned|insisted|stressed)\b"
    r"|[\"”’',\s]{1,4}(?:(?:and )?(?:not|rather than)|including)\b"
)
"""What follows a statement that is incomplete without it: a list, a "but said"."""
_OF_ANOTHER = re.compile(
    r"[^.\"“”]{0,60}\b(?:referring to a|reciting|imitating|mimicking|impersonating|paraphrasing|quoting|reading from)\b"
)
"""What follows words that somebody only quotes: "…," Doe told the crowd, reciting the poem."""
_LEADING = frozenset({"include", "includes", "included", "including", "are", "is", "was", "were", "like"})
"""Last words of a statement that lost its list."""
_OTHER_BEHIND = re.compile(r"[―—–-] [A-Z]\w+ \w+ed$")  # "… – Doe boasted", of which the words are cut
_DASH_BEFORE = re.compile(r"[—–]\s?$")
_SAID_AGAIN = re.compile(
    r"(?:,[\"”’']*|[.,][\"”’']+) (?:[\w.’'-]+ ){1,6}(?:said|says|added|told|wrote|heard|reported)\b"
    r"|, (?:called|described|told|added)\b|\b(?:was|were) told\b|^(?:[\w.’'-]+ ){0,5}(?:said|says|added|wrote)\b"
)
"""A second attribution within a statement."""


def find_positions(
    story: Story, voices: Sequence[Voice], told: Told = NOTHING, entities: Sequence[Entity] = ()
) -> list[dict[str, Any]]:
    """The entries of the section positions: quotations and those that take a side first, then in order.

    `told` is what the page mentions above them, `entities` are the names of the story.
    """
    people = people_of(list(entities))
    crowd = Crowd(story, people)
    sure = (voice for voice in voices if voice.is_sure and _agrees(voice))
    made = ((voice, _position(story, voice, voices, told, crowd)) for voice in sure)
    found = [(voice, entry) for voice, entry in made if entry and _is_known(voice, entry, people, told)]
    found.sort(key=lambda one: (one[1]["quotation"] is None) + (stance(one[0].statement.lemma) == "neutral"))
    return [entry for _, entry in found[:_MOST]]


def _agrees(voice: Voice) -> bool:
    """Whether a verb can be that of its holder: not "state" beside one, which is a noun there, nor "both said"."""
    if voice.verb.startswith("both "):
        return False
    is_base = bool(voice.verb) and voice.verb == voice.statement.lemma
    return not is_base or is_group(voice.holder) or " and " in voice.holder


def _is_known(voice: Voice, entry: dict[str, Any], people: Sequence[Entity], told: Told) -> bool:
    """Whether the page names everybody whom an entry calls by surname, and a quotation does not name its speaker."""
    text = entry["quotation"] or entry["statement"]
    named = [
        (mention.text, full_name(one))
        for one in people
        for mention in one.mentions
        for start, end in voice.statement.spans()
        if start <= mention.start < end and mention.text in text
    ]
    quoted_self = voice.statement.kind == "direct" and any(name == voice.holder for _, name in named)
    return not quoted_self and not any(
        short != name and name not in text and keys(name).isdisjoint(told.words) for short, name in named
    )


def stance(lemma: str) -> str:
    """The stance that a verb of attribution expresses: "opposes" for "criticise"."""
    return _STANCES.get(lemma, "neutral")


def _known(voice: Voice, told: Told, crowd: Crowd) -> frozenset[str]:
    """The pronouns that can only refer to somebody named on the page, other than the speaker."""
    named = {sex: crowd.only(sex, voice.span[0], voice.holder) for sex in _PRONOUNS}
    said = {token.low for span in voice.statement.spans() for token in tokens(crowd.story.quote(span))}
    if len({*named.values()}) == 1 and not any(said.isdisjoint(words) for words in _PRONOUNS.values()):
        return _HERE  # nobody is both "he" and "she"
    return _HERE.union(
        *(_PRONOUNS[sex] for sex, name in named.items() if name and not keys(name).isdisjoint(told.words))
    )


def _position(story: Story, voice: Voice, voices: Sequence[Voice], told: Told, crowd: Crowd) -> dict[str, Any] | None:
    if _OF_ANOTHER.match(story.text, voice.statement.spans()[-1][1]):
        return None
    if voice.statement.kind == "direct":
        found = _quotation(story, voice, voices, told, crowd)
        return _quoted(story, voice, found) if found else None
    statement = stated(story, voice)
    if not _is_reported(story, voice, statement, told, crowd):
        return None
    quotation = quoted(story, voice, told, _known(voice, told, crowd))
    return {
        "holder": voice.holder,
        "verb": _verb(voice),
        "statement": statement,
        "quotation": quotation,
        "evidence": evidence(story, voice, quotation),
    }


def _quotation(story: Story, voice: Voice, voices: Sequence[Voice], told: Told, crowd: Crowd) -> Leaning | None:
    """The quotation of a direct statement, alone or with what it depends on."""
    known = _known(voice, told, crowd)
    if quotation := quoted(story, voice, told, known):
        return Leaning(quotation)
    if voice.statement.lemma in _CITING and (cited := quoted_object(story, voice)):
        return Leaning(cited)
    return leaning(story, voice, voices, told, crowd, known)


def _quoted(story: Story, voice: Voice, found: Leaning) -> dict[str, Any]:
    """The entry of a quotation. Of one in pieces, the statement has the first."""
    alone = not found.statement
    return {
        "holder": voice.holder,
        "verb": _verb(voice) if alone else None,
        "statement": f"“{found.quotation.split(' … ')[0]}”" if alone else found.statement,
        "quotation": found.quotation,
        "evidence": evidence(story, voice, found.quotation, found.start),
    }


def _verb(voice: Voice) -> str | None:
    """The verb if it reads well before a colon: not "told" or "began", nor a participle."""
    goes_on = voice.statement.kind == "direct" and voice.statement.lemma in _GOES_ON
    says = voice.statement.lemma in _ADDRESSED or goes_on or _is_participle(voice)
    return None if says or not voice.verb[:1].isalpha() else voice.verb


def _is_participle(voice: Voice) -> bool:
    """Whether a verb lacks its auxiliary: "promising", but not "is promising"."""
    return voice.verb.endswith("ing") and " " not in voice.verb


def _is_reported(story: Story, voice: Voice, statement: str, told: Told, crowd: Crowd) -> bool:
    """Whether the indirect speech is a statement by itself."""
    speaker, pieces = voice.statement.speaker, voice.statement.pieces
    at = story.sentence_index(voice.statement.start)
    if speaker and at in told.lines and story.quote((speaker.start, speaker.end)).lower() in BACK:
        return False  # the summary has it as "He said"
    words = statement.lower().split()
    if len(pieces) > 1 or _is_cut(story, voice, statement):
        return False
    if voice.holder.rsplit(" ", 1)[-1] in statement or _speaks_of_somebody(voice, statement, crowd):
        return False  # "…, but Doe thinks": the writer goes on
    if _is_participle(voice) and not _is_clause(story, voice, statement):
        return False  # "predicting a close race" is shown without its verb
    if (
        len(words) < (_SHORTEST - _takes_side(voice))
        or words[-1] in _EMPTY
        or _is_about_another(story, voice, statement)
    ):
        return False
    if voice.statement.lemma in _NAMING:
        named = statement[:1].isupper() or words[0] == "the"
        fits = statement.rstrip(".").endswith(('"', "”")) and named and not _is_participle(voice)
    else:
        fits = _is_object(voice, words) if _takes_side(voice) else _is_clause(story, voice, statement)
    based = frozenset(told.words).union(*map(bases, told.words)) if fits else ()  # "offered" tells of "the offer"
    return fits and is_alone(statement, replace(told, words=based), at=at, by=voice.holder)


def _speaks_of_somebody(voice: Voice, statement: str, crowd: Crowd) -> bool:
    """Whether "he" of a body's statement is somebody whom it does not name."""
    if HUMAN.isdisjoint(token.low for token in tokens(statement)):
        return False
    words = voice.holder.split()
    is_body = voice.is_body or "for" in words or not (len(words) == 1 or is_person(words))
    return is_body and not any(crowd.named("", span, voice.holder) for span in voice.statement.spans())


def _is_cut(story: Story, voice: Voice, statement: str) -> bool:
    """Whether a statement is incomplete, or ends in the middle of another one."""
    start, end = voice.statement.start, voice.statement.spans()[-1][1]
    last = statement.rsplit(" ", 1)[-1].lower()
    if statement.count("(") != statement.count(")") or last in _LEADING or last in SAYING:
        return True
    if _CUT.match(story.text, end) or _SAID_AGAIN.search(statement) or _OTHER_BEHIND.search(statement):
        return True
    return _DASH_BEFORE.search(story.text, max(0, start - 2), start) is not None  # "said — as it happens — that"


def _takes_side(voice: Voice) -> bool:
    return stance(voice.statement.lemma) != "neutral"


def _is_object(voice: Voice, words: Sequence[str]) -> bool:
    """Whether the object of backing, opposing or promising is complete: not "supports Roe and called him"."""
    if _is_participle(voice) or voice.statement.lemma in _SILENT or words[0] in {"him", "them", "one", "ones"}:
        return False
    if voice.statement.lemma == "welcome" and "to" in words:
        return False  # a guest
    if voice.holder in gazetteer().capitals and voice.verb.endswith("s"):
        return False  # "Paris attacks test the strategy"
    if _NEEDED.get(voice.statement.lemma, words[0]) not in words:
        return False
    judged = stance(voice.statement.lemma) in {"supports", "opposes"}
    return not (judged and len(words) > _LONGEST_OBJECT and "and" in words)


def _is_clause(story: Story, voice: Voice, statement: str) -> bool:
    """Whether the statement is a clause: before the verb, after "that", or after a verb of saying."""
    before = (voice.statement.cue or voice.span)[0] >= voice.statement.end
    opened = before or voice.statement.lemma in _PLAIN or story.text.startswith("that ", voice.statement.start)
    leads_in = "," not in statement and _LEADS_IN.match(statement)
    return bool(opened and not leads_in and tells(statement))


def _is_about_another(story: Story, voice: Voice, statement: str) -> bool:
    """Whether a statement begins with a pronoun that need not mean who speaks: "police said she"."""
    first = _FIRST.split(statement, maxsplit=1)[0].lower()
    if first not in BACK:
        return False
    speaker = voice.statement.speaker
    if speaker is None or voice.statement.start < speaker.start or voice.statement.lemma in _TO_DO:
        return True  # "He fell, Jane Doe said"
    if is_group(voice.holder):
        return first not in {"they", "their"}
    if voice.is_body:
        return first not in {"it", "its"}
    words = story.quote((speaker.start, speaker.end)).split()
    return first not in {"he", "she", "his", "her"} or (" " not in voice.holder and words[0] not in _OF_ONE)


def stated(story: Story, voice: Voice) -> str:
    """The statement in one line, without an initial "that"."""
    line = " … ".join(story.quote(span).strip(_EDGES) for span in voice.statement.spans())
    line = _COMMA_INSIDE.sub(r"\1", line)
    return " ".join(line.split()).removeprefix("that ")


def evidence(story: Story, voice: Voice, quotation: str | None = None, start: int = -1) -> list[str]:
    """The passage that proves the attribution, from `start` on, or only the statement if it is too long."""
    first, end = voice.span
    first = first if start < 0 else min(first, start)
    if end - first <= _LONGEST_EVIDENCE:
        return [story.quote((first, end))]
    if quotation:
        return [quotation]
    piece = voice.statement.spans()[0]
    return [story.quote(story.around((piece[0], min(piece[1], piece[0] + 100))))]
