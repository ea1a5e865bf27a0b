"""Parts not for publication: nothing after the reader ever has them."""

import json

import pytest
from fakes import Server, says

from factsheet.cli import run
from factsheet.kinds import load_kind
from factsheet.readers import read_article, read_articles

NUMBER, DESK = "5550199", "desk@agency.example"
TITLE = "Council keeps library open"
STORY = f"""<?xml version="1.0"?>
<nitf><head><docdata><doc-id id-string="p-1"/><date.issue norm="20260301T101500+0100"/>
<ed-msg info="Adds vote. Questions to {DESK} please."/></docdata></head>
<body><body.head><hedline><hl1>{TITLE}</hl1></hedline></body.head><body.content>
<p>LINDAU (AP) - The council of Lindau voted on Sunday to keep its library open until the end of the year.</p>
<p>Media contact: Erna Nase, tel. +49 30 {NUMBER}, {DESK}</p>
<p>“We keep it open,” said Mayor Ada Berg. Anyone who wants to help is asked to call +49 30 1112223.</p>
<p>The vote was seven to five, and the budget for the coming year has to be agreed on by the end of March.</p>
<p>For more information please contact:</p>
<p>Erna Nase</p>
<p>{NUMBER}</p>
<p>The library opened in 1912 and was rebuilt twice, in 1950 and in 1987, with money from the state and from the town,
which its friends collected at fairs and in the streets for years on end.</p>
<p>Notebook</p>
<p>The mayor's private number is {NUMBER}.</p>
</body.content></body></nitf>"""
TEXT = f"""{TITLE}

LINDAU - The council of Lindau voted on Sunday to keep its library open until the end of the year.

Seven members voted for it and five were against it, as the mayor of the town said.

Media contact:

Erna Nase

Phone: {NUMBER}

NNNN
"""


@pytest.fixture
def story(tmp_path, monkeypatch):
    """The story in a folder of its own, for a user with an empty home."""
    for name in ("FACTSHEET_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    path = tmp_path / "story.xml"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_the_story_is_whole_without_its_private_parts(story):
    """Contacts, notebook and addresses are gone, and so is nothing else: not what follows, nor a number for readers."""
    article = read_article(story)
    said = [article.text[p.start : p.end] for p in article.paragraphs]
    assert [words.split()[0] for words in said] == ["Council", "Adds", "LINDAU", "“We", "The", "The"]
    assert said[1] == "Adds vote."
    assert "call +49 30 1112223" in said[3]
    assert NUMBER not in repr(article)
    assert "not for publication" in " ".join(article.warnings)


def test_contacts_at_the_end_of_a_text_are_cut(tmp_path):
    """A text keeps its offsets up to the heading of its contacts, and ends there."""
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    article = read_article(path)
    assert article.text == TEXT[: TEXT.index("\n\nMedia contact")] + "\n"


@pytest.mark.parametrize(
    "options",
    [
        ("read",),
        ("read", "--json"),
        ("quotes",),
        ("brief", "-v"),
        ("brief", "-f", "json"),
        ("brief", "-f", "markdown", "--evidence"),
        ("brief", "-m", "ollama/x", "--dry-run", "-v"),
    ],
    ids=" ".join,
)
def test_no_command_prints_them(options, story, capsys):
    """Not as a record, a sheet, a brief or a prompt, nor beside it."""
    assert run([options[0], str(story), *options[1:]]) == 0
    shown = "".join(capsys.readouterr())
    assert "library" in shown or "Ada Berg" in shown
    assert NUMBER not in shown
    assert DESK not in shown


def test_no_model_recording_or_cache_gets_them(story, tmp_path):
    """What is sent, kept to replay and kept in the cache has the story, and not its private parts."""
    kind = load_kind()
    answer = json.dumps({**kind.empty(), "title": {"statement": TITLE, "evidence": [TITLE]}})
    with Server(says(answer)) as server:
        for more in (("--record", str(tmp_path / "tape")), ()):
            assert run(["brief", str(story), "-m", "vllm/m", "--base-url", server.url, *more]) == 0
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != story]
    seen = json.dumps(server.requests).encode() + b"".join(kept)
    assert len(kept) >= 2
    assert b"Ada Berg" in seen
    assert NUMBER.encode() not in seen
    assert DESK.encode() not in seen


def test_no_error_quotes_them(tmp_path):
    """A file that is broken in the middle of a private part is reported without it."""
    path = tmp_path / "story.xml"
    path.write_text(STORY[: STORY.rindex(NUMBER) + 5], encoding="utf-8")
    problems = []
    articles = list(read_articles(path, on_problem=problems.append))
    assert NUMBER[:5] not in repr(articles) + repr(problems)
