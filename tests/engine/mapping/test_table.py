"""Code tables are read and laid over each other by key."""

from __future__ import annotations

from pathlib import Path

from engine.diagnostics.source import Span
from engine.language.typed import Table
from engine.mapping.table import lay_tables, read_shared

SPAN = Span("m.yaml", 1, 1, 1, 2)
OTHER = Span("o.yaml", 1, 1, 1, 2)


def test_a_shared_table_keeps_its_rows_in_order(tmp_path: Path) -> None:
    path = tmp_path / "vat.yaml"
    path.write_text('table: vat\nrows: {"3": "31", 52: yes, tom: }\n')
    shared = read_shared(path, "tables/vat.yaml")
    assert shared.diagnostics == ()
    assert shared.table is not None
    assert shared.table.name == "vat"
    assert list(shared.table.rows.items()) == [("3", "31"), ("52", "yes"), ("tom", "")]
    assert shared.table.span == Span("tables/vat.yaml", 1, 8, 1, 11)


def test_a_table_is_named_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "vat.yaml"
    path.write_text("table: mva\nrows: {}\n")
    assert [d.code for d in read_shared(path, "vat.yaml").diagnostics] == ["D301"]


def test_a_broken_table_is_none(tmp_path: Path) -> None:
    path = tmp_path / "vat.yaml"
    path.write_text("table: vat\n")
    shared = read_shared(path, "vat.yaml")
    assert shared.table is None
    assert [d.code for d in shared.diagnostics] == ["D112"]


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    shared = read_shared(tmp_path / "vat.yaml", "vat.yaml")
    assert shared.table is None
    assert [d.code for d in shared.diagnostics] == ["D101"]


def test_a_table_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "vat.yaml"
    found = []
    for rows in ("{a: b}", "{a: bc}"):
        path.write_text(f"table: vat\nrows: {rows}\n")
        found.append(read_shared(path, "vat.yaml").table)
    assert [table.rows for table in found if table] == [{"a": "b"}, {"a": "bc"}]


def test_tables_are_merged_by_key() -> None:
    base = {"a": Table("a", {"1": "x", "2": "y"}, SPAN), "b": Table("b", {}, SPAN)}
    over = {"a": Table("a", {"2": "z", "3": "w"}, OTHER), "c": Table("c", {}, OTHER)}
    merged = lay_tables(base, over)
    assert list(merged) == ["a", "b", "c"]
    assert list(merged["a"].rows.items()) == [("1", "x"), ("2", "z"), ("3", "w")]
    assert merged["a"].span == OTHER
