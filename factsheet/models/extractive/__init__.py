"""The built-in model: a fact sheet by rule, with no key and no network.

`Extractive` answers the same requests as a language model, and its answers pass the same checks. It reads the article
of a request rather than its messages, and quotes or cuts the article's sentences. It is a baseline: it knows the kind
`news`, best in English, and infers nothing that is not written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from factsheet.errors import BadRequestError
from factsheet.models.extractive.facts import draft
from factsheet.records import Completion

if TYPE_CHECKING:
    from factsheet.records import Request

_SECTIONS = frozenset({
    "title", "summary", "participants", "location", "when",
    "topics", "positions", "disputed_claims", "background", "figures", "next",
})  # fmt: skip
"""The sections of kind `news`; a schema with any other is refused."""


class Extractive:
    """A model that finds the facts of a news article by rule."""

    name = "extractive"

    async def complete(self, request: Request) -> Completion:
        """Answer a request for the facts of an article, or of a part of one.

        Raises:
            BadRequestError: the request has no article, or its schema is not that of kind news.
        """
        if request.chunk is None or request.purpose not in {"draft", "reask", "glean"}:
            raise BadRequestError(f"the built-in model extractive answers no request of purpose {request.purpose}")
        if set(request.schema.get("properties", ())) != _SECTIONS:
            raise BadRequestError("the built-in model extractive knows only sheets of kind news")
        facts, notes = draft(request.chunk)
        return Completion(json.dumps(facts, ensure_ascii=False), model=self.name, how="built-in", notes=notes)
