"""NewsML 1.x: items of components of components; the story is the first text that is no title and no summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import ReadError
from factsheet.language import datelines
from factsheet.readers import bodies, itemtypes, nitf, practice
from factsheet.readers.dates import machine_time
from factsheet.readers.fragments import add_html
from factsheet.readers.manuscript import Manuscript, tidy
from factsheet.readers.markup import Element, add_markup, inner_text, local
from factsheet.readers.nodes import attribute, attribute_at, find, find_all, text_at
from factsheet.readers.plaintext import add_plain
from factsheet.readers.subjects import subjects
from factsheet.readers.xmltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.records import Article

_NO_HEADLINES = frozenset({"no headline", "no headline !", "no headline!", "sans titre", "untitled"})
_NOT_BODY = frozenset(
    "title headline abstract summary lead caption stylesheet logo slug byline keyword keywords picture photo image "  # noqa: SIM905
    "preview quicklook thumbnail sidebar".split()
)
"""Roles of a component that is not the story's text."""

_MEDIA = {"photo": "picture", "picture": "picture", "image": "picture"} | {
    kind: kind for kind in ("graphic", "audio", "video")
}


def read(data: bytes, *, name: str) -> Iterator[Article | ReadError]:
    """The items of a NewsML 1 file; an item that holds one story in several languages is several articles.

    Raises:
        ReadError: it is not XML, or there is no item in it.
    """
    root, warnings = parse(data, name=name)
    stories = [(item, story) for item in find_all(root, "//NewsItem") for story in _stories(item)]
    if not stories:
        raise ReadError(f"{name}: no article: there is no NewsItem with a NewsComponent")
    for number, (item, story) in enumerate(stories, 1):
        place = name if len(stories) == 1 else f"{name}#{number}"
        manuscript = Manuscript(place, "newsml-1", warnings=list(warnings))
        _identify(manuscript, item)
        _describe(manuscript, story)
        if (top := find(item, "NewsComponent")) is not None and top is not story:
            _describe(manuscript, top)
        _contents(manuscript, story)
        bodies.settle(manuscript)
        if manuscript.body or manuscript.known.get("title") or manuscript.known.get("status") == "cancelled":
            yield manuscript.article()
        else:
            yield ReadError(f"{place}: no article: this NewsItem has neither a headline nor text")


def _stories(item: Element) -> list[Element]:
    """The components of an item that are stories: those of different languages, else the one at the top."""
    top = find(item, "NewsComponent")
    if top is None:
        return []
    own = [child for child in top if local(child) == "newscomponent"]
    spoken = [language for one in own if (language := _language(one))]
    texts = [one for one in own if _language(one) and _role(one) not in _NOT_BODY and any(map(_holds_text, one.iter()))]
    if len(texts) > 1 and len(set(spoken)) > 1 and len({_language(one) for one in texts}) == len(texts):
        return texts
    return [top]


def _holds_text(element: Element) -> bool:
    return local(element) == "datacontent" and bool(inner_text(element))


def _language(component: Element) -> str | None:
    return attribute(component, "lang") or attribute_at(component, "DescriptiveMetadata/Language", "formalname")


def _role(component: Element) -> str:
    return (attribute_at(component, "Role", "formalname") or "").lower()


def _identify(manuscript: Manuscript, item: Element) -> None:
    identity = find(item, "Identification")
    if identity is not None:
        manuscript.know(
            guid=text_at(identity, "NewsIdentifier/NewsItemId", "NewsIdentifier/PublicIdentifier"),
            version=text_at(identity, "NewsIdentifier/RevisionId"),
            slug=text_at(identity, "NameLabel"),
            agency=text_at(identity, "NewsIdentifier/ProviderId"),
        )
        change = attribute_at(identity, "NewsIdentifier/RevisionId", "update") or "N"
        manuscript.know(update_kind={"u": "update", "a": "update", "d": "kill"}.get(change.lower()))
    management = find(item, "NewsManagement")
    if management is None:
        return
    created = machine_time(text_at(management, "FirstCreated") or "")
    revised = machine_time(text_at(management, "ThisRevisionCreated") or "")
    status = attribute_at(management, "Status", "formalname")
    embargoed = (status or "").lower() == "embargoed"
    ends = attribute_at(management, "StatusWillChange/DateAndTime", "norm") or text_at(
        management, "StatusWillChange/DateAndTime"
    )
    manuscript.know(
        published=created or revised,
        updated=revised if created and revised != created else None,
        status="usable" if embargoed else practice.status_of(status),
        embargo=(machine_time(ends or "") or practice.UNKNOWN) if embargoed else None,
        urgency=attribute_at(management, "Urgency", "formalname") or text_at(management, "Urgency"),
    )
    for instruction in find_all(management, "Instruction"):
        manuscript.know(update_kind=practice.update_of([attribute(instruction, "formalname") or ""]))


