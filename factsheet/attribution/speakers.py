"""Finds the words that name the speaker, next to a verb of attribution.

Nothing is parsed: a subject is read word by word, backwards or forwards from the verb, until a word that cannot be part
of it. `resolve` finds out whom the words mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.cues import VERBS, WORDS, in_lists
from factsheet.attribution.naming import OF_PERSONS, PAPERS, ROLES
from factsheet.attribution.tokens import QUOTE

if TYPE_CHECKING:
    from factsheet.attribution.tokens import ParagraphTokens
    from factsheet.records import Span

_REACH = 14
"""The longest subject, in words."""
_ASIDE_REACH = 30
"""The longest apposition or parenthesis between subject and verb, in tokens."""
_STOPS = frozenset(",;:.?!…()[]—–-/*\"'" + QUOTE) | {"--", "..", "...", "....", "- -"}
_BREAKS = (WORDS["conjunctions"] | WORDS["verbs"] | WORDS["prepositions"] | WORDS["days"]) - WORDS["inside"] | {"to"}
"""Words that no subject contains."""
_BEFORE_SEEN = WORDS["be"] | WORDS["adverbs"] | WORDS["auxiliaries"] | {"that", "which", ",", "first"}
"""Words between a document and "seen by"."""
_APPOSED_ROLE = 3
"""The longest role before an apposed name, in words: "the patient, retired postman Jane Doe,"."""
_NEVER_IN_SUBJECT = _STOPS | _BREAKS | WORDS["pronouns"]
_NEVER_LAST = _STOPS | _BREAKS | WORDS["inside"]
"""Words that never end a noun phrase."""
_NEVER_FIRST = _NEVER_LAST | WORDS["objects"]
"""Words that never begin a subject after its verb."""
_ENDS_INVERTED = _STOPS | WORDS["pronouns"] | ((_BREAKS | WORDS["inside"]) - {"of", "for"})
"""Words that end a subject after its verb: "said Smith on Monday"."""


class VerbSubject(NamedTuple):
    """Token indexes, half open: the subject of a verb of attribution, and the verb with its auxiliaries."""

    first: int
    last: int
    cue_first: int
    cue_last: int

    @property
    def span(self) -> Span:
        """The subject alone."""
        return self.first, self.last

    @property
    def cue(self) -> Span:
        """The verb with its auxiliaries."""
        return self.cue_first, self.cue_last


def before(tokens: ParagraphTokens, verb: int, low: int) -> VerbSubject | None:
    """The subject that ends before the verb at token `verb`, no earlier than token `low`."""
    at, passive = _over_auxiliaries(tokens, verb - 1, low)
    if at < low or (passive and not tokens.low[verb].endswith("ing")):
        return None
    cue = at + 1, verb + 1
    if at > low + 1 and tokens.low[at] in WORDS["days"] and tokens.low[at - 1] == "on":
        at -= 2  # "Jane Doe on Tuesday called"
    aside = _aside(tokens, at, low)
    if aside:
        at = _over_bracket(tokens, aside[0] - 2, low)
    if at - 2 > low and tokens.low[at].isdigit() and tokens.low[at - 1] == ",":
        at -= 2  # an age: "Jane Doe, 67, a teacher, said"
    if at < low:
        return None
    if _is_relative(tokens, at, verb):
        return _relative(tokens, at, low, cue)
    first = at if _has_seen(tokens, at) else noun_phrase_back(tokens, at, low)
    if first is None:
        return None
    first = _over_clause(tokens, first, low)
    first, at = _paper_before(tokens, (first, at), low)
    if aside and (whole := _over_place(tokens, (first, at + 1), aside, low)):
        return VerbSubject(*whole, *cue)
    last = aside[1] if aside and _names(tokens, (first, at + 1), aside) else at + 1
    return VerbSubject(first, last, *cue)


def _over_clause(tokens: ParagraphTokens, first: int, low: int) -> int:
    """The start of a subject whose last noun is not its head: "the man who shot the governor", "nurses treating him".

    A noun right after such a verb is its object, not the speaker.
    """
    verb = first - 1
    while verb > low and tokens.low[verb] in WORDS["inside"]:
        verb -= 1
    if verb <= low or tokens.capital(verb) or tokens.low[verb] in _NO_OBJECT or in_lists(tokens.low[verb], _OPENING):
        return first
    head = verb - 1
    if tokens.low[head] == "who" and head > low:
        head -= 1 + (tokens.low[head - 1] == ",")
    elif not tokens.low[verb].endswith("ing"):
        return first
    while head > low and tokens.low[head] in WORDS["inside"]:
        head -= 1
    begins = noun_phrase_back(tokens, head, low) if head >= low else None
    return first if begins is None else begins


_NO_OBJECT = _STOPS | WORDS["conjunctions"] | WORDS["days"] | {"during", "following", "including", "morning", "evening"}
_OPENING = frozenset({"say", "tell", "think"})
"""Parts of the verb list that take a clause: "saying the governor told"."""


def _over_bracket(tokens: ParagraphTokens, at: int, low: int) -> int:
    """The token before a bracket that ends at a token, else that token: "the head of the Board (HB), Jane Doe,"."""
    bracket = _aside(tokens, at, low) if at > low and tokens.low[at] == ")" else None
    return bracket[0] - 2 if bracket else at


def _paper_before(tokens: ParagraphTokens, by: Span, low: int) -> Span:
    """The first and last token of a document "seen by" `by`: "a letter seen by the Courier"; else those of `by`."""
    first, last = by
    if first - 2 >= low and tokens.low[first - 1] == "to":
        return _sent_to(tokens, by, low)
    if first - 3 < low:
        return by
    if tokens.low[first - 1] == "by" and tokens.low[first - 2] in WORDS["seen"]:
        at = first - 3
    elif first == last and _has_seen(tokens, last):
        reader = noun_phrase_back(tokens, last - 2, low)
        at = low - 1 if reader is None else reader - 1
    else:
        return by
    while at > low and tokens.low[at] in _BEFORE_SEEN:
        at -= 1
    begins = noun_phrase_back(tokens, at, low) if at >= low else None
    return by if begins is None else (begins, at)


def _sent_to(tokens: ParagraphTokens, by: Span, low: int) -> Span:
    """A letter with its addressee `by`."""
    first, last = by
    begins = noun_phrase_back(tokens, first - 2, low)
    if begins is None or not any(tokens.low[i] in PAPERS for i in range(begins, first - 1)):
        return by
    return begins, last


def paper_back(tokens: ParagraphTokens, at: int, low: int) -> Span | None:
    """The document with its author that ends at token `at`: "a letter from Ellery Lines"."""
    first = noun_phrase_back(tokens, at, low)
    if first is None:
        return None
    by = next((i for i in range(first, at) if tokens.low[i] in {"from", "of"} and tokens.low[i - 1] in PAPERS), None)
    return (first, at + 1) if by is not None and any(tokens.capital(i) for i in range(by, at + 1)) else None


def _has_seen(tokens: ParagraphTokens, at: int) -> bool:
    """Whether a clause like "that the Courier has seen" ends at token `at`."""
    return tokens.low[at] in WORDS["seen"] and tokens.low[at - 1] in {"has", "have", "had"}


def is_of_reader(tokens: ParagraphTokens, verb: int, low: int) -> bool:
    """Whether a verb only says who has read a document: "a letter, which the Courier has read, says"."""
    if not _has_seen(tokens, verb) or tokens.low[verb + 1 : verb + 2] != [","]:
        return False
    first = noun_phrase_back(tokens, verb - 2, low)
    return first is not None and first > low and tokens.low[first - 1] in {"which", "that"}


def _is_relative(tokens: ParagraphTokens, at: int, verb: int) -> bool:
    """Whether a subject precedes "who", "which", or a "that" whose verb quotes: "a letter that said “…”"."""
    word = tokens.low[at]
    return word in {"who", "which"} or (word == "that" and QUOTE in tokens.low[verb + 1 : verb + 3])


def _over_auxiliaries(tokens: ParagraphTokens, at: int, low: int) -> tuple[int, bool]:
    """The token before the auxiliaries and adverbs of a verb, and whether they make it passive."""
    passive = False
    while at >= low:
        word = tokens.low[at]
        if word in WORDS["be"]:
            passive = True
        elif not (
            word in WORDS["auxiliaries"] or word in WORDS["adverbs"] or (word.endswith("ly") and not tokens.capital(at))
        ):
            break
        at -= 1
    if at > low and tokens.low[at - 1 : at + 1] == ["no", "longer"]:
        at -= 2
    return at, passive


def _aside(tokens: ParagraphTokens, at: int, low: int) -> Span | None:
    """The tokens of an apposition or parenthesis that ends at token `at`, without the marks around it."""
    word = tokens.low[at]
    if word in ")]":
        opening = _back_to(tokens, at - 1, low, "([")
    elif word == "," or word in "—–-" or word == "--":
        opening = _back_to(tokens, at - 1, low, "," if word == "," else "—–---")
    else:
        return None
    return (opening + 1, at) if opening > low else (low + 1, low + 1)


def _names(tokens: ParagraphTokens, phrase: Span, aside: Span) -> bool:
    """Whether an aside names the referent of a phrase: "the mayor, Jane Doe,"."""
    words_of_name = range(*aside)
    common = any(tokens.low[i].isalpha() and not tokens.capital(i) for i in range(*phrase))
    role = next((i for i in words_of_name if tokens.capital(i)), aside[1]) - aside[0]
    noun = tokens.low[aside[0] + role - 1]
    if role and (role > _APPOSED_ROLE or not (noun in ROLES or noun.endswith(OF_PERSONS))):
        return False
    words_of_name = range(aside[0] + role, aside[1])
    return common and len(words_of_name) > 1 and all(tokens.capital(i) for i in words_of_name)


def _over_place(tokens: ParagraphTokens, place: Span, name: Span, low: int) -> Span | None:
    """A role with a place between commas and a name: "the mayor of Hollin, Norland, Jane Doe,"."""
    first, last = place
    if not all(map(tokens.capital, (*range(*place), *range(*name)))) or first - 2 < low or tokens.low[first - 1] != ",":
        return None
    start = noun_phrase_back(tokens, first - 2, low)
    return (start, name[1]) if start is not None and _names(tokens, (start, last), name) else None


def _relative(tokens: ParagraphTokens, who: int, low: int, cue: Span) -> VerbSubject | None:
    """The antecedent of "who", else "who" itself; None if "who" comes first."""
    at = who - 1
    if at < low:
        return None
    if tokens.low[at] == "," and at > low:
        at -= 1
    first = noun_phrase_back(tokens, at, low)
    if first is None:
        return VerbSubject(who, who + 1, *cue)
    return VerbSubject(first, at + 1, *cue)


def _back_to(tokens: ParagraphTokens, at: int, low: int, marks: str) -> int:
    """The last token before `at` that is one of `marks`, or -1."""
    for i in range(at, max(low, at - _ASIDE_REACH) - 1, -1):
        if tokens.low[i] in marks:
            return i
    return -1


def noun_phrase_back(tokens: ParagraphTokens, at: int, low: int) -> int | None:
    """The start of the noun phrase that ends at token `at`."""
    word = tokens.low[at]
    if word in WORDS["pronouns"] or word in WORDS["contracted"]:
        return at
    if word in _NEVER_LAST:
        return None
    first = None
    i, floor = at, max(low, at - _REACH)
    while i >= floor:
        belongs, further = _step_back(tokens, i, floor, at)
        if belongs:
            first = i
        i = further
    return first if first != at or _noun_alone(tokens, at) else None


def _step_back(tokens: ParagraphTokens, i: int, floor: int, at: int) -> tuple[bool, int]:
    """Whether the noun phrase that ends at `at` can begin at token `i`, and where to continue; -1 to stop."""
    word, earlier = tokens.low[i], tokens.low[i - 1] if i > floor else ""
    if word in WORDS["determiners"] and not _inside_capitals(tokens, i, floor):
        return True, i - 1 if earlier in WORDS["determiners"] else _over_preposition(tokens, i - 1, floor)
    if word == "to" and earlier in WORDS["sent"]:
        return False, i - 1
    if word == "and" and i > floor and tokens.capital(i - 1) and tokens.capital(i + 1):
        return False, i - 1
    if word in _NEVER_IN_SUBJECT:
        return False, -1
    if word in WORDS["inside"]:
        return False, _over_preposition(tokens, i, floor)
    if i < at and word in WORDS["sent"] and tokens.low[i + 1] == "to":
        return True, i - 1
    return (False, -1) if _is_verb(tokens, i, at) else (True, i - 1)


def _inside_capitals(tokens: ParagraphTokens, i: int, floor: int) -> bool:
    """Whether a determiner is part of a name: "Doctors Without Any Borders"."""
    return tokens.capital(i) and i > floor and tokens.capital(i - 1)


def _noun_alone(tokens: ParagraphTokens, at: int) -> bool:
    """Whether one lower-case word can be a subject: "officials", not "prompted"."""
    return tokens.capital(at) or not tokens.low[at].endswith(("ed", "ly"))


def _over_preposition(tokens: ParagraphTokens, i: int, floor: int) -> int:
    """Where to continue before a preposition that follows a noun, or "close to" and the like; or -1."""
    if i - 1 >= floor and tokens.low[i] == "to" and tokens.low[i - 1] in WORDS["sent"]:
        return i - 1
    if i - 1 < floor or tokens.low[i] not in WORDS["inside"]:
        return -1
    noun = tokens.low[i - 1]
    if noun in _NEVER_LAST or noun in WORDS["determiners"]:
        return -1
    return -1 if _is_verb(tokens, i - 1, i) else i - 1


def _is_verb(tokens: ParagraphTokens, i: int, at: int) -> bool:
    """Whether the lower-case word at token `i` is likely a verb, which ends the search for the subject."""
    if tokens.capital(i):
        return False
    return i < at and any(verb.form in {"past", "ing"} for verb in VERBS.get(tokens.low[i], ()))


def after(tokens: ParagraphTokens, verb: int, high: int) -> VerbSubject | None:
    """The subject after the verb at token `verb`: "said Smith"."""
    i = verb + 1
    if i >= high:
        return None
    if tokens.low[i] in WORDS["pronouns"]:
        return VerbSubject(i, i + 1, verb, verb + 1)
    if tokens.low[i] in _NEVER_FIRST:
        return None
    end = min(high, i + _REACH)
    last = next((j for j in range(i, end) if _ends_inverted(tokens, j, high)), end)
    if all(word in WORDS["articles"] for word in tokens.low[i:last]):
        return None
    return VerbSubject(i, _with_name(tokens, i, last, high), verb, verb + 1)


def _ends_inverted(tokens: ParagraphTokens, j: int, high: int) -> bool:
    """Whether a subject after its verb ends before token `j`."""
    seen = tokens.low[j] in WORDS["seen"] and tokens.low[j + 1 : j + 2] == ["by"]
    if tokens.low[j] in {"from", "by"} and tokens.low[j - 1] in PAPERS:
        return False
    if tokens.low[j] == "and" and _joins_body(tokens, j, high):
        return False
    return seen or tokens.low[j] in _ENDS_INVERTED or _is_verb(tokens, j, high)


def _joins_body(tokens: ParagraphTokens, j: int, high: int) -> bool:
    """Whether an "and" is part of a body's name before a role: "said Marsh and Daughters director Lucy Penrose"."""
    end = next((k for k in range(j + 1, high) if not tokens.capital(k)), high)
    return tokens.capital(j - 1) and j + 1 < end < high - 1 and tokens.low[end] in ROLES and tokens.capital(end + 1)


def _with_name(tokens: ParagraphTokens, first: int, last: int, high: int) -> int:
    """The end of a subject including the name in apposition: "said the mayor, Jane Doe"."""
    if last + 1 >= high or tokens.low[last] != ",":
        return last
    end = next((j for j in range(last + 1, high) if tokens.low[j] in _STOPS), high)
    return end if _names(tokens, (first, last), (last + 1, end)) else last
