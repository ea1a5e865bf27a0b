"""`factsheet locate` finds quotations in an article, and says by its exit code whether all are there."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from factsheet.cli import cli

STORY = """Bridge closed

The mayor, Jane Doe, said on Monday that the bridge was unsafe. It stays shut for 12 weeks.
"""


def run(tmp_path, *arguments, given=None):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return CliRunner().invoke(cli, ["locate", str(path), *arguments], input=given)


@pytest.mark.parametrize(
    ("quotes", "code"),
    [
        (["that the bridge was unsafe"], 0),
        (["It stays  shut", "Jane Doe"], 0),
        (["It stays shut for 13 weeks"], 3),
        (["the moon is made of cheese"], 3),
        (["Jane Doe", "the moon is made of cheese"], 3),
    ],
)
def test_the_exit_code_says_whether_all_are_there(tmp_path, quotes, code):
    """0 where every quotation stands in the article, 3 where one is altered or absent, as text and as JSON."""
    assert run(tmp_path, *quotes).exit_code == code
    assert run(tmp_path, *quotes, "--json").exit_code == code
    assert run(tmp_path, given="\n".join(quotes)).exit_code == code


def test_what_cannot_be_read_exits_2(tmp_path):
    """A file that is not there, or standard input for both."""
    assert CliRunner().invoke(cli, ["locate", "-"], input="x").exception.exit_code == 2
    assert CliRunner().invoke(cli, ["locate", str(tmp_path / "nowhere.txt"), "x"]).exception.exit_code == 2


def test_places_and_differences(tmp_path):
    """Each quotation with its match, paragraph and offsets; JSON has the same as offsets into the article."""
    shown = run(tmp_path, "It stays shut for 13 weeks").output
    assert shown.startswith("altered     ¶1 ")
    assert "has “13” for “12”: number, changes the meaning" in shown
    (found,) = json.loads(run(tmp_path, "It stays shut for 13 weeks", "--json").output)
    ((start, end),) = found["spans"]
    assert (end - start, found["match"]) == (len("It stays shut for 12 weeks"), "altered")
