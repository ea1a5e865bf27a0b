"""Hostile input: an error that names file and place, within limits on bytes."""

import gzip
import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from factsheet import extras
from factsheet.errors import ReadError
from factsheet.readers import archives, jsonlines, read_article, read_articles, streams

STORY = "The council of Lindau voted on Sunday to keep its library open until the end of the year."
NITF = (
    "<nitf><head/><body><body.head><hedline><hl1>One</hl1></hedline></body.head>"
    "<body.content><p>%s</p></body.content></body></nitf>"
)
GOOD = (NITF % STORY).encode()
LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
PDFS = Path(__file__).parent / "cases" / "pdf"
HEAVY = ("lxml", "trafilatura", "charset_normalizer", "openai", "httpx2", "tiktoken", "textual", "rich")


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def lying(size):
    """A ZIP whose one member says that it unpacks to `size` bytes, in both of its headers."""
    raw = bytearray(zipped(("a.xml", GOOD * 2_000)))
    struct.pack_into("<I", raw, 22, size)
    struct.pack_into("<I", raw, raw.index(b"PK\x01\x02") + 24, size)
    return bytes(raw)


def encrypted():
    raw = bytearray(zipped(("a.xml", GOOD)))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


class Endless(io.RawIOBase):
    """A stream of one letter without an end, that counts what is read of it."""

    given = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.given += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


