"""Orders to a desk on a line: to withdraw the story, or not to use it before a certain time.

Desks word such orders as they like, so they are known by what they are made of: what points at the text itself, what
is done to it, what nobody is to do with it, until when, and no other words. A sentence of news has others. The words
are in `data/orders.txt`.
"""

from __future__ import annotations

import re
from functools import cache

from factsheet.language.lists import Lists
from factsheet.readers.dates import is_calendar_word

_LISTS = Lists("factsheet.readers")
_PARTS = _LISTS.parts("orders")
_WORDS = {part: _LISTS.words("orders", part) for part in _PARTS}


def _any(part: str) -> str:
    """A pattern for one of the words of a part, the longer ones first."""
    return "|".join(re.escape(word) for word in sorted(_WORDS[part], key=len, reverse=True))


_THIS = "|".join(_PARTS["this"])
_TEXT = rf"(?:news |press |media |wire |entire |whole |above |following |earlier )?(?:{_any('texts')})s?"
_SELF = rf"(?:(?:{_THIS}) {_TEXT}|(?:the )?{_TEXT} (?:below|above|slugged|headlined|ci-dess(?:o)?us))"
# What may stand before it in its sentence.
_OPENS = r"(?:please (?:be advised|note)(?: that)?|note(?: that)?|be advised that|the|hinweis)?\W{0,3}"
_SO = rf"(?: (?:{_any('so')}))*"


@cache
def _kills_by() -> tuple[re.Pattern[str], ...]:
    """How a sentence begins that kills the story at which it stands."""
    return (
        # "This post has been taken down after a complaint", "The story below should be regarded as withdrawn".
        re.compile(
            rf"{_OPENS}{_SELF}\b[^.!?]{{0,60}}?\s(?:{'|'.join(_PARTS['is'])}){_SO} (?:{_any('void')})\b", re.IGNORECASE
        ),
        # "Subscribers should disregard the item slugged …", "Pull this one".
        re.compile(
            r"(?:(?:we (?:are|have been)|at the request of) [^.!?]{1,60}?)?"
            rf"(?:(?:all )?(?:{_any('people')})(?: and other \w+)?\W{{0,3}} "
            r"(?:should|must|please|are (?:asked|advised|requested|urged) to) |please |kindly )?"
            rf"(?:immediately )?(?:{_any('away with')}) (?:this|the|our)(?: \w+)? (?:one|{_TEXT})\b",
            re.IGNORECASE,
        ),
        # "We no longer stand behind this article", "We retract our story of Monday".
        re.compile(
            rf"(?:we|[\w .’'-]{{2,40}}) (?:(?:can )?no longer|cannot|do(?:es)? not) stands? (?:by|behind) {_SELF}\b|"
            r"we (?:hereby )?(?:retract|withdraw|kill|are (?:withdrawing|retracting)|have (?:withdrawn|retracted))"
            rf" {_SELF}\b",
            re.IGNORECASE,
        ),
    )


@cache
def _refers() -> re.Pattern[str]:
    """What names the text itself."""
    return re.compile(rf"\b{_SELF}\b", re.IGNORECASE)


@cache
def _noun() -> re.Pattern[str]:
    """What a note speaks of: the text, or a picture."""
    return re.compile(rf"\b(?:(?P<picture>{_any('beside the text')})|{_any('texts')})\b", re.IGNORECASE)


# A label before an order: "ADVISORY: ", "Publisher's note: "; and one that says for whom it is: "Subs – ".
_LABEL = re.compile(r"\W{0,5}(?:[\w'’-]{1,20} ){0,3}[\w'’-]{1,20}\s?[:!] ")
_FOR = re.compile(rf"\W{{0,5}}(?:{_any('people')})(?: note)?\s?(?:[:!–—-]|,(?= please)) ?", re.IGNORECASE)
# What nobody is to do, at the start of an order to somebody: "not for use – lawyers looking at it".
_FORBIDS = re.compile(rf"(?:please )?(?:do not|don['’]t|not (?:to be|for)|never|no) (?:{_any('use')})\b", re.IGNORECASE)
# A slug that kills: "BANK-MERROW/KILL".
_SLUG = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,40}/ ?KILL")
# A form that says that there is no embargo.
_NONE = re.compile("|".join(_PARTS["no embargo"]), re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=\W{0,2}[^\W_a-z])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{0,300}[\"”“»]")
_PARTS_OF = re.compile(r"\s[–—-]+\s|[:/|!]")
_LONGEST = 400  # characters up to which a line is an order
_TELLING = frozenset(word.split()[0] for part in ("void", "away with", "held") for word in _WORDS[part]) | {
    *("stand", "stands", "retracting", "withdrawing")
}
"""Words of which an order that neither forbids nor names an embargo has one."""

