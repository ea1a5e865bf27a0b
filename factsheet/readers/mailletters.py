"""What makes a text a letter: to whom it speaks at its top, what it says of the story below, and who signs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers import private
from factsheet.readers.hidden import remove
from factsheet.readers.manuscript import SENTENCE_END, word_count
from factsheet.readers.markup import inner_text

if TYPE_CHECKING:
    from factsheet.readers.manuscript import Block, Manuscript
    from factsheet.readers.markup import Element

_PHRASES = Lists("factsheet.readers").parts("mail")
_GREETING = re.compile(rf"\W*(?:{'|'.join(_PHRASES['greeting'])})\b[^.?]{{0,80}}?[,!:]?", re.IGNORECASE)
_CLOSING = re.compile(rf"\W*(?:{'|'.join(_PHRASES['closing'])})(?=\W*$|[,!.\s]+(?-i:[A-ZÀ-Þ]))", re.IGNORECASE)
# How mail programs mark the mail that is answered: Gmail, Thunderbird and Apple, Yahoo, Proton; Outlook only its head.
_MARK = re.compile(
    r"(?:class|id|type)=[\"']?[^\"'<>]{0,80}(?:gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|\bcite\b|divRplyFwdMsg|appendonsend)",
    re.IGNORECASE,
)
_ONLY_HEAD = re.compile("divRplyFwdMsg|appendonsend", re.IGNORECASE)
_TOP = 3  # paragraphs in which it speaks to those who get it
_FOOT = 8  # paragraphs at the end in which it is signed
_COVERING = 40  # words of a paragraph that covers a story
_SIGNATURE = 40  # words of the paragraphs of a signature
_HEADLINE = 20  # words of a headline


def without_answered(html: str) -> str:
    """The HTML of a mail without the one that it answers, as programs mark that; all where there is nothing else."""
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

    What stands below a covering line is its headline. A mail without a story below that is one itself, and is left.
    """
    body = manuscript.body
    _mark_signature(manuscript)
    covering = _covering(body)
    if not covering or not any(SENTENCE_END.search(block.text) for block in _open(body[covering:])):
        return
    announced = body[covering - 1].text.rstrip().endswith(":")
    for block in body[:covering]:
        block.zone = "boilerplate"
    manuscript.warn("the words above the story of a mail left out")
    first, *rest = _open(body[covering:])
    if announced and rest and word_count(first.text) <= _HEADLINE and not SENTENCE_END.search(first.text):
        manuscript.know(title=first.text)


def _open(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.zone != "boilerplate"]


def _covering(body: list[Block]) -> int:
    """How many paragraphs at the top only cover the story: a greeting, and what ends in a colon."""
    texts = [block.text for block in body[:_TOP]]
    announcing = [
        at for at, text in enumerate(texts, 1) if text.rstrip().endswith(":") and word_count(text) <= _COVERING
    ]
    greeted = bool(texts) and bool(_GREETING.fullmatch(texts[0]))
    if announcing and (greeted or announcing[0] == 1):
        return announcing[0]
    return 1 if greeted else 0


def _mark_signature(manuscript: Manuscript) -> None:
    body = manuscript.body
    for at in range(len(body) - 1, max(0, len(body) - 1 - _FOOT), -1):
        if not _is_signature(body[at]):
            return
        if _CLOSING.match(body[at].text):
            for block in body[at:]:
                block.zone = "boilerplate"
            reached = [block for block in body[at:] if private.has_address(block.text)]
            body[at:] = [block for block in body[at:] if block not in reached]
            for _ in reached:
                manuscript.withhold()
            manuscript.warn("the signature of the mail left out")
            return


def _is_signature(block: Block) -> bool:
    """Whether a paragraph can be a part of a signature: a few words, and no sentence but a thank."""
    is_sentence = SENTENCE_END.search(block.text) and not _CLOSING.match(block.text)
    return block.zone == "boilerplate" or (word_count(block.text) <= _SIGNATURE and not is_sentence)
