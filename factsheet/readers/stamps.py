"""The time when an article was read."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factsheet.records import Article

_EPOCH = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/


def stamped(article: Article) -> Article:
    """The article with the time, in UTC and to the minute; `SOURCE_DATE_EPOCH` is that time where it is set."""
    said = os.environ.get(_EPOCH, "")
    now = dt.datetime.fromtimestamp(int(said), dt.UTC) if said.isdecimal() else dt.datetime.now(dt.UTC)
    return replace(article, read_at=now.strftime("%Y-%m-%dT%H:%MZ"))
