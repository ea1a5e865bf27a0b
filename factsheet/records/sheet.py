"""A finished sheet, where it comes from, and who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from factsheet.records.article import Article
    from factsheet.records.calls import Usage
    from factsheet.records.facts import Facts, Finding, Standing


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a sheet comes from."""

    program: str
    model: str
    endpoint: str | None
    """The host that was asked; None where nothing was sent."""
    prompts: str
    """SHA-256 of the prompts."""
    schema: str
    """SHA-256 of the schema."""
    chunks: int
    usage: Usage
    keys: tuple[str, ...] = ()
    """The keys of the requests that the sheet rests on, in order."""
    verifier: str | None = None
    """The model that answered the second question; None where it was not asked."""
    how: str | None = None
    """"cached", "recorded" or "built-in" where no endpoint was called, else None."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who signed a sheet, or sent it back. `at` is a time in UTC, ISO 8601; `note` says why it was sent back.

    `with_signature` counts the facts on which nobody decided one by one, and which the signature accepted; None where
    that is not known.
    """

    state: Literal["approved", "rejected"]
    by: str
    at: str
    note: str = ""
    with_signature: int | None = None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A checked sheet: the article, its facts with spans, what the checks say, and where it comes from."""

    kind: str
    article: Article
    facts: Facts
    findings: tuple[Finding, ...]
    provenance: Provenance
    review: Review | None = None
    """None where no person has decided on the sheet."""
    standings: tuple[Standing, ...] = ()
    """One for each entry, in their order; none in a sheet that was made before there were standings."""
