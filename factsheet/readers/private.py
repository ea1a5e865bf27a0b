"""Parts not for publication: notebooks, contacts, and lines with somebody's number or address.

Feeds have fields for these and put them into the text all the same. Whichever format they came in, they are found
here and taken out before there is an article.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.readers.manuscript import Block, Manuscript

PROSE = 25
"""Words from which a paragraph after a heading of contacts is text again, where it gives no number or address."""

_LABEL_LENGTH = 140  # characters below which a line can say of the next ones what they are
_HEADING_LENGTH = 60
_REACHING_LENGTH = 300
"""Characters below which a line is there for the number in it, and no paragraph that mentions one."""

_BEFORE_NUMBER = 40  # characters at the start of such a line in which its label ends
_FEW_WORDS = 8
_NOTICE = 500  # characters up to which a labelled line is a notice of contacts and no paragraph of a story

_PHRASES = Lists("factsheet.readers").parts("phrases")
# "Not for publication" in the languages of the wire.
_NOT_PUBLIC = re.compile("|".join(_PHRASES["not public"]), re.IGNORECASE)
# What comes before such words in a notice, and in no sentence of a story: nothing, a label, or "the following … is".
_POINTS = re.compile("|".join(_PHRASES["points to what follows"]), re.IGNORECASE)
# What may follow them: the end, a colon, what else is meant.
_AFTER_MARK = re.compile(rf"(?:{'|'.join(_PHRASES['after not public'])})?\W*(?:$|\s*[:(–—-]\s.*)", re.IGNORECASE)
# The heading of dpa's notebook: "# Notizblock", "dpa-Notizblock".
_NOTEBOOK = re.compile(r"[#*\s]*(?:\w{2,8}[- ])?(?:notebook|notizblock)[\s:*]*", re.IGNORECASE)
# The heading of contacts: "Media contact:", "Pressekontakt", "## Ansprechpartner".
_CONTACTS = re.compile(
    r"[#*\s]*(?:(?:media|press|editorial|investor|company|news|further|for more information|\w{2,4})[- ])?"
    rf"(?:relations )?(?:{'|'.join(_PHRASES['contacts'])})[\s:*]*",
    re.IGNORECASE,
)
# A line that says whom to reach and leaves the numbers to the next ones.
_TO_CONTACTS = re.compile("|".join(_PHRASES["to contacts"]), re.IGNORECASE)
# A label before the names and numbers of people to ask, and not a sentence that asks readers to call.
_LABEL = re.compile(rf"[^.:!?]{{0,60}}\b(?:{'|'.join(_PHRASES['label of contacts'])})\b[^.:!?]{{0,30}}:", re.IGNORECASE)
# A sentence that says where to ask for more.
_ASKS = re.compile(rf"\W*(?:{'|'.join(_PHRASES['asks to call'])})", re.IGNORECASE)
# An address of e-mail, or a telephone number after a word for one or in the international form.
_REACH = re.compile(
    r"[\w.+-]{1,64}@[\w-]+\.\w|"
    r"(?:\b(?:tel(?:ephone|efon)?|phone|ph|mobile?|newsroom|desk|call|fax)\b\W{0,3}|\+)\(?\d[\d ()/.-]{6,}",
    re.IGNORECASE,
)
# A telephone number without a word for one, and the end of a sentence.
_NUMBER = re.compile(r"\d[\d ()/.-]{5,}\d")
_STOP = re.compile(r"[.!?…。][\"”’»)]*\s*$")
# Between two sentences.
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")


def not_public(text: str) -> bool:
    """Whether a line says that what follows is not for publication, or begins a notebook.

    A sentence of a story that has these words says nothing of the kind: "The memo was not meant for publication."
    """
    if len(text) > _LABEL_LENGTH:
        return False
    return bool(_NOTEBOOK.fullmatch(text)) or any(map(_is_notice_at, _NOT_PUBLIC.finditer(text)))


def _is_notice_at(match: re.Match[str]) -> bool:
    """Whether "not for publication" stands where a notice has it."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    stands = not re.search(r"\w", before) or before.rstrip()[-1:] in ":-–—/|" or _POINTS.match(before)
    quoted = re.search(r"[\"“„«‘'’”»]\s*$", before) and re.match(r"\s*[\"”“»’']", after)
    return bool(stands and not quoted and _AFTER_MARK.match(after))


def begins_contacts(text: str) -> bool:
    """Whether a line is the heading of contacts, or asks to reach those whom the next lines name."""
    is_heading = len(text) < _HEADING_LENGTH and _CONTACTS.fullmatch(text)
    return bool(is_heading or (len(text) < _LABEL_LENGTH and _TO_CONTACTS.fullmatch(text)))


def reaches_somebody(text: str) -> bool:
    """Whether a line is there to give a number or an address: in brackets, after a label, or with few other words."""
    if len(text) >= _REACHING_LENGTH:
        return False
    match = _REACH.search(text)
    if (_LABEL.match(text) or _ASKS.match(text)) and (match or _NUMBER.search(text)):
        return True
    if match is None:
        return False
    labelled = ":" in text[: min(match.end(), _BEFORE_NUMBER)]
    return text[0] in "(<" or labelled or len(text.split()) <= _FEW_WORDS


def has_address(text: str) -> bool:
    """Whether there is a number or an address in a text at all."""
    return bool(_REACH.search(text) or _NUMBER.search(text))


def withhold(manuscript: Manuscript) -> None:
    """Take out of the body notebooks to its end, and contacts wherever they stand."""
    kept: list[Block] = []
    contacts = False
    for index, block in enumerate(manuscript.body):
        if not_public(block.text) and not (manuscript.format == "html" and _NOTEBOOK.fullmatch(block.text)):
            manuscript.withhold(len(manuscript.body) - index - 1)
            break
        contacts = contacts and not _ends_contacts(block)
        if block.zone != "table" and begins_contacts(block.text) and lists_contacts(manuscript.body[index + 1 :]):
            contacts = True
            manuscript.withhold()
        elif contacts:
            continue
        elif _is_notice(block.text):
            manuscript.withhold()
        else:
            kept.append(block)
    manuscript.body[:] = kept


def lists_contacts(blocks: Sequence[Block]) -> bool:
    """Whether the blocks below a heading of contacts are some: numbers and names, and no sentences of the story."""
    below = list(takewhile(lambda block: not _ends_contacts(block), blocks))
    return any(_REACH.search(block.text) or _NUMBER.search(block.text) for block in below) or not all(
        _STOP.search(block.text) for block in below
    )


def _ends_contacts(block: Block) -> bool:
    return block.zone == "subhead" or (len(block.text.split()) > PROSE and not _REACH.search(block.text))


def _is_notice(text: str) -> bool:
    """Whether a line names people to ask and says how to reach them."""
    return len(text) < _NOTICE and bool(_LABEL.match(text)) and bool(_REACH.search(text))


def scrub_notes(manuscript: Manuscript) -> None:
    """Take the sentences that give a number or an address out of notes to editors."""
    for blocks in (manuscript.head, manuscript.body):
        for note in [one for one in blocks if one.zone == "editors-note" and _REACH.search(one.text)]:
            note.text = " ".join(part for part in _SENTENCE.split(note.text) if not _REACH.search(part))
            manuscript.withhold()
        blocks[:] = [block for block in blocks if block.text]
