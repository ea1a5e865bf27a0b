"""Detects the format of a file from its first bytes, not from its name.

Only the kind of document is found out here. Whether it is well-formed is the business of its reader.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from factsheet.language.lists import Lists
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
    **dict.fromkeys(("urlset", "sitemapindex"), "sitemap"),
    "tt": "subtitles",
    "mediawiki": "wikitext",
    # An XML declaration before a root like `body` or `section` means XML; without one it is a page's fragment.
    **dict.fromkeys("html head body div p h1 h2 h3 article section main span table ul ol".split(), "html"),  # noqa: SIM905
    **dict.fromkeys("a b i em strong br img meta title".split(), "html"),  # noqa: SIM905
}
"""The format of a document by its root element."""

_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_ZCZC = re.compile(rb"[ \t]*ZCZC\b", re.IGNORECASE)
# A brace or bracket that begins JSON, and not a text such as "[Update] Paris".
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\{\["\]\d-]|$|true\b|false\b|null\b))')
# A time in brackets, as transcripts have before what is said.
_CLOCKED = re.compile(r"\[\d{1,4}(?::\d\d|[./-]\d{1,2}(?:[./-]\d{2,4})?[ ,])")
# A second object begins at the start of a line, as in JSON lines.
_TWO_OBJECTS = re.compile(r'\s*\{[^\n]*\}[ \t\r]*\n\s*\{\s*"')
_PACKED = ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip"))
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP", re.DOTALL)
_MAGIC = (
    (b"%!PS", "a PostScript document", "ps2pdf {}"),
    ((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1"), "a sound recording", "whisper {} --output_format srt"),
    ((b"OggS", b"fLaC"), "a sound recording", "whisper {} --output_format srt"),
    ((b"\x1aE\xdf\xa3", b"\0\0\1\xba"), "a film", "whisper {} --output_format srt"),
    (b"7z\xbc\xaf", "a 7z archive", "7z x {}"),
    (b"Rar!", "a RAR archive", "unrar x {}"),
    (b"BZh", "a bzip2 archive", "bunzip2 {}"),
    (b"\xfd7zXZ\0", "an xz archive", "unxz {}"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unzstd {}"),
    (b"bplist", "a web archive of Safari or a list of properties", "textutil -convert html {}"),
    (b"SQLite format 3", "an SQLite database", ""),
    ((b"\x7fELF", b"MZ\x90"), "a program", ""),
)
"""How files begin that hold no text to read, what they are, and the command that makes of them what is read."""

# Files of one kind that begin with a box of their own: what the box says they are (ISO 14496-12, RIFF).
_BOXED = (
    (re.compile(rb".{4}ftyp(?:heic|heix|mif1|avif)", re.DOTALL), "a picture", "heif-convert {} page.png"),
    (re.compile(rb".{4}ftypM4[AB]", re.DOTALL), "a sound recording", "whisper {} --output_format srt"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "a film", "whisper {} --output_format srt"),
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), "a sound recording", "whisper {} --output_format srt"),
    (re.compile(rb"RIFF.{4}AVI ", re.DOTALL), "a film", "whisper {} --output_format srt"),
)
_PDF_START = 1_024  # bytes in which a PDF begins; what comes before is not the PDF's
OLE = b"\xd0\xcf\x11\xe0"
"""How old Office files and Outlook's mails begin."""

_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
# Names of streams in an old Office file, which are in UTF-16.
_OLE_KINDS = (
    ("Workbook", "an old Excel workbook", "soffice --headless --convert-to csv {}"),
    ("PowerPoint Document", "an old PowerPoint presentation", "soffice --headless --convert-to pdf {}"),
)
_WORD = ("an old Word document", "soffice --headless --convert-to docx {}")

