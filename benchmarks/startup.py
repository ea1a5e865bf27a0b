"""Measures the start-up time, as ratios to `python -c "import click"` in the same run.

    python benchmarks/startup.py [FOLDER OF RECORDINGS]

Prints the best of several runs of each, in milliseconds: wall time, and the CPU time of the process, which a busy
machine disturbs less. Byte code is there, as after an installation.
"""

from __future__ import annotations

import os
import resource
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
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds of wall and CPU time that one run takes."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def main() -> None:
    """Interleave the cases, so that a busy moment of the machine hits all of them."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in CASES}
    for number in range(RUNS + 1):
        for name, command in CASES.items():
            took = timed(command)
            if number:  # the first writes the byte code
                runs[name].append(took)
    best = {name: tuple(map(min, zip(*took, strict=True))) for name, took in runs.items()}
    base = next(iter(best.values()))
    print(f"{'':28} {'wall':>10} {'':>8} {'CPU':>9}")
    for name, (wall, cpu) in best.items():
        print(f"{name:28} {1000 * wall:7.0f} ms {wall / base[0]:6.2f} x {1000 * cpu:6.0f} ms {cpu / base[1]:6.2f} x")


if __name__ == "__main__":
    main()
