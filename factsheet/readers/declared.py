"""What a page declares about its story: in JSON-LD, then metadata, then marked elements.

A date is what the page declares as one, or shows beside the headline in a line that is there for it. A date in the
story, a copyright, an address or another story's teaser is none: where a page declares no date, there is none.
"""

from __future__ import annotations

import html
import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers import bylines, menus
from factsheet.readers.dates import clock, is_date_line, is_labelled, said_time
from factsheet.readers.jsonvalues import is_article_type, names, strings
from factsheet.readers.manuscript import SENTENCE_END, Manuscript, tidy, word_count
from factsheet.readers.markup import inner_text, local, short_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factsheet.readers.markup import Element
    from factsheet.records import Json

_KEYS = Lists("factsheet.readers").parts("declared")
_PUBLISHED, _ELSEWHERE, _UPDATED = (
    frozenset(" ".join(_KEYS[part]).split()) for part in ("published", "published elsewhere", "updated")
)
_DATE_CLASS = re.compile(r"date|publi|time|posted|byline|meta|stamp|datum|fecha|data\b", re.IGNORECASE)
_WRITER_CLASS = re.compile(
    r"auth?or|auteur|byline|writer|verfasser|signature|\bfirma|redac?teur|journalist", re.IGNORECASE
)
_OTHER_CLASS = re.compile(
    r"related|teaser|card|promo|most-|popular|comment|sidebar|recommend|more-|latest|aside|footer|event|calendar|agenda|"
    r"countdown",
    re.IGNORECASE,
)
_UPDATED_LINE = re.compile(
    r"\b(?:updated?|modified|aktualisiert|mise? à jour|modifiée?|ac?tualizado|aggiornato|bijgewerkt|uppdaterad|"
    r"oppdatert|opdateret|päivitetty)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[·•|]")  # what parts a date from the writer in one line
_MOST_SCRIPTS = 40
_MOST_OBJECTS = 50
_DEEPEST = 4
_MOST_WRITERS = 10
_AROUND_HEADLINE = 120  # elements after a headline, and as many before it, in which its date is looked for
_PARAGRAPH = 200  # characters from which what follows a headline is the story
_SECTION = 40  # characters of the name of a section
_MOST_CLASSED = 20_000  # elements with a class that are looked at
_EARLIEST = "1900"
_NAME_WORDS = range(2, 5)  # of a writer whose name stands without a word that says so
_SENTENCE_WORDS = 6  # words around a time that make a sentence of it


def structured(root: Element) -> Mapping[str, Json]:
    """What the page says about its article in JSON-LD: the first description of one that has a headline."""
    found = next((one for one in _objects(root) if _is_article(one)), None)
    return found or {}


def _objects(root: Element) -> Iterator[dict[str, Json]]:
    scripts = (one for one in root.iter("script") if "ld+json" in (one.get("type") or ""))
    for script in islice(scripts, _MOST_SCRIPTS):
        try:
            value = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _described(value, 0)


def _is_article(value: dict[str, Json]) -> bool:
    return is_article_type(value.get("@type")) and bool(string(value.get("headline")))


def _is_of_page(value: dict[str, Json]) -> bool:
    """Whether an object describes this page, or a text on it, without its headline."""
    kinds = value.get("@type")
    return is_article_type(kinds) or any(kind.endswith("WebPage") for kind in strings(kinds))


