"""Projects: two levels, codes joined by a dot, what is inherited read as null."""

from __future__ import annotations

import pytest


@pytest.fixture
def main(go, customer):
    department = go.make("/Departments", Name="Lønn", Code="10")
    return go.make("/Projects", Name="Hoved", Code="P1", CustomerNo=customer["Number"], DepartmentId=department["Id"])


def test_a_sub_project_shows_the_joined_code_and_null_for_what_it_inherits(go, main):
    by_code = go.make("/Projects", Name="Under", Code="1", ParentProjectCode="p1")
    assert (by_code["Code"], by_code["ParentProjectId"], by_code["ParentProjectCode"]) == ("P1.1", main["Id"], "P1")
    assert (by_code["CustomerId"], by_code["CustomerNo"], by_code["DepartmentCode"]) == (None, None, None)
    by_id = go.make(
        "/Projects",
        Name="Under",
        Code="2",
        ParentProjectId=main["Id"],
        CustomerId=main["CustomerId"],
        DepartmentCode="10",
    )
    assert (by_id["Code"], by_id["CustomerId"], by_id["DepartmentId"]) == ("P1.2", None, None)


def test_a_sub_project_may_have_a_customer_of_its_own(go, main):
    other = go.make("/Customers", Name="Annen AS")
    made = go.make("/Projects", Name="Under", Code="1", ParentProjectId=main["Id"], CustomerId=other["Id"])
    assert made["CustomerNo"] == other["Number"]


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"Code": "P.2"}, 400, "'.'"),
        ({"Code": "p1"}, 400, "already in use"),
        ({"ParentProjectCode": "P1"}, 400, "Code is required"),
        ({"ParentProjectCode": "P9", "Code": "1"}, 404, "'P9'"),
        ({"ProjectStatus": "Ferdig"}, 400, "Ferdig"),
        ({"Progress": 101}, 400, "Progress"),
        ({"BillableRate": -1}, 400, "BillableRate"),
        ({"ContactPersonId": 3}, 404, "Contact person"),
        ({"LocationCode": "L1"}, 404, "Location"),
    ],
)
def test_rules(go, main, detail, body, status, word):
    reply = go.post("/Projects", {"Name": "Ny", **body})
    assert reply.status_code == status
    assert word in detail(reply)


def test_there_are_two_levels_and_codes_of_the_lower_are_their_own(go, main, detail):
    below = go.make("/Projects", Name="Under", Code="P1", ParentProjectId=main["Id"])
    assert below["Code"] == "P1.P1"
    third = go.post("/Projects", {"Name": "Tredje", "Code": "1", "ParentProjectId": below["Id"]})
    assert third.status_code == 400
    assert go.post("/Projects", {"Name": "Under", "Code": "P1", "ParentProjectCode": "P1"}).status_code == 400
    other = go.make("/Projects", Name="Annen", Code="P2")
    assert go.patch(f"/Projects/{main['Id']}", ("/ParentProjectId", other["Id"])).status_code == 400
    assert go.patch(f"/Projects/{other['Id']}", ("/ParentProjectId", other["Id"])).status_code == 400


def test_a_contact_person_must_be_the_customers_own(go, main, customer, detail):
    other = go.make("/Customers", Name="Annen AS")
    person = go.make(f"/ContactPersons/{other['Id']}", FirstName="Ola", LastName="Ås")
    reply = go.post("/Projects", {"Name": "X", "CustomerId": customer["Id"], "ContactPersonId": person["Id"]})
    assert reply.status_code == 400
    assert "does not belong" in detail(reply)
    own = go.make(f"/ContactPersons/{customer['Id']}", FirstName="Kari", LastName="Ås")
    made = go.make("/Projects", Name="Y", Code="1", ParentProjectId=main["Id"], ContactPersonId=own["Id"])
    assert made["ContactPersonId"] == own["Id"]
    assert go.patch(f"/Projects/{made['Id']}", ("/CustomerId", other["Id"])).status_code == 400


def test_a_patch_answers_without_a_body(go, main):
    reply = go.patch(f"/Projects/{main['Id']}", ("/ProjectStatus", "Archived"), ("/IsActive", False))
    assert (reply.status_code, reply.content) == (200, b"")
    now = go.get(f"/Projects/{main['Id']}").json()
    assert (now["ProjectStatus"], now["IsActive"]) == ("Archived", False)


def test_a_project_with_sub_projects_is_not_deleted(go, main):
    below = go.make("/Projects", Name="Under", Code="1", ParentProjectId=main["Id"])
    assert go.delete(f"/Projects/{main['Id']}").status_code == 409
    assert go.delete(f"/Projects/{below['Id']}").status_code == 200
    assert go.delete(f"/Projects/{main['Id']}").status_code == 200


def test_filters(go, main, customer):
    employee = go.make("/Employees", FirstName="Kari", LastName="Ås")
    go.make("/Projects", Name="Under", Code="1", ParentProjectId=main["Id"])
    go.make(
        "/Projects",
        Name="Gammel",
        Code="P2",
        ProjectStatus="Archived",
        ProjectBillingMethod="Time",
        ProjectManagerEmployeeNo=employee["Number"],
    )

    def codes(**params):
        return [row["Code"] for row in go.rows("/Projects", **params)]

    assert codes() == ["P1", "P1.1", "P2"]
    assert codes(projectCodes="p1") == ["P1"]
    assert codes(projectCodes="P1", includeSubProjects="true") == ["P1", "P1.1"]
    assert codes(projectCodes="P1.1") == ["P1.1"]
    assert codes(includeSubProjects="true") == ["P1", "P1.1", "P2"]
    assert codes(name="amm") == ["P2"]
    assert codes(customerNos=str(customer["Number"])) == ["P1", "P1.1"]
    assert codes(departmentCodes="10") == ["P1", "P1.1"]
    assert codes(excludeArchivedProject="true") == ["P1", "P1.1"]
    assert codes(status="Archived") == ["P2"]
    assert codes(projectBillingMethod="Time,FixedPrice") == ["P2"]
    assert codes(projectManagerEmployeeNos="1-5") == ["P2"]
    assert go.get("/Projects", status="Ferdig").status_code == 400
