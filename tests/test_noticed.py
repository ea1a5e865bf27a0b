"""Mistakes that the rest of the suite would miss, each by its visible effect."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from dataclasses import replace

import pytest
from batching import SENTENCE, endpoint, factsheet, requests_of, write_stories
from fakes import Scripted, Server, question, says, status

from factsheet import Asking, FactsheetError, Finding, Options, dump, load_kind, make_sheet, open_model
from factsheet.batch.ledger import open_ledger
from factsheet.briefs import markdown
from factsheet.checking import check
from factsheet.errors import CostError, GarbledReplyError, ModelError, SheetError, TimedOutError
from factsheet.grounding import ground
from factsheet.merging import merge
from factsheet.models.capped import Capped, most
from factsheet.models.prices import Prices
from factsheet.readers.text import article_from_text
from factsheet.records import Article, Draft, Usage

KIND = load_kind()


def _facts(**sections):
    return KIND.empty() | sections


def _summary(statement, *evidence):
    return [{"statement": statement, "according_to": None, "evidence": list(evidence)}]


def _figure(number, of, evidence, unit=None):
    return {"number": number, "unit": unit, "of": of, "according_to": None, "evidence": [evidence]}


def _made(text, **sections):
    """The sheet that comes of a model's answer to an article."""
    article = article_from_text(text, name="-")
    answer = Scripted(json.dumps(_facts(**sections)))
    return asyncio.run(make_sheet(article, KIND, answer, Options()))


def _codes(text, **sections):
    """The codes of what the checks find, without the notes."""
    article = article_from_text(text, name="-")
    found = check(KIND, article, ground(KIND, _facts(**sections), article.text))
    return [finding.code for finding in found if finding.level != "note"]


RESIGN = "The minister said on Monday that she would not under any pressure resign.\n\nThe opposition had asked her to."


def test_an_ellipsis_that_hides_a_not_changes_what_is_said():
    """The words are all in the article, and the fact that they would prove is its opposite."""
    quote = "The minister said on Monday that she would … under any pressure resign."
    (evidence,) = json.loads(dump(_made(RESIGN, summary=_summary("She would resign.", quote)), KIND))["facts"][
        "summary"
    ][0]["evidence"]
    assert evidence["match"] == "altered"
    assert [one["kind"] for one in evidence["differences"] if one["changes_meaning"]] == ["negation"]
    assert "evidence-changed" in _codes(RESIGN, summary=_summary("She would resign.", quote))


def test_the_ends_of_a_quotation_in_pieces_bound_it():
    """From the first piece's start to the last piece's end, with each piece in `spans`."""
    quote = "The minister said … resign."
    sheet = json.loads(dump(_made(RESIGN, summary=_summary("She spoke.", quote)), KIND))
    (evidence,) = sheet["facts"]["summary"][0]["evidence"]
    text = sheet["article"]["text"]
    assert text[evidence["start"] : evidence["end"]] == text[: text.index("\n")]
    assert [text[start:end] for start, end in evidence["spans"]] == ["The minister said", "resign."]


@pytest.mark.parametrize(
    ("said", "there", "right"),
    [
        ("12 per cent", "15 per cent", False),
        ("12.5 per cent", "15 per cent", False),
        ("14.2 per cent", "15 per cent", False),
        ("15.0 per cent", "15 per cent", True),
        ("67 per cent", "two thirds", True),
    ],
)
def test_percentages_that_are_near_each_other_are_two(said, there, right):
    """Only a fraction in words leaves room, and less than half a hundredth."""
    text = f"The union said pay at the port had risen by {there} since the strike of 2014."
    summary = _summary(f"The union said pay at the port had risen by {said} since the strike of 2014.", text)
    assert (_codes(text, summary=summary) == []) is right


PRICED = {"endpoint/m": {"input": 1.0, "output": 10.0}}
ASKED = question(max_tokens=1000)
BOUND = Prices(PRICED).cost("endpoint/m", most(ASKED))


