"""Markdown: the text without its marks, by CommonMark's blocks, and front matter between `---` above it.

Front matter is YAML between `---`, TOML between `+++`, or JSON in braces, as publishing systems from Jekyll to Hugo
and Ghost's exports write it. A draft by its own word is withheld.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers.dates import find_dates, machine_time
from factsheet.readers.documents import article_of
from factsheet.readers.jsonvalues import names
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.streams import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from factsheet.records import Article, Zone

_FRONT = re.compile(
    r"\s*(?:---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)|\+\+\+[ \t]*\n(?P<toml>.*?\n)\+\+\+[ \t]*(?:\n|$))",
    re.DOTALL,
)
# MultiMarkdown's and Pelican's: fields up to an empty line, the title first.
_FIELDS = re.compile(r"\s*(title:[^\n]*\n(?:[A-Za-z_ ]{2,30}:[^\n]*\n)+)\s*\n", re.IGNORECASE)
_NAMES = {key: found for key, *found in Lists("factsheet.readers").table("fields", "front matter")}
# Codes of publishing systems that are no text: Hugo's and Jekyll's, Liquid's.
_SHORTCODE = re.compile(r"\{\{[<%].{0,500}?[%>]\}\}|\{%.{0,500}?%\}|\{:.{0,200}?\}", re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,500}>")
# A footnote below the text, and the mark that leads to one.
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\s]{1,60}\]:[ \t]*([^\n]*(?:\n(?:[ ]{2,}|\t)[^\n]*)*)", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\]")
# What Obsidian writes beside the text: comments, the head of a box, the name of a block; and its links.
_BESIDE = re.compile(r"%%.{0,2000}?%%|^> ?\[![\w-]{1,20}\][^\n]*\n|[ \t]\^[\w-]{1,40}$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
_MARKS = re.compile(r"^#{1,4} \S|\]\(https?://[^\s()]+\)|\*\*\w[^*\n]{0,200}\*\*", re.MULTILINE)
_DRAFT = {"draft": ("true", "yes", "1"), "published": ("false", "no", "0"), "status": ("draft", "private", "pending")}
_LONGEST_TEXT = 2_000_000
_LONGEST = 20_000  # characters of front matter; what is longer is none
_DEEPEST = 40


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a text in Markdown.

    Raises:
        ReadError: it is no text, its front matter cannot be read, or there is no text below that.
    """
    text = decode_text(data, name=name)
    if len(text) > _LONGEST_TEXT:
        raise ReadError(f"{name}: more than {_LONGEST_TEXT} characters, the limit for Markdown")
    front = _FRONT.match(text)
    manuscript = Manuscript(name, "markdown")
    if fields := _FIELDS.match(text):
        pairs = (line.partition(":") for line in fields[1].splitlines())
        _know(manuscript, {key.strip().lower(): value.strip() for key, _, value in pairs})
        text = text[fields.end() :]
    elif front and len(front[0]) <= _LONGEST:
        _know(manuscript, _values(front, name))
        text = text[front.end() :]
    add_markdown(manuscript, text)
    yield article_of(manuscript)


def _values(front: re.Match[str], name: str) -> dict[str, Any]:
    """What front matter says, by keys in small letters.

    Raises:
        ReadError: it is no YAML or TOML; the message says why and where.
    """
    try:
        said = tomllib.loads(front["toml"]) if front["toml"] is not None else _yaml(front["yaml"])
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{name}: its front matter cannot be read: {tidy(str(error))[:200]}") from error
    return {str(key).lower().replace("-", "_"): value for key, value in said.items()} if isinstance(said, dict) else {}


def _yaml(text: str) -> Any:
    """The value of some YAML, every scalar as it is written; anchors, which can stand for millions, are refused.

    Raises:
        ValueError: it is none.
    """
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.BaseLoader)):
            raise ValueError("it refers to itself")
        return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - the base loader makes strings, lists and dicts only
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error


