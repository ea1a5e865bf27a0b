"""What servers report about a model's context window: the tokens of a prompt and its answer together.

Chat Completions has no question for it, so that each kind of server is asked in its own way. A server that does not
answer, or says nothing that makes sense, leaves the window unknown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.specs import Spec

_LEAST, _MOST = 256, 20_000_000
"""Tokens that a window may have: anything else is a mistake."""

_OF_MODELS = ("max_model_len", "loaded_context_length", "context_window", "context_length", "max_context_length")
"""What a list of models calls the window of one: vLLM and SGLang, LM Studio, Groq, OpenRouter and Together, Mistral."""

_OLLAMA_STARTS_WITH = 4_096
"""What Ollama gives a model that says nothing else, on small machines (its FAQ, "context window size")."""

_NUM_CTX = re.compile(r"^num_ctx\s+(\d+)", re.MULTILINE)


class Look(Protocol):
    """What asks for the JSON at a path below the address of a server, and gives None where there is none."""

    async def __call__(self, path: str, body: Any = None, /) -> Any:
        """The JSON; with a body, of a POST. A path that begins with `/` is one of the host."""
        ...


async def window_of(spec: Spec, look: Look) -> int | None:
    """The window of a model, as its server says it."""
    if spec.provider == "openai":
        return None  # it says nothing of windows, and `windows` has its table
    if spec.provider == "ollama":
        return await _ollama(spec.name, look)
    if spec.provider == "litellm":
        return _sensible(_litellm(await look("/model/info"), spec.name))
    if spec.provider == "lmstudio" and (found := _listed(await look("/api/v0/models"), spec.name)):
        return found
    listed = await look("models")
    if found := _listed(listed, spec.name):
        return found
    # Older servers of llama.cpp say it in one place only.
    is_of_llamacpp = any(one.get("owned_by") == "llamacpp" for one in _rows(listed))
    return _of_props(await look("/props")) if is_of_llamacpp or spec.provider == "llamacpp" else None


def _listed(listed: Any, name: str) -> int | None:
    """The window of a model in a list of models; where there is only one, that is the one, whatever it is called."""
    rows = list(_rows(listed))
    for row in [one for one in rows if one.get("id") == name] or rows[: len(rows) == 1]:
        meta = row.get("meta")
        said = [row.get(key) for key in _OF_MODELS] + [meta.get("n_ctx") if isinstance(meta, dict) else None]
        return next((window for window in map(_sensible, said) if window), None)
    return None


def _of_props(props: Any) -> int | None:
    """What llama.cpp gives each of the calls that it serves at once."""
    settings = props.get("default_generation_settings") if isinstance(props, dict) else None
    return _sensible(settings.get("n_ctx")) if isinstance(settings, dict) else None


async def _ollama(name: str, look: Look) -> int | None:
    """What a model has that is loaded; else what its file asks for, or what Ollama gives it."""
    for row in _rows(await look("/api/ps"), "models"):
        if name in {row.get("name"), row.get("model"), str(row.get("name")).removesuffix(":latest")}:
            return _sensible(row.get("context_length"))
    shown = await look("/api/show", {"model": name})
    if not isinstance(shown, dict):
        return None
    if told := _NUM_CTX.search(str(shown.get("parameters") or "")):
        return _sensible(int(told[1][:9]))
    info = shown.get("model_info")
    most = [value for key, value in info.items() if key.endswith(".context_length")] if isinstance(info, dict) else []
    return min(_OLLAMA_STARTS_WITH, *filter(None, map(_sensible, most)), _OLLAMA_STARTS_WITH)


def _litellm(listed: Any, name: str) -> Any:
    for row in _rows(listed):
        info = row.get("model_info")
        if row.get("model_name") == name and isinstance(info, dict):
            return info.get("max_input_tokens") or info.get("max_tokens")
    return None


def _rows(listed: Any, key: str = "data") -> Iterator[dict[str, Any]]:
    """The objects in a list that is under a key."""
    rows = listed.get(key) if isinstance(listed, dict) else None
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _sensible(value: Any) -> int | None:
    """A number of tokens that a window can have; None for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and _LEAST <= value <= _MOST else None
