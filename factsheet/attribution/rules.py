"""Statements of one sentence: which verb attributes what to whom.

A sentence is read once from left to right. At each word that attributes, the words beside it decide whether what is
said stands before it ("…, she said"), around it ("…, she said, …") or after it ("she said that …").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.cues import verbs
from factsheet.attribution.speakers import Subject, words
from factsheet.attribution.units import QUOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.attribution.cues import Verb
    from factsheet.attribution.units import Units

_FINAL = frozenset(".?!…;")
_DASHES = frozenset({"—", "–", "-", "--"})
_NEW_CLAUSE = frozenset({"and", "but", "while", "who", "which", "citing", "as"})
"""Words after "she said," that begin something of the article's own."""
_SAME_SUBJECT = frozenset({"he", "she", "they"})
_CLAUSE_WORDS = frozenset({"that", "whether", "how", "why", "what"})
_CLAUSAL = frozenset({"say", "tell", "think", "find"})
"""Parts of the list of verbs that a clause may follow."""
_SPOKEN = frozenset({"say", "tell", "quote"})
"""Parts of the list of verbs that may follow what was said."""
_ANSWER = 8
"""Units that the one who answers may take."""
_OBJECT = 5
"""Units that may stand between a verb and its particle."""
_LOOK = 24
"""How far a clause may be from the verb that introduces it, in units."""


@dataclass(slots=True)
class Found:
    """A statement in units: what was said in pieces, who said it and the words that say so."""

    pieces: list[tuple[int, int]]
    subject: tuple[int, int] | None
    cue: tuple[int, int] | None
    rule: str
    """Which rule found it; for the benchmark's table of errors."""
    lemma: str = ""


@dataclass(slots=True)
class Sentence:
    """One sentence while it is read: units `first` to `last`, half open, without its final stop."""

    units: Units
    first: int
    last: int
    found: list[Found] = field(default_factory=list)
    free: int = 0
    """The first unit that no statement holds yet."""

    def __post_init__(self) -> None:
        """Leave the final stop out."""
        self.free = self.first
        while self.last > self.first and self.units.low[self.last - 1] in _FINAL:
            self.last -= 1


def read_sentence(units: Units, first: int, last: int) -> list[Found]:
    """All statements of a sentence."""
    sentence = Sentence(units, first, last)
    forms, low = verbs(), units.low
    if low[first] in words("asking"):
        sentence.free = _after_question(sentence)
    for i in range(first, sentence.last):
        if i < sentence.free:
            continue
        word = low[i]
        if word == "according" and i + 1 < sentence.last and low[i + 1] == "to":
            _according(sentence, i)
        elif word in forms and not _is_noun(sentence, i):
            _try_verb(sentence, i, forms[word])
    return sentence.found


def _after_question(s: Sentence) -> int:
    """Where the answer begins after "Asked about the talks, she …": at the first comma with a subject behind it."""
    units, low = s.units, s.units.low
    for j in range(s.first + 1, s.last - 2):
        if low[j] != "," or not (units.capital(j + 1) or low[j + 1] in words("subjects") | words("determiners")):
            continue
        if any(word in verbs() or word in words("verbs") for word in low[j + 2 : min(j + _ANSWER, s.last)]):
            return j + 1
    return s.first


def _is_noun(s: Sentence, i: int) -> bool:
    """Whether a word with the form of a verb is a noun or part of a name: "his remarks", "in the States", "<tweet>"."""
    units, low = s.units, s.units.low
    if i == s.first:
        return False
    before = low[i - 1]
    if (units.capital(i) and before != QUOTE) or before in words("owners") or before in {"<", "/"}:
        return True
    if before.endswith(("'s", "’s")) and before not in words("contracted"):
        return True
    if low[i].endswith(("ed", "ing")) or low[i] == "said":
        return before in words("articles") and i + 1 < s.last and low[i + 1] not in {",", "that"}
    if before in words("articles") or before in words("prepositions") - {"to"}:
        return True
    at = i + 1
    while at < s.last and (low[at] in words("adverbs") or low[at].endswith("ly")):
        at += 1
    return at < s.last and (low[at] in words("be") or low[at] in words("auxiliaries") or _is_past(low[at]))


