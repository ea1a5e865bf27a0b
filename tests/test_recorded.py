"""Recordings: one readable file per request, no secrets, and a clear message for a missing one."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from fakes import GOOD, Scripted, Server, question, says

from factsheet.cli import run
from factsheet.errors import HOPELESS, MissingRecordingError, RecordingError, UsageError
from factsheet.kinds import load_kind
from factsheet.models import Asking, open_model
from factsheet.models.recorded import Recorded, Recording, recorded_model, recording_path
from factsheet.prompting import draft_request
from factsheet.records import Article, Chunk, Message, Paragraph, Usage

KIND = load_kind()


def article(text, **more):
    chunk = Chunk(Article(text, (Paragraph(0, len(text), "lead", 1),), **more), ((0, len(text)),))
    return draft_request(KIND, chunk, model="endpoint/m")


def record(folder, *requests):
    for request in requests:
        asyncio.run(Recording(Scripted(GOOD), folder, "by hand").complete(request))


def missing(folder, request):
    """What is said of a request that has no recording."""
    with pytest.raises(MissingRecordingError) as error:
        asyncio.run(Recorded(folder, "endpoint/m").complete(request))
    return str(error.value)


def test_a_recording_answers_its_request_and_costs_nothing(tmp_path):
    """The tokens are those of the recording; no request was sent."""
    record(tmp_path, question())
    completion = asyncio.run(Recorded(tmp_path, "endpoint/m").complete(question()))
    assert completion.text == GOOD
    assert completion.how == "recorded"
    assert completion.usage == Usage(10, 0, 5, 0, 0.0)


def test_what_is_recorded_over_the_wire_holds_no_secret(tmp_path):
    """Request and answer, in lines that a diff can show; neither the key nor a header nor the address."""
    with Server(says('{"title":\n"Talks"}')) as server:
        asking = Asking(base_url=server.url, endpoints={"127.0.0.1": "A_KEY"}, record=tmp_path, how="in a test")
        model = open_model("m", asking, environment={"A_KEY": "sk-secret-0123456789"})
        asyncio.run(model.complete(question("Line one.\nLine two.")))
    (path,) = tmp_path.iterdir()
    text = path.read_text()
    document = json.loads(text)
    assert server.headers[0]["authorization"] == "Bearer sk-secret-0123456789"
    assert not any(word in text.lower() for word in ("secret", "bearer", "authorization", "127.0.0.1"))
    assert document["key"] == question("Line one.\nLine two.").key
    assert document["how"] == "in a test"
    assert document["request"]["messages"][1]["content"] == ["Line one.", "Line two."]
    assert document["completion"]["text"] == ['{"title":', '"Talks"}']


def test_the_same_answer_is_the_same_file(tmp_path):
    """Recording again changes nothing where nothing changed, and leaves no half file."""
    record(tmp_path, question())
    before = recording_path(tmp_path, question()).read_bytes()
    record(tmp_path, question())
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_a_changed_article_is_told_with_its_words(tmp_path):
    """Against the nearest recording, not any."""
    record(tmp_path, article("Nine people died in Rome."), article("Another story.\n\nAltogether.", title="Other"))
    said = missing(tmp_path, article("Ten people died in Rome."))
    assert "another article text" in said
    assert "“Nine people died in Rome.”, now “Ten people died in Rome.”" in said
    assert "prompt" not in said


def test_a_changed_prompt_is_told_and_the_article_is_not_blamed(tmp_path):
    """Though the code of the boundary is in the message too."""
    request = article("Nine people died.")
    record(tmp_path, request)
    system, user = request.messages
    changed = dataclasses.replace(
        request, messages=(dataclasses.replace(system, content="Read carefully.\n" + system.content), user)
    )
    said = missing(tmp_path, changed)
    assert "another prompt (system message, line 1" in said
    assert "article text" not in said
    around = Message("user", user.content.replace("ARTICLE", "STORY"))
    assert "another prompt (user message" in missing(tmp_path, dataclasses.replace(request, messages=(system, around)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": {"type": "object"}}, "another schema"),
        ({"max_tokens": 9}, "another limit"),
        ({"model": "endpoint/n"}, "another model (endpoint/m, not endpoint/n)"),
        ({"messages": question().messages[:1]}, "2 messages, not 1"),
    ],
)
def test_any_other_change_is_named(tmp_path, change, words):
    """Each part of the key has its words."""
    record(tmp_path, question())
    assert words in missing(tmp_path, dataclasses.replace(question(), **change))


def test_the_ways_to_go_on_are_said(tmp_path):
    """An empty folder says how to fill it, a full one what else can be done."""
    assert "--record" in missing(tmp_path, question())
    record(tmp_path, question())
    assert "-m" in missing(tmp_path, question("Other."))


def test_a_folder_that_is_none_is_named(tmp_path):
    """Not "no recording", which would send people looking inside."""
    with pytest.raises(UsageError, match="no such folder"):
        asyncio.run(Recorded(tmp_path / "nowhere", "m").complete(question()))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"request": 1, "completion": 2}', "\x00"])
def test_a_file_that_is_no_recording_is_named(tmp_path, text):
    """With its path."""
    path = recording_path(tmp_path, question())
    path.write_text(text)
    with pytest.raises(RecordingError, match=path.name):
        asyncio.run(Recorded(tmp_path, "m").complete(question()))


def test_recordings_name_their_model_where_they_agree(tmp_path):
    """So that replaying needs no -m."""
    record(tmp_path, question())
    assert recorded_model(tmp_path) == "endpoint/m"
    record(tmp_path, question(model="other/reader", purpose="verify"))
    assert recorded_model(tmp_path) == "endpoint/m"
    record(tmp_path, question(model="other/m"))
    assert recorded_model(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """What was paid for could not be kept: that is said."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        record(tmp_path / "file", question())


