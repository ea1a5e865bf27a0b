"""The digest as mail and for Slack: within their limits, and every word of an article as text."""

from __future__ import annotations

import email
import email.policy
import json
import re
from html.parser import HTMLParser

import pytest
from hostile import STRINGS, shown, squeezed
from test_digest import _add, _who, ledger  # noqa: F401 - a fixture
from test_media import blocks_are_within_limits, texts_of

from factsheet.batch.digest import digest_mail, digest_message, digest_page, read_day
from factsheet.batch.digest.page import digest_of
from factsheet.cli import run

BASE = "https://desk.example/today/"


class Page(HTMLParser):
    """The text, the tags and the links of a page."""

    def __init__(self, page):
        super().__init__()
        self.text, self.tags, self.attributes, self.links = "", set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        self.text += data


def mailed(day, base=None):
    """The subject of the mail, its text, and its page."""
    message = email.message_from_bytes(digest_mail(day, base), policy=email.policy.default)
    text, page = (message.get_body((form,)).get_content() for form in ("plain", "html"))
    return message["Subject"], text, page


def links_of(value):
    if isinstance(value, dict):
        own = [value["url"]] if value.get("type") == "link" else []
        return own + [one for each in value.values() for one in links_of(each)]
    return [one for each in value for one in links_of(each)] if isinstance(value, list) else []


@pytest.fixture
def day(ledger):  # noqa: F811
    """Two stories, one of which needs a person, with a name in both."""
    outline = {"subjects": ["sport"], "participants": _who("Ann Leigh")}
    _add(ledger, 1, outline={**outline, "summary": [{"statement": "It rained.", "standing": "open"}]}, errors=1)
    _add(ledger, 2, outline=outline, updated="2026-11-24T09:00:00Z")
    _add(ledger, 3, "unreadable", reason="no text")
    return read_day(ledger)


def test_a_mail_has_the_digest_as_text_and_as_html(day):
    """A draft whose subject is the day, without what became no brief; the marks are explained."""
    subject, text, page = mailed(day)
    assert subject == "The day, 2026-11-24"
    for form in (text, Page(page).text):
        told = " ".join(form.split())
        for words in ("Needs a person", "1 not verified", "Story 1", "It rained. ~", "Ann Leigh", "~ not proven"):
            assert words in told
        assert "no text" not in told
    assert all(len(line) <= 72 for line in text.splitlines())
    assert Page(page).links == []


def test_titles_lead_to_the_briefs_where_they_can_be_read(day):
    """With the address of the folder every title is a link, in all forms; without it none is."""
    _, text, page = mailed(day, BASE)
    message = json.loads(digest_message(day, BASE))
    wanted = {f"{BASE}briefs/story-{number}.html" for number in (1, 2)}
    assert set(Page(page).links) == set(re.findall(r"https://\S+", text)) == set(links_of(message)) == wanted
    assert links_of(json.loads(digest_message(day))) == []


@pytest.mark.parametrize("stories", [1, 60, 1000])
def test_a_day_of_any_length_is_within_the_limits_and_what_has_no_room_is_counted(ledger, stories):  # noqa: F811
    """Of 1,000 stories under 200 subjects too: rows that are shown and those that are counted are all."""
    for number in range(stories):
        statement = f"Number {number} said a good deal about the state of the roads in the north."
        outline = {"subjects": [f"subject {number % 200}"], "summary": [{"statement": statement}]}
        _add(ledger, number + 1, outline=outline, errors=int(number % 7 == 0))
    day = read_day(ledger)
    rows = sum(len(part.rows) for part in digest_of(day, brief=True).parts)
    _, _, page = mailed(day, BASE)
    assert len(page.encode()) < 102_000
    assert page.count("<li ") + sum(map(int, re.findall(r"\+(\d+) more", page))) == rows
    message = json.loads(digest_message(day, BASE))
    blocks_are_within_limits(message)
    texts = texts_of(message["blocks"])
    lists = [one for block in message["blocks"] for one in block.get("elements", ()) if "indent" in one]
    listed = sum(len(one["elements"]) for one in lists)
    assert listed + sum(map(int, re.findall(r"\+(\d+) more", " ".join(texts)))) == rows
    assert listed >= min(rows, 10)


@pytest.mark.parametrize("number", range(len(STRINGS)))
def test_hostile_strings_are_text(ledger, number):  # noqa: F811
    """In titles, names, subjects and claims: no header, element, link, mention or Markdown comes of one."""
    text = STRINGS[number][:200].replace("\x00", "")
    dispute = {"claim": text, "made_by": [text], "disputed_by": [text], "status": "denied"}
    outline = {"subjects": [text], "participants": _who(text), "summary": [{"statement": text}]}
    for story in (1, 2):
        _add(ledger, story, outline={**outline, "disputed_claims": [dispute]}, title=text, agency=text, updated=text)
    _add(ledger, 3, "failed", title=text, reason=text)
    day = read_day(ledger)
    content = digest_mail(day, BASE)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert set(message.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    page = Page(mailed(day, BASE)[2])
    assert page.tags <= set("html head meta title body table tr td th p h1 h2 h3 ul li b a".split())  # noqa: SIM905
    assert not {name for name in page.attributes if name.startswith("on")}
    assert all(link.startswith(BASE) for link in page.links)
    assert shown(text) in squeezed(page.text)
    written = digest_message(day, BASE)
    assert not re.search(r'"type": "(?:mrkdwn|user|usergroup|channel|broadcast|emoji|image)"', written)
    assert all(link.startswith(BASE) for link in links_of(json.loads(written)))
    assert shown(text) in squeezed("".join(texts_of(json.loads(written)["blocks"])))
    blocks_are_within_limits(json.loads(written))


def test_a_digest_is_printed_in_the_format_of_its_file(day, tmp_path, capsys, monkeypatch):
    """On the screen as Markdown, as the batch writes it; the ending decides, and `-f` before it."""
    monkeypatch.chdir(tmp_path)
    assert run(["digest", "."]) == 0
    assert capsys.readouterr().out == digest_page(day)
    assert run(["digest", ".", "-o", "day.eml", "--base", BASE]) == 0
    assert (tmp_path / "day.eml").read_bytes().startswith(b"Subject: The day, 2026-11-24")
    assert run(["digest", ".", "-f", "slack", "-o", "day.md"]) == 0
    assert json.loads((tmp_path / "day.md").read_text(encoding="utf-8"))["text"] == "The day, 2026-11-24"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere"),
        ([".", "-o", "day.html"], "index.html"),
        ([".", "--base", "javascript:alert(1)"], "http://"),
    ],
)
def test_what_cannot_be_printed_is_said(day, tmp_path, capsys, monkeypatch, arguments, told):
    """With the exit code of a wrong use, and nothing written."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert run(["digest", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before
