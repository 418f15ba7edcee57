"""A run: one at a time a state; settle what earlier runs left open, plan, guard, carry out, keep what is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action
from engine.model.failure import Failure
from engine.model.watching import RecordHeld, RunDone, RunStarted, at_work, is_watched, tell
from engine.sync.guards import refusals
from engine.sync.plan import Change, Memory, Plan, PlanRefused
from engine.sync.planning.planner import Office, linkable, make_plan
from engine.sync.running.executor import Execution, Executor, Result
from engine.sync.running.handing_over import hand_over
from engine.sync.running.held import held_by, keep_held
from engine.sync.running.recovery import recover_open_intents
from engine.sync.state.lock import RunLock
from engine.sync.state.sent_rows import Record
from engine.sync.state.store import Store


@dataclass(frozen=True, slots=True)
class Errand:
    """What a run is asked to do. `command`, `operator`, `planned_by` and `approver` go into its record.

    `make` makes the plan, or raises PlanRefused. `allowed` are guards that may pass.
    `approve` sees the plan before anything is sent, and says whether it is carried out; `approver` is who is asked
    (None: nobody). `begin` is told the run's number when nothing is left to say no; it may still raise PlanRefused.
    """

    command: str
    operator: str
    version: str
    make: Callable[[Office], Plan] = make_plan
    allowed: frozenset[str] = frozenset()
    approve: Callable[[Plan], bool] = lambda _plan: True
    approver: str | None = None
    planned_by: str | None = None
    progress: Callable[[Result], None] = lambda _result: None
    begin: Callable[[int], None] = lambda _run: None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. `recovered`: requests of earlier runs that had taken hold after all.

    `refusals`: the guards that stopped it; `declined`: the approver said no. `calls` and `seconds` are the whole run's.
    `per_second`: the calls of sending by the second, where they had to wait for a system's limit.
    """

    plan: Plan
    execution: Execution = field(default_factory=Execution)
    recovered: int = 0
    refusals: tuple[Diagnostic, ...] = ()
    declined: bool = False
    calls: int = 0
    seconds: float = 0.0
    per_second: float | None = None

    @property
    def outcome(self) -> str:
        """In a word, how it came out: done, guarded, declined, stopped."""
        if self.refusals:
            return "guarded"
        if self.declined:
            return "declined"
        return "stopped" if self.execution.stopped is not None else "done"

    @property
    def done(self) -> list[Change]:
        """The changes that took hold."""
        return [result.change for result in self.execution.results if result.problem is None]

    @property
    def failed(self) -> list[Result]:
        """The changes that did not, with why."""
        return [result for result in self.execution.results if result.problem is not None]


def run(office: Office, errand: Errand, lock: RunLock) -> RunReport:
    """Carry an errand out under the state's lock.

    Raises Busy when another run is at work, PlanRefused, and the Failures of a system that cannot be worked with at
    all.
    """
    store = office.store
    assert store is not None, "a run needs its state"
    with lock.held():
        number = store.begin_run(errand.command, errand.operator, errand.version, errand.planned_by)
        with at_work(run=number):
            tell(RunStarted(errand.command))
            return _kept(office, errand, store, number)


def _kept(office: Office, errand: Errand, store: Store, number: int) -> RunReport:
    """The run, its end noted in the state and told, however it came out."""
    calls = office.calls
    try:
        report = _run(office, errand, store, number)
    except (PlanRefused, Failure) as problem:
        _cut_short(store, number, office.calls - calls, "refused" if isinstance(problem, PlanRefused) else "stopped")
        raise
    except KeyboardInterrupt:  # at the question, say: it did not die, somebody stopped it
        _cut_short(store, number, office.calls - calls, "stopped")
        raise
    _note_end(store, number, errand, report)
    _tell_end(report)
    return report


def _cut_short(store: Store, number: int, calls: int, outcome: str) -> None:
    store.end_run(number, None, None, calls, {}, outcome)
    tell(RunDone(outcome, calls))


def _run(office: Office, errand: Errand, store: Store, number: int) -> RunReport:
    started, calls = office.world.clock(), office.calls
    recovery = recover_open_intents(office, number)
    plan = errand.make(office)
    plan = replace(plan, notes=(*plan.notes, *recovery.notes))
    if plan.reverts is not None:
        store.note_reverted(number, plan.reverts)
    refused = tuple(refusals(plan, office, errand.allowed))
    declined = not refused and bool(plan.deeds) and not errand.approve(plan)
    execution, per_second = Execution(), None
    if not refused and not declined:
        errand.begin(number)
        executor = Executor(store, office.connections, linkable(office.mappings), number, office.world)
        before = _moment(office)
        execution = executor.carry_out(plan, errand.progress)
        per_second = _per_second(before, _moment(office))
        if plan.reverts is None:  # what cannot be taken back is no record that waits to be sent
            keep_held(store, number, plan, execution)
        store.keep_unchanged(_news_of_unchanged(plan))
        if execution.stopped is None and plan.scope is None:  # a part of a plan says nothing of its mappings
            planned = {section.mapping for section in plan.sections}
            store.put_carried_out({m.name: m.digest for m in office.mappings if m.name in planned}, number)
        plan = _with_notes(plan, tuple(hand_over(office)))
    seconds = (office.world.clock() - started).total_seconds()
    return RunReport(plan, execution, recovery.found, refused, declined, office.calls - calls, seconds, per_second)


def _with_notes(plan: Plan, notes: tuple[Diagnostic, ...]) -> Plan:
    """The plan, saying of itself what came out at the end."""
    problems = tuple(note for note in notes if note.is_error)
    others = tuple(note for note in notes if not note.is_error)
    return replace(plan, problems=(*plan.problems, *problems), notes=(*plan.notes, *others))


@dataclass(frozen=True, slots=True)
class _Moment:
    """How far an office had come: its clock, its calls, its waiting."""

    at: datetime
    calls: int
    waited_seconds: float


def _moment(office: Office) -> _Moment:
    return _Moment(office.world.clock(), office.calls, office.waited_seconds)


def _per_second(before: _Moment, after: _Moment) -> float | None:
    """The calls by the second between two moments, where some of them had to wait."""
    seconds = (after.at - before.at).total_seconds()
    return (after.calls - before.calls) / seconds if after.waited_seconds > before.waited_seconds and seconds else None


def _news_of_unchanged(plan: Plan) -> Iterator[tuple[Record, Memory]]:
    """What the state does not know of records that stay as they are: from what they are made, and how they stand."""
    for change in plan.changes:
        memory = change.memory if change.action is Action.UNCHANGED and change.is_news else None
        if memory is not None:
            yield (memory.entity, change.key, change.mapping), memory


def _note_end(store: Store, number: int, errand: Errand, report: RunReport) -> None:
    plan = report.plan
    approver = errand.approver if plan.deeds and report.outcome in ("done", "stopped") else None
    store.end_run(number, plan.id, plan.mappings, report.calls, _counts(report), report.outcome, approver)


def _tell_end(report: RunReport) -> None:
    """Tell what the run leaves held back, and that it is over."""
    if not is_watched():
        return
    held = held_by(report.plan, report.execution)
    for item in held:
        with at_work(entity=item.entity, key=item.key):
            tell(RecordHeld(item.code, item.state.value))
    tell(RunDone(report.outcome, report.calls, len(report.done), len(held)))


def _counts(report: RunReport) -> dict[str, dict[str, int]]:
    """What was done, by entity and action."""
    counts: dict[str, dict[str, int]] = {}
    for change in report.done:
        tally = counts.setdefault(change.entity, {})
        tally[change.action.value] = tally.get(change.action.value, 0) + 1
    return counts
