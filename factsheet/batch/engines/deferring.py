"""Models that are asked through files: a request without a stored answer is written to a file, its article waits.

A file is kept whole or not at all: its rows come into the ledger once it is on the disk, and what no row names is taken
away.
"""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

from factsheet import errors
from factsheet.batch.asking import lane
from factsheet.batch.ledger import Submission, Submitted, keeping_submission
from factsheet.errors import CostError, DeferredError, LedgerError, ModelError
from factsheet.models.batches import MOST_BYTES, MOST_REQUESTS, line
from factsheet.models.tokens import most

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from factsheet.batch.ledger import Ledger, Writer
    from factsheet.models import Footing
    from factsheet.models.capped import Budget
    from factsheet.models.prices import Prices
    from factsheet.models.specs import Spec
    from factsheet.records import Completion, Request

_MOST_TIMES = 5
"""Times that a request is submitted: what was expired or turned away so often will be so for ever."""


class Outbox:
    """The requests to submit to one model, in a file that is being written."""

    def __init__(self, spec: Spec, folder: Path, writer: Writer, footing: Footing, most: int = MOST_REQUESTS) -> None:
        self._spec = spec
        self._most = most
        self._folder = folder
        self._writer = writer
        self._footing = footing
        self._requests: dict[str, Submitted] = {}
        self._file: BinaryIO | None = None
        self._bytes = 0

    @property
    def is_begun(self) -> bool:
        """Whether anything is in the file."""
        return bool(self._requests)

    def __contains__(self, key: str) -> bool:
        """Whether a request is in the file."""
        return key in self._requests

    async def add(self, request: Request, article: int, at_most: float, times: int) -> None:
        """Write a request to the file, or to a new one where it is full.

        Raises:
            ModelError: it is longer than any file.
            LedgerError: it cannot be written.
        """
        text = line(self._spec, request, self._footing)
        if len(text) > MOST_BYTES:
            raise ModelError(f"{self._spec}: a request of {len(text):,} bytes exceeds the limit of a file")
        if len(self._requests) == self._most or self._bytes + len(text) > MOST_BYTES:
            await self.close()
        try:
            if self._file is None:
                self._folder.mkdir(exist_ok=True)
                self._file = (self._folder / f"factsheet-{uuid.uuid4().hex}.jsonl").open("wb")
            self._file.write(text)
        except OSError as error:
            raise LedgerError(f"{self._folder}: cannot be written: {error.strerror}") from error
        self._requests[request.key] = Submitted(request.key, article, len(self._requests) + 1, at_most, times)
        self._bytes += len(text)

    async def close(self) -> None:
        """End the file, if there is one, and keep in the ledger what is in it.

        Raises:
            LedgerError: it cannot be written.
        """
        file, requests, size = self._file, self._requests, self._bytes
        if file is None:
            return
        self._file, self._requests, self._bytes = None, {}, 0
        try:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        except OSError as error:
            raise LedgerError(f"{file.name}: cannot be written: {error.strerror}") from error
        name = os.path.basename(file.name)  # noqa: PTH119 - a name of ours
        kept = Submission(0, self._spec.address, str(self._spec), name, "written", len(requests), size, None, None, "")
        await self._writer.write(keeping_submission(kept, requests.values()))


class Deferred:
    """A model that answers from the ledger, and submits requests without an answer."""

    def __init__(self, spec: Spec, ledger: Ledger, outbox: Outbox, prices: Prices, budget: Budget | None) -> None:
        self._spec = spec
        self._ledger = ledger
        self._outbox = outbox
        self._prices = prices
        self._budget = budget

    @property
    def name(self) -> str:
        """PROVIDER/NAME."""
        return str(self._spec)

    @property
    def host(self) -> str:
        """Who is asked."""
        return self._spec.host

    async def complete(self, request: Request) -> Completion:
        """Answer from the ledger, or write the request to the file.

        Raises:
            DeferredError: the answer is still to come.
            CostError: it could cost more than allowed, and nothing is under way that may cost less than it could.
            ModelError: the request failed.
        """
        known = self._ledger.submissions.find(request.key, self._spec.address)
        is_new = known is not None and known.state == "answered"
        completion = self._ledger.completions.find(request.key, self._spec.address, is_new=is_new)
        if completion is not None:
            return completion
        if known is not None and known.state == "failed":
            raise _failure(known)
        if request.key in self._outbox or (known is not None and known.state == "asked"):
            raise DeferredError(f"{self.name}: the answer is still to come")
        times = known.times + 1 if known is not None else 1
        if known is not None and times > _MOST_TIMES:
            raise ModelError(f"submitted {known.times} times; the last attempt ended with: {known.reason}")
        await self._outbox.add(request, lane.get(), self._hold(request), times)
        raise DeferredError(f"{self.name}: is to be submitted")

    def _hold(self, request: Request) -> float:
        """US dollars that a request can cost, which are held of the budget."""
        bound, budget = self._prices.cost(self.name, most(request)), self._budget
        if budget is None:
            return bound or 0.0
        if bound is None:
            raise CostError(
                f"the price of {self.name} is unknown, so --max-cost cannot be enforced; give --price IN/OUT"
            )
        if not budget.held + bound <= budget.limit:
            if self._ledger.submissions.under_way()[0] or self._outbox.is_begun:
                raise DeferredError(f"{self.name}: waits until requests under way leave room below the cost limit")
            raise CostError(
                f"stopped before the limit of ${budget.limit:g}: ${budget.held:.4f} is spent, and the next request "
                f"could cost ${bound:.4f}"
            )
        budget.held += bound
        return bound


def _failure(known: Submitted) -> ModelError:
    """The error that a request ended in."""
    kind = getattr(errors, known.failure, ModelError)
    return kind(known.reason) if isinstance(kind, type) and issubclass(kind, ModelError) else ModelError(known.reason)
