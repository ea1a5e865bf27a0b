"""Detects the language of a text, as an ISO 639-1 code.

What the feed declares is taken, unless the text plainly is in another language: declarations are often left over from
a template. Where nothing is declared `eld` tells, from byte n-grams of 60 languages. It is loaded only for texts that
do not have the words of English, so that English news, `--help` and imports of this module do not pay for it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from eld import LanguageDetector

_WORDS = re.compile(r"[^\W\d_]{2,}")
_NOT_LATIN = re.compile(r"(?![\u0000-\u02ff])[^\W\d_]")
_READ = 3000
"""Characters that are looked at to tell the language."""
_FEWEST = 12
"""Words below which a text says nothing about its language; of another script than Latin, as many letters."""
_SURELY_ENGLISH = 0.2
"""The share of English words from which on a text is English. In English news it is a third; in other languages
hardly any (`benchmarks/languages.py`)."""
_PLAIN = 0.15
"""By how much, of 1, the score of another language must be above that of the declared one to outweigh it."""
_NAME = re.compile(r"[a-z]{2,3}(?![a-z])")
_SAME = {"nb": "no", "nn": "no", "iw": "he", "fil": "tl"}
"""Codes for what the detector knows by another."""


@lru_cache(maxsize=16)  # several steps ask it of one text
def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of a text; `declared` is what its source says, a language tag ("de", "pt-BR").

    None for a text of a few words of which nothing is declared.

    >>> language_of("Der Minister sagte am Montag, dass die Brücke gesperrt bleibt und dass er nicht warten will.")
    'de'
    """
    told = _code(declared)
    words = _WORDS.findall(text[:_READ].lower())
    if len(words) < _FEWEST and len(_NOT_LATIN.findall(text, 0, _READ)) < _FEWEST:
        return told
    if sum(map(ENGLISH.words("english").__contains__, words)) >= _SURELY_ENGLISH * len(words):
        return "en"
    scores = _detector().detect(text[:_READ]).scores()
    found = max(scores, key=lambda code: scores[code], default=None)
    if told and (found is None or scores[found] - scores.get(told, 0) < _PLAIN):
        return told
    return found


def language_name(code: str) -> str:
    """The English name of a language, or its code if unlisted."""
    return next((name for known, name in ENGLISH.table("languages") if known == code), code)


def _code(declared: str | None) -> str | None:
    """The language of a tag: "pt-BR" is "pt"; None where it is no tag, or says that it does not know."""
    match = _NAME.match((declared or "").strip().lower())
    code = _SAME.get(match[0], match[0]) if match else None
    return None if code in {"und", "mul", "zxx"} else code


@cache  # a quarter of a second
def _detector() -> LanguageDetector:
    from eld import LanguageDetector

    return LanguageDetector()
