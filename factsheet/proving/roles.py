"""Proves that the evidence gives a role to this name and not to another one in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import is_verb_at, tokens
from factsheet.language.countries import countries
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import are_forms, bases, is_mostly, may_be
from factsheet.proving.proof import Proof, fails
from factsheet.proving.subject import FORMS_OF_ADDRESS, name_keys, places_of, within, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from factsheet.aligning.tokens import Token
    from factsheet.language.text import Sentence
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_ADDRESS = FORMS_OF_ADDRESS | {"a", "an", "then"}
_STOPPED = _ADDRESS | ENGLISH.words("titles", "short")
"""Words with a full stop before a name: "Gov. Jane Doe"."""
_IS = ENGLISH.words("grammar", "being")
"""Words between a name and its role."""


def prove_role(subject: Subject, role: str, names: Sequence[str], evidence: Sequence[Span]) -> Proof:
    """Prove a role that is next to the name: "mayor NAME", "NAME, mayor of …", "NAME is the mayor"."""
    best = fails(role, "its evidence does not give this role")
    own = {key for name in names for key in name_keys(name)}
    told = tokens(role)
    said = [token for token in told if not token.is_small or token is told[-1]]
    for sentence in subject.text.sentences_of(evidence):
        words = words_of(subject, sentence.span)
        places = [place for name in names for place in places_of(words, name_keys(name))]
        for spots in _aligned(words, said, own):
            if told[0].low == "the" and _is_one_of(words, spots[0]):
                continue
            best = fails(role, "its evidence gives this role to somebody else")
            pairs = zip(spots, said, strict=True)
            several = _is_plural(told) or any(words[at].low == f"{one.low}s" for at, one in pairs)
            if any(_is_given(words, said, spots, place, several=several) for place in places):
                return Proof(sentence=sentence.span)
        if _is_owned(subject, sentence, role, names, places):
            return Proof(sentence=sentence.span)
    return best


def _is_one_of(words: Sequence[Token], first: int) -> bool:
    """Whether somebody is one of several: "one of the key countries"."""
    before = [token.low for token in words[max(0, first - 3) : first]]
    return "one" in before and "of" in before


def _aligned(words: Sequence[Token], role: Sequence[Token], name: Collection[str]) -> Iterator[list[int]]:
    """The positions of the words of a role, in order and close together; the name can be among them."""
    for start in range(len(words)):
        if not role or not _is_form(words[start], role[0]):
            continue
        spots = [start]
        for token in role[1:]:
            near = range(spots[-1] + 1, min(spots[-1] + _FARTHEST + 2, len(words)))
            spot = next((at for at in near if _is_form(words[at], token)), None)
            between = range(spots[-1] + 1, spot or 0)
            if spot is None or not all(words[at].is_small or words[at].key in name for at in between):
                break
            spots.append(spot)
        else:
            yield spots


def _is_form(one: Token, other: Token) -> bool:
    alike = one.low == f"{other.low}s" or are_forms(one.low, other.low)
    return one.key == other.key or (alike and one.capital == other.capital)


def _is_given(
    words: Sequence[Token], said: Sequence[Token], spots: Sequence[int], place: tuple[int, int], *, several: bool
) -> bool:
    """Whether a role at some positions is given to the name at a place; one of `several` can have more roles."""
    first, last = spots[0], spots[-1]
    if _is_deprived(words, first) or (last + 1 < len(words) and words[last + 1].low in _NOT_YET):
        return False
    name, name_end = place
    if _has_left(words, name) or _is_cut(words, said, first):
        return False
    if first <= name <= last or name <= first <= name_end:
        return not (name and name not in {first, *spots[:1]} and name in spots and words[name - 1].is_preposition)
    if last < name:
        first_name = next(at for at in range(last + 1, name + 1) if at == name or _begins_name(words, at))
        of_others = first_name > last + 1 and _is_plural(words[first_name - 1 : first_name])
        if "," in words[first_name].gap and (of_others or _is_doer(words, name_end + 1, several=several)):
            return False
        return _leads(words, last + 1, name, several=several)
    return _follows(words, name_end + 1, first, several=several)


def _begins_name(words: Sequence[Token], at: int) -> bool:
    """Whether a name begins at a word, and no preposition governs it."""
    return words[at].capital and not words[at - 1].is_preposition and not (words[at - 1].capital and not words[at].gap)


def _is_doer(words: Sequence[Token], behind: int, *, several: bool) -> bool:
    """Whether a name after a comma is a new subject: "X got the mine, Y the mill", ", X and Y said"."""
    while several and behind < len(words) and (words[behind].capital or words[behind].low in {"and", "s", "'s", "’s"}):
        behind += 1
    return behind < len(words) and not words[behind].gap


def _has_left(words: Sequence[Token], name: int) -> bool:
    """Whether somebody is named as having left: "the departure of NAME as commissioner"."""
    of = next((at for at in range(name - 1, max(-1, name - 3), -1) if words[at].low == "of"), 0)
    return bool(of) and words[of - 1].is_of("leaving_office")


def _is_cut(words: Sequence[Token], said: Sequence[Token], first: int) -> bool:
    """Whether the name of a body in a role begins before it: "Party Chairman" from "Labour Party Chairman"."""
    before = words[first - 1] if first and not words[first].gap else None
    if before is None or not before.capital or before.is_small or sum(token.capital for token in said) <= _SHORT_TITLE:
        return False
    return not countries([before.key])


_SHORT_TITLE = 2
"""Capitalised words of a title that contains no body: "Prime Minister"."""


def _is_plural(role: Sequence[Token]) -> bool:
    """Whether a role is plural: "officials of the party"."""
    end = next((at for at, token in enumerate(role) if at and token.is_preposition), len(role))
    head = role[end - 1].low
    if not head.endswith("s") or head.endswith("ss") or len(head) <= _ARTICLE:
        return False
    is_unknown = not any(may_be(head, part) for part in "nvar")
    return is_unknown or any(base != head and may_be(base, "n") for base in bases(head))


def _is_deprived(words: Sequence[Token], first: int) -> bool:
    """Whether a word before a role makes it past, future or partial: "former"."""
    for at in range(first - 1, max(-1, first - _FARTHEST), -1):
        if words[at + 1].gap not in {"", "-"}:
            return False
        if words[at].is_of("privatives") or words[at].low in _PRIVATIVES:
            return True
        if words[at].is_small or words[at].low == "s" or is_verb_at(words, at):
            return False
    return False


_PRIVATIVES = ENGLISH.words("grammar", "no_role")
_NOT_YET = ENGLISH.words("grammar", "not_yet")
"""Words after a role that is future or past, or that owns what follows: "mayor's brother"."""


def _leads(words: Sequence[Token], first: int, name: int, *, several: bool) -> bool:
    """Whether a role directly precedes its name, but for small words, its place or a form of address."""
    start = _behind_clause(words, first, name) if several else first
    is_far = not several and name - first > _FARTHEST
    if is_far or _is_led_to(words, name) or words[start].is_of("relatives"):
        return False
    placed = False
    for at in range(start, name + 1):
        token, before = words[at], words[at - 1]
        marks = set(token.gap) - ({"."} if before.low in _STOPPED or len(before.low) <= _INITIALS else set())
        if marks & (_CLOSING - {"—", "–", ":"} if several and at == start else _CLOSING):
            return False
        if at == name or token.low in _ADDRESS or token.low in _IS:
            continue
        if token.is_of("conjunctions") or token.low in {"or", "including"}:
            of_others = token.low == "including" and at > start and _is_plural(words[at - 1 : at])
            if of_others or not (several and (token.low == "including" or _is_listed(words, first, at))):
                return False
        elif token.capital:
            run = all(words[x].capital and not words[x].gap for x in range(at + 1, name + 1))
            if not (placed or several or run or before.is_preposition):
                return False
            placed = placed or before.is_preposition
        elif not token.is_small and not (several and not is_verb_at(words, at)):
            return False
    return True


def _behind_clause(words: Sequence[Token], first: int, name: int) -> int:
    """The position where names begin after a clause that modifies a role: "personas that it created—X and Y"."""
    is_question = words[first].low == "who" and words[first + 1].is_of("pronouns")
    if not words[first].is_of("relatives") or is_question:
        return first
    start = next((at for at in range(first, name + 1) if _CLOSING.intersection(words[at].gap)), first)
    return first if _is_plural(words[start - 1 : start]) else start


def _is_led_to(words: Sequence[Token], name: int) -> bool:
    """Whether a preposition makes the name somebody other than the holder of a role: "the lawyer for X"."""
    before = words[name - 1]
    return before.is_preposition and before.low not in _IS | {"of", "including"} and not words[name].gap


def _is_listed(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether somebody is named between a role and an "and": "ministers X and", not "officials from X and"."""
    return any(words[at].capital and not words[at - 1].is_preposition for at in range(first, last))


