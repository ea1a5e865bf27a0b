"""Which key goes where: a key is sent only to its own host.

The hosts of the large providers are known with the environment variable that their own documentation names; others are
named by the user, in `[endpoints]` of the settings. A server on this machine or in this network may go without.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from factsheet.errors import NoModelError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

APIS: Mapping[str, tuple[str, str]] = {
    "anthropic": ("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
    "deepseek": ("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    "gemini": ("https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
    "groq": ("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    "mistral": ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "openai": ("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "openrouter": ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "together": ("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    "xai": ("https://api.x.ai/v1", "XAI_API_KEY"),
}
"""Where the large providers speak Chat Completions, and the variable with the key, by their documentation."""

_BY_HOST = {urlsplit(url).hostname: variable for url, variable in APIS.values()}

_NEAR = (".local", ".lan", ".internal", ".home.arpa", ".localhost")
"""How names in a private network end (RFC 6762, RFC 8375, ICANN's .internal)."""


def host_of(url: str) -> str:
    """The host of an address, with its port where it names one: what a key is for.

    Raises:
        UsageError: it is no web address.
    """
    parts = _parts(url)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{name}:{parts.port}" if parts.port else name


def key_for(url: str, variable: str | None, endpoints: Mapping[str, str], environment: Mapping[str, str]) -> str | None:
    """The key for the server at `url`; None where it needs none.

    `endpoints` has the user's variables by host, `variable` is that of a proxy of the user's own, used where nothing
    else is known.

    Raises:
        UsageError: nobody has said which key is for this host.
        NoModelError: that key is not set.
    """
    parts, host = _parts(url), host_of(url)
    named = endpoints.get(host, endpoints.get(parts.hostname or "", _BY_HOST.get(parts.hostname)))
    if named is None:
        if variable is None and not _may_go_without(parts):
            raise UsageError(
                f'no key is configured for {host}: add [endpoints] with {host!r} = "VARIABLE" to your settings, the '
                'environment variable with its key, or "" if it needs none'
            )
        return environment.get(variable or "", "").strip() or None
    key = environment.get(named, "").strip() or None
    if named and key is None:
        raise NoModelError(f"the key for {host} is missing: set {named}")
    return key


def _may_go_without(parts: SplitResult) -> bool:
    """Whether a server is on this machine or in a private network, or its address has a way in already."""
    name = parts.hostname or ""
    if parts.username or parts.query:
        return True
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return "." not in name or name.endswith(_NEAR)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_plain = all(char.isprintable() and not char.isspace() for char in url)
        if parts.scheme in {"http", "https"} and parts.hostname and is_plain:
            _ = parts.port
            return parts
    except (ValueError, AttributeError, TypeError):
        url = str(url)
    shown = _without_secrets(url)
    hint = "" if "://" in url or not url else f"; write http://{shown} or https://{shown}"
    raise UsageError(f"base URL {shown!r} is not an http or https address{hint}")


def _without_secrets(url: str) -> str:
    """An address, whatever it is, without a name, password or query."""
    scheme, mark, rest = url.partition("://") if "://" in url else ("", "", url)
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}".partition("?")[0]
