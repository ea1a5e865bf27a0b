"""The tense of the clause that a time belongs to: whether its event is past, to come, or left open."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import POSSESSIVES, is_verb_at, tokens
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token


PAST, OPEN, FUTURE = -1, 0, 1
"""What `tense` returns."""

_IS_ON = re.compile(r"\b(?:is|are) $")


def tense(sentence: str, time: str) -> int:
    """Whether the verb of a time is `PAST`, `FUTURE`, or leaves it `OPEN`.

    It is the nearest verb before the words for the time, else the first one after them.
    """
    if _IS_ON.search(sentence[: max(0, sentence.find(time))]) and time.lower().startswith("on "):
        return FUTURE  # "the race is on Sunday"
    if _is_foreseen(sentence, time):
        return FUTURE
    for chain in _verbs(sentence, time):
        if _is_planned(chain) and _PUT_OFF.search(sentence):
            return FUTURE
        if len(chain) > 1 or not may_be(chain[0], "n") or _is_past(chain[0]):
            return _tense_of(chain)
    return OPEN


_FORESEEN = re.compile(
    r"\b(?<!had )(?<!has )(?<!have )(?:said|announced|confirmed|warned|told|added|wrote|ruled|decided|promised)\b"
    r"(?P<told>[^;:“”\"]*)\bwould (?!have\b|not have\b)[^,;:]*$"
)
"""What was to come for who said so: "said it would ballot its members on Friday"."""
_SAID_LONG_AGO = re.compile(
    r"\b(?:last|ago|earlier|originally|initially|previously|once|then|at the time|if|whether|\d{4}"
    rf"|(?:{'|'.join(names[0].title() for names in ENGLISH.rows('calendar', 'months'))}))\b"
)
"""Times before the days around publication, or undecided ones."""
_FORECAST = re.compile(r"(?<!had )(?<!was )(?<!were )\b(?:forecast|predicted|called|set|scheduled|planned)\b[^,;:]*$")
"""What something is set for: "called a strike for Friday"."""


def _is_foreseen(sentence: str, time: str) -> bool:
    """Whether a time was in the future when announced in the days before publication."""
    before = sentence[: max(0, sentence.find(time))]
    if time.startswith(("for ", "For ")) and _FORECAST.search(before):
        return not _SAID_LONG_AGO.search(before)
    return bool(_FORESEEN.search(before)) and not _SAID_LONG_AGO.search(before)


def _verbs(sentence: str, time: str) -> Iterator[list[str]]:
    """The verbs before the words for a time, the nearest first; if there are none, those after them."""
    row = tokens(sentence)
    start = sentence.find(time)
    first = next((at for at, token in enumerate(row) if token.start >= start >= 0), 0)
    behind = next((at for at in range(first, len(row)) if row[at].start >= start + len(time)), len(row))
    before = [at for at in range(first - 1, 0, -1) if _is_verb(row, at, end=first - 1)]  # no sentence begins with one
    if _is_verb_behind(row, first, behind, before):
        before = [behind]
    elif first and row[first - 1].low == "that":
        before = []  # "said that on Friday it will close"
    for head in before or (at for at in range(first, len(row)) if is_verb_at(row, at)):
        if not any(_is_attribute(row, at) for at in _chain(row, head)):
            words = [row[at].low for at in _chain(row, head)]
            yield ["did", *words] if len(words) == 1 and _is_done(row, head) else words


def _is_verb_behind(row: Sequence[Token], first: int, behind: int, before: Sequence[int]) -> bool:
    """Whether the verb of a subordinate clause directly follows a time: "since a landslip on 9 November left"."""
    opened = next((at for at in range(first - 1, 0, -1) if row[at].low in _OPENERS), 0)
    if not opened or behind >= len(row) or row[behind].gap or any(at > opened for at in before):
        return False
    gaps = any("," in token.gap for token in row[opened + 1 : first + 1])
    return not gaps and is_verb_at(row, behind) and not row[behind].low.endswith("ing")


_OPENERS = ENGLISH.words("grammar", "subordinators", "relatives")
"""Words that begin a clause within a sentence."""


def _is_verb(row: Sequence[Token], at: int, end: int) -> bool:
    """Whether a word before a time that ends at `end` is a verb: "the judge ruled", not "his left knee"."""
    before = row[at - 1] if at else None
    if before is not None and before.low in _OWNERS:
        return False
    is_past = _is_past(row[at].low) and bases(row[at].low) != {row[at].low}
    if is_verb_at(row, at) or before is None or not is_past:
        return is_verb_at(row, at)
    behind = at == end and row[at].low.endswith("ed")
    follows = row[at].gap == "," and at + 1 < len(row) and row[at + 1].is_of("determiners")
    return _is_relative(row, at) or follows or (behind and not before.is_of("determiners"))


def _is_relative(row: Sequence[Token], at: int) -> bool:
    """Whether this "that" is a relative pronoun: "the assaults that killed 130"."""
    return at > 1 and row[at - 1].low == "that" and may_be(row[at - 2].low, "n")


_OWNERS = POSSESSIVES - {"her"}  # "told her in May"


def _is_done(row: Sequence[Token], head: int) -> bool:
    """Whether a verb whose present and past look alike is past here, since a present would have an "s": "quits"."""
    before = row[head - 1] if head else None
    if row[head].low not in _SAME_FORM or before is None or before.is_small or before.is_of("pronouns"):
        return False
    return not before.low.endswith("s") and (before.capital or may_be(before.low, "n"))


_SAME_FORM = ENGLISH.words("grammar", "one_form")


_SCHEDULED = frozenset(
    {"starts", "begins", "opens", "closes", "ends", "finishes", "resumes", "runs", "meets", "returns"}
)
"""Verbs of a timetable."""


def is_present(sentence: str, time: str) -> bool:
    """Whether an event is reported in the present tense: "the ballot runs from October 12"."""
    row = tokens(sentence[: max(0, sentence.find(time))])
    if len(row) > 1 and row[-1].low in _SCHEDULED and not row[-2].is_of("determiners", "prepositions"):
        return not row[-2].low.endswith("s")  # "the draining starts on Friday"
    chain = next(_verbs(sentence, time), [])
    if len(chain) != 1 or not chain[0].endswith("s") or _is_past(chain[0]):
        return False
    before = re.search(rf"(\w+) {chain[0]}\b", sentence.lower())
    return before is None or not is_mostly(before[1], "a")  # not "the violent assaults"


def _tense_of(chain: Sequence[str]) -> int:
    """The tense of a verb phrase: "was made to step down", "is expected", "will be"."""
    if "would" in chain or "could" in chain or _is_planned(chain):
        return OPEN
    if _WILL.intersection(chain) or ("to" in chain and ENGLISH.words("tenses", "ahead").intersection(chain)):
        return OPEN if _PAST_FORMS.intersection(chain) else FUTURE
    if "must" in chain and not {"have", "been"}.intersection(chain):
        return FUTURE
    if _NOW.intersection(chain) and ENGLISH.words("tenses", "foreseen").intersection(chain):
        return FUTURE
    if "to" in chain and not _is_past(chain[0]):
        return OPEN
    return PAST if any(map(_is_past, chain)) else OPEN


def _is_planned(chain: Sequence[str]) -> bool:
    """Whether it is the future seen from the past: "was to open on Wednesday"."""
    return any(pair in {("was", "to"), ("were", "to")} for pair in pairwise(chain))


_PUT_OFF = re.compile(
    r"\bha(?:s|ve) (?:now )?been (?:pushed back|put (?:off|back)|postponed|delayed|moved|cancell?ed|called off)"
)
"""Verbs of postponing: the event was still to come."""
_NOW = frozenset({"is", "are", "'s", "’s", "'re"})
_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})


def _chain(row: Sequence[Token], head: int) -> range:
    """A verb with its auxiliaries and the verbs and "to" that govern it: "is set to meet"."""
    start = end = head
    while start and (
        row[start - 1].low in {"to", "not", "about"} or is_verb_at(row, start - 1) or _is_adverb(row[start - 1])
    ):
        start -= 1
    while end + 1 < len(row) and _leads_on(row, end + 1):
        end += 1
    return range(start, end + 1)


def _leads_on(row: Sequence[Token], at: int) -> bool:
    """Whether a word after a verb belongs to it: another verb, or what precedes one."""
    if row[at].low == "to":
        return at + 1 < len(row) and not row[at + 1].capital and may_be(row[at + 1].low, "v")
    return row[at].low in {"not", "about"} | ENGLISH.words("tenses", "foreseen") or is_verb_at(row, at)


def _is_attribute(row: Sequence[Token], head: int) -> bool:
    """Whether a participle modifies a noun: "his last planned trip", "planned talks"."""
    if not row[head].low.endswith("ed") or head + 1 == len(row) or row[head + 1].is_small:
        return False
    if _is_relative(row, head):
        return False
    before = row[head - 1] if head else None
    owned = before is not None and (before.is_of("determiners") or before.low in _ORDER)
    opens = before is None or before.is_small or is_verb_at(row, head - 1)
    return owned or (opens and is_verb_at(row, head + 1))


_ORDER = frozenset({"last", "next", "first", "second", "own", "other", "new"})
"""Words between a determiner and a participle."""


def _is_adverb(token: Token) -> bool:
    return token.low.endswith("ly") or token.low in {"already", "also", "now", "then", "just", "due", "set"}


_PAST_FORMS = frozenset({"was", "were", "had", "did"})


def _is_past(low: str) -> bool:
    """Whether a verb form can only be past."""
    if low in _PAST_FORMS or low == "been" or low.endswith("ed"):
        return True
    return (
        not low.endswith(("s", "ing")) and low not in _WILL | {"are", "am"} and any(base != low for base in bases(low))
    )
