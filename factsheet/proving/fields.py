"""Proves fields that are not statements: times, labels, offices and the like.

Each must follow from the entry's own evidence, about the same thing; that the article has the words elsewhere proves
nothing. `counting` covers what a number counts.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import align
from factsheet.aligning.losses import rewired
from factsheet.aligning.phrases import chosen
from factsheet.aligning.rows import preposition_before, row
from factsheet.aligning.slots import slots
from factsheet.aligning.tokens import is_verb_at, tokens
from factsheet.language.countries import countries
from factsheet.language.lexicon import alike
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree, quantities
from factsheet.language.thesaurus import are_forms, are_kin, is_mostly, may_be, mean_the_same
from factsheet.proving.counting import is_noun_of, told_otherwise
from factsheet.proving.proof import Proof, fails
from factsheet.proving.subject import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.alignment import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def prove_words(subject: Subject, words: str, evidence: Sequence[Span]) -> Proof:
    """Prove words that must occur in the evidence as they are: a time, a verb, a country."""
    keys = [token.key for token in tokens(words)]
    for start, end in evidence:
        if _contains([token.key for token in tokens(subject.article.text[start:end])], keys):
            return Proof(sentence=(start, end))
    for sentence in subject.text.sentences_of(evidence):
        if _contains([token.key for token in words_of(subject, sentence.span)], keys):
            return Proof(sentence=sentence.span)
    return fails(words, "these are not words of its evidence")


def prove_topic(subject: Subject, label: str, evidence: Sequence[Span]) -> Proof:
    """Prove a topic like a label, or by a sentence of its evidence that has its words in any inflection."""
    found = prove_label(subject, label, evidence)
    if found.holds:
        return found
    for sentence in subject.text.sentences_of(evidence):
        known = words_of(subject, sentence.span)
        said = [token for token in tokens(label) if not token.is_small]
        if said and all(
            any(alike(token.key, other.key) for other in known) or _stands_in(token, known) for token in said
        ):
            return Proof(sentence=sentence.span)
    return found


def prove_label(subject: Subject, label: str, evidence: Sequence[Span], number: str = "") -> Proof:
    """Prove a label by one sentence of the evidence that has all its words, in any order.

    With a `number`, the label says what it counts: no other number may separate it from one of these words.
    """
    best = fails(label, "no sentence of its evidence has all these words")
    for sentence in subject.text.sentences_of(evidence):
        found = align(row(label), subject.row(sentence.span))
        left = [
            at
            for at in found.missing
            if found.statement.tokens[at].low not in _MEASURES
            and not _stands_in(found.statement.tokens[at], found.sentence.tokens, counted=bool(number))
        ]
        pairs = found.pairs.items() if number else ()
        left += [at for at, x in pairs if _is_doer(found.statement.tokens[at].low, found.sentence.tokens[x].low)]
        wrong = [*rewired(found, label=True), *chosen(found, {*found.pairs.values()})]
        wrong += told_otherwise(found, number) if number else _jumbled(found, left)
        if not left and not wrong:
            return Proof(sentence=sentence.span)
        if not left:
            best = Proof(best.unaccounted, tuple(wrong), sentence.span)
            continue
        spans = tuple(map(found.statement.span, left))
        if len(spans) < len(best.unaccounted) or best.sentence is None:
            best = Proof(spans, best.why, sentence.span)
    return best


_MEASURES = ENGLISH.words("grammar", "measures")
"""Nouns for the dimension of a number that the article expresses only by the unit."""


def _is_doer(mine: str, theirs: str) -> bool:
    """Whether a noun names the agent of another: "voters" and "votes"."""
    if not mine.endswith(("er", "ers", "or", "ors", "ist", "ists")) or are_forms(mine, theirs):
        return False
    return not mean_the_same(mine, theirs) and is_mostly(mine, "n")


def _stands_in(token: Token, words: Sequence[Token], *, counted: bool = False) -> bool:
    """Whether one of `words` accounts for a word; people are not counted by what they do."""
    alone = row(token.low)
    return any(
        not align(alone, row(other.low)).missing and not (counted and _is_doer(token.low, other.low))
        for other in words
        if not other.is_small
    )


def _contains(row_: Sequence[str], keys: Sequence[str]) -> bool:
    size = len(keys)
    return bool(keys) and any(list(row_[at : at + size]) == list(keys) for at in range(len(row_) - size + 1))


def of_another_time(subject: Subject, time: str, label: str, evidence: Sequence[Span]) -> str | None:
    """A word that shows that a time is not that of the label: "before the 2014 protests"; None if there is none."""
    said = tokens(label)
    keys = [token.key for token in tokens(time)]
    found: str | None = None
    for sentence in subject.text.sentences_of(evidence):
        words = words_of(subject, sentence.span)
        for at in range(len(words) - len(keys) + 1):
            if [token.key for token in words[at : at + len(keys)]] != keys:
                continue
            found = _counted_from(words, at, at + len(keys), said) or _of_noun(words, at, at + len(keys), said)
            if found is None:
                return None
    return found


def _counted_from(words: Sequence[Token], at: int, after: int, label: Sequence[Token]) -> str | None:
    """The "until" or the like that a time depends on, unless the label follows: "until May 9, when …"."""
    if after < len(words) and words[after].low == "when" and words[after].gap == ",":
        end = next((x for x in range(after + 1, len(words)) if words[x].gap), len(words))
        behind = {token.key for token in words[after:end]}
        if all(token.is_small or token.key in behind for token in label):
            return None
    before = at - 1
    while before > 0 and words[before].is_of("determiners"):
        before -= 1
    return words[before].low if before >= 0 and words[before].low in {"before", "after", "since", "until"} else None


def _of_noun(words: Sequence[Token], at: int, after: int, label: Sequence[Token]) -> str | None:
    """The noun that a time modifies; a label for an event has another time than the things in it."""
    stands_before = bool(at) and after < len(words) and words[at - 1].low in {"a", "an"} and not words[after].gap
    if not stands_before and not is_noun_of(words, after):
        return None
    is_mine = any(are_forms(words[after].low, token.low) for token in label)
    begins = bool(label) and label[0].low == words[after].low  # behind a time it is no verb
    tells = any(is_verb_at(label, one) for one in range(begins, len(label)))
    return None if is_mine and not tells else words[after].low


def _jumbled(found: Alignment, left: Sequence[int]) -> Iterator[str]:
    """A word of a label with a verb that is out of order in the sentence."""
    tokens = found.statement.tokens
    told = {*found.pairs, *found.missing}
    tells = any(is_verb_at(tokens, at) and not tokens[at].is_of("auxiliaries", "modals") for at in told)
    turned = {at for before, at in pairwise(sorted(found.pairs)) if found.pairs[at] < found.pairs[before]}
    strays = sorted(found.moved | turned | ({*found.missing} - {*left}))
    if tells and strays and len(tokens) > _PHRASE:
        yield f"“{tokens[strays[0]].low}” stands elsewhere"


_PHRASE = 8
"""The longest label, in words, whose order does not matter."""


def directed_otherwise(subject: Subject, label: str, evidence: Sequence[Span]) -> str | None:
    """A word of a label after "to" where its evidence has "from", or the like; None if there is none."""
    for sentence in subject.text.sentences_of(evidence):
        found = align(row(label), subject.row(sentence.span))
        for at, there in found.pairs.items():
            if not found.statement.tokens[at].capital:
                continue
            pair = {preposition_before(found.statement, at), preposition_before(found.sentence, there)}
            if pair in _CONTRARY and sum(t.key == found.sentence.tokens[there].key for t in found.sentence.tokens) == 1:
                return found.statement.tokens[at].low
    return None


_CONTRARY = (
    {"from", "to"},
    {"for", "against"},
    {"before", "after"},
    {"by", "against"},
    {"with", "without"},
    {"above", "below"},
)
"""Prepositions of opposite direction."""


def office_otherwise(subject: Subject, text: str, evidence: Sequence[Span]) -> tuple[str, str] | None:
    """An office in a text and a different one in its evidence: "school" and "harbour master"; None if there is none."""
    mine = row(text)
    if mine.lows.isdisjoint(_offices()):
        return None
    for sentence in subject.text.sentences_of(evidence):
        theirs = subject.row(sentence.span)
        other = _other_office(mine, theirs)
        if other:
            return other
        for at, token in enumerate(mine.tokens):
            if token.low not in _offices():
                continue
            spots = [x for x, other in enumerate(theirs.tokens) if other.key == token.key]
            if len(spots) != 1:
                continue
            said, there = _before(mine.tokens, at), _before(theirs.tokens, spots[0])
            is_same = any(are_forms(one, other) or mean_the_same(one, other) for one in said for other in theirs.lows)
            if said and there and not is_same:
                return " ".join((*said, token.low)), " ".join((*there, token.low))
    return None


def _other_office(mine: Row, theirs: Row) -> tuple[str, str] | None:
    """A different office after the same word: "head teacher", "head gardener"."""
    found = align(mine, theirs)
    for slot in slots(found):
        if len(slot.mine) != 1 or len(slot.theirs) != 1 or found.pairs.get(slot.mine[0] - 1) != slot.theirs[0] - 1:
            continue
        said, there = mine.tokens[slot.mine[0]].low, theirs.tokens[slot.theirs[0]].low
        if {said, there} <= _offices() and not (are_forms(said, there) or are_kin(said, there)):
            return said, there
    return None


def _before(words: Sequence[Token], at: int) -> tuple[str, ...]:
    """The nouns that restrict an office, among the three words before it, names excluded."""
    out: list[str] = []
    end = at - _LONGEST_OFFICE
    while at and at > end and not words[at].gap:
        at -= 1
        if words[at].is_small or is_verb_at(words, at) or words[at].is_number or words[at].low == "s":
            break
        if _says_which(words[at]):
            out.insert(0, words[at].low)
    return tuple(out)


def _says_which(word: Token) -> bool:
    """Whether a word before an office restricts it rather than describing its holder: "harbour", "foreign"."""
    if word.low in ENGLISH.words("titles", "branches"):
        return True
    if word.is_of("pronouns", "privatives", "quantities") or countries([word.key]):
        return False
    return any(may_be(one, "n") and not is_mostly(one, "a") for one in (word.low, word.key))


_LONGEST_OFFICE = 3


@cache
def _offices() -> frozenset[str]:
    """Nouns for occupations."""
    return ENGLISH.words("titles", "roles") | ENGLISH.words("titles") | {"master", "mistress", "maid"}


def says_as_much(subject: Subject, text: str, evidence: Sequence[Span]) -> bool:
    """Whether the evidence has all numbers and dates of a text, with units and bounds: "two" for "2"."""
    said = quantities(text)
    there = [one for s in subject.text.sentences_of(evidence) for one in subject.text.quantities_between(*s.span)]
    return bool(said) and all(
        any(
            agree(one, other) and one.bound in {None, other.bound} and one.unit in {None, other.unit} for other in there
        )
        for one in said
    )
