"""Speakers: whether a name of the sheet is whom the article names as the speaker of some words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from factsheet.aligning.tokens import tokens
from factsheet.attribution.cues import in_lists
from factsheet.attribution.people import OF_OTHERS, author, is_of_another
from factsheet.attribution.resolve import is_pronoun
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lexicon import alike, any_alike, canonical, is_light, lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases
from factsheet.proving.proof import Proof
from factsheet.proving.subject import name_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning.tokens import Token
    from factsheet.attribution import Speaker, Statement
    from factsheet.kinds import Entry
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
    if any(is_head(keys, one) for keys in names for one in (shown, _writer(shown))):
        return True
    resolved = said.speaker.name or ""
    if any(char.isupper() for char in shown[1:]) and not is_head(name_keys(resolved)[-1:], shown):
        return False
    return any(is_head(keys, resolved) for keys in names)


def _writer(shown: str) -> str:
    """Whose a paper is that says something: "the Home Ministry" of "a letter from the Home Ministry"."""
    paper = _WRITTEN.search(shown)
    return author(shown) if paper else ""


_WRITTEN = re.compile(
    r"\b(?:letter|memo|memorandum|e-?mail|message|note|notice|statement|leaflet|press release)s? (?:of|by|from) "
    r"|\b(?:report|paper|study|document|article|column|book|survey|poll|post|tweet|blog|editorial)s? (?:by|from) ",
    re.IGNORECASE,
)
"""A paper with whose it is; a "report of" may be about them."""


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
        ruled = ruled and not _has_office(row[:at])
        owned = at + size < len(row) and row[at + size].key == "s"
        if not ruled and not owned:
            return True
    return False


_SPOKEN_FOR = ("spokes", "official", "representative", "executive", "source")
"""How the words begin for who may speak for a body."""


def is_somebody(words: str) -> bool:
    """Whether a speaker is somebody without a name who is not known by one before: "one reader", "another man"."""
    first, _, rest = words.lower().partition(" ")
    noun = _HEAD_OF.split(rest)[0].rpartition(" ")[2]
    without_name = first in {"one", "another", "a", "an"} and words[1:] == words[1:].lower()
    if not without_name or noun in _PAPERS or any(part.startswith(_SPOKEN_FOR) for part in rest.split()):
        return False
    return noun in _PEOPLE or noun.endswith(_AGENTS)


_PAPERS = ENGLISH.words("holders", "things")
_PEOPLE = (
    ENGLISH.words("titles", "roles") | ENGLISH.words("titles", "relations") | ENGLISH.words("holders", "of others")
)
_AGENTS = ("er", "or", "ist", "man", "woman", "person", "ian")
"""How nouns end that say what somebody does."""


def words_of(subject: Subject, speaker: Speaker) -> str:
    """The words that name a speaker beside a statement."""
    return subject.text.string[speaker.start : speaker.end]


def may_be_speaker(subject: Subject, section: str | None, holder: str, said: Statement) -> bool:
    """Whether the words that name a speaker can mean a holder, who stands in a section (`x-refers-to`).

    Where they have a name, only names decide: that two people are ministers makes them nobody else. Where they have
    just a role, one of the holder's does. Who stands against somebody or beside them is somebody else: "critics of X".
    """
    if said.speaker is None:
        return True
    shown = subject.article.text[said.speaker.start : said.speaker.end]
    resolved = said.speaker.name or ""
    known = subject.known_as(section, holder) if section else []
    names = [name_keys(holder), *(keys for entry in known for keys in subject.names_of(entry))]
    if is_of_another(shown):
        head = name_keys(_HEAD_OF.split(shown)[0])[-1:]
        return any(alike(one, key) for one in head for keys in names for key in keys)
    if is_pronoun(shown):
        return any(_compatible(keys, resolved) for keys in names)
    if any(_compatible(keys, one) for keys in names for one in (shown, resolved)):
        return True
    return not has_name(shown) and _may_have_role(names, known, shown, resolved)


_HEAD_OF = re.compile(r" (?:of|to|for|from|in|at|with|who|inside|within|among|close|near) |, ")


def _compatible(keys: Sequence[str], words: str) -> bool:
    """Whether a name and some words that name somebody can be of one: all words of the one are in the other."""
    mine = [key for key in keys if not is_light(key)]
    own = [key for key in mine if key not in lexicon().titles] or mine
    theirs = [token for token in tokens(words) if not token.is_small]
    named = [t.key for t in theirs if t.capital and t.key not in lexicon().titles]
    if own and all(any_alike(key, [t.key for t in theirs]) for key in own):
        return True
    governed = [gazetteer().capitals.get(words[t.start : t.end]) for t in theirs if t.capital]
    if any(country and any_alike(name_keys(country)[0], own) for country in governed):
        return True
    return bool(named) and all(any_alike(key, own) for key in named)


def has_name(words: str) -> bool:
    """Whether words that name a speaker have a name, and not just a role: not "the Prime Minister", "a spokesman"."""
    row = [token for token in tokens(words) if not token.is_small]
    capitals = [token for token in row if token.capital and not token.is_number]
    return bool(capitals) and capitals[-1].key not in lexicon().titles and row[-1].capital


def _may_have_role(names: Sequence[Sequence[str]], known: Sequence[Entry], shown: str, resolved: str) -> bool:
    """Whether a role that stands for a speaker can be the holder's; if it is resolved to another, only the same one."""
    told = [key for key in name_keys(shown) if not is_light(key)]
    mine = [key for entry in known for text in _texts(entry) for key in name_keys(text)] + [k for n in names for k in n]
    if not resolved:
        return any(any_alike(key, mine) for key in told)
    ranks = ENGLISH.words("titles", "qualifiers")
    same = {key for key in told if key in ranks} == {key for key in mine if key in ranks}
    return same and bool(told) and all(any_alike(key, mine) for key in told)


