"""Prices: what a completion costs, if known. Unknown is None, never 0.

The user's table in the settings comes first (`[prices."openai/NAME"]` with `input`, `cached` and `output`
in US dollars a million tokens), then genai-prices, which is an extra. Models on this machine cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factsheet.models import BUILT_IN
from factsheet.models.specs import PRESETS
from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

_MILLION = 1_000_000
_ANY = Usage(_MILLION, 0, _MILLION, 1)
"""What costs something wherever anything does."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by model: the user's table over that of genai-prices."""

    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    share: float = 1.0
    """Of these prices, what is paid where answers may take their time."""

    def cost(self, spec: str, usage: Usage) -> float | None:
        """US dollars for `usage` of the model PROVIDER/NAME, or None where its price is not known."""
        cost = self._in_full(spec, usage)
        return None if cost is None else self.share * cost

    def _in_full(self, spec: str, usage: Usage) -> float | None:
        if spec in self.own:
            return _by_table(self.own[spec], usage)
        if spec == BUILT_IN:
            return 0.0
        provider, _, name = spec.partition("/")
        preset = PRESETS.get(provider)
        if preset is not None and preset.local:
            return 0.0
        return _by_genai_prices(provider, name, usage)

    def untold(self, spec: str) -> float | None:
        """US dollars for a call without reported tokens: unknown, unless the model costs nothing."""
        return 0.0 if self.cost(spec, _ANY) == 0.0 else None


def _by_table(row: Mapping[str, Any], usage: Usage) -> float:
    cached = usage.cached_tokens
    return (
        (usage.prompt_tokens - cached) * float(row["input"])
        + cached * float(row.get("cached", row["input"]))
        + usage.completion_tokens * float(row["output"])
    ) / _MILLION


def _by_genai_prices(provider: str, name: str, usage: Usage) -> float | None:
    try:
        from genai_prices import Usage as Tokens
        from genai_prices import calc_price
    except ImportError:
        return None
    tokens = Tokens(
        input_tokens=usage.prompt_tokens, cache_read_tokens=usage.cached_tokens, output_tokens=usage.completion_tokens
    )
    try:
        return float(calc_price(tokens, model_ref=name, provider_id=provider).total_price)
    except LookupError:
        return None
