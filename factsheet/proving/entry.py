"""Proves one entry, each field by the rule for its schema."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from factsheet.language.text import reading
from factsheet.proving import context
from factsheet.proving.counting import unbounded
from factsheet.proving.dates import prove_date
from factsheet.proving.fields import of_another_time, prove_label, prove_topic, prove_words
from factsheet.proving.names import prove_alias, prove_name
from factsheet.proving.places import prove_country, prove_scene
from factsheet.proving.proof import Proof, fails
from factsheet.proving.roles import prove_role
from factsheet.proving.speakers import speaks
from factsheet.proving.statements import prove_sides, prove_statement
from factsheet.proving.subject import listed
from factsheet.proving.trial import Beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from factsheet.kinds import Entry, Field, Section
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A text of an entry and its proof.

    `field` is the name of the field, with an index if the field is a list: "aliases/1". It is empty if the proof is
    about the entry as a whole.
    """

    field: str
    text: str
    proof: Proof


def parts_of(subject: Subject, entry: Entry) -> Iterator[Part]:
    """Every text of the entry that the page prints, with its proof."""
    section = entry.section
    evidence = sorted(section.spans(entry.value))
    if not evidence:
        why = "its evidence is not in the article" if section.evidence else "no evidence is given for it"
        yield Part("", "", Proof((), (why,), score=0.0))
    elif section.sides:
        yield from (Part(name, _text(entry, name), proof) for name, proof in prove_sides(subject, entry))
    else:
        yield from _parts(subject, entry, evidence)


def _text(entry: Entry, name: str) -> str:
    value = entry.value.get(name)
    return value if isinstance(value, str) else ""


def _parts(subject: Subject, entry: Entry, evidence: list[Span]) -> Iterator[Part]:
    for field in _shown(entry.section):
        for text, path in listed(entry.value.get(field.name), field.name):
            proof = _proof(_Told(subject, entry, field, text, evidence)) if isinstance(text, str) else None
            if proof is not None:
                yield Part(path, text, proof)


@lru_cache(maxsize=64)  # a kind has a dozen sections; each is the same as itself only
def _shown(section: Section) -> tuple[Field, ...]:
    return tuple(field for field in section.fields if not field.is_evidence and _is_shown(field, section.brief))


def _is_shown(field: Field, brief: Mapping[str, Any]) -> bool:
    """Whether the page prints the field, or it is the country of a place."""
    line = str(brief.get("line", ""))
    return field.name == "country" or f"{{{field.name}}}" in line or brief.get("by") == field.name or not line


@dataclass(frozen=True)
class _Told:
    """A field of an entry, its value and the evidence for it."""

    subject: Subject
    entry: Entry
    field: Field
    text: str
    evidence: list[Span]

    @property
    def counted(self) -> Field | None:
        """The first field that identifies the entry: a name or a number."""
        same_by = self.entry.section.same_by
        return self.entry.section.field(same_by[0]) if same_by else None

    @property
    def number(self) -> str:
        """The number that the entry is about; "" if there is none."""
        counted = self.counted
        return str(self.entry.value.get(counted.name) or "") if counted is not None and counted.verbatim else ""

    @property
    def label(self) -> str:
        """What the entry states."""
        fields = (field.name for field in self.entry.section.fields if field.states)
        return " ".join(value for name in fields if isinstance(value := self.entry.value.get(name), str))

    @property
    def said_by(self) -> list[str]:
        """The speakers that the entry names."""
        value = self.entry.value.get(self.field.said_by or "")
        return [value] if isinstance(value, str) and value.strip() else []

    @property
    def said_with(self) -> str:
        """The verb before the statement."""
        value = self.entry.value.get(self.field.said_with or "")
        return value if isinstance(value, str) else ""

    @property
    def time(self) -> str:
        """The article's words for the time, if the entry has them besides its statement, and it is no quotation."""
        fields = (field.name for field in self.entry.section.fields if field.verbatim and not field.quoted)
        return " ".join(value for name in fields if isinstance(value := self.entry.value.get(name), str))

    @cached_property
    def goes_on(self) -> bool:
        """Whether it is a whole sentence of the article in a summary, and the entry before is the previous sentence.

        The antecedents of its pronouns are then printed directly above it.
        """
        above = _entry_above(self.entry)
        before = self.subject.proofs.get(above, ()) if above and self.entry.section.is_summary else ()
        here = self.subject.text.sentences_of(self.evidence)
        if not before or len(here) != 1 or not all(part.proof.holds for part in before):
            return False
        there = self.subject.text.sentences_of(part.proof.sentence for part in before if part.proof.sentence)
        text = self.subject.text
        return (
            len(there) == 1
            and there[0].last == here[0].first
            and reading(self.text).keys == text.keys[here[0].first : here[0].last]
            and _keys(before) == text.keys[there[0].first : there[0].last]
        )

    @property
    def holders(self) -> list[str]:
        """The people of the sheet whom the entry names besides its statement: "according to the police"."""
        fields = self.entry.section.fields
        values = (self.entry.value.get(field.name) for field in fields if field.refers_to)
        return [value for value in values if isinstance(value, str) and value.strip()]


def _entry_above(entry: Entry) -> str:
    """The pointer of the previous entry in the list; "" for the first."""
    section, _, number = entry.pointer.rpartition("/")
    return f"{section}/{int(number) - 1}" if number.isdecimal() and int(number) else ""


def _keys(parts: Iterable[Part]) -> list[str]:
    return [key for part in parts for key in reading(part.text).keys]


def _proof(told: _Told) -> Proof | None:
    """The proof that a field needs; None if another field proves it, or it says nothing about the article."""
    return _prover(told.field)(told)


