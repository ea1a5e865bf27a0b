"""docs/python.md runs, an article can be given in any form, and all errors share one base class."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import re
import warnings
from pathlib import Path

import pytest
from fakes import Server, says

import factsheet
from factsheet import Asking, FactsheetError, Options
from factsheet.errors import ReadError, RefusedArticleError, UsageError

ROOT = Path(__file__).parent.parent
STORY = ROOT / "fixtures" / "articles" / "wikinews-crane.txt"
TEXT = STORY.read_text(encoding="utf-8")
KIND = factsheet.load_kind()
GUIDE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
PAGE = """<html><head><meta charset="iso-8859-1"><title>Café opens</title></head><body><article><h1>Café opens</h1>
<p>The Café in Malmö opened on Friday, said the mayor of the town, and everybody came to see it there.</p>
</article></body></html>"""


def test_the_guide_is_true(tmp_path, monkeypatch, capsys):
    """Each of its blocks runs after the one before, beside a story; a server here answers for that of the guide."""
    (tmp_path / "story.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    title = {"statement": "107 killed", "evidence": ["At least 107 killed"]}
    blocks = re.findall(r"^```python\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 8
    names = {"__name__": "guide"}
    with Server(says(json.dumps({**KIND.empty(), "title": title}))) as server:
        for block in blocks:
            code = compile(
                block.replace("http://127.0.0.1:8080/v1", server.url),
                "python.md",
                "exec",
                flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
            )
            waiting = eval(code, names)
            if inspect.iscoroutine(waiting):
                asyncio.run(waiting)
    printed = capsys.readouterr().out
    assert printed.startswith("At least 107 killed in Mecca crane collapse")
    assert f"endpoint/NAME {server.url.split('/')[2]}" in printed
    assert "allow='killed' reads it" in printed


def test_every_public_name_stands_in_the_guide():
    """And every parameter of the shortcuts and of what says how a model is asked."""
    table = GUIDE[GUIDE.index("| name | what |") :]
    assert [name for name in factsheet.__all__ if name not in table and not name.startswith("__")] == []
    for function in (factsheet.sheet, factsheet.brief, factsheet.check):
        assert [name for name in inspect.signature(function).parameters if name not in table] == []
    internal = {"how", "on_wait", "footings"}
    assert [name for name in Asking.__dataclass_fields__ if name not in table and name not in internal] == []


@pytest.mark.parametrize(
    "source",
    [
        str(STORY),
        STORY,
        TEXT,
        TEXT.encode(),
        TEXT.replace("\n", "\r\n"),
        ("\ufeff" + TEXT).encode("utf-16-le"),
        factsheet.read_article(STORY),
    ],
    ids=["name", "path", "text", "bytes", "text of windows", "bytes of windows", "article"],
)
def test_an_article_comes_in_any_form(source):
    """And gives the same facts."""
    assert factsheet.sheet(source).facts == factsheet.sheet(STORY).facts


def test_a_text_may_be_a_line_or_a_page():
    """A line of many words is no file; the letters of a page are those of the string, whatever the page declares."""
    line = "The crane fell in Mecca on Friday, killing 107 people."
    assert factsheet.sheet(line).article.text.strip() == line
    assert "Café in Malmö" in factsheet.sheet(PAGE).article.text
    assert factsheet.check("The crane fell in Mecca.", against=line)[0].standing == "proven"
    with pytest.raises(ReadError, match="no-story.txt"):
        factsheet.sheet("no-story.txt")


@pytest.mark.parametrize("allow", ["killed", ["killed"], {"killed", "embargoed"}])
def test_what_must_not_be_briefed_is_refused(allow):
    """Killed, withheld or under embargo, unless that is allowed; one permission is not the other."""
    killed = factsheet.Article(TEXT, factsheet.read_article(STORY).paragraphs, status="canceled")
    held = factsheet.Article(TEXT, killed.paragraphs, embargo="2999-01-01T00:00:00Z")
    for article, what in ((killed, "killed"), (held, "embargo")):
        with pytest.raises(RefusedArticleError, match=what):
            factsheet.sheet(article)
    assert factsheet.sheet(killed, allow=allow).article is killed
    with pytest.raises(RefusedArticleError, match="allow='embargoed'"):
        factsheet.sheet(held, allow="killed")


def test_a_running_event_loop_is_told_what_to_await():
    """No coroutine is left over, about which Python would warn; what it says works there."""

    async def notebook():
        with pytest.raises(FactsheetError, match=r"await factsheet\.make_sheet") as told:
            factsheet.sheet(STORY)
        code = re.search(r"await (factsheet\.make_sheet.*)", str(told.value))[1].replace("SOURCE", repr(str(STORY)))
        return await eval(code)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert asyncio.run(notebook()) == factsheet.sheet(STORY)


def _good():
    return factsheet.sheet(STORY)


WRONG = {
    "nothing": lambda: factsheet.sheet(None),
    "a number": lambda: factsheet.sheet(5),
    "a list": lambda: factsheet.sheet([STORY]),
    "an empty text": lambda: factsheet.sheet(""),
    "a blank text": lambda: factsheet.sheet(" \n"),
    "no bytes": lambda: factsheet.sheet(b""),
    "binary": lambda: factsheet.sheet(b"\x00\x01\x02"),
    "a folder": lambda: factsheet.sheet(ROOT),
    "a name with a NUL": lambda: factsheet.sheet("a\0b"),
    "a model that is a number": lambda: factsheet.sheet(STORY, model=5),
    "no model": lambda: factsheet.sheet(STORY, model=None),
    "an empty model": lambda: factsheet.sheet(STORY, model=""),
    "a model without provider": lambda: factsheet.sheet(STORY, model="gpt-4o"),
    "a kind that is a number": lambda: factsheet.sheet(STORY, kind=5),
    "no such kind": lambda: factsheet.sheet(STORY, kind="recipe"),
    "another kind": lambda: factsheet.sheet(STORY, kind=ROOT / "tests" / "kinds" / "court"),
    "asking in a dictionary": lambda: factsheet.sheet(STORY, model="m", asking={"base_url": "http://localhost"}),
    "no address": lambda: factsheet.sheet(STORY, model="m", asking=Asking(base_url="x")),
    "an address that is a number": lambda: factsheet.sheet(STORY, model="m", asking=Asking(base_url=5)),
    "no recordings": lambda: factsheet.sheet(STORY, asking=Asking(replay="nowhere")),
    "no call at once": lambda: Asking(concurrency=0),
    "no time": lambda: Asking(timeout=0),
    "options in a dictionary": lambda: factsheet.sheet(STORY, options={"passes": 2}),
    "no pass": lambda: Options(passes=0),
    "no part at once": lambda: Options(concurrency=0),
    "an unknown permission": lambda: factsheet.sheet(STORY, allow="all"),
    "a permission that is true": lambda: factsheet.sheet(STORY, allow=True),
    "a brief of a text": lambda: factsheet.brief(TEXT),
    "no width": lambda: factsheet.brief(_good(), width=0),
    "a sheet that is no JSON": lambda: factsheet.load("{", KIND),
    "a sheet that is a number": lambda: factsheet.load(5, KIND),
    "a sheet of another kind": lambda: factsheet.dump(_good(), factsheet.load_kind(str(ROOT / "tests/kinds/court"))),
    "a number as a sheet": lambda: factsheet.dump(5, KIND),
    "no article": lambda: factsheet.check("It fell.", against=[]),
    "a number as an article": lambda: factsheet.check("It fell.", against=5),
    "no such article": lambda: factsheet.check("It fell.", against="nope.txt"),
    "a draft that is a number": lambda: factsheet.check(5, against=STORY),
    "a draft that is a folder": lambda: factsheet.check(ROOT, against=STORY),
    "a second question to nobody": lambda: factsheet.check("It fell.", against=STORY, verify="extractive"),
    "a number to be read": lambda: factsheet.read_article(5),
    "no such format": lambda: factsheet.read_article(STORY, format="pdf"),
    "a model that is nowhere": lambda: factsheet.open_model("x"),
}


@pytest.mark.parametrize("name", WRONG)
def test_everything_raised_is_a_factsheet_error(name):
    """With a line that says what is wrong."""
    with pytest.raises(FactsheetError) as told:
        WRONG[name]()
    assert str(told.value).strip()


def test_a_kind_may_be_a_path():
    """As any folder may."""
    with pytest.raises(UsageError, match="not a kind of sheet"):
        factsheet.sheet(STORY, kind=ROOT)
