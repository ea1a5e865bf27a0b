"""Instructions: passages of the article that speak to a language model, and what in the sheet seems to follow them.

The text is folded first, so that letters of other scripts, characters without a width and spelt-out words hide nothing;
`data/instructions.txt` has the signs of six languages.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from factsheet.language.lists import Lists
from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.kinds import Entry
    from factsheet.language.text import Sentence
    from factsheet.proving.subject import Subject
    from factsheet.records import Span

_TAKEN = 0.75
"""The share of an entry's words that must come from the passage for it to seem to follow it."""

_LEAST_WORDS = 3
"""Words with a meaning below which a text could be from anywhere."""

_AFTER_MARK = 2
"""Paragraphs after an end or a role that only pretends to be one, which may be what it is there for."""

_START = r"(?:(?<=^)|(?<=\n)|(?<=[.!?:;,(\[\"“”„«»'‘’*#>—–|-])|(?<=[.!?:;,(\[\"“”„«»*#>—–|-] )|(?<=- ))"
"""The beginning of a clause: what stands there as an order is one; "told it to ignore …" reports one."""

_LINE = r"(?:(?<=^)|(?<=\n)|(?<=[-=#*<\[(~_/]{2})|(?<=[-=#*<\[(~_/]{2} ))[-=#*<\[(~_/ ]{0,12}"
"""The beginning of a line, or what stands behind a rule."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """Sentences that speak to a model; `quoted` where somebody is quoted with them."""

    start: int
    end: int
    sign: str
    """The words that give it away; what it wants said is not repeated."""
    quoted: bool
    stems: frozenset[str]

    def holds(self, span: Span) -> bool:
        """Whether a span lies in it."""
        return self.start <= span[0] and span[1] <= self.end


@dataclass(frozen=True, slots=True)
class Sign:
    """Where a text gives away that it speaks to a model: a span, and how surely ("weak", "strong" or "mark")."""

    start: int
    end: int
    strength: str


def instructions(subject: Subject) -> Iterator[Finding]:
    """Passages that read like an instruction to a model, and entries that seem to obey one."""
    passages = list(_passages(subject))
    for passage in passages:
        number = subject.article.number_at(passage.start)
        where = f"¶{number}" if number else f"character {passage.start}"
        message = f"the article has a passage at {where} that reads like an instruction to a model: “{passage.sign}”"
        yield Finding("instruction-in-article", "note" if passage.quoted else "warning", "", message)
    if passages:
        elsewhere = _elsewhere(subject, passages)
        for entry in subject.entries:
            found = _followed(subject, entry, passages, elsewhere)
            if found is not None:
                message = "this comes from a passage that reads like an instruction to a language model"
                yield Finding("instruction-followed", "warning" if found.quoted else "error", entry.pointer, message)


def _passages(subject: Subject) -> Iterator[_Passage]:
    text, done = subject.text.string, 0
    signs = signs_in(text)
    for sign in signs:
        quoted = _is_quoted(subject, sign.start, sign.end)
        sentences = subject.text.sentences_of([(sign.start, sign.end)]) if sign.start >= done else []
        # What somebody is quoted with as saying to people is an order in the news.
        if not sentences or (quoted and sign.strength == "weak"):
            continue
        last = _last(subject, sentences[-1], _AFTER_MARK if sign.strength == "mark" else 0)
        if sign.strength == "mark" and not text[sign.end : last.span[1]].strip(" -=#*<>[]()~_/.\n"):
            continue  # nothing comes after it: it may be the end
        done = last.span[1]
        told = max(one.end for one in signs if sign.start <= one.start < sentences[-1].span[1])
        yield _Passage(
            sentences[0].span[0],
            done,
            " ".join(text[sign.start : told].split())[:_LONGEST_SIGN],
            quoted,
            _stems(subject, sentences[0], last),
        )


def _last(subject: Subject, last: Sentence, more: int) -> Sentence:
    """The last sentence of the paragraph of this one, or of so many more: all of it may say what is to be done."""
    at = subject.text.sentences.index(last) + 1
    for following in subject.text.sentences[at:]:
        if "\n" in subject.text.string[last.span[1] : following.span[0]]:
            if not more:
                break
            more -= 1
        last = following
    return last


_LONGEST_SIGN = 120


def _stems(subject: Subject, first: Sentence, last: Sentence) -> frozenset[str]:
    text = subject.text
    return frozenset(text.stems[at] for at in text.content(first.first, last.last))


def _is_quoted(subject: Subject, start: int, end: int) -> bool:
    """Whether the words stand in a quotation that is somebody's in the article."""
    return any(
        s.start <= start and end <= s.end and s.kind != "indirect" and s.speaker for s in subject.attribution.quotes
    )


