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
from factsheet.language.datelines import at_lead, from_field
from factsheet.language.lists import Lists
from factsheet.readers import bodies, bylines, leftovers, lines, mailletters, menus, notices, offers
from factsheet.readers.dates import find_dates, is_date_line
from factsheet.readers.encodings import amended
from factsheet.readers.manuscript import SENTENCE_END, Manuscript, amount, printable, stems, word_count
from factsheet.readers.private import PROSE, begins_contacts, lists_contacts, not_public, reaches_somebody
from factsheet.readers.streams import decode_text, opened, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from factsheet.readers.manuscript import Block
    from factsheet.records import Article, Zone

_CONTACT_BLOCKS = 15  # blocks at the end of which one may begin the contacts
_CONTACT_LINES = 6  # lines of contacts above a story
_FRONT_BLOCKS = 14  # blocks at the top, menus left out, in which a story's front matter is looked for
_LEAD_WORDS = 12  # words from which a block at the top that ends a sentence is the story itself
_SHORT_LEAD_WORDS = 4  # words from which such a block is, where it stands directly above a longer one
_HEADLINE_LENGTH = 200
_SECTION_WORDS = 3
_NAME_WORDS = (2, 4)  # of a writer whose name stands alone
_UPDATE_LENGTH = 100
_BESIDE_DATE = 6  # words that may stand beside the date of publication in its line: a place, who wrote it
_SUBHEAD_WORDS = 9
_CAPTION_LENGTH = 160
"""Characters below which a block that names a photographer is a caption; of a longer one it has to be the end."""

_LETTER = 3  # blocks from which a text that begins with a greeting is a letter with a story in it
_MOST_PLACES = 2  # lines in capitals of which one may be the place where a story was filed
_AFTER_SUBHEAD = 8  # blocks after a heading in which its text begins: captions may stand between
_SHARED = 2  # words of four letters or more that a headline has in common with the story under it
_LOOKED_AT = 6  # blocks of the story that a headline is compared with

# Any letter or digit; a rule of dashes has none.
_SAYS = re.compile(r"\w")
# A town in capitals, its country and the agency, alone on a line.
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{1,40}(?:, ?[\w. ]{2,30})?(?: ?\([A-Za-z .]{2,20}\))?\s*[-–—:]?$")
# The agency that stands behind a paragraph: "… (sda)", "… (dpa/lno)".
_AGENCY = re.compile(r" \([A-Za-z]{2,5}(?:/[A-Za-z]{2,5})?\)$")
# A date that begins the lead, and what parts the two.
_DATED_LEAD = re.compile(r"[^.\n]{6,20}\.?\s*[-–—:]")
# Who took a picture, or who stands where on it.
_CAPTION = re.compile(
    r"\b(?:image|photo|photograph|picture|foto|credit|file photo)s?(?: (?:caption|credit|source))?\s*:|^caption\s*:|"
    r"\((?:L|R|C|left|right)\)|"
    r"\b(?:getty images|reuters/|afp/|ap photo|via ap|anadolu agency|from file)\b|(?<![ÃÂ])©",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"\([^()]{3,120}\)\s*$|image: [^.]{3,60}\.?$", re.IGNORECASE)
