"""Carrying out a plan: intent, request, receipt, link; one record's failure is its own, a system's ends the run.

Every request is in the journal before it leaves. When a reply is lost the target is asked what took hold before
anything is sent again, so that a voucher is posted exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Pending, Receipt, Request
from engine.model.failure import Conflict, Denied, Failure, Rejected, Retryable, Unreachable
from engine.model.ports import Connection
from engine.model.schema import Entity
from engine.model.watching import at_work
from engine.sync import complaints
from engine.sync.plan import Change, Memory, Origin, Plan, Section
from engine.sync.planning.known import kept_values
from engine.sync.running.placeholders import Unanswered, fill, fill_request
from engine.sync.running.recovery import look_for, own
from engine.sync.state.records import Intent, Link
from engine.sync.state.store import Store
from engine.sync.world import World

ATTEMPTS = 2  # the second one only after the target has shown that the first did not take hold
STOP_AFTER_FAILURES = 3  # in a row: a system that fails that often is down, and every further call only waits


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one change: done (`problem` None), or why not."""

    change: Change
    problem: Diagnostic | None = None


@dataclass(slots=True)
class Execution:
    """What came of a plan so far. `stopped`: the system's failure that ended it early.

    `cursors`: how far each mapping's source has been read, to be kept in one commit with what is held: what they cover
    is not read again.
    """

    results: list[Result] = field(default_factory=list)
    stopped: Diagnostic | None = None
    undone: int = 0
    cursors: dict[str, str] = field(default_factory=dict)


