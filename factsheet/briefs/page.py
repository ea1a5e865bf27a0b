"""The records of a brief: styled runs of text, the items of a page, and the laid-out page.

All text in them has been through `text.plain`: it holds no control characters and no line breaks. The functions say
how an item reads, whatever the medium.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from factsheet.records import Span, StandingName

Style = Literal["text", "title", "label", "strong", "quote", "dim", "open", "doubt", "alarm", "reason", "strip"]
"""What a run is, not how it looks: `terminal` has the colours.

open: not proven. doubt: a warning, or a dispute. alarm: not verified, or missing; reason: why. strip: embargo,
correction, kill.
"""


DOUBT_MARK = "(!)"
"""Stands beside a fact that a check doubts: plain characters, so that it is seen without colour."""

OPEN_MARK = "~"
"""Stands before the paragraph of a fact that nothing speaks against, and that is not proven."""

MARKS = {"open": OPEN_MARK, "doubtful": DOUBT_MARK}
"""The marks by standing."""

GLUE = "\u00a0"
"""A space at which no line is broken, in the page's own words; printed as a space."""

Layout = Literal["bullets", "inline", "grouped", "sides"]
"""How the entries of a section stand: one below the other, in running text, under heads, or side by side."""


class Run(NamedTuple):  # a page has thousands of them, and a frozen dataclass takes three times as long to make
    """Text of one style. `own` is False for the page's own words, True for words of the sheet.

    `under` are words that are not the article's: they are underlined, or are between underscores. `span` is where the
    article has them, in a proof. What is worked out, and so not the article's, is `derived`: a date, a status.
    """

    text: str
    style: Style = "text"
    own: bool = False
    under: bool = False
    span: Span | None = None
    derived: bool = False


_UNTITLED = "Brief"
"""The title of a page that has none."""

Runs: TypeAlias = "tuple[Run, ...]"
Line: TypeAlias = "tuple[Run, ...]"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the article that prove a fact: `ref` is where ("¶7", "[headline]"), `note` how they differ.

    `places` are the spans with the place of each, which `ref` names together.
    """

    text: str
    ref: str = ""
    note: str = ""
    places: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SideText:
    """One side of a dispute: its heading, who is there, and the words."""

    title: str
    who: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the sheet on the page.

    `runs` is the fact, `short` the same without the parts that only repeat it (the same runs where there are
    none). `words` prove it and `proof` says how, where that is to be shown beneath it. `is_open` marks what is not
    proven, though nothing speaks against it; `why` says what is not shown. `group` is the head it is under, in
    a section that has groups. The article's own headline, shown for want of a title, is the one item that is not
    `in_sheet`. An entry that lists somebody or something has `names`; `spans` are its words in the article; `told_of`
    is the pointer of whom its head tells all that is known; one that `is_spare` gets what room is left, and one that
    `is_passing` only where a statement puts something in the place that it names. `pointer` leads to the entry in the
    sheet, `standing` is its own. `is_short` says that there was only room for `short`, and in a dispute for who and
    where.
    """

    runs: Runs
    short: Runs
    refs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    proof: tuple[Runs, ...] = ()
    is_open: bool = False
    why: str = ""
    sides: tuple[SideText, ...] = ()
    group: str | None = None
    in_sheet: bool = True
    names: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    told_of: str = ""
    is_spare: bool = False
    is_passing: bool = False
    pointer: str = ""
    standing: StandingName | None = None
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page. `weight` is its claim to room; `more` counts the entries that are left out.

    `roles` are those of the people at the heads of groups.
    """

    title: str
    layout: Layout
    weight: float
    items: tuple[Item, ...]
    style: Style = "label"
    more: int = 0
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> dict[str | None, list[Item]]:
        """The items by their head, in the order of the heads."""
        groups: dict[str | None, list[Item]] = {}
        for item in self.items:
            groups.setdefault(item.group, []).append(item)
        return groups


@dataclass(frozen=True, slots=True)
class Page:
    """What a brief says, in order from top to bottom, whatever the medium.

    `strip` is the status of the story: kill, embargo, correction. `title` is None where there is none.
    `notices` are findings about the sheet as a whole. `foot` says how many of its entries are proven, which ends before
    its place `counts_end`, and how the sheet was made; `legend` explains the signs that are used. With `underscores`,
    they are around words that are not the article's. A page `by_rule` is of a sheet that no language model made.
    """

    strip: tuple[str, ...]
    title: Item | None
    source: tuple[str, ...]
    notices: tuple[Run, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...]
    counts_end: int = 0
    legend: tuple[str, ...] = ()
    underscores: bool = False
    by_rule: bool = False

    @property
    def headline(self) -> str:
        """The title as text, or its substitute."""
        return "".join(run.text for run in self.title.runs) if self.title else _UNTITLED


@dataclass(frozen=True, slots=True)
class Brief:
    """A page that was laid out for a terminal: what of it is shown, and its lines.

    `page` holds only the items that fit, its parts say in `more` how many do not; `more` counts what belongs
    to no part that is shown. `repeats` are the pointers of entries left out because another says the same, with that
    one's, and `silent` those of names of which the page tells nothing. No line is wider than `width` cells.
    """

    page: Page
    width: int
    lines: tuple[Line, ...]
    more: int = 0
    repeats: Mapping[str, str] = field(default_factory=dict)
    silent: Collection[str] = ()

    @property
    def left_out(self) -> int:
        """The number of entries that do not fit."""
        return self.more + sum(part.more for part in self.page.parts)

    @property
    def shown(self) -> set[str]:
        """The pointers of the entries on the page, the title's too."""
        items = (item for part in self.page.parts for item in part.items)
        return {item.pointer for item in (*filter(None, [self.page.title]), *items)}


