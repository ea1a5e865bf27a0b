"""Finds the JSON object in a model's answer, despite prose around it and missing parts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import accumulate
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factsheet.records import Json

_MAX_STARTS = 20
"""Braces in the prose around an answer that are tried as its beginning."""

_HALF = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""Half a surrogate pair, escaped: it is no character, and no file and no server takes it."""

_CLOSERS = str.maketrans("{[", "}]")

_MAX_DEPTH = 60
"""Nesting that an answer may have. A sheet needs five levels; the parser recurses."""

_TOO_DEEP = "nesting too deep to be a sheet"


def parse(text: str) -> tuple[Json, tuple[str, ...]]:
    """The JSON value in an answer, or None, and what was repaired to parse it.

    The first object that holds anything counts: braces in the prose or the thoughts before it are passed over.
    """
    body = text.strip().removeprefix("\ufeff")
    if "\\u" in body:
        body = _HALF.sub(r"\1\\ufffd", body)
    start, found = body.find("{"), None
    for _ in range(_MAX_STARTS):
        if start < 0:
            break
        value, repairs, end = _parse_at(body, start)
        if value:
            return value, repairs
        if found is None or (value is not None and found[0] is None):
            found = (value, repairs)
        start = body.find("{", end)
    return found or (None, ())


def _parse_at(body: str, start: int) -> tuple[Json, tuple[str, ...], int]:
    """The value that begins at `start`, or None; its repairs; and where to look on if it is none."""
    repairs = ["a code fence or prose around it"] if start > 0 else []
    try:
        value, end = _DECODER.raw_decode(body, start)
    except (ValueError, RecursionError):
        return _mended(body, start, repairs)
    if _depth(body[start:end]) > _MAX_DEPTH:
        return None, (_TOO_DEEP,), len(body)
    if start == 0 and body[end:].strip():
        repairs.append("prose after it")
    return value, tuple(repairs), end


def _mended(body: str, start: int, repairs: list[str]) -> tuple[Json, tuple[str, ...], int]:
    """The same of a value that is not JSON as it stands."""
    scan = _scan(body, start)
    if scan.depth > _MAX_DEPTH:
        return None, (_TOO_DEEP,), len(body)
    if scan.end is None:
        repairs.append("no end")
        whole, end = body[start : scan.cut] + scan.closers, start + 1
    else:
        if body[scan.end :].strip() and start == 0:
            repairs.append("prose after it")
        whole, end = body[start : scan.end], scan.end
    for attempt, repair in ((whole, None), (_without_trailing_commas(whole), "a trailing comma")):
        try:
            value = _DECODER.decode(attempt)
        except (ValueError, RecursionError):
            continue
        return value, (*repairs, repair) if repair else tuple(repairs), end
    return None, tuple(repairs), end


def _depth(text: str) -> int:
    """How deep the lists and objects of a JSON text are nested."""
    return max(accumulate(1 if mark in "{[" else -1 for mark in _BESIDE_BRACKETS.sub("", text)))


@dataclass(frozen=True, slots=True)
class _Scan:
    """One pass over the brackets of a JSON text.

    `end` is where the outermost value ends, or None; `cut` is where the last whole list or object inside it
    ended, and `closers` the brackets that are missing there.
    """

    end: int | None
    cut: int
    closers: str
    depth: int


_STRUCTURE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}\[\]]', re.DOTALL)
_BESIDE_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[^{}\[\]"]+', re.DOTALL)


def _scan(body: str, start: int) -> _Scan:
    stack: list[str] = []
    cut, open_, depth = start + 1, "{", 0
    for token in _STRUCTURE.finditer(body, start):
        mark = token.group()
        if mark in "{[":
            stack.append(mark)
            depth = max(depth, len(stack))
        elif mark in "}]" and stack:
            stack.pop()
            if not stack:
                return _Scan(token.end(), token.end(), "", depth)
            cut, open_ = token.end(), "".join(stack)
    return _Scan(None, cut, open_[::-1].translate(_CLOSERS), depth)


_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)


def _without_trailing_commas(body: str) -> str:
    return _TRAILING_COMMA.sub(lambda match: match.group(1) or "", body)


_LONGEST_NUMBER = 300
"""Digits of a number: Python reads no more than 4,300 of them, and a float overflows at 309."""


def _no_constant(_name: str) -> Json:
    """NaN and Infinity, which are no JSON, say nothing; the rest of the answer may."""
    return None


def _integer(digits: str) -> Json:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _number(digits: str) -> Json:
    value = float(digits)
    return value if isfinite(value) else digits


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object whose repeated keys lose nothing: lists are joined, of other values the first one stays."""
    out: dict[str, Json] = {}
    for key, value in pairs:
        if key not in out:
            out[key] = value
        elif isinstance(out[key], list) and isinstance(value, list):
            out[key] = [*out[key], *value]
    return out


_DECODER = json.JSONDecoder(
    strict=False, parse_constant=_no_constant, parse_int=_integer, parse_float=_number, object_pairs_hook=_object
)
