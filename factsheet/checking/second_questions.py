"""The second question to a model: whether each entry follows from the sentences of its evidence.

`prompting` words the question and the pipeline asks it; this module selects the entries, has the schema of the answer,
and turns verdicts into findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.language.folding import fold
from factsheet.language.lexicon import word_keys
from factsheet.lines import line
from factsheet.proving.subject import Subject
from factsheet.proving.verdicts import Verdict
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from factsheet.kinds import Entry, Kind
    from factsheet.language.text import Sentence, Text
    from factsheet.records import Article, Facts, Json, Level

VERIFY_SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["answers"],
    "properties": {
        "answers": {
            "type": "array",
            "description": "One for each line, in order.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["number", "verdict", "words"],
                "properties": {
                    "number": {"type": "integer", "description": "The number of the line."},
                    "verdict": {"type": "string", "enum": ["supported", "partly", "not supported"]},
                    "words": {
                        "type": "string",
                        "description": "Where it is not supported in full: the words of the evidence that decide.",
                    },
                },
            },
        }
    },
}
"""The schema of the answer, as shown to a model."""

_LEVELS: Mapping[str, tuple[str, Level]] = {
    "partly": ("verify-partly", "note"),
    "not supported": ("verify-not-supported", "error"),
}
_BETWEEN = " / "
"""The separator of sentences that are not consecutive in the article."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to ask about: its line, and the sentences of its evidence."""

    pointer: str
    statement: str
    evidence: str


def verify_items(
    kind: Kind, article: Article, facts: Facts, only: Collection[str] | None = None, text: Text | None = None
) -> list[Item]:
    """An item for every entry with located evidence, or for those whose pointers are in `only`.

    `text` is the article, read with its paragraphs, if the caller has it.
    """
    subject = Subject(kind, article, facts, text)
    asked = (entry for entry in subject.entries if only is None or entry.pointer in only)
    return [item for entry in asked if (item := _item(subject, entry))]


def read_verdicts(answer: Json, items: Sequence[Item]) -> list[Verdict]:
    """The verdicts of an answer, in the order of `items`. What does not fit the schema counts as no verdict."""
    answers = answer.get("answers") if isinstance(answer, dict) else None
    found: dict[int, Verdict] = {}
    for one in answers if isinstance(answers, list) else ():
        number = one.get("number") if isinstance(one, dict) else None
        if isinstance(number, int) and 1 <= number <= len(items) and one.get("verdict") in {*_LEVELS, "supported"}:
            found.setdefault(number - 1, _verdict(items[number - 1], one))
    return [found[at] for at in sorted(found)]


def _verdict(item: Item, one: Mapping[str, Any]) -> Verdict:
    if one["verdict"] == "supported":
        return Verdict(item.pointer, "supported")
    words = str(one.get("words") or "").strip()
    decides = f": “{words}”" if words and fold(words).text in fold(item.evidence).text else ""
    how = "only in part" if one["verdict"] == "partly" else "not at all"
    return Verdict(
        item.pointer, one["verdict"], f"asked again, the model says that the evidence supports this {how}{decides}"
    )


def verify_findings(verdicts: Sequence[Verdict], items: Sequence[Item]) -> Iterator[Finding]:
    """The findings that follow from verdicts about `items`."""
    for verdict in verdicts:
        if verdict.answer in _LEVELS:
            yield Finding(*_LEVELS[verdict.answer], verdict.pointer, verdict.why)
    if left := len(items) - len(verdicts):
        message = f"asked whether its evidence supports each line, the model left {left} out"
        yield Finding("verify-missing", "note", "", message)


def _item(subject: Subject, entry: Entry) -> Item | None:
    section = entry.section
    told = {f"{side.title}: ": _sentences(subject, entry, side.evidence) for side in section.sides}
    told = told or {"": _sentences(subject, entry, *section.evidence)}
    evidence = _BETWEEN.join(f"{head}{text}" for head, text in told.items() if text)
    return Item(entry.pointer, line(section, entry.value), evidence) if evidence else None


def _sentences(subject: Subject, entry: Entry, *names: str) -> str:
    """The whole sentences of the evidence in these fields, joined; with the one before if a pronoun needs it."""
    spans = entry.section.spans(entry.value, names)
    sentences = subject.text.sentences_of(sorted(spans))
    text = "".join(
        f"{_between(subject.article.text, one, other)}{subject.article.text[slice(*other.span)]}"
        for one, other in zip((None, *sentences), sentences, strict=False)
    )
    before = _before(subject, sentences)
    return " ".join((f"{text} (before it: {before})" if before else text).split())


def _between(text: str, one: Sentence | None, other: Sentence) -> str:
    """The separator of two sentences: a space if they are consecutive in a paragraph."""
    if one is None:
        return ""
    gap = text[one.span[1] : other.span[0]]
    return " " if gap.isspace() and "\n" not in gap else _BETWEEN


def _before(subject: Subject, sentences: Sequence[Sentence]) -> str:
    """The sentence before the first one whose pronoun has its antecedent outside, unless it is evidence itself."""
    at = next((one for one in sentences if _points_back(subject.text, one)), None)
    place = subject.text.sentences.index(at) if at else 0
    one = subject.text.sentences[place - 1] if place else None
    return "" if one is None or one in sentences else subject.article.text[slice(*one.span)]


def _points_back(text: Text, sentence: Sentence) -> bool:
    """Whether a sentence has a pronoun before any name."""
    pronouns = word_keys("pronouns", "personal")
    first = next((at for at in range(sentence.first, sentence.last) if text.keys[at] in pronouns), None)
    return first is not None and not text.names_between(sentence.first, first)
