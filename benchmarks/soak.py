"""Broken answers, sheets, articles and replies, for so long: how many were drawn, and what went wrong.

    python benchmarks/soak.py SECONDS [SEED]      seconds of the processor's time; Ctrl-C ends it earlier

`tests/soaking.py` has the examples; `make soak` draws 100,000 of them.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from soaking import KINDS, drawn, memory


def main() -> None:
    """Draw examples of all four in turn for so long."""
    seconds, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    made = {name: kind() for name, kind in KINDS.items()}
    counts, refused, bad = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0), 0
    with suppress(KeyboardInterrupt):
        while time.process_time() < seconds:
            seed += 1
            for kind, examples in made.items():
                try:
                    refused[kind] += drawn(kind, examples, seed)
                except AssertionError as error:
                    bad += 1
                    print(error, flush=True)
                counts[kind] += 1
    for kind, count in counts.items():
        print(f"{kind}: {count}, of which {refused[kind]} were refused with a reason")
    print(f"{sum(counts.values())} in {time.process_time():.0f} s, {memory():.0f} MB at most; {bad} bad")


if __name__ == "__main__":
    main()
