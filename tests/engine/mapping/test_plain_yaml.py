"""What the quick reader is sure of, YAML's own reader reads to the same nodes at the same places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.diagnostics.source import SourceText
from engine.mapping import document
from engine.mapping.document import Document, MapNode
from engine.mapping.plain_yaml import read_plain

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "mappings").rglob("*.yaml"))


def read_by_yaml(text: str) -> Document:
    """The document as YAML's own reader has it, whatever the quick one says."""
    source = SourceText("m.yaml", text)
    reading = document._Reading(source, text.split("\n"), [])
    root = document._read_events(reading)
    return Document(source, root, tuple(reading.diagnostics))


def agree(text: str) -> MapNode | None:
    """What the quick reader is sure of, which the other must confirm."""
    quickly = read_plain(SourceText("m.yaml", text))
    if quickly is not None and document._odd_character(SourceText("m.yaml", text)) is None:
        whole = read_by_yaml(text)
        assert whole.diagnostics == ()
        assert quickly == whole.root
    return quickly


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_reads_every_shipped_file(path: Path) -> None:
    assert agree(path.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "a: b # c\n# d\n\n  # e\nb: http://x:1/y#z\n",
        "a:\n  b: 1\n  c:\n    - d\n    - e: f\n      g: h\n    -   i: j\n        k: l\nm: n\n",
        "a:\n- b\n- c: d\ne: f\n",
        'a: "b: # c"\n"d": \'e\'\n',
        "a: \"\\\" \\\\ \\n \\r \\t\"\nb: 'it''s'\n",
        "a: {b: c, 'd': \"e, f\", g: [h, {i: -1.5}], j: {}, k: []}\n",
        "a: |\n  b\n\n    c  \n  d\n\n\ne: f\n",
        "a:\n  b: |   # c\n     d\n    # e\n  f: g\n",
        "a: -5\nb: ${C}/d?e=f&g\nh i: (j and k) | l ?? m\n",
        "a: |\n\n\n  b\n",
        "æ ø: Årsoppgjør – “§”\n",
    ],
)
def test_it_is_sure_of_what_is_plain(text: str) -> None:
    assert agree(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n",
        "a: b",
        "- a\n",
        " a: b\n",
        "---\na: b\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "a:\n",
        "a:\nb: c\n",
        "a: b\n  c\n",
        "a: b\n  c: d\n",
        "a:\n    b: c\n  d: e\n",
        "a: b: c\n",
        "a: b:\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a: {b}\n",
        "a: {b: c,}\n",
        "a: {b:c}\n",
        'a: {"b":c}\n',
        "a: [b: c]\n",
        "a: {b: c\n  }\n",
        "a: {b: c} d\n",
        "a: [b, c]]\n",
        "a: >\n  b\n",
        "a: |-\n  b\n",
        "a: |\n",
        "a: |\n  b\n c: d\n",
        "a: |\n    \n  b\n",
        "a: |\n  b\n    \n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: @b\n",
        "a: 'b\n",
        'a: "b\\x41"\n',
        'a: "b" c\n',
        "a: 'b'#c\n",
        "a: {b: c}#d\n",
        "? a\n: b\n",
        "a:\tb\n",
        "a: b\x00\n",
        "a: \ufeffb\n",
        "a:\n  -\n    b: c\n",
        "a:\n  - - b\n",
        "a:\n  - b\n  c: d\n",
        "a:\n  - b\n   - c\n",
        "%YAML 1.2\n---\na: b\n",
        f"{'a' * 1200}: b\n",
        "a: " + "[" * 40 + "]" * 40 + "\n",
        "".join(" " * depth + "a:\n" for depth in range(40)) + " " * 40 + "a: b\n",
    ],
)
def test_it_leaves_what_it_is_not_sure_of(text: str) -> None:
    assert read_plain(SourceText("m.yaml", text)) is None


