"""`factsheet digest`: prints the day of a batch as Markdown, mail or Slack message."""

from __future__ import annotations

import re
from pathlib import Path

import click

from factsheet.cli.options.shared import output_option, write
from factsheet.cli.printing import Format, by_ending
from factsheet.errors import UsageError

FORMATS = ("markdown", "email", "slack")
_BASE = re.compile(r"https?://[!-~]+")


@click.command()
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "-f", "--format", "chosen", type=Format(FORMATS), help="Format; by default that of FILE's ending, else Markdown."
)
@output_option
@click.option("--base", metavar="URL", help="For mail and Slack: address of OUT on the web, for links to the briefs.")
def digest(folder: Path, chosen: str | None, output: Path | None, base: str | None) -> None:
    """Print the current digest of the batch in OUT.

    A mail (.eml) has the digest as text and HTML; for Slack it is Block Kit JSON. Both leave out items without a brief
    and the cost, and count what does not fit. Exit codes: 0 success, 2 there is no batch in OUT.
    """
    format_ = _format(chosen, output)
    if base is not None and not _BASE.fullmatch(base):
        raise UsageError(f"--base {base!r}: give an address that begins with http:// or https://")
    from factsheet.batch.digest import digest_mail, digest_message, digest_page, read_day
    from factsheet.batch.ledger import FILE, open_ledger

    with open_ledger(folder / FILE) as ledger:
        day = read_day(ledger)
        if format_ == "email":
            write(digest_mail(day, base), output)
        else:
            write(digest_message(day, base) if format_ == "slack" else digest_page(day), output)


def _format(chosen: str | None, output: Path | None) -> str:
    """The format that is asked for.

    Raises:
        UsageError: the ending of the file means another one.
    """
    meant = chosen or by_ending(output) or FORMATS[0]
    if meant not in FORMATS:
        raise UsageError(f"{output}: a digest can be {', '.join(FORMATS)}; the web page of the day is OUT/index.html")
    return meant
