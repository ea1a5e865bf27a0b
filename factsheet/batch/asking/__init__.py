"""Makes sheets of the waiting articles of a batch by asking its endpoints.

A run opens a `Route` for each model that it was given; the `Runner` sends articles along them. All calls to one
endpoint go through its `Scheduled` queue, and what they answer and cost through the ledger. `estimate` says what a
run would ask, and cost, before it asks. `pool`, which starts processes, is imported only where it is needed.
"""

from factsheet.batch.asking.breaker import FAILURES
from factsheet.batch.asking.estimating import estimate
from factsheet.batch.asking.keeping import Keeper, Origin, Tally, reason_of
from factsheet.batch.asking.making import InProcess, Made
from factsheet.batch.asking.pace import START, Pace, seconds
from factsheet.batch.asking.route import Route
from factsheet.batch.asking.routes import Routes, look, specs
from factsheet.batch.asking.runner import Runner
from factsheet.batch.asking.scheduler import Scheduled, lane
from factsheet.batch.asking.wanted import BatchRun, Wanted, recipe
from factsheet.batch.asking.watchdog import LONGEST_S, watched

__all__ = [
    "FAILURES",
    "LONGEST_S",
    "START",
    "BatchRun",
    "InProcess",
    "Keeper",
    "Made",
    "Origin",
    "Pace",
    "Route",
    "Routes",
    "Runner",
    "Scheduled",
    "Tally",
    "Wanted",
    "estimate",
    "lane",
    "look",
    "reason_of",
    "recipe",
    "seconds",
    "specs",
    "watched",
]
