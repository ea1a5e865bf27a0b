"""Statements after the verb: "she said that …", ", adding: “…”", "she wants to …", "she criticised …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution import speakers
from factsheet.attribution.boundaries import (
    clause_end,
    content_start,
    first_comma,
    is_in_opening,
    opening_end,
    opens_with_clause,
    phrase_end,
)
from factsheet.attribution.cues import SAYING, WORDS, is_form
from factsheet.attribution.naming import PAPERS
from factsheet.attribution.sentence import (
    CLAUSE_WORDS,
    DASHES,
    LOOK,
    Found,
    ends_with_comma,
    is_adverb,
    is_utterance,
    quotes_end,
    with_somebody,
)
from factsheet.attribution.speakers import VerbSubject
from factsheet.attribution.tokens import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import SentenceState
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

_OPENING = frozenset({"whether", "that", "if", "because"})
"""Words that open a clause within the one that continues after it."""
_APART = frozenset({"and", "but", "as", "while", "when", "in", "at", "before", "after", "to", ","})
"""Words that can follow a quotation that is a whole utterance."""
_CHOOSING = frozenset({"endorse", "back"})
"""Verbs whose object is the person supported."""
_AT = frozenset({"in", "on", "at", "last", "after", "when", "despite", "before", "during", "this", "over"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth"})
_OPENS = 5
"""Distance between a verb and the "that" or mark of its statement, in tokens: "who told Jane Doe that"."""
_OWN = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", "so"})
"""Words that begin a clause of the article's own after a quotation and a comma."""
_PLURALS = frozenset({"people", "men", "women", "police"})
_TAKE_BASE = frozenset({"they", "we", "i", "you", "who", "some", "many", "others", "most"}) | _PLURALS
"""Subjects of a verb in its base form that do not end in -s."""


def clause(s: SentenceState, i: int, verb: Verb) -> bool:
    """The statement after a verb: "she said (that) …", "she wants to …", "she criticised …"."""
    if verb.form == "ing" and (i == s.first or s.low[i - 1] not in WORDS["be"]):
        return False
    subject = _with_relative(s, i, verb) or speakers.before(s.tokens, i, s.free) or _same_speaker(s, i, verb)
    if subject is None or _says_nothing(s, subject, i, verb):
        return False
    return _take(s, i, verb, subject.span, subject.cue_first, "pre")


def _does(s: SentenceState, i: int) -> bool:
    """Whether a verb follows a name at token `i`."""
    named = s.tokens.capital(i - 1) and s.low[i - 1] not in WORDS["determiners"]
    return s.low[i].endswith("ed") and not s.tokens.capital(i) and named


def _with_relative(s: SentenceState, i: int, verb: Verb) -> VerbSubject | None:
    """The subject with a relative clause between it and its verb: "friends who have seen him recently say"."""
    if not verb.parts & {"say"} or verb.form == "ing":
        return None
    who = next((j for j in range(s.free + 1, i) if s.low[j] == "who"), None)
    between = s.low[who + 1 : i] if who is not None else []
    if who is None or not {QUOTE, ":", "that"}.isdisjoint(between):
        return None
    if "," in between:
        return _with_long_relative(s, who, i)
    if not any(map(_is_finite, between)) or not SAYING.isdisjoint(between) or between[-1] in WORDS["subjects"]:
        return None
    first = speakers.noun_phrase_back(s.tokens, who - 1, s.free)
    last = next((j + 1 for j in range(i - 1, who, -1) if not is_adverb(s.low[j])), i)
    return None if first is None else VerbSubject(first, last, last, i + 1)


def _with_long_relative(s: SentenceState, who: int, i: int) -> VerbSubject | None:
    """The subject with a relative clause that has commas: "Doe, who got the mill from its founder, Roe, said"."""
    if s.low[who - 1] != "," or s.low[i - 1] != "," or not SAYING.isdisjoint(s.low[who:i]):
        return None
    first = speakers.noun_phrase_back(s.tokens, who - 2, s.free) if who - 2 >= s.free else None
    return None if first is None else VerbSubject(first, who - 1, i, i + 1)


def _is_finite(word: str) -> bool:
    """Whether a word has the form of a finite verb."""
    return word in WORDS["verbs"] or word in WORDS["auxiliaries"] or word in WORDS["be"] or word.endswith("ed")


