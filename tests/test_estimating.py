"""Estimates: as many requests as are then sent, whatever the model's window."""

from __future__ import annotations

import asyncio
import json
import re
import runpy
from itertools import cycle, islice
from pathlib import Path

import pytest

from factsheet.batch.asking import Wanted, estimate
from factsheet.batch.day import prepare
from factsheet.batch.ledger import Attempt, Folder, keeping_attempt, now, open_ledger
from factsheet.cli.estimate import Asked, dry_run
from factsheet.kinds import load_kind
from factsheet.models import Asking, tokens
from factsheet.models.extractive import Extractive
from factsheet.models.recorded import recording_path
from factsheet.models.specs import Spec
from factsheet.pipeline import Options, answer_length, cut, make_sheet, second_question
from factsheet.prompting import draft_request
from factsheet.readers import read_article
from factsheet.readers.text import article_from_text
from factsheet.records import Completion, Usage

KIND = load_kind()
HERE = Spec("ollama", "small", "http://127.0.0.1:11434/v1", None)
SAYINGS = (
    "Mayor Ana Ruiz said on Monday that the Orla bridge would cost {} million euros.",
    "Critics in Northam, which has {} inhabitants, denied that the bridge was safe for lorries.",
    "The council will vote on {} May on whether to close the road beside the river.",
)


def story(paragraphs):
    """A story of so many paragraphs of some 20 tokens, no two the same."""
    told = (
        saying.format(number) for number, saying in enumerate(islice(cycle(SAYINGS), paragraphs), paragraphs * 1000)
    )
    return f"Mayor opens bridge number {paragraphs}\n\n" + "\n\n".join(told) + "\n"


class Counting:
    """A model of any name that answers as the built-in one does, and counts the requests."""

    def __init__(self, name):
        self.name = name
        self.requests = 0

    async def complete(self, request):
        self.requests += 1
        return await Extractive().complete(request) if request.purpose == "draft" else Completion("{}")


WAYS = [
    ("ollama/small", Options(verify=False)),
    ("openai/gpt-4o", Options(verify=False)),
    ("openai/gpt-5", Options(verify=False)),
    ("ollama/small", Options(chunk_tokens=1_500, verify=False)),
    ("ollama/small", Options(chunk_tokens=900, passes=1, verify=False)),
]


@pytest.mark.parametrize(("model", "options"), WAYS, ids=[f"{name} {o.chunk_tokens}" for name, o in WAYS])
def test_as_many_requests_are_sent_as_were_estimated(tmp_path, model, options):
    """The batch's estimate, the dry run and the pipeline cut an article at the same places."""
    texts = [story(paragraphs) for paragraphs in (6, 150, 420)]
    (tmp_path / "in").mkdir()
    sent = 0
    for number, text in enumerate(texts):
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
        article, counting = article_from_text(text, name=f"{number}.txt"), Counting(model)
        told = dry_run(article, KIND, Asked(model, model), options, {})
        asyncio.run(make_sheet(article, KIND, counting, options))
        assert f"calls: {counting.requests}\n" in told
        sent += counting.requests
    with open_ledger(tmp_path / "ledger.sqlite3", create=True) as ledger:
        wanted = Wanted(KIND, (model,), options)
        run = prepare(ledger, Folder(tmp_path / "out"), sorted(map(str, (tmp_path / "in").iterdir())), wanted)
        assert run.plan.articles == len(texts)
        assert re.search(r"about (\d+) requests?", estimate(run, wanted, Asking(), HERE).sentence)[1] == str(sent)


def test_the_second_question_is_estimated_in_requests_and_tokens():
    """As many questions as the entries of a story of that size take; none where nobody is asked."""
    short = second_question(KIND, "openai/gpt-5", 1_000, Options())
    assert short.requests == 1
    assert 2_000 < short.prompt_tokens < 4_000
    assert second_question(KIND, "openai/gpt-5", 20_000, Options()).requests == 2
    assert second_question(KIND, "extractive", 1_000, Options()) == Usage()
    assert second_question(KIND, "openai/gpt-5", 1_000, Options(verify=False)) == Usage()


