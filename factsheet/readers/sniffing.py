"""What a file is, told from its first bytes; its name is not asked.

Only the kind of document is found out here. Whether it is well-formed is the business of its reader.
"""

from __future__ import annotations

import re

_HEAD = 65_536
"""Bytes that are looked at: comments and an inlined DTD before the root element fit."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
"""The root element, or its name in a document type too long to be seen to its end."""

_BARE_7901 = re.compile(rb"[a-z]{3}[a-z]?\d{3,5} \d [a-z]{1,3} \d{1,5} +[^\n]{2,40}\r?\n\s*/[^\n]{1,200}/\s*\n")
"""The header and keywords of IPTC 7901 after a mail program or a copy has lost the control characters."""

_G2_ROOTS = frozenset(
    "newsmessage newsitem packageitem conceptitem knowledgeitem planningitem catalogitem contentset contentmeta "  # noqa: SIM905
    "itemset groupset".split()
)
_HTML_ROOTS = frozenset(
    "html head body div p h1 h2 h3 article section main span table ul ol a b i em strong br img meta title".split()  # noqa: SIM905
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)


def sniff(data: bytes) -> str:
    """The name of the format that these bytes begin."""
    for magic, form in ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip")):
        if data.startswith(magic):
            return form
    if wire := _wire(data[:1_000]):
        return wire
    head = head_text(data)
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return _markup(head.lstrip("\ufeff \t\r\n"))
    if start in {"{", "["} and _looks_like_json(head):
        return "json" if start == "[" or not _more_than_one(head) else "jsonl"
    return "text"


def foreign(data: bytes) -> str | None:
    """What these bytes are, when they are something that holds no text to read."""
    return next((what for start, what in _MAGIC if data.startswith(start)), None)


def head_text(data: bytes) -> str:
    """The first bytes as text, for looking only: wrong characters are no matter here."""
    head = data[:_HEAD]
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "replace")
    for encoding, start in (("utf-16-le", b"<\x00"), ("utf-16-be", b"\x00<")):
        if head.startswith(start):
            return head.decode(encoding, "replace")
    return head.decode("latin-1")


def _wire(head: bytes) -> str | None:
    """The agencies' own transmission formats begin with control characters of ASCII."""
    lead = head.lstrip(b"\r\n \x00")
    if lead.startswith(b"\x16\x16\x01"):
        return "anpa"
    if lead.startswith(b"\x01") and b"\x02" in head:
        return "anpa" if b"\n^" in head[head.index(b"\x02") :] or b"\x02^" in head else "iptc7901"
    if re.match(rb"[ \t]*ZCZC\b", lead, re.IGNORECASE):
        return "zczc"
    if _BARE_7901.match(lead):
        return "iptc7901"
    return None


def _markup(head: str) -> str:
    at = 0
    while match := _BEFORE_ROOT.match(head, at):
        if match[0][:9].lower() == "<!doctype" and re.match(r"<!doctype\s+html", match[0], re.IGNORECASE):
            return "html"
        at = match.end()
    root = _ROOT.match(head, at)
    name = root[1].lower() if root else ""
    if name == "nitf":
        return "nitf"
    if name == "newsml":
        return "newsml-1"
    if name in {"rss", "rdf", "feed"}:
        return "feed"
    # An XML declaration before a root like `body` or `section` means XML; without one it is a page's fragment.
    if name in _HTML_ROOTS:
        return "html"
    if name in _G2_ROOTS:
        return "newsml-g2"
    return "xml" if root else ("html" if "<" in head[at : at + 1] else "text")


def _looks_like_json(head: str) -> bool:
    """A brace or bracket that begins JSON, and not a text such as "[Update] Paris"."""
    return bool(re.match(r'\ufeff?\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\{\["\]\d-]|$|true\b|false\b|null\b))', head))


def _more_than_one(head: str) -> bool:
    """Whether a second object begins at the start of a line, as in JSON lines."""
    return bool(re.match(r'\s*\{[^\n]*\}[ \t\r]*\n\s*\{\s*"', head))
