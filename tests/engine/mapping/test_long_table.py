"""A code table of any size: read line by line to what YAML would read, and what is not so written is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics.source import SourceText
from engine.mapping.long_table import read_long_table
from engine.mapping.table import read_shared

_PLAIN = st.from_regex(r"\A[\w(/+$.][\w(/+$. ,\[\]{}'\"&*!|>%@`?-]{0,12}\Z")
_QUOTED = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=8)


def _written(text: str, quote: str) -> str:
    return f"{quote}{text}{quote}"


_SCALARS = (
    _PLAIN
    | _QUOTED.filter(lambda text: '"' not in text and "\\" not in text).map(lambda text: _written(text, '"'))
    | _QUOTED.filter(lambda text: "'" not in text).map(lambda text: _written(text, "'"))
)
_NOTES = st.sampled_from(("", "  ", " # a note", "  # another: one"))
_LINES = st.sampled_from(("", "\n", "  # a note\n", "\n   \n"))


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table with a row a line."""
    indent = draw(st.sampled_from((" ", "  ", "    ")))
    text = draw(_LINES) + f"table: t{draw(_NOTES)}\n{draw(_LINES)}rows:{draw(_NOTES)}\n"
    keys = draw(st.lists(_SCALARS, min_size=1, max_size=8))
    for key in keys:
        value = draw(_SCALARS | st.just(""))
        text += (
            f"{indent}{key}{draw(st.sampled_from(('', ' ')))}:{' ' * bool(value)}{value}{draw(_NOTES)}\n{draw(_LINES)}"
        )
    return text if draw(st.booleans()) else text.rstrip("\n")


@given(tables())
def test_what_is_read_line_by_line_is_what_yaml_reads(text: str) -> None:
    long = read_long_table(SourceText("t.yaml", text))
    short = _by_yaml(text)
    if long.table is not None:
        assert short is not None, text
        assert dict(long.table.rows) == short
    elif short is not None:
        assert {d.code for d in long.diagnostics} == {"D305"}, "refused, though YAML reads it: it says so"


def _by_yaml(text: str) -> dict[str, str] | None:
    from engine.mapping.document import read_text
    from engine.mapping.table import _read

    table = _read(read_text(text, "t.yaml"), "t").table
    return None if table is None else dict(table.rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rows:\n  a: b\n", ["D305 1:1"]),
        ("table: t\nrows: {a: b}\n", ["D305 1:1"]),
        ("table: t\nrows:\n  a: b\n  c\n  d: e\n", ["D305 4:1"]),
        ("table: t\nrows:\n  a: b\n    c: d\n", ["D305 4:1"]),
        ("table: t\nrows:\n  a: [b, c]\n  e: &x f\n  g: *x\n", ["D305 3:1", "D305 4:1", "D305 5:1"]),
        ("table: t\nrows:\n  a: b: c\n", ["D305 3:1"]),
        ("table: t\nrows:\n\ta: b\n", ["D305 3:1"]),
        ("table: t\nrows:\n  a: b\nother: c\n", ["D305 4:1"]),
        ("table: t\nrows:\n  a: b\n  \"c\": d\n  'a': e\n  c: f\n", ["D108 5:4", "D108 6:3"]),
        ("table: t\nrows:\n" + "x\n" * 50, [f"D305 {line}:1" for line in range(3, 23)]),
    ],
)
def test_what_is_not_so_written_is_told_at_its_line(text: str, expected: list[str]) -> None:
    read = read_long_table(SourceText("t.yaml", text))
    assert read.table is None
    assert [f"{d.code} {d.span.line}:{d.span.column}" for d in read.diagnostics if d.span] == expected


def _large(folder: Path, rows: int, head: str = "table: big\nrows:\n", last: str = "") -> Path:
    path = folder / "big.yaml"
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        file.writelines(f'  "K{number:07}": value {number % 97}\n' for number in range(rows))
        file.write(last)
    return path


def test_a_large_table_is_one_as_any_other(tmp_path: Path) -> None:
    read = read_shared(_large(tmp_path, 90_000), "big.yaml")
    assert read.table is not None
    assert len(read.table.rows) == 90_000
    assert read.table.rows["K0000098"] == "value 1"
    assert (read.table.name, read.table.span.line, read.table.span.column) == ("big", 1, 8)
    assert read.diagnostics == ()


def test_a_large_table_is_named_as_its_file(tmp_path: Path) -> None:
    read = read_shared(_large(tmp_path, 90_000, "table: other\nrows:\n"), "big.yaml")
    assert [d.code for d in read.diagnostics] == ["D301"]
    assert read.table is not None
    assert read.table.name == "big"


@pytest.mark.parametrize(
    ("last", "expected"),
    [("  broken\n", "D305 90003:1"), ("  x: \x00\n", "D104 90003:6"), ("  K0000001: again\n", "D108 90003:3")],
)
def test_a_mistake_in_a_large_table_is_told_at_its_line(tmp_path: Path, last: str, expected: str) -> None:
    read = read_shared(_large(tmp_path, 90_000, last=last), "big.yaml")
    assert read.table is None
    assert [f"{d.code} {d.span.line}:{d.span.column}" for d in read.diagnostics if d.span] == [expected]


def test_a_file_beyond_all_tables_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)  # sparse: no disk is filled
    assert [d.code for d in read_shared(path, "big.yaml").diagnostics] == ["D102"]


# What Linux says by `getrusage` counts the process that this one was started from, too; its own peak stands in /proc.
# On macOS the unit is a byte.
_MEASURED = """
import re, resource, sys
from pathlib import Path
from engine.mapping.table import read_shared
read = read_shared(Path(sys.argv[1]), "big.yaml")
status = Path("/proc/self/status")
if status.exists():
    kilobytes = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(len(read.table.rows), kilobytes // 1024)
"""


def test_a_million_rows_load_in_bounded_memory(tmp_path: Path) -> None:
    path = _large(tmp_path, 1_000_000)
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True, timeout=300
    )
    rows, megabytes = map(int, ran.stdout.split())
    assert rows == 1_000_000
    assert megabytes < 400  # 150 were measured
