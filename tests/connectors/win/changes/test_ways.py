"""Each way on a site of one's own: what it reads again, what it needs, and what the doctor says when that lacks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from connectors.win.changes.changed_at import stamp
from connectors.win.changes.row_version import edition
from connectors.win.open_view import OpenView
from parts.win_site import Site

_OLD = "2020-01-01 12:00:00"


@pytest.fixture
def versioned(site: Site) -> Site:
    """Views with both columns, and five customers and invoices."""
    for view in ("customer", "invoice", "invoice_line"):
        site.run(f"ALTER TABLE {view} ADD COLUMN row_version INTEGER")
        site.run(f"ALTER TABLE {view} ADD COLUMN changed_at TEXT")
    for number in range(1, 6):
        site.insert("customer", customer_no=number, name=f"K{number}")
        site.insert("invoice", client_no=1, invoice_no=number, pdf_path="a.pdf")
        site.insert("invoice_line", client_no=1, invoice_no=number, line_no=1)
    for view in ("customer", "invoice", "invoice_line"):
        site.run(f"UPDATE {view} SET row_version = rowid, changed_at = ?", _OLD)
    return site


@pytest.fixture
def read_again(versioned: Site) -> Callable[..., int]:
    """Read a view, and tell how many of its rows were asked for by their keys."""

    def read(view: str, **settings: object) -> int:
        asked: list[int] = []

        def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            if " IN (" in statement and f"FROM {view} " in " ".join(statement.split()) and "own0" in statement:
                asked.append(sum(key in parameters for key in range(1, 6)))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            versioned.rows(view, **settings)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return sum(asked)

    return read


@pytest.mark.parametrize("way", ["row_version", "changed_at"])
def test_only_what_changed_is_read_again(versioned: Site, read_again: Callable[..., int], way: str) -> None:
    assert read_again("customer", changes=way) == 5
    assert read_again("customer", changes=way) == 0
    versioned.run("UPDATE customer SET name = 'Ny', row_version = 99, changed_at = '2021-01-01' WHERE customer_no = 3")
    assert read_again("customer", changes=way) == 1
    assert [row["name"] for row in versioned.rows("customer", changes=way)] == ["K1", "K2", "Ny", "K4", "K5"]


@pytest.mark.parametrize("way", ["row_version", "changed_at"])
def test_a_line_that_changes_has_its_invoice_read_again(versioned: Site, way: str) -> None:
    versioned.rows("invoice", changes=way)
    versioned.run(
        "UPDATE invoice_line SET text = 'Ny', row_version = 99, changed_at = '2021-01-01' WHERE invoice_no = 3"
    )
    rows: list[Any] = versioned.rows("invoice", changes=way)
    assert [row["lines"][0]["text"] for row in rows] == ["x", "x", "Ny", "x", "x"]


def test_a_row_without_a_stamp_is_read_each_time(versioned: Site, read_again: Callable[..., int]) -> None:
    versioned.run("UPDATE customer SET row_version = NULL, changed_at = 'i går' WHERE customer_no = 2")
    for way in ("row_version", "changed_at"):
        assert read_again("customer", changes=way) == 5
        assert read_again("customer", changes=way) == 1


def test_paths_are_resolved_on_the_way_out(versioned: Site) -> None:
    for folder in ("pdfs", "others"):
        rows = versioned.rows("invoice", changes="row_version", pdf_folder=folder)
        assert {row["pdf_path"] for row in rows} == {str(versioned.folder / folder / "a.pdf")}


def test_a_view_that_is_made_anew_is_read_anew(versioned: Site) -> None:
    versioned.view_file("customer", "SELECT * FROM customer")
    versioned.rows("customer", changes="row_version")
    versioned.view_file("customer", "SELECT * FROM customer WHERE customer_no > 1")
    assert len(versioned.rows("customer", changes="row_version")) == 4


def test_a_row_that_cannot_be_had_by_its_key_is_read_with_the_rest(
    versioned: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    versioned.rows("customer", changes="row_version")
    versioned.run("UPDATE customer SET name = 'Ny', row_version = 99 WHERE customer_no > 2")
    monkeypatch.setattr(OpenView, "rows_of", lambda _view, _keys: {})
    rows = versioned.rows("customer", changes="row_version")
    assert [row["name"] for row in rows] == ["K1", "K2", "Ny", "Ny", "Ny"]


def test_the_doctor_names_the_views_that_are_read_whole(versioned: Site) -> None:
    def found(way: str) -> dict[str, tuple[str, str]]:
        findings = versioned.open(changes=way).examine()
        return {finding.topic: (finding.state, finding.message) for finding in findings}

    assert "changes" not in found("full")
    state, message = found("row_version")["changes"]
    assert state == "warning"
    assert "5 of 8" in message
    assert "department has no row_version" in message
    for view in ("invoice_client", "department", "employee", "contact_person", "project"):
        versioned.run(f"ALTER TABLE {view} ADD COLUMN row_version INTEGER")
    assert found("row_version")["changes"][0] == "ok"
    assert "views/customer.changes.sql" in found("change_tracking")["changes"][1]


def test_statements_of_changes_are_no_strangers(versioned: Site) -> None:
    versioned.view_file("customer.changes", "SELECT 1 AS customer_no")
    versioned.view_file("change_version", "SELECT 1, 0")
    findings = {finding.topic: finding.state for finding in versioned.open(changes="change_tracking").examine()}
    assert findings["own statements"] == "ok"


def test_a_mirror_is_made_only_where_it_is_asked_for(versioned: Site, tmp_path: Path) -> None:
    versioned.rows("customer")
    assert not (tmp_path / "mirror").exists()
    versioned.rows("customer", changes="row_version")
    assert [path.name for path in (tmp_path / "mirror").iterdir()] == ["customer.db"]


@pytest.mark.parametrize(("cell", "text"), [(b"\x00\x0f", "000f"), (memoryview(b"\x01"), "01"), (7, "7"), (None, None)])
def test_editions_of_row_versions(cell: object, text: str | None) -> None:
    assert edition(cell) == text


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-11-24 12:00:00.123", datetime(2026, 11, 24, 12, 0, 0, 123000, UTC)),
        ("2026-11-24T12:00:00+01:00", datetime(2026, 11, 24, 11, tzinfo=UTC)),
        (datetime(2026, 11, 24, 12), datetime(2026, 11, 24, 12, tzinfo=UTC)),
        ("i går", None),
        (20261124, None),
        (None, None),
    ],
)
def test_moments_of_stamps(cell: object, moment: datetime | None) -> None:
    assert stamp(cell) == moment
