"""The worker processes of the built-in model: what happens to articles when one dies."""

import asyncio
import os

from factsheet.batch.asking.pool import InPool
from factsheet.errors import ModelError, OutageError
from factsheet.pipeline import Options


def work(record):
    """Stands for the making of a sheet; some articles are the end of the process."""
    if record.startswith(b"poison"):
        os._exit(1)
    return record.decode()


async def make_all(*records):
    pool = InPool("news", Options(), 2, work)
    try:
        return await asyncio.gather(*map(pool.make, records), return_exceptions=True)
    finally:
        pool.close()


def test_an_article_that_a_process_dies_of_costs_no_other():
    """All that were under way are made; the guilty one alone is a failure, with its reason."""
    made = asyncio.run(make_all(b"one", b"poison", b"two", b"three"))
    assert [made[0], *made[2:]] == ["one", "two", "three"]
    assert isinstance(made[1], ModelError)
    assert "died" in str(made[1])


def test_processes_that_always_die_end_the_run():
    """After three articles in a row it is not the articles: the rest waits for the next run."""
    made = asyncio.run(make_all(*(b"poison %d" % number for number in range(5))))
    assert [type(one) for one in made] == [ModelError] * 3 + [OutageError] * 2
