"""Law: a plan that maps only what may have become another is the same as one that maps every record.

Whatever is edited between two plans, in Win, in Go by hand, in the mappings, in Go's settings, or by the days that
pass: both plans are made from the same state, the one with what it keeps of rows, the other without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.model import exact_json
from engine.sync.plan import Plan, plan_json
from engine.sync.planning.planner import Office, make_plan
from engine.sync.saving.fingerprints import seen_by
from engine.sync.state.store import Store
from parts.firm import Firm
from parts.going_live import empty

NUMBERS = (10001, 10002, 10003, 501)
WANTED = ("department", "employee", "customer", "contact_person", "project")


@dataclass(frozen=True)
class Edit:
    """What somebody does; see `_EDITS`. `number`: the customer, `value`: one of a few that the kind knows."""

    kind: str
    number: int
    value: int


def _win(statement: str, firm: Firm, edit: Edit, *values: Any) -> None:
    firm.win.run(f"UPDATE customer SET {statement} WHERE customer_no = ?", *values, edit.number)


def _rename(firm: Firm, edit: Edit) -> None:
    _win("name = ?", firm, edit, ("Fjord AS", "Fjord  AS", "Vik AS")[edit.value])


def _renumber(firm: Firm, edit: Edit) -> None:
    _win("external_ledger_no = ?", firm, edit, (None, 10001, 10500)[edit.value])


def _recode(firm: Firm, edit: Edit) -> None:
    if not firm.win.run("SELECT 1 FROM customer WHERE customer_no = ?", 10010 + edit.value):
        _win("customer_no = ?", firm, edit, 10010 + edit.value)


def _retire(firm: Firm, edit: Edit) -> None:
    _win("active = 1 - active", firm, edit)


def _refuse(firm: Firm, edit: Edit) -> None:
    _win("payment_days = ?, org_no = ?", firm, edit, (14, -1, 37)[edit.value], (None, "123", None)[edit.value])


def _move(firm: Firm, edit: Edit) -> None:
    _win("department_no = ?, manager_no = ?", firm, edit, (None, "10", "20")[edit.value], edit.value + 1)


def _delete(firm: Firm, edit: Edit) -> None:
    firm.win.run("DELETE FROM customer WHERE customer_no = ?", edit.number)


def _make(firm: Firm, edit: Edit) -> None:
    if not firm.win.run("SELECT 1 FROM customer WHERE customer_no = ?", edit.number):
        firm.customer(edit.number, f"Kunde {edit.number}", external_ledger_no=None if edit.number > 999 else 10500)


def _open_department(firm: Firm, edit: Edit) -> None:
    number = str(10 + 10 * edit.value)
    if not firm.win.run("SELECT 1 FROM department WHERE department_no = ?", number):
        firm.win.insert("department", row_id=f"d{number}", department_no=number, name=f"Avdeling {number}")


def _close_department(firm: Firm, edit: Edit) -> None:
    firm.win.run("DELETE FROM department WHERE department_no = ?", str(10 + 10 * edit.value))


def _by_hand(firm: Firm, edit: Edit) -> None:
    fields = ({"Name": "Ved hånd AS"}, {"EmailAddress": "hand@go.example"}, {"IsArchived": True})
    for row in firm.ledger()["customers"][: edit.value + 1]:
        firm.control("PATCH", f"records/customers/{row['Id']}", fields[edit.value])


def _rules(firm: Firm, edit: Edit) -> None:
    rules = ("", "  Name = name | upper\n", '  warn end_date is absent or end_date > today, "it ends"\n')[edit.value]
    text = f"mapping: customer\nextends: base/customer\nrules: |\n  # anew\n{rules}"
    (firm.folder / "customer.yaml").write_text(text, encoding="utf-8")


def _series(firm: Firm, edit: Edit) -> None:
    kind = {"SubLedgerNumberSeriesType": "Customer", "Name": "Kunder", "IsDefault": True, "IsClientTrust": False}
    last = (19999, 10002, 29999)[edit.value]
    firm.control("PUT", "settings", {"Series": [{**kind, "FromInclusive": 10000, "ToInclusive": last}]})


def _wait(firm: Firm, edit: Edit) -> None:
    firm.clock.sleep(86_400 * (1, 2, 30)[edit.value])


def _run(firm: Firm, _edit: Edit) -> None:
    firm.sync(*WANTED)
    firm.clock.sleep(60)


_EDITS: Mapping[str, Callable[[Firm, Edit], None]] = {
    "rename": _rename,
    "renumber": _renumber,
    "recode": _recode,
    "retire": _retire,
    "refuse": _refuse,
    "move": _move,
    "delete": _delete,
    "make": _make,
    "open_department": _open_department,
    "close_department": _close_department,
    "by_hand": _by_hand,
    "rules": _rules,
    "series": _series,
    "wait": _wait,
    "run": _run,
}


def edits() -> st.SearchStrategy[list[list[Edit]]]:
    """Some edits, two plans, some more, two plans, and so on."""
    kinds = st.sampled_from((*_EDITS, "run", "run", "run"))
    edit = st.builds(Edit, kinds, st.sampled_from(NUMBERS), st.integers(0, 2))
    return st.lists(st.lists(edit, min_size=1, max_size=3), min_size=2, max_size=5)


@pytest.fixture(scope="module")
def shared_firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    made = Firm(tmp_path_factory.mktemp("firm"))
    yield made
    made.close()


# An example takes a second or two, so that a smaller one is not looked for.
@settings(max_examples=max(8, settings().max_examples // 8), phases=(Phase.explicit, Phase.generate))
@given(rounds=edits())
def test_whatever_is_edited(shared_firm: Firm, rounds: list[list[Edit]]) -> None:
    firm = shared_firm
    _begin(firm)
    for some in rounds:
        for edit in some:
            _EDITS[edit.kind](firm, edit)
        _plan_both(firm)


@pytest.mark.parametrize("value", range(3))
@pytest.mark.parametrize("kind", _EDITS)
def test_each_edit_after_a_run(shared_firm: Firm, kind: str, value: int) -> None:
    _begin(shared_firm)
    _EDITS[kind](shared_firm, Edit(kind, 10001, value))
    _plan_both(shared_firm)
    _run(shared_firm, Edit("run", 10001, 0))
    _plan_both(shared_firm)


def _begin(firm: Firm) -> None:
    """A department, customers of it and not, and all of them sent."""
    empty(firm)
    (firm.folder / "customer.yaml").unlink(missing_ok=True)
    firm.win.insert("department", row_id="d10", department_no="10", name="Avdeling 10")
    firm.win.insert("employee", row_id="e1", employee_no=1, first_name="Kari", last_name="Vik", department_no="10")
    firm.customer(10001, "Fjord AS", department_no="10", manager_no=1, payment_days=14)
    firm.customer(10002, "Vik AS", payment_days=14, email="post@vik.example")
    firm.customer(501, "Nes AS", external_ledger_no=10501, department_no="20")
    _run(firm, Edit("run", 0, 0))


def _plan_both(firm: Firm) -> None:
    copied = firm.folder / "without.db"
    with firm.open() as workspace:
        office = workspace.office
        with closing(sqlite3.connect(firm.folder / "state.db")) as state, closing(sqlite3.connect(copied)) as copy:
            state.backup(copy)
            copy.execute("UPDATE sent SET made_from = NULL")
            copy.commit()
        without = Store(f"sqlite:///{copied}", firm.clock.now)
        try:
            plans = [_told(one, make_plan(one, WANTED)) for one in (office, replace(office, store=without))]
        finally:
            without.close()
            for path in firm.folder.glob("without.db*"):
                path.unlink()
    assert plans[0] == plans[1]


def _told(office: Office, plan: Plan) -> list[Any]:
    """All that is told of a plan but its own id and time, and what carrying it out would do."""
    shown = plan_json(plan, unchanged=True)
    memories = [replace(c.memory, made_from=None, stands=None) if c.memory is not None else None for c in plan.changes]
    beside = [(c.title, c.needs, c.origin, c.standing) for c in plan.changes]
    told = {**shown, "plan": "", "created_at": ""}
    return [exact_json.dumps(told), memories, beside, list(seen_by(plan, office)), plan.rooms, plan.notes]
