"""The header of a mail: sender, date, subject, and the headers that forwarding writes into the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers.dates import find_dates, machine_time
from factsheet.readers.encodings import as_mixed
from factsheet.readers.manuscript import tidy, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message

_WORDS = {key: words for key, *words in Lists("factsheet.readers").table("mail", "head")}
_KEYS = {word.casefold(): key for key, words in _WORDS.items() for word in words}
_PHRASES = Lists("factsheet.readers").parts("mail")
# "Re:", "Fwd:", "AW:", "WG:" before a subject, and "[EXT]" or a list's name in brackets.
_PREFIX = re.compile(
    rf"\s*(?:(?:{'|'.join(_PHRASES['prefix'])})(?:\[\d+\])?\s*:|\[(?:ext\w*|spam\W*)\])", re.IGNORECASE
)
# The name of a list that its program puts before every subject; what a desk writes there says more.
_LIST = re.compile(
    r"^((?:\w{1,4}: ?)?)\[(?!embargo|kill|hold|sperr|withdr|correct|update)[^\[\]]{1,40}\] *", re.IGNORECASE
)
_REPLY = re.compile(rf"\s*(?:{'|'.join(_PHRASES['reply prefix'])})(?:\[\d+\])?\s*:", re.IGNORECASE)
_RELEASE = re.compile(rf"\s*\[?(?:{'|'.join(_PHRASES['release'])})\]?\s*(?:[:|]|\s[-–—]\s)(?=.{{12}})", re.IGNORECASE)
# The line above a mail that is forwarded.
_FORWARDED = re.compile("|".join(_PHRASES["forwarded"]), re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|div|h\d|li|tr|blockquote)>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SILENT = ("style", "script", "title")
_FIELD = re.compile(r"[>\s*]*(?P<key>[^\W\d_][\w -]{0,20}?)\s?\*?:\*?\s*(?P<value>.*)")
# "Doe, Jane", as directories have names.
_LAST_FIRST = re.compile(r"([^\W\d_][\w'’-]+(?: [\w'’-]+)?), ([^\W\d_][\w.'’-]*(?: [\w.'’-]+)?)")
_TOP = 40
"""Lines at the start of a text in which the mail that it forwards begins; a note may be above it."""

BROKEN = (ValueError, LookupError, AssertionError, TypeError, AttributeError, RecursionError, MessageError)
"""What the standard library raises on mails that are damaged or made to trip it."""

_LONGEST = 500  # characters of a sender
_LONGEST_FIELD = 2_000  # characters of a field that are looked at
_LONGEST_HEAD = 50_000
"""Characters of a field of a head: the standard library takes the square of its length to take one apart."""
_FEWEST = 2  # fields that make a head
_LONGEST_HEAD_LINES = 12
_COVERING = 60  # words above a mail that only pass it on


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a mail says: a name or nothing for an address alone, a time in ISO 8601, whether it answers."""

    subject: str = ""
    sender: str = ""
    sent: str | None = None
    answers: bool = False


def head_of(message: Message) -> Head:
    """The head of a mail."""
    subject, sender, sent = (_field(message, key) for key in ("subject", "from", "date"))
    if header(message, "List-Id"):
        subject = _LIST.sub(r"\1", subject)
    return Head(_subject(subject), _name(sender), _time(sent), answers=bool(_REPLY.match(subject)))


def _field(message: Message, key: str) -> str:
    """A field by its name in any of the languages that mail programs paste heads in."""
    return next((said for word in _WORDS[key] if word.isascii() and (said := header(message, word))), "")


def of_fields(subject: str, sender: str, sent: str | None) -> Head:
    """The same from fields outside the original mail."""
    return Head(_subject(subject), _name(sender), sent, answers=bool(_REPLY.match(subject)))


def header(message: Message, key: str) -> str:
    """A field of the head in one line, its encoded words decoded; "" where it is not there or no text."""
    found = (str(value) for name, value in message.raw_items() if name.lower() == key.lower())
    raw = next(found, "")[:_LONGEST_FIELD]
    if not raw.isascii():  # bytes as they came, where they should have been encoded
        raw = as_mixed(raw.encode("utf-8", "surrogateescape"))
    return decoded_words(raw)


def decoded_words(raw: str) -> str:
    """A text of a head in one line, its encoded words (RFC 2047) decoded; as it is where they are broken."""
    try:
        return tidy(str(make_header(decode_header(raw))))
    except BROKEN:
        return tidy(raw)


def parsed(data: bytes, name: str) -> Message:
    """A parsed mail, or a text in its form.

    Raises:
        ReadError: its parts are nested too deeply, or a field of its head is longer than they are.
    """
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n \t"), policy=policy.compat32)
    except RecursionError as error:
        raise ReadError(f"{name}: the parts of this mail are nested too deeply") from error
    if not _is_sane(message):
        raise ReadError(f"{name}: a field of its header has more than {_LONGEST_HEAD} characters")
    return message


def inner(part: Message) -> list[Message]:
    """The parts of a part; empty if it has none or is damaged."""
    try:
        parts = part.get_payload()
    except BROKEN:
        return []
    return [one for one in parts if not isinstance(one, str) and _is_sane(one)] if isinstance(parts, list) else []


