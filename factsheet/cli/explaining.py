"""`--explain CODE`: what a code of a finding means, on the commands that print findings."""

from __future__ import annotations

import click


def _explain(ctx: click.Context, _: click.Parameter, code: str | None) -> None:
    if code is None or ctx.resilient_parsing:
        return
    from factsheet.checking.codes import codes

    known = codes()
    if code not in known:
        listed = "\n  ".join(known)
        raise click.BadParameter(f"there is no code {code!r}; there are\n  {listed}", param_hint="--explain")
    found = known[code]
    click.echo(f"{found.name} ({' or '.join(found.levels)}): {found.meaning}")
    ctx.exit()


explain_option = click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Say what the CODE of a finding means, and exit.",
)
"""An option that needs no other argument, as --help."""