# The head of a mail: fields, and lines that go on with one, up to an empty line.
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*(?P<value>[^\n]*)")
_OF_MAIL = frozenset({"from", "to", "subject", "date", "cc", "reply", "sender"})
_BY_PROGRAMS = frozenset(
    {
        "received",
        "return-path",
        "mime-version",
        "message-id",
        "content-type",
        "delivered-to",
        "x-mailer",
        "dkim-signature",
    }
)
_EMPTY = re.compile(r"\n[ \t]*\n")
_BOX = re.compile(r"From \S[^\n]{0,200}\d{4}[^\n]{0,40}\n(?:[!-9;-~]{1,80}:|>?From )")
_MULTIPART = re.compile(r"multipart/related", re.IGNORECASE)
_FRAMES = re.compile(rb"\{\d{1,7}\}\{\d{1,7}\}")
_SUBTITLES = re.compile(
    r"(?:WEBVTT(?:[ \t\n]|$)|(?:\d{1,7}[ \t]*\n)?(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}(?:[ \t]*-->|,\d))"
)
_FRONT_MATTER = re.compile(
    r"(?:---[ \t]*\n(?=[^\n]*:).{0,20000}?\n(?:---|\.\.\.)|\+\+\+[ \t]*\n.{0,20000}?\n\+\+\+)[ \t]*(?:\n|$)", re.DOTALL
)
# The same without marks, as MultiMarkdown and Pelican have it.
_FIELDS = re.compile(
    r"title:[^\n]*\n(?:[A-Za-z_ ]{2,30}:[^\n]*\n){0,30}(?:date|authors?):[^\n]*\n"
    r"(?:[A-Za-z_ ]{2,30}:[^\n]*\n){0,30}\s*\n",
    re.IGNORECASE,
)
# A heading of Markdown at the top, and a mark further down that no plain text has.
_MARKDOWN = re.compile(r"# \S[^\n]*\n(?=.*?(?:\]\([^\s()]+\)|\*\*\w|^#{2,4} \w|^> \w|!\[))", re.DOTALL | re.MULTILINE)
# Words that are set in bold, as where Markdown was copied without its headings.
_BOLD = re.compile(r"\*\*[^\s*][^*\n]{0,300}(?<=\S)\*\*(?!\*)")
_FEWEST_BOLD = 2
# Fields in capitals, then a part between lines of hyphens.
_MOVABLE_TYPE = re.compile(
    r"(?:[A-Z][A-Z ]{1,30}:[^\n]*\n){2,30}-----\n(?:BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT):\n"
)
_FACTIVA = re.compile(r"(?:HD|SE|CLM)(?:[ \t]|\n)")
_SEPARATORS = (",", "\t", ";", "|")
_FEWEST_COLUMNS = 2
_COLUMN = re.compile(r'"?[^\W\d][\w ./()-]{0,40}"?')


def sniff(data: bytes) -> str:
    """The name of the format that these bytes begin."""
    known = next((form for magic, form in _PACKED if data.startswith(magic)), None) or _wire(data[:1_000])
    if known:
        return known
    if data.startswith(OLE) and _OUTLOOK in data:
        return "msg"
    if _PICTURE.match(data):
        return "picture"
    if b"%PDF-" in data[:_PDF_START]:
        return "pdf"
    head = head_text(data).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _markup(head)
    if head.startswith("{\\rtf"):
        return "rtf"
    if _JSON.match(head) and not _CLOCKED.match(head):
        return "jsonl" if _TWO_OBJECTS.match(head) else "json"
    return _text(head.replace("\r\n", "\n").replace("\r", "\n"))


def _text(head: str) -> str:
    """The format of what begins as a text, with its newlines as LF."""
    if re.match(r"WARC/\d", head):
        return "warc"
    if _SUBTITLES.match(head) or head.startswith("[Script Info]"):
        return "subtitles"
    if _BOX.match(head.lstrip("\x01\n")):  # MMDF's marks
        return "mbox"
    if mail := _mail(head):
        return mail
    if _MOVABLE_TYPE.match(head):
        return "movable-type"
    if _is_factiva(head):
        return "factiva"
    if "[[" in head and _is_wikitext(head):
        return "wikitext"
    if _FRONT_MATTER.match(head) or _MARKDOWN.match(head) or _FIELDS.match(head) or _is_set_bold(head):
        return "markdown"
    if separator(head.partition("\n")[0]) and _is_table(head):
        return "csv"
    from factsheet.readers import chats, transcripts

    return "transcript" if transcripts.is_transcript(head) and not chats.story(head) else "text"


