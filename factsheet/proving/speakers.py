"""Speakers: whether a name of the sheet is whom the article names as the speaker of some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import tokens
from factsheet.proving.proof import Proof
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.attribution import Statement
    from factsheet.proving.subject import Subject
    from factsheet.records import Span


def is_speaker(subject: Subject, name: str, said: Statement) -> bool:
    """Whether a name is that of the speaker: as the words beside the statement have it, or as they are resolved.

    Two people are never one because their roles share words: of a name and a role only the name counts.
    """
    if said.speaker is None:
        return False
    shown = subject.article.text[said.speaker.start : said.speaker.end]
    names = names_of(subject, name)
    if any(is_head(keys, shown) for keys in names):
        return True
    resolved = said.speaker.name or ""
    if any(char.isupper() for char in shown[1:]) and not is_head(name_keys(resolved)[-1:], shown):
        return False
    return any(is_head(keys, resolved) for keys in names)


def names_of(subject: Subject, name: str) -> tuple[tuple[str, ...], ...]:
    """The names of whom a name means in the sheet, as keys; the surname of a person alone among them."""
    known = subject.meant.get(name)
    if known is None:
        bare = (tuple(key for key in keys if key not in {"a", "an"}) for keys in _names(subject, name))
        known = subject.meant[name] = tuple(dict.fromkeys(bare))
    return known


def _names(subject: Subject, name: str) -> Iterator[tuple[str, ...]]:
    mine = name_keys(name)
    yield mine
    for entry in subject.named(mine):
        yield from subject.names_of(entry)
        if entry.value.get("kind") == "person" and len(mine) > 1:
            yield mine[-1:]


def is_head(keys: Sequence[str], words: str) -> bool:
    """Whether a name is what some words are about: not in "critics of NAME", nor in "NAME's critics"."""
    row = [token for token in tokens(words) if token.low not in {"the", "a", "an"}]
    size = len(keys)
    for at in range(len(row) - size + 1):
        if not size or [token.key for token in row[at : at + size]] != list(keys):
            continue
        ruled = any(token.is_preposition for token in row[:at]) and "," not in "".join(t.gap for t in row[1 : at + 1])
        owned = at + size < len(row) and row[at + size].key == "s"
        if not ruled and not owned:
            return True
    return False


def speaks(subject: Subject, names: Sequence[str], quotation: str | None, evidence: Sequence[Span]) -> Proof:
    """Whether the article gives words to the one that the entry gives them to.

    With a `quotation` that one, else the statements in which the evidence lies; where there are none, the evidence must
    name them.
    """
    said = list(_said(subject, quotation, evidence))
    if not names:
        return Proof()
    if said and all(any(is_speaker(subject, name, one) for name in names) for one in said):
        return Proof()
    if said:
        words = next(one.speaker for one in said if one.speaker)
        return Proof((), (f"the article gives this to “{subject.article.text[words.start : words.end]}”",))
    if quotation is None and any(
        is_head(name_keys(name), subject.article.text[slice(*sentence.span)])
        for sentence in subject.text.sentences_of(evidence)
        for name in names
    ):
        return Proof()
    return Proof((), (f"the article does not say that these are the words of {names[0]}",))


def _touches(span: Span, evidence: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in evidence)


def _said(subject: Subject, quotation: str | None, evidence: Sequence[Span]) -> Iterator[Statement]:
    spans = list(evidence)
    if quotation is not None:
        keys = [token.key for token in tokens(quotation)]
        found = [span for span in subject.text.find(keys) if _touches(span, evidence)]
        spans = found or spans
    for start, end in spans:
        yield from (one for one in subject.statements(start, end) if one.speaker)