def _follows(words: Sequence[Token], first: int, role: int, *, several: bool) -> bool:
    """Whether a role after a name is its own: an apposition, after "is", or a noun that the name modifies."""
    if first == role:
        gap = set(words[role].gap)
        return not gap or (bool(gap & _OPENING) and not gap & set(";:.!?"))
    if words[first].is_of("relatives") and (not is_verb_at(words, first + 1) or role == first + 1):
        return is_verb_at(words, first + 1)  # "X, who chairs the board", not "X, who the mayor sacked"
    if (not several and role - first > _FARTHEST) or not _is_taken(words, first, role):
        return False
    if _is_under(words, first, role) or any(words[at].low in _DENIED for at in range(first, role)):
        return False
    said = bool(set(words[first].gap) & _OPENING)
    after_as = any(words[at].low == "as" for at in range(role - 2, role))
    for at in range(first, role + 1):
        token, before = words[at], words[at - 1]
        if set(token.gap) & _CLOSING - ({"—", "–"} if at in {first, role} else set()):
            return False
        if token.low == "as" and "," in token.gap:
            return False  # "X, as the mayor said"
        if before.is_of("conjunctions") and at > first and not (token.capital or token.low == "other"):
            return False  # "X and party officials"
        said = said or token.low in _IS
        if at < role and not _may_stand(token, before, several=several, verb=after_as and is_verb_at(words, at)):
            return False
    return said or several or words[first].is_preposition


