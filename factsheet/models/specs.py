"""Model names: `PROVIDER/NAME`, with presets for the usual servers.

A preset is a base URL, the environment variable with its key, and what the server is called in messages. The
addresses are the defaults that each server's own documentation gives.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from factsheet.errors import NoModelError, UsageError
from factsheet.models import BUILT_IN
from factsheet.models.keys import APIS, host_of, key_for

if TYPE_CHECKING:
    from collections.abc import Mapping

CUSTOM = "endpoint"
"""The provider of a model behind a base URL that the user gives."""


WAYS = """\
  -m openai/NAME          OpenAI's API, with the key in OPENAI_API_KEY
  -m ollama/NAME          a model on this machine
  -m NAME --base-url URL  any endpoint that speaks Chat Completions
  --replay DIR            recorded answers"""
"""The ways to a language model, for messages."""

_BUILT_IN_NAMES = (BUILT_IN, "built-in", "builtin", "none", "offline")
"""What people may call the built-in model."""

_OFFLINE = "  -m extractive           the built-in model, offline"


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of server. `key_variable` is None where no key is needed; whom a key goes to is `keys`.

    `keeps_to_schemas` is True where the maker documents that a strict schema is kept to: then that need not be
    found out.
    """

    base_url: str | None
    key_variable: str | None
    local: bool = True
    keeps_to_schemas: bool = False


PRESETS: Mapping[str, Preset] = {
    "openai": Preset(*APIS["openai"], local=False, keeps_to_schemas=True),
    "ollama": Preset("http://127.0.0.1:11434/v1", None),
    "vllm": Preset("http://127.0.0.1:8000/v1", None),
    "llamacpp": Preset("http://127.0.0.1:8080/v1", None),
    "lmstudio": Preset("http://127.0.0.1:1234/v1", None),
    "litellm": Preset("http://127.0.0.1:4000/v1", "LITELLM_API_KEY"),
    CUSTOM: Preset(None, None, local=False),
}


@dataclass(frozen=True, slots=True)
class Spec:
    """A model as it was asked for: `provider/name`, where it is, and its key (never printed)."""

    provider: str
    name: str
    base_url: str
    api_key: str | None
    keeps_to_schemas: bool = False
    others: tuple[Spec, ...] = ()
    """Other servers of the same model, which share its calls. Answers of all are kept under the first address."""

    @property
    def host(self) -> str:
        """Who is asked: the host, with its port where the address has one; of several servers all."""
        return ", ".join(host_of(each.base_url) for each in (self, *self.others))

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        host = urlsplit(self.base_url).hostname or ""
        return host in {"localhost", "::1"} or host.startswith("127.")

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


_ALSO = {"llama.cpp": "llamacpp"}
"""Other names of providers."""


def full_name(text: str) -> str:
    """`text` as PROVIDER/NAME: a name without a known provider belongs to `endpoint`."""
    text = _by_first_name(text)
    if text == BUILT_IN:
        return text
    provider, slash, name = text.partition("/")
    return text if slash and name and provider in PRESETS else f"{CUSTOM}/{text}"


def _by_first_name(text: str) -> str:
    """`text` with the name that a provider has here."""
    provider, slash, name = text.partition("/")
    return f"{_ALSO.get(provider, provider)}{slash}{name}"


def parse_spec(
    text: str, *, base_url: str | None, environment: Mapping[str, str], endpoints: Mapping[str, str] | None = None
) -> Spec:
    """Resolve PROVIDER/NAME, or a bare NAME with a base URL; `endpoints` are the variables with keys by host.

    A base URL may be several, with spaces between: those are servers of one model.

    Raises:
        UsageError: the spec has no name, or names no endpoint, or nobody has said which key is for its host.
        NoModelError: the endpoint needs a key and there is none; says the ways to go on.
    """
    provider, _, name = full_name(text).partition("/")
    if not name:
        raise UsageError(f"model {text!r} has no name; give PROVIDER/NAME, such as ollama/NAME")
    keeps_to_schemas = PRESETS[provider].keeps_to_schemas and base_url is None
    try:
        first, *others = (
            Spec(provider, name, address, _key(provider, address, endpoints or {}, environment), keeps_to_schemas)
            for address in dict.fromkeys(str(base_url_of(text, base_url)).split() or [""])
        )
    except NoModelError as error:
        if provider != "openai":
            raise
        raise NoModelError(f"{error}; or go on without one:\n{WAYS}\n{_OFFLINE}") from None
    return replace(first, others=tuple(others))


def base_url_of(text: str, base_url: str | None) -> str:
    """The address at which PROVIDER/NAME is asked, where `base_url` is what the user gives.

    Raises:
        UsageError: there is none.
    """
    return base_url or PRESETS[full_name(text).partition("/")[0]].base_url or _nowhere(text)


def _key(provider: str, address: str, endpoints: Mapping[str, str], environment: Mapping[str, str]) -> str | None:
    """The key that goes to an address; the servers of presets that need none may be anywhere."""
    variable = PRESETS[provider].key_variable
    if PRESETS[provider].local:
        variable = variable or ""
    return key_for(address, None if provider == "openai" else variable, endpoints, environment)


def _nowhere(text: str) -> str:
    """Say what to write for a model that names no endpoint.

    Raises:
        UsageError: always.
    """
    text = _by_first_name(text.removeprefix(f"{CUSTOM}/"))
    provider, slash, name = text.partition("/")
    if provider in PRESETS:
        raise UsageError(f"model {text!r} has no name: write {provider}/NAME")
    before, colon, after = text.partition(":")
    if colon and before in PRESETS:
        raise UsageError(f"model {text!r}: write {before}/{after or 'NAME'}")
    if not slash and difflib.get_close_matches(text.lower(), _BUILT_IN_NAMES, n=1, cutoff=0.8):
        raise UsageError(f"model {text!r}: the built-in model is {BUILT_IN!r}")
    if not slash:
        raise UsageError(
            f"model {text!r} names no provider: write openai/{text} for OpenAI's API or ollama/{text} for a model on "
            "this machine, or give its address with --base-url"
        )
    if provider in APIS:
        url, variable = APIS[provider]
        raise UsageError(f"model {text!r}: write -m {name} --base-url {url}, with the key in {variable}")
    known = sorted(PRESETS.keys() - {CUSTOM})
    near = difflib.get_close_matches(provider, known, n=1)
    meant = f"did you mean {near[0]}/{name}? " if near else ""
    raise UsageError(
        f"model {text!r}: {meant}unknown provider {provider!r}; the providers are {', '.join(known)}; for any other "
        "endpoint give --base-url"
    )