def _describe(manuscript: Manuscript, component: Element) -> None:
    headline = next((text for one in find_all(component, "//HeadLine") if _is_headline(text := inner_text(one))), None)
    line = datelines.from_field(text_at(component, "//DateLine"))
    manuscript.know(
        title=headline,
        byline=text_at(component, "//ByLine"),
        slug=text_at(component, "//SlugLine"),
        dateline_place=line.place,
        dateline_date=line.date,
        agency=line.agency or text_at(component, "//CreditLine"),
        language=_language(component) or attribute_at(component, "//Language", "formalname"),
        keywords=tuple(inner_text(one) for one in find_all(component, "//KeywordLine")),
        item_type=itemtypes.said(_genres(component)) or _medium(component),
    )
    codes = [
        code
        for one in find_all(component, "//SubjectCode")
        for subject in one
        if local(subject) and (code := attribute(subject, "formalname"))
    ]
    topics, raw = subjects(codes)
    manuscript.know(subjects=topics, codes=raw)


def _genres(component: Element) -> list[str | None]:
    """What the genre and the labels of a component say; a property of that name is a genre too."""
    genres = (attribute(one, "formalname") for one in find_all(component, "//Genre"))
    named = ((attribute(one, "formalname"), attribute(one, "value")) for one in find_all(component, "//Property"))
    return [*genres, *(value for name, value in named if "genre" in (name or "").lower())]


def _is_headline(text: str) -> bool:
    return bool(text) and text.casefold() not in _NO_HEADLINES


def _medium(component: Element) -> str | None:
    """The kind of a component that has nothing but a picture, a sound or a film."""
    kinds = {(attribute(one, "formalname") or "").lower() for one in find_all(component, "//MediaType")}
    return next((_MEDIA[kind] for kind in kinds if kind in _MEDIA), None) if len(kinds) == 1 else None


def _contents(manuscript: Manuscript, component: Element) -> None:
    """Add the first text that is a body by its role; where no role says so, the longest one there is."""
    found = [one for one in find_all(component, "//DataContent") if inner_text(one) and not _is_about(one, component)]
    named = [one for one in found if _role_above(one, component) in {"main", "body", "maintext", "text", "article"}]
    pool = named or found
    by_media = [one for one in pool if _is_markup(one)] or pool
    if not by_media:
        return
    best = by_media[0] if named else max(by_media, key=lambda one: len(inner_text(one)))
    _add(manuscript, best)


def _role_above(content: Element, top: Element) -> str:
    above = content.getparent()
    while above is not None and above is not top.getparent():
        if local(above) == "newscomponent" and (role := _role(above)):
            return role
        above = above.getparent()
    return ""


def _is_about(content: Element, top: Element) -> bool:
    """Whether a content is a title, a summary or a style sheet, or belongs to a picture."""
    kind = (attribute_at(content.getparent(), "MimeType", "formalname") or "").lower()
    media = (attribute_at(content.getparent(), "MediaType", "formalname") or "").lower()
    return _role_above(content, top) in _NOT_BODY or "css" in kind or media in _MEDIA


def _is_markup(content: Element) -> bool:
    return len(content) > 0 or "<p" in (content.text or "").lower()


def _add(manuscript: Manuscript, content: Element) -> None:
    if find(content, "nitf") is not None or find(content, "//body.content") is not None:
        nitf.body(manuscript, content)
    elif len(content):
        add_markup(manuscript, content)
    elif "<" in (text := content.text or ""):
        add_html(manuscript, text)
    else:
        add_plain(manuscript, text)
    if not manuscript.known.get("title"):
        title = find(content, "//title")
        manuscript.know(title=None if title is None else tidy(inner_text(title)))
