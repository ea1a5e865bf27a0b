"""Measures how well PDFs are read.

    python benchmarks/pdf.py FOLDER

FOLDER has pairs of files: NAME.pdf, and NAME.txt with the paragraphs that were printed, between blank lines, and after
a line "---" the running heads of its pages. `benchmarks/typeset.py` makes such a folder from a folder of texts.

Prints for each file, and for all: in how many paragraphs all words come out in their order, how many of those are one
paragraph again, whether the headline is right, and how many paragraphs have a running head or its page number in them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import read_article

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"\w+")


def words(text: str) -> str:
    return " ".join(_WORD.findall(text.replace("’", "'")))


def figures(pdf: Path) -> Sequence[int]:
    printed, _, heads = pdf.with_suffix(".txt").read_text(encoding="utf-8").partition("\n---\n")
    wanted = [words(one) for one in printed.split("\n\n") if re.search(r"[^\W_]", one)]
    try:
        article = read_article(pdf)
    except ReadError as error:
        print(error)
        return len(wanted), 0, 0, 0, 0
    found = [words(article.text[one.start : one.end]) for one in article.paragraphs]
    text = " / ".join(found)
    body = [words(article.text[one.start : one.end]) for one in article.body()]
    marks = [words(head) for head in heads.split("\n") if words(head)]
    return (
        len(wanted),
        sum(one in text for one in wanted),
        sum(one in found for one in wanted),
        words(article.title or "") == wanted[0],
        sum(mark in one for one in body for mark in marks),
    )


def main() -> None:
    total = [0] * 5
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    print(f"{'':42}{'paragraphs':>11}{'in order':>9}{'alone':>7}{'headline':>10}{'heads in text':>15}")
    for pdf in files:
        row = figures(pdf)
        total = [a + b for a, b in zip(total, row, strict=True)]
        print(f"{pdf.name:42}{row[0]:11}{row[1]:9}{row[2]:7}{row[3]:10}{row[4]:15}")
    print(f"{len(files)} files{'':34}{total[0]:11}{total[1]:9}{total[2]:7}{total[3]:10}{total[4]:15}")
    print(f"in order: {total[1] / total[0]:.3f}")


if __name__ == "__main__":
    main()
