"""`factsheet cache`: the completions that were paid for."""

from __future__ import annotations

import os

import click

from factsheet.briefs.text import counted
from factsheet.cli.options.models import cache_path


@click.group(invoke_without_command=True)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """Show or clear the cache of completions.

    Paid completions are cached in the user's cache folder, so that repeating a request costs nothing. Without a
    command, shows the path of the cache and its size.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(size)


@cache.command()
def size() -> None:
    """Show the path of the cache, the number of completions and their size."""
    from factsheet.models import cached

    path = cache_path(os.environ)
    number, size_bytes = cached.size(path)
    click.echo(f"{path}: {counted(number, 'completion')}, {size_bytes / 1000:.0f} kB")


@cache.command()
def clear() -> None:
    """Delete all cached completions."""
    from factsheet.models import cached

    path = cache_path(os.environ)
    number = cached.clear(path)
    click.echo(f"{path}: deleted {counted(number, 'completion')}")
