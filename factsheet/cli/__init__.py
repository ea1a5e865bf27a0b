"""The command line: a list of commands, and the one place where errors become exit codes.

Each command is one module of this package, imported only when it is called, so that `--help` and completion
stay quick. Exit codes: 0 success, 1 a model or network failure, 2 usage or unreadable input, 3 findings, 4 an
article that must not be briefed, 130 interrupted.
"""

from __future__ import annotations

import gc
import importlib
import io
import itertools
import os
import sys

import click

from factsheet import __version__
from factsheet.errors import FactsheetError

_INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""

_COMMANDS = {
    "batch": ("factsheet.cli.batch", "batch", "Brief many articles, and write a digest of them."),
    "brief": ("factsheet.cli.brief", "brief", "Print the one-page brief of an article."),
    "cache": ("factsheet.cli.cache", "cache", "Show or clear the cache."),
    "check": ("factsheet.cli.check", "check", "Check sheet files against their own articles."),
    "digest": ("factsheet.cli.digest", "digest", "Print the digest of a batch, or write it as mail."),
    "eval": ("factsheet.cli.evaluate", "evaluate", "Score a model on annotated articles."),
    "export": ("factsheet.cli.export", "export", "Print the sheets signed in review."),
    "locate": ("factsheet.cli.locate", "locate", "Find quotations in an article."),
    "open": ("factsheet.cli.open", "open_", "Open a day or a brief in the browser."),
    "quotes": ("factsheet.cli.quotes", "quotes", "List who says what in an article."),
    "read": ("factsheet.cli.read", "read", "Show how files are read."),
    "review": ("factsheet.cli.review", "review", "Review sheets on screen, and sign them."),
    "schema": ("factsheet.cli.schema", "schema", "Print the schema of a kind of sheet."),
    "status": ("factsheet.cli.status", "status", "Show what a batch holds, what failed, and what it cost."),
    "trust": ("factsheet.cli.trust", "trust", "Trust the addresses that a folder's settings set."),
    "stats": ("factsheet.cli.stats", "stats", "Compare models and prompts by review verdicts."),
}


class _Commands(click.Group):
    """A group whose commands are imported when they are called, and listed without being imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or suggest one: for a misspelt name, or for the name of a file."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            import difflib

            near = [f"--{name}"] if name in {"help", "version"} else difflib.get_close_matches(name, _COMMANDS, n=1)
            meant = near[0] if near else f"brief {name}" if os.path.exists(name) else None  # noqa: PTH110
            hint = f" Did you mean '{ctx.info_name} {meant}'?" if meant else ""
            raise click.UsageError(f"No such command '{_printable(name)}'.{_printable(hint)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with a line each."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][2]) for name in self.list_commands(ctx)])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="factsheet")
def cli() -> None:
    """Turn news articles into briefs that show how far the article's words prove each fact.

    Exit codes: 0 success, 1 a model or network failure, 2 usage or unreadable input, 3 findings, 4 an
    article that must not be briefed, 130 interrupted.
    """


_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Starting makes this many objects and no garbage; collecting every 700 of them takes an eighth of a brief's time."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    code = run(sys.argv[1:])
    gc.freeze()  # else all objects would be collected once more at exit
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    _open_closed()
    screen = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Print a question mark for what the screen's encoding lacks, rather than no page.
            stream.reconfigure(errors="replace")
    try:
        _refuse_empty(arguments)
        code = cli.main(arguments, prog_name="factsheet", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as leaving:
        # Click leaves so after completion. Closed pipe: exit quietly; click has put a mute stream in its place.
        return 0 if sys.stdout is not screen or leaving.code is None else int(leaving.code)
    except (click.ClickException, click.Abort, KeyboardInterrupt, FactsheetError, OSError) as error:
        return _told(error)
    return code if isinstance(code, int) else 0


def _refuse_empty(arguments: list[str]) -> None:
    """Say which argument is empty, as a variable that is not set leaves it: it would stand for a folder, or nothing.

    Raises:
        UsageError: one is.
    """
    for before, argument in itertools.pairwise(["", *arguments]):
        name = argument[:-1] if argument.startswith("--") and argument.endswith("=") else before
        if argument in {"", f"{name}="}:
            where = f"what follows {name}" if name else "the first argument"
            raise click.UsageError(f"{_printable(where)} is empty: is a variable not set?")


def _open_closed() -> None:
    """Have standard streams that the caller closed read and write nothing: a program expects that they are there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as we run


def _told(error: BaseException) -> int:
    """Print an error, and return the exit code for it."""
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, FactsheetError):
        click.echo(f"factsheet: {_printable(str(error))}", err=True)
        return error.exit_code
    if isinstance(error, OSError):
        # Readers and writers raise errors of their own; this is standard output.
        click.echo(f"factsheet: the output cannot be written: {error.strerror}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FactsheetError.exit_code
    click.echo("interrupted; completed answers are in the cache, unless it is off", err=True)
    return _INTERRUPTED


def _printable(message: str) -> str:
    """A message without control characters: it may quote a file name, an article or a server."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in message)
