"""Aligns a statement with a sentence, word by word.

`align` pairs the words of the statement with the words of the sentence that have the same meaning, `losses` reports
what the statement omits from the sentence although its meaning depends on it, and `slots` gives the places where the
two differ. The prover and the checks are built on these three.
"""

from factsheet.aligning.alignment import Alignment, align
from factsheet.aligning.losses import losses
from factsheet.aligning.rows import Row, row
from factsheet.aligning.slots import Slot, slots

__all__ = ["Alignment", "Row", "Slot", "align", "losses", "row", "slots"]
