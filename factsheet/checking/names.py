"""Checks names: those of a sheet must be in the article, those of a statement in its evidence."""

from __future__ import annotations

from itertools import chain, filterfalse, islice
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import tokens
from factsheet.attribution.cues import SPEAKING, in_lists
from factsheet.attribution.naming import is_given_name
from factsheet.language.countries import countries
from factsheet.language.lexicon import any_alike, is_light, lexicon
from factsheet.language.names import is_common
from factsheet.language.thesaurus import bases, is_mostly, parts
from factsheet.proving.names import initials_of, is_acronym, long_names, spelled_by
from factsheet.proving.subject import follows_name, listed, name_keys, repeats, within
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.language.names import Name
    from factsheet.language.text import Text
    from factsheet.proving.subject import Claim, Subject
    from factsheet.records import Level

_BESIDE = 3
"""Significant words on each side of a name that show what it does in a statement."""

_AROUND = 25
"""Distance around a name of the article within which they are looked for, in words."""

_SUPPORT = 2
"""How many of them must be there."""


def names_of_entries(subject: Subject) -> Iterator[Finding]:
    """Names (`x-named`) that are not in the article."""
    for entry in subject.entries:
        for field in entry.section.fields:
            if field.named:
                main = field.name == (entry.section.same_by or (field.name,))[0]
                for name, pointer in listed(entry.value.get(field.name), f"{entry.pointer}/{field.name}"):
                    yield from _name(subject, name, pointer, main=main)


def _name(subject: Subject, name: str, pointer: str, *, main: bool) -> Iterator[Finding]:
    keys = list(filterfalse(is_light, name_keys(name))) or list(name_keys(name))
    missing = [key for key in keys if not _has(subject.text, key)]
    if not missing or subject.text.find(name_keys(name)):
        return
    if len(missing) < len(keys):
        lost = ", ".join(f"“{key}”" for key in missing)
        message = f"of the name “{name}” the article does not have {lost}"
        yield Finding("name-not-in-article", "warning", pointer, message)
    elif not _is_short_for(subject.text, name):
        level: Level = "error" if main else "warning"
        yield Finding("name-not-in-article", level, pointer, f"the article does not name “{name}”")


def names_in_statements(subject: Subject) -> Iterator[Finding]:
    """Names in statements that are not in their evidence."""
    for claim in subject.claims:
        for name in claim.text.names:
            keys = _telling(subject.text, claim.text, name)
            missing = [key for key in keys if not _has(subject.text, key)]
            if missing or (keys and not any(_in_context(subject.text, claim, key) for key in keys)):
                yield from _unproven(subject, claim, name, keys, missing)


def initials_in_statements(subject: Subject) -> Iterator[Finding]:
    """Initials that are small words otherwise, "WHO" or "IT", and those of no name of the evidence."""
    for claim in subject.claims:
        text = claim.text.string
        for token in tokens(text) if not text.isupper() else ():
            short = text[token.start : token.end]
            if not is_light(token.key) or not initials_of(short):
                continue
            around = [subject.article.text[slice(*one.span)] for one in claim.context]
            if not any(short in words or spelled_by(short, tokens(words)) for words in around):
                message = f"“{short}” is short for no name of this evidence"
                yield Finding("name-elsewhere", "warning", claim.pointer, message)


def _unproven(subject: Subject, claim: Claim, name: Name, keys: list[str], missing: list[str]) -> Iterator[Finding]:
    """The finding for a name that is not in the evidence; the article has all of it but `missing`."""
    said = claim.text.slice(name.first, name.last)
    if _is_speaker(claim, name) or _is_of_the_land(subject, claim, name) or _is_initials(subject, claim, name):
        return
    if _is_short_for(subject.text, said):
        if missing and initials_of(said) and _has_rival(subject, claim):
            message = f"“{said}” is short for a name of the article, but not for one of this evidence"
            yield Finding("name-elsewhere", "warning", claim.pointer, message)
        return
    if not missing:
        yield _elsewhere(subject, claim, name, keys)
    elif not _is_title(claim.text):
        wrong = len(missing) == len(keys) and repeats(claim, subject.text)
        message = f"the article does not name “{said}”"
        yield Finding("name-not-in-article", "error" if wrong else "warning", claim.pointer, message)


def _is_of_the_land(subject: Subject, claim: Claim, name: Name) -> bool:
    """Whether the evidence has the country of a name, or its demonym: "Italian" and "Italy"."""
    homes = countries(claim.text.keys[name.first : name.last])
    around = [countries(subject.text.keys[one.first : one.last]) for one in claim.context] if homes else []
    return bool(homes) and homes <= frozenset().union(*around)


