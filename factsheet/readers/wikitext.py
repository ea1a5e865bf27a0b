"""Wikitext, as MediaWiki stores Wikinews and other wikis: the text without markup; pages of an export.

Templates are no text, but for those that only set or link words. Tables, captions of pictures and categories are kept
as what they are; what is below a heading of sources or links is `boilerplate`. The syntax:
https://www.mediawiki.org/wiki/Help:Formatting
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers import bodies
from factsheet.readers.dates import find_dates, machine_time
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.nodes import find, find_all, text_at
from factsheet.readers.sniffing import head_text
from factsheet.readers.streams import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.markup import Element
    from factsheet.records import Article, Zone

# What no other text has: a template alone in a line, a heading between equals signs, a category; with a link besides.
_LINK = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]")
_MARKS = re.compile(
    r"^\{\{[^\n]{1,200}|^={2,4}[^=\n]{1,100}={2,4}[ \t]*$|\[\[[A-Za-zÀ-ÿ]{3,12}:[^\[\]\n]{1,200}\]\]", re.MULTILINE
)
_BOLD = re.compile(r"'{2,5}")
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<ref\b[^<>]{0,300}/>"
    r"|<(ref|gallery|math|score|syntaxhighlight|timeline)\b[^<>]{0,300}>.*?(?:</\1>|\Z)|__[A-Z]{3,20}__",
    re.DOTALL | re.IGNORECASE,
)
_BRACES = re.compile(r"\{\{|\}\}")
_BREAK = re.compile(r"<(?:br|p|/p|blockquote|/blockquote)\b[^<>]{0,100}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
_TABLE = re.compile(r"^[ \t:]*\{\|.*?^[ \t]*\|\}", re.DOTALL | re.MULTILINE)
_INNER = re.compile(r"\[\[(?P<target>[^\[\]|\n]{0,300})(?P<rest>(?:\|[^\[\]]{0,2000})?)\]\]")
_OUTER = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,500}(?:[ \t]([^\[\]\n]{0,300}))?\]")
_ITEM = re.compile(r"[*#:;]+[ \t]*")
_SPECIAL = re.compile(r":?(?P<space>[^:]{2,20}):\s*(?P<name>.+)")
_WORDS = {
    part: Lists("factsheet.readers").words("wiki", part) for part in ("files", "categories", "shown", "date", "last")
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
_LONGEST = 2_000_000
_LONGEST_CAPTION = 500


def is_wikitext(text: str) -> bool:
    """Whether a text has links and marks of wikitext."""
    if _LINK.search(text) is None:
        return False
    kinds = {match[0][:2] for match in _MARKS.finditer(text)} | set(_BOLD.findall(text)[:1])
    return len(kinds) > 1


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The article of a page, or those of the pages of an export.

    Raises:
        ReadError: there is no text in it.
    """
    if not head_text(data).lstrip("\ufeff \t\r\n").startswith("<"):
        manuscript = Manuscript(name, "wikitext")
        _fill(manuscript, decode_text(data, name=name))
        if not manuscript.is_article():
            raise ReadError(f"{name}: no article: there is no text in this page")
        yield manuscript.article()
        return
    from factsheet.readers.xmltree import parse

    root, warnings = parse(data, name=name)
    pages = [page for page in find_all(root, "page") if text_at(page, "ns") in {None, "0"}]
    if not pages:
        raise ReadError(f"{name}: no article: there is no page of a text in this export")
    yield from bodies.read_each(
        pages, _page, Manuscript(name, "wikitext", warnings=warnings), missing=lambda _: "there is no text in this page"
    )


def _page(manuscript: Manuscript, page: Element) -> None:
    """Read a page of an export."""
    manuscript.know(title=text_at(page, "title"), updated=machine_time(text_at(page, "revision/timestamp") or ""))
    text = find(page, "revision/text")
    _fill(manuscript, "" if text is None else text.text or "")


