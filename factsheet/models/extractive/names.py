"""Names in a text: runs of capitalised words, split and joined until each is one name.

`entities` decides whether a name is a person, a place or anything else. `language.names` finds names to compare two
texts; here a run is cut at titles, dates and the first words of sentences, and joined over "of", so that the names can
be listed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from factsheet.attribution.cues import WORDS
from factsheet.language.gazetteer import gazetteer
from factsheet.language.lists import ENGLISH
from factsheet.language.names import is_adverb, is_common
from factsheet.language.thesaurus import is_mostly, may_be

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.models.extractive.story import Story
    from factsheet.records import Span

_STOPWORDS, _WITHIN, _KEPT = (ENGLISH.words("stopwords", part) for part in ("", "in names", "kept"))
_TIMES, _NOT_ALONE = ENGLISH.words("calendar", "capitalised"), ENGLISH.words("calendar", "not alone")
_SMALL = _TIMES | _STOPWORDS
_ROLES, _ADDRESS = ENGLISH.words("titles", "roles"), ENGLISH.words("titles", "address")
_QUALIFIERS = ENGLISH.words("titles", "qualifiers")
_BEFORE_OF, _BODIES = ENGLISH.words("organisations", "before of"), ENGLISH.words("organisations", "heads")
_PAPERS = ENGLISH.words("organisations", "papers") | {"news"}
_FIRMS = ENGLISH.words("organisations", "names") | {"savings", "sons", "daughters", "brothers", "partners"}
_ROADS = ENGLISH.words("place_nouns", "roads")
_ALSO_SURNAMES = frozenset({"Sun", "May", "March", "Jan", "Easter", "Winter", "Summer", "Spring"})
_COUNTING = frozenset({"all", "one", "two", "three", "four", "five", "six", "seven", "eight", "last", "near", "many"})
_PROFESSIONS = ("iatrist", "ologist", "icist", "ician")
"""Endings of occupations, and of no names."""
_ROYAL = frozenset(
    {"king", "queen", "prince", "princess", "duke", "duchess", "lord", "lady", "judge", "major", "general"}
)
_FORMS = ENGLISH.words("titles", "courtesy")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_HALF_TITLES = frozenset({"general", "head", "lead", "model", "guard", "count", "forward", "partner", "champion"})
"""Not titles by themselves before one word: "the Head Start program"."""
_OFFICES = ENGLISH.words("organisations", "offices")
_PARTIES = WORDS["qualifying"]
_TITLES_OF_SEVERAL = ENGLISH.words("titles", "several")
_TITLES, _BEGIN_NAMES = _ROLES | _ADDRESS, _ROLES | _BODIES | ENGLISH.words("place_nouns", "compass")
_WHERE, _OF_OFFICE = _OFFICES | _BODIES | _PARTIES, _OFFICES | _ROLES | _QUALIFIERS
_NO_PERSON = _ROLES | _BODIES | ENGLISH.words("place_nouns", "heads")
"""Last words of names that are no person's."""
GIVEN_NAMES = frozenset().union(*(ENGLISH.words("given_names", part) for part in ("", "female", "male")))
_UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_PARTICLE = (
    r"(?:['’]t|d[aeiou]|dos|del|della|de la|de los|der|den|van|van der|van den|von|bin|ibn|la|le|el|al|ten|ter"
    r"|the(?= (?:Great|Terrible|Elder|Younger|Lion)\b))"
)
_LONGEST_NAME = 5
"""The longest name of a person after a title, in words."""
_MOST_JOINED = 6
"""The most runs that "of" and "and" join to one name."""
_MOST_WORDS = 10
"""The longest run, in words; longer ones are lines in title case or capitals."""
_LOOKED_BACK = 32
"""Distance back to the word before a name, in characters."""
_JOINED = re.compile(r" (?:of|for|on|at|and|&|of the|for the|and the) ")  # what may join two runs to one name
APOSTROPHES = ("’", "'")
_OPENING = " \n\t\xa0\"“”‘’'([«—–-•*"
# A name with something hung on it.
_COMPOUND = re.compile(r"(.+?)-(?:[a-z]+(?:ed|ing)\b.*|area|born|bound|led|wide|style|like)")
_PREFIX = re.compile(r"\b(?:pro|anti|non|ex|post|pre|mid|then)-$")  # "the pro-Doe Committee of Ten"
_WORD_AFTER = re.compile(r" ([a-z]+)")  # in lower case, so no part of a name
_ROAD = re.compile(r" \d{1,4}(?:-?[A-Z])?\b(?! \w+s\b)")  # the number of a road, and no count of things
_CREDIT = re.compile(
    r"\b(?:contributed (?:to this (?:report|story|article)|reporting)|can be (?:reached|contacted) (?:by|at|via|on)"
    r"|(?<=[a-z] )reported from (?=[A-Z][\w., ]{2,40}(?:\n|\Z))"
    r"|(?:[Rr]eporting|[Ee]diting|[Aa]nalysis|[Pp]hotos?|Compiled|Written) by (?=[A-Z])|BYLINE:"
    r"|(?<=[a-z] )is (?:an? |the )?(?:\w+ ){0,3}(?:correspondent|reporter|columnist|contributor|writer)"
    r" (?:for|at|with) [A-Z][^.\n]*\.?\s*(?:\n|\Z))"
)
"""Credits: their names are not part of the story."""
ABBREVIATIONS = {word.capitalize() for word in ENGLISH.words("abbreviations", "titles", "in names")} | {
    "ST",
    "FT",
    "MT",
}
"""Those before or within a name, as stories write them."""
# A word of a name: an abbreviation, an acronym with stops, "People's" in a name, or a word with a capital, behind an
# Arabic article, with its hyphens, and with the stop of an initial.
_NAME_WORD = (
    rf"(?:W\. ?Va\.|(?:{'|'.join(sorted(ABBREVIATIONS))})\.(?!\w)|(?:[{_UPPER}]\.){{2,}}"
    rf"|(?:People|Women|Men|Children|Worker|Teacher|King|Queen)['’]s(?= [{_UPPER}])"
    rf"|(?:Sheriff|Governor|Mayor|Speaker|Prosecutor|Attorney|Coroner|General|President|Minister)['’]s(?= Office\b)"
    rf"|(?:(?:al|el|as|ul|an|ar|ad|ash|az|d|l)[-'’](?=[{_UPPER}]))?[{_UPPER}]\w*"
    rf"(?:[-&/]\w+|['’](?!s\b)\w+|\.(?:com|org|net)\b)*(?:(?<=\b[{_UPPER}])\.(?=\s[{_UPPER}]))?)"
)
_RUN = re.compile(
    rf"(?<!\w)(?=[{_UPPER}]|[aedul][a-z]{{0,2}}[-'’][{_UPPER}]){_NAME_WORD}"
    rf"(?:(?:[ \xa0]|\n(?!\s))(?:{_PARTICLE} )?{_NAME_WORD}){{0,{_MOST_WORDS - 1}}}"
)  # words of a name with particles between them
_WORD_OF_RUN = re.compile(rf"{_NAME_WORD}|\S+")


