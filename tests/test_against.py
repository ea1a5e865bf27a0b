"""Any text against articles: the sentences of a draft, their evidence, and their standings."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import Scripted, Server, says
from hypothesis import given
from hypothesis import strategies as st

import factsheet
from factsheet.cli import cli
from factsheet.errors import OverloadedError, ReadError
from factsheet.kinds import load_kind
from factsheet.pipeline.against import check_draft, verify_draft
from factsheet.pipeline.prose import Prose, prose, sentences_of, statements
from factsheet.readers.text import article_from_text

CASES = Path(__file__).parent / "cases" / "prose.jsonl"
TEXT = (
    "Mayor opens bridge\n\nMayor Ana Ruiz opened the Orla bridge on Monday, after 14 months of work.\n\n"
    "“We waited for a long time. Now we are here,” Ruiz said.\n\n"
    "The bridge cost 39 million euros. Critics said the bridge was “far too narrow” for lorries.\n"
)
ARTICLE = article_from_text(TEXT, name="bridge.txt")
OTHER = article_from_text(
    "Ferry stops\n\nThe last ferry to Orla sailed on Sunday with 60 guests. The harbour will become a park.\n",
    name="ferry.txt",
)
COST = "The bridge cost 39 million euros."
WRONG = "The bridge cost 59 million euros."
OPEN = "The bridge is a triumph of the engineers."
KEYS = ["text", "start", "end", "standing", "score", "evidence", "unaccounted", "findings", "why"]


@pytest.mark.parametrize("case", [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()])
def test_a_draft_is_taken_apart(case):
    """Marks of Markdown are no text, a heading without a verb says nothing, and no quotation is torn."""
    assert [one.text for one in prose(case["draft"])] == case["sentences"]


@given(st.text(alphabet="aB. \n\r#*_-[]()`>|\"“”'?!<:1~\u2028é", max_size=80))
def test_sentences_stand_where_they_say(draft):
    """They are in order, do not overlap, and their words are those of the draft."""
    at = 0
    for one in prose(draft):
        assert at <= one.start < one.end <= len(draft)
        rest = iter(draft[one.start : one.end])
        assert all(char == " " or char in rest for char in one.text)
        at = one.end


def test_who_speaks_is_taken_from_the_quotation_around():
    """A sentence that is the rest of a quotation belongs to whom the draft gives it to."""
    one, other = prose("“We waited,” Ana Ruiz said. “Now we are here.”")
    assert (one.said_by, other.said_by) == (None, "Ana Ruiz")


def rows(draft, *articles):
    return check_draft(draft, articles or (ARTICLE,))


def standings(draft, *articles):
    return [row.standing for row in rows(draft, *articles)]


def test_each_sentence_has_a_standing_and_evidence():
    """What the article says is proven, what it contradicts refuted, anything else open; evidence is its sentences."""
    found = rows(f"{COST} {WRONG} {OPEN}")
    assert [row.standing for row in found] == ["proven", "refuted", "open"]
    assert found[0].score == 1 > found[2].score > found[1].score
    for row in found:
        assert 0 < len(row.evidence) <= 3
        assert all(TEXT[one.start : one.end] == one.quote for one in row.evidence)
        assert COST in [one.quote for one in row.evidence]
    assert [one.quote for one in found[0].evidence] == [COST]
    assert [found[2].text[start:end] for start, end in found[2].unaccounted] == ["triumph", "engineers"]
    assert found[1].findings[0].code == "number-changed"


def test_an_article_is_proven_by_itself():
    """Also where a quotation goes over several of its sentences, in other typography."""
    draft = "\n\n".join(TEXT[p.start : p.end] for p in ARTICLE.body()).replace("“", '"').replace("”", '"')
    assert set(standings(draft)) == {"proven"}


def test_what_shares_no_word_is_doubtful():
    """It has no evidence, and the one finding says that the article tells too little of it."""
    (row,) = rows("Penguins live elsewhere.")
    assert (row.standing, row.evidence) == ("doubtful", ())
    assert [one.code for one in row.findings] == ["hardly-in-article"]


def test_a_quotation_is_no_statement_of_fact():
    """A draft that quotes, or says who speaks, drops no attribution; one that does neither does."""
    codes = [[f.code for f in row.findings] for row in rows("“We waited for a long time.” We waited for a long time.")]
    assert codes == [[], ["attribution-dropped"]]


def test_of_several_articles_the_one_that_tells_it_counts():
    """An article that does not know of something does not refute it, and one that contradicts it does."""
    draft = f"{COST} The last ferry to Orla sailed on Sunday with 60 guests. {WRONG}"
    for articles in ((ARTICLE, OTHER), (OTHER, ARTICLE)):
        found = rows(draft, *articles)
        assert [row.standing for row in found] == ["proven", "proven", "refuted"]
        assert [articles[row.evidence[0].article] for row in found] == [ARTICLE, OTHER, ARTICLE]


def test_absent_is_what_no_article_has():
    """A number that stands in another article is not said to be in none."""
    draft = "The bridge cost 39 million euros, and the last ferry had 60 guests."
    assert "number-not-in-article" in {f.code for f in rows(draft)[0].findings}
    assert "number-not-in-article" not in {f.code for f in rows(draft, ARTICLE, OTHER)[0].findings}


def sheet():
    made = factsheet.sheet(Path(__file__).parent.parent / "fixtures" / "articles" / "wikinews-crane.txt")
    return made, factsheet.dump(made, load_kind())


def test_the_statements_of_a_sheet_are_its_sentences():
    """With who says so; claims that the sheet shows as disputed are not what it states."""
    made, text = sheet()
    found = sentences_of(text, name="sheet.json")
    assert found == statements(load_kind(), made)
    assert [one.text for one in found][: len(made.facts["summary"])]
    assert {"Suleiman al-Amr"} <= {one.said_by for one in found}
    joined = "\n".join(one.text for one in found)
    assert all(joined[one.start : one.end] == one.text for one in found)
    assert "refuted" not in {row.standing for row in check_draft(found, [made.article])}


def answers(*verdicts):
    """A model that gives these verdicts, in the order of the lines."""
    listed = [{"number": at, "verdict": verdict, "words": ""} for at, verdict in enumerate(verdicts, 1)]
    return json.dumps({"answers": listed})


def verified(draft, *replies, articles=(ARTICLE,)):
    model = Scripted(*replies)
    return asyncio.run(verify_draft(draft, articles, model, load_kind())), model


SECOND = "The bridge is a danger to engineers."


def test_the_second_question_is_about_what_is_not_proven():
    """Yes confirms, no refutes, "partly" leaves open; what is proven or refuted already is not asked about."""
    draft = f"{COST} {OPEN} {SECOND} {WRONG}"
    found, model = verified(draft, answers("supported", "not supported"))
    assert [row.standing for row in found] == ["proven", "confirmed", "refuted", "refuted"]
    shown = "".join(message.content for message in model.requests[0].messages)
    assert OPEN in shown
    assert "59" not in shown
    assert len(model.requests) == 1
    assert [row.standing for row in verified(f"{OPEN} {SECOND}", answers("partly", "supported"))[0]] == [
        "open",
        "confirmed",
    ]


def test_the_second_question_shows_who_speaks():
    """As the page does, behind the sentence."""
    said = Prose("The bridge is a triumph.", 0, 24, "Ana Ruiz")
    _, model = verified([said], answers("supported"))
    assert "The bridge is a triumph. (Ana Ruiz)" in "".join(m.content for m in model.requests[0].messages)


@pytest.mark.parametrize("reply", [OverloadedError("busy"), "no JSON", '{"answers": []}', answers("supported")])
def test_without_a_sure_answer_nothing_is_confirmed(reply):
    """A failure, no answers, or fewer than lines: which one was left out is not known."""
    found, _ = verified(f"{OPEN} {SECOND}", reply)
    assert found[1].standing == "open"
    assert found[0].standing in {"open", "confirmed"}


def test_a_doubt_is_not_taken_back_by_a_model():
    """A check's warning stays, whatever the second reader says; nothing is asked where there is no evidence."""
    doubtful = "The bridge cost nearly 39 million euros."
    assert [row.standing for row in verified(doubtful, answers("supported"))[0]] == standings(doubtful)
    found, model = verified("Penguins live elsewhere.", answers("supported"))
    assert found[0].standing == "doubtful"
    assert model.requests == []


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The articles and a draft as files, in the working folder."""
    monkeypatch.chdir(tmp_path)
    Path("bridge.txt").write_text(TEXT)
    Path("ferry.txt").write_text(OTHER.text)
    Path("draft.md").write_text(f"- {COST}\n- {OPEN}\n")
    return tmp_path


def run(*arguments, text=None):
    return CliRunner().invoke(cli, ["check", *arguments], input=text)


def test_the_command_prints_a_block_a_sentence(files):
    """The standing, the words that are not the article's between marks, the paragraph, the reason, and a count."""
    result = run("draft.md", "--against", "bridge.txt")
    assert result.exit_code == 0
    assert f"proven     {COST}\n           " in result.output
    assert "open       The bridge is a _triumph_ of the _engineers_.\n" in result.output
    assert "¶3 “The bridge cost 39 million euros.”" in result.output
    assert result.output.endswith("2 sentences: 1 proven · 1 open\n")


