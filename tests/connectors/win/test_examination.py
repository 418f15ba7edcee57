"""The doctor's visit: one finding a topic, each fault with its remedy, and one fault hides no other."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.ports import Finding


@pytest.fixture
def sound(site: Any) -> Any:
    site.insert("invoice_client", client_no=1, name="Lerke Regnskap AS")
    site.insert("employee", employee_no=1, first_name="Ola", last_name="Ås", invoice_client_no=1)
    site.insert("department", department_no="20", name="Lønn", manager_no=1)
    return site


def visit(site: Any, **settings: object) -> dict[str, Finding]:
    findings = list(site.open(**settings).examine())
    assert len({finding.topic for finding in findings}) == len(findings)
    assert all(finding.remedy for finding in findings if finding.state != "ok")
    return {finding.topic: finding for finding in findings}


def test_a_sound_site_is_sound(sound: Any) -> None:
    found = visit(sound, invoice_client=1)
    assert {finding.state for finding in found.values()} == {"ok"}
    assert found["views"].message == "8 of 8"
    assert found["invoice client"].message == "1 Lerke Regnskap AS"
    assert found["inlet"].message == "payment_in"


def test_missing_views_and_columns_are_all_told(sound: Any) -> None:
    sound.run("DROP TABLE project")
    sound.run("ALTER TABLE customer DROP COLUMN email")
    found = visit(sound)
    assert found["views"].state == "error"
    assert "no such table: project" in found["views"].message
    assert "customer has no email" in found["views"].message
    assert "CREATE VIEW project AS\nSELECT\n" in found["views"].remedy
    assert "-- customer\nCAST(NULL AS TEXT) AS email" in found["views"].remedy
    assert found["managers"].state == "ok"


def test_orders_and_time_need_not_be_there(sound: Any) -> None:
    for view in ("invoice_order", "invoice_order_line", "activity", "time_entry"):
        sound.run(f"DROP TABLE {view}")
    assert visit(sound)["views"].state == "ok"


def test_an_order_view_that_is_there_must_be_whole(sound: Any) -> None:
    sound.run("ALTER TABLE activity DROP COLUMN price")
    assert "activity has no price" in visit(sound)["views"].message


def test_a_manager_without_an_invoice_client_is_told_with_the_menu(sound: Any) -> None:
    sound.run("UPDATE employee SET invoice_client_no = NULL")
    found = visit(sound)["managers"]
    assert found.state == "error"
    assert found.message == 'department 20 "Lønn": Ola Ås has no invoice client'
    assert found.remedy == "Win: Meny > Ajourhold > Medarbeidere > Avansert > Firma"


def test_a_manager_who_left_or_never_was_is_told(sound: Any) -> None:
    sound.insert("department", department_no="30", name="Regnskap", manager_no=99)
    sound.insert("department", department_no="40", name="Uten")
    sound.insert("department", department_no="50", name="Nedlagt", manager_no=98, active=0)
    sound.run("UPDATE employee SET active = 0")
    message = visit(sound)["managers"].message
    assert message == 'department 20 "Lønn": Ola Ås has left; department 30 "Regnskap": manager 99 is no employee'


def test_an_invoice_client_that_is_not_there_is_told(sound: Any) -> None:
    found = visit(sound, invoice_client=7)["invoice client"]
    assert (found.state, found.message) == ("error", "7 is not one of 1 Lerke Regnskap AS")


def test_several_firms_and_none_chosen_is_told(sound: Any) -> None:
    sound.insert("invoice_client", client_no=2, name="Lerke To AS")
    assert visit(sound)["invoice client"].state == "warning"
    assert visit(sound, invoice_client=2)["invoice client"].message == "2 Lerke To AS"


def test_a_missing_folder_is_told(sound: Any) -> None:
    found = visit(sound, pdf_folder="ingen")["pdf folder"]
    assert found.state == "error"
    assert "ingen" in found.message


def test_missing_pdfs_are_counted_and_named(sound: Any) -> None:
    for number in range(1, 9):
        sound.insert("invoice", client_no=1, invoice_no=number, pdf_path=f"{number}.pdf")
    (sound.folder / "1.pdf").write_bytes(b"%PDF-1.4")
    found = visit(sound)["pdf folder"]
    assert found.state == "warning"
    assert found.message == "7 of 8 are missing: 2.pdf, 3.pdf, 4.pdf, 5.pdf, 6.pdf and 2 more"


def test_own_statements_are_listed_and_strangers_told(sound: Any) -> None:
    sound.view_file("customer", "SELECT * FROM customer")
    assert visit(sound)["own statements"].message == "views/customer.sql"
    sound.view_file("kunde", "SELECT 1")
    found = visit(sound)["own statements"]
    assert (found.state, "views/kunde.sql" in found.message) == ("warning", True)


def test_an_inlet_that_is_not_there_yet_will_be_made(sound: Any) -> None:
    sound.run("DROP TABLE payment_in")
    assert visit(sound)["inlet"].state == "ok"


def test_an_inlet_that_lacks_a_column_is_told(sound: Any) -> None:
    sound.run("ALTER TABLE payment_in DROP COLUMN error")
    found = visit(sound)["inlet"]
    assert found.state == "error"
    assert "error" in found.message


def test_cells_that_are_not_of_their_column_s_kind_are_counted(sound: Any) -> None:
    for number in (1, 2):
        sound.insert("customer", customer_no=number, payment_days="fjorten")
    sound.insert("employee", employee_no=9, start_date="i fjor")
    found = visit(sound)["columns"]
    assert found.state == "warning"
    assert "customer.payment_days is not a whole number on 2 rows" in found.message
    assert "employee.start_date is" in found.message
    assert "fjorten" not in found.message


def test_a_folder_that_may_not_be_read_is_told(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (sound.folder / "pdfs").mkdir()
    monkeypatch.setattr("os.access", lambda *_: False)
    found = visit(sound, pdf_folder="pdfs")["pdf folder"]
    assert (found.state, "may not be read" in found.message) == ("error", True)


def test_of_an_embedded_database_nothing_is_said_of_the_login(sound: Any) -> None:
    assert "login" not in visit(sound)
