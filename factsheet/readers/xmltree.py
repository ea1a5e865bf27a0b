"""Parses XML of the wire into a tree safely, whatever the file declares.

The text is decoded here and not by the parser, because encoding declarations lie; the document type is cut off
before parsing, so that no DTD is loaded, no entity expanded and no file or address opened, whatever the parser can
do. A file that is not well-formed is parsed once more with recovery, and the warning says where it breaks.
"""

from __future__ import annotations

import html.entities
import re
from typing import Any

from factsheet.errors import ReadError
from factsheet.readers.encodings import as_meant, as_mixed, as_windows
from factsheet.readers.manuscript import tidy

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["']""")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}?\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL)
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"""<!ENTITY\s+(?!%)([\w.:-]+)\s+(?:(SYSTEM|PUBLIC)\b|["']([^"']*)["'])""")
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NUMBER = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|(\d{1,8}));?")
# An ampersand without a reference, a bracket without a tag; and what stands for itself, to its end.
_BARE = re.compile(r"&(?!#\d{1,8};|#x[0-9A-Fa-f]{1,8};|(?:amp|lt|gt|quot|apos);)|<(?![A-Za-z_/!?])")
_LITERAL = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_LONGEST_ENTITY = 40  # characters of an entity that a file may declare for itself: a character or a name, not a text
_MOST_MARKS = 1_000_000
"""Tags and references that a file may have: a day of a large agency has a tenth, and each costs the tree 200 bytes."""


def parse(data: bytes, *, name: str) -> tuple[Any, list[str]]:
    """The root element of an XML file, and warnings about what was wrong with it.

    Raises:
        ReadError: there is no XML in it, it declares entities that refer to others, or it is nested too deeply.
    """
    from lxml import etree

    text, warnings = decoded(data)
    text = _without_doctype(text, name)
    if text.count("<") + text.count("&") > _MOST_MARKS:
        raise _too_many(name)
    options: dict[str, Any] = {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "huge_tree": False,
        "remove_pis": True,
        "encoding": "utf-8",
    }
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(**options)), warnings
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place, reason = f"{name}:{line}:{column}", tidy(error.msg)
    text = _NOT_XML.sub("", _escaped(_NUMBER.sub(_allowed, _with_characters(text))))
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(recover=True, **options))
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{place}: not XML: {tidy(error.msg)}") from error
    if root is None or "xcessive depth" in reason or not isinstance(root.tag, str):
        raise ReadError(f"{place}: not XML: {reason}")
    warnings.append(f"not well-formed at line {line}, column {column} ({reason}); read as far as possible")
    return root, warnings


def _too_many(name: str) -> ReadError:
    return ReadError(f"{name}: more than {_MOST_MARKS} tags and references, the limit for a document")


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of an XML file, and a warning when its encoding is not what it declares."""
    declared = _DECLARED.search(data[:1_000])
    stated = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _lenient(data, "utf-16")
    if data.startswith((b"<\0", b"\0<")):
        return _lenient(data, "utf-16-le" if data[0] else "utf-16-be")
    # A byte order mark is right where the declaration differs; and one that is read as ASCII is in no UTF-16.
    if data.startswith(b"\xef\xbb\xbf") or stated.startswith(("utf-16", "utf-32")):
        data, stated = data.removeprefix(b"\xef\xbb\xbf"), "utf-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _lenient(data, stated)
    lies = stated not in {"utf-8", "utf8", "us-ascii", "ascii"} and not text.isascii()
    return text, [f"declares the encoding {stated} but is UTF-8"] if lies else []


def _lenient(data: bytes, stated: str) -> tuple[str, list[str]]:
    try:
        return as_meant(data, stated), []
    except (LookupError, UnicodeError):
        pass
    if stated.startswith("utf-16"):
        return data.decode(stated, "replace"), [_broken(data, stated)]
    replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    if sum(1 for char in replaced if char > "\x7f") > 2 * bad:
        return as_mixed(data), [f"{_broken(data, stated)}; read as Windows-1252"]
    return as_windows(data), [f"declares the encoding {stated} but is not; read as Windows-1252"]


def _broken(data: bytes, stated: str) -> str:
    return f"bytes that are not {stated.upper()}, the first at {_first_bad(data, stated)}"


def _first_bad(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    except LookupError:
        pass
    return 0


def _without_doctype(text: str, name: str) -> str:
    """The text from the root element on; its declarations are looked at, and gone.

    Blank lines take their place, so that the line numbers of messages stay true.
    """
    at = 0
    if match := _DECLARATION.match(text):
        at = match.end()
    while match := _BEFORE_ROOT.match(text, at):
        at = match.end()
    kept = text[at:]
    lines = text.count("\n", 0, at)
    if match := _DOCTYPE.match(kept):
        own = _own_entities(match[1] or "", name)
        lines += match[0].count("\n")
        kept = kept[match.end() :]
        if kept.count("&") > _MOST_MARKS:
            raise _too_many(name)
        kept = _REFERENCE.sub(lambda ref: own.get(ref[1], ref[0]), kept) if own else kept
    elif kept.startswith("<!DOCTYPE"):
        raise ReadError(f"{name}:{lines + 1}: the document type has no end")
    return "\n" * lines + kept.lstrip("\n") if not lines else "\n" * lines + kept


def _own_entities(subset: str, name: str) -> dict[str, str]:
    """The characters that a file declares names for."""
    own = {}
    for entity, external, value in _ENTITY.findall(subset):
        inner = re.sub(r"&#x?[0-9A-Fa-f]{1,6};", "", value)
        if external or len(value) > _LONGEST_ENTITY or "&" in inner or "<" in value or "%" in value:
            raise ReadError(f"{name}: declares the entity {entity[:40]}: files that define text are refused (XML bomb)")
        own[entity] = value
    return own


def _escaped(text: str) -> str:
    """The text with ampersands and brackets escaped that begin nothing, but for those in CDATA and comments."""
    parts = _LITERAL.split(text)
    parts[::2] = [_BARE.sub(lambda match: "&amp;" if match[0] == "&" else "&lt;", part) for part in parts[::2]]
    return "".join(parts)


def _allowed(match: re.Match[str]) -> str:
    """A character reference, or a space for one that names no character; the parser would make bad UTF-8 of it."""
    number = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if number <= 0x10FFFF and not _NOT_XML.match(chr(number)) else " "


def _with_characters(text: str) -> str:
    """The text with the characters that HTML's names stand for, which XML without a DTD does not know."""
    names = html.entities.html5

    def character(match: re.Match[str]) -> str:
        if match[1] in _XML_ENTITIES:
            return match[0]
        return names.get(f"{match[1]};", match[0])

    return _REFERENCE.sub(character, text)
