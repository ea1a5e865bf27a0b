"""The lines above a story in a text: headline, byline, dateline and date, by their position.

The lead is looked for first, as the first paragraph that is a sentence of some length; what is above it is told from
there. What a line is by its words alone, `frontlines` knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language.datelines import at_lead
from factsheet.readers import bylines, menus, notices, signoffs
from factsheet.readers.dates import find_dates, is_date_line
from factsheet.readers.frontlines import is_caption, is_filed, is_label, is_matter, is_note, is_release, is_update
from factsheet.readers.manuscript import SENTENCE_END, Manuscript, stems, word_count
from factsheet.readers.teletext import SUBPAGE, is_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.records import Zone

_FRONT_BLOCKS = 14  # blocks at the top, menus left out, in which a story's front matter is looked for
_LEAD_WORDS = 12  # words from which a block at the top that ends a sentence is the story itself
_SHORT_LEAD_WORDS = 4  # words from which such a block is, where it is directly above a longer one
_HEADLINE_LENGTH = 200
_SECTION_WORDS = 3
_NAME_WORDS = (2, 4)  # of a writer whose name stands alone
_MOST_PLACES = 2  # lines in capitals of which one may be the place where a story was filed
_SHARED = 2  # words of four letters or more that a headline has in common with the story under it
_LOOKED_AT = 6  # blocks of the story that a headline is compared with

# A town in capitals, its country and the agency, alone on a line.
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{1,40}(?:, ?[\w. ]{2,30})?(?: ?\([A-Za-z.]{2,20}\))?\s*[-–—:]?$")
# The agency that is behind a paragraph: "… (sda)", "… (dpa/lno)".
_AGENCY = re.compile(r" \([A-Za-z]{2,5}(?:/[A-Za-z]{2,5})?\)$")
# A date that begins the lead, and what parts the two.
_DATED_LEAD = re.compile(r"[^.\n]{6,20}\.?\s*[-–—:]")


class Front:
    """The blocks of a text from the top down to the lead."""

    def __init__(self, manuscript: Manuscript, foot: int) -> None:
        """`foot` is the block at which the foot of the text begins."""
        self._to = manuscript
        self._blocks = manuscript.body
        self._texts = [block.text for block in manuscript.body]
        self._foot = foot

    def mark(self) -> int | None:
        """Give the blocks down to the lead their zones, and note what they say; the lead, None where there is none."""
        front = [index for index, block in enumerate(self._blocks[: self._foot]) if block.zone == "body"]
        for index in front[:_FRONT_BLOCKS]:
            if signoffs.is_whole(self._texts[index]):
                self._blocks[index].zone = "boilerplate"
        front = [index for index in front if self._blocks[index].zone == "body"]
        lead = next(filter(self.is_lead, front[:_FRONT_BLOCKS]), None)
        if lead is None:
            lead = self._only_short(front)
        if lead is None:
            return None
        front = front[: front.index(lead)]
        headline = self._headline(front, lead)
        lead = self._first_of_lead(front, headline, lead)
        for index in (index for index in front if index < lead):
            block = self._blocks[index]
            block.zone = "headline" if index == headline else self._front_zone(index, headline)
            self._note(block.zone, block.text)
        self._blocks[lead].zone = "lead"
        self._note_dateline(self._texts[lead])
        return lead

    def _note_dateline(self, lead: str) -> None:
        """Note what a dateline says that begins the lead ("PARIS (AP) — …"); its paragraph remains body."""
        found = at_lead(lead)
        place = (found.place or "").split(",")[0]
        self._to.know(dateline_place=place, dateline_date=found.date, agency=found.agency)
        dated = found.end or getattr(_DATED_LEAD.match(lead), "end", int)()
        self._to.know(published=next(iter(find_dates(lead[:dated])), None))

    def is_lead(self, index: int) -> bool:
        """Whether a block is a sentence of the story: long, ended, and no caption or note."""
        text = self._texts[index]
        long = word_count(text) >= _LEAD_WORDS and SENTENCE_END.search(_AGENCY.sub("", text))
        return bool(long) and not is_caption(text) and not is_note(text) and self._blocks[index].zone == "body"

    def _first_of_lead(self, front: Sequence[int], headline: int | None, lead: int) -> int:
        """The lead, or the short sentence above it and below the headline, with which the story begins."""
        if headline is None and not self._to.known.get("title"):
            return lead
        below = [index for index in front[-1:] if headline is None or index > headline]
        return next(filter(self._is_short_lead, below), lead)

    def _is_short_lead(self, index: int) -> bool:
        text = self._texts[index]
        is_sentence = not text[0].islower() and text.rstrip().endswith(".")
        return is_sentence and word_count(text) >= _SHORT_LEAD_WORDS and not is_matter(text)

    def _only_short(self, front: Sequence[int]) -> int | None:
        """The lead of a text of short sentences under a headline: the first of them, if only matter is between."""
        lead = next(filter(self._is_short_lead, front[1:_FRONT_BLOCKS]), None)
        if lead is None or self._texts[front[0]].rstrip()[-1:] in {".", "!", ":"}:
            return None
        between = front[1 : front.index(lead)]
        return lead if all(is_matter(self._texts[index]) for index in between) else None

    def _headline(self, front: Sequence[int], lead: int) -> int | None:
        """The first block above the lead that can be the headline; below a menu one whose words the story has."""
        found = [index for index in front if self._is_headline(index, lead) and not self._begins_story(index)]
        if any(block.zone not in {"body", "subhead"} for block in self._blocks[:lead]):
            story = stems(" ".join(self._texts[lead : lead + _LOOKED_AT]))
            shared = (index for index in found if len(stems(self._texts[index]) & story) >= _SHARED)
            return next(shared, found[0] if found else None)
        return self._below_sender(found, lead) if found else None

    def _begins_story(self, index: int) -> bool:
        """Whether a block is a sentence other than the headline, where that is given apart from the text."""
        title = self._to.known.get("title")
        return bool(title) and self._is_short_lead(index) and self._texts[index].rstrip(".") != str(title).rstrip(".")

    def _below_sender(self, found: Sequence[int], lead: int) -> int:
        """The headline of a release: what is below the line that says so, where the story has more of its words."""
        first = found[0]
        below = [index for index in found[1:] if any(is_release(self._texts[at]) for at in range(first, index))]
        story = stems(" ".join(self._texts[lead : lead + _LOOKED_AT]))
        known = len(stems(self._texts[first]) & story)
        return next((index for index in below if len(stems(self._texts[index]) & story) > known), first)

    def _is_headline(self, index: int, lead: int) -> bool:
        """Whether a line before the lead has words of its own, and is not the short line above the headline."""
        text = self._texts[index].removeprefix("# ")
        words = word_count(text)
        if words < 2 or len(text) > _HEADLINE_LENGTH or is_matter(text):
            return False
        if words > _SECTION_WORDS or index + 1 >= lead:
            return True
        below = self._texts[index + 1]
        if len(below.split()) <= _SECTION_WORDS and not is_release(below) and not is_date_line(below):
            return True
        if index + 2 == lead and self._is_short_lead(index + 1):
            return True
        # Above a date or a byline a short line is the headline, where none that is longer follows.
        later = self._texts[index + 2 : lead]
        return is_matter(self._texts[index + 1]) and all(
            word_count(line) <= _SECTION_WORDS or line.rstrip().endswith(".") for line in later
        )

    def _front_zone(self, index: int, headline: int | None) -> Zone:
        """The zone of a line before the lead that is not the headline."""
        text = self._texts[index]
        below = headline is not None and index > headline
        place = (below or headline is None) and bool(_DATELINE.match(text)) and self._is_place(index)
        rules: tuple[tuple[Zone, bool], ...] = (
            ("editors-note", is_note(text)),
            ("boilerplate", is_release(text) or is_label(text)),
            ("byline", bylines.is_byline(text) or (below and self._is_signed(index))),
            ("caption", is_caption(text) or text[0].islower()),
            ("dateline", bool(place or (below and is_filed(text)))),
            ("update", is_update(text)),
            ("section", len(text.split()) <= _SECTION_WORDS),
            ("standfirst", below),
        )
        return next((zone for zone, fits in rules if fits), "section")

    def _is_signed(self, index: int) -> bool:
        """Whether a line is nothing but a name, between the headline and the date."""
        text = self._texts[index]
        if index and is_release(self._texts[index - 1]):  # "News provided by"
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
        return index + 1 < len(self._texts) and self.is_lead(index + 1) and word.lower() not in after

    def _note(self, zone: Zone, text: str) -> None:
        """Keep what a zone says as metadata; of two of one kind the first counts."""
        if zone == "headline":
            title = SUBPAGE.sub("", text) if is_page(self._texts) else text.removeprefix("# ")
            self._to.know(title=" ".join(title.split()))
        elif zone == "byline":
            self._to.know(byline=bylines.writer(text) or text)
            self._know_dates(text)
        elif zone == "dateline":
            self._to.know(dateline_place=text.rstrip(" -–—:").split(",")[0].split("(")[0])
            self._know_dates(text)
        elif zone in {"section", "standfirst"}:
            self._to.know(**{zone: text})
        elif (zone == "update" or is_release(text)) and not self._is_embargoed():
            self._know_dates(text)

    def _know_dates(self, text: str) -> None:
        dates = [*find_dates(text), None, None]
        self._to.know(published=dates[0], updated=dates[1])

    def _is_embargoed(self) -> bool:
        """Whether a date above the story may be that on which it may be used."""
        return any(one.zone == "editors-note" and notices.says(one.text) == "embargo" for one in self._blocks)
