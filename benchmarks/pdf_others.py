"""Measures how well other makers' PDFs are read: prose paragraphs with the word order of `pdftotext`.

    python benchmarks/pdf_others.py FOLDER

FOLDER has PDFs, for which poppler's `pdftotext` is asked; it mixes some paragraphs itself, so what is printed is the
least that is right. Lines at the top or foot of three pages, and numbers of pages, are no text; a paragraph counts from
80 letters and 14 words, most of its characters letters, that end a sentence. Ligatures count as their letters.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.readers import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_NUMBER = re.compile(r"\s*(?:\d{1,3}|[ivxl]{1,6})\s*")
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[a-zß-ÿа-я])")
_EDGE = 4  # lines at the top and foot of a page among which its running heads are
_ENDED = re.compile(r"[.:!?][\"”’)]*$")


def letters(text: str) -> str:
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def paragraphs(pdf: Path) -> Iterator[str]:
    """The paragraphs of prose that pdftotext finds."""
    told = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    pages = [page.split("\n") for page in told.stdout.decode().split("\f")]
    edges = [set(filter(None, map(str.strip, [*page[:_EDGE], *page[-_EDGE:]]))) for page in pages]
    often = Counter(line for edge in edges for line in edge)
    for page, edge in zip(pages, edges, strict=True):
        heads = {line for line in edge if often[line] >= 3}
        kept = [line for line in page if line.strip() not in heads and not _PAGE_NUMBER.fullmatch(line)]
        for group in re.split(r"\n\s*\n", "\n".join(kept)):
            text = " ".join(_DIVIDED.sub("", group).split())
            count = sum(map(str.isalpha, text))
            if count >= 80 and count > 0.7 * len(text) and len(text.split()) >= 14 and _ENDED.search(text):
                yield text


def main() -> None:
    total = right = 0
    for pdf in sorted(Path(sys.argv[1]).glob("*.pdf")):
        article = read_article(pdf)
        ours = letters(" ".join(article.text[one.start : one.end] for one in article.paragraphs))
        wanted = list(paragraphs(pdf))
        found = sum(letters(one) in ours for one in wanted)
        total, right = total + len(wanted), right + found
        print(f"{pdf.name:42}{len(wanted):6}{found:6}")
    print(f"in order: {right} of {total}, {right / max(1, total):.3f}")


if __name__ == "__main__":
    main()
