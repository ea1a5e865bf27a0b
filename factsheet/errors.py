"""The tree of all errors.

Only `factsheet.cli` prints these and picks the exit code; everybody else raises them.

    FactsheetError                 the root: catch this and nothing escapes
    ├── UsageError                 an option, setting or combination that cannot be used        (exit 2)
    │   ├── KindError              a schema or prompt of a kind is missing or malformed
    │   ├── NoModelError           no model is configured and none is recorded
    │   └── WindowError            a model's window is smaller than what it is asked
    ├── ReadError                  an input that cannot be read as an article                   (exit 2)
    │   ├── RefusedArticleError    read, and not to be briefed: killed, withheld, under embargo (exit 4)
    │   └── SheetError             a sheet file that is not one
    ├── CostError                  going on would pass the limit that --max-cost sets           (exit 1)
    ├── DeferredError              the answer to a request is still to come: what needs it is made later
    ├── OutageError                the endpoint has answered nothing for too long               (exit 1)
    ├── LedgerError                the ledger of a batch cannot be read or written              (exit 1)
    │   └── ConflictError          somebody else has decided on the same thing in the meantime
    └── ModelError                 a model did not give a usable answer                         (exit 1)
        ├── TransientError         the same request may succeed later; may say when
        │   ├── RateLimitedError   429
        │   ├── OverloadedError    5xx, and what proxies say in its place
        │   ├── ConnectionFailedError   no connection, or it broke
        │   │   └── UnreachableError        nothing answers at the address
        │   ├── TimedOutError      no answer within the time allowed
        │   └── GarbledReplyError  the reply is not a chat completion: HTML, a cut body, no choices
        ├── QuotaError             the account has no money or quota left
        ├── AuthenticationError    the key is missing, wrong, or may not do this
        ├── BadRequestError        the endpoint rejects the request as such
        ├── RefusalError           the model declined to answer
        ├── ContentFilterError     the provider's filter withheld the answer
        ├── TruncatedError         the answer reached the length limit before it said anything usable
        ├── RecordingError     replaying, and the recording of this request cannot be read   (exit 2)
        ├── MissingRecordingError  replaying, and this request was never recorded
        └── DraftError             answers came, and none of them holds a fact sheet
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.records import Usage


class FactsheetError(Exception):
    """The root of all errors that this package raises on purpose."""

    exit_code = 1


class UsageError(FactsheetError):
    """An option, a setting or a combination of them cannot be used."""

    exit_code = 2


class KindError(UsageError):
    """A kind's schema or prompts are missing or malformed."""


class NoModelError(UsageError):
    """No model is configured, and no recording answers the request."""


class WindowError(UsageError):
    """The context window of a model is too small for the questions, whatever the article."""


class ReadError(FactsheetError):
    """An input cannot be read as an article; the message names the file and the place."""

    exit_code = 2


class RefusedArticleError(ReadError):
    """An article was read but must not be briefed: killed, withheld or under embargo."""

    exit_code = 4


class SheetError(ReadError):
    """A file is not a fact sheet that this version can read."""


class MisfitError(SheetError):
    """A fact sheet does not fit its schema: `problems` are all places where it does not."""

    def __init__(self, message: str, problems: Sequence[str]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class CostError(FactsheetError):
    """Going on could cost more than the limit allows."""


class DeferredError(FactsheetError):
    """The answer to a request is still to come; a later round continues."""


class OutageError(FactsheetError):
    """The endpoint has answered nothing for so long that the run stops; it can continue later."""


class LedgerError(FactsheetError):
    """The ledger of a batch cannot be read or written; nothing is left half written."""


class ConflictError(LedgerError):
    """Somebody else has decided on the same thing in the meantime, and nothing was written."""


class ModelError(FactsheetError):
    """A model did not give a usable answer.

    `usage` is what the failed attempt cost all the same, where the endpoint said so.
    """

    def __init__(self, message: str, *, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.usage = usage


class TransientError(ModelError):
    """The same request may succeed later; `retry_after` is the wait in seconds that the server asks for."""

    def __init__(self, message: str, *, usage: Usage | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, usage=usage)
        self.retry_after = retry_after


class RateLimitedError(TransientError):
    """The endpoint answers 429: too many requests or tokens for now."""


class OverloadedError(TransientError):
    """The endpoint, or a proxy before it, answers with a server error."""


class ConnectionFailedError(TransientError):
    """No connection to the endpoint, or it broke before the answer was whole."""


class UnreachableError(ConnectionFailedError):
    """Nothing answers at the address: it is wrong, or no server runs there."""


class TimedOutError(TransientError):
    """No answer came within the time allowed."""


class GarbledReplyError(TransientError):
    """A reply came that is not a chat completion: HTML, a cut body, no choices, an error in a 200."""


class QuotaError(ModelError):
    """The account behind the key has no money or quota left; waiting does not help."""


class AuthenticationError(ModelError):
    """The key is missing, wrong, or not allowed to do this."""


class BadRequestError(ModelError):
    """The endpoint rejects the request as such; the same request would be rejected again."""


class RefusalError(ModelError):
    """The model declined to answer."""


class ContentFilterError(ModelError):
    """The provider's content filter withheld the answer."""


class TruncatedError(ModelError):
    """The answer reached the length limit before it said anything usable."""


class RecordingError(ModelError):
    """Completions are replayed, and the file with the answer to this request is not a recording."""

    exit_code = 2


class MissingRecordingError(ModelError):
    """Completions are replayed, and this request was never recorded."""


class DraftError(ModelError):
    """Answers came, and none of them holds a fact sheet."""


HOPELESS = (AuthenticationError, QuotaError, CostError, OutageError, LedgerError, UsageError)
"""Failures that every further request would meet as well: what waits is stopped, or sent to another model."""
