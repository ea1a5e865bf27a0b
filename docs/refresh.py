"""Regenerates what pages quote from the program: a brief, the help of every command, the codes of findings.

    make docs

What stands between `<!-- NAME -->` and `<!-- end -->` is replaced; a test holds that nothing would change.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factsheet.briefs import layout, terminal
from factsheet.checking.codes import codes
from factsheet.cli import cli
from factsheet.kinds import load_kind
from factsheet.models import Asking, open_model
from factsheet.pipeline import make_sheet
from factsheet.readers import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "cli.md", ROOT / "docs" / "checks.md")

_BLOCK = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH = 80
_SHOWN = ("Summary", "Positions", "Disputed")
"""Sections of the page that README.md shows, besides its head and its foot."""


def refreshed(text: str) -> str:
    """`text` with its blocks written anew."""
    return _BLOCK.sub(lambda found: f"{found[1]}{_MAKERS[found[2]]()}\n{found[3]}", text)


def helps() -> str:
    """The help of each command under a heading of its own."""
    top = click.Context(cli, info_name="factsheet", terminal_width=_WIDTH, help_option_names=["-h", "--help"])
    return "\n\n".join(_helps(top))


def _helps(context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```\n{context.get_help()}\n```"
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            yield from _helps(click.Context(command, parent=context, info_name=name, terminal_width=_WIDTH))


def page() -> str:
    """Parts of the page that `make brief` prints."""
    import asyncio

    fixtures, kind = ROOT / "fixtures", load_kind()
    model = open_model("endpoint/hand-written", Asking(replay=fixtures / "recordings"))
    sheet = asyncio.run(make_sheet(read_article(fixtures / "articles" / "versailles.txt"), kind, model))
    lines = terminal.render(layout.lay_out(sheet, kind, width=_WIDTH, height=60), colour=False).splitlines()
    first, last = (n for n, line in enumerate(lines) if line.startswith("──"))
    shown, section = lines[: first + 1], ""
    for line in lines[first + 1 : last]:
        section = line.split(" ", 1)[0] or section
        if section in _SHOWN:
            shown.append(line)
        elif shown[-1] != "…":
            shown.append("…")
    return "\n".join(["```console", "$ make brief", *shown, *lines[last:], "```"])


def tables() -> str:
    """What each code of a finding means, one table per theme."""
    out: list[str] = []
    for theme, group in groupby(codes().values(), key=lambda code: code.theme):
        out += [f"### {theme}", "", "| code | level | means |", "| --- | --- | --- |"]
        out += [f"| `{code.name}` | {', '.join(code.levels)} | {code.meaning} |" for code in group]
        out.append("")
    return "\n".join(out[:-1])


_MAKERS = {"help": helps, "page": page, "codes": tables}


def main() -> None:
    for path in PAGES:
        path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