REFUSED = {
    "laughs": (f'<!DOCTYPE x [<!ENTITY lol0 "lol">{LAUGHS}]>' + NITF % "&lol9;", r"entity lol1.*XML bomb"),
    "a long entity": (f'<!DOCTYPE nitf [<!ENTITY a "{"a" * 100_000}">]>' + NITF % ("&a;" * 10_000), "XML bomb"),
    "an external entity": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + NITF % "&e;", "entity e"),
    "a million references": ('<!DOCTYPE x [<!ENTITY ab "c">]>' + NITF % ("&ab;" * 1_000_001), "tags and references"),
    "a million tags": (f"<nitf>{'<a/>' * 1_000_001}</nitf>", "tags and references"),
    "a page of tags": (f"<html><body>{'<i>a</i>' * 60_000}", "tags"),
    "deep XML": (NITF % ("<b>" * 100_000 + "x"), r"F:1:\d+: not XML: .*depth"),
    "deep JSON": ("[" * 200_000, r"F:1: nested too deeply"),
    "deep objects": ('{"a":' * 200_000, r"F:1: nested too deeply"),
    "a document type without an end": ("<!DOCTYPE x [" + "<!ENTITY " * 20_000, r"F:1: the document type has no end"),
    "a ZIP bomb": (zipped(("a.xml", b" " * 50_000_000)), r"F!a\.xml: \d+ bytes that unpack to 50000000.*bomb"),
    "a gzip bomb": (gzip.compress(b"a" * 30_000_000), "more than 200 times its size: refused as a bomb"),
    "a gzip bomb in a gzip": (gzip.compress(gzip.compress(b"a" * 30_000_000)), "refused as a bomb"),
    "archives in archives": (
        zipped(("a", zipped(("b", zipped(("c", zipped(("d", GOOD)))))))),
        r"F!a!b!c: archives nested more than 3 deep",
    ),
    "a member that says it is small": (lying(10), r"F!a\.xml: "),
    "a member that says it is huge": (lying(4_000_000_000), r"F!a\.xml: \d+ bytes that unpack to 4000000000.*bomb"),
    "an encrypted member": (encrypted(), r"F!a\.xml: encrypted"),
    "an empty ZIP": (zipped(), "empty: there is no file in the archive"),
    "a cut ZIP": (zipped(("a.xml", GOOD))[:-30], "not a ZIP archive that can be read"),
    "a cut gzip": (gzip.compress(GOOD)[:-30], "breaks off"),
    "a changed gzip": (gzip.compress(GOOD)[:-8] + bytes(8), r"damaged at byte \d+"),
    "NULs": (bytes(100_000), "NUL at character 0"),
    "a NUL": (STORY.encode() + b"\0" + STORY.encode(), f"NUL at character {len(STORY)}"),
    "every byte": (bytes(range(256)) * 100, "NUL at byte 0"),
    "cut before the headline": (GOOD[:20], "no article: there is no hl1 and no text"),
    "JSON that breaks off": ('{"headline": "A", "body_text": "Once', r"F:1:\d+: not JSON: Unterminated string"),
    "JSON of no numbers": ('{"headline": NaN}', "NaN is not a JSON value"),
    "a page that is not there": ("<html><head><title>404 Not Found</title></head><h1>Not Found</h1>", "an error page"),
    "a page for people": ("<!DOCTYPE html><title>Just a moment...</title><p>Enable JavaScript.", "an error page"),
    "a proxy instead of a feed": ("<html><body><h1>503 Service Unavailable</h1></body></html>", "an error page"),
    "an empty page": ("<html><body></body></html>", "no story on this page"),
    "an empty RSS": ('<rss version="2.0"><channel><title>x</title></channel></rss>', "an empty feed"),
    "an empty Atom": ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "an empty feed"),
    "nothing": ("", "empty"),
    "spaces": ("  \n\n ", "empty"),
    "a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "a picture": (b"\xff\xd8\xff\xe0JFIF", "a damaged picture|needs tesseract"),
    "a sound": (b"ID3\x04\0\0", r"a sound recording, which factsheet does not read: whisper \S+F --output_format srt$"),
    "a film": (b"\0\0\0 ftypisom\0\0", r"a film, which factsheet does not read: whisper \S+F --output_format srt$"),
    "an old document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        r"an old Word document.*--convert-to docx \S+F$",
    ),
    "slides": (zipped(("ppt/presentation.xml", b"<p/>")), r"a PowerPoint presentation.*--convert-to pdf \S+F$"),
    "Pages": (zipped(("Index/Document.iwa", b"\0")), "a document of Apple Pages.*export it as Word or PDF"),
    "a document with a bomb": (
        zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b" " * 3_000_000)),
        r"word/document.xml: \d+ bytes that unpack to 3000000: refused as a ZIP bomb, more than 200 : 1",
    ),
    "a book with a bomb": (
        zipped(("META-INF/container.xml", b" " * 3_000_000)),
        "refused as a ZIP bomb, more than 200",
    ),
    "a text with a bomb": (
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b" " * 3_000_000)),
        "content.xml: .*refused as a ZIP bomb, more than 200",
    ),
    "a workbook with a bomb": (zipped(("xl/workbook.xml", b" " * 3_000_000)), "refused as a ZIP bomb, more than 200"),
    "a workbook that declares": (
        zipped(("xl/workbook.xml", b"<!DOCTYPE x [" + LAUGHS.encode() + b"]><x>&lol9;</x>")),
        "declares a document type",
    ),
    "a document that declares": (
        zipped(("word/document.xml", b"<!DOCTYPE x [" + LAUGHS.encode() + b"]><x>&lol9;</x>")),
        "F!word/document.xml: declares the entity lol1: files that define text are refused",
    ),
    "a locked PDF": ((PDFS / "locked.pdf").read_bytes(), r"encrypted: qpdf --password=\S+ --decrypt \S+F open.pdf$"),
    "a damaged PDF": (b"%PDF-1.4 xx", "damaged: not a PDF that can be opened"),
    "a protected book": (
        zipped(("META-INF/container.xml", b"<x/>"), ("META-INF/rights.xml", b"")),
        "a copy-protected book",
    ),
    "a mail without a text": ("From: a@b.example\nTo: c@d.example\nSubject: x\n\n\n", "no article: there is no text"),
    "parts of parts": (
        "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
        + "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3_000)),
        "nested too deeply|there is no text in this mail",
    ),
    "comments in comments": (
        "From: " + "(" * 5_000 + "\nTo: c\nSubject: x\nDate: " + "(" * 5_000 + "\n\n\n",
        "no text",
    ),
    "a saved page without a page": (
        "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\n--x--\n",
        "there is no page in this saved page",
    ),
    "front matter that is none": ("---\na: [b\n---\nText of a story.", "its front matter cannot be read: "),
    "front matter that grows": (
        "---\na: &a [x, x]\nb: [*a, *a]\n---\nText.",
        "its front matter cannot be read: it refers",
    ),
    "a table of numbers": (
        "year,name,count\n2024,a,1\n2025,b,2\n",
        "a table without a column of texts; its columns are",
    ),
    "a sitemap": ("<urlset><url><loc>https://a.example/</loc></url></urlset>", "a sitemap, which only names 1 pages"),
    "groups of RTF": ("{\\rtf1 " + "{" * 5_000, "nested too deeply"),
    "subtitles without words": ("1\n00:00:01,000 --> 00:00:02,000\n[Music]\n", "nothing is said in it"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_by_name(case, tmp_path):
    """Nothing is read of it, and the one error says which file, where in it and what is wrong."""
    data, message = REFUSED[case]
    path = tmp_path / "F"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(ReadError, match=message) as caught:
        list(read_articles(path))
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value)) < 600


