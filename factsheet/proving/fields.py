"""Fields that are no statements: names, roles, numbers, times, places, and what stands beside them.

Each must be proven by the entry's own evidence and of its own thing: a role by the name beside it, a number by what it
counts. That the article has the words somewhere proves nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.aligning.alignment import align, row
from factsheet.aligning.losses import rewired
from factsheet.aligning.tokens import tokens
from factsheet.language.numbers import agree
from factsheet.language.thesaurus import are_forms
from factsheet.proving.proof import Proof
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from factsheet.aligning.alignment import Alignment
    from factsheet.aligning.tokens import Token
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_ADDRESS = frozenset({"mr", "mrs", "ms", "dr", "sir", "dame", "the", "a", "an", "s", "of", "for", "and", "then"})
_IS = frozenset({"is", "was", "as", "are", "were", "be", "been", "became", "become", "remains", "named", "appointed",
                 "elected", "called"})  # fmt: skip
"""Words that may stand between a name and its role."""


def prove_name(subject: Subject, name: str, evidence: Sequence[Span]) -> Proof:
    """A name is proven when its evidence has it, or has a part of it that the article has nobody else for."""
    keys = name_keys(name)
    sentences = subject.text.sentences_of(evidence)
    for sentence in sentences:
        if _places(_row(subject, sentence.span), keys):
            return Proof(sentence=sentence.span)
    if keys and subject.text.find(list(keys)) and _is_short_here(subject, keys, [s.span for s in sentences]):
        return Proof()
    return _fails(name, "its evidence does not name it")


def _is_short_here(subject: Subject, keys: tuple[str, ...], spans: list[Span]) -> bool:
    """Whether the evidence has the last word of a name that the whole article joins to that name alone."""
    if len(keys) < 2 or not any(_places(_row(subject, span), keys[-1:]) for span in spans):
        return False
    before = {
        subject.text.keys[at - 1]
        for at in subject.text.places.get(keys[-1], ())
        if at and _joins_name(subject, at)
    }
    return keys[-2] in before and all(one in keys or not _is_first_name(one) for one in before)


def _joins_name(subject: Subject, at: int) -> bool:
    """Whether the word before word `at` of the article has a capital and nothing but a space after it."""
    reading, text = subject.text, subject.article.text
    return text[reading.starts[at - 1]].isupper() and text[reading.ends[at - 1] : reading.starts[at]] == " "


def _is_first_name(key: str) -> bool:
    return key.isalpha() and key not in _ADDRESS


def prove_alias(subject: Subject, alias: str, names: Sequence[str]) -> Proof:
    """Another form of a name is proven when it is a part of it, its initials, or stands beside it in brackets."""
    mine = name_keys(alias)
    for name in names:
        keys = name_keys(name)
        if mine and (_within(mine, keys) or _within(keys, mine) or is_acronym(alias, name)):
            if subject.text.find(list(mine)):
                return Proof()
        if _in_apposition(subject, mine, keys):
            return Proof()
    return _fails(alias, "no words of the article join it to the name")


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(any(key == other for other in rest) for key in part)


def is_acronym(short: str, name: str) -> bool:
    """Whether letters are the initials of a name, those of its small words there or not."""
    letters = [char.lower() for char in short if char.isalpha()]
    if len(letters) < 2 or not short.replace(".", "").isupper():
        return False
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", name)]
    return _spells(letters, words)


_SMALL = frozenset({"of", "for", "the", "and", "on", "in", "to", "de", "la", "des", "du", "und", "der"})


def _spells(letters: list[str], words: list[str]) -> bool:
    if not words:
        return not letters
    takes = bool(letters) and words[0][0] == letters[0] and _spells(letters[1:], words[1:])
    return takes or (words[0] in _SMALL and _spells(letters, words[1:]))


def _in_apposition(subject: Subject, mine: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether the article has one in brackets or commas right after the other."""
    reading, text = subject.text, subject.article.text
    for one, other in ((keys, mine), (mine, keys)):
        for start, end in reading.find(list(one)) if one else ():
            after = text[end : end + 40].lstrip()
            if after[:1] in "(,[" and list(other) == [t.key for t in tokens(after[1:])][: len(other)] and other:
                return True
    return False


def prove_role(subject: Subject, role: str, names: Sequence[str], evidence: Sequence[Span]) -> Proof:
    """A role is proven when it stands beside the name: "mayor NAME", "NAME, mayor of …", "NAME is the mayor"."""
    best = _fails(role, "its evidence does not give this role")
    for sentence in subject.text.sentences_of(evidence):
        words = _row(subject, sentence.span)
        mine = [token for token in tokens(role) if not token.is_small]
        spots = _aligned(words, mine, {key for name in names for key in name_keys(name)})
        if not spots:
            continue
        best = _fails(role, "its evidence gives this role to somebody else")
        for name in names:
            for first, last in _places(words, name_keys(name)):
                if _beside(words, spots[0], spots[-1], first, last):
                    return Proof(sentence=sentence.span)
    return best


