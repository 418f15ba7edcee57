"""Traps 10 to 12 and 26: writes that are not seen at once, whose answer is lost, or that change nothing."""

from __future__ import annotations

import re
import time

import httpx
import pytest

from engine.model.change import Action, Write
from engine.model.failure import Conflict, Rejected, Unreachable

REFERENCE = "win:customer:1"


def test_trap_10_a_replica_shows_a_new_record_only_later(standin, api, clerk):
    standin.settle(Lag=1.0)
    made = api.make("/Departments", Name="Revisjon", Code="20")
    assert api.get(f"/Departments/{made['Id']}").status_code == 404
    request = clerk.go.request(Write("department", Action.CREATE, {"Code": "10", "Name": "Lønn"}))
    standin.mischief("POST /v2/*", "drop_after")
    with pytest.raises(Unreachable):
        clerk.go.send(request)
    assert clerk.go.recover(request) is None  # which proves nothing before the lag has passed
    time.sleep(1.2)
    found = clerk.go.recover(request)
    assert found is not None
    assert found.id == standin.ledger()["departments"][1]["Id"]


def test_trap_11_a_repeat_of_a_post_whose_answer_was_lost_is_refused_with_the_id_in_the_text(standin, api, clerk):
    body = {"Name": "Fjord AS", "ExternalImportReference": REFERENCE}
    standin.mischief("POST /v2/*", "drop_after")
    with pytest.raises(httpx.RemoteProtocolError):
        api.post("/Customers", body)
    stands = standin.ledger()["customers"][0]["Id"]
    again = api.post("/Customers", body)
    assert again.status_code == 400
    assert f"'{REFERENCE}' is used on (contact) Id = {stands}." in again.json()["detail"]

    request = clerk.go.request(Write("customer", Action.CREATE, {"Number": 10002, "Name": "Vik AS"}))
    standin.mischief("POST /v2/*", "drop_after")
    with pytest.raises(Unreachable) as lost:
        clerk.go.send(request)
    assert lost.value.may_have_happened
    found = clerk.go.recover(request)
    assert found is not None
    assert found.id == standin.ledger()["customers"][1]["Id"]
    with pytest.raises(Conflict) as caught:
        clerk.customer(Name="Bre AS", ExternalImportReference=REFERENCE)
    assert caught.value.existing_id == stands
    assert len(standin.ledger()["customers"]) == 2


def test_trap_11_what_has_no_reference_of_its_own_is_found_by_its_code(standin, clerk):
    for entity, values in (
        ("department", {"Code": "10", "Name": "Lønn"}),
        ("project", {"Code": "100", "Name": "Revisjon"}),
    ):
        request = clerk.go.request(Write(entity, Action.CREATE, values))
        assert clerk.go.recover(request) is None
        standin.mischief("POST /v2/*", "drop_after")
        with pytest.raises(Unreachable):
            clerk.go.send(request)
        found = clerk.go.recover(request)
        assert found is not None
        assert [found.id] == [row["Id"] for row in standin.ledger()[f"{entity}s"]]


def test_trap_12_a_duplicate_is_400_and_a_missing_reference_in_the_body_404(api, clerk):
    customer = clerk.customer(ExternalImportReference=REFERENCE)
    assert api.post("/Customers", {"Name": "X", "ExternalImportReference": REFERENCE}).status_code == 400
    missing = api.post("/Customers", {"Name": "X", "DepartmentCode": "Avdeling10"})
    assert (missing.status_code, missing.json()["title"]) == (404, "Customer validation error(s)")
    assert missing.json()["detail"] == "Department with code = 'Avdeling10' not found."

    with pytest.raises(Conflict) as duplicate:
        clerk.customer(Number=10002, ExternalImportReference=REFERENCE)
    assert (duplicate.value.status, duplicate.value.existing_id) == (400, customer.id)
    with pytest.raises(Rejected) as dangling:
        clerk.customer(Number=10002, DepartmentCode="Avdeling10")
    assert dangling.value.status == 404
    assert "not in Go" in dangling.value.remedy  # and no talk of a wrong address


def test_trap_26_a_patch_has_its_own_media_type_and_its_paths_are_the_apis(api, clerk):
    department = clerk.create("department", Code="10", Name="Lønn", IsActive=True)
    customer = clerk.customer(EmailAddress="post@fjord.no", DepartmentId=department.id)
    path = f"/Customers/{customer.id}"
    assert api.patch(path, ("/Name", "X"), media="application/json").status_code == 415
    unknown = api.patch(path, ("/Farge", "blå"))
    assert (unknown.status_code, unknown.json()["title"]) == (400, "Customer validation error(s)")
    assert "path segment 'farge' was not found" in unknown.json()["detail"]
    assert api.patch(path, ("/DepartmentCode", "20")).status_code == 400  # the twin can be read only
    passed_over = api.patch(path, ("/name", "Ny AS"))
    assert (passed_over.status_code, passed_over.json()["Name"]) == (200, "Fjord AS")
    assert api.patch(path, {"op": "remove", "path": "/EmailAddress"}).json()["EmailAddress"] is None

    told = clerk.update("customer", customer.id, Name="Ny AS", EmailAddress="ny@fjord.no", DepartmentId=None)
    row = clerk.row("customer")
    assert (row["Name"], row["EmailAddress"], row["DepartmentCode"]) == ("Ny AS", "ny@fjord.no", None)
    assert told.values["Name"] == "Ny AS"  # what the answer tells is what became of it, not what was sent
    clerk.update("customer", customer.id, EmailAddress=None)
    assert clerk.row("customer")["EmailAddress"] is None


def test_trap_26_every_path_that_the_connector_can_patch_is_one_that_go_takes(api, clerk):
    customer = clerk.customer()
    targets = {
        "department": ("/Departments", clerk.create("department", Code="10", Name="Lønn").id),
        "employee": ("/Employees", clerk.create("employee", FirstName="Kari", LastName="Ås").id),
        "customer": ("/Customers", customer.id),
        "project": ("/Projects", clerk.create("project", Code="100", Name="Revisjon").id),
    }
    for entity, (path, identity) in targets.items():
        held = api.get(f"{path}/{identity}").json()
        for field in clerk.go.catalog.entities[entity].fields:
            if field.update and not field.fields:
                request = clerk.go.request(Write(entity, Action.UPDATE, {field.name: "x"}, target_id=identity))
                [step] = request.payload
                assert re.fullmatch("/[A-Z][A-Za-z]*", step["path"])
                reply = api.patch(f"{path}/{identity}", {**step, "op": "test", "value": held.get(field.name)})
                assert "was not found" not in reply.text, step["path"]
