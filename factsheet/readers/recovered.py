"""Paragraphs of a story that were missed though the page formats them like the rest.

A page may have its story in several parts, of which only the first is found. A paragraph belongs to it if it is in
the same part of the page, is set in the same way as two that were found, and is not there for its links.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from factsheet.readers.manuscript import letters, word_count
from factsheet.readers.markup import inner_text, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.markup import Element

_PARTS = ("article", "main")
_LEAST = 2  # paragraphs found that are set alike
_FEW_WORDS = 8
_LINKED = 0.5  # of the letters of a paragraph in links, from which it leads elsewhere
_MOST = 50_000
_MANY = 500  # missing paragraphs from which they are not looked for inside what was found
_OUTSIDE = frozenset({"aside", "footer", "nav", "form", "figure", "header", "table", "li", "figcaption", "blockquote"})
_OUTSIDE_CLASS = re.compile(
    r"related|newsletter|promo|author|\bbio|comment|share|social|recirc|advert|sponsor|teaser|caption|credit|subscri|"
    r"paywall-(?:offer|message)|footer|sidebar|most-|popular|disclaim|copyright|tags?\b|breadcrumb",
    re.IGNORECASE,
)


def with_missing(body: Element | None, root: Element) -> list[Element]:
    """The elements of a body that was found in a page, with the paragraphs that are missing in their places."""
    found = list(body) if body is not None else []
    places = {key: index for index, one in reversed(list(enumerate(found))) if (key := _key(one))}
    paragraphs = [(one, key) for one in islice(root.iter("p"), _MOST) if (key := _key(one))]
    ways = Counter(_way(one) for one, key in paragraphs if key in places)
    known = {way for way, count in ways.items() if count >= _LEAST}
    part = _part([one for one, key in paragraphs if key in places and _way(one) in known])
    if part is None:
        return found
    missing = set(_missing(part, known))
    whole = "".join(map(_key, found)) if len(missing) < _MANY else ""
    at = 0
    added: dict[int, list[Element]] = {}
    for one, key in paragraphs:
        if key in places:
            at = max(at, places[key] + 1)
        elif one in missing and key not in whole:
            added.setdefault(at, []).append(_copy(one))
    return [one for index in range(len(found) + 1) for one in (*added.get(index, ()), *found[index : index + 1])]


def _missing(part: Element, known: set[tuple[str, ...]]) -> Iterator[Element]:
    begun = False
    for one in islice(part.iter("p", "h1"), _MOST):
        if local(one) == "h1":
            if begun:
                return  # another story's headline
            continue
        begun = begun or _way(one) in known
        if (
            _way(one) in known
            and word_count(inner_text(one)) >= _FEW_WORDS
            and not _leads(one)
            and not _is_outside(one, part)
        ):
            yield one


def _part(found: list[Element]) -> Element | None:
    """The part of the page that the story is in: the nearest article, or all of it where none is marked."""
    if not found:
        return None
    above = [set(one.iterancestors()) for one in found]
    shared = [one for one in found[0].iterancestors() if all(one in others for others in above)]
    named = (one for one in shared if local(one) in _PARTS or one.get("itemprop") == "articleBody")
    return next(named, shared[-1] if shared else None)


def _way(element: Element) -> tuple[str, ...]:
    """How a paragraph is set: its own class, and the elements and classes that it is in."""
    above = [element, *islice(element.iterancestors(), 2)]
    return tuple(f"{local(one)} {re.sub(r'[0-9]+', '', one.get('class') or '')}" for one in above)


def _leads(element: Element) -> bool:
    length = len(inner_text(element))
    return sum(len(inner_text(link)) for link in element.iter("a")) > _LINKED * length


def _is_outside(element: Element, part: Element) -> bool:
    for above in element.iterancestors():
        if above is part:
            return False
        if local(above) in _OUTSIDE or _OUTSIDE_CLASS.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return True


def _copy(element: Element) -> Element:
    import copy

    one = copy.deepcopy(element)
    one.tail = None
    return one


def _key(element: Element) -> str:
    """The letters of a text, by which it is known again."""
    return letters("".join(element.itertext()))
