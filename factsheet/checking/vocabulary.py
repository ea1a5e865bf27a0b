"""Vocabularies: a code of the sheet must be one of the list that its field names (`x-vocabulary`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.checking.subject import Subject


def codes(subject: Subject) -> Iterator[Finding]:
    """Codes that their vocabulary does not have."""
    for entry in subject.entries:
        for field in entry.section.fields:
            name = field.vocabulary
            value = entry.value.get(field.name)
            if not name or not value:
                continue
            known = subject.kind.vocabularies[name]
            for code in value if isinstance(value, list) else [value]:
                if code not in known:
                    message = f"“{code}” is no code of the vocabulary {name}"
                    yield Finding("code-unknown", "error", f"{entry.pointer}/{field.name}", message)