READ = {
    "a DTD elsewhere": ('<!DOCTYPE nitf SYSTEM "http://example.org/nitf.dtd">' + NITF % STORY, None),
    "a parameter entity": ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.org/x"> %p;]>' + NITF % STORY, None),
    "processing instructions": ('<?xml version="1.0"?>' + "<?a?>" * 10_000 + NITF % STORY, None),
    "an inclusion": (
        NITF % f'{STORY}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
        None,
    ),
    "cut in the body": (GOOD[:-40], "not well-formed at line 1"),
    "surrogates by number": (NITF % f"{STORY}&#xD800;&#0;", "not well-formed"),
    "declared UTF-16, is ASCII": ('<?xml version="1.0" encoding="utf-16"?>' + NITF % STORY, None),
    "declared idna": (b'<?xml version="1.0" encoding="idna"?>' + GOOD.replace(b"<p>", b"<p>\xe4 "), "Windows-1252"),
    "declared UTF-8, is Latin-1": (
        b'<?xml version="1.0" encoding="utf-8"?>' + GOOD.replace(b"<p>", b"<p>Z\xfcrich: "),
        "declares the encoding utf-8 but is not",
    ),
    "declared Latin-1, is UTF-8": (
        b'<?xml version="1.0" encoding="iso-8859-1"?>' + GOOD.replace(b"<p>", "<p>Zürich: ".encode()),
        "declares the encoding iso-8859-1 but is UTF-8",
    ),
    "surrogates in JSON": (json.dumps({"headline": "One \ud800", "body_text": f"{STORY} \udfff\0"}), "broken text"),
    "surrogates as UTF-8": (GOOD.replace(b"<p>", b"<p>\xed\xa0\x80 "), "declares the encoding utf-8 but is not"),
}


@pytest.mark.parametrize("case", READ)
def test_it_is_read_and_what_is_wrong_is_said(case, tmp_path):
    """The story is there, as text that can be encoded, with a warning where bytes or markup were not as they should."""
    data, warning = READ[case]
    path = tmp_path / "F"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    article = read_article(path)
    assert STORY[:60] in article.text
    assert "root:" not in article.text
    assert b"\0" not in (article.text + (article.title or "")).encode()
    said = [one for one in article.warnings if "this is an alert" not in one]
    assert any(warning in one for one in said) if warning else not said


def test_declared_encodings_that_lie_do_not_change_a_letter(tmp_path):
    """Zürich is Zürich in a file that says UTF-8 and is Latin-1, and in one that says the reverse."""
    path = tmp_path / "F"
    for case in ("declared UTF-8, is Latin-1", "declared Latin-1, is UTF-8"):
        path.write_bytes(READ[case][0])
        assert "Zürich: The council" in read_article(path).text


def test_names_in_an_archive_are_labels(tmp_path):
    """A name that climbs, is absolute, steers a terminal or turns letters around is only what messages call it."""
    names = ["../../../etc/passwd", "/abs.xml", "C:\\x.xml", "a\x1b[31m.xml", "x" * 60_000]
    path = tmp_path / "feed.zip"
    path.write_bytes(zipped(*((name, GOOD) for name in names)))
    sources = [article.source.removeprefix(f"{path}!") for article in read_articles(path)]
    assert sources == ["../../../etc/passwd", "/abs.xml", "C:\\x.xml", "a[31m.xml", "x" * 200]
    assert [one.name for one in tmp_path.iterdir()] == ["feed.zip"]


