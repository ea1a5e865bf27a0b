"""Options for links: which addresses may be fetched, and whether articles behind teasers are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from factsheet.cli.options.settings import Settings
    from factsheet.readers.links import Links

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
