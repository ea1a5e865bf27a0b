"""Fields that are no statements: numbers, times, labels, and what stands beside them.

Each must be proven by the entry's own evidence and of its own thing: a number by what it counts. That the article has
the words somewhere proves nothing.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import align
from factsheet.aligning.losses import parts, rewired
from factsheet.aligning.rows import preposition_before, row
from factsheet.aligning.slots import slots
from factsheet.aligning.tokens import TIMES, is_verb_at, tokens
from factsheet.language.countries import countries
from factsheet.language.lexicon import alike
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree, quantities
from factsheet.language.thesaurus import are_forms, are_kin, bases, is_mostly, may_be, mean_the_same
from factsheet.proving.proof import Proof, fails
from factsheet.proving.subject import words_of
from factsheet.proving.things import counts, things

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def prove_words(subject: Subject, words: str, evidence: Sequence[Span]) -> Proof:
    """Words that must stand in the evidence itself, as they are: a time, a verb, a country."""
    keys = [token.key for token in tokens(words)]
    for start, end in evidence:
        if _contains([token.key for token in tokens(subject.article.text[start:end])], keys):
            return Proof(sentence=(start, end))
    for sentence in subject.text.sentences_of(evidence):
        if _contains([token.key for token in words_of(subject, sentence.span)], keys):
            return Proof(sentence=sentence.span)
    return fails(words, "these are not words of its evidence")


def unbounded(subject: Subject, number: str, evidence: Sequence[Span]) -> str | None:
    """The bound that a number has wherever its evidence has it, and that is not told: "at least"; None for none."""
    mine = next((one for one in quantities(number) if one.kind == "number"), None)
    if mine is None or mine.bound is not None:
        return None
    there = [
        one
        for sentence in subject.text.sentences_of(evidence)
        for one in subject.text.quantities_between(*sentence.span)
        if one.value == mine.value and one.kind == mine.kind
    ]
    return there[0].bound if there and all(one.bound for one in there) else None


def prove_topic(subject: Subject, label: str, evidence: Sequence[Span]) -> Proof:
    """A topic is proven like a label, or when a sentence of its evidence has its words in whatever forms."""
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
    """A label is proven when one sentence of the evidence has all its words, in whatever order.

    With a `number` it says what that one counts: no other number may stand between it and one of these words.
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
        wrong = [*rewired(found, label=True), *_of_another(found, number), *(_undone(found) if number else ())]
        wrong += () if number else _jumbled(found, left)
        wrong += (*_unlike(found, number), *_skipped(found), *_owned(found)) if number else ()
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
"""What a label may call a number by what it measures, though the article leaves that to the unit."""


def _is_doer(mine: str, theirs: str) -> bool:
    """Whether a noun says who does what the other word says is done: "voters" and "votes"."""
    if not mine.endswith(("er", "ers", "or", "ors", "ist", "ists")) or are_forms(mine, theirs):
        return False
    return not mean_the_same(mine, theirs) and is_mostly(mine, "n")


def _stands_in(token: Token, words: Sequence[Token], *, counted: bool = False) -> bool:
    """Whether one of some words accounts for a word; nobody is counted by what they do."""
    alone = row(token.low)
    return any(
        not align(alone, row(other.low)).missing and not (counted and _is_doer(token.low, other.low))
        for other in words
        if not other.is_small
    )


def _contains(row_: Sequence[str], keys: Sequence[str]) -> bool:
    size = len(keys)
    return bool(keys) and any(list(row_[at : at + size]) == list(keys) for at in range(len(row_) - size + 1))


