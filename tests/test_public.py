"""The package as other programs use it: the names in `factsheet`, and its docstring's example."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import Server, says

import factsheet

ROOT = Path(__file__).parent.parent
STORY = ROOT / "fixtures" / "articles" / "wikinews-crane.txt"
TITLE = "At least 107 killed in Mecca crane collapse"


def test_every_public_name_is_there_and_documented():
    """Also those that are imported when they are first used; others are an AttributeError as usual."""
    for name in factsheet.__all__:
        assert getattr(factsheet, name) is not None
        assert name == "__version__" or getattr(factsheet, name).__doc__
    assert sorted(factsheet.__all__) == factsheet.__all__
    assert set(factsheet._WHERE) < set(factsheet.__all__)
    with pytest.raises(AttributeError, match="no attribute 'briefs_'"):
        importlib.import_module("factsheet").briefs_  # noqa: B018


def test_the_docstring_s_example_is_true(tmp_path, monkeypatch, capsys):
    """Each of its lines is run, on an article that says who takes which position; the built-in model answers all."""
    (tmp_path / "story.txt").write_text(STORY.read_text())
    monkeypatch.chdir(tmp_path)
    lines = [line.strip() for line in factsheet.__doc__.splitlines()]
    names = {}
    for line in lines:
        if line.startswith(">>> ") and "openai" not in line:
            exec(line.removeprefix(">>> "), names)
    assert capsys.readouterr().out.startswith(TITLE)
    evidence = names["sheet"].facts["positions"][0]["evidence"][0]
    text = names["sheet"].article.text
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_two_lines_make_a_brief_through_an_endpoint():
    """`sheet` with a model and how it is asked, then `brief`, as wide as one wants."""
    kind = factsheet.load_kind()
    answer = {**kind.empty(), "title": {"statement": TITLE, "evidence": [TITLE]}}
    with Server(says(json.dumps(answer))) as server:
        sheet = factsheet.sheet(STORY, model="m", asking=factsheet.Asking(base_url=server.url))
    assert isinstance(sheet, factsheet.FactSheet)
    assert sheet.provenance.model == "endpoint/m"
    page = factsheet.brief(sheet, width=40)
    assert page.startswith(TITLE[:30])
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= 40


def test_the_pieces_make_the_same_sheet():
    """`read_article`, `load_kind`, `open_model` and `make_sheet` are what `sheet` is made of; a file keeps all."""
    kind = factsheet.load_kind("news")
    article = factsheet.read_article(STORY)
    made = factsheet.make_sheet(article, kind, factsheet.open_model("extractive"), factsheet.Options(passes=1))
    sheet = asyncio.run(made)
    assert sheet == factsheet.sheet(STORY)
    assert factsheet.load(factsheet.dump(sheet, kind), kind) == sheet


def test_what_goes_wrong_is_one_error(tmp_path):
    """A caller catches one class."""
    for source, more in ((tmp_path / "none.txt", {}), (STORY, {"kind": "none"}), (STORY, {"model": ""})):
        with pytest.raises(factsheet.FactsheetError):
            factsheet.sheet(source, **more)


def test_importing_the_package_imports_no_other():
    """Records and errors cost nothing to those who only read sheets."""
    code = "import sys; old = set(sys.modules); import factsheet; print(*set(sys.modules) - old)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    tops = {name.partition(".")[0] for name in done.stdout.split()} - {"factsheet"}
    assert tops <= set(sys.stdlib_module_names)
