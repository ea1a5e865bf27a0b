"""Aligning: which words of a sentence account for the words of a statement.

`align` says which words of the sentence account for which words of the statement, `losses` what the sentence says
beyond that which the statement must not lose, `slots` where the two part. The prover and the checks stand on it.
"""

from factsheet.aligning.alignment import Alignment, align
from factsheet.aligning.losses import losses
from factsheet.aligning.rows import Row, row
from factsheet.aligning.slots import Slot, slots

__all__ = ["Alignment", "Row", "Slot", "align", "losses", "row", "slots"]
