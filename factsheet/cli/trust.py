"""`factsheet trust`: trusts the addresses that the working folder's settings set."""

from __future__ import annotations

import os
from pathlib import Path

import click

from factsheet.briefs.text import plain


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, exists=True, path_type=Path))
def trust(folder: Path) -> None:
    """Trust the addresses that factsheet.toml in FOLDER sets; the working folder by default.

    The file may come from somebody else: until you trust it, it cannot set where articles and keys are sent. If it
    changes these settings, you have to trust it again.
    """
    from factsheet.cli.options.settings import FILE, read_file, user_file
    from factsheet.cli.options.trust import sensitive
    from factsheet.cli.options.trust import trust as keep
    from factsheet.errors import UsageError

    path = folder / FILE
    values = read_file(path)
    said = sensitive(values)
    if not said:
        raise UsageError(f"{path}: sets no address, so there is nothing to trust")
    keep(path, values, user_file(os.environ).parent)
    click.echo(f"trusted: {path.resolve()}")
    for key, value in said.items():
        told = (
            ", ".join(f"{host} with {name or 'no key'}" for host, name in value.items()) if key != "base_url" else value
        )
        click.echo(f"  {key}: {plain(told)}")
