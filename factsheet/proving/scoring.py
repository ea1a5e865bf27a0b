"""Scores entries for ranking: how likely the article says what an entry says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.aligning import align, row
from factsheet.language.thesaurus import bases, kin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.kinds import Entry
    from factsheet.proving.subject import Claim, Subject
    from factsheet.records import Finding, Standing

# The weights were tried on one half of people's judgements and measured on the other.
_COVERED = 0.6
_UNKNOWN, _MOST_UNKNOWN = 0.1, 4
"""The cost of each word that is not in the article, and how many count; a name costs as much again."""
_LIGHT, _HEAVY = 0.15, 0.5
"""The cost of a finding: one that is often about wording, and one about content."""
_ABOUT_HOW = frozenset(
    [
        "misquoted",
        "attribution-dropped",
        "verb-hardened",
        "title-not-in-article",
        "name-elsewhere",
        "bound-changed",
        "hedge-dropped",
    ]
)
_LOWEST = -1.5


def score(subject: Subject, entry: Entry, standing: Standing, findings: Sequence[Finding]) -> float:
    """From 0 to 1: the share that the evidence accounts for, less unknown words and findings."""
    if standing.standing == "proven":
        return 1.0
    claims = [claim for claim in subject.claims if f"{claim.pointer}/".startswith(f"{entry.pointer}/")]
    told = min((_told(subject, claim) for claim in claims), default=_share(entry, standing))
    against = {(one.code, one.message) for one in findings if one.level != "note"}
    told -= min(1.0, sum(_LIGHT if code in _ABOUT_HOW else _HEAVY for code, _ in against))
    return round(0.99 * max(0.0, (told - _LOWEST) / (_COVERED - _LOWEST)), 3)


def _share(entry: Entry, standing: Standing) -> float:
    """The share of an entry's text that is accounted for, if it has no statement."""
    text = " ".join(value for value in entry.value.values() if isinstance(value, str))
    lost = sum(end - start for start, end in standing.unaccounted)
    return _COVERED * max(0.0, 1 - lost / max(1, len(text)))


def _told(subject: Subject, claim: Claim) -> float:
    """The score of a statement by its words alone."""
    mine = row(claim.text.string)
    if not mine.significant:
        return 0.0
    covered = {at for sentence in claim.context for at in align(mine, subject.row(sentence.span)).pairs}
    left = [mine.tokens[at] for at in mine.significant if at not in covered]
    return _COVERED * (1 - len(left) / len(mine.significant)) - _cost(_known(subject), left)


def _cost(known: frozenset[str], left: Sequence[Token]) -> float:
    """The cost of unknown words."""
    new = [one for one in left if known.isdisjoint(bases(one.low) | {one.key})]
    unknown = sum(one.capital or known.isdisjoint(kin(one.low)) for one in new)
    return _UNKNOWN * (min(unknown, _MOST_UNKNOWN) + sum(one.capital for one in new))


@lru_cache(maxsize=8)  # each is asked for once a statement
def _known(subject: Subject) -> frozenset[str]:
    """The words of the article and their base forms."""
    return frozenset(form for key in subject.text.places for form in bases(key)) | frozenset(subject.text.places)
