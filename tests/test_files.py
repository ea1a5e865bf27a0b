"""Atomic writes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from factsheet.errors import LedgerError, UsageError
from factsheet.files import write_whole


def test_a_file_takes_the_place_of_the_one_before(tmp_path):
    """Pieces stand one after the other, and nothing is left beside the file."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    write_whole(path, ["é\n", "b\ud800\n"])
    assert path.read_bytes() == "é\nb?\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failure", [UsageError, LedgerError])
def test_what_cannot_be_written_leaves_nothing(tmp_path, failure):
    """The error names the file, and what was there stays."""
    (tmp_path / "taken").mkdir()
    with pytest.raises(failure, match="taken: cannot be written"):
        write_whole(tmp_path / "taken", ["text"], failure=failure)
    with pytest.raises(failure, match="cannot be written"):
        write_whole(tmp_path / "no" / "folder", ["text"], failure=failure)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_pieces_that_fail_half_way_leave_the_old_file(tmp_path):
    """An error of whoever makes the pieces goes through, and the file is as it was."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def pieces():
        yield "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left"):
        write_whole(path, pieces())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    """As `-o >(command)` asks for, and through a link too."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    read = []
    for name in ("pipe", "link"):
        reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
        reader.start()
        write_whole(tmp_path / name, ["text"])
        reader.join()
    assert read == ["text", "text"]
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(not os.path.islink("/dev/stdout"), reason="there is no /dev/stdout")  # noqa: PTH114
@pytest.mark.parametrize("pieces", ["['text']", "b'text'"])
def test_standard_output_has_a_name_that_nothing_takes(tmp_path, pieces):
    """Into a pipe, and where it leads to a file."""
    code = (
        f"from pathlib import Path; from factsheet.files import write_whole; write_whole(Path('/dev/stdout'), {pieces})"
    )
    piped = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert piped.stdout == b"text"
    with (tmp_path / "out").open("wb") as file:
        subprocess.run([sys.executable, "-c", code], check=True, stdout=file)
    assert (tmp_path / "out").read_bytes() == b"text"
    assert os.path.islink("/dev/stdout")  # noqa: PTH114
