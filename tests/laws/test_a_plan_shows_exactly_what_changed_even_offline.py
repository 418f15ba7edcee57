"""Law: an offline plan makes no call; it takes series from series.yaml, and every record is one to create."""

from __future__ import annotations

from typing import Any

import pytest

from parts.command_line import wingo
from parts.firm import Firm

SERIES = "series: [{type: Customer, name: Kunder, from: 50000, to: 50999, default: yes, trust: no}]\n"


@pytest.fixture
def offline(firm: Firm) -> Firm:
    """A firm that was synced once, whose keys are unset and whose Go is gone."""
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.customer(10001, "Fjord AS", department_no="10")
    firm.customer(50001, "Nordlys AS")
    firm.invoice(5001, 10001, ("1000.00", "250.00"), pdf_path=firm.pdf("5001.pdf"))
    wingo(firm.folder, "sync", "--yes", code=0)
    (firm.folder / ".env").unlink()
    firm.standin.stop()
    return firm


def plan(firm: Firm) -> dict[tuple[str, str, str], dict[str, Any]]:
    printed = wingo(firm.folder, "plan", "--offline", "--format", "json", code=0).json
    return {(c["entity"], c["key"], c["action"]): c for c in printed["changes"]}


def test_everything_is_a_create_and_ids_are_placeholders(offline: Firm) -> None:
    (offline.folder / "series.yaml").write_text(
        SERIES.replace("]\n", ", {type: Customer, name: Gamle, from: 10000, to: 19999, default: no, trust: no}]\n"),
        encoding="utf-8",
    )
    wingo(offline.folder, "plan", code=1)  # online, the keys are missed
    found = plan(offline)
    assert list(found) == [
        ("department", "10", "create"),
        ("customer", "10001", "create"),
        ("customer", "50001", "create"),
        ("invoice", "1/5001", "post"),
        ("invoice", "1/5001", "attach"),
    ]
    assert found["customer", "10001", "create"]["payload"]["DepartmentId"] == {"link": "department:10"}
    invoice = found["invoice", "1/5001", "post"]["payload"]
    assert invoice["CustomerAccountId"] == {"link": "customer:10001", "field": "SubledgerAccountId"}
    line = invoice["OutgoingInvoiceLines"][0]
    assert line["AccountId"] == {"find": "GeneralLedgerAccount", "by": "AccountNo", "value": 3000}
    assert line["CurrencyAmount"] == 1250


def test_numbers_are_held_against_the_snapshot(offline: Firm) -> None:
    (offline.folder / "series.yaml").write_text(SERIES, encoding="utf-8")
    found = plan(offline)
    assert ("customer", "50001", "create") in found
    refused = found["customer", "10001", "refused"]["diagnostics"]
    assert [d["code"] for d in refused] == ["R301"]
    assert "50000-50999" in refused[0]["message"]


def test_without_a_snapshot_the_default_series_count_and_that_is_said(offline: Firm) -> None:
    ran = wingo(offline.folder, "plan", "--offline", code=0)
    assert "  ! 50001  Nordlys AS" in ran.out
    assert "10000-19999" in ran.out
    assert "series.yaml" in ran.err


def test_what_a_source_needs_is_still_missed(offline: Firm) -> None:
    path = offline.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sqlite:///win.db", "${WIN_URL}"), encoding="utf-8")
    ran = wingo(offline.folder, "plan", "--offline", code=1)
    assert "error[P906]: win: the environment has no WIN_URL" in ran.err
    wingo(offline.folder, "plan", "--offline", code=0, WIN_URL="sqlite:///win.db")
