"""The zones of a plain text: menus, foot, the lines above the story (`front`), captions and sub-heads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers import bodies, databases, mailletters, menus, notices, offers, teletext
from factsheet.readers.front import Front
from factsheet.readers.frontlines import LIVE, is_caption, is_clock, is_coded, is_label, is_live
from factsheet.readers.manuscript import SENTENCE_END

if TYPE_CHECKING:
    from factsheet.readers.manuscript import Manuscript

_SUBHEAD_WORDS = 9
_LETTER = 3  # blocks from which a text that begins with a greeting is a letter with a story in it
_AFTER_SUBHEAD = 8  # blocks after a heading in which its text begins: captions may be between
# Any letter or digit; a rule of dashes has none.
_SAYS = re.compile(r"\w")


def mark(manuscript: Manuscript) -> None:
    """Give each block of a text its zone, and note what the front matter says."""
    _Marker(manuscript).mark()


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
        databases.mark(self._to)
        teletext.mark(self._blocks)
        notices.mark(self._blocks, headed=True)
        self._mark_letter()
        self._mark_menus()
        self._mark_times()
        self._mark_foot()
        if offers.mark(self._blocks):
            self._to.warn(offers.PREVIEW)
        self._lead = Front(self._to, self._foot).mark()
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
        front = Front(self._to, self._foot)
        lead = next(filter(front.is_lead, range(len(self._blocks))), 0)
        found = menus.contents(self._texts) | {index for index in range(lead) if menus.is_menu(self._texts[index])}
        # One name of a section above a headline is its section, several lines are a menu.
        sections = {index for index in range(lead) if menus.is_sections(self._texts[index])}
        found |= sections if len(found | sections) > 1 else set()
        found |= {index for index in range(lead) if is_coded(self._texts[index])}
        found |= {index for index, text in enumerate(self._texts) if menus.is_page_number(text)}
        found |= menus.running_heads(self._texts)
        for index in found:
            self._blocks[index].zone = "boilerplate"

    def _mark_times(self) -> None:
        """The times above the parts of a live report are sub-heads."""
        if is_live(self._texts):
            self._to.warn(LIVE)
            for block in self._blocks:
                if is_clock(block.text):
                    block.zone = "subhead"

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

    def _mark_body(self) -> None:
        after = 0 if self._lead is None else self._lead + 1
        for index, block in enumerate(self._blocks[after : self._foot], after):
            if block.zone != "body":
                continue
            if not _SAYS.search(block.text) or is_label(block.text):
                block.zone = "boilerplate"  # a rule between parts, or a label of a database
            elif is_caption(block.text):
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
        following = next((text for text in self._texts[at : at + _AFTER_SUBHEAD] if not is_caption(text)), "")
        return len(following) > 2 * len(self._texts[index])
