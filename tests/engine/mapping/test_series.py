"""Number series: a choice stands for ranges, a snapshot is read, and what overlaps is seen."""

from __future__ import annotations

from pathlib import Path

from engine.mapping.series import overlaps, read_snapshot
from engine.mapping.series_choice import SeriesChoice, resolve, resolve_all
from engine.model.schema import Series

LIVE = (
    Series("Customer", "Kunder", 10000, 19999, default=True),
    Series("Customer", "Utland", 50000, 59999),
    Series("Customer", "Klientmidler", 60000, 60999, trust=True),
    Series("Employee", "Ansatte", 1, 999),
)


def test_a_type_stands_for_all_its_series_but_those_of_trust() -> None:
    assert [series.name for series in resolve("customer", SeriesChoice("Customer"), LIVE)] == ["Kunder", "Utland"]


def test_a_type_that_is_not_there_stands_for_none() -> None:
    assert resolve("x", SeriesChoice("Supplier"), LIVE) == ()


def test_a_range_stands_for_itself() -> None:
    assert resolve("own", SeriesChoice(None, 60000, 60999), LIVE) == (Series("", "own", 60000, 60999),)


def test_all_names_are_resolved_at_once() -> None:
    found = resolve_all({"a": SeriesChoice("Employee"), "b": SeriesChoice(None, 1, 2)}, iter(LIVE))
    assert {name: [one.start for one in ranges] for name, ranges in found.items()} == {"a": [1], "b": [1]}


def test_series_that_share_a_number_overlap() -> None:
    one, other, apart = Series("A", "a", 1, 10), Series("B", "b", 10, 20), Series("C", "c", 21, 30)
    assert list(overlaps((apart, other, one))) == [(one, other)]


def test_a_wide_series_overlaps_with_each_that_lies_in_it() -> None:
    wide, one, other = Series("A", "a", 1, 99), Series("B", "b", 10, 20), Series("C", "c", 30, 40)
    assert list(overlaps((wide, one, other))) == [(wide, one), (wide, other)]


def test_a_snapshot_is_read(tmp_path: Path) -> None:
    path = tmp_path / "series.yaml"
    path.write_text(
        "series:\n"
        "  - {type: Customer, name: Kunder, from: 10000, to: 19999, default: yes, trust: no}\n"
        "  - {type: Customer, from: 60000, to: 60999, trust: yes}\n"
    )
    snapshot = read_snapshot(path, "series.yaml")
    assert snapshot.diagnostics == ()
    assert snapshot.series == (
        Series("Customer", "Kunder", 10000, 19999, default=True),
        Series("Customer", "Customer", 60000, 60999, trust=True),
    )


def test_a_snapshot_upside_down_is_refused_and_a_broken_one_has_no_series(tmp_path: Path) -> None:
    path = tmp_path / "series.yaml"
    path.write_text("series: [{type: Customer, from: 9, to: 1}]")
    assert [d.code for d in read_snapshot(path, "series.yaml").diagnostics] == ["D303"]
    path.write_text("series: [{type: Customer}]")
    snapshot = read_snapshot(path, "series.yaml")
    assert snapshot.series is None
    assert [d.code for d in snapshot.diagnostics] == ["D112", "D112"]
