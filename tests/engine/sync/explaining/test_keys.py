"""A record's key, from what people call the record."""

from __future__ import annotations

import pytest

from engine import load_mapping
from engine.sync.explaining.keys import key_named


@pytest.mark.parametrize(
    ("mapping", "name", "key"),
    [
        ("customer", "512", "512"),
        ("department", "A:1", "A:1"),
        ("project", "P~2", "P~2"),
        ("invoice", "1/5001", "1/5001"),
        ("invoice", "1:5001", "1/5001"),
        ("invoice", "5001", "5001"),
        ("payment", "901/6f1c", "901/6f1c"),
        ("payment", "901:6f1c", "901/6f1c"),
        ("payment", "901:6f1c~2", "901/6f1c"),
        ("payment", "901", "901"),
    ],
)
def test_the_parts_of_a_key_may_be_joined_by_a_colon(mapping: str, name: str, key: str) -> None:
    assert key_named(load_mapping(f"mappings/base/{mapping}.yaml"), name) == key
