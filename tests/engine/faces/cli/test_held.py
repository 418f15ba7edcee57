"""`wingo held` and `wingo retry`: what is held back and why, and once more what may go now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from parts.firm import Firm

Wingo = Callable[..., Result]
AtATerminal = Callable[..., tuple[int, str]]


@pytest.fixture
def holding(firm: Firm) -> Firm:
    """A firm of which two customers are refused, a contact person waits, and an invoice's PDF is not there."""
    firm.customer(10001)
    firm.customer(77, "Utenfor AS")
    firm.customer(903, "Borte AS")
    firm.win.insert("contact_person", row_id="k1", contact_id="K1", customer_no=77, first_name="Kari", last_name="Å")
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path="5001.pdf")
    firm.sync()
    return firm


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


HELD = """\
customer · 2 held back

  R301  A number lies in none of the series
        Give the record an external ledger number in Win, or widen the series in Go.
    ! 77   Utenfor AS
           77 lies in no customer series (10000-19999) and has no external_ledger_no
           since TIME (less than a minute), tried once
    ! 903  Borte AS
           903 lies in no customer series (10000-19999) and has no external_ledger_no
           since TIME (less than a minute), tried once

contact_person · 1 held back

  R202  The record waits for another one
        It goes by itself once the other record has been sent.
    … K1  Å
          customer 77 has no record in Go yet
          since TIME (less than a minute), tried once

invoice · 1 posted, its PDF waits

  P301  A voucher's file cannot be read
        Make the invoice's PDF anew in Win; it is sent by a later run.
    … 1/5001  Fjord AS
              FILE is not there
              posted, its PDF waits since TIME (less than a minute), tried once

Each of them is tried again by every run. To try only these now: `wingo retry`, or one of them: `wingo retry customer:77`
"""  # noqa: E501 - a line of output


def shown(firm: Firm, printed: str) -> str:
    printed = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", printed)
    printed = printed.replace(f"-w {firm.folder} ", "")
    return printed.replace(str(firm.folder / "pdfs" / "5001.pdf"), "FILE")


def test_what_is_held_back_stands_under_its_reason_with_one_remedy(holding: Firm, wingo: Wingo) -> None:
    assert shown(holding, wingo("-w", holding.folder, "held").stdout) == HELD


def test_it_is_said_in_norwegian_too(holding: Firm, wingo: Wingo) -> None:
    printed = wingo("-w", holding.folder, "--lang", "nb", "held", "customer").stdout
    assert "customer · 2 holdt tilbake" in printed
    assert "(under et minutt), prøvd én gang" in printed


def test_only_the_named_entities_are_shown(holding: Firm, wingo: Wingo) -> None:
    printed = wingo("-w", holding.folder, "held", "contact_person", "-q").stdout
    assert printed.splitlines()[0] == "contact_person · 1 held back"
    assert "customer · " not in printed
    assert "wingo retry" not in printed
    result = wingo("-w", holding.folder, "held", "custmer")
    assert (result.exit_code, "did you mean 'customer'?" in result.stderr) == (2, True)


def test_programs_read_what_the_contract_names(holding: Firm, wingo: Wingo) -> None:
    held = told(wingo("-w", holding.folder, "held", "--format", "json"))["held"]
    members = ["entity", "key", "code", "message", "since", "tries", "waits_for", "state"]
    assert [list(item) for item in held] == [members] * 4
    assert [item["state"] for item in held] == ["refused", "refused", "waits", "document_waits"]
    assert [(item["entity"], item["key"], item["code"], item["tries"]) for item in held] == [
        ("customer", "77", "R301", 1),
        ("customer", "903", "R301", 1),
        ("contact_person", "K1", "R202", 1),
        ("invoice", "1/5001", "P301", 1),
    ]
    assert held[2]["waits_for"] == "customer:77"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", held[0]["since"])


