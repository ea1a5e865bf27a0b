"""The endpoint, against a real HTTP server: the ladder, every bad reply, and where a key must not appear."""

from __future__ import annotations

import asyncio
import json
import socket

import pytest
from fakes import GOOD, SCHEMA, Server, body_of, cut, drips, question, raw, says, stalls, status

from factsheet.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    ContentFilterError,
    GarbledReplyError,
    OverloadedError,
    QuotaError,
    RateLimitedError,
    RefusalError,
    TimedOutError,
)
from factsheet.models import Asking, Footing, open_model
from factsheet.models.endpoint import Endpoint
from factsheet.models.prices import Prices
from factsheet.models.specs import Spec, parse_spec
from factsheet.records import Usage

PRICED = Prices({"endpoint/m": {"input": 10.0, "cached": 1.0, "output": 100.0}})


def ask(server, *requests, timeout=20.0, spec=None, prices=PRICED, footing=None):
    """The completions of these requests, sent at the same time."""

    async def run():
        endpoint = Endpoint(spec or server.spec(), prices, timeout, footing)
        return await asyncio.gather(*(endpoint.complete(request) for request in requests))

    return asyncio.run(run())


def test_a_strict_schema_is_asked_for_first():
    """What goes over the wire is the request, the schema nested where servers look for it."""
    with Server(says(GOOD)) as server:
        (completion,) = ask(server, question("Body.", max_tokens=7, temperature=0.0))
    (sent,) = server.requests
    assert completion.text == GOOD
    assert completion.model == "m-1"
    assert sent["model"] == "m"
    assert [m["content"] for m in sent["messages"]] == ["Be brief.", "Body."]
    assert sent["response_format"]["json_schema"] == {"name": "sheet", "schema": SCHEMA, "strict": True}
    assert (sent["max_tokens"], sent["temperature"]) == (7, 0.0)


def test_usage_is_what_the_server_says_and_cost_is_by_the_table():
    """Cached tokens have their own price."""
    with Server(says(GOOD)) as server:
        (completion,) = ask(server, question())
    assert completion.usage == Usage(100, 64, 20, 1, (36 * 10 + 64 * 1 + 20 * 100) / 1_000_000)


@pytest.mark.parametrize("word", ["response_format", "json_schema", "Invalid schema for response"])
def test_a_rejected_format_steps_down_the_ladder(word):
    """A server that takes no schema at all is asked in plain text, and the steps before cost nothing."""
    with Server(*[status(400, f"{word} is not supported")] * 3, says(GOOD)) as server:
        (completion,) = ask(server, question())
    assert server.formats() == ["strict", "json_schema", "json_object", "text"]
    assert completion.text == GOOD
    assert completion.usage.requests == 1


def test_a_server_error_about_the_schema_steps_down_too():
    """llama.cpp answers 500 to a schema that its grammar cannot express: asking again would not help."""
    with Server(status(500, "failed to parse grammar"), says(GOOD)) as server:
        ask(server, question())
    assert server.formats() == ["strict", "json_schema"]


@pytest.mark.parametrize("ignored", ["Sure! The title is Talks.", '{"headline": "Talks"}', f"```json\n{GOOD}\n```"])
def test_a_schema_silently_ignored_steps_down(ignored):
    """A 200 whose answer has not the keys shows that the server does not enforce the schema; usage is summed."""
    with Server(says(ignored), says(ignored), says(GOOD)) as server:
        (completion,) = ask(server, question())
    assert server.formats() == ["strict", "json_schema", "json_object"]
    assert completion.text == GOOD
    assert (completion.usage.requests, completion.usage.prompt_tokens) == (3, 300)


def test_where_no_schema_goes_along_the_prompt_shows_its_form():
    """In the first message, which is the same for all articles; the request and so its key stay as they were."""
    request = question()
    key = request.key
    with Server(*[status(400, "no response_format")] * 3, says(GOOD)) as server:
        ask(server, request)
    strict, nested, loose, text = (sent["messages"] for sent in server.requests)
    assert strict == nested
    assert loose == text
    assert loose[0]["content"].startswith("Be brief.")
    assert json.loads(loose[0]["content"].split("\n\n")[-1]) == {"title": "…"}
    assert loose[1:] == strict[1:]
    assert request.key == key == question().key


def test_the_step_is_remembered_for_endpoint_and_model():
    """A second model that is opened with the same `Asking` begins where the first one ended."""
    with Server(status(400, "no json_schema"), says(GOOD)) as server:
        asking = Asking(base_url=server.url)
        for name in ("m", "m", "other"):
            asyncio.run(open_model(name, asking, environment={}).complete(question(name)))
    assert server.formats() == ["strict", "json_schema", "json_schema", "strict"]


def test_requests_at_once_find_the_step_once():
    """The first goes alone; four that follow do not each pay for finding out."""
    ignored = says("no JSON here")
    with Server(ignored, ignored, stalls(0.2, says(GOOD))) as server:
        completions = ask(server, *(question(str(number)) for number in range(5)))
    assert server.formats() == ["strict", "json_schema", *["json_object"] * 5]
    assert [c.usage.requests for c in completions] == [3, 1, 1, 1, 1]
    assert server.most_open > 1


