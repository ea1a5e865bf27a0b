"""Checks fields: a name, role, country, number, time or label that differs from the entry's own evidence.

What the article says elsewhere proves nothing here.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from factsheet.aligning.tokens import tokens
from factsheet.checking.numbers import Stock
from factsheet.language.countries import countries
from factsheet.language.lexicon import alike, is_light, lexicon, word_keys
from factsheet.language.lists import ENGLISH
from factsheet.language.numbers import agree, quantities
from factsheet.language.thesaurus import are_kin, bases, is_mostly
from factsheet.proving.counting import counted_otherwise
from factsheet.proving.dates import date_otherwise, is_out_of_time
from factsheet.proving.fields import directed_otherwise, office_otherwise, prove_words, says_as_much
from factsheet.proving.names import initials_of, prove_alias, prove_name, stands_in_another
from factsheet.proving.places import country_of
from factsheet.proving.roles import prove_role, role_of
from factsheet.proving.subject import name_keys
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from factsheet.aligning.tokens import Token
    from factsheet.kinds import Entry, Field
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


class _Place(NamedTuple):
    """A text of an entry, and the evidence that must prove it."""

    subject: Subject
    entry: Entry
    field: Field
    text: str
    evidence: list[Span]

    def finding(self, code: str, message: str) -> Finding:
        return Finding(code, "warning", f"{self.entry.pointer}/{self.field.name}", message)


def dates(subject: Subject) -> Iterator[Finding]:
    """Dates (`x-date-of`) that contradict the words for their time, counted from the day of publication."""
    for one in _places(subject):
        time = one.entry.value.get(one.field.date_of or "")
        if isinstance(time, str):
            found = date_otherwise(subject, one.text, time, one.evidence)
            if found is not None:
                message = f"“{time}” means {found}, not {one.text}"
                yield Finding("date-changed", "error", f"{one.entry.pointer}/{one.field.name}", message)
            elif is_out_of_time(subject, one.text, time, one.evidence):
                yield one.finding("date-changed", f"{one.text} is not where the tense of “{time}” puts it")


def names(subject: Subject) -> Iterator[Finding]:
    """Names of which the evidence has no part, and aliases that belong to somebody else."""
    for one in _places(subject):
        if not one.field.named:
            continue
        main = one.entry.names[:1] == [one.text]
        if main and not prove_name(subject, one.text, one.evidence).holds:
            keys = name_keys(one.text)
            if _words_of(subject, one.evidence).isdisjoint(keys) and subject.text.find(list(keys)):
                yield one.finding("evidence-of-another", f"the evidence does not name “{one.text}”")
        elif not main:
            other = stands_in_another(subject, one.text, one.entry.names)
            if other:
                yield one.finding(
                    "names-of-two", f"the article has “{one.text}” for “{other}” alone, or as a part of it"
                )
            elif _is_nowhere(one):
                yield one.finding("name-not-in-article", f"the article has the words of “{one.text}” only apart")


def _is_nowhere(one: _Place) -> bool:
    """Whether the article never has an alias of several words, titles aside, that is no part of the entry's name."""
    known = {key for name in one.entry.names if name != one.text for key in name_keys(name)}
    keys = [key for key in name_keys(one.text) if not (key in lexicon().titles or countries([key]))]
    words = one.text.split()
    if len(keys) < 2 or known.issuperset(keys) or not all(word.istitle() for word in words if not is_light(word)):
        return False  # no proper name: "LA Sheriff's office", "worshippers of the old gods"
    return not one.subject.text.find(keys) and not prove_alias(one.subject, one.text, one.entry.names[:1]).holds


def roles(subject: Subject) -> Iterator[Finding]:
    """Roles that the evidence gives to somebody else or nobody, and countries in which it does not locate a place."""
    for one in _places(subject):
        mine = one.entry.names
        if one.field.name == "country" and mine:
            other = country_of(subject, mine[0], one.text)
            if other:
                yield one.finding("country-of-another", f"the article puts {mine[0]} in {other}, not in {one.text}")
        if not (one.field.states and mine and _is_of_a_name(one.entry)):
            continue
        if not prove_role(subject, one.text, mine, one.evidence).holds:
            holder = role_of(subject, one.text, mine, one.evidence)
            if holder:
                yield one.finding("role-of-another", f"the evidence gives “{one.text}” to {holder}")
            elif elsewhere := _holder_elsewhere(one, mine):
                yield one.finding("role-of-another", f"the article gives “{one.text}” to {elsewhere} only")
            elif far := _far_name(one, mine):
                yield one.finding("role-of-another", f"the article never has “{far}” beside {mine[0]}")
            elif 2 * len(_unrelated(one.text, subject.text.places)) >= max(1, len(_significant(one.text))):
                yield one.finding("role-of-another", f"the article calls nobody “{one.text}”")


