"""An invoice's status follows from its inlet rows alone: each rule of the contract, and that order is nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.win.statuses import Settlement, Status, status_of
from engine.model.change import Action, Write

_DAY = date(2026, 11, 1)


def row(entry: str, kind: str, amount: str, day: int = 1) -> Settlement:
    return Settlement(entry, kind, Decimal(amount), date(2026, 11, day))


def paid(entry: str, amount: str, day: int = 1) -> Settlement:
    return row(entry, "INNBETALING", amount, day)


CASES: list[tuple[str, str, list[Settlement], tuple[str, int | None, str]]] = [
    ("nothing", "100", [], ("0", None, "UBETALT")),
    ("paid", "100", [paid("a:1", "100", 3)], ("100", 3, "BETALT")),
    ("in part", "100", [paid("a:1", "40")], ("40", 1, "DELVIS")),
    ("in two parts", "100", [paid("a:1", "40", 2), paid("b:1", "60", 9)], ("100", 9, "BETALT")),
    ("over", "100", [paid("a:1", "130")], ("130", 1, "BETALT")),
    ("written off", "100", [row("a:1", "TAP", "100")], ("0", None, "TAP")),
    ("part, rest written off", "100", [paid("a:1", "60", 2), row("b:1", "TAP", "40", 5)], ("60", 2, "TAP")),
    ("part written off", "100", [row("b:1", "TAP", "40", 5)], ("0", None, "DELVIS")),
    ("credited", "100", [row("a:1", "KREDIT", "100")], ("0", None, "KREDITERT")),
    ("credited twice", "100", [row("a:1", "KREDIT", "30"), row("b:1", "KREDIT", "70")], ("0", None, "KREDITERT")),
    ("part credit, rest paid", "100", [row("a:1", "KREDIT", "30"), paid("b:1", "70", 4)], ("70", 4, "BETALT")),
    ("credit and loss", "100", [row("a:1", "KREDIT", "30"), row("b:1", "TAP", "70")], ("0", None, "TAP")),
    ("undone", "100", [paid("a:1", "100"), row("a:1~2", "REVERSERING", "100", 5)], ("0", None, "UBETALT")),
    (
        "undone and redone",
        "100",
        [paid("a:1", "100"), row("a:1~2", "REVERSERING", "100", 5), paid("a:1~3", "100", 7)],
        ("100", 7, "BETALT"),
    ),
    (
        "changed",
        "100",
        [paid("a:1", "100"), row("a:1~2", "REVERSERING", "100", 5), paid("a:1~3", "55", 7)],
        ("55", 7, "DELVIS"),
    ),
    (
        "one of two undone",
        "100",
        [paid("a:1", "40", 2), paid("b:1", "60", 9), row("b:1~2", "REVERSERING", "60", 11)],
        ("40", 2, "DELVIS"),
    ),
    (
        "a write-off undone leaves the payment",
        "100",
        [paid("a:1", "60", 2), row("b:1", "TAP", "40"), row("b:1~2", "REVERSERING", "40")],
        ("60", 2, "DELVIS"),
    ),
    ("undone of what never came", "100", [row("z:1~2", "REVERSERING", "10")], ("-10", None, "UBETALT")),
    ("settlement invoice refunded", "-100", [paid("a:1", "-100", 3)], ("-100", 3, "BETALT")),
    ("settlement invoice in part", "-100", [paid("a:1", "-30", 3)], ("-30", 3, "DELVIS")),
    ("settlement invoice open", "-100", [], ("0", None, "UBETALT")),
]


@pytest.mark.parametrize(("total", "rows", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_status(total: str, rows: list[Settlement], expected: tuple[str, int | None, str]) -> None:
    amount, day, word = expected
    wanted = Status(Decimal(amount), None if day is None else date(2026, 11, day), word)
    assert status_of(Decimal(total), rows) == wanted
    assert status_of(Decimal(total), reversed(rows)) == wanted


def test_a_tenth_row_comes_after_the_ninth() -> None:
    rows = [paid("a:1", "5")]
    for number in range(2, 12):
        kind = "REVERSERING" if number % 2 == 0 else "INNBETALING"
        rows.append(row(f"a:1~{number}", kind, "5", number))
    assert status_of(Decimal(5), rows) == Status(Decimal(5), date(2026, 11, 11), "BETALT")


@settings(max_examples=50)
@given(st.lists(st.integers(1, 1000), max_size=6), st.randoms(use_true_random=False))
def test_what_is_undone_leaves_no_trace(amounts: list[int], chance: object) -> None:
    rows = [Settlement(f"{place}:1", "INNBETALING", Decimal(amount), _DAY) for place, amount in enumerate(amounts)]
    undone = [Settlement(f"{r.entry}~2", "REVERSERING", r.amount, _DAY) for r in rows]
    mixed = rows + undone
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert status_of(Decimal(500), mixed) == Status(Decimal(0), None, "UBETALT")


class Books:
    """The contract's rules read aloud, for rows that are each undone at most once: nothing here knows statuses.py."""

    def __init__(self, total: Decimal) -> None:
        self.total = total
        self.sums = dict.fromkeys(("INNBETALING", "TAP", "KREDIT"), Decimal(0))
        self.payment_days: list[date] = []

    def cells(self) -> tuple[str, str | None, str]:
        paid, lost, credited = self.sums.values()
        left = self.total - paid - lost - credited
        word = "UBETALT" if left == self.total else "DELVIS" if left > 0 else ""
        word = word or ("KREDITERT" if credited >= self.total else "TAP" if lost else "BETALT")
        return f"{paid:.2f}", max(self.payment_days).isoformat() if paid else None, word


_SETTLING = st.tuples(
    st.sampled_from(["INNBETALING", "TAP", "KREDIT"]), st.integers(1, 20_000), st.integers(1, 28), st.booleans()
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(1, 40_000), st.lists(_SETTLING, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_an_invoice_is_what_the_rows_of_its_inlet_make_it(
    site: Any, total: int, settling: list[tuple[str, int, int, bool]], chance: Any
) -> None:
    books = Books(Decimal(total) / 100)
    rows: list[dict[str, Any]] = []
    for place, (kind, cents, day, undone) in enumerate(settling):
        entry: dict[str, Any] = {
            "kind": kind,
            "amount": Decimal(cents) / 100,
            "date": date(2026, 11, day),
            "go_entry_id": f"{place}:a",
        }
        rows.append(entry)
        if undone:
            rows.append({**entry, "kind": "REVERSERING", "go_entry_id": f"{place}:a~2"})
            continue
        books.sums[kind] += entry["amount"]
        books.payment_days += [entry["date"]] if kind == "INNBETALING" else []
    chance.shuffle(rows)
    site.run("DELETE FROM invoice")
    site.run("DELETE FROM payment_in")
    site.insert("invoice", client_no=1, invoice_no=5001, total=f"{books.total:.2f}", paid_amount="0.00")
    connection = site.open()
    for cells in rows:
        write = Write("payment_in", Action.PAY, {"client_no": 1, "invoice_no": 5001, "kid": None, **cells})
        connection.send(connection.request(write))
    assert site.run("SELECT paid_amount, paid_date, status FROM invoice") == [books.cells()]
    assert site.run("SELECT DISTINCT status FROM payment_in") == [("BEHANDLET",)]
