"""The letter around a story in a mail: salutation, announcement and signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers import bylines, private
from factsheet.readers.hidden import remove
from factsheet.readers.manuscript import SENTENCE_END, stems, word_count
from factsheet.readers.markup import inner_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.readers.manuscript import Block, Manuscript
    from factsheet.readers.markup import Element

_PHRASES = Lists("factsheet.readers").parts("mail")
_GREETING = re.compile(rf"\W*(?:{'|'.join(_PHRASES['greeting'])})\b[^.?]{{0,80}}?[,!:]?", re.IGNORECASE)
_CLOSING = re.compile(rf"\W*(?:{'|'.join(_PHRASES['closing'])})(?=\W*$|[,!.\s]+(?-i:[A-ZÀ-Þ]))", re.IGNORECASE)
_NEWSLETTER_SAYS = re.compile(rf"\W*(?:{'|'.join(_PHRASES['newsletter'])})", re.IGNORECASE)
# The mark above a signature, where a page has put the two into one paragraph.
_MARKED = re.compile(r"(?:--|—|_{3,})\s+\S")
# How mail programs mark the mail that is answered: Gmail, Thunderbird and Apple, Yahoo, Proton; Outlook only its head.
_MARK = re.compile(
    r"(?:class|id|type)=[\"']?[^\"'<>]{0,80}(?:gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|\bcite\b|divRplyFwdMsg|appendonsend)",
    re.IGNORECASE,
)
_ONLY_HEAD = re.compile("divRplyFwdMsg|appendonsend", re.IGNORECASE)
_TOP = 3  # paragraphs in which it speaks to those who get it
_FOOT = 8  # paragraphs at the end in which it is signed
_NEWSLETTER = 8  # paragraphs at the end in which a newsletter says why it came
_FOOT_WORDS = 40  # words of a paragraph there
_SIGNED = 4  # lines at the end in which a letter in a text is signed
_COVERING = 40  # words of a paragraph that covers a story
_SIGNATURE = 40  # words of the paragraphs of a signature
_FEW = 3  # words of a subject that need not be a headline
_COMPARED = 6  # paragraphs with whose words those of a headline are compared
_LINES_ABOVE = 1  # lines to the desk above the story's own headline
_HEADLINE = 20  # words of a headline


def without_answered(html: str) -> str:
    """The HTML of a mail without the quoted mail, as programs mark it; all of it if nothing else is left."""
    if not _MARK.search(html):
        return html
    from lxml import etree

    root = etree.fromstring(html.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", no_network=True))
    if root is None:
        return html
    answered = [one for one in root.iter("div", "blockquote", "table") if _MARK.search(_kind(one))]
    for one in answered:
        parent = one.getparent()
        if parent is not None:
            for gone in [one, *(one.itersiblings() if _ONLY_HEAD.search(_kind(one)) else ())]:
                remove(gone, parent)
    return str(etree.tostring(root, encoding="unicode", method="html")) if inner_text(root) else html


def _kind(element: Element) -> str:
    return f'class="{element.get("class") or ""}" id="{element.get("id") or ""}" type="{element.get("type") or ""}"'


def mark(manuscript: Manuscript) -> None:
    """Make what covers a story and the signature below it boilerplate.

    What is below a covering line is its headline. A mail without a story below that is one itself, and is left.
    """
    body = manuscript.body
    _mark_signature(manuscript)
    covering = covered([block.text for block in body[:_TOP]])
    if not covering or not any(SENTENCE_END.search(block.text) for block in _open(body[covering:])):
        return
    announced = body[covering - 1].text.rstrip().endswith(":")
    for block in body[:covering]:
        block.zone = "boilerplate"
    manuscript.warn("left out the words above the story of a mail")
    first, *rest = _open(body[covering:])
    if announced and rest and word_count(first.text) <= _HEADLINE and not SENTENCE_END.search(first.text):
        manuscript.know(title=first.text)


def know_headline(manuscript: Manuscript, subject: str) -> None:
    """Take a line above the story for its headline where that has more words of the story than a subject of a few."""
    found = _open(manuscript.body)[: _COMPARED + _TOP]
    for at in range(min(_LINES_ABOVE + 1, len(found) - 1)):
        first, *rest = found[at:]
        story = stems(" ".join(block.text for block in rest))
        if len(stems(subject) & story) > 1 or word_count(subject) > _FEW or not _is_title(first, story):
            continue
        below = next((block for block in rest if not bylines.is_byline(block.text)), rest[0])
        if SENTENCE_END.search(below.text):
            manuscript.know(title=first.text)
            for block in found[:at]:
                block.zone = "boilerplate"
            return


def _is_title(block: Block, story: set[str]) -> bool:
    """Whether a line can be the headline of a story that has these words."""
    is_short = word_count(block.text) <= _HEADLINE and not SENTENCE_END.search(block.text)
    return is_short and len(stems(block.text) & story) > 1


def _open(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.zone != "boilerplate"]


def covered(texts: Sequence[str]) -> int:
    """How many paragraphs at the top only cover the story: a greeting, and what ends in a colon."""
    texts = texts[:_TOP]
    announcing = [
        at for at, text in enumerate(texts, 1) if text.rstrip().endswith(":") and word_count(text) <= _COVERING
    ]
    greeted = bool(texts) and is_greeting(texts[0])
    if announcing and (greeted or announcing[0] == 1):
        return announcing[0]
    return 1 if greeted else 0


def newsletter_foot(texts: Sequence[str]) -> int:
    """The block at the end from which a newsletter that was pasted says why it came; their number where none does."""
    last = range(max(1, len(texts) - _NEWSLETTER), len(texts))
    begins = next((at for at in last if _NEWSLETTER_SAYS.match(texts[at])), len(texts))
    return begins if all(word_count(text) <= _FOOT_WORDS for text in texts[begins:]) else len(texts)


def is_greeting(text: str) -> bool:
    """Whether all of a line speaks to those who get a letter: "Hi Anna,"."""
    return bool(_GREETING.fullmatch(text))


def closing(texts: Sequence[str]) -> int:
    """The block at the end at which a letter is signed; the number of blocks where it is not."""
    last = range(max(1, len(texts) - _SIGNED), len(texts))
    return next((at for at in last if _CLOSING.match(texts[at]) and not SENTENCE_END.search(texts[at])), len(texts))


def _mark_signature(manuscript: Manuscript) -> None:
    body = manuscript.body
    for at in range(len(body) - 1, max(0, len(body) - 1 - _FOOT), -1):
        if not _is_signature(body[at]):
            return
        if _CLOSING.match(body[at].text) or _MARKED.match(body[at].text):
            for block in body[at:]:
                block.zone = "boilerplate"
            reached = [block for block in body[at:] if private.has_address(block.text)]
            body[at:] = [block for block in body[at:] if block not in reached]
            for _ in reached:
                manuscript.withhold()
            manuscript.warn("left out the signature of the mail")
            return


def _is_signature(block: Block) -> bool:
    """Whether a paragraph can be a part of a signature: a few words, and no sentence but a thank."""
    is_sentence = SENTENCE_END.search(block.text) and not _CLOSING.match(block.text)
    return block.zone == "boilerplate" or (word_count(block.text) <= _SIGNATURE and not is_sentence)
