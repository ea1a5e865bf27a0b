"""Prints results: a table, JSON, and every error in context."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.evaluation.gold import Gold
    from factsheet.evaluation.intervals import Figure, Result
    from factsheet.evaluation.scores import Scores
    from factsheet.records import Json

_AROUND = 60
"""Characters of the article on each side of an error."""
_SHOWN = 90
"""Characters of the words in error."""


def table(results: Sequence[Result]) -> str:
    """The results as a table for people."""
    rows = [("measure", "articles", "precision", "recall", "F1")]
    rows += [(r.measure, str(r.articles), _cell(r.precision), _cell(r.recall), _cell(r.f1)) for r in results]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def as_json(results: Sequence[Result], model: str) -> Json:
    """The results as JSON: figures with their intervals, and the counts they rest on."""
    return {
        "model": model,
        "measures": {
            r.measure: {
                "articles": r.articles,
                "counts": {
                    "right": r.counts.right,
                    "listed": r.counts.listed,
                    "found": r.counts.found,
                    "annotated": r.counts.annotated,
                },
                "precision": _figure(r.precision),
                "recall": _figure(r.recall),
                "f1": _figure(r.f1),
            }
            for r in results
        },
    }


def errors(gold: Gold, scores: Scores) -> Iterator[str]:
    """Every error of one article in context, one per line."""
    text = gold.article.text
    for miss in scores.misses:
        what = "missed" if miss.missed else "wrong"
        line = f"{scores.id}: {miss.measure}: {what}: {_line(miss.words)[:_SHOWN]}"
        if miss.span:
            before = _line(text[max(0, miss.span[0] - _AROUND) : miss.span[0]])
            after = _line(text[miss.span[1] : miss.span[1] + _AROUND])
            words = _line(text[slice(*miss.span)])[:_SHOWN]
            line += f"\n    … {before} [{words}] {after} …"
        yield line


def _cell(figure: Figure | None) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})" if figure else "–"


def _figure(figure: Figure | None) -> Json:
    return {"value": figure.value, "low": figure.low, "high": figure.high} if figure else None


def _line(text: str) -> str:
    """Words in one line, control characters left out: an article may hold terminal escapes."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "�" for c in text).split())