def with_refs(runs: Runs, item: Item) -> Runs:
    """The runs of a fact, the mark of one that is not proven, its paragraph numbers, and the mark of a doubt."""
    if item.is_open:
        runs = (*runs, Run(f"{GLUE}{OPEN_MARK}", "open"))
    if item.refs:
        runs = (*runs, Run(GLUE + " ".join(item.refs), "dim"))
    return (*runs, Run(f"{GLUE}{DOUBT_MARK}", "doubt")) if item.doubts else runs


def running(items: Iterable[Item]) -> Runs:
    """Entries in running text, as a part that is `inline` has them."""
    out: list[Run] = []
    for item in items:
        out += [Run(" · ", "dim")] if out else []
        out += with_refs(item.runs, item)
    return tuple(out)


def heading(page: Page) -> Runs:
    """The title of a page as its heading, with what `with_refs` adds."""
    return with_refs(page.title.runs, page.title) if page.title else (Run(_UNTITLED),)


def beneath(item: Item) -> list[Runs]:
    """The lines below a fact with `--evidence`: the words that prove it and how, what is not shown, doubts."""
    doubts = [(Run(f"{DOUBT_MARK} ", "doubt"), Run(doubt, "doubt", own=True)) for doubt in item.doubts]
    whys = [(Run(f"{OPEN_MARK} ", "open"), Run(item.why, own=True))] if item.why else []
    return [*map(words_runs, item.words), *item.proof, *whys, *doubts]


def words_runs(words: Words) -> Runs:
    """A piece of evidence as it is printed: the words, where they are, how they differ."""
    runs: Runs = (Run("“", "quote"), Run(words.text, "quote", own=True), Run("”", "quote"))
    if words.ref:
        runs += (Run(f"{GLUE}{words.ref}", "dim"),)
    return (*runs, Run(f" ({words.note})", "alarm", own=True)) if words.note else runs


def side_words(words: Words) -> Runs:
    """The article's words on a side of a dispute: without marks, because they are not that person's own."""
    return words_runs(words)[1:2] + words_runs(words)[3:]


def side_lines(side: SideText, *, short: bool) -> list[Runs]:
    """A side of a dispute: who is there, and the words, or behind the name only where they are."""
    shown = [] if short else [words for words in side.words if words.text]
    refs = dict.fromkeys(words.ref for words in side.words if words.ref and words not in shown)
    places = (Run(GLUE + " ".join(refs), "dim"),) if refs else ()
    return [(Run(f"{side.title}: ", "dim"), side_who(side), *places), *map(side_words, shown)]


def group_head(name: str, roles: Mapping[str, str]) -> Runs:
    """The head of a group: the person and the role."""
    head = Run(name or "Nobody named", "strong", own=True)
    return (head, Run(", "), Run(roles[name], own=True)) if roles.get(name) else (head,)


def side_who(side: SideText) -> Run:
    """The people on a side, or the text for an empty side."""
    if side.who:
        return Run(side.who, "strong", own=True)
    return Run("nobody named" if side.words else "nobody in the article", "dim")
