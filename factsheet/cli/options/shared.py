"""Options that several commands share, and options gathered in a dataclass."""

from __future__ import annotations

import functools
import json
import math
import os
import sys
from dataclasses import field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.briefs.text import plain
from factsheet.errors import UsageError
from factsheet.files import write_whole
from factsheet.standings import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.cli.options.settings import Settings
    from factsheet.readers.links import Links
    from factsheet.records import Finding

    Command = Callable[..., Any]


class _Amount(click.FloatRange):
    """A number in a range; `nan`, which is in none and compares with nothing, is refused."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


SECONDS = _Amount(min=0, min_open=True)
DOLLARS = _Amount(min=0)


def option(*names: str, default: Any = None, **how: Any) -> Any:
    """A dataclass field for the value of `click.option(*names, **how)`."""
    given = {} if default is None else {"default": default}  # click takes None for a value that was given
    return of(click.option(*names, **given, **how), default)


def switch(*names: str, **how: Any) -> Any:
    """A dataclass field for a flag."""
    return option(*names, is_flag=True, default=False, **how)


def of(shared: Callable[[Command], Command], default: Any = None) -> Any:
    """A dataclass field for a click option."""
    return field(default=default, metadata={"option": shared})


def gather(into: type, name: str) -> Callable[[Command], Command]:
    """Add the options of a dataclass to a command, and pass their values as one in its parameter `name`."""
    names = {one.name for one in fields(into)}

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def call(*args: Any, **given: Any) -> Any:
            others = {key: value for key, value in given.items() if key not in names}
            return command(*args, **others, **{name: into(**{key: given[key] for key in names})})

        decorated: Command = call
        for one in reversed(fields(into)):
            decorated = one.metadata["option"](decorated)
        return decorated

    return decorate


def _explain(ctx: click.Context, _: click.Parameter, code: str | None) -> None:
    if code is None or ctx.resilient_parsing:
        return
    from factsheet.checking.codes import codes

    known = codes()
    if code not in known:
        listed = "\n  ".join(known)
        raise click.BadParameter(f"unknown code {code!r}; the codes are\n  {listed}", param_hint="--explain")
    found = known[code]
    click.echo(f"{found.name} ({' or '.join(found.levels)}): {found.meaning}")
    ctx.exit()


explain_option = click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Explain the CODE of a finding, and exit.",
)
"""An option that needs no other argument, as --help."""

min_standing_option = click.option(
    "--min-standing", type=click.Choice(NAMES[:-1]), help="Exit 3 if an entry has a lower standing."
)
"""The standing that every entry must have; without it none is asked for."""

input_format_option = click.option(
    "--input-format", metavar="NAME", help="Read SOURCE as this format instead of detecting it."
)
output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE instead of standard output."
)


def source_argument(command: Command) -> Command:
    """Add SOURCE, a file; without it, standard input is read if it is piped, like `-`."""
    return click.argument("source", required=False, metavar="[SOURCE]", callback=_source)(command)


def _source(ctx: click.Context, _: click.Parameter, source: str | None) -> str | None:
    return source if source is not None or ctx.resilient_parsing else piped(ctx, "SOURCE")


def piped(ctx: click.Context, wanted: str) -> str:
    """`-`, for a command without a file argument whose standard input is piped.

    Raises:
        UsageError: standard input is a terminal, or closed.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError(f"Missing argument '{wanted}': a file, or - for standard input.", ctx)
    return "-"


def review_options(command: Command) -> Command:
    """Add OUT, the sheets for a command of review, and their kind."""
    kind = click.option(
        "--kind", metavar="KIND", default="news", help="Kind of the sheets: a built-in kind, or a folder with a schema."
    )
    out = click.argument("paths", nargs=-1, required=True, metavar="OUT", type=click.Path(path_type=Path))
    return out(kind(command))


def left_out(problem: Exception) -> None:
    """Print that a sheet is left out, and why."""
    click.echo(f"left out: {plain(str(problem))}", err=True)


def as_line(finding: Finding, *, place: bool = True) -> str:
    """A finding as a line, with the pointer of its entry if it has one."""
    at = f" {plain(finding.pointer)}" if place and finding.pointer else ""
    return f"{finding.level}: {finding.code}{at}: {plain(finding.message)}"


def write(text: str | bytes, output: Path | None) -> None:
    """Print, or write a file atomically.

    Raises:
        UsageError: the file cannot be written, or bytes would go to a screen.
    """
    if isinstance(text, bytes):
        _write_bytes(text, output)
        return
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write_whole(output, [text if text.endswith("\n") else text + "\n"])


def _write_bytes(content: bytes, output: Path | None) -> None:
    if output is not None:
        write_whole(output, content)
        return
    if sys.stdout.isatty():
        raise UsageError("this format cannot be printed on a terminal: name a file with -o")
    sys.stdout.buffer.write(content)


def printable_json(value: Any) -> str:
    """Indented JSON in which control characters are escaped, so that a terminal does not obey them."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


allow_private_option = click.option(
    "--allow-private", is_flag=True, default=None, help="Fetch links that lead to private addresses."
)
full_option = click.option("--full", is_flag=True, help="Fetch the articles behind the teasers of a feed.")


def links_of(settings: Settings, *, allow_private: bool | None, full: bool) -> Links:
    """How links are fetched: by the flags, then the settings; pages are kept in the user's cache."""
    from factsheet.readers import link_cache
    from factsheet.readers.links import Links

    private = settings.get("allow_private", allow_private, default=False)
    return Links(private=private, full=full, cache=link_cache.folder(os.environ))
