"""The order of the steps: one article and a model in, one checked sheet out.

    chunking → prompting → model → drafting (→ one re-ask) → grounding → merging (→ summary) → checking

Each step is a module of that name and knows none of the others. `parts` asks about the parts of an article at
once, `summary` writes that of a long one, `verify` asks the second question. Disks, screens and settings belong
to the callers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet import __version__, checking, chunking, merging, prompting
from factsheet.errors import ReadError
from factsheet.grounding import Locator
from factsheet.models import tokens, windows
from factsheet.pipeline.parts import draft_parts
from factsheet.pipeline.run import Options, Run
from factsheet.pipeline.summary import summarised
from factsheet.pipeline.verify import verified
from factsheet.records import FactSheet, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.records import Article, Chunk

__all__ = ["Options", "cut", "make_sheet"]

_SMALLEST_BUDGET = 200
"""Tokens of article in one request below which a model cannot be asked anything sensible."""

_ARTICLE_SHARE = 2 / 3
"""Of the room that the prompt leaves, what the article may take; the rest is for the answer. A sheet takes
about half the tokens of a news story and less of a report; an answer that is cut is asked for in halves."""


async def make_sheet(
    article: Article,
    kind: Kind,
    model: Model,
    options: Options | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> FactSheet:
    """Make the sheet of one article.

    `on_progress` is told how many parts are done, and of how many. A part that fails for good leaves a sheet
    with a finding that names the missing span; only when every part fails is the error raised.

    Raises:
        ReadError: the article has a headline or a caption and no body.
        ModelError: the model gave no usable answer to any part.
        CostError: going on could cost more than allowed.
    """
    if not article.body():
        zones = ", ".join(dict.fromkeys(paragraph.zone for paragraph in article.paragraphs)) or "nothing"
        raise ReadError(f"{article.source}: there is no story in it, only {zones}")
    run = Run(kind, model, options or Options(), Locator(article.text), on_progress)
    chunks = cut(article, kind, model.name, run.options)
    drafts = await draft_parts(run, chunks)
    merged = merging.merge(kind, drafts, article)
    if len({draft.spans for draft in drafts}) > 1:
        merged = await summarised(run, article, merged)
    findings = [*merged.findings, *checking.check(kind, article, merged.facts)]
    if run.options.verify:
        findings += await verified(run, article, merged.facts)
    return FactSheet(
        kind=kind.name,
        article=article,
        facts=merged.facts,
        findings=tuple(dict.fromkeys(findings)),
        provenance=Provenance(
            program=f"factsheet {__version__}",
            model=model.name,
            endpoint=model.name.partition("/")[0] if "/" in model.name else None,
            prompts=kind.prompts_digest,
            schema=kind.schema_digest,
            chunks=len(chunks),
            usage=run.usage,
            keys=tuple(sorted(run.keys)),
            how=run.how.pop() if len(run.how) == 1 else None,
        ),
    )


def cut(article: Article, kind: Kind, model: str, options: Options) -> tuple[Chunk, ...]:
    """The parts of an article that are asked about, each within the model's window.

    The window holds the prompt, the part and the answer. A story that roughly fits is one part, so that most
    articles need no tokenizer.
    """
    budget = options.chunk_tokens
    if budget is None:
        room = windows.window(model) - options.context_tokens
        around = _standing(kind) + tokens.roughly_at_most(prompting.about(kind, article))
        size, most = tokens.at_most(article.text), _share(room - around, model)
        if size <= most or tokens.roughly_at_most(article.text) <= most:
            budget = size
        else:
            budget = _share(room - tokens.count(prompting.overhead(kind, article)), model)
    return chunking.chunk_article(article, budget=budget, count=tokens.count, context_tokens=options.context_tokens)


@lru_cache(maxsize=16)
def _standing(kind: Kind) -> int:
    """About the tokens that every prompt of a kind has."""
    return tokens.roughly_at_most(prompting.standing(kind))


def _share(room: int, model: str) -> int:
    """Of the room that the prompt leaves, the tokens that a part of the article may take."""
    return min(max(int(room * _ARTICLE_SHARE), _SMALLEST_BUDGET), windows.largest_part(model))
