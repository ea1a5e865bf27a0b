"""Sheets in which every text is a hostile string, and the allowed output for one: the string as text."""

from __future__ import annotations

import json
from pathlib import Path

from factsheet.briefs.text import plain
from factsheet.kinds import load_kind
from factsheet.records import Article, Evidence, FactSheet, Finding, Paragraph, Provenance, Review, Standing, Usage

CASES = Path(__file__).parent / "cases" / "briefs"
STRINGS = [
    "x" * 10_000 if "*10000" in one else one for one in json.loads((CASES / "strings.json").read_text(encoding="utf-8"))
]
NEWS = load_kind()
ISOLATES = str.maketrans("", "", "\u2068\u2069\u200e\u200f")


def hostile_sheet(text):
    """A sheet with `text` in every field of every section, in the article, and in all that is said about both."""
    article = Article(
        text=f"{text}\n\n{text}",
        paragraphs=(Paragraph(0, len(text), "headline"), Paragraph(len(text) + 2, 2 * len(text) + 2, "body", 1)),
        **dict.fromkeys(("title", "slug", "section", "byline", "dateline_place", "dateline_date", "agency"), text),
        **dict.fromkeys(("published", "updated", "version", "embargo", "status", "update_kind", "source"), text),
        language=text,
        url=text,
    )
    evidence = [Evidence(text, "altered", ((len(text) + 2, 2 * len(text) + 2),), 1)]
    facts = {}
    for section in NEWS.sections:
        entry = {one.name: _value(one, text, evidence) for one in section.fields}
        facts[section.name] = [entry] if section.many else entry
    findings = (
        Finding("part-missing", "error", "", text),
        Finding("x", "warning", "/background/0", text),
        Finding("x", "error", "/next/0", text),
    )
    standings = tuple(Standing(entry.pointer, "open", ((0, 3),), text) for entry in NEWS.entries(facts))
    made = Provenance(text, text, text, "p", "s", 1, Usage(1, 0, 1, 1, 0.1), (), text)
    return FactSheet("news", article, facts, findings, made, Review("approved", text, text, text), standings)


def _value(one, text, evidence):
    if one.is_evidence:
        return evidence
    if "enum" in one.schema:
        return one.schema["enum"][0]
    return [text] if one.schema.get("type") == "array" else text


def shown(text):
    """A string as a medium may show it, white space apart."""
    return squeezed(plain(text))


def squeezed(text):
    """Text without white space, and without the marks that set off a direction."""
    return "".join(text.translate(ISOLATES).split())
