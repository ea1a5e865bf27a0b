"""Plain text, and web pages saved as text.

The text is kept whole; only its newlines become LF. What a story has around its body (section line, headline,
date, byline, dateline, caption, footer) is recognised by its shape and marked as a zone, so that it becomes
metadata and is not taken for body. A line that fits no shape is body: nothing is dropped.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import bodies, chats, leftovers, lines, mailletters, menus, signoffs, text_zones
from factsheet.readers.encodings import amended
from factsheet.readers.manuscript import Manuscript, amount, printable, word_count
from factsheet.readers.private import PROSE, begins_contacts, has_address, lists_contacts, not_public, reaches_somebody
from factsheet.readers.streams import decode_text, opened, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from factsheet.readers.manuscript import Block
    from factsheet.records import Article

_LOOKED_AT = 20_000  # characters at the start of a text that say whether it is one
_FEW_LINES = 6
# The three kinds of lines at the start of a part of a diff.
_CHANGE = re.compile(r"(?:--- |\+\+\+ )\S|@@ -\d")
_CONTACT_BLOCKS = 15  # blocks at the end of which one may begin the contacts
_FEW_WORDS = 8  # words of a line that gives a number
_CONTACT_LINES = 6  # lines of contacts above a story
_CONTACTS_TOP = 14  # blocks at the top in which contacts above a story begin
# Any letter or digit; a rule of dashes has none.
_SAYS = re.compile(r"\w")


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article in the bytes of a text file; several where each has its own headline and dateline.

    Raises:
        ReadError: the bytes are no text, there is none, or it is the code of a program.
    """
    text = decode_text(data, name=name)
    if _is_code(text):
        raise ReadError(f"{name}: no article: it is the code of a program, and no text")
    if copied := chats.story(text):
        yield _article(copied.text, list(lines.blocks(copied.text)), name, others=copied.others)
        return
    blocks = list(lines.blocks(text))
    starts = [blocks[index].start or 0 for index in menus.stories([block.text for block in blocks])[1:]]
    if not starts:
        yield _article(text, blocks, name)
    for number, (start, end) in enumerate(pairwise([0, *starts, len(text)] if starts else []), 1):
        yield article_from_text(text[start:end], name=f"{name}#{number}")


def _is_code(text: str) -> bool:
    """Whether most lines end as those of programs do, or say what is to change in some."""
    lines = [line for line in text[:_LOOKED_AT].split("\n") if line.strip()]
    ended = sum(line.rstrip().endswith((";", "{", "}", "});")) for line in lines)
    changes = sum(bool(_CHANGE.match(line)) for line in lines)
    return len(lines) >= _FEW_LINES and (ended * 5 >= len(lines) * 3 or changes > 2)


def read_draft(source: str | Path) -> str:
    """The text of a draft, newlines as LF, from a file or standard input ("-").

    Raises:
        ReadError: it cannot be opened, or is no text.
    """
    with opened(source) as stream:
        return decode_text(whole(stream, str(source)), name=str(source))


def article_from_text(text: str, *, name: str, title: str | None = None) -> Article:
    """Mark up a text whose newlines are LF; `title` is a headline that is given apart from it.

    Raises:
        ReadError: there is nothing but white space.
    """
    return _article(text, list(lines.blocks(text)), name, title=title)


def _article(text: str, blocks: list[Block], name: str, *, others: int = 0, title: str | None = None) -> Article:
    """The article of a text, from its blocks; `others` is how many messages stood around it in a messenger.

    Raises:
        ReadError: there are none.
    """
    manuscript = Manuscript(name, "text")
    manuscript.know(title=title)
    if others:
        manuscript.warn(f"left out {amount(others, 'other message')} of a chat")
    amended = _amended(manuscript, text)
    if amended != text:
        text, blocks = amended, list(lines.blocks(amended))
    if not blocks:
        raise ReadError(f"{name}: empty: there is no text in it")
    blocks = signoffs.parted(blocks)
    manuscript.whole, manuscript.body = text, blocks
    if above := _contacts_above(blocks):
        text = text[: blocks[above.start].start] + text[blocks[above.stop].start :]
        blocks = signoffs.parted(list(lines.blocks(text)))
        manuscript.whole, manuscript.body = text, blocks
        manuscript.withhold()
    _cut(manuscript, mailletters.newsletter_foot([block.text for block in blocks]), "the foot of a newsletter")
    _cut(manuscript, _public(blocks), "a part not for publication at the end")
    text_zones.mark(manuscript)
    return manuscript.article()


