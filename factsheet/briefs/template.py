"""One entry of a sheet as a line of the page, by the template in its section's `x-brief`.

`{field}` is replaced by the field's value, lists joined with commas; `[ … {field} …]` is dropped when a field
in it is null or empty. A section without a template has its fields in order, dashes between them. `wording` says what
goes without saying, because the statement has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from factsheet.briefs import wording
from factsheet.briefs.page import Run
from factsheet.briefs.text import plain
from factsheet.briefs.underlining import runs_of
from factsheet.lines import said as said_by
from factsheet.lines import template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factsheet.briefs.page import Runs, Style
    from factsheet.kinds import Field, Section
    from factsheet.lines import Part
    from factsheet.records import Standing

    _Said: TypeAlias = Mapping[Field, str]
    """What the fields of an entry say, as plain text."""

_OPENING = " “"
"""What stands between a statement and its quotation."""
_WORD = re.compile(r"\w+")
"""Words to compare a statement with its quotation by: punctuation makes no difference."""
_REPEATED = 0.75
"""The share of a statement's words that the quotation has, from which the statement adds nothing worth its room."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a template: words, and the fields of blanks; None for a blank that is no field.

    `own` are the fields whose words may be beside it as well: no reference, and no quotation.
    """

    optional: bool
    pieces: tuple[str | Field | None, ...]
    fields: tuple[Field | None, ...]
    own: tuple[Field, ...]

    @property
    def english(self) -> tuple[str | Field | None, ...]:
        """The pieces as English has them: ", according to X" for " (X)"."""
        return (", according to ", self.source) if self.is_source else self.pieces

    @property
    def is_source(self) -> bool:
        """Whether it says in brackets whose claim it is."""
        return self.source is not None and self.pieces[0] == " (" and self.pieces[-1] == ")"

    @property
    def source(self) -> Field | None:
        """The field of a part that says whose claim it is, and no more."""
        one = self.fields[0] if len(self.fields) == 1 else None
        return one if one is not None and one.or_words and one.schema.get("type") != "array" else None

    @property
    def quotation(self) -> Field | None:
        """The field of a part that is one quotation."""
        one = self.fields[0] if len(self.fields) == 1 else None
        return one if one is not None and one.quoted else None

    @property
    def spare(self) -> bool:
        """Whether it can be left out of a short line: only quotations, and what a name is said to be."""
        return bool(self.fields) and all(one is not None and bool(one.quoted or one.states) for one in self.fields)


@dataclass(frozen=True, slots=True)
class _Line:
    """The template of a section: its parts, the fields that state something, and the quotation shown beside them.

    `fields` are all that an entry's line is made of. `name` is what an entry is called, `by` whom it is under,
    `verb` with which they say so; a choice that is `unsaid` goes without saying. `sources` say who says so, in the
    middle of a sentence. An entry that `is_dated` has its time first.
    """

    parts: tuple[_Part, ...]
    stated: tuple[Field, ...]
    quotation: Field | None
    fields: tuple[Field, ...]
    name: Field | None
    by: Field | None
    verb: Field | None
    unsaid: frozenset[str]
    sources: tuple[Field, ...]
    is_dated: bool


def fill(
    section: Section,
    entry: Mapping[str, Any],
    *,
    short: bool = False,
    standing: Standing | None = None,
    english: bool = True,
) -> Runs:
    """The runs of `entry`. With `short`, optional parts that only repeat what the rest says are left out.

    Where its `standing` is open, the words that nothing accounts for are `under`. Who says so is joined with "according
    to" where the entry is `english`, and is in brackets after one that is not.

    A quotation that is in the statement word for word is left out in any case, and a statement that only
    repeats the quotation beside it: the holder's own words are shown instead. So is an optional part that the
    text before it ends with, or the text after it begins with: "70 percent[ percent]", "38[ members]: members of …".

    Those are quotations (`x-quoted`) and what a name is said to be (`x-states` beside a name); who says so, a
    status or a unit stays whatever the room, because the fact would be another one without it.
    """
    return _Filling(section, entry, standing, english=english).runs(short=short)


def fill_both(
    section: Section, entry: Mapping[str, Any], standing: Standing | None, *, english: bool, short: bool
) -> tuple[Runs, Runs]:
    """The runs of `entry` in full, and in short as `fill` has them; in full again where they are not to be `short`."""
    filling = _Filling(section, entry, standing, english=english)
    runs = filling.runs(short=False)
    return runs, filling.runs(short=True) if short and filling.has_short else runs


class _Filling:
    """One entry in the template of its section: what each field says, worked out once for all forms of the line."""

    def __init__(self, section: Section, entry: Mapping[str, Any], standing: Standing | None, *, english: bool) -> None:
        self._section, self._entry, self._standing, self._english = section, entry, standing, english
        self._line = line = _line(section)
        said = _said_by_fields(line, entry)
        self._verb = said[line.verb] if line.verb is not None else ""
        if english:
            said |= _as_english(line, entry, said, is_open=standing is not None and standing.standing == "open")
        self._said = said

    @cached_property
    def _quotes(self) -> str:
        """The article's words for the entry, case aside."""
        found = (one["quote"] for name in self._section.evidence for one in self._entry.get(name) or ())
        return plain(" … ".join(found)).casefold()

    @property
    def has_short(self) -> bool:
        """Whether something of it may be left out in a short line."""
        line = self._line
        spare = [one for part in line.parts if part.optional and part.spare for one in part.fields]
        return any(one is not None and self._said[one] for one in (*spare, line.quotation))

    def runs(self, *, short: bool) -> Runs:
        """The line, without the space at its ends."""
        line, said, runs = self._line, self._said, list[Run]()
        for place, part in enumerate(line.parts):
            if part.optional and not _adds(line, place, said, short=short):
                continue
            for piece in part.english if self._english else part.pieces:
                if isinstance(piece, str):
                    _append(runs, piece)
                elif _shows(piece, line, said, short=short):
                    found = runs_of(self._entry, piece, said[piece], _style(piece), self._standing)
                    runs += [run._replace(derived=True) for run in found] if _is_derived(piece) else found
        runs = runs[_told_before(line, said, runs) :]
        at = None if line.is_dated else _colon(runs)
        if at:
            _join(runs, at, self._verb, self._quotes, english=self._english)
        runs = _trim(runs)
        return _begun(runs, line, said) if self._english and line.by is None else tuple(runs)


