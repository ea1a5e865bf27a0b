"""The task of a run, the run itself, and the recipe of a sheet: the digest of all its inputs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.identity import sha256

if TYPE_CHECKING:
    from factsheet.batch.ledger import Folder, Ledger, Plan
    from factsheet.kinds import Kind
    from factsheet.pipeline import Options


@dataclass(frozen=True, slots=True)
class Wanted:
    """The task of a run: kind, models, options, and articles.

    `models` are full names, in the order in which they are tried. `kind_name` is what `load_kind` takes.
    """

    kind: Kind
    models: tuple[str, ...]
    options: Options
    kind_name: str = "news"
    verifier: str | None = None
    """The full name of the model that is asked the second question; None for the one that fills the sheet."""
    only: str | None = None
    """A pattern, or a part, of a slug, title, source, guid or file name."""
    retry_failed: bool = False
    force: bool = False

    @property
    def second_model(self) -> str | None:
        """The separate model for the second question, if there is one and the question is asked."""
        return self.verifier if self.verifier is not None and self.options.verifies_with(self.verifier) else None


@dataclass(frozen=True, slots=True)
class BatchRun:
    """One run over a batch: where it writes, its number in the ledger, and what it is to make."""

    ledger: Ledger
    folder: Folder
    number: int
    plan: Plan


def recipe(wanted: Wanted, model: str, chunks: int) -> str:
    """The digest for a sheet that `model` makes in so many parts, which only a change of its inputs makes stale.

    Only the prompts that such a sheet is asked with count: that of the summary where there are several parts, that of
    the second question where somebody is asked it.
    """
    reader = wanted.verifier or model
    asked = reader if wanted.options.verifies_with(reader) else None
    return _recipe(wanted.kind, (model, asked), wanted.options, chunks > 1)


@lru_cache(maxsize=64)  # thousands of sheets have one of a few
def _recipe(kind: Kind, models: tuple[str, str | None], options: Options, in_parts: bool) -> str:
    unused = set()
    if not in_parts:
        unused |= {"summary", "context"}
    if options.passes <= 1:
        unused.add("glean")
    if models[1] is None:
        unused.add("verify")
    prompts = {name: text for name, text in kind.prompts.items() if name not in unused}
    asked = asdict(options)
    del asked["concurrency"]  # how many parts are asked about at once changes no answer
    del asked["verify"]  # the models say it
    parts = [kind.name, kind.schema_digest, prompts, models, asked]
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=True))
