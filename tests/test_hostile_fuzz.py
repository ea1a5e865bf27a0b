"""Anything at all as a reply, a stream or an answer: it is read, or fails with a reason of ours.

`make soak` draws thousands of new examples of each.
"""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from factsheet.drafting import read_draft
from factsheet.errors import ModelError
from factsheet.kinds import load_kind
from factsheet.models.replies import read_reply, read_streamed
from factsheet.models.specs import Spec
from factsheet.models.streamed import Streamed
from factsheet.records import Completion

KIND = load_kind()
SPEC = Spec("endpoint", "m", "http://127.0.0.1:1/v1", "sk-secret-0123456789")

odd = st.text(st.characters(exclude_categories=()), max_size=30)
NAMES = (
    *("choices", "message", "delta", "content", "finish_reason", "refusal", "usage", "error", "model", "code", "type"),
    *("text", "prompt_tokens", "completion_tokens", "prompt_tokens_details", "cached_tokens"),
    *("statement", "evidence", "name", "kind", "aliases", "quote"),
    *(section.name for section in KIND.sections),
)
names = st.sampled_from(NAMES)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | odd | st.sampled_from(["stop", "length", 10**30])
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | odd, inner, max_size=6), max_leaves=25
)
written = st.builds(lambda value, ascii_only: json.dumps(value, ensure_ascii=ascii_only), values, st.booleans())
torn = st.builds(lambda text, at: text[: at % (len(text) + 1)], written, st.integers(0, 10_000))


def said(call):
    """What came of reading, which is an answer or an error of ours that can be stored and shown."""
    try:
        return call()
    except ModelError as error:
        found = error
    told = str(found)
    assert told.isprintable()
    assert told.encode("utf-8").decode() == told
    assert "secret" not in told
    return found


@given(written | torn | odd)
def test_any_reply_is_read_or_told(body):
    """Usage is never negative, and text can be stored."""
    found = said(lambda: read_reply(body, SPEC))
    used = found.usage
    if used is not None:
        assert used.prompt_tokens >= used.cached_tokens >= 0 <= used.completion_tokens < 2**31
    if isinstance(found, Completion):
        found.text.encode("utf-8")


@given(st.lists(written | torn | odd, max_size=6), st.integers(1, 40))
def test_any_stream_is_read_or_told(events, size):
    """Wherever it is cut into pieces."""
    body = "".join(f"data: {event}\n\n" for event in events).encode("utf-8", "surrogatepass")
    streamed = Streamed()
    for at in range(0, len(body), size):
        streamed.add(body[at : at + size])
    said(lambda: read_streamed(streamed, SPEC))


@given(written | torn | odd)
def test_any_answer_is_a_draft(text):
    """With what fits the schema, and nothing that no file takes."""
    reading = read_draft(KIND, Completion(text))
    json.dumps(reading.draft.facts, allow_nan=False)
    for problem in reading.problems:
        assert isinstance(problem, str)
