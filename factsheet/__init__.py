"""A news article in, a one-page brief out, which shows how far the article's own words prove each fact.

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
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from factsheet.kinds import load_kind
    from factsheet.models import Asking, open_model
    from factsheet.pipeline import Options, make_sheet
    from factsheet.pipeline.against import DraftSentence
    from factsheet.readers import read_article, read_articles
    from factsheet.readers.given import Given
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
    source: Given,
    *,
    model: str = "extractive",
    kind: str = "news",
    asking: Asking | None = None,
    options: Options | None = None,
    allow: Collection[str] = (),
) -> FactSheet:
    """Make the sheet of an article.

    `source` is an `Article`, a `Path`, the name of a file ("-" for standard input), bytes, or the text of the story; a
    string is a text if it has several lines or many words. `model` is a name such as "openai/NAME" or "extractive";
    `kind` a built-in kind or a folder; `asking` says how the model is asked (endpoint, time limit, cache, …), and
    `options` how the sheet is made (`Options(verify=False)` asks no second question). A story that was killed or is
    under embargo is refused unless `allow` names "killed" or "embargoed".

    Raises:
        ReadError: the source cannot be read as an article; `RefusedArticleError` where it must not be briefed.
        UsageError: there is no such model or kind; or an event loop is already running, as in a notebook: the
            message says what to await.
        ModelError: the model gave no usable answer.
    """
    import asyncio

    from factsheet.kinds import load_kind
    from factsheet.models import Asking, open_model
    from factsheet.pipeline import Options, make_sheet

    _check("model", model, str)
    _check("kind", kind, (str, os.PathLike))
    _check("asking", asking, (Asking, type(None)))
    _check("options", options, (Options, type(None)))
    _outside_a_loop(model)
    article = _permitted(source, allow)
    return asyncio.run(make_sheet(article, load_kind(os.fspath(kind)), open_model(model, asking), options))


def _check(name: str, value: object, types: type | tuple[type, ...]) -> None:
    """Refuse an argument of another type: all that goes wrong is one class of errors."""
    from factsheet.errors import UsageError

    if not isinstance(value, types):
        known = types if isinstance(types, tuple) else (types,)
        wanted = " or ".join("None" if one is type(None) else one.__name__ for one in known)
        raise UsageError(f"{name}={value!r:.60}: expected {wanted}, not {type(value).__name__}")


def _permitted(source: Given, allow: Collection[str]) -> Article:
    """The article, if it may be briefed."""
    import datetime as dt

    from factsheet.errors import UsageError
    from factsheet.readers.given import article_given
    from factsheet.readers.practice import refuse

    _check("allow", allow, (str, tuple, list, set, frozenset))
    allowed = {allow} if isinstance(allow, str) else set(allow)
    if unknown := allowed - {"killed", "embargoed"}:
        raise UsageError(f"allow={sorted(unknown)!r}: must be 'killed' or 'embargoed'")
    article = article_given(source)
    embargoed, killed = "embargoed" in allowed, "killed" in allowed
    refuse(article, now=dt.datetime.now(dt.UTC), embargoed=embargoed, killed=killed, how="allow='{}'")
    return article


def _outside_a_loop(model: str) -> None:
    """Refuse to wait where an event loop is running, which could do nothing meanwhile."""
    import asyncio

    from factsheet.errors import UsageError

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise UsageError(
        "an event loop is already running, as in a notebook: await factsheet.make_sheet("
        f"factsheet.read_article(SOURCE), factsheet.load_kind(), factsheet.open_model({model!r}))"
    )


def brief(sheet: FactSheet, *, kind: str = "news", width: int = 80) -> str:
    """The page of a sheet as plain text, `width` columns wide.

    Raises:
        UsageError: that is no sheet, there is no such kind, or no room for a word.
    """
    from factsheet.briefs import layout, terminal
    from factsheet.errors import UsageError
    from factsheet.kinds import load_kind
    from factsheet.records import FactSheet

    _check("sheet", sheet, FactSheet)
    _check("kind", kind, (str, os.PathLike))
    if width < 1:
        raise UsageError(f"width = {width}: must be at least 1")

    return terminal.render(layout.lay_out(sheet, load_kind(os.fspath(kind)), width=width), colour=False)


def check(
    text: str | Path,
    *,
    against: Given | Iterable[Given],
    verify: str | None = None,
    kind: str | None = None,
    asking: Asking | None = None,
) -> tuple[DraftSentence, ...]:
    """Check every sentence of a draft against one or more articles: its evidence, standing and findings.

    `text` is the draft itself, or the `Path` of one; it may be a sheet, whose statements are its sentences. `against`
    is an article as `sheet` takes it, or several. `verify` names a model for the second question about what is not
    proven; `asking` says how it is asked. Without it nothing is asked. `kind` is for a sheet that names no built-in
    kind, and for the prompt of that question.

    Raises:
        ReadError: the draft or an article cannot be read.
        UsageError: there is no article, or no such model or kind.
    """
    from factsheet.errors import UsageError
    from factsheet.pipeline.against import check_draft, verify_now
    from factsheet.pipeline.prose import sentences_of
    from factsheet.readers.given import article_given
    from factsheet.readers.text import read_draft
    from factsheet.records import Article

    _check("text", text, (str, os.PathLike))
    _check("verify", verify, (str, type(None)))
    name, draft = ("-", text) if isinstance(text, str) else (str(text), read_draft(text))
    try:
        given = [against] if isinstance(against, (str, bytes, os.PathLike, Article)) else list(against)
    except TypeError:
        given = [against]  # type: ignore[list-item]
    if not given:
        raise UsageError("check: no article to check the text against")
    articles = [article_given(one) for one in given]
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
