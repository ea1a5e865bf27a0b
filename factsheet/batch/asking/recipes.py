"""The recipe of a sheet: a digest of all its inputs, so that a change makes only affected sheets stale."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.identity import sha256

if TYPE_CHECKING:
    from factsheet.batch.asking.wanted import Wanted
    from factsheet.kinds import Kind
    from factsheet.pipeline import Options


def recipe(wanted: Wanted, model: str, chunks: int) -> str:
    """The digest for a sheet that `model` makes in so many parts.

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
