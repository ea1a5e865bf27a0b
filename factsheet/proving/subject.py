"""A grounded sheet with its article, read once and shared by all checks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from factsheet.aligning.rows import row
from factsheet.aligning.tokens import tokens
from factsheet.attribution import attribute
from factsheet.language.detection import language_of
from factsheet.language.lexicon import canonical, stem, word_keys
from factsheet.language.lists import ENGLISH
from factsheet.language.names import joint_names
from factsheet.language.text import read, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.rows import Row
    from factsheet.aligning.tokens import Token
    from factsheet.attribution import Attribution, Statement
    from factsheet.kinds import Entry, Field, Kind
    from factsheet.language.numbers import Quantity
    from factsheet.language.text import Sentence, Text
    from factsheet.proving.entry import Part
    from factsheet.records import Article, Facts, Span

CLOSE = 0.7
"""The share of a statement's words from which it repeats a sentence rather than retelling it."""

_ELLIPSIS = re.compile(r"(?:(?<!\s)\s+)?[\[(]?(?:…|\.(?:\s?\.){2,})[\])]?\s*")
"""An ellipsis, with the space and brackets around it."""

_BRACKETS = re.compile(r"\[(\w)\]")
"""A letter whose case an editor changed: "[t]he"."""

_LONGEST_GAP = 1500
"""The longest omission that an ellipsis can stand for, in characters."""

_ABOUT = ("published", "updated", "dateline_date")


class Claim:
    """A statement of the sheet (a field with `x-states`) and the article's words that support it."""

    def __init__(self, subject: Subject, entry: Entry, field: Field, evidence: list[Span]) -> None:
        self._subject = subject
        self.entry = entry
        self.field = field
        self.text = subject.read(entry.value[field.name])
        """The statement."""
        self.evidence = evidence
        self.pointer = f"{entry.pointer}/{field.name}"
        self.is_disputed = bool(entry.section.sides)
        """Whether the sheet itself presents it as a contested claim."""
        said_by = entry.value.get(field.said_by or "")
        self.said_by: str | None = said_by if isinstance(said_by, str) and said_by.strip() else None
        self.can_be_said_by = field.said_by is not None
        self.is_sentence = self.can_be_said_by or self.is_disputed or entry.section.brief.get("place") == "title"
        """Whether it is a statement by itself rather than a label beside another field."""

    @cached_property
    def context(self) -> list[Sentence]:
        """The sentences of the article that contain its evidence."""
        return self._subject.text.sentences_of(self.evidence)