def test_a_file_in_an_archive_may_have_no_name(tmp_path):
    """A broken directory of an archive costs nothing but the name; a mutant once found that."""
    path = tmp_path / "feed.zip"
    data = bytearray(zipped(("a", GOOD), ("b", GOOD)))
    directory = data.index(b"PK\x01\x02")
    data[directory + 28] = 0  # the name's length becomes the length of extra data
    data[directory + 30] = 1
    path.write_bytes(bytes(data))
    problems = []
    articles = list(read_articles(path, on_problem=problems.append))
    assert len(articles) + len(problems) == 2
    assert articles[-1].source == f"{path}!b"


def test_more_files_than_an_archive_may_have(tmp_path):
    """The first ten thousand are read, and it is said that there were more."""
    path = tmp_path / "feed.zip"
    path.write_bytes(zipped(*((f"{n}.txt", b"A") for n in range(archives.MEMBERS + 1))))
    problems = []
    assert sum(1 for _ in read_articles(path, on_problem=problems.append)) == archives.MEMBERS
    assert [str(problem) for problem in problems] == [f"{path}: holds 10001 files, of which the first 10000 were read"]


def test_a_document_without_an_end_is_read_to_the_limit():
    """However much there is, no more is taken than the most that is read as one document, and a buffer."""
    endless = Endless()
    with pytest.raises(ReadError, match="endless: larger than 20 MB"):
        streams.whole(io.BufferedReader(endless), "endless")
    assert endless.given < streams.LIMIT + 10_000_000


def test_a_line_without_an_end_is_read_to_the_limit():
    """JSON lines stop at a line that is longer than any document may be."""
    endless = Endless()
    found = list(jsonlines.read_lines(io.BufferedReader(endless), name="endless", fields={}))
    assert [str(one) for one in found] == ["endless:1: a line of more than 20 MB: not read any further"]
    assert endless.given < streams.LIMIT + 10_000_000


def test_a_source_may_not_unpack_without_an_end():
    """What everything in one source unpacks to is counted together."""
    budget = streams.Budget(100_000)
    stream = streams.Counted(Endless(), "feed.zip!a", budget)
    for _ in range(3):
        stream.read(30_000)
    with pytest.raises(ReadError, match=r"feed\.zip!a: unpacks to more than"):
        stream.read(30_000)


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", STORY), ("a.json", json.dumps({"headline": "One", "body_text": STORY}))]
)
def test_text_and_json_import_nothing_heavy(name, text, tmp_path):
    """Reading a text or a JSON item imports no XML parser, no page extractor and no detector of encodings."""
    path = tmp_path / name
    path.write_text(text)
    script = f"""
import sys
from factsheet.readers import read_article
read_article({str(path)!r})
print(*[one for one in {HEAVY!r} if one in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(("package", "data"), [("lxml", NITF % STORY), ("trafilatura", "<html><body><p>A</html>")])
def test_a_missing_extra_is_named_with_what_to_do(package, data, tmp_path):
    """Without the packages of the extra, the message says which one is needed and how to get it."""
    path = tmp_path / "F"
    path.write_text(data)
    script = f"""
import sys
sys.modules[{package!r}] = None
sys.argv = ["factsheet", "read", {str(path)!r}]
from factsheet.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f"needs the package {package}: {extras.command('feeds')}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sender_of_many_brackets_is_a_sender(tmp_path):
    """A mail whose sender is a thousand brackets is read; a mutant once found that the parser goes as deep."""
    path = tmp_path / "mail.eml"
    path.write_text(f"From: {'(' * 2_000}jane@example.org\nTo: desk@example.org\nSubject: One\n\n{STORY}\n")
    assert STORY[:60] in read_article(path).text


def test_boxes_in_boxes_are_read_once():
    """Every level of boxes that hang in each other is walked once, and not once for each level above it."""
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inner = f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p>"
    for level in range(5):
        inner = (
            f"<w:p><w:r><w:t>Level {level} of them.</w:t></w:r><w:r><w:txbxContent>{inner}</w:txbxContent></w:r></w:p>"
        )
    data = zipped(
        ("[Content_Types].xml", b"<x/>"),
        ("word/document.xml", f"<w:document {words}><w:body>{inner}</w:body></w:document>".encode()),
    )
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        article = read_article(file.name)
    assert article.text.count(STORY) == 1
    assert [article.text.count(f"Level {level} of") for level in range(5)] == [1] * 5
