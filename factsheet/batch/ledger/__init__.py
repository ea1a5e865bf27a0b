"""The files of a batch: the ledger, one SQLite file, and the folder of sheets and briefs.

All SQL of a batch is in here. `open_ledger` gives a `Ledger`, whose tables are its attributes: `ledger.articles`,
`ledger.sheets`, `ledger.completions`, `ledger.runs`, `ledger.submissions`, `ledger.endpoints`. What a run writes while
it is asking goes through a `Writer`.
"""

from factsheet.batch.ledger.articles import (
    ADDED,
    DROPPED,
    TAKEN_BACK,
    ArticleRow,
    Insert,
    Plan,
    Standing,
    ToMake,
    WorkedOn,
    readable,
    unreadable,
)
from factsheet.batch.ledger.columns import key_of, now, pack, storable, unpack
from factsheet.batch.ledger.completions import keeping_answer, keeping_spending
from factsheet.batch.ledger.folder import Folder, stem
from factsheet.batch.ledger.ledger import FILE, Ledger, claim, no_ledger, open_ledger
from factsheet.batch.ledger.shared import Shared
from factsheet.batch.ledger.sheets import Attempt, SheetRow, keeping_attempt, keeping_sheet
from factsheet.batch.ledger.submissions import (
    HELD,
    Failure,
    Leftover,
    Step,
    Submission,
    Submitted,
    keeping_line,
    keeping_rest,
    keeping_result,
    keeping_step,
    keeping_submission,
)
from factsheet.batch.ledger.tables import VERSION
from factsheet.batch.ledger.writer import Work, Writer

__all__ = [
    "ADDED",
    "DROPPED",
    "FILE",
    "HELD",
    "TAKEN_BACK",
    "VERSION",
    "ArticleRow",
    "Attempt",
    "Failure",
    "Folder",
    "Insert",
    "Ledger",
    "Leftover",
    "Plan",
    "Shared",
    "SheetRow",
    "Standing",
    "Step",
    "Submission",
    "Submitted",
    "ToMake",
    "Work",
    "WorkedOn",
    "Writer",
    "claim",
    "keeping_answer",
    "keeping_attempt",
    "keeping_line",
    "keeping_rest",
    "keeping_result",
    "keeping_sheet",
    "keeping_spending",
    "keeping_step",
    "keeping_submission",
    "key_of",
    "no_ledger",
    "now",
    "open_ledger",
    "pack",
    "readable",
    "stem",
    "storable",
    "unpack",
    "unreadable",
]