def _is_past(word: str) -> bool:
    return any(verb.form == "past" for verb in verbs().get(word, ()))


def _try_verb(s: Sentence, i: int, known: tuple[Verb, ...]) -> None:
    for verb in known:
        if verb.particle and not _particle(s, i, verb.particle):
            if _parted(s, i, verb):
                return
            continue
        if (
            (i == s.first and verb.form == "past" and "say" in verb.parts and _said_first(s, verb))
            or (verb.parts & _SPOKEN and (_after_said(s, i, verb) or _inverted(s, i, verb)))
            or (verb.form == "ing" and _participle(s, i, verb))
            or _clause(s, i, verb)
        ):
            return


def _particle(s: Sentence, i: int, particle: str) -> bool:
    words = particle.split()
    return s.units.low[i + 1 : min(i + 1 + len(words), s.last)] == words


def _parted(s: Sentence, i: int, verb: Verb) -> bool:
    """A particle after a short object: "brushed it aside"."""
    if verb.particle not in words("parted"):
        return False
    low = s.units.low
    at = next((j for j in range(i + 2, min(i + 2 + _OBJECT, s.last)) if low[j] == verb.particle), None)
    subject = speakers.before(s.units, i, s.free) if at else None
    if at is None or subject is None:
        return False
    cue = (subject.cue_first, i + 1)
    s.found.append(Found([(i + 1, at)], (subject.first, subject.last), cue, "pre-parted", verb.lemma))
    s.free = at + 1
    return True


def _after_said(s: Sentence, i: int, verb: Verb) -> bool:
    """What comes before: "…, she said" and "…, she said, …"."""
    if verb.form == "ing":
        return False
    subject = speakers.before(s.units, i, s.free)
    if subject is None or subject.first <= s.free or not _stop_before(s, subject.first):
        subject = _between(s, i)
    if subject is None:
        return False
    if verb.parts <= {"quote"} and not _quote_before(s, subject.first):
        return False
    return _close(s, subject, i + 1, "post", verb)


def _between(s: Sentence, i: int) -> Subject | None:
    """All that stands between a quotation and a verb: "“…,” the senator and candidate said"."""
    low = s.units.low
    cue = i
    while cue > s.free and (low[cue - 1] in words("auxiliaries") or low[cue - 1] in words("adverbs")):
        cue -= 1
    for at in range(cue - 1, max(s.free - 1, cue - _LOOK), -1):
        word = low[at]
        if word == QUOTE:
            return Subject(at + 1, cue, at + 1, cue, i + 1) if at + 1 < cue and _stop_before(s, at + 1) else None
        if word in words("verbs") or word in words("subjects") or (word in verbs() and not s.units.capital(at)):
            return None
    return None


def _inverted(s: Sentence, i: int, verb: Verb) -> bool:
    """What comes before a verb with its subject behind it: "…, said Smith"."""
    if verb.form not in {"past", "s", "base"} or i <= s.free or not _stop_before(s, i):
        return False
    if verb.parts <= {"quote", "tell"} and not _quote_before(s, i):
        return False
    subject = speakers.after(s.units, i, s.last)
    if subject is None:
        return False
    if not _quote_before(s, i) and subject.last < s.last and s.units.low[subject.last] != ",":
        return False
    return _close(s, subject, subject.last, "inverted", verb)


