"""What is said before asking: as many requests as are then sent, whatever the model's window."""

from __future__ import annotations

import asyncio
import re
from itertools import cycle, islice

import pytest

from factsheet.batch.asking import Wanted, estimate
from factsheet.batch.day import prepare
from factsheet.batch.ledger import Folder, open_ledger
from factsheet.cli.estimate import Asked, dry_run
from factsheet.kinds import load_kind
from factsheet.models.extractive import Extractive
from factsheet.pipeline import Options, make_sheet, second_question
from factsheet.readers.text import article_from_text
from factsheet.records import Completion, Usage

KIND = load_kind()
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
        assert re.search(r"about (\d+) requests?", estimate(run, wanted, {}, "host").sentence)[1] == str(sent)


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
    assert "there is no price for endpoint/unknown" in cost("endpoint/unknown")
