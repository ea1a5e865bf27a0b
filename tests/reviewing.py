"""Hand-made sheets and desks for the tests of review."""

from __future__ import annotations

import json

from batching import SHEET_COLUMNS

from factsheet import grounding
from factsheet.batch.ledger import open_ledger
from factsheet.kinds import load_kind
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.records import Article, FactSheet, Finding, Paragraph, Provenance, Usage
from factsheet.review import Desk
from factsheet.review.desk.records import Pen
from factsheet.sheets import dump

KIND = load_kind()

TITLE = "Mayor opens bridge over the Orle"
PARAGRAPHS = (
    "Mayor Ana Petrova opened the new bridge over the Orle on Tuesday, two years late.",
    "“It cost 40 million euros, and not a cent more,” Petrova said. The opposition doubts the figure.",
    "Opposition leader Karl Lund said the city had paid “at least 55 million”. He asked for an inquiry.",
    "The council votes on the inquiry next week.",
)


def article(*paragraphs, title=TITLE, **known):
    """An article of a headline and paragraphs."""
    paragraphs = paragraphs or PARAGRAPHS
    spans, text = [Paragraph(0, len(title), "headline")], title
    for number, paragraph in enumerate(paragraphs, 1):
        start = len(text) + 2
        text += "\n\n" + paragraph
        spans.append(Paragraph(start, len(text), "body", number))
    return Article(
        text, tuple(spans), title=title, **{"section": "Local", "published": "2026-05-05T09:30:00Z", **known}
    )


FACTS = {
    "summary": [
        {
            "statement": "Mayor Ana Petrova opened the new bridge over the Orle on Tuesday.",
            "according_to": None,
            "evidence": ["Mayor Ana Petrova opened the new bridge over the Orle on Tuesday"],
        }
    ],
    "participants": [
        {
            "name": "Ana Petrova",
            "kind": "person",
            "role": "Mayor",
            "aliases": ["Petrova"],
            "evidence": ["Mayor Ana Petrova"],
        },
        {
            "name": "Karl Lund",
            "kind": "person",
            "role": "Opposition leader",
            "aliases": [],
            "evidence": ["Opposition leader Karl Lund"],
        },
    ],
    "location": [],
    "when": [],
    "topics": [],
    "positions": [
        {
            "holder": "Ana Petrova",
            "topic": None,
            "stance": "neutral",
            "verb": "said",
            "statement": "The bridge cost 40 million euros.",
            "quotation": "It cost 40 million euros, and not a cent more",
            "manner": "quoted",
            "evidence": ["“It cost 40 million euros, and not a cent more,” Petrova said."],
        }
    ],
    "disputed_claims": [],
    "figures": [
        {
            "number": "60 million",
            "unit": "euros",
            "of": "what the bridge cost",
            "according_to": "Karl Lund",
            "evidence": ["sixty helicopters circled above a cheering crowd"],
        }
    ],
    "next": [],
}


def sheet(facts=None, of=None, *, model="test/one", prompts="p" * 64, how=None):
    """A sheet as the pipeline would make it of these facts."""
    of = of or article()
    grounded = grounding.ground(KIND, facts or FACTS, of.text)
    findings = tuple(
        Finding("evidence-absent", "error", f"{entry.pointer}/evidence/0", "not in the article")
        for entry in KIND.entries(grounded)
        if any(one["match"] == "absent" for one in entry.value.get("evidence", ()))
    )
    made = Provenance("factsheet test", model, None, prompts, KIND.schema_digest, 1, Usage(), how=how)
    standings = prove(KIND, Subject(KIND, of, grounded), findings)
    return FactSheet("news", of, grounded, findings, made, standings=standings)


def facts(**sections):
    """The usual facts with some sections replaced."""
    return {**json.loads(json.dumps(FACTS)), **sections}


def put(folder, name="a.json", made=None):
    """Write a sheet file."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(dump(made or sheet(), KIND), encoding="utf-8")
    return folder / name


def desk(folder, *files):
    """A desk with these sheet files, or one usual sheet."""
    return Desk.at(KIND, files or (put(folder),), create=True)


def pen(opened, who="Ann", at="2026-05-05T10:00:00Z", seconds=30.0):
    """A hand that decides on an opened sheet."""
    return Pen(who, at, opened.key, opened.run.digest, seconds)


def batch(folder, sheets):
    """A folder as `factsheet batch` leaves it: the ledger's rows, and a file for each sheet of (stem, sheet)."""
    with open_ledger(folder / "ledger.db", create=True) as ledger, ledger.transaction() as database:
        database.execute("INSERT INTO runs (id, started, pid, kind, model) VALUES (1, '', 1, 'news', 'm')")
        for number, (stem, made) in enumerate(sheets, 1):
            put(folder / "sheets", f"{stem}.json", made)
            database.execute(
                "INSERT INTO articles (id, key, run, source, title, published) VALUES (?, ?, 1, 's', ?, ?)",
                (number, stem, made.article.title, made.article.published),
            )
            levels = [finding.level for finding in made.findings]
            database.execute(
                f"INSERT INTO sheets ({SHEET_COLUMNS}) VALUES (?, ?, '', '', 'news', ?, 1, '', ?, ?, 0, ?)",
                (
                    number,
                    stem,
                    made.provenance.model,
                    levels.count("error"),
                    levels.count("warning"),
                    json.dumps({"title": made.article.title, "topics": ["bridges"]}),
                ),
            )
    return folder
