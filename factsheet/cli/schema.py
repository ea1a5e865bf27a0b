"""`factsheet schema`: the schema of a kind, published or as a model is asked to fill it."""

from __future__ import annotations

import json

import click

from factsheet.kinds import DEFAULT_KIND, load_kind


@click.command()
@click.argument("kind", default=DEFAULT_KIND)
@click.option("--for-model", is_flag=True, help="The derived schema that a model is asked to fill.")
def schema(kind: str, *, for_model: bool) -> None:
    """Print the JSON Schema of KIND: a built-in kind, or a folder with a schema of your own."""
    loaded = load_kind(kind)
    chosen = loaded.model_schema if for_model else loaded.schema
    click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))