def _of_another(found: Alignment, number: str) -> Iterator[str]:
    """Words of a label that stand nearer to another number than to the one that they are said to be about.

    A name must be in the part of the sentence that the number is in, or in one that has no other number.
    """
    mine = next((q for q in row(number).quantities.values()), None) if number else None
    if mine is None:
        return
    theirs, used = found.sentence, set(found.pairs.values())
    counting = {at: one for at, one in theirs.quantities.items() if one.kind in {"number", "many"}}
    spots = [at for at, one in theirs.quantities.items() if agree(mine, one)]
    wholes = {at: part for at in counting if (part := _share_of(theirs, at)) is not None}
    if any(at in wholes for at in spots) and any(x > max(spots) and is_verb_at(theirs.tokens, x) for x in used):
        yield f"a part of “{number}” did this"
    mates = {at for at, part in wholes.items() if part in spots}
    others = [at for at, one in counting.items() if not agree(mine, one) and at not in used | mates]
    foreign = [
        part for part in parts(theirs) if any(at in part for at in others) and not any(at in part for at in spots)
    ]
    head = _head(found.statement)
    shared = [theirs.quantities[at] for at in mates]
    counted = [
        thing for thing in things(theirs) if thing.words and not any(agree(one, thing.quantity) for one in shared)
    ]
    own = [thing for thing in counted if agree(mine, thing.quantity)]
    if not any(are_forms(word, noun) for thing in own for noun in thing.words for word in head):
        for thing in counted:
            if thing not in own and any(are_forms(word, thing.words[-1]) for word in head):
                yield f"“{thing.words[-1]}” is what “{thing.said}” counts"
    for at, there in found.pairs.items():
        token = theirs.tokens[there]
        if at in found.statement.quantities:
            if any(there in part for part in foreign):
                yield f"“{found.statement.tokens[at].low}” is said of another number"
            continue
        same = [x for x, other in enumerate(theirs.tokens) if other.key == token.key]
        near = [x for x in same if any(_is_free(theirs, x, spot, others) for spot in spots)]
        near = [x for x in near if not any(x in part for part in foreign if token.capital or part.start > max(spots))]
        if spots and not near:
            yield f"“{found.statement.tokens[at].low}” belongs to another number"


def _unlike(found: Alignment, number: str) -> Iterator[str]:
    """What a number is in its sentence beside what the label says: supposed, a difference, of a part of the label's."""
    mine = next(iter(row(number).quantities.values()), None)
    theirs, used = found.sentence, set(found.pairs.values())
    spots = [at for at, one in theirs.quantities.items() if mine is not None and agree(mine, one)]
    if not spots:
        return
    part = next((part for part in parts(theirs) if spots[0] in part), range(0))
    yield from (f"“{theirs.word(at)}” is left out" for at in _supposed(theirs, part, used))
    yield from (f"“{theirs.word(at)}” is left out" for at in _shared_out(theirs, spots, used, number))
    verb = _differs(theirs, min(spots))
    if verb is not None and verb not in used and not _is_difference(found.statement):
        yield f"“{theirs.word(verb)}” is left out"
    yield from (f"“{theirs.word(at)}” is left out" for at in _limits(theirs, min(spots), used))
    last = max(at for at, one in theirs.quantities.items() if one is theirs.quantities[min(spots)])
    said = theirs.quantities[last]
    if "-" in theirs.text[said.start : said.end] and _is_noun_of(theirs.tokens, last + 1) and last + 1 not in used:
        yield f"“{theirs.word(last + 1)}” is left out"


def _is_noun_of(words: Sequence[Token], at: int) -> bool:
    """Whether the word at `at` is a noun that what stands before it belongs to: "lull" of "an 11-year lull"."""
    if at >= len(words) or words[at].gap or words[at].is_small or words[at].capital:
        return False
    return may_be(words[at].low, "n") and not is_verb_at(words, at) and words[at].low not in TIMES


def of_another_time(subject: Subject, time: str, label: str, evidence: Sequence[Span]) -> str | None:
    """A word that makes a time another one than the label's: "before the 2014 protests"; None where there is none."""
    said = tokens(label)
    keys, mine = [token.key for token in tokens(time)], {token.low for token in said}
    tells = any(is_verb_at(said, at) for at in range(len(said)))
    found: str | None = None
    for sentence in subject.text.sentences_of(evidence):
        words = words_of(subject, sentence.span)
        for at in range(len(words) - len(keys) + 1):
            if [token.key for token in words[at : at + len(keys)]] != keys:
                continue
            found = _counted_from(words, at) or _of_noun(words, at, at + len(keys), mine, tells=tells)
            if found is None:
                return None
    return found


