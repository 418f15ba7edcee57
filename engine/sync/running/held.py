"""What a run leaves held back, and of which records it has an answer at all.

A plan that speaks of some records only says nothing of the others, and a change that was not reached has no answer
either: what the state holds of these stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.render import help_of
from engine.model.change import Action
from engine.model.personal import redact
from engine.sync.plan import HELD_BACK, Change, HeldState, Plan
from engine.sync.running.executor import Execution
from engine.sync.state.records import Held
from engine.sync.state.store import Store


def keep_held(store: Store, run: int, plan: Plan, execution: Execution) -> None:
    """Note in the state what a run holds back, release what went, and move the cursors past it."""
    planned = {section.mapping for section in plan.sections}
    unreached = _unreached(plan, execution)
    answered = {
        item.place
        for item in store.held()
        if item.mapping in planned
        and (plan.scope is None or (item.mapping, item.key) in plan.scope)
        and (item.mapping, item.key) not in unreached
    }
    store.put_held(run, answered, held_by(plan, execution), execution.cursors)


def held_by(plan: Plan, execution: Execution) -> list[Held]:
    """What is held back after a run: refused and waiting records, and those that the target did not take.

    Of several changes of one kind about one record, the first that failed says why. The file of a voucher that was not
    posted is not held for itself: what holds the voucher back is told of the voucher.
    """
    found: dict[tuple[str, str, str], Held] = {}
    for item in (*_held_by_plan(plan), *_held_by_target(execution)):
        found.setdefault(item.place, item)
    unposted = _not_posted(plan, execution)
    return [
        item
        for item in found.values()
        if item.state is not HeldState.DOCUMENT_WAITS or (item.mapping, item.key) not in unposted
    ]


def _not_posted(plan: Plan, execution: Execution) -> set[tuple[str, str]]:
    """The vouchers that a plan would have posted, and that its run did not post."""
    posted = {id(result.change) for result in execution.results if result.problem is None}
    return {(c.mapping, c.key) for c in plan.deeds if c.action is Action.POST and id(c) not in posted}


def _unreached(plan: Plan, execution: Execution) -> set[tuple[str, str]]:
    """The records that the run ended before: what became of them is not known to it."""
    if not execution.undone:
        return set()
    reached = {id(result.change) for result in execution.results}
    return {(change.mapping, change.key) for change in plan.deeds if id(change) not in reached}


def _held_by_plan(plan: Plan) -> Iterator[Held]:
    for change in plan.changes:
        if change.action in HELD_BACK:
            errors = [d for d in change.diagnostics if d.is_error]
            yield _held_change(change, errors[0], change.action)


def _held_by_target(execution: Execution) -> Iterator[Held]:
    for result in execution.results:
        if result.problem is not None:
            action = Action.WAIT if result.problem.waits_for else Action.REFUSED
            yield _held_change(result.change, result.problem, action)


def _place(change: Change, action: Action) -> Action:
    """What tells what is held of one record apart: a file is held as one, be it not to be sent or not taken."""
    if change.is_of_file:
        return Action.ATTACH
    return action if change.request is None else change.action


def _held_change(change: Change, why: Diagnostic, action: Action) -> Held:
    return Held(
        change.mapping,
        change.key,
        _place(change, action).value,
        why.code,
        why.message,
        why.waits_for,
        change.row,
        entity=change.entity,
        title=redact(change.title),
        remedy=help_of(why),
    )
