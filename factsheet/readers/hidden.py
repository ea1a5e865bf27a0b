"""Hidden text of a page: an editor does not see it, so a model must not either.

Told by the element (`template`, `hidden`), by its style in place or in a style sheet of the page (nothing displayed, no
size, off the screen, white on white), and by the classes that frameworks have for screen readers. What holds the story
of a page is not hidden, whatever it says: such pages are shown by a script.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.readers.markup import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.readers.markup import Element

_CLASSES = frozenset(" ".join(Lists("factsheet.readers").lines("elements", "hidden classes")).split())
_SHOWN_ELSEWHERE = re.compile(
    r"(?:sm|md|lg|xl|xxl|2xl)[:-](?:block|flex|inline|grid|table)|d-\w+-(?:block|flex|inline|grid)"
)
"""Classes that show a part on wide screens."""

_DECLARATION = re.compile(r"(?<![a-z-])([a-z-]+)\s*:\s*([^;]+)")
_NONE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0?(?:\.0*)?$|font-size:(?:0(?:\.\d+)?|1)(?:px|pt|em|rem|%)?$"
    r"|text-indent:-\d{3,}|(?:left|top|right|bottom|margin-left|margin-top):-\d{3,}|transform:.*(?:scale\(0|translate[xy3d]*\([^)]*-\d{4,})"
    r"|clip:rect\((?:0|1px)[^)]*\)|clip-path:inset\((?:50|100)%|color:transparent"
)
_TINY = re.compile(r"(?:max-)?(?:width|height):[01](?:px|em|rem)?$")
_WHITE = re.compile(
    r"(?:#f[a-f0-9]f[a-f0-9]f[a-f0-9]|#fff|white|rgba?\(25[0-5],25[0-5],25[0-5](?:,[\d.]+)?\)|snow|ivory|whitesmoke)$"
)
_BACKGROUND = re.compile(r"background(?:-color|-image)?$")
_MEDIA = re.compile(
    r"@(?:media|supports|font-face|keyframes|container|layer)[^{}]{0,500}\{(?:[^{}]{0,5000}\{[^{}]{0,5000}\}){0,500}[^{}]{0,5000}\}"
)
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)$", re.IGNORECASE)
_CHROME = frozenset({"nav", "header", "footer", "aside", "form", "button", "dialog"})
_LONGEST_SELECTORS = 2_000
_MOST_STYLE = 300_000  # characters of style sheets that are looked at
_MOST = 0.7  # of a page's text, from which a part is shown by a script, whatever its style says
_STORY = frozenset({"h1", "article", "main"})
_MOST_BESIDE = 200  # elements beside a hidden one that are looked at
_FEW = 60  # characters from which a hidden part is worth a word


def drop_hidden(root: Element) -> int:
    """Remove hidden parts of a tree; returns how many were in a text and had more than a few words."""
    rules, backgrounds = _rules(root)
    total = len("".join(root.itertext()))
    count = 0
    for element in list(_hidden(root, rules, backgrounds)):
        length = len("".join(element.itertext()).strip())
        parent = element.getparent()
        if parent is None or _is_page(element, length, total):
            continue
        count += length >= _FEW and _is_among_text(element, parent)
        remove(element, parent)
    return count


def _is_page(element: Element, length: int, total: int) -> bool:
    """Whether an element is what the page is there for, which a script shows once it is loaded."""
    if local(element) == "template":
        return False
    return length > _MOST * total or any(
        local(one) in _STORY or one.get("itemprop") == "articleBody" for one in element.iter()
    )


def _is_among_text(element: Element, parent: Element) -> bool:
    """Whether an element is beside paragraphs, and is no menu that opens."""
    beside = sum(local(one) == "p" for one in islice(parent, _MOST_BESIDE)) - (local(element) == "p")
    return beside > 1 and all(local(one) not in _CHROME for one in element.iterancestors())


def remove(element: Element, parent: Element) -> None:
    """Take an element out and leave the text after it."""
    before = element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _hidden(root: Element, rules: frozenset[str], backgrounds: frozenset[str]) -> Iterator[Element]:
    """The outermost elements that are not seen."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = local(element)
        if not name or name in {"script", "style", "head"}:
            continue
        if element is not root and name != "body" and _is_hidden(element, name, rules, backgrounds):
            yield element
        else:
            stack += reversed(element)