def _said_first(s: Sentence, verb: Verb) -> bool:
    """What follows a verb that opens the sentence: "Said Smith: “…”"."""
    subject = speakers.after(s.units, s.first, s.last)
    if subject is None or not s.units.capital(subject.first):
        return False
    low = s.units.low
    at = next((j for j in range(subject.last, s.last) if low[j] in {",", ":"} and low[j + 1 : j + 2] == [QUOTE]), None)
    if at is None:
        return False
    end = _quotes_end(s, at + 1)
    s.found.append(
        Found([(at + 1, end)], (subject.first, subject.last), (s.first, s.first + 1), "said-first", verb.lemma)
    )
    s.free = end
    return True


def _quote_before(s: Sentence, i: int) -> bool:
    """Whether a quotation ends before unit `i`, with or without a comma outside its marks."""
    at = i - 1 - (s.units.low[i - 1] in _DASHES | {","})
    return at >= s.free and s.units.low[at] == QUOTE


def _stop_before(s: Sentence, i: int) -> bool:
    """Whether what was said can end before unit `i`: with a comma, a dash or a quotation that ends so."""
    unit = s.units.low[i - 1]
    if unit == QUOTE:
        inner = s.units.text[s.units.start[i - 1] : s.units.end[i - 1]].rstrip("\"”»“’'‘ \xa0")
        return inner[-1:] in set(",?!—–-…") or not s.units.capital(i) or i - 1 == s.free
    return unit == "," or unit in _DASHES or unit in {"?", "!"}


def _close(s: Sentence, subject: Subject, after: int, rule: str, verb: Verb) -> bool:
    """Take what stands before an attribution, and what goes on after it."""
    units = s.units
    begin = min(subject.whole_first, subject.cue_first)
    stop = begin - 1 if units.low[begin - 1] != QUOTE else begin
    quoted = units.low[stop - 1] == QUOTE
    rest = _aside_end(s, after, inverted=rule == "inverted", quoted=quoted)
    if rest is None:
        return False
    if not quoted and stop - s.free < 2 and s.units.low[s.free] in words("inside") | words("adverbs"):
        return False
    parenthetical = rest == after and rest < s.last and units.low[rest] == ","
    parenthetical &= units.low[s.free] in words("conjunctions") or QUOTE not in units.low[rest + 1 : rest + 2]
    if not quoted and rest < s.last and not parenthetical and _lead_in(s, stop):
        return False
    if stop <= s.free:
        return False
    pieces = [(_after_lead_in(s, stop) if quoted else s.free, stop)]
    end = rest
    if rest < s.last and units.low[rest] == ",":
        going_on = rest + 1
        if going_on < s.last and (quoted or rule == "post") and _goes_on(s, going_on, quoted=quoted):
            end = _clause_end(s, going_on) if not quoted else _quotes_end(s, going_on)
            pieces.append((going_on, end))
    cue = (subject.cue_first, subject.cue_last)
    s.found.append(Found(pieces, (subject.first, subject.last), cue, rule, verb.lemma))
    s.free = end
    return True


def _after_lead_in(s: Sentence, stop: int) -> int:
    """Where a quotation begins after words that only lead to it: "On trade, “we will win,” she said"."""
    low, start = s.units.low, stop - 1
    while start > s.free and low[start - 1] == QUOTE:
        start -= 1
    if start - 1 > s.free and low[start - 1] in {",", ":"}:
        return start
    return s.free


def _lead_in(s: Sentence, stop: int) -> bool:
    """Whether the words before a subject are only a lead-in: "In Ohio, he said …"."""
    first = s.units.low[s.free]
    return (
        first in words("prepositions")
        or first in words("conjunctions")
        or first in words("adverbs")
        or first.endswith(("ly", "ing", "ed"))
        or stop - s.free <= 2
    )


def _goes_on(s: Sentence, i: int, *, quoted: bool) -> bool:
    """Whether a statement goes on at unit `i`, after "she said,"."""
    word = s.units.low[i]
    if quoted:
        return word == QUOTE or (word in {"and", "but"} and QUOTE in s.units.low[i + 1 : min(i + 2, s.last)])
    return not (word in _NEW_CLAUSE or word.endswith("ing"))


