"""Cached: a paid completion is not paid for again, and is stored before it is used."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest
from fakes import GOOD, Scripted, question

from factsheet.errors import RefusalError, UsageError
from factsheet.models.cached import Cached, clear, size
from factsheet.records import Completion, Usage


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "completions.sqlite3"


def ask(path, model, request=None, endpoint="http://a/v1"):
    return asyncio.run(Cached(model, path, endpoint).complete(request or question()))


def test_a_second_run_costs_nothing(path):
    """The tokens are kept as a measure; no request was sent and nothing was spent."""
    model = Scripted(GOOD, "never")
    first, second = ask(path, model), ask(path, model)
    assert len(model.requests) == 1
    assert (first.text, first.how) == (GOOD, None)
    assert (second.text, second.how) == (GOOD, "cached")
    assert second.usage == Usage(10, 0, 5, 0, 0.0)


def test_all_of_a_completion_is_kept(path):
    """What finished it and who answered come back as they were."""
    ask(path, Scripted(Completion('{"a": "\ufffd é"}', "length", Usage(1, 1, 1, 1), "m-1")))
    again = ask(path, Scripted(RefusalError("never asked")))
    assert again == Completion('{"a": "\ufffd é"}', "length", Usage(1, 1, 1, 0, 0.0), "m-1", "cached")


def test_another_request_or_endpoint_is_another_answer(path):
    """The key is everything that can change the answer; two servers may call different models alike."""
    ask(path, Scripted("one"))
    assert ask(path, Scripted("two"), question("Other.")).text == "two"
    assert ask(path, Scripted("three"), endpoint="http://b/v1").text == "three"
    assert size(path)[0] == 3


def test_a_failure_is_not_kept(path):
    """The next run may have better luck."""
    with pytest.raises(RefusalError):
        ask(path, Scripted(RefusalError("no")))
    assert size(path)[0] == 0


def test_no_key_and_no_prompt_is_in_the_file(path):
    """The cache holds answers under the hash of the question."""
    ask(path, Scripted(GOOD), question("the words of the article"))
    assert b"the words of the article" not in b"".join(p.read_bytes() for p in path.parent.iterdir())


def test_a_damaged_cache_is_set_aside_and_work_goes_on(path):
    """Nothing is deleted: who wants to may look into it."""
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 100)
    assert ask(path, Scripted(GOOD)).text == GOOD
    assert ask(path, Scripted("never")).how == "cached"
    assert path.with_name(path.name + ".damaged").read_bytes().startswith(b"this is no")


def test_a_row_that_cannot_be_read_is_asked_again(path):
    """What an older version wrote is no answer."""
    ask(path, Scripted("old"))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE completions SET completion = '{\"usage\": 5}'")
    assert ask(path, Scripted(GOOD)).text == GOOD
    assert ask(path, Scripted("never")).text == GOOD


def test_a_cache_that_cannot_be_written_stops_before_paying(tmp_path):
    """A completion that cannot be kept is not bought; the message says how to go on without."""
    (tmp_path / "file").write_text("in the way")
    model = Scripted(GOOD)
    with pytest.raises(UsageError, match="--no-cache"):
        ask(tmp_path / "file" / "completions.sqlite3", model)
    assert model.requests == []


def test_two_programs_use_it_at_once(path):
    """A reader is not in the way of a writer (WAL)."""
    ask(path, Scripted("one"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM completions").fetchall()
        assert ask(path, Scripted("two"), question("Other.")).text == "two"


def test_it_can_be_measured_and_cleared(path):
    """Clearing gives the room back."""
    assert size(path) == (0, 0)
    assert clear(path) == 0
    for number in range(3):
        ask(path, Scripted("x" * 100_000), question(str(number)))
    number, full = size(path)
    assert number == 3
    assert full > 300_000
    assert clear(path) == 3
    number, empty = size(path)
    assert number == 0
    assert empty < 50_000
