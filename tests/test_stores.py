"""Sources and Parquet in object stores: the program against loopback servers that speak S3 and Google's API.

Opt-in, as what it needs is large: `pip install -e '.[ray]' s3fs 'moto[server]' gcsfs gcp-storage-emulator`.
"""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from batching import factsheet, write_stories

from factsheet.errors import ReadError, UsageError
from factsheet.readers import stores

S3 = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
GCS = """
import logging, sys
from gcp_storage_emulator.server import create_server
logging.disable()
server = create_server("127.0.0.1", 0, in_memory=True)
server.start()
print(server._api._httpd.server_address[1], flush=True)
sys.stdin.read()
"""
PUT = """
import sys, fsspec
store, top = fsspec.url_to_fs(sys.argv[1])
store.mkdir(top)
store.put(sys.argv[2].rstrip("/") + "/", f"{top}/day/", recursive=True)
store.pipe(f"{top}/day/.hidden", b"x")
if "s3" in store.protocol:
    store.pipe(f"{top}/day/", b"")  # the mark of a folder, as consoles make it
"""
LIST = """
import sys, fsspec
import pyarrow.parquet as pq
store, top = fsspec.url_to_fs(sys.argv[1])
for name in store.find(top):
    print(name, pq.read_table(store.open(name)).num_rows)
"""

ANYBODY = {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_DEFAULT_REGION": "us-east-1"}
OLD_BUCKETS = {"GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false", "FSSPEC_GCS_TOKEN": "anon"}


def run(program, *arguments):
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program, *arguments], capture_output=True, text=True)  # noqa: PLW1510
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


@contextmanager
def served(program):
    command = [sys.executable, "-W", "ignore", "-c", program]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as process:
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()


@pytest.fixture(params=["s3"])  # the server that there is for Google's store does not end by itself
def bucket(request, monkeypatch, tmp_path):
    """The URL of a bucket with three stories below `day/`, on a server whose address stands in the environment."""
    pytest.importorskip("fsspec")
    pytest.importorskip("pyarrow")
    for package in {"s3": ("s3fs", "moto"), "gs": ("gcsfs", "gcp_storage_emulator")}[request.param]:
        pytest.importorskip(package)
    known = ANYBODY if request.param == "s3" else OLD_BUCKETS
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    with served(S3 if request.param == "s3" else GCS) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL" if request.param == "s3" else "STORAGE_EMULATOR_HOST", address)
        url = f"{request.param}://wire-{request.param}"
        run(PUT, url, str(write_stories(tmp_path / "in", 3)))
        yield url


def test_a_day_is_read_from_a_store_and_its_sheets_are_written_there(bucket, tmp_path):
    """By pattern and by folder the same three; hidden files and marks of folders are none; Parquet is there once."""
    # Google's needs no second: the server there knows no move, which its package tries for a minute.
    for source in (f"{bucket}/day/*.txt", f"{bucket}/day")[: 2 if bucket.startswith("s3") else 1]:
        done = factsheet("batch", source, "-o", "out", "--parquet", f"{bucket}/sheets", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "3 articles: 3 made" in done.stderr
        (written,) = run(LIST, f"{bucket}/sheets").splitlines()
        assert written.partition("day=")[2].endswith("/sheets.parquet 3")


def test_what_is_not_there_is_told_in_a_line(bucket, tmp_path):
    """A pattern that matches nothing, a bucket that is none, as a source and as a target: which is not made by it."""
    for source in (f"{bucket}/none/*", f"{bucket}-none/day"):
        done = factsheet("batch", source, "-o", "out", cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith(f"factsheet: {source}: ")
    target = f"{bucket}-none/sheets"
    done = factsheet("batch", f"{bucket}/day", "-o", "out", "--parquet", target, cwd=tmp_path)
    assert done.returncode == 1
    assert f"factsheet: {target}: cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_that_cannot_be_reached_is_told_in_a_line(bucket, tmp_path, monkeypatch):
    """Its package raises errors of its own."""
    if bucket.startswith("gs"):
        pytest.skip("gcsfs tries for minutes")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    done = factsheet("batch", f"{bucket}/day", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Could not connect" in done.stderr


@pytest.mark.parametrize("error", [RuntimeError("no\naccount"), OSError(5, "broken"), KeyError("x"), ReadError("ours")])
def test_what_a_package_raises_is_an_error_of_ours(error):
    """On one line, with the URL; ours stays as it is."""
    expected = ReadError if isinstance(error, ReadError) else UsageError
    with pytest.raises(expected) as raised, stores.told("s3://b", UsageError):
        raise error
    assert str(raised.value) in {"s3://b: no account", "s3://b: [Errno 5] broken", "s3://b: 'x'", "ours"}