def _said_by_fields(line: _Line, entry: Mapping[str, Any]) -> dict[Field, str]:
    """What the fields say: no name again in a role, and no quotation that speaks of the person whose it would be."""
    said = {one: _value(entry, one) for one in line.fields}
    said |= {one: "" for one in line.fields if "enum" in one.schema and said[one] in line.unsaid}
    said |= {one: wording.ended(said[one]) for one in line.fields if one.states or one.quoted}
    if line.name is not None:
        for one in line.stated:
            said[one] = wording.role_of(said[one], said[line.name])
    if line.quotation is not None and line.by is not None:
        holder = _value(entry, line.by)
        said[line.quotation] = "" if wording.speaks_of(said[line.quotation], holder) else said[line.quotation]
    return said


def _as_english(line: _Line, entry: Mapping[str, Any], said: _Said, *, is_open: bool) -> _Said:
    """What some fields say in an English sentence. Of an open entry no word may move: they are told by their places."""
    out = {one: wording.beside_according_to(said[one]) for one in line.sources}
    if not is_open:
        out |= {one: wording.unlinked(said[one]) for one in line.stated}
    if line.verb is not None and line.verb in said and line.by is not None:
        out |= {} if is_open else {one: wording.without_that(out[one]) for one in line.stated}
        statement = " ".join(said[one] for one in line.stated)
        out[line.verb] = wording.as_told(said[line.verb], _value(entry, line.by), statement)
    return out


