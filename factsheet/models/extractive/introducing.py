"""Introduces people: the first line with a surname gets the full name, with the role before it.

A page prints sentences from far down the article, which say only "Doe said". The prover resolves Doe to the Jane Doe of
the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factsheet.attribution.cues import WORDS
from factsheet.language.lists import ENGLISH
from factsheet.models.extractive.clauses import is_finite
from factsheet.models.extractive.entities import Entity, full_name, of_sort
from factsheet.models.extractive.roles import find_role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factsheet.models.extractive.names import Mention
    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_LONGEST_ROLE = 60
"""The longest role before a name, in characters; longer ones make the line hard to read."""
_ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame)\.? $")
_LONGEST_ADDRESS = 6
_SPEAKING = ENGLISH.words("saying", "beside names")
_OWNS = ("'s", "’s", "' ", "’ ")


@dataclass(slots=True)
class Introduced:
    """The people whom a page has named in full so far."""

    story: Story
    people: list[Entity]
    seen: set[str] = field(default_factory=set)

    def line(self, span: Span) -> str:
        """The words of a span in one line, with the full name of everybody new."""
        named = [(m, p) for p in self.people for m in p.mentions if span[0] <= m.start and m.end <= span[1]]
        out, at = "", span[0]
        for mention, person in sorted(named, key=lambda pair: pair[0].start):
            name = full_name(person)
            if name in self.seen:
                continue
            self.seen.add(name)
            if self._stands_alone(mention, name, span[0]):
                start = self._start(mention, span[0])
                out += self.story.text[at:start] + self._introduction(person, mention, name)
                at = mention.end
        return " ".join((out + self.story.text[at : span[1]]).split())

    def _start(self, mention: Mention, first: int) -> int:
        """The start of a name including its form of address."""
        address = _ADDRESS.search(self.story.text, max(first, mention.start - _LONGEST_ADDRESS), mention.start)
        return address.start() if address else mention.start

    def _stands_alone(self, mention: Mention, name: str, first: int) -> bool:
        """Whether a surname is a subject or speaker: not "the Doe case", "that Doe left"."""
        short = mention.text != name and name.endswith(f" {mention.text}")
        titled = bool(mention.title) and not mention.address and not _speaks(mention)
        titled = titled and f"{mention.title} {name}" not in self.story.text  # "Prof Doe argues"
        told = not self.story.is_quoted(mention.start) and not titled
        opens = mention.start - first <= _LONGEST_ADDRESS and not mention.before
        opens = opens or self.story.text.endswith(", ", first, self._start(mention, first))  # "Last week, Doe met"
        beside = self.story.text.startswith((",", *_OWNS), mention.end) or _does(mention)
        return short and told and ((opens and beside) or _speaks(mention))

    def _introduction(self, person: Entity, mention: Mention, name: str) -> str:
        """A name with the role before its first mention: "Hollin's mayor Jane Doe"."""
        titled = bool(mention.title) and not mention.address  # "Sheriff Doe said": only the first name is missing
        role = find_role(self.story, person) if not titled and (_does(mention) or _speaks(mention)) else None
        whole = f"{role[0]} {name}" if role else name
        fits = role is not None and len(role[0]) <= _LONGEST_ROLE and role[0][0].isupper() and " of " not in role[0]
        if fits and whole in self.story.text:
            return whole
        addressed = f"{mention.title} {name}"  # "Prof Jane Doe", of whom nothing else stands before her name
        return addressed if mention.address and mention.title != "Mr" and addressed in self.story.text else name


def _does(mention: Mention) -> bool:
    """Whether a verb follows a name."""
    return not mention.owner and (is_finite(mention.after) or mention.after in WORDS["adverbs"])


def _speaks(mention: Mention) -> bool:
    """Whether a verb of saying is next to a name: "Doe said", "said Doe"."""
    return not mention.owner and not _SPEAKING.isdisjoint((mention.after, mention.before))


def introduced(story: Story, entities: Iterable[Entity], heading: str) -> Introduced:
    """The people of a story; those named in the heading count as introduced."""
    people = [one for one in of_sort(entities, "person") if " " in full_name(one)]
    return Introduced(story, people, {full_name(one) for one in people if full_name(one) in heading})
