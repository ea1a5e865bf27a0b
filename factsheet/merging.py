"""Merging: the drafts of an article's parts become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factsheet.kinds import Kind
    from factsheet.records import Article, Draft, Facts


def merge(kind: Kind, drafts: Sequence[Draft], article: Article) -> Draft:  # noqa: ARG001
    """One draft of all."""
    return drafts[0]


def summary_material(kind: Kind, facts: Facts) -> str:  # noqa: ARG001
    """Facts as text."""
    return ""