PIECES = (
    *(
        "a",
        "b",
        "c d",
        "1",
        "-1",
        "2026-01-31",
        "yes",
        "x.y",
        "é",
        "~",
        "null",
        "<<",
        "=",
        "a:b",
        "a#b",
        "#a",
        "$",
        ".",
    ),
    *(
        '"',
        "'",
        '"a"',
        "'a'",
        '"\\n"',
        "''",
        '""',
        "|",
        ">",
        "|-",
        "|2",
        "&a",
        "*a",
        "!a",
        "@",
        "`",
        "%",
        "?",
        "...",
        "---",
    ),
    *("{", "}", "[", "]", "{}", "[]", ",", ", ", ":", ": ", "- ", "-", " ", "  ", "\n", "\n", "\n  ", "\n    ", "\n- "),
    *("#", " # c", "a: ", "b: ", "c:\n  ", "a: |\n  ", "- a: ", "\t", "\r", "\u2028", "\xa0", "\\"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=400)
@example("a: b\n c: d")
@example("a: |\n  \n    a")
@example("a: |\n  b\n # c\n  d\n")
@example("a: |\n  b\n# c\n  d\n")
def test_it_agrees_on_any_text(text: str) -> None:
    agree(f"{text}\n")


_TEXTS = st.sampled_from(
    [
        "a",
        "a b",
        "a:b",
        "a#b",
        "-1",
        "1.50",
        "(a and b) ?? c",
        "$x",
        "http://a/b",
        '"q: #"',
        "'s''s'",
        '"e\\n"',
        "é ø",
        "{}",
    ]
)
_KEYS = st.sampled_from(["a", "b", "c d", "e.f", '"g"', "'h'", "i-j", "10", "æ"])
_BLOCKS = st.lists(st.sampled_from(["x = y", "  z", "# no comment", "", "é: -", "- a"]), min_size=1, max_size=4)
_ENDS = st.sampled_from(["", " ", " # c", "   #", "#"])
_GAPS = st.sampled_from(["", "\n", "# c\n", "    # c\n", "  \n"])


@st.composite
def _maps(draw: st.DrawFn, indent: int = 0, depth: int = 0) -> str:
    keys = draw(st.lists(_KEYS, min_size=1, max_size=3, unique=draw(st.integers(0, 9)) > 0))
    return "".join(draw(_entries(key, indent, depth)) for key in keys)


@st.composite
def _entries(draw: st.DrawFn, key: str, indent: int, depth: int) -> str:
    pad, deeper = " " * indent, indent + draw(st.integers(1, 3))
    kind = draw(st.integers(0, 5 if depth < 3 else 2))
    gap, end = draw(_GAPS), draw(_ENDS)
    if kind <= 1:
        return f"{gap}{pad}{key}: {draw(_TEXTS)}{end}\n"
    if kind == 2:
        lines = "".join(f"{' ' * deeper}{line}\n" if line else "\n" for line in draw(_BLOCKS))
        return f"{gap}{pad}{key}: |{end}\n{lines}"
    if kind == 3:
        return f"{gap}{pad}{key}:{end}\n{draw(_maps(deeper, depth + 1))}"
    if kind == 4:
        at = indent + draw(st.integers(0, 2))
        items = [draw(_TEXTS) + "\n" if draw(st.booleans()) else draw(_maps(at + 2, depth + 1))[at + 2 :] for _ in "ab"]
        return f"{gap}{pad}{key}:\n" + "".join(f"{' ' * at}- {item}" for item in items)
    inner = ", ".join(f"{name}: {draw(_TEXTS)}" for name in draw(st.lists(_KEYS, max_size=3)))
    return f"{gap}{pad}{key}: {{{inner}}}{end}\n"


@given(_maps())
@settings(max_examples=400)
def test_it_agrees_on_what_is_nearly_plain(text: str) -> None:
    agree(text)


@given(st.sampled_from(SHIPPED), st.data())
def test_it_agrees_on_shipped_files_with_a_slip(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")[:3000]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    agree(text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + cut :] + "\n")