# Who sends a release, and that it is one.
_RELEASE = re.compile("|".join(Lists("factsheet.readers").lines("phrases", "release")), re.IGNORECASE)
# The label of a date of publication.
_UPDATE = re.compile(r"\b(?:update[ds]?|published|posted|last modified|mis à jour|publié)\b", re.IGNORECASE)
_LABELLED_UPDATE = re.compile(rf"\W*{_UPDATE.pattern}.*\d{{4}}", re.IGNORECASE)
_EDITORS_NOTE = re.compile(r"^\((?:adds?|updates?|recasts?|corrects?|refiles?|repeats?|eds?:?)\b.*\)$", re.IGNORECASE)


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article in the bytes of a text file; several where each has its own headline and dateline."""
    text = decode_text(data, name=name)
    blocks = list(lines.blocks(text))
    starts = [blocks[index].start or 0 for index in menus.stories([block.text for block in blocks])[1:]]
    if not starts:
        yield _article(text, blocks, name)
    for number, (start, end) in enumerate(pairwise([0, *starts, len(text)] if starts else []), 1):
        yield article_from_text(text[start:end], name=f"{name}#{number}")


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
    return _article(text, list(lines.blocks(text)), name)


def _article(text: str, blocks: list[Block], name: str) -> Article:
    """The article of a text, from its blocks.

    Raises:
        ReadError: there are none.
    """
    manuscript = Manuscript(name, "text")
    amended = _amended(manuscript, text)
    if amended != text:
        text, blocks = amended, list(lines.blocks(amended))
    if not blocks:
        raise ReadError(f"{name}: empty: there is no text in it")
    manuscript.whole, manuscript.body = text, blocks
    if above := _contacts_above(blocks):
        text = text[: blocks[above.start].start] + text[blocks[above.stop].start :]
        blocks = list(lines.blocks(text))
        manuscript.whole, manuscript.body = text, blocks
        manuscript.withhold()
    public = _public(blocks)
    if 0 < public < len(blocks):
        cut = amount(len(blocks) - public, "paragraph")
        del blocks[public:]
        manuscript.whole = text[: _end(blocks[-1])] + "\n"
        manuscript.warn(f"a part not for publication at the end left out ({cut})")
    _Marker(manuscript).mark()
    return manuscript.article()


def _amended(manuscript: Manuscript, text: str) -> str:
    """The text without what programs did to it: letters encoded twice, marks of a quoted mail, control characters."""
    text = leftovers.without_marks(text)
    if (decoded := leftovers.without_codes(text)) != text:
        text = decoded
        manuscript.warn("text that was left in the encoding of mails (quoted-printable) put right")
    text, places = amended(printable(text))
    if places:
        manuscript.warn(f"text that was encoded twice put right in {amount(places, 'place')}")
    text, places = leftovers.with_spaces(leftovers.with_whole_words(text))
    if places:
        manuscript.warn(f"no space between sentences: put in at {amount(places, 'place')}")
    return text


def _contacts_above(blocks: Sequence[Block]) -> range | None:
    """Contacts above a story: a heading and what is below it down to the last number or address, or one such line."""
    last = next((index for index, block in enumerate(blocks) if word_count(block.text) > PROSE), 0)
    for index in range(min(last, _FRONT_BLOCKS)):
        if not begins_contacts(blocks[index].text.partition(":")[0]):
            continue
        near = blocks[index : min(last, index + _CONTACT_LINES)]
        reached = [at for at, block in enumerate(near, index + 1) if reaches_somebody(block.text)]
        if reached and last:
            return range(index, reached[-1])
    return None


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
    short = begins_contacts(blocks[0].text) and all(len(block.text.split()) <= PROSE for block in blocks)
    return short and lists_contacts(blocks[1:])


def _is_no_text(text: str, *, cut: bool) -> bool:
    """Whether a last line gives a number or address, or is the rule above what was `cut`."""
    return reaches_somebody(text) or (cut and not _SAYS.search(text))


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
        notices.mark(self._blocks, headed=True)
        self._mark_letter()
        self._mark_menus()
        self._mark_foot()
        if offers.mark(self._blocks):
            self._to.warn(offers.PREVIEW)
        self._mark_front()
        self._mark_body()

    def _mark_letter(self) -> None:
        """The greeting and the signature of a letter with which a story was sent are boilerplate."""
        if mailletters.is_greeting(self._texts[0]) and len(self._texts) > _LETTER:
            around = [
                *range(mailletters.covered(self._texts)),
                *range(mailletters.closing(self._texts), len(self._texts)),
            ]
            for index in around:
                self._blocks[index].zone = "boilerplate"

    def _mark_menus(self) -> None:
        """Menus above a story and tables of contents in it are boilerplate."""
        lead = next(filter(self._is_lead, range(len(self._blocks))), 0)
        found = menus.contents(self._texts) | {index for index in range(lead) if menus.is_menu(self._texts[index])}
        # One name of a section above a headline is its section, several lines are a menu.
        sections = {index for index in range(lead) if menus.is_sections(self._texts[index])}
        found |= sections if len(found | sections) > 1 else set()
        found |= {index for index, text in enumerate(self._texts) if menus.is_page_number(text)}
        for index in found:
            self._blocks[index].zone = "boilerplate"

    def _mark_foot(self) -> None:
        end = bodies.after_end(self._texts)
        if end < len(self._texts):
            self._to.warn(bodies.AFTER_END)
        end = min(end, bodies.about_sender(self._texts[:end]))
        self._foot = min(end, menus.foot(self._texts[:end]))
        while self._foot > 1 and bodies.is_sign_off(self._texts[self._foot - 1]):
            self._foot -= 1
        for block in self._blocks[self._foot :]:
            if block.zone == "body":
                block.zone = "boilerplate"

    def _mark_front(self) -> None:
        front = [index for index, block in enumerate(self._blocks[: self._foot]) if block.zone == "body"]
        lead = next(filter(self._is_lead, front[:_FRONT_BLOCKS]), None)
        if lead is None:
            return
        front = front[: front.index(lead)]
        headline = self._headline(front, lead)
        lead = self._first_of_lead(front, headline, lead)
        self._lead = lead
        for index in (index for index in front if index < lead):
            block = self._blocks[index]
            block.zone = "headline" if index == headline else self._front_zone(index, headline)
            self._note(block.zone, block.text)
        self._blocks[lead].zone = "lead"
        self._note_dateline(self._texts[lead])

    def _note_dateline(self, lead: str) -> None:
        """Note what a dateline says that begins the lead ("PARIS (AP) — …"); its paragraph remains body."""
        found = at_lead(lead)
        place = (found.place or "").split(",")[0]
        self._to.know(dateline_place=place, dateline_date=found.date, agency=found.agency)
        dated = found.end or getattr(_DATED_LEAD.match(lead), "end", int)()
        self._to.know(published=next(iter(find_dates(lead[:dated])), None))

    def _is_lead(self, index: int) -> bool:
        """Whether a block is a sentence of the story: long, ended, and no caption or note."""
        text = self._texts[index]
        long = word_count(text) >= _LEAD_WORDS and SENTENCE_END.search(_AGENCY.sub("", text))
        return bool(long) and not _is_caption(text) and not _is_note(text) and self._blocks[index].zone == "body"

    def _first_of_lead(self, front: Sequence[int], headline: int | None, lead: int) -> int:
        """The lead, or the short sentence directly above it, below the headline, with which the story begins."""
        above = [index for index in front if headline is not None and index > headline and index == lead - 1]
        return next(filter(self._is_short_lead, above), lead)

    def _is_short_lead(self, index: int) -> bool:
        text = self._texts[index]
        is_sentence = not text[0].islower() and text.rstrip().endswith(".")
        return is_sentence and word_count(text) >= _SHORT_LEAD_WORDS and not _is_matter(text)

    def _headline(self, front: Sequence[int], lead: int) -> int | None:
        """The first block above the lead that can be the headline; below a menu one whose words the story has."""
        found = [index for index in front if self._is_headline(index, lead)]
        if len(front) < lead:
            story = stems(" ".join(self._texts[lead : lead + _LOOKED_AT]))
            shared = (index for index in found if len(stems(self._texts[index]) & story) >= _SHARED)
            return next(shared, found[0] if found else None)
        return self._below_sender(found, lead) if found else None

    def _below_sender(self, found: Sequence[int], lead: int) -> int:
        """The headline of a release: what stands below the line that says so, where the story has more of its words."""
        first = found[0]
        below = [index for index in found[1:] if any(self._is_release(at) for at in range(first, index))]
        story = stems(" ".join(self._texts[lead : lead + _LOOKED_AT]))
        known = len(stems(self._texts[first]) & story)
        return next((index for index in below if len(stems(self._texts[index]) & story) > known), first)

    def _is_release(self, index: int) -> bool:
        return bool(_RELEASE.fullmatch(self._texts[index]))

    def _is_headline(self, index: int, lead: int) -> bool:
        """Whether a line before the lead has words of its own, and is not the short line above the headline."""
        text = self._texts[index].removeprefix("# ")
        words = word_count(text)
        if words < 2 or len(text) > _HEADLINE_LENGTH or _is_matter(text):
            return False
        if words > _SECTION_WORDS or index + 1 >= lead:
            return True
        below = self._texts[index + 1]
        if len(below.split()) <= _SECTION_WORDS and not _RELEASE.fullmatch(below) and not is_date_line(below):
            return True
        if index + 2 == lead and self._is_short_lead(index + 1):
            return True
        # Above a date or a byline a short line is the headline, where none that is longer follows.
        later = self._texts[index + 2 : lead]
        return _is_matter(self._texts[index + 1]) and all(
            word_count(line) <= _SECTION_WORDS or line.rstrip().endswith(".") for line in later
        )

    def _front_zone(self, index: int, headline: int | None) -> Zone:
        """The zone of a line before the lead that is not the headline."""
        text = self._texts[index]
        below = headline is not None and index > headline
        place = (below or headline is None) and bool(_DATELINE.match(text)) and self._is_place(index)
        rules: tuple[tuple[Zone, bool], ...] = (
            ("editors-note", _is_note(text)),
            ("boilerplate", bool(_RELEASE.fullmatch(text) or _LABEL.fullmatch(text))),
            ("byline", bylines.is_byline(text) or (below and self._is_signed(index))),
            ("caption", _is_caption(text) or text[0].islower()),
            ("dateline", bool(place or (below and _is_filed(text)))),
            ("update", _is_update(text)),
            ("section", len(text.split()) <= _SECTION_WORDS),
            ("standfirst", below),
        )
        return next((zone for zone, fits in rules if fits), "section")

    def _is_signed(self, index: int) -> bool:
        """Whether a line is nothing but a name, between the headline and the date."""
        text = self._texts[index]
        if index and self._is_release(index - 1):  # "News provided by"
            return False
        few = (
            _NAME_WORDS[0] <= len(text.split()) <= _NAME_WORDS[1]
            and not menus.is_sections(text)
            and text != text.upper()
        )
        told = any(text in below for below in self._texts[index + 1 :])  # a place that the story names
        dated = index + 1 < len(self._texts) and is_date_line(self._texts[index + 1])
        return few and dated and not told and bylines.is_name(text)

    def _is_place(self, index: int) -> bool:
        """Whether a line in capitals directly above the lead is a place, and no word that the story has as one.

        Where several lines are in capitals, they are headings: of a parliament's report, or a bill of fare.
        """
        if sum(text == text.upper() and text != text.lower() for text in self._texts) > _MOST_PLACES:
            return False
        word = self._texts[index].strip(" -–—:").split(",")[0].split("(")[0].strip()
        after = " ".join(self._texts[index + 1 :])
        return index + 1 < len(self._texts) and self._is_lead(index + 1) and word.lower() not in after

    def _note(self, zone: Zone, text: str) -> None:
        """Keep what a zone says as metadata; of two of one kind the first counts."""
        if zone == "headline":
            self._to.know(title=" ".join(text.removeprefix("# ").split()))
        elif zone == "byline":
            self._to.know(byline=bylines.writer(text) or text)
            self._know_dates(text)
        elif zone == "dateline":
            self._to.know(dateline_place=text.rstrip(" -–—:").split(",")[0].split("(")[0])
            self._know_dates(text)
        elif zone in {"section", "standfirst"}:
            self._to.know(**{zone: text})
        elif (zone == "update" or _RELEASE.fullmatch(text)) and not self._is_embargoed():
            self._know_dates(text)

    def _know_dates(self, text: str) -> None:
        dates = [*find_dates(text), None, None]
        self._to.know(published=dates[0], updated=dates[1])

    def _is_embargoed(self) -> bool:
        """Whether a date above the story may be that on which it may be used."""
        return any(one.zone == "editors-note" and notices.says(one.text) == "embargo" for one in self._blocks)

    def _mark_body(self) -> None:
        after = 0 if self._lead is None else self._lead + 1
        for index, block in enumerate(self._blocks[after : self._foot], after):
            if block.zone != "body":
                continue
            if not _SAYS.search(block.text) or _LABEL.fullmatch(block.text):
                block.zone = "boilerplate"  # a rule between parts, or a label of a database
            elif _is_caption(block.text):
                block.zone = "caption"
            elif block.text.startswith("#") or self._is_subhead(index):
                block.zone = "subhead"

    def _is_subhead(self, index: int) -> bool:
        """A heading, or the first of two that follow the end of a paragraph: that of the section of a section."""
        if not self._is_label(index):
            return False
        if self._is_longer(index + 1, index):
            return True
        opens = index == 0 or SENTENCE_END.search(self._texts[index - 1])
        return bool(opens) and self._is_label(index + 1) and self._is_longer(index + 2, index + 1)

    def _is_label(self, index: int) -> bool:
        """Whether a block is a short line that neither begins nor ends like a sentence or an item of a list."""
        text = self._texts[index] if index < len(self._texts) else "-"
        if len(text.split()) > _SUBHEAD_WORDS or SENTENCE_END.search(text) or text[-1] in ",;:-–—*|":
            return False
        return any(map(str.isalpha, text)) and not text[0].islower() and text[0] not in "\"'“‘«-*•"

    def _is_longer(self, at: int, index: int) -> bool:
        """Whether the text from block `at` on, captions left out, begins with more than twice block `index`."""
        following = next((text for text in self._texts[at : at + _AFTER_SUBHEAD] if not _is_caption(text)), "")
        return len(following) > 2 * len(self._texts[index])


_LABEL = re.compile(r"(?:ABSTRACT|FULL TEXT|TRANSCRIPT)[.:]?")
"""What a database of newspapers writes above the parts of a story."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?", re.IGNORECASE)
"""A time of day by itself, above a part of a live report."""


