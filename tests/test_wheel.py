"""The wheel: its contents, and that it works without a source tree."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import factsheet

ROOT = Path(__file__).parent.parent
STORY = ROOT / "fixtures" / "articles" / "versailles.txt"


def test_everything_that_is_read_at_run_time_is_in_the_wheel():
    """Prompts, schemas, vocabularies, word lists, the tokenizer's, the screen's style, the mark of types; no tests."""
    files = {one.distribution_path for one in WheelBuilder(str(ROOT)).recurse_included_files()}
    for folder in ("prompts", "schemas"):
        for path in (ROOT / folder).rglob("*.*"):
            assert f"factsheet/_data/{path.relative_to(ROOT)}" in files
    for path in (ROOT / "factsheet").rglob("*.*"):
        if "__pycache__" not in path.parts:
            assert str(path.relative_to(ROOT)) in files
    assert {"factsheet/py.typed", "factsheet/models/o200k_base.tiktoken"} <= files
    assert {name.partition("/")[0] for name in files} == {"factsheet"}


def test_the_wheel_is_under_a_free_licence_and_names_all_extras():
    """What people look for before they install it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert (ROOT / "LICENSE").read_text().lstrip().startswith("Apache License")
    assert "all" in project["optional-dependencies"]


def test_the_version_is_one_and_the_changelog_has_it():
    """In the metadata, in the package, and as the newest heading with a number."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    headings = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert project["version"] == factsheet.__version__ == headings[0]


@pytest.mark.long
def test_installed_elsewhere_it_finds_all_it_needs(tmp_path):
    """In an environment of its own, away from the source; only the dependencies are borrowed."""
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    (site,) = (tmp_path / "env").glob("lib/python*/site-packages")
    install = ("--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    subprocess.run([sys.executable, "-m", "pip", *install], check=True)
    # A line of a path: the environment that it names comes last, and its own editable install is not followed.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def call(*arguments):
        done = subprocess.run(
            [python.with_name("factsheet"), *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout

    where = [python, "-c", "import factsheet; print(factsheet.__file__)"]
    assert subprocess.check_output(where, text=True, cwd=tmp_path).startswith(str(site))
    assert call("brief", STORY, "--replay", ROOT / "fixtures" / "recordings").startswith("Russia's Putin arrives")
    assert call("brief", STORY, "-q").startswith("Russia's Putin arrives")
    assert "tokens in: about" in call("brief", STORY, "-m", "openai/gpt-4.1", "--dry-run")
    assert '"x-brief"' in call("schema")
    assert "said" in call("quotes", STORY)
    assert "exact" in call("locate", STORY, "very clear red line")