class Token(NamedTuple):
    """One word of a run."""

    text: str
    start: int
    end: int
    low: str
    """In lower case, without the full stop of an abbreviation."""

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Token:
        """The word at an offset."""
        return cls(text, start, end, text.lower().rstrip("."))


class Mention(NamedTuple):
    """An occurrence of a name."""

    start: int
    end: int
    text: str
    """The name in one line."""
    initial: bool
    """Whether it opens a sentence, where any word is capitalised."""
    owner: bool
    """Whether 's follows."""
    before: str
    """The word before it, in lower case; "" at the start of a paragraph or after punctuation."""
    after: str
    """The word after it if that is in lower case, else ""."""
    title: str = ""
    """The title before it in the same run: "French President"."""
    address: bool = False
    """Whether that is a form of address: Mr, Dr, Sir."""

    @property
    def span(self) -> Span:
        """Its span."""
        return self.start, self.end


def find_names(story: Story) -> list[Mention]:
    """The names of a story, in order."""
    text, first = story.text, story.starts[0] if story.starts else 0
    found: list[Mention] = []
    writers = frozenset(story.sentence_index(m.start()) for m in _CREDIT.finditer(text))
    for start, end in (*([story.headline] if story.headline else ()), *story.paragraphs):
        runs = [m.span() for m in _RUN.finditer(text, start, end)]
        if story.shouting:
            runs = [span for span in runs if not story.is_title_case(span[0])]
        if writers:
            runs = [span for span in runs if span[0] < first or story.sentence_index(span[0]) not in writers]
        # The agency in a dateline, "PARIS (AFP) - ", takes no part in the story.
        runs = [span for span in runs if span[0] >= first or span[0] == start or text[span[0] - 1] not in "(/"]
        for span in _joined(text, runs):
            found += _cut(story, span, start)
    return found