def _is_hidden(element: Element, name: str, rules: frozenset[str], backgrounds: frozenset[str]) -> bool:
    if name == "template" or (element.get("hidden") is not None and element.get("hidden") != "until-found"):
        return True
    classes = (element.get("class") or "").lower()
    tokens = set(classes.split())
    if not tokens.isdisjoint(_CLASSES) and not _SHOWN_ELSEWHERE.search(classes):
        return True
    if element.get("aria-hidden") == "true" and name in {
        "p",
        "div",
        "section",
        "article",
        "blockquote",
        "ul",
        "ol",
        "aside",
    }:
        return True
    marks = {f".{token}" for token in tokens} | {f"#{(element.get('id') or '').lower()}"}
    if not marks.isdisjoint(rules):
        return True
    style = _style(element.get("style"))
    return bool(style) and (_is_unseen(style) or (_is_white(style) and not _on_colour(element, backgrounds)))


def _style(text: str | None) -> dict[str, str]:
    """The declarations of a style, without spaces and in small letters."""
    if not text:
        return {}
    found = _DECLARATION.findall(text[:2_000].lower())
    return {key: re.sub(r"\s*!important|\s+", "", value) for key, value in found}


def _is_unseen(style: dict[str, str]) -> bool:
    said = [f"{key}:{value}" for key, value in style.items()]
    if any(_NONE.match(one) for one in said):
        return True
    tiny = any(_TINY.match(one) for one in said)
    return tiny and style.get("overflow", "").startswith("hidden")


def _is_white(style: dict[str, str]) -> bool:
    """Whether text is white, and what it is on is white too or not said."""
    if not _WHITE.match(style.get("color", "")):
        return False
    backgrounds = [value for key, value in style.items() if _BACKGROUND.match(key)]
    return all(_WHITE.match(value) for value in backgrounds)


def _on_colour(element: Element, backgrounds: frozenset[str]) -> bool:
    """Whether an element is on a background that is not white."""
    for above in element.iterancestors():
        style = _style(above.get("style"))
        colours = [value for key, value in style.items() if _BACKGROUND.match(key)] + [above.get("bgcolor") or ""]
        if any(value and not _WHITE.match(value.lower()) for value in colours):
            return True
        marks = {f".{token.lower()}" for token in (above.get("class") or "").split()}
        if not (marks | {f"#{(above.get('id') or '').lower()}", local(above)}).isdisjoint(backgrounds):
            return True
    return False


def _rules(root: Element) -> tuple[frozenset[str], frozenset[str]]:
    """The classes and ids that style sheets of the page hide, and those that they give a background."""
    text = "".join(one.text or "" for one in root.iter("style"))[:_MOST_STYLE]
    text = _MEDIA.sub("", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    hidden: set[str] = set()
    shown: set[str] = set()
    backgrounds: set[str] = set()
    for rule in text.split("}"):
        selectors, _, declarations = rule.rpartition("{")
        style = _style(declarations)
        names = [one.strip().lower() for one in selectors[-_LONGEST_SELECTORS:].split(",")]
        simple = {match[1] for one in names if (match := _SIMPLE.match(one))}
        if _is_unseen(style) or (_is_white(style) and any(_BACKGROUND.match(key) for key in style)):
            hidden |= simple
        elif style.get("display", "none") != "none":
            shown |= simple
        if any(_BACKGROUND.match(key) and not _WHITE.match(value) for key, value in style.items()):
            backgrounds |= simple | set(names)
    return frozenset(hidden - shown), frozenset(backgrounds)
