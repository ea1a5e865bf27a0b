"""Broken answers, sheets, articles and replies end in a value or our own error, quickly and in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from soaking import KINDS, drawn

EACH, EACH_LONG = 25, 25_000
"""Examples of each of the four in the short form and in the long one, which has 100,000."""


@pytest.mark.parametrize("kind", KINDS)
def test_anything_at_all_is_read_or_refused(kind):
    """The same examples every time."""
    examples = KINDS[kind]()
    for seed in range(EACH):
        drawn(kind, examples, seed)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_anything_at_all_thousands_of_times(kind):
    """In a process of its own, whose memory counts."""
    code = (
        "import sys; sys.path.insert(0, 'tests'); import soaking; "
        f"examples = soaking.KINDS[{kind!r}](); "
        f"[soaking.drawn({kind!r}, examples, seed) for seed in range(1_000, 1_000 + {EACH_LONG})]; "
        "print(soaking.memory())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert float(done.stdout) < 300
