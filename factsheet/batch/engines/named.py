"""Engines by the names that a command line has for them; only the one that is asked for is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.batch.engines.local import Local

if TYPE_CHECKING:
    from factsheet.batch.engines.engine import Engine


def engine_of(name: str, *, waits: bool = True, address: str | None = None) -> Engine:
    """The engine of a name; with `waits` unset one that ends where there is nothing to do but wait.

    `address` is that of a cluster.
    """
    if name == "ray":
        from factsheet.batch.engines.cluster import Cluster

        return Cluster(address)
    if name == "openai-batch":
        from factsheet.batch.engines.openai_batch import OpenAIBatch

        return OpenAIBatch(waits=waits)
    return Local()