def _texts(entry: Entry) -> Iterator[str]:
    """The names of an entry and what else it says of who that is."""
    for field in entry.section.fields:
        value = entry.value.get(field.name)
        if isinstance(value, str) and "enum" not in field.schema:
            yield value
        elif isinstance(value, list) and not field.is_evidence:
            yield from value


def stands_free(subject: Subject, name: str, span: Span) -> bool:
    """Whether a name, or its last word, stands in a part of the article as what something is said of.

    It does not after a preposition, nor in what another says, but before a verb of saying: "Roe said Lee denies …".
    """
    return any(speaks or not inside for speaks, inside in _places(subject, name, span))


def speaks_inside(subject: Subject, name: str, span: Span) -> bool:
    """Whether a name stands before a verb of saying in what another says: "Roe said Lee denies …"."""
    return any(speaks and inside for speaks, inside in _places(subject, name, span))


def _places(subject: Subject, name: str, span: Span) -> Iterator[tuple[bool, bool]]:
    """For each place where a name stands free: whether it speaks, and whether it is in what another says."""
    keys = [key for key in name_keys(name) if not is_light(key)]
    row = tokens(subject.article.text[slice(*span)])
    said = [part for one in subject.statements(*span) if one.speaker for part in one.spans()]
    for at, token in enumerate(row):
        before = row[at - 1] if at and row[at - 1].capital and not token.gap else None
        other = before is not None and before.key not in {*keys, *lexicon().titles} and not before.is_small
        if keys and token.key == keys[-1] and not other and not _is_ruled(row, at):
            after = range(at + 1, min(len(row), at + 1 + _NEAR))
            speaks = any(in_lists(row[i].low, _SPEAKING) and not _rules(row[i - 1]) for i in after)
            yield speaks, any(first <= span[0] + token.start < last for first, last in said)


_NEAR = 3
"""Words after a name in which its verb stands."""
_SPEAKING = frozenset({"say", "tell", "judge", "quote", "think"})
"""Parts of the list of verbs with which somebody says something or takes a position."""


def _rules(token: Token) -> bool:
    """Whether a noun follows a word, and no verb."""
    return token.is_preposition or token.is_of("determiners")


def _is_ruled(row: Sequence[Token], at: int) -> bool:
    """Whether the name that ends with a word hangs on a preposition or owns something: "of X", "X's", "X critics"."""
    first = at
    while first and row[first - 1].capital and not row[first].gap:
        first -= 1
    first -= first > 0 and row[first - 1].is_of("determiners") and row[first - 1].low != "that"
    owns = at + 1 < len(row) and (row[at + 1].key == "s" or row[at + 1].low in OF_OTHERS)
    return owns or (first > 0 and row[first - 1].is_preposition and not row[first].gap)


def _has_office(before: Sequence[Token]) -> bool:
    """Whether the words before a name are an office with what it is for: "Minister of Education", not "aide to Mr"."""
    at = next((i for i, token in enumerate(before) if token.is_preposition), 0)
    field = [token for token in before[at + 1 :] if token.low not in _ADDRESS]
    known = at > 0 and before[at].low in {"of", "for"} and before[at - 1].low in _OFFICES
    if not known or before[at + 1].low in _ADDRESS or any(token.low.title() in _GIVEN for token in field):
        return False
    plain = bool(field) and not any(token.is_preposition or token.key in lexicon().titles for token in field)
    return known and plain and all(token.capital or token.is_small for token in field)


_ADDRESS = frozenset({"mr", "mrs", "ms", "dr"})
_GIVEN = frozenset().union(*(ENGLISH.words("given_names", part) for part in ("male", "female")))
_OFFICES = ENGLISH.words("titles", "offices")
"""Offices that are held for something, and not for somebody."""


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


def _said(subject: Subject, quotation: str | None, evidence: Sequence[Span]) -> Iterator[Statement]:
    spans = list(evidence)
    if quotation is not None:
        keys = [token.key for token in tokens(quotation)]
        spans = subject.text.find(keys) or spans
    for start, end in spans:
        yield from (one for one in subject.statements(start, end) if one.speaker)


HARD = 2
"""The level of the scale from which on a word for saying is a hard one."""


def level(key: str) -> int:
    """How hard a word for saying is, from 1 on; 0 for other words."""
    scale = _scale()
    return max((scale.get(form, 0) for form in bases(key)), default=0)


@cache  # a list
def _scale() -> dict[str, int]:
    """The base form of each word for saying, with the number of its line."""
    rows = enumerate(ENGLISH.rows("reporting", "scale"), 1)
    return {canonical(word): level for level, row in rows for word in row}
