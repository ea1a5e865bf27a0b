"""The form of a name: its words without titles, its gender, and whether it is an acronym or an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from factsheet.merging.spelling import folded, part

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*|,")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$|,)")
_DOTTED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]\.\s?){2,})(?=\s|$|[^\W\d_]|,|\))")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_QUOTED = re.compile(r"(?<=\s)[\"“‘'«][^\"”’'»]+[\"”’'»](?=\s)")
_NUMERAL = re.compile(r"^(?:i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xvi{0,3}|xix|xxi{0,3})$")
_GENERATION = {"jr": "jr", "junior": "jr", "sr": "sr", "fils": "fils"}
_LONGEST_ACRONYM = 7
_LEAST_MIXED = 4
"""Letters of an acronym that is written like a word, "Nato"; a longer one in capitals may be a name."""
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is compared."""

    raw: str
    words: tuple[str, ...]
    """All its words, folded, titles and small words included."""
    tokens: tuple[str, ...]
    """Its words without titles in front, suffixes and an article."""
    suffix: str
    gender: str
    acronym: str
    """Its letters where it is written as an acronym, else ""."""
    is_shouted_name: bool
    """Whether all is in capitals that would otherwise be one word of a name."""
    is_body: bool
    is_description: bool
    """Whether it has no name in it: "the French president", "two hackers"."""


def words_of(text: str) -> list[str]:
    """The words of a text as names are compared, commas among them; dotted initials are taken apart."""
    plain = _DOTTED.sub(_undotted, text)
    return [word if word == "," else re.sub(r"['’ʼ`]", "", folded(word)) for word in _WORD.findall(plain)]


def _undotted(match: re.Match[str]) -> str:
    """Take the dots out: "U.S." is "US", and "J. K. Rowling" begins with two initials."""
    letters = match[1].replace(".", " ").split()
    after = match.string[match.end() : match.end() + 1]
    goes_on = after.isalpha() or (match[1].endswith(" ") and after not in {"", ",", ")"})
    is_country = "".join(letters).lower() in {"us", "uk", "un", "eu", "usa"}
    return " ".join(letters) + " " if goes_on and not is_country else "".join(letters) + " "


@lru_cache(maxsize=4096)  # a name is compared with all that share a word with it
def form_of(raw: str) -> Form:
    """Read a name; what is too long to be one has no words to be compared by."""
    raw = raw if len(raw) <= _LONGEST_NAME else ""
    text = _POSSESSIVE.sub("", _QUOTED.sub("", _BRACKETED.sub("", raw)) or raw)
    words = _surname_last(words_of(text))
    bare, suffix = _without_suffix(words, in_capitals=text.split()[-1:] == text.upper().split()[-1:])
    is_body = _is_body(bare)
    if len(bare) > 1:
        bare = _without_the(bare)
    name, gender = (bare, "") if is_body else _without_titles(bare)
    small = text[:1].islower() or text[2:3] == "-"
    acronym, is_shouted_name = _as_acronym(words, text)
    return Form(
        raw=raw,
        words=tuple(_without_the(words)),
        tokens=tuple(w for index, w in enumerate(name) if not _is_article(w, index, name, written_small=small)),
        suffix=suffix,
        gender=gender or _gender_of(name),
        acronym=acronym,
        is_shouted_name=is_shouted_name,
        is_body=is_body,
        is_description=_is_description(text),
    )


def _surname_last(words: list[str]) -> list[str]:
    """The words without commas: "Macron, Emmanuel" turned round, "Smith, Jr." as it is."""
    if words.count(",") == 1 and not _is_suffix(words[-1]):
        cut = words.index(",")
        words = [*words[cut + 1 :], *words[:cut]]
    return [word for word in words if word != ","]


def _without_the(words: list[str]) -> list[str]:
    return words[1:] if words[:1] == ["the"] else words


def _is_body(words: list[str]) -> bool:
    """Whether these are the words of a company, an office or another body."""
    if set(words[-1:]) & part("bodies") or "of" in words[1:]:
        return True
    if len(words) > 1 and set(words[:1] + words[-1:]) & part("legal"):
        return True
    return len(words) > 2 and not part("bodies").isdisjoint(words)


def _gender_of(name: list[str]) -> str:
    """What the first name says: "f", "m" or nothing."""
    if len(name) < 2:
        return ""
    return "f" if name[0] in part("female") else "m" if name[0] in part("male") else ""


def _as_acronym(words: list[str], text: str) -> tuple[str, bool]:
    """The letters of a name that is written as an acronym, and whether it may be a name in capitals instead."""
    shape = re.sub(r"[\W_]", "", text)
    if len(words) != 1 or not 2 <= len(shape) <= _LONGEST_ACRONYM or not shape.isalpha():
        return "", False
    mixed = shape[0].isupper() and shape[1:].islower() and len(shape) >= _LEAST_MIXED
    shouted = shape.isupper()
    return folded(shape) if shouted or mixed else "", mixed or (shouted and len(shape) > _LEAST_MIXED)


def _is_suffix(word: str) -> bool:
    return word in _GENERATION or bool(_NUMERAL.match(word)) or word in part("legal")


def _without_suffix(words: list[str], *, in_capitals: bool) -> tuple[list[str], str]:
    """The words without "Jr." or a number at the end, and which it was; "Xi" is no number, "XI" is one."""
    if len(words) > 1 and words[-1] in _GENERATION:
        return words[:-1], _GENERATION[words[-1]]
    if len(words) > 1 and in_capitals and _NUMERAL.match(words[-1]):
        return words[:-1], words[-1]
    return words, ""


def _without_titles(words: list[str]) -> tuple[list[str], str]:
    """The words after the last title in front, with everything before it; and what the titles say of gender."""
    end = _last_title(words) + 1
    gender = ""
    for word in words[:end]:
        gender = "f" if word in part("she") else "m" if word in part("he") else gender
    rest = words[end:]
    is_office = set(rest) <= part("titles") or (len(rest) > 1 and rest[0] in {"of", "for"})
    return (words if is_office else rest), gender


def _last_title(words: list[str]) -> int:
    """Where the titles in front end: each follows the one before it with one word between them at most; -1 for none."""
    titles = [index for index, word in enumerate(words[:-1]) if word in part("titles")]
    last = -1
    for index in titles:
        if index - last <= 2 or index == titles[0]:
            last = index
    return last


def _is_article(word: str, index: int, words: list[str], *, written_small: bool) -> bool:
    """The Arabic article, which one paper writes and the next leaves out: "Bashar al-Assad"."""
    return word in {"al", "el", "ul"} and index < len(words) - 1 and (index > 0 or written_small)


def _is_description(text: str) -> bool:
    """Whether the last word has no capital, as in "the French president"; scripts without case have no such words."""
    found = text.split()
    return bool(found) and found[-1].islower()
