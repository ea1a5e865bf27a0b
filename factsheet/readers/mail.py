"""Mail: subject as headline, sender as byline, the best part of the body as story; attachments are read too.

Signatures, notices of confidentiality and the mail that an answer repeats are left out and said. Of a mail that only
forwards another, the other's head and text count. A box of many mails (mbox) is read mail by mail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers import mailletters
from factsheet.readers.documents import article_of
from factsheet.readers.enclosed import Enclosed
from factsheet.readers.mailheads import (
    BROKEN,
    Head,
    charset,
    content_type,
    decoded_words,
    forwarded,
    forwarded_page,
    head_of,
    header,
    inner,
    is_head,
    parsed,
    payload,
    shown,
)
from factsheet.readers.manuscript import Manuscript, amount, tidy
from factsheet.readers.plaintext import add_plain
from factsheet.readers.streams import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from factsheet.records import Article

_PHRASES = Lists("factsheet.readers").parts("mail")
_ANSWERED = re.compile("|".join(_PHRASES["answered"]), re.IGNORECASE)
_NOTICE = re.compile(rf"\W*(?:{'|'.join(_PHRASES['notice'])})", re.IGNORECASE | re.DOTALL)
# A mail that speaks of itself, and what it says of who may read it.
_ITSELF = re.compile("|".join(_PHRASES["itself"]), re.IGNORECASE)
_LEAVING = re.compile(r"https?://\S{0,200}(?:unsubscri|opt-?out|abmeld|desabonn|desinscri)", re.IGNORECASE)
_SECRET = re.compile("|".join(_PHRASES["for whom"]), re.IGNORECASE)
# The line above a signature (RFC 3676, 4.3), its space often lost.
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_LINK = re.compile(r"<?https?://\S+>?")
_LONGEST_NOTICE = 1_000  # characters in which a notice begins and says what it is
_FOOT = 8  # paragraphs at the end in which notices are looked for
_LONGEST_SIGNATURE = 15  # lines below such a mark that are a signature
_COVERING = 60  # words of a mail up to which it only covers what is attached
_PASSING_ON = 15  # words above a longer mail that is quoted, up to which they only pass it on
_QUOTE_MARK = re.compile(r"^> ?")
_MOST_PARTS = 200
_MOST_NAMED = 5  # attachments that a warning names

_BOX = re.compile(rb"^From \S[^\n]{0,300}\d{4}[^\n]{0,40}\r?\n(?=[!-9;-~]{1,80}:)", re.MULTILINE)
_READ = (
    *("text/plain", "text/html", "text/markdown", "text/rtf", "application/rtf", "application/pdf", "text/vtt"),
    *("message/rfc822", "application/msword", "application/zip", "application/json", "application/xml", "text/xml"),
)
_READ_ALSO = ("application/vnd.openxmlformats", "application/vnd.oasis.opendocument", "application/vnd.ms-", "text/")
_READ_NAMES = re.compile(
    r"\.(?:pdf|docx?|rtf|odt|txt|md|html?|eml|msg|xml|json|xlsx?|csv|zip|epub|srt|vtt)$", re.IGNORECASE
)


def read_box(data: bytes, *, name: str) -> Iterator[Enclosed | ReadError]:
    """The mails of a box, each to be read by itself.

    Raises:
        ReadError: it holds no mail.
    """
    starts = [match.start() for match in _BOX.finditer(data)]
    if not starts:
        raise ReadError(f"{name}: no mailbox: no line of it begins with 'From '")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
        one = data[data.index(b"\n", start) + 1 : end].rstrip(b"\x01\n")
        yield Enclosed(f"{name}#{number}", re.sub(rb"^>(>*From )", rb"\1", one, flags=re.MULTILINE), "mail")


def read(data: bytes, *, name: str) -> Iterator[Article | Enclosed | ReadError]:
    """The article of a mail, and the files that are attached to it.

    Raises:
        ReadError: it is no mail, or there is neither a text nor a file in it.
    """
    message = parsed(data, name)
    parts = [one for one in _parts(message) if not inner(one) or content_type(one) == "message/rfc822"]
    attached = [one for one in parts if _is_attached(one)]
    files = [one for one in attached if _is_read(one)]
    manuscript = Manuscript(name, "mail")
    texts = [one for one in parts if one not in attached]
    plain = "\n\n".join(_plain(one) for one in texts if content_type(one) == "text/plain")
    html = "\n".join(_text(one) for one in texts if content_type(one) == "text/html")
    add_best(manuscript, head_of(message), plain, html)
    manuscript.know(guid=header(message, "Message-ID").strip("<>"))
    unread = [one for one in attached if one not in files and not content_type(one).startswith("image/")]
    others = [_file_name(one) for one in unread]
    if (article := settled(manuscript, others, covers=bool(files))) is not None:
        yield article
    left_out = unsaid(manuscript) if article is None else ()
    for number, one in enumerate(files, 1):
        yield _enclosed(one, f"{name}!{_file_name(one) or f'part {number}'}", known_of(manuscript), left_out)


def settled(manuscript: Manuscript, others: list[str], *, covers: bool) -> Article | None:
    """The article of a mail, with unread attachments named; None if a short mail only covers readable files.

    Raises:
        ReadError: there is neither a text nor such a file in it.
    """
    if others:
        manuscript.warn(f"attachments not read: {', '.join(others[:_MOST_NAMED])}")
    if manuscript.body and not (covers and manuscript.words() <= _COVERING):
        return article_of(manuscript)
    if not covers:
        only = f", only {others[0]}" if others else ""
        raise ReadError(f"{manuscript.name}: no article: there is no text in this mail{only}")
    return None


def known_of(manuscript: Manuscript) -> dict[str, str]:
    """What a mail says of the files that are attached to it."""
    return {key: value for key in ("published", "byline") if (value := manuscript.known.get(key))}


def unsaid(manuscript: Manuscript) -> tuple[str, ...]:
    """The warning that the words of a mail that only covers a file are in no record."""
    words = manuscript.words()
    return (f"left out the {amount(words, 'word')} of the mail that it was attached to",) if words else ()


def is_named_to_be_read(name: str) -> bool:
    """Whether a file has the name of a document."""
    return bool(_READ_NAMES.search(name))


def _enclosed(part: Message, name: str, known: dict[str, str], warnings: tuple[str, ...]) -> Enclosed:
    if content_type(part) == "message/rfc822":
        return Enclosed(name, b"".join(map(_whole, inner(part))), "mail", warnings=warnings)
    return Enclosed(name, payload(part), known=known, warnings=warnings)


def _whole(mail: Message) -> bytes:
    try:
        return mail.as_bytes()
    except BROKEN:
        return payload(mail)


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a mail at every depth, but not those of a mail that is attached."""
    stack = [message]
    for _ in range(_MOST_PARTS):
        if not stack:
            return
        part = stack.pop()
        yield part
        if part is message or content_type(part) != "message/rfc822":
            stack += reversed(inner(part))


