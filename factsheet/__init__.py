"""A news article in, a one-page brief out, which says of every fact how far the article's own words prove it.

    >>> import factsheet
    >>> sheet = factsheet.sheet("story.txt")                      # the built-in model, offline
    >>> sheet = factsheet.sheet("story.txt", model="openai/NAME") # any endpoint
    >>> print(factsheet.brief(sheet))
    >>> sheet.facts["positions"][0]["evidence"][0]["start"]
    1042
    >>> factsheet.check("The crane fell in Mecca.", against="story.txt")[0].standing
    'open'

`sheet`, `brief` and `check` are the short way. The rest is what they are made of, for programs of their own:
`read_article`, `load_kind`, `open_model`, the coroutine `make_sheet`, `dump` and `load`. Everything raises
`FactsheetError`.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

from factsheet.errors import FactsheetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from factsheet.kinds import load_kind
    from factsheet.models import Asking, open_model
    from factsheet.pipeline import Options, make_sheet
    from factsheet.pipeline.against import DraftSentence
    from factsheet.readers import read_article, read_articles
    from factsheet.records import Article, FactSheet, Finding
    from factsheet.sheets import dump, load

__version__ = "0.2.0"

_WHERE = {
    "Article": "factsheet.records",
    "Asking": "factsheet.models",
    "DraftSentence": "factsheet.pipeline.against",
    "FactSheet": "factsheet.records",
    "Finding": "factsheet.records",
    "Options": "factsheet.pipeline",
    "dump": "factsheet.sheets",
    "load": "factsheet.sheets",
    "load_kind": "factsheet.kinds",
    "make_sheet": "factsheet.pipeline",
    "open_model": "factsheet.models",
    "read_article": "factsheet.readers",
    "read_articles": "factsheet.readers",
}
"""Names imported when they are asked for: the command line imports this package and needs few of them."""

__all__ = [
    "Article",
    "Asking",
    "DraftSentence",
    "FactSheet",
    "FactsheetError",
    "Finding",
    "Options",
    "__version__",
    "brief",
    "check",
    "dump",
    "load",
    "load_kind",
    "make_sheet",
    "open_model",
    "read_article",
    "read_articles",
    "sheet",
]


def sheet(
    source: str | Path,
    *,
    model: str = "extractive",
    kind: str = "news",
    asking: Asking | None = None,
    options: Options | None = None,
) -> FactSheet:
    """Make the sheet of an article; where an event loop is running, await `make_sheet` instead.

    `source` is a path, or "-" for standard input; `model` a name such as "openai/NAME" or "extractive";
    `kind` a built-in kind or a folder; `asking` says how the model is asked (endpoint, time limit, cache,
    …), and `options` how the sheet is made (`Options(verify=False)` asks no second question).

    Raises:
        ReadError: the source cannot be read as an article.
        ModelError: the model gave no usable answer.
    """
    import asyncio

    from factsheet.kinds import load_kind
    from factsheet.models import open_model
    from factsheet.pipeline import make_sheet
    from factsheet.readers import read_article

    article = read_article(source)
    return asyncio.run(make_sheet(article, load_kind(kind), open_model(model, asking), options))


def brief(sheet: FactSheet, *, kind: str = "news", width: int = 80) -> str:
    """The page of a sheet as plain text, `width` columns wide."""
    from factsheet.briefs import layout, terminal
    from factsheet.kinds import load_kind

    return terminal.render(layout.lay_out(sheet, load_kind(kind), width=width), colour=False)


def check(
    text: str | Path,
    *,
    against: Article | str | Path | Iterable[Article | str | Path],
    verify: str | None = None,
    kind: str | None = None,
    asking: Asking | None = None,
) -> tuple[DraftSentence, ...]:
    """Hold every sentence of a draft against an article, or several: its evidence, how far it is proven, and findings.

    `text` is the draft itself, or the `Path` of one; it may be a sheet, whose statements are its sentences. `against`
    is an `Article` or the path of one, or several. `verify` names a model for the second question about what is not
    proven; `asking` says how it is asked. Without it nothing is asked. `kind` is for a sheet that names no built-in
    kind, and for the prompt of that question.

    Raises:
        ReadError: the draft or an article cannot be read.
        UsageError: there is no article, or no such model or kind.
    """
    from factsheet.errors import UsageError
    from factsheet.pipeline.against import check_draft, verify_now
    from factsheet.pipeline.prose import sentences_of
    from factsheet.readers import read_article
    from factsheet.readers.text import read_draft
    from factsheet.records import Article

    name, draft = ("-", text) if isinstance(text, str) else (str(text), read_draft(text))
    given = [against] if isinstance(against, (str, os.PathLike, Article)) else list(against)
    if not given:
        raise UsageError("check: there is no article to hold the text against")
    articles = [one if isinstance(one, Article) else read_article(one) for one in given]
    sentences = sentences_of(draft, name=name, kind=kind)
    if verify is None:
        return check_draft(sentences, articles)
    from factsheet.kinds import DEFAULT_KIND, load_kind
    from factsheet.models import open_model

    return verify_now(sentences, articles, open_model(verify, asking), load_kind(kind or DEFAULT_KIND))


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name in _WHERE:
        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'factsheet' has no attribute {name!r}")
