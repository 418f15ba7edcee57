"""Proofs over a whole set of records: what only one may have, and messages that stay short however many share it."""

from __future__ import annotations

from engine.model.change import Action
from parts.firm import Firm, decision

ONE_WAY = "Number  =  (external_ledger_no ?? customer_no) within series.customer"


def test_a_row_id_on_two_customers_refuses_both(firm: Firm) -> None:
    for number in (10001, 10002):
        firm.customer(number, f"Kunde {number}")
    firm.win.run("UPDATE customer SET row_id = 'one'")
    plan = firm.plan("customer")
    for key in ("10001", "10002"):
        change = decision(plan, "customer", key)
        assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "R305")


def test_a_number_that_all_records_share_is_told_in_few_words(firm: Firm) -> None:
    for number in range(501, 541):
        firm.customer(number, f"Kunde {number}", external_ledger_no=10500)
    change = decision(firm.plan("customer"), "customer", "501")
    assert change.diagnostics[0].code == "R304"
    assert "customer 502, customer 503" in change.diagnostics[0].message
    assert "and 34 more" in change.diagnostics[0].message
    assert "customer 540" not in change.diagnostics[0].message


def test_two_projects_that_become_one_code_and_name_in_go_are_not_one(firm: Firm) -> None:
    for code in ("A-1", "A.1"):
        firm.win.insert("project", row_id=code, project_no=code, level=1, name="Hoved", fee_type="TAK")
    report = firm.sync("project")
    assert ([c.key for c in report.done], [r.change.key for r in report.failed]) == (["A-1"], ["A.1"])
    with firm.open() as workspace:
        assert workspace.office.store is not None
        assert list(workspace.office.store.links("win.project")) == ["A-1"]
    assert len(firm.ledger()["projects"]) == 1


def _overlay(firm: Firm, text: str, name: str = "customer") -> None:
    (firm.folder / f"{name}.yaml").write_text(f"mapping: {name}\nextends: base/{name}\n{text}", encoding="utf-8")


def _codes(firm: Firm, entity: str = "customer") -> dict[str, list[str]]:
    """The codes of what is refused, by key."""
    refused = [change for change in firm.plan(entity).changes if change.action is Action.REFUSED]
    return {change.key: [d.code for d in change.diagnostics if d.is_error] for change in refused}


def test_a_record_s_own_number_is_what_the_mapping_sends_as_such(firm: Firm) -> None:
    """The key is one thing and the number another: what is compared is what Go would hold."""
    _overlay(firm, "key: row_id\n")
    firm.customer(10001, "Eier AS", external_ledger_no=10500)
    firm.customer(501, "Tar AS", external_ledger_no=10001)
    firm.win.run("UPDATE customer SET row_id = CASE customer_no WHEN 501 THEN '10500' ELSE '7' END")
    assert _codes(firm) == {"10500": ["R303"]}, "10500 is the key of Tar AS, and no number of its own"


def test_an_own_number_that_is_worked_out_counts_too(firm: Firm) -> None:
    _overlay(firm, f"rules: |\n  {ONE_WAY}\n  ExternalNumber  =  customer_no + 1\n")
    firm.customer(10001, "Eier AS", external_ledger_no=10500)
    firm.customer(10600, "Tar AS", external_ledger_no=10002)
    assert _codes(firm) == {"10600": ["R303"]}


def test_without_an_own_number_the_key_is_it(firm: Firm) -> None:
    _overlay(firm, f"rules: |\n  {ONE_WAY}\n  drop ExternalNumber\n")
    firm.customer(10001, "Eier AS", external_ledger_no=10500)
    firm.customer(10600, "Tar AS", external_ledger_no=10001)
    assert _codes(firm) == {"10600": ["R303"]}


def test_the_record_that_has_a_number_in_go_keeps_it_and_only_the_newcomer_is_refused(firm: Firm) -> None:
    firm.customer(501, "En AS", external_ledger_no=10500)
    firm.sync("customer")
    firm.customer(502, "To AS", external_ledger_no=10500)
    firm.win.run("UPDATE customer SET name = 'Ny AS' WHERE customer_no = 501")
    assert _codes(firm) == {"502": ["P105"]}
    assert [change.key for change in firm.sync("customer").done] == ["501"]


def test_a_newcomer_whose_own_number_was_given_away_is_refused_and_the_holder_goes_on(firm: Firm) -> None:
    firm.customer(501, "En AS", external_ledger_no=10001)
    firm.sync("customer")
    firm.customer(10001, "Ny AS")
    assert _codes(firm) == {"10001": ["P105"]}


def test_a_number_of_a_record_that_win_has_no_more_is_not_given_away(firm: Firm) -> None:
    _overlay(firm, "adopt: [ExternalImportReference]\n")
    firm.customer(501, "En AS", external_ledger_no=10500)
    firm.sync("customer")
    firm.win.run("DELETE FROM customer")
    firm.customer(502, "To AS", external_ledger_no=10500)
    firm.customer(503, "Tre AS", external_ledger_no=10501)
    assert _codes(firm) == {"502": ["P105"]}


def test_a_record_that_may_not_change_its_number_takes_none_from_a_newcomer(firm: Firm) -> None:
    firm.customer(501, "En AS", external_ledger_no=10500)
    firm.sync("customer")
    firm.win.run("UPDATE customer SET external_ledger_no = 10600")
    firm.customer(502, "To AS", external_ledger_no=10600)
    assert _codes(firm) == {"501": ["R302"]}


def test_two_mappings_of_one_register_take_no_number_twice(firm: Firm) -> None:
    line = "entities: [department, employee, customer"
    path = firm.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(line, f"{line}, foreign"), encoding="utf-8")
    _overlay(firm, 'select: country == "NO"\n')
    (firm.folder / "foreign.yaml").write_text(
        'mapping: foreign\nextends: base/customer\nselect: country == "SE"\n', encoding="utf-8"
    )
    firm.customer(501, "En AS", external_ledger_no=10500, country="NO")
    firm.customer(502, "To AB", external_ledger_no=10500, country="SE")
    firm.customer(503, "Tre AB", external_ledger_no=10501, country="SE")
    found = {(c.entity, c.key): [d.code for d in c.diagnostics if d.is_error] for c in firm.plan().changes}
    assert found["foreign", "502"] == ["R304"]
    assert found["customer", "501"] == found["foreign", "503"] == []
    assert len(firm.sync().done) == 2


def test_a_record_that_is_drafted_after_another_takes_no_number_that_is_taken(firm: Firm) -> None:
    """Employees that name each other are drafted in rounds: the first round's numbers are taken in the second."""
    overlay = "rules: |\n  ManagerEmployeeId  =  title_no | integer | link(employee) else nothing\n"
    _overlay(firm, overlay.replace("title_no", "job_title"), "employee")
    people = ((5, 7, "2"), (2, 3, None), (3, None, None), (4, 7, None))
    for number, external, manager in people:
        names = {"first_name": f"Per {number}", "last_name": f"Lie {number}"}
        cells = {"external_ledger_no": external, "job_title": manager, "invoice_client_no": 1}
        firm.win.insert("employee", row_id=f"e{number}", employee_no=number, **names, **cells)
    assert _codes(firm, "employee") == {"5": ["R304"], "2": ["R303"]}