def _quotes_end(s: Sentence, i: int) -> int:
    if s.units.low[i] in {"and", "but"}:
        i += 1
    while i < s.last and s.units.low[i] == QUOTE:
        i += 1
    return i


def _aside_end(s: Sentence, i: int, *, inverted: bool, quoted: bool) -> int | None:
    """Where an attribution that follows a statement ends: the next comma or the end of the sentence.

    None where what follows is a clause, so that the verb introduces it rather than closes what came before.
    """
    low = s.units.low
    if i >= s.last or low[i] in {","} | _FINAL:
        return min(i, s.last)
    if quoted or inverted:
        for j in range(i, s.last):
            if low[j] == "," and (not inverted or QUOTE in low[j + 1 : min(j + 3, s.last)]):
                return j
            if low[j] == QUOTE and not quoted:
                return None
        return s.last
    if low[i] in words("days") or low[i] in words("asides") or low[i].endswith("ly"):
        for j in range(i, min(s.last, i + 14)):
            word = low[j]
            if word == ",":
                return j
            if word == QUOTE or word in words("subjects") or word in verbs():
                return None
        return s.last if s.last - i < 14 else None
    return None


def _participle(s: Sentence, i: int, verb: Verb) -> bool:
    """What follows a participle, ", saying that …": the subject is that of the sentence."""
    low = s.units.low
    if i == s.first:
        return False
    loose = low[i - 1] in {",", "and", "by", "in", QUOTE} or low[i - 1] in _DASHES
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
        comma = next((j for j in range(i, min(last, i + _LOOK)) if low[j] == ","), i - 1)
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


def _clause(s: Sentence, i: int, verb: Verb) -> bool:
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
        (word.endswith("s") and not word.endswith(("'s", "’s", "ss")))
        or word in {"people", "men", "women", "police"}
    )


def _take(s: Sentence, i: int, verb: Verb, subject: tuple[int, int], cue_first: int, rule: str) -> bool:
    """Take what follows a verb as what it says."""
    after = i + 1 + len(verb.particle.split())
    start, how = _content_start(s, after, verb)
    if start is None:
        return False
    units = s.units
    quotes_end = _quotes_end(s, start)
    if quotes_end > start and (units.low[start - 1] in {",", ":"} or _apart(s, start, quotes_end)):
        end = quotes_end
    else:
        end = _clause_end(s, start)
        if how in {"object", "urge", "to"}:
            end = min(end, _phrase_end(s, start))
        elif _subordinate(s) and _first_comma(s) >= start:
            end = min(end, _phrase_end(s, start))
    if end <= start:
        return False
    cue = (cue_first, after)
    s.found.append(Found([(start, end)], subject, cue, f"{rule}-{how}", verb.lemma))
    s.free = end
    return True


def _apart(s: Sentence, start: int, end: int) -> bool:
    """Whether a quotation after a verb is a whole utterance, and something of the article's own follows."""
    if end >= s.last or s.units.low[end] not in {"and", "but", "as", "while", "when", "in", "at", "before", "after", "to", ","}:
        return False
    quote = s.units.quotes[start]
    inner = s.units.text[quote.start : quote.end].strip("\"“”'‘’«» ")
    return inner[:1].isupper() or inner[-1:] in set(".,?!")


def _content_start(s: Sentence, i: int, verb: Verb) -> tuple[int | None, str]:
    low, last = s.units.low, s.last
    if i >= last:
        return None, ""
    word = low[i]
    if verb.parts & {"say", "tell", "think", "find"} and (
        word in _CLAUSE_WORDS or (word == "if" and "say" in verb.parts)
    ):
        pronoun = word == "that" and i + 1 < last and low[i + 1] in {",", "."}
        return (None, "") if pronoun else (i, "that")
    if verb.parts & {"say", "quote"}:
        if word in {",", ":"} and i + 1 < last and low[i + 1] == QUOTE:
            return i + 1, "quote"
        if word == QUOTE:
            return i, "quote"
    if word == "to" and "want" in verb.parts:
        return i, "to"
    for part, find, how in _FURTHER:
        if part & verb.parts and (start := find(s, i)) is not None:
            return start, how
    return None, ""


