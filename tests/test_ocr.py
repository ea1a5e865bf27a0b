"""Pictures of pages: recognised text is read like a page of a PDF, and marked wherever it is shown.

The tests have a tesseract of their own, which answers as tesseract 5.3 did for the picture in `cases/ocr`; where the
real one is installed it is asked too.
"""

import json
import os
import shutil
import stat
import struct
import sys
import zlib
from pathlib import Path

import pytest

import factsheet
from factsheet import extras
from factsheet.briefs.about import whence
from factsheet.errors import ReadError
from factsheet.readers import read_article

CASES = Path(__file__).parent / "cases"
PAGE = CASES / "ocr" / "page.png"
SCAN = CASES / "pdf" / "scan.pdf"
TESSERACT = """#!{python}
import shutil, sys
words = sys.argv[1:]
if "--version" in words:
    print("tesseract 5.3.0")
elif "--list-langs" in words:
    print("List of available languages:", *{languages!r}.split(), sep="\\n")
elif "osd" in words:
    open(words[1] + ".osd", "w").write({osd!r})
else:
    open(r"{asked}", "a").write(words[words.index("-l") + 1] + "\\n")
    shutil.copy(r"{hocr}", words[1] + ".hocr")
"""
OSD = (
    "Page number: 0\nOrientation in degrees: 0\nRotate: 0\nOrientation confidence: 9.1\nScript: {}\n"
    "Script confidence: 3.3\n"
)
pytestmark = pytest.mark.posix


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """Puts a tesseract in the way that knows some languages, sees a script, and answers with a file."""

    def place(*, languages="eng deu osd ara", script="Latin", hocr=CASES / "ocr" / "page.hocr"):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "tesseract"
        told = {"python": sys.executable, "languages": languages, "osd": OSD.format(script), "hocr": hocr}
        program.write_text(TESSERACT.format(asked=tmp_path / "asked", **told))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return tmp_path / "asked"

    return place


def _text(article):
    return [article.text[p.start : p.end] for p in article.body()]


def _is_page(article):
    assert (article.title, article.byline) == ("Ferry operator to cut crossings", "Ada Lind")
    assert [part[:20] for part in _text(article)] == ["Ferry operators on L", "The company carried "]
    assert "212,000 passengers last year, 9 percent fewer than in 2024" in article.text
    assert article.format == "picture"


def test_a_picture_of_a_page_is_read(tesseract):
    """Headline, byline and paragraphs; the languages that are asked for are those of the script."""
    asked = tesseract()
    _is_page(read_article(PAGE))
    assert asked.read_text() == "deu+eng\n"


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_the_real_tesseract_reads_it():
    """The program itself gives the same."""
    _is_page(read_article(PAGE))


def test_what_was_recognised_is_marked(tesseract):
    """The record, its warnings, the page and the sheet say that the text is from a picture."""
    tesseract()
    article = read_article(PAGE)
    assert article.recognised == "all of it"
    assert "names, figures and quotations may be misread" in article.warnings[0]
    assert whence(article) == "from page.png, text recognised from a picture"
    assert (
        json.loads(factsheet.dump(factsheet.sheet(PAGE), factsheet.load_kind("news")))["article"]["recognised"]
        == "all of it"
    )


def test_words_that_are_not_sure_are_counted_and_dirt_is_none(tesseract, tmp_path):
    """What tesseract is not sure of stays, and is said; what it nearly rules out is no word."""
    hocr = (CASES / "ocr" / "page.hocr").read_text(encoding="utf-8")
    words = hocr.split("x_wconf ")
    hocr = "x_wconf ".join([*words[:7], f"41{words[7][2:]}", f"12{words[8][2:]}", *words[9:]])
    (tmp_path / "other.hocr").write_text(hocr, encoding="utf-8")
    tesseract(hocr=tmp_path / "other.hocr")
    assert "not sure of 1 word of " in read_article(PAGE).warnings[0]


def test_a_scan_is_read_page_by_page(tesseract):
    """A PDF of pictures is read, and says which pages were."""
    tesseract()
    article = read_article(SCAN)
    assert article.format == "pdf"
    assert article.title == "Ferry operator to cut crossings"
    assert whence(article).endswith("text recognised from a picture (page 1)")


def test_a_script_without_its_data_is_named(tesseract):
    """The package that is missing is said, and nothing is guessed with the letters of another script."""
    tesseract(languages="eng osd", script="Arabic")
    with pytest.raises(ReadError, match=r"page.png: a picture of Arabic letters, .* tesseract-ocr-ara$"):
        read_article(PAGE)


@pytest.mark.parametrize("path", [PAGE, SCAN], ids=["picture", "scan"])
def test_without_tesseract_it_is_asked_for(path, monkeypatch, tmp_path):
    """In one line, with the command."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError, match=r"needs tesseract \(apt install tesseract-ocr") as raised:
        read_article(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("path", [PAGE, SCAN], ids=["picture", "scan"])
def test_without_the_extra_it_is_asked_for(path, monkeypatch):
    """In one line, with the command."""
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(ReadError, match=r"needs ") as raised:
        read_article(path)
    assert str(raised.value).endswith(extras.command("ocr"))


def _png(width, height):
    """A PNG that says how large it is, and has no more than that."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a damaged picture$"),
        (PAGE.read_bytes()[:3_000], "a damaged picture"),
        (_png(30_000, 30_000), "a damaged picture|more than 60 million pixels"),
        (_png(8_000, 8_000), "a picture of more than 60 million pixels"),
    ],
    ids=["no picture", "cut", "a bomb", "large"],
)
def test_what_is_no_page_is_refused(data, what, tesseract):
    """A damaged picture or one that is too large costs one line."""
    tesseract()
    with pytest.raises(ReadError, match=what):
        read_article(data)


def test_a_picture_without_text_is_no_article(tesseract, tmp_path):
    """It says so."""
    (tmp_path / "empty.hocr").write_text("<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>")
    tesseract(hocr=tmp_path / "empty.hocr")
    with pytest.raises(ReadError, match="no text was recognised"):
        read_article(PAGE)


def test_a_tesseract_that_fails_is_named(tesseract, tmp_path):
    """It costs one line."""
    tesseract(hocr=tmp_path / "nothing.hocr")
    with pytest.raises(ReadError, match="the text on the picture is not recognised"):
        read_article(PAGE)
