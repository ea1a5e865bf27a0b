"""`factsheet schema`: the schema of a kind, as published or as a model fills it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from factsheet.errors import UsageError
from factsheet.kinds import DEFAULT_KIND, load_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factsheet.records import Json

_SHEET = "sheet"
"""What to call for the schema of a sheet file; a folder of that name is `./sheet`."""


@click.command()
@click.argument("kind", default=DEFAULT_KIND)
@click.option("--for-model", is_flag=True, help="Print the schema that a model fills.")
def schema(kind: str, *, for_model: bool) -> None:
    """Print the JSON Schema of KIND: a built-in kind, a folder with your own schema, or `sheet`.

    `sheet` is the schema of a sheet file, around the facts that a kind describes.
    """
    click.echo(json.dumps(_chosen(kind, for_model=for_model), ensure_ascii=False, indent=2))


def _chosen(kind: str, *, for_model: bool) -> Mapping[str, Json]:
    if kind == _SHEET:
        from factsheet.sheets import envelope

        if for_model:
            raise UsageError(
                f"no model fills the schema {_SHEET}; give --for-model with a kind, such as {DEFAULT_KIND}"
            )
        return envelope()
    loaded = load_kind(kind)
    return loaded.model_schema if for_model else loaded.schema
