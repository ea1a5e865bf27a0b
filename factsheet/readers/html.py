"""A web page as a browser saved it: the story, and none of what stands around it.

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
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers import bodies, bylines, declared, offers, pagedata, private, recovered, surroundings
from factsheet.readers.encodings import amended_bytes, as_meant
from factsheet.readers.fragments import add_html
from factsheet.readers.hidden import drop_hidden
from factsheet.readers.jsonvalues import strings
from factsheet.readers.manuscript import Manuscript, amount, letters, printable, tidy, word_count
from factsheet.readers.markup import Element, inner_text, local, text_of
from factsheet.readers.streams import decode
from factsheet.readers.trees import parse_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factsheet.readers.manuscript import Block
    from factsheet.records import Article, Json

# The encoding that a page declares.
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][\w.:-]{0,40})""", re.IGNORECASE)
_PHRASES = Lists("factsheet.readers").parts("phrases")
# The titles of pages that say that there is no page, or that a reader is no robot.
_ERROR = re.compile("|".join(_PHRASES["error page"]), re.IGNORECASE)
_ROBOT = re.compile("|".join(_PHRASES["robot page"]), re.IGNORECASE)
# A heading under which a page names other stories.
_OTHERS = re.compile(rf"(?:{'|'.join(_PHRASES['other stories'])}).{{0,60}}", re.IGNORECASE)

_TEASERS = 30  # blocks at the end of a page of which one may be such a heading

# Who took a picture.
_CREDIT = re.compile(r"(?:photo|image|picture|foto|bild|gallery)s?(?: credits?)?\s*:.{1,100}", re.IGNORECASE)
# What stands between a title and the name of the site.
_BEFORE_SITE = re.compile(r"\s*[-|–—:·»]")
_LIVE_TITLE = re.compile(
    r"\blive\b(?: updates?| blog|:)|\bliveblog\b|^live[:\s]|\b(?:live|news)-?ticker\b|\ben direct\b|\ben vivo\b|"
    r"\b(?:as (?:it|they) happened|minute by minute|as it happens|diretta|direct minute|minuto a minuto)\b",
    re.IGNORECASE,
)
# A page that only leads to another one, and one that a program makes in the browser.
_REFRESH = re.compile(
    r"""<meta[^<>]{0,40}http-equiv=["']?refresh["']?[^<>]{0,40}url=["']?([^"'<>]{1,200})""", re.IGNORECASE
)
_SCRIPTED = re.compile(r"<noscript\b[^<>]{0,80}>[^<>]{0,300}\bjavascript\b", re.IGNORECASE)
_MOST_HEADINGS = 5
_TITLE_WORDS = 4  # words from which a title without a heading is one, and up to which what follows it names a site
_MOST_KEYWORDS = 30
_LONG = 500  # characters of a text for machines from which it is a story and no summary
_MORE = 1.5  # times the words that a page shows, from which its text for machines is the whole of which it shows a part
_FEW_WORDS = 200  # words that a page shows, up to which its data are looked at for more
_MOST_TAGS = 100_000
"""Tags that a page may have: the largest of a hundred newspapers has a tenth, and the work grows with them."""

_ERROR_WORDS = 80  # words of a body up to which a page with the title of an error is an error page
_CARD_WORDS = 60  # words of a body for each heading that leads elsewhere, up to which a page is one of links


def read(data: bytes, *, name: str) -> Iterator[Article]:
    """The article of a page.

    Raises:
        ReadError: there is no story on it, it only asks for consent, or it is an error page.
    """
    text, warnings = _decoded(data, name)
    if text.count("<") > _MOST_TAGS:
        raise ReadError(f"{name}: more than {_MOST_TAGS} tags, the most that is read as one page")
    root = parse_page(text, name=name)
    manuscript = Manuscript(name, "html", warnings=warnings)
    said = declared.structured(root)
    cards = surroundings.cards(root)
    entries = _prepare(manuscript, root)
    found = _extract(root)
    _metadata(manuscript, root, said, found)
    if found is not None:
        _body(manuscript, recovered.with_missing(found.body, root))
    _mark_section(manuscript, declared.above_headline(root, said))
    _prefer_data(manuscript, root, said)
    shown = [block.text for block in manuscript.body]
    bodies.settle(manuscript)
    _refuse(manuscript, root, shown, _why_empty(text))
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
        manuscript.warn(f"{amount(hidden, 'passage')} that the page does not show left out")
    surroundings.unfold_layout(root)
    surroundings.drop_dialogs(root)
    surroundings.drop_contents(root)
    if boxes := surroundings.drop_boxes(root):
        manuscript.warn("links to other stories left out: " + ", ".join(f"“{box}”" for box in boxes[:3]))
    surroundings.part_lines(root)
    return surroundings.show_times(root)


def _why_empty(text: str) -> str:
    """Why a page without a story has none, by its code."""
    if leads := _REFRESH.search(text):
        return f"there is no story on this page, which leads on to {tidy(leads[1])}"
    if _SCRIPTED.search(text):
        return "there is no story in this page before its programs have run: save it in a browser, and read the file"
    return "there is no story on this page"


