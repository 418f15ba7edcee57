"""Law: a workspace whose Win is exported files plans the same requests as one with the database they came from."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.win.catalog import CATALOG, VIEWS
from connectors.win.views import column_names
from engine.sync.plan import Plan
from parts.exported_files import FOLDER, WORKBOOK, ExportedFiles
from parts.firm import Firm
from strategies.exported_files import Hand

_HAND = Hand(";", "cp1252", "\r\n", ",", "\u00a0", True, ("Nei", "Ja"), 1, False, True, False, True)


@pytest.fixture
def busy(firm: Firm) -> Firm:
    """A firm with something in every register, an invoice with its PDF, and one that is held back."""
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.win.insert("employee", row_id="e1", employee_no=1, first_name="Kåre", last_name="Ødegård", invoice_client_no=1)
    firm.customer(10001, "Bjørk & Sønn", department_no="10", org_no="910000012", postal_code="0150", city="Oslo")
    firm.customer(77, "Utenfor AS")
    firm.win.insert("contact_person", row_id="k1", contact_id="K1", customer_no=10001, first_name="Liv", last_name="Ås")
    project = {"project_no": "P1", "name": "Årsoppgjør", "customer_no": 10001, "level": 1, "fee_type": "FASTPRIS"}
    firm.win.insert("project", row_id="p1", **project)
    firm.invoice(5001, 10001, ("1000.00", "250.00"), pdf_path=firm.pdf("5001.pdf"), kid="000512-")
    firm.invoice(5002, 77, ("80.00", "20.00"))
    firm.invoice(5003, 10001, ("1234.5678", "0"), type="KREDITNOTA", currency="EUR", exchange_rate="11.6425")
    return firm


def _planned(plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (
            change.entity,
            change.key,
            change.action,
            change.request,
            [diagnostic.code for diagnostic in change.diagnostics],
        )
        for change in plan.changes
    ]


def _exported(firm: Firm) -> ExportedFiles:
    files, sheets = ExportedFiles(firm.folder), {}
    for view in VIEWS:
        names = column_names(CATALOG.entities[view])
        cells = firm.win.run(f"SELECT {', '.join(names)} FROM {view}")
        rows = [dict(zip(names, row, strict=True)) for row in cells]
        files.written(f"{view}.csv", _HAND.table(view, rows), _HAND)
        sheets[view] = _HAND.sheet(view, rows)
    files.workbook(**sheets)
    return files


def _with_url(firm: Firm, url: str) -> None:
    path = firm.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sqlite:///win.db", url), encoding="utf-8")


@pytest.mark.parametrize("url", [f"csv:///{FOLDER}", f"xlsx:///{WORKBOOK}"])
def test_the_same_requests(busy: Firm, url: str) -> None:
    _exported(busy)
    by_database = _planned(busy.plan())
    assert {action.value for _, _, action, *_ in by_database} >= {"create", "post", "attach", "refused"}
    _with_url(busy, url)
    assert _planned(busy.plan()) == by_database


def test_payments_say_that_files_have_no_inlet(busy: Firm) -> None:
    _exported(busy)
    _with_url(busy, f"csv:///{FOLDER}")
    (problem,) = busy.plan("payment").problems
    assert "exported files have no inlet" in problem.message
    assert "url of Win's database" in str(problem.help)
