"""Departments: created inactive, changed by JSON Patch, not deleted while they are needed."""

from __future__ import annotations


def test_a_new_department_is_inactive_unless_it_says_otherwise(go):
    assert go.make("/Departments", Name="Lønn", Code="10")["IsActive"] is False
    assert go.make("/Departments", Name="Revisjon", Code="20", IsActive=True)["IsActive"] is True


def test_the_reply_names_the_new_object(go):
    reply = go.post("/Departments", {"Name": "Lønn", "Code": "10"})
    body = reply.json()
    assert reply.status_code == 201
    assert reply.headers["Location"].endswith(f"/v2/Departments/{body['Id']}")
    assert body["CreatedDateTimeOffset"] == body["LastChangedDateTimeOffset"]
    assert go.get(f"/Departments/{body['Id']}").json() == body


def test_name_is_required_and_unknown_members_are_refused(go, detail):
    reply = go.post("/Departments", {"Code": "10"})
    assert reply.status_code == 400
    assert reply.json()["errors"] == {"Name": ["The Name field is required."]}
    assert "Farge" in detail(go.post("/Departments", {"Name": "Lønn", "Farge": "blå"}))
    assert go.post("/Departments", {"Name": ""}).status_code == 400


def test_a_body_that_is_no_object_no_json_or_no_json_type_is_refused(go):
    assert go.post("/Departments", []).status_code == 400
    assert (
        go.send("POST", "/Departments", content=b"{", headers={"Content-Type": "application/json"}).status_code == 400
    )
    nan = go.send("POST", "/Departments", content=b'{"Name": NaN}', headers={"Content-Type": "application/json"})
    assert nan.status_code == 400
    assert go.send("POST", "/Departments", {"Name": "Lønn"}, media="text/plain").status_code == 415


def test_a_code_stands_once_and_the_refusal_names_its_holder(go, detail):
    held = go.make("/Departments", Name="Lønn", Code="a1")
    reply = go.post("/Departments", {"Name": "Annen", "Code": "A1"})
    assert reply.status_code == 400
    assert reply.json()["title"] == "Department validation error(s)"
    assert detail(reply) == f"Code is already in use. 'A1' is used on Id = {held['Id']}."


def test_the_manager_is_named_by_id_or_number_and_the_id_wins(go, detail):
    first, second = (go.make("/Employees", FirstName="Kari", LastName=name) for name in ("En", "To"))
    made = go.make("/Departments", Name="Lønn", ManagerEmployeeNo=first["Number"])
    assert (made["ManagerEmployeeId"], made["ManagerEmployeeNo"]) == (first["Id"], first["Number"])
    made = go.make("/Departments", Name="X", ManagerEmployeeId=second["Id"], ManagerEmployeeNo=first["Number"])
    assert made["ManagerEmployeeNo"] == second["Number"]
    reply = go.post("/Departments", {"Name": "Y", "ManagerEmployeeNo": 77})
    assert (reply.status_code, detail(reply)) == (404, "Employee with number = 77 not found.")
    reply = go.post("/Departments", {"Name": "Y", "ManagerEmployeeId": 77})
    assert (reply.status_code, detail(reply)) == (404, "Employee with id = 77 not found.")


def test_a_patch_of_a_department_answers_without_a_body(go):
    made = go.make("/Departments", Name="Lønn", Code="10")
    reply = go.patch(f"/Departments/{made['Id']}", ("/Name", "Personal"), ("/IsActive", True))
    assert (reply.status_code, reply.content) == (200, b"")
    now = go.get(f"/Departments/{made['Id']}").json()
    assert (now["Name"], now["IsActive"]) == ("Personal", True)
    assert now["LastChangedDateTimeOffset"] > made["LastChangedDateTimeOffset"]
    assert now["CreatedDateTimeOffset"] == made["CreatedDateTimeOffset"]


def test_what_does_not_exist_is_404(go, detail):
    reply = go.get("/Departments/77")
    assert (reply.status_code, reply.json()["title"]) == (404, "Object(s) not found")
    assert detail(reply) == "Department with id = 77 not found."
    assert go.patch("/Departments/77", ("/Name", "X")).status_code == 404
    assert go.delete("/Departments/77").status_code == 404
    assert go.get("/Departments/abc").status_code == 404


def test_a_department_in_use_is_not_deleted(go, detail):
    made = go.make("/Departments", Name="Lønn")
    member = go.make("/Employees", FirstName="Kari", LastName="Ås", DepartmentId=made["Id"])
    reply = go.delete(f"/Departments/{made['Id']}")
    assert (reply.status_code, reply.json()["title"]) == (409, "Department conflict")
    assert detail(reply) == f"Department with id = {made['Id']} is in use and cannot be deleted."
    assert go.delete(f"/Employees/{member['Id']}").status_code == 200
    assert go.delete(f"/Departments/{made['Id']}").status_code == 200
    assert go.rows("/Departments") == []


def test_filters(go):
    first = go.make("/Departments", Name="Lønn", Code="10", IsActive=True)
    second = go.make("/Departments", Name="Revisjon", Code="B2")

    def codes(**params):
        return [row["Code"] for row in go.rows("/Departments", **params)]

    assert codes() == ["10", "B2"]
    assert codes(codes="b2, 99") == ["B2"]
    assert codes(isActive="true") == ["10"]
    assert codes(name="Revisjon") == ["B2"]
    assert codes(managerEmployeeNo=1) == []
    assert codes(createdDateTimeOffsetGreaterThan=first["CreatedDateTimeOffset"]) == ["B2"]
    assert codes(lastChangedDateTimeOffsetGreaterThan=second["LastChangedDateTimeOffset"]) == []
    assert go.get("/Departments", isActive="maybe").status_code == 400
    assert go.get("/Departments", createdDateTimeOffsetGreaterThan="yesterday").status_code == 400
