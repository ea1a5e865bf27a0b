"""Plain text, and web pages saved as text.

The text is kept whole; only its newlines become LF. What a story has around its body (section line, headline,
date, byline, dateline, caption, footer) is recognised by its shape and marked as a zone, so that it becomes
metadata and is not taken for body. A line that fits no shape is body: nothing is dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.datelines import at_lead
from factsheet.language.lists import Lists
from factsheet.readers.dates import find_dates
from factsheet.readers.manuscript import Block, Manuscript
from factsheet.readers.private import PROSE, begins_contacts, not_public, reaches_somebody
from factsheet.readers.streams import decode_text, opened, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from factsheet.records import Article, Zone

_WRAPPED = range(45, 96)  # characters of the lines of a text that was wrapped by hand or by a mail program
_CONTACT_BLOCKS = 15  # blocks at the end of which one may begin the contacts
_FRONT_BLOCKS = 14  # blocks at the top in which a story's front matter is looked for
_LEAD_WORDS = 12  # words from which a block at the top that ends a sentence is the story itself
_HEADLINE_LENGTH = 200
_SECTION_WORDS = 3
_UPDATE_LENGTH = 100
_DATE_BEFORE_LEAD = 40  # characters at the start of a lead in which its date is the story's
_SUBHEAD_WORDS = 9
_FOOTER_BLOCKS = 4
_FOOTER_LENGTH = 600
_CAPTION_LENGTH = 160
"""Characters below which a block that names a photographer is a caption; of a longer one it has to be the end."""

_AFTER_SUBHEAD = 8  # blocks after a heading in which its text begins: captions may stand between

# Any letter or digit; a rule of dashes has none.
_SAYS = re.compile(r"\w")
# Paragraphs: lines with something on them, up to a blank one.
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$")
_BY = re.compile(r"^(?:by|par|von|por|di|door)\s+", re.IGNORECASE)
# "By Jane Doe", or "Jane Doe, staff reporter".
_BYLINE = re.compile(
    rf"{_BY.pattern}\S.{{1,80}}$|^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{1,3}},? (?:staff|correspondent|reporter)\b",
    re.IGNORECASE,
)
# A town in capitals, its country and the agency, alone on a line.
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{1,40}(?:, ?[\w. ]{2,30})?(?: ?\([A-Za-z .]{2,20}\))?\s*[-–—:]?$")
# Who took a picture, or who stands where on it.
_CAPTION = re.compile(
    r"\b(?:image|photo|photograph|picture|foto|credit|file photo)s?\s*:|\((?:L|R|C|left|right)\)|"
    r"\b(?:getty images|reuters/|afp/|ap photo|via ap|anadolu agency|from file)\b|©",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"\([^()]{3,120}\)\s*$|image: [^.]{3,60}\.?$", re.IGNORECASE)
# What sites print below every story.
_FOOTER = re.compile(rf"\b(?:{'|'.join(Lists('factsheet.readers').lines('phrases', 'footer'))})\b|©", re.IGNORECASE)
# The label of a date of publication.
_UPDATE = re.compile(r"\b(?:update[ds]?|published|posted|last modified|mis à jour|publié)\b", re.IGNORECASE)
_EDITORS_NOTE = re.compile(r"^\((?:adds?|updates?|recasts?|corrects?|refiles?|repeats?|eds?:?)\b.*\)$", re.IGNORECASE)


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article in the bytes of a text file, as the one of its source."""
    yield read_text(data, name=name)


def read_text(data: bytes, *, name: str) -> Article:
    """Read one article from the bytes of a text file.

    Raises:
        ReadError: the input is empty, binary or in no known encoding; the message begins with `name`.
    """
    return article_from_text(decode_text(data, name=name), name=name)


def read_draft(source: str | Path) -> str:
    """The text of a draft as it stands, newlines as LF, from a file or standard input ("-").

    Raises:
        ReadError: it cannot be opened, or is no text.
    """
    with opened(source) as stream:
        return decode_text(whole(stream, str(source)), name=str(source))