@pytest.mark.parametrize("failure", [TimedOutError, GarbledReplyError])
def test_a_call_that_may_have_been_answered_counts_as_what_it_could_have_cost(failure):
    """The server may have billed what nobody waited for, or what nobody can read."""
    model = Scripted(failure("no answer"))
    capped = Capped(model, Prices(PRICED), BOUND * 1.5)

    async def ask_three_times():
        for _ in range(3):
            with contextlib.suppress(ModelError):
                await capped.complete(ASKED)

    with pytest.raises(CostError):
        asyncio.run(ask_three_times())
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        (Usage(1, 0, 1, 1, None), Usage(1, 0, 1, 1, 0.5), None),
        (Usage(1, 0, 1, 1, 0.5), Usage(1, 0, 1, 1, None), None),
        (Usage(1, 0, 1, 1, 0.25), Usage(1, 0, 1, 1, 0.5), 0.75),
        (Usage(), Usage(1, 0, 1, 1, 0.5), 0.5),
        (Usage(1, 0, 1, 1, 0.5), Usage(), 0.5),
        (Usage(), Usage(1, 0, 1, 1, None), None),
        (Usage(5, 0, 5, 0, 0.0), Usage(1, 0, 1, 1, None), None),
    ],
)
def test_a_sum_with_an_unknown_cost_is_unknown(one, other, cost):
    """Whichever side it is on; only a side that sent nothing adds nothing."""
    assert (one + other).cost == cost


@pytest.mark.parametrize("key", ["0a1b2c3d4e5f60718293", "a secret of several words", "sk-secret-0123456789"])
def test_no_message_repeats_the_key(key):
    """However the key looks, where a server says it back."""
    with Server(status(401, f"invalid credentials: {key}, see the console")) as server:
        asking = Asking(base_url=server.url, endpoints={"127.0.0.1": "A_KEY"})
        model = open_model("m", asking, environment={"A_KEY": key})
        with pytest.raises(FactsheetError, match="invalid credentials") as told:
            asyncio.run(model.complete(question()))
    assert key not in str(told.value)
    assert "[key]" in str(told.value)


def test_no_message_repeats_a_name_and_password_of_an_address():
    """Neither those of the base URL nor those in what a server or proxy says."""
    with Server(status(404, "no route to http://proxy:hunter2@10.0.0.1/v1/chat")) as server:
        address = server.url.replace("//", "//user:correct-horse@")
        model = open_model("m", Asking(base_url=address), environment={})
        with pytest.raises(FactsheetError, match="no route to") as told:
            asyncio.run(model.complete(question()))
    assert not re.search("user|correct-horse|proxy|hunter2", str(told.value))
    assert "10.0.0.1" in str(told.value)


def test_a_sheet_that_does_not_fit_its_schema_is_not_written():
    """Neither with facts nor with an envelope that `load` would refuse."""
    sheet = _made(RESIGN, summary=_summary("She spoke.", "The minister said"))
    wrong = {**sheet.facts, "summary": [{**sheet.facts["summary"][0], "statement": 5}]}
    with pytest.raises(SheetError, match=r"/facts/summary/0/statement"):
        dump(replace(sheet, facts=wrong), KIND)
    with pytest.raises(SheetError, match=r"/findings/0/level"):
        dump(replace(sheet, findings=(Finding("x", "fatal", "", "y"),)), KIND)


def _two_models(body):
    """Replies of a model that fills sheets and of another that is asked the second question."""
    if body["model"] == "other":
        return says(json.dumps({"answers": [{"number": 1, "verdict": "supported", "words": ""}]}))
    loose = {"statement": "They will shut what spans the river.", "according_to": "Ann Leigh", "evidence": [_VOTED]}
    title = {"statement": SENTENCE, "evidence": [_VOTED]}
    return says(json.dumps(KIND.empty() | {"title": title, "summary": [loose]}))


