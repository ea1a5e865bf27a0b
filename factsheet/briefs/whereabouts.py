"""Whether a line of a page tells what is or happens in a place, or only names it: "the Hollin-based firm".

It does where the place is behind "in" or "at", where somebody goes to it, or where it is itself what is told of.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.attribution.cues import SAYING, WORDS
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FAR = 3
"""Words between "in" and the place: "in the small town's", and between where somebody goes and "to"."""
_BEARINGS = frozenset({"near", "from", "off", "over"})
"""Before a place these say where something else is, or what somebody quarrels about."""
_ELSEWHERE = frozenset(
    {"not", "than", "birth", "born", "based", "raised", "headquartered", "lives", "lived", "interest", "interests"}
)
"""Before "in" these say where something is otherwise, or where somebody comes from."""
_HOLDINGS = re.compile(
    r"\b(?:with|has|have|runs|operates)(?: [\w,-]+){0,4} (?:branches|customers|factories|offices|operations|outlets"
    r"|plants|shops|sites|staff|stores|subsidiaries)$"
)
"""Before "in" this says where a company is, whatever happens: "with offices in"."""
_EXAMPLE = re.compile(r",? for (?:example|instance)\b")
_ROLE = 5
"""Words of a clause among which its role is, where it says who somebody is."""
_OWNERS = frozenset({"his", "her", "their", "its"})
_LANDS = (" County", " Township", " Parish")
_ASIDE = ENGLISH.words("grammar", "relatives", "subordinators") - {"that"}
"""These begin a clause that tells something beside the story: "who plays in Norland"."""
_TOKEN = re.compile(r"\w[\w’'.-]*|[^\w\s]")
_JOINS = frozenset({",", "and", "or", "&"})
_TOLD_OF = re.compile(r"(?:[’']s)? (?:is|was|has|will)\b")
_OPENS = re.compile(r"(?:^|[.;:,] |\b(?:that|said|says|where|while|but) )(?:[Tt]he )?$")
"""Where a clause begins: a place behind it is what the clause tells of."""
_IN_LIST = re.compile(r"\b[A-Z][\w’'-]*, $")
"""Before the larger of two places: "Jane Doe, from West Wood, Hollin was jailed"."""
_BEHIND = re.compile(r"(?:[’']s)? ([\w’'-]+)(?: ([A-Z]\w*)(?![\w’']))?")


def is_told_of(name: str, lines: Iterable[str]) -> bool:
    """Whether one of some lines puts something in a place; of "Hollin, Kan." the town is enough."""
    place = name.partition(",")[0]
    return any(_is_there(place, before, behind) for line in lines for before, behind in _around(place, line))


def _around(place: str, line: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind a place as a whole word. A pattern would have to be compiled for each."""
    start = line.find(place) if place else -1
    while start >= 0:
        end = start + len(place)
        if not (_is_of_word(line[:start][-1:]) or _is_of_word(line[end : end + 1])):
            yield line[:start], line[end:]
        start = line.find(place, start + 1)


def _is_of_word(char: str) -> bool:
    """Whether a character makes one word of what it stands beside."""
    return char.isalnum() or char in {"_", "-"}


def _is_there(place: str, before: str, behind: str) -> bool:
    """Whether something is in a place, by what comes before it and behind it."""
    found = _BEHIND.match(behind)
    after = found[1] if found else ""
    words = _TOKEN.findall(before)
    if _EXAMPLE.match(behind):
        return False
    is_local = (
        _is_local(place, after)
        and _OWNERS.isdisjoint(words[-_FAR:])
        and not _goes_on(place, found)
        and not _is_aside(words)
    )
    if is_local or (_is_site(place) and not _says_whose(words) and not _says_who(*_clause(words))):
        return True
    if after[:1].isupper() and after.lower() not in _bodies() | _times():
        return False  # "Norland Southern University"
    opens = _OPENS.search(before) is not None and _IN_LIST.search(before) is None
    told = opens and _TOLD_OF.match(behind) is not None
    return told or (_is_within(place, words) and not _is_aside(words))


def _goes_on(place: str, behind: re.Match[str] | None) -> bool:
    """Whether the body behind a place is the beginning of a longer name: "Hollin Police Complaints Board"."""
    if behind is None or not behind[2] or place.endswith(_LANDS):
        return False
    return behind[2].lower() not in _bodies() | _roles()


def _is_site(place: str) -> bool:
    """Whether a place is so small that what is said of it is said of what happens there: "Hollin Road"."""
    first, _, rest = place.partition(" ")
    last = rest.rsplit(" ", 1)[-1].lower().rstrip(".")
    return bool(first) and last in _sites()


