"""One story in files of several makers per format: headline, body, date and byline are the story's.

The files are in `cases/formats`: made by the programs that they are named after, or by hand as those write.
"""

import re
from pathlib import Path

import pytest

from factsheet.errors import ReadError
from factsheet.readers import read_articles
from factsheet.records import BODY_ZONES

CASES = Path(__file__).parent / "cases" / "formats"
TITLE = "Harbour board drops the plan for a second ferry berth"
BODY = (
    "PORT HALLOW — The harbour board of Port Hallow voted 6 to 3 on Monday to drop the plan for a second ferry berth,",
    " which engineers had put at 41 million crowns.",
    "“We will not borrow for a berth that two ferries a day would use,” said the board’s chair, Tove Anders, after the",
    "The money set aside for the plan, 4.2 million crowns, goes back to the town.",
    "“Nobody asked the people who take the ferry every morning,” said Piet Haldane, who runs the café on the quay.",
    "The berth was first proposed in 2019, when the island’s school closed and forty pupils began to cross by boat.",
)
NO_TEXT = (
    *("5 to 4", "A note that is no text", "Not to be read", "Port Hallow Gazette", "Page 1", "Really?", "7946"),
    *("confidential", "Unsubscribe", "in your browser", "Please call", "can you take this", "quay.jpg", "Home", "{%"),
)
FOLDERS = ("docx", "odt", "rtf", "epub", "mail", "msg", "markdown", "tables", "pages", "pdf", "json")
WRITTEN = [path for name in FOLDERS for path in sorted((CASES / name).glob("*")) if "sitemap" not in path.name]
SPOKEN = (
    " ".join(BODY[:2]).partition("— ")[2].replace("  ", " "),
    "We will not borrow for a berth that two ferries a day would use.",
    "Nobody asked the people who take the ferry every morning.",
)
TIMES = ("00:00:00", "00:00:14", "00:01:02")


def articles_of(path):
    """The articles of a file that has no problem."""
    problems = []
    found = list(read_articles(path, on_problem=problems.append))
    assert problems == []
    return found


def body_of(article):
    return [" ".join(article.text[p.start : p.end].split()) for p in article.paragraphs if p.zone in BODY_ZONES]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_story_is_the_same_whoever_wrote_the_file(path):
    """Every paragraph in its place, the headline, the day and the writer; nothing that is no text."""
    article = articles_of(path)[0]
    assert article.title == TITLE
    assert article.published.startswith("2026-04-14")
    assert article.byline == "Ilse Maren" or path.name == "newsletter.eml"
    body = body_of(article)
    places = [next(index for index, text in enumerate(body) if wanted in text) for wanted in BODY]
    assert places == sorted(places)
    assert len(set(places)) == len(BODY) - 1
    assert not any(words in text for text in body for words in NO_TEXT)
    assert TITLE not in body


@pytest.mark.parametrize("path", sorted((CASES / "subtitles").iterdir()), ids=lambda path: path.name)
def test_subtitles_are_sentences_with_their_times(path):
    """What is said is joined to sentences, a paragraph after a pause, and every one has the time at which it begins."""
    (article,) = articles_of(path)
    body = body_of(article)
    assert [text.rpartition(": ")[2] for text in body] == list(SPOKEN)
    starts = [article.text.index(sentence) for sentence in SPOKEN]
    assert tuple(article.time_at(start) for start in starts) == TIMES
    assert article.time_at(article.text.index("ferry berth, which")) == "00:00:05"
    assert article.time_at(len(article.text)) == "00:01:04"


@pytest.mark.parametrize("path", sorted((CASES / "transcripts").iterdir()), ids=lambda path: path.name)
def test_transcripts_keep_who_speaks_and_when(path):
    """Each turn is a paragraph that begins with who speaks; the times are no text, and are kept."""
    (article,) = articles_of(path)
    body = body_of(article)
    names = [text.partition(": ")[0] for text in body[:5]]
    assert names[2] == names[4] != names[1]
    assert body[2].endswith(": It goes back to the town, all 4.2 million crowns of it.")
    assert not any("00:" in text for text in body)
    if path.name in {"whisper.txt", "otter.txt", "brackets.txt"}:
        assert article.time_at(article.text.index("It goes back")) == "00:00:36"
    else:
        assert article.title == TITLE


def test_an_attachment_is_an_article_of_its_own(tmp_path):
    """Of a mail that only covers a file the file is the article; of one with a text of its own both are."""
    (article,) = articles_of(CASES / "mail" / "thunderbird-attached.eml")
    assert article.source.endswith("thunderbird-attached.eml!release – berth.docx")
    assert article.published.startswith("2026-04-14")
    assert "left out the 5 words of the mail that it was attached to" in article.warnings
    mail = (CASES / "mail" / "thunderbird-attached.eml").read_bytes()
    longer = b"The board also says that the ferry company was told on Monday. " * 8
    path = tmp_path / "both.eml"
    path.write_bytes(mail.replace(b"Please find our release attached.", longer))
    assert [one.format for one in articles_of(path)] == ["mail", "docx"]