_VOTED = "voted on Monday to close the bridge"


def test_a_batch_asks_another_model_about_what_is_open_and_never_again(tmp_path):
    """Both models' calls and cost are in the ledger; a second run asks nothing, nor does one without the question."""
    write_stories(tmp_path / "in", 2)
    (tmp_path / "factsheet.toml").write_text('verify_with = "endpoint/other"\n')
    with Server(_two_models) as server:
        command = ["batch", tmp_path / "in", "-o", tmp_path / "out", "-m", "endpoint/m", "--base-url", server.url]
        done = factsheet(*command, "--yes", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert sorted(body["model"] for body in server.requests) == ["m", "m", "other", "other"]
        assert "about 4 requests (2 of them for the second question)" in done.stderr
        for sheet in (tmp_path / "out" / "sheets").iterdir():
            document = json.loads(sheet.read_text(encoding="utf-8"))
            assert [one["standing"] for one in document["standings"]] == ["proven", "confirmed"]
            assert document["provenance"]["usage"]["requests"] == 2
        assert factsheet(*command, "--yes", cwd=tmp_path).returncode == 0
        assert factsheet(*command, "--yes", "--no-verify", cwd=tmp_path).returncode == 0
        assert len(server.requests) == 4
        (sheet, *_) = (tmp_path / "out" / "sheets").iterdir()
        assert json.loads(sheet.read_text(encoding="utf-8"))["standings"][1]["standing"] == "open"
    with open_ledger(tmp_path / "out" / "ledger.db") as ledger:
        assert next(ledger.rows("SELECT count(*) AS n FROM completions"))["n"] == 4


@pytest.mark.parametrize(("options", "calls"), [((), 1), (("--passes", 3), 3)])
def test_a_batch_asks_as_often_as_its_estimate_says(tmp_path, options, calls):
    """Of short stories, each of which is one part, and of which something is left to ask again about."""
    write_stories(tmp_path / "in", 4)
    with endpoint() as port:
        asking = ("-m", "vllm/m", "--base-url", f"http://127.0.0.1:{port}/v1", "--yes")
        done = factsheet("batch", tmp_path / "in", "-o", tmp_path / "out", *asking, *options, cwd=tmp_path)
        sent = len(requests_of(port))
    assert done.returncode == 0, done.stderr
    told = re.search(r"4 articles for vllm/m at [\w.:]+: about (\d+) requests?", done.stderr)
    assert int(told[1]) == sent == 4 * (calls + 1)


ELEVEN = [f"Item {number}: the harbour counted {number + 20} ships of that class in the year." for number in range(12)]


def _with_a_wrong_figure(*pointers):
    """A sheet of twelve figures, with an error in each place that is named."""
    figures = [_figure(str(number + 20), f"ships of class {number}", line) for number, line in enumerate(ELEVEN)]
    article = article_from_text("\n\n".join(ELEVEN), name="-")
    sheet = asyncio.run(make_sheet(article, KIND, Scripted(json.dumps(_facts(figures=figures))), Options()))
    errors = [Finding("number-not-in-article", "error", pointer, "a made-up reason") for pointer in pointers]
    return replace(sheet, findings=tuple(errors))


@pytest.mark.parametrize(
    ("pointer", "wrong"),
    [("/figures/1", 1), ("/figures/1/number", 1), ("/figures/10", 10), ("/figures/10/evidence/0", 10)],
)
def test_a_finding_is_on_its_own_entry_alone(pointer, wrong):
    """An error on the second figure is none on the eleventh, nor the other way round, on the page or off it."""
    page = markdown.render(_with_a_wrong_figure(pointer), KIND)
    verified, _, rest = page.partition("## Not verified")
    unverified = rest.partition("\n---")[0]
    assert [n for n in range(12) if re.search(rf"class {n}\b", unverified)] == [wrong]
    assert [n for n in range(12) if re.search(rf"class {n}\b", verified)] == [n for n in range(12) if n != wrong]


def test_a_bar_in_a_name_does_not_split_the_cell_of_a_table():
    """The two sides of a dispute stay two columns, whatever is in their words."""
    text = "Fleet | North said the quay was safe | sound. Harbour watch said the quay was not safe at all."
    dispute = {
        "claim": "The quay is safe.", "made_by": ["Fleet | North"], "disputed_by": ["Harbour watch"],
        "status": "denied", "evidence_for": ["Fleet | North said the quay was safe | sound."],
        "evidence_against": ["Harbour watch said the quay was not safe at all."],
    }  # fmt: skip
    sheet = replace(_made(text, disputed_claims=[dispute]), findings=())
    rows = [line for line in markdown.render(sheet, KIND).splitlines() if line.startswith("|")]
    assert len(rows) == 3
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [3, 3, 3]
    assert r"Fleet \| North" in rows[2]
    assert r"safe \| sound" in rows[2]


def _position(topic, statement, evidence):
    return {
        "holder": "Ann Lee", "topic": topic, "stance": "neutral", "verb": "said", "statement": statement,
        "quotation": None, "manner": "paraphrased", "evidence": [evidence],
    }  # fmt: skip


def _merged(first, second, *, spans):
    drafts = [
        Draft(ground(KIND, _facts(positions=[one]), LEE, near=(span,)), spans=(span,))
        for one, span in zip((first, second), spans, strict=True)
    ]
    return merge(KIND, drafts, Article(LEE, ())).facts["positions"]


LEE = "Ann Lee said that the northern quay would be closed to all ships for repairs in the spring of next year."
CLOSED = _position("quay", "The northern quay would be closed to ships for repairs.", LEE[:77])
AGAIN = _position("ships", "The northern quay would be closed for repairs to ships in spring.", LEE)
OTHER = _position("ships", "Repairs would not close the northern quay to ships.", LEE)


def test_what_two_passes_say_on_the_same_words_is_one_position():
    """Two answers about one stretch of the article, in other words and with more of the sentence as proof."""
    assert len(_merged(CLOSED, AGAIN, spans=((0, 105), (0, 105)))) == 1
    assert len(_merged(CLOSED, AGAIN, spans=((0, 60), (60, 105)))) == 2
    assert len(_merged(CLOSED, OTHER, spans=((0, 105), (0, 105)))) == 2


@pytest.mark.parametrize(
    ("quotes", "code"),
    [
        (("would not under any pressure resign",), 0),
        (("would  not under any pressure resign",), 0),
        (("The minister said on Monday that he would not under any pressure resign",), 3),
        (("would not under any pressure resign", "ships that were never there"), 3),
    ],
)
def test_locate_says_by_its_exit_code_whether_all_stands_there(tmp_path, quotes, code):
    """0 where every quotation is the article's but for typography, 3 where one is altered or absent."""
    (tmp_path / "story.txt").write_text(RESIGN, encoding="utf-8")
    assert factsheet("locate", "story.txt", *quotes, cwd=tmp_path).returncode == code


def _story(number, section, *more):
    """A line of a JSON lines file, about something that no other story is about."""
    own = [" ".join(f"w{number}x{part}y{word}" for word in range(60)) + "." for part in range(2)]
    title = f"Story number {number} of the day in Northam"
    return json.dumps({"title": title, "section": section, "text": "\n\n".join([title, *own, *more])}) + "\n"


def _digest(tmp_path, *options):
    done = factsheet("batch", "day.jsonl", "-o", "out", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return (tmp_path / "out" / "digest.md").read_text(encoding="utf-8")


def test_subjects_of_a_digest_stand_by_size_then_by_name(tmp_path):
    """The largest first, of one size in the order of letters, and stories without a subject last, however many."""
    sections = ["weather", "sport", "arts", "sport", "", "", ""]
    lines = [_story(number, section) for number, section in enumerate(sections)]
    (tmp_path / "day.jsonl").write_text("".join(lines), encoding="utf-8")
    heads = re.findall("^### (.*)$", _digest(tmp_path), re.MULTILINE)
    assert heads == ["Sport", "Arts", "Weather", "Without a subject"]


@pytest.mark.parametrize("wrong", [1, 10])
def test_a_wrong_entry_is_left_out_of_the_digest_alone(tmp_path, wrong):
    """Of eleven people in two stories ten recur where the evidence of one is nowhere."""
    people = [
        f"{name} Okonedo-{name}"
        for name in ["Ada", "Bea", "Cyd", "Dot", "Eve", "Fay", "Gil", "Hal", "Ida", "Jon", "Kim"]
    ]
    present = " ".join(f"{name} spoke." for name in people)
    entries = [
        {"name": name, "kind": "person", "role": None, "aliases": [], "evidence": [f"{name} spoke."]} for name in people
    ]
    entries[wrong]["evidence"] = ["a lighthouse keeper on the moon"]
    lines = [_story(number, "sport", present) for number in range(2)]
    (tmp_path / "day.jsonl").write_text("".join(lines), encoding="utf-8")
    with Server(says(json.dumps(_facts(participants=entries)))) as server:
        page = _digest(tmp_path, "-m", "vllm/m", "--base-url", server.url, "--yes")
    who = page.partition("## Who recurs")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"\*\*(\w+) ", who)) == [name.split()[0] for name in people if name != people[wrong]]