def _is_under(words: Sequence[Token], first: int, role: int) -> bool:
    """Whether a role is the object of a preposition: "son of the mayor", "named by the mayor", not "one of the"."""
    at = role - 1
    while at > first and (words[at].is_of("determiners") or words[at].low in _ADDRESS):
        at -= 1
    is_one = at and (words[at - 1].low == "one" or words[at - 1].is_of("quantities") or words[at - 1].is_number)
    return words[at].is_preposition and words[at].low not in _IS and not words[role].gap and at > first and not is_one


_DENIED = frozenset({"not", "no", "never", "nor", "without", "unlike", "than", "against", "versus"})


def _is_taken(words: Sequence[Token], first: int, role: int) -> bool:
    """Whether a verb before "as" confers the role: "was elected as mayor", not "was replaced as mayor"."""
    link = next((at for at in range(first, role) if words[at].low == "as"), None)
    if link is None:
        return True
    near = range(first, link) if link > first else range(max(0, first - _FARTHEST), first)
    small = [at for at in near if not words[at].capital]
    verbs = [words[at].low for at in small if is_verb_at(words, at) or words[at].low.endswith("ed")]
    told = [verb for verb in verbs if verb not in _IS or verb in _TAKEN]
    return not told or not bases(told[-1]).isdisjoint(_TAKEN)


