"""Reads bytes into articles; the format is detected from the content, not from the name alone.

    >>> for article in read_articles("feed.zip", on_problem=print):
    ...     print(article.source, article.title)
    feed.zip!0001.xml Council votes to keep the library open

Each format has a module, whose heavy packages are imported when it is used. Whatever it is, one file can hold many
articles; they are read one after the other, and what is wrong with one costs that one.
"""

from __future__ import annotations

import importlib
import io
import os
from contextlib import ExitStack
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from factsheet import extras
from factsheet.errors import ReadError
from factsheet.readers import linked, practice, sniffing, stores
from factsheet.readers.enclosed import Enclosed
from factsheet.readers.linked import is_link
from factsheet.readers.streams import Budget, opened, peeked, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from factsheet.readers.links import Links
    from factsheet.records import Article

_READERS = {
    "text": "factsheet.readers.text:read",
    "html": "factsheet.readers.html:read",
    "nitf": "factsheet.readers.nitf:read",
    "newsml-g2": "factsheet.readers.newsml_g2:read",
    "newsml-1": "factsheet.readers.newsml_1:read",
    "feed": "factsheet.readers.feeds:read",
    "json": "factsheet.readers.jsonlines:read",
    "anpa": "factsheet.readers.anpa:read",
    "iptc7901": "factsheet.readers.iptc7901:read",
    "zczc": "factsheet.readers.zczc:read",
    "xml": "factsheet.readers.plainxml:read",
    "sitemap": "factsheet.readers.sitemaps:read",
    "mail": "factsheet.readers.mail:read",
    "msg": "factsheet.readers.msg:read",
    "mbox": "factsheet.readers.mail:read_box",
    "mhtml": "factsheet.readers.mhtml:read",
    "warc": "factsheet.readers.warc:read",
    "rtf": "factsheet.readers.rtf:read",
    "docx": "factsheet.readers.docx:read",
    "odt": "factsheet.readers.odt:read",
    "epub": "factsheet.readers.epub:read",
    "pdf": "factsheet.readers.pdf:read",
    "picture": "factsheet.readers.pictures:read",
    "markdown": "factsheet.readers.markdown:read",
    "wikitext": "factsheet.readers.wikitext:read",
    "factiva": "factsheet.readers.factiva:read",
    "movable-type": "factsheet.readers.movable_type:read",
    "csv": "factsheet.readers.tables:read",
    "xlsx": "factsheet.readers.xlsx:read",
    "subtitles": "factsheet.readers.subtitles:read",
    "transcript": "factsheet.readers.transcripts:read",
}
"""The reader of each format that is one document: `read(data, name=…)` yields articles, problems and files in it."""

_WITH_FIELDS = ("json", "csv", "xlsx")  # formats whose fields may be named: `jsonl:text=FIELD`

FORMATS = (*_READERS, "jsonl", "zip", "gzip")

_EXTRAS = {"lxml": "feeds", "trafilatura": "feeds", "PIL": "ocr", "pytesseract": "ocr"}
"""The extra that has a package; of all others it is `documents`."""
_ZIPPED = ("docx", "odt", "epub", "xlsx")  # documents that are ZIP archives
_DEEPEST = 3  # files in files that are opened: a file of a ZIP of a gzip, an attachment of a mail
_MOST_NAMED = 3  # stories that a warning names
_MOST_PROBLEMS = 20  # problems that one error names


def read_articles(
    source: str | Path | bytes,
    *,
    format: str | None = None,  # noqa: A002
    on_problem: Callable[[ReadError], None] | None = None,
    links: Links | None = None,
) -> Iterator[Article]:
    """The articles of a file, of standard input for "-", of bytes, of a file in a store, or of a page behind a link.

    `format` is one of `FORMATS` instead of what the content looks like; `jsonl:text=FIELD,title=FIELD` also says how
    the fields of JSON lines are named. `Article.source` says where in the file an article was: `feed.zip!a.xml`,
    `day.jsonl:12`, `message.xml#2`.

    Where a file holds many articles, the good ones are read and each bad one is handed to `on_problem` as the error
    that says which and why; the reading goes on after it. Without `on_problem`, an error that names all the bad ones
    is raised after the last good one. `links` says how links are fetched; without it, only from public addresses.

    Raises:
        ReadError: the source as a whole cannot be read, or, without `on_problem`, a part of it; the message names
            the file and the place in it.
    """
    name = _name(source)
    form, fields = _format_and_fields(format, name)
    with ExitStack() as stack:
        if stores.is_stored(name) and not stores.is_path(name):
            found = _read(stack.enter_context(stores.opened(name)), name, form, _Inside(fields))
        elif is_link(name):
            found = linked.articles(name, form, links, _reader(fields))
        else:
            found = _read(stack.enter_context(opened(source)), name, form, _Inside(fields))
        if links is not None and links.full:
            found = linked.completed(found, links, _reader({}))
        yield from _good(found, on_problem)


def _good(found: Iterator[Article | ReadError], on_problem: Callable[[ReadError], None] | None) -> Iterator[Article]:
    """The articles that were read; problems are handed on, or raised at the end."""
    problems: list[ReadError] = []
    for one in found:
        if isinstance(one, ReadError):
            (on_problem or problems.append)(one)
        else:
            yield practice.finished(one)
    if problems:
        raise problems[0] if len(problems) == 1 else ReadError("\n".join(map(str, problems[:_MOST_PROBLEMS])))


