"""Names: those of a sheet must be the article's, and those of a statement its evidence's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.checking.subject import alike, follows_name, name_keys, repeats, within
from factsheet.language.lexicon import is_light, lexicon
from factsheet.language.names import is_common
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Claim, Subject
    from factsheet.language.names import Name
    from factsheet.language.text import Text
    from factsheet.records import Level

_BESIDE = 3
"""Words with a meaning on each side of a name that say what it does in a statement."""

_AROUND = 25
"""Words of the article on each side of a name in which they are looked for."""

_SUPPORT = 2
"""How many of them must be there."""


def names_of_entries(subject: Subject) -> Iterator[Finding]:
    """Names (`x-named`) that the article does not have."""
    for entry in subject.entries:
        for field in entry.section.fields:
            if not field.named:
                continue
            value = entry.value.get(field.name)
            main = field.name == (entry.section.same_by or (field.name,))[0]
            pointer = f"{entry.pointer}/{field.name}"
            for index, name in enumerate(value if isinstance(value, list) else [value]):
                if name:
                    where = f"{pointer}/{index}" if isinstance(value, list) else pointer
                    yield from _name(subject, name, where, main=main)


def _name(subject: Subject, name: str, pointer: str, *, main: bool) -> Iterator[Finding]:
    keys = [key for key in name_keys(name) if not is_light(key)] or list(name_keys(name))
    if not keys or subject.text.find(name_keys(name)):
        return
    missing = [key for key in keys if not _has(subject.text, key)]
    if not missing:
        return
    if len(missing) == len(keys) and not _is_short_for(subject.text, name):
        level: Level = "error" if main else "warning"
        yield Finding("name-not-in-article", level, pointer, f"the article does not name “{name}”")
    elif len(missing) < len(keys):
        lost = ", ".join(f"“{key}”" for key in missing)
        yield Finding(
            "name-not-in-article", "warning", pointer, f"of the name “{name}” the article does not have {lost}"
        )


def names_in_statements(subject: Subject) -> Iterator[Finding]:
    """Names in statements that their evidence does not have."""
    for claim in subject.claims:
        for name in claim.text.names:
            keys = _telling(subject.text, claim.text, name)
            missing = [key for key in keys if not _has(subject.text, key)]
            if not missing and (not keys or any(_in_context(subject.text, claim, key) for key in keys)):
                continue
            if _is_speaker(claim, name) or _is_short_for(subject.text, claim.text.slice(name.first, name.last)):
                continue
            if not missing:
                yield _elsewhere(subject, claim, name, keys)
            elif not _is_title(claim.text):
                wrong = len(missing) == len(keys) and repeats(claim, subject.text)
                message = f"the article does not name “{claim.text.slice(name.first, name.last)}”"
                yield Finding("name-not-in-article", "error" if wrong else "warning", claim.pointer, message)


def _is_speaker(claim: Claim, name: Name) -> bool:
    """Whether a name is that of whoever says the statement."""
    speaker = name_keys(claim.said_by or "")
    return bool(speaker) and (within(name.keys, speaker) or within(speaker, name.keys))


def titles(subject: Subject) -> Iterator[Finding]:
    """Offices and ranks in statements ("Chancellor") of which the article has no form."""
    article = subject.text
    for claim in subject.claims:
        for at, key in enumerate(claim.text.keys):
            if key not in lexicon().titles or key in article.places:
                continue
            if not any(alike(key, other) for other in article.places):
                said = claim.text.slice(at, at + 1)
                message = f"the article calls nobody “{said}”"
                yield Finding("title-not-in-article", "warning", claim.pointer, message)


def _telling(article: Text, statement: Text, name: Name) -> list[str]:
    """The words of a name that must be the article's: no common word with a capital, no number."""
    keys = [key for key in name.keys if not key[0].isdigit() and key not in lexicon().numbers]
    if name.first == 0 and len(keys) == 1 and keys[0].endswith(("ing", "ed")):
        return []
    own = [key for key in keys if not is_common(key)]
    keys = own or keys
    return [
        key
        for key in keys
        if key not in article.lower and not (is_common(key) and (key not in article.capitals or _is_title(statement)))
    ]


