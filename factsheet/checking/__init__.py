"""Checks: what is wrong with a sheet, each finding with a stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.kinds import Kind
    from factsheet.records import Article, Facts


def check(kind: Kind, article: Article, facts: Facts) -> tuple[Finding, ...]:  # noqa: ARG001
    """Everything that the checks find in grounded facts."""
    return tuple(_absent(kind, facts))


def _absent(kind: Kind, facts: Facts) -> Iterator[Finding]:
    for entry in kind.entries(facts):
        for name in entry.section.evidence:
            for index, item in enumerate(entry.value.get(name, ())):
                if item["match"] == "absent":
                    message = f"these words are not in the article: “{item['quote']}”"
                    yield Finding("evidence-absent", "error", f"{entry.pointer}/{name}/{index}", message)
