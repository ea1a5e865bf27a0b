"""Joint names: several people who make a statement together."""

from __future__ import annotations

import pytest

from factsheet.language.names import joint_names


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Ana Ruiz and Karl Lund", ("Ana Ruiz", "Karl Lund")),
        ("Ana Ruiz, Karl Lund, and the port authority", ("Ana Ruiz", "Karl Lund", "the port authority")),
        ("Merkel und Macron", ("Merkel", "Macron")),
        ("Andy Sands", ()),
        ("Sandra", ()),
        ("and", ()),
        ("", ()),
    ],
)
def test_a_joint_name_is_taken_apart(name, names):
    """At commas and words for "and", which are no part of a longer word."""
    assert joint_names(name) == names
