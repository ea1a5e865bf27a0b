"""Labels that newspaper databases print around a story, one per line: LexisNexis, Factiva.

Two such lines make a text one that came from a database: a story may have one of them by chance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers import bylines
from factsheet.readers.manuscript import SENTENCE_END

if TYPE_CHECKING:
    from factsheet.readers.manuscript import Manuscript

_FIELD = re.compile(
    r"(?P<key>BYLINE|HEADLINE|DATELINE|SECTION|LENGTH|BODY|HIGHLIGHT|GRAPHIC|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|"
    r"JOURNAL-CODE|DOCUMENT-TYPE|SUBJECT|ORGANIZATION|GEOGRAPHIC|PERSON|COUNTRY|STATE|CITY|COMPANY|TICKER|INDUSTRY|"
    r"DISTRIBUTION|SERIES|CORRECTION-DATE|NOTES|COPYRIGHT)\s?:\s*(?P<value>.*)",
    re.DOTALL,
)
_COUNT = re.compile(r"\d{1,4} of \d{1,4} documents?|[\d,]{1,7} words|document [A-Z0-9]{12,40}", re.IGNORECASE)
_RIGHTS = re.compile(r"copyright \d{4}\b.{0,100}|(?:\(c\)|©) ?\d{4}\b.{0,100}|all rights reserved\.?", re.IGNORECASE)
_FEWEST = 2  # lines that are no chance
_PUBLISHER = 8  # words of the name of who publishes


def mark(manuscript: Manuscript) -> None:
    """Make the lines that a database has added boilerplate, and note what their labels say."""
    blocks = manuscript.body
    fields = {index: match for index, block in enumerate(blocks) if (match := _FIELD.fullmatch(block.text))}
    counts = {index for index, block in enumerate(blocks) if _COUNT.fullmatch(block.text)}
    if len(fields) + len(counts) < _FEWEST:
        return
    # Above the number of a document stands who publishes it.
    counts |= {index - 1 for index in counts if index and _is_publisher(blocks[index - 1].text, blocks[index].text)}
    rights = {index for index, block in enumerate(blocks) if _RIGHTS.fullmatch(block.text)}
    for index in fields.keys() | counts | rights:
        blocks[index].zone = "boilerplate"
    said = {match["key"]: " ".join(match["value"].split()) for match in reversed(fields.values())}
    writer = said.get("BYLINE", "")
    place = said.get("DATELINE", "").split(",")[0]
    manuscript.know(title=said.get("HEADLINE"), byline=bylines.writer(writer) or writer, dateline_place=place)


def _is_publisher(text: str, below: str) -> bool:
    """Whether a line above the number of a document is a name, and no sentence of the story."""
    return below.lower().startswith("document ") and len(text.split()) <= _PUBLISHER and not SENTENCE_END.search(text)