def _aligned(words: Sequence[Token], role: Sequence[Token], name: Collection[str]) -> list[int]:
    """Where the words of a role stand, in order and close together, with the name between them or not."""
    for start in range(len(words)):
        if not role or not _is_form(words[start], role[0]):
            continue
        spots = [start]
        for token in role[1:]:
            near = range(spots[-1] + 1, min(spots[-1] + _FARTHEST + 2, len(words)))
            spot = next((at for at in near if _is_form(words[at], token)), None)
            if spot is None or not all(
                words[at].is_small or words[at].key in name for at in range(spots[-1] + 1, spot)
            ):
                break
            spots.append(spot)
        else:
            return spots
    return []


def _is_form(one: Token, other: Token) -> bool:
    return one.key == other.key or (are_forms(one.low, other.low) and one.capital == other.capital)


def _beside(words: Sequence[Token], role: int, role_end: int, name: int, name_end: int) -> bool:
    """Whether nothing but an article, a form of address, "is" or other words of the role stand between them."""
    if role <= name <= role_end or name <= role <= name_end:
        return True
    first, last = (role_end + 1, name) if role_end < name else (name_end + 1, role)
    between = words[first:last]
    if len(between) > _FARTHEST:
        return False
    joined = "".join(token.gap for token in [*between, words[last]])
    if role_end < name:
        return all(_joins(token) or token.capital for token in between) and not set(joined) & set(";:.")
    if any(char in joined for char in ";:."):
        return False
    if joined.count(",") + joined.count("(") + joined.count("–") + joined.count("—") and not any(
        token.low in _IS for token in between
    ):
        return True
    return any(token.low in _IS for token in between)


_FARTHEST = 6


def _joins(token: Token) -> bool:
    return token.key in _ADDRESS or token.low in _IS or token.is_small


def prove_words(subject: Subject, words: str, evidence: Sequence[Span], near: Sequence[Span] = ()) -> Proof:
    """Words that must stand in the evidence itself, as they are: a time, a verb, a country."""
    keys = [token.key for token in tokens(words)]
    for start, end in evidence:
        if _contains([token.key for token in tokens(subject.article.text[start:end])], keys):
            return Proof(sentence=(start, end))
    for sentence in subject.text.sentences_of(evidence):
        if _contains([token.key for token in _row(subject, sentence.span)], keys):
            return Proof(sentence=sentence.span)
    return _fails(words, "these are not words of its evidence")


def prove_label(subject: Subject, label: str, evidence: Sequence[Span], number: str = "") -> Proof:
    """A label is proven when one sentence of the evidence has all its words, in whatever order.

    With a `number` it says what that one counts: no other number may stand between it and one of these words.
    """
    best = _fails(label, "no sentence of its evidence has all these words")
    for sentence in subject.text.sentences_of(evidence):
        start, end = sentence.span
        found = align(row(label), row(subject.article.text[start:end]))
        left = [
            at
            for at in found.missing
            if found.statement.tokens[at].low not in _MEASURES
            and not _stands_in(found.statement.tokens[at], found.sentence.tokens)
        ]
        wrong = [*rewired(found, label=True), *_of_another(found, number)]
        if not left and not wrong:
            return Proof(sentence=sentence.span)
        if not left:
            best = Proof(best.unaccounted, tuple(wrong), sentence.span)
            continue
        spans = tuple((found.statement.tokens[at].start, found.statement.tokens[at].end) for at in left)
        if len(spans) < len(best.unaccounted) or best.sentence is None:
            best = Proof(spans, best.why, sentence.span)
    return best


_MEASURES = frozenset(
    ["time", "number", "amount", "total", "share", "size", "length", "height", "width", "weight", "distance", "age", "margin", "duration", "sum", "period"]
)
"""What a label may call a number by what it measures, though the article leaves that to the unit."""


def _stands_in(token: Token, words: Sequence[Token]) -> bool:
    alone = row(token.low)
    return any(not align(alone, row(other.low)).missing for other in words if not other.is_small)


def _contains(row_: Sequence[str], keys: Sequence[str]) -> bool:
    size = len(keys)
    return bool(keys) and any(list(row_[at : at + size]) == list(keys) for at in range(len(row_) - size + 1))


def _row(subject: Subject, span: Span) -> tuple[Token, ...]:
    return tokens(subject.article.text[span[0] : span[1]])


def _places(words: Sequence[Token], keys: Sequence[str]) -> list[tuple[int, int]]:
    """Where a name stands, articles within it aside: its first and last token each time."""
    bare = [at for at, token in enumerate(words) if token.key not in _UNSAID]
    size = len(keys)
    return [
        (bare[at], bare[at + size - 1])
        for at in range(len(bare) - size + 1)
        if size and [words[one].key for one in bare[at : at + size]] == list(keys)
    ]


_UNSAID = frozenset({"the", "s", "mr", "mrs", "ms", "dr", "sir", "dame"})
"""What `name_keys` leaves out of a name."""