def article_from_text(text: str, *, name: str) -> Article:
    """Mark up a text whose newlines are LF.

    Raises:
        ReadError: there is nothing but white space.
    """
    if not text.strip():
        raise ReadError(f"{name}: empty: there is no text in it")
    blocks = list(_blocks(text))
    public = _public(blocks)
    manuscript = Manuscript(name, "text", whole=text, body=blocks)
    if 0 < public < len(blocks):
        del blocks[public:]
        manuscript.whole = text[: _end(blocks[-1])] + "\n"
        manuscript.warn("a part not for publication at the end left out")
    _Marker(manuscript).mark()
    return manuscript.article()


def _public(blocks: Sequence[Block]) -> int:
    """How many blocks there are before a notebook, or before the contacts at the foot."""
    last = next((index for index, block in enumerate(blocks) if not_public(block.text)), len(blocks))
    last = next(
        (index for index in range(max(1, last - _CONTACT_BLOCKS), last) if _are_contacts(blocks[index:last])), last
    )
    while last > 1 and _is_no_text(blocks[last - 1].text, cut=last < len(blocks)):
        last -= 1
    return last


def _are_contacts(blocks: Sequence[Block]) -> bool:
    """Whether blocks are contacts under their heading, without a paragraph of text among them."""
    return begins_contacts(blocks[0].text) and all(len(block.text.split()) <= PROSE for block in blocks)


def _is_no_text(text: str, *, cut: bool) -> bool:
    """Whether a last line gives a number or address, or is the rule above what was `cut`."""
    return reaches_somebody(text) or (cut and not _SAYS.search(text))


def _blocks(text: str) -> Iterator[Block]:
    """The paragraphs: between blank lines, and line by line where the lines are not wrapped."""
    for block in _PARAGRAPH.finditer(text):
        lines = block[0].split("\n")
        if len(lines) == 1 or _is_wrapped(lines):
            lines = [block[0]]
        at = block.start()
        for line in lines:
            yield Block("body", line.strip(), at + len(line) - len(line.lstrip()))
            at += len(line) + 1


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph: all but the last about equally long, in a screen's width."""
    return all(len(line.rstrip()) in _WRAPPED for line in lines[:-1]) and len(lines[-1]) < _WRAPPED.stop


def _end(block: Block) -> int:
    return (block.start or 0) + len(block.text)


