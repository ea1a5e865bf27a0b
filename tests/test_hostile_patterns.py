"""Every pattern of the package against pumped strings: none takes more than linear time for long.

No time is asserted. What a pattern takes is the processor's time in this process, whatever else the machine does, and
only how it grows counts: from n over 2n to 4n it may grow by four, not by sixteen. A pattern that has not come back
after a second of the processor's time on some thousand characters grows exponentially, or nearly so.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import re._constants as sc
import re._parser as parser
import signal
import time
from pathlib import Path

import pytest

import factsheet
from factsheet.language import folding, words

SIZE = 1_500
"""Characters of the first string; those that take long are tried with two and four times as many."""
LONG_S, ENDLESS_S = 0.003, 1.0
GROWTH = 8.0
"""How many times as long four times the text may take: half way, by octaves, between linear and quadratic."""
TRIES = 3
"""How often a time must grow so: other programs can take the processor's caches once, and not each time."""

PUMPS = ("a", " ", "1", "-", ".", "\n", "\t", "a ", "A ", "A a ", "1,", "1 ", "a, ", "and ", '"', "(", "<", "’", "؟")
END = "\x00"
"""What no pattern lets through, so that it has to try all ways."""
MOST = 40
"""Strings for one pattern; `make soak` tries all."""

SHORT = {
    "factsheet.attribution.people._WORD_BEFORE": "looks through 20 characters",
    "factsheet.batch.wire.grouping._LEAD_MARKS": "slugs are cut before",
    "factsheet.merging.forms._BRACKETED": "names that are too long are none",
    "factsheet.models.extractive.figures._LAST_WORD": "looks through 20 characters",
    "factsheet.models.extractive.participants._OWNER": "looks through 40 characters",
    "factsheet.batch.asking.pace._DURATION": "durations that are too long are none",
    "factsheet.readers.mailheads: '(?<!\\\\s)\\\\s*\\\\([^()]*\\\\)\\\\s*$'": "times are cut before",
    "factsheet.readers.notices._ABOUT": "lines that are too long are none",
    "factsheet.readers.notices._dead": "notes that are too long are none",
    "factsheet.readers.notices._TO_EDITORS": "notes that are too long are none",
    "factsheet.readers.mail._NOTICE": "looks at the beginning of a paragraph",
    "factsheet.readers.bylines._AFTER": "bylines that are too long are none",
    "factsheet.readers.dates: '[a-zß-ÿ]{2,}\\\\s+\\\\|'": "lines of a date that are too long are none",
    "factsheet.readers.dates: '\\\\s*\\\\([^()]{0,60}\\\\)$'": "lines of a date are cut before",
    "factsheet.readers.menus._CONTENTS": "lines that are too long are none",
    "factsheet.readers.menus._MENU": "lines that are too long are none",
    "factsheet.readers.offers._read_on": "looks at the end of a text",
    "factsheet.readers.offers._APPEARED": "looks at the end of a text",
    "factsheet.readers.menus._LEADERS": "looks at lines that the one before has let through",
    "factsheet.readers.anpa._SELECTOR": "looks at the beginning of a transmission",
    "factsheet.readers.feeds._READ_ON": "looks at the end of a text",
    "factsheet.readers.html._DECLARED": "looks at the beginning of a page",
    "factsheet.readers.itemtypes._patterns": "headlines are cut before",
}
"""Patterns that would take quadratic time on a long text, and never get one."""
MATCHED = {
    "factsheet.language.datelines._AT_LEAD",
    "factsheet.language.datelines._FIELD",
    "factsheet.readers.practice._PREFIX",
    "factsheet.readers.notices._ABOUT",
    "factsheet.readers.orders._kills_by",
}
"""Lists of patterns, all of which are only matched at a place."""


def used_with(module, tree):
    """Whether a pattern of a module, by its name, is only matched from a place on, and never searched for."""
    methods = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            at = node.value
            while isinstance(at, (ast.Call, ast.Subscript)):
                at = at.func if isinstance(at, ast.Call) else at.value
            if isinstance(at, ast.Name):
                methods.setdefault(at.id, set()).add(node.attr)
    return {name: bool(found) and found <= {"match", "fullmatch"} for name, found in methods.items()}


