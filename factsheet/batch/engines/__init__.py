"""Engines: where requests are answered and articles are made.

A run hands an engine a `Job` and gets `Work` back, which makes the articles that wait and can be watched and stopped.
What was read, which articles are stories, and what a day comes to know of no engine: all that an engine answers and
makes goes into the one ledger. `Local` is this machine, and what a run has where it names none.
"""

from factsheet.batch.engines.engine import Engine, Job, Work
from factsheet.batch.engines.local import Local
from factsheet.batch.engines.named import engine_of

__all__ = ["Engine", "Job", "Local", "Work", "engine_of"]
