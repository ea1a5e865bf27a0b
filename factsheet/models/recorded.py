"""Recorded completions: one JSON file per request, named by its key.

A recording holds the request, the completion and how it was made, laid out to be read in a diff. It holds
no header and no key of an account. A request that was never recorded is not answered with another: the
error says which part of it differs from the nearest recording.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.errors import MissingRecordingError, RecordingError, UsageError
from factsheet.files import write_whole
from factsheet.models import Wrapper
from factsheet.records import Completion, Request, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factsheet.models import Model
    from factsheet.records import Json

_BOUNDARY = re.compile(r"\b([0-9a-f]{12})$")
"""The end of the lines that data are between in a prompt; `prompting` says how the code is made."""

_SHOWN = 60
"""Characters of a changed line that a message shows."""

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
            RecordingError: the recording cannot be read.
        """
        path = recording_path(self._folder, request)
        if not path.is_file():
            raise MissingRecordingError(_what_differs(self._folder, request))
        completion = read_recording(path)["completion"]
        try:
            used = completion["usage"]
            return Completion(
                text="\n".join(completion["text"]),
                finish=completion["finish"],
                usage=Usage(used["prompt_tokens"], used["cached_tokens"], used["completion_tokens"], 0, 0.0),
                model=completion["model"],
                how="recorded",
            )
        except (KeyError, TypeError) as error:
            raise RecordingError(f"{path}: not a recording: {error!r} in its completion") from error


class Recording(Wrapper):
    """A model whose completions are kept in a folder; `how` says in each recording how it was made."""

    def __init__(self, model: Model, folder: Path, how: str) -> None:
        super().__init__(model)
        self._folder = folder
        self._how = how

    async def complete(self, request: Request) -> Completion:
        """Ask the wrapped model, and write the answer atomically.

        Raises:
            ModelError: the model inside failed; nothing is written.
            UsageError: the folder cannot be written.
        """
        completion = await self._model.complete(request)
        path = recording_path(self._folder, request)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
        write_whole(path, [recording_of(request, completion, self._how)])
        return completion


def recording_path(folder: Path, request: Request) -> Path:
    """The path of a request's recording."""
    return folder / f"{request.key[:_NAME_LENGTH]}.json"


def read_recording(path: Path) -> dict[str, Json]:
    """One recording.

    Raises:
        RecordingError: the file is not one.
    """
    try:
        recording: dict[str, Json] = json.loads(path.read_text(encoding="utf-8"))
        _ = recording["request"], recording["completion"]["usage"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: not a recording: {error}") from error
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
        raise UsageError(f"{folder}: no such folder of recordings")
    yield from sorted(folder.glob("*.json"))


def recorded_model(folder: Path) -> str | None:
    """The name of the model whose answers a folder holds; None where it holds several models' or nothing.

    The second question may have gone to another model, so that its answers count only where there are no others.
    """
    named = [found for path in recordings(folder) if (found := _model_in(path))]
    names = {name for name, purpose in named if purpose != "verify"} or {name for name, _ in named}
    return names.pop() if len(names) == 1 else None


# Where `recording_of` writes the purpose of a request and the name of the model.
_MODEL = re.compile(rb'"purpose": "(\w+)",\s*"request": \{\s*"model": ("(?:[^"\\]|\\.)*")')
_HEAD = 2000
"""Bytes at the beginning of a recording that have the model's name, as `recording_of` writes it."""


def _model_in(path: Path) -> tuple[str, str] | None:
    """The model of a recording and what it was asked for, from its first lines: there may be many, and long answers.

    None where the file is no recording: whoever needs its answer is told.
    """
    try:
        with path.open("rb") as file:
            head = _MODEL.search(file.read(_HEAD))
    except OSError:
        head = None
    if head:
        return str(json.loads(head[2])), head[1].decode()
    try:
        recording = read_recording(path)
        return str(recording["request"]["model"]), str(recording.get("purpose"))
    except (RecordingError, KeyError, TypeError):
        return None


def _what_differs(folder: Path, request: Request) -> str:
    """Why a request has no recording, told against the recording that is most like it."""
    compared = filter(None, (_Unlike.of(path, request) for path in recordings(folder)))
    nearest = min(compared, key=_Unlike.distance, default=None)
    if nearest is None:
        return f"{folder}: no recordings in it; record with --record {folder} -m MODEL"
    return (
        f"{folder}: this request was never recorded; the nearest recording, {nearest.path.name}, has "
        f"{_and(nearest.parts or ['a different key'])}. Record it with --record {folder}, "
        "name a model with -m, or leave out --replay for the built-in one"
    )


@dataclass(frozen=True, slots=True)
class _Unlike:
    """A recording with the parts in which it differs from a request, and how many words only one of them has."""

    path: Path
    parts: list[str]
    words: int

    @classmethod
    def of(cls, path: Path, request: Request) -> _Unlike | None:
        """Of one file; None where that is no recording."""
        ours = {word for message in request.messages for word in message.content.split()}
        try:
            recorded = read_recording(path)["request"]
            theirs = {word for message in recorded["messages"] for line in message["content"] for word in line.split()}
            return cls(path, list(_differing(recorded, request.content)), len(ours ^ theirs))
        except (RecordingError, KeyError, TypeError, AttributeError):
            return None

    def distance(self) -> tuple[int, int]:
        return len(self.parts), self.words


def _differing(recorded: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    """The parts in which a recorded request differs from the one that is wanted."""
    if recorded["model"] != wanted["model"]:
        yield f"another model ({recorded['model']}, not {wanted['model']})"
    if (recorded["schema_name"], recorded["schema"]) != (wanted["schema_name"], wanted["schema"]):
        yield "another schema"
    if (recorded["max_tokens"], recorded["temperature"]) != (wanted["max_tokens"], wanted["temperature"]):
        yield "another limit or temperature"
    theirs = [(m["role"], m["content"]) for m in recorded["messages"]]
    ours = [(m["role"], m["content"].split("\n")) for m in wanted["messages"]]
    if len(theirs) != len(ours):
        yield f"{len(theirs)} messages, not {len(ours)}"
    for (role, old), (_, new) in zip(theirs, ours, strict=False):
        old_prompt, old_data = _parts(old)
        new_prompt, new_data = _parts(new)
        if old_prompt != new_prompt:
            yield f"another prompt ({role} message, {_first_change(old_prompt, new_prompt)})"
        if old_data != new_data:
            yield f"another article text ({_first_change(old_data, new_data)})"


def _parts(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a prompt and those of the data in it: what is between two lines with the same code."""
    prompt: list[str] = []
    data: list[str] = []
    code = None
    for line in lines:
        if (found := _BOUNDARY.search(line)) and code in (None, found[1]):
            code = None if code else found[1]
            prompt.append(_BOUNDARY.sub("CODE", line))
            continue
        (prompt if code is None else data).append(line)
    return prompt, data


def _first_change(old: list[str], new: list[str]) -> str:
    """Where two texts part, as the recorded words and those of now."""
    line = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    was, now = (text[line] if line < len(text) else "" for text in (old, new))
    same = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    start = max(0, same - _SHOWN // 3)
    return f"line {line + 1}: “{_short(was[start:])}”, now “{_short(now[start:])}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _and(parts: list[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]
