"""A PDF is put beside a posted voucher: size and content are checked, a second one replaces the first."""

from __future__ import annotations

import hashlib

import pytest

PDF = b"%PDF-1.7\n" + b"x" * 500


@pytest.fixture
def voucher(go, customer):
    return go.invoice(customer, "1001", "100")


def put(go, identity, content=PDF, part="file"):
    return go.send("PUT", "/VoucherDocumentation", params={"id": identity}, files={part: ("faktura.pdf", content)})


def test_a_pdf_is_taken_and_shown(go, voucher):
    go.control("PUT", "settings", {"DocumentSeconds": 0})
    before = go.rows("/VoucherDocumentation", id=voucher["Id"])[0]
    assert (before["HasPdf"], before["IsImported"], before["VoucherType"]) == (False, True, "OutgoingInvoice")
    assert put(go, voucher["Id"]).status_code == 202
    assert go.rows("/VoucherDocumentation", id=voucher["Id"].upper())[0]["HasPdf"] is True
    held = go.control("GET", "ledger")["documents"]
    assert held == {voucher["Id"]: {"bytes": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}}
    assert put(go, voucher["Id"], b"\n" * 1000 + PDF).status_code == 202
    assert go.control("GET", "ledger")["documents"][voucher["Id"]]["bytes"] == len(PDF) + 1000
    assert len(go.rows("/VoucherDocumentation")) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b" " * 1024 + PDF])
def test_what_is_no_pdf_is_refused(go, voucher, content):
    assert put(go, voucher["Id"], content).status_code == 400
    assert go.control("GET", "ledger")["documents"] == {}


def test_the_part_must_be_named_file_and_the_body_multipart(go, voucher):
    assert put(go, voucher["Id"], part="pdf").status_code == 400
    assert go.send("PUT", "/VoucherDocumentation", {}, params={"id": voucher["Id"]}).status_code == 400
    broken = {"Content-Type": "multipart/form-data"}
    assert go.send("PUT", "/VoucherDocumentation", headers=broken, content=b"x").status_code == 400


def test_thirty_megabytes_are_the_most(go, voucher):
    largest = PDF + b"x" * (30 * 1024 * 1024 - len(PDF))
    assert put(go, voucher["Id"], largest).status_code == 202
    assert put(go, voucher["Id"], largest + b"x").status_code == 400


def test_only_vouchers_of_the_api_take_one(go, voucher, detail):
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 40, "Date": "2026-11-20"})
    payment = go.control("GET", "ledger")["entries"][1]
    assert "not imported" in detail(put(go, payment["VoucherId"]))
    assert "not found" in detail(put(go, "00000000-0000-0000-0000-000000000000"))
    assert go.get("/VoucherDocumentation", id="00000000-0000-0000-0000-000000000000").status_code == 204