def _says_nothing(s: SentenceState, subject: VerbSubject, i: int, verb: Verb) -> bool:
    """Whether the words before a verb show that it reports nothing: it is a noun, or an object follows."""
    names = verb.lemma in WORDS["naming"] and WORDS["objects"].isdisjoint(s.low[i + 1 : i + 2])
    if names and (s.low[subject.first] in {"a", "an", "what"} or s.low[subject.first - 1] == "what"):
        return True
    opens = {QUOTE, "that"}.intersection(s.low[i + 1 : i + _OPENS])
    if s.low[subject.cue_first - 1] in {"who", "which"} and not opens:
        return s.low[subject.cue_first - 2] != ","  # "those who favour the plan agree that …"
    if verb.form == "base" and not _takes_base(s, subject, i):
        return True
    if verb.form == "s" and any(_does(s, k) for k in range(subject.first + 1, subject.last - 1)):
        return True  # "Doe rated few of the claims “false”"
    return verb.form in {"base", "s"} and _counts(s, subject, i)


def participle(s: SentenceState, i: int, verb: Verb) -> bool:
    """The statement after a participle, ", saying that …": its subject is that of the sentence."""
    if i == s.first:
        return False
    beside = with_somebody(s, i)
    if beside is not None:
        return _take(s, i, verb, beside, i, "participle")
    loose = s.low[i - 1] in {",", "and", "by", "in", QUOTE} or s.low[i - 1] in DASHES
    quoting = verb.parts & {"say", "quote"} and QUOTE in s.low[i + 1 : min(i + 3, s.last)]
    if quoting and s.low[i - 1] in PAPERS and not s.tokens.capital(i - 1):
        thing = speakers.noun_phrase_back(s.tokens, i - 1, s.free)
        return thing is not None and _take(s, i, verb, (thing, i), i, "participle")  # "held up a sign saying"
    if not loose and not quoting:
        return False
    subject = s.found[-1].subject if s.found else _first_subject(s.tokens, s.first, i)
    return subject is not None and _take(s, i, verb, subject, i, "participle")


def _first_subject(tokens: ParagraphTokens, first: int, last: int) -> Span | None:
    """The first name or pronoun of a sentence that can be its subject."""
    start = _main_start(tokens, first, last)
    for i in range(start + 1, last):
        if tokens.low[i] in WORDS["verbs"] and (subject := speakers.before(tokens, i, start)):
            return subject.span
    subjects = (_subject_at(tokens, i, last) for i in range(start, last))
    return next(filter(None, subjects), None)


def _main_start(tokens: ParagraphTokens, first: int, last: int) -> int:
    """The start of the main clause: after the comma of an initial phrase or clause."""
    word = tokens.low[first]
    if not (word in WORDS["prepositions"] or word in WORDS["conjunctions"] or word.endswith(("ing", "ed"))):
        return first
    return next((j + 1 for j in range(first, min(last, first + LOOK)) if tokens.low[j] == ","), first)


def _subject_at(tokens: ParagraphTokens, i: int, last: int) -> Span | None:
    """The pronoun, name or noun phrase at token `i`."""
    word = tokens.low[i]
    if word in WORDS["pronouns"]:
        return i, i + 1
    if word in WORDS["determiners"]:
        return (i, i + 2) if i + 1 < last and tokens.low[i + 1] != QUOTE else None
    if not tokens.capital(i) or word in WORDS["days"] or word in _ORDINALS or is_adverb(word):
        return None
    end = i + 1
    while end < last and tokens.capital(end) and tokens.low[end] != QUOTE:
        end += 1
    return i, end


def said_first(s: SentenceState, verb: Verb) -> bool:
    """The statement after a verb that opens the sentence: "Said Smith: “…”"."""
    subject = speakers.after(s.tokens, s.first, s.last)
    if subject is None or not s.tokens.capital(subject.first):
        return False
    stops = (j for j in range(subject.last, s.last) if s.low[j] in {",", ":"} and s.low[j + 1 : j + 2] == [QUOTE])
    at = next(stops, None)
    if at is None:
        return False
    end = quotes_end(s, at + 1)
    return s.take(Found([(at + 1, end)], subject.span, (s.first, s.first + 1), "said-first", verb.lemma), end)


def _same_speaker(s: SentenceState, i: int, verb: Verb) -> VerbSubject | None:
    """The speaker of the previous statement, for a second verb: "and added that"."""
    at = i - 1
    while at > s.free and is_adverb(s.low[at]):
        at -= 1
    if s.low[at] not in {"and", "but"}:
        return None
    if not s.found:
        behind = i + 1 + len(verb.particle.split())
        spoken = (
            verb.parts & {"say", "quote"} and verb.form in {"past", "s"} and at > s.free and _opens_clause(s, behind)
        )
        own = _first_subject(s.tokens, s.first, i) if spoken else None
        return VerbSubject(*own, at + 1, i + 1) if own else None  # "Doe keeps them secret but says that"
    if verb.form != "past" or at > s.free + 1:
        return None
    subject, first = s.found[-1].subject, _first_subject(s.tokens, s.first, i)
    if subject and first and not _OPENING.isdisjoint(s.low[first[1] : subject[0]]):
        subject = first  # "Doe put off deciding whether Roe could question her but said"
    return VerbSubject(*subject, at + 1, i + 1) if subject else None


