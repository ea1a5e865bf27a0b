"""`factsheet quotes` lists who says what, for people and for programs."""

from __future__ import annotations

import json

from click.testing import CliRunner

from factsheet.cli import cli

STORY = """Bridge closed

The mayor, Jane Doe, said on Monday that the bridge was unsafe.

“We will not wait,” Doe said. “It stays shut.”
"""


def run(tmp_path, *options, text=STORY):
    path = tmp_path / "story.txt"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(cli, ["quotes", str(path), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_json_has_the_text_and_spans_into_it(tmp_path):
    """The object has the text and each statement's span, kind, speaker and cue, and nothing else."""
    out = json.loads(run(tmp_path, "--json"))
    assert set(out) == {"text", "quotes"}
    said, spoken = out["quotes"]
    text = out["text"]
    assert set(said) == {"start", "end", "kind", "speaker", "cue"}
    assert text[said["start"] : said["end"]] == "that the bridge was unsafe"
    assert (said["kind"], said["speaker"]["name"]) == ("indirect", "Jane Doe")
    assert text[said["cue"]["start"] : said["cue"]["end"]] == "said"
    assert text[spoken["start"] : spoken["end"]] == "“We will not wait,” Doe said. “It stays shut.”"
    assert text[spoken["speaker"]["start"] : spoken["speaker"]["end"]] == "Doe"
    assert (spoken["kind"], spoken["speaker"]["name"]) == ("direct", "Jane Doe")


def test_the_list_names_place_speaker_and_cue(tmp_path):
    """People get the paragraph, the kind, the speaker's full name and the words."""
    lines = run(tmp_path).splitlines()
    assert lines[0] == "¶1   indirect The mayor, Jane Doe · said"
    assert lines[2:] == ["¶2   direct   Doe (Jane Doe) · said", "     “We will not wait,” … “It stays shut.”"]


def test_escapes_of_the_article_do_nothing(tmp_path):
    """What a terminal would obey is shown and not sent."""
    hostile = "Bridge closed\n\n“Go \x1b[2J away,” Jane Doe said.\n"
    assert "\x1b" not in run(tmp_path, text=hostile)
    assert "\x1b" not in run(tmp_path, "--json", text=hostile)


def test_an_article_without_statements_has_none(tmp_path):
    """No statement is an empty list, not an error."""
    assert json.loads(run(tmp_path, "--json", text="Rain fell.\n\nIt was wet.\n"))["quotes"] == []
