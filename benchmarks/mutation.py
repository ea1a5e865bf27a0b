"""Mutation testing: makes small mistakes in the code, one at a time, and runs the tests on each.

    python benchmarks/mutation.py [AREA…] [--sample 12] [--seed 13] [--whole]

An AREA is one of `AREAS` below; all of them unless told. Of each, `--sample` mutations are drawn with a fixed seed:
comparisons, conditions and operators turned round, numbers and words changed, statements and results left out. Each is
made in a copy of the checkout, and the quick tests of its area run until one fails. With `--whole` what survives these
runs through the whole suite as well. Prints each survivor with its place, and the share that was killed; 1 where that
is below nine tenths.

mutmut and cosmic-ray try every mutation of a module, hours for these, and draw no sample.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BAR = 0.9
AREAS = {
    "grounding": (
        ("factsheet/grounding/**/*.py",),
        ("test_grounding*", "test_noticed", "test_long", "test_check*", "test_expected", "test_pipeline"),
    ),
    "checking": (
        ("factsheet/checking/**/*.py",),
        (
            "test_statements",
            "test_proof_cases",
            "test_checking*",
            "test_check*",
            "test_fields",
            "test_noticed",
            "test_expected",
        ),
    ),
    "merging": (("factsheet/merging/**/*.py",), ("test_merging*", "test_noticed", "test_expected")),
    "prices": (
        ("factsheet/models/prices.py", "factsheet/models/capped.py", "factsheet/records.py:Usage"),
        ("test_prices*", "test_capped*", "test_sheets", "test_noticed"),
    ),
    "ledger": (
        ("factsheet/batch/ledger/**/*.py",),
        (
            "test_ledger_tables",
            "test_ledger*",
            "test_status",
            "test_digest",
            "test_batch_*",
            "test_grouping",
            "test_openai_batch",
            "test_review_history",
            "test_noticed",
        ),
    ),
}
"""What is mutated, a pattern or a file and a class in it, and the tests that are to notice, the likeliest first."""

_TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}
_LEAST_TIMEOUT_S = 60
_MOST_MEMORY = 4 << 30
"""Bytes; a loop that a mutation makes endless may also fill the memory of the machine."""


@dataclass(frozen=True)
class Mutation:
    """Bytes `start` to `end` of a file, and what takes their place."""

    path: str
    line: int
    start: int
    end: int
    new: str


def mutations(root: Path, path: Path, within: str | None = None) -> list[Mutation]:
    """All mutations of a file below `root`, or of one class in it."""
    source = path.read_bytes()
    offsets = [0]
    for line in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    name = path.relative_to(root).as_posix()
    tree = ast.parse(source)
    top = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == within) if within else tree
    found = []
    for node in _code(top):
        start = offsets[node.lineno - 1] + node.col_offset
        end = offsets[node.end_lineno - 1] + node.end_col_offset
        found += [Mutation(name, node.lineno, start, end, new) for new in _variants(node)]
    return found


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: no annotations, decorators, docstrings, f-strings, imports for types or lists for `*`."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    if isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom)):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
        return
    if hasattr(node, "lineno"):
        yield node
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns", "decorator_list", "type_params"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _code(child)


def _variants(node: ast.AST) -> list[str]:
    """What may stand in the place of a node."""
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.stmt):
        return _statement(node)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _turned(node, node.ops[0], lambda new, op: setattr(new, "ops", [op]))
    if isinstance(node, (ast.BoolOp, ast.BinOp)):
        return _turned(node, node.op, lambda new, op: setattr(new, "op", op))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [f"({ast.unparse(node.operand)})"]
    if isinstance(node, ast.IfExp):
        return [f"({ast.unparse(node.body)})", f"({ast.unparse(node.orelse)})"]
    if isinstance(node, ast.Name) and node.id in _SWAPPED and isinstance(node.ctx, ast.Load):
        return [_SWAPPED[node.id]]
    return []


def _turned(node, operator, put) -> list[str]:
    if type(operator) not in _TURNED:
        return []
    new = copy.deepcopy(node)
    put(new, _TURNED[type(operator)]())
    return [f"({ast.unparse(new)})"]


def _constant(value: object) -> list[str]:
    """Numbers and truth values, and words that are no sentences: codes, levels, keys."""
    if isinstance(value, bool):
        return [str(not value)]
    if isinstance(value, (int, float)):
        return [repr(value + 1)]
    if isinstance(value, str) and value.strip() and " " not in value:
        return [repr(f"{value}x")]
    return []


def _statement(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        return ["return None"]
    if isinstance(node, (ast.AugAssign, ast.Continue, ast.Break, ast.Raise)):
        return ["pass"]
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Await)):
        return ["pass"]
    return []


class Copy:
    """A copy of the checkout, in which one mutation at a time is made and tests run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        unwanted = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist")
        shutil.copytree(ROOT, folder, ignore=unwanted)
        self._clock = time.time()

    def write(self, path: str, data: bytes) -> None:
        """Write a file with a time of its own, so that no byte code is taken for it."""
        self._clock += 2
        (self.folder / path).write_bytes(data)
        os.utime(self.folder / path, (self._clock, self._clock))

    def passes(self, tests: list[str], timeout: float | None = None, *more: str) -> bool:
        """Whether the tests pass, within `timeout` seconds."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not long", "-p", "no:cacheprovider"]
        environment = {**os.environ, "PYTHONPATH": str(self.folder)}
        with subprocess.Popen(
            [*command, *more, *tests],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                return process.wait(timeout) == 0
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                return False


def try_area(area: str, chosen: list[Mutation], box: Copy, *, whole: bool) -> list[Mutation]:
    """The mutations that no test noticed."""
    paths = [path for pattern in AREAS[area][1] for path in sorted(box.folder.glob(f"tests/{pattern}.py"))]
    tests = [str(path.relative_to(box.folder)) for path in dict.fromkeys(paths)]
    started = time.monotonic()
    if not box.passes(tests):
        raise SystemExit(f"{area}: the tests fail without any mutation; run {' '.join(tests)}")
    timeout = max(_LEAST_TIMEOUT_S, 4 * (time.monotonic() - started))
    alive = []
    for one in chosen:
        source = (box.folder / one.path).read_bytes()
        box.write(one.path, source[: one.start] + one.new.encode() + source[one.end :])
        lives = box.passes(tests, timeout) and not (whole and not box.passes(["tests"], 1800, "-n", "2"))
        if lives:
            alive.append(one)
            said = " ".join(source[one.start : one.end].decode().split())
            print(f"survived: {one.path}:{one.line}: {said[:90]}  →  {one.new[:90]}", flush=True)
        box.write(one.path, source)
    print(f"{area}: {len(chosen) - len(alive)} of {len(chosen)} killed", flush=True)
    return alive


def main() -> int:
    """Try each area; 1 where too many survive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("areas", nargs="*", metavar="AREA", help=", ".join(AREAS))
    parser.add_argument("--sample", type=int, default=12, help="mutations an area")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--whole", action="store_true", help="survivors run through the whole suite")
    wanted = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))  # the tests inherit it
    tried = alive = 0
    with tempfile.TemporaryDirectory() as folder:
        box = Copy(Path(folder) / "copy")
        for area in wanted.areas or AREAS:
            found = []
            for pattern in AREAS[area][0]:
                files, _, within = pattern.partition(":")
                for path in sorted(box.folder.glob(files)):
                    found += mutations(box.folder, path, within or None)
            draw = random.Random(f"{wanted.seed} {area}")
            chosen = draw.sample(found, min(wanted.sample, len(found)))
            print(f"{area}: {len(chosen)} of {len(found)} mutations, seed {wanted.seed}", flush=True)
            tried += len(chosen)
            alive += len(try_area(area, chosen, box, whole=wanted.whole))
    print(f"{tried - alive} of {tried} killed: {1 - alive / tried:.0%}")
    return 0 if alive <= (1 - BAR) * tried else 1


if __name__ == "__main__":
    sys.exit(main())