def _says_whose(before: Sequence[str]) -> bool:
    """Whether a site is an address, or where something else is, by the word before it: "Jane Doe, of Hollin Road"."""
    last = before[-1].lower() if before else ""
    return last in _BEARINGS or last in {"of", "and", ","} or last[:1].isdigit()


def _is_aside(before: Sequence[str]) -> bool:
    """Whether the words since the last comma or stop tell something beside the story: "a team that won in"."""
    clause, is_behind = _clause(before)
    relative = any(word == "that" and last not in SAYING for last, word in pairwise(clause))
    return relative or not _ASIDE.isdisjoint(clause) or _says_who(clause, is_behind)


def _clause(before: Sequence[str]) -> tuple[list[str], bool]:
    """The words since the last comma or stop, in small letters, and whether there is one."""
    stop = max((at for at, word in enumerate(before) if word in ",;.:"), default=-1)
    return [word.lower() for word in before[stop + 1 :]], stop >= 0


def _says_who(clause: Sequence[str], is_behind: bool) -> bool:
    """Whether the words behind a comma say what somebody is: "a political scientist at Hollin University in"."""
    if not is_behind or clause[:1] == [] or clause[0] not in {"a", "an", "the"}:
        return False
    if _roles().isdisjoint(clause[1:_ROLE]):
        return False
    return not any(is_mostly(word, "v") or word in WORDS["be"] for word in clause)


def _is_within(place: str, before: Sequence[str]) -> bool:
    """Whether the words before a place end with what puts something there: "in Orla, Aleth and the port of"."""
    at = len(before) - 1
    while at > 0 and (_is_name(before[at]) or (before[at] in _JOINS and _is_before_list(before[at - 1]))):
        at -= 1
    for left in range(at, max(-1, at - _FAR - 1), -1):
        word = before[left].lower()
        if word in _where():
            known = word == "on" and place in gazetteer().places  # "dependent on Norland"
            is_owner = _HOLDINGS.search(" ".join(before[:left])) is not None or not _OWNERS.isdisjoint(before[left:])
            return not (known or is_owner) and (left == 0 or before[left - 1].lower() not in _ELSEWHERE)
        if word == "to":
            return any(
                not ENGLISH.words("motion", "going").isdisjoint(bases(one.lower()))
                for one in before[max(0, left - _FAR) : left]
            )
        if word == "of":
            return left > 0 and before[left - 1].lower() in ENGLISH.words("place_nouns", "kinds", "parts")
        if not word[0].isalnum() or word in _links():
            return False
    return False


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _where()


def _is_before_list(word: str) -> bool:
    """Whether a comma or an "and" behind a word goes on with a name: behind another, or "in the capital, Orla"."""
    return word[0].isupper() or word in _JOINS or word in ENGLISH.words("place_nouns", "kinds", "parts")


def _is_local(place: str, behind: str) -> bool:
    """Whether what is named behind a place happens there, or is of that town: "the Hollin attack", "Hollin police"."""
    if place.replace(".", "").isupper():
        return False  # "the US territory"
    if behind in _kinds() or behind in ENGLISH.words("place_nouns", "events"):
        return True
    if not behind or place in gazetteer().places:
        return False
    if place.endswith(_LANDS):
        return True
    return behind in _locals() or behind.lower() in _local_bodies()


@cache
def _where() -> frozenset[str]:
    return ENGLISH.words("motion", "where") - _BEARINGS


@cache
def _sites() -> frozenset[str]:
    return ENGLISH.words("place_nouns", "heads") - _kinds()


def _kinds() -> frozenset[str]:
    return ENGLISH.words("place_nouns", "kinds")


@cache
def _links() -> frozenset[str]:
    """Words that begin something else between "in" and a place: "in talks with", "on Friday", "in time was"."""
    others = {"with", "for", "by", "that", "who", "which", "than", "as", "against", "but"}
    return _times() | WORDS["auxiliaries"] | WORDS["be"] | _JOINS | _BEARINGS | others


def _times() -> frozenset[str]:
    return ENGLISH.words("calendar", "capitalised")


def _bodies() -> frozenset[str]:
    return ENGLISH.words("place_nouns", "local bodies")


def _roles() -> frozenset[str]:
    return ENGLISH.words("titles", "roles")


@cache
def _locals() -> frozenset[str]:
    return (ENGLISH.words("place_nouns", "followers") | _bodies()) - _roles()


@cache
def _local_bodies() -> frozenset[str]:
    return (ENGLISH.words("place_nouns", "local strong") | {"council"}) - _kinds() - _roles()
