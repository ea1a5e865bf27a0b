"""The templates of pages: inserts texts, escaped unless a template marks them as the page's own HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from factsheet.briefs.text import isolate

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from factsheet.records import Article

_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


def template(name: str) -> Template:
    """A template of the folder `templates/`; the filter `isolate` keeps a text's direction from the rest."""
    return _environment().get_template(name)


@cache
def text_of(name: str) -> str:
    """A file of that folder as it stands."""
    return (resources.files("factsheet.briefs") / "templates" / name).read_text(encoding="utf-8")


def language_tag(article: Article) -> str:
    """The article's language for a page's `lang` (RFC 5646, loosely), "" if invalid."""
    return article.language if article.language and _TAG.fullmatch(article.language) else ""


def policy(style: str, script: str) -> str:
    """A Content Security Policy that allows only a page's own style and script, by their hashes."""
    allowed = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True, loader=FunctionLoader(text_of), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["isolate"] = isolate
    return environment
