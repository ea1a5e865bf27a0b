"""Proves a statement by one sentence of the article.

The sentence must account for all words of the statement (`aligning.alignment`), the statement may omit nothing that its
meaning depends on (`aligning.losses`), and the attribution must agree.

"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.alignment import Alignment, align, row
from factsheet.aligning.losses import is_guarded, losses
from factsheet.aligning.tokens import before_verb
from factsheet.language.lists import ENGLISH
from factsheet.proving.holders import words_of
from factsheet.proving.pronouns import BACK, FIRST, doubtful
from factsheet.proving.proof import Proof
from factsheet.proving.speakers import HARD, UNSURE, is_head, is_speaker, level
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.attribution import Speaker, Statement
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_PLAIN = ENGLISH.words("grammar", "own_words") | {""}
"""Verbs that mean no more than "said"."""
_ASSERTING = ENGLISH.words("stances", "convictions")
"""Words by which somebody asserts something as true."""
_SMALL = 3
"""Small words between a verb of saying and its object: "that", "to the"."""
_SIGNED = 40
"""Distance after a quotation within which its signature ends, in characters."""
_WRONG_SAID = 0.8
"""The factor on the score of a proof with all words and an objection."""


class Beside(NamedTuple):
    """The other fields of an entry that its statement is printed with."""

    verb: str = ""
    """The verb of its attribution."""
    time: str = ""
    """The article's words for its time."""
    goes_on: bool = False
    """Whether the entry right above has the previous sentence, which contains the antecedents of its pronouns."""


BARE = Beside()


