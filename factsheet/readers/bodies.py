"""The habits of the desk in a body: notes and bylines at its top, sign-offs and notebooks at its foot.

Formats have fields for these and feeds put them into the text all the same. What is not for publication (contacts,
notebooks) is taken out here, whichever format it came in; what is no story keeps its words in a zone of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.language import datelines

if TYPE_CHECKING:
    from factsheet.readers.manuscript import Block, Manuscript

_TOP = 6
"""Blocks in which notes and bylines may stand before the lead."""

_FOOT = 6
"""Blocks at the end in which sign-offs are looked for."""

_LABELLED = re.compile(
    r"\(?(?:eds?\.?: |eds?\.? note|editors?['’]?s? note|note to editors|embargo\w*:|sperrfrist)", re.IGNORECASE
)
BYLINE = re.compile(
    r"(?:by|par|von|por|di|door|av|af)\s+(?P<who>[^\W\d_][\w.'’-]*(?:[ ,]+(?:(?:and|und|et|e|y|en|och|og)\s+)?"
    r"[\w.'’/-]+){0,12})[ =]*",
    re.IGNORECASE,
)
_PUBLIC_NOT = re.compile(
    r"not (?:intended |meant )?for (?:publication|broadcast)|nicht (?:zur|für die) veröffentlichung|"
    r"pas (?:destinée?s? )?à (?:la )?publication|non destinée?s? à (?:la )?publication|no (?:es )?para publica|"
    r"non (?:destinat\w )?(?:alla|per la) pubblicazione|niet (?:bestemd )?voor publicatie|"
    r"(?:ej|inte|ikke) (?:för|for|til) (?:publicering|publisering|offentliggørelse)|ei julkais",
    re.IGNORECASE,
)
_NOTEBOOK = re.compile(r"[#*\s]*(?:\w{2,8}[- ])?(?:notebook|notizblock)[\s:*]*", re.IGNORECASE)
_CONTACTS = re.compile(
    r"[#*\s]*(?:(?:media|press|editorial|investor|company|news|further|for more information|\w{2,4})[- ])?"
    r"(?:relations )?(?:contacts?(?: (?:information|details|us))?|enquiries|inquiries|kontakte?r?n?|ansprechpartner\w*|"
    r"pressekontakt\w*|contactos?|contatti|yhteystiedot|yhteyshenkilöt|kontaktpersone?r?)[\s:*]*",
    re.IGNORECASE,
)
_TO_CONTACTS = re.compile(
    r"(?:for |media|press|investor)[^.!?]{0,90}\b(?:contact|call|e-?mail)\s*:|\W*(?:please )?contact\s*:|"
    r"[^.!?]{0,40}\b(?:wenden sie sich|kontaktieren sie)[^.!?]{0,40}:",
    re.IGNORECASE,
)
"""A line that says whom to reach and leaves the numbers to the next ones."""

_LABEL = re.compile(
    r"[^.:!?]{0,60}\b(?:contacts?|[ei]nquir(?:y|ies)|(?:investor|media|press|public) relations|pressestelle|"
    r"ansprechpartner\w*|(?:presse)?kontakt\w*|contactos?|contatti)\b[^.:!?]{0,30}:",
    re.IGNORECASE,
)
"""A label before the names and numbers of people to ask, and not a sentence that asks readers to call."""

PROSE = 25
"""Words from which a paragraph after a heading of contacts is text again, where it gives no number or address."""

_NOTICE = 500
"""Characters up to which a labelled line is a notice of contacts and no paragraph of a story."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")

_REACH = re.compile(
    r"[\w.+-]{1,64}@[\w-]+\.\w|"
    r"(?:\b(?:tel(?:ephone|efon)?|phone|ph|mobile?|newsroom|desk|call|fax)\b\W{0,3}|\+)\(?\d[\d ()/.-]{6,}",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\W{0,3}(?:reporting|additional reporting|writing|editing|compiled|translated|edited|reported) "
    r"(?:and \w+ )?by\b.*|"
    r"(?:[a-z]{1,5}[/-]){1,6}[a-z]{1,5}|dpa(?: [a-z0-9/]{1,8}){1,6}|[A-Z]{2,6}/[A-Z]{2,6}(?:/[A-Z]{2,6})*|"
    r"\W?(?:©|\(c\)|copyright\b).*|(?-i:[A-Z]{2,3})|"
    r"follow .{1,40} (?:full )?coverage .{1,80}|for more .{1,100}\bvisit \S+|"
    r".{3,120} contributed (?:to )?(?:this|the) (?:report|story|article)\.?|"
    r"(?:-{2,}|_{2,}|\*{3,}|#{2,}|(?:-|#|\*)? ?(?:ends?|30)\b ?(?:-|#|\*)?)",
    re.IGNORECASE | re.DOTALL,
)


