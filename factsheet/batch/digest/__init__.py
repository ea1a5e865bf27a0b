"""The digest: the day of a batch as Markdown, HTML, mail, Slack message and feed.

`read_day` reads it off the ledger, once for all; `digest_page` writes stories by subject, which names recur, and
which claims contradict each other, and `digest_mail` and `digest_message` say the same by mail and for Slack.
"""

from factsheet.batch.digest import events, names
from factsheet.batch.digest.contradictions import claims, contradictions
from factsheet.batch.digest.index import feed, index_page, index_pieces
from factsheet.batch.digest.opposed import opposed, said_in
from factsheet.batch.digest.page import digest_lines, digest_mail, digest_message, digest_page, money, read_day
from factsheet.batch.digest.parquet import parquet_store, write_parquet

__all__ = [
    "claims",
    "contradictions",
    "digest_lines",
    "digest_mail",
    "digest_message",
    "digest_page",
    "events",
    "feed",
    "index_page",
    "index_pieces",
    "money",
    "names",
    "opposed",
    "parquet_store",
    "read_day",
    "said_in",
    "write_parquet",
]