def _colon(runs: list[Run]) -> int | None:
    """Which run is the colon of the template, None where there is none."""
    return next((at for at, run in enumerate(runs) if not run.own and run.text == ": "), None)


def _join(runs: list[Run], at: int, verb: str, quotes: str, *, english: bool) -> None:
    """Set no colon where the article has what is on both sides of it as one: "two ships", "accused the chiefs"."""
    if at == len(_AMOUNT):
        _turn(runs, quotes)
    before = verb or "".join(run.text for run in runs[:at])
    after = "".join(run.text for run in takewhile(lambda run: run.own, runs[at + 1 :]))
    joints = (" ", " of ") if english else (" ",)
    joint = next((one for one in joints if after and wording.has(quotes, f"{before}{one}{after}")), None)
    if joint is None and verb and english:
        joint = wording.lead(quotes, verb, after)
    if joint is not None:
        runs[at] = Run(joint)


def _begun(runs: list[Run], line: _Line, said: _Said) -> Runs:
    """A line that begins with its statement, as a sentence; below the name of who says so, it goes on with that."""
    if runs and runs[0].own and any(said[one].startswith(runs[0].text) for one in line.stated):
        return runs[0]._replace(text=wording.begun(runs[0].text)), *runs[1:]
    return tuple(runs)


def _turn(runs: list[Run], quotes: str) -> None:
    """Set a unit before its number where the article has it so: "US$ 20,000"."""
    number, space, unit = runs[: len(_AMOUNT)]
    if tuple(run.own for run in (number, space, unit)) == _AMOUNT and wording.has(quotes, f"{unit.text} {number.text}"):
        runs[: len(_AMOUNT)] = unit, space, number


_AMOUNT = (True, False, True)
"""Which runs of a number, a space and a unit are the sheet's."""


def _append(runs: list[Run], piece: str) -> None:
    """Add words of the page's own: no second space, no comma behind a full stop, and a colon before a quotation."""
    if runs and runs[-1].own and piece == _OPENING and runs[-1].text[-1:].isalnum():
        piece = f":{piece}"
    if runs and runs[-1].own and piece.startswith(","):
        runs[-1] = runs[-1]._replace(text=wording.unstopped(runs[-1].text))
    runs.append(Run(piece.lstrip() if runs and runs[-1].text.endswith(" ") else piece))


def _is_derived(one: Field) -> bool:
    return one.date_of is not None or "enum" in one.schema


def _told_before(line: _Line, said: _Said, runs: list[Run]) -> int:
    """How many runs there are before a statement that says them itself: "238: wounding 238"."""
    at = _colon(runs)
    statement = " ".join(said[one] for one in line.stated)
    told = [run for run in runs[:at] if run.own]
    return at + 1 if at and all(run.style == "strong" and wording.has(statement, run.text) for run in told) else 0


def _shows(piece: Field | None, line: _Line, said: _Said, *, short: bool) -> TypeGuard[Field]:
    """Whether a blank is filled in."""
    return piece is not None and bool(said[piece]) and (short or not _repeats_quotation(line, piece, said))


def value_of(section: Section, entry: Mapping[str, Any], name: str | None) -> str:
    """One field of an entry as plain text, "" where it is null, empty or unknown."""
    one = section.field(name) if name else None
    return "" if one is None else _value(entry, one)


@lru_cache(maxsize=256)  # a template is taken apart once for all entries; kinds have a few dozen sections
def _line(section: Section) -> _Line:
    parts = tuple(map(_part, template(section)))
    stated = tuple(one for one in section.fields if one.states)
    quotation = _quotation(section)
    blanks = (one for part in parts for one in part.fields)
    used: list[Field] = [one for one in (*blanks, *stated, quotation) if one is not None]
    name = next((one for one in used if one.named), None)
    by = section.field(section.brief.get("by") or "")
    verb = next((section.field(one.said_with) for one in stated if one.said_with), None)
    unsaid = frozenset(section.brief.get("unsaid", ()))
    sources = tuple(part.source for part in parts if part.is_source and part.source is not None)
    is_dated = any(one.date_of for one in section.fields)
    return _Line(parts, stated, quotation, tuple(dict.fromkeys(used)), name, by, verb, unsaid, sources, is_dated)


