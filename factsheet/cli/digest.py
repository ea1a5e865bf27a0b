"""`factsheet digest`: the day of a batch to print, to mail, or for a channel."""

from __future__ import annotations

import re
from pathlib import Path

import click

from factsheet.cli.options.shared import output_option, write
from factsheet.cli.printing import by_ending
from factsheet.errors import UsageError

FORMATS = ("markdown", "email", "slack")
_BASE = re.compile(r"https?://[!-~]+")


@click.command()
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "-f", "--format", "chosen", type=click.Choice(FORMATS), help="Format; else the ending of FILE decides, or Markdown."
)
@output_option
@click.option("--base", metavar="URL", help="In mail and Slack: where OUT can be read, for links to the briefs.")
def digest(folder: Path, chosen: str | None, output: Path | None, base: str | None) -> None:
    """Print the digest of the batch in OUT as it stands now.

    A mail (.eml) has the digest as text and as HTML; for Slack it is JSON of Block Kit. Both leave out what became no
    brief and what was spent, and count what they have no room for. Exit codes: 0 success, 2 there is no batch in OUT.
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
        raise UsageError(f"{output}: a digest is {', '.join(FORMATS)}; OUT/index.html is the day as a page")
    return meant