def _is_initials(subject: Subject, claim: Claim, name: Name) -> bool:
    """Whether the evidence spells out a name's initials or abbreviates it; so does an article without them."""
    start, end = claim.text.starts[name.first], claim.text.ends[name.last - 1]
    said = claim.text.string[start:end]
    text = subject.article.text
    around = [tokens(text[slice(*one.span)]) for one in claim.context]
    if initials_of(said):
        there = any(spelled_by(said, words) for words in around)
        return there or (bool(spelled_by(said, tokens(text))) and not _has_rival(subject, claim))
    mine = tokens(claim.text.string)
    shorts = {
        text[one.span[0] :][word.start : word.end]
        for one, words in zip(claim.context, around, strict=True)
        for word in words
        if word.capital
    }
    spelled = [spelled_by(short, mine) for short in shorts if initials_of(short)]
    return any(mine[one.start].start <= start and end <= mine[one.stop - 1].end for one in spelled if one)


def _has_rival(subject: Subject, claim: Claim) -> bool:
    """Whether the evidence has a name of several words that the statement does not have."""
    mine = set(claim.text.keys)
    texts = (subject.article.text[slice(*one.span)] for one in claim.context)
    return any(mine.isdisjoint(word.key for word in name) for text in texts for name in long_names(tokens(text)))


def _is_speaker(claim: Claim, name: Name) -> bool:
    """Whether a name is that of the statement's speaker."""
    speaker = name_keys(claim.said_by or "")
    return bool(speaker) and (within(name.keys, speaker) or within(speaker, name.keys))


def titles(subject: Subject) -> Iterator[Finding]:
    """Offices and ranks in statements ("Chancellor") that the article has in no form."""
    article = subject.text
    for claim in subject.claims:
        for at, key in enumerate(claim.text.keys):
            if key not in lexicon().titles or key in article.places:
                continue
            if not claim.text.is_capital[at] and is_mostly(key, "a"):
                continue  # "a major search", "the general election"
            if not any_alike(key, article.places) and key.replace("woman", "man") not in article.places:
                message = f"the article calls nobody “{claim.text.slice(at, at + 1)}”"
                yield Finding("title-not-in-article", "warning", claim.pointer, message)


def _telling(article: Text, statement: Text, name: Name) -> list[str]:
    """The words of a name that must be in the article: no common nouns, no numbers."""
    keys = [key for key in name.keys if not key[0].isdigit() and key not in lexicon().numbers]
    if name.first == 0 and len(keys) == 1 and _is_ordinary(article, statement, keys[0]):
        return []
    own = [key for key in keys if not is_common(key) or _is_name(statement, name, key)]
    if not own and not _is_title(statement):
        own = list(filter(article.capitals.__contains__, keys))
    return [key for key in own if key not in article.lower and not (name.first == 0 and _is_form(article, key))]


def _is_ordinary(article: Text, statement: Text, key: str) -> bool:
    """Whether the first word of a statement is no name: it is a known word, and nobody's who speaks."""
    if key.endswith(("ing", "ed", "ness", "ment", "tion", "ists")):
        return True
    is_known = any(map(parts, bases(key))) and not (
        key in article.capitals or is_given_name(key.title()) or countries([key])
    )
    return is_known and not any(in_lists(word, SPEAKING) for word in statement.keys[1:2])


def _is_form(article: Text, key: str) -> bool:
    """Whether the article has another form of a word with a small letter, so that it is no name: "umbrellas"."""
    return any(form in article.lower for form in (f"{key}s", f"{key}es", f"{key[:-1]}ies", *bases(key)))


def _is_name(statement: Text, name: Name, key: str) -> bool:
    """Whether a word can only be a name even if it is common: initials, a country, a demonym."""
    if countries([key]):
        return True
    at = next((at for at in range(name.first, name.last) if statement.keys[at] == key), name.first)
    return statement.slice(at, at + 1).isupper() and len(key) > 1 and not statement.string.isupper()


def _is_title(statement: Text) -> bool:
    """Whether most words are capitalised, as in American headlines."""
    content = statement.content()
    return sum(statement.is_capital[at] for at in content) > _TITLE_SHARE * len(content)


_TITLE_SHARE = 0.7


def _has(article: Text, key: str) -> bool:
    """Whether the article has a form of a word."""
    if key in article.places:
        return True
    return any_alike(key, article.capitals)


