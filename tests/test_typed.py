"""Typing mistakes: no traceback, the right exit code, and a line that says what to do."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

import factsheet
from factsheet import extras
from factsheet.cli import run

ROOT = Path(__file__).parent.parent
STORY = (ROOT / "fixtures" / "articles" / "wikinews-crane.txt").read_text()
COURT = ROOT / "tests" / "kinds" / "court"
ROWS = [line for line in (ROOT / "tests" / "cases" / "typed.txt").read_text().splitlines() if line[0] != "#"]

FILES = {
    "v.txt": STORY,
    "folder/a.txt": STORY,
    "empty.txt": "",
    "blank.txt": " \n\n",
    "binary.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "title.txt": "Only a headline\n",
    "two.jsonl": '{"title": "A", "text": "A man fell in Rome."}\n{"title": "B", "text": "Two rose in Oslo."}\n',
    "bad.jsonl": '{"title": \n',
    "bad.html": "<html><body></body></html>",
    "bad.xml": "<nitf><body>",
    "list.json": "[1, 2]",
    "x.zip": b"PK\x03\x04broken",
    "x.gz": b"\x1f\x8bbroken",
    "x.pdf": "%PDF-1.4\nxx",
    "x.docx": b"PK\x03\x04" + bytes(50),
    "gold.jsonl": json.dumps({"id": "1", "text": STORY, "attributions": [{"content": [[0, 9]]}]}),
    "gold-cut.jsonl": '{"id": "1",\n "text": "x"}\n',
    "gold-no-id.jsonl": '{"text": "x"}\n',
    "gold-far.jsonl": '{"id": "1", "text": "x", "places": [[5, 9, "Rome"]]}\n',
    "gold-type.jsonl": '{"id": "1", "text": 5}\n',
    "gold-list.jsonl": "[1]\n",
    "gold-empty.jsonl": "",
    "gold-odd.jsonl": '{"id": "1", "text": "abc", "attributions": [{"content": "x"}], "entities": 5}\n',
    "recordings/x.json": "{",
    "ledgerless/ledger.db": "no ledger",
    "zero/ledger.db": "",
    "toml/broken/factsheet.toml": "model = [",
    "toml/unknown/factsheet.toml": 'modle = "x"',
    "toml/type/factsheet.toml": 'timeout = "5"',
    "toml/key/factsheet.toml": '[endpoints]\n"x.example" = "sk-abc"',
    "toml/url/factsheet.toml": '[endpoints]\n"https://x.example/v1" = "X_KEY"',
    "toml/address/factsheet.toml": 'base_url = "https://x.example/v1"',
}
"""The folder in which all is typed, besides sheets and kinds."""

KINDS = {
    "court": {},
    "kind-blank": {"draft.txt": "$unknown $text"},
    "kind-dollar": {"draft.txt": "costs $5 $text"},
    "kind-json": {"schema.json": "{"},
    "kind-list": {"schema.json": "[]"},
    "kind-flat": {"schema.json": '{"type": "object", "properties": {"a": {"type": "string"}}}'},
    "kind-empty": {"schema.json": "{}"},
    "kind-prop": {"schema.json": '{"type": "object", "properties": {"a": 5}}'},
    "kind-items": {"schema.json": '{"type": "object", "properties": {"a": {"type": "array", "items": 5}}}'},
    "kind-field": {
        "schema.json": '{"type": "object", "properties": {"a": {"type": "object", "properties": {"b": 5}}}}'
    },
    "kind-props": {"schema.json": '{"type": "object", "properties": []}'},
    "kind-ref": {"schema.json": (COURT / "schema.json").read_text().replace("#/$defs/Evidence", "#/nowhere")},
    "kind-no-draft": {"draft.txt": None},
    "kind-no-system": {"system.txt": None},
}
"""Folders of kinds: what each has otherwise than that of court reports; None where it lacks a file."""


def _sheets(good):
    """Sheet files by name, of which only the first is one."""
    document = json.loads(good)
    return {
        "s.json": good,
        "broken.json": good[:500],
        "wrong.json": json.dumps(document | {"facts": document["facts"] | {"positions": "x"}}),
        "evil.json": json.dumps(document | {"kind": "../../etc"}),
        "recipe.json": json.dumps(document | {"kind": "recipe"}),
        "noarticle.json": json.dumps(document | {"article": 5}),
        "mixed/good.json": good,
        "mixed/bad.json": good[:500],
        "mixed/other.json": '{"a": 1}',
        "mixed/odd.json": json.dumps(document | {"findings": [{}]}),
        "mixed/list.json": "[]",
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder, made once."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "v.txt").write_text(STORY)
    good = factsheet.dump(factsheet.sheet(folder / "v.txt"), factsheet.load_kind())
    (folder / "hollow").mkdir()
    for name, content in (FILES | _sheets(good)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, changes in KINDS.items():
        shutil.copytree(COURT, folder / name)
        for file, content in changes.items():
            (folder / name / file).unlink() if content is None else (folder / name / file).write_text(content)
    return folder


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    """A copy of the folder, to type in; nothing comes from standard input, and nobody has a key or settings."""
    shutil.copytree(made, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    for name in [*filter(lambda name: name.endswith("_API_KEY"), os.environ), "FACTSHEET_MODEL", "OPENAI_BASE_URL"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "w"


def test_there_are_as_many_as_promised():
    """Of every command."""
    from factsheet.cli import _COMMANDS

    assert len(ROWS) >= 200
    assert set(_COMMANDS) <= {row.split()[1] for row in ROWS}


@pytest.mark.parametrize("row", ROWS)
def test_what_is_typed_wrong_says_what_to_do(row, here, capsys):
    """The exit code, a line that names what was typed or what to do, and no article or sheet lost."""
    typed, _, words = row.partition(" | ")
    code, _, line = typed.partition(" ")
    arguments = shlex.split(line)
    assert run(arguments) == int(code)
    printed = capsys.readouterr()
    told = [one for one in (printed.err or printed.out).splitlines() if not one.startswith(("Usage:", "Try "))]
    assert any(one.strip() for one in told)
    assert "Traceback" not in printed.err
    said = "\n".join(told)
    if words:
        assert words in said
    elif len(arguments) > 1:
        names = filter(None, (one.strip("-*./ ").split("=")[0] for one in arguments[1:]))
        assert any(name in said for name in names)
    assert (here / "v.txt").read_text() == STORY


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (["brief", "-q"], STORY, "Mecca"),
        (["quotes"], 'It fell, he said. "It was a storm," said Ann Lee.', "Ann Lee"),
        (["read"], STORY, "(text)"),
        (["brief", "s.json"], "", "proven word by word"),
        (["brief", "s.json", "-f", "markdown"], "", "# At least 107"),
        (["schema", "sheet"], "", "urn:factsheet:sheet:1"),
        (["export", "s.json", "--state", "new", "-f", "jsonl"], "", '"factsheet": "1"'),
        (["export", "mixed", "--state", "new", "-f", "jsonl"], "", '"factsheet": "1"'),
        (["batch", "folder", "-o", "out", "--only", "a.*"], "", ""),
        (["eval", "docs.jsonl"], "", "places"),
    ],
)
def test_what_people_expect_to_work_works(arguments, given, words, here, capsys, monkeypatch):
    """A pipe without `-`, a sheet that nobody has reviewed, a file's name after --only, the docs' own sample."""
    text = (ROOT / "docs" / "eval.md").read_text()
    (here / "docs.jsonl").write_text(text.split("```json\n")[1].split("```")[0])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    assert run(arguments) == 0
    printed = capsys.readouterr()
    assert words in printed.out
    if arguments[0] == "batch":
        assert "1 made" in printed.err


def test_a_terminal_is_not_waited_for(here, capsys, monkeypatch):
    """Somebody who types nothing is asked for a file."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    for command in ("brief", "quotes", "read", "check"):
        assert run([command]) == 2
        assert "- for standard input" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "begins"),
    [
        ({"pipx_metadata.json": "{}"}, "pipx install --force '"),
        ({"uv-receipt.toml": ""}, "uv tool install --force '"),
        ({"pyvenv.cfg": "home = /usr/bin\nuv = 0.9.0\n"}, "uv pip install --python "),
        ({"pyvenv.cfg": "home = /usr/bin\n"}, f"{sys.executable} -m pip install '"),
    ],
)
def test_the_hint_for_an_extra_is_a_command_that_works_there(files, begins, tmp_path, monkeypatch):
    """Environments of pipx, uv and venv each leave a file that tells them apart."""
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert extras.command("review").startswith(begins)
    assert extras.command("review").endswith("[review]'")


def test_a_python_of_the_system_s_packages_is_left_alone(tmp_path, monkeypatch):
    """Debian's refuses pip (PEP 668)."""
    import sysconfig

    (tmp_path / "EXTERNALLY-MANAGED").write_text("")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert extras.command("feeds").startswith("pipx install '")
