"""The demo's first plan, made once: everything is new, and the edge cases are held back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.win.demo import demo
from engine.sync.planning.planner import make_plan
from parts.browser import PROGRAM, Browser, browser
from parts.demo_firm import WORKSPACE, DemoFirm
from parts.firm import Firm
from parts.pages import HOSTILE, Planned


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The demo before anything was sent."""
    firm = DemoFirm(tmp_path_factory.mktemp("demo") / "firm")
    shutil.copytree(WORKSPACE, firm.folder)
    demo.build(firm.folder)
    with firm.open() as workspace:
        return Planned(workspace.office, make_plan(workspace.office))


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A firm that was sent, and edited since on both sides: kinds of change, drift, what is missing, a hostile name."""
    firm = Firm(tmp_path_factory.mktemp("edited"))
    for number in range(10001, 10011):
        firm.customer(number, f"Kunde {number} AS", email=f"k{number}@kunde.example", phone="22 00 00 00")
    firm.sync()
    hand = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{hand}", {"Name": "Endret i Go"})
    firm.win.run("UPDATE customer SET phone = NULL WHERE customer_no BETWEEN 10002 AND 10004")
    firm.win.run("UPDATE customer SET email = 'ny@kunde.example', phone = '33 00 00 00' WHERE customer_no = 10005")
    firm.win.run("UPDATE customer SET name = 'Født 01019012345 AS' WHERE customer_no = 10006")
    firm.win.run("DELETE FROM customer WHERE customer_no = 10009")
    firm.customer(10020, HOSTILE)
    firm.customer(77, "Utenfor AS <b>")
    firm.invoice(5001, 10001, ("1000.00", "250.00"), ("99.50", "0.00"), pdf_path=firm.pdf("5001.pdf"))
    firm.invoice(5002, 10002, ("10.00", "0.00"), currency="EUR", exchange_rate="11.5")
    firm.invoice(5003, 77, ("10.00", "0.00"))
    with firm.open() as workspace:
        yield Planned(workspace.office, make_plan(workspace.office))
    firm.close()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests that need one."""
    if PROGRAM is None:
        pytest.skip("there is no Chromium on this machine")
    with browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str], Path]:
    """Put a page into a file."""

    def save(page: str) -> Path:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        return path

    return save
