"""Law: whatever stands in Go before Win goes live, each record of Win becomes one in Go, and the rest is left alone.

Go is the stand-in over real HTTP, filled as people and other programs fill it; Win's registers meet it at every angle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import Phase, event, given, settings

from engine.model import exact_json
from engine.model.change import Action
from engine.sync.plan import Plan
from parts.carried_out import assert_carried_out, held, of_others
from parts.firm import Firm
from parts.go_books import answered, value_at
from parts.going_live import TABLES, empty, fill_go, fill_win, records
from strategies.going_live import Company, Registers, companies, registers

Row = dict[str, Any]
REFERENCE = {"employee": "win:employee:", "customer": "win:customer:"}
UNIQUE = {"department": ("Code",), "employee": ("Number", "ExternalNumber", "ExternalImportReference")}
UNIQUE["customer"] = UNIQUE["employee"]
# What Go itself writes when a record is changed.
BY_GO = frozenset({"LastChangedDateTimeOffset", "IsActive"})
# What Go shows beside an id: the code or number of the record that it names.
TWINS = {
    "PaymentTermId": "PaymentTerm",
    "DepartmentId": "DepartmentCode",
    "SalesPersonEmployeeId": "SalesPersonEmployeeNumber",
    "ManagerEmployeeId": "ManagerEmployeeNo",
}


@pytest.fixture(scope="module")
def shared_firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    made = Firm(tmp_path_factory.mktemp("firm"))
    yield made
    made.close()


# An example takes a second, so that a smaller one is not looked for.
@settings(max_examples=max(6, settings().max_examples // 16), phases=(Phase.explicit, Phase.generate))
@given(win=registers(), company=companies())
def test_each_record_of_win_is_one_of_go_s(shared_firm: Firm, win: Registers, company: Company) -> None:
    firm = shared_firm
    empty(firm)
    fill_go(firm, company)
    fill_win(firm, win)
    before = records(firm.ledger())
    plan = firm.plan()
    requests = len(firm.requests())
    report = firm.sync()
    after = records(firm.ledger())
    event(f"adopted {sum(c.action is Action.ADOPT for c in plan.changes) > 0}")

    assert_carried_out(firm, plan, report, requests)
    _assert_nothing_stands_twice(after, win)
    _assert_only_planned_fields_changed(plan, before, after)
    _assert_go_holds_what_was_planned(plan, firm.ledger(), after)
    _assert_the_refused_stopped_nobody(firm, plan, company, win)


def _assert_nothing_stands_twice(after: Mapping[str, Mapping[int, Row]], win: Registers) -> None:
    for entity, names in UNIQUE.items():
        for name in names:
            values = Counter(row[name] for row in after[entity].values() if row.get(name) is not None)
            assert [value for value, number in values.items() if number > 1] == [], (entity, name)
    for entity, reference in REFERENCE.items():
        for cells in getattr(win, entity):
            number, text = cells[f"{entity}_no"], f"{reference}{cells['row_id']}"
            ours = [
                row
                for row in after[entity].values()
                if row["ExternalNumber"] == number and row["ExternalImportReference"] == text
            ]
            assert len(ours) <= 1, (entity, number)


def _assert_only_planned_fields_changed(
    plan: Plan, before: Mapping[str, Mapping[int, Row]], after: Mapping[str, Mapping[int, Row]]
) -> None:
    """Records that are nobody's are to the byte as they were; of others only what the plan shows is otherwise."""
    touched: dict[tuple[str, int], set[str]] = {}
    made: Counter[str] = Counter()
    for change in plan.deeds:
        made[change.entity] += change.action is Action.CREATE
        assert change.memory is not None
        if isinstance(change.memory.target_id, int):
            fields = touched.setdefault((change.entity, change.memory.target_id), set())
            fields.update(item.target.partition(".")[0] for item in change.fields)
    for entity in TABLES:
        assert before[entity].keys() <= after[entity].keys(), "nothing is deleted"
        assert len(after[entity]) == len(before[entity]) + made[entity], "nothing is made but what was planned"
        for id_, row in before[entity].items():
            now = after[entity][id_]
            fields = touched.get((entity, id_), set())
            allowed = fields | {TWINS[name] for name in fields & TWINS.keys()} | (BY_GO if fields else set())
            changed = {name for name in row if exact_json.dumps(row[name]) != exact_json.dumps(now[name])}
            assert changed <= allowed, (entity, id_, row, now)


def _assert_go_holds_what_was_planned(plan: Plan, ledger: Row, after: Mapping[str, Mapping[int, Row]]) -> None:
    """Every field of every deed has the value that the plan showed; of two passes over one record, the later's."""
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    ids: dict[tuple[str, str], int] = {}
    for change in plan.deeds:
        place = (change.entity, change.key)
        shown = exact_json.loads(exact_json.dumps({item.target: item.after for item in change.fields}))
        wanted.setdefault(place, {}).update(shown)
        assert change.memory is not None
        if isinstance(change.memory.target_id, int):
            ids[place] = change.memory.target_id
    for (entity, key), fields in wanted.items():
        row = after[entity][ids[entity, key]] if (entity, key) in ids else _made(after[entity], entity, key)
        for path, value in fields.items():
            for inner, wanted_value in _leaves(path, answered(ledger, value)):
                assert _of(value_at(row, inner)) == _of(wanted_value), (entity, key, inner)


def _made(rows: Mapping[int, Row], entity: str, key: str) -> Row:
    name = "Code" if entity == "department" else "ExternalNumber"
    [row] = [row for row in rows.values() if str(row[name]) == key]
    return row


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    else:
        yield path, value


def _of(value: Any) -> Any:
    """Go keeps an empty text as none, and shows a date with its time."""
    return value.removesuffix("T00:00:00") if isinstance(value, str) and value else value or None


def _assert_the_refused_stopped_nobody(firm: Firm, plan: Plan, company: Company, win: Registers) -> None:
    """Planned again nothing is done, unless for one that was held; and without the held ones all else is as it was."""
    back = held(plan)
    assert {(change.entity, change.key) for change in firm.changes()} <= back
    if not back:
        return
    empty(firm)
    fill_go(firm, company)
    fill_win(firm, win)
    for entity, key in back:
        firm.win.run(f"DELETE FROM {entity} WHERE {entity}_no = ?", key)
    assert of_others(firm.plan(), back) == of_others(plan, back)
