"""`factsheet schema`: the schema of a kind, as published or as a model fills it."""

from __future__ import annotations

import json

import click

from factsheet.kinds import DEFAULT_KIND, load_kind


@click.command()
@click.argument("kind", default=DEFAULT_KIND)
@click.option("--for-model", is_flag=True, help="Print the schema that a model fills.")
def schema(kind: str, *, for_model: bool) -> None:
    """Print the JSON Schema of KIND: a built-in kind, or a folder with your own schema."""
    loaded = load_kind(kind)
    chosen = loaded.model_schema if for_model else loaded.schema
    click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))