TYPED = (
    "She left. “We want to talk to\nRussia,” he said – and didn’t stay. 1,000 people saw it, and a\u00a0thousand more."
)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("'We want to talk to Russia,'", "“We want to talk to\nRussia,”"),
        ("want  to talk to Russia", "want to talk to\nRussia"),
        ("he said - and didn't stay", "he said – and didn’t stay"),
        ("[w]e want to talk", "We want to talk"),
        ("a thousand more", "a\u00a0thousand more"),
        ("Did not stay.", "didn’t stay"),
        ("1000 people", "1,000 people"),
    ],
)
def test_words_typed_otherwise_stand_where_the_article_has_them(quote, words):
    """Quotation marks, dashes, spaces, brackets and capitals differ; the span is the article's words to the letter."""
    sheet = json.loads(dump(_made(TYPED, summary=_summary("They talked.", quote)), KIND))
    (evidence,) = sheet["facts"]["summary"][0]["evidence"]
    assert sheet["article"]["text"][evidence["start"] : evidence["end"]] == words
    assert not any(one["changes_meaning"] for one in evidence.get("differences", ()))


@pytest.mark.parametrize(("where", "changed"), [("", False), (" in Denmark", True)])
def test_a_country_takes_the_place_of_a_country_only(where, changed):
    """Named elsewhere in the article, it does not replace a union; where the evidence has another country, it does."""
    attacks = f"Dog attacks on postal workers{where} have fallen by a third in a year, the PWU said."
    text = f"{attacks}\n\nThe union has members in Norway and Sweden, where parcels come late.\n"
    told = "Dog attacks on postal workers in Sweden have fallen by a third in a year."
    assert ("name-changed" in _codes(text, summary=_summary(told, attacks))) is changed


@pytest.mark.parametrize(
    ("said", "known"), [("Tens of thousands", True), ("Thousands", False), ("Hundreds of thousands", False)]
)
def test_many_can_be_a_number_of_the_article(said, known):
    """28,000 are tens of thousands, and neither thousands nor hundreds of thousands."""
    text = "A rally for the river filled the park on Sunday.\n\nPolice counted 28,000 heads, and no trouble.\n"
    told = _summary(f"{said} came to the park for the river.", "A rally for the river filled the park on Sunday.")
    assert ("number-not-in-article" not in _codes(text, summary=told)) is known