def _counted_from(words: Sequence[Token], at: int) -> str | None:
    before = at - 1
    while before > 0 and words[before].is_of("determiners"):
        before -= 1
    return words[before].low if before >= 0 and words[before].low in {"before", "after", "since", "until"} else None


def _of_noun(words: Sequence[Token], at: int, after: int, mine: Collection[str], *, tells: bool) -> str | None:
    """The noun that a time says which one it is; a label that `tells` of a deed has another time than its things."""
    stands_before = bool(at) and after < len(words) and words[at - 1].low in {"a", "an"} and not words[after].gap
    if not stands_before and not _is_noun_of(words, after):
        return None
    is_mine = any(are_forms(words[after].low, one) for one in mine)
    return None if is_mine and not tells else words[after].low


_SUPPOSED = frozenset({"would", "could", "might", "may"})


def _supposed(sentence: Row, part: range, used: Collection[int]) -> Iterator[int]:
    """The modal verb with which something is only supposed."""
    supposed = (at for at in part if sentence.tokens[at].low in _SUPPOSED)
    first = sentence.tokens[0].low if sentence.tokens else ""
    return chain((at for at in supposed if at not in used), range(first in {"if", "unless"} and 0 not in used))


def _shared_out(sentence: Row, spots: Sequence[int], used: Collection[int], number: str) -> Iterator[int]:
    """Words beside a number that say of each of how many it is, and what says of what kind that is of which it is."""
    said = {token.low for token in tokens(number)}
    near = range(max(0, spots[0] - _BESIDE), min(len(sentence.tokens), spots[-1] + _BESIDE))
    for at in near:
        if at not in used and sentence.tokens[at].is_of("distributives") and sentence.tokens[at].low not in said:
            yield at
    of = spots[-1] + 1
    if of < len(sentence.tokens) and sentence.tokens[of].low == "of":
        end = next((at for at in range(of + 1, of + _BESIDE * 2) if at in used), of)
        yield from (at for at in range(of + 1, end) if at not in sentence.quantities and _says_which_kind(sentence, at))


def _says_which_kind(sentence: Row, at: int) -> bool:
    return not sentence.tokens[at].is_small and not sentence.tokens[at].is_of("pronouns", "determiners")


_BESIDE = 4
"""Words beside a number in which is told what it is of."""


def _differs(sentence: Row, spot: int) -> int | None:
    """The verb of which a number is the difference: "was defeated by 10,694 votes", "fell by 3 percent"."""
    by = next((at for at in range(spot - 1, max(-1, spot - _NEAR_BY), -1) if sentence.tokens[at].low == "by"), None)
    if by is None:
        return None
    before = range(by - 1, max(-1, by - _NEAR_BY), -1)
    return next((at for at in before if not bases(sentence.tokens[at].low).isdisjoint(_DIFFERING)), None)


_NEAR_BY = 4
"""Words between a verb, its "by" and the number."""
_DIFFERING = ENGLISH.words("grammar", "differing")


def _is_difference(label: Row) -> bool:
    """Whether a label says that its number is a difference."""
    return any(
        not bases(token.low).isdisjoint(_DIFFERING | {"margin", "difference", "gap", "majority"})
        for token in label.tokens
    )


def _limits(sentence: Row, spot: int, used: Collection[int]) -> Iterator[int]:
    """Words that say of which part of what a label names a number is told: "their seats in the north rose to 10"."""
    tokens = sentence.tokens
    for last in used:
        after = last + 1
        if after >= spot or tokens[after].gap or tokens[after].low not in _LIMITING or is_verb_at(tokens, last):
            continue
        verb = next((at for at in range(after, spot) if is_verb_at(tokens, at)), None)
        if verb is not None and not any(at in sentence.quantities or at in used for at in range(after, verb)):
            yield next((at for at in range(verb - 1, last, -1) if not tokens[at].is_small), after)


_LIMITING = frozenset({"in", "among", "of", "for", "from", "at", "within"})