def _joined(text: str, runs: list[Span]) -> Iterator[Span]:
    """Join "University" and "Southern Indiana", "Department of Health" and "Human Services"."""
    index = 0
    while index < len(runs):
        start, end = runs[index]
        last = index + _MOST_JOINED
        while index + 1 < min(len(runs), last) and runs[index + 1][0] - end <= len(" for the "):
            gap = text[end : runs[index + 1][0]]
            whole = text[start : runs[index + 1][1]]
            role = text[start:end].rsplit(" ", 1)[-1].lower() in _ROLES
            known = (gap == " for " and not role and text.count(f"{whole}’s") + text.count(f" {whole}, ") > 0) or (
                gap in {" and ", " & "} and _is_pair(text, text[start:end], whole)
            )
            if not known and not (_JOINED.fullmatch(gap) and _goes_on(text[start:end], gap.strip())):
                break
            index += 1
            end = runs[index][1]
        yield start, end
        index += 1


def _is_pair(text: str, left: str, whole: str) -> bool:
    """Whether two names are one: a place's, "Post and Ledger", or that of a firm named again."""
    last, again = whole.lower().rsplit(" ", 1)[-1], text.count(whole)
    paired = left.rsplit(" ", 1)[-1].lower() in _PAPERS and last in _PAPERS
    firm = again > 1 and last in _FIRMS and text.count(left.removeprefix("The ")) == again
    return whole in gazetteer().places or paired or firm


def _goes_on(left: str, gap: str) -> bool:
    """Whether a name continues after "of" or "and": "Bank of", "Department of Health and"."""
    words = left.removeprefix("The ").lower().split()
    last, first = words[-1].rstrip("."), words[0]
    within = " of " in left
    if gap.startswith(("of", "for", "on")):
        # "Office for the Coordination of", "Committee for Employer Support of the"
        goes_on = gap.startswith("of") and (" for " in left or " of the " in left)
        return last in _BEFORE_OF or goes_on or (gap == "for the" and within)
    if gap == "at":
        return within and first == "university"
    return gap == "&" or (within and first in _BEFORE_OF and first not in {"university", "church", "city", "bank"})


def _cut(story: Story, span: Span, paragraph: int) -> Iterator[Mention]:
    """Cut a run where a date, or a word that is in no name, separates two names."""
    tokens = _tokens(story.text, span)
    initial = _opens_sentence(story.text, span[0], paragraph) and _drop_first_words(tokens, story.lower)
    part: list[Token] = []
    for index, token in enumerate(tokens):
        if (token.text and token.low not in _SMALL) or not _ends_name(tokens, index, part):
            part.append(token)
        elif part:
            yield from _named(story, part, paragraph, initial=initial)
            part, initial = [], False
    if part:
        yield from _named(story, part, paragraph, initial=initial)


def _drop_first_words(tokens: list[Token], lower: frozenset[str]) -> bool:
    """Drop ordinary words from the start of a sentence; whether the rest can still begin with one."""
    while tokens and _ordinary(tokens, lower):
        tokens.pop(0)
        if not tokens or tokens[0].low not in lower:
            return False
    if len(tokens) > 2 and "-" in tokens[0].text and tokens[0].text.partition("-")[2].islower():
        tokens.pop(0)  # "Ex-teacher Jane Doe"
    if len(tokens) > 2 and tokens[1].text in GIVEN_NAMES and _says_who(tokens[0]):
        tokens.pop(0)  # "Newlyweds Tom and Eve", "Podiatrist Jane Doe"
        return False
    return True


def _says_who(token: Token) -> bool:
    """Whether a word before a name is not part of it: a verb of saying, a plural, or a role."""
    if token.low in {"said", "says"}:
        return True  # "Said Jane Doe", though Said is a name as well
    noun = token.text not in GIVEN_NAMES and may_be(token.low, "n")
    return token.low.endswith(_PROFESSIONS) or (noun and (token.low.endswith("s") or is_common(token.low)))


