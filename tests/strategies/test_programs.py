"""The generator of programs: nearly all pass the checker, and every node of the language is met in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from engine.language import typed
from engine.language.functions.registry import FUNCTIONS
from engine.language.outcome import NoSuchRecord
from engine.language.typed.expressions import EXPRESSIONS
from engine.mapping.mapping import Mapping
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.types import Kind
from strategies.program_records import DIRTY, GOOD, WRONG, Answers, Row, record_of
from strategies.program_world import CATALOGS, ORDER, load
from strategies.programs import programs

PROGRAMS = 200
STATEMENTS = {typed.Rule, typed.Let, typed.Skip, typed.Create, typed.Check, typed.Block, typed.Each, typed.Item}
OPERATORS = {"and", "or", "not", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"}


@pytest.fixture(scope="module")
def drawn() -> list[Mapping | None]:
    """Mappings of programs, None where the checker refused one."""
    found: list[Mapping | None] = []

    @settings(
        max_examples=PROGRAMS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def draw(text: str) -> None:
        found.append(load(text).mapping)

    draw()
    return found


def _mappings(drawn: Iterable[Mapping | None]) -> Iterator[Mapping]:
    return (mapping for mapping in drawn if mapping is not None)


def test_most_programs_are_accepted(drawn: list[Mapping | None]) -> None:
    assert len(list(_mappings(drawn))) >= 0.8 * len(drawn) >= 0.8 * PROGRAMS


def test_every_node_can_be_met(drawn: list[Mapping | None]) -> None:
    nodes = [node for mapping in _mappings(drawn) for node in typed.all_expressions(mapping.program)]
    assert set(EXPRESSIONS) - {type(node) for node in nodes} == set()
    assert FUNCTIONS.keys() - {node.function.name for node in nodes if isinstance(node, typed.Call)} == set()
    assert OPERATORS - {n.operator for n in nodes if isinstance(n, typed.Binary | typed.Unary)} == set()
    assert {n.function for n in nodes if isinstance(n, typed.Aggregate)} == {"sum", "min", "max", "count"}
    assert {n.at is None for n in nodes if isinstance(n, typed.Find)} == {True, False}
    assert {(len(n.key), n.field is None) for n in nodes if isinstance(n, typed.Link)} >= {
        (1, True),
        (1, False),
        (2, True),
    }


def test_every_statement_can_be_met(drawn: list[Mapping | None]) -> None:
    statements = [s for mapping in _mappings(drawn) for s in typed.all_statements(mapping.program.statements)]
    assert {type(statement) for statement in statements} == STATEMENTS
    assert {s.warns for s in statements if isinstance(s, typed.Check)} == {True, False}
    for kind in (typed.Block, typed.Each, typed.Item):
        assert {s.condition is None for s in statements if isinstance(s, kind)} == {True, False}
    filled = {s.field.type.kind for s in statements if isinstance(s, typed.Rule | typed.Block | typed.Each)}
    assert filled >= set(Kind) - {Kind.UNKNOWN}


def test_every_shape_can_be_met(drawn: list[Mapping | None]) -> None:
    mappings = list(_mappings(drawn))
    assert {mapping.target.title for mapping in mappings} == {"go.order", "go.strict", "go.nested", "win.receipt"}
    assert {mapping.continues is None for mapping in mappings} == {True, False}
    assert {mapping.program.select is None for mapping in mappings} == {True, False}


def test_records_are_right_dirty_and_wrong() -> None:
    made = {
        manner: [record_of(ORDER, CATALOGS["win"], Random(n), manner) for n in range(60)]
        for manner in (GOOD, DIRTY, WRONG)
    }
    for name in ("name", "total", "made", "active"):
        assert len({type(record[name]) for record in made[GOOD]}) <= 2
        assert len({type(record.get(name)) for record in made[WRONG]}) > 2
    assert all(isinstance(record, dict) for record in made[GOOD])
    assert any(isinstance(record, Row) for record in made[DIRTY])
    values = [value for record in made[WRONG] for value in record.values()]
    assert any(isinstance(value, Fault) for value in values)
    assert any(isinstance(value, Placeholder) for value in values)
    assert (
        record_of(ORDER, CATALOGS["win"], Random(1), WRONG).keys()
        == record_of(ORDER, CATALOGS["win"], Random(1), WRONG).keys()
    )


def test_answers_are_the_same_to_the_same_question() -> None:
    answers = Answers(1, unkind=True)
    found = [answers("link", "customer", key) for key in range(200)]
    assert repr(found) == repr([answers("link", "customer", key) for key in range(200)])
    assert {type(found) for found in found} >= {int, type(None), NoSuchRecord}
    assert any(isinstance(one, Placeholder) for one in found)
    assert len({one for one in found if isinstance(one, int)}) < 10
    assert answers.asked[:1] == ["link customer 0"]
