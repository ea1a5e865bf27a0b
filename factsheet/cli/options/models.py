"""Options that choose a model and set how it is called."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from factsheet.cli.options.shared import DOLLARS, SECONDS, gather, of, option, switch
from factsheet.errors import NoModelError, UsageError
from factsheet.kinds import DEFAULT_KIND
from factsheet.models import BUILT_IN, named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from factsheet.cli.options.settings import Settings
    from factsheet.errors import ModelError
    from factsheet.kinds import Kind
    from factsheet.models import Footings, Model
    from factsheet.pipeline import Options

_FOLDER = click.Path(file_okay=False, path_type=Path)
_COUNT = click.IntRange(min=1)


price_option = click.option(
    "--price",
    metavar="IN/OUT",
    callback=lambda _ctx, _parameter, value: _price(value),
    help="Dollars per million tokens.",
)
"""What the model costs, `IN/OUT`: for endpoints whose price nobody knows."""

base_url_option = click.option(
    "--base-url",
    metavar="URL",
    multiple=True,
    callback=lambda _ctx, _parameter, values: " ".join(values) or None,
    help="Endpoint that speaks Chat Completions; several share the calls.",
)
"""The address of an endpoint, or those of several servers of one model with spaces between."""

temperature_option = click.option(
    "--temperature", type=click.FloatRange(min=0, max=2), metavar="T", help="Temperature of the answers.  [default: 0]"
)


def _price(text: str | None) -> str | None:
    """A price as it was written, once it is known to be one."""
    if text is not None:
        prices_with({}, "", text)
    return text


def prices_with(prices: Mapping[str, Any], model: str, price: str | None) -> Mapping[str, Any]:
    """The prices in the settings, with the price from the command line for one model.

    Raises:
        click.BadParameter: it is none.
    """
    if price is None:
        return prices
    asked, slash, answered = price.partition("/")
    try:
        row = {"input": float(asked), "output": float(answered)}
    except ValueError:
        row = {}
    if not slash or not row or not all(0 <= value < inf for value in row.values()):
        raise click.BadParameter(
            f"{price!r} is not a price: write dollars per million tokens in and out, as in 0.15/0.60"
        )
    return {**prices, model: row}


@dataclass(frozen=True, slots=True)
class Choice:
    """The model options; None for each flag that was not given."""

    model: str | None = option("-m", "--model", metavar="SPEC", help="Model to ask: PROVIDER/NAME, or extractive.")
    base_url: str | None = of(base_url_option)
    record: Path | None = option("--record", type=_FOLDER, metavar="DIR", help="Ask, and record the answers in DIR.")
    replay: Path | None = option("--replay", type=_FOLDER, metavar="DIR", help="Answer from the recordings in DIR.")
    no_cache: bool = switch("--no-cache", help="Do not use the cache of completions.")
    timeout: float | None = option(
        "--timeout", type=SECONDS, metavar="SECONDS", help="Longest silence of the server in a call."
    )
    max_cost: float | None = option("--max-cost", type=DOLLARS, metavar="USD", help="Never spend more than this.")
    price: str | None = of(price_option)
    temperature: float | None = of(temperature_option)
    concurrency: int | None = option(
        "--concurrency", type=_COUNT, metavar="N", help="Maximum number of requests at once."
    )


model_options = gather(Choice, "choice")
"""Adds the options that choose a model; the command gets a `choice`."""

verify_option = click.option(
    "--verify/--no-verify", default=None, help="Ask a second question about what no rule has proven.  [default: verify]"
)
verify_with_option = click.option("--verify-with", metavar="SPEC", help="Ask another model the second question.")


def pick_model(
    choice: Choice,
    settings: Settings,
    on_wait: Callable[[ModelError, float], None] | None = None,
    footings: Footings | None = None,
) -> Model:
    """Open the model that flags and settings name; by default the built-in one.

    `on_wait` is called with each failure before a retry, and the seconds until then. `footings` is for commands that
    open several models.

    Raises:
        UsageError: there is no such model, or the flags exclude each other.
    """
    model, _ = pick_models(choice, settings, None, on_wait, footings)
    return model


def pick_models(
    choice: Choice,
    settings: Settings,
    verifier: str | None,
    on_wait: Callable[[ModelError, float], None] | None = None,
    footings: Footings | None = None,
) -> tuple[Model, Model | None]:
    """Open the model as `pick_model` does, and the one for the second question if it is another.

    Both are asked in the same way and under one limit on cost.

    Raises:
        UsageError: there is no such model, or the flags exclude each other.
    """
    from factsheet.models import Asking, open_model
    from factsheet.models.capped import Budget
    from factsheet.models.specs import full_name

    if choice.replay and choice.record:
        raise UsageError("--record and --replay cannot be combined: give one of them")
    name = model_name(choice, settings) or BUILT_IN
    limit = settings.get("max_cost", choice.max_cost)
    asking = Asking(
        base_url=address(choice.base_url, settings, name),
        endpoints=settings.get("endpoints", default={}),
        timeout=settings.get("timeout", choice.timeout),
        concurrency=settings.get("concurrency", choice.concurrency, 4),
        max_cost=None if limit is None else Budget(limit),
        cache=None if choice.no_cache or choice.record else cache_path(os.environ),
        record=choice.record,
        replay=choice.replay,
        prices=prices_with(settings.get("prices", default={}), full_name(name), choice.price),
        temperature=settings.get("temperature", choice.temperature),
        on_wait=on_wait,
        footings={} if footings is None else footings,
    )
    model = open_model(name, asking)
    if verifier is None:
        return model, None
    return model, open_model(verifier, replace(asking, base_url=_address_beside(choice, settings, name, verifier)))


def hosts_asked(choice: Choice, settings: Settings, model: str, verifier: str | None) -> dict[str, str]:
    """The hosts that `pick_models` would ask, by the full name of a model; the built-in one has none.

    Raises:
        UsageError: a model has no address.
    """
    from factsheet.models.keys import host_of
    from factsheet.models.specs import base_url_of

    given = {model: address(choice.base_url, settings, model)}
    if verifier is not None:
        given[verifier] = _address_beside(choice, settings, model, verifier)
    return {
        name: ", ".join(map(host_of, base_url_of(name, url).split())) for name, url in given.items() if name != BUILT_IN
    }


def _address_beside(choice: Choice, settings: Settings, model: str, verifier: str) -> str | None:
    """Where the second model is asked: a flag is for it too where it has the provider of the first."""
    from factsheet.models.specs import full_name

    beside = verifier.partition("/")[0] == full_name(model).partition("/")[0]
    return address(choice.base_url if beside else None, settings, verifier)


def verifier_name(flag: str | None, settings: Settings, model: str | None) -> str | None:
    """The name of the model for the second question, if it is not `model`.

    A setting is for the sheets of language models: with the built-in one nothing is sent unless a flag says so.
    """
    from factsheet.models.specs import full_name

    name = flag or (settings.get("verify_with") if model not in {None, BUILT_IN} else None)
    return None if name is None or (model and full_name(name) == full_name(model)) else full_name(name)


def address(flag: str | None, settings: Settings, name: str) -> str | None:
    """The endpoint's address. The setting applies to OpenAI's API and to endpoints without a preset."""
    from factsheet.models.specs import CUSTOM, full_name

    provider = full_name(name).partition("/")[0]
    return flag or (settings.get("base_url") if provider in {"openai", CUSTOM} else None)


def model_name(choice: Choice, settings: Settings) -> str | None:
    """The name of the model; None if neither flags nor settings name one.

    Recordings name their own model if they agree on one.

    Raises:
        UsageError: there is an endpoint or a folder of recordings, but no model.
    """
    if choice.model:
        return choice.model if choice.base_url else named(choice.model)
    if choice.replay:
        from factsheet.models.recorded import recorded_model

        recorded = recorded_model(choice.replay) or settings.get("model")
        if recorded is None:
            raise UsageError(f"{choice.replay}: no recordings, or of several models; name the model with -m")
        return str(recorded)
    name: str | None = settings.get("model") and named(settings.get("model"))
    if name is None and choice.base_url:
        raise UsageError("--base-url needs a model; name it with -m")
    return name


class _Making(Protocol):
    """The flags that say how a sheet is made."""

    @property
    def chunk_tokens(self) -> int | None: ...
    @property
    def context_tokens(self) -> int | None: ...
    @property
    def passes(self) -> int: ...
    @property
    def verify(self) -> bool | None: ...


def sheet_options(flags: _Making, settings: Settings, concurrency: int) -> Options:
    """How a sheet is made, by flags and settings."""
    from factsheet.pipeline import Options

    usual = Options()
    return Options(
        chunk_tokens=settings.get("chunk_tokens", flags.chunk_tokens),
        context_tokens=settings.get("context_tokens", flags.context_tokens, usual.context_tokens),
        passes=flags.passes,
        verify=settings.get("verify", flags.verify, usual.verify),
        concurrency=concurrency,
    )


def refuse_kind(kind: Kind, model: str | None) -> None:
    """Refuse kinds that the built-in model cannot fill, before anything is read.

    Raises:
        NoModelError: it is to fill a sheet of another kind than news.
    """
    if kind.name != DEFAULT_KIND and model in {None, BUILT_IN}:
        from factsheet.models.specs import WAYS

        raise NoModelError(f"the built-in model only fills sheets of kind {DEFAULT_KIND}; name another:\n{WAYS}")


def cache_path(environment: Mapping[str, str]) -> Path:
    """The database of completions in the user's cache folder."""
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "factsheet" / "completions.sqlite3"
    from platformdirs import user_cache_path

    return user_cache_path("factsheet") / "completions.sqlite3"