def _is_short_for(article: Text, name: str) -> bool:
    """Whether a name is the initials of one in the article, or the article has its initials."""
    letters = name.replace(".", "")
    if letters.isupper() and 2 <= len(letters) <= _LONGEST_INITIALS:
        return len(letters) < _LONGEST_INITIALS and letters.casefold() in article.initials
    parts = [part for part in name.replace("-", " ").split() if part[:1].isupper()]
    return len(parts) > 1 and "".join(part[0] for part in parts).casefold() in article.places


_LONGEST_INITIALS = 6


def _elsewhere(subject: Subject, claim: Claim, name: Name, keys: list[str]) -> Finding:
    """A name of the article that is not in the evidence, and can replace one that is."""
    article = subject.text
    said = claim.text.slice(name.first, name.last)
    rival = _rival(article, claim, name)
    there = article.slice(rival.first, rival.last) if rival is not None else ""
    speaks = any(in_lists(word, SPEAKING) for word in claim.text.keys[name.last : name.last + 1])
    is_holder = rival is not None and (_is_holder(claim, rival, there) or (_is_speaker(claim, rival) and not speaks))
    if rival is not None and not is_holder and not _same_entry(subject, name.keys, rival.keys):
        message = f"the statement says “{said}” where its evidence has “{there}”"
        return Finding("name-changed", "warning" if claim.is_sentence else "note", claim.pointer, message)
    known = not claim.is_sentence or follows_name(subject, keys, claim.context) or _is_of_us(subject, claim)
    level: Level = "note" if known or _is_supported(article, claim.text, name, keys) else "warning"
    message = f"“{said}” is in the article, but not in the evidence of this statement"
    return Finding("name-elsewhere", level, claim.pointer, message)


def _is_of_us(subject: Subject, claim: Claim) -> bool:
    """Whether the evidence has a speaker whom a statement can name: "we have not won yet"."""
    around = (subject.text.keys[one.first : one.last] for one in claim.context) if claim.said_by else ()
    return any(not {"we", "our", "us"}.isdisjoint(keys) for keys in around)


def _is_holder(claim: Claim, name: Name, written: str) -> bool:
    """Whether a name is that of the statement's speaker, either of them as initials."""
    holder = claim.said_by or ""
    if initials_of(written):
        return bool(spelled_by(written, tokens(holder)))
    shorts = (token for token in tokens(claim.text.string) if token.capital)
    words = (claim.text.string[token.start : token.end] for token in shorts)
    return within(name.keys, name_keys(holder)) and any(is_acronym(word, holder) for word in words)


def _same_entry(subject: Subject, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the sheet has both names in one entry."""
    return any(
        any(within(one, name) for name in names) and any(within(other, name) for name in names)
        for entry in subject.entries
        if len(names := subject.names_of(entry)) > 1
    )


def _is_supported(article: Text, statement: Text, name: Name, keys: list[str]) -> bool:
    """Whether the article has the name, outside the evidence, among the words next to it in the statement."""
    wanted = _beside(statement, name, 0, len(statement))
    for at in (at for key in keys for at in article.places.get(key, ())):
        around = set(article.stems[max(0, at - _AROUND) : at + _AROUND])
        if len(wanted & around) >= _SUPPORT:
            return True
    return False


def _in_context(article: Text, claim: Claim, key: str) -> bool:
    """Whether the sentences of the evidence have a form of a word."""
    around = [article.keys[sentence.first : sentence.last] for sentence in claim.context]
    return any(key in keys for keys in around) or any(any_alike(key, keys) for keys in around)


def _rival(article: Text, claim: Claim, name: Name) -> Name | None:
    """The name of the evidence that is in this one's context and not in the statement."""
    mine = frozenset(claim.text.keys)
    beside = _beside(claim.text, name, 0, len(claim.text))
    others = ((s, other) for s in claim.context for other in article.names_between(s.first, s.last))
    for sentence, other in others if beside else ():
        shared = beside & _beside(article, other, sentence.first, sentence.last)
        is_of_kind = bool(countries(name.keys)) == bool(countries(other.keys))  # "Wales" stands for no "CWU"
        is_missing = mine.isdisjoint(other.keys) and not any(any_alike(key, mine) for key in other.keys)
        if is_of_kind and is_missing and len(shared) >= min(_SUPPORT, len(beside)):
            return other
    return None


def _beside(text: Text, name: Name, first: int, last: int) -> frozenset[str]:
    """The stems of the significant words around a name, equally many on each side, within a range."""
    light = lexicon().light
    before = (at for at in range(name.first - 1, first - 1, -1) if text.keys[at] not in light)
    after = (at for at in range(name.last, last) if text.keys[at] not in light)
    return frozenset(text.stems[at] for at in chain(islice(before, _BESIDE), islice(after, _BESIDE)))
