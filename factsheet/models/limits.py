"""The maximum tokens of one request, for the limits on cost and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.models import tokens
from factsheet.records import Usage

if TYPE_CHECKING:
    from factsheet.records import Request

LONGEST_ANSWER = 16_000
"""Tokens that an answer is assumed to have at most where the request sets no limit."""


def most(request: Request) -> Usage:
    """The maximum usage of a request."""
    prompt = sum(tokens.at_most(message.content) for message in request.messages) + tokens.at_most(str(request.schema))
    return Usage(prompt, 0, request.max_tokens or LONGEST_ANSWER, 1)


_OTHERS = 1.1
"""How many more tokens than `o200k_base` other vocabularies take for the same text, at most and about."""


def prompt_at_most(request: Request, window: int) -> int:
    """The tokens of a prompt, rather too many; they are counted only where a window of so many has no room to spare."""
    text = "".join(message.content for message in request.messages)
    roughly = tokens.roughly_at_most(text)
    return roughly if roughly + LONGEST_ANSWER <= window else int(tokens.count(text) * _OTHERS)
