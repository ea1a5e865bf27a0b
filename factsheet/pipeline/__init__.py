"""The order of the steps: one article and a model in, one checked sheet out.

    chunking → prompting → model → drafting (→ one re-ask) → grounding → merging (→ summary) → dating → checking
    → proving (→ verify)

Each step is a module of that name and knows none of the others. `cutting` says how an article is cut into parts,
`parts` asks about the parts of an article at once, `summary` writes that of a long one, `verify` asks the second
question about what was not proven. Disks, screens and settings belong to the callers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet import __version__, checking, merging
from factsheet.errors import ReadError
from factsheet.grounding import Locator
from factsheet.language.text import read
from factsheet.models import footing_of
from factsheet.pipeline.cutting import cut, first_question
from factsheet.pipeline.parts import draft_parts
from factsheet.pipeline.run import Options, Run
from factsheet.pipeline.second_questions import second_question, verified
from factsheet.pipeline.summary import summarised
from factsheet.proving import prove
from factsheet.proving.dates import undated
from factsheet.proving.subject import Subject
from factsheet.records import FactSheet, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.kinds import Kind
    from factsheet.models import Model
    from factsheet.records import Article

__all__ = ["Options", "cut", "first_question", "make_proven", "make_sheet", "second_question"]


async def make_sheet(
    article: Article,
    kind: Kind,
    model: Model,
    options: Options | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    verifier: Model | None = None,
) -> FactSheet:
    """Make the sheet of one article.

    The second question goes to `verifier`, else to `model`, and never to the built-in model.
    `on_progress` is told how many parts are done, and of how many. A part that fails for good leaves a sheet
    with a finding that names the missing span; only when every part fails is the error raised.

    Raises:
        ReadError: the article has a headline or a caption and no body.
        ModelError: the model gave no usable answer to any part.
        DeferredError: an answer is still to come; all that can be asked before it is there was asked.
        CostError: going on could cost more than allowed.
        WindowError: the model's window is too small for what it is asked.
    """
    return (await make_proven(article, kind, model, options, on_progress, verifier=verifier))[0]


async def make_proven(
    article: Article,
    kind: Kind,
    model: Model,
    options: Options | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    verifier: Model | None = None,
) -> tuple[FactSheet, Subject]:
    """The same, with the subject that it was proven with: a page that shows the proofs need not read it again."""
    if not article.body():
        zones = ", ".join(dict.fromkeys(paragraph.zone for paragraph in article.paragraphs)) or "nothing"
        raise ReadError(f"{article.source}: there is no story in it, only {zones}")
    text = read(article.text, article.paragraphs)
    run = Run(kind, model, options or Options(), Locator(text), on_progress, verifier, await footing_of(model))
    chunks = cut(article, kind, model.name, run.options, run.footing)
    drafts = await draft_parts(run, chunks)
    merged = merging.merge(kind, drafts, article)
    if len({draft.spans for draft in drafts}) > 1:
        merged = await summarised(run, article, merged)
        run.hold()
    facts, undatable = undated(kind, article, merged.facts, text)
    subject = Subject(kind, article, facts, text)
    findings = [*merged.findings, *undatable, *checking.check_subject(subject)]
    answered, standings = await verified(run, subject, facts, prove(kind, subject, findings))
    run.hold()
    findings += answered
    sheet = FactSheet(
        kind=kind.name,
        article=article,
        facts=facts,
        findings=tuple(dict.fromkeys(findings)),
        standings=standings,
        provenance=Provenance(
            program=f"factsheet {__version__}",
            model=model.name,
            endpoint=getattr(model, "host", None),
            prompts=kind.prompts_digest,
            schema=kind.schema_digest,
            chunks=len(chunks),
            usage=run.usage,
            keys=tuple(sorted(run.keys)),
            verifier=run.verified_by,
            how=run.how.pop() if len(run.how) == 1 else None,
        ),
    )
    return sheet, subject