def _elsewhere(subject: Subject, passages: list[_Passage]) -> list[frozenset[str]]:
    """The words of each sentence outside the passages."""
    return [
        frozenset(subject.text.stems[s.first : s.last])
        for s in subject.text.sentences
        if not any(p.start < s.span[1] and s.span[0] < p.end for p in passages)
    ]


def _followed(
    subject: Subject, entry: Entry, passages: list[_Passage], elsewhere: list[frozenset[str]]
) -> _Passage | None:
    """The passage that an entry comes from: all its evidence is in such, or its words are, and nowhere else."""
    spans = entry.section.spans(entry.value)
    holding = [next((one for one in passages if one.holds(span)), None) for span in spans]
    said = (stems for stems in _stems_said(subject, entry) if not any(_is_from(stems, other) for other in elsewhere))
    saying = (one for stems in said for one in passages if _is_from(stems, one.stems))
    found = chain((one for one in holding[:1] if one is not None and None not in holding), saying)
    # Where one of several passages is nobody's quotation, that is the one that counts.
    return min(found, key=lambda one: one.quoted, default=None)


def _stems_said(subject: Subject, entry: Entry) -> Iterator[frozenset[str]]:
    """The stems of each statement of an entry that says enough to come from somewhere."""
    for field in entry.section.fields:
        said = entry.value.get(field.name)
        if field.states and isinstance(said, str):
            text = subject.read(said)
            stems = frozenset(text.stems[at] for at in text.content())
            if len(stems) >= _LEAST_WORDS:
                yield stems


def _is_from(stems: frozenset[str], other: frozenset[str]) -> bool:
    """Whether nearly all of some words are among others."""
    return len(stems & other) >= _TAKEN * len(stems)


def signs_in(text: str) -> list[Sign]:
    """Each place where a text has a sign, in order."""
    found: set[Sign] = set()
    folded, at = fold(text)
    for words, places in _read(folded, at):
        present = [(number, tuple(filter(words.__contains__, sign[1]))) for number, sign in enumerate(_signs())]
        for (first, last), marked in _paragraphs(words, "" if words is folded else folded):
            paragraph = words[first:last]
            for number, needed in present:
                strength, _, needs_machine = _signs()[number]
                if not (marked if needs_machine else any(map(paragraph.__contains__, needed))):
                    continue
                for match in _pattern(number).finditer(marked if needs_machine else words, first, last):
                    start, end = match.span()
                    found.add(Sign(places[start], places[end - 1] + 1, strength))
    return sorted(found, key=lambda sign: (sign.start, _ORDER.index(sign.strength), -sign.end))


_ORDER = ("strong", "mark", "weak")
_MACHINE = "ʘʔ*"
"""What stands in the place of a word for a machine, as long as it, while signs with one are looked for."""


def _paragraphs(words: str, before: str) -> Iterator[tuple[Span, str]]:
    """The span of each paragraph of a folded text, and the text with its words for machines made one, "" for none.

    Paragraphs that the reading before has as they are were looked at there: no sign goes on in the next one.
    """
    marked = _machines().sub(lambda match: "ʘ" + "ʔ" * (len(match.group()) - 1), words)
    start = 0
    for paragraph, known in zip_longest(words.split("\n"), before.split("\n"), fillvalue=""):
        end = start + len(paragraph)
        if paragraph != known:
            yield (start, end), marked if "ʘ" in marked[start:end] else ""
        start = end + 1


@cache  # a pattern made of a list
def _machines() -> re.Pattern[str]:
    one = rf"\b(?:{_words()['machine']})\b"
    return re.compile(f"{one}(?:[ -](?:d[eiao]s? |d')?{one})*")


@cache  # a list
def _words() -> dict[str, str]:
    """The alternatives that signs have for a name."""
    found: dict[str, list[str]] = {}
    for line in Lists("factsheet.checking").lines("instructions", "words"):
        name, _, choice = line.partition(" :: ")
        found.setdefault(name, []).append(choice)
    return {name: "|".join(choices) for name, choices in found.items()}


