"""Malicious and faulty endpoints: each answer is used, or fails with a reason; money is counted."""

from __future__ import annotations

import asyncio
import gzip
import json
import sqlite3
import time

import pytest
from fakes import GOOD, USAGE, Reply, Scripted, Server, body_of, question, raw, says, status

from factsheet.batch.asking.scheduler import Scheduled
from factsheet.batch.asking.stored import Stored
from factsheet.batch.ledger import Writer, open_ledger
from factsheet.errors import (
    BadRequestError,
    CostError,
    GarbledReplyError,
    LedgerError,
    ModelError,
    OutageError,
    TimedOutError,
    UnreachableError,
    UsageError,
)
from factsheet.models import Asking, Footing, guarded, open_model
from factsheet.models.cached import Cached
from factsheet.models.capped import Budget, Capped
from factsheet.models.endpoint import Endpoint, arguments
from factsheet.models.prices import Prices
from factsheet.models.retrying import Retrying
from factsheet.models.specs import Spec, parse_spec
from factsheet.models.streamed import goes_round
from factsheet.models.tokens import most
from factsheet.records import Completion, Usage

PRICES = Prices({"endpoint/m": {"input": 1.0, "output": 10.0}})


def ask(server, request=None, *, timeout=20.0, prices=PRICES, footing=None):
    endpoint = Endpoint(server.spec(), prices, timeout, footing or Footing(settled=True))
    return asyncio.run(endpoint.complete(request or question()))


def pieces(*events, done=True):
    """An answer that comes piece by piece, as servers send it."""
    lines = [f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n" for event in events]
    body = "".join(lines) + ("data: [DONE]\n\n" if done else "")
    return Reply(200, body.encode(), {"Content-Type": "text/event-stream"})


def piece(text, finish=None):
    return {"model": "m-1", "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


# --- usage ---


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        [],
        "100",
        {"prompt_tokens": 100},
        {"prompt_tokens": -100, "completion_tokens": 20},
        {"prompt_tokens": 100, "completion_tokens": -20},
        {"prompt_tokens": 0, "completion_tokens": 0},
        {"prompt_tokens": True, "completion_tokens": 20},
        {"prompt_tokens": "100", "completion_tokens": 20},
        {"prompt_tokens": 2**63, "completion_tokens": 20},
        {"prompt_tokens": 100, "completion_tokens": 10**30},
        {"prompt_tokens": 100, "completion_tokens": float("nan")},
        {"prompt_tokens": 100, "completion_tokens": float("inf")},
    ],
)
def test_a_usage_that_is_none_costs_the_most_that_the_call_could(usage):
    """A limit on cost holds where a server tells no tokens, or nonsense: what is not known is never nothing."""
    request = question(max_tokens=1_000)
    bound = PRICES.cost("endpoint/m", most(request))
    budget = Budget(1.5 * bound)
    with Server(says(GOOD, usage=usage)) as server:
        endpoint = Endpoint(server.spec(), PRICES, footing=Footing(settled=True))
        capped = Capped(endpoint, PRICES, budget)

        async def two():
            first = await capped.complete(request)
            with pytest.raises(CostError):
                await capped.complete(request)
            return first

        completion = asyncio.run(two())
    assert completion.usage.cost is None
    assert budget.held == pytest.approx(bound)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": 100.0, "completion_tokens": 19.5},
        {**USAGE, "prompt_tokens_details": {"cached_tokens": 10**12}},
        {**USAGE, "prompt_tokens_details": {"cached_tokens": -5}},
        {**USAGE, "prompt_tokens_details": "none"},
    ],
)
def test_a_usage_that_can_be_read_costs_what_it_says(usage):
    """Fractions are rounded up, and no more can come from a cache than was sent."""
    with Server(says(GOOD, usage=usage)) as server:
        used = ask(server).usage
    assert (used.prompt_tokens, used.completion_tokens) == (100, 20)
    assert 0 <= used.cached_tokens <= 100
    assert used.cost == pytest.approx(0.0003)


