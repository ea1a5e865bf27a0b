"""Verifying: the second question to a model, whether each statement follows from its evidence alone.

`prompting` words the question and the pipeline asks it; here is what is asked about, the schema of the answer, and
what an answer means for the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.language.folding import fold
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.kinds import Entry, Field, Kind
    from factsheet.records import Facts, Json

VERIFY_SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["answers"],
    "properties": {
        "answers": {
            "type": "array",
            "description": "One for each statement, in order.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["number", "verdict", "words"],
                "properties": {
                    "number": {"type": "integer", "description": "The number of the statement."},
                    "verdict": {"type": "string", "enum": ["supported", "partly", "not supported"]},
                    "words": {"type": "string", "description": "The words of the evidence that decide."},
                },
            },
        }
    },
}
"""What the answer must look like, as a model is shown it."""

_LEVELS = {"partly": ("verify-partly", "warning"), "not supported": ("verify-not-supported", "error")}


@dataclass(frozen=True, slots=True)
class Item:
    """One statement to ask about, with the words that are to prove it."""

    pointer: str
    statement: str
    evidence: str


def verify_items(kind: Kind, facts: Facts) -> list[Item]:
    """Every statement (`x-states`) that has evidence which was found, with who says it."""
    return [item for entry in kind.entries(facts) for field in entry.section.fields if (item := _item(entry, field))]


def verify_findings(answer: Json, items: Sequence[Item]) -> tuple[Finding, ...]:
    """What the answer about `items` says of the sheet. What does not fit the schema counts as no answer."""
    answers = answer.get("answers") if isinstance(answer, dict) else None
    found: dict[int, Mapping[str, Any]] = {}
    for one in answers if isinstance(answers, list) else ():
        number = one.get("number") if isinstance(one, dict) else None
        if isinstance(number, int) and 1 <= number <= len(items) and one.get("verdict") in {*_LEVELS, "supported"}:
            found.setdefault(number - 1, one)
    return tuple(_findings(found, items))


def _findings(found: Mapping[int, Mapping[str, Any]], items: Sequence[Item]) -> Iterator[Finding]:
    for at, item in enumerate(items):
        verdict = found.get(at, {}).get("verdict")
        if verdict not in _LEVELS:
            continue
        code, level = _LEVELS[verdict]
        words = str(found[at].get("words") or "").strip()
        decides = f": “{words}”" if words and fold(words).text in fold(item.evidence).text else ""
        how = "only in part" if verdict == "partly" else "not at all"
        message = f"asked again, the model says that the evidence supports this {how}{decides}"
        yield Finding(code, level, item.pointer, message)  # type: ignore[arg-type]
    if len(found) < len(items):
        message = f"asked whether its evidence supports each statement, the model left {len(items) - len(found)} out"
        yield Finding("verify-missing", "note", "", message)


def _item(entry: Entry, field: Field) -> Item | None:
    text = entry.value.get(field.name)
    if not field.states or not isinstance(text, str) or not text.strip():
        return None
    names = (field.states,) if isinstance(field.states, str) else entry.section.evidence
    pieces = [one for name in names for one in entry.value.get(name) or () if one.is_found]
    if not pieces:
        return None
    said_by = entry.value.get(field.said_by or "")
    statement = f"{text} (according to {said_by})" if isinstance(said_by, str) and said_by else text
    evidence = " / ".join(dict.fromkeys(one.quote for one in pieces))
    return Item(f"{entry.pointer}/{field.name}", " ".join(statement.split()), " ".join(evidence.split()))
