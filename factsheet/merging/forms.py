"""The form of a name: its words without titles, what it says of gender, and whether it is an acronym or a body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from factsheet.merging.folded import folded
from factsheet.merging.lists import family, part

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*|,")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$|,)")
_DOTTED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]\.\s?){2,})(?=\s|$|[^\W\d_]|,|\))")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_QUOTED = re.compile(r"(?<=\s)[\"“‘'«][^\"”’'»]+[\"”’'»](?=\s)")
_NUMERAL = re.compile(r"^(?:i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xvi{0,3}|xix|xxi{0,3})$")
_GENERATION = {"jr": "jr", "junior": "jr", "sr": "sr", "fils": "fils"}
_LONGEST_ACRONYM = 7
_LONGEST_NAME = 200
_LEAST_LETTERS = 5
"""Letters from which romanisation rules are tried: shorter names are too easily another's."""


@dataclass(frozen=True, slots=True)
class Name:
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


@lru_cache(maxsize=65536)
def parse(raw: str) -> Name:
    """Read a name; what is too long to be one has no words to be compared by."""
    raw = raw if len(raw) <= _LONGEST_NAME else ""
    text = _POSSESSIVE.sub("", _QUOTED.sub("", _BRACKETED.sub("", raw)) or raw)
    words = words_of(text)
    if words.count(",") == 1 and not _is_suffix(words[-1]):
        cut = words.index(",")
        words = [*words[cut + 1 :], *words[:cut]]
    words = [word for word in words if word != ","]
    shape = re.sub(r"[\W_]", "", text)
    kept, suffix = _without_suffix(words, in_capitals=text.split()[-1:] == text.upper().split()[-1:])
    is_body = bool(set(kept[-1:]) & part("bodies")) or bool(set(kept[:1] + kept[-1:]) & part("legal") and len(kept) > 1)
    is_body = is_body or any(word in part("bodies") for word in kept if len(kept) > 2) or "of" in kept[1:]
    if kept[:1] == ["the"] and len(kept) > 1:
        kept = kept[1:]
    name, gender = (kept, "") if is_body else _without_titles(kept)
    if not gender and len(name) > 1:
        gender = "f" if name[0] in part("female") else "m" if name[0] in part("male") else ""
    small = text[:1].islower() or text[2:3] == "-"
    tokens = tuple(word for index, word in enumerate(name) if not _is_article(word, index, name, written_small=small))
    is_acronym = len(words) == 1 and 2 <= len(shape) <= _LONGEST_ACRONYM and shape.isalpha()
    shouted = is_acronym and shape.isupper()
    mixed = is_acronym and shape[0].isupper() and shape[1:].islower() and len(shape) >= 4
    return Name(
        raw=raw,
        words=tuple(words[1:] if words[:1] == ["the"] else words),
        tokens=tokens,
        suffix=suffix,
        gender=gender,
        acronym=folded(shape) if shouted or mixed else "",
        is_shouted_name=mixed or (shouted and len(shape) > 4),
        is_body=is_body,
        is_description=_is_description(text),
    )


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
    titles = [index for index, word in enumerate(words[:-1]) if word in part("titles")]
    last = -1
    for index in titles:
        if index - last <= 2 or index == titles[0]:
            last = index
    gender = ""
    for word in words[: last + 1]:
        gender = "f" if word in part("she") else "m" if word in part("he") else gender
    rest = words[last + 1 :]
    if set(rest) <= part("titles"):
        return words, gender
    while len(rest) > 1 and rest[0] in {"of", "for"}:
        return words, gender
    return rest, gender


def _is_article(word: str, index: int, words: list[str], *, written_small: bool) -> bool:
    """The Arabic article, which one paper writes and the next leaves out: "Bashar al-Assad"."""
    return word in {"al", "el", "ul"} and index < len(words) - 1 and (index > 0 or written_small)


def _is_description(text: str) -> bool:
    """Whether the last word has no capital, as in "the French president"; scripts without case have no such words."""
    found = text.split()
    return bool(found) and found[-1].islower()


@lru_cache(maxsize=65536)
def token_same(one: str, other: str) -> bool:
    """Whether two words of names are one word: as spelled, with an umlaut written out, or romanised otherwise."""
    if one == other or family("variants", one) & family("variants", other):
        return True
    if min(len(one), len(other)) < _LEAST_LETTERS:
        return False
    return _umlauts(one) == _umlauts(other) or _romanised(one) == _romanised(other)


def _umlauts(word: str) -> str:
    return re.sub(r"(?<=[^aeiouq])([aou])e", r"\1", word)


_SLAVIC = re.compile(r"(?:enk[oa]|sk[iy]+j?|[oe]v|[oe]va|chuk|yuk|[iy]ch|yn|in)$")
_ROMANISATIONS = (
    (re.compile(r"(?<=[a-z])(?:iy|ii|yy|yi|ij|yj|i)$"), "y"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"^ye"), "e"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y[eo]"), "e"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"q"), "k"),
    (re.compile(r"off$"), "ov"),
    (re.compile(r"eff$"), "ev"),
    (re.compile(r"enka$"), "enko"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"sch|shch"), "sh"),
    (re.compile(r"tz"), "ts"),
    (re.compile(r"(?<=[^aeiouy])yi|(?<=i)y"), "y"),
)


def _romanised(word: str) -> str:
    """A word without what romanisations from Cyrillic, Arabic and Hebrew differ in."""
    for pattern, new in _ROMANISATIONS:
        word = pattern.sub(new, word)
    if _SLAVIC.search(word):
        word = word[:-1].replace("y", "i") + word[-1]
    return word


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A key that words which are `token_same` have in common."""
    families = family("variants", word)
    if families:
        return f"variant {min(families)}"
    return _umlauts(_romanised(word)) if len(word) >= _LEAST_LETTERS else word