def _file_name(part: Message) -> str:
    try:
        named = part.get_filename() or ""
    except BROKEN:
        named = ""
    return decoded_words(tidy(named)).replace("/", "_")


def _is_attached(part: Message) -> bool:
    said = str(part.get("Content-Disposition") or "").lstrip().lower()
    if said.startswith("attachment") or content_type(part) == "message/rfc822":
        return True
    return content_type(part) not in {"text/plain", "text/html"} or bool(_file_name(part))


def _is_read(part: Message) -> bool:
    kind = content_type(part)
    return kind in _READ or kind.startswith(_READ_ALSO) or is_named_to_be_read(_file_name(part))


def _text(part: Message) -> str:
    data = payload(part)
    said = charset(part) or "utf-8"
    if said in {"iso-8859-1", "latin-1", "latin1", "us-ascii"}:
        said = "utf-8" if said == "us-ascii" else "cp1252"  # as browsers and mail programs do
    try:
        return data.decode(said)
    except (UnicodeError, LookupError, ValueError):
        return decode(data, name="mail") if b"\0" not in data else data.decode("utf-8", "replace")


def add_best(manuscript: Manuscript, head: Head, plain: str, html: str) -> None:
    """Add the better of the texts of a mail, and note what its head says, or that of the mail that it forwards."""
    plain = plain.replace("\r\n", "\n")
    answers = head.answers
    passed_on = forwarded(plain, answers=answers) if plain.strip() else forwarded_page(html, answers=answers)
    if passed_on:
        manuscript.warn("a forwarded mail: its own header and text")
        head, plain, html = *passed_on, ""
    if html and not _is_better(plain, html):
        _add_html(manuscript, html)
    else:
        add_plain(manuscript, _own(manuscript, plain))
    _cut_notices(manuscript)
    mailletters.mark(manuscript)
    mailletters.know_headline(manuscript, head.subject)
    manuscript.know(title=head.subject, byline=head.sender, published=head.sent)


