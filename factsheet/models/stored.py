"""A completion as JSON, as caches and ledgers keep it."""

from __future__ import annotations

import json
from dataclasses import asdict

from factsheet.records import Completion, Usage


def as_text(completion: Completion) -> str:
    """The completion as JSON."""
    return json.dumps(asdict(completion), ensure_ascii=True)


def from_text(text: str) -> Completion | None:
    """What `as_text` wrote, as an answer that sent no request and cost nothing; None where it cannot be read."""
    try:
        stored = json.loads(text)
        used = Usage(**{**stored.pop("usage"), "requests": 0, "cost": 0.0})
        return Completion(**{**stored, "usage": used, "how": "cached", "notes": tuple(stored.get("notes", ()))})
    except (ValueError, TypeError, KeyError):
        return None
