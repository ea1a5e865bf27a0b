"""Model names: `PROVIDER/NAME`, with presets for the usual servers.

A preset is a base URL, the environment variable with its key, and what the server is called in messages. The
addresses are the defaults that each server's own documentation gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from factsheet.errors import NoModelError, UsageError
from factsheet.models import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

CUSTOM = "endpoint"
"""The provider of a model behind a base URL of one's own."""


WAYS = """\
  -m openai/NAME          OpenAI's API, with the key in OPENAI_API_KEY
  -m ollama/NAME          a model on this machine
  -m NAME --base-url URL  any endpoint that speaks Chat Completions
  --replay DIR            recorded answers"""
"""The ways to a language model, for messages."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of server. `key_variable` is None where no key is needed.

    `keeps_to_schemas` is True where the maker documents that a strict schema is kept to: then that need not be
    found out.
    """

    base_url: str | None
    key_variable: str | None
    local: bool = True
    keeps_to_schemas: bool = False


PRESETS: Mapping[str, Preset] = {
    "openai": Preset("https://api.openai.com/v1", "OPENAI_API_KEY", local=False, keeps_to_schemas=True),
    "ollama": Preset("http://127.0.0.1:11434/v1", None),
    "vllm": Preset("http://127.0.0.1:8000/v1", None),
    "llamacpp": Preset("http://127.0.0.1:8080/v1", None),
    "lmstudio": Preset("http://127.0.0.1:1234/v1", None),
    "litellm": Preset("http://127.0.0.1:4000/v1", "LITELLM_API_KEY"),
    CUSTOM: Preset(None, "OPENAI_API_KEY", local=False),
}


@dataclass(frozen=True, slots=True)
class Spec:
    """A model as it was asked for: `provider/name`, where it is, and its key (never printed)."""

    provider: str
    name: str
    base_url: str
    api_key: str | None
    keeps_to_schemas: bool = False

    @property
    def address(self) -> str:
        """The base URL for messages and caches: without a name, password or query, which may be secrets."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def __str__(self) -> str:
        """The spec as requests carry it."""
        return f"{self.provider}/{self.name}"

    def __repr__(self) -> str:
        """Everything but the key."""
        return f"Spec({self}, {self.address})"


def full_name(text: str) -> str:
    """`text` as PROVIDER/NAME: a name without a known provider belongs to `endpoint`."""
    if text == BUILT_IN:
        return text
    provider, slash, name = text.partition("/")
    return text if slash and name and provider in PRESETS else f"{CUSTOM}/{text}"


def parse_spec(text: str, *, base_url: str | None, environment: Mapping[str, str]) -> Spec:
    """Resolve PROVIDER/NAME, or a bare NAME with a base URL.

    Raises:
        UsageError: the spec has no name, or names no endpoint.
        NoModelError: the endpoint needs a key and there is none; says the ways to go on.
    """
    provider, _, name = full_name(text).partition("/")
    if not name:
        raise UsageError(f"model {text!r} has no name; give PROVIDER/NAME, such as ollama/NAME")
    preset = PRESETS[provider]
    address = _address(text, base_url or preset.base_url)
    key = environment.get(preset.key_variable or "", "").strip() or None
    if key is None and provider == "openai" and base_url is None:
        raise NoModelError(
            f"model {text!r} needs a key: set OPENAI_API_KEY; or go on without one:\n{WAYS}\n"
            "  -m extractive           the built-in model, offline"
        )
    return Spec(provider, name, address, key, preset.keeps_to_schemas and base_url is None)


def _address(text: str, address: str | None) -> str:
    """The address at which the model `text` is asked; raises UsageError where there is none, or no web address."""
    if address is None:
        known = ", ".join(sorted(PRESETS.keys() - {CUSTOM}))
        raise UsageError(f"model {text!r}: no endpoint; give --base-url, or PROVIDER/NAME with a provider of {known}")
    if not address.startswith(("http://", "https://")):
        raise UsageError(f"base URL {address!r} is no http or https address")
    return address
