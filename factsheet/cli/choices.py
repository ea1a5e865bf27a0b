"""The options that choose a model and how it is asked, shared by the commands that ask one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.errors import UsageError
from factsheet.models import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.cli.settings import Settings
    from factsheet.errors import ModelError
    from factsheet.models import Model

_FOLDER = click.Path(file_okay=False, path_type=Path)
_SECONDS = click.FloatRange(min=0, min_open=True)

_OPTIONS = (
    click.option("-m", "--model", "model", metavar="SPEC", help="PROVIDER/NAME, or extractive."),
    click.option("--base-url", metavar="URL", help="Any endpoint that speaks Chat Completions."),
    click.option("--record", type=_FOLDER, metavar="DIR", help="Ask, and keep recordings in DIR."),
    click.option("--replay", type=_FOLDER, metavar="DIR", help="Answer from the recordings in DIR."),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep completions in the cache."),
    click.option("--timeout", type=_SECONDS, metavar="SECONDS", help="How long a call may take."),
    click.option("--max-cost", type=click.FloatRange(min=0), metavar="USD", help="Never spend more."),
    click.option("--concurrency", type=click.IntRange(min=1), metavar="N", help="Requests under way at once."),
)


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose a model."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Choice:
    """What the flags of one call say about the model; None where a flag was not given."""

    model: str | None = None
    base_url: str | None = None
    record: Path | None = None
    replay: Path | None = None
    no_cache: bool = False
    timeout: float | None = None
    max_cost: float | None = None
    concurrency: int | None = None

    @classmethod
    def take(cls, flags: dict[str, Any]) -> Choice:
        """Take these flags out of a command's."""
        return cls(**{name: flags.pop(name) for name in cls.__slots__})


def pick_model(choice: Choice, settings: Settings, on_wait: Callable[[ModelError, float], None] | None = None) -> Model:
    """The model that flags and settings ask for; the built-in one where they name none.

    `on_wait` is told of each failure that is waited out, and for how many seconds.

    Raises:
        UsageError: what they ask for is no model, or cannot be combined.
    """
    from factsheet.models import Asking, open_model

    if choice.replay and choice.record:
        raise UsageError("--record and --replay exclude each other: one asks, the other does not")
    name = model_name(choice, settings) or BUILT_IN
    asking = Asking(
        base_url=address(choice.base_url, settings, name),
        timeout=settings.get("timeout", choice.timeout),
        concurrency=settings.get("concurrency", choice.concurrency, 4),
        max_cost=settings.get("max_cost", choice.max_cost),
        cache=None if choice.no_cache or choice.record else cache_path(os.environ),
        record=choice.record,
        replay=choice.replay,
        prices=settings.get("prices", default={}),
        on_wait=on_wait,
    )
    return open_model(name, asking)


def address(flag: str | None, settings: Settings, name: str) -> str | None:
    """The address asked for; what settings say is meant for OpenAI's API and for endpoints without a preset."""
    from factsheet.models.specs import CUSTOM, full_name

    provider = full_name(name).partition("/")[0]
    return flag or (settings.get("base_url") if provider in {"openai", CUSTOM} else None)


def model_name(choice: Choice, settings: Settings) -> str | None:
    """The name of the model asked for; None where nothing names one.

    Recordings name their own model, as long as they agree on it.

    Raises:
        UsageError: an endpoint or a folder of recordings is given, and no name of a model.
    """
    if choice.model:
        return choice.model
    if choice.replay:
        from factsheet.models.recorded import recorded_model

        recorded = recorded_model(choice.replay) or settings.get("model")
        if recorded is None:
            raise UsageError(f"{choice.replay}: holds no recordings of one model; name the model with -m")
        return str(recorded)
    name: str | None = settings.get("model")
    if name is None and choice.base_url:
        raise UsageError("there is an endpoint and no model; name the model with -m")
    return name


def cache_path(environment: Mapping[str, str]) -> Path:
    """The database of kept completions, in the user's cache folder."""
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "factsheet" / "completions.sqlite3"
    from platformdirs import user_cache_path

    return user_cache_path("factsheet") / "completions.sqlite3"
