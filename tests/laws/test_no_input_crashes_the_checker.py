"""Whatever stands in a mapping's file, loader, parser and checker answer: coded, located, the same every time."""

from __future__ import annotations

from hypothesis import given

from parts.examined import examine
from strategies.broken_mappings import (
    WITH_TEMPLATE,
    mistaken_mappings,
    no_texts,
    pieces_of_files,
    pieces_of_rules,
    templates,
)


@given(pieces_of_rules)
def test_pieces_of_the_language_in_any_order_are_told(text: str) -> None:
    examine(text.encode("utf-8", "surrogatepass"))


@given(pieces_of_files)
def test_pieces_of_files_in_any_order_are_told(text: str) -> None:
    examine(text.encode("utf-8", "surrogatepass"))


@given(mistaken_mappings)
def test_mistakes_in_a_shipped_mapping_are_told(text: str) -> None:
    examine(text.encode("utf-8", "surrogatepass"))


@given(no_texts)
def test_bytes_that_are_no_text_are_told(content: bytes) -> None:
    examine(content)


@given(templates)
def test_pieces_of_templates_in_any_order_are_told(text: str) -> None:
    examine(WITH_TEMPLATE.encode(), text.encode("utf-8", "surrogatepass"))