def held(value, depth=0):
    """The patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, (tuple, list, set, frozenset, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from held(one, depth + 1)


def patterns():
    """Every compiled pattern of the package, where it is, and whether it is only matched at a place."""
    found = {}
    for info in pkgutil.walk_packages(factsheet.__path__, "factsheet."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        anchored = used_with(module, tree)
        for name, value in vars(module).items():
            inner = inspect.unwrap(value) if callable(value) else value
            made = inspect.isfunction(inner) and "Pattern" in str(inner.__annotations__.get("return", ""))
            found_in = value() if made and not inspect.signature(inner).parameters else value
            for one in held(found_in):
                found.setdefault((one.pattern, one.flags), (f"{info.name}.{name}", anchored.get(name, False)))
        for node in ast.walk(tree):
            is_of_re = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_of_re and ast.unparse(node.func.value) == "re" and node.func.attr != "compile" and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, (str, bytes)):
                    one = re.compile(text.value)
                    matched = node.func.attr in {"match", "fullmatch"}
                    found.setdefault((one.pattern, one.flags), (f"{info.name}: {text.value!r}", matched))
    for marks, unspaced in (("", ""), ("\u0301\u0302", ""), ("\u0e34", "\u0e00-\u0e7f")):
        one = words._pattern(marks, unspaced)
        found.setdefault((one.pattern, one.flags), ("factsheet.language.words._pattern", False))
        one = folding._pattern("", marks, bool(unspaced))
        found.setdefault((one.pattern, one.flags), ("factsheet.language.folding._pattern", False))
    return [(re.compile(*key), where, anchored) for key, (where, anchored) in found.items()]


def sample(tree, choice=0):
    """A string that a parsed pattern, or part of one, lets through for the most part."""
    out = ""
    for op, value in tree:
        if op is sc.LITERAL:
            out += chr(value)
        elif op is sc.NOT_LITERAL:
            out += "a" if value != ord("a") else "b"
        elif op is sc.ANY:
            out += "a"
        elif op is sc.IN:
            out += one_of(value, choice)
        elif op is sc.BRANCH:
            out += sample(value[1][choice % len(value[1])], choice)
        elif op is sc.SUBPATTERN:
            out += sample(value[3], choice)
        elif op in (sc.MAX_REPEAT, sc.MIN_REPEAT, sc.POSSESSIVE_REPEAT):
            out += sample(value[2], choice) * max(value[0], 1)
        elif op is sc.ATOMIC_GROUP:
            out += sample(value, choice)
    return out


def one_of(items, choice):
    """A character of a class."""
    negated, out = False, []
    for op, value in items:
        if op is sc.NEGATE:
            negated = True
        elif op is sc.LITERAL:
            out.append(chr(value))
        elif op is sc.RANGE:
            out.append(chr(value[0]))
        elif op is sc.CATEGORY:
            out.append({sc.CATEGORY_DIGIT: "1", sc.CATEGORY_SPACE: " ", sc.CATEGORY_WORD: "a"}.get(value, "~"))
    if negated:
        return next((char for char in "ax ,1.-(’A~" if char not in out), "☃")
    return out[choice % len(out)] if out else "a"


def pumped(tree, before=""):
    """What stands before each part of a pattern that repeats without end, and what pumps it."""
    for at, (op, value) in enumerate(tree):
        head = before + sample(list(tree)[:at])
        if op in (sc.MAX_REPEAT, sc.MIN_REPEAT, sc.POSSESSIVE_REPEAT):
            one, other = sample(value[2], 0), sample(value[2], 1)
            yield from ((head, pump) for pump in (one, other, one + other) if pump)
            yield from pumped(value[2], head)
        elif op is sc.BRANCH:
            for branch in value[1]:
                yield from pumped(branch, head)
        elif op is sc.SUBPATTERN:
            yield from pumped(value[3], head)
        elif op is sc.ATOMIC_GROUP:
            yield from pumped(value, head)
        elif op in (sc.ASSERT, sc.ASSERT_NOT):
            yield from pumped(value[1], head)


class EndlessError(Exception):
    """A pattern did not come back."""


def taken(call, text):
    """Seconds of the processor's time, in this process, that a call takes at the least; ENDLESS_S at the most."""

    def stop(*_):
        raise EndlessError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        times = []
        for _ in range(3):
            signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS_S)
            start = time.process_time()
            call(text)
            times.append(time.process_time() - start)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            if times[-1] < LONG_S:
                break
        return min(times)
    except EndlessError:
        return ENDLESS_S
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def grows(pattern, call, most=MOST):
    """The string, of those that a pattern is pumped with, on which it takes more than linear time; None for none."""
    is_bytes = isinstance(pattern.pattern, bytes)
    tree = parser.parse(
        pattern.pattern, pattern.flags & (re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.ASCII)
    )
    pairs = {*pumped(list(tree)), *(("", pump) for _, pump in pumped(list(tree))), *(("", pump) for pump in PUMPS)}
    tried = sorted(pairs)
    for head, pump in tried[:: -(-len(tried) // most)]:

        def text(size, head=head, pump=pump):
            made = head + pump * (size // len(pump) + 1) + END
            return made.encode("latin-1", "replace") if is_bytes else made

        first = taken(call, text(SIZE))
        if first < LONG_S:
            continue
        grown = (taken(call, text(4 * SIZE)) > GROWTH * taken(call, text(SIZE)) for _ in range(TRIES))
        if first >= ENDLESS_S or all(grown):
            return head[-20:], pump[:20]
    return None


@pytest.mark.posix
def test_no_pattern_takes_more_than_linear_time():
    """Whatever an article, an answer or a server's reply repeats, no pattern of the house is held up by it."""
    assert not slow(MOST)


@pytest.mark.posix
@pytest.mark.long
def test_no_pattern_takes_more_than_linear_time_on_all_strings():
    """The same with every string."""
    assert not slow(10_000)


def slow(most):
    """The patterns that take more than linear time, each with the string."""
    found = sorted(patterns(), key=lambda each: each[1])
    assert len(found) > 300
    out = []
    for pattern, where, anchored in found:
        call = pattern.match if anchored or where in MATCHED else pattern.search
        if where not in SHORT and (string := grows(pattern, call, most)):
            out.append(f"{where} ({call.__name__}): {string}: {pattern.pattern[:80]!r}")
    return out


@pytest.mark.posix
@pytest.mark.parametrize("pattern", [r"(?:a|a)*b", r"(\w+\s?)*x", r"(?:\W*\w+){1,4}? of", r"\s*,"])
def test_patterns_that_grow_are_found(pattern):
    """What takes exponential, polynomial or quadratic time is noticed: the test above can fail."""
    compiled = re.compile(pattern)
    assert grows(compiled, compiled.search)