def test_the_first_failing_holds_nobody_up():
    """Those that waited for the first go all at once when it comes back with an error."""

    async def run(server):
        endpoint = Endpoint(server.spec(), PRICED, 20)
        asked = (endpoint.complete(question(str(number))) for number in range(3))
        return await asyncio.gather(*asked, return_exceptions=True)

    with Server(status(429), says(GOOD)) as server:
        first, *others = asyncio.run(run(server))
    assert isinstance(first, RateLimitedError)
    assert [c.text for c in others] == [GOOD, GOOD]


def test_one_bad_answer_of_a_good_server_moves_nothing():
    """Once answers have kept to the schema, one that does not is the model's fault: the caller asks again."""
    with Server(says(GOOD), says("I think so."), says(GOOD)) as server:
        footing = Footing()
        completions = [ask(server, question(str(number)), footing=footing)[0] for number in range(3)]
    assert server.formats() == ["strict"] * 3
    assert completions[1].text == "I think so."


def test_an_answer_cut_by_length_is_no_reason_to_step_down():
    """It cannot be told whether the server would have kept to the schema; the cut is handed on as such."""
    with Server(says('{"tit', "length"), says(GOOD)) as server:
        (completion,) = ask(server, question())
        ask(server, question())
    assert completion.finish == "length"
    assert server.formats() == ["strict", "strict"]


def test_a_cut_before_the_first_word_is_a_cut():
    """A model that spends its whole limit on thinking leaves no text."""
    with Server(says(None, "length")) as server:
        (completion,) = ask(server, question())
    assert (completion.text, completion.finish) == ("", "length")


BAD = {
    "refusal": (says(None, refusal="I cannot help with that."), RefusalError, "cannot help"),
    "content filter": (says(None, "content_filter"), ContentFilterError, "content filter"),
    "content filter as 400": (status(400, "filtered", kind="content_filter"), ContentFilterError, "filtered"),
    "empty answer": (says(""), GarbledReplyError, "answer is empty"),
    "no choices": (body_of({"choices": [], "usage": None}), GarbledReplyError, "no choices"),
    "choices null": (body_of({"choices": None}), GarbledReplyError, "no choices"),
    "a message of null": (body_of({"choices": [{"message": None}]}), GarbledReplyError, "no choices"),
    "a list": (body_of([1]), GarbledReplyError, "not a JSON object"),
    "an empty body": (raw(""), GarbledReplyError, "empty"),
    "HTML": (raw("<!doctype html><title>Sign in</title>"), GarbledReplyError, "page of HTML"),
    "brackets without end": (raw("[" * 100_000), GarbledReplyError, "no JSON"),
    "half a body": (raw(says(GOOD).body[:60].decode(), content_type="application/json"), GarbledReplyError, "cut"),
    "error in a 200": (body_of({"error": {"message": "provider is down"}}), GarbledReplyError, "provider is down"),
    "502 in a 200": (body_of({"error": {"code": 502, "message": "upstream"}}), OverloadedError, "upstream"),
    "429 in a 200": (body_of({"error": {"code": 429, "message": "slow down"}}), RateLimitedError, "slow down"),
    "401 in a 200": (body_of({"error": {"code": "401", "message": "who"}}), AuthenticationError, "who"),
    "quota in a 200": (body_of({"error": {"type": "insufficient_quota"}}), QuotaError, "insufficient_quota"),
    "a broken connection": (cut(says(GOOD)), GarbledReplyError, "broke off"),
    "429": (status(429, "slow down"), RateLimitedError, "slow down"),
    "quota": (status(429, "You exceeded your quota", kind="insufficient_quota"), QuotaError, "exceeded"),
    "402": (status(402, "Insufficient balance"), QuotaError, "balance"),
    "401": (status(401, "Incorrect API key provided"), AuthenticationError, "Incorrect"),
    "403": (status(403, "not your project"), AuthenticationError, "project"),
    "400": (status(400, "top_p is too large"), BadRequestError, "top_p"),
    "404": (raw("<title>404 Not Found</title>", 404), BadRequestError, "usually ends in /v1"),
    "500": (status(500, "oops"), OverloadedError, "oops"),
    "503 of a proxy": (raw("<html><title>Service down</title><p>x", 503), OverloadedError, "Service down"),
}


@pytest.mark.parametrize("case", BAD)
def test_every_bad_reply_ends_in_its_own_error(case):
    """The class says whether asking again can help, the message who said what; one call was made."""
    reply, kind, words = BAD[case]
    with Server(reply) as server, pytest.raises(kind, match=words) as error:
        ask(server, question())
    assert type(error.value) is kind
    assert str(error.value).startswith("endpoint/m: ")
    assert len(server.requests) == 1