def _ends_name(tokens: list[Token], index: int, part: list[Token]) -> bool:
    """Whether a token is not part of a name; `part` is the name so far."""
    token = tokens[index]
    if token.text == "Jan" and index + 1 < len(tokens):
        return False  # "Jan Burrow", as no number is in a run
    if token.text in _ALSO_SURNAMES and part and part[-1].text in GIVEN_NAMES:
        return False
    if len(token.text) == len("A.") and token.text.endswith("."):
        return False
    return not token.text or token.low in _TIMES or (token.low in _STOPWORDS and not _in_name(tokens, index, part))


def _tokens(text: str, span: Span) -> list[Token]:
    """The words of a run, those with a hyphen cut to the name in them."""
    run = text[slice(*span)]
    if not run.replace(" ", "").isalpha():
        words = [Token.at(m.group(), *m.span()) for m in _WORD_OF_RUN.finditer(text, *span)]
        words = [part for word in words for part in _uncompounded(word)] if "-" in run else words
        return _parted(text, words)
    found, at = [], span[0]
    for word in run.split(" "):
        found.append(Token(word, at, at + len(word), word.lower()))
        at += len(word) + 1
    return _parted(text, found)


def _parted(text: str, words: list[Token]) -> list[Token]:
    """The words of a run, with an empty one after the first if "pro-" or the like precedes it."""
    if len(words) > 1 and _PREFIX.search(text, max(0, words[0].start - _LOOKED_BACK), words[0].start):
        end = words[0].end
        return [words[0], Token("", end, end, ""), *words[1:]]
    return words


def _uncompounded(token: Token) -> list[Token]:
    """Cut "St. Louis-based" and "R-Ohio" to the name in them; an empty token marks the end of a name."""
    if match := _COMPOUND.fullmatch(token.text):
        end = token.start + match.end(1)
        return [Token.at(match[1], token.start, end), Token("", end, end, "")]
    if token.text[:2] in {"R-", "D-"} and len(token.text) > 3:
        return [Token("", token.start, token.start, ""), Token.at(token.text[2:], token.start + 2, token.end)]
    return [token]


def _in_name(tokens: list[Token], index: int, part: list[Token]) -> bool:
    """Whether a lower-case word is inside a name: "of" between two others, "New" before another."""
    token = tokens[index]
    if token.text in _KEPT or (token.text == "International" and part):
        return True
    if token.text[0].islower():
        return bool(part)
    return token.low in _WITHIN and index + 1 < len(tokens)


def _ordinary(tokens: list[Token], lower: frozenset[str]) -> bool:
    """Whether the first word of a sentence is an ordinary word and not part of the name after it."""
    word, low = tokens[0].text, tokens[0].low
    if len(word) > 1 and word.isupper():
        return False
    if low in _QUALIFIERS:
        return True
    if low in _STOPWORDS:
        return word not in _KEPT and not (len(tokens) > 1 and low in _WITHIN and low not in _COUNTING)
    known = low in lower or is_adverb(low)  # "Interestingly Doe"
    return len(tokens) > 1 and known and low not in _BEGIN_NAMES and word not in GIVEN_NAMES


def _named(story: Story, tokens: list[Token], paragraph: int, *, initial: bool) -> Iterator[Mention]:
    """The name in some words without the title before it, and the name within the title."""
    tokens = _without_small_words(tokens)
    if _NOT_ALONE.issuperset([t.low for t in tokens]) or [t.text for t in tokens] == ["New"]:
        return
    at = _title_end(tokens)
    if not at:
        start = _where_before(tokens)
        if start:
            yield _mention(story, tokens[:start], paragraph, initial=initial)
        yield _mention(story, tokens[start:], paragraph, initial=initial and not start)
        return
    before = tokens[: at - 1] if tokens[at - 1].low in _ROLES else []
    while before and before[-1].low in _OF_OFFICE:
        before = before[:-1]  # "U.S. Interior Secretary", "Doe's Executive Director": an office is no body
    if any(t.low not in _ROLES for t in before):
        yield _mention(story, before, paragraph, initial=initial)
    yield _mention(story, tokens[at:], paragraph, title=tokens[:at])


def _where_before(tokens: list[Token]) -> int:
    """How many words before a full name are not part of it: "Washington Jane Doe", "Education Jane Doe"."""
    for size in (1, 2):
        name = tokens[size:]
        people = " ".join(t.text for t in tokens[:size])
        if name and people.endswith(("er", "man", "woman")) and people in gazetteer().people:
            return size  # "New Zealander Doe"
        if len(name) not in {2, 3} or name[0].text not in GIVEN_NAMES or tokens[0].text in GIVEN_NAMES:
            continue
        if _NO_PERSON.isdisjoint(t.low for t in name) and _is_where(" ".join(t.text for t in tokens[:size])):
            return size
    return 0


