"""A reconciliation's own words: periods, windows, lines, and the JSON that programs read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.diagnostics.diagnostic import error
from engine.model import exact_json
from engine.sync.reconciling.reconciliation import (
    AMOUNT,
    Difference,
    Gap,
    LeftOut,
    Line,
    NotCompared,
    Period,
    Reconciliation,
    Tally,
    Window,
    missing_in,
    reconciliation_json,
)


def test_a_day_lies_in_its_month_and_in_its_year() -> None:
    assert [period.of(date(2026, 3, 31)) for period in Period] == ["2026-03", "2026"]
    assert Period.MONTH.of(None) == ""


def test_a_window_holds_both_its_ends_and_what_has_no_date() -> None:
    window = Window(date(2026, 10, 1), date(2026, 10, 31))
    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1), None)
    assert [window.holds(day) for day in days] == [False, True, True, False, True]
    assert Window().holds(date(1999, 1, 1))


def test_a_line_agrees_when_what_is_told_does() -> None:
    here = Tally(1, Decimal("10.00"), Decimal("5"))
    assert Line("invoice", "", "", {"win": here, "go": Tally(1, Decimal(10), None)}).agrees
    assert not Line("invoice", "", "", {"win": here, "go": Tally(1, Decimal(10), Decimal("5.01"))}).agrees
    assert not Line("invoice", "", "", {"win": here, "go": Tally(2, Decimal(10), Decimal(5))}).agrees


def test_the_json_has_the_members_of_the_contract_with_exact_amounts() -> None:
    day = date(2026, 10, 1)
    part = Difference("payment", "7/a", missing_in("win"), {"win": None, "go": Decimal("0.10")}, settles="1/5001")
    found = Reconciliation(
        "fjord",
        Window(since=day),
        day,
        {"win": "Win", "go": "PowerOffice Go"},
        (Line("customer", "", "", {"win": Tally(1), "go": Tally(1)}),),
        (Difference("invoice", "1/5001", AMOUNT, {"win": Decimal("1.10"), "go": 1}, days=(None, day), parts=(part,)),),
        (Gap("invoice", "1", 2, 3, "missing", "none"),),
        (LeftOut("invoice", "P204", "old", 1, ("1/1",)),),
        (NotCompared("invoice", "1/2", "balance", "none"),),
        (error("P903", "no view", help="make it"),),
    )
    told = exact_json.loads(exact_json.dumps(reconciliation_json(found)))
    (difference,) = told["differences"]
    assert {name: difference[name] for name in ("entity", "key", "kind", "win", "go", "date")} == {
        "entity": "invoice",
        "key": "1/5001",
        "kind": "amount",
        "win": Decimal("1.10"),
        "go": 1,
        "date": "2026-10-01",
    }
    assert [(one["kind"], one["settles"]) for one in difference["payments"]] == [("missing_in_win", "1/5001")]
    assert (told["from"], told["to"], told["period"]) == ("2026-10-01", None, "month")
    assert told["summary"][0]["win"] == {"count": 1, "total": None, "open": None}
    assert [len(told[name]) for name in ("gaps", "left_out", "not_compared", "diagnostics")] == [1, 1, 1, 1]
