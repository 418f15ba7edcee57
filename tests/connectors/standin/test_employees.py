"""Employees: numbers from the employee series, an identity number that is never read back."""

from __future__ import annotations


def person(go, **members):
    return go.make("/Employees", FirstName="Kari", LastName="Ås", **members)


def test_numbers_come_from_the_series_when_none_is_given(go):
    assert [person(go)["Number"], person(go, Number=40)["Number"], person(go)["Number"]] == [1, 40, 41]


def test_a_number_outside_the_series_is_refused(go, detail):
    reply = go.post("/Employees", {"FirstName": "Kari", "LastName": "Ås", "Number": 1000})
    assert (reply.status_code, reply.json()["title"]) == (400, "Employee validation error(s)")
    assert "1000" in detail(reply)


def test_gaps_are_used_when_the_series_is_at_its_end_and_then_none_are_left(go, detail):
    go.control("PUT", "settings", {"Series": [{"type": "Employee", "name": "Ansatte", "from": 1, "to": 2}]})
    assert [person(go, Number=2)["Number"], person(go)["Number"]] == [2, 1]
    reply = go.post("/Employees", {"FirstName": "Kari", "LastName": "Ås"})
    assert (reply.status_code, detail(reply)) == (400, "The number series 'Ansatte' has no numbers left.")


def test_first_and_last_name_are_required(go):
    assert set(go.post("/Employees", {}).json()["errors"]) == {"FirstName", "LastName"}


def test_the_identity_number_is_checked_and_hidden(go):
    assert person(go, NationalIdNumber="01010750160")["NationalIdNumber"] == "hidden"
    for wrong in ("01010750161", "0101075016", "abcdefghijk"):
        reply = go.post("/Employees", {"FirstName": "A", "LastName": "B", "NationalIdNumber": wrong})
        assert reply.status_code == 400
    made = person(go)
    assert made["NationalIdNumber"] is None
    assert (
        go.patch(f"/Employees/{made['Id']}", ("/InternationalIdNumber", "X1")).json()["InternationalIdNumber"]
        == "hidden"
    )


def test_external_number_and_reference_are_unique_among_employees_only(go, detail):
    held = person(go, ExternalNumber=7, ExternalImportReference="a")
    go.make("/Customers", Name="Fjord AS", ExternalNumber=7, ExternalImportReference="a")
    for member, value in (("ExternalNumber", 7), ("ExternalImportReference", "a")):
        reply = go.post("/Employees", {"FirstName": "A", "LastName": "B", member: value})
        assert reply.status_code == 400
        assert detail(reply) == f"{member} is already in use. '{value}' is used on (contact) Id = {held['Id']}."


def test_a_patch_answers_with_the_employee(go):
    made = person(go)
    reply = go.patch(f"/Employees/{made['Id']}", ("/JobTitle", "Revisor"), ("/EndDate", "2026-12-31"))
    assert reply.status_code == 200
    assert (reply.json()["JobTitle"], reply.json()["EndDate"]) == ("Revisor", "2026-12-31")


def test_an_address_does_not_move_the_time_of_change(go):
    made = person(go)
    reply = go.patch(f"/Employees/{made['Id']}", ("/MailAddress", {"City": "Oslo", "ZipCode": "0161"}))
    assert reply.json()["MailAddress"]["CountryCode"] == "NO"
    assert reply.json()["LastChangedDateTimeOffset"] == made["LastChangedDateTimeOffset"]


def test_a_manager_is_not_deleted(go):
    manager = person(go)
    person(go, ManagerEmployeeNo=manager["Number"])
    assert go.delete(f"/Employees/{manager['Id']}").status_code == 409


def test_filters(go):
    first = person(go, Number=5, ExternalNumber=50, ExternalImportReference="x")
    person(go, Number=9)

    def numbers(**params):
        return [row["Number"] for row in go.rows("/Employees", **params)]

    assert numbers(employeeNos="1-6,77-") == [5]
    assert numbers(externalNos="50") == [5]
    assert numbers(externalImportReference="x") == [5]
    assert numbers(employeeCreatedDateTimeOffsetGreaterThan=first["EmployeeCreatedDateTimeOffset"]) == [9]
    reply = go.get("/Employees", contactGroupIds="1-2")
    assert (reply.status_code, reply.json()["title"]) == (400, "Unable to cast object(s)")
    assert go.get("/Employees", contactGroupIds="12").status_code == 404
    reply = go.post("/Employees", {"FirstName": "A", "LastName": "B", "ContactGroupIds": [3]})
    assert reply.status_code == 404
