"""Text whose bytes are not in the declared encoding: encodings as browsers read them, and doubly encoded text.

ISO-8859-1 on the web is Windows-1252: its bytes 80 to 9F are quotation marks, dashes and the euro sign (WHATWG Encoding
Standard, https://encoding.spec.whatwg.org/#names-and-labels). Text that was UTF-8, was read as Windows-1252 and written
as UTF-8 again is put right; `amended` says in how many places.
"""

from __future__ import annotations

import codecs
import html
import re
from functools import cache
from itertools import islice

from factsheet.language.lists import Lists

_C1 = {byte: char for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}
"""What the second block of control characters stands for in a text of the web."""

_MEANT = {
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii", "cp819"), "windows-1252"
    ),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252", "ansi"), "windows-1252"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
}
"""The encoding that is meant by a label, where it is another one."""


def as_meant(data: bytes, label: str) -> str:
    """The text in bytes that are declared as `label`.

    Raises:
        LookupError: there is no such encoding of text.
        UnicodeError: the bytes are not in it.
    """
    meant = _MEANT.get(label.strip().lower(), label)
    if meant == "windows-1252":
        return as_windows(data)
    if not codecs.lookup(meant)._is_text_encoding:  # noqa: SLF001 (`zlib` is no encoding of a text, and says so only here)
        raise LookupError(label)
    return data.decode(meant)


def as_windows(data: bytes) -> str:
    """Bytes of Windows-1252; the five that mean nothing there are kept as control characters, as browsers do."""
    return data.decode("latin-1").translate(_C1)


def as_mixed(data: bytes) -> str:
    """Bytes of UTF-8 among which some are of Windows-1252."""
    return data.decode("utf-8", _STRAY)


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return as_windows(error.object[error.start : error.end]), error.end


_STRAY = "factsheet.stray"
codecs.register_error(_STRAY, _stray)


_OLD = ("cp1252", "cp1250", "iso8859_2", "mac_roman", "cp850")
"""Encodings of Windows, Unix, the Macintosh and DOS in which texts in Latin letters are still kept."""

_ALPHABETS = [frozenset(line) for line in Lists("factsheet.readers").lines("alphabets")]
_BEYOND = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 200_000  # bytes of a text that say in which encoding it is
_MOST_BEYOND = 2_000  # characters beyond ASCII among them that do
_OTHER = "\u0250"  # from here on no letters are Latin
_ODD = -2  # what a character counts that stands where no writer puts it


def best_fitting(data: bytes, guess: str) -> str:
    """The text in bytes of no declared encoding: as it was guessed, or in an old encoding that fits better.

    Statistics take one encoding of a text for another. In a wrong one letters are capitals within words, signs stand
    where there should be letters, and the letters are those of no one language.
    """
    best, most = "", _fit(guess[:_SAMPLE])
    for name in _OLD:
        fit = _fit(data[:_SAMPLE].decode(name, "replace"))
        if fit > most:
            best, most = name, fit
    return data.decode(best, "replace") if best else guess


def _fit(text: str) -> int:
    """How well the characters beyond ASCII of a text stand where they do, and go with each other."""
    found = list(islice(_BEYOND.finditer(text), _MOST_BEYOND))
    letters = [match[0].casefold() for match in found if match[0].isalpha()]
    together = max(
        sum(1 if letter in alphabet or letter >= _OTHER else -1 for letter in letters) for alphabet in _ALPHABETS
    )
    return together + sum(_fits(match[0], *_beside(text, match.start())) for match in found)


def _beside(text: str, at: int) -> tuple[str, str]:
    """The characters before and after one; "" at the ends of a text."""
    return text[max(0, at - 1) : at], text[at + 1 : at + 2]


def _fits(char: str, before: str, after: str) -> int:
    """How well a character fits its neighbours: 1 for a letter, 2 for a sign where writers put them, less elsewhere."""
    within = before.isalpha() and after.isalpha()
    if char.isalpha() and char not in "ªºƒ":
        odd = char.isupper() and (before.islower() or (before.isalpha() and after.islower()))
        odd = odd or (char.islower() and after.isupper())
        odd = odd or (char >= _OTHER and (before + after).isascii() and (before + after).isalpha())
    elif char in "“„«‘‹":
        odd = before.isalpha() or after.isspace() or not after
    elif char in "”»’›":
        odd = before.isspace() or not before or (within and char != "’")
    elif char in "–—…":
        odd = False
    else:
        odd = char not in "€£§°•\xa0®™©¿¡" or within
    return _ODD if odd else 1 if char.isalpha() else 2


