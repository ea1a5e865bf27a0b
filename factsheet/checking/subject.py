"""What the checks look at: a grounded sheet beside its article, read once and shared by all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from factsheet.attribution import attribute
from factsheet.checking.stock import Stock
from factsheet.checking.wordlists import word_list
from factsheet.language.lexicon import canonical, lexicon, stem
from factsheet.language.text import read
from factsheet.language.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Attribution, Statement
    from factsheet.kinds import Entry, Field, Kind
    from factsheet.language.numbers import Quantity
    from factsheet.language.text import Sentence, Text
    from factsheet.records import Article, Facts, Span

CLOSE = 0.7
"""The share of a statement's words from which on it repeats a sentence rather than retelling it."""

_ABOUT = ("published", "updated", "dateline_date")


class Claim:
    """A statement of the sheet (a field with `x-states`) and the words of the article that are to prove it."""

    def __init__(self, subject: Subject, entry: Entry, field: Field, evidence: list[Span]) -> None:
        self._subject = subject
        self.entry = entry
        self.field = field
        self.text = subject.read(entry.value[field.name])
        """The statement."""
        self.evidence = evidence
        self.pointer = f"{entry.pointer}/{field.name}"
        self.is_disputed = bool(entry.section.sides)
        """Whether the sheet itself presents it as a claim that others contest."""
        said_by = entry.value.get(field.said_by or "")
        self.said_by: str | None = said_by if isinstance(said_by, str) and said_by.strip() else None
        self.can_be_said_by = field.said_by is not None
        self.is_sentence = self.can_be_said_by or self.is_disputed or entry.section.brief.get("place") == "title"
        """Whether it stands for itself, and not as a label beside another field."""

    @cached_property
    def context(self) -> list[Sentence]:
        """The sentences of the article that its evidence lies in."""
        return self._subject.text.sentences_of(self.evidence)


class Subject:
    """A sheet with its article."""

    def __init__(self, kind: Kind, article: Article, facts: Facts, text: Text | None = None) -> None:
        self.kind = kind
        self.article = article
        self.text = read(article.text, article.paragraphs) if text is None else text
        """The article as words."""
        self.entries: list[Entry] = list(kind.entries(facts))
        self._read: dict[str, Text] = {}

    def read(self, text: str) -> Text:
        """Some text of the sheet as words; each is read once."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = read(text)
        return found

    @cached_property
    def stock(self) -> Stock:
        """The article's quantities."""
        return Stock(self.text.quantities)

    @cached_property
    def about(self) -> list[Quantity]:
        """The dates that are known of the article."""
        known = " ".join(str(getattr(self.article, name) or "")[:10] for name in _ABOUT)
        return read(known).quantities

    @cached_property
    def attribution(self) -> Attribution:
        """Who says what in the article."""
        return attribute(self.article.text, self.article.paragraphs)

    def statements(self, start: int, end: int) -> Iterator[Statement]:
        """The statements of the article that lie in a part of it, all or some of them, in order."""
        quotes, (starts, reach) = self.attribution.quotes, self._statement_bounds
        for at in range(bisect_right(reach, start), bisect_left(starts, end)):
            if quotes[at].end > start:
                yield quotes[at]

    @cached_property
    def _statement_bounds(self) -> tuple[list[int], list[int]]:
        """Where each statement begins, and how far it and all before it reach."""
        quotes = self.attribution.quotes
        return [one.start for one in quotes], list(accumulate((one.end for one in quotes), max))

    @cached_property
    def claims(self) -> list[Claim]:
        """Every statement that has evidence which was found."""
        return list(self._claims())

    def _claims(self) -> Iterator[Claim]:
        for entry in self.entries:
            for field in entry.section.fields:
                text = entry.value.get(field.name)
                if not (field.states and isinstance(text, str) and text.strip()):
                    continue
                names = (field.states,) if isinstance(field.states, str) else entry.section.evidence
                evidence = [s for name in names for one in entry.value.get(name) or () for s in one.spans]
                if evidence:
                    yield Claim(self, entry, field, sorted(evidence))

    def known_as(self, section: str, name: str) -> list[Entry]:
        """The entries of a section that a name means: by one of their names, or by the last word of one."""
        wanted = name_keys(name)
        entries = self.of_section(section)
        exact = [e for e in entries if wanted in self.names_of(e)]
        if exact or not wanted:
            return exact
        return [e for e in entries if any(within(wanted, one) for one in self.names_of(e))]

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
            values = (entry.value.get(name) for name in entry.section.same_by)
            flat = (one for value in values for one in (value if isinstance(value, list) else [value]))
            self._names[entry.pointer] = [key for one in flat if one and (key := name_keys(one))]
        return self._names[entry.pointer]

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, ...]]]:
        return {}


def follows_name(subject: Subject, keys: Sequence[str], context: list[Sentence]) -> bool:
    """Whether evidence with a pronoun stands so near after a name that the pronoun may mean it."""
    reading = subject.text
    for sentence in context:
        if not word_list("personal").isdisjoint(reading.keys[sentence.first : sentence.last]):
            before = range(max(0, sentence.first - _NEAR), sentence.first)
            if any(at in before for key in keys for at in reading.places.get(key, ())):
                return True
    return False


_NEAR = 150
"""Words before a pronoun in which what it means was named."""


def share(statement: Text, article: Text, sentence: Sentence) -> float:
    """How much of a statement's words with a meaning a sentence of the article has."""
    content = statement.content()
    there = set(article.stems[sentence.first : sentence.last])
    return sum(statement.stems[at] in there for at in content) / max(1, len(content))


def repeats(claim: Claim, article: Text) -> bool:
    """Whether a statement repeats a sentence of its evidence in nearly the same words."""
    return any(share(claim.text, article, sentence) >= CLOSE for sentence in claim.context)


@lru_cache(maxsize=4096)
def name_keys(name: str) -> tuple[str, ...]:
    """A name as the keys of its words, without "the", titles before it left in."""
    return tuple(key for word in words(name) if (key := canonical(word.key)) not in _FORMS_OF_ADDRESS)


_FORMS_OF_ADDRESS = frozenset(map(canonical, ("the", "s", "mr", "mrs", "ms", "dr", "sir", "dame")))


def within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether the words of a shorter name all stand in a longer one, in their order: "Macron", "F. Hollande"."""
    rest = iter(whole)
    return all(any(key == other for other in rest) for key in part)


def alike(one: str, other: str) -> bool:
    """Whether two keys are forms of one word: "Australia" and "Australian", "president" and "presidential"."""
    if one[:3] != other[:3]:
        return lexicon().demonyms.get(one, one) == lexicon().demonyms.get(other, other)
    a, b = stem(one), stem(other)
    if a == b:
        return True
    if lexicon().demonyms.get(one, one) == lexicon().demonyms.get(other, other):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and (long.startswith(short) or (short[:-1] == long[: len(short) - 1] and len(short) > 4))
