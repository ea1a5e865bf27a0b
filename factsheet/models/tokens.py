"""Tokens: counts those of a text with the vocabulary `o200k_base` in the package.

Loading it takes a fifth of a second, so nothing is loaded until something is counted; a text has at most as
many tokens as UTF-8 bytes, which is often all that needs knowing. Other models count differently, by some
per cent: budgets leave room.
"""

from __future__ import annotations

import binascii
import hashlib
import io
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from factsheet.records import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Request

_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
"""Of the vocabulary file, as tiktoken itself checks it."""

_PATTERN = "|".join(  # noqa: FLY002 - one alternative a line
    (
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""\p{N}{1,3}""",
        r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""",
        r"""\s*[\r\n]+""",
        r"""\s+(?!\S)""",
        r"""\s+""",
    )
)
"""The splitting pattern that belongs to the vocabulary (tiktoken, `openai_public.o200k_base`)."""

_PIECE = 50_000
"""Characters encoded at a time: one endless word would otherwise be merged in more than linear time."""

_SEAM = re.compile(r"\n(?![\s/])|(?<=\w)(?= \w)")
"""Where the pattern always splits, so that both sides count for themselves."""

_LATIN = re.compile(r"[A-Za-z ]+")
"""Stretches of prose, of which three characters make a token at most."""

_LATIN_BYTES = re.compile(rb"[\x00-\xbf\xc2-\xc9\xcc\xcd\xe2\xef\xf0]*")
"""What the UTF-8 of Latin script is made of, with its punctuation, signs and emoji. Tokens are joined from pieces
of the text, so that a text of these bytes has only tokens of these bytes: seven tenths of the vocabulary."""

_SEAM_REACH = 2_000
"""Characters before the end of a piece in which a seam is looked for. A cut elsewhere, inside an endless word, can
change the count by a token or two."""

LONGEST_ANSWER = 16_000
"""Tokens that an answer is assumed to have at most where the request sets no limit."""
_OTHERS = 1.1
"""How many more tokens than `o200k_base` other vocabularies take for the same text, at most and about."""


def at_most(text: str) -> int:
    """A bound on the tokens of `text` that needs no tokenizer: its UTF-8 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def roughly_at_most(text: str) -> int:
    """A closer bound for prose that needs no tokenizer either: three letters or spaces a token, other bytes singly.

    English and French news have four to five of these a token, random letters half as many: what goes by this needs
    room to spare.
    """
    rest = _LATIN.sub("", text)
    return (len(text) - len(rest)) // 3 + at_most(rest)


def count(text: str) -> int:
    """The tokens of `text`. What looks like a special token is counted as text."""
    encoding = _encoding(whole=not _LATIN_BYTES.fullmatch(text.encode("utf-8", "replace")))
    return sum(len(encoding.encode_ordinary(piece)) for piece in _pieces(text))


def most(request: Request) -> Usage:
    """The maximum usage of a request."""
    prompt = sum(at_most(message.content) for message in request.messages) + at_most(str(request.schema))
    return Usage(prompt, 0, request.max_tokens or LONGEST_ANSWER, 1)


def prompt_at_most(request: Request, window: int) -> int:
    """The tokens of a prompt, rather too many; they are counted only where a window of so many has no room to spare."""
    text = "".join(message.content for message in request.messages)
    roughly = roughly_at_most(text)
    return roughly if roughly + LONGEST_ANSWER <= window else int(count(text) * _OTHERS)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _PIECE:
        reach = start + _PIECE - _SEAM_REACH
        seam = next(_SEAM.finditer(text, reach, start + _PIECE), None)
        end = seam.end() if seam else start + _PIECE
        yield text[start:end]
        start = end
    yield text[start:]


_encodings: dict[bool, Any] = {}
"""The one encoding that is loaded, by whether it is the whole."""


def _encoding(*, whole: bool) -> Any:
    """The encoding, without the tokens of other scripts as long as no text has needed them."""
    if True not in _encodings and whole not in _encodings:
        _encodings.clear()
        _encodings[whole] = _load(whole=whole)
    return _encodings.get(True) or _encodings[whole]


def _load(*, whole: bool) -> Any:
    import tiktoken

    data = resources.files("factsheet.models").joinpath("o200k_base.tiktoken").read_bytes()
    if hashlib.sha256(data).hexdigest() != _SHA256:
        raise RuntimeError("the vocabulary o200k_base in this installation is damaged; install it again")
    ranks = {}
    for line in io.BytesIO(data):
        written, _, rank = line.partition(b" ")
        token = binascii.a2b_base64(written)
        if whole or _LATIN_BYTES.fullmatch(token):
            ranks[token] = int(rank)
    del data
    encoding = tiktoken.Encoding("o200k_base", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})
    ranks.clear()  # it has copied them: a third of the 70 MB that they would take together
    return encoding
