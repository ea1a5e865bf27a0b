"""Recorded completions: one JSON file a request, named by its key.

A recording holds the request, the completion and how it was made, laid out to be read in a diff. It holds
no header and no key of an account. A request that was never recorded is not answered with another: the
error says which part of it differs from the nearest recording.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factsheet.errors import MissingRecordingError, UsageError
from factsheet.records import Completion, Request, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factsheet.records import Json

_NAME_LENGTH = 24
"""Hexadecimal digits of the key in a file's name: enough to be unique, short enough to read."""


class Recorded:
    """Answers from a folder of recordings. Usage keeps the recorded tokens; no request is counted."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    @property
    def name(self) -> str:
        """The model's name in requests."""
        return self._name

    async def complete(self, request: Request) -> Completion:
        """Answer from the recording of this very request.

        Raises:
            MissingRecordingError: there is none; says what differs from the nearest one.
            UsageError: the recording cannot be read.
        """
        path = recording_path(self._folder, request)
        if not path.is_file():
            raise MissingRecordingError(_what_differs(self._folder, request))
        completion = read_recording(path)["completion"]
        used = completion["usage"]
        return Completion(
            text="\n".join(completion["text"]),
            finish=completion["finish"],
            usage=Usage(used["prompt_tokens"], used["cached_tokens"], used["completion_tokens"], 0, 0.0),
            model=completion["model"],
            how="recorded",
        )


def recording_path(folder: Path, request: Request) -> Path:
    """Where the recording of a request is."""
    return folder / f"{request.key[:_NAME_LENGTH]}.json"


def read_recording(path: Path) -> dict[str, Json]:
    """One recording.

    Raises:
        UsageError: the file is not one.
    """
    try:
        recording: dict[str, Json] = json.loads(path.read_text(encoding="utf-8"))
        _ = recording["request"], recording["completion"]["usage"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: not a recording: {error}") from error
    return recording


def recording_of(request: Request, completion: Completion, how: str) -> str:
    """A recording as text. Messages and the answer are lists of lines, so that a diff shows what changed."""
    content = request.content
    messages = [{**m, "content": m["content"].split("\n")} for m in content["messages"]]
    usage = completion.usage
    document = {
        "key": request.key,
        "how": how,
        "purpose": request.purpose,
        "request": {**content, "messages": messages},
        "completion": {
            "model": completion.model,
            "finish": completion.finish,
            "usage": {
                "prompt_tokens": usage.prompt_tokens,
                "cached_tokens": usage.cached_tokens,
                "completion_tokens": usage.completion_tokens,
            },
            "text": completion.text.split("\n"),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def recordings(folder: Path) -> Iterator[Path]:
    """The files of the recordings in a folder.

    Raises:
        UsageError: there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no folder of recordings")
    yield from sorted(folder.glob("*.json"))


def recorded_model(folder: Path) -> str | None:
    """The name of the model whose answers a folder holds; None where it holds several models' or nothing."""
    names = {read_recording(path)["request"]["model"] for path in recordings(folder)}
    return names.pop() if len(names) == 1 else None


def _what_differs(folder: Path, request: Request) -> str:
    """Why a request has no recording, told against the recording that is most like it."""
    wanted = request.content
    nearest: tuple[int, list[str]] | None = None
    for path in recordings(folder):
        differing = _differing(read_recording(path)["request"], wanted)
        if nearest is None or len(differing) < nearest[0]:
            nearest = (len(differing), differing)
    if nearest is None:
        return f"{folder}: there is no recording in it; record with --record {folder} -m MODEL"
    return (
        f"{folder}: this request was never recorded; in the nearest recording {_and(nearest[1])} "
        f"differ{'s' if len(nearest[1]) == 1 else ''}. Record it with --record {folder}, "
        "name a model with -m, or leave out --replay for the built-in one"
    )


def _differing(recorded: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    parts = []
    if recorded["model"] != wanted["model"]:
        parts.append(f"the model ({recorded['model']}, not {wanted['model']})")
    if recorded["schema"] != wanted["schema"]:
        parts.append("the schema")
    if (recorded["max_tokens"], recorded["temperature"]) != (wanted["max_tokens"], wanted["temperature"]):
        parts.append("a limit or the temperature")
    for index, name in ((0, "the prompt (system message)"), (1, "the article's text or its prompt")):
        theirs = recorded["messages"][index : index + 1]
        ours = wanted["messages"][index : index + 1]
        if [m["content"] for m in theirs] != [m["content"].split("\n") for m in ours]:
            parts.append(name)
    if len(recorded["messages"]) != len(wanted["messages"]):
        parts.append("the number of messages")
    return parts or ["nothing that can be named"]


def _and(parts: list[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]
