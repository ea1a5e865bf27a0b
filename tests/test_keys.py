"""Keys are sent only to their hosts; a working folder's addresses only count when trusted."""

from __future__ import annotations

import asyncio
import json

import pytest
from fakes import Server, question, says

import factsheet
from factsheet.cli import run
from factsheet.cli.options.settings import load_settings
from factsheet.errors import NoModelError, UsageError
from factsheet.models import Asking, open_model
from factsheet.models.keys import APIS, host_of
from factsheet.models.specs import parse_spec

KEYS = {"OPENAI_API_KEY": "o", "MISTRAL_API_KEY": "m", "LITELLM_API_KEY": "l", "MINE": "x"}
STORY = "Council votes\n\nThe council voted on Monday to keep the library open, Ann Lee said.\n"


@pytest.mark.parametrize(
    ("model", "url", "key"),
    [
        ("openai/m", None, "o"),
        ("openai/m", "https://api.openai.com/v1", "o"),
        ("m", "https://api.openai.com/v1", "o"),
        ("m", "https://API.OpenAI.com:443/v1", "o"),
        ("m", "https://api.mistral.ai/v1", "m"),
        ("openai/m", "https://llm.example.org/v1", "x"),
        ("m", "https://llm.example.org:8443/v1", None),
        ("m", "http://127.0.0.1:8000/v1", None),
        ("openai/m", "http://localhost:8000/v1", None),
        ("m", "http://[::1]:8000/v1", None),
        ("m", "http://10.1.2.3:8000/v1", None),
        ("m", "http://gpu-box:8000/v1", None),
        ("m", "http://gpu.local/v1", None),
        ("ollama/m", "https://ollama.example.net/v1", None),
        ("litellm/m", None, "l"),
        ("litellm/m", "https://proxy.example.net/v1", "l"),
        ("m", "https://user:word@other.example.net/v1", None),
    ],
)
def test_a_key_goes_to_its_host_alone(model, url, key):
    """Whatever provider is named before the model, and whatever else is set."""
    endpoints = {"llm.example.org": "MINE", "llm.example.org:8443": ""}
    assert parse_spec(model, base_url=url, environment=KEYS, endpoints=endpoints).api_key == key


@pytest.mark.parametrize("model", ["m", "openai/m"])
@pytest.mark.parametrize(
    "url",
    [
        "https://llm.example.org/v1",
        "https://api.openai.com.example.org/v1",
        "https://8.8.8.8/v1",
        "http://a.localhost.co",
    ],
)
def test_a_host_that_nobody_has_named_says_what_to_set(model, url):
    """In one line; a key for another host is no key for this one."""
    with pytest.raises(UsageError, match=r"no key is configured for .*\[endpoints\]") as told:
        parse_spec(model, base_url=url, environment=KEYS)
    assert "\n" not in str(told.value)


def test_a_key_that_is_not_set_is_named():
    """That of a known host, and that of the settings."""
    for url, endpoints, name in (
        ("https://api.mistral.ai/v1", {}, "MISTRAL_API_KEY"),
        ("https://llm.example.org/v1", {"llm.example.org": "MINE"}, "MINE"),
    ):
        with pytest.raises(NoModelError, match=f"set {name}"):
            parse_spec("m", base_url=url, environment={}, endpoints=endpoints)


def test_every_known_api_has_a_host_and_a_variable_of_its_own():
    """No two share a key."""
    hosts = [host_of(url) for url, _ in APIS.values()]
    assert len(set(hosts)) == len({variable for _, variable in APIS.values()}) == len(APIS)
    assert all(url.startswith("https://") for url, _ in APIS.values())


def test_what_is_sent_has_no_key_of_another_host():
    """Over the wire: a server on this machine gets the word that the client sends for none."""
    with Server(says("{}")) as server:
        model = open_model("openai/m", Asking(base_url=server.url), environment=KEYS)
        asyncio.run(model.complete(question()))
    assert server.headers[0]["authorization"] == "Bearer none"


def test_settings_of_a_folder_name_no_address_before_they_are_trusted(tmp_path):
    """Once for what it sets; another address has to be trusted again, another model has not."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    here = tmp_path / "here"
    here.mkdir()
    file = here / "factsheet.toml"

    def trust():
        return load_settings(here, environment)

    for text in ('base_url = "https://a.example/v1"\n', '[endpoints]\n"a.example" = "OPENAI_API_KEY"\n'):
        file.write_text(text)
        with pytest.raises(UsageError, match="factsheet trust"):
            trust()
    file.write_text('model = "openai/m"\ntimeout = 5\n')
    assert trust().get("timeout") == 5
    (tmp_path / "config" / "factsheet").mkdir(parents=True)
    (tmp_path / "config" / "factsheet" / "factsheet.toml").write_text('base_url = "https://mine.example/v1"\n')
    assert trust().get("base_url") == "https://mine.example/v1"


def test_trust_is_given_once(tmp_path, monkeypatch, capsys):
    """By a command that says what is trusted; it holds for this folder and this address alone."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("OPENAI_BASE_URL", "FACTSHEET_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY)
    file = tmp_path / "factsheet.toml"
    file.write_text('base_url = "https://a.example/v1"\n')
    assert run(["brief", "story.txt", "-m", "openai/m"]) == 2
    assert "sets base_url" in capsys.readouterr().err
    assert run(["trust"]) == 0
    assert "https://a.example/v1" in capsys.readouterr().out
    assert run(["brief", "story.txt", "-m", "openai/m", "--dry-run"]) == 0
    assert "asked: openai/m at a.example\n" in capsys.readouterr().out
    file.write_text('timeout = 5\nbase_url = "https://a.example/v1"\n')
    assert run(["brief", "story.txt", "-q"]) == 0
    file.write_text('base_url = "https://b.example/v1"\n')
    assert run(["brief", "story.txt", "-q"]) == 2
    assert run(["trust"]) == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "factsheet.toml").write_text(file.read_text())
    monkeypatch.chdir(tmp_path / "other")
    assert run(["brief", "../story.txt", "-q"]) == 2


def test_who_was_asked_is_said(tmp_path):
    """In the sheet and at the foot of the page: the host, and who answered the second question."""
    kind = factsheet.load_kind()
    (tmp_path / "story.txt").write_text(STORY)
    title = {"statement": "Council votes to keep the library", "evidence": ["Council votes"]}
    facts = {**kind.empty(), "title": title}
    verdicts = {"answers": [{"number": 1, "verdict": "supported", "words": ""}]}

    def answer(body):
        asked_again = body["response_format"]["json_schema"]["name"].endswith("verify")
        return says(json.dumps(verdicts if asked_again else facts))

    with Server(answer) as server:
        asking = Asking(base_url=server.url)
        sheet = factsheet.sheet(tmp_path / "story.txt", model="m", asking=asking)
    assert sheet.provenance.endpoint == host_of(server.url)
    assert sheet.provenance.verifier == "endpoint/m"
    assert host_of(server.url) in factsheet.brief(sheet, width=200)
    assert factsheet.load(factsheet.dump(sheet, kind), kind).provenance == sheet.provenance
