"""A mirror holds what was settled, is made anew wherever it may not be trusted, and is its owner's alone."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.win.changes.mirror import DAYS_MAX, open_mirror

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ROW = ("[1]", "a1", '["Fjord"]')


def _fill(path: Path) -> None:
    with open_mirror(path, "me", NOW) as mirror:
        assert mirror is not None
        mirror.keep([ROW, ("[2]", "b1", "[]")])
        mirror.settle("7")


def _held(path: Path, made_for: str = "me", now: datetime = NOW) -> tuple[str, dict[str, str]]:
    with open_mirror(path, made_for, now) as mirror:
        assert mirror is not None
        return mirror.mark, mirror.contents(["[1]", "[2]", "[3]"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "mirror" / "customer.db"
    _fill(made)
    return made


def _change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_what_was_settled_is_there(path: Path) -> None:
    assert _held(path) == ("7", {"[1]": '["Fjord"]', "[2]": "[]"})


def test_what_was_not_settled_is_not(path: Path) -> None:
    with open_mirror(path, "me", NOW) as mirror:
        assert mirror is not None
        mirror.forget(None)
        assert len(mirror) == 0
    assert len(_held(path)[1]) == 2


def test_it_is_private(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    _held(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("made_for", "now"),
    [
        ("another", NOW),
        ("me", NOW + timedelta(days=DAYS_MAX, seconds=1)),
        ("me", NOW - timedelta(seconds=1)),  # a clock that went back tells nothing of its age
    ],
)
def test_one_that_is_not_for_this_is_made_anew(path: Path, made_for: str, now: datetime) -> None:
    assert _held(path, made_for, now) == ("", {})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE header SET mark = '9'",
        "DELETE FROM header",
        "INSERT INTO header SELECT * FROM header",
        "CREATE TABLE another (x)",
        "DROP TABLE rows",
    ],
)
def test_one_that_somebody_else_wrote_is_made_anew(path: Path, statement: str) -> None:
    _change(path, statement)
    assert _held(path) == ("", {})


@pytest.mark.parametrize("cell", ["'[\"Vik\"]'", "NULL", "7", "x'00'"])
def test_a_row_that_is_not_as_it_was_written_is_not_given(path: Path, cell: str) -> None:
    _change(path, f"UPDATE rows SET content = {cell} WHERE key = '[1]'")
    assert _held(path) == ("7", {"[2]": "[]"})


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to look at" * 30])
def test_a_file_that_is_no_database_is_made_anew(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert _held(path) == ("", {})
    _fill(path)
    assert _held(path)[0] == "7"


def test_one_reading_holds_it_at_a_time(path: Path) -> None:
    with open_mirror(path, "me", NOW) as first:
        assert first is not None
        with open_mirror(path, "me", NOW) as second:
            assert second is None
        first.keep([("[3]", "c1", "[]")])
        first.settle("8")
    assert _held(path)[0] == "8"


def test_where_none_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "mirror").write_text("a file stands in its way")
    with open_mirror(tmp_path / "mirror" / "customer.db", "me", NOW) as mirror:
        assert mirror is None


def test_one_that_fails_in_the_middle_holds_nothing_and_goes(path: Path) -> None:
    with open_mirror(path, "me", NOW) as mirror:
        assert mirror is not None
        mirror._connection.execute("DROP TABLE rows")  # as if its file were torn from below
        assert mirror.contents(["[1]"]) == {}
        assert mirror.is_lost
        mirror.keep([ROW])
        mirror.settle("9")
    assert not path.exists()
