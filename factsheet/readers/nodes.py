"""Elements by their local names, because namespaces on the wire vary or are missing."""

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


def texts_at(element: Element, *paths: str) -> list[str]:
    """The texts of the elements at some paths that have one, those of the first path first."""
    return [text for path in paths for found in find_all(element, path) if (text := inner_text(found))]


def text_at(element: Element, *paths: str) -> str | None:
    """The first text of an element at one of the paths."""
    found = (inner_text(one) for path in paths for one in find_all(element, path))
    return next(filter(None, found), None)


def attribute(element: Element | None, *names: str) -> str | None:
    """The first non-empty attribute with one of these local names; ignores case."""
    if element is None:
        return None
    values = {key.rpartition("}")[2].lower(): value for key, value in element.attrib.items()}
    return next((value for name in names if (value := tidy(values.get(name)))), None)


def attributes_at(element: Element, path: str, *names: str) -> list[str]:
    """The first such attribute of each element at a path that has one."""
    return [value for found in find_all(element, path) if (value := attribute(found, *names))]


def attribute_at(element: Element, path: str, *names: str) -> str | None:
    """The first such attribute of the elements at a path."""
    return next((value for found in find_all(element, path) if (value := attribute(found, *names))), None)


def lower_at(element: Element, path: str, *names: str) -> str:
    """The same in small letters, "" where there is none."""
    return (attribute_at(element, path, *names) or "").lower()
