"""Disputed claims: what is denied, rejected, alleged or unproven, and by whom.

A denial often says only "the allegations" or "it"; the claim is then what the same sentence asks about, or the last
statement of somebody else. A claim that nobody answers is alleged; one without proof is unverified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.alone import NOTHING, Told, unmet
from factsheet.models.extractive.clauses import clause_at, said
from factsheet.models.extractive.positions import evidence, stance, stated
from factsheet.models.extractive.voices import Speech

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from factsheet.models.extractive.story import Story
    from factsheet.models.extractive.voices import Voice
    from factsheet.records import Span

_MOST = 8
_BACK, _AHEAD = 3, 3
"""Sentences before a denial, and after it, in which the claim is looked for."""
_LONGEST = 300
"""The longest claim, in characters."""
_NAMED_WITHIN = 4
"""Distance within which a denial has a noun for a claim, in words: "the false allegations"."""
_CLAIMS, _POINTING = ENGLISH.words("disputes", "claims"), ENGLISH.words("disputes", "pointing")
_DENYING, _ACCUSE = ENGLISH.words("disputes", "denying"), ENGLISH.words("disputes", "accusing")
_THINGS = ENGLISH.words("disputes", "things") - _POINTING
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")  # words as the lists have them
# A noun for a claim and what joins the claim to it: "the allegation that".
_OF = re.compile(r"^\W*\w+(?:\W+\w+){0,3}? (?:that|of|about|over) ")
# The question that a denial answers.
_ASKED = re.compile(
    r"\b(?:[Aa]sked|[Qq]uestioned|[Pp]ressed) (?:\w+ ){0,2}?(?:about|on|over|whether|if) ([^,]{8,200}),"
)
# Not "the alleged crime", which is nobody's claim.
_ALLEGED = re.compile(
    r"\b(?:allegedly|(?:is|are|was|were|been|being) alleged"
    r"|(?:is|are|was|were|been) (?:accused|suspected) of|purported(?:ly)?)\b"
)
_ACCUSING = ("alleged", "accused of", "suspected of", "purported")
"""A quick test for `_ALLEGED`: every match contains one of these."""
# Not "no evidence in the case".
_UNPROVEN = re.compile(
    r"\b(?:no (?:\w+ )?(?:evidence|proof|indication)(?! in)|without (?:\w+ )?(?:evidence|proof)"
    r"|(?:could not|cannot|couldn[’']t|can[’']t|(?:has|have) not) (?:be(?:en)? )?(?:\w+ )?(?:verif|confirm)\w*"
    r"|un(?:verified|proven|substantiated|confirmed))\b"
)
_UNNAMED = re.compile(r"(?:Another|Others?|Some|One|He|She|It|They|His|Her|Their)\b")
"""A sentence about somebody whom another one names."""
_PROOF = ("evidence", "proof", "indication", "verif", "confirm", "proven", "substantiated")
"""A quick test for `_UNPROVEN`: every match contains one of these."""
_COMPLEMENT = re.compile(r" (?:that|to suggest(?: that)?|of|for) ([^.;]{12,250})")  # what there is no proof of


@dataclass(slots=True)
class Dispute:
    """A claim with its sides."""

    claim: str
    status: str
    at: int
    made_by: list[str] = field(default_factory=list)
    disputed_by: list[str] = field(default_factory=list)
    evidence_for: list[str] = field(default_factory=list)
    evidence_against: list[str] = field(default_factory=list)

    def as_entry(self) -> dict[str, Any]:
        """The entry of the section."""
        return {
            "claim": self.claim,
            "made_by": list(dict.fromkeys(self.made_by)),
            "disputed_by": list(dict.fromkeys(self.disputed_by)),
            "status": self.status,
            "evidence_for": list(dict.fromkeys(self.evidence_for)),
            "evidence_against": list(dict.fromkeys(self.evidence_against)),
        }


def find_disputes(
    story: Story, voices: Sequence[Voice], role_of: Callable[[str], str], told: Told = NOTHING
) -> list[dict[str, Any]]:
    """The disputed claims that are understandable by themselves, those with a denial first.

    `role_of` gives a holder's role; `told` is what the page mentions.
    """
    found: list[Dispute] = []
    voices = [voice for voice in voices if voice.is_sure]
    for index, voice in enumerate(voices):
        if stance(voice.statement.lemma) == "denies" and (dispute := _denied(story, voices, index)):
            if dispute.status == "contested" and _lands(dispute.claim) & _lands(role_of(voice.holder)):
                dispute.status = "denied"
            _join(found, dispute)
    for dispute in [*_unproven(story, voices), *_alleged(story, voices)]:
        _join(found, dispute)
    return [one.as_entry() for one in found if _is_told(story, one, told)][:_MOST]


def _is_told(story: Story, dispute: Dispute, told: Told) -> bool:
    """Whether a claim has somebody who makes or denies it, and is understandable.

    A denied claim may lack one antecedent.
    """
    claim, who = dispute.claim[:1].upper() + dispute.claim[1:], [*dispute.disputed_by, *dispute.made_by]
    left = unmet(claim, told, at=story.sentence_index(dispute.at), by=who[0]) if who else None
    return left is not None and left <= bool(dispute.disputed_by)


def _join(found: list[Dispute], new: Dispute) -> None:
    """Add a dispute, or its sides to the one about the same words."""
    for known in found:
        if known.claim in new.claim or new.claim in known.claim or set(new.evidence_for) & set(known.evidence_for):
            known.disputed_by += new.disputed_by
            known.evidence_against += new.evidence_against
            return
    found.append(new)


def _denied(story: Story, voices: Sequence[Voice], index: int) -> Dispute | None:
    """The claim that a denial answers."""
    voice = voices[index]
    words = stated(story, voice)
    low = [w.casefold() for w in _WORD.findall(words)]
    if not low or not _THINGS.isdisjoint((low[0], low[-1])):
        return None
    about = _OF.match(words) if _names_claim(low) else None
    here = _to_the_end(story, voice)
    dispute = Dispute(words, _status(voice, words), voice.statement.start)
    dispute.disputed_by.append(voice.holder)
    dispute.evidence_against.append(here)
    if about:
        dispute.claim = words[about.end() :] if " that " in about[0] else words
    elif _names_claim(low) or _points(low):
        return _answered(story, voices, index, dispute)
    elif not _denies_a_claim(story, voice):
        return None
    dispute.evidence_for.append(here)
    _claimants(story, voices, index, dispute)
    return dispute


def _names_claim(low: list[str]) -> bool:
    """Whether a denial begins with a noun for a claim: "the allegations"."""
    return not _CLAIMS.isdisjoint(low[:_NAMED_WITHIN])


def _points(low: list[str]) -> bool:
    """Whether the object of a denial is only "it" or "that"."""
    return len(low) == 1 and low[0] in _POINTING


def _denies_a_claim(story: Story, voice: Voice) -> bool:
    """Whether the object of a denial is a claim: by the verb, or because it is a clause."""
    return voice.statement.lemma in _DENYING or _is_clause(story, voice)


def _to_the_end(story: Story, voice: Voice) -> str:
    """A denial with the rest of its sentence: "Putin brushed it aside, calling it …"."""
    start, end = voice.span[0], story.sentence_at(voice.span[0])[1]
    if not voice.span[1] <= end <= start + _LONGEST:
        return evidence(story, voice)[0]
    return story.quote((start, end))


def _is_clause(story: Story, voice: Voice) -> bool:
    return story.quote(voice.statement.spans()[0]).lstrip().startswith("that ")


def _status(voice: Voice, claim: str) -> str:
    """Whether the one who denies is the one accused."""
    if voice.statement.lemma == "deny" or voice.holder in claim:
        return "denied"
    return "denied" if _lands(claim) & _lands(voice.holder) else "contested"


def _lands(words: str) -> set[str]:
    """The countries in some words: by name, demonym or capital."""
    known = gazetteer()
    found = set()
    for word in re.findall(r"[A-Z][\w.]+", words):
        place = known.people.get(word) or known.places.get(word)
        if place and place.country:
            found.add(place.country)
        elif word in known.capitals:
            found.add(known.capitals[word])
    return found


def _answered(story: Story, voices: Sequence[Voice], index: int, dispute: Dispute) -> Dispute | None:
    """The claim that a denial of "it" or "the allegations" answers."""
    voice = voices[index]
    start, end = story.sentence_at(voice.span[0])
    if asked := _ASKED.search(story.text, start, min(end, voice.span[1])):
        dispute.claim = " ".join(asked[1].split())
        dispute.evidence_for.append(story.quote((asked.start(), asked.end(1))))
        dispute.status = _status(voice, dispute.claim)
        _claimants(story, voices, index, dispute)
        return dispute
    sentence = story.sentence_index(voice.span[0])
    for other in reversed(voices[:index]):
        if sentence - story.sentence_index(other.span[0]) > _BACK:
            break
        if other.holder != voice.holder and stance(other.statement.lemma) != "denies":
            dispute.claim = stated(story, other)
            dispute.made_by.append(other.holder)
            dispute.evidence_for += evidence(story, other)
            dispute.status = _status(voice, dispute.claim)
            return dispute
    return None


def _claimants(story: Story, voices: Sequence[Voice], index: int, dispute: Dispute) -> None:
    """The people who make the claim: the nearest accuser, from the same country or in the same words."""
    sentence = story.sentence_index(voices[index].span[0])
    near = sorted(
        (v for v in voices if -_BACK <= story.sentence_index(v.span[0]) - sentence <= _AHEAD),
        key=lambda v: abs(story.sentence_index(v.span[0]) - sentence),
    )
    for other in near:
        if other.holder in dispute.disputed_by or other.statement.lemma not in _ACCUSE:
            continue
        words = stated(story, other)
        if _lands(words) & _lands(dispute.claim) or _shared(words, dispute.claim):
            dispute.made_by.append(other.holder)
            dispute.evidence_for += evidence(story, other)
            return


def _shared(one: str, other: str) -> bool:
    first, second = ({w.casefold() for w in _WORD.findall(words) if len(w) > 4} for words in (one, other))
    return len(first & second) >= 2


def _unproven(story: Story, voices: Sequence[Voice]) -> Iterator[Dispute]:
    """The claims reported to be without proof."""
    if not any(word in story.text for word in _PROOF):
        return
    for sentence in story.sentences:
        match = _UNPROVEN.search(story.text, *sentence)
        if match and not story.is_quoted(match.start()):
            yield _unverified(story, voices, sentence, match)


def _unverified(story: Story, voices: Sequence[Voice], sentence: Span, match: re.Match[str]) -> Dispute:
    """The claim of a sentence that says that there is no proof of it."""
    start, end = sentence
    complement = _COMPLEMENT.match(story.text, match.end(), end)
    claim = complement[1].strip(" ,") if complement else said(story.quote(clause_at(story, match.span())))
    whole = story.quote(sentence)
    dispute = Dispute(claim[:_LONGEST], "unverified", start, evidence_for=[whole], evidence_against=[whole])
    speaker = next((v for v in voices if start <= v.span[0] < end), None)
    if speaker and speaker.statement.start <= match.start():
        dispute.disputed_by.append(speaker.holder)
    return dispute


def _alleged(story: Story, voices: Sequence[Voice]) -> Iterator[Dispute]:
    """The claims that are only alleged, unless answered."""
    if not any(words in story.text for words in _ACCUSING):
        return
    said_by = Speech(voices)
    for start, end in story.sentences:
        match = _ALLEGED.search(story.text, start, end)
        if not match or story.is_quoted(match.start()) or _UNNAMED.match(story.text, start):
            continue
        speaker = said_by.at(match.start())
        if speaker and speaker.statement.lemma in _ACCUSE:
            continue  # "charged a man with theft" states no clause
        if unmet(stated(story, speaker) if speaker else story.quote(clause_at(story, match.span()))) is None:
            continue
        if speaker:
            yield Dispute(
                stated(story, speaker)[:_LONGEST], "alleged", start, [speaker.holder], [], evidence(story, speaker)
            )
        else:
            clause = story.quote(clause_at(story, match.span()))
            yield Dispute(said(clause)[:_LONGEST], "alleged", start, evidence_for=[clause])
