"""A completion as JSON, for caches and ledgers."""

from __future__ import annotations

import json
from dataclasses import asdict

from factsheet.records import Completion, Usage


def as_text(completion: Completion) -> str:
    """The completion as JSON."""
    return json.dumps(asdict(completion), ensure_ascii=True)


def from_text(text: str, *, is_new: bool = False) -> Completion | None:
    """What `as_text` wrote; None where it cannot be read.

    It sent no request and cost nothing, unless it `is_new`: an answer that nobody has used yet.
    """
    free = {} if is_new else {"requests": 0, "cost": 0.0}
    try:
        stored = json.loads(text)
        used = Usage(**{**stored.pop("usage"), **free})
        how = stored.get("how") if is_new else "cached"
        return Completion(**{**stored, "usage": used, "how": how, "notes": tuple(stored.get("notes", ()))})
    except (ValueError, TypeError, KeyError):
        return None