def test_a_page_that_is_turned_is_read_upright():
    """Letters that stand on their side are put together in the order in which one reads them."""
    (article,) = articles_of(CASES.parent / "pdf" / "turned.pdf")
    assert body_of(article) == [
        " ".join(BODY[:2]).partition("— ")[2].replace("  ", " ") + " The board meets again in May."
    ]


def test_words_that_were_divided_are_whole():
    """A hyphen at the end of a line goes, unless the word has it elsewhere or is made of two that are words."""
    for path in sorted((CASES / "pdf").glob("*")):
        words = set(re.findall(r"[\w-]+", " ".join(body_of(articles_of(path)[0]))))
        assert words & {"engineers", "million"} == {"engineers", "million"}
        hyphened = {word for word in words if "-" in word}
        assert hyphened <= {"short-sighted", "well-used", "co-operation"}
        assert "wellused" not in words


def test_every_mail_of_a_box_and_every_row_of_a_table_is_an_article():
    """The second of each is read like the first."""
    for path in (CASES / "mail" / "two.mbox", CASES / "tables" / "google.csv", CASES / "epub" / "ebooklib.epub"):
        assert [one.title for one in articles_of(path)] == [TITLE, "School boat to sail from May"]


def test_posts_and_answers_of_newspapers_are_read():
    """What has no headline has none, what is only a beginning says so, and who wrote it and where it was are kept."""
    for name in ("mastodon-outbox.json", "mastodon-api.json"):
        (post,) = articles_of(CASES / "social" / name)
        assert (post.title, post.published, post.url) == (
            None,
            "2026-04-14T06:05:00Z",
            "https://social.example/@maren/1",
        )
        assert post.byline in {"maren", "Ilse Maren"}
        assert len(body_of(post)) == 3
    (times,) = articles_of(CASES / "social" / "times.json")
    assert (times.title, times.item_type, times.byline) == (TITLE, "teaser", "Ilse Maren")
    (speech,) = articles_of(CASES / "social" / "whisper.json")
    assert [text[:6] for text in body_of(speech)] == ["The ha", "Nobody"]
    assert speech.time_at(speech.text.index("Nobody")) == "00:01:02"


@pytest.mark.parametrize("name", ["wordpress.json", "ghost-export.json"])
def test_a_draft_in_an_export_is_no_story(name):
    """It is left out, which the stories beside it say."""
    (article,) = articles_of(CASES / "json" / name)
    assert article.title == TITLE
    assert "left out 1 of 2 items: drafts, or without text" in article.warnings


def test_a_page_keeps_its_address():
    """What an archive of the web, a saved page or a sitemap says of where a page was is in the record."""
    paths = sorted((CASES / "pages").iterdir())
    assert len(paths) == 14
    others = {"wget-run.warc.gz": "http://127.0.0.1:8765/berth.html", "word.mht": None}
    for path in paths:
        assert articles_of(path)[0].url == others.get(path.name, "https://gazette.example/berth")


def test_what_wget_notes_of_itself_is_no_page():
    """The arguments and the log that wget writes into its archive of the web are neither articles nor problems."""
    assert len(articles_of(CASES / "pages" / "wget-run.warc.gz")) == 1


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("{0}{75}We will not borrow\n{75}{150}for a berth.\n", "ffmpeg -i"),
        (
            (
                '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body>'
                "<office:spreadsheet/></office:body></office:document>"
            ),
            "soffice --headless --convert-to csv",
        ),
    ],
    ids=["microdvd", "fods"],
)
def test_what_is_not_read_names_the_command(text, command, tmp_path):
    """A file that is not read is refused in one line with what makes something of it that is."""
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=f"which factsheet does not read: {command} ") as refused:
        list(read_articles(path))
    assert "\n" not in str(refused.value)


def test_a_box_with_the_marks_of_mmdf_is_a_box(tmp_path):
    """Mails between four control characters are read mail by mail."""
    mark = "\x01" * 4 + "\n"
    head = "From a@b.example Tue Apr 14 18:20:00 2026\nFrom: A <a@b.example>\nSubject: {}\n\n"
    mail = f"{head}The board voted 6 to 3 on Monday.\n"
    path = tmp_path / "box"
    path.write_text("".join(f"{mark}{mail.format(title)}{mark}" for title in ("One", "Two")), encoding="utf-8")
    assert [(article.title, body_of(article)) for article in articles_of(path)] == [
        ("One", ["The board voted 6 to 3 on Monday."]),
        ("Two", ["The board voted 6 to 3 on Monday."]),
    ]