def _cut(manuscript: Manuscript, end: int, what: str) -> None:
    """Leave out the blocks from one on, and the text that they are stretches of."""
    left = manuscript.body[end:]
    if left and end:
        del manuscript.body[end:]
        manuscript.whole = (manuscript.whole or "")[: _end(manuscript.body[-1])] + "\n"
        manuscript.warn(f"left out {what} ({amount(len(left), 'paragraph')})")


def _amended(manuscript: Manuscript, text: str) -> str:
    """The text without what programs did to it: letters encoded twice, marks of a quoted mail, control characters."""
    text = leftovers.without_marks(text)
    if (decoded := leftovers.without_codes(text)) != text:
        text = decoded
        manuscript.warn("decoded text that was left in the encoding of mails (quoted-printable)")
    text, comments = leftovers.without_comments(text)
    if comments:
        manuscript.warn(f"left out {amount(comments, 'comment')} of editors")
    text, places = amended(printable(text))
    if places:
        manuscript.warn(f"repaired text that was encoded twice in {amount(places, 'place')}")
    text, places = leftovers.with_spaces(leftovers.with_whole_words(text))
    if places:
        manuscript.warn(f"added missing spaces between sentences in {amount(places, 'place')}")
    return text


def _contacts_above(blocks: Sequence[Block]) -> range | None:
    """Contacts above a story: a heading and what is below it down to the last number or address, or one such line."""
    last = next((index for index, block in enumerate(blocks) if word_count(block.text) > PROSE), 0)
    for index in range(min(last, _CONTACTS_TOP)):
        if not begins_contacts(blocks[index].text.partition(":")[0]):
            continue
        near = blocks[index : min(last, index + _CONTACT_LINES)]
        reached = [at for at, block in enumerate(near, index + 1) if _gives_number(block.text)]
        if reached and last:
            return range(index, reached[-1])
    return None


def _gives_number(text: str) -> bool:
    """Whether a line below the heading of contacts gives a number or an address, with or without a word for it."""
    return reaches_somebody(text) or (has_address(text) and word_count(text) <= _FEW_WORDS)


def _public(blocks: Sequence[Block]) -> int:
    """How many blocks there are before a notebook, before the contacts at the foot, or a number among its sign-offs."""
    last = next((index for index, block in enumerate(blocks) if not_public(block.text)), len(blocks))
    last = next(
        (index for index in range(max(1, last - _CONTACT_BLOCKS), last) if _are_contacts(blocks[index:last])), last
    )
    for index in range(last - 1, 0, -1):
        text = blocks[index].text
        if _is_no_text(text, cut=last < len(blocks)):
            last = index
        elif not bodies.is_sign_off(text):
            break
    return last


def _are_contacts(blocks: Sequence[Block]) -> bool:
    """Whether blocks are contacts under their heading, without a paragraph of text among them."""
    short = begins_contacts(blocks[0].text) and all(len(block.text.split()) <= PROSE for block in blocks)
    return short and lists_contacts(blocks[1:])


def _is_no_text(text: str, *, cut: bool) -> bool:
    """Whether a last line gives a number or address, or is the rule above what was `cut`."""
    return reaches_somebody(text) or (cut and not _SAYS.search(text))


def _end(block: Block) -> int:
    return (block.start or 0) + len(block.text)
