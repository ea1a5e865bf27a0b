"""A streamed answer (server-sent events): what has arrived, and whether it repeats itself.

The format is that of Chat Completions with `stream`: an event a line, `data: ` and a JSON object, `data: [DONE]` last
(https://html.spec.whatwg.org/multipage/server-sent-events.html, 9.2.6).
"""

from __future__ import annotations

import json
from typing import Any

_DONE = "[DONE]"
_LOOKED_AFTER = 2_000
"""Characters of answer after which it is looked at for a loop, again and again."""
_PERIODS, _PERIODS_LONG = 12, 4
"""How often the same stretch is at the end of an answer that goes round in circles, and how often one as long as an
entry does; a list of entries repeats its keys, and never its words."""
_LONG = 300
"""Characters of a stretch that is a whole entry."""
_LONGEST_PERIOD = 2_000
"""Characters of an entry whose fields and evidence all repeat a long sentence."""
_SHORTEST_LOOP = 1_500
"""Characters that go round in circles at the least: a row of dashes is no loop."""


class Streamed:
    """The answer so far."""

    def __init__(self) -> None:
        self._rest = b""
        self._content: list[str] = []
        self._refusal: list[str] = []
        self._length = 0
        self._look_at = _LOOKED_AFTER
        self._reply: dict[str, Any] = {}
        self._finish: Any = None
        self.is_whole = False
        self.loops = False

    def add(self, data: bytes) -> bool:
        """Take in some bytes; returns whether there was any event in them."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        any_event = False
        for line in lines:
            if line.startswith(b"data:"):
                self._event(line[5:].strip().decode("utf-8", "replace"))
                any_event = True
        if self._length >= self._look_at:
            self._look_at = self._length + _LOOKED_AFTER
            self.loops = goes_round("".join(self._content)[-_PERIODS_LONG * _LONGEST_PERIOD :])
        return any_event

    def _event(self, text: str) -> None:
        if text == _DONE:
            self.is_whole = True
            return
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not isinstance(event, dict):
            return
        for name in ("usage", "error", "model"):
            if event.get(name):
                self._reply[name] = event[name]
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if isinstance(choice, dict):
            self._choice(choice)

    def _choice(self, choice: dict[str, Any]) -> None:
        delta = choice.get("delta") or choice.get("message")
        if isinstance(delta, dict):
            for name, kept in (("content", self._content), ("refusal", self._refusal)):
                if isinstance(delta.get(name), str):
                    kept.append(delta[name])
                    self._length += len(delta[name])
        if choice.get("finish_reason"):
            self._finish, self.is_whole = choice["finish_reason"], True

    def reply(self) -> dict[str, Any]:
        """The reply as if it had not been streamed."""
        finish = "length" if self.loops else self._finish
        message = {"content": "".join(self._content), "refusal": "".join(self._refusal) or None}
        return {**self._reply, "choices": [{"message": message, "finish_reason": finish}]}


def goes_round(text: str) -> bool:
    """Whether the end of a text repeats one stretch.

    >>> goes_round("a" * 10_000), goes_round("abc" * 600), goes_round("abc" * 100)
    (True, True, False)
    """
    for period in range(1, _LONGEST_PERIOD + 1):
        size = max((_PERIODS if period < _LONG else _PERIODS_LONG) * period, _SHORTEST_LOOP)
        end = text[-size:]
        if len(end) == size and end[period:] == end[:-period]:
            return True
    return False