_TAKEN = ENGLISH.words("grammar", "taking_office")
"""Verbs that confer a role with "as"."""


def _may_stand(token: Token, before: Token, *, several: bool, verb: bool) -> bool:
    """Whether a word can separate a name from its own role; a `verb` leads to "as"."""
    if token.is_of("conjunctions") or token.low == "or":
        return several
    if token.capital:
        return several or before.is_preposition or before.capital
    if token.low in _IS or token.is_number or token.is_small or verb or _is_article(token):
        return True
    return (
        not token.is_of("privatives")
        and not is_mostly(token.low, "v")
        and (may_be(token.low, "a") or may_be(token.low, "r"))
    )


def _is_article(token: Token) -> bool:
    """Whether a word can be the article of another language: it is no English verb."""
    return len(token.low) <= _ARTICLE and not any(may_be(base, "v") for base in (token.low, *bases(token.low)))


_OPENING = frozenset(",(–—")
_ARTICLE = 3
"""The longest article of another language, in letters."""


_CLOSING = frozenset(";:.!?—–")
_INITIALS = 2
_FARTHEST = 6
"""Distance between a name and its role, in words."""


def _is_owned(
    subject: Subject, sentence: Sentence, role: str, names: Sequence[str], places: Sequence[tuple[int, int]]
) -> bool:
    """Whether "founder of X" is "its founder NAME" in a sentence in which "its" can only be X's."""
    words = words_of(subject, sentence.span)
    owner, office = _taken_apart(role)
    if not owner or not office:
        return False
    for first, _ in places:
        spots = range(first - len(office), first)
        mine = words[spots.start - 1].low if spots.start > 0 else ""
        if mine not in _POSSESSIVES or [words[at].low for at in spots] != office:
            continue
        others = [
            entry
            for entry in subject.entries
            if entry.section.name in _owners(subject)
            and not set(subject.names_of(entry)) & set(map(name_keys, names))
            and entry.value.get("kind") in _POSSESSIVES[mine]
            and any(places_of(words[: spots.start], key) for key in subject.names_of(entry))
        ]
        if len(others) == 1 and any(within(owner, key) or within(key, owner) for key in subject.names_of(others[0])):
            return True
    return False


_POSSESSIVES = {
    "his": ("person",),
    "her": ("person",),
    "its": ("organisation", "place", None),
    "their": ("organisation",),
}
"""The kinds of participants that each possessive can refer to."""


def _owners(subject: Subject) -> frozenset[str]:
    """The sections whose entries are names of some kind."""
    return frozenset(
        section.name
        for section in subject.kind.sections
        if section.field("kind") and section.same_by and (main := section.field(section.same_by[0])) and main.named
    )


def _taken_apart(role: str) -> tuple[tuple[str, ...], list[str]]:
    """The owner and the office of a role: "founder of X", "X's founder"."""
    words = tokens(role)
    of = next((at for at, word in enumerate(words) if word.low in {"of", "’s", "'s", "s"}), None)
    if of is None or not of:
        return (), []
    before, after = words[:of], words[of + 1 :]
    owner, office = (before, after) if words[of].low != "of" else (after, before)
    is_name = all(word.capital or word.is_small for word in owner)
    return (
        (name_keys(role[owner[0].start : owner[-1].end]), [word.low for word in office])
        if owner and is_name
        else ((), [])
    )