def _opens_clause(s: SentenceState, i: int) -> bool:
    """Whether "that", a quotation or a subject begins at token `i`."""
    if s.low[i : i + 2] in ([",", QUOTE], [":", QUOTE]):
        return True  # "shook her head and said, “…”"
    return i < s.last and (s.low[i] in {"that", QUOTE} or _subject_at(s.tokens, i, s.last) is not None)


def _counts(s: SentenceState, subject: VerbSubject, i: int) -> bool:
    """Whether the words before a verb only count or point, so that it is a noun: "three contests", "the attacks"."""
    if subject.cue_first < i:
        return False
    word, following = s.low[subject.last - 1], s.low[i + 1 : i + 2]
    return (word in WORDS["determiners"] or word.isdigit()) and following not in ([QUOTE], ["that"], [":"], [","])


def _takes_base(s: SentenceState, subject: VerbSubject, i: int) -> bool:
    """Whether a verb can be in its base form: after an auxiliary or a plural."""
    if any(word in WORDS["auxiliaries"] for word in s.low[subject.cue_first : i]):
        return True
    words = s.low[subject.first : subject.last]
    head = next((at for at, word in enumerate(words) if at and word in WORDS["inside"]), len(words))
    return any(word in _TAKE_BASE or _is_plural(word) for word in (words[-1], words[0], words[head - 1]))


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("'s", "’s", "ss"))


def _take(s: SentenceState, i: int, verb: Verb, subject: Span, cue_first: int, rule: str) -> bool:
    """Take what follows a verb as its statement."""
    after = i + 1 + len(verb.particle.split())
    start, how = content_start(s, after, verb)
    if start is None:
        return False
    end = _content_end(s, start, how)
    if verb.lemma in _CHOOSING and how == "object":
        end = next((j for j in range(start + 1, end) if s.low[j] in _AT or is_adverb(s.low[j])), end)
    if spoken := _told_somebody(s, start, end, verb):
        start, end = spoken
    return end > start and s.take(Found([(start, end)], subject, (cue_first, after), f"{rule}-{how}", verb.lemma), end)


def _told_somebody(s: SentenceState, start: int, end: int, verb: Verb) -> Span | None:
    """The quotation after its addressee: "asked the crowd “Who is it?”"."""
    at = next((j for j in range(start, end) if s.low[j] == QUOTE), start)
    if at == start or at - start > _OPENS + 1 or not verb.parts & {"say", "tell", "urge"}:
        return None
    between = s.low[start:at]
    named = not ({",", "to", "that", "of", "with", "for"} & set(between[:-1])) and not any(map(_is_finite, between))
    return (at, quotes_end(s, at)) if named and is_utterance(s, at) else None


def _content_end(s: SentenceState, start: int, how: str) -> int:
    """The end of what began at `start`: with its quotations, clause or phrase."""
    quoted = quotes_end(s, start)
    if quoted > start and s.low[start - 1] == "," and (further := _runs_on(s, quoted)):
        return further
    if quoted > start and (s.low[start - 1] in {",", ":"} or _apart(s, start, quoted) or _left(s, quoted)):
        return quoted
    end = clause_end(s, start)
    if how in {"object", "urge", "to"}:
        return min(end, phrase_end(s, start))
    if is_in_opening(s, start):
        return min(end, opening_end(s, start))
    return min(end, phrase_end(s, start)) if opens_with_clause(s) and first_comma(s, s.first) >= start else end


def _runs_on(s: SentenceState, end: int) -> int | None:
    """The end of a sentence that continues from one quotation into another: "“Instead of help,” Roe “chose strife”"."""
    if end + 1 >= s.last or not ends_with_comma(s, end - 1) or not s.tokens.capital(end):
        return None
    return quotes_end(s, end + 1) if s.low[end + 1] == QUOTE else None


def _left(s: SentenceState, end: int) -> bool:
    """Whether a clause of the article's own follows a quotation and a comma: "said “…”, but the council …"."""
    at = end + (s.low[end : end + 1] == [","])
    if at + 2 >= s.last or s.low[at] not in _OWN or not (at > end or ends_with_comma(s, end - 1)):
        return False
    return s.low[at + 1] not in CLAUSE_WORDS and s.low[at + 1] != QUOTE and not is_form(s.low[at + 1], "past")


def _apart(s: SentenceState, start: int, end: int) -> bool:
    """Whether a quotation after a verb is a whole utterance, and the article's own words follow."""
    quote = s.tokens.quotes.get(start)
    if quote is None or end >= s.last or s.low[end] not in _APART:
        return False
    inner = s.tokens.text[quote.start : quote.end].strip("\"“”'‘’«» ")
    return inner[:1].isupper() or inner[-1:] in set(".,?!")
