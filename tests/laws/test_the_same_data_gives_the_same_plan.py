"""The same data and mappings give the same plan, byte for byte but for its id and its time, whoever makes it again."""

from __future__ import annotations

import re

from parts.command_line import wingo
from parts.demo_firm import DemoFirm

_OWN = re.compile(r'("plan": ?|"created_at": ?)"[^"]*"')


def _without_its_own(plan: str) -> str:
    """A plan's text without what is its own; each stands once."""
    bare, replaced = _OWN.subn(r"\1", plan)
    assert replaced == 2
    return bare


def test_the_demo_planned_twice_gives_the_same_bytes(planned_demo: DemoFirm, sent_demo: DemoFirm) -> None:
    """What Python orders by chance differs between the two; that a demo is built alike is its own tests' matter."""
    for firm, sends in ((planned_demo, True), (sent_demo, False)):
        first, second = (
            wingo(firm.folder, "-w", ".", "plan", "--format", "json", code=0, PYTHONHASHSEED=seed).out
            for seed in ("1", "2")
        )
        assert _without_its_own(first) == _without_its_own(second)
        assert ('"post"' in first) == sends


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
