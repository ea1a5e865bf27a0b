"""Drops what a statement on the page already says: a time, a unit, a source, a name in a role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.attribution.cues import SAYING, VERBS, inflected
from factsheet.language.countries import countries
from factsheet.language.lexicon import is_light
from factsheet.language.lists import ENGLISH
from factsheet.language.names import is_common
from factsheet.language.thesaurus import may_be
from factsheet.language.words import Word, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.attribution.cues import Form
    from factsheet.records import Span

_PEOPLE = ENGLISH.words("holders", "people")
_TO_SOMEBODY = frozenset({"tell", "inform", "notify"})
"""Verbs that have to say whom somebody speaks to."""
_LINK = re.compile(rf"(?:{'|'.join(sorted(ENGLISH.words('linking')))}), (?=\S)", re.IGNORECASE)
_ACCORDING = ENGLISH.words("linking", "according")
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_NEAR = 3
"""Words after a name among which the verb of saying stands: "has also warned"."""
_THAT = re.compile(r"^that(?::|,)? (?=[\"“‘']|(?:the|a|an|he|she|it|they|we|I|there) )")
_LEAD = re.compile(r"\b(?:that )?(?:(?:he|she|it|they) )?$")
_SENTENCE = re.compile(r"[.!?…][\"”’']? ")
_STOP = re.compile(r"(?:^|(?<=[a-z0-9_”\"’)]))\.$")
"""The stop of a sentence, not of an abbreviation in capitals."""


def has(statement: str, told: str) -> bool:
    """Whether a statement has these words as they stand, case aside, and as whole words."""
    return any(places_of(statement.casefold(), told.casefold()))


def places_of(text: str, words_: str) -> Iterator[Span]:
    """Where a text has these words as whole words. A pattern would have to be compiled for each."""
    start = text.find(words_) if words_ else -1
    while start >= 0:
        end = start + len(words_)
        if not (start and _is_within(text, start)) and not (end < len(text) and _is_within(text, end)):
            yield start, end
        start = text.find(words_, start + 1)


def _is_within(text: str, at: int) -> bool:
    """Whether a place is in the middle of a word."""
    return text[at - 1].isalnum() and text[at].isalnum()


def tells_who(statement: str, who: str) -> bool:
    """Whether a statement says itself who says so: "Macron also warned …", "According to Macron, …".

    It begins with the name, whatever titles come before that, and a verb of saying follows; or it ends so.
    """
    found, name = words(statement), words(who)
    if not (found and name):
        return False
    if _ends_with_saying([word.key for word in found], name[-1].key):
        return True
    at = next((at for at, word in enumerate(found) if word.key == name[-1].key), None)
    if at is None:
        return False
    before = found[:at]
    if [word.key for word in before[:2]] == ["according", "to"]:
        return all(_is_title(statement, word) for word in before[2:])
    after = (word.key for word in found[at + 1 : at + 1 + _NEAR])
    return all(_is_title(statement, word) for word in before) and any(key in SAYING for key in after)


def _ends_with_saying(keys: list[str], name: str) -> bool:
    """Whether a name with a verb of saying right beside it ends a statement: "…, Ana Ruiz said", "said Ana Ruiz"."""
    if keys[-1] in SAYING:
        return keys[-2:-1] == [name]
    return keys[-1] == name and any(key in SAYING for key in keys[-_NEAR:-1])


def unlinked(statement: str) -> str:
    """A statement without the word that links it to the sentence before: "However, …", "For example, …"."""
    found = _LINK.match(statement)
    rest = statement[found.end() :] if found else ""
    return rest[0].upper() + rest[1:] if rest else statement


def goes_with_head(verb: str) -> bool:
    """Whether a verb says no more than that the words below a name are that person's: "according to"."""
    return verb.casefold() in _ACCORDING


