"""The second question: whether each entry follows from its evidence, asked without showing the article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from factsheet import checking, drafting, prompting
from factsheet.errors import FactsheetError
from factsheet.models import tokens, windows
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from factsheet.kinds import Kind
    from factsheet.pipeline.run import Run
    from factsheet.records import Article, Facts

_SHARE = 0.6
"""Of the room that the prompt leaves, what lines and evidence may take; an answer names each line, and repeats the
words that decide against it."""

_MOST = 60
"""Lines in one question: a longer list is answered carelessly."""

_AROUND = 12
"""Tokens around a line and its evidence: its number and the label."""


async def verified(run: Run, article: Article, facts: Facts, only: Collection[str] | None = None) -> list[Finding]:
    """Ask whether entries follow from their evidence, in as many questions as fit the model's window.

    All entries are asked about, or those whose pointers are in `only`.
    """
    findings: list[Finding] = []
    for items in batches(run.kind, checking.verify_items(run.kind, article, facts, only), run.model.name):
        pairs = [(item.statement, item.evidence) for item in items]
        request = prompting.verify_request(
            run.kind, pairs, checking.VERIFY_SCHEMA, model=run.model.name, article=article
        )
        try:
            answer, _ = drafting.parse((await run.ask(request)).text)
        except FactsheetError as error:  # the sheet is there, and stands without this
            message = f"asking whether the evidence supports {len(items)} lines failed: {error}"
            findings.append(Finding("verify-failed", "warning", "", message))
        else:
            findings += checking.verify_findings(answer, items)
    return findings


def batches(kind: Kind, items: Sequence[checking.Item], model: str) -> list[list[checking.Item]]:
    """The lines to ask about, in lists that each fit the window of the model with their evidence."""
    prompt = tokens.at_most(kind.prompts["verify"] + json.dumps(checking.VERIFY_SCHEMA))
    room = int((windows.window(model) - prompt) * _SHARE)
    found: list[list[checking.Item]] = []
    left = 0
    for item in items:
        size = tokens.at_most(f"{item.statement}{item.evidence}") + _AROUND
        if not found or size > left or len(found[-1]) == _MOST:
            found.append([])
            left = room
        found[-1].append(item)
        left -= size
    return found