def _bare_clause(s: Sentence, i: int) -> int | None:
    """Whether a clause without "that" begins at unit `i`."""
    units = s.units
    word = units.low[i]
    if word in words("days"):
        if i + 1 < s.last and units.low[i + 1] == "that":
            return i + 1
        return _bare_clause(s, i + 1) if i + 1 < s.last else None
    if word in words("subjects") or word in words("contracted") or word in words("determiners"):
        return i
    if units.capital(i) or word == QUOTE:
        return i
    if (
        word in words("asides")
        or word in words("prepositions")
        or word in _FINAL
        or word in {",", ":", "and", "or", "but", "to"}
    ):
        return None
    return i if not word.endswith("ly") else _bare_clause(s, i + 1) if i + 1 < s.last else None


def _object(s: Sentence, i: int) -> int | None:
    """Whether an object begins at unit `i`: a name, a pronoun, a noun with what stands before it."""
    word = s.units.low[i]
    if word == QUOTE or s.units.capital(i):
        return None if word in words("days") else i
    nothing = (
        word in words("prepositions")
        or word in words("conjunctions")
        or word in words("days")
        or word in words("be")
        or word in words("auxiliaries")
        or word in words("adverbs") - {"all", "both", "further"}
        or word.endswith("ly")
        or not word[0].isalnum()
    )
    return None if nothing else i


def _past_addressee(s: Sentence, i: int) -> int | None:
    low = s.units.low
    for j in range(i, min(s.last, i + _LOOK)):
        word = low[j]
        if word in {"that", "how", "why", "what", "whether"} and j > i:
            return j
        if word == QUOTE and j > i:
            return j
        if j > i and (word in {"he", "she", "they", "it", "there", "we", "i"} or word in words("contracted")):
            return j
        if (
            word == "to"
            and j > i
            and low[j - 1] not in {"him", "her", "them", "us", "me"}
            and not s.units.capital(j - 1)
            and not low[j - 1].endswith("s")
        ):
            return None
        if j > i and low[j - 1] in words("days") and (word in words("determiners") or s.units.capital(j)):
            return j
        if (
            j == i + 1
            and (low[i] in words("objects") or low[i] == "reporters")
            and word not in words("asides")
            and word not in {",", "to"}
        ):
            return j
    return None


def _past_aside(s: Sentence, i: int) -> int | None:
    """The clause after "said in a statement", "said on Monday": at "that", a quotation or a subject."""
    low = s.units.low
    if not (low[i] in words("asides") or low[i] in words("days") or low[i].endswith("ly") or low[i] == ","):
        return None
    for j in range(i, min(s.last, i + _LOOK)):
        word = low[j]
        if word == "that" or (word == QUOTE and j > i):
            return j
        if j > i + 1 and word in {"he", "she", "they", "it", "there", "we"}:
            return j
    return None


def _clause_end(s: Sentence, i: int) -> int:
    """Where what is said ends: before another attribution of the same sentence, or with the sentence."""
    low, forms = s.units.low, verbs()
    for j in range(i + 1, s.last):
        word = low[j]
        if word == "," and j + 1 < s.last:
            following = low[j + 1]
            if following in forms and any(v.form == "ing" for v in forms[following]):
                return j
            if following == "according" or _answered(s, j + 1):
                return j
        elif word in {"and", "but"} and j + 2 < s.last:
            if (low[j + 1] in _SAME_SUBJECT and low[j + 2] in forms) or _says_more(s, j + 1):
                return j - (low[j - 1] == ",")
        elif word in {"—", "–", "--"} and j > i + 1:
            return j
        elif word == QUOTE and j + 1 < s.last and _ends_with_comma(s, j):
            following = low[j + 1]
            if following == "according" or any(v.form == "ing" for v in forms.get(following, ())):
                return j + 1
    return s.last


