"""`factsheet check DRAFT --against ARTICLE…`: checks every sentence of a draft against articles."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from factsheet.briefs.page import Run
from factsheet.briefs.text import counted, plain, wrap
from factsheet.cli.options.models import Choice, model_name, pick_model
from factsheet.cli.options.settings import load_settings
from factsheet.cli.options.shared import as_line, option, printable_json, switch
from factsheet.errors import ReadError, UsageError
from factsheet.kinds import DEFAULT_KIND, load_kind
from factsheet.models import BUILT_IN
from factsheet.standings import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.briefs.page import Line
    from factsheet.pipeline.against import DraftSentence, Quoted
    from factsheet.pipeline.prose import Prose
    from factsheet.records import Article, Span

_REFUTED = 3
_HEAD = 11
"""Columns before the words of a block: the longest standing and two spaces."""
_NARROWEST = 30
_UNDERLINED = "\x1b[4m", "\x1b[24m"
"""SGR 4 and 24 (ECMA-48)."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """The options for drafts."""

    against: tuple[str, ...] = option(
        "--against", multiple=True, metavar="ARTICLE...", help="Check every sentence of a draft against these articles."
    )
    verify: bool = switch("--verify", help="With --against: ask a model about unproven sentences.")


@dataclass(frozen=True, slots=True)
class Output:
    """What to print, and the kind of the draft if it is a sheet."""

    kind: str | None
    as_json: bool
    verbose: bool


class Command(click.Command):
    """A command whose `--against` takes all names after it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each name after it."""
        return super().parse_args(ctx, _spread(args))


def _spread(args: list[str]) -> list[str]:
    out: list[str] = []
    taking = False
    for arg in args:
        is_option = arg.startswith("-") and arg != "-"
        if taking and not is_option and out[-1] != "--against":
            out.append("--against")
        taking = arg == "--against" or (taking and not is_option)
        out.append(arg)
    return out


def check_against(drafts: Sequence[str], drafting: Drafting, choice: Choice, output: Output) -> int:
    """Check a draft against articles and print what is found; returns the exit code.

    Raises:
        UsageError: there is no draft or more than one, or no model to ask.
        ReadError: the draft or an article cannot be read, or the draft has no sentence.
    """
    draft, names = _told(drafts, drafting.against)
    articles, sentences = _read(draft, names, output.kind)
    rows = _verified(sentences, articles, choice, output) if drafting.verify else _checked(sentences, articles)
    if output.as_json:
        click.echo(printable_json([row.as_json() for row in rows]))
    else:
        on_screen = sys.stdout.isatty()
        colour = on_screen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        page = _Page(names, articles, verbose=output.verbose, colour=colour)
        click.echo("".join(f"{line}\n" for line in page.lines(rows)), nl=False, color=colour or None)
    return _REFUTED if any(row.standing == "refuted" for row in rows) else 0


def refuse(drafting: Drafting, choice: Choice) -> None:
    """Refuse options for drafts when sheets are checked.

    Raises:
        UsageError: a second question is asked for, or a model.
    """
    if drafting.verify or choice.model:
        raise UsageError("--verify and -m need a draft and its articles: give them with --against")


def _told(drafts: Sequence[str], articles: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The draft and its articles; the last name is the draft where none stands before `--against`."""
    if not drafts and len(articles) > 1:
        drafts, articles = articles[-1:], articles[:-1]
    if len(drafts) != 1:
        raise UsageError("give one DRAFT, and after --against the articles: check DRAFT --against ARTICLE...")
    if [*drafts, *articles].count("-") > 1:
        raise UsageError("standard input can be read once only: give a file for the draft or the article")
    return drafts[0], tuple(articles)


def _read(draft: str, names: Sequence[str], kind: str | None) -> tuple[list[Article], tuple[Prose, ...]]:
    from factsheet.pipeline.prose import sentences_of
    from factsheet.readers import read_article
    from factsheet.readers.text import read_draft

    articles = [read_article(name) for name in names]
    sentences = sentences_of(read_draft(draft), name=draft, kind=kind)
    if not sentences:
        raise ReadError(f"{draft}: has no sentence")
    return articles, sentences


def _checked(sentences: Sequence[Prose], articles: Sequence[Article]) -> tuple[DraftSentence, ...]:
    from factsheet.pipeline.against import check_draft

    return check_draft(sentences, articles)