def _holder_elsewhere(one: _Place, names: list[str]) -> str | None:
    """The person to whom the article gives a role, if no sentence with the name of the entry has a word of it."""
    text, keys = one.subject.text, {key for name in names for key in name_keys(name)[-1:]}
    words = {token.key for token in _significant(one.text) if not token.capital}
    if not words:
        return None
    for sentence in text.sentences:
        here = text.keys[sentence.first : sentence.last]
        if not keys.isdisjoint(here) and not words.isdisjoint(here):
            return None
    return role_of(one.subject, one.text, names, [sentence.span for sentence in text.sentences])


def _far_name(one: _Place, names: list[str]) -> str | None:
    """A name in a role that no sentence about its holder has, nor one next to it: "mayor of Livorno"."""
    text, own = one.subject.text, {key for name in names for key in name_keys(name)}
    told = [token for token in tokens(one.text) if token.capital and token.start and not token.is_small]
    told = [token for token in told if token.key not in own]
    lasts = {keys[-1] for name in names if (keys := name_keys(name))} if told else set()
    near: set[str] = set()
    for number, sentence in enumerate(text.sentences):
        if not lasts.isdisjoint(text.keys[sentence.first : sentence.last]):
            around = text.sentences[max(0, number - 1) : number + 2]
            near.update(text.keys[around[0].first : around[-1].last])
    far = (token for token in told if token.key not in near and not any(alike(token.key, key) for key in near))
    return next((one.text[token.start : token.end] for token in far), None)


def labels(subject: Subject) -> Iterator[Finding]:
    """Labels unrelated to their evidence or about another number, and headlines with foreign words."""
    for one in _places(subject):
        if one.entry.section.brief.get("place") == "title":
            yield from _headline(one)
        elif _is_label(one):
            words = [token for token in _significant(one.text) if token.low not in _MEASURING]
            near, beside = _words_of(subject, one.evidence), _beside(one)
            strange = len(_unknown_of(words, near)) == len(words)
            if words and strange and not any(_is_form(token, beside) for token in words):
                yield one.finding("evidence-of-another", f"the evidence has none of the words of “{one.text}”")
                continue
            if one.field.states:
                yield from _strange(one, words)
            way = directed_otherwise(subject, one.text, one.evidence)
            if way:
                yield one.finding("sides-changed", f"the evidence has “{way}” the other way round")
            number = one.entry.value.get(one.entry.section.same_by[0]) if one.entry.section.same_by else None
            why = counted_otherwise(subject, one.text, one.evidence, number) if isinstance(number, str) else None
            if why:
                yield one.finding("number-of-another", why)


def offices(subject: Subject) -> Iterator[Finding]:
    """Offices that the evidence has as another one: "school master" for "harbour master"."""
    for one in _places(subject):
        if one.field.states and not _is_of_a_name(one.entry):
            found = office_otherwise(subject, one.text, one.evidence)
            if found:
                yield one.finding(
                    "role-of-another", f"the statement says “{found[0]}” where its evidence has “{found[1]}”"
                )


def own_words(subject: Subject) -> Iterator[Finding]:
    """Times and numbers in the article's words (`x-verbatim`) from another sentence, and units of neither."""
    for one in _places(subject):
        if one.field.verbatim and not one.field.quoted:
            if prove_words(subject, one.text, one.evidence).holds or says_as_much(subject, one.text, one.evidence):
                continue
            said = subject.read(one.text)
            numbers = said.quantities
            if subject.text.find(said.keys) or (numbers and all(map(Stock(subject.text.quantities).agreeing, numbers))):
                yield one.finding("field-elsewhere", f"the evidence of this entry does not have “{one.text}”")
        elif one.field.name == "unit" and not _has_unit(one):
            missing = _unknown(one.text, _words_of(subject, one.evidence))
            if missing:
                yield one.finding("field-elsewhere", f"the evidence of this entry does not have “{missing[0]}”")


def _has_unit(one: _Place) -> bool:
    """Whether the evidence has the number with this unit, in any form: "$3" for "3" and "dollars"."""
    unit = next((quantity.unit for quantity in quantities(f"5 {one.text}")), None)
    near = (
        q for s in one.subject.text.sentences_of(one.evidence) for q in one.subject.text.quantities_between(*s.span)
    )
    mine = quantities(str(one.entry.value.get("number") or ""))
    return unit is not None and any(agree(q, other) and other.unit == unit for other in near for q in mine)


@lru_cache(maxsize=1)  # six checks walk the same sheet
def _places(subject: Subject) -> tuple[_Place, ...]:
    """Each text of an entry whose evidence is in the article."""
    return tuple(_texts(subject))