def test_the_example_in_the_documentation_is_true(files):
    """What docs/checks.md shows of this draft is what is printed."""
    page = (Path(__file__).parent.parent / "docs" / "checks.md").read_text(encoding="utf-8")
    assert run("draft.md", "--against", "bridge.txt").output in page


def test_json_has_the_records(files):
    """The same as from Python, with offsets of the draft; exit 3 where something is refuted."""
    draft = f"# The bridge\n\n- **{COST}**\n- {WRONG}\n"
    result = run("-", "--against", "bridge.txt", "--json", text=draft)
    assert result.exit_code == 3
    found = json.loads(result.output)
    assert found == [row.as_json() for row in factsheet.check(draft, against="bridge.txt")]
    assert [list(row) for row in found] == [KEYS, KEYS]
    assert [draft[row["start"] : row["end"]] for row in found] == [COST, WRONG]
    assert list(found[0]["evidence"][0]) == ["start", "end", "quote", "article"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("draft.md", "--against", "bridge.txt", "ferry.txt", "--json"),
        ("draft.md", "--json", "--against", "bridge.txt", "--against", "ferry.txt"),
        ("--against", "bridge.txt", "ferry.txt", "draft.md", "--json"),
        ("--json", "--against", "bridge.txt", "--against", "ferry.txt", "--", "draft.md"),
    ],
)
def test_articles_may_be_several(files, arguments):
    """All names after `--against` are articles, but for a draft that comes last."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert [row["text"] for row in json.loads(result.output)] == [COST, OPEN]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.md", "--against", "bridge.txt"), "none.md: cannot be read"),
        (("draft.md", "--against", "none.txt"), "none.txt: cannot be read"),
        (("empty.md", "--against", "bridge.txt"), "empty.md: has no sentence"),
        (("binary", "--against", "bridge.txt"), "binary: binary, not text"),
        (("other.json", "--against", "bridge.txt"), "not a fact sheet"),
        (("--against", "bridge.txt"), "give one DRAFT"),
        (("-", "--against", "-"), "standard input can be read once only"),
        (("draft.md", "--against", "bridge.txt", "--verify"), "name another"),
        (("draft.md", "--verify"), "--against"),
    ],
)
def test_what_cannot_be_read_is_exit_2(files, arguments, message, capsys):
    """With the name of the file, and what to do."""
    from factsheet.cli import run as main

    Path("empty.md").write_text("\n")
    Path("binary").write_bytes(b"\x7fELF\x00\x01")
    Path("other.json").write_text('{"a": 1}')
    assert main(["check", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_sheet_is_a_draft(files):
    """Its statements are held against other articles than its own as well."""
    Path("sheet.json").write_text(sheet()[1])
    result = run("sheet.json", "--against", "bridge.txt", "--json")
    assert result.exit_code in {0, 3}
    assert "proven" not in {row["standing"] for row in json.loads(result.output)}


def test_escapes_in_a_draft_or_an_article_do_nothing(files):
    """What they hold is shown and never obeyed by the terminal, in any form."""
    Path("bad.txt").write_text(TEXT.replace("euros", "euros\x1b[2J\x9b31m\u202e"))
    draft = (
        "The bridge\x1b]0;x\x07 cost\u202e 39 million\x9b2J euros\x08. Mayor \x1b[31mAna\x1b[0m left." + f" {COST}" * 9
    )
    for options in ((), ("--json",), ("-v",)):
        result = run("-", "--against", "bad.txt", *options, text=draft)
        assert result.exit_code in {0, 3}
        assert not {"\x1b", "\x07", "\x08", "\x9b", "\u202e"} & set(result.output)


def test_the_command_asks_the_second_question(files):
    """With the model that is named; what it confirms is counted."""
    with Server(says(answers("supported"))) as server:
        result = run(
            "draft.md", "--against", "bridge.txt", "--verify", "-m", "m", "--base-url", server.url, "--no-cache"
        )
    assert result.exit_code == 0
    assert result.output.endswith("2 sentences: 1 proven · 1 confirmed\n")


def test_from_python_all_forms_give_the_same(files):
    """A draft is a text or a `Path`, an article a record or a path; one or several."""
    draft = Path("draft.md").read_text()
    found = factsheet.check(draft, against=ARTICLE)
    assert all(isinstance(row, factsheet.DraftSentence) for row in found)
    assert found == factsheet.check(Path("draft.md"), against="bridge.txt")
    assert found == factsheet.check(draft, against=[Path("bridge.txt")])
    assert found == factsheet.check(draft, against=(ARTICLE, OTHER))
    assert factsheet.check("", against=ARTICLE) == ()


def test_from_python_in_an_event_loop(files):
    """Nothing waits for a loop; the second question has a thread of its own."""

    async def inside(**more):
        return factsheet.check(OPEN, against=ARTICLE, **more)

    assert asyncio.run(inside())[0].standing == "open"
    with Server(says(answers("supported"))) as server:
        asking = factsheet.Asking(base_url=server.url)
        assert asyncio.run(inside(verify="m", asking=asking))[0].standing == "confirmed"


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (Path("none.md"), {"against": ARTICLE}),
        (COST, {"against": "none.txt"}),
        (COST, {"against": ()}),
        (COST, {"against": ARTICLE, "verify": "extractive"}),
        (COST, {"against": ARTICLE, "verify": ""}),
        ('{"factsheet": "1", "kind": "../x"}', {"against": ARTICLE}),
        ('{"a": 1', {"against": ARTICLE}),
    ],
)
def test_from_python_what_goes_wrong_is_one_error(files, text, more):
    """A caller catches one class."""
    with pytest.raises(factsheet.FactsheetError):
        factsheet.check(text, **more)


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_is_checked(draft, text):
    """Whatever stands in either: rows with a score from 0 to 1, and evidence that stands where it says."""
    try:
        article = article_from_text(text, name="-")
    except ReadError:
        return  # nothing but white space, or what erases itself
    for row in check_draft([Prose(draft, 0, len(draft)), *prose(draft)], [article]):
        assert 0 <= row.score <= 1
        assert all(article.text[one.start : one.end] == one.quote for one in row.evidence)