def _is_factiva(head: str) -> bool:
    """Whether a text is an export of Factiva; the module that knows is asked where the first line begins like one."""
    if not _FACTIVA.match(head):
        return False
    from factsheet.readers import factiva

    return factiva.is_factiva(head)


def _is_set_bold(head: str) -> bool:
    return len(list(islice(_BOLD.finditer(head), _FEWEST_BOLD))) == _FEWEST_BOLD


def _is_wikitext(head: str) -> bool:
    from factsheet.readers import wikitext

    return wikitext.is_wikitext(head)


def _mail(head: str) -> str | None:
    """Whether a text begins with the head of a mail, or of a page that was saved as one."""
    top = _EMPTY.split(head, maxsplit=1)[0]
    lines = [line for line in top.split("\n") if not line.startswith((" ", "\t"))]
    fields = [match for line in lines if (match := _FIELD.fullmatch(line))]
    if len(fields) < len(lines) or len(fields) < 2:
        return None
    keys = {_mail_keys().get(match["key"].lower(), match["key"].lower()) for match in fields}
    if "mime-version" in keys and _MULTIPART.search(top) and not keys & {"to", "received", "cc", "bcc"}:
        return "mhtml"
    if keys & _BY_PROGRAMS and len(keys & (_OF_MAIL | _BY_PROGRAMS)) >= 2:
        return "mail"
    return "mail" if "from" in keys and len(keys & _OF_MAIL) >= 3 else None


@cache
def _mail_keys() -> dict[str, str]:
    """The English names of the fields of a mail by those in other languages."""
    words = {key: names for key, *names in Lists("factsheet.readers").table("mail", "head")}
    return {word.lower(): key for key, names in words.items() for word in names}


def separator(line: str) -> str | None:
    """The separator of the column names in the first line of a table; None without such names."""
    for mark in _SEPARATORS:
        columns = line.rstrip("\n").split(mark)
        named = columns[columns[0].strip() in {"", '""'} :]  # programs leave the name of a column of numbers empty
        if len(named) >= _FEWEST_COLUMNS and all(_COLUMN.fullmatch(column.strip()) for column in named):
            return mark
    return None


def _is_table(head: str) -> bool:
    """Whether the rows below a line of names have as many columns, or one of the names is that of a text."""
    import csv

    from factsheet.readers import jsonrecords

    mark = separator(head.partition("\n")[0]) or ","
    try:
        rows = [row for row in csv.reader(head.split("\n")[:40], delimiter=mark) if row]
    except csv.Error:
        return False
    names = [name.strip() for name in rows[0]]
    if len(rows) >= 2 and jsonrecords.has_text(names, {}):
        return any(len(row) == len(names) for row in rows[1:]) or head.count('"') > 0
    if mark == "," and all(name.startswith(" ") for name in rows[0][1:]):
        return False  # a headline: "Doe, free on bail, to be sentenced", and below it "Thursday, April 2, 2009"
    return len(names) >= 3 and len(rows) >= 3 and all(len(row) == len(names) for row in rows[1:-1])


def foreign(data: bytes, name: str) -> str | None:
    """What these bytes are, when they hold no text to read, and the command that makes something of them that is."""
    if data.startswith(OLE):
        if _OUTLOOK in data:
            return None
        kinds = ((what, command) for mark, what, command in _OLE_KINDS if mark.encode("utf-16-le") in data)
        return _told(*next(kinds, _WORD), name)
    for start, what, command in _MAGIC:
        if data.startswith(start):
            return _told(what, command, name)
    boxed = ((what, command) for pattern, what, command in _BOXED if pattern.match(data))
    found = next(boxed, None)
    if _FRAMES.match(data):
        found = ("subtitles of MicroDVD, whose times are numbers of pictures", "ffmpeg -i {} story.srt")
    return _told(*found, name) if found else None


def _told(what: str, command: str, name: str) -> str:
    return f"{what}, which factsheet does not read{': ' if command else ''}{command.format(name)}"


def head_text(data: bytes) -> str:
    """The first bytes as text, for detection only: wrong characters do not matter."""
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
    if root and root[1] == "document" and "opendocument" in head:
        return "odt"
    if root:
        return ROOTS.get(root[1].lower(), "xml")
    return "html" if head.startswith("<", at) else "text"