def _is_where(words: str) -> bool:
    """Whether words name a place, a body or the field of an office."""
    return gazetteer().find(words.title()) is not None or words.lower() in _WHERE


def _without_small_words(tokens: list[Token]) -> list[Token]:
    """The words of a name without lower-case ones at its ends."""
    while len(tokens) > 1 and tokens[-1].low in _FORMS:
        tokens = tokens[:-1]
    if len(tokens) > 2 and len(tokens[0].text) == 1 and tokens[0].text not in "AI":
        tokens = tokens[1:]  # a letter for a position: "F Luis Muriel"
    if tokens and not tokens[0].text.islower() and not tokens[-1].text.islower():
        return tokens
    capital = [i for i, token in enumerate(tokens) if not token.text.islower()]
    return tokens[capital[0] : capital[-1] + 1] if capital else []


def _title_end(tokens: list[Token]) -> int:
    """How many of the words are a title before a person's name."""
    last = len(tokens) - (tokens[-1].low in _SUFFIXES)  # "Rev. Martin Luther King Jr."
    index = next((i for i in range(last - 1, 0, -1) if tokens[i - 1].low in _TITLES | _TITLES_OF_SEVERAL), 0)
    if index > 1 and tokens[index - 2].text in GIVEN_NAMES and last == index + 1:
        return 0  # "Nat King Cole"
    if index and gazetteer().find(" ".join(t.text for t in tokens[index - 1 : index + 1])):
        return 0  # "Sri Lanka"
    return index if index and _can_be_titled(tokens[index:], tokens[:index]) else 0


_OF_PERSONS = _FORMS | {"prof", "professor"}
"""Titles after which any name is a person's: "Prof Field", "Mr Park"."""


def _can_be_titled(name: list[Token], title: list[Token]) -> bool:
    """Whether a name has the form of a person's: "President Hollande", but "Attorney General", "St. Louis"."""
    if not _BODIES.isdisjoint(t.low for t in name):
        return False
    if name[-1].low in _NO_PERSON and title[-1].low not in _OF_PERSONS:
        return False
    if len(name) > _LONGEST_NAME or name[0].low in {"of", "for"}:
        return False
    if len(name) == 1 and title[-1].low in _ROYAL and is_mostly(name[0].low, "n"):
        return False  # "the Princess Contest"
    return title[-1].low != "st" and (len(title) > 1 or len(name) > 1 or title[0].low not in _HALF_TITLES)


def _mention(
    story: Story, tokens: list[Token], paragraph: int, *, initial: bool = False, title: list[Token] | None = None
) -> Mention:
    text, start, end = story.text, tokens[0].start, tokens[-1].end
    if tokens[-1].low in _ROADS and (number := _ROAD.match(text, end)):
        end = number.end()
    return Mention(
        start,
        end,
        " ".join(text[start:end].split()),
        initial,
        owner=text.startswith(APOSTROPHES, end) and "s" in {text[end - 1], text[end + 1 : end + 2]},
        before="" if title else _word_before(text, start, paragraph),
        after=_word_after(text, end),
        title=" ".join(text[title[0].start : title[-1].end].split()) if title else "",
        address=bool(title) and all(t.low in _ADDRESS for t in title or ()),
    )


def _word_after(text: str, end: int) -> str:
    """The word after a name; "" if it is capitalised or a mark precedes it."""
    after = _WORD_AFTER.match(text, end) if text.startswith(" ", end) else None
    return after[1] if after else ""


def _word_before(text: str, start: int, paragraph: int) -> str:
    """The word before a name, articles skipped; "" after punctuation."""
    before = text[max(paragraph, start - _LOOKED_BACK) : start].rstrip(' \n\xa0"“‘').rsplit(None, 2)[-2:]
    if len(before) == 2 and before[1].lower() in {"the", "a", "an"}:
        before.pop()
    word = before[-1].lstrip('"“‘(') if before else ""
    return word.lower() if word and word[-1].isalnum() else ""


def _opens_sentence(text: str, start: int, paragraph: int) -> bool:
    at = start - 1
    while at >= paragraph and start - at < 6 and text[at] in _OPENING:
        at -= 1
    return at < paragraph or text[at] in ".!?:…\n"
