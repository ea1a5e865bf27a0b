"""Elements by their local names: namespaces of the wire vary, or are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers.manuscript import tidy
from factsheet.readers.markup import Element, inner_text, local

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_all(element: Element, path: str) -> Iterator[Element]:
    """The elements at `a/b/c` under an element, in the order of the document; `//a` looks at every depth."""
    steps = path.lower().split("/")
    found = [element]
    deep = False
    for step in steps:
        if not step:
            deep = True
            continue
        found = [
            child for above in found for child in (above.iterdescendants() if deep else above) if local(child) == step
        ]
        deep = False
    yield from found


def find(element: Element, path: str) -> Element | None:
    """The first element at a path."""
    return next(find_all(element, path), None)


def text_at(element: Element, *paths: str) -> str | None:
    """The text of the first element at any of the paths that has some."""
    for path in paths:
        for found in find_all(element, path):
            if text := inner_text(found):
                return text
    return None


def attribute(element: Element | None, *names: str) -> str | None:
    """The first attribute of these local names that says something; case does not matter."""
    if element is None:
        return None
    values = {key.rpartition("}")[2].lower(): value for key, value in element.attrib.items()}
    return next((value for name in names if (value := tidy(values.get(name)))), None)


def attribute_at(element: Element, path: str, *names: str) -> str | None:
    """The first such attribute of the elements at a path."""
    return next((value for found in find_all(element, path) if (value := attribute(found, *names))), None)