def _refuse(manuscript: Manuscript, root: Element, shown: list[str], why_empty: str) -> None:
    """Refuse a page without a story; `why_empty` says why there may be none.

    Raises:
        ReadError: it has none.
    """
    title = manuscript.known.get("title") or _inner_title(root)
    words = manuscript.words()
    if words <= _ERROR_WORDS and any((one.get("type") or "").lower() == "password" for one in root.iter("input")):
        raise ReadError(f"{manuscript.name}: no article: the page asks to log in; save it once that is done")
    titles = (title, _inner_title(root))
    robots = next(filter(_ROBOT.search, (*titles, *shown)), next(filter(_ERROR.search, titles), None))
    if words <= _ERROR_WORDS and robots is not None:
        raise ReadError(f"{manuscript.name}: no article: an error page ({robots[:80]!r})")
    if any(map(surroundings.is_consent, ([title, *shown], shown or [inner_text(root)]))):
        raise ReadError(f"{manuscript.name}: no article: the page only asks for consent; save it once that is given")
    if not any(block.zone not in {"boilerplate", "editors-note", "subhead"} for block in manuscript.body):
        raise ReadError(f"{manuscript.name}: no article: {why_empty}")


def _classify(manuscript: Manuscript, said: Mapping[str, Json], entries: int, cards: int) -> None:
    """Note what a page is that is no story, and what of its story it does not show."""
    title = manuscript.known.get("title") or ""
    if entries or "LiveBlogPosting" in strings(said.get("@type")) or _LIVE_TITLE.search(title):
        manuscript.warn("a live blog: entries with times, the latest first")
    if str(said.get("isAccessibleForFree")).lower() == "false" and offers.PREVIEW not in manuscript.warnings:
        manuscript.warn(f"the page says that it is for subscribers: it may be {offers.PREVIEW}")
    if cards and manuscript.words() <= cards * _CARD_WORDS:
        manuscript.know(item_type="package")


def _inner_title(root: Element) -> str:
    """What stands in the title element."""
    return next((text for one in root.iter("title") if (text := inner_text(one))), "")


def _extract(root: Element) -> Any:
    import trafilatura

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
    return printable(text), [f"text that was encoded twice put right in {amount(places, 'place')}"] if places else []


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
        manuscript.warn("the text is what the page gives to machines: what it shows was not found, or is less")
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
    manuscript.know(title=_inner_title(root))
    title = _without_site(manuscript.known.get("title") or "", root)
    manuscript.known["title"] = (title if said else _as_shown(title, root)) or None


def _writer(author: str | None) -> str | None:
    """The name in a byline of the metadata; an address is none."""
    return None if not author or "://" in author else bylines.writer(author) or author


def _without_site(title: str, root: Element) -> str:
    """A title without the name of the site after it, where a heading on the page is the title without it."""
    headings = [inner_text(one) for one in root.iter("h1")][:_MOST_HEADINGS]
    for words in [*headings, *(inner_text(one) for one in islice(root.iter("h2", "h3"), _MOST_HEADINGS))]:
        if words and title.startswith(words) and _BEFORE_SITE.match(title, len(words)):
            return words
    before, _, site = title.rpartition(" | ")
    return before if len(before.split()) >= _TITLE_WORDS >= len(site.split()) and not headings else title


def _as_shown(title: str, root: Element) -> str:
    """A title that is only in the metadata as the heading of the page words it, if most of their words are the same."""
    words = set(re.findall(r"\w{4,}", title.casefold()))
    for heading in [inner_text(one) for one in root.iter("h1")][:_MOST_HEADINGS]:
        shown = set(re.findall(r"\w{4,}", heading.casefold()))
        if len(words & shown) * 2 > max(len(shown), 1) and len(heading) <= 2 * len(title):
            return heading
    return title


def _body(manuscript: Manuscript, body: list[Element]) -> None:
    for element in body:
        _block(manuscript, element, local(element))
        if tidy(element.tail):
            manuscript.add("body", element.tail)
    blocks = manuscript.body
    starts = range(max(1, len(blocks) - _TEASERS), len(blocks))
    del blocks[next((index for index in starts if _are_others(blocks[index:])), len(blocks)) :]


def _are_others(blocks: list[Block]) -> bool:
    """Whether blocks are other stories' headlines and teasers under their heading."""
    is_heading = blocks[0].zone == "subhead" and _OTHERS.fullmatch(blocks[0].text)
    return bool(is_heading) and all(len(block.text.split()) <= private.PROSE for block in blocks)


def _block(manuscript: Manuscript, element: Element, name: str) -> None:
    """Add one element of trafilatura's own tree."""
    if name == "list":
        for item in element:
            manuscript.add("list", inner_text(item))
    elif name == "table":
        rows = [" | ".join(map(inner_text, row)).strip(" |") for row in element]
        manuscript.add("table", "\n".join(rows), lines=True)
    elif name == "quote" and len(element):
        for part in element:
            manuscript.add("quotation", part.tail if not local(part) else f"{text_of(part)} {part.tail or ''}")
        manuscript.add("quotation", element.text)
    elif name not in {"", "graphic", "comments"}:
        for text in text_of(element).split("\n\n"):
            _paragraph(manuscript, text, name)


def _paragraph(manuscript: Manuscript, text: str, name: str) -> None:
    if name == "head":
        if letters(text) != letters(manuscript.known.get("title")):
            manuscript.add("subhead", text)
    elif name == "quote":
        manuscript.add("quotation", text)
    elif not offers.leads_elsewhere(tidy(text)):
        manuscript.add("caption" if _CREDIT.fullmatch(tidy(text)) else "body", text)
