"""What is on a page but not in the story: boxes that link to other stories, dialogs, buttons.

They are taken out of the page's tree before the story is looked for, because afterwards a box in the middle cannot be
told from the story. A box is told by its heading and by being made of links.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers import menus
from factsheet.readers.hidden import remove
from factsheet.readers.manuscript import SENTENCE_END, tidy, word_count
from factsheet.readers.markup import SET_IN, inner_text, local, short_text

if TYPE_CHECKING:
    from factsheet.readers.markup import Element

_PHRASES = Lists("factsheet.readers").parts("phrases")
_OTHERS = re.compile(rf"\W*(?:{'|'.join(_PHRASES['other stories'])}).{{0,60}}", re.IGNORECASE)
_DIALOG = re.compile(
    r"cookie|consent|gdpr|onetrust|didomi|truste|\bcmp\b|sp_message|privacy-(?:banner|modal|overlay|notice)",
    re.IGNORECASE,
)
_CONSENT = [re.compile(phrase, re.IGNORECASE) for phrase in _PHRASES["consent"]]
_SPEAKS = re.compile("|".join(_PHRASES["speaks to a reader"]), re.IGNORECASE)
_QUOTED = re.compile('["“„«][^"“”„«»]{0,400}["”“»]')
_LIVE = re.compile(r"\blive-?_?(?:blog|update|entry|post|event|item)|\bliveblog|\blb-post|\bblog-?post", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"(?:^|\s)(?:title|MsoTitle)(?:\s|$)")
# A note at the foot and the mark that leads to it: EPUB 3.3, DPUB-ARIA 1.1, pandoc, Substack.
_NOTE = re.compile(
    r"\bdoc-(?:noteref|footnote|endnotes?|backlink)\b|"
    r"(?:^|\s)(?:noteref|(?:foot|rear|end)notes?|footnote-(?:anchor|ref|number|back(?:ref)?))(?=\s|$)"
)
# A card that asks for an address of mail, by its class.
_ASKING = re.compile(r"sign-?_?up|newsletter|subscri|opt-?in|mailing", re.IGNORECASE)
_FEW_ASKED = 60  # words of such a card
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADING_LENGTH = 80
_LINKED = 0.6  # of the letters of a part in links, from which it leads to other pages
_SHORT_DIALOG = 4_000
_MOST_BESIDE = 100  # elements beside a box that are looked at
_MOST_LOOKED_AT = 20_000
_CONSENT_PHRASES = 3  # that a text has which asks for consent
_ENTRIES = 3
_CARDS = 4
_LONG_CELL = 400  # characters of a cell that holds a story
_FEWEST_BREAKS = 3  # in such a cell
_BLOCKS = ("p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4")


def drop_boxes(root: Element) -> list[str]:
    """Take boxes of other stories out of a tree; the headings of those that stood among paragraphs."""
    found = []
    headings = [one for one in islice(root.iter(), _MOST_LOOKED_AT) if _is_heading(one)]
    for heading in headings:
        parent = heading.getparent()
        if parent is None or not (box := _box(heading)):
            continue
        holder = box[0].getparent()
        if holder is not None and sum(local(one) == "p" for one in islice(holder, _MOST_BESIDE)) > 1:
            found.append(inner_text(heading)[:_HEADING_LENGTH])
        for one in box:
            holder = one.getparent()
            if holder is not None:
                remove(one, holder)
    return found


def drop_contents(root: Element) -> None:
    """Take lists out of a tree whose items lead to parts of the same page, with their headings."""
    for one in list(islice(root.iter("ul", "ol"), _MOST_LOOKED_AT)):
        parent = one.getparent()
        links = list(islice(one.iter("a"), _MOST_BESIDE))
        inside = sum((link.get("href") or "").startswith("#") for link in links)
        if parent is not None and len(links) > 1 and inside * 10 > len(links) * 9 and _leads(one):
            heading = one.getprevious()
            if heading is not None and menus.is_contents_heading(short_text(heading, _HEADING_LENGTH) or ""):
                remove(heading, parent)
            remove(one, parent)


def _is_heading(element: Element) -> bool:
    """Whether an element is the heading of links to other stories."""
    name = local(element)
    if name not in {*_HEADINGS, "p", "div", "strong", "b", "span", "header"} or (
        name not in _HEADINGS and len(element) > 2
    ):
        return False
    text = short_text(element, _HEADING_LENGTH)
    return bool(text) and bool(_OTHERS.fullmatch(text or "")) and not SENTENCE_END.search(text or "")


def _box(heading: Element) -> list[Element]:
    """The heading and what leads elsewhere below it; [] where nothing does."""
    top = heading
    # A heading that stands alone in what holds it has its links beside that.
    while (
        (above := top.getparent()) is not None
        and local(above) not in {"body", "article", "main"}
        and _is_alone(top, above)
    ):
        top = above
    box = []
    for sibling in top.itersiblings():
        if not local(sibling) or not inner_text(sibling):
            continue
        if tidy(top.tail) or not _leads(sibling):
            break
        box.append(sibling)
    return [top, *box] if box else []


def _is_alone(element: Element, above: Element) -> bool:
    text = short_text(above, _HEADING_LENGTH)
    return text is not None and inner_text(element) == text


def _leads(element: Element) -> bool:
    """Whether a part is there for its links: most of its letters, or the headings in it, are in some."""
    text = inner_text(element)
    linked = sum(len(inner_text(link)) for link in ([element] if local(element) == "a" else element.iter("a")))
    if linked >= _LINKED * len(text):
        return True
    titles = list(element.iter(*_HEADINGS))
    return bool(titles) and all(is_linked(one) for one in titles)


def is_linked(element: Element) -> bool:
    """Whether all of an element is a link, in it or around it."""
    inner = sum(len(inner_text(link)) for link in element.iter("a"))
    around = any(local(above) == "a" for above in islice(element.iterancestors(), 4))
    return around or (bool(inner_text(element)) and inner >= 0.9 * len(inner_text(element)))


def drop_notes(root: Element) -> None:
    """Take notes at the foot out of a tree, and the marks in the text that lead to them."""
    for one in list(islice(root.iter("a", "aside", "section", "div", "ol", "li", "p", "sup"), _MOST_LOOKED_AT)):
        parent = one.getparent()
        kind = f"{one.get('epub:type') or ''} {one.get('role') or ''} {one.get('class') or ''}"
        if parent is not None and _NOTE.search(kind):
            remove(one, parent)


def drop_forms(root: Element) -> None:
    """Take cards out of a tree that ask for an address: a form and a few words, in a part that is named for that."""
    for form in list(islice(root.iter("form"), _MOST_BESIDE)):
        cards = [one for one in islice(form.iterancestors(), 4) if _ASKING.search(one.get("class") or "")]
        few = [one for one in cards if word_count(inner_text(one)) <= _FEW_ASKED]
        parent = few[-1].getparent() if few else None
        if parent is not None:
            remove(few[-1], parent)


def drop_dialogs(root: Element) -> None:
    """Take questions for consent out of a page that has more than that."""
    total = len(inner_text(root))
    for one in list(islice(root.iter("div", "section", "aside", "dialog", "form"), _MOST_LOOKED_AT)):
        parent = one.getparent()
        if parent is None or not _DIALOG.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            continue
        text = inner_text(one)
        if len(text) < min(_SHORT_DIALOG, total / 2) and asks_for_consent(text):
            remove(one, parent)


def asks_for_consent(text: str) -> bool:
    """Whether a text asks a reader to accept what a site does with data about him."""
    return sum(bool(phrase.search(text)) for phrase in _CONSENT) >= _CONSENT_PHRASES


def is_consent(paragraphs: list[str]) -> bool:
    """Whether a page is nothing but such a question, and no news about one."""
    asking = [one for one in paragraphs if any(phrase.search(one) for phrase in _CONSENT)]
    speaks = any(_SPEAKS.search(_QUOTED.sub(" ", one)) for one in asking)
    return speaks and len(asking) * 2 > len(paragraphs) and asks_for_consent(" ".join(paragraphs))


def unfold_layout(root: Element) -> None:
    """Make parts of a page of the tables that only lay it out: a cell of theirs has paragraphs or lines in it."""
    for table in list(islice(root.iter("table"), _MOST_BESIDE)):
        cells = [one for one in islice(table.iter("td"), _MOST_LOOKED_AT) if _holds_text(one)]
        if not cells or next(table.iter("th"), None) is not None:
            continue
        for one in list(islice(table.iter("table", "tbody", "tr", "td"), _MOST_LOOKED_AT)):
            lines = one in cells and next(one.iter(*_BLOCKS), None) is None
            one.tag = "p" if lines else "div"


def _holds_text(cell: Element) -> bool:
    breaks = sum(1 for _ in islice(cell.iter("br", "p"), _FEWEST_BREAKS))
    return breaks >= _FEWEST_BREAKS and len(inner_text(cell)) >= _LONG_CELL and not _leads(cell)


def part_lines(root: Element) -> None:
    """Make lines that a page sets by themselves paragraphs: who is quoted, and what comes after two line breaks."""
    if next(root.iter("h1"), None) is None:  # word processors set the title as a paragraph with that style
        for one in islice(root.iter("p"), _MOST_BESIDE):
            if _TITLE_STYLE.search(one.get("class") or "") and inner_text(one):
                one.tag = "h1"
                break
    for quotation in root.iter("blockquote"):
        for one in list(quotation.iter("cite", "footer")):
            one.tag = "p"
    for one in list(islice(root.iter("p", "div", "td"), _MOST_LOOKED_AT)):
        if _is_set_in(one):
            _part_set_in(one)
        elif local(one) == "p":
            _part(one)


def _is_set_in(element: Element) -> bool:
    """Whether the lines of a part are paragraphs, each of which begins with an indent."""
    breaks = [one for one in islice(element, _MOST_BESIDE) if local(one) == "br"]
    return len(breaks) > 1 and all(SET_IN.match(one.tail or "") for one in breaks if tidy(one.tail))


def _part_set_in(element: Element) -> None:
    """Make each line of a part a paragraph in it."""
    lines = [element.makeelement("p")]
    lines[0].text, element.text = element.text, None
    for child in list(element):
        element.remove(child)
        if local(child) == "br":
            lines.append(element.makeelement("p"))
            lines[-1].text = child.tail
        else:
            lines[-1].append(child)
    element.extend(lines)
    element.tag = "div"


def _part(paragraph: Element) -> None:
    """Make what comes after two line breaks in a paragraph paragraphs of their own."""
    children = list(paragraph)
    breaks = [
        index
        for index, (one, following) in enumerate(pairwise(children))
        if local(one) == local(following) == "br" and not tidy(one.tail)
    ]
    for at in reversed(breaks):
        last = children[at + 1]
        new = paragraph.makeelement("p", dict(paragraph.attrib))
        new.text, new.tail = last.tail, paragraph.tail
        new.extend(list(paragraph)[at + 2 :])
        paragraph.tail = None
        paragraph.addnext(new)
        for one in (children[at], last):
            paragraph.remove(one)


def show_times(root: Element) -> int:
    """Make the times of the entries of a live blog paragraphs; how many entries there are."""
    entries = [one for one in islice(root.iter("div", "section", "article", "li"), _MOST_LOOKED_AT) if _is_entry(one)]
    if len(entries) < _ENTRIES:
        return 0
    for entry in entries:
        time = next(entry.iter("time"))
        label = " ".join((time.get("datetime") or "")[:16].replace("T", " ").split()) or inner_text(time)
        time.clear(keep_tail=True)
        time.tag = "h4"
        time.text = label
    return len(entries)


def _is_entry(element: Element) -> bool:
    kind = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return bool(_LIVE.search(kind) or "liveBlogUpdate" in kind) and sum(1 for _ in islice(element.iter("time"), 3)) == 1


def cards(root: Element) -> int:
    """How many headings of a page lead to other pages, where few do not: it is a page of links."""
    body = next(root.iter("main"), root)
    titles = [one for one in islice(body.iter("h2", "h3", "h4"), _MOST_LOOKED_AT) if inner_text(one)]
    linked = sum(map(is_linked, titles))
    return linked if linked >= _CARDS and linked * 4 >= len(titles) * 3 else 0