def test_a_voucher_that_is_posted_is_not_told_as_held_back(holding: Firm, wingo: Wingo) -> None:
    where = ("-w", holding.folder)
    status = wingo(*where, "status").stdout
    assert "3 records · 1 posted, its PDF waits: `wingo" in status
    assert re.search(r"linked +held +PDF waits +oldest", status)
    invoice = next(e for e in told(wingo(*where, "status", "--format", "json"))["entities"] if e["entity"] == "invoice")
    assert (invoice["held"], invoice["documents_waiting"], invoice["oldest_held"]) == (0, 1, None)
    planned = wingo(*where, "plan", "invoice").stdout
    assert re.search(r"… 1/5001  Fjord AS +posted, its PDF waits\n", planned)
    assert "invoice · no changes, 1 PDF waits\n" in planned
    assert "1 unchanged, 1 PDF waits." in planned
    change = told(wingo(*where, "plan", "invoice", "--format", "json"))["changes"][0]
    assert (change["action"], [item["target"] for item in change["fields"]]) == ("wait", ["Documentation"])
    explained = wingo(*where, "explain", "invoice", "1/5001").stdout
    assert "  … is posted in PowerOffice Go; its PDF waits\n" in explained
    assert re.search(r"its PDF waits since .* \(P301\), tried once", explained)
    kind = told(wingo(*where, "explain", "invoice", "1/5001", "--format", "json"))
    assert (kind["verdict"]["kind"], kind["parts"][0]["held"][0]["state"]) == ("document_waits", "document_waits")


def test_a_voucher_that_goes_without_its_pdf_is_told_in_that_tense(firm: Firm, wingo: Wingo) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path="5001.pdf")
    where = ("-w", firm.folder)
    assert re.search(r"… 1/5001  Fjord AS +goes without its PDF, which waits\n", wingo(*where, "plan").stdout)
    page = wingo(*where, "plan", "--format", "md").stdout
    assert "1 PDF waits" in page
    assert "held back" not in page
    sent = wingo(*where, "sync", "--yes").stdout
    assert "1 posted voucher waits for its PDF\n" in sent
    assert "held back" not in sent
    assert "posted, its PDF waits: " in wingo(*where, "runs", "1").stdout


def test_a_file_waits_only_for_a_voucher_that_was_posted(firm: Firm, wingo: Wingo) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path="5001.pdf")
    firm.invoice(5002, 10001, ("100.00", "25.00"), pdf_path=firm.pdf("5002.pdf"))
    firm.mischief({"on": "POST /v2/Vouchers/*", "nth": 1, "times": 2, "do": "status:400"})
    firm.sync()
    held = told(wingo("-w", firm.folder, "held", "--format", "json"))["held"]
    assert [(item["key"], item["code"], item["state"]) for item in held] == [
        ("1/5001", "P501", "refused"),
        ("1/5002", "P501", "refused"),
    ]


def test_retry_sends_a_file_that_has_come(holding: Firm, wingo: Wingo) -> None:
    holding.pdf("5001.pdf")
    done = told(wingo("-w", holding.folder, "retry", "invoice:1/5001", "--yes", "--format", "json"))
    assert (done["done"], done["held"]) == ({"invoice": {"attach": 1}}, [])
    held = told(wingo("-w", holding.folder, "held", "--format", "json"))["held"]
    assert [item["state"] for item in held] == ["refused", "refused", "waits"]


def test_a_file_that_go_does_not_take_keeps_waiting_since_it_was_not_there(holding: Firm, wingo: Wingo) -> None:
    before = told(wingo("-w", holding.folder, "held", "invoice", "--format", "json"))["held"]
    holding.pdf("5001.pdf")
    holding.mischief({"on": "PUT /v2/VoucherDocumentation", "nth": 1, "times": 1, "do": "status:400"})
    holding.sync()
    [now] = told(wingo("-w", holding.folder, "held", "invoice", "--format", "json"))["held"]
    assert (now["code"], now["state"], now["tries"], now["since"]) == ("P501", "document_waits", 2, before[0]["since"])


def test_a_record_that_the_source_does_not_have_is_not_promised(firm: Firm, wingo: Wingo) -> None:
    firm.invoice(5001, 10999, ("100.00", "25.00"))
    firm.sync()
    [item] = told(wingo("-w", firm.folder, "held", "--format", "json"))["held"]
    assert (item["code"], item["message"]) == ("R206", "Win has no customer 10999")
    assert (item["waits_for"], item["state"]) == ("customer:10999", "waits")
    for command in (("held",), ("plan", "invoice"), ("plan", "--format", "md"), ("explain", "invoice", "1/5001")):
        said = wingo("-w", firm.folder, *command).stdout
        assert "Create that one in Win, or correct the record that names it." in said
        assert "goes by itself" not in said
    firm.customer(10999)
    firm.sync()
    assert told(wingo("-w", firm.folder, "held", "--format", "json"))["held"] == []


def test_strict_fails_when_something_is_held_back(holding: Firm, wingo: Wingo) -> None:
    assert wingo("-w", holding.folder, "held", "--strict").exit_code == 1
    assert wingo("-w", holding.folder, "held", "department", "--strict").exit_code == 0


