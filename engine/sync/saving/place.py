"""The place where a plan is about to be saved: a plan that waits there to be applied is never written over.

It may be all that an approver has looked at. What stands there is left alone unless it is known that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from engine.mapping.workspace import Workspace
from engine.sync.plan import Plan, PlanRefused
from engine.sync.planning.planner import Office
from engine.sync.saving import complaints as plan_complaints
from engine.sync.saving.plan_file import PlanFile, Recipe, opened_plan_file
from engine.sync.saving.staleness import staleness
from engine.sync.state.store import Store


@contextmanager
def waiting_at(path: Path, workspace: Workspace, store: Store | None) -> Iterator[PlanFile | None]:
    """The plan that waits at a place, open; None where a plan may be saved.

    A plan that was applied, edited or made offline can be written over, for it cannot be applied. Raises PlanRefused
    (P408) when something else is there, or a plan of which `store` cannot tell.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        yield None
        return
    if not path.is_file():
        raise PlanRefused((plan_complaints.no_plan_there(str(path)),))
    with ExitStack() as stack:
        found = _open(path, stack)
        yield found if _waits(found, workspace, store) else None


def same_as(waiting: PlanFile, plan: Plan, office: Office, recipe: Recipe) -> Plan:
    """The plan under the id of the one that waits, which is the same. Raises PlanRefused (P408) when it is another."""
    head = waiting.head
    again = replace(plan, id=head.plan, created_at=head.created_at)
    made_alike = (head.recipe, head.mappings, head.series) == (recipe, plan.mappings, plan.series)
    if not made_alike or staleness(waiting, again, office) is not None:
        raise PlanRefused((plan_complaints.waits(waiting.name, head.plan, head.made_by),))
    return again


def _open(path: Path, stack: ExitStack) -> PlanFile:
    """The plan file there, until `stack` closes it."""
    try:
        return stack.enter_context(opened_plan_file(path))
    except PlanRefused:
        raise PlanRefused((plan_complaints.no_plan_there(str(path)),)) from None


def _waits(found: PlanFile, workspace: Workspace, store: Store | None) -> bool:
    head = found.head
    if head.offline:
        return False
    if head.workspace != workspace.name:
        raise PlanRefused((plan_complaints.another_s(found.name, head.workspace),))
    known = store.saved_plan(head.plan) if store is not None else None
    if known is None:
        raise PlanRefused((plan_complaints.waits(found.name, head.plan, head.made_by),))
    return known.run is None and known.digest == found.digest