def _texts(subject: Subject) -> Iterator[_Place]:
    for entry in subject.entries:
        evidence = sorted(entry.section.spans(entry.value))
        for field in entry.section.fields if evidence else ():
            value = entry.value.get(field.name)
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and text.strip():
                    yield _Place(subject, entry, field, text, evidence)


def _headline(one: _Place) -> Iterator[Finding]:
    """A headline with a thing that is not in the article, or with many that are not in its evidence."""
    words = [token for token in _significant(one.text) if not (token.is_preposition or is_mostly(token.low, "v"))]
    words = [token for token in words if not is_mostly(token.low, "r")]
    missing = _unknown_of(words, one.subject.text.places)
    here = _unknown_of(words, _words_of(one.subject, one.evidence))
    if missing:
        yield one.finding("detail-added", f"the article does not have “{missing[0]}”")
    elif _MUCH * len(here) >= len(words) > 0:
        yield one.finding("evidence-of-another", f"the evidence of the headline does not have “{here[0]}”")


def _strange(one: _Place, words: list[Token]) -> Iterator[Finding]:
    """A label of which much, or a name, is neither in its evidence nor in the sentences around it."""
    missing = _unknown_of(words, _around(one) | _beside(one))
    name = next((token for token in words if token.low in missing and token.capital and token.start), None)
    if len(missing) >= _STRANGE and _MUCH * len(missing) >= len(words):
        yield one.finding("evidence-of-another", f"the evidence does not have “{', '.join(missing)}”")
    elif (
        name
        and not initials_of(one.text[name.start : name.end])
        and word_keys("pronouns", "personal").isdisjoint(_words_of(one.subject, one.evidence))
    ):
        yield one.finding("evidence-of-another", f"the evidence does not name “{one.text[name.start : name.end]}”")


_STRANGE = 3
"""Foreign words from which a label, if they are many of its words, is about something else."""


def _around(one: _Place) -> frozenset[str]:
    """The words of the evidence's sentences, of the two before and of the one after."""
    text = one.subject.text
    here = text.sentences_of(one.evidence)
    if not here:
        return frozenset()  # a sheet of somebody else's making has evidence in no sentence
    first, last = (bisect_left(text.sentences, sentence) for sentence in (here[0], here[-1]))
    near = text.sentences[max(0, first - 2) : last + 2]
    return frozenset(text.keys[near[0].first : near[-1].last])


_MUCH = 3
"""One in so many words of a headline can be missing from the evidence."""
_MEASURING = ENGLISH.words("grammar", "measuring")


def _is_label(one: _Place) -> bool:
    """Whether a text is a short description of its entry: a label, an event, what a number counts."""
    field, section = one.field, one.entry.section
    if section.sides or field.said_by or field.quoted or field.verbatim or field.named or field.refers_to:
        return False
    return bool(field.states and not _is_of_a_name(one.entry)) or section.same_by == (field.name,)


def _beside(one: _Place) -> frozenset[str]:
    """The words of the headline, which is the context of every label."""
    start = one.subject.article.body()[0].start if one.subject.article.body() else 0
    return frozenset(one.subject.text.keys[: one.subject.text.range_of((start, start))[0]])


def _significant(text: str) -> list[Token]:
    return [token for token in tokens(text) if not token.is_small and token.low != "s"]


def _unknown(text: str, known: Collection[str]) -> list[str]:
    return _unknown_of(_significant(text), known)


def _unrelated(text: str, known: Collection[str]) -> list[str]:
    """The words of a role of which others have neither a form nor the root: "restaurateur" for "restaurant"."""
    return [low for low in _unknown(text, known) if not any(key.startswith(low[:_ROOT]) for key in known)]


_ROOT = 6
"""Letters that the words of one root begin with."""


def _unknown_of(words: list[Token], known: Collection[str]) -> list[str]:
    """The words of one set of which the other has no form and no derivation."""
    return [token.low for token in words if not token.is_number and not _is_known(token, known)]


def _is_known(token: Token, known: Collection[str]) -> bool:
    telling = (key for key in known if key[:1].isalpha() and not is_light(key))
    return _is_form(token, known) or any(are_kin(token.low, key) for key in telling)


def _is_form(token: Token, known: Collection[str]) -> bool:
    """Whether a word is one of some others, or has a base form in common with one."""
    if token.key in known or token.low in known:
        return True
    mine = bases(token.low)
    return any(key[:1].isalpha() and (alike(token.key, key) or not mine.isdisjoint(bases(key))) for key in known)


def _words_of(subject: Subject, evidence: list[Span]) -> frozenset[str]:
    """The words of the sentences that contain the evidence."""
    return frozenset(
        key for one in subject.text.sentences_of(evidence) for key in subject.text.keys[one.first : one.last]
    )


def _is_of_a_name(entry: Entry) -> bool:
    main = entry.section.field(entry.section.same_by[0]) if entry.section.same_by else None
    return bool(main and main.named)