def _is_title(statement: Text) -> bool:
    """Whether most words have a capital, as headlines do in America."""
    content = statement.content()
    return sum(statement.is_capital[at] for at in content) > _TITLE_SHARE * len(content)


_TITLE_SHARE = 0.7


def _has(article: Text, key: str) -> bool:
    """Whether the article has a word or a form of it."""
    if key in article.places:
        return True
    return any(alike(key, other) for other in article.capitals)


def _is_short_for(article: Text, name: str) -> bool:
    """Whether a name is the initials of one in the article, or an acronym there is its initials."""
    letters = name.replace(".", "")
    if letters.isupper() and 2 <= len(letters) <= _LONGEST_INITIALS:
        return len(letters) < _LONGEST_INITIALS and letters.casefold() in article.initials
    parts = [part for part in name.replace("-", " ").split() if part[:1].isupper()]
    return len(parts) > 1 and "".join(part[0] for part in parts).casefold() in article.places


_LONGEST_INITIALS = 6


def _elsewhere(subject: Subject, claim: Claim, name: Name, keys: list[str]) -> Finding:
    """A name of the article that the evidence does not have, and perhaps in the place of one that it has."""
    article = subject.text
    said = claim.text.slice(name.first, name.last)
    rival = _rival(article, claim, name)
    if rival is not None and not _same_entry(subject, name.keys, rival.keys):
        there = article.slice(rival.first, rival.last)
        message = f"the statement says “{said}” where its evidence has “{there}”"
        return Finding("name-changed", "warning" if claim.is_sentence else "note", claim.pointer, message)
    known = not claim.is_sentence or follows_name(subject, keys, claim.context)
    level: Level = "note" if known or _is_supported(article, claim.text, name, keys) else "warning"
    message = f"“{said}” is in the article, but not in the evidence of this statement"
    return Finding("name-elsewhere", level, claim.pointer, message)


def _same_entry(subject: Subject, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the sheet knows both names as those of one entry."""
    return any(
        any(within(one, name) for name in names) and any(within(other, name) for name in names)
        for entry in subject.entries
        if len(names := subject.names_of(entry)) > 1
    )


def _is_supported(article: Text, statement: Text, name: Name, keys: list[str]) -> bool:
    """Whether the article has the name among words that stand beside it in the statement, outside the evidence."""
    wanted = _beside(statement, name, 0, len(statement))
    for at in (at for key in keys for at in article.places.get(key, ())):
        around = set(article.stems[max(0, at - _AROUND) : at + _AROUND])
        if len(wanted & around) >= _SUPPORT:
            return True
    return False


def _in_context(article: Text, claim: Claim, key: str) -> bool:
    """Whether the sentences of the evidence have a word or a form of it."""
    around = [article.keys[sentence.first : sentence.last] for sentence in claim.context]
    return any(key in keys for keys in around) or any(alike(key, other) for keys in around for other in keys)


def _rival(article: Text, claim: Claim, name: Name) -> Name | None:
    """The name in the evidence, and not in the statement, that stands among the same words as this one does."""
    statement = claim.text
    mine = set(statement.keys)
    beside = _beside(statement, name, 0, len(statement))
    least = min(_SUPPORT, len(beside))
    for sentence in claim.context:
        for other in article.names_between(sentence.first, sentence.last):
            if mine.intersection(other.keys):
                continue
            if len(beside & _beside(article, other, sentence.first, sentence.last)) >= least > 0:
                return other
    return None


def _beside(reading: Text, name: Name, first: int, last: int) -> frozenset[str]:
    """The stems of the words with a meaning next to a name, as many on each side, within a range."""
    before = [at for at in range(first, name.first) if not is_light(reading.keys[at])][-_BESIDE:]
    after = [at for at in range(name.last, last) if not is_light(reading.keys[at])][:_BESIDE]
    return frozenset(reading.stems[at] for at in (*before, *after))
