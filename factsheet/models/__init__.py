"""Everything that can complete a request, and wrappers that keep that shape.

A model has a name and one coroutine. Wrappers (`Retrying`, `Limited`, `Cached`, `Recording`) are models
around a model, so they stack in any order that makes sense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from factsheet.records import Completion, Request


class Model(Protocol):
    """Something that can complete a request."""

    @property
    def name(self) -> str:
        """The model's name as requests carry it, such as `openai/NAME`."""
        ...

    async def complete(self, request: Request) -> Completion:
        """Answer one request.

        Raises:
            ModelError: there is no usable answer; the class says what went wrong.
        """
        ...