@lru_cache(maxsize=512)  # as the sections are
def _prover(field: Field) -> Callable[[_Told], Proof | None]:
    return next(prove for applies, prove in _RULES if applies(field))


def _date(told: _Told) -> Proof | None:
    return prove_date(told.subject, told.text, str(told.entry.value.get(told.field.date_of or "") or ""), told.evidence)


def _name(told: _Told) -> Proof:
    """The proof of a name of the entry; other names are proven by the first one."""
    if told.field.name in told.entry.section.same_by and told.text not in told.entry.names[:1]:
        return prove_alias(told.subject, told.text, told.entry.names[:1])
    return prove_name(told.subject, told.text, told.evidence)


def _statement(told: _Told) -> Proof:
    """The proof of a role beside a name, of a statement, or of a label beside a number."""
    counted = told.counted
    if counted is not None and counted.named and told.entry.names:
        return _unless(
            prove_role(told.subject, told.text, told.entry.names, told.evidence), context.pronouns(told.text)
        )
    if told.field.said_by or told.entry.section.brief.get("place") == "title":
        beside = Beside(told.said_with, told.time, told.goes_on)
        proof = prove_statement(told.subject, told.text, told.evidence, told.said_by, beside)
        return _in_context(told, proof)
    proof = prove_label(told.subject, told.text, told.evidence, told.number)
    if not proof.holds and len(told.subject.read(told.text).sentences) > 1:
        proof = prove_statement(told.subject, told.text, told.evidence)
    return _in_context(told, proof)


def _unless(proof: Proof, against: Iterable[str]) -> Proof:
    """A proof that fails if there is an objection, which is computed only if it holds."""
    why = tuple(against) if proof.holds else ()
    return replace(proof, why=why) if why else proof


def _in_context(told: _Told, proof: Proof) -> Proof:
    """A proof that fails if its words mean something else out of context."""
    return _unless(proof, _out_of_context(told, proof.sentence))


def _out_of_context(told: _Told, sentence: Span | None) -> Iterator[str]:
    """What the sentence, or the one before it, says and the text does not."""
    if context.is_unclosed(told.text):
        yield "a quotation in it does not end"
        return
    if told.said_by or told.goes_on:
        return
    yield from context.pointers(told.text)
    if not told.field.said_by:
        yield from context.pronouns(told.text)
        yield from context.unsaid(told.subject, told.text, sentence, told.holders) if sentence else ()
    if _is_percentage(told) and context.is_share_of_nothing(told.text):
        yield "it does not tell what it is a share of"


def _is_percentage(told: _Told) -> bool:
    values = " ".join(str(value) for value in told.entry.value.values() if isinstance(value, str))
    return bool(told.number) and any(one in values for one in ("percent", "per cent", "%"))


def _quotation(told: _Told) -> Proof:
    proof = speaks(told.subject, told.said_by, told.text, told.evidence)
    return proof if _is_quoted_within(told) else _unless(proof, context.led_in(told.subject, told.text))


def _is_quoted_within(told: _Told) -> bool:
    """Whether a statement of the same entry contains the quotation with more words before it."""
    stated = reading(told.label)
    return any(start > 0 for start, _ in stated.find(reading(told.text).keys))


def _speaker(told: _Told) -> Proof | None:
    """The proof of a person of the sheet; a statement proves its own speaker."""
    if any(one.said_by == told.field.name for one in told.entry.section.fields):
        return None
    return speaks(told.subject, [told.text], told.number or None, told.evidence)


def _words(told: _Told) -> Proof:
    if context.is_open_ended(told.text):
        return fails(told.text, "it does not tell what it is counted from")
    if any(field.date_of == told.field.name for field in told.entry.section.fields):
        other = of_another_time(told.subject, told.text, told.label, told.evidence)
        if other is not None:
            return fails(told.text, f"“{other}” is left out")
    bound = unbounded(told.subject, told.text, told.evidence) if told.text == told.number else None
    if bound is not None:
        return fails(told.text, f"“{bound}” is left out")
    return prove_words(told.subject, told.text, told.evidence)


def _label(told: _Told) -> Proof:
    """The proof of a label beside other fields, or of the one field that identifies an entry."""
    prove = prove_topic if told.entry.section.same_by == (told.field.name,) else prove_label
    return prove(told.subject, told.text, told.evidence)


def _choice(told: _Told) -> Proof:
    """The proof of an enumerated value: no word of the article, so its equivalents are looked for."""
    if told.text == "mentioned":
        return Proof()
    if told.text == "dateline":
        place = (told.subject.article.dateline_place or "").lower()
        named = any(name.lower() in place for name in told.entry.names[:1])
        return Proof() if named else Proof((), ("the dateline does not name it",))
    if told.text == "scene":
        return prove_scene(told.subject, "".join(told.entry.names[:1]), told.evidence)
    return _words(told)


def _country(told: _Told) -> Proof:
    return prove_country(told.subject, "".join(told.entry.names[:1]), told.text)


if TYPE_CHECKING:
    _Rule: TypeAlias = tuple[Callable[[Field], object], Callable[[_Told], Proof | None]]

_RULES: tuple[_Rule, ...] = (
    (lambda field: field.date_of, _date),
    (lambda field: field.named, _name),
    (lambda field: field.states, _statement),
    (lambda field: field.quoted, _quotation),
    (lambda field: field.refers_to, _speaker),
    (lambda field: field.verbatim, _words),
    (lambda field: field.vocabulary, lambda _: None),
    (lambda field: field.schema.get("enum"), _choice),
    (lambda field: field.name == "country", _country),
    (lambda _: True, _label),
)
"""Properties of fields, each with its proof; the first that applies is used."""