def _know(manuscript: Manuscript, said: Mapping[str, Any]) -> None:
    for key, keys in _NAMES.items():
        found = next((said[one] for one in keys if said.get(one)), None)
        if key == "keywords":
            manuscript.know(keywords=tuple(_listed(found)))
        elif key in {"published", "updated"}:
            text = str(found or "")
            manuscript.know(**{key: machine_time(text) or next(iter(find_dates(text)), None)})
        else:
            manuscript.know(**{key: ", ".join(_listed(found))})
    if any(str(said.get(key)).lower() in values for key, values in _DRAFT.items()):
        manuscript.know(status="withheld")


def _listed(value: Any) -> list[str]:
    return (
        names([str(one) if isinstance(one, (int, float)) else one for one in value], "name", "title")
        if isinstance(value, list)
        else names(value if isinstance(value, dict) else str(value or ""), "name", "title")
    )


def article_of_text(text: str, *, name: str, title: str | None) -> Article:
    """The article of a text in Markdown that has no front matter."""
    manuscript = Manuscript(name, "markdown")
    manuscript.know(title=title)
    add_markdown(manuscript, text)
    return article_of(manuscript)


def is_markdown(text: str) -> bool:
    """Whether a text has headings, links or stress as Markdown has them, and no plain text has."""
    return bool(_MARKS.search(text))


def add_markdown(manuscript: Manuscript, text: str) -> None:
    """Add the blocks of a Markdown text to the body, and its footnotes as boilerplate."""
    notes = _FOOTNOTE.findall(text)
    text = _FOOTNOTE_MARK.sub("", _FOOTNOTE.sub("", _SHORTCODE.sub(" ", text)))
    text = _LINK.sub(r"\1", _BESIDE.sub("", text))
    _add_blocks(manuscript, text)
    for note in notes:
        manuscript.add("boilerplate", note)


def _add_blocks(manuscript: Manuscript, text: str) -> None:
    """Add what CommonMark has for blocks."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    around: list[str] = []
    row: list[str] = []
    rows: list[str] = []
    opened = ""
    for token in parser.parse(text):
        if token.type in {"blockquote_open", "list_item_open"}:
            around.append(token.type)
        elif token.type in {"blockquote_close", "list_item_close"}:
            around.pop()
        elif token.type in {"fence", "code_block"}:
            manuscript.add("table", token.content, lines=True)
        elif token.type == "html_block":
            _add_html(manuscript, token.content)
        elif token.type == "inline":
            if opened in {"td_open", "th_open"}:
                row.append(tidy(_inline(token)))
            else:
                _paragraph(manuscript, _zone(opened, around), _inline(token))
        elif token.type == "tr_close":
            rows.append(" | ".join(row).strip(" |"))
            row = []
        elif token.type == "table_close":
            manuscript.add("table", "\n".join(rows), lines=True)
            rows = []
        opened = token.type


def _zone(opened: str, around: list[str]) -> Zone:
    if opened == "heading_open":
        return "subhead"
    if "blockquote_open" in around:
        return "quotation"
    return "list" if "list_item_open" in around else "body"


def _paragraph(manuscript: Manuscript, zone: Zone, text: str) -> None:
    """Add a paragraph; the first heading of a text that has said no title is its title."""
    if zone == "subhead" and not manuscript.body and not manuscript.known.get("title"):
        manuscript.know(title=text)
        zone = "headline"
    manuscript.add(zone, text)


def _inline(token: Token) -> str:
    """The text of a paragraph without marks, links and pictures."""
    kinds = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": " "}
    parts = (one.content if kinds[one.type] is None else kinds[one.type] for one in token.children or ()
             if one.type in kinds)  # fmt: skip
    return "".join(map(str, parts))


def _add_html(manuscript: Manuscript, text: str) -> None:
    """Add what is in a block of HTML; the codes of a player or a picture are no text."""
    if tidy(_TAG.sub("", text)):
        from factsheet.readers.fragments import add_html

        title = manuscript.known.get("title")
        manuscript.known["title"] = title or " "
        add_html(manuscript, text)
        manuscript.known["title"] = title