def settle(manuscript: Manuscript) -> None:
    """Give the blocks of a body the zones that a desk's habits say, and take out what is not for publication."""
    _withhold(manuscript)
    _mark_top(manuscript)
    _scrub_notes(manuscript)
    _mark_foot(manuscript)
    if all(block.zone == "subhead" for block in manuscript.body):
        for block in manuscript.body:
            block.zone = "body"
    lead = next((block for block in manuscript.body if block.zone in {"lead", "body"}), None)
    if lead is not None:
        found = datelines.at_lead(lead.text)
        manuscript.know(dateline_place=found.place, dateline_date=found.date, agency=found.agency)


def not_public(text: str) -> bool:
    """Whether a line says that what follows is not for publication, or begins a notebook."""
    if len(text) > 140:
        return False
    return bool(_PUBLIC_NOT.search(text)) or bool(_NOTEBOOK.fullmatch(text))


def begins_contacts(text: str) -> bool:
    """Whether a line is the heading of contacts, or asks to reach those whom the next lines name."""
    return len(text) < 140 and bool((len(text) < 60 and _CONTACTS.fullmatch(text)) or _TO_CONTACTS.fullmatch(text))


def reaches_somebody(text: str) -> bool:
    """Whether a line is there to give a number or an address: in brackets, after a label, or with few other words."""
    match = _REACH.search(text) if len(text) < 300 else None
    return match is not None and (text[0] in "(<" or ":" in text[: min(match.end(), 40)] or len(text.split()) <= 8)


def _withhold(manuscript: Manuscript) -> None:
    """Take out notebooks to the end, and contacts wherever they stand."""
    kept: list[Block] = []
    contacts = False
    for block in manuscript.body:
        text = block.text
        if not_public(text):
            manuscript.withhold()
            break
        reaches = _REACH.search(text)
        if contacts and (block.zone == "subhead" or (not reaches and len(text.split()) > PROSE)):
            contacts = False
        if block.zone != "table" and begins_contacts(text):
            contacts = True
            manuscript.withhold()
        elif reaches and not contacts and len(text) < _NOTICE and _LABEL.match(text):
            manuscript.withhold()
        elif not contacts:
            kept.append(block)
    manuscript.body[:] = kept


def _mark_top(manuscript: Manuscript) -> None:
    for block in manuscript.body[:_TOP]:
        if block.zone not in {"body", "lead"}:
            continue
        text = block.text
        bracketed = text.startswith("(") and text.endswith(")")
        if len(text) < 600 and ((bracketed and datelines.NOTE.match(text)) or _LABELLED.match(text)):
            block.zone = "editors-note"
        elif len(text) < 120 and (match := BYLINE.fullmatch(text)) and match["who"][0].isupper():
            block.zone = "byline"
            manuscript.know(byline=match["who"].strip(" ,="))
        elif len(text.split()) > 12:
            break


def _scrub_notes(manuscript: Manuscript) -> None:
    """Take the sentences that give a number or an address out of notes to editors."""
    for blocks in (manuscript.head, manuscript.body):
        for note in [one for one in blocks if one.zone == "editors-note" and _REACH.search(one.text)]:
            note.text = " ".join(part for part in _SENTENCE.split(note.text) if not _REACH.search(part))
            manuscript.withhold()
        blocks[:] = [block for block in blocks if block.text]


def _mark_foot(manuscript: Manuscript) -> None:
    """From the end upwards: sign-offs are boilerplate, and lines that give a number or an address are taken out."""
    body = manuscript.body
    for index in range(len(body) - 1, max(0, len(body) - 1 - _FOOT), -1):
        block = body[index]
        if block.zone not in {"body", "list"}:
            continue
        if reaches_somebody(block.text):
            del body[index]
            manuscript.withhold()
        elif len(block.text) < 500 and _SIGN_OFF.fullmatch(block.text):
            block.zone = "boilerplate"
        elif len(block.text.split()) > 3:
            break