@dataclass(frozen=True, eq=False)
class Trial:
    """A statement with one sentence of the article."""

    subject: Subject
    text: str
    span: Span
    said_by: tuple[str, ...]
    told: bool = False
    """Whether the entry itself has the verb of saying."""
    beside: Beside = BARE

    @cached_property
    def found(self) -> Alignment:
        """The alignment of the statement with the sentence."""
        return align(row(self.text), self.subject.row(self.span))

    @cached_property
    def frames(self) -> list[tuple[Statement, Speaker]]:
        """What the sentence attributes, and its speaker: by a verb, or by a name next to it."""
        said = ((one, one.speaker) for one in self.subject.statements(*self.span))
        return [(one, who) for one, who in said if who and (one.cue or self._stands_beside(who))]

    def _stands_beside(self, who: Speaker) -> bool:
        """Whether a speaker is named in the sentence, or signs it after its end."""
        return self.span[0] <= who.start and who.end <= self.span[1] + _SIGNED

    @cached_property
    def own(self) -> list[tuple[Statement, str]]:
        """What the statement itself attributes, with the speaker's name and words."""
        said = [(one, one.speaker) for one in self.subject.attributed(self.text).quotes]
        words = [(one, self.text[who.start : who.end]) for one, who in said if who]
        return [*((one, who.name) for one, who in said if who and who.name), *words]

    def proof(self) -> Proof:
        """How far the sentence proves the statement."""
        found = self.found
        covered, leads = (
            (set[int](), set[int]()) if self._is_sentence else (set(self._frame_tokens()), set(self._leads()))
        )
        missing = set(found.missing)
        for accounted in (self._named, self._own_frame, self._own_voice, self._tense) if missing else ():
            missing.difference_update(accounted())
        why = list(self._who())
        if not self.beside.goes_on:
            why += doubtful(found, held=bool(self.said_by), covered=covered.union(self._when()))
        if not missing:
            why += [one for one in losses(found, covered | leads) if one not in why]
        words = max(1, len(found.pairs) + len(found.missing))
        score = (words - len(missing)) / words * (_WRONG_SAID if why else 1.0)
        spans = tuple(map(found.statement.span, sorted(missing)))
        return Proof(spans, tuple(why), self.span, tuple(self.found.spans(self.span[0])), score)

    @property
    def _is_sentence(self) -> bool:
        """Whether the statement is the whole sentence and refers to nothing outside it."""
        words = self.found.statement
        return words is self.found.sentence and BACK.isdisjoint(token.low for token in words.tokens)

    def _at(self, token: Token) -> int:
        """The offset of a sentence token in the article."""
        return self.span[0] + token.start

    def _inside(self, *spans: Span | None) -> Iterator[int]:
        """The sentence tokens that begin in one of some spans of the article."""
        for start, end in filter(None, spans):
            yield from self.found.sentence.within(start - self.span[0], end - self.span[0])

    def _named(self) -> Iterator[int]:
        """Words with which the article extends a name that its sentence has alone: a role, a given name."""
        tokens = self.found.statement.tokens
        for run in self.found.missing_runs():
            anchor = run[-1] + 1
            there = self.found.pairs.get(anchor)
            if there is None or not tokens[anchor].capital or not tokens[run[-1]].capital or not self._is_alone(there):
                continue
            if self.subject.text.find([token.key for token in tokens[run[0] : anchor + 1]]):
                yield from run

    def _is_alone(self, there: int) -> bool:
        """Whether no other word of a name precedes a word of the sentence."""
        before = self.found.sentence.tokens[there - 1] if there > 1 else None
        return before is None or not before.capital or before.gap.endswith((",", "."))

    def _own_frame(self) -> Iterator[int]:
        """The statement's words of attribution, if the article attributes it to the same person."""
        held = [one for one, _ in self.frames if self._holds(one)]
        for mine, name in self.own if held else ():
            if any(is_speaker(self.subject, name, one) and same_saying(mine, one) for one in held):
                who = (mine.speaker.start, mine.speaker.end) if mine.speaker else None
                for at in self.found.missing:
                    if is_within(self.found.statement.tokens[at].start, who, mine.cue):
                        yield at

    def _holds(self, frame: Statement) -> bool:
        """Whether paired words are in what the article attributes to somebody."""
        return not set(self.found.pairs.values()).isdisjoint(self._inside(*frame.spans()))

    def _own_voice(self) -> Iterator[int]:
        """Words for the holder where the sentence has the holder's own "I" or "we"."""
        for run in list(self.found.missing_runs()):
            low, high = _between(self.found, run)
            taken = set(self.found.pairs.values())
            there = next((x for x in range(low + 1, high) if x not in taken and self._is_mine(run, x)), None)
            if there is not None:
                self.found.pairs[run[-1]] = there
                yield from run

    def _is_mine(self, run: Sequence[int], there: int) -> bool:
        """Whether a word of the sentence is the holder's "I", and a run of the statement replaces it."""
        token = self.found.sentence.tokens[there]
        if token.low not in FIRST or not self._is_voice(token):
            return False
        words = [self.found.statement.tokens[at] for at in run]
        spoken = len(words) == 1 and words[0].low in FIRST[token.low].split()
        return spoken or [one.key for one in words] in [_keys(name) for name in self.said_by]

    def _tense(self) -> Iterator[int]:
        """Verbs that the sentence puts in the past as reported speech: "will" for "said that it would"."""
        tokens, sentence = self.found.statement.tokens, self.found.sentence.tokens
        taken = set(self.found.pairs.values())
        for at in list(self.found.missing):
            low, high = _between(self.found, [at])
            for there in range(low + 1, high):
                reported = sentence[there].low == _PAST.get(tokens[at].low) and there not in taken
                if reported and any(is_within(self._at(sentence[there]), *one.spans()) for one, _ in self.frames):
                    self.found.pairs[at] = there
                    yield at
                    break

    def _who(self) -> Iterator[str]:
        """Objections to the attribution of the statement."""
        used = {self._at(self.found.sentence.tokens[there]) for there in self.found.pairs.values()}
        inside = [one for one in self.frames if self._holds(one[0])]
        for frame, speaker in inside:
            if self.said_by or not _is_told(frame, speaker, used):
                yield from self._against(frame, speaker, used)
        if self.said_by and not inside and not self._acts():
            yield f"the article does not give this to {self.said_by[0]}"

    def _against(self, frame: Statement, speaker: Speaker, used: set[int]) -> Iterator[str]:
        """Objections to a statement that uses what the sentence attributes to somebody."""
        if not self._asserts(frame, used):
            yield f"“{self.subject.article.text[slice(*frame.cue or (0, 0))]}” is left out"
        names = [*self.said_by, *(name for own, name in self.own if same_saying(own, frame))]
        if not any(is_speaker(self.subject, name, frame) for name in names):
            yield f"the article attributes this to “{words_of(self.subject, speaker)}”"

    def _asserts(self, frame: Statement, used: set[int]) -> bool:
        """Whether somebody asserts it, or the statement has the verb with which they do not."""
        cue = [self.found.sentence.tokens[at] for at in self._inside(frame.cue)]
        verb = max((self._at(token) for token in cue), default=-1)
        own = [token.low for token in row(self.beside.verb).tokens] if self.beside.verb else []
        if self.told or self._verb.intersection(cue):
            return True
        is_said = frame.lemma not in UNSURE or own == [token.low for token in cue]
        sure = is_said and not any(token.is_of("negations", "modals", "conditions") for token in cue)
        return sure or verb in used

    def _acts(self) -> bool:
        """Whether the sentence is about the holder: named before the first paired word."""
        first = min(self.found.pairs.values(), default=0)
        before = self.found.sentence.tokens[: first + 1]
        words = self.subject.article.text[self.span[0] : self.span[0] + before[-1].end] if before else ""
        return any(_heads(name, words) or self._begins_with(name) for name in self.said_by)

    def _begins_with(self, name: str) -> bool:
        """Whether the statement is about the one it is attributed to, whatever role is before the name."""
        subject = before_verb(self.text, self.found.statement.tokens)
        return _begins_with(self.text, name) or is_head(name_keys(name), subject)

    def _frame_tokens(self) -> Iterator[int]:
        """The sentence tokens of its attribution, and of the conviction in it."""
        for frame, speaker in self.frames:
            inside = self._inside(frame.cue, (speaker.start, speaker.end))
            yield from (at for at in inside if not self._is_cut(at))
        verb = [at for at, token in enumerate(self.found.sentence.tokens) if token in self._verb] if self._verb else []
        yield from verb
        yield from self._holder(min([*verb, *self.found.pairs.values()], default=0))
        for frame, _ in self.frames:
            conviction = list(self._conviction(frame))
            if conviction and any(is_speaker(self.subject, name, frame) for name in self.said_by):
                yield from conviction

    def _is_cut(self, at: int) -> bool:
        """Whether an omitted word changes the meaning of the next: "mayor" from "deputy mayor"."""
        token, used = self.found.sentence.tokens[at], self.found.pairs.values()
        return (token.is_of("privatives") and at + 1 in used) or (token.is_of("tested_on") and at - 2 in used)

    @cached_property
    def _verb(self) -> frozenset[Token]:
        """The sentence's words that are the entry's own verb, right before what its holder says."""
        words = [token.low for token in row(self.beside.verb).tokens] if self.beside.verb else []
        if not words:
            return frozenset()
        if spoken := self._spoken_verb(words):
            return spoken
        before = self.found.sentence.tokens[: min(self.found.pairs.values(), default=0)]
        there = [token for token in before[-len(words) - _SMALL :] if token.low in words]
        if [token.low for token in there] != words or not self._acts():
            return frozenset()
        return frozenset(there)

    def _spoken_verb(self, words: Sequence[str]) -> frozenset[Token]:
        """The verb of the holder's own "I think", before or inside what is said."""
        tokens, used = self.found.sentence.tokens, set(self.found.pairs.values())
        if self.found.sentence.lows.isdisjoint(("i", "we")):
            return frozenset()
        for at in range(len(tokens) - len(words)):
            verb = tokens[at + 1 : at + 1 + len(words)]
            own = tokens[at].low in {"i", "we"} and [token.low for token in verb] == list(words)
            said = next((x for x in self.found.sentence.significant if x > at + len(words)), None)
            if own and at not in used and said in used and self._is_voice(tokens[at]):
                return frozenset((tokens[at], *verb))
        return frozenset()

    def _is_voice(self, token: Token) -> bool:
        """Whether a word of the sentence is the holder's own, directly quoted."""
        said = next((one for one, _ in self.frames if is_within(self._at(token), *one.spans())), None)
        if said is None or said.kind == "indirect":
            return False
        return any(is_speaker(self.subject, name, said) for name in self.said_by)

    def _holder(self, first: int) -> Iterator[int]:
        """The token right before the first paired one, if it is the holder who acts."""
        before = self.found.sentence.tokens[first - 1] if first else None
        names = [keys[-1] for name in self.said_by if (keys := name_keys(name))]
        if before is not None and before.key in names and self._acts():
            yield first - 1

    def _leads(self) -> Iterator[int]:
        """The tokens between a speaker and what they say: "said on Monday that"."""
        used = set(self.found.pairs.values())
        for lead in filter(None, (_lead(*one) for one in self.frames)):
            inside = list(self._inside(lead))
            is_told = not used.isdisjoint(inside)
            yield from (at for at in inside if not (is_told and is_guarded(self.found.sentence.tokens[at])))

    def _when(self) -> Iterator[int]:
        """The tokens of the time that the entry has besides the statement."""
        keys, there = [token.key for token in row(self.beside.time).tokens], [t.key for t in self.found.sentence.tokens]
        for at in range(len(there) - len(keys) + 1 if keys else 0):
            if there[at : at + len(keys)] == keys:
                yield from range(at, at + len(keys))

    def _conviction(self, frame: Statement) -> Iterator[int]:
        """The tokens of "that he was convinced that" at the start of what a holder said."""
        tokens = self.found.sentence.tokens
        first = next((at for at, token in enumerate(tokens) if self._at(token) >= frame.start), len(tokens))
        first += first < len(tokens) and tokens[first].low == "that"
        clause = tokens[first : first + _LONGEST_CONVICTION]
        end = next((i for i, token in enumerate(clause) if token.low == "that"), 0)
        if end > 1 and _is_conviction(clause[:end]):
            yield from range(first, first + end + 1)