def test_nothing_held_back_is_said(firm: Firm, wingo: Wingo) -> None:
    assert wingo("-w", firm.folder, "held", "--strict").stdout == "Nothing is held back.\n"
    assert told(wingo("-w", firm.folder, "held", "--format", "json")) == {"held": []}
    assert wingo("-w", firm.folder, "retry", "--yes").stdout.startswith("Nothing is held back.\n")


def test_a_second_pass_goes_under_what_it_continues(firm: Firm, wingo: Wingo) -> None:
    firm.win.insert("employee", row_id="e7", employee_no=7, first_name="Ola", last_name="Ås", invoice_client_no=1)
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn", manager_no=7)
    firm.mischief({"on": "PATCH /v2/Departments/*", "nth": 1, "times": 1, "do": "status:400"})
    firm.sync()
    held = told(wingo("-w", firm.folder, "held", "--format", "json"))["held"]
    assert [(item["entity"], item["key"], item["code"]) for item in held] == [("department", "10", "P501")]


def test_a_personal_number_in_a_name_is_not_shown(firm: Firm, wingo: Wingo) -> None:
    firm.customer(77, "Ola 01010150074")
    firm.sync()
    for arguments in (["held"], ["runs", "1"], ["held", "--format", "json"]):
        assert "01010150074" not in wingo("-w", firm.folder, *arguments).stdout


# ---- retry


def test_a_retry_sends_the_named_record_alone(holding: Firm, wingo: Wingo) -> None:
    holding.win.run("UPDATE customer SET external_ledger_no = customer_no + 10000 WHERE customer_no IN (77, 903)")
    done = told(wingo("-w", holding.folder, "retry", "customer:77", "--yes", "--format", "json"))
    assert (done["done"], done["held"]) == ({"customer": {"create": 1}}, [])
    left = told(wingo("-w", holding.folder, "held", "--format", "json"))["held"]
    assert [(item["key"], item["tries"]) for item in left] == [("903", 1), ("K1", 1), ("1/5001", 1)]


def test_a_retry_of_all_sends_all_that_may_go(holding: Firm, wingo: Wingo) -> None:
    holding.win.run("UPDATE customer SET external_ledger_no = customer_no + 10000 WHERE customer_no IN (77, 903)")
    holding.pdf("5001.pdf")
    done = told(wingo("-w", holding.folder, "retry", "--yes", "--strict", "--format", "json"))
    assert done["done"] == {"customer": {"create": 2}, "contact_person": {"create": 1}, "invoice": {"attach": 1}}
    runs = told(wingo("-w", holding.folder, "runs", "--format", "json"))["runs"]
    assert (runs[0]["command"], runs[0]["approver"]) == ("retry", None)


def test_strict_fails_when_a_retried_record_is_still_held_back(holding: Firm, wingo: Wingo) -> None:
    assert wingo("-w", holding.folder, "retry", "77", "--yes").exit_code == 0
    assert wingo("-w", holding.folder, "retry", "77", "--yes", "--strict").exit_code == 1


def test_an_unknown_key_ends_with_its_code(holding: Firm, wingo: Wingo) -> None:
    result = wingo("-w", holding.folder, "retry", "customer:78", "--yes")
    assert (result.exit_code, "P112" in result.stderr) == (1, True)
    assert "did you mean customer:77" in result.stderr
    asked = wingo("-w", holding.folder, "retry", "customer:78", "--yes", "--format", "json")
    assert [d["code"] for d in json.loads(asked.stdout)["diagnostics"]] == ["P112"]


def test_a_key_of_several_entities_is_wrong_usage(holding: Firm, wingo: Wingo) -> None:
    holding.win.insert("department", row_id="d77", department_no="77", name="Lønn")
    holding.mischief({"on": "POST /v2/Departments", "nth": 1, "times": 1, "do": "status:400"})
    holding.sync()
    result = wingo("-w", holding.folder, "retry", "77", "--yes")
    assert (result.exit_code, "customer:77, department:77" in result.stderr) == (2, True)


def test_a_retry_asks_first(holding: Firm, wingo: Wingo, at_a_terminal: AtATerminal) -> None:
    holding.win.run("UPDATE customer SET external_ledger_no = 10077 WHERE customer_no = 77")
    assert wingo("-w", holding.folder, "retry", "77").exit_code == 2
    code, printed = at_a_terminal("n", "-w", str(holding.folder), "retry", "77")
    assert (code, "Carry out this change?" in printed, "Nothing was sent." in printed) == (0, True, True)
