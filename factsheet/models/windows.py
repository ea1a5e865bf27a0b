"""How many tokens a model's context holds, by the beginning of its name.

A short table of families whose makers publish the figure, taken at the smallest member of each; everything
else gets the default, which a user raises with `--chunk-tokens`. A local server is often started with less
than its model allows, so local providers get the default as well.
"""

from __future__ import annotations

DEFAULT_WINDOW = 8_192
"""Tokens: what every model in use today takes, and what local servers are commonly started with."""

_WINDOWS = {
    "openai/gpt-4o": 128_000,
    "openai/gpt-4.1": 1_000_000,
    "openai/gpt-5": 272_000,
    "openai/o3": 200_000,
    "openai/o4": 200_000,
}
"""Input tokens as published in OpenAI's model documentation (read in 2025)."""


def window(spec: str) -> int:
    """The context window, in tokens, of the model with this `PROVIDER/NAME`."""
    found = max((name for name in _WINDOWS if spec.startswith(name)), key=len, default=None)
    return _WINDOWS[found] if found else DEFAULT_WINDOW
