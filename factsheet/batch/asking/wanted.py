"""The task of a run, and the run itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
