"""The second question: whether each entry that no rule has proven follows from its evidence.

It is asked without showing the article, and is kept small: it has the lines and the sentences of their evidence alone.
"""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from math import ceil, sqrt
from typing import TYPE_CHECKING

from factsheet import checking, drafting, prompting
from factsheet.errors import FactsheetError, MissingRecordingError
from factsheet.models import Footing, footing_of, tokens, windows
from factsheet.proving.verdicts import settled, unproven
from factsheet.records import Finding, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.pipeline.run import Options, Run
    from factsheet.proving.subject import Subject
    from factsheet.proving.verdicts import Verdict
    from factsheet.records import Article, Facts, Standing

_SHARE = 0.7
"""Of the room that the prompt leaves, what lines and evidence may take. An answer has a quarter of their tokens: it
names each line, and repeats the words that decide against it."""

_MOST = 60
"""Lines in one question: a longer list is answered carelessly."""

_AROUND = 8
"""Tokens around a line and its evidence: its number and the label."""

_NOT_RECORDED = "the second question about this sheet was never recorded: entries that no rule has proven stay open"

UNPROVEN = 0.75
"""Entries that are not proven, for the square root of an article's tokens: from 4 of a story of 200 tokens over 24 of
one of 1,000 to 108 of a report of 21,000, in the recorded stories (`benchmarks/long.py` measures it)."""

_ITEM_TOKENS = 84
"""Tokens that such an entry takes in a question: 29 of its line, 47 of its sentences, 8 around them (the same)."""

_VERDICT_TOKENS = 22
"""Tokens of an answer about one: a verdict with the keys around it, and now and then the words that decide."""


def second_question(
    kind: Kind, model: str, article_tokens: int, options: Options, footing: Footing | None = None
) -> Usage:
    """The likely usage of the second question to `model` about an article of so many tokens."""
    if not options.verifies_with(model):
        return Usage()
    items = ceil(UNPROVEN * sqrt(article_tokens))
    asked = ceil(items / max(1, min(_MOST, _room(kind, model, footing) // _ITEM_TOKENS)))
    return Usage(asked * _prompt(kind) + items * _ITEM_TOKENS, 0, items * _VERDICT_TOKENS, asked)


async def verified(
    run: Run, subject: Subject, facts: Facts, standings: Sequence[Standing]
) -> tuple[list[Finding], tuple[Standing, ...]]:
    """Ask about the entries that are open or doubtful; returns findings, and the standings after the answers.

    As many questions are asked as fit the model's window, and none where nobody is to be asked, or where nothing is
    left to ask about.
    """
    only, reader = unproven(standings), run.reader
    if reader is None or not only:
        return [], tuple(standings)
    items = _together(checking.verify_items(run.kind, subject.article, facts, only, subject.text))
    lists = batches(run.kind, items, reader.name, await footing_of(reader))
    asked = [_ask(run, reader, subject.article, some) for some in lists]
    told = await asyncio.gather(*asked)
    findings = [finding for some, _ in told for finding in some]
    return findings, settled(standings, [verdict for _, some in told for verdict in some])


def _together(items: Sequence[checking.Item]) -> list[checking.Item]:
    """The items, those of the same sentences after each other: the sentences are then shown once."""
    first: dict[str, int] = {}
    for at, item in enumerate(items):
        first.setdefault(item.evidence, at)
    return sorted(items, key=lambda item: first[item.evidence])


async def _ask(
    run: Run, reader: Model, article: Article, items: Sequence[checking.Item]
) -> tuple[list[Finding], list[Verdict]]:
    """One question: what its answer says of the sheet. The sheet is there, and stands without one."""
    pairs = [(item.statement, item.evidence) for item in items]
    request = prompting.verify_request(run.kind, pairs, checking.VERIFY_SCHEMA, model=reader.name, article=article)
    try:
        answer, _ = drafting.parse((await run.ask(request, reader)).text)
    except MissingRecordingError:
        return [Finding("verify-not-recorded", "note", "", _NOT_RECORDED)], []
    except FactsheetError as error:
        message = f"asking whether the evidence supports {len(items)} lines failed: {error}"
        return [Finding("verify-failed", "warning", "", message)], []
    verdicts = checking.read_verdicts(answer, items)
    run.verified_by = reader.name
    return [*checking.verify_findings(verdicts, items)], verdicts


def batches(
    kind: Kind, items: Sequence[checking.Item], model: str, footing: Footing | None = None
) -> list[list[checking.Item]]:
    """The lines to ask about, in lists that each fit the window of the model with their evidence."""
    room, texts = _room(kind, model, footing), [f"{item.statement}{item.evidence}" for item in items]
    count = tokens.roughly_at_most if sum(map(tokens.roughly_at_most, texts)) <= room else tokens.count
    found: list[list[checking.Item]] = []
    left = 0
    for item, text in zip(items, texts, strict=True):
        size = count(text) + _AROUND
        if not found or size > left or len(found[-1]) == _MOST:
            found.append([])
            left = room
        found[-1].append(item)
        left -= size
    return found


def _room(kind: Kind, model: str, footing: Footing | None) -> int:
    """Tokens that lines and evidence may take in one question."""
    return int((windows.window(model, footing) - _prompt(kind)) * _SHARE)


@lru_cache(maxsize=16)  # thousands of articles are of one kind
def _prompt(kind: Kind) -> int:
    """Tokens that are the same in every second question: the prompt, and the schema in it and beside it."""
    return tokens.roughly_at_most(kind.prompts["verify"] + 2 * json.dumps(checking.VERIFY_SCHEMA))