def test_a_failed_call_tells_what_it_cost():
    """A refusal is billed like an answer."""
    with Server(says(None, refusal="No.")) as server, pytest.raises(RefusalError) as error:
        ask(server, question())
    assert error.value.usage.completion_tokens == 20
    assert error.value.usage.cost == pytest.approx(0.002424)


def test_a_reply_without_usage_counts_as_a_request():
    """Many local servers do not tell."""
    with Server(says(GOOD, usage=None)) as server:
        (completion,) = ask(server, question())
    assert completion.usage == Usage(requests=1, cost=None)


@pytest.mark.parametrize(("provider", "cost"), [("endpoint", None), ("vllm", 0.0)])
@pytest.mark.parametrize("reply", [stalls(30, says(GOOD)), raw("<p>Moved.</p>")], ids=["stall", "page"])
def test_a_call_that_may_have_been_billed_is_a_request_of_unknown_cost(reply, provider, cost):
    """No answer in time, and one that cannot be read, are counted; only a model on this machine costs nothing."""
    with Server(reply) as server, pytest.raises((TimedOutError, GarbledReplyError)) as error:
        ask(server, question(), timeout=0.3, spec=Spec(provider, "m", server.url, None))
    assert error.value.usage == Usage(requests=1, cost=cost)


@pytest.mark.parametrize("reply", [stalls(30, says(GOOD)), drips(0.05, says(GOOD))], ids=["stall", "drip"])
def test_the_time_limit_bounds_the_whole_call(reply):
    """A server that says nothing, and one that always says a little more, are both given up."""
    with Server(reply) as server, pytest.raises(TimedOutError, match="no answer"):
        ask(server, question(), timeout=0.5)


def test_a_refused_connection_names_the_address():
    """The commonest error of all: the local server is not running."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ConnectionFailedError, match=url):
        ask(None, question(), spec=Spec("ollama", "m", url, None))


@pytest.mark.parametrize(
    "reply",
    [
        status(401, "Incorrect API key provided: sk-secret-0123456789."),
        status(401, "Incorrect API key provided: sk-sec*********6789."),
        raw("<title>Bearer sk-secret-0123456789</title>", 500),
        says(None, refusal="your key is sk-secret-0123456789"),
        body_of({"error": {"message": "bad token sk-secret-0123456789"}}),
    ],
)
def test_no_message_repeats_a_key(reply):
    """Servers quote keys back, whole or in part."""
    with Server(reply) as server, pytest.raises(Exception, match="endpoint/m") as error:
        ask(server, question())
    chain = [error.value, error.value.__cause__]
    assert server.headers[0]["authorization"] == "Bearer sk-secret-0123456789"
    assert not any("sk-sec" in str(one) or "6789" in str(one) for one in chain)


def test_the_account_that_pays_is_said_to_openai_alone(monkeypatch):
    """`OPENAI_ORG_ID` and `OPENAI_PROJECT_ID` go along as with OpenAI's own client; other servers are not told."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    with Server(says(GOOD), says(GOOD)) as server:
        for provider in ("openai", "endpoint"):
            ask(server, question(), spec=Spec(provider, "m", server.url, "k"))
    openai, other = server.headers
    assert (openai["openai-organization"], openai["openai-project"]) == ("org-1", "proj-1")
    assert not any(name.startswith("openai") for name in other)


def test_a_query_in_the_address_is_kept():
    """Some services want their version there."""
    with Server(says(GOOD)) as server:
        ask(server, question(), spec=Spec("endpoint", "m", f"{server.url}/?api-version=1", None))
    assert server.paths == ["/v1/chat/completions?api-version=1"]


def test_a_password_in_the_address_is_not_repeated():
    """Neither by the error nor by the spec that a debugger prints."""
    url = "http://user:hunter2@127.0.0.1:9/v1?token=t0k"
    spec = parse_spec("m", base_url=url, environment={"OPENAI_API_KEY": "k1"})
    with pytest.raises(ConnectionFailedError) as error:
        ask(None, question(), spec=spec)
    for text in (str(error.value), repr(spec), str(spec)):
        assert not any(secret in text for secret in ("hunter2", "t0k", "k1"))


def test_half_a_surrogate_pair_does_not_reach_the_files():
    """JSON can escape what UTF-8 cannot hold."""
    with Server(says('{"title": "\ud83d"}')) as server:
        (completion,) = ask(server, question())
    assert completion.text == '{"title": "\ufffd"}'


def test_an_answer_in_parts_is_joined():
    """Some servers give a list where a string is usual."""
    with Server(says([{"type": "text", "text": '{"title":'}, {"type": "text", "text": ' "Talks"}'}])) as server:
        (completion,) = ask(server, question())
    assert completion.text == GOOD


def test_a_client_serves_one_event_loop_after_another():
    """A program may run `asyncio.run` twice with the same model."""
    with Server(says(GOOD)) as server:
        endpoint = Endpoint(server.spec(), PRICED, 20)
        assert [asyncio.run(endpoint.complete(question())).text for _ in range(2)] == [GOOD, GOOD]
