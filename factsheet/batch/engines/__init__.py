"""Engines: where requests are answered and articles are made.

A run hands an engine a `Job` and gets `Work` back, which makes the articles that wait and can be watched and stopped.
What was read, which articles are stories, and what a day comes to know of no engine: all that an engine answers and
makes goes into the one ledger. `Local` is this machine, and what a run has where it names none.
"""

from factsheet.batch.engines.engine import Engine, Job, Work
from factsheet.batch.engines.local import Local

__all__ = ["Engine", "Job", "Local", "Work", "engine_of"]


def engine_of(name: str, *, waits: bool = True, address: str | None = None) -> Engine:
    """The engine of a name on the command line, and no other is imported; `address` is that of a cluster.

    With `waits` unset it ends where there is nothing to do but wait.
    """
    if name == "ray":
        from factsheet.batch.engines.cluster import Cluster

        return Cluster(address)
    if name == "openai-batch":
        from factsheet.batch.engines.openai_batch import OpenAIBatch

        return OpenAIBatch(waits=waits)
    return Local()
