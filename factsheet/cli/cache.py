"""`factsheet cache`: shows or clears the cached completions and pages."""

from __future__ import annotations

import os

import click

from factsheet.briefs.text import counted
from factsheet.cli.options.models import cache_path


@click.group(invoke_without_command=True)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """Show or clear the cache of completions and pages.

    Paid completions are cached in the user's cache folder, so that repeating a request costs nothing, and pages behind
    links, so that they are fetched again only if they have changed. Without a command, shows both paths and sizes.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(size)


@cache.command()
def size() -> None:
    """Show the paths of completions and pages, their number and size."""
    from factsheet.models import cached
    from factsheet.readers import link_cache

    path = cache_path(os.environ)
    number, size_bytes = cached.size(path)
    click.echo(f"{path}: {counted(number, 'completion')}, {size_bytes / 1000:.0f} kB")
    pages = link_cache.folder(os.environ)
    number, size_bytes = link_cache.size(pages)
    click.echo(f"{pages}: {counted(number, 'page')}, {size_bytes / 1000:.0f} kB")


@cache.command()
def clear() -> None:
    """Delete all cached completions and pages."""
    from factsheet.models import cached
    from factsheet.readers import link_cache

    path = cache_path(os.environ)
    number = cached.clear(path)
    click.echo(f"{path}: deleted {counted(number, 'completion')}")
    pages = link_cache.folder(os.environ)
    click.echo(f"{pages}: deleted {counted(link_cache.clear(pages), 'page')}")
