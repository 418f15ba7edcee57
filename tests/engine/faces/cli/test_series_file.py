"""A snapshot of the number series that is written is read back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.faces.cli.series_file import series_text, write_series
from engine.mapping.document import read_text
from engine.mapping.series import read_snapshot
from engine.model.schema import Series

# Go's names are what a person typed: anything that is one line, clean and not empty.
NAMES = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\x85"), min_size=1, max_size=30
).filter(lambda text: text.strip() == text)
BOUNDS = st.tuples(st.integers(1, 99_999_999), st.integers(0, 9_999)).map(lambda pair: (pair[0], sum(pair)))


@st.composite
def series(draw: st.DrawFn) -> Series:
    start, end = draw(BOUNDS)
    kind = draw(st.sampled_from(["Customer", "Employee", "Supplier"]))
    return Series(kind, draw(NAMES), start, end, draw(st.booleans()), draw(st.booleans()))


@given(st.lists(series(), max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, found: list[Series]) -> None:
    path = write_series(tmp_path_factory.mktemp("snapshot"), found)
    if not found:
        assert read_text(path.read_text(encoding="utf-8"), path.name).diagnostics == ()
        return
    snapshot = read_snapshot(path, path.name)
    assert snapshot.series is not None, snapshot.diagnostics
    assert sorted(snapshot.series, key=repr) == sorted(found, key=repr)


def test_the_form_is_the_agreed_one() -> None:
    lines = series_text([Series("Customer", "Kunder", 10000, 19999, default=True)]).splitlines()
    assert lines[1:] == [
        "series:",
        "  - {type: Customer, name: Kunder, from: 10000, to: 19999, default: yes, trust: no}",
    ]


def test_the_order_in_which_they_were_read_does_not_matter() -> None:
    one, two = Series("Customer", "Kunder", 10000, 19999), Series("Employee", "Ansatte", 1, 999)
    assert series_text([one, two]) == series_text([two, one])


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "series.yaml").write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_series(tmp_path, [Series("Customer", "Kunder", 1, 2)])
    assert [path.name for path in tmp_path.iterdir()] == ["series.yaml"]
    assert (tmp_path / "series.yaml").read_text(encoding="utf-8") == "old"
