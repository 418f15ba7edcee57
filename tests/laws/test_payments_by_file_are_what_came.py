"""The demo with `inlet: ocr`: what came back from Go is in one OCR file or listed for a person, to the øre."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from engine.diagnostics.diagnostic import Severity
from engine.sync.planning.planner import make_plan
from engine.sync.running.run import Errand, RunReport, run
from parts.demo_firm import DemoFirm, Json, Round
from parts.giro_reader import Read, read_giro


@pytest.fixture
def by_file(demo_round: Round, sent_demo: DemoFirm) -> DemoFirm:
    """The demo after its sending and its customers' payments, in a workspace that writes OCR files."""
    workspace = sent_demo.folder / "workspace.yaml"
    written = workspace.read_text(encoding="utf-8")
    changed = written.replace("pdf_folder: pdfs}", "pdf_folder: pdfs, inlet: ocr, ocr_folder: til-win}")
    assert changed != written
    workspace.write_text(changed, encoding="utf-8")
    with sent_demo.open() as opened:
        for event in demo_round.events:
            opened.standins["go"].pay(event)
    return sent_demo


def _payments(firm: DemoFirm) -> RunReport:
    with firm.open() as workspace:
        errand = Errand("payments", "test", "0", partial(make_plan, wanted=["payment"]))
        return run(workspace.office, errand, workspace.lock)


def _files(firm: DemoFirm) -> list[Path]:
    return sorted((firm.folder / "til-win").glob("*"))


def _said(firm: DemoFirm) -> list[Read]:
    return [payment for path in _files(firm) for payment in read_giro(path.read_bytes())[1]]


def _rows(report: RunReport) -> list[Json]:
    """What was written, as the plan had it."""
    payloads = [change.request.payload for change in report.done if change.request is not None]
    return [dict(payload) for payload in payloads if isinstance(payload, Mapping)]


def _listed(report: RunReport) -> list[str]:
    return [note.message for note in report.plan.said if note.severity is Severity.WARNING]


def test_the_file_and_the_list_are_all_that_came(by_file: DemoFirm) -> None:
    before = (by_file.folder / "win.db").read_bytes()
    report = _payments(by_file)
    came = _rows(report)
    assert len(came) == 41
    said, listed = _said(by_file), _listed(report)
    assert len(_files(by_file)) == 1
    assert len(said) + len(listed) == len(came)
    money = {(row["kid"], row["amount"], row["date"]) for row in came if row["kind"] == "INNBETALING" and row["kid"]}
    kroner = {(one.kid, Decimal(one.ore).scaleb(-2), one.day) for one in said}
    assert len(kroner) == len(said)
    assert kroner <= money
    (foreign,) = money - kroner
    assert foreign[1] == Decimal("1450.50")  # invoice 5010, in euro
    total = sum((Decimal(str(row["amount"])) for row in came), Decimal(0))
    by_hand = sum((Decimal(line.split(": ")[2].split()[1]) for line in listed), Decimal(0))
    assert sum(one.ore for one in said) == (total - by_hand) * 100
    assert (by_file.folder / "win.db").read_bytes() == before


def test_each_that_no_file_says_has_its_reason(by_file: DemoFirm) -> None:
    listed = _listed(_payments(by_file))
    assert all(line.startswith("by hand: invoice 1/") for line in listed)
    reasons = {line.split("invoice ")[1].split(":")[0]: line.rpartition(": ")[2] for line in listed}
    assert reasons == {
        "1/5010": "it is not in kroner",
        "1/5077": "it was written off",
        "1/5078": "it was written off",
        **dict.fromkeys(("1/5020", "1/5021", "1/5022", "1/5028"), "a credit note settles it"),
    }
    with by_file.open() as workspace:
        findings = list(workspace.office.connections["win"].examine())
    assert [f"by hand: {finding.message}" for finding in findings if finding.topic == "by hand"] == listed


def test_the_next_run_says_nothing_twice(by_file: DemoFirm) -> None:
    _payments(by_file)
    (path,) = _files(by_file)
    path.unlink()  # Win took it
    again = _payments(by_file)
    assert (again.done, again.failed, _listed(again)) == ([], [], [])
    assert _files(by_file) == []
    payment: Json = {"InvoiceNo": "5082", "Amount": Decimal("10.00"), "Date": "2026-11-25", "Kind": "payment"}
    by_file.control("POST", "payments", payment)
    _payments(by_file)
    (one,) = _said(by_file)
    assert (one.ore, [path.name for path in _files(by_file)]) == (1000, ["wingo-1-0000002.ocr.txt"])


def test_a_folder_that_is_not_there_to_write_to_is_told_and_costs_no_payment(by_file: DemoFirm) -> None:
    (by_file.folder / "til-win").write_text("in the way")
    report = _payments(by_file)
    assert [note.code for note in report.plan.problems] == ["P901"]
    assert len(report.done) == 41
    (by_file.folder / "til-win").unlink()
    with by_file.open() as workspace:  # a plan writes nothing
        make_plan(workspace.office, ["payment"])
    assert _files(by_file) == []
    assert _payments(by_file).done == []
    assert len(_said(by_file)) == 34