_MOST_OTHERS = 2  # words that are in no list, in a line that names the text itself


def order(line: str) -> str | None:
    """What a line orders to do with its story: kill, hold or embargo, or None."""
    if len(line) > _LONGEST or not _may_order(line):
        return None
    line = _QUOTED.sub("…", line)  # what is quoted is news
    if (label := _FOR.match(line)) and _FORBIDS.match(line, label.end()) and not _holds_back(line):
        return "hold"
    sentences = _SENTENCES.split(line.strip(" *+=#([_"))
    if any(map(_kills, sentences)):
        return "kill"
    return "embargo" if any(map(_holds_back, sentences)) else None


def without_pictures(note: str) -> str:
    """A note without its sentences about a picture or other material, up to the first about the text."""
    return " ".join(sentence for sentence in _SENTENCES.split(note) if not _is_about_picture(sentence))


def _is_about_picture(sentence: str) -> bool:
    noun = _noun().search(sentence, _after_label(sentence))
    return bool(noun and noun["picture"])


def _after_label(sentence: str) -> int:
    """Where an order begins behind its label; 0 where it has none."""
    label = _LABEL.match(sentence)
    return label.end() if label else 0


def is_worded(line: str, most: int) -> bool:
    """Whether a line has no more than `most` words that no order has."""
    return len(_others(_words(line))) <= most


def _kills(sentence: str) -> bool:
    if _SLUG.fullmatch(sentence):
        return True
    for start in (0, _after_label(sentence)):
        if any(pattern.match(sentence, start) for pattern in _kills_by()):
            return True
    first = _PARTS_OF.split(sentence.lstrip("/"), maxsplit=1)[0]
    words = _words(first)
    deadly = [word for word in words if word in _WORDS["void"] or word in _WORDS["away with"]]
    named = [word for word in words if word in _WORDS["texts"]]
    # "VOID VOID VOID – do not run", and neither "PULL" nor "WITHDRAWN: Ferry contract", which may be news.
    commands = bool(words) and len(deadly) == len(words)
    commands = commands and (len(words) > len(set(words)) or not _WORDS["void"].isdisjoint(words))
    commands = commands and not _others(_words(sentence))
    about_it = bool(deadly and named) and len(deadly) + len(named) == len(words)  # "DISREGARD RELEASE"
    return first == first.upper() and (commands or about_it)


def _may_order(line: str) -> bool:
    """Whether a line has a word without which there is no order, as few lines of stories have."""
    words = _words(line)
    return _forbids(words) or not _TELLING.isdisjoint(words) or _is_under(line)


def _forbids(words: list[str]) -> bool:
    """Whether words say that something is not to be used."""
    return not _WORDS["not"].isdisjoint(words) and not _WORDS["use"].isdisjoint(words)


def _is_under(line: str) -> bool:
    """Whether a line names an embargo."""
    line = line.casefold()
    return "embargo" in line or "sperrfrist" in line


def is_lifted(line: str) -> bool:
    """Whether a line of no words but those of orders says that an embargo is over, or that there is none."""
    if len(line) > _LONGEST or not _is_under(line):
        return False
    words = _words(_NONE.sub(" ", line))
    return bool(_NONE.search(line) or not _WORDS["over"].isdisjoint(words)) and not _others(words)


def _holds_back(sentence: str) -> bool:
    """Whether a sentence says from when a story may be used, and has no words but those of such orders."""
    words = _words(sentence)
    under = _is_under(sentence)
    timed = bool(re.search(r"\d", sentence)) or any(word in _WORDS["when"] or is_calendar_word(word) for word in words)
    until = under or not _WORDS["until"].isdisjoint(words)
    if not (words and timed and until) or not _WORDS["over"].isdisjoint(words):
        return False
    if not (under or _forbids(words) or _held(words)):
        return False
    return len(_others(words)) <= (_MOST_OTHERS if _refers().search(sentence) else 0)


def _held(words: list[str]) -> bool:
    """Whether an order begins with a word that keeps a story back, behind "please" and the like."""
    first = next((word for word in words if word not in {"please", "kindly", "strictly", "private", "and"}), "")
    return first in _WORDS["held"]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


_KNOWN = frozenset().union(*(words for part, words in _WORDS.items() if part not in {"this", "is", "no embargo"}))


def _others(words: list[str]) -> list[str]:
    """The words that no order has."""
    return [
        word for word in words if word not in _KNOWN and not is_calendar_word(word) and not word.startswith("embargo")
    ]
