"""Letters without case and accents, as names are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BARE = str.maketrans("øłđıħŧð", "oldihtd", "") | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text in lower case and without marks on Latin letters; other scripts keep theirs."""
    if text.isascii():
        return text.lower()
    out = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        base = unicodedata.normalize("NFD", char)
        out.append(base[0] if len(base) > 1 and base[0].isascii() else char)
    return "".join(out).replace("\u0307", "").translate(_BARE)
