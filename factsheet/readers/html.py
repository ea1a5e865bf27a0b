"""A web page as saved by a browser: the story without what surrounds it.

What a page hides, its dialogs and its boxes of other stories go first (`hidden`, `surroundings`); trafilatura finds the
body in the rest, and paragraphs that are set like those it found are put back (`recovered`). The headline, the writer
and the dates are what the page declares (`declared`). A page that shows only the beginning has its story in its data
(`pagedata`), or a warning that it goes on. A page that only asks for consent, or says that there is no page, is no
article.
"""

from __future__ import annotations

import copy
import html
import re
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.readers import bodies, bylines, declared, no_story, offers, pagedata, recovered, surroundings
from factsheet.readers.encodings import amended_bytes, as_meant
from factsheet.readers.fragments import add_html
from factsheet.readers.frontlines import LIVE, is_live
from factsheet.readers.hidden import drop_hidden
from factsheet.readers.jsonvalues import strings
from factsheet.readers.mailletters import newsletter_foot
from factsheet.readers.manuscript import Manuscript, amount, printable, tidy, word_count
from factsheet.readers.pagebody import add_body
from factsheet.readers.pagetitle import as_shown, inner_title, without_site
from factsheet.readers.streams import decode
from factsheet.readers.trees import parse_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.readers.markup import Element
    from factsheet.records import Article, Json

# The encoding that a page declares.
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][\w.:-]{0,40})""", re.IGNORECASE)


_LIVE_TITLE = re.compile(
    r"\blive\b(?: updates?| blog|:)|\bliveblog\b|^live[:\s]|\b(?:live|news)-?ticker\b|\ben direct\b|\ben vivo\b|"
    r"\b(?:as (?:it|they) happened|minute by minute|as it happens|diretta|direct minute|minuto a minuto)\b",
    re.IGNORECASE,
)
_MOST_KEYWORDS = 30
_LONG = 500  # characters of a text for machines from which it is a story and no summary
_MORE = 1.5  # times the words that a page shows, from which its text for machines is the whole of which it shows a part
_FEW_WORDS = 200  # words that a page shows, up to which its data are looked at for more
_MOST_TAGS = 100_000
"""Tags that a page may have: the largest of a hundred newspapers has a tenth, and the work grows with them."""

_CARD_WORDS = 60  # words of a body for each heading that leads elsewhere, up to which a page is one of links


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a page.

    Raises:
        ReadError: there is no story on it, it only asks for consent, or it is an error page.
    """
    text, said_of_bytes = _decoded(data, name)
    if text.count("<") > _MOST_TAGS:
        raise ReadError(f"{name}: more than {_MOST_TAGS} tags, the limit for a page")
    root = parse_page(text, name=name)
    manuscript = Manuscript(name, "html", warnings=said_of_bytes)
    said = declared.structured(root)
    cards = surroundings.cards(root)
    entries = _prepare(manuscript, root)
    found = _extract(root)
    _metadata(manuscript, root, said, found)
    if found is not None:
        add_body(manuscript, recovered.with_missing(found.body, root))
    _mark_section(manuscript, declared.above_headline(root, said))
    _prefer_data(manuscript, root, said)
    shown = [block.text for block in manuscript.body]
    bodies.settle(manuscript)
    for block in manuscript.body[newsletter_foot([block.text for block in manuscript.body]) :]:
        block.zone = "boilerplate"
    no_story.refuse(manuscript, root, shown, text)
    _classify(manuscript, said, entries, 0 if said else cards)
    yield manuscript.article()


def _mark_section(manuscript: Manuscript, above: set[str]) -> None:
    """Take the words above the headline of a page, which name its section, for that and not for the lead."""
    if manuscript.body and manuscript.body[0].text in above:
        manuscript.body[0].zone = "section"
        manuscript.know(section=manuscript.body[0].text)


def _prepare(manuscript: Manuscript, root: Element) -> int:
    """Take out of a tree what is not to be seen or not of the story; how many entries of a live blog there are."""
    if hidden := drop_hidden(root):
        manuscript.warn(f"left out {amount(hidden, 'passage')} that the page does not show")
    surroundings.unfold_layout(root)
    surroundings.drop_dialogs(root)
    surroundings.drop_forms(root)
    surroundings.drop_notes(root)
    surroundings.drop_contents(root)
    if boxes := surroundings.drop_boxes(root):
        manuscript.warn("left out links to other stories: " + ", ".join(f"“{box}”" for box in boxes[:3]))
    surroundings.part_lines(root)
    return surroundings.show_times(root)


