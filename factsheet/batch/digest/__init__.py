"""The day at a glance: one page over all the stories of a batch, as Markdown and as HTML, and a feed.

`digest_page` writes it from the ledger alone: stories by subject, which names recur, and which claims contradict
each other.
"""

from factsheet.batch.digest import names
from factsheet.batch.digest.contradictions import claims, contradictions
from factsheet.batch.digest.index import feed, index_page
from factsheet.batch.digest.page import digest_page, money

__all__ = ["claims", "contradictions", "digest_page", "feed", "index_page", "money", "names"]