def _fails(text: str, why: str) -> Proof:
    return Proof(((0, len(text)),), (why,), score=0.0)


def prove_country(subject: Subject, name: str, country: str, evidence: Sequence[Span]) -> Proof:
    """A country is proven where the evidence has it right after the place, or the place is the country itself."""
    mine, keys = name_keys(country), name_keys(name)
    if not mine or mine == keys:
        return Proof()
    for sentence in subject.text.sentences_of(evidence):
        words = _row(subject, sentence.span)
        for _, last in _places(words, keys):
            for first, _ in _places(words, mine):
                between = words[last + 1 : first]
                if 0 <= first - last - 1 <= _FARTHEST // 2 and all(t.capital or t.low in {"in", "of"} for t in between):
                    return Proof(sentence=sentence.span)
    return _fails(country, "its evidence does not put the place there")


def _of_another(found: Alignment, number: str) -> Iterator[str]:
    """Words of a label that stand nearer to another number than to the one that they are said to be about."""
    mine = next((q for q in row(number).quantities.values()), None) if number else None
    if mine is None:
        return
    spots = [at for at, one in found.sentence.quantities.items() if agree(mine, one)]
    used = set(found.pairs.values())
    others = [at for at, one in found.sentence.quantities.items() if not agree(mine, one) and at not in used]
    for at, there in found.pairs.items():
        if spots and all(any(min(there, spot) < other < max(there, spot) for other in others) for spot in spots):
            yield f"“{found.statement.tokens[at].low}” belongs to another number"


def counted_otherwise(subject: Subject, label: str, evidence: Sequence[Span], number: str) -> str | None:
    """Why a label is about another number of its evidence than the one it is given to; None where it is not.

    Its words stand right after the other number, and none of them between the two or beside its own.
    """
    mine = next(iter(row(number).quantities.values()), None)
    for sentence in subject.text.sentences_of(evidence) if mine else ():
        found = align(row(label), row(subject.article.text[slice(*sentence.span)]))
        used = set(found.pairs.values())
        spots = [at for at, one in found.sentence.quantities.items() if agree(mine, one)]
        if not spots or not used:
            continue
        for at, other in found.sentence.quantities.items():
            if agree(mine, other) or at in used or other.kind != "number" or at + 1 in found.sentence.quantities:
                continue
            after = {at + 1, at + 2} & used
            if after and not _near(used - after, spots) and not _near(after, spots, at):
                return f"“{found.sentence.tokens[min(after)].low}” is what another number of its evidence counts"
    return None


def _near(used: Collection[int], spots: Sequence[int], other: int | None = None) -> bool:
    """Whether some words stand close to a number, with no `other` one between."""
    return any(
        abs(at - spot) <= _CLOSE_BY and not (other is not None and min(at, spot) < other < max(at, spot))
        for at in used
        for spot in spots
    )


_CLOSE_BY = 4


def role_of(subject: Subject, role: str, names: Sequence[str], evidence: Sequence[Span]) -> str | None:
    """The name beside which the evidence has a role, where that is not one of these names and none of them has it."""
    mine = {key for name in names for key in name_keys(name)}
    for sentence in subject.text.sentences_of(evidence):
        words = _row(subject, sentence.span)
        spots = _aligned(words, [token for token in tokens(role) if not token.is_small], mine)
        if not spots or any(words[at].key in mine for at in range(len(words)) if _in_reach(at, spots)):
            continue
        for other in row_names(words, spots):
            if _beside(words, spots[0], spots[-1], *other) and not mine & {words[at].key for at in range(other[0], other[1] + 1)}:
                return " ".join(subject.article.text[sentence.span[0] + words[at].start : sentence.span[0] + words[at].end] for at in range(other[0], other[1] + 1))
    return None


def _in_reach(at: int, spots: Sequence[int]) -> bool:
    return spots[0] - _REACH <= at <= spots[-1] + _REACH


_REACH = 4


def row_names(words: Sequence[Token], spots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The runs of two words and more with capitals, outside those of the role."""
    start = None
    for at in range(len(words) + 1):
        inside = at < len(words) and words[at].capital and at not in spots and not words[at].is_small
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if at - start > 1:
                yield start, at - 1
            start = None


def country_of(subject: Subject, name: str, country: str, evidence: Sequence[Span]) -> str | None:
    """The place that the evidence puts in a country, where it puts the one that is named elsewhere."""
    mine, keys = name_keys(country), name_keys(name)
    for sentence in subject.text.sentences_of(evidence):
        words = _row(subject, sentence.span)
        placed = [words[last + 1] for _, last in _places(words, keys) if last + 1 < len(words)]
        if not any(token.gap == "," and token.capital and token.key != mine[0] for token in placed):
            continue
        for first, _ in _places(words, mine):
            if first and words[first].gap == "," and words[first - 1].capital and words[first - 1].key not in keys:
                return words[first - 1].low.capitalize()
    return None