def _is_conviction(clause: Sequence[Token]) -> bool:
    """Whether words say "he was convinced" and no more."""
    plain = all(token.is_small or token.is_of("auxiliaries", "pronouns") for token in clause[1:-1])
    return plain and clause[0].low in {"he", "she", "they"} and clause[-1].low in _ASSERTING


def _keys(name: str) -> list[str]:
    return [token.key for token in row(name).tokens if not token.is_small]


_LONGEST_CONVICTION = 6
"""The longest "he was convinced that", in words."""
_PAST = {"will": "would", "can": "could", "may": "might", "shall": "should"}
"""Modal verbs with their form in past reported speech."""


def is_within(offset: int, *spans: Span | None) -> bool:
    """Whether an offset is in one of the spans."""
    return any(span is not None and span[0] <= offset < span[1] for span in spans)


def same_saying(mine: Statement, there: Statement) -> bool:
    """Whether the statement's verb is no more loaded than the article's: the same, an equal, or "said"."""
    if mine.lemma == there.lemma or (mine.lemma in {"say", "tell", ""} and there.lemma in _PLAIN):
        return True
    return level(mine.lemma) == level(there.lemma) == HARD


def _lead(frame: Statement, speaker: Speaker) -> Span | None:
    """The words between a speaker and what they say: "said on Monday that", "seen by the Courier says"."""
    return (speaker.end, frame.start) if 0 < frame.start - speaker.end < _LONGEST_LEAD else None


_LONGEST_LEAD = 80
"""Distance between a speaker and what they say, in characters."""


def _is_told(frame: Statement, speaker: Speaker, used: set[int]) -> bool:
    """Whether the statement has the article's own words of attribution."""
    cue = any(is_within(at, frame.cue) for at in used)
    return cue and any(speaker.start <= at < speaker.end for at in used)


def _heads(name: str, words: str) -> bool:
    """Whether words are about a name, or its last word, and not part of a longer phrase: "critics of X"."""
    keys = name_keys(name)
    return bool(keys) and (is_head(keys, words) or is_head(keys[-1:], words))


def _begins_with(text: str, name: str) -> bool:
    """Whether a statement is about the one it is attributed to: "the inquiry found …", according to the inquiry."""
    keys, words = name_keys(name), name_keys(text)
    return bool(keys) and words[: len(keys)] == keys


def _between(found: Alignment, run: Sequence[int]) -> tuple[int, int]:
    """The sentence words that account for those before and after a run."""
    before = max((there for at, there in found.pairs.items() if at < run[0]), default=-1)
    after = min((there for at, there in found.pairs.items() if at > run[-1]), default=len(found.sentence.tokens))
    return before, after
