"""YAML is read as consultants meant it: all text, every place kept, and no trap of YAML's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics.source import Span
from engine.mapping.document import (
    DEPTH_MAX,
    SIZE_MAX,
    Document,
    MapNode,
    Style,
    TextNode,
    embed,
    items_at,
    map_at,
    plain,
    read_file,
    read_text,
    text_at,
)


def _root(text: str) -> MapNode:
    document = read_text(text, "m.yaml")
    assert document.diagnostics == ()
    assert document.root is not None
    return document.root


def _codes(document: Document) -> list[str]:
    return [diagnostic.code for diagnostic in document.diagnostics]


def test_every_value_is_text() -> None:
    root = _root("a: no\nb: 0123\nc: 1.10\nd: 2026-01-31\ne: ~\nf: null\ng: NO\nh: 0x1f\ni:\nj: [yes, 12:30]\n")
    assert plain(root) == {
        "a": "no",
        "b": "0123",
        "c": "1.10",
        "d": "2026-01-31",
        "e": "~",
        "f": "null",
        "g": "NO",
        "h": "0x1f",
        "i": "",
        "j": ["yes", "12:30"],
    }


def test_a_value_knows_its_place() -> None:
    node = text_at(_root('a: x\nlonger: "two words"  # why\n'), "longer")
    assert node == TextNode("two words", Span("m.yaml", 2, 9, 2, 20), Style.QUOTED)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("a: x y", Style.PLAIN),
        ("a: 'x y'", Style.QUOTED),
        ("a: |\n  x y", Style.BLOCK),
        ("a: >\n  x y", Style.FOLDED),
        ("a: x\n  y", Style.FOLDED),
        ('a: "x\n  y"', Style.FOLDED),
    ],
)
def test_a_value_knows_how_it_was_written(text: str, style: Style) -> None:
    node = text_at(_root(text), "a")
    assert node is not None
    assert node.style is style
    assert (embed(node) is None) == (style is Style.FOLDED)


@pytest.mark.parametrize(
    "text",
    [
        "rules: |\n  first = 1\n  MARK = 2\n",
        "rules: |  # a comment\n\n      first = 1\n      MARK = 2\n",
        "rules: |-\n  first = 1\n\n    MARK = 2",
        "rules: |2\n    first = 1\n  MARK = 2\n",
        "a:\n  rules: |1\n    first = 1\n    MARK = 2\n",
        "rules: MARK = 2",
        "rules: 'MARK = 2'",
        'rules:   "MARK = 2"',
        "rules: |\r\n  first = 1\r\n  MARK = 2\r\n",
        "\ufeffrules: |\n  first = 1\n  MARK = 2\n",
    ],
)
def test_a_place_in_a_text_is_a_place_in_the_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(text.encode())
    document = read_file(path, "m.yaml")
    assert document.root is not None
    node = text_at(map_at(document.root, "a") or document.root, "rules")
    assert node is not None
    embedded = embed(node)
    assert embedded is not None
    before, _, _ = embedded.text.partition("MARK")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    span = embedded.span(line, column, line, column + 4)
    assert document.source.line(span.line)[span.column - 1 : span.end_column - 1] == "MARK"


@given(st.lists(st.text("ab =|#:'\"æ{[-", max_size=8), max_size=6), st.integers(1, 6))
def test_places_of_any_block_are_those_of_the_file(lines: list[str], indent: int) -> None:
    text = "rules: |\n" + "".join(f"{' ' * indent}{line}\n" for line in ["x", *lines])
    node = text_at(_root(text), "rules")
    assert node is not None
    embedded = embed(node)
    assert embedded is not None
    file_lines = text.split("\n")
    for number, line in enumerate(embedded.text.rstrip("\n").split("\n"), 1):
        span = embedded.span(number, 1, number, len(line) + 1)
        assert file_lines[span.line - 1][span.column - 1 : span.end_column - 1] == line


@given(st.text(max_size=60) | st.text("ab:- \n\t|>[]{}&*!%@'\"#?,", max_size=40))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    document = read_text(text, "m.yaml")
    assert document.root is not None or document.failed
    for diagnostic in document.diagnostics:
        assert diagnostic.span is not None
        assert diagnostic.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    document = read_file(tmp_path / "none.yaml", "none.yaml")
    assert _codes(document) == ["D101"]
    assert document.root is None


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert _codes(read_file(tmp_path, "folder")) == ["D101"]


def test_a_file_that_nobody_wrote_by_hand_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: " + b"x" * SIZE_MAX)
    assert _codes(read_file(path, "large.yaml")) == ["D102"]


def test_another_encoding_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes("a: 1\nb: 2\nnavn: Bjørk\n".encode("cp1252"))
    document = read_file(path, "m.yaml")
    assert _codes(document) == ["D103"]
    assert document.diagnostics[0].span == Span("m.yaml", 3, 9, 3, 10)  # where the first such byte stands


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_character_that_moves_lines_or_is_not_seen_is_refused(character: str) -> None:
    document = read_text(f"a: 1\nb: x{character}y\n", "m.yaml")
    assert _codes(document) == ["D104"]
    assert document.diagnostics[0].span == Span("m.yaml", 2, 5, 2, 6)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c", (1, 5), "`:`"),
        ("a: 1\n  b: 2", (2, 4), "`:`"),
        ("a: [1, 2\nb: 3", (1, 4), "list"),
        ("a: {b: 1\n", (1, 4), "`{`"),
        ('a: 1\nb: "never closed', (2, 4), "closed"),
        ("a:\n\t- b", (2, 1), "tab"),
        ("a: x\nb", (2, 1), "`name: value`"),
        ("a: %x", (1, 4), "begin"),
        ("a: @x", (1, 4), "begin"),
        ('a: "\\q"', (1, 6), "backslash"),
        ('select: "a" == b', (1, 13), "above"),
        ("a: - b", (1, 4), "line of its own"),
        ("a: ]", (1, 4), "value"),
        ("- a", (1, 3), "`name: value`"),
        ("just words", (1, 1), "`name: value`"),
        ("", (1, 1), "empty"),
        ("# only a comment\n", (1, 1), "empty"),
        ("a: 1\n---\nb: 2", (2, 1), "one document"),
        ("? [a]\n: b", (1, 4), "name"),
        ("a: " + "[" * (DEPTH_MAX + 5), (1, DEPTH_MAX + 4), "nested"),
        ("a: !<x y", (1, 1), "YAML"),
    ],
)
def test_broken_yaml_is_told_at_its_place(text: str, place: tuple[int, int], words: str) -> None:
    document = read_text(text, "m.yaml")
    (diagnostic,) = document.diagnostics
    assert diagnostic.code == "D105"
    assert words in diagnostic.message
    assert diagnostic.span is not None
    if place != (1, 1):
        assert (diagnostic.span.line, diagnostic.span.column) == place


def test_aliases_cannot_multiply() -> None:
    document = read_text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "m.yaml")
    assert set(_codes(document)) == {"D106"}
    assert len(document.diagnostics) == 6


def test_a_type_of_yaml_is_refused() -> None:
    document = read_text("a: !!python/object:os.system x\nb: !own y\nc: !!str z\n", "m.yaml")
    assert _codes(document) == ["D107"] * 3


def test_a_name_stands_once() -> None:
    document = read_text("a: 1\nb: {c: 1, c: 2}\na: 3\n", "m.yaml")
    assert _codes(document) == ["D108", "D108"]
    assert document.root is not None
    assert plain(document.root) == {"a": "1", "b": {"c": "1"}}
    assert document.diagnostics[1].labels[0].span.line == 1


def test_a_single_value_is_a_list_of_one() -> None:
    root = _root("a: x\nb: [y, z]\nc: {d: e}\n")
    assert [plain(item) for item in (*items_at(root, "a"), *items_at(root, "b"), *items_at(root, "none"))] == list(
        "xyz"
    )
    assert map_at(root, "a") is None
    assert text_at(root, "c") is None
