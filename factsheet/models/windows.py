"""Context windows of models in tokens, by the start of their names.

What a server says of itself counts most (`asked`). A short table has families whose makers publish the figure, taken
at the smallest member of each; everything else gets the default, which a user raises with `--chunk-tokens`. A local
server is often started with less than its model allows, so local providers get the default as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.models import BUILT_IN

if TYPE_CHECKING:
    from factsheet.models import Footing

DEFAULT_WINDOW = 8_192
"""Tokens: what every model in use today takes, and what local servers are commonly started with."""

LARGEST_PART = 30_000
"""Tokens of article in one request, whatever the window: the answers of today's models end at 16,000 tokens or
earlier, and one about so much can be as long (`pipeline.answer_length`)."""

_WINDOWS = {
    BUILT_IN: 2_000_000,
    "openai/gpt-4o": 128_000,
    "openai/gpt-4.1": 1_000_000,
    "openai/gpt-5": 272_000,
    "openai/o3": 200_000,
    "openai/o4": 200_000,
}
"""Input tokens as published in OpenAI's model documentation (read in 2025); the built-in model has no window."""


def window(spec: str, footing: Footing | None = None) -> int:
    """The context window of `PROVIDER/NAME` in tokens; what its server reports counts first."""
    if footing is not None and footing.window is not None:
        return footing.window
    found = max((name for name in _WINDOWS if spec.startswith(name)), key=len, default=None)
    return _WINDOWS[found] if found else DEFAULT_WINDOW


def largest_part(spec: str) -> int:
    """The most tokens of article that one request should have; the built-in model writes no answer to be cut."""
    return 1_000_000 if spec == BUILT_IN else LARGEST_PART