def test_what_nobody_told_counts_in_the_next_run_too(tmp_path):
    """The ledger keeps what a call cost at the most, beside what is known."""
    request = question()
    model = Scripted(Completion(GOOD, usage=Usage(requests=1)))
    spent = _stored(tmp_path, model, [request], lambda _: 0.25)
    assert spent == 0.25


def _stored(folder, model, requests, bound=lambda _: None, after=lambda writer: None):
    async def run(ledger):
        async with Writer(ledger.path) as writer:
            stored = Stored(model, ledger, writer, "here", bound)
            for request in requests:
                after(writer)
                await stored.complete(request)

    with open_ledger(folder / "ledger.db", create=True) as ledger:
        asyncio.run(run(ledger))
        return ledger.completions.spent()


def test_a_price_that_is_no_number_keeps_no_limit_open():
    """An endless price times nothing is no number: then nothing is asked."""
    prices = Prices({"endpoint/m": {"input": float("nan"), "output": 1.0}})
    with pytest.raises(CostError):
        asyncio.run(Capped(Scripted(GOOD), prices, 1.0).complete(question()))


# --- redirects ---


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_an_article_is_not_sent_on_to_another_host(code):
    """What a server sends on to is told, and is sent nothing."""
    with Server(says(GOOD)) as other:
        there = other.url.replace("127.0.0.1", "localhost") + "/chat/completions"
        with (
            Server(Reply(code, b"", {"Location": there})) as server,
            pytest.raises(BadRequestError, match=r"localhost, where nothing was sent") as error,
        ):
            ask(server)
    assert other.requests == []
    assert not isinstance(error.value, UnreachableError)


def test_another_port_is_another_host():
    """Whoever may answer at one port of a machine need not be trusted at another."""
    with Server(says(GOOD)) as other:
        moved = Reply(307, b"", {"Location": other.url + "/chat/completions"})
        with Server(moved) as server, pytest.raises(BadRequestError, match="nothing was sent"):
            ask(server)
    assert other.requests == []


def test_a_redirect_on_the_same_host_is_followed():
    """With the body, where the status says so."""
    with Server(Reply(308, b"", {"Location": "/v2/chat/completions"}), says(GOOD)) as server:
        assert ask(server).text == GOOD
    assert server.paths == ["/v1/chat/completions", "/v2/chat/completions"]
    assert server.requests[0] == server.requests[1]


# --- bodies ---


def test_a_body_without_end_is_not_kept():
    """Its bytes are counted as they come, and after they are unpacked."""
    large = json.dumps({"choices": [], "padding": "x" * (guarded.MOST_BYTES + 400_000)}).encode()
    for body, headers in ((large, {}), (gzip.compress(large), {"Content-Encoding": "gzip"})):
        with Server(Reply(200, body, headers)) as server, pytest.raises(GarbledReplyError, match="longer than"):
            ask(server)


def test_a_body_is_unpacked_here():
    """What proxies pack comes through; what was not asked for, or is broken, is told."""
    packed = gzip.compress(says(GOOD).body)
    with Server(Reply(200, packed, {"Content-Encoding": "gzip"})) as server:
        assert ask(server).text == GOOD
    for body, encoding in ((packed, "br"), (b"no gzip", "gzip")):
        reply = Reply(200, body, {"Content-Encoding": encoding})
        with Server(reply) as server, pytest.raises(GarbledReplyError, match=r"encoding|decompressed"):
            ask(server)


def test_a_cut_body_is_asked_for_twice():
    """It may have been billed: it counts, and five times would be too many."""
    cut = Reply(200, says(GOOD).body, send=30)
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    with Server(cut) as server, pytest.raises(GarbledReplyError, match="broke off") as error:
        asyncio.run(Retrying(Endpoint(server.spec(), PRICES, 20.0), sleep=sleep).complete(question()))
    assert len(server.requests) == 2
    assert error.value.usage == Usage(requests=2, cost=None)


