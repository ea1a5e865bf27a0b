"""Texts that web editors keep as JSON: converts trees of nodes and lists of blocks to HTML.

Known by what they share: a block has a type, and its words are in a string or in what it holds. That fits ProseMirror
and TipTap, Contentful, Slate, Portable Text, Lexical, Editor.js, Draft.js, Quill, Prismic, Notion, StreamFields of
Wagtail, parsed blocks of WordPress and the elements of Arc.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from factsheet.readers.jsonvalues import objects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factsheet.records import Json

_HOLDERS = ("root", "blocks", "content", "children", "ops", "document", "innerBlocks", "items", "rich_text")
"""Where a node has what it holds."""

_TYPES = ("type", "_type", "nodeType", "blockName", "__typename", "component")
_MARKED = ("html", "innerHTML", "content", "value", "processed", "rendered")
"""Keys under which a block has its words with tags."""

_PLAIN = ("text", "value", "plain_text", "insert", "content")
"""Keys under which a node has its words alone."""

_TAGS = (
    (re.compile(r"head(?:er|ing)|^h[1-6]$|subhead", re.IGNORECASE), "h3"),
    (re.compile(r"list.?item", re.IGNORECASE), "li"),
    (re.compile(r"quot", re.IGNORECASE), "blockquote"),
)
_NO_STORY = re.compile(
    r"image|photo|video|embed|gallery|media|figure|carousel|advert|^ad$|promo|related|interstitial|newsletter|sign-?_?up|paywall|(?:^|[_-])cta$|raw_?html|script|"
    r"social|tweet|oembed|divider|separator|horizontal|^hr$|delimiter|code|button|(?:^|[_-])link(?:_list)?$|reference",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z/][^<>]*>", re.IGNORECASE)
_DEEPEST = 12
_MOST = 20_000  # blocks of one text


def markup_of(value: Json) -> str:
    """The text of a tree or a list of blocks as HTML; "" where it is neither."""
    if isinstance(value, dict) and (text := next((one for key in _MARKED if _is_text(one := value.get(key))), None)):
        return str(text)
    blocks = _held(value) if isinstance(value, dict) else value
    if not isinstance(blocks, list):
        return ""
    return "\n".join(_parts(blocks, 0))


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _held(node: Mapping[str, Json]) -> Json:
    """What a node holds, a list; None where it holds nothing."""
    for key in _HOLDERS:
        found = node.get(key)
        if isinstance(found, dict):
            found = _held(found)
        if isinstance(found, list):
            return found
    return None


def _kind(node: Mapping[str, Json]) -> str:
    kinds = [str(node[key]) for key in _TYPES if isinstance(node.get(key), str)]
    style = node.get("style") or node.get("listItem")  # of Portable Text
    return " ".join([*kinds, "listitem" if node.get("listItem") else str(style or "")]).strip()


def _parts(nodes: Sequence[Json], depth: int) -> Iterator[str]:
    """The blocks of a list, each in a tag of its own."""
    if depth > _DEEPEST:
        return
    if nodes and all(isinstance(one, dict) and "insert" in one for one in nodes):  # of Quill, which has no blocks
        text = "".join(one["insert"] for one in objects(nodes) if isinstance(one["insert"], str))
        yield from (f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
        return
    for node in nodes[:_MOST]:
        if isinstance(node, str) and node.strip():
            yield node if _TAG.search(node) else f"<p>{html.escape(node)}</p>"
        elif isinstance(node, dict) and not any(map(_NO_STORY.search, _kind(node).split())):
            yield from _block(node, depth)


def _block(node: Mapping[str, Json], depth: int) -> Iterator[str]:
    kind = _kind(node)
    own = next((one for word in kind.split() if isinstance(one := node.get(word), dict)), None)  # of Notion
    node = own or (node["data"] if isinstance(node.get("data"), dict) and node["data"] else node)  # of Editor.js
    tag = next((tag for pattern, tag in _TAGS if pattern.search(kind)), "p")
    held = _held(node)
    if isinstance(held, list) and not _are_inline(held):
        yield from _parts(held, depth + 1)
        return
    words = _inline(held, depth) if isinstance(held, list) else _words(node)
    if words.strip():
        yield (
            f"<{tag}>{words}</{tag}>" if not words.lstrip().startswith(("<p", "<h", "<ul", "<ol", "<block")) else words
        )


def _words(node: Mapping[str, Json]) -> str:
    """The words of a block that holds no nodes: with their tags, or without any."""
    text = next((str(one) for key in (*_PLAIN, *_MARKED) if _is_text(one := node.get(key))), "")
    return text if _TAG.search(text) or "&" in text else html.escape(text, quote=False)


def _are_inline(nodes: Sequence[Json]) -> bool:
    """Whether nodes are words of one block, and no blocks: one of them is words, or a mark around words."""
    return any(_is_leaf(one) for one in objects(list(nodes)))


def _is_leaf(node: Mapping[str, Json]) -> bool:
    kind = _kind(node).casefold()
    return any(isinstance(node.get(key), str) for key in _PLAIN) and (
        not kind or kind in {"text", "span"} or "linebreak" in kind
    )


def _inline(nodes: Sequence[Json], depth: int) -> str:
    """The words of nodes in one block."""
    if depth > _DEEPEST:
        return ""
    found = []
    for node in nodes:
        if isinstance(node, str):
            found.append(html.escape(node, quote=False))
        elif isinstance(node, dict):
            held = _held(node)
            if isinstance(held, list):
                found.append(_inline(held, depth + 1))
            elif "break" in _kind(node).casefold():
                found.append("<br>")
            else:
                text = next((str(one) for key in _PLAIN if isinstance(one := node.get(key), str)), "")
                found.append(html.escape(text, quote=False))
    return "".join(found)