def _jumbled(found: Alignment, left: Sequence[int]) -> Iterator[str]:
    """A word of a label with a verb that stands elsewhere in the sentence than among the others."""
    tokens = found.statement.tokens
    tells = any(is_verb_at(tokens, at) and not tokens[at].is_of("auxiliaries", "modals") for at in found.pairs)
    strays = sorted(found.moved | ({*found.missing} - {*left}))
    if tells and strays and len(tokens) > _PHRASE:
        yield f"“{tokens[strays[0]].low}” stands elsewhere"


_PHRASE = 8
"""Words up to which a label is a phrase in whatever order."""


def _skipped(found: Alignment) -> Iterator[str]:
    """A verb of the sentence between two words of a label that it parts: "outfits involved some elements made"."""
    ordered = sorted(found.pairs.items())
    for (at, there), (after, there_after) in pairwise(ordered):
        if after == at + 1 and there < there_after and not found.statement.tokens[after].gap:
            verbs = (x for x in range(there + 1, there_after) if is_verb_at(found.sentence.tokens, x))
            verb = next((x for x in verbs if not found.sentence.tokens[x].is_of("auxiliaries", "modals")), None)
            if verb is not None:
                yield f"“{found.sentence.word(verb)}” is left out"


def _owned(found: Alignment) -> Iterator[str]:
    """Something of somebody's told as of themselves: "the Czar" of "the Czar's trip"."""
    mine, theirs, used = found.statement.tokens, found.sentence.tokens, set(found.pairs.values())
    for at, there in found.pairs.items():
        is_owner = there + 2 < len(theirs) and theirs[there + 1].low in _OWNER and there + 2 not in used
        if is_owner and not (at + 1 < len(mine) and mine[at + 1].low in _OWNER):
            yield f"“{found.sentence.word(there + 2)}” is left out"


_OWNER = frozenset({"'s", "’s", "s"})


def _undone(found: Alignment) -> Iterator[str]:
    """What a label has as done, and its evidence as denied or still to do: "built" for "plans to build"."""
    mine, theirs = found.statement.tokens, found.sentence.tokens
    used = set(found.pairs.values())
    to_do = {two.low for one, two in pairwise(theirs) if one.low == "to" and may_be(two.low, "v")}
    for low in (token.low for token in mine if not token.low.endswith(("s", "ing")) and token.low not in to_do):
        if not bases(low).isdisjoint(to_do) and all(token.low != low for token in theirs):
            yield f"its evidence does not say that “{low}” is done"
    for there in range(max(used, default=0)):
        follows = theirs[there + 1]
        if there not in used and not bases(theirs[there].low).isdisjoint(_DENYING) and follows.low != "by":
            yield f"its evidence says “{theirs[there].low}”"


_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "doubt", "disprove"})


def _share_of(sentence: Row, at: int) -> int | None:
    """The number that is a part of this one: 12 of "12 of the 30 members"; None where it is no whole."""
    before = at - 1
    while before > 0 and sentence.tokens[before].is_of("determiners"):
        before -= 1
    is_whole = before > 0 and sentence.tokens[before].low == "of" and before - 1 in sentence.quantities
    return before - 1 if is_whole else None


def _head(label: Row) -> list[str]:
    """The words of a label before its first preposition or clause: what it says is counted."""
    end = next((at for at, token in enumerate(label.tokens) if token.is_preposition or token.is_of("relatives")), None)
    return [token.low for token in label.tokens[:end] if not token.is_small and not token.is_number]


def _is_free(sentence: Row, at: int, spot: int, others: Collection[int]) -> bool:
    """Whether a word may go with a number: none stands between, and it is not what is said of another one.

    "Rate" goes with 58 in "a rate of 58%"; of a verb the nearest number is the one it is about.
    """
    if any(min(at, spot) < other < max(at, spot) for other in others):
        return False
    if is_verb_at(sentence.tokens, at):
        return all(abs(at - other) >= abs(at - spot) for other in others)
    return not any(0 < other - at <= _SAID_OF and _leads_to(sentence, at, other) for other in others)


_SAID_OF = 3
"""Words from a noun to the number that is said of it: "a rate of about 58%"."""


def _leads_to(sentence: Row, at: int, number: int) -> bool:
    between = sentence.tokens[at + 1 : number]
    return any(token.low == "of" for token in between) and all(
        token.is_small or token.is_of("quantities") for token in between
    )


