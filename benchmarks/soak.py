"""Draws broken answers, sheets, articles and replies for a given time, and reports what went wrong.

    python benchmarks/soak.py SECONDS [SEED]      seconds of the processor's time; Ctrl-C ends it earlier

`tests/soaking.py` has the examples; `make soak` draws 100,000 of them. What stands so far is printed every 1,000.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from soaking import KINDS, drawn, memory

_SEEDS = 250
"""Between two looks at what stands so far; each draws one example of all four."""


@dataclass
class Count:
    """Of one sort: how many were drawn, refused with a reason, and bad; and the slowest, with its seed."""

    drawn: int = 0
    refused: int = 0
    bad: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)


def draw(kind: str, examples: object, seed: int, count: Count) -> None:
    """Draw an example and count it."""
    start = time.process_time()
    try:
        count.refused += drawn(kind, examples, seed)
    except AssertionError as error:
        count.bad += 1
        print(error, flush=True)
    took = time.process_time() - start
    count.drawn += 1
    count.seconds += took
    count.slowest = max(count.slowest, (took, seed))


def told(counts: dict[str, Count]) -> str:
    """What stands so far, a line a sort."""
    lines = [
        f"{kind}: {one.drawn}, of which {one.refused} were refused with a reason and {one.bad} are bad; "
        f"{1000 * one.seconds / max(1, one.drawn):.0f} ms each, "
        f"the slowest {one.slowest[0]:.1f} s (seed {one.slowest[1]})"
        for kind, one in counts.items()
    ]
    total = sum(one.drawn for one in counts.values())
    return "\n".join([*lines, f"{total} in {time.process_time():.0f} s, {memory():.0f} MB at most"])


def main() -> None:
    """Draw examples of all four in turn for so long."""
    seconds, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    made = {name: kind() for name, kind in KINDS.items()}
    counts = {name: Count() for name in KINDS}
    with suppress(KeyboardInterrupt):
        while time.process_time() < seconds:
            seed += 1
            for kind, examples in made.items():
                draw(kind, examples, seed, counts[kind])
            if not seed % _SEEDS:
                print(told(counts), flush=True)
    print(told(counts))


if __name__ == "__main__":
    main()
