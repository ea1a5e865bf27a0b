"""Articles given by a program: a record, a file, bytes, or the text itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.readers import read_article
from factsheet.records import Article

if TYPE_CHECKING:
    from typing import TypeAlias

    Given: TypeAlias = Article | str | Path | bytes
    """A record; a file, as a `Path` or its name; bytes in any format that is read; or the text of a story."""

_LONGEST_NAME = 4096
"""Characters that the name of a file may have, with its folders, on Linux."""
_WORDS_OF_TEXT = 6
"""Words from which a single line that names no file is a text: names of files have fewer."""


def article_given(source: Given) -> Article:
    """The article. A string is the name of a file, or "-", unless it has several lines or many words.

    Raises:
        ReadError: there is no such file, or it cannot be read as one article, or it is something else.
    """
    if isinstance(source, Article):
        return source
    if isinstance(source, str) and not source.strip():
        raise ReadError("the text: empty: there is no text in it")
    if isinstance(source, str) and _is_text(source):
        # The mark says that this is UTF-8, whatever a page or an XML declaration in the text says.
        return read_article(("\ufeff" + source).encode("utf-8", "replace"))
    return read_article(source)


def _is_text(source: str) -> bool:
    return (
        "\n" in source.strip()
        or len(source) > _LONGEST_NAME
        or (len(source.split()) >= _WORDS_OF_TEXT and not _is_file(source))
    )


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long a name, or no name at all
        return False
