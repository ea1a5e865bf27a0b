"""The life of a file of requests, step by step: upload, start, polling, and storing its results.

Each step is in the ledger before and after it is taken. Where a program ended between the two, nobody knows whether the
provider did what it was asked: then it is looked up there first, so that nothing is uploaded or begun twice. What was
collected is deleted at the provider; that can be done twice, and may fail.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from factsheet.batch.ledger import Failure, Leftover, Step, keeping_line, keeping_rest, keeping_result, keeping_step
from factsheet.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    DeferredError,
    ModelError,
    OverloadedError,
    QuotaError,
    RateLimitedError,
    TransientError,
)
from factsheet.models import Footing
from factsheet.models.endpoint import may_go_without, may_step_down
from factsheet.records import Completion, Usage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from factsheet.batch.engines.deferring import Outbox
    from factsheet.batch.engines.holding import Room
    from factsheet.batch.ledger import Submission, Writer
    from factsheet.models.batches import Batches, Ended, Result
    from factsheet.models.prices import Prices

_AT_ONCE = 200
"""Results that are kept in one transaction."""

_TURNED_AWAY = (RateLimitedError, OverloadedError, ConnectionFailedError)
"""Failures of requests that were not answered, and are not paid for."""

_ENDS_ALL = (AuthenticationError, QuotaError)

_FULL = "token_limit_exceeded"
"""Why a batch is refused for now: others have to end first (OpenAI, Batch API, "Rate limits")."""


@dataclass(slots=True)
class Desk:
    """One model of one provider: its files of requests, their submission, and their answers."""

    batches: Batches
    outbox: Outbox
    footing: Footing
    folder: Path
    writer: Writer
    prices: Prices
    room: Room
    progress: dict[int, tuple[int, int]] = field(default_factory=dict)
    """How many requests of each submission are dealt with, and of how many, by what the provider said last."""
    used: Usage = field(default_factory=Usage)
    """What all that was collected used."""

    def learn(self, rejected: tuple[str, ...]) -> None:
        """Record what the provider said that it does not support."""
        errors = [BadRequestError(said) for said in rejected]
        for error in errors:
            may_go_without(self.footing, error)
        any(may_step_down(self.footing, error) for error in errors)

    async def advance(self, one: Submission) -> Submission:
        """Advance a submission as many steps as possible now; returns its state.

        Raises:
            ModelError: a step could not be taken; what was said tells whether it may be later.
            DeferredError: the provider has ended it before it was done, and somebody has to say whether to go on.
        """
        if one.state in {"written", "sending"}:
            one = await self._upload(one)
        if one.state != "started":
            if one.state == "held":
                self.room.recall()
            if not self.room.may_begin(one.id, are_others=bool(self.progress)):
                return one
            one = await self._begin(one)
            if one.state == "held":
                return one
        ended = await self.batches.look(one.batch or "")
        if not ended.is_over:
            self.progress[one.id] = (ended.done, ended.total or one.requests)
            self.room.look(one.id, is_checked=ended.is_checked)
            return one
        self.progress.pop(one.id, None)
        self.room.checked.discard(one.id)
        return await (self._refused(one, ended) if ended.status == "failed" else self._collect(one, ended))

    async def clear_up(self, left: Leftover) -> None:
        """Delete files of a submission at the provider; those that cannot be deleted stay in the ledger, and why."""
        kept, told = list(left.files), None
        for file in left.files:
            try:
                await self.batches.delete(file)
                kept.remove(file)
            except ModelError as error:
                told = str(error)
                if isinstance(error, TransientError):
                    break
        await self.writer.write(keeping_step(left.submission, Step("ended", told=told, leftover=tuple(kept))))

    async def _upload(self, one: Submission) -> Submission:
        """Upload the file, if it is not there."""
        there = await self.batches.uploaded(one.name) if one.state == "sending" else None
        one = await self._step(one, Step("sending"))
        file = there or await self.batches.upload(self.folder / one.name, one.name)
        one = await self._step(one, Step("sent", file=file))
        (self.folder / one.name).unlink(missing_ok=True)
        return one

    async def _begin(self, one: Submission) -> Submission:
        """Have the file answered, if that has not begun."""
        there = await self.batches.begun(one.file or "") if one.state == "starting" else None
        one = await self._step(one, Step("starting"))
        try:
            batch = there or await self.batches.begin(one.file or "", one.name)
        except RateLimitedError as error:
            return await self._hold(one, str(error), error.retry_after)
        self.room.look(one.id, is_checked=True)
        return await self._step(one, Step("started", batch=batch))

    async def _hold(self, one: Submission, said: str, seconds: float | None = None) -> Submission:
        """The provider has no room for a file now: it is begun later."""
        self.room.refuse(seconds)
        self.room.held.add(one.id)
        return await self._step(one, Step("held", told=said))

    async def _step(self, one: Submission, step: Step) -> Submission:
        await self.writer.write(keeping_step(one.id, step))
        return replace(one, state=step.state, file=step.file or one.file, batch=step.batch or one.batch)

    async def _refused(self, one: Submission, ended: Ended) -> Submission:
        """The provider does not accept a file: for now, for some lines of it, or at all; nothing of it was run."""
        codes, said = {code for code, _, _ in ended.errors}, "; ".join(f"{m} ({c})" for c, _, m in ended.errors)
        if codes == {_FULL}:
            return await self._hold(one, said)
        lines = [(line, message) for _, line, message in ended.errors if line is not None]
        for line, message in lines:
            await self.writer.write(keeping_line(one, line, Failure("BadRequestError", f"{one.model}: {message}")))
        await self.writer.write(keeping_rest(one, Failure("", f"{one.model}: its file was refused", again=True)))
        one = await self._end(one, Step("ended", told=said, leftover=(one.file or "",)))
        if len(lines) < len(ended.errors) or not lines:
            raise BadRequestError(f"{one.model}: the provider refused batch {one.batch}: {said or 'without a reason'}")
        return one

    async def _collect(self, one: Submission, ended: Ended) -> Submission:
        """Keep what came of each request; what nothing is said of has failed, unless the batch ended early."""
        found = _Found()
        for file in ended.outputs:
            try:
                await self._keep(one, self.batches.results(file), found)
            except BadRequestError as error:  # the provider has the file no more
                found.unread.append(str(error))
        left = found.never_run + await self.writer.write(keeping_rest(one, _rest(one, ended, found)))
        rejected = tuple(dict.fromkeys(found.rejected))
        self.learn(rejected)
        # What nobody could read here stays, for a person to look at: it was paid for.
        files = (one.file or "", *(() if found.unread else ended.outputs))
        one = await self._end(one, Step("ended", told=ended.status, rejected=rejected, leftover=files))
        if found.hopeless is not None:
            raise found.hopeless
        if ended.status == "cancelled":
            raise DeferredError(
                f"{one.model}: batch {one.batch} was cancelled at the provider with {left} of {one.requests} requests "
                "unanswered; the answers are kept, and the next run submits the rest"
            )
        return one

    async def _end(self, one: Submission, step: Step) -> Submission:
        """All that came of a submission is kept: nothing of it need be left at the provider."""
        one = await self._step(one, step)
        self.room.ease()
        await self.clear_up(Leftover(one.id, one.endpoint, one.model, step.leftover or ()))
        return one

    async def _keep(self, one: Submission, results: AsyncIterator[Result], found: _Found) -> None:
        """Keep results, some at a time."""
        some: list[Result] = []
        async for result in results:
            if result.key is None:
                found.unread.append(str(result.outcome))
                continue
            some.append(result)
            if len(some) == _AT_ONCE:
                await self._keep_some(one, some, found)
                some = []
        await self._keep_some(one, some, found)

    async def _keep_some(self, one: Submission, some: list[Result], found: _Found) -> None:
        pairs = [(result.key or "", self._outcome(result, found)) for result in some]
        kept = await asyncio.gather(*(self.writer.write(keeping_result(one, *pair)) for pair in pairs))
        for (_, outcome), is_new in zip(pairs, kept, strict=True):
            used = outcome.usage if isinstance(outcome, Completion) else outcome.used
            if is_new and used is not None:
                self.used += used

    def _outcome(self, result: Result, found: _Found) -> Completion | Failure:
        """A result as it is kept: with what it cost, and whether it is to be asked again."""
        error = result.outcome
        if isinstance(error, Completion):
            return replace(error, usage=self._priced(error.usage))
        name, said = type(error).__name__, str(error)
        if result.never_run or isinstance(error, _TURNED_AWAY):
            found.never_run += result.never_run
            return Failure(name, said, again=True)
        if isinstance(error, _ENDS_ALL):
            found.hopeless = found.hopeless or error
            return Failure(name, said, again=True)
        if isinstance(error, BadRequestError) and _teaches(error):
            found.rejected.append(said)
            return Failure(name, said, again=True)
        is_free = isinstance(error, BadRequestError)
        return Failure(name, said, None if is_free else self._priced(error.usage or Usage(requests=1)))

    def _priced(self, used: Usage) -> Usage:
        """A usage with its cost; where no tokens are told, that is not known."""
        model = self.batches.name
        told = used.prompt_tokens or used.completion_tokens
        return replace(used, cost=self.prices.cost(model, used) if told else self.prices.untold(model))


@dataclass(slots=True)
class _Found:
    """What is seen of the results of a submission as a whole."""

    unread: list[str] = field(default_factory=list)
    """Why there are results that nobody can read."""
    never_run: int = 0
    rejected: list[str] = field(default_factory=list)
    hopeless: ModelError | None = None


def _rest(one: Submission, ended: Ended, found: _Found) -> Failure:
    """What became of the requests of which no result says anything: they may have been paid for, or were never run."""
    place = f"{one.model}: batch {one.batch}"
    if ended.status != "completed":
        return Failure("", f"{place} is {ended.status}", again=True)
    unread = f"; {len(found.unread)} of its results cannot be read" if found.unread else ""
    return Failure("GarbledReplyError", f"{place} has no answer to this request{unread}", Usage(requests=1))


def _teaches(error: BadRequestError) -> bool:
    """Whether a request may be taken without something, or with its schema in another form."""
    fresh = Footing()
    return may_go_without(fresh, error) or may_step_down(fresh, error)