def _verified(
    sentences: Sequence[Prose], articles: Sequence[Article], choice: Choice, output: Output
) -> tuple[DraftSentence, ...]:
    import asyncio

    from factsheet.cli.progress import Waiting
    from factsheet.pipeline.against import verify_draft

    settings = load_settings()
    with Waiting(model_name(choice, settings) or BUILT_IN, quiet=output.as_json) as waiting:
        model = pick_model(choice, settings, waiting.waits)
        return asyncio.run(verify_draft(sentences, articles, model, load_kind(output.kind or DEFAULT_KIND)))


class _Page:
    """The rows for a person: a block a sentence, and what they come to."""

    def __init__(self, names: Sequence[str], articles: Sequence[Article], *, verbose: bool, colour: bool) -> None:
        self._names = names
        self._articles = articles
        self._verbose = verbose
        self._colour = colour
        self._width = max(_NARROWEST, shutil.get_terminal_size().columns - _HEAD)

    def lines(self, rows: Sequence[DraftSentence]) -> Iterator[str]:
        """All lines."""
        for row in rows:
            yield from self._block(row)
        whole = dict.fromkeys(finding for row in rows for finding in row.findings if not finding.pointer)
        yield from map(as_line, whole)
        standings = Counter(row.standing for row in rows)
        shown = " · ".join(f"{standings[name]} {name}" for name in NAMES if standings[name])
        yield f"{counted(len(rows), 'sentence')}: {shown}"

    def _block(self, row: DraftSentence) -> Iterator[str]:
        head = row.standing
        for line in wrap(tuple(self._marked(row)), self._width) or ():
            yield f"{head:<{_HEAD}}{self._shown(line)}"
            head = ""  # type: ignore[assignment]
        for one in row.evidence:
            yield f"{'':<{_HEAD}}{self._quoted(one)}"
        for reason in self._reasons(row):
            for line in wrap((Run(plain(reason), "reason", own=True),), self._width) or ():
                yield f"{'':<{_HEAD}}{''.join(run.text for run in line)}"
        yield ""

    def _marked(self, row: DraftSentence) -> Iterator[Run]:
        """The sentence, the words that nothing accounts for as runs of their own."""
        at = 0
        for start, end in _runs(row.text, row.unaccounted):
            yield Run(_piece(row.text[at:start]), own=True)
            words = _piece(row.text[start:end])
            yield Run(words if self._colour else f"_{words}_", "doubt", own=True)
            at = end
        yield Run(_piece(row.text[at:]), own=True)

    def _shown(self, line: Line) -> str:
        begin, end = _UNDERLINED if self._colour else ("", "")
        return "".join(f"{begin}{run.text}{end}" if run.style == "doubt" else run.text for run in line)

    def _quoted(self, one: Quoted) -> str:
        """Where a sentence of an article is, and how it begins."""
        article = self._articles[one.article]
        zone = next((p.zone for p in article.paragraphs if p.start <= one.start < p.end), "text")
        number = article.number_at(one.start)
        where = f"¶{number}" if number else zone
        name = f"{plain(self._names[one.article])} " if len(self._articles) > 1 else ""
        first = wrap((Run(f"{name}{where} “{plain(one.quote)}”", own=True),), self._width - 1) or [()]
        shown = "".join(run.text for run in first[0])
        return shown if len(first) == 1 else f"{shown}…"

    def _reasons(self, row: DraftSentence) -> Iterator[str]:
        """What its findings say, and why it is not proven where they do not say that."""
        told = [one for one in row.findings if one.pointer and (self._verbose or one.level != "note")]
        yield from (as_line(one, place=False) for one in told)
        if row.why and row.why not in [one.message for one in row.findings] and row.standing != "confirmed":
            yield row.why


def _runs(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those with no word between them as one."""
    runs: list[Span] = []
    for start, end in sorted(spans):
        if runs and not any(map(str.isalnum, text[runs[-1][1] : start])):
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((start, end))
    return runs


def _piece(text: str) -> str:
    """A piece of a line made safe, with the space at its ends."""
    inner = plain(text)
    return f"{' ' if text[:1] == ' ' else ''}{inner}{' ' if text[-1:] == ' ' and inner else ''}"