class Subject:
    """A sheet with its article."""

    def __init__(self, kind: Kind, article: Article, facts: Facts, text: Text | None = None) -> None:
        self.kind = kind
        self.article = article
        self.text = read(article.text, article.paragraphs) if text is None else text
        """The article as words."""
        self.entries: list[Entry] = list(kind.entries(facts))
        self.meant: dict[str, tuple[tuple[str, ...], ...]] = {}
        """The names that each name is known by, kept by `speakers.names_of` so that each is looked up once."""
        self.proofs: dict[str, tuple[Part, ...]] = {}
        """The proof of each entry by its pointer, once computed."""
        self._read: dict[str, Text] = {}
        self._attributed: dict[str, Attribution] = {}
        self._found: dict[str, list[Span]] = {}
        self._names: dict[str, list[tuple[str, ...]]] = {}

    def read(self, text: str) -> Text:
        """A text of the sheet as words; cached."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = reading(text)
        return found

    def row(self, span: Span) -> Row:
        """A part of the article as tokens for alignment."""
        return row(self.article.text[slice(*span)])

    def attributed(self, text: str) -> Attribution:
        """The attributions in a text of the sheet; cached."""
        found = self._attributed.get(text)
        if found is None:
            found = self._attributed[text] = attribute(text, language=self.language)
        return found

    @cached_property
    def texts(self) -> list[tuple[Entry, Field, str]]:
        """Every text field of the sheet, with its entry."""
        fields = ((entry, field) for entry in self.entries for field in entry.section.fields)
        found = ((entry, field, entry.value.get(field.name)) for entry, field in fields)
        return [(entry, field, text) for entry, field, text in found if isinstance(text, str) and text.strip()]

    def find(self, text: str) -> list[Span]:
        """The places of words in the article: one span, several if an ellipsis omits words, or none."""
        if text not in self._found:
            self._found[text] = self._pieces(text) or self._pieces(_BRACKETS.sub(r"\1", text))
        return self._found[text]

    def _pieces(self, text: str) -> list[Span]:
        found: list[Span] = []
        for part in _ELLIPSIS.split(text):
            keys = self.read(part).keys
            if not keys:
                continue
            after = found[-1][1] if found else 0
            place = next((span for span in self.text.find(keys) if span[0] >= after), None)
            if place is None or (found and place[0] - after > _LONGEST_GAP):
                return []
            found.append(place)
        return found

    @cached_property
    def about(self) -> list[Quantity]:
        """The known dates of the article."""
        known = " ".join(str(getattr(self.article, name) or "")[:10] for name in _ABOUT)
        return read(known).quantities

    @cached_property
    def language(self) -> str | None:
        """The language of the article."""
        return language_of(self.article.text, self.article.language)

    @cached_property
    def attribution(self) -> Attribution:
        """The attributions in the article."""
        return attribute(self.article.text, self.article.paragraphs, self.language)

    def statements(self, start: int, end: int) -> Iterator[Statement]:
        """The attributed statements that are, at least partly, in a part of the article, in order."""
        quotes, (starts, reach) = self.attribution.quotes, self._statement_bounds
        for at in range(bisect_right(reach, start), bisect_left(starts, end)):
            if quotes[at].end > start:
                yield quotes[at]

    @cached_property
    def _statement_bounds(self) -> tuple[list[int], list[int]]:
        """The start of each statement, and the furthest end of it and all before it."""
        quotes = self.attribution.quotes
        return [one.start for one in quotes], list(accumulate((one.end for one in quotes), max))

    @cached_property
    def claims(self) -> list[Claim]:
        """Every statement with located evidence."""
        return list(self._claims())

    def _claims(self) -> Iterator[Claim]:
        for entry, field, _ in self.texts:
            names = (field.states,) if isinstance(field.states, str) else entry.section.evidence
            evidence = entry.section.spans(entry.value, names) if field.states else []
            if evidence:
                yield Claim(self, entry, field, sorted(evidence))

    def known_as(self, section: str, name: str) -> list[Entry]:
        """The entries of a section that a name means: by one of their names, or by the last word of one.

        "A and B" means both if each is known.
        """
        wanted = name_keys(name)
        entries = self.of_section(section)
        exact = [e for e in entries if wanted in self.names_of(e)]
        if exact or not wanted:
            return exact
        short = [e for e in entries if any(within(wanted, one) for one in self.names_of(e))]
        each = [] if short else [self.known_as(section, one) for one in joint_names(name)]
        return [e for known in each for e in known] if all(each) else short

    @cached_property
    def full_names(self) -> frozenset[frozenset[str]]:
        """The words of every name in the sheet: of its entries, and of whom others refer to."""
        referred = (text for _, field, text in self.texts if field.refers_to or field.named)
        main = ((entry, entry.section.same_by[:1]) for entry in self.entries)
        named = (entry for entry, by in main if any((one := entry.section.field(name)) and one.named for name in by))
        names = {keys for entry in named for keys in self.names_of(entry)}
        return frozenset(map(frozenset, names.union(map(name_keys, referred))))

    def are_one(self, *words: str) -> bool:
        """Whether a name of the sheet has all these words, so that each of them may stand for it."""
        return any(name.issuperset(words) for name in self.full_names)

    def named(self, name: tuple[str, ...]) -> list[Entry]:
        """The entries of all sections with this name, given as keys."""
        return self._by_name.get(name, [])

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], list[Entry]]:
        found: dict[tuple[str, ...], list[Entry]] = {}
        for entry in self.entries:
            for name in self.names_of(entry):
                found.setdefault(name, []).append(entry)
        return found

    def of_section(self, section: str) -> list[Entry]:
        """The entries of a section."""
        return self._by_section.get(section, [])

    @cached_property
    def _by_section(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.section.name, []).append(entry)
        return found

    def names_of(self, entry: Entry) -> list[tuple[str, ...]]:
        """The names of an entry as keys, the main one first: the fields of `x-same-by`."""
        if entry.pointer not in self._names:
            self._names[entry.pointer] = [keys for name in entry.names if (keys := name_keys(name))]
        return self._names[entry.pointer]


def listed(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Each text of a field that holds a string or a list of them, with its JSON Pointer."""
    if isinstance(value, list):
        yield from ((one, f"{pointer}/{index}") for index, one in enumerate(value) if one)
    elif value:
        yield value, pointer


