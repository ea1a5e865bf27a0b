"""Untrusted text made fit for a page: nothing in it acts, its width is known, its direction stays its own.

What is kept, shown or dropped is decided here once for every medium; a medium's own syntax (markdown) is
escaped by its printer. Widths are terminal cells as `rich.cells` counts them.
"""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

_SPACE = re.compile(r"[ \t\n\u2028\u2029]+")
_SPACES = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""The characters of Unicode's category Zs: at the ends of a line no medium keeps them."""
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of right-to-left scripts, as Unicode reserves them (DerivedBidiClass.txt, @missing lines)."""

_UNMARKED = re.compile("[ -\u02ff\u2010-\u205e\u20a0-\u20bf]*")
"""Blocks without combining marks: Latin, punctuation and currency."""

_MARKS_IN_A_ROW = 8
"""More combining marks on one letter than any script needs: Tibetan and Hebrew stay well below."""

_DIRECTION_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_FSI, _PDI, _LRM, _RLM = "\u2068", "\u2069", "\u200e", "\u200f"


def plain(text: str) -> str:
    """`text` on one line, with every character that could act on a screen made visible.

    White space becomes single spaces. Control characters become control pictures (␛ for ESC, U+2400 block)
    or, where Unicode has none, their code in brackets: `[U+009B]`; so do bidirectional controls, zero-width
    and other format characters. Joiners and direction marks are kept where the script needs them, soft
    hyphens are dropped, and of more than eight combining marks in a row the rest are counted in brackets.
    """
    if text.isprintable() and "  " not in text and (text.isascii() or _UNMARKED.fullmatch(text)):
        return text.strip(" ")  # nearly always
    text = _SPACE.sub(" ", text).strip(_SPACES)
    has_rtl = _RTL.search(text) is not None
    out: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks == 1 and (index == 0 or text[index - 1] == " "):
                out.append("◌")
            if marks <= _MARKS_IN_A_ROW:
                out.append(char)
            continue
        if marks > _MARKS_IN_A_ROW:
            out.append(f"[+{marks - _MARKS_IN_A_ROW} marks]")
        marks = 0
        if category in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            char = _shown(char, text[index - 1 : index], text[index + 1 : index + 2], has_rtl=has_rtl)  # noqa: PLW2901
        out.append(char)
    if marks > _MARKS_IN_A_ROW:
        out.append(f"[+{marks - _MARKS_IN_A_ROW} marks]")
    return "".join(out)


def _shown(char: str, before: str, after: str, *, has_rtl: bool) -> str:
    """What stands for a character that has no shape of its own."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if char == "\x7f":
        return "␡"
    if char == "\u00ad":
        return ""
    if char in _DIRECTION_MARKS and has_rtl:
        return char
    if char in _JOINERS and not (before.isascii() or after.isascii()):
        # Persian and Indic words need the non-joiner. A joiner is dropped, because terminals do not agree on
        # the width of what it joins: an emoji family is shown as its members.
        return char if char == "\u200c" else ""
    return f"[U+{code:04X}]"


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def isolate(text: str, *, rtl: bool | None = None) -> str:
    """`text` between FSI and PDI (UAX #9) where it has right-to-left letters, so that the rest stays put.

    `rtl` is the direction of the whole text that this is a line of; where the line alone would be taken for
    the other direction, a mark sets it right.
    """
    if text.isascii() or not _RTL.search(text):
        return text
    whole = is_rtl(text) if rtl is None else rtl
    mark = "" if is_rtl(text) == whole else (_RLM if whole else _LRM)
    return f"{_FSI}{mark}{text}{_PDI}"


def clusters(text: str) -> list[str]:
    """`text` in pieces that a line must not be broken within: a character and the marks upon it."""
    out: list[str] = []
    for char in text:
        if out and not cell_len(char):
            out[-1] += char
        else:
            out.append(char)
    return out