def _described(value: Json, depth: int) -> Iterator[dict[str, Json]]:
    """The objects in what a page says for machines, the outer ones first."""
    if depth > _DEEPEST:
        return
    inner = value[:_MOST_OBJECTS] if isinstance(value, list) else []
    if isinstance(value, dict):
        yield value
        inner = [value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage")]
    for one in inner:
        yield from _described(one, depth + 1)


def string(value: Json) -> str | None:
    """A string of JSON-LD as one line, its references resolved; None for another value."""
    return tidy(html.unescape(value)) if isinstance(value, str) else None


def people(value: Json) -> str | None:
    """The names of people or organisations."""
    listed = value[:_MOST_WRITERS] if isinstance(value, list) else value
    found = (name for name in names(listed, "name") if "://" not in name)
    return ", ".join(dict.fromkeys(bylines.writer(name) or name for name in found)) or None


def know(manuscript: Manuscript, root: Element, said: Mapping[str, Json]) -> None:
    """Note what a page declares."""
    manuscript.know(
        title=string(said.get("headline")),
        byline=people(said.get("author")),
        agency=people(said.get("publisher")),
        language=string(said.get("inLanguage")) or root.get("lang"),
    )
    manuscript.know(published=_first(_published(root, said)), updated=_first(_updated(root, said)))


def _first(times: Iterable[str | None]) -> str | None:
    """The first time that is one, with its time of day where another one of the same day has it."""
    found = [one for said in islice(times, 12) if (one := time(said))]
    return next((one for one in found if "T" in one and one[:10] == found[0][:10]), found[0]) if found else None


def time(text: str | None) -> str | None:
    """A time from a page as ISO 8601; None if invalid, or the zero of some system."""
    found = said_time(text)
    return found if found and found >= _EARLIEST else None


def _published(root: Element, said: Mapping[str, Json]) -> Iterator[str | None]:
    yield string(said.get("datePublished"))
    yield from _meta(root, _PUBLISHED)
    yield from _marked(root, "datepublished")
    yield from _in_entry(root, "dt-published")
    yield from _meta(root, _ELSEWHERE)
    yield string(said.get("dateCreated"))
    yield from (string(one.get("datePublished")) for one in _objects(root) if _is_of_page(one))
    yield from (line for line in _beside_headline(root, said) if not _UPDATED_LINE.search(line))


def _updated(root: Element, said: Mapping[str, Json]) -> Iterator[str | None]:
    yield string(said.get("dateModified"))
    yield from _meta(root, _UPDATED)
    yield from _marked(root, "datemodified")
    yield from filter(_UPDATED_LINE.search, _beside_headline(root, said))


def _meta(root: Element, keys: frozenset[str]) -> Iterator[str | None]:
    """What the metadata with one of these names has."""
    for one in root.iter("meta"):
        named = {(one.get(name) or "").lower() for name in ("property", "name", "itemprop", "http-equiv")}
        if not named.isdisjoint(keys):
            yield one.get("content")


def _marked(root: Element, name: str) -> Iterator[str | None]:
    """What elements have that the page marks as a date of its own article, not as one of another on it."""
    for one in root.iterdescendants():
        said = (one.get("itemprop") or one.get("property") or "").lower().rpartition(":")[2].split()
        named = local(one) != "meta" and name in said
        if (named or (name == "datepublished" and one.get("pubdate") is not None)) and not _is_other(one):
            yield one.get("datetime") or one.get("content") or inner_text(one)


def _in_entry(root: Element, name: str) -> Iterator[str | None]:
    """What elements with a class of a microformat have, in the only entry of a page (https://microformats.org/wiki/h-entry)."""
    entries = list(islice(root.iterfind(".//*[@class]"), _MOST_CLASSED))
    found = [one for one in entries if "h-entry" in one.get("class", "").split()]
    for one in found[0].iterdescendants() if len(found) == 1 else ():
        if name in (one.get("class") or "").split():
            yield one.get("datetime") or one.get("content") or inner_text(one)


def _is_other(element: Element) -> bool:
    """Whether an element belongs to another story that a page points to."""
    for above in (element, *islice(element.iterancestors(), 8)):
        if local(above) in {"aside", "footer", "nav"} or _OTHER_CLASS.search(above.get("class") or ""):
            return True
        if local(above) == "article" or above.get("itemscope") is not None:
            return (above.get("itemtype") or "").endswith("Event")
    return False


def _heading(root: Element, said: Mapping[str, Json]) -> Element | None:
    """The headline on the page: marked as such, the one that is declared, or the first of the highest level."""
    found = [one for one in islice(root.iter("h1", "h2"), _MOST_OBJECTS) if inner_text(one)]
    marked = (one for one in found if (one.get("itemprop") or "").lower() == "headline")
    named = (one for one in found if inner_text(one) == string(said.get("headline")))
    first = (one for one in found if local(one) == "h1")
    return next((one for some in (marked, named, first) for one in some), None)


def _beside_headline(root: Element, said: Mapping[str, Json]) -> Iterator[str]:
    """The dates between the headline and the story, or just above it."""
    heading = _heading(root, said)
    if heading is None:
        return
    for one in islice(_after(heading), _AROUND_HEADLINE):
        name = local(one)
        text = tidy(one.text) or (short_text(one, _PARAGRAPH) or "" if name == "p" else "")
        holds_none = name in {"p", "div"} and next(one.iterdescendants("p", "div", "time"), None) is None
        if holds_none and short_text(one, _PARAGRAPH) is None:
            break
        if name == "time" and not _is_other(one) and not _is_told(one):
            yield one.get("datetime") or inner_text(one)
        elif text and (_is_for_date(one) or _is_below_byline(one)):
            yield from filter(is_date_line, [text, *_BESIDE.split(text)])
    for one in islice(_before(heading), _AROUND_HEADLINE):
        if local(one) == "time" and not _is_other(one):
            yield one.get("datetime") or inner_text(one)
        elif is_labelled(tidy(one.text)) and is_date_line(tidy(one.text)):
            yield tidy(one.text)


def _is_told(time: Element) -> bool:
    """Whether a time is in a sentence of the story: "On 16 October 1987 the wind took nine trees"."""
    above = next((one for one in islice(time.iterancestors(), 4) if local(one) in {"p", "li", "blockquote"}), None)
    if above is None:
        return False
    text = inner_text(above)
    return bool(SENTENCE_END.search(text)) and word_count(text) - word_count(inner_text(time)) >= _SENTENCE_WORDS


def writer_shown(root: Element, said: Mapping[str, Json]) -> str | None:
    """The writer from a line below the headline, or None."""
    heading = _heading(root, said)
    for one in islice(_after(heading), _AROUND_HEADLINE) if heading is not None else ():
        text = short_text(one, _PARAGRAPH)
        if text is None and local(one) == "p":
            return None
        if not text or _is_other(one):
            continue
        if name := bylines.writer(text) or _named(one, text) or _beside_date(text):
            return name
    return None


def _named(element: Element, text: str) -> str | None:
    """The name in an element that says that a writer is in it: what links to him, or all of its text."""
    kind = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
    if not _WRITER_CLASS.search(kind):
        return None
    links = (inner_text(link) for link in element.iterdescendants("a"))
    return next((one for one in (*links, text) if len(one.split()) > 1 and bylines.is_name(one)), None)


def _beside_date(text: str) -> str | None:
    """The name in a line of a date that marks part: "Iona Reid | Friday 12 June 2026 | 18:40"."""
    parts = [part.strip() for part in _BESIDE.split(text)]
    dated = len(parts) > 1 and any(map(is_date_line, parts))
    names = [part for part in parts if dated and len(part.split()) in _NAME_WORDS and bylines.is_name(part)]
    return names[0] if len(names) == 1 and not menus.is_sections(names[0]) else None


def above_headline(root: Element, said: Mapping[str, Json]) -> set[str]:
    """The few words that are above the headline of a page, as the name of a section does."""
    heading = _heading(root, said)
    near = islice(_before(heading), _AROUND_HEADLINE) if heading is not None else ()
    found = {short_text(one, _SECTION) or "" for one in near}
    return {text for text in found if text and not text.endswith((".", "!", "?"))}


def _is_for_date(element: Element) -> bool:
    """Whether an element is there for the date: by its class or that of what holds it, or by its label."""
    above = (element, *islice(element.iterancestors(), 3))
    named = any(_DATE_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in above)
    stamped = bool(clock(element.text or ""))  # a day with its time is beside a headline for nothing else
    return (named or stamped or is_labelled(element.text or "")) and not _is_other(element)


def _is_below_byline(element: Element) -> bool:
    """Whether an element is a paragraph between the byline and the story, as word processors have them."""
    near = (element.getprevious(), element.getnext())
    return local(element) == "p" and any(bylines.writer(short_text(one, _PARAGRAPH)) for one in near if one is not None)


def _after(element: Element) -> Iterator[Element]:
    """The elements after one in the order of the document, those inside it first."""
    yield from element.iterdescendants()
    current = element
    while current is not None:
        for sibling in current.itersiblings():
            yield from sibling.iter()
        current = current.getparent()


def _before(element: Element) -> Iterator[Element]:
    """The elements before one that are in what holds it, the nearest first."""
    for above in (element, *islice(element.iterancestors(), 2)):
        for sibling in above.itersiblings(preceding=True):
            yield from sibling.iter()
