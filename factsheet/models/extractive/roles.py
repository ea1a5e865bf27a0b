"""The role that an article gives a person, in its own words, and the passage that gives it.

Three places: the title in front ("French President Emmanuel Macron"), the words before ("actor Jason Beghe";
"Russia's ambassador to Paris, Alexander Orlov"), the words after ("Ann Waters, director of the gallery,").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.models.extractive.lexicon import lexicon

if TYPE_CHECKING:
    from factsheet.models.extractive.entities import Entity
    from factsheet.models.extractive.mentions import Name
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_MENTIONS = 6
"""A role is given where a person is introduced, or not much later."""
_REACH = 90
"""Characters before a name in which its role can stand."""
_AFTER = re.compile(
    r",(?: \d{1,2},)? (?:an? |the )?"
    r"([^,.;:()\"“”\n]{3,90}?)(?=[,.;:]| who | said | says | told |\n|$)"
)
_OWNER = re.compile(r"(?:[A-Z][\w.-]* )*[A-Z][\w.-]*[’']s? $")
_ROLE_BEFORE = re.compile(r"((?:[A-Z][\w&.-]* ){0,5})\b([a-z]+) $")
"""A role in lower case before a title, and whose it is: "Civil Defense Authority director" before "General"."""
_QUALIFIER = re.compile(r"\b([a-z]+)[- ]$")
_WORD = re.compile(r"[\w’'-]+")
_VERBAL = re.compile(r"\w{2,}ed$|\w{3,}ing$")
_LINKS = frozenset({"to", "of", "for", "at", "in", "on", "and", "the"})
_CLAUSE = frozenset({"said", "says", "told", "was", "were", "is", "are", "has", "had", "who", "which", "that", "will"})


def find_role(story: Story, entity: Entity) -> tuple[str, Span] | None:
    """The first role that the article gives a person, and the passage that gives it."""
    for mention in entity.mentions[:_MENTIONS]:
        after = _words_after(story, mention)
        found = _title(story, mention) if " " in mention.title or not after else None
        found = found or _words_before(story, mention) or after
        if found:
            (start, end), passage = found
            return " ".join(story.text[start:end].split()), passage
    return None


def _title(story: Story, mention: Name) -> tuple[Span, Span] | None:
    if not mention.title or mention.address:
        return None
    end = len(story.text[: mention.start].rstrip())
    start = end - len(mention.title)
    if story.text[start:end] != mention.title:
        return None
    qualifier = _QUALIFIER.search(story.text[max(0, start - 12) : start])
    if qualifier and qualifier[1] in lexicon().qualifiers:
        start -= len(qualifier[0])
    while role := _ROLE_BEFORE.search(story.text[max(0, start - 60) : start]):
        if role[2] not in lexicon().roles:
            break
        start -= len(role[0])
    if owner := _OWNER.search(story.text[max(0, start - 40) : start]):
        start -= len(owner[0])
    return (start, end), (start, mention.end)


def _words_before(story: Story, mention: Name) -> tuple[Span, Span] | None:
    left = max(story.sentence_at(mention.start)[0], mention.start - _REACH)
    window = story.text[left : mention.start].rstrip()
    apposed = window.endswith(",")
    window = window.removesuffix(",")
    cut = max(window.rfind(c) for c in ',.;:"“”()') + 1
    words = [(m.group(), left + m.start(), left + m.end()) for m in _WORD.finditer(window, cut)]
    roles = lexicon().roles
    if apposed:
        heads = [i for i, (word, _, _) in enumerate(words) if word.lower() in roles]
        head = heads[0] if heads else -1
        tail = [word.lower() for word, _, _ in words[head + 1 :]]
        fits = head >= 0 and (not tail or tail[0] in _LINKS) and not _CLAUSE.intersection(tail)
    else:
        head = len(words) - 1
        fits = bool(words) and words[-1][0].lower() in roles
    if not fits:
        return None
    first = head
    while first and head - first < 5 and _qualifies(words[first - 1][0]):
        first -= 1
    return (words[first][1], words[-1][2]), (words[first][1], mention.end)


def _qualifies(word: str) -> bool:
    """Whether a word may stand before a role and belong to it: "science fiction", "Russia's"."""
    low = word.lower()
    if low in lexicon().stopwords or low in lexicon().speech:
        return False
    return word[0].isupper() or low.endswith(("'s", "’s")) or not _VERBAL.fullmatch(low)


def _words_after(story: Story, mention: Name) -> tuple[Span, Span] | None:
    end = min(story.sentence_at(mention.start)[1], mention.end + _REACH + 20)
    match = _AFTER.match(story.text, mention.end, end)
    if not match:
        return None
    words = [w.lower() for w in _WORD.findall(match[1])]
    roles = lexicon().roles
    head = next((i for i, w in enumerate(words[:7]) if w in roles), None)
    if head is None or _CLAUSE.intersection(words) or _LINKS.intersection(words[:head]):
        return None
    return match.span(1), (mention.start, match.end(1))
