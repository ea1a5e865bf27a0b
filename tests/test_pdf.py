"""The brief as PDF: one page whatever the sheet, with real text, embedded fonts, a language and a title."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import NEWS, STRINGS, hostile_sheet, shown, squeezed

from factsheet.briefs import pdf
from factsheet.cli import run
from factsheet.sheets import load

pytest.importorskip("typst", reason="extra print")
pdfium = pytest.importorskip("pypdfium2", reason="extra documents")
CASES = Path(__file__).parent / "cases" / "briefs"


def opened(sheet, **more):
    return pdfium.PdfDocument(pdf.render(sheet, NEWS, **more))


def text_of(document):
    return squeezed(document[0].get_textpage().get_text_bounded().replace("\u200b", ""))


def from_file(name, **changes):
    sheet = load((CASES / f"{name}.json").read_text(encoding="utf-8"), NEWS)
    return replace(sheet, article=replace(sheet.article, **changes))


@pytest.mark.parametrize("paper", [("a4", 842), ("us-letter", 792)])
@pytest.mark.parametrize("name", ["versailles", "hostile"])
def test_it_is_one_page(name, paper):
    """A4 as Letter."""
    document = opened(from_file(name), paper=paper[0])
    assert len(document) == 1
    assert round(document[0].get_height()) == paper[1]


def test_it_is_tagged_and_has_title_language_and_embedded_fonts():
    """What a screen reader needs, and a printer that lacks our fonts."""
    content = pdf.render(from_file("versailles", language="fr"), NEWS)
    document = pdfium.PdfDocument(content)
    assert document.is_tagged()
    assert b"/Lang(fr)" in content.replace(b" ", b"")
    assert b"pdfuaid:part" in content
    assert document.get_metadata_value("Title").startswith("Russia's Putin arrives in France")
    names = re.findall(rb"/FontName\s*/(\S+)", content)
    assert names
    assert len(names) == len(re.findall(rb"/FontFile[23]\b", content))


@pytest.mark.parametrize("word", ["Привет мир", "Ελλάδα σήμερα", "café Łódź"])
def test_scripts_of_europe_are_real_text(word):
    """Latin, Cyrillic and Greek come with the typesetter's own font."""
    assert squeezed(word) in text_of(opened(hostile_sheet(word)))


@pytest.mark.parametrize("number", range(len(STRINGS)))
def test_hostile_strings_are_text(number):
    """Nothing in a sheet is read as markup, opens a file or breaks the page; Latin text is there to the letter."""
    text = STRINGS[number]
    document = opened(hostile_sheet(text))
    assert len(document) == 1
    assert pdfium.raw.FPDFPage_GetAnnotCount(document[0]) == 0
    if re.fullmatch("[ -~]{,300}", text):
        assert shown(text) in text_of(document)


def test_it_is_written_to_a_file_and_not_to_a_screen(tmp_path, monkeypatch, capsys):
    """`-o x.pdf` is enough."""
    monkeypatch.chdir(tmp_path)
    story = CASES.parent.parent.parent / "fixtures" / "articles" / "wikinews-crane.txt"
    assert run(["brief", str(story), "-o", "x.pdf", "-q"]) == 0
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(["brief", str(story), "-f", "pdf", "-q"]) == 2
    assert "name a file with -o" in capsys.readouterr().err
