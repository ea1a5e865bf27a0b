"""The command line itself: suggestions for misspelt commands, and completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factsheet.cli import run


@pytest.mark.parametrize(("typed", "meant"), [("brif", "brief"), ("chek", "check"), ("story.txt", "brief story.txt")])
def test_what_was_likely_meant_is_said(capsys, monkeypatch, tmp_path, typed, meant):
    """A misspelt command, or a file where a command is wanted."""
    (tmp_path / "story.txt").write_text("Talks began.")
    monkeypatch.chdir(tmp_path)
    assert run([typed]) == 2
    assert f"Did you mean 'factsheet {meant}'?" in capsys.readouterr().err


def test_what_means_nothing_is_just_unknown(capsys):
    """No guess is better than a wrong one; what was typed cannot write to the screen."""
    assert run(["x\x1b[2J"]) == 2
    err = capsys.readouterr().err
    assert "No such command" in err
    assert "mean" not in err
    assert "\x1b" not in err


@pytest.mark.parametrize(("words", "found"), [("factsheet br", "brief"), ("factsheet brief --rep", "--replay")])
def test_the_shell_completes_commands_and_options(words, found):
    """As the line for the shell in docs/cli.md has it."""
    environment = {
        **os.environ,
        "_FACTSHEET_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    program = Path(sys.executable).with_name("factsheet")
    done = subprocess.run([program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"plain,{found}\n"