@cache  # a list
def _signs() -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """The strength of each sign, words of which a text with it has one, and whether it speaks of a machine."""
    heads = (line.split(" :: ", 1)[0].split(" | ", 1) for line in _lines())
    return tuple(
        (strength, tuple(word.replace("_", " ") for word in words.split()), words == "{machine}")
        for strength, words in heads
    )


def _lines() -> tuple[str, ...]:
    return Lists("factsheet.checking").lines("instructions", "signs")


@cache  # patterns made of a list, when a text has words of theirs: all of them take a tenth of a second
def _pattern(number: int) -> re.Pattern[str]:
    sign = _lines()[number].split(" :: ", 1)[1]
    for name, choices in _words().items():
        sign = sign.replace(f"{{{name}}}", _MACHINE if name == "machine" else f"(?:{choices})")
    return re.compile(sign.replace("{start}", _START).replace("{line}", _LINE))


# What letters of other scripts look like in Latin ones (Unicode's confusables, the letters that words are made of).
_LOOK_LIKE = (
    "aаαɑ bвьβƅ cс dдԁδ eеёҽε fք gɡց hһհ iіїӏιɩⅰ jјյ kкκ lⅼ mмμ nηո oоοσօ pрρ qԛզ rг sѕ tтτ uυս "
    "vνѵ wԝωա xхχ yуγ zζ 3з 6б"
)
_ALIKE = {other: word[0] for word in _LOOK_LIKE.split() for other in word[1:]}
_SINGLE = re.compile(r"(?<!\n)\n(?!\n)")
_LEET = str.maketrans("0134578@$!", "oieastbasi")


def fold(text: str) -> tuple[str, Sequence[int]]:
    """The text as signs are looked for in it, and where each of its characters stands in the text.

    In lower case, without accents and characters that have no width, letters that only look like Latin ones as those,
    a line break within a paragraph as a space.
    """
    text = _SINGLE.sub(" ", text)
    if text.isascii() and "  " not in text:
        return text.lower(), range(len(text))
    folded = {char: _folded(char) for char in set(text)}
    if all(len(piece) == 1 for piece in folded.values()):
        return _closed(text.translate(dict(zip(map(ord, folded), folded.values(), strict=True))), range(len(text)))
    pieces = [folded[char] for char in text]
    return _closed("".join(pieces), [at for at, piece in enumerate(pieces) for _ in piece])


def _closed(words: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """A text with one space where it has several."""
    if "  " not in words:
        return words, places
    kept = [at for at, char in enumerate(words) if char != " " or not at or words[at - 1] != " "]
    return "".join(words[at] for at in kept), [places[at] for at in kept]


@cache  # the characters of texts are few
def _folded(char: str) -> str:
    if char in "“”„«»‘’—–…\n":
        return char
    if unicodedata.category(char) in {"Cf", "Mn", "Me", "Cc"}:
        return ""
    plain = unicodedata.normalize("NFKD", char).lower().replace("ß", "ss")
    kept = "".join(one for one in plain if unicodedata.category(one) != "Mn")
    return "".join(_ALIKE.get(one, one) for one in kept) if kept.strip() else " "


_SPELT = re.compile(r"(?<!\w)\w(?:[ .·*_|-]\w){4,}(?!\w)")
"""Letters that stand by themselves, one after the other: a word that is spelt out."""
_BETWEEN = re.compile(r"(?<=(?<!\w)\w)[ .·*_|-](?=\w(?!\w))")
"""What stands between two such letters."""
_MIXED = re.compile(r"(?<!\w)(?=\w*[a-z])[\w@$!]*[0134578@$][\w@$!]*(?!\w)")
"""Letters with digits among them: a word in which digits stand for letters."""


def _read(folded: str, places: Sequence[int]) -> Iterator[tuple[str, Sequence[int]]]:
    """The folded text; and as it reads where words are spelt out, or have digits for letters."""
    yield folded, places
    plain = _MIXED.sub(lambda match: match.group().translate(_LEET), folded)
    if plain != folded:
        yield plain, places
    if _SPELT.search(folded):
        between = {match.start() for match in _BETWEEN.finditer(folded)}
        kept = [at for at in range(len(folded)) if at not in between]
        yield "".join(folded[at] for at in kept), [places[at] for at in kept]
