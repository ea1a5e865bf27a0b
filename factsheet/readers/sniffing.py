"""What a file is, told from its first bytes; its name is not asked.

Only the kind of document is found out here. Whether it is well-formed is the business of its reader.
"""

from __future__ import annotations

import re

from factsheet.readers.streams import BOMS, HEAD

# White space, instructions, comments and the document type.
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
# The root element, or its name in a document type too long to be seen to its end.
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")

# The header and keywords of IPTC 7901 after a mail program or a copy has lost the control characters.
_BARE_7901 = re.compile(rb"[a-z]{3}[a-z]?\d{3,5} \d [a-z]{1,3} \d{1,5} +[^\n]{2,40}\r?\n\s*/[^\n]{1,200}/\s*\n")

G2_PARTS = frozenset({"contentset", "contentmeta", "itemset", "groupset"})
"""Parts of NewsML-G2 items that are sent alone."""

ROOTS = {
    "nitf": "nitf",
    "newsml": "newsml-1",
    **dict.fromkeys(("rss", "rdf", "feed"), "feed"),
    **dict.fromkeys(("newsmessage", "newsitem", "packageitem", "conceptitem", "knowledgeitem"), "newsml-g2"),
    **dict.fromkeys(("planningitem", "catalogitem", *G2_PARTS), "newsml-g2"),
    # An XML declaration before a root like `body` or `section` means XML; without one it is a page's fragment.
    **dict.fromkeys("html head body div p h1 h2 h3 article section main span table ul ol".split(), "html"),  # noqa: SIM905
    **dict.fromkeys("a b i em strong br img meta title".split(), "html"),  # noqa: SIM905
}
"""The format of a document by its root element."""

_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_ZCZC = re.compile(rb"[ \t]*ZCZC\b", re.IGNORECASE)
# A brace or bracket that begins JSON, and not a text such as "[Update] Paris".
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\{\["\]\d-]|$|true\b|false\b|null\b))')
# A second object begins at the start of a line, as in JSON lines.
_TWO_OBJECTS = re.compile(r'\s*\{[^\n]*\}[ \t\r]*\n\s*\{\s*"')
_PACKED = ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip"))
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
    known = next((form for magic, form in _PACKED if data.startswith(magic)), None) or _wire(data[:1_000])
    if known:
        return known
    head = head_text(data).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _markup(head)
    if _JSON.match(head):
        return "jsonl" if _TWO_OBJECTS.match(head) else "json"
    return "text"


def foreign(data: bytes) -> str | None:
    """What these bytes are, when they are something that holds no text to read."""
    return next((what for start, what in _MAGIC if data.startswith(start)), None)


def head_text(data: bytes) -> str:
    """The first bytes as text, for looking only: wrong characters are no matter here."""
    head = data[:HEAD]
    marks = (*BOMS, (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
    mark, encoding = next(((mark, encoding) for mark, encoding in marks if head.startswith(mark)), (b"", "latin-1"))
    return head.removeprefix(mark if b"<" not in mark else b"").decode(encoding, "replace")


def _wire(head: bytes) -> str | None:
    """The agencies' own transmission formats begin with control characters of ASCII."""
    lead = head.lstrip(b"\r\n \x00")
    if lead.startswith(b"\x16\x16\x01"):
        return "anpa"
    if lead.startswith(b"\x01") and b"\x02" in head:
        return "anpa" if b"\n^" in head[head.index(b"\x02") :] or b"\x02^" in head else "iptc7901"
    if _ZCZC.match(lead):
        return "zczc"
    if _BARE_7901.match(lead):
        return "iptc7901"
    return None


def _markup(head: str) -> str:
    at = 0
    while match := _BEFORE_ROOT.match(head, at):
        if _DOCTYPE_HTML.match(match[0]):
            return "html"
        at = match.end()
    root = _ROOT.match(head, at)
    if root:
        return ROOTS.get(root[1].lower(), "xml")
    return "html" if head.startswith("<", at) else "text"
