"""JSON Patch with the API's traps: media type, camelCase, twins, types, all or nothing."""

from __future__ import annotations

import pytest


@pytest.fixture
def path(go):
    made = go.make("/Customers", Name="Fjord AS", LegalName="Fjord Holding AS", EmailAddress="a@b.no")
    return f"/Customers/{made['Id']}"


def test_replace_add_and_remove(go, path):
    reply = go.patch(
        path,
        {"op": "replace", "path": "/Name", "value": "Ny AS"},
        {"op": "add", "path": "/PhoneNumber", "value": "+4722334455"},
        {"op": "remove", "path": "/LegalName"},
    )
    assert reply.status_code == 200
    body = reply.json()
    assert (body["Name"], body["PhoneNumber"], body["LegalName"]) == ("Ny AS", "+4722334455", None)


def test_null_clears_and_what_has_a_default_gets_it(go, path):
    body = go.patch(path, ("/LegalName", None), ("/CurrencyCode", "EUR"), ("/UseInvoiceFee", False)).json()
    assert (body["LegalName"], body["CurrencyCode"], body["UseInvoiceFee"]) == (None, "EUR", False)
    body = go.patch(path, ("/CurrencyCode", None), ("/UseInvoiceFee", None)).json()
    assert (body["CurrencyCode"], body["UseInvoiceFee"]) == ("NOK", True)
    assert go.patch(path, ("/Name", None)).status_code == 400


def test_the_media_type_must_be_json_patch(go, path):
    assert go.patch(path, ("/Name", "Ny AS"), media="application/json").status_code == 415
    assert go.get(path).json()["Name"] == "Fjord AS"


@pytest.mark.parametrize("content", [b"{", b'{"op": "replace"}', b'"x"', b"[1]", b'[{"op": "replace"}]'])
def test_a_malformed_patch_is_400(go, path, content):
    headers = {"Content-Type": "application/json-patch+json"}
    assert go.send("PATCH", path, content=content, headers=headers).status_code == 400


@pytest.mark.parametrize("operation", [{"op": "move", "path": "/Name"}, {"op": "replace", "path": "Name"}])
def test_other_operations_and_paths_without_slash_are_400(go, path, operation):
    assert go.patch(path, operation).status_code == 400


@pytest.mark.parametrize(
    ("target", "segment"),
    [
        ("/DepartmentCode", "departmentcode"),
        ("/PaymentTerm", "paymentterm"),
        ("/IsActive", "isactive"),
        ("/SubledgerAccountId", "subledgeraccountid"),
        ("/Farge", "farge"),
        ("/MailAddress/Farge", "farge"),
        ("/Name/First", "first"),
    ],
)
def test_an_unknown_or_read_only_path_is_400(go, path, detail, target, segment):
    reply = go.patch(path, (target, "x"))
    assert (reply.status_code, reply.json()["title"]) == (400, "Customer validation error(s)")
    said = f"CustomerPatchDto: The target location specified by path segment '{segment}' was not found."
    assert detail(reply) == said


def test_camel_case_is_passed_over_in_silence(go, path):
    reply = go.patch(path, ("/name", "Ny AS"), ("/mailAddress/City", "Oslo"))
    assert reply.status_code == 200
    assert reply.json()["Name"] == "Fjord AS"


@pytest.mark.parametrize(
    ("target", "value", "said"),
    [
        ("/DepartmentId", "bogus", "The value 'bogus' is invalid for target location."),
        ("/InvoiceDeliveryType", "bogus", "The value 'bogus' is invalid for target location."),
        ("/InvoiceDeliveryType", 0, "Enums is not allowed to be represented as integers (InvoiceDeliveryType)."),
        ("/IsVatFree", "ja", "The value 'ja' is invalid for target location."),
    ],
)
def test_a_wrong_type_is_400(go, path, detail, target, value, said):
    reply = go.patch(path, (target, value))
    assert (reply.status_code, detail(reply)) == (400, said)


def test_a_patch_is_done_whole_or_not_at_all(go, path):
    assert go.patch(path, ("/Name", "Ny AS"), ("/Farge", "blå")).status_code == 400
    assert go.patch(path, ("/Name", "Ny AS"), ("/DepartmentId", 77)).status_code == 404
    assert go.get(path).json()["Name"] == "Fjord AS"


def test_a_patch_that_changes_nothing_moves_no_time(go, path):
    before = go.get(path).json()
    assert go.patch(path, ("/Name", "Fjord AS")).json() == before


def test_the_id_of_a_reference_is_patched_and_its_code_follows(go, path):
    made = go.make("/Departments", Name="Lønn", Code="10")
    assert go.patch(path, ("/DepartmentId", made["Id"])).json()["DepartmentCode"] == "10"
    assert go.patch(path, ("/DepartmentId", None)).json()["DepartmentCode"] is None


def test_a_test_operation_guards_the_rest(go, path, detail):
    guard = {"op": "test", "path": "/Name", "value": "Annen AS"}
    reply = go.patch(path, guard, ("/Name", "Ny AS"))
    assert reply.status_code == 400
    assert "not equal to the test value" in detail(reply)
    assert go.patch(path, {**guard, "value": "Fjord AS"}, ("/Name", "Ny AS")).json()["Name"] == "Ny AS"


def test_uniqueness_holds_for_patches(go, path, detail):
    go.make("/Customers", Name="B", ExternalImportReference="w:2")
    reply = go.patch(path, ("/ExternalImportReference", "w:2"))
    assert reply.status_code == 400
    assert "is already in use" in detail(reply)