def _is_sane(part: Message) -> bool:
    """Whether no field of the head of a part is longer than any mail program writes them."""
    return all(len(str(value)) <= _LONGEST_HEAD for value in part.values())


def payload(part: Message) -> bytes:
    """The content of a part, decoded as its header says, or raw if that fails."""
    for decode in (True, False):
        try:
            data = part.get_payload(decode=decode)
        except BROKEN:
            continue
        if isinstance(data, (bytes, str)):
            return data if isinstance(data, bytes) else data.encode("utf-8", "replace")
    return b""


def content_type(part: Message) -> str:
    """What a part says it is, "text/html" for one; bytes of any kind where that is broken."""
    try:
        return part.get_content_type()
    except BROKEN:
        return "application/octet-stream"


def charset(part: Message) -> str:
    """The declared encoding of a part in lower case; "" if it declares no valid name."""
    try:
        said = part.get_content_charset() or ""
    except BROKEN:
        return ""
    return said if said.isascii() and said.isprintable() else ""


def forwarded(text: str, *, answers: bool = False) -> tuple[Head, str] | None:
    """The header and text of the mail that a text forwards at its top, or None.

    Some programs write no line above that head. In a mail that answers such a head is that of the other mail.
    """
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines[:_TOP]) if _FORWARDED.fullmatch(line.strip("> *-_"))), None)
    if start is None:
        start = None if answers else next((at for at in range(len(lines[:_TOP])) if is_head(lines[at:])), None)
        if start is None or word_count(" ".join(lines[:start])) > _COVERING:
            return None
        start -= 1
    fields, length = _fields(lines[start + 1 :])
    if len(fields) < _FEWEST or "from" not in fields:
        return None
    found = Head(_subject(fields.get("subject", "")), _name(fields["from"]), _time(fields.get("date", "")))
    return found, _unquoted(lines[start + 1 + length :])


def is_head(lines: Sequence[str]) -> bool:
    """Whether lines begin with the head of a mail, as programs write it into an answer: who, when, to whom, of what."""
    match = _FIELD.match(lines[0])
    if match is None or _KEYS.get(match["key"].casefold()) != "from":
        return False
    fields, length = _fields(lines[:_LONGEST_HEAD_LINES])
    return len(fields) >= _FEWEST + 1 and {"from", "subject"} <= fields.keys() and length <= _LONGEST_HEAD_LINES


def _fields(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The fields at the start of some lines, the first of each name, and how many lines they take."""
    fields: dict[str, str] = {}
    for at, line in enumerate(lines):
        match = _FIELD.match(line)
        key = _KEYS.get(match["key"].casefold()) if match else None
        if match and key:
            fields.setdefault(key, match["value"].strip())
        elif line.strip("> ") or len(fields) >= _FEWEST:
            return fields, at
    return fields, len(lines)


def forwarded_page(html: str, *, answers: bool = False) -> tuple[Head, str] | None:
    """The same for a mail in HTML, with lines from its tags."""
    import html as characters

    text = shown(_LINE_BREAK.sub("\n", " ".join(html.split())))
    found = forwarded(_compact(characters.unescape(text)), answers=answers)
    return (found[0], found[1].replace("\n", "\n\n")) if found else None


def shown(html: str) -> str:
    """The text of some HTML, without a parser, in linear time."""
    for name in _SILENT:
        html = _without(html, name)
    return _TAG.sub("", html)


def _without(html: str, name: str) -> str:
    lower, parts, at = html.lower(), [], 0
    if len(lower) != len(html):  # a letter whose small form is two
        return html
    while (start := lower.find(f"<{name}", at)) >= 0 and (end := lower.find(f"</{name}", start)) >= 0:
        parts.append(html[at:start])
        at = end
    return "".join((*parts, html[at:]))


def _compact(text: str) -> str:
    """Lines without space around them; of empty ones none, since tags make too many."""
    return "\n".join(line for one in text.split("\n") if (line := one.strip()))


def _unquoted(lines: list[str]) -> str:
    """Lines without the marks of quotation, where all of them have one."""
    if all(line.startswith(">") for line in lines if line.strip()):
        lines = [re.sub(r"^> ?", "", line) for line in lines]
    return "\n".join(lines)


def _subject(text: str) -> str:
    while match := _PREFIX.match(text):
        text = text[match.end() :]
    return _RELEASE.sub("", text, count=1).strip() if _RELEASE.match(text) else text.strip()


def _name(text: str) -> str:
    """The name of a sender; an address is none."""
    try:
        name = parseaddr(text[:_LONGEST])[0] or ("" if "@" in text else text)
    except BROKEN:
        return ""
    name = "" if "@" in name else re.sub(r"(?<=\S) \([^()]{1,40}\)$", "", tidy(name.strip("'\" *")))
    last_first = _LAST_FIRST.fullmatch(name)
    return f"{last_first[2]} {last_first[1]}" if last_first else name


_LONGEST_TIME = 120  # characters of a time


def _time(text: str) -> str | None:
    """A time as mail has it; of a head in a text, whose form is everybody's own, the day."""
    without_zone = re.sub(r"(?<!\s)\s*\([^()]*\)\s*$", "", text[:_LONGEST_TIME])
    return machine_time(without_zone) or next(iter(find_dates(text)), None)
