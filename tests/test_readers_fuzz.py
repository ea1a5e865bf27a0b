"""Mutated files of every format give articles or an error.

The mutants are of the samples in `cases/readers`, alone and packed. What a mutant once broke is a case of its own in
`test_readers_hostile`: numbers of characters that are none, which the recovering parser handed on as bad UTF-8.
"""

import gzip
import io
import json
import random
import signal
import sys
import time
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.errors import ReadError
from factsheet.readers import FORMATS, read_articles

CASES = Path(__file__).parent / "cases" / "readers"
MADE = Path(__file__).parent / "cases" / "formats"
TOKENS = (
    *(b"<", b">", b"&", b'"', b"'", b"(", b"=", b"\n", b"\r\n", b"\0", b"\1", b"\2", b"\3", b"\x16\x16\x01", b"\xc3"),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"&lol;", b"&#0;", b"&#xD800;", b"&#x110000;", b"]]>", b"<![CDATA["),
    *(b"<!--", b"<p>", b"</p>", b"<br/><br/>", b"<table><tr><td>", b"<div>" * 50, b"<hl1>", b'xml:lang=""', b'guid=""'),
    *(b"\\ud800", b"\\u0000", b"null", b"[]", b"{}", b"1e999", b"-1", b"9" * 400, b'"body_html":', b'"headline":'),
    *(b"\t" * 20, b" " * 200, b"A" * 500, b"EMBARGOED until ", b"KILL ", b"20260101T000000+9999", b"0000-00-00"),
    *(b"9999-12-31T23:59:59+14:00", b'<!DOCTYPE x [<!ENTITY a "b">]>', b'encoding="zlib"', b'encoding="utf-16"'),
    *(
        b"{\\pard\\intbl ",
        b"\\cell\\row",
        b"\\u-3913?",
        b"\\bin99999999 ",
        b"\\uc9",
        b"{\\*\\x ",
        b"\r\n--b1\r\n",
        b"\n\nFrom x 2026\n",
    ),
    *(
        b"00:00:01,000 --> 00:00:02,000\n",
        b"99:99:99.999 --> ",
        b"<v A>",
        b"NAME: ",
        b"Content-Type: multipart/mixed; boundary=b1\n",
    ),
    *(
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Length: 99999\r\n",
        b"&a *a",
        b"- [",
        b"> > > ",
        b"| a | b |\n|---|---|\n",
    ),
    *(b"charset=punycode", b'<meta charset="idna">\xe4', b'<?xml version="1.0" encoding="idna"?>'),
)
DEEP = (b"<a>", b"[", b'{"a":', b"<div>", b"(", b'"', b"<table><tr><td>")
PROCESSOR_SECONDS = 20
"""The longest that a mutant may take, far more than any took: it stops what hangs, and measures nothing."""


def samples():
    """The bytes of every sample, and of some of them packed."""
    paths = [path for path in sorted(CASES.iterdir()) if path.suffix not in {".py", ".jsonl"}]
    plain = [path.read_bytes() for path in (*paths, *sorted(MADE.glob("*/*")))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(plain):
            archive.writestr(f"{number}.x", data)
    lines = b"\n".join(json.dumps(json.loads(one)).encode() for one in plain if one[:2] in {b"{\n", b'{"'})
    return [*plain, packed.getvalue(), gzip.compress(plain[0]), lines]


SAMPLES = samples()


def mutant(chance):
    """A sample with one to forty things done to it."""
    data = bytearray(chance.choice(SAMPLES))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 10, 40))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + int(chance.expovariate(1 / 40)) + 1)
        other = chance.choice(SAMPLES)
        start = chance.randrange(len(other))
        data[at:end] = chance.choice(
            (
                b"",
                bytes([chance.randrange(256)]),
                chance.choice(TOKENS),
                chance.choice(TOKENS) + bytes(data[at:end]),
                bytes(data[at:end]) * chance.choice((2, 20)),
                other[start : start + chance.randrange(1, 300)],
                chance.choice(DEEP) * chance.choice((10, 300, 5_000)) if len(data) < 200_000 else b"",
            )
        )
        if chance.random() < 0.05:
            del data[at:]
    return bytes(data)


def read(path, form):
    """Read a file; what comes out is a record, or an error that names the file."""
    problems = []
    try:
        for article in read_articles(path, format=form, on_problem=problems.append):
            json.dumps(asdict(article), ensure_ascii=False).encode()
            assert all(article.text[p.start : p.end].strip() for p in article.paragraphs)
    except ReadError as error:
        problems.append(error)
    assert all(str(problem).startswith(str(path)) for problem in problems)


def hunt(path, chance, mutants):
    """Read many mutants, a third of them as a format that they may not be in."""

    def stop(*_):
        raise TimeoutError(f"{path} takes more than {PROCESSOR_SECONDS} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for _ in range(mutants):
            path.write_bytes(mutant(chance))
            signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS)
            read(path, chance.choice(FORMATS) if chance.random() < 1 / 3 else None)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("seed", range(6))
def test_a_hundred_mutants_are_read_or_refused(seed, tmp_path):
    """Nothing but a record or a named error comes out of a broken file; the file is kept where something else does."""
    hunt(tmp_path / "mutant", random.Random(seed), 100)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_mutants_are_read_or_refused(part, tmp_path):
    """The same with new mutants every time, a minute or two a part."""
    seed = int(time.time()) * 10 + part
    sys.stdout.write(f"seed {seed}\n")  # shown where the test fails
    hunt(tmp_path / "mutant", random.Random(seed), 10_000)


@given(st.binary(max_size=400), st.sampled_from([*FORMATS, None]))
def test_any_bytes_are_read_or_refused(data, form):
    """Bytes that were never a file of anything are read as any format without another error than the readers' own."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bytes"
        path.write_bytes(data)
        read(path, form)


@given(st.text(alphabet=st.characters(), max_size=400), st.sampled_from(["text", "html", "json", "feed", "anpa"]))
def test_any_text_is_read_or_refused(words, form):
    """The same for text of any letters, in the body of what each format looks like."""
    import tempfile

    around = {
        "text": "{}",
        "html": "<html><body><article><p>{}</p></article></body></html>",
        "feed": "<rss><channel><item><title>A</title><description>{}</description></item></channel></rss>",
        "anpa": "\x16\x16\x01w1\r\n\x02^A<\r\n\t{}\r\n\x03",
    }.get(form)
    text = around.replace("{}", words) if around else json.dumps({"headline": words, "body_html": words})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        read(path, None)