# --- words of servers ---

HOSTILE = "\ud800 \x1b[31mred\x1b]0;title\x07 \u202e sk-secret-0123456789 done"


@pytest.mark.parametrize(
    "reply",
    [
        says(None, refusal=HOSTILE),
        body_of({"error": {"message": HOSTILE}}),
        body_of({"error": HOSTILE}, 500),
        status(400, HOSTILE),
        status(401, HOSTILE),
        raw(f"<title>{HOSTILE}</title>".encode("utf-8", "replace").decode(), 502),
    ],
    ids=["refusal", "error in 200", "500", "400", "401", "page"],
)
def test_what_a_server_says_can_be_stored_and_shown(reply):
    """No half character, no escape of a terminal, no key is left of it."""
    with Server(reply) as server, pytest.raises(ModelError) as error:
        ask(server)
    said = str(error.value)
    said.encode("utf-8")
    assert said.isprintable()
    assert "secret" not in said
    assert "done" in said


def test_the_name_that_a_server_gives_its_model_can_be_stored():
    """It stands in recordings and ledgers."""
    reply = json.loads(says(GOOD).body) | {"model": "m\ud800\x1b[0m"}
    with Server(body_of(reply)) as server:
        assert ask(server).model.isprintable()


# --- piece by piece ---


def test_an_answer_that_comes_piece_by_piece_is_put_together():
    """With its usage, which comes last."""
    events = [piece('{"title"'), piece(': "Tal'), piece('ks"}', "stop"), {"choices": [], "usage": USAGE}]
    with Server(pieces(*events)) as server:
        completion = ask(server)
    assert (completion.text, completion.finish, completion.model) == (GOOD, "stop", "m-1")
    assert completion.usage.completion_tokens == 20
    assert server.requests[0]["stream"] is True


def test_silence_is_limited_and_not_the_answer():
    """An answer of many pieces may take longer than one piece."""
    body = pieces(*[piece(char) for char in GOOD], piece("", "stop")).body
    slow = Reply(200, body, {"Content-Type": "text/event-stream"}, pause=0.001)
    with Server(slow) as server:
        start = time.monotonic()
        assert ask(server, timeout=0.8).text == GOOD
        assert time.monotonic() - start > 0.8
    silent = Reply(200, body, {"Content-Type": "text/event-stream"}, before=5.0)
    with Server(silent) as server, pytest.raises(TimedOutError, match=r"within 0.2 s; --timeout sets"):
        ask(server, timeout=0.2)


def test_an_answer_that_breaks_off_is_none():
    """Without its last piece it may be half a sheet."""
    with Server(pieces(piece('{"title"'), done=False)) as server, pytest.raises(GarbledReplyError, match="broke off"):
        ask(server)
    error = {"error": {"message": "out of memory"}}
    with Server(pieces(piece("{"), error, done=False)) as server, pytest.raises(GarbledReplyError, match="memory"):
        ask(server)


def test_an_answer_that_goes_round_in_circles_is_cut():
    """It is not read to its end, and counts as one that reached its limit."""
    loop = [piece('{"title": "')] + [piece("and the mayor said so, ")] * 4_000 + [piece("", "stop")]
    with Server(pieces(*loop)) as server:
        completion = ask(server)
    assert completion.finish == "length"
    assert len(completion.text) < 20_000
    used = completion.usage
    assert (used.requests, used.cost) == (1, None)
    assert used.prompt_tokens > 0
    assert len(completion.text) / 6 < used.completion_tokens < len(completion.text) / 3