def _classify(manuscript: Manuscript, said: Mapping[str, Json], entries: int, cards: int) -> None:
    """Note what a page is that is no story, and what of its story it does not show."""
    title = manuscript.known.get("title") or ""
    is_timed = is_live([block.text for block in manuscript.body])
    if entries or is_timed or "LiveBlogPosting" in strings(said.get("@type")) or _LIVE_TITLE.search(title):
        manuscript.warn(LIVE)
    if str(said.get("isAccessibleForFree")).lower() == "false" and offers.PREVIEW not in manuscript.warnings:
        manuscript.warn(f"the page says that it is for subscribers: it may be {offers.PREVIEW}")
    if cards and manuscript.words() <= cards * _CARD_WORDS:
        manuscript.know(item_type="package")


def _extract(root: Element) -> Any:
    import trafilatura

    # It parses every date that it sees, and tells the user of zones that it does not know; no date of it is used.
    warnings.filterwarnings("ignore", message="tzname .* identified but not understood", module="dateutil")
    return trafilatura.bare_extraction(
        copy.deepcopy(root),
        fast=False,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False},
    )


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a page: UTF-8 where it is, else what it declares, else a guess."""
    label = _DECLARED.search(data[:4_000])
    try:
        return _amended(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        at = error.start
    if label and not label[1].lower().startswith((b"utf-16", b"utf-32")):  # which is not read as ASCII
        try:
            return printable(as_meant(data, label[1].decode("ascii"))), []
        except (LookupError, UnicodeError):
            pass
    warning = f"bytes that are not in the encoding that the page declares, the first at {at}"
    return printable(decode(data, name=name)), [warning] if label else []


def _amended(text: str) -> tuple[str, list[str]]:
    """The text of a page, what was encoded twice put right before characters go that nobody sees."""
    text, places = amended_bytes(text)
    return printable(text), [f"repaired text that was encoded twice in {amount(places, 'place')}"] if places else []


def _prefer_data(manuscript: Manuscript, root: Element, said: Mapping[str, Json]) -> None:
    """Take the text that the page gives to machines where what it shows is another one, or only a part of it."""
    given = said.get("articleBody")
    if isinstance(given, str) and len(given) >= _LONG and _is_more(manuscript, given):
        _replace(manuscript, given)
    elif manuscript.words() < _FEW_WORDS:
        shown = [block.text for block in manuscript.body if block.zone == "body"]
        if found := pagedata.story(root, manuscript.known.get("title") or "", shown):
            manuscript.know(title=found.title, published=declared.time(found.published))
            if found.title and (manuscript.known.get("title") or "").startswith(found.title):
                manuscript.known["title"] = tidy(found.title)
            _replace(manuscript, found.text)


def _is_more(manuscript: Manuscript, given: str) -> bool:
    """Whether a text for machines is another one than what was found, or more of it."""
    shown = Counter(re.findall(r"\w+", " ".join(block.text for block in manuscript.body)))
    words = Counter(re.findall(r"\w+", html.unescape(given)))
    shared = (shown & words).total()
    other = shared * 2 < min(words.total(), max(shown.total(), words.total() // 2))
    return other or words.total() > _MORE * shown.total()


def _replace(manuscript: Manuscript, text: str) -> None:
    body, manuscript.body = manuscript.body, []
    add_html(manuscript, text)
    if manuscript.words() > sum(word_count(block.text) for block in body) or not body:
        manuscript.warn("the text is from the page's data for machines: its visible text was not found, or is shorter")
    else:
        manuscript.body = body


def _metadata(manuscript: Manuscript, root: Element, said: Mapping[str, Json], found: Any) -> None:
    """Note what the page declares, then what it looks like."""
    declared.know(manuscript, root, said)
    shown = declared.writer_shown(root, said)
    if found is not None:
        author = _writer(found.author)
        keywords = dict.fromkeys(tidy(word) for tag in found.tags or () for word in tag.split(","))
        manuscript.know(
            title=found.title,
            byline=shown if author and shown and shown in author else author,
            agency=found.sitename,
            guid=found.url,
            url=found.url,
            keywords=tuple(keywords)[:_MOST_KEYWORDS],
        )
    manuscript.know(byline=shown)
    manuscript.know(title=inner_title(root))
    title = without_site(manuscript.known.get("title") or "", root)
    manuscript.known["title"] = (title if said else as_shown(title, root)) or None


def _writer(author: str | None) -> str | None:
    """The name in a byline of the metadata; an address is none."""
    return None if not author or "://" in author else bylines.writer(author) or author
