"""The recipe of a sheet: a digest of all that makes it, so that a change makes stale what it affects."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING

from factsheet.batch.ledger import sha256

if TYPE_CHECKING:
    from factsheet.kinds import Kind
    from factsheet.pipeline import Options


def recipe(kind: Kind, model: str, options: Options, chunks: int) -> str:
    """The digest for a sheet made in so many parts.

    Only the prompts that such a sheet is asked with count: that of the summary where there are several parts,
    that of the second look where it is wanted.
    """
    return _recipe(kind, model, options, chunks > 1)


@lru_cache(maxsize=64)  # thousands of sheets have one of a few
def _recipe(kind: Kind, model: str, options: Options, in_parts: bool) -> str:
    unused = set()
    if not in_parts:
        unused |= {"summary", "context"}
    if options.passes <= 1:
        unused.add("glean")
    if not options.verify:
        unused.add("verify")
    prompts = {name: text for name, text in kind.prompts.items() if name not in unused}
    asked = asdict(options)
    del asked["concurrency"]  # how many parts are asked about at once changes no answer
    parts = [kind.name, kind.schema_digest, prompts, model, asked]
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=True))
