"""Taking runs of a firm back, and what is said of it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import partial
from typing import Any

from engine.sync.plan import Plan
from engine.sync.reverting.revert import make_revert
from engine.sync.running.run import Errand, RunReport, run
from parts.firm import Firm


def name_entities(firm: Firm, entities: str) -> None:
    """Let the workspace have these entities only: what a test needs, and what loads in a moment."""
    path = firm.folder / "workspace.yaml"
    text = re.sub(r"entities: \[.*\]", f"entities: [{entities}]", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def newest(firm: Firm) -> int:
    """The number of the last run."""
    with closing(sqlite3.connect(firm.folder / "state.db")) as state:
        newest: int = state.execute("SELECT max(id) FROM run").fetchone()[0]
        return newest


def way_back(firm: Firm, number: int | None = None) -> Plan:
    """The plan that takes a run back, the last one where none is named."""
    with firm.open() as workspace:
        return make_revert(workspace.office, number or newest(firm))


def revert(firm: Firm, number: int | None = None, **errand: Any) -> RunReport:
    """Take a run back, the last one where none is named."""
    made = Errand("revert", "test", "0", partial(make_revert, run=number or newest(firm)), **errand)
    with firm.open() as workspace:
        return run(workspace.office, made, workspace.lock)


def said(plan: Plan) -> dict[str, list[str]]:
    """What is said of each record, by code."""
    return {f"{c.entity} {c.key} {c.action.value}": [d.code for d in c.diagnostics] for c in plan.changes}


def posted(firm: Firm, *numbers: int) -> int:
    """Invoices that a run of their own posted; its number."""
    firm.control("PUT", "settings", {"ReversalSeconds": 0})
    firm.customer(10001)
    firm.sync()
    for number in numbers:
        firm.invoice(number, 10001, ("100.00", "25.00"))
    firm.sync()
    return newest(firm)