def test_the_price_of_a_second_question_is_that_of_its_model():
    """Where another model is asked, its own price counts, and an unknown one is said."""
    article = article_from_text(story(40), name="-")
    prices = {"endpoint/m": {"input": 1, "output": 1}, "endpoint/dear": {"input": 1000, "output": 1000}}

    def cost(verifier, options=None):
        told = dry_run(article, KIND, Asked("endpoint/m", verifier), options or Options(), prices)
        return told.rpartition("cost: ")[2]

    def dollars(told):
        return float(re.search(r"about \$([\d.]+)", told)[1])

    alone = dollars(cost("endpoint/m", Options(verify=False)))
    assert alone < dollars(cost("endpoint/m")) < 2 * alone
    assert dollars(cost("endpoint/dear")) > 100 * alone
    assert "no price for endpoint/unknown" in cost("endpoint/unknown")


RECORDED = Path(__file__).parent.parent / "fixtures"


def recorded_drafts():
    """Each recorded draft: the tokens of its part, its answer, what was likely, and of the whole prompt."""
    found = {}
    for line in (RECORDED / "recorded.txt").read_text(encoding="utf-8").splitlines():
        name, *options = line.split()
        options = Options(**{key: int(value) for key, value in (one.split("=") for one in options)})
        for chunk in cut(read_article(RECORDED / "articles" / name), KIND, "endpoint/hand-written", options):
            request = draft_request(KIND, chunk, model="endpoint/hand-written")
            recorded = json.loads(recording_path(RECORDED / "recordings", request).read_text(encoding="utf-8"))
            size, prompt = tokens.count(chunk.text()), sum(tokens.count(m.content) for m in request.messages)
            came = recorded["completion"]["usage"]["completion_tokens"]
            found[request.key] = size, came, answer_length.likely(chunk.text(), size), prompt
    return list(found.values())


def test_answers_are_about_as_long_as_is_said():
    """Of the recorded ones most are, one by one, and all of them together."""
    drafts = recorded_drafts()
    assert len(drafts) == 25
    assert sum(abs(likely / came - 1) <= 0.25 for _, came, likely, _ in drafts) >= 21
    assert sum(likely for _, _, likely, _ in drafts) == pytest.approx(sum(came for _, came, _, _ in drafts), rel=0.1)


@pytest.mark.parametrize("window", [4_096, 8_192, 16_384, 32_768])
def test_no_part_overflows_its_window_with_its_own_answer(window):
    """Of parts as large as a window of that size takes, each fits into it with the answer that came."""
    drafts = recorded_drafts()
    around = min(prompt - size for size, _, _, prompt in drafts)
    small = [one for one in drafts if one[0] <= answer_length.part_within(window - around)]
    assert small or window == 4_096
    assert all(prompt + came <= window for _, came, _, prompt in small)


def test_a_model_is_learnt_from_what_it_used(tmp_path):
    """Where the ledger has articles that it made, what they used counts more than what others use."""
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(story(20 + number), encoding="utf-8")
    with open_ledger(tmp_path / "ledger.sqlite3", create=True) as ledger:
        wanted = Wanted(KIND, ("ollama/small",), Options(verify=False))
        run = prepare(ledger, Folder(tmp_path / "out"), sorted(map(str, (tmp_path / "in").iterdir())), wanted)
        before = _out(estimate(run, wanted, Asking(), HERE).sentence)
        with ledger.transaction() as database:
            for one in range(1, 7):
                used = Usage(2_000, 0, 700, 1, 0.0)
                keeping_attempt(Attempt(one, run.number, now(), "ollama/small", "made", "", used))(database)
            database.execute("UPDATE articles SET state = 'waiting'")
        after = _out(estimate(run, wanted, Asking(), HERE).sentence)
    assert before > 2 * 4_200
    assert after == pytest.approx(4_200, rel=0.05)


def _out(sentence):
    return int(re.search(r"([\d,]+) out", sentence)[1].replace(",", ""))


@pytest.mark.long
def test_a_story_takes_about_what_is_said(capsys):
    """All that is asked about each recorded story, second questions and summaries with it."""
    estimates = runpy.run_path(str(RECORDED.parent / "benchmarks" / "estimates.py"))
    estimates["main"]()
    assert "within 25 %: 13 of 13 stories" in capsys.readouterr().out