def counted_otherwise(subject: Subject, label: str, evidence: Sequence[Span], number: str) -> str | None:
    """Why a label is about another number of its evidence than the one it is given to; None where it is not.

    It has the noun that the other number counts, and no word of what its own counts or stands beside.
    """
    mine = next(iter(row(number).quantities.values()), None)
    words = [token.low for token in row(label).tokens if not token.is_small and not token.is_number]
    if mine is None:
        return None
    sentences = subject.text.sentences_of(evidence)
    found = [thing for sentence in sentences for thing in things(subject.row(sentence.span))]
    own = [thing for thing in found if agree(mine, thing.quantity)]
    if not own or any(not thing.words or any(counts(thing, word) for word in words) for thing in own):
        return None
    for thing in found:
        word = next((word for word in words if thing.words and are_forms(word, thing.words[-1])), None)
        if word and not agree(mine, thing.quantity):
            return f"“{word}” is what another number of its evidence counts"
    return None


def directed_otherwise(subject: Subject, label: str, evidence: Sequence[Span]) -> str | None:
    """A word of a label that stands after "to" where its evidence has it after "from", or the like; None where none."""
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
"""Prepositions of which one is the other turned round."""


def office_otherwise(subject: Subject, text: str, evidence: Sequence[Span]) -> tuple[str, str] | None:
    """An office of a text and that of its evidence, which differ in what it is of: "school" and "harbour master"."""
    mine = row(text)
    if not any(token.low in _offices() for token in mine.tokens):
        return None
    for sentence in subject.text.sentences_of(evidence):
        theirs = subject.row(sentence.span)
        other = _other_office(mine, theirs)
        if other:
            return other
        for at, token in enumerate(mine.tokens):
            spots = [x for x, other in enumerate(theirs.tokens) if other.key == token.key]
            if token.low not in _offices() or len(spots) != 1:
                continue
            said, there = _before(mine.tokens, at), _before(theirs.tokens, spots[0])
            lows = {other.low for other in theirs.tokens}
            is_same = any(are_forms(one, other) or mean_the_same(one, other) for one in said for other in lows)
            if said and there and not is_same:
                return " ".join((*said, token.low)), " ".join((*there, token.low))
    return None


def _other_office(mine: Row, theirs: Row) -> tuple[str, str] | None:
    """An office in the place of another one, after the same word: "head teacher", "head gardener"."""
    found = align(mine, theirs)
    for slot in slots(found):
        if len(slot.mine) != 1 or len(slot.theirs) != 1 or found.pairs.get(slot.mine[0] - 1) != slot.theirs[0] - 1:
            continue
        said, there = mine.tokens[slot.mine[0]].low, theirs.tokens[slot.theirs[0]].low
        if {said, there} <= _offices() and not (are_forms(said, there) or are_kin(said, there)):
            return said, there
    return None


def _before(words: Sequence[Token], at: int) -> tuple[str, ...]:
    """The nouns that say which office it is: of up to three words before it in its phrase, names aside."""
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
    """Whether a word before an office says which one it is, and not what its holder is like: "harbour", "foreign"."""
    if word.low in _branches():
        return True
    if word.is_of("pronouns", "privatives", "quantities") or countries([word.key]):
        return False
    return any(may_be(one, "n") and not is_mostly(one, "a") for one in (word.low, word.key))


@cache
def _branches() -> frozenset[str]:
    return ENGLISH.words("titles", "branches")


_LONGEST_OFFICE = 3


@cache
def _offices() -> frozenset[str]:
    """What people are called for what they do."""
    return ENGLISH.words("titles", "roles") | ENGLISH.words("titles") | {"master", "mistress", "maid"}


def says_as_much(subject: Subject, text: str, evidence: Sequence[Span]) -> bool:
    """Whether the evidence has all numbers and dates of a text, with their units and bounds: "two" for "2"."""
    said = quantities(text)
    there = [one for s in subject.text.sentences_of(evidence) for one in subject.text.quantities_between(*s.span)]
    return bool(said) and all(
        any(
            agree(one, other) and one.bound in {None, other.bound} and one.unit in {None, other.unit} for other in there
        )
        for one in said
    )