class _Marker:
    """Finds the zones of one text, from the top to the lead, in the body, and from the foot upwards."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._to = manuscript
        self._blocks = manuscript.body
        self._texts = [block.text for block in manuscript.body]
        self._lead: int | None = None
        self._foot = len(self._blocks)

    def mark(self) -> None:
        """Give each block its zone, and note what the front matter says."""
        self._mark_foot()
        self._mark_front()
        self._mark_body()

    def _mark_foot(self) -> None:
        last = len(self._blocks) - 1
        for index in range(last, max(0, last - _FOOTER_BLOCKS), -1):
            if not _FOOTER.search(self._texts[index]) or len(self._texts[index]) > _FOOTER_LENGTH:
                break
            self._blocks[index].zone = "boilerplate"
            self._foot = index

    def _mark_front(self) -> None:
        lead = next(filter(self._is_lead, range(min(_FRONT_BLOCKS, self._foot))), None)
        if lead is None:
            return
        self._lead = lead
        headline = next((index for index in range(lead) if self._is_headline(index, lead)), None)
        for index, block in enumerate(self._blocks[:lead]):
            block.zone = "headline" if index == headline else _front_zone(block.text, headline, index)
            self._note(block.zone, block.text)
        self._blocks[lead].zone = "lead"
        # A dateline that begins the lead ("PARIS (AP) — …") is noted; its paragraph remains body.
        found = at_lead(self._texts[lead])
        place = (found.place or "").split(",")[0]
        self._to.know(dateline_place=place, dateline_date=found.date, agency=found.agency)
        self._to.know(published=next(iter(find_dates(self._texts[lead][:_DATE_BEFORE_LEAD])), None))

    def _is_lead(self, index: int) -> bool:
        """Whether a block is a sentence of the story: long, ended, and no caption or note."""
        text = self._texts[index]
        long = len(text.split()) >= _LEAD_WORDS and _SENTENCE_END.search(text)
        return bool(long) and not _is_caption(text) and not _EDITORS_NOTE.match(text)

    def _is_headline(self, index: int, lead: int) -> bool:
        """Whether a line before the lead has words of its own, and is not the short line above the headline."""
        text = self._texts[index].removeprefix("# ")
        words = len(text.split())
        if words < 2 or len(text) > _HEADLINE_LENGTH or _is_matter(text):
            return False
        return words > _SECTION_WORDS or index + 1 >= lead or len(self._texts[index + 1].split()) <= _SECTION_WORDS

    def _note(self, zone: Zone, text: str) -> None:
        """Keep what a zone says as metadata; of two of one kind the first counts."""
        if zone == "headline":
            self._to.know(title=" ".join(text.removeprefix("# ").split()))
        elif zone == "byline":
            self._to.know(byline=_BY.sub("", text))
        elif zone == "dateline":
            self._to.know(dateline_place=text.rstrip(" -–—:").split(",")[0].split("(")[0])
        elif zone in {"section", "standfirst"}:
            self._to.know(**{zone: text})
        elif zone == "update" and (dates := find_dates(text)):
            self._to.know(published=dates[0], updated=dates[1] if len(dates) > 1 else None)

    def _mark_body(self) -> None:
        after = 0 if self._lead is None else self._lead + 1
        for index, block in enumerate(self._blocks[after : self._foot], after):
            if _is_caption(block.text):
                block.zone = "caption"
            elif block.text.startswith("#") or self._is_subhead(index):
                block.zone = "subhead"

    def _is_subhead(self, index: int) -> bool:
        """A heading, or the first of two that follow the end of a paragraph: that of the section of a section."""
        if not self._is_label(index):
            return False
        if self._is_longer(index + 1, index):
            return True
        opens = index == 0 or _SENTENCE_END.search(self._texts[index - 1])
        return bool(opens) and self._is_label(index + 1) and self._is_longer(index + 2, index + 1)

    def _is_label(self, index: int) -> bool:
        """Whether a block is a short line that neither begins nor ends like a sentence or an item of a list."""
        text = self._texts[index] if index < len(self._texts) else "-"
        if len(text.split()) > _SUBHEAD_WORDS or _SENTENCE_END.search(text) or text[-1] in ",;:-–—*|":
            return False
        return any(map(str.isalpha, text)) and not text[0].islower() and text[0] not in "\"'“‘«-*•"

    def _is_longer(self, at: int, index: int) -> bool:
        """Whether the text from block `at` on, captions left out, begins with more than twice block `index`."""
        following = next((text for text in self._texts[at : at + _AFTER_SUBHEAD] if not _is_caption(text)), "")
        return len(following) > 2 * len(self._texts[index])


def _is_matter(text: str) -> bool:
    """Whether a line at the top is known for something else than a headline."""
    return bool(find_dates(text) or _BYLINE.match(text) or _is_caption(text) or _EDITORS_NOTE.match(text))


def _front_zone(text: str, headline: int | None, index: int) -> Zone:
    """The zone of a line before the lead that is not the headline."""
    below = headline is not None and index > headline
    rules: tuple[tuple[Zone, bool], ...] = (
        ("editors-note", bool(_EDITORS_NOTE.match(text))),
        ("byline", bool(_BYLINE.match(text))),
        ("caption", _is_caption(text) or text[0].islower()),
        ("update", len(text) < _UPDATE_LENGTH and bool(find_dates(text) or _UPDATE.search(text))),
        ("dateline", (below or headline is None) and bool(_DATELINE.match(text))),
        ("section", len(text.split()) <= _SECTION_WORDS),
        ("standfirst", below),
    )
    return next((zone for zone, fits in rules if fits), "section")


def _is_caption(text: str) -> bool:
    """Whether a block describes a picture: it names who took it, at its end or with a label."""
    is_short = len(text) < _CAPTION_LENGTH
    return (is_short or bool(_CREDIT_AT_END.search(text[-_CAPTION_LENGTH:]))) and bool(_CAPTION.search(text))
