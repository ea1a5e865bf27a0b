"""Several servers of one model share the calls; a dead one costs none."""

import asyncio
import socket
from contextlib import ExitStack

import pytest
from batching import endpoint as loopback
from batching import factsheet, requests_of, write_stories
from fakes import GOOD, Server, question, says, stalls, status

from factsheet.errors import ConnectionFailedError, OverloadedError, UnreachableError, UsageError
from factsheet.models import Asking, open_model
from factsheet.models.endpoint import Endpoint
from factsheet.models.prices import Prices
from factsheet.models.several import Several
from factsheet.models.specs import Spec, full_name, parse_spec


def nowhere():
    """An address at which nothing answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


def several(*urls, clock=lambda: 0.0):
    return Several([Endpoint(Spec("vllm", "m", url, None, True), Prices(), 5) for url in urls], clock)


def ask(model, number):
    async def all_of_them():
        return await asyncio.gather(*(model.complete(question(f"Body {one}.")) for one in range(number)))

    return asyncio.run(all_of_them())


def test_calls_at_once_are_shared():
    """Each goes to the server with the fewest under way: of 20 that take their time, ten to each."""
    with Server(stalls(0.2, says("{}"))) as one, Server(stalls(0.2, says("{}"))) as other:
        ask(several(one.url, other.url), 20)
        assert (len(one.requests), len(other.requests)) == (10, 10)


def test_calls_one_after_the_other_are_shared():
    """Where none is under way, the server that had fewer."""
    with Server(says("{}")) as one, Server(says("{}")) as other:
        model = several(one.url, other.url)

        async def one_by_one():
            for number in range(6):
                await model.complete(question(f"Body {number}."))

        asyncio.run(one_by_one())
        assert (len(one.requests), len(other.requests)) == (3, 3)


def test_a_dead_server_is_left_out_and_looked_at_again():
    """Its call goes to another, later ones do not try it, and after a wait one of them does; the wait doubles."""
    now = [0.0]
    with Server(says("{}")) as alive:
        model = several(nowhere(), alive.url, clock=lambda: now[0])
        dead = model._servers[0]
        tried = []
        for moment in (0.0, 0.5, 1.0, 1.5, 2.9, 3.0):
            now[0] = moment
            ask(model, 1)
            tried.append(dead.calls)
        assert tried == [1, 1, 2, 2, 2, 3]
        assert len(alive.requests) == 6


def test_a_server_that_is_back_takes_its_share():
    """One call that it answers is enough."""
    now = [0.0]
    with Server(says("{}")) as one, Server(says("{}")) as other:
        model = several(one.url, other.url, clock=lambda: now[0])
        model._servers[0].failed(0.0)
        ask(model, 2)
        assert (len(one.requests), len(other.requests)) == (0, 2)
        now[0] = 1.0
        ask(model, 1)
        ask(model, 3)
        assert (len(one.requests), len(other.requests)) == (3, 3)


def test_where_no_server_can_be_reached_the_call_fails_and_says_so():
    """After each was tried, whether or not it is known to be dead."""
    model = several(nowhere(), nowhere())
    for _ in range(2):
        with pytest.raises(UnreachableError, match="none of 2 servers"):
            ask(model, 1)


def test_one_that_breaks_off_is_another_matter_than_one_that_never_was():
    """Something answers there: it is waited for, as one server would be."""
    with Server(says("{}")) as server:
        gone = server.url
        model = several(gone, nowhere())
        ask(model, 1)
    with pytest.raises(ConnectionFailedError) as failure:
        ask(model, 1)
    assert not isinstance(failure.value, UnreachableError)


def test_what_a_server_answers_is_its_answer():
    """A failure that it tells of is not tried elsewhere: waiting and asking again are whoever asks'."""
    with Server(status(503)) as one, Server(says("{}")) as other:
        with pytest.raises(OverloadedError):
            ask(several(one.url, other.url), 1)
        assert len(other.requests) == 0


def test_addresses_in_a_row_are_servers_of_one_model():
    """With spaces between; the first names the place that answers are kept at; each is looked at like one alone."""
    spec = parse_spec("llama.cpp/m", base_url="http://127.0.0.1:1/v1  http://127.0.0.1:2/v1", environment={})
    assert (str(spec), spec.address) == ("llamacpp/m", "http://127.0.0.1:1/v1")
    assert [each.base_url for each in spec.others] == ["http://127.0.0.1:2/v1"]
    assert spec.host == "127.0.0.1:1, 127.0.0.1:2"
    assert full_name("llama.cpp/m") == "llamacpp/m"
    assert parse_spec("llama.cpp/m", base_url=None, environment={}).base_url == "http://127.0.0.1:8080/v1"
    with pytest.raises(UsageError, match="'nonsense' is not an http"):
        parse_spec("vllm/m", base_url="http://127.0.0.1:1/v1 nonsense", environment={})


def test_each_server_is_asked_in_a_form_that_it_takes():
    """What one does not take is not held against the other."""

    def strict(body):
        wanted = body.get("response_format", {}).get("json_schema", {})
        return status(400, "response_format: strict is not supported") if wanted.get("strict") else says(GOOD)

    with Server(strict) as one, Server(says(GOOD)) as other:
        model = open_model("vllm/m", Asking(base_url=f"{one.url} {other.url}", concurrency=1))
        for number in range(4):
            asyncio.run(model.complete(question(f"Body {number}.", model="vllm/m")))
        assert set(one.formats()) == {"strict", "json_schema"}
        assert set(other.formats()) == {"strict"}


def test_a_batch_goes_on_without_a_dead_server(tmp_path):
    """Two servers and an address at which nothing answers: all is made, by both, and nothing is asked twice."""
    source = write_stories(tmp_path / "in", 12)
    with ExitStack() as stack:
        ports = [stack.enter_context(loopback("--latency", "0.05")) for _ in range(2)]
        urls = [nowhere(), *(f"http://127.0.0.1:{port}/v1" for port in ports)]
        given = [word for url in urls for word in ("--base-url", url)]
        done = factsheet("batch", source, "-o", "out", "-m", "vllm/m", "--no-verify", "-y", *given, cwd=tmp_path)
        logs = [requests_of(port) for port in ports]
    assert done.returncode == 0
    assert "12 made" in done.stderr
    assert all(len(log) >= 3 for log in logs)
    asked = [row[1] for log in logs for row in log]
    assert len(asked) == len(set(asked)) == 12
