"""The documentation matches the program: quotations, links, files, settings, providers, extras."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

from factsheet.cli.options import settings
from factsheet.models.specs import CUSTOM, PRESETS

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
REFRESH = runpy.run_path(str(ROOT / "docs" / "refresh.py"))


@pytest.mark.parametrize("page", REFRESH["PAGES"], ids=lambda page: page.name)
def test_what_is_quoted_is_what_is_printed(page):
    """The page in README.md, every command's help, the codes of findings; `make docs` writes them anew."""
    text = page.read_text()
    assert text == REFRESH["refreshed"](text)
    assert "<!-- end -->" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """Each link is to a file that is there."""
    for target in re.findall(r"\]\((?!http)([^)#]+)[^)]*\)", page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_headings_lead_somewhere(page):
    """Each link to a part of a page names a heading of it, as GitHub spells them."""
    for target, anchor in re.findall(r"\]\((?!http)([^)#]*)#([^)]+)\)", page.read_text()):
        headings = re.findall(r"^#+ (.+)$", (page.parent / target if target else page).read_text(), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}, (target, anchor)


_TREES = "factsheet|tests|fixtures|benchmarks|docs|prompts|schemas|[.]github"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page):
    """Whoever looks for one finds it."""
    named = re.findall(rf"(?<![\w/])((?:{_TREES})/[\w./-]*\w)", page.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_folder_of_the_package_is_described():
    """docs/design.md has a row for each, and the modules that a row names are in it."""
    package, design = ROOT / "factsheet", (ROOT / "docs" / "design.md").read_text()
    rows = re.findall(r"^\| ((?:`[\w/]+/`(?:, )?)+) \| (.+) \|$", design, re.MULTILINE)
    described = {folder: text for folders, text in rows for folder in re.findall(r"`([\w/]+)/`", folders)}
    top = {path.parent.name for path in package.glob("*/__init__.py")}
    assert top <= set(described)
    for folder, text in described.items():
        for name in re.findall(r"`([\w/]+(?:\.py|/))`", text):
            assert (package / folder / name).exists() or (package / name).exists(), f"{folder}: {name}"


def test_every_setting_has_a_row():
    """In the order of nothing in particular, but all of them and no other."""
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    assert set(rows) == set(settings._TYPES)
    for name in settings._ENVIRONMENT.values():
        assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text()


def test_every_provider_has_a_row():
    """With the address that is used."""
    text = (ROOT / "docs" / "models.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", text, re.MULTILINE))
    assert rows == {name: preset.base_url or "--base-url" for name, preset in PRESETS.items()}
    assert CUSTOM in rows


def test_every_extra_and_dependency_is_accounted_for():
    """README.md lists the extras, docs/design.md says of each package why it is there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    rows = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert rows == set(extras) - {"all"}
    assert extras["all"] == [f"factsheet[{','.join(sorted(rows - {'ray'}))}]"]
    wanted = [*project["project"]["dependencies"], *(p for name in rows for p in extras[name])]
    wanted += [package for group in project["dependency-groups"].values() for package in group]
    names = {re.match(r"[\w-]+", package)[0] for package in wanted}
    design = (ROOT / "docs" / "design.md").read_text()
    assert {name for name in names if f"`{name}`" not in design} == set()
