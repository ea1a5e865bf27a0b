"""Unexpanded codes of publishing systems: `[caption id="1"]…[/caption]`, `[gallery]`, `{{< youtube x >}}`.

A code in square brackets has attributes, or is closed further on; brackets of the story ("[sic]", "[the mayor]") have
neither and stay.
"""

from __future__ import annotations

import re

from factsheet.language.lists import Lists

_CODE = re.compile(
    r"\[(/?)([A-Za-z][\w-]{0,40})((?:\s+[\w:-]{1,40}=(?:\"[^\"\]]{0,500}\"|'[^'\]]{0,500}'|[^\s\"'\]]{1,200}))*)\s*/?\]"
)
_CAPTION = re.compile(r"\[(caption|wp_caption)\b[^\]]{0,500}\](.{0,5000}?)\[/\1\]", re.DOTALL | re.IGNORECASE)
# Codes of Hugo, and of Jekyll, Twig and others; "{{ … }}" is a value that nobody filled in.
_BRACED = re.compile(r"\{\{[<%]?-?[^{}\n]{1,500}-?[>%]?\}\}|\{%-?\s[^{}]{0,500}-?%\}")
_ALONE = frozenset(" ".join(Lists("factsheet.readers").lines("elements", "codes")).split())
"""Codes that stand without attributes and without an end."""

_CONTENT = frozenset(
    ["gallery", "playlist", "embed", "audio", "video", "googlemaps", "youtube", "twitter", "script", "code-block"]
)
"""Codes between whose beginning and end is no text."""


def expanded(text: str) -> str:
    """A text without codes, those of captions as captions of HTML; what others enclose is kept."""
    if "{" in text:
        text = _BRACED.sub("", text)
    if "[" not in text:
        return text
    text = _CAPTION.sub(r"<figure><figcaption>\2</figcaption></figure>", text)
    codes = list(_CODE.finditer(text))
    closed = {match[2].lower() for match in codes if match[1]}
    named = closed | _ALONE | {match[2].lower() for match in codes if match[3]}
    for name in closed & _CONTENT:
        text = re.sub(
            rf"(\[{re.escape(name)}\b[^\]]{{0,500}}\])[^\[]{{0,2000}}(\[/{re.escape(name)}\])",
            r"\1\2",
            text,
            flags=re.IGNORECASE,
        )
    return _CODE.sub(lambda match: "" if match[2].lower() in named else match[0], text)
