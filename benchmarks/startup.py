"""How long the program takes to start, as ratios to `python -c "import click"` in the same run.

    python benchmarks/startup.py

Prints the best of several runs of each, in milliseconds of wall time, and the ratio.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
STORY = "fixtures/articles/versailles.txt"
PROGRAM = str(Path(sys.executable).with_name("factsheet"))
CASES = {
    'python -c "import click"': [sys.executable, "-c", "import click"],
    "factsheet --help": [PROGRAM, "--help"],
    "factsheet brief (recorded)": [
        *(PROGRAM, "brief", STORY),
        *("--replay", (sys.argv[1:] or ["fixtures/recordings"])[0]),
    ],
}


def main() -> None:
    """Interleave the cases, so that a busy moment of the machine hits all of them."""
    best = dict.fromkeys(CASES, float("inf"))
    for _ in range(RUNS):
        for name, command in CASES.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            best[name] = min(best[name], time.perf_counter() - start)
    base = next(iter(best.values()))
    for name, seconds in best.items():
        print(f"{name:32} {1000 * seconds:7.0f} ms  {seconds / base:5.2f} x")


if __name__ == "__main__":
    main()
