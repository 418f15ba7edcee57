"""What a run holds back: a row that is read once is kept until it is settled, whatever goes wrong meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from engine.sync.state.records import Held
from parts.firm import Firm


def _state(firm: Firm, query: str, *rows: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(firm.folder / "state.db")) as state, state:
        if rows:
            state.executemany(query, rows)
            return []
        return state.execute(query).fetchall()


def _held(firm: Firm) -> list[Held]:
    with firm.open() as workspace:
        assert workspace.office.store is not None
        return workspace.office.store.held()


@contextmanager
def _unlinked(firm: Firm, key: str) -> Iterator[None]:
    """An invoice that is not linked for as long as this lasts."""
    links = _state(firm, f"SELECT * FROM link WHERE key = '{key}'")
    _state(firm, f"DELETE FROM link WHERE key = '{key}'")
    yield
    marks = ", ".join("?" * len(links[0]))
    _state(firm, f"INSERT INTO link VALUES ({marks})", *links)


def _billed(firm: Firm) -> None:
    """Two invoices that are posted, the first one paid, so that the inlet has been written to."""
    firm.customer(10001)
    for number in (5001, 5002):
        firm.invoice(number, 10001, ("1000.00", "250.00"))
    firm.sync()
    firm.pay(5001, "1250.00")
    firm.payments()


def _close_inlet(firm: Firm) -> None:
    firm.win.run("CREATE TRIGGER closed BEFORE INSERT ON payment_in BEGIN SELECT RAISE(ABORT, 'inlet closed'); END")


def test_a_payment_that_waited_and_that_win_refuses_is_not_lost(firm: Firm) -> None:
    _billed(firm)
    with _unlinked(firm, "1/5002"):
        firm.pay(5002, "1250.00")
        firm.payments()
        (waiting,) = _held(firm)
        assert (waiting.action, waiting.code) == ("wait", "R202")
    _close_inlet(firm)
    for tries in (2, 3):
        assert [result.change.action.value for result in firm.payments().failed] == ["pay"]
        (failed,) = _held(firm)
        assert (failed.action, failed.row, failed.since, failed.tries) == ("pay", waiting.row, waiting.since, tries)
    firm.win.run("DROP TRIGGER closed")
    assert [change.action.value for change in firm.payments().done] == ["pay"]
    assert _held(firm) == []
    assert firm.win.run("SELECT invoice_no FROM payment_in ORDER BY invoice_no") == [(5001,), (5002,)]
    assert firm.payments().done == []


class Died(BaseException):
    """As if the process were killed."""


@contextmanager
def _dying_at(start: str) -> Iterator[None]:
    """Whoever executes such a statement dies when it is done, and before it is committed."""

    def die(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(start):
            raise Died

    sa.event.listen(sa.Engine, "after_cursor_execute", die)
    try:
        with pytest.raises(Died):
            yield
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", die)


@pytest.mark.parametrize("statement", ["INSERT INTO held", "UPDATE cursor"])
def test_a_run_that_dies_when_it_notes_what_it_holds_reads_it_again(firm: Firm, statement: str) -> None:
    _billed(firm)
    with _unlinked(firm, "1/5002"):
        firm.pay(5002, "1250.00")
        with _dying_at(statement):
            firm.payments()
        assert _held(firm) == []
        firm.payments()
        assert [(item.action, item.code) for item in _held(firm)] == [("wait", "R202")]
    assert [change.action.value for change in firm.payments().done] == ["pay"]


def test_what_replaces_a_payment_keeps_its_row_when_the_old_one_cannot_be_taken_back(firm: Firm) -> None:
    _billed(firm)
    firm.win.run("UPDATE payment_in SET amount = amount - 1")
    _close_inlet(firm)
    firm.payments(afresh=True)
    (failed,) = _held(firm)
    assert failed.row is not None
