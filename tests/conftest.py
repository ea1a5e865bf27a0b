"""Shared by all tests: no network but the loopback, the folder of the fixtures, and sheets made from cases."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _loopback_only(event, arguments):
    """A test that reaches for the network fails, and says where it wanted to go."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to connect to {address}")


# The time at which articles were read is on every page: one time for all tests, and for the programs that they start.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")

# The same examples every time: a change is judged by what it changes. `make soak` draws new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("soak", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

sys.addaudithook(_loopback_only)

# A shell that runs the tests in the background has Ctrl-C ignored, and so would the programs that they interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


if sys.platform == "win32":
    collect_ignore = ["test_review_kill.py"]  # drives the screen through a pseudo-terminal


def pytest_collection_modifyitems(items):
    """Leave out what Windows does not have."""
    for item in items:
        if sys.platform == "win32" and item.get_closest_marker("posix"):
            item.add_marker(pytest.mark.skip(reason="needs signals or limits that Windows does not have"))


def with_entry(facts, entry):
    """The facts of a sheet with the entry of a case at the head of its `section`, and the pointer to it."""
    section, fields = entry["section"], {key: value for key, value in entry.items() if key != "section"}
    if isinstance(facts.get(section), list):
        return {**facts, section: [fields, *facts[section]]}, f"/{section}/0"
    return {**facts, section: fields}, f"/{section}"


@pytest.fixture
def fixtures() -> Path:
    """The folder with articles and recordings."""
    return ROOT / "fixtures"
