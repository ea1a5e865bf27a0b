"""Settings: the order of precedence, and errors that name the file."""

from __future__ import annotations

import pytest

from factsheet.cli.options.models import address, verifier_name
from factsheet.cli.options.settings import Settings, load_settings, read_file
from factsheet.cli.options.trust import trust
from factsheet.errors import UsageError


@pytest.fixture
def places(tmp_path):
    """A working folder, a user's config folder, and an environment that points to the latter."""
    here, home = tmp_path / "here", tmp_path / "config" / "factsheet"
    here.mkdir()
    home.mkdir(parents=True)
    return here, home, {"XDG_CONFIG_HOME": str(tmp_path / "config")}


def test_flag_over_environment_over_folder_over_user(places):
    """Each place is asked only for what the stronger ones leave open."""
    here, home, environment = places
    (home / "factsheet.toml").write_text('model = "user/m"\ntimeout = 5\nkind = "k"\n')
    (here / "factsheet.toml").write_text('model = "folder/m"\ntimeout = 7\n')
    settings = load_settings(here, environment)
    assert settings.get("model") == "folder/m"
    assert (settings.get("timeout"), settings.get("kind")) == (7, "k")
    settings = load_settings(here, environment | {"FACTSHEET_MODEL": "env/m"})
    assert settings.get("model") == "env/m"
    assert settings.get("model", "flag/m") == "flag/m"


def test_tables_of_a_folder_add_to_the_users_own(places):
    """Row by row: prices and keys of other models and hosts stay as they are."""
    here, home, environment = places
    row = '[prices."{}"]\ninput = {}\noutput = 1\n'
    (home / "factsheet.toml").write_text(row.format("a/m", 1) + row.format("b/m", 1) + '[endpoints]\n"a" = "A_KEY"\n')
    (here / "factsheet.toml").write_text(row.format("b/m", 2) + row.format("c/m", 2))
    settings = load_settings(here, environment)
    assert {name: one["input"] for name, one in settings.get("prices").items()} == {"a/m": 1, "b/m": 2, "c/m": 2}
    assert settings.get("endpoints") == {"a": "A_KEY"}
    (here / "factsheet.toml").write_text('[endpoints]\n"b" = "B_KEY"\n')
    trust(here / "factsheet.toml", read_file(here / "factsheet.toml"), home)
    assert load_settings(here, environment).get("endpoints") == {"a": "A_KEY", "b": "B_KEY"}


def test_no_file_is_no_settings(places):
    """Nothing configured is a state, not an error."""
    here, _, environment = places
    assert load_settings(here, environment).get("model", None, "extractive") == "extractive"


@pytest.mark.parametrize(
    "text",
    [
        "model = [",
        'modle = "x"',
        "timeout = true",
        'timeout = "5"',
        "timeout = 0",
        "timeout = nan",
        "concurrency = 0",
        "concurrency = 1.5",
        "max_cost = -1",
        "chunk_tokens = 1",
        'model = ["a"]',
        "prices = 5",
        "[prices]\nm = 5",
        '[prices."openai/m"]\ninput = 1',
        '[prices."openai/m"]\ninput = 1\noutput = "2"',
        '[prices."openai/m"]\ninput = 1\noutput = 2\ncashed = 3',
        'api_key = "sk-1"',
        "\x00",
    ],
)
def test_a_file_that_means_nothing_is_named(places, text):
    """A misspelt setting is not ignored, and a key has no place in a file."""
    here, _, environment = places
    (here / "factsheet.toml").write_text(text)
    with pytest.raises(UsageError, match="factsheet.toml") as error:
        load_settings(here, environment)
    assert "sk-1" not in str(error.value)


def test_an_address_from_settings_is_for_servers_without_one_of_their_own():
    """For one article and for a batch: OPENAI_BASE_URL does not say where Ollama is; a flag does."""
    settings = Settings({"base_url": "http://127.0.0.1:9/v1"})
    assert address(None, settings, "openai/m") == address(None, settings, "m") == "http://127.0.0.1:9/v1"
    assert address(None, settings, "ollama/m") is None
    assert address("http://127.0.0.1:8/v1", settings, "ollama/m") == "http://127.0.0.1:8/v1"


def test_the_second_question_is_a_setting(places):
    """Whether it is asked is true or false, and nothing that could be read as either."""
    here, _, environment = places
    (here / "factsheet.toml").write_text('verify = false\nverify_with = "openai/b"\n')
    settings = load_settings(here, environment)
    assert settings.get("verify", None, default=True) is False
    assert settings.get("verify", True) is True
    for wrong in ("verify = 1", 'verify = "no"', "concurrency = true"):
        (here / "factsheet.toml").write_text(wrong)
        with pytest.raises(UsageError, match="expected"):
            load_settings(here, environment)


def test_another_reader_is_for_the_sheets_of_language_models():
    """A setting sends nothing about a sheet of the built-in model; a flag does; the same model is no other."""
    settings = Settings({"verify_with": "openai/b"})
    assert verifier_name(None, settings, "openai/a") == "openai/b"
    assert verifier_name(None, settings, "openai/b") is None
    assert verifier_name(None, settings, "extractive") is None
    assert verifier_name(None, settings, None) is None
    assert verifier_name("reader", settings, "extractive") == "endpoint/reader"
