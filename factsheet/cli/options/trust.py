"""Trust in a working folder's settings: until trusted, they cannot set where articles and keys are sent.

What a person trusted is kept in their own config folder, with a digest of what the file set then, so that a file which
comes to name another address is asked about again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from factsheet.errors import UsageError
from factsheet.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SENSITIVE = ("base_url", "endpoints")
"""The settings that say whom articles and keys go to."""

_FILE = "trusted.json"


def sensitive(values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in a file that must be trusted."""
    return {key: values[key] for key in SENSITIVE if key in values}


def is_trusted(path: Path, values: Mapping[str, Any], config: Path) -> bool:
    """Whether a person has trusted what the file at `path` sets; `config` is their config folder."""
    return _read(config / _FILE).get(str(path.resolve())) == _digest(values)


def trust(path: Path, values: Mapping[str, Any], config: Path) -> None:
    """Record that a person trusts what the file at `path` sets.

    Raises:
        UsageError: that cannot be written.
    """
    try:
        config.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{config}: cannot be created: {error.strerror}") from error
    known = _read(config / _FILE) | {str(path.resolve()): _digest(values)}
    write_whole(config / _FILE, [json.dumps(known, ensure_ascii=False, indent=1) + "\n"])


def _read(file: Path) -> dict[str, Any]:
    """What was trusted; nothing where the file is missing or broken."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(sensitive(values), sort_keys=True).encode("utf-8")).hexdigest()