def _quotation(section: Section) -> Field | None:
    """The first quotation of a section, where its template shows that."""
    one = next((one for one in section.fields if one.quoted), None)
    return one if one is not None and f"{{{one.name}}}" in section.brief.get("line", "") else None


def _part(part: Part) -> _Part:
    own = tuple(one for one in part.fields if one is not None and not one.refers_to and not one.quoted)
    return _Part(part.is_optional, part.pieces, part.fields, own)


def _adds(line: _Line, place: int, said: _Said, *, short: bool) -> bool:
    """Whether an optional part has all its fields, and says something that the rest does not."""
    part = line.parts[place]
    if not all(one is not None and said[one] for one in part.fields):
        return False
    if part.quotation is not None and _said_already(line, part.quotation, said):
        return False
    if line.by is not None and len(part.fields) == 1 and wording.goes_with_head(said[part.own[0]] if part.own else ""):
        return False
    if _told(line, place, said):
        return False
    return not _beside(line.parts, place, said) and not (short and part.spare)


def _told(line: _Line, place: int, said: _Said) -> bool:
    """Whether the statement has what an optional part would add: a time, a unit, or who says so."""
    part = line.parts[place]
    statement = " ".join(said[one] for one in line.stated if one not in part.fields)
    if part.source is not None:
        return wording.tells_who(statement, said[part.source])
    before = line.parts[place - 1].own[-1:] if place else ()
    is_unit = any(one.verbatim for one in before)
    return any((one.verbatim or is_unit) and wording.has(statement, said[one]) for one in part.own[:1])


def _said_already(line: _Line, quotation: Field, said: _Said) -> bool:
    """Whether a statement of the entry has a quotation within it, word for word, and something more."""
    stated = (wording.unstopped(said[one]) for one in line.stated if one is not quotation)
    return any(said[quotation] in one and one != wording.unstopped(said[quotation]) for one in stated)


def _beside(parts: Sequence[_Part], place: int, said: _Said) -> bool:
    """Whether an adjacent field already has the words of an optional part with one field."""
    if len(parts[place].own) != 1:
        return False  # several fields, who says so, or a quotation, which `_said_already` looks at
    mine = said[parts[place].own[0]].casefold()
    before = [said[one].casefold() for one in parts[place - 1].own[-1:]] if place else []
    after = [said[one].casefold() for part in parts[place + 1 : place + 2] for one in part.own[:1]]
    # As whole words only: "percent" in "5 percent", not in "percentage".
    ends = any(start == 0 or end == len(text) for text in before for start, end in wording.places_of(text, mine))
    return ends or any(start == 0 for text in after for start, _ in wording.places_of(text, mine))


def _repeats_quotation(line: _Line, one: Field, said: _Said) -> bool:
    """Whether a statement says little more than the quotation shown after it."""
    if not one.states or line.quotation is None or line.quotation is one:
        return False
    if _said_already(line, line.quotation, said):
        return False
    stated, quoted = (_WORD.findall(said[field].casefold()) for field in (one, line.quotation))
    known = set(quoted)
    return bool(stated) and sum(word in known for word in stated) >= _REPEATED * len(stated)


def _style(one: Field) -> Style:
    if one.quoted:
        return "quote"
    return "strong" if one.named or one.verbatim else "text"


def _value(entry: Mapping[str, Any], one: Field) -> str:
    return plain(said_by(entry, one))


def _trim(runs: list[Run]) -> list[Run]:
    """The runs without space at either end."""
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        del runs[-1]
    if runs and not runs[0].own:
        runs[0] = Run(runs[0].text.lstrip(), runs[0].style)
    if runs and not runs[-1].own:
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].style)
    return runs
