"""The same data and mappings give the same plan, byte for byte but for its id and its time, whoever makes it again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from parts.command_line import wingo
from parts.demo_firm import DemoFirm

_OWN = re.compile(r'("plan": ?|"created_at": ?)"[^"]*"')


def _without_its_own(plan: str) -> str:
    """A plan's text without what is its own; each stands once."""
    bare, replaced = _OWN.subn(r"\1", plan)
    assert replaced == 2
    return bare


def _forget(folder: Path) -> None:
    """As if nothing had ever been sent: no state, and a Go that is empty."""
    for name in ("state.db", "state.db-wal", "state.db-shm", "go.json"):
        (folder / name).unlink(missing_ok=True)


def test_the_demo_run_twice_plans_the_same_bytes(tmp_path: Path) -> None:
    plans = []
    for seed in ("1", "2"):
        wingo(tmp_path, "demo", "firm", code=0, PYTHONHASHSEED=seed)
        after = wingo(tmp_path, "-w", "firm", "plan", "--format", "json", code=0, PYTHONHASHSEED=seed)
        _forget(tmp_path / "firm")
        before = wingo(tmp_path, "-w", "firm", "plan", "--format", "json", code=0, PYTHONHASHSEED=seed)
        plans.append((_without_its_own(before.out), _without_its_own(after.out)))
        shutil.rmtree(tmp_path / "firm")
    assert plans[0] == plans[1]
    assert all('"post"' in before and '"post"' not in after for before, after in plans)


def test_a_plan_does_not_depend_on_the_order_of_the_rows(planned_demo: DemoFirm) -> None:
    """A view may give its rows in any order; what a plan says of them is ordered by their keys."""
    arguments = ("-w", ".", "plan", "--format", "json")
    first = wingo(planned_demo.folder, *arguments, code=0)
    for table in ("department", "employee", "customer", "contact_person", "project", "invoice", "invoice_line"):
        planned_demo.win(f"CREATE TABLE turned AS SELECT * FROM {table} ORDER BY rowid DESC")
        planned_demo.win(f"DELETE FROM {table}")
        planned_demo.win(f"INSERT INTO {table} SELECT * FROM turned")
        planned_demo.win("DROP TABLE turned")
    assert _without_its_own(wingo(planned_demo.folder, *arguments, code=0).out) == _without_its_own(first.out)
