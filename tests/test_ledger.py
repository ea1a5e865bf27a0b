"""The ledger: created once, consistent whatever happens, held by one run, written by one thread for many tasks."""

import asyncio
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import factsheet
from factsheet.batch.ledger import VERSION, Writer, claim, open_ledger
from factsheet.errors import LedgerError, UsageError

_KEEP = "INSERT INTO completions (key, endpoint, completion, stored) VALUES (?, 'e', '{}', '2026-11-24')"


def _count(path):
    with open_ledger(path) as ledger:
        return ledger.one("SELECT count(*) AS n FROM completions")["n"]


def test_a_ledger_is_made_once_and_opened_again(tmp_path):
    """A ledger that is opened a second time has its tables, its version and its rows."""
    path = tmp_path / "out" / "ledger.db"
    with open_ledger(path, create=True) as ledger, ledger.transaction() as database:
        database.execute(_KEEP, ("one",))
    with open_ledger(path) as ledger:
        assert [row["key"] for row in ledger.rows("SELECT key FROM completions")] == ["one"]
        assert ledger.one("PRAGMA user_version")[0] == VERSION
        assert ledger.one("PRAGMA journal_mode")[0] == "wal"


def test_a_folder_without_a_ledger_is_a_usage_error(tmp_path):
    """Opening what is not there names the folder and does not make a file."""
    with pytest.raises(UsageError, match="has no ledger.db"):
        open_ledger(tmp_path / "ledger.db")
    assert not list(tmp_path.iterdir())


def test_what_is_no_ledger_and_what_is_newer_are_refused(tmp_path):
    """A file that is no database, and a ledger of a later version, each end in an error that names the file."""
    other, newer = tmp_path / "other.db", tmp_path / "newer.db"
    other.write_bytes(b"this is no database, and long enough to be seen as none" * 20)
    open_ledger(newer, create=True).close()
    database = sqlite3.connect(newer)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(LedgerError, match=r"other.db: .*not a ledger"):
        open_ledger(other)
    with pytest.raises(LedgerError, match=r"newer.db: made by a newer factsheet"):
        open_ledger(newer)


def test_a_transaction_is_all_or_nothing(tmp_path):
    """An error inside a transaction takes back what was written in it."""
    path = tmp_path / "ledger.db"
    with open_ledger(path, create=True) as ledger:
        with pytest.raises(LedgerError, match="UNIQUE"), ledger.transaction() as database:
            database.executemany(_KEEP, [("one",), ("one",)])
        assert ledger.one("SELECT count(*) FROM completions")[0] == 0


@pytest.mark.posix
def test_a_second_run_is_turned_away_until_the_first_is_gone(tmp_path):
    """While one process holds the folder another gets a clear error; when the first is killed it is free."""
    program = textwrap.dedent(f"""
        import pathlib, time
        from factsheet.batch.ledger import claim
        with claim(pathlib.Path({str(tmp_path)!r})):
            print("held", flush=True)
            time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match="another run is writing here"), claim(tmp_path):
            raise AssertionError("the folder was held twice")
        first.send_signal(signal.SIGKILL)
        first.wait()
    with claim(tmp_path):
        pass


def test_many_tasks_share_a_commit_and_each_gets_its_answer(tmp_path):
    """Four hundred writes asked for at once take a few commits, and each task gets its own result."""
    path = tmp_path / "ledger.db"
    open_ledger(path, create=True).close()

    async def main():
        async with Writer(path) as writer:
            work = [writer.write(lambda db, n=n: db.execute(_KEEP, (f"key {n}",)) and n) for n in range(400)]
            return await asyncio.gather(*work), writer.commits

    results, commits = asyncio.run(main())
    assert results == list(range(400))
    assert commits < 40
    assert _count(path) == 400


def test_one_bad_piece_of_work_spoils_no_other(tmp_path):
    """Of pieces that share a commit, the one that fails gets its error and all others are written."""
    path = tmp_path / "ledger.db"
    open_ledger(path, create=True).close()

    async def main():
        async with Writer(path) as writer:
            keys = ["a", "b", "a", "c"]
            work = [writer.write(lambda db, key=key: db.execute(_KEEP, (key,)) and key) for key in keys]
            return await asyncio.gather(*work, return_exceptions=True)

    first, second, double, third = asyncio.run(main())
    assert (first, second, third) == ("a", "b", "c")
    assert isinstance(double, LedgerError)
    assert _count(path) == 3


def test_a_cancelled_task_s_write_is_committed(tmp_path):
    """What a task asked to keep before it was cancelled is kept."""
    path = tmp_path / "ledger.db"
    open_ledger(path, create=True).close()

    async def main():
        async with Writer(path) as writer:
            task = asyncio.create_task(writer.write(lambda db: db.execute(_KEEP, ("kept",)) and None))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert _count(path) == 1


@pytest.mark.posix
def test_a_full_disk_is_an_error_and_the_ledger_stays_whole(tmp_path):
    """A process that may write no more gets a LedgerError, and what was committed before can be read."""
    path = tmp_path / "ledger.db"
    program = textwrap.dedent(f"""
        import pathlib, resource, signal
        from factsheet.batch.ledger import open_ledger
        from factsheet.errors import LedgerError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        path = pathlib.Path({str(path)!r})
        ledger = open_ledger(path, create=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        kept = 0
        try:
            while True:
                with ledger.transaction() as database:
                    database.execute({_KEEP!r}, (f"{{kept}} " + "x" * 3000,))
                kept += 1
        except LedgerError as error:
            print(kept, error)
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    kept, _, message = done.stdout.partition(" ")
    assert "ledger.db: " in message
    assert int(kept) > 10
    with open_ledger(path) as ledger:
        assert ledger.one("PRAGMA integrity_check")[0] == "ok"
    assert _count(path) == int(kept)


def test_the_sql_of_a_batch_is_in_its_ledger():
    """Elsewhere only review's history and the cache of completions, with tables of their own, have statements."""
    package = Path(factsheet.__file__).parent
    statement = re.compile(r"\b(?:SELECT [\w(].* FROM|INSERT (?:OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM) ")
    found = {path.relative_to(package) for path in package.rglob("*.py") if statement.search(path.read_text("utf-8"))}
    others = {path for path in found if path.parts[:2] != ("batch", "ledger")}
    assert others == {Path("review", "desk", "history.py"), Path("models", "cached.py")}
