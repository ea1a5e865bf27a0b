"""NewsML 1.x: nested items and components; the story is the first text that is no title or summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, itemtypes, nitf, practice
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_content
from factsheet.readers.manuscript import Manuscript
from factsheet.readers.markup import Element, inner_text, local
from factsheet.readers.nodes import attribute, attribute_at, attributes_at, find, find_all, lower_at, text_at, texts_at
from factsheet.readers.subjects import know_subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_NO_HEADLINES = frozenset({"no headline", "no headline !", "no headline!", "sans titre", "untitled"})
_BODY_ROLES = frozenset({"main", "body", "maintext", "text", "article"})
_NOT_BODY = frozenset(
    "title headline abstract summary lead caption stylesheet logo slug byline keyword keywords picture photo image "  # noqa: SIM905
    "preview quicklook thumbnail sidebar".split()
)
"""Roles of a component that is not the story's text."""

_CHANGES = {"u": "update", "a": "update", "d": "kill"}  # what a revision does to the one before it


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The items of a NewsML 1 file; an item that holds one story in several languages is several articles.

    Raises:
        ReadError: it is not XML, or there is no item in it.
    """
    root, warnings = parse(data, name=name)
    stories = [(item, story) for item in find_all(root, "//NewsItem") for story in _stories(item)]
    if not stories:
        raise ReadError(f"{name}: no article: there is no NewsItem with a NewsComponent")
    yield from bodies.read_each(
        stories,
        _fill,
        Manuscript(name, "newsml-1", warnings=warnings),
        missing=lambda _: "this NewsItem has neither a headline nor text",
    )


def _fill(manuscript: Manuscript, part: tuple[Element, Element]) -> None:
    item, story = part
    _identify(manuscript, item)
    _manage(manuscript, item)
    _describe(manuscript, story)
    top = find(item, "NewsComponent")
    if top is not story:
        _describe(manuscript, top)
    _contents(manuscript, story)
    bodies.settle(manuscript)


def _stories(item: Element) -> list[Element]:
    """The components of an item that are stories: those of different languages, else the one at the top."""
    top = find(item, "NewsComponent")
    if top is None:
        return []
    spoken = [one for one in find_all(top, "NewsComponent") if _language(one)]
    texts = [one for one in spoken if _role(one) not in _NOT_BODY and any(map(_holds_text, one.iter()))]
    languages = {_language(one) for one in texts}
    several = len(texts) > 1 and len(languages) == len(texts)
    return texts if several else [top]


def _holds_text(element: Element) -> bool:
    return local(element) == "datacontent" and bool(inner_text(element))


def _language(component: Element) -> str | None:
    return attribute(component, "lang") or attribute_at(component, "DescriptiveMetadata/Language", "formalname")


def _role(component: Element) -> str:
    return lower_at(component, "Role", "formalname")


def _identify(manuscript: Manuscript, item: Element) -> None:
    identifier = "Identification/NewsIdentifier"
    manuscript.know(
        guid=text_at(item, f"{identifier}/NewsItemId", f"{identifier}/PublicIdentifier"),
        version=text_at(item, f"{identifier}/RevisionId"),
        slug=text_at(item, "Identification/NameLabel"),
        agency=text_at(item, f"{identifier}/ProviderId"),
        update_kind=_CHANGES.get(lower_at(item, f"{identifier}/RevisionId", "update")),
    )


def _manage(manuscript: Manuscript, item: Element) -> None:
    """Note what was done with an item and when, and what may be done."""
    created, revised = (text_at(item, f"NewsManagement/{name}") for name in ("FirstCreated", "ThisRevisionCreated"))
    manuscript.know_times(machine_time(created), machine_time(revised))
    urgency, change = "NewsManagement/Urgency", "NewsManagement/StatusWillChange/DateAndTime"
    ends = attribute_at(item, change, "norm") or text_at(item, change)
    manuscript.know(
        urgency=attribute_at(item, urgency, "formalname") or text_at(item, urgency),
        **practice.status_and_embargo(attribute_at(item, "NewsManagement/Status", "formalname"), ends),
    )
    for instruction in attributes_at(item, "NewsManagement/Instruction", "formalname"):
        manuscript.know(update_kind=practice.update_of([instruction]))


def _describe(manuscript: Manuscript, component: Element) -> None:
    headlines = [text for text in texts_at(component, "//HeadLine") if text.casefold() not in _NO_HEADLINES]
    line = datelines.from_field(text_at(component, "//DateLine"))
    manuscript.know(
        title=next(iter(headlines), None),
        byline=text_at(component, "//ByLine"),
        slug=text_at(component, "//SlugLine"),
        dateline_place=line.place,
        dateline_date=line.date,
        agency=line.agency or text_at(component, "//CreditLine"),
        language=_language(component) or attribute_at(component, "//Language", "formalname"),
        keywords=tuple(texts_at(component, "//KeywordLine")),
        item_type=itemtypes.said(_genres(component)) or _medium(component),
    )
    subjects = (one for code in find_all(component, "//SubjectCode") for one in code if local(one))
    know_subjects(manuscript, filter(None, (attribute(one, "formalname") for one in subjects)))


def _genres(component: Element) -> list[str | None]:
    """What the genre and the labels of a component say; a property of that name is a genre too."""
    properties = find_all(component, "//Property")
    named = [one for one in properties if "genre" in (attribute(one, "formalname") or "").lower()]
    return [*attributes_at(component, "//Genre", "formalname"), *(attribute(one, "value") for one in named)]


def _medium(component: Element) -> str | None:
    """The kind of a component that has nothing but a picture, a sound or a film."""
    kinds = {(attribute(one, "formalname") or "").lower() for one in find_all(component, "//MediaType")}
    return itemtypes.medium(kinds.pop()) if len(kinds) == 1 else None


def _contents(manuscript: Manuscript, component: Element) -> None:
    """Add the first text that is a body by its role; where no role says so, the longest one there is."""
    best = _richest(component)
    if best is None:
        return
    if find(best, "nitf") is not None or find(best, "//body.content") is not None:
        nitf.add_body(manuscript, best)
    else:
        add_content(manuscript, best, "text")
    manuscript.know(title=inner_text(find(best, "//title")))


def _richest(component: Element) -> Element | None:
    found = [one for one in find_all(component, "//DataContent") if inner_text(one) and not _is_about(one, component)]
    named = [one for one in found if _role_above(one, component) in _BODY_ROLES]
    pool = list(filter(_is_markup, named or found)) or named or found
    return pool[0] if named else max(pool, key=lambda one: len(inner_text(one)), default=None)


def _is_markup(content: Element) -> bool:
    return len(content) > 0 or "<p" in (content.text or "").lower()


def _role_above(content: Element, top: Element) -> str:
    """The role of the innermost component that has one, from a content up to a story."""
    above = content.getparent()
    while above is not None and above is not top.getparent():
        if local(above) == "newscomponent" and (role := _role(above)):
            return role
        above = above.getparent()
    return ""


def _is_about(content: Element, top: Element) -> bool:
    """Whether a content is a title, a summary or a style sheet, or belongs to a picture."""
    item = content.getparent()
    is_medium = itemtypes.medium(attribute_at(item, "MediaType", "formalname")) is not None
    return is_medium or "css" in lower_at(item, "MimeType", "formalname") or _role_above(content, top) in _NOT_BODY
