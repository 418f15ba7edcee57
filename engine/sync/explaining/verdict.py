"""What would become of one record, said in a sentence; `Verdict.kind` says it to programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.diagnostics.source import Span
from engine.language.outcome import Desired, Skipped
from engine.language.trace import State, Trace
from engine.model.change import Action
from engine.model.text import Text, say
from engine.sync.explaining.story import Verdict
from engine.sync.plan import Change


@dataclass(frozen=True, slots=True)
class Case:
    """What a verdict is made of. `change`: the plan's word on the record, None when it has none.

    `file_waits`: whether the voucher's file cannot be sent yet. `asked`: whether the target was asked; `linked`:
    whether the state knows a link. `planned`: whether its mapping could be planned at all; `is_inlet`: its source tells
    only of what is new. `belongs_to`: another mapping of the same source that has the record.
    """

    entity: str
    source: str
    target: str
    change: Change | None
    file_waits: bool
    trace: Trace | None
    asked: bool
    linked: bool
    planned: bool
    is_inlet: bool
    belongs_to: str | None


def verdict_of(case: Case) -> Verdict:
    """The verdict on one record."""
    change, outcome = case.change, None if case.trace is None else case.trace.outcome
    if isinstance(outcome, Skipped):
        return _unselected(case) if outcome.span is None else _left_out(outcome.span)
    if change is None:
        return _unspoken(case)
    if change.action is Action.SKIPPED:
        return _skipped(case, change)
    if change.action in (Action.REFUSED, Action.WAIT):
        return _held_back(change)
    if case.linked and not case.asked:
        text = say("was sent before; what differs in {target} is not known without asking it", target=case.target)
        return Verdict("sent", text)
    if case.file_waits and change.action is Action.UNCHANGED:
        return Verdict("document_waits", say("is posted in {target}; its PDF waits", target=case.target))
    return Verdict(change.action.value, _deed(case, change))


def _unselected(case: Case) -> Verdict:
    place = None if case.trace is None else next((s.span for s in case.trace.statements if s.kind == "select"), None)
    if case.belongs_to is not None:
        text = say("is no record of {entity}, but of {other}", entity=case.entity, other=case.belongs_to)
        return Verdict("unselected", text, place)
    return Verdict("unselected", say("is no record of {entity}: `select` leaves it out", entity=case.entity), place)


def _left_out(span: Span) -> Verdict:
    return Verdict(Action.SKIPPED.value, say("is left out by a rule"), span)


def _unspoken(case: Case) -> Verdict:
    """Why the plan has no word on it."""
    if not case.planned:
        return Verdict("unplanned", say("is not planned: its mapping could not be planned"))
    return _unspoken_payment(case) if case.is_inlet else _gone(case)


def _unspoken_payment(case: Case) -> Verdict:
    """What comes back is told of once; a plan speaks of it again only when it has changed."""
    source, target = case.source, case.target
    if not case.asked:
        return Verdict("sent", say("comes from {source}, which was not asked", source=source))
    if not case.linked:
        return Verdict("quiet", say("is not to be written to {target} now", target=target))
    if case.trace is None:
        return Verdict(
            "gone", say("was written to {target}, and undone in {source} since", source=source, target=target)
        )
    return Verdict(
        "quiet", say("was written to {target}; {source} has told of no change since", source=source, target=target)
    )


def _gone(case: Case) -> Verdict:
    return Verdict("gone", say("has no row in {source} now", source=case.source))


def _skipped(case: Case, change: Change) -> Verdict:
    if case.trace is None or not isinstance(case.trace.outcome, Desired):
        return _gone(case)
    if any(d.code == "P204" for d in change.diagnostics):
        return Verdict("old", say("is older than invoices_from: it is only linked, never posted"))
    create = next((s for s in case.trace.statements if s.kind == "create" and _says_no(s.state, s.value)), None)
    place = None if create is None else create.span
    return Verdict("dormant", say("goes to {target} only when another record needs it", target=case.target), place)


def _says_no(state: State, value: object) -> bool:
    return state is State.VALUE and value is False


def _held_back(change: Change) -> Verdict:
    why = next(d for d in change.diagnostics if d.is_error)
    if change.action is Action.WAIT and why.waits_for is not None:
        return Verdict("wait", say("waits for {what}", what=why.waits_for.replace(":", " ", 1)), why.span)
    return Verdict("refused", say("is refused"), why.span)


def _deed(case: Case, change: Change) -> Text:
    target, count = case.target, len(change.fields)
    if change.action is Action.UPDATE:
        return _updated(count, target)
    if change.action is Action.ADOPT and change.memory is not None:
        found = change.memory.target_id
        if not count:
            return say("would be linked to {id}, which stands in {target}", id=found, target=target)
        if count == 1:
            return say(
                "would be linked to {id}, which stands in {target}, and 1 field updated", id=found, target=target
            )
        return say(
            "would be linked to {id}, which stands in {target}, and {count} fields updated",
            id=found,
            target=target,
            count=count,
        )
    if change.takes_back:
        return say("would be taken back in {target}", target=target)
    return _DEEDS[change.action](target)


def _updated(count: int, target: str) -> Text:
    if count == 1:
        return say("would have 1 field updated in {target}", target=target)
    return say("would have {count} fields updated in {target}", count=count, target=target)


_DEEDS: Mapping[Action, Callable[[str], Text]] = {
    Action.CREATE: lambda target: say("would be created in {target}", target=target),
    Action.POST: lambda target: say("would be posted in {target}", target=target),
    Action.PAY: lambda target: say("would be written to {target}", target=target),
    Action.UNCHANGED: lambda target: say("stands in {target} as it should be", target=target),
}
