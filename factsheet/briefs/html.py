"""Prints a brief as one HTML file: the brief and the numbered article side by side, linked both ways.

What the page holds is for `layout` to say; what fits no page stands folded below its section, as far as it is bearable.
A link from a fact leads to its words in the article, where the fact's number leads back. All that works without a
script and fetches nothing: the file has its style and its few lines of script within it, and a Content Security Policy
that names them by their hashes and allows nothing else (https://www.w3.org/TR/CSP3/).

Texts are escaped by the template's autoescape; they are free of acting characters when they arrive (`text.plain`).
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factsheet.briefs import inline
from factsheet.briefs.content import compose
from factsheet.briefs.drawing import draw_timeline, draw_voices
from factsheet.briefs.layout import PAPER, fit
from factsheet.briefs.marking import Mark, marked
from factsheet.briefs.page import group_head, side_who
from factsheet.briefs.pictures import Pictures
from factsheet.briefs.places import Places
from factsheet.briefs.proofs import proof_runs
from factsheet.briefs.templating import language_tag, policy, template, text_of
from factsheet.briefs.text import is_rtl
from factsheet.files import write_whole
from factsheet.proving.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factsheet.briefs.page import Item, Page, Part, Run, Runs, Words
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_FOLDED = 20
"""Facts that are folded away below their sections; the others are counted. With them the file stays below 60 kB more
than the article."""

_WEB = re.compile(r"https?://[!-~]+")
_STANDINGS = {"proven": "proven", "confirmed": "confirmed", "open": "not proven"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One numbered fact of the page, with its links into the article.

    `words` prove it. `refs` are the places beside it, each with its anchor; `sides` those of a dispute: heading, who,
    and the words with their anchors. `marks` are all its words in the article.
    """

    number: int
    item: Item
    words: tuple[Words, ...] = ()
    refs: tuple[tuple[str, str], ...] = ()
    sides: tuple[tuple[str, Run, tuple[tuple[Words, str], ...]], ...] = ()
    proof: tuple[Runs, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def anchor(self) -> str:
        """Where its first words are in the article, "" where none are."""
        return self.marks[0].anchor if self.marks else ""

    @property
    def notes(self) -> tuple[Words, ...]:
        """The evidence that is not the article's to the letter, or not in it at all."""
        return tuple(words for words in self.words if words.note)

    @property
    def standing(self) -> str:
        """How far it is proven, in words; "" where another place says so."""
        return "" if self.item.doubts else _STANDINGS.get(self.item.standing or "", "")

    @property
    def is_foldable(self) -> bool:
        """Whether there is more to say of its standing."""
        return bool(self.proof or self.notes or self.item.why)


@dataclass(slots=True)
class Section:
    """A part of the page: its facts under their heads, those folded away, and how many are only in the sheet."""

    part: Part
    groups: dict[str | None, list[Fact]] = field(default_factory=dict)
    folded: list[Fact] = field(default_factory=list)
    more: int = 0


def to_open(sheet: FactSheet, kind: Kind, name: str, *, strip: tuple[str, ...] = ()) -> Path:
    """Write the page of a sheet to a new temporary folder, for a browser; `name` is its file or key.

    The page is left there: the browser may read it, or load it again, long after the program has ended.

    Raises:
        UsageError: it cannot be written.
    """
    page = Path(tempfile.mkdtemp(prefix="factsheet-")) / f"{Path(name).stem}.html"
    write_whole(page, [render(sheet, kind, strip=strip)])
    return page


def render(sheet: FactSheet, kind: Kind, subject: Subject | None = None, *, strip: tuple[str, ...] = ()) -> str:
    """The brief of `sheet` as an HTML document; `subject` is the sheet as it was proven, where the caller has it.

    `strip` is what the caller has to say before the status of the story.
    """
    everything = compose(sheet, kind, short=True)
    everything = replace(everything, strip=(*strip, *everything.strip))
    brief = fit(everything, **PAPER)
    page = brief.page
    numbering = _Numbering(subject or Subject(kind, sheet.article, sheet.facts))
    title = numbering.fact(page.title, proven=True) if page.title else None
    sections = list(_sections(everything, page, brief.repeats, numbering))
    article = marked(sheet.article, (mark for fact in numbering.facts for mark in fact.marks))
    style = text_of("brief.css") + text_of("pictures.css") + _highlights(numbering.facts)
    script = text_of("brief.js")
    return template("brief.html").render(
        words=inline.words,
        refs=inline.refs,
        marked_words=inline.marked_words,
        group_head=group_head,
        page=page,
        title=title,
        sections=sections,
        article=article,
        language=language_tag(sheet.article),
        url=_address(sheet.article.url),
        rtl=is_rtl(sheet.article.text),
        style=style,
        script=script,
        policy=policy(style, script),
        **_pictures(sheet, kind, numbering.facts),
    )


def _pictures(sheet: FactSheet, kind: Kind, facts: Iterable[Fact]) -> dict[str, Any]:
    """What the template needs for the pictures."""
    pictures = Pictures(sheet, kind)
    return {
        "voices": pictures.voices,
        "timeline": pictures.timeline,
        "draw_voices": draw_voices,
        "draw_timeline": draw_timeline,
        "numbers": {fact.item.pointer: fact.number for fact in facts},
    }


class _Numbering:
    """Numbers the facts in the order of the page."""

    def __init__(self, subject: Subject) -> None:
        self.facts: list[Fact] = []
        self.entries = {entry.pointer: entry for entry in subject.entries}
        self.subject = subject
        self.places = Places(subject.article)

    def fact(self, item: Item, *, proven: bool) -> Fact:
        """The item with the next number; with its proof where it is to be `proven`."""
        number = len(self.facts) + 1
        has_words = item.pointer and not item.sides
        proving = self.places.words_of(self.entries[item.pointer]) if has_words else ()
        linked = list(_linked(item, proving, number))
        refs = {ref: mark.anchor for _, ref, mark in reversed(linked)}
        anchors = {id(one): mark.anchor for one, _, mark in reversed(linked)}
        proof: tuple[Runs, ...] = ()
        if proven and item.pointer and item.standing in {"proven", "open"}:
            proof = proof_runs(self.subject, self.entries[item.pointer])
        steps = [
            Mark(run.span, number, f"a{number}-w{run.span[0]}", leads_back=False)
            for runs in proof
            for run in runs
            if run.span
        ]
        sides = tuple(
            (side.title, side_who(side), tuple((words, anchors.get(id(words), "")) for words in side.words))
            for side in item.sides
        )
        fact = Fact(
            number,
            item,
            proving,
            tuple((ref, refs.get(ref, "")) for ref in item.refs),
            sides,
            proof,
            (*(mark for _, _, mark in linked), *steps),
        )
        self.facts.append(fact)
        return fact


def _linked(item: Item, words_: Iterable[Words], number: int) -> Iterator[tuple[Words, str, Mark]]:
    """The words of an item in the article, with where they are said to be and their marks."""
    count = 0
    for words in (*words_, *(words for side in item.sides for words in side.words)):
        for span, ref in words.places:
            count += 1
            yield words, ref, Mark(span, number, f"a{number}-{count}")


def _sections(everything: Page, page: Page, repeats: Mapping[str, str], numbering: _Numbering) -> Iterator[Section]:
    """The sections in the order of the page, those too that have no room on it; nothing that repeats another entry."""
    kept = {part.title: part for part in page.parts}
    shown = {item.pointer for part in page.parts for item in part.items} | repeats.keys()
    waiting = {part.title: [item for item in part.items if item.pointer not in shown] for part in everything.parts}
    folded = set(list(_in_turn(waiting.values()))[:_FOLDED])
    for part in everything.parts:
        section = Section(part)
        if not waiting[part.title] and part.title not in kept:
            continue
        for item in kept[part.title].items if part.title in kept else ():
            section.groups.setdefault(item.group, []).append(numbering.fact(item, proven=True))
        section.folded = [numbering.fact(item, proven=False) for item in waiting[part.title] if item.pointer in folded]
        section.more = len(waiting[part.title]) - len(section.folded)
        yield section


def _in_turn(lists: Iterable[list[Item]]) -> Iterator[str]:
    """The pointers of the first items of all lists, then of the second."""
    return (item.pointer for row in zip_longest(*lists) for item in row if item is not None)


def _highlights(facts: Iterable[Fact]) -> str:
    """The rules that mark a fact and its words while one of its anchors is the target."""
    marked = [fact.number for fact in facts if fact.marks]
    when = {number: f':has([id^="a{number}-"]:target)' for number in marked}
    words = ",".join(f"{when[number]} .m{number}" for number in marked)
    rows = ",".join(f"{when[number]} #f{number}" for number in marked)
    looks = f"{words}{{background:var(--on);color:var(--on-ink)}}\n{rows}{{background:var(--on-fact)}}\n"
    return looks if marked else ""


def _address(url: str | None) -> str:
    """An address that may be a link, "" for what is none."""
    return url if url and _WEB.fullmatch(url) else ""