@pytest.mark.parametrize("text", ["{", "[]", '{"request": {}, "completion": {"usage": {}}}', '{"request": 5}'])
def test_a_file_that_is_no_recording_costs_its_own_answer_alone(tmp_path, text):
    """It says which file; the others answer, name the model, and are compared with what is missing."""
    record(tmp_path, question(), question("Another."))
    recording_path(tmp_path, question()).write_text(text)
    model = Recorded(tmp_path, "endpoint/m")
    with pytest.raises(RecordingError, match=recording_path(tmp_path, question()).name):
        asyncio.run(model.complete(question()))
    assert asyncio.run(model.complete(question("Another."))).text == GOOD
    assert recorded_model(tmp_path) == "endpoint/m"
    assert "never recorded" in missing(tmp_path, question("A third."))
    assert not issubclass(RecordingError, HOPELESS)


def test_one_broken_recording_fails_one_article_of_a_batch(tmp_path, capsys):
    """The rest of the replay goes on; and what stands lower than is asked is exit 3."""
    fixtures = Path(__file__).parent.parent / "fixtures"
    stories = [fixtures / "articles" / f"{name}.txt" for name in ("versailles", "wikinews-crane")]
    kept = tmp_path / "kept"
    shutil.copytree(fixtures / "recordings", kept)
    replay = ["--replay", str(kept), "-m", "endpoint/hand-written", "-q"]
    assert run(["batch", *map(str, stories), "-o", str(tmp_path / "good"), *replay, "--min-standing", "open"]) == 3
    (sheet,) = (tmp_path / "good" / "sheets").glob("*putin*.json")
    for key in json.loads(sheet.read_text())["provenance"]["keys"]:
        next(kept.glob(f"{key[:12]}*")).write_text("{")
    assert run(["batch", *map(str, stories), "-o", str(tmp_path / "bad"), *replay]) == 1
    assert [path.name[:12] for path in (tmp_path / "bad" / "sheets").iterdir()] == ["at-least-107"]
    capsys.readouterr()
    assert run(["status", str(tmp_path / "bad")]) == 0
    assert "not a recording" in capsys.readouterr().out