def with_meant_characters(text: str) -> str:
    """The text with the characters that references such as `&#146;` mean, which name control characters."""
    return text.translate(_C1)


@cache
def _bytes() -> dict[str, int]:
    """The byte of Windows-1252 that each character was read from; a lost one was a closing quotation mark's."""
    return (
        {chr(byte): byte for byte in range(0x80, 0x100)} | {char: byte for byte, char in _C1.items()} | {"\ufffd": 0x9D}
    )


_SHOWN = 60  # characters on each side in which a text that shows broken words has its quotation marks
_FOLLOW = "".join(map(re.escape, ["\ufffd", *_C1.values(), *map(chr, range(0x80, 0xC0))]))
# Two letters that may be a part of such a character; texts in other alphabets rarely have any.
_PAIR = re.compile(rf"[\u00c2-\u00f4][{_FOLLOW}]")
# A capital within a word, and "Â" before a sign that follows no letter: "cafÃ©", "Â£4".
_CERTAIN = re.compile(r"(?<=[a-z])\u00c3[\u00a1-\u00bf]|\u00c2[£¢¥§°](?=[\dA-Z ])")
_TWICE = re.compile(rf"[\u00c2-\u00df][{_FOLLOW}]|[\u00e0-\u00ef][{_FOLLOW}]{{2}}|[\u00f0-\u00f4][{_FOLLOW}]{{3}}")


def amended(text: str) -> tuple[str, int]:
    """The text with what was encoded twice put right, and in how many places.

    One place of two letters may be chance, unless they can be nothing else. Character references of HTML that are
    still in a text were encoded twice too.
    """
    text, references = _REFERENCE.subn(_meant, text) if "&" in text else (text, 0)
    text, places = amended_bytes(text)
    return text, references + places


def _meant(match: re.Match[str]) -> str:
    """The character that a reference means; white space that ends lines is a space."""
    meant = html.unescape(f"&{match[1]};")
    return " " if meant in "\t\n\r" else meant


def amended_bytes(text: str) -> tuple[str, int]:
    """The same without the references.

    A text that shows what was encoded twice between its own quotation marks tells of it, and is left as it is.
    """
    if _PAIR.search(text):
        places = [match for match in _TWICE.finditer(text) if _meant_at(match)]
        if len(places) > 1 or any(len(match[0]) > 2 for match in places) or _CERTAIN.search(text):
            count = 0

            def put_right(match: re.Match[str]) -> str:
                nonlocal count
                meant = "" if _is_shown(text, match.start(), match.end()) else _meant_at(match)
                count += bool(meant)
                return meant or match[0]

            text = _TWICE.sub(put_right, text)
            # Of a closing quotation mark the last byte means nothing in Windows-1252, and many programs drop it.
            return (text.replace("\u00e2\u20ac", "”") if count else text), count
    return text, 0


def _is_shown(text: str, start: int, end: int) -> bool:
    """Whether letters are in a few words between quotation marks that are whole."""
    before, after = text[max(0, start - _SHOWN) : start], text[end : end + _SHOWN]
    opened = max(map(before.rfind, "“„«"))
    closed = min((at for at in map(after.find, "”“»") if at >= 0), default=-1)
    return opened > max(map(before.rfind, "”»\n")) and closed >= 0 and "\n" not in after[:closed]


# A reference, or one whose ampersand is one again. "<" and ">" are left: a text that has those speaks of markup.
_REFERENCE = re.compile(r"&(?:amp;){0,3}((?!lt;|gt;)(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}));")


def _meant_at(match: re.Match[str]) -> str:
    """The character that letters of a text stand for; "" for a word in capitals with a closing mark: "«CAFÉ»"."""
    is_closing = match[0].endswith("»") and match.string[max(0, match.start() - 1) : match.start()].isupper()
    return "" if is_closing else _once(match[0])


def _once(letters: str) -> str:
    """The character whose bytes were read as these letters; "" where there is none."""
    table = _bytes()
    return bytes(table[letter] for letter in letters).decode("utf-8", "ignore")
