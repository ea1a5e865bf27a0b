"""Typesets texts as PDFs in one, two and three columns.

    python benchmarks/typeset.py TEXTS FOLDER

TEXTS is a folder of .txt files, the headline first and blank lines between paragraphs. Needs `pip install typst
weasyprint reportlab`; Debian's `chromium` is one maker more where it is there. A text in Arabic or Hebrew is set
from the right, which ReportLab does not do.
Each text is set by the next of the makers in turn; with fewer than 20 texts some are set twice.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path

from factsheet.readers import pdf_bidi

HEADS = ("Report of the Commission", "Opinion of the Court", "The Daily Record")
FILES = 22
LONGEST = 60_000  # characters of a text


def language(blocks: list[str]) -> tuple[str, str]:
    """The language in which a text is set, and its direction."""
    text = " ".join(blocks)
    if not pdf_bidi.is_from_right(text):
        return "en", "ltr"
    return ("he" if re.search("[\u05d0-\u05ea]", text) else "ar"), "rtl"


def typst_pdf(blocks: list[str], pdf: Path, columns: int, more: str = "") -> None:
    import typst

    def said(text: str) -> str:
        return re.sub(r"([\\#*_`$<>@\[\]~=/+\-])", r"\\\1", text)

    code, direction = language(blocks)
    head = f'text(size: 20pt, weight: "bold")[{said(blocks[0])}]'
    top = f'#place(top + center, scope: "parent", float: true, {head})' if columns > 1 else f"#{head}"
    source = (
        f'#set page(paper: "a4", columns: {columns}, header: [{HEADS[0]}], '
        "footer: context [#h(1fr) #counter(page).display() #h(1fr)])\n"
        f'#set text(size: 10pt, lang: "{code}", dir: {direction}, hyphenate: true)\n'
        f"#set par(justify: true{more})\n{top}\n\n" + "\n\n".join(map(said, blocks[1:]))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.typ"
        path.write_text(source, encoding="utf-8")
        typst.compile(str(path), output=str(pdf))


def page(blocks: list[str], columns: int) -> str:
    css = (
        f"@page{{size:A4;margin:2cm;@top-left{{content:'{HEADS[2]}'}}"
        "@bottom-center{content:'Page ' counter(page) ' of ' counter(pages)}}"
        f"div{{columns:{columns};column-gap:7mm;text-align:justify;hyphens:auto}}body{{font:10pt serif}}"
    )
    code, direction = language(blocks)
    text = "".join(f"<p>{html.escape(one)}</p>" for one in blocks[1:])
    return (
        f"<html lang={code} dir={direction}><head><meta charset=utf-8><style>{css}</style></head>"
        f"<body><h1>{html.escape(blocks[0])}</h1><div>{text}</div></body></html>"
    )


def weasyprint_pdf(blocks: list[str], pdf: Path, columns: int) -> None:
    import weasyprint

    weasyprint.HTML(string=page(blocks, columns)).write_pdf(str(pdf))


def chromium_pdf(blocks: list[str], pdf: Path, columns: int) -> None:
    source = pdf.with_suffix(".html")
    source.write_text(page(blocks, columns), encoding="utf-8")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    subprocess.run(["chromium", *quiet, f"--print-to-pdf={pdf}", source.as_uri()], check=True, capture_output=True)
    source.unlink()


def reportlab_pdf(blocks: list[str], pdf: Path, columns: int) -> None:
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    (width, height), margin, gutter = letter, 54, 18
    styles = getSampleStyleSheet()
    body = ParagraphStyle("even", parent=styles["BodyText"], alignment=4, fontSize=9.5, leading=12)
    column = (width - 2 * margin - (columns - 1) * gutter) / columns

    def head(canvas, document) -> None:
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(margin, height - 36, HEADS[1])
        canvas.drawCentredString(width / 2, 30, str(document.page))

    frames = [Frame(margin + i * (column + gutter), margin, column, height - 2 * margin) for i in range(columns)]
    document = BaseDocTemplate(str(pdf), pagesize=letter, pageTemplates=[PageTemplate(frames=frames, onPage=head)])
    parts = [Paragraph(html.escape(blocks[0]), styles["Heading1"])]
    document.build([*parts, *(Paragraph(html.escape(one), body) for one in blocks[1:])])


def main() -> None:
    texts = sorted(path for path in Path(sys.argv[1]).glob("*.txt") if path.stat().st_size <= LONGEST)
    out = Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    indent = ", first-line-indent: 1.2em, spacing: 0.65em"
    makers = [(typst_pdf, 1), (typst_pdf, 2), (typst_pdf, 2, indent), (typst_pdf, 3), (weasyprint_pdf, 1)]
    makers += [(weasyprint_pdf, 2), (reportlab_pdf, 1), (reportlab_pdf, 2)]
    makers += [(chromium_pdf, 1), (chromium_pdf, 2)] if shutil.which("chromium") else []
    for number, text, (usual, columns, *more) in zip(range(FILES), cycle(texts), cycle(makers)):
        blocks = [" ".join(one.split()) for one in text.read_text(encoding="utf-8").split("\n\n") if one.strip()]
        maker = weasyprint_pdf if usual is reportlab_pdf and language(blocks)[1] == "rtl" else usual
        pdf = out / f"{number:02}-{maker.__name__.removesuffix('_pdf')}{columns}-{text.stem}.pdf"
        maker(blocks, pdf.resolve(), columns, *more)
        pdf.with_suffix(".txt").write_text("\n\n".join(blocks) + "\n---\n" + "\n".join(HEADS), encoding="utf-8")


if __name__ == "__main__":
    main()