def as_told(verb: str, who: str, statement: str) -> str:
    """A verb of saying as it is between a name and what is said.

    "think", of "I think" in a quotation, is "thinks" of one person; "adding" is "added"; "told", whose hearer is not
    shown, is "said". It goes without saying where the statement begins with it: "wants" of "no longer wants to".
    """
    verb = verb.removesuffix(" that")
    low = verb.casefold()
    opening = [word.key for word in words(statement)[:_NEAR]]
    if low in opening and all(is_light(key) or may_be(key, "r") for key in opening[: opening.index(low)]):
        return ""
    first, _, rest = low.partition(" ")
    if first == "am":
        return f"is {rest}"
    known = VERBS.get(low, ())
    forms = {one.form for one in known}
    if not known or ("base" in forms and ("past" in forms or _may_be_several(who))):
        return verb
    form: Form = "past" if forms & {"past", "ing"} else "s"
    lemma = "say" if known[0].lemma in _TO_SOMEBODY else known[0].lemma
    return inflected(lemma, form) if forms & {"base", "ing"} or lemma != known[0].lemma else verb


def lead(quotes: str, verb: str, statement: str) -> str | None:
    """The words between a verb of saying and a statement that follows it in the article, ignoring case.

    " that " for "told reporters that the port is shut", " that he " for a statement that has left out its subject:
    "expects the port to stay shut". None where the article leads to it by nothing of the kind: "of that port".
    """
    for start, _ in places_of(quotes, statement.casefold()):
        before = _SENTENCE.split(quotes[:start])[-1]
        found = _LEAD.search(before)
        told = before[: found.start()] if found and found.group() else ""
        if has(told, verb) and not is_light(told.split()[-1]):
            return f" {found.group()}" if found else None
    return None


def without_that(statement: str) -> str:
    """A statement without the "that" behind a verb of saying: "that: “We are late.”", "that they are late"."""
    return _THAT.sub("", statement)


def _may_be_several(who: str) -> bool:
    last = who.rpartition(" ")[2]
    is_plural = last.endswith("s") and (last.islower() or countries([last[:-1].lower()]))
    return bool(is_plural) or " and " in who or last.lower() in _PEOPLE


def beside_according_to(source: str) -> str:
    """A source as written within a sentence: "recent reports" for "Recent reports" at the start of one."""
    first, _, rest = source.partition(" ")
    low = first.lower()
    is_word = low in _PEOPLE or (rest[:1].islower() and (is_light(low) or may_be(low, "a")))
    return low + source[len(first) :] if first == low.capitalize() and is_word and is_common(low) else source


def begun(text: str) -> str:
    """A statement with an initial capital, unless its first word has one elsewhere, as in "iPhone"."""
    first = text.partition(" ")[0]
    is_word = first.islower() and first.replace("-", "").isalpha()
    return text[0].upper() + text[1:] if is_word else text


def unstopped(text: str) -> str:
    """A statement without its final full stop."""
    return _STOP.sub("", text)


def ended(text: str) -> str:
    """A text without the comma that linked it to what came after: “It is late,” she said."""
    return text[:-1].rstrip() if text.endswith(",") else text


def role_of(role: str, name: str) -> str:
    """What somebody is said to be: without the name at the end, and "DAB" for "DAB's", which stood before the name."""
    rest = without_name(role, name)
    return rest[:-2] if rest.endswith(("'s", "’s")) else rest


def without_name(role: str, name: str) -> str:
    """A role without the name at its end: "the director, Ana Ruiz" of Ana Ruiz is "the director"."""
    rest = role[: -len(name)].rstrip(" ,") if name and role.casefold().endswith(f" {name.casefold()}") else ""
    return role if not rest or rest.endswith(_POSSESSIVES) else rest


def speaks_of(quotation: str, holder: str) -> bool:
    """Whether a quotation has the name of the person whose words it would be: then it is somebody else's."""
    name = words(holder)
    return bool(name) and any(word.key == name[-1].key for word in words(quotation))


def _is_title(text: str, word: Word) -> bool:
    return is_light(word.key) or text[word.start].isupper()