class Executor:
    """One run's execution: it holds the links as they grow, and how often a system failed in a row."""

    def __init__(
        self,
        store: Store,
        connections: Mapping[str, Connection],
        entities: Mapping[str, Entity],
        run: int,
        world: World,
    ) -> None:
        """`entities`: the master's entities by the names that placeholders use."""
        self._store = store
        self._connections = connections
        self._entities = entities
        self._run = run
        self._world = world
        self._links: dict[str, dict[str, Link]] = {}
        self._failures: list[Failure] = []  # of systems, in a row

    def carry_out(self, plan: Plan, progress: Callable[[Result], None] = lambda _result: None) -> Execution:
        """Do every deed of the plan in its order."""
        execution = Execution()
        for section in plan.sections:
            failed: set[str] = set()
            self._rewind(section, execution)
            for change in section.changes:
                if not change.deed:
                    continue
                if execution.stopped is not None:
                    execution.undone += 1
                    continue
                with at_work(entity=change.entity, key=change.key):
                    result = self._next(section, change, failed, execution)
                execution.results.append(result)
                progress(result)
            _move_cursor(section, execution)
        if self._failures and execution.stopped is None:  # nothing was left to try, and the last ones failed
            execution.stopped = complaints.system_failure(self._failures[-1])
        return execution

    def _next(self, section: Section, change: Change, failed: set[str], execution: Execution) -> Result:
        """Do a deed, unless an earlier one of the same record failed: a row that replaces one needs it taken back."""
        if change.key in failed:
            return Result(change, complaints.prerequisite_failed(f"{change.entity}:{change.key}"))
        result = self._carry_out(section, change, execution)
        if result.problem is not None:
            failed.add(change.key)
        return result

    def _rewind(self, section: Section, execution: Execution) -> None:
        """Before anything of it is done: should the run die in its midst, the next reading sees that all the same."""
        if section.rewinds and execution.stopped is None:
            self._store.rewind(section.mapping)

    def _carry_out(self, section: Section, change: Change, execution: Execution) -> Result:
        connection = self._connections[section.system]
        try:
            self._do(connection, section.system, change)
        except Unanswered as missing:
            return Result(change, complaints.prerequisite_failed(missing.name))
        except Rejected as failure:
            self._failures.clear()
            return Result(change, complaints.refused_by_target(failure))
        except (Unreachable, Retryable, Denied) as failure:
            return self._system_failed(change, failure, execution)
        except Failure as failure:
            return Result(change, complaints.system_failure(failure))
        self._failures.clear()
        return Result(change)

    def _system_failed(self, change: Change, failure: Failure, execution: Execution) -> Result:
        self._failures.append(failure)
        if isinstance(failure, Denied) or len(self._failures) >= STOP_AFTER_FAILURES:
            execution.stopped = complaints.system_failure(failure)
        unknown = isinstance(failure, Unreachable) and failure.may_have_happened
        return Result(change, complaints.outcome_unknown(failure) if unknown else complaints.system_failure(failure))

    # ---- one change

    def _do(self, connection: Connection, system: str, change: Change) -> None:
        memory = change.memory
        assert memory is not None, f"{change.entity} {change.key} has nothing to remember"
        filled = replace(
            memory,
            sent=fill(memory.sent, self._answer),
            target_id=fill(memory.target_id, self._answer),
            made_from=self._answered(memory.made_from),
        )
        if change.request is None:
            self._do_at_once(connection, system, change, filled)
            return
        request = fill_request(change.request, self._answer)
        intent = self._intent(change, filled, system, request)
        number = self._store.begin(self._run, intent)
        receipt = self._send(connection, intent, number)
        self._done(connection, number, intent, filled, receipt)

    def _do_at_once(self, connection: Connection, system: str, change: Change, memory: Memory) -> None:
        """Link a record, or give its link up, where no request is needed."""
        assert isinstance(memory.target_id, (str, int)), "a linked record has an id"
        nothing = Request(memory.target_entity, change.action, "", "", None)
        intent = self._intent(change, memory, system, nothing)
        self._store.done_at_once(self._run, intent, memory.target_id, memory.values)
        self._remember(change.key, memory, memory.target_id, memory.values)

    @staticmethod
    def _intent(change: Change, memory: Memory, system: str, request: Request) -> Intent:
        return Intent(
            change.mapping,
            memory.entity,
            change.key,
            system,
            memory.target_entity,
            request,
            memory.row_id,
            memory.sent,
            memory.part,
            memory.links,
            {item.target: item.kept for item in change.fields} if request.action is Action.UPDATE else None,
            memory.forgets,
            change.action,
            memory.target_id if isinstance(memory.target_id, (str, int)) else None,
            memory.made_from,
        )

    def _answered(self, origin: Origin | None) -> Origin | None:
        """What values were made from, with the ids that were not known yet; None where one is unknown still: rules may
        ask for a record without sending its id."""
        if origin is None:
            return None
        try:
            asked = tuple((kind, name, key, fill(said, self._answer)) for kind, name, key, said in origin.asked)
        except Unanswered:
            return None
        return replace(origin, asked=asked)

    def _send(self, connection: Connection, intent: Intent, number: int) -> Receipt:
        """Send a request; what certainly did not take hold is closed in the journal, what may have stays open."""
        try:
            return self._attempts(connection, intent)
        except Failure as failure:
            if not (isinstance(failure, Unreachable) and failure.may_have_happened):
                self._store.failed(number, "refused" if isinstance(failure, Rejected) else "absent", failure.detail)
            raise

    def _attempts(self, connection: Connection, intent: Intent) -> Receipt:
        """Send; ask the target when the reply is lost, and send once more only if the record is certainly not there.

        Once a reply was lost, only a receipt or a refusal ends the doubt.
        """
        lost: Unreachable | None = None
        for _ in range(ATTEMPTS):
            try:
                return connection.send(intent.request)
            except Conflict:
                receipt = self._ask(partial(connection.recover, intent.request), intent, lost)
                if receipt is None:
                    raise
                return receipt
            except Rejected:
                raise
            except Failure as failure:
                lost = _in_doubt(failure, lost)
            asking = partial(look_for, connection, intent.request, self._world.clock(), self._world)
            receipt = self._ask(asking, intent, lost)
            if receipt is not None:
                return receipt
        assert lost is not None, "what was not lost has returned or raised"
        raise lost

    def _ask(self, ask: Callable[[], Receipt | None], intent: Intent, lost: Unreachable | None) -> Receipt | None:
        """What the target shows of a request; an asking that fails itself leaves it as unknown as it was."""
        try:
            return own(ask(), intent, self._known(intent.entity))
        except Conflict:
            raise
        except Failure as failure:
            if lost is None:
                raise
            raise lost from failure

    def _done(self, connection: Connection, number: int, intent: Intent, memory: Memory, receipt: Receipt) -> None:
        """Note the outcome with its link; an update's reply may leave out what an earlier one told."""
        entity = connection.catalog.entities[memory.target_entity]
        before = self._known(memory.entity).get(intent.key)
        known: Mapping[str, Any] = before.values if before else memory.values
        values = {**known, **kept_values(entity, receipt.values.items())}
        target_id = memory.target_id if isinstance(memory.target_id, (str, int)) else receipt.id
        self._store.done(self._run, number, intent, target_id, values)
        self._remember(intent.key, memory, target_id, values)

    # ---- links as they grow

    def _remember(self, key: str, memory: Memory, target_id: str | int, values: Mapping[str, Any]) -> None:
        """Hold the links that this run has made and given up, as the state does."""
        known = self._known(memory.entity)
        if memory.forgets:
            known.pop(key, None)
        elif memory.links:
            known[key] = Link(memory.entity, key, memory.target_entity, target_id, memory.row_id, values)

    def _known(self, entity: str) -> dict[str, Link]:
        if entity not in self._links:
            self._links[entity] = self._store.links(entity)
        return self._links[entity]

    def _answer(self, pending: Pending) -> Any:
        link = self._known(self._entities[pending.entity].title).get(pending.key)
        if link is None:
            return None
        return link.target_id if pending.field is None else link.values.get(pending.field)


def _move_cursor(section: Section, execution: Execution) -> None:
    """Past a section of which everything has a receipt or is held; a failed row must be read again."""
    failed = any(r.problem for r in execution.results if r.change.mapping == section.mapping)
    if section.cursor is not None and execution.stopped is None and not failed:
        execution.cursors[section.mapping] = section.cursor


def _in_doubt(failure: Failure, lost: Unreachable | None) -> Unreachable:
    """The failure that leaves open whether a request took hold. Raises it when nothing was done and nothing was lost.

    What failed for certain after a reply was lost says nothing of the first attempt.
    """
    if isinstance(failure, Unreachable) and failure.may_have_happened:
        return failure
    if lost is None:
        raise failure
    raise lost from failure
