"""Prices: known ones are computed, local servers are free, and the rest is unknown."""

from __future__ import annotations

import asyncio

import pytest
from batching import factsheet
from fakes import GOOD, Scripted, Server, question, says

from factsheet.errors import CostError
from factsheet.models.capped import Budget, Capped, most
from factsheet.models.prices import Prices
from factsheet.records import Completion, Usage

USED = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=100_000, requests=1)
OWN = {"openai/gpt-4.1": {"input": 2.0, "cached": 0.5, "output": 8.0}, "endpoint/m": {"input": 2, "output": "8"}}


@pytest.mark.parametrize(
    ("spec", "dollars"),
    [
        ("openai/gpt-4.1", 0.6 * 2 + 0.4 * 0.5 + 0.1 * 8),
        ("endpoint/m", 1.0 * 2 + 0.1 * 8),
        ("ollama/llama", 0.0),
        ("vllm/gpt-4.1", 0.0),
        ("extractive", 0.0),
        ("endpoint/other", None),
        ("openai/a-model-of-tomorrow", None),
        ("nobody/gpt-4.1", None),
    ],
)
def test_what_a_completion_costs(spec, dollars):
    """By a table of one's own first, whose cached tokens cost as others where it does not say; unknown is not 0."""
    assert Prices(OWN).cost(spec, USED) == (None if dollars is None else pytest.approx(dollars, rel=1e-9))


@pytest.mark.parametrize(
    ("spec", "dollars"), [("ollama/llama", 0.0), ("endpoint/free", 0.0), ("endpoint/m", None), ("endpoint/other", None)]
)
def test_a_call_of_which_nobody_told_the_tokens_costs_nothing_only_where_nothing_does(spec, dollars):
    """It is unknown where the model has a price, and where nobody knows whether it has one."""
    free = {"endpoint/free": {"input": 0, "output": 0}}
    assert Prices(OWN | free).untold(spec) == dollars


def test_the_prices_of_large_providers_are_known():
    """With genai-prices; cached tokens are cheaper, and each token counts once."""
    known = Prices()
    prompt, answer = (known.cost("openai/gpt-4.1", used) for used in (Usage(1000), Usage(0, 0, 1000)))
    assert 0 < prompt < answer
    cached = known.cost("openai/gpt-4.1", Usage(1000, 400))
    assert prompt * 0.6 < cached < prompt
    assert known.cost("openai/gpt-4.1", Usage(1000, 400, 1000)) == pytest.approx(cached + answer)


def test_usage_is_summed_field_by_field():
    """Tokens, requests and money each with their own."""
    assert Usage(1, 2, 3, 4, 0.5) + Usage(10, 20, 30, 40, 0.25) == Usage(11, 22, 33, 44, 0.75)
    assert sum([Usage(1, 0, 1, 1, 0.5)] * 3, Usage()) == Usage(3, 0, 3, 3, 1.5)
    assert (Usage(cost=0.5) + Usage()).cost == 0.5
    assert (Usage() + Usage(cost=0.5)).cost == 0.5
    assert (Usage(cost=0.0) + Usage(cost=0.5)).cost == 0.0


def test_the_most_that_a_request_can_use():
    """No less than its prompt and schema, an answer as long as it may be, once."""
    short, long = most(question("a", max_tokens=70)), most(question("a" * 5000))
    assert (short.completion_tokens, long.completion_tokens) == (70, 16_000)
    assert short.requests == long.requests == 1
    assert short.cached_tokens == 0
    schema = question("a", schema={"type": "object", "title": "x" * 4000}, max_tokens=70)
    assert short.prompt_tokens > 10
    assert long.prompt_tokens > short.prompt_tokens
    assert most(schema).prompt_tokens > short.prompt_tokens


ASKED = question(max_tokens=1000)
PRICED = Prices({"endpoint/m": {"input": 1.0, "output": 10.0}})
BOUND = PRICED.cost("endpoint/m", most(ASKED))


def _ask(*models):
    """Ask each model in turn; how many answered before the limit."""

    async def ask():
        answered = 0
        try:
            for model in models:
                await model.complete(ASKED)
                answered += 1
        except CostError as error:
            return answered, str(error)
        return answered, ""

    return asyncio.run(ask())


def _costing(dollars):
    return Scripted(Completion(GOOD, usage=Usage(1, 0, 1, 1, dollars)))


def test_a_limit_may_be_reached_and_not_passed():
    """A call that could bring the total to the very limit is made, and one that could bring it above is not."""
    assert _ask(Capped(_costing(0.0), PRICED, BOUND))[0] == 1
    assert _ask(Capped(_costing(0.0), PRICED, BOUND * 0.999))[0] == 0
    assert Capped(_costing(0.0), PRICED, BOUND).name == "endpoint/m"


def test_several_models_share_a_budget_and_what_was_spent_before_counts():
    """What one has spent is not there for the other; the message says how much of how much."""
    budget = Budget(BOUND * 3, held=BOUND)
    one, other = Capped(_costing(BOUND), PRICED, budget), Capped(_costing(BOUND), PRICED, budget)
    answered, message = _ask(one, other, one)
    assert answered == 2
    assert budget.held == pytest.approx(BOUND * 3)
    assert f"limit of ${BOUND * 3:g}: ${BOUND * 3:.4f} is spent" in message
    assert message.endswith(f"could cost ${BOUND:.4f}")


def test_a_request_of_several_calls_is_bounded_by_all_of_them():
    """As the first one to an endpoint, which may go down the ladder."""
    assert _ask(Capped(_costing(0.0), PRICED, BOUND * 2.5, calls=lambda: 3))[0] == 0
    assert _ask(Capped(_costing(0.0), PRICED, BOUND * 3.5, calls=lambda: 3))[0] == 1


def test_an_answer_of_unknown_cost_counts_as_what_it_could_have_cost():
    """A server that sends no usage may have billed the most."""
    assert _ask(*[Capped(_costing(None), PRICED, Budget(BOUND * 1.5))] * 2)[0] == 1


def test_a_price_on_the_command_line_lets_a_limit_hold(tmp_path):
    """An endpoint whose price nobody knows is asked within a limit once its price is given."""
    story = "Council votes\n\nThe council of Northam voted on Monday to close the bridge.\n"
    (tmp_path / "story.txt").write_text(story)
    with Server(says("{}")) as server:
        ask = ["brief", "story.txt", "-m", "m", "--base-url", server.url, "--no-cache", "--max-cost", "0.0001", "-q"]
        done = factsheet(*ask, cwd=tmp_path)
        assert "--price IN/OUT" in done.stderr
        done = factsheet(*ask, "--price", "1/10", cwd=tmp_path)
        assert "stopped before the limit" in done.stderr
        assert server.requests == []
        assert factsheet(*ask[:-3], "-q", "--price", "1/10", "--temperature", "0.5", cwd=tmp_path).returncode in {0, 1}
        assert server.requests[0]["temperature"] == 0.5
        for wrong in ("1", "a/b", "-1/2", "nan/1", "inf/1"):
            assert factsheet(*ask, "--price", wrong, cwd=tmp_path).returncode == 2
