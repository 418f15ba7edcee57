"""An explanation is the evaluation itself: what a trace tells is what a run made, and what a plan would do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.language.outcome import Desired
from engine.language.trace import State, Statement, Trace
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.record import Row
from engine.sync.explaining.explain import tell
from engine.sync.explaining.story import Story
from engine.sync.plan import Change
from engine.sync.planning.diff import flatten
from engine.sync.planning.planner import make_plan
from engine.sync.planning.related import Related
from parts.demo_firm import DemoFirm, Round

_SPEECHLESS = (State.NOT_NEEDED, State.NOT_REACHED)


@pytest.fixture(scope="module")
def records(demo_round: Round) -> list[tuple[EntityMapping, Row]]:
    """Every record of the demo with each mapping that reads it, what comes back included."""
    with demo_round.paid.open() as workspace:
        return list(_records(workspace.office.mappings, workspace.office.connections))


def _records(mappings: tuple[EntityMapping, ...], connections: object) -> Iterator[tuple[EntityMapping, Row]]:
    assert isinstance(connections, dict)
    for mapping in mappings:
        source = connections[mapping.source.system]
        rows = source.read(mapping.source.name).rows
        for row in Related(source).join(rows, mapping.source, mapping.program.references):
            yield mapping, row


def test_a_trace_has_the_outcome_of_a_run(records: list[tuple[EntityMapping, Row]]) -> None:
    assert len(records) > 300
    assert {mapping.name for mapping, _ in records} >= {"customer", "invoice", "department_manager", "payment"}
    for mapping, row in records:
        assert mapping.trace(row).outcome == mapping.run(row), (mapping.name, mapping.key_of(row))


def test_every_value_of_a_payload_is_its_rules_and_its_last_steps(records: list[tuple[EntityMapping, Row]]) -> None:
    seen = 0
    for mapping, row in records:
        told = mapping.trace(row)
        if isinstance(told.outcome, Desired):
            assert _made(told) == dict(_leaves(told.outcome)), (mapping.name, mapping.key_of(row))
            seen += 1
        for rule in told.rules:
            _ends_in_its_value(rule)
    assert seen > 200


def _made(told: Trace) -> dict[str, object]:
    return {rule.name: rule.value for rule in told.rules if rule.state in (State.VALUE, State.ABSENT)}


def _leaves(outcome: Desired) -> Iterator[tuple[str, object]]:
    return ((path, value) for path, value in flatten(outcome.payload))


def _ends_in_its_value(rule: Statement) -> None:
    """The last step that was asked is the rule's own value."""
    if rule.state not in _SPEECHLESS:
        last = [step for step in rule.steps if step.depth == 0 and step.state not in _SPEECHLESS][-1]
        assert (last.state, last.value) == (rule.state, rule.value), rule


def test_a_story_says_what_the_plan_says(planned_demo: DemoFirm, sent_demo: DemoFirm) -> None:
    for firm in (planned_demo, sent_demo):
        firm.win("update customer set email = 'ny@fjord.example' where customer_no = 10001")
        with firm.open() as workspace:
            office = workspace.office
            changes = _one_of_each(make_plan(office).changes)
            assert len(changes) > 10
            for change in changes:
                story = tell(office, office.store, change.entity, change.key)
                same = (change.mapping, change.action)
                [told] = [c for c in _changes_of(story) if (c.mapping, c.action) == same]
                assert (told.request, told.diagnostics) == (change.request, change.diagnostics)


def _one_of_each(changes: object) -> list[Change]:
    """One change of each mapping and action."""
    assert isinstance(changes, Iterator)
    return list({(change.mapping, change.action): change for change in changes}.values())


def _changes_of(story: Story) -> list[Change]:
    return [change for part in story.parts for change in part.changes]