def test_what_an_answer_used_that_was_cut_is_counted_and_its_cost_at_the_most():
    """Tokens by what was sent and what came; a limit on cost reckons with the longest answer, as nobody told."""
    loop = [piece('{"title": "')] + [piece("and the mayor said so, ")] * 4_000 + [piece("", "stop")]
    prices = Prices({"endpoint/m": {"input": 1.0, "output": 1.0}})
    with Server(pieces(*loop)) as server:
        budget = Budget(1.0)
        capped = Capped(Endpoint(server.spec(), prices), prices, budget)
        used = asyncio.run(capped.complete(question())).usage
    assert used.cost is None
    assert budget.held == pytest.approx(prices.cost("endpoint/m", most(question())))
    assert budget.held > (used.prompt_tokens + used.completion_tokens) / 1e6


def test_lists_and_rules_are_no_loop():
    """Entries repeat their keys, and never their words; a row of dashes ends."""
    entries = "".join(f'{{"name": "Person {n}", "kind": "person", "role": null, "aliases": []}}, ' for n in range(400))
    assert not goes_round(entries)
    assert not goes_round("x" + "-" * 1_000)
    assert goes_round('"evidence": [' + '"the same words", ' * 500)


# --- what is sent ---


def test_every_call_has_a_limit_and_a_temperature():
    """The window leaves room for so much; nothing is drawn at random unless that is asked for."""
    spec = Spec("vllm", "m", "http://127.0.0.1:1/v1", None)
    sent = arguments(spec, question("word " * 500), "text", Footing(window=4_096))
    assert sent["temperature"] == 0
    assert 2_000 < sent["max_tokens"] < 4_096 - 500
    assert arguments(spec, question(temperature=0.7, max_tokens=9), "text") | {"temperature": 0.7, "max_tokens": 9} == (
        arguments(spec, question(temperature=0.7, max_tokens=9), "text")
    )
    assert "max_completion_tokens" in arguments(
        Spec("openai", "m", "https://api.openai.com/v1", "k"), question(), "text"
    )


def test_the_name_of_a_schema_is_made_fit():
    """A kind's folder may be called as it likes."""
    spec = Spec("vllm", "m", "http://127.0.0.1:1/v1", None)
    for name in ("häuser & höfe", "x" * 200, "   "):
        fit = arguments(spec, question(schema_name=name), "strict")["response_format"]["json_schema"]["name"]
        assert fit.isascii()
        assert fit.replace("_", "a").replace("-", "a").isalnum()
        assert len(fit) <= 64


@pytest.mark.parametrize("name", ["temperature", "stream_options", "stream", "max_tokens"])
def test_a_parameter_that_a_server_does_not_take_is_left_out(name):
    """It is asked once more without, and from then on."""
    with Server(status(400, f"Unsupported value: '{name}'"), says(GOOD)) as server:
        footing = Footing(settled=True)
        ask(server, footing=footing)
        ask(server, footing=footing)
    assert [name in body for body in server.requests] == [True, False, False]


def test_a_window_that_a_server_tells_of_is_kept_to():
    """A limit that does not fit beside the prompt is lowered, rather than the article cut."""
    told = "'max_tokens' is too large: 7000. This model's maximum context length is 4096 tokens"
    with Server(status(400, told), says(GOOD)) as server:
        ask(server)
    assert [body["max_tokens"] < 4_096 for body in server.requests] == [False, True]


def test_another_temperature_is_asked_for_and_kept_apart(tmp_path):
    """Answers of one are none of another."""
    with Server(says(GOOD)) as server:
        for temperature in (None, 0.7, 0.7):
            asking = Asking(server.url, temperature=temperature, cache=tmp_path / "cache.sqlite3")
            asyncio.run(open_model("endpoint/m", asking, environment={}).complete(question()))
    assert [body["temperature"] for body in server.requests] == [0, 0.7]


# --- addresses ---


@pytest.mark.parametrize(
    "address", ["http://[bad", "http://", "http://h:99999/v1", "http://a b/v1", "http://h\n/v1", "ftp://u:pw@h/", "x"]
)
def test_an_address_that_is_none_is_told_without_its_secrets(address):
    """Before anything is sent."""
    with pytest.raises(UsageError, match="base URL") as error:
        parse_spec("m", base_url=address, environment={})
    assert "pw" not in str(error.value)