def role_of(subject: Subject, role: str, names: Sequence[str], evidence: Sequence[Span]) -> str | None:
    """The name next to which the evidence has a role, if it is not one of these names; else None."""
    mine = {key for name in names for key in name_keys(name)}
    said = [token for token in tokens(role) if not token.is_small]
    for sentence in subject.text.sentences_of(evidence):
        words = words_of(subject, sentence.span)
        spots = next(_aligned(words, said, mine), [])
        is_told = bool(spots) and spots[0] > 0 and words[spots[0] - 1].low == "who"  # "NAME, who chairs the board"
        if not spots or not (is_told or all(words[at].low == one.low for at, one in zip(spots, said, strict=True))):
            continue
        for first, last in row_names(words, spots):
            other = words[first : last + 1]
            if _touch(words, spots, first, last) and mine.isdisjoint(token.key for token in other):
                start = sentence.span[0]
                return subject.article.text[start + other[0].start : start + other[-1].end]
    return _office_of(subject, role, mine, evidence) or _office_beside(subject, role, mine, evidence)


def _office_beside(subject: Subject, role: str, mine: AbstractSet[str], evidence: Sequence[Span]) -> str | None:
    """The name next to the office of a role, wherever else its evidence names whoever the role is given to.

    "Brunmark's coach, Mette Rindal, took off Sofie Brask" has no coach of Brunmark but the first.
    """
    words = tokens(role)
    of = next((at for at, word in enumerate(words) if word.low == "of"), len(words))
    for sentence in subject.text.sentences_of(evidence) if of else ():
        there = words_of(subject, sentence.span)
        spots = [at for at, word in enumerate(there) if word.low == words[of - 1].low and at + 1 < len(there)]
        keys = {word.key for word in there}
        rest = {word.key for word in words[of + 1 :] if not word.is_small}
        like = {"counterpart", "successor", "predecessor"} & {word.low for word in there}
        if len(spots) != 1 or mine.isdisjoint(keys) or (like and not (rest and rest <= keys)):
            continue
        touching = [(a, b) for a, b in row_names(there, spots) if _touch(there, spots, a, b)]
        others = [one for one in touching if mine.isdisjoint(word.key for word in there[one[0] : one[1] + 1])]
        if others and len(others) == len(touching):
            first, last = others[0]
            return subject.article.text[sentence.span[0] + there[first].start : sentence.span[0] + there[last].end]
    return None


def _office_of(subject: Subject, role: str, mine: AbstractSet[str], evidence: Sequence[Span]) -> str | None:
    """The name next to the office of a role, "editor" in "editor of X's letters", if that occurs nowhere else."""
    words = tokens(role)
    of = next((at for at, word in enumerate(words) if word.low == "of"), 0)
    found: list[str] = []
    for sentence in subject.text.sentences_of(evidence) if of == 1 else ():
        there = words_of(subject, sentence.span)
        spots = [at for at, word in enumerate(there) if word.low == words[0].low and at + 1 < len(there)]
        if spots and not mine.isdisjoint(word.key for word in there):
            return None
        for at in spots:
            names = (there[a : b + 1] for a, b in row_names(there, [at]) if _touch(there, [at], a, b))
            found += [
                subject.article.text[slice(sentence.span[0] + one[0].start, sentence.span[0] + one[-1].end)]
                for one in names
                if there[at + 1].low == "of"
            ]
    return found[0] if len(found) == 1 else None


def _touch(words: Sequence[Token], spots: Sequence[int], first: int, last: int) -> bool:
    """Whether a role directly precedes a name, or is next to it between commas or after "the"."""
    if spots[-1] + 1 == first:
        article = words[spots[0] - 1] if spots[0] else None
        return not words[first].gap or (
            words[first].gap == "," and article is not None and article.is_of("determiners")
        )
    between = range(last + 1, spots[0])
    if not between and last + 1 != spots[0]:
        return False
    return words[last + 1].gap == "," and all(
        words[at].is_of("determiners") or words[at].low == "who" for at in between
    )


def row_names(words: Sequence[Token], spots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of two and more capitalised words outside the role."""
    start = None
    for at in range(len(words) + 1):
        inside = at < len(words) and words[at].capital and at not in spots and not words[at].is_small
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if at - start > 1:
                yield start, at - 1
            start = None