def read_article(
    source: str | Path | bytes,
    *,
    format: str | None = None,  # noqa: A002
    links: Links | None = None,
) -> Article:
    """The one article of a file, of standard input for "-", of bytes, or of the page behind a link.

    Of a text into which several stories were pasted it is the first; a warning names the others.

    Raises:
        ReadError: the input cannot be read, or holds more than one article.
    """
    name = _name(source)
    found = read_articles(source, format=format, links=links)
    article = next(found, None)
    if article is None:
        raise ReadError(f"{name}: holds no article")
    others = []
    for other in found:
        if article.format != "text":
            more = f"factsheet batch {name} -o OUT briefs them all"
            raise ReadError(f"{name}: holds more than one article; {more}")
        others.append(f"“{other.title}”")
    if not others:
        return article
    left = f"left out another story below it ({', '.join(others[:_MOST_NAMED])}): factsheet batch briefs all in a file"
    return replace(article, warnings=(*article.warnings, left))


def _name(source: str | Path | bytes) -> str:
    """What messages call a source; refuses what is none.

    Raises:
        ReadError: it is something else.
    """
    if not isinstance(source, (str, bytes, os.PathLike)):
        raise ReadError(f"an article is an Article, a path, a text or bytes, not {type(source).__name__}")
    return "the text" if isinstance(source, bytes) else str(source)


def _reader(fields: dict[str, str]) -> linked.Read:
    """What reads a page that was fetched, as `read_articles` reads a file."""
    return lambda stream, name, form: _read(stream, name, form, _Inside(fields))


def _format_and_fields(said: str | None, name: str) -> tuple[str | None, dict[str, str]]:
    """The format that was asked for, and the names of fields after it: `jsonl:text=FIELD`."""
    if said is None:
        return None, {}
    form, _, options = said.partition(":")
    if form not in FORMATS:
        raise ReadError(f"{name}: unknown input format {form!r}; the formats are {', '.join(FORMATS)}")
    if not options:
        return form, {}
    from factsheet.readers import jsonrecords

    return form, jsonrecords.field_names(options, name=name)


class _Inside:
    """What holds for everything inside one source: field names, the budget of bytes, how deep archives are."""

    def __init__(self, fields: dict[str, str], budget: Budget | None = None, depth: int = 0) -> None:
        self.fields = fields
        self.budget = budget or Budget()
        self.depth = depth

    def deeper(self, name: str) -> _Inside:
        """The same, one archive further in."""
        if self.depth >= _DEEPEST:
            raise ReadError(f"{name}: archives nested more than {_DEEPEST} deep")
        return _Inside(self.fields, self.budget, self.depth + 1)


def _read(stream: IO[bytes], name: str, form: str | None, inside: _Inside) -> Iterator[Article | ReadError]:
    head, stream = peeked(stream, name, inside.budget if inside.depth else None)
    if not head.strip():
        raise ReadError(f"{name}: empty: there is no text in it")
    if head.startswith(sniffing.OLE):  # what such a file is stands anywhere in it
        head = whole(stream, name)
        stream = io.BufferedReader(io.BytesIO(head))
    if what := sniffing.foreign(head, name):
        raise ReadError(f"{name}: {what}")
    looks = sniffing.sniff(head)
    if "zip" in {form, looks}:
        yield from _packed(whole(stream, name), name, form, inside)
        return
    if "gzip" in {form, looks}:
        from factsheet.readers import archives

        unpacked = archives.Gunzipped(stream, name)
        yield from _read(unpacked, name, None if form == "gzip" else form, inside.deeper(name))  # type: ignore[arg-type]
        return
    form = form or looks
    if form == "jsonl":
        from factsheet.readers import jsonlines

        yield from jsonlines.read_lines(stream, name=name, fields=inside.fields)
    else:
        yield from _document(whole(stream, name), name, form, inside)


def _packed(data: bytes, name: str, form: str | None, inside: _Inside) -> Iterator[Article | ReadError]:
    """What is in a ZIP: a document that is one, such as a word processor's, or files."""
    from factsheet.readers import archives

    document = archives.document(data, name) if form in {None, "zip"} else form if form in _ZIPPED else None
    if document:
        yield from _document(data, name, document, inside)
    else:
        yield from _members(io.BytesIO(data), name, None if form == "zip" else form, inside.deeper(name))


def _members(stream: IO[bytes], name: str, form: str | None, inside: _Inside) -> Iterator[Article | ReadError]:
    from factsheet.readers import archives

    for one in archives.members(stream, name):
        if isinstance(one, ReadError):
            yield one
            continue
        label, member = one
        try:
            yield from _read(member, label, form, inside)
        except ReadError as error:
            yield error


def _document(data: bytes, name: str, form: str, inside: _Inside) -> Iterator[Article | ReadError]:
    module, _, function = _READERS[form].partition(":")
    try:
        reader = getattr(importlib.import_module(module), function)
        fields = {"fields": inside.fields} if form in _WITH_FIELDS else {}
        for one in reader(data, name=name, **fields):
            if isinstance(one, Enclosed):
                yield from _enclosed(one, inside)
            else:
                yield one
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("factsheet"):
            raise
        package = error.name.partition(".")[0]
        extra = _EXTRAS.get(package, "documents")
        raise ReadError(f"{name}: reading {form} needs the package {package}: {extras.command(extra)}") from error


def _enclosed(one: Enclosed, inside: _Inside) -> Iterator[Article | ReadError]:
    """What is in a file inside a document; what is wrong with it costs it alone."""
    try:
        for found in _read(io.BytesIO(one.data), one.name, one.format, inside.deeper(one.name)):
            if isinstance(found, ReadError):
                yield found
            else:
                more: dict[str, Any] = {key: said for key, said in one.known.items() if not getattr(found, key)}
                yield replace(found, warnings=(*found.warnings, *one.warnings), **more)
    except ReadError as error:
        yield error