def test_a_wrong_port_is_told_at_once():
    """Nothing that is asked again would change it; the address and the option are named."""
    with Server(says(GOOD)) as server:
        url = server.url
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    def model(address):
        return Retrying(Endpoint(Spec("endpoint", "m", address, None), PRICES), sleep=sleep)

    for address in (url, url.replace("http:", "https:")):
        with pytest.raises(UnreachableError, match=r"127\.0\.0\.1.*--base-url"):
            asyncio.run(model(address).complete(question()))
    assert slept == []
    with pytest.raises(OutageError, match="start again"):
        asyncio.run(Scheduled(model(url), 4).complete(question()))


def test_a_server_that_answered_before_may_be_back():
    """Then a refused connection is waited out."""
    with Server(says(GOOD)) as server:
        endpoint = Endpoint(server.spec(), PRICES, footing=Footing(settled=True))

        async def twice():
            await endpoint.complete(question())
            server._server.server_close()
            await endpoint._clients._free[0][0].close()
            endpoint._clients = None
            with pytest.raises(ModelError) as error:
                await endpoint.complete(question())
            return error.value

        assert not isinstance(asyncio.run(twice()), UnreachableError)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_no_proxy_stands_before_this_machine(monkeypatch, variable):
    """A proxy is for what is elsewhere."""
    monkeypatch.setenv(variable, "http://127.0.0.1:1")
    with Server(says(GOOD)) as server:
        assert ask(server).text == GOOD


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "socks5://h:1"), ("HTTPS_PROXY", "gopher://h"), ("SSL_CERT_FILE", "/nowhere.pem")],
)
def test_an_environment_that_cannot_be_used_is_named(monkeypatch, variable, value):
    """A proxy of a kind that nothing here speaks, certificates that are not there."""
    monkeypatch.setenv(variable, value)
    endpoint = Endpoint(Spec("endpoint", "m", "https://models.invalid/v1", "k"), PRICES)
    with pytest.raises(UsageError, match=variable):
        asyncio.run(endpoint.complete(question()))


def test_a_long_wait_is_said():
    """Whoever is to come back in an hour wants to know that."""
    with Server(status(429, "later", retry_after="3600")) as server, pytest.raises(ModelError, match="wait 3600 s"):
        ask(server)


# --- disks ---


def _full(_database):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


def test_on_a_full_disk_what_is_under_way_is_kept_and_nothing_more_is_asked(tmp_path):
    """Room is set aside for that, and given back at the end."""
    asked, failed = [], []

    def once(database):
        if not failed:
            failed.append(True)
            _full(database)

    async def run(ledger):
        async with Writer(ledger.path) as writer:
            assert (tmp_path / ".room").stat().st_size > 1_000_000

            class FullMeanwhile:
                name = "endpoint/m"

                async def complete(self, request):
                    asked.append(request.messages[1].content)
                    await writer.write(once)
                    return Completion(GOOD, usage=Usage(10, 0, 5, 1, 0.01))

            stored = Stored(FullMeanwhile(), ledger, writer, "here")
            await stored.complete(question("One."))
            assert ledger.completions.find(question("One.").key, "here") is not None
            with pytest.raises(LedgerError, match="make room"):
                await stored.complete(question("Two."))

    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        asyncio.run(run(ledger))
    assert asked == ["One."]
    assert not (tmp_path / ".room").exists()


def test_an_answer_that_cannot_be_kept_is_used(tmp_path):
    """It is paid for; the sheet says that it is not kept."""
    cached = Cached(Scripted(GOOD), tmp_path / "cache.sqlite3", "here")
    asyncio.run(cached.complete(question("One.")))
    cached._opened.execute("PRAGMA max_page_count = 1")
    cached._opened.execute("PRAGMA query_only = ON")
    completion = asyncio.run(cached.complete(question("Two.")))
    assert completion.text == GOOD
    assert "not kept" in completion.notes[0]
