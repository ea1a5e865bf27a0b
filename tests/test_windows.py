"""The context window: asked of the server once, kept in the ledger, and every request fits it."""

from __future__ import annotations

import asyncio
import json

import pytest
from fakes import GOOD, Server, question, says, status

from factsheet import Asking, Options, load_kind, make_sheet, open_model
from factsheet.batch.ledger import open_ledger
from factsheet.drafting import read_draft
from factsheet.errors import WindowError
from factsheet.models import Footing, footing_of
from factsheet.models.asked import window_of
from factsheet.models.endpoint import Endpoint
from factsheet.models.prices import Prices
from factsheet.models.several import Several
from factsheet.models.shown import form_shown, form_tokens
from factsheet.models.specs import Spec
from factsheet.models.streamed import goes_round
from factsheet.pipeline import answer_length, cut
from factsheet.readers.text import article_from_text
from factsheet.records import Completion

KIND = load_kind()
STORY = article_from_text("Bridge closed\n\n" + "The council of Northam voted to close the bridge. " * 40, name="-")


def listed(**said):
    """A list of models, in which one says this of itself."""
    return {"data": [{"id": "other"}, {"id": "m", **said}]}


def props(window):
    """What llama.cpp says of itself."""
    return {"/props": {"default_generation_settings": {"n_ctx": window}}}


LOADED = {"/api/ps": {"models": [{"name": "m:latest", "context_length": 16_384}]}}
OF_ITS_OWN_NAME = {"data": [{"id": "/models/x.gguf", "meta": {"n_ctx": 4_096}}]}
PROXIED = {"data": [{"model_name": "m", "model_info": {"max_input_tokens": 128_000}}]}
SERVERS = {
    "llama.cpp, what each slot has": ("llamacpp", props(2_048), 2_048),
    "llama.cpp, under another name": ("llamacpp", {"/v1/models": OF_ITS_OWN_NAME}, 4_096),
    "vLLM": ("vllm", {"/v1/models": listed(max_model_len=32_768)}, 32_768),
    "Ollama, loaded": ("ollama", LOADED | {"/api/show": {"parameters": "num_ctx 512"}}, 16_384),
    "Ollama, by its file": ("ollama", {"/api/show": {"parameters": "top_k 4\nnum_ctx 9000"}}, 9_000),
    "Ollama, that says no more": ("ollama", {"/api/show": {"model_info": {"llama.context_length": 131_072}}}, 4_096),
    "Ollama, a small model": ("ollama", {"/api/show": {"model_info": {"gpt2.context_length": 1_024}}}, 1_024),
    "LM Studio": ("lmstudio", {"/api/v0/models": listed(max_context_length=8_000)}, 8_000),
    "LiteLLM": ("litellm", {"/model/info": PROXIED}, 128_000),
    "another one": ("endpoint", {"/v1/models": listed(context_length=65_536)}, 65_536),
    "another model's": ("endpoint", {"/v1/models": {"data": [{"id": "a", "context_length": 900}, {"id": "b"}]}}, None),
    "nonsense": ("vllm", {"/v1/models": listed(max_model_len="many")}, None),
    "a list": ("vllm", {"/v1/models": [1, 2]}, None),
    "nothing": ("llamacpp", {}, None),
    "a negative one": ("llamacpp", props(-1), None),
}


@pytest.mark.parametrize(("provider", "told", "window"), SERVERS.values(), ids=SERVERS)
def test_each_server_is_asked_in_its_way(provider, told, window):
    """Once, however often somebody wants to know; what makes no sense leaves the window unknown."""
    with Server(says(GOOD), told=told) as server:
        model = open_model(f"{provider}/m", Asking(base_url=server.url), environment={"LITELLM_API_KEY": "k"})

        async def twice():
            return [(await footing_of(model)).window for _ in range(2)]

        assert asyncio.run(twice()) == [window, window]
        assert len(server.looks) == len(set(server.looks))
        assert server.requests == []


def test_openai_is_not_asked():
    """It says nothing of windows."""

    async def look(path, body=None):
        raise AssertionError(path)

    assert asyncio.run(window_of(Spec("openai", "gpt-5", "https://api.openai.com/v1", "k"), look)) is None


def test_parts_fit_the_window_that_a_server_says():
    """A smaller window makes more parts; a form that must be shown, and long answers, take their room too."""
    long = article_from_text(
        "Bridge\n\n" + "\n\n".join(f"Councillor {n} spoke of it. " * 60 for n in range(20)), name="-"
    )
    parts = [
        len(cut(long, KIND, "vllm/m", Options(), footing))
        for footing in (Footing(window=100_000), Footing(), Footing(window=8_192, longest=1.5), Footing(window=5_000))
    ]
    assert parts == sorted(set(parts))
    shown = cut(long, KIND, "vllm/m", Options(), Footing(window=5_500, step=2))
    assert len(shown) > len(cut(long, KIND, "vllm/m", Options(), Footing(window=5_500)))


