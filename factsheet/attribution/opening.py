"""What is said after the verb: "she said that …", ", adding: “…”", "she wants to …", "she criticised …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.ends import clause_end, first_comma, phrase_end, subordinate
from factsheet.attribution.sentence import DASHES, LOOK, Found, quotes_end
from factsheet.attribution.speakers import Subject, words
from factsheet.attribution.starts import content_start
from factsheet.attribution.units import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import Sentence
    from factsheet.attribution.units import Units

_APART = frozenset({"and", "but", "as", "while", "when", "in", "at", "before", "after", "to", ","})
"""What may follow a quotation that is a whole utterance."""


def clause(s: Sentence, i: int, verb: Verb) -> bool:
    """What follows a verb: "she said (that) …", "she wants to …", "she criticised …"."""
    if verb.form == "ing" and (i == s.first or s.units.low[i - 1] not in words("be")):
        return False
    subject = speakers.before(s.units, i, s.free) or _same_speaker(s, i, verb)
    if subject is None or (verb.lemma in words("naming") and s.units.low[subject.first] in {"a", "an", "what"}):
        return False
    if verb.form == "base" and not _takes_base(s, subject, i):
        return False
    if verb.form in {"base", "s"} and _counts(s, subject, i):
        return False
    return _take(s, i, verb, (subject.first, subject.last), subject.cue_first, "pre")


def participle(s: Sentence, i: int, verb: Verb) -> bool:
    """What follows a participle, ", saying that …": the subject is that of the sentence."""
    low = s.units.low
    if i == s.first:
        return False
    loose = low[i - 1] in {",", "and", "by", "in", QUOTE} or low[i - 1] in DASHES
    quoting = verb.parts & {"say", "quote"} and QUOTE in low[i + 1 : min(i + 3, s.last)]
    if not loose and not quoting:
        return False
    subject = s.found[-1].subject if s.found else first_subject(s.units, s.first, i)
    if subject is None:
        return False
    return _take(s, i, verb, subject, i, "participle")


def first_subject(units: Units, first: int, last: int) -> tuple[int, int] | None:
    """The first name or pronoun of a sentence that can be its subject."""
    i = first
    low = units.low
    if low[i] in words("prepositions") or low[i].endswith(("ing", "ed")) or low[i] in words("conjunctions"):
        comma = next((j for j in range(i, min(last, i + LOOK)) if low[j] == ","), i - 1)
        i = comma + 1
    while i < last:
        word = low[i]
        if word in words("pronouns"):
            return i, i + 1
        if units.capital(i) and word not in words("days") and word not in words("determiners"):
            end = i + 1
            while end < last and units.capital(end) and low[end] != QUOTE:
                end += 1
            return i, end
        if word in words("determiners") and i + 1 < last and low[i + 1] != QUOTE:
            return i, min(i + 2, last)
        i += 1
    return None


def said_first(s: Sentence, verb: Verb) -> bool:
    """What follows a verb that opens the sentence: "Said Smith: “…”"."""
    subject = speakers.after(s.units, s.first, s.last)
    if subject is None or not s.units.capital(subject.first):
        return False
    low = s.units.low
    at = next((j for j in range(subject.last, s.last) if low[j] in {",", ":"} and low[j + 1 : j + 2] == [QUOTE]), None)
    if at is None:
        return False
    end = quotes_end(s, at + 1)
    s.found.append(
        Found([(at + 1, end)], (subject.first, subject.last), (s.first, s.first + 1), "said-first", verb.lemma)
    )
    s.free = end
    return True


def _same_speaker(s: Sentence, i: int, verb: Verb) -> Subject | None:
    """The speaker of the statement before, where a second verb follows: "and added that"."""
    at = i - 1
    while at > s.free and (s.units.low[at] in words("adverbs") or s.units.low[at].endswith("ly")):
        at -= 1
    if not s.found or verb.form != "past" or at > s.free + 1 or s.units.low[at] not in {"and", "but"}:
        return None
    subject = s.found[-1].subject
    return Subject(*subject, subject[0], at + 1, i + 1) if subject else None


def _counts(s: Sentence, subject: Subject, i: int) -> bool:
    """Whether the words before a verb only count or point, so that it is a noun: "three contests", "the attacks"."""
    if subject.cue_first < i:
        return False
    word, following = s.units.low[subject.last - 1], s.units.low[i + 1 : i + 2]
    return (word in words("determiners") or word.isdigit()) and following not in ([QUOTE], ["that"], [":"], [","])


def _takes_base(s: Sentence, subject: Subject, i: int) -> bool:
    low = s.units.low
    if any(low[j] in words("auxiliaries") for j in range(subject.cue_first, i)):
        return True
    word = low[subject.last - 1]
    return word in {"they", "we", "i", "you", "who", "some", "many", "others", "most"} or (
        (word.endswith("s") and not word.endswith(("'s", "’s", "ss"))) or word in {"people", "men", "women", "police"}
    )


def _take(s: Sentence, i: int, verb: Verb, subject: tuple[int, int], cue_first: int, rule: str) -> bool:
    """Take what follows a verb as what it says."""
    after = i + 1 + len(verb.particle.split())
    start, how = content_start(s, after, verb)
    if start is None:
        return False
    units = s.units
    quoted = quotes_end(s, start)
    if quoted > start and (units.low[start - 1] in {",", ":"} or _apart(s, start, quoted)):
        end = quoted
    else:
        end = clause_end(s, start)
        if how in {"object", "urge", "to"} or (subordinate(s) and first_comma(s) >= start):
            end = min(end, phrase_end(s, start))
    if end <= start:
        return False
    cue = (cue_first, after)
    s.found.append(Found([(start, end)], subject, cue, f"{rule}-{how}", verb.lemma))
    s.free = end
    return True


def _apart(s: Sentence, start: int, end: int) -> bool:
    """Whether a quotation after a verb is a whole utterance, and something of the article's own follows."""
    quote = s.units.quotes.get(start)
    if quote is None or end >= s.last or s.units.low[end] not in _APART:
        return False
    inner = s.units.text[quote.start : quote.end].strip("\"“”'‘’«» ")
    return inner[:1].isupper() or inner[-1:] in set(".,?!")