def _ends_with_comma(s: Sentence, i: int) -> bool:
    quote = s.units.quotes[i]
    return s.units.text[quote.start : quote.end].rstrip("\"“”'‘’«» ").endswith(",")


def _says_more(s: Sentence, i: int) -> bool:
    """Whether the same speaker goes on at unit `i`: "and added that", "but did not say"."""
    low = s.units.low
    while i < s.last and (low[i] in words("adverbs") or low[i].endswith("ly")):
        i += 1
    if i + 1 >= s.last or not any(v.form == "past" and v.parts & _CLAUSAL for v in verbs().get(low[i], ())):
        return False
    following = low[i + 1]
    if following in _CLAUSE_WORDS or following in words("subjects") or following in {QUOTE, ":"}:
        return True
    return following == "," and low[i + 2 : i + 3] == [QUOTE]


def _answered(s: Sentence, i: int) -> bool:
    """Whether somebody is quoted from unit `i` on: ", Smith replied: “…”"."""
    low = s.units.low
    for j in range(i, min(s.last - 2, i + _ANSWER)):
        if low[j] in {",", QUOTE, ";", ":"}:
            return False
        if low[j] in verbs() and j > i and any(v.parts & {"say", "quote"} for v in verbs()[low[j]]):
            return low[j + 1] in {":", ","} and low[j + 2] == QUOTE
    return False


def _subordinate(s: Sentence) -> bool:
    """Whether a sentence begins with a clause or a phrase that a comma ends: "While he said …, she left"."""
    first = s.units.low[s.first]
    return first in words("subordinators") or first in words("prepositions")


def _first_comma(s: Sentence) -> int:
    return next((j for j in range(s.first, s.last) if s.units.low[j] == ","), s.last)


def _phrase_end(s: Sentence, i: int) -> int:
    """Where an object ends: before a comma, a dash, or a second verb of the same subject."""
    low = s.units.low
    for j in range(i + 1, s.last):
        if low[j] == "," or low[j] in _DASHES - {"-"} or (low[j] == "-" and s.units.end[j - 1] < s.units.start[j]):
            return j
        if low[j] == QUOTE and _ends_with_comma(s, j):
            return j + 1
        if low[j] in {"and", "but", "while", "because", "although"} and j + 1 < s.last and _is_past(low[j + 1]):
            return j
    return s.last


def _according(s: Sentence, i: int) -> None:
    units, low = s.units, s.units.low
    subject = speakers.after(units, i + 1, s.last)
    if subject is None:
        return
    cue = (i, i + 2)
    if i == s.free or (i == s.free + 1 and low[s.free] in {"and", "but"}):
        comma = next((j for j in range(subject.last, s.last) if low[j] == ","), None)
        if comma is None or comma + 1 >= s.last:
            return
        end = _clause_end(s, comma + 1)
        s.found.append(Found([(comma + 1, end)], (subject.first, subject.last), cue, "according-first"))
        s.free = end
        return
    stop = i - (low[i - 1] == ",")
    if stop <= s.free:
        return
    s.found.append(Found([(s.free, stop)], (subject.first, subject.last), cue, "according"))
    s.free = subject.last


_FURTHER: tuple[tuple[frozenset[str], Callable[[Sentence, int], int | None], str], ...] = (
    (frozenset({"say", "think"}), _bare_clause, "bare"),
    (frozenset({"tell"}), _past_addressee, "tell"),
    (frozenset({"say"}), _past_aside, "aside"),
    (frozenset({"judge"}), _object, "object"),
    (frozenset({"urge"}), _object, "urge"),
)
"""Where what is said can begin otherwise, by the part of the list of verbs that allows it."""
