"""Pages without a story, and why: errors, consent banners, logins, scripts that have not run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers import surroundings
from factsheet.readers.manuscript import tidy
from factsheet.readers.markup import inner_text
from factsheet.readers.pagetitle import inner_title

if TYPE_CHECKING:
    from factsheet.readers.manuscript import Manuscript
    from factsheet.readers.markup import Element


_PHRASES = Lists("factsheet.readers").parts("phrases")
# The titles of pages that say that there is no page, or that a reader is no robot.
_ERROR = re.compile("|".join(_PHRASES["error page"]), re.IGNORECASE)
_ROBOT = re.compile("|".join(_PHRASES["robot page"]), re.IGNORECASE)
# A page that only leads to another one, and one that a program makes in the browser.
_REFRESH = re.compile(
    r"""<meta[^<>]{0,40}http-equiv=["']?refresh["']?[^<>]{0,40}url=["']?([^"'<>]{1,200})""", re.IGNORECASE
)
_SCRIPTED = re.compile(r"<noscript\b[^<>]{0,80}>[^<>]{0,300}\bjavascript\b", re.IGNORECASE)
_ERROR_WORDS = 80  # words of a body up to which a page with the title of an error is an error page


def refuse(manuscript: Manuscript, root: Element, shown: list[str], code: str) -> None:
    """Refuse a page without a story; `code` is its HTML.

    Raises:
        ReadError: it has none.
    """
    title = manuscript.known.get("title") or inner_title(root)
    words = manuscript.words()
    if words <= _ERROR_WORDS and any((one.get("type") or "").lower() == "password" for one in root.iter("input")):
        raise ReadError(f"{manuscript.name}: no article: the page asks to log in: do so, save it, and read the file")
    titles = (title, inner_title(root))
    robots = next(filter(_ROBOT.search, (*titles, *shown)), next(filter(_ERROR.search, titles), None))
    if words <= _ERROR_WORDS and robots is not None:
        raise ReadError(f"{manuscript.name}: no article: an error page ({robots[:80]!r})")
    if any(map(surroundings.is_consent, ([title, *shown], shown or [inner_text(root)]))):
        raise ReadError(
            f"{manuscript.name}: no article: the page only asks for consent: give it, save the page, and read the file"
        )
    if not any(block.zone not in {"boilerplate", "editors-note", "subhead"} for block in manuscript.body):
        raise ReadError(f"{manuscript.name}: no article: {_why_empty(code)}")


def _why_empty(text: str) -> str:
    """Why a page without a story has none, by its code."""
    if leads := _REFRESH.search(text):
        return f"no story on this page, which redirects to {tidy(leads[1])}"
    if _SCRIPTED.search(text):
        return "no story on this page until its scripts have run: save it in a browser, and read the file"
    return "no story on this page"