def _is_update(text: str) -> bool:
    """Whether a line at the top says when the story was published, or which time a part of it is of."""
    labelled = len(text) < _UPDATE_LENGTH and bool(_UPDATE.search(text))
    return labelled or is_date_line(text, _BESIDE_DATE) or bool(_CLOCK.fullmatch(text))


def _is_matter(text: str) -> bool:
    """Whether a line at the top is known for something else than a headline."""
    known = (is_date_line(text, _BESIDE_DATE), bylines.is_byline(text), _is_caption(text), _is_note(text))
    return any(known) or bool(_RELEASE.fullmatch(text) or (len(text) < _UPDATE_LENGTH and _LABELLED_UPDATE.match(text)))


def _is_note(text: str) -> bool:
    return bool(_EDITORS_NOTE.match(text)) or notices.is_to_editors(text)


def _is_filed(text: str) -> bool:
    """Whether all of a line is a dateline of an agency: "Paris, March 3, 2026 (AFP) -"."""
    found = from_field(text.rstrip(" -–—:"))
    return bool(found.place and found.agency)


def _is_caption(text: str) -> bool:
    """Whether a block describes a picture: it names who took it, at its end or with a label."""
    is_short = len(text) < _CAPTION_LENGTH
    return (is_short or bool(_CREDIT_AT_END.search(text[-_CAPTION_LENGTH:]))) and bool(_CAPTION.search(text))