def _plain(part: Message) -> str:
    """The text of a plain part; lines that say that they flow on are joined (RFC 3676)."""
    text = _text(part).replace("\r\n", "\n")
    if _param(part, "format") != "flowed":
        return text
    gap = "" if _param(part, "delsp") == "yes" else " "
    return re.sub(r"(?<!^--)[ ]\n(?=[^\n>])", gap, text, flags=re.MULTILINE)


def _param(part: Message, key: str) -> str:
    try:
        return str(part.get_param(key) or "").lower()
    except BROKEN:
        return ""


def _is_better(plain: str, html: str) -> bool:
    """Whether the plain text is all of the mail, and no list of links: then it is what the sender wrote."""
    words = len(_LINK.sub("", plain).split())
    links = len(_LINK.findall(plain))
    return words * 2 >= len(shown(html.replace("<", " <")).split()) and links * 20 <= words


def _add_html(manuscript: Manuscript, html: str) -> None:
    from factsheet.readers.fragments import add_html

    own = mailletters.without_answered(html)
    if own != html:
        html = own
        manuscript.warn("left out the mail that this one answers")
    title = manuscript.known.get("title")
    manuscript.known["title"] = " "  # so that no heading in the text is taken for the subject
    add_html(manuscript, html)
    manuscript.known["title"] = title


def _own(manuscript: Manuscript, text: str) -> str:
    """The text without the signature below it and the mail that it answers."""
    lines = text.split("\n")
    quoted = next((at for at in range(1, len(lines)) if _begins_answered(lines[at:])), None)
    if quoted is not None and any(line.strip() for line in lines[:quoted]):
        story = [_QUOTE_MARK.sub("", line) for line in lines[quoted + 1 :] if line.startswith(">")]
        if len(" ".join(lines[:quoted]).split()) <= _PASSING_ON < _COVERING < len(" ".join(story).split()):
            manuscript.warn("took the mail below a short answer for the story")
            return "\n".join(story)
        del lines[quoted:]
        manuscript.warn("left out the mail that this one answers")
    text = "\n".join(lines)
    mark = [*_SIGNATURE.finditer(text)][-1:]
    if mark and text.count("\n", mark[0].end()) <= _LONGEST_SIGNATURE:
        text = text[: mark[0].start()]
        manuscript.warn("left out the signature of the mail")
    return text


def _begins_answered(lines: list[str]) -> bool:
    """Whether the mail that is answered begins here, with a line that says so, or its head."""
    said = _ANSWERED.fullmatch(lines[0].strip()) or _ANSWERED.fullmatch(" ".join(lines[:2]).strip())
    return (bool(said) and _is_quoted(lines[1 + (len(lines) > 1 and not lines[1].startswith(">")) :])) or is_head(lines)


def _is_quoted(lines: list[str]) -> bool:
    """Whether lines are the mail that is answered: most have the mark of quotation."""
    said = [line for line in lines if line.strip()]
    return bool(said) and sum(line.startswith(">") for line in said) * 2 > len(said)


def _cut_notices(manuscript: Manuscript) -> None:
    """Leave out the notices of confidentiality, lists and newsletters at the top and at the end."""
    body = manuscript.body
    near = {*range(min(2, len(body))), *range(max(0, len(body) - _FOOT), len(body))}
    kept = [block for at, block in enumerate(body) if at not in near or not _is_notice(block.text[:_LONGEST_NOTICE])]
    if len(kept) < len(body):
        manuscript.warn("left out a notice of the mail about itself")
        body[:] = kept


def _is_notice(text: str) -> bool:
    """Whether a paragraph speaks of the mail itself: who may read it, who gets it, what it was sent with."""
    if _NOTICE.match(text) or _LEAVING.search(text):
        return True
    return bool(_ITSELF.search(text)) and len({match[0].casefold() for match in _SECRET.finditer(text)}) > 1
