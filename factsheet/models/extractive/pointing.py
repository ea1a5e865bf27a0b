"""Finds words that refer to another sentence: "he", "that plan", "two days later", "however".

Each is recognised by its context. `alone` resolves definite nouns.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import SPANS, TIMES, is_verb_at, tokens
from factsheet.attribution.cues import SAYING
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, may_be
from factsheet.language.tongues import any_of
from factsheet.models.extractive.pronouns import UNEXPLAINED, pronouns
from factsheet.proving.context import exists
from factsheet.proving.pronouns import BACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token

_GOES_ON, _TALK = ENGLISH.words("pointing", "goes on"), ENGLISH.words("pointing", "talk")
_BEHIND_THAT, _BEFORE_THAT = ENGLISH.words("pointing", "behind that"), ENGLISH.words("pointing", "before that")
_BARE = ENGLISH.words("pointing", "bare")
_PLACES = ENGLISH.words("pointing", "here")
_OURS = ENGLISH.words("pointing", "ours")
_THOSE, _EVERYONE = ENGLISH.words("pointing", "those"), ENGLISH.words("pointing", "everyone")
_SINGLE_TIMES = ENGLISH.words("pointing", "single times")
_BEFORE_HERE = ENGLISH.words("pointing", "before here")
SUCH = "such "
"""Prefix of a noun that refers to something reported: "such gifts"."""
SEVERAL = "the several "
"""Prefix of a noun with a definite number: "the two robberies"."""
_COUNTED = re.compile(r"the (?:two|three|four|five) ([a-z]+(?:s|en)|people)\b", re.IGNORECASE)
_FIRST_WORDS = 3
"""Distance from the start of a sentence within which "moments later" opens it, in words."""
_FAR = re.compile(r"So far\b")  # a time
_HEADING = re.compile(r"[a-z][a-z’']*(?: [a-z’']+)?: (?![\"“‘'])", re.IGNORECASE)  # "Editor's note: "
_AGED = re.compile(r"\b[Tt]he \d+-year-old\b(?! (?:[a-z-]+ ){0,2}[A-Z])")
"""Somebody named before: "the 40-year-old", but not "the 40-year-old mechanic Jane Doe"."""
_LEFT_OUT = re.compile(r"(?=[.…(\[@h])(?:(?<!\.[A-Z])\.\.\W*$|…\W*$|\. \.\W*$|….|\([^)\]]*$|\[[^)\]]*$|@\w|https?:)")
"""An omission at an end, or text that belongs to no sentence."""


def is_piece(text: str) -> bool:
    """Whether words are a fragment that no context completes: an omission, a heading, a "Yes,"."""
    first = text.split(" ", 1)[0].lower()
    begins = text.startswith(("..", "…", "Not that ")) or _HEADING.match(text) is not None
    return begins or _LEFT_OUT.search(text) is not None or first in _TALK


def untied(text: str) -> str:
    """A sentence without the words that only connect it to the previous one: "Doe left", from "But Doe also left"."""
    rest = _TURNS.sub(" ", _TIE.sub("", text, 1) or text)
    rest = _LATER.sub("", _THEN.sub(r"\1", rest) if "then " in rest else rest)
    rest = _ADDS.sub(" ", rest) if " also " in rest and _ONLY.search(rest) is None else rest
    return rest[:1].upper() + rest[1:]


_TIE = re.compile(
    r"(?=[A-Z])(?:(?:But|And|Yet)(?! (?:then|so|if|when|not)\b) "
    r"|(?:However|Still|Yet|Meanwhile|Moreover|Furthermore|Nevertheless|Nonetheless|Additionally|In addition|Also"
    r"|But|And|First|Second|Third|Finally|Lastly|In fact|Indeed|At the same time|As a result|Of course"
    r"|For (?:that|this|those|these) reasons?), )(?=\w)"
)
_THEN = re.compile(r"^((?:[A-Z][\w.’'-]* ){1,3}(?:(?:has|had|was|were) )?)then (?=[a-z]+ed\b)")
_LATER = re.compile(
    r",? (?:(?:about|around|some|just) )?(?:\d+|an?|two|three|five|ten|several|a few) (?:minute|hour)s? later(?=\.$)"
)
"""A time after another event, at the end: "A robbery was reported about 15 minutes later."."""
_TURNS = re.compile(r", however,? (?!(?:much|many)\b)(?=\w)")
_ADDS = re.compile(r" also (?=[a-z])(?!(?:known|called|named)\b)")
_ONLY = re.compile(r"\b(?:only|while|besides|addition|known|just|but) ")
"""Words with which "also" adds to something in the same sentence."""


def pointers(text: str, found: Sequence[Token], holder: Sequence[Token] = ()) -> Iterator[str]:
    """The anaphoric words of a sentence, in lower case; `holder` are the words for its speaker."""
    low = text.lower()
    if links := _links().match(low):
        yield links[0]
    if (span := _NEXT.search(low)) and not any(token.is_of("modals") for token in found):
        yield span[0]
    phrase = _phrases().search(low)
    if phrase and not _is_told_beside(low, phrase):
        counted = _COUNTED.match(text, phrase.start())
        yield SEVERAL + tokens(counted[1])[0].key if counted else phrase[0]
    if "-year-old" in low and (aged := _AGED.search(text)):
        yield aged[0].lower()
    if found and found[0].low in _GOES_ON and not _FAR.match(text) and not _is_besides(found):
        yield found[0].low
    if _counts(found) or _is_bare(found) or _is_one_of_some(found):
        yield found[0].low
    if found and _compares(found, text):
        yield found[-1].low
    for at, token in enumerate(found):
        if token.low in _LOOKED_AT and _points(found, at):
            yield _pointer(found, at)
    told = (*holder, *found)
    yield from pronouns(told, len(holder))


def _is_besides(found: Sequence[Token]) -> bool:
    """Whether a sentence begins with a preposition: "Besides Doe, the absent are", not "Besides, Doe"."""
    return found[0].low == "besides" and len(found) > 1 and not found[1].gap


@cache  # compiles a word list
def _phrases() -> re.Pattern[str]:
    words = any_of(ENGLISH.words("pointing", "back"))
    return re.compile(rf"\b{words}\b(?!-| (?:of|to|as|that)\b)(?!.{{0,40}} as\b)")


@cache  # compiles a word list
def _links() -> re.Pattern[str]:
    return re.compile(rf"{any_of(ENGLISH.words('pointing', 'links'))}\b")


def _is_told_beside(low: str, match: re.Match[str]) -> bool:
    """Whether a phrase refers to the clause beside it: "gave contracts and took cash in return", "but Doe said no"."""
    before, phrase, after = low[: match.start()], match[0], low[match.end() :]
    if _SAID_BESIDE.match(after) or (phrase.endswith((" no", " yes")) and after[:1] == " "):
        return True  # "said no buyer had come"
    clause, joint, _ = before.rpartition(" and ") if " and " in before else before.rpartition(" but ")
    is_counted = phrase.startswith("the ") and phrase.removeprefix("the ") in before.split()
    is_joined = bool(joint) and len(clause.split()) >= _FEWEST_BEFORE
    return is_counted or (is_joined and phrase.endswith((" return", " so", " no", " yes")))


_NEXT = re.compile(r"\bthe (?:next|following|ensuing) (?:\w+ )?(?:days|weeks|months|years|decades)\b")
"""A period after an event, unless it is still to come."""
_SAID_BESIDE = re.compile(r", (?:aged|both|named|who|from)\b")
"""What can follow "the pair" and identify it."""


def _counts(found: Sequence[Token]) -> bool:
    """Whether a sentence begins with a quantity without its noun: "Most can't afford it"."""
    if len(found) <= 1 or not (found[0].is_of("quantities") or found[0].low in {"none", "one", "two", "three"}):
        return False
    if found[0].low in _ANY_PEOPLE and found[1].low in SAYING:
        return False  # "Some accused the mayor"
    if found[1].is_of("auxiliaries", "modals", "negations") or found[1].low in SAYING:
        return True
    alone = found[0].low in {"none", "one"} or not may_be(found[1].low, "n")  # not "any use of it"
    return is_verb_at(found, 1) and alone


_ANY_PEOPLE = frozenset({"some", "many"})
"""First words that mean people in general before a verb of saying."""


def _is_bare(found: Sequence[Token]) -> bool:
    """Whether a sentence begins with an event without its subject: "Sentencing is set for May 7"."""
    return len(found) > 1 and found[0].low in _BARE and found[1].is_of("auxiliaries", "modals")


def _compares(found: Sequence[Token], text: str) -> bool:
    """Whether a sentence ends with a comparative without "than": "Doe's campaign is leaner"."""
    if _BETTER.search(text):
        return True
    last = found[-1]
    is_more = last.low.endswith("er") and any(may_be(base, "a") for base in bases(last.low) - {last.low})
    return is_more and len(found) > 1 and found[-2].is_of("auxiliaries") and " than " not in text


_BETTER = re.compile(r"\b(?:would|will) be (?:better|worse|best|worst)(?=[,.]|$)")


def _is_one_of_some(found: Sequence[Token]) -> bool:
    """Whether a sentence begins with an ordinal without a noun: "The second is that voters decide", "First and"."""
    at = int(bool(found) and found[0].low == "the")
    if len(found) <= at + 1 or found[at].low not in _NUMBERED:
        return False
    return found[at + 1].low in {"and", "is", "was"} if at == 0 else found[at + 1].is_of("auxiliaries", "modals")


_NUMBERED = frozenset({"first", "second", "third", "fourth", "next", "last", "other"})


def _points(found: Sequence[Token], at: int) -> bool:
    """Whether an ambiguous word is anaphoric here."""
    return _LOOKED_AT[found[at].low](found, at)


def _pointer(found: Sequence[Token], at: int) -> str:
    """The name of an anaphoric word, with the noun after it if the antecedent must have that."""
    after = _after(found, at)
    if found[at].low in {"such", "similar"} and after is not None:
        return SUCH + after.key
    return UNEXPLAINED if after is not None and after.low in _PLACES and not after.gap else found[at].low


def _this(found: Sequence[Token], at: int) -> bool:
    """Whether "this" or "those" lacks its referent, unlike in "this year" and "those who"."""
    after = _after(found, at)
    if after is None or after.gap:
        return True
    if found[at].low == "those":
        return not (after.low in _THOSE or after.low.endswith(("ed", "ing")) or _is_named(found, at))
    return not (after.low in TIMES or after.low in _OURS or _is_named(found, at))


def _is_named(found: Sequence[Token], at: int) -> bool:
    """Whether the noun after a word occurs before it too: "a plan … this plan"."""
    after = _after(found, at)
    return after is not None and not after.is_small and any(one.key == after.key for one in found[:at])


def _that(found: Sequence[Token], at: int) -> bool:
    """Whether "that" is a pronoun: no conjunction, and not the start of a relative clause."""
    before, after = found[at - 1] if at else None, _after(found, at)
    if before is None or after is None:
        return True
    says = before.low in SAYING
    if before.low in _THINKING and (after.is_of("modals") or after.low in {"is", "was", "'s", "’s", "s"}):
        return True  # "I think that should stop"
    if after.gap.strip("’'\"“‘") or after.low in _SINGLE_TIMES:
        return not says
    if after.low in _BEHIND_THAT and not after.is_of("determiners"):
        inside = before.low in _ADDING and at >= _FEWEST_BEFORE  # "it takes time, and that is short"
        return not inside and (not _MARK.isdisjoint(found[at].gap) or before.low in _BEFORE_THAT)
    if before.is_preposition and before.low in _BEFORE_THAT:
        return not (before.low == "in" and (after.is_of("pronouns") or after.low == "there"))
    if before.low in _BEFORE_THAT and (after.is_preposition or after.low in _AFTER_THAT):
        return not says
    asks = at == 1 and before.is_of("auxiliaries", "modals")
    verb = is_verb_at(found, at - 1) and not _has_clause(found, at)
    names = verb and (not may_be(before.low, "n") or at + 2 == len(found))  # "a defeat that leaves them there"
    return asks or names or before.low in {"make", "made"}


_THINKING = frozenset({"think", "believe", "know", "hope", "guess", "say", "said"})
_MARK = frozenset(",;:—–-")
_ADDING, _FEWEST_BEFORE = frozenset({"and", "but", "so"}), 4
"""Words that continue a sentence with "that", and how many words then precede with its antecedent."""
_BOTH_WITHIN = 8
"""Distance after "both" within which "and" joins its two, in words."""
_AFTER_THAT = ENGLISH.words("pointing", "after that")


def _has_clause(found: Sequence[Token], at: int) -> bool:
    """Whether a verb follows "that" in the same clause."""
    for behind in range(at + 1, len(found)):
        if behind > at + 1 and not _MARK.isdisjoint(found[behind].gap):
            return False
        if is_verb_at(found, behind) or found[behind].is_of("modals"):
            return True
        subject = found[behind - 1]
        if behind > at + 1 and not subject.is_small and subject.low.endswith("s") and may_be(found[behind].low, "v"):
            return True  # "prefer that Democrats face Doe"
    return False


def _such(found: Sequence[Token], at: int) -> bool:
    following = [token.low for token in found[at + 1 : at + 4]]
    return not {"as", "that"}.intersection(following) and not _is_named(found, at)


def _instead(found: Sequence[Token], at: int) -> bool:
    """Whether "instead" lacks its alternative, unlike in "instead of" and "A, not B, instead"."""
    after = _after(found, at)
    return (after is None or after.low != "of") and not any(token.is_of("negations") for token in found[:at])


def _also(found: Sequence[Token], at: int) -> bool:
    """Whether "also" or "too" adds to another sentence: not "not only … but also"."""
    only = any(token.low in {"only", "while", "besides", "addition", "known"} for token in found[:at])
    known = at + 1 < len(found) and found[at + 1].low in {"known", "called", "named"}  # "also known as ISIL"
    return not (only or known or (found[at].low == "too" and at + 1 < len(found) and not found[at + 1].gap))


def _additional(found: Sequence[Token], at: int) -> bool:
    """Whether something adds to something mentioned before: "an additional $650"."""
    return at > 0 and found[at - 1].low in {"a", "an", "the", "for"}


def _expressed(found: Sequence[Token], at: int) -> bool:
    """Whether somebody expresses an attitude to nothing in the sentence: "Doe voiced her disapproval."."""
    behind = [token for token in found[at + 1 : at + 5] if token.low not in {"'s", "’s", "s"}]
    if len(behind) < 2 or behind[0].gap or not (behind[0].low in BACK or behind[0].capital):
        return False
    return not behind[1].is_small and (len(behind) == 2 or bool(behind[2].gap))


def _similar(found: Sequence[Token], at: int) -> bool:
    after = _after(found, at)
    return after is None or after.low != "to"


def _there(found: Sequence[Token], at: int) -> bool:
    return not exists(found, at)


def _here(found: Sequence[Token], at: int) -> bool:
    """Whether "here" is the place of the dateline, not named after it: not "here in Paris"."""
    after, named = _after(found, at), found[at + 2 : at + 3]
    return after is None or after.low not in _BEFORE_HERE or any(token.low in TIMES for token in named)


def _later(found: Sequence[Token], at: int) -> bool:
    """Whether a time is relative to another: "two days later, he", but not "a year earlier"."""
    after, before = _after(found, at), [token.low for token in found[max(0, at - 2) : at]]
    if not before or not (before[-1] in SPANS or before[-1] == "moments") or before[0] in {"a", "an"}:
        return False
    if any(one.low in TIMES - SPANS for one in found[: at - 2]):
        return False  # "on 4 January, and a few days later"
    return after is None or bool(after.gap) or at < _FIRST_WORDS


def _then(found: Sequence[Token], at: int) -> bool:
    """Whether "then" refers to an earlier time: "would then be cut", "Doe then was", not "When he fell, Doe then"."""
    if at == 0 or found[at].gap or found[at - 1].is_of("conjunctions", "prepositions", "subordinators"):
        return False
    opens = at <= _FIRST_WORDS and at + 1 < len(found) and is_verb_at(found, at + 1)
    return opens or found[at - 1].is_of("auxiliaries", "modals")


def _else(found: Sequence[Token], at: int) -> bool:
    """Whether "everyone else" lacks its exception: not "anybody else than"."""
    after = _after(found, at)
    return at > 0 and found[at - 1].low in _EVERYONE and (after is None or after.low != "than")


def _agreed(found: Sequence[Token], at: int) -> bool:
    """Whether somebody agrees with another sentence: "Doe agreed.", "Doe agreed, saying"."""
    after = _after(found, at)
    return at > 0 and not found[at].gap and found[at - 1].capital and (after is None or bool(after.gap))


def _both(found: Sequence[Token], at: int) -> bool:
    """Whether "both" refers to two outside the sentence: "both were held", "both issues"."""
    after, behind = _after(found, at), found[at + 2 : at + 3]
    if after is None or after.gap or after.is_preposition or after.low in {"sides", "parties", "camps"}:
        return False
    joined = any(token.low == "and" for token in found[at + 1 : at + _BOTH_WITHIN])
    named = any(token.low == "and" for token in found[:at]) and is_verb_at(found, at + 1)  # "Doe and Roe both said"
    named = named or any(_joins_names(found, i) for i in range(1, at - 1))  # "from Paris to Cairo"
    names = sum(found[i].capital and not (i and found[i - 1].capital) for i in range(at))
    named = named or (after.low in _RIVALS and names > 1)  # "Hollin beat Orla, with both teams"
    return not (joined or named or any(token.low in _THOSE for token in behind))


_RIVALS = frozenset({"clubs", "countries", "nations", "parties", "sides", "teams"})


def _one_of_two(found: Sequence[Token], at: int) -> bool:
    """Whether "the former" is one of two, and not a past role: "the former president"."""
    after = _after(found, at)
    alone = after is None or bool(after.gap) or not (after.capital or may_be(after.low, "n") or may_be(after.low, "a"))
    return at > 0 and found[at - 1].low == "the" and alone


def _joins_names(found: Sequence[Token], at: int) -> bool:
    return found[at].low in {"and", "to"} and found[at - 1].capital and found[at + 1].capital


_LOOKED_AT = {
    "this": _this, "these": _this, "those": _this, "that": _that, "such": _such, "similar": _similar, "there": _there,
    "here": _here, "later": _later, "earlier": _later, "afterwards": _later, "afterward": _later,
    "both": _both, "else": _else, "then": _then, "instead": _instead, "agreed": _agreed, "agrees": _agreed,
    "disagreed": _agreed, "disagrees": _agreed, "concurred": _agreed, "also": _also, "too": _also,
    "additional": _additional, "expressed": _expressed, "voiced": _expressed, "echoed": _expressed,
    "shared": _expressed, "former": _one_of_two, "latter": _one_of_two,
}  # fmt: skip
"""Words that are anaphoric in some contexts, with the function that decides."""


def _after(found: Sequence[Token], at: int) -> Token | None:
    return found[at + 1] if at + 1 < len(found) else None