def _fill(manuscript: Manuscript, text: str) -> None:
    """Add the blocks of a page.

    Raises:
        ReadError: it is too long.
    """
    if len(text) > _LONGEST:
        raise ReadError(
            f"{manuscript.name}: more than {_LONGEST} characters, the most that is read as one page of a wiki"
        )
    text = _without_templates(manuscript, _UNSEEN.sub("", text))
    text = _TABLE.sub(lambda match: _keep_table(manuscript, match[0]), text)
    text = _inner_links(manuscript, text)
    zone: Zone | None = None
    for line in _BREAK.sub("\n", text).split("\n"):
        clean = _plain(line)
        heading = clean.startswith("=") and clean.endswith("=")
        if heading:
            clean = clean.strip("= ")
            zone = "boilerplate" if clean.casefold() in _WORDS["last"] else None
        own: Zone = "subhead" if heading else "list" if _ITEM.match(clean) else "body"
        manuscript.add(zone or own, _ITEM.sub("", clean, 1))
    bodies.settle(manuscript)


def _plain(line: str) -> str:
    """A line without the marks inside it."""
    line = _OUTER.sub(lambda match: match[1] or "", _BOLD.sub("", line))
    return tidy(html.unescape(_TAG.sub("", line)))


def _without_templates(manuscript: Manuscript, text: str) -> str:
    """The text with each template as what it shows of its words; braces that do not match are text."""
    parts: list[str] = []
    opened: list[int] = []  # how many parts stood before each template that is open
    at = 0
    for match in _BRACES.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        if match[0] == "{{":
            opened.append(len(parts))
            parts.append("")
        elif opened:
            begin = opened.pop()
            inner = "".join(parts[begin:])
            del parts[begin:]
            parts.append(_shown(manuscript, inner))
        else:
            parts.append(match[0])
    return "".join([*parts, text[at:]])


def _shown(manuscript: Manuscript, inner: str) -> str:
    """What a template shows: the last of its words where it links or marks them, nothing where it makes a box."""
    name, *values = inner.split("|")
    name = name.strip().casefold()
    plain = [value.strip() for value in values if "=" not in value]
    if name.startswith("infobox"):
        named = (value.partition("=") for value in values)
        manuscript.know(title=next((said for key, _, said in named if key.strip() == "title"), None))
    if name in _WORDS["date"]:
        manuscript.know(published=next(iter(find_dates(", ".join(plain) or inner)), None))
    return plain[-1] if plain and name in _WORDS["shown"] else ""


def _keep_table(manuscript: Manuscript, table: str) -> str:
    """Keep the rows of a table; nothing of it is left in the text."""
    table = table.partition("\n")[2]
    rows = re.split(r"^[ \t]*\|-[^\n]*$", table, flags=re.MULTILINE)
    lines = [
        " | ".join(filter(None, map(_cell, re.split(r"^[ \t]*[|!]|\|\||!!", row.strip("{}|\n"), flags=re.MULTILINE))))
        for row in rows
    ]
    manuscript.add("table", "\n".join(filter(None, lines)), lines=True)
    return "\n\n"


def _cell(cell: str) -> str:
    """The words of a cell, without how it is set."""
    return _plain(
        _INNER.sub(
            lambda match: (match["rest"] or match["target"]).rpartition("|")[2],
            cell.rpartition("|")[2] if "=" in cell else cell,
        )
    )


def _inner_links(manuscript: Manuscript, text: str) -> str:
    """The text with what each link to a page shows; pictures and categories go where they belong."""

    def shown(match: re.Match[str]) -> str:
        target, label = match["target"].strip(), match["rest"].rpartition("|")[2].strip()
        special = _SPECIAL.fullmatch(target)
        space = special["space"].casefold() if special else ""
        if special and space in _WORDS["files"]:
            manuscript.caption(_plain(label)[:_LONGEST_CAPTION] if "|" in match["rest"] else "")
            return ""
        if special and space in _WORDS["categories"]:
            manuscript.known["keywords"] = (*manuscript.known.get("keywords", ()), tidy(special["name"]))
            return ""
        if special and _LANGUAGE.fullmatch(space) and not label:  # the same page in another language
            return ""
        return label or target.lstrip(":").partition("#")[0] or target

    for _ in range(2):  # a caption has links in it
        text = _INNER.sub(shown, text)
    return text
