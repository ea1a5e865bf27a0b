"""Settings, in order: a flag, the environment, `factsheet.toml` in the working folder, the user's own file.

API keys come from the environment only: a file in the working folder is too easily shared. For the same reason such a
file says whom articles and keys go to only after it was trusted (`trust`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from factsheet.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "factsheet.toml"

_LEAST = {"timeout": 0.001, "temperature": 0, "max_cost": 0, "concurrency": 1, "chunk_tokens": 50, "context_tokens": 0}
"""Lower bounds; the options have the same."""

_TYPES: dict[str, tuple[type, ...]] = {
    "model": (str,),
    "base_url": (str,),
    "kind": (str,),
    "format": (str,),
    "timeout": (int, float),
    "max_cost": (int, float),
    "temperature": (int, float),
    "concurrency": (int,),
    "chunk_tokens": (int,),
    "context_tokens": (int,),
    "allow_private": (bool,),
    "verify": (bool,),
    "verify_with": (str,),
    "prices": (dict,),
    "endpoints": (dict,),
}
"""Keys of a settings file."""

_TABLES = ("prices", "endpoints")
"""Of these, tables of which each row is looked up by itself: a folder adds to what the user has."""

_NAMES = {
    (bool,): "true or false",
    (str,): "a string",
    (int,): "an integer",
    (int, float): "a number",
    (dict,): "a table",
}

_ENVIRONMENT = {"model": "FACTSHEET_MODEL", "base_url": "OPENAI_BASE_URL"}


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Settings:
    """Values by key, each from the first place that has it, and of the type in `_TYPES`."""

    values: Mapping[str, Any] = field(default_factory=dict)

    @overload
    def get(self, key: str) -> Any: ...
    @overload
    def get(self, key: str, flag: _Value | None) -> _Value | None: ...
    @overload
    def get(self, key: str, flag: _Value | None = None, *, default: _Value) -> _Value: ...
    @overload
    def get(self, key: str, flag: _Value | None, default: _Value) -> _Value: ...
    def get(self, key: str, flag: Any = None, default: Any = None) -> Any:
        """The flag if given, else the setting, else the default."""
        return flag if flag is not None else self.values.get(key, default)


def load_settings(folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings for a run in `folder`.

    Raises:
        UsageError: a settings file is not TOML, or has an unknown key or an invalid value; or that of the folder sets
            an address and is not trusted.
    """
    environment = os.environ if environment is None else environment
    own, here = read_file(user_file(environment)), _of_folder(_working_folder(folder) / FILE, environment)
    values = own | here | {key: own[key] | here[key] for key in _TABLES if key in own and key in here}
    for key, name in _ENVIRONMENT.items():
        if environment.get(name):
            values[key] = environment[name]
    return Settings(values)


def _working_folder(folder: Path | None) -> Path:
    try:
        return folder or Path.cwd()
    except OSError as error:
        raise UsageError(f"the working folder is gone: {error.strerror}; change to another one") from error


def _of_folder(path: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings of a working folder."""
    from factsheet.cli.options.trust import is_trusted, sensitive

    values = read_file(path)
    said = sensitive(values)
    if said and not is_trusted(path, values, user_file(environment).parent):
        raise UsageError(
            f"{path}: sets {' and '.join(said)}, which is not trusted yet; if the file is yours, run: factsheet trust"
        )
    return values


def user_file(environment: Mapping[str, str]) -> Path:
    """The settings file in the user's config folder."""
    if environment.get("XDG_CONFIG_HOME"):
        return Path(environment["XDG_CONFIG_HOME"]) / "factsheet" / FILE
    from platformdirs import user_config_path

    return user_config_path("factsheet") / FILE


def read_file(path: Path) -> dict[str, Any]:
    """The values in a settings file; none where there is no file.

    Raises:
        UsageError: it cannot be read, is not TOML, or has an unknown key or an invalid value.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    import tomllib

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
    for key, value in values.items():
        if key not in _TYPES:
            raise UsageError(f"{path}: unknown setting {key!r}; the settings are {', '.join(sorted(_TYPES))}")
        if not isinstance(value, _TYPES[key]) or isinstance(value, bool) is not (_TYPES[key] == (bool,)):
            raise UsageError(f"{path}: {key} = {value!r}: expected {_NAMES[_TYPES[key]]}")
        _check_least(path, key, value)
    for model, row in values.get("prices", {}).items():
        _check_price(path, model, row)
    for host, variable in values.get("endpoints", {}).items():
        _check_endpoint(path, host, variable)
    return values


def _check_least(path: Path, key: str, value: Any) -> None:
    if key in _LEAST and not value >= _LEAST[key]:
        raise UsageError(f"{path}: {key} = {value!r}: must be at least {_LEAST[key]}")


def _check_endpoint(path: Path, host: str, variable: Any) -> None:
    """A host with the name of a variable; a key itself has no place in a file, and is not repeated."""
    if not isinstance(variable, str) or not re.fullmatch(r"[A-Z_][A-Z0-9_]*|", variable):
        raise UsageError(
            f'{path}: [endpoints] {host!r}: expected the name of an environment variable, such as "X_API_KEY"'
        )
    if "/" in host or not host:
        raise UsageError(
            f'{path}: [endpoints] {host!r}: expected a host, such as "llm.example.org" or "llm.example.org:8000"'
        )


def _check_price(path: Path, model: str, row: Any) -> None:
    if not isinstance(row, dict) or not {"input", "output"} <= row.keys() <= {"input", "cached", "output"}:
        raise UsageError(f"{path}: [prices.{model!r}] needs input and output, and may have cached")
    for name, value in row.items():
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not value >= 0:
            raise UsageError(f"{path}: [prices.{model!r}] {name} = {value!r}: expected a price in dollars")
