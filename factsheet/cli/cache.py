"""`factsheet cache`: how much is kept of what was paid for, and forgetting it."""

from __future__ import annotations

import os

import click

from factsheet.cli.choices import cache_path


@click.group(invoke_without_command=True)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """Say what the cache of completions holds, or clear it.

    Every completion that was paid for is kept in the user's cache folder, so that the same request costs nothing
    a second time. With no command, says where the cache is and its size.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(size)


@cache.command()
def size() -> None:
    """Say where the cache is, how many completions it holds and how large it is."""
    from factsheet.models import cached

    path = cache_path(os.environ)
    number, size_bytes = cached.size(path)
    click.echo(f"{path}: {number} completion{'' if number == 1 else 's'}, {size_bytes / 1000:.0f} kB")


@cache.command()
def clear() -> None:
    """Forget all completions that are kept."""
    from factsheet.models import cached

    path = cache_path(os.environ)
    number = cached.clear(path)
    click.echo(f"{path}: {number} completion{'' if number == 1 else 's'} forgotten")