@cache  # of the few lists of the checks
def verb_list(part: str) -> frozenset[str]:
    """The words of a part of the list `reporting` as verbs: base form, third person and past; "warnings" is no verb."""
    words = word_keys("reporting", part)
    return words | {form for word in words for form in (f"{word}s", f"{word}es", f"{word}d", f"{word}ed")}


@cache  # reads a word list
def stem_list(part: str) -> frozenset[str]:
    """The stems of the words of a part of the list `reporting`."""
    return frozenset(map(stem, word_keys("reporting", part)))


def follows_name(subject: Subject, keys: Sequence[str], context: list[Sentence]) -> bool:
    """Whether evidence with a pronoun, or "the company", is close enough to a name to refer to it."""
    text = subject.text
    for sentence in context:
        if _refers_back(text, sentence):
            before = range(max(0, sentence.first - _NEAR), sentence.first)
            if any(at in before for key in keys for at in text.places.get(key, ())):
                return True
    return False


def _refers_back(text: Text, sentence: Sentence) -> bool:
    """Whether a sentence has a pronoun, or an unnamed body: "the newspaper", "the regional government"."""
    keys = text.keys[sentence.first : sentence.last]
    if not word_keys("pronouns", "personal").isdisjoint(keys):
        return True
    bodies = word_keys("organisations", "heads")
    return any(key in bodies and "the" in keys[max(0, at - 2) : at] for at, key in enumerate(keys))


_NEAR = 150
"""Distance between a pronoun and its antecedent, in words."""


def share(statement: Text, article: Text, sentence: Sentence) -> float:
    """The share of a statement's significant words that a sentence of the article has."""
    content = statement.content()
    there = article.sentence_stems[sentence]
    return sum(statement.stems[at] in there for at in content) / max(1, len(content))


def repeats(claim: Claim, article: Text) -> bool:
    """Whether a statement repeats a sentence of its evidence almost word for word."""
    return any(share(claim.text, article, sentence) >= CLOSE for sentence in claim.context)


@lru_cache(maxsize=4096)  # each name of a sheet is held against all others
def name_keys(name: str) -> tuple[str, ...]:
    """A name as the keys of its words, without "the" and forms of address."""
    return tuple(key for key in reading(name).keys if key not in _ADDRESS_KEYS)


FORMS_OF_ADDRESS = ENGLISH.words("titles", "courtesy") | {"the", "s", "sir", "dame"}
_ADDRESS_KEYS = frozenset(map(canonical, FORMS_OF_ADDRESS))


def words_of(subject: Subject, span: Span) -> tuple[Token, ...]:
    """The tokens of a sentence of the article."""
    return tokens(subject.article.text[span[0] : span[1]])


def places_of(words_: Sequence[Token], keys: Sequence[str]) -> list[tuple[int, int]]:
    """Each occurrence of a name, articles within it aside, as its first and last token."""
    bare = [at for at, token in enumerate(words_) if token.key not in _ADDRESS_KEYS]
    there, wanted, size = [words_[at].key for at in bare], list(keys), len(keys)
    if not size or wanted[0] not in there:
        return []
    firsts = (at for at in range(len(bare) - size + 1) if there[at : at + size] == wanted)
    return [(bare[at], bare[at + size - 1]) for at in firsts]


def within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a shorter name's words are all in a longer one, in order: "Macron", "F. Hollande"."""
    rest = iter(whole)
    return all(any(key == other for other in rest) for key in part)
