"""Word lists: one syntax, and every list of the package uses it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from factsheet.language.lists import ENGLISH, Lists

NAMES = sorted(path.name.removesuffix(".txt") for path in (files("factsheet") / "language" / "en").iterdir())


@pytest.mark.parametrize("name", [name for name in NAMES if "." not in name])
def test_every_list_says_where_it_is_from_and_has_words(name):
    """The first line is a comment, and no part is empty."""
    first = (files("factsheet") / "language" / "en" / f"{name}.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    parts = {part: lines for part, lines in ENGLISH.parts(name).items() if part or lines}
    assert parts
    assert all(parts.values())


def test_words_stand_apart_by_space_and_are_grouped_by_parts():
    """An underscore is a space within a word; lines keep together what stands for one thing."""
    assert "more than" in ENGLISH.words("numbers", "bounds")
    assert ENGLISH.rows("calendar", "months")[0] == ["january", "jan"]
    assert ["and", "or"] in ENGLISH.table("contrasts")


def test_a_list_or_part_that_is_not_there_is_an_error():
    """A slip in a name is found at once."""
    with pytest.raises(KeyError):
        ENGLISH.words("titles", "no such part")
    with pytest.raises(FileNotFoundError):
        Lists("factsheet.checking").words("no such list")