def test_a_window_that_is_too_small_is_told_before_anything_is_sent():
    """With what it takes and what to do."""
    with Server(says(GOOD), told=props(2_048)) as server:
        model = open_model("llamacpp/m", Asking(base_url=server.url), environment={})
        with pytest.raises(WindowError, match=r"window of 2,048 tokens is too small: .* take [\d,]+ of them; .*8,192"):
            asyncio.run(make_sheet(STORY, KIND, model))
        assert server.requests == []


def test_what_is_learnt_is_kept_in_the_ledger(tmp_path):
    """The step, the window, what a server does not take, how long answers are; a server is asked again after a day."""
    kept = {("http://h/v1", "m"): Footing(2, True, 4_096, True, {"stream"}, 1.5), ("http://h/v1", "n"): Footing()}
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        ledger.endpoints.keep(kept)
        ledger.endpoints.keep(kept)
        assert ledger.endpoints.known() == kept
        with ledger.transaction() as database:
            database.execute("UPDATE endpoints SET learnt = '2020-01-01T00:00:00.000+00:00'")
        assert ledger.endpoints.known() == {("http://h/v1", "m"): Footing(longest=1.5), ("http://h/v1", "n"): Footing()}


def test_long_answers_are_learnt_from():
    """By steps, and from whole answers alone."""
    assert answer_length.times_longest(answer_length.longest(300), 300) == 1
    assert answer_length.times_longest(answer_length.longest(300) + 50, 300) == 1.5
    assert answer_length.times_longest(10**6, 300) == 4
    text = json.dumps(KIND.empty() | {"title": {"statement": "Bridge closed", "evidence": ["Bridge closed"]}})
    used = {"prompt_tokens": 3_000, "completion_tokens": 6_000}
    for finish in ("stop", "length"):
        with Server(says(text, finish, usage=used)) as server:
            asking = Asking(base_url=server.url)
            asyncio.run(make_sheet(STORY, KIND, open_model("vllm/m", asking, environment={}), Options(verify=False)))
        (footing,) = asking.footings.values()
        assert (footing.longest > 1) is (finish == "stop")


def test_the_form_is_short_and_leaves_nothing_out():
    """It has every section and field, choices and what may be null, in a third of the schema's tokens."""
    form = json.loads(form_shown(KIND.model_schema).split("\n\n")[1])
    assert {name: set(one[0] if isinstance(one, list) else one) for name, one in form.items()} == {
        section.name: {field.name for field in section.fields if field.is_asked} for section in KIND.sections
    }
    assert form["participants"][0]["kind"] == "person|organisation|country|group"
    assert form["when"][0]["date"] == "… or null"
    assert form_tokens(KIND.model_schema) < 450


def test_a_server_that_does_not_take_bounds_on_lists_gets_none():
    """The schema stays strict, and what the server does not take is remembered."""
    bounded = {"type": "object", "properties": {"e": {"type": "array", "items": {"type": "string"}, "maxItems": 4}}}
    request = question(schema={**bounded, "required": ["e"], "additionalProperties": False})
    said = status(400, "Invalid schema for response_format: 'maxItems' is not permitted.")
    with Server(said, says('{"e": []}')) as server:
        model = open_model("m", Asking(base_url=server.url), environment={})
        for text in "ab":
            asyncio.run(model.complete(question(text, schema=request.schema)))
        assert server.formats() == ["strict"] * 3
        sent = [body["response_format"]["json_schema"]["schema"]["properties"]["e"] for body in server.requests]
    assert ["maxItems" in one for one in sent] == [True, False, False]


def test_an_entry_again_and_again_is_a_loop():
    """A small model repeats a whole entry; entries of one form with other words are none."""
    entry = '{{"statement": "The court of {0} ruled that {0} may worship.", "evidence": ["{1}", "{1}"]}},\n'
    assert goes_round("x" * 900 + entry.format("Athens", "The court ruled on Monday. " * 12) * 5)
    assert not goes_round("".join(entry.format(f"Town {n}", "It ruled on Monday. " * 15) for n in range(40)))


def test_more_evidence_than_the_bound_is_no_mistake():
    """A server without grammars may give more: nothing is asked again, and nothing is dropped."""
    title = {"statement": "Bridge closed", "evidence": ["Bridge closed"] * 5}
    reading = read_draft(KIND, Completion(json.dumps(KIND.empty() | {"title": title})))
    assert (reading.problems, len(reading.draft.facts["title"]["evidence"])) == ((), 5)


def test_of_several_servers_the_smallest_window_counts():
    """A part may come to any of them."""
    with Server(says(GOOD), told=props(8_000)) as one, Server(says(GOOD), told=props(4_000)) as other:
        specs = [Spec("llamacpp", "m", server.url, None) for server in (one, other)]
        model = Several([Endpoint(spec, Prices({})) for spec in specs])
        assert asyncio.run(footing_of(model)).window == 4_000
