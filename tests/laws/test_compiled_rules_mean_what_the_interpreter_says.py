"""A compiled mapping makes of every record what the interpreter makes of it: the same values, or it leaves it alone.

Values are compared with their classes and digits, with what is said, where it comes from and what was asked on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import load_mapping
from engine.language.outcome import Desired, Skipped
from engine.mapping.examples import run_examples
from engine.mapping.mapping import Mapping as RuleMapping
from engine.sync.planning.planner import make_plan
from parts.agreement import Compared, Judge
from parts.demo_firm import DemoFirm, Round
from strategies.program_records import DIRTY, GOOD, TODAY, WRONG, Answers, record_of
from strategies.program_reduction import smallest
from strategies.program_world import load
from strategies.programs import accepted, programs

MAPPINGS = Path(__file__).parents[2] / "mappings"
FILES = sorted(path for path in MAPPINGS.glob("[bc]*/**/*.yaml") if path.name != "workspace.yaml")
MANNERS = (GOOD, DIRTY, GOOD, WRONG)
_TRIES = settings().max_examples
# A program costs as much as a hundred records. At night 3,000 programs on 40 records each: 120,000 pairs.
RECORDS = 20 if _TRIES < 100 and not settings().derandomize else 40


@settings(max_examples=_TRIES * 8 if settings().derandomize else _TRIES, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(0, 2**32))
def test_every_program_means_the_same_compiled(text: str, seed: int) -> None:
    judge = Judge(accepted(text))
    if _first_fault(judge, seed) is None:
        return
    least = smallest(text, lambda tried: (found := load(tried).mapping) is not None and _fails(found, seed))
    mapping = load(least).mapping
    assert mapping is not None
    pytest.fail(f"{least}\n{_first_fault(Judge(mapping), seed)}")


def _fails(mapping: RuleMapping, seed: int) -> bool:
    return _first_fault(Judge(mapping), seed) is not None


def _first_fault(judge: Judge, seed: int) -> str | None:
    """The smallest record found of which the two make different things, and how they differ."""
    rng = Random(seed)
    for number in range(RECORDS):
        record = record_of(judge.mapping.source, judge.mapping.source_catalog, rng, MANNERS[number % 4])
        answers = Answers(rng.randrange(4), unkind=number % 5 == 4)
        if _difference(judge, record, answers) is not None:
            least = _smallest(judge, record, answers)
            return f"{least}\n{answers}\n{_difference(judge, least, answers)}"
    return None


def _difference(judge: Judge, record: Mapping[str, Any], answers: Answers) -> str | None:
    found = judge.compare(record, judge.mapping.circumstances(answers, today=TODAY))
    return found.difference


def _smallest(judge: Judge, record: Mapping[str, Any], answers: Answers) -> Mapping[str, Any]:
    """The record with nothing in it that the two do not need to differ."""
    for smaller in _smaller(record):
        if _difference(judge, smaller, answers) is not None:
            return _smallest(judge, smaller, answers)
    return record


def _smaller(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A record without one of its members, or with less in it."""
    for name, value in record.items():
        yield {other: kept for other, kept in record.items() if other != name}
        if isinstance(value, tuple | list):
            yield from ({**record, name: value[:place] + value[place + 1 :]} for place in range(len(value)))
        if isinstance(value, Mapping):
            yield from ({**record, name: inner} for inner in _smaller(value))


def _plain(seen: list[Compared]) -> list[Compared]:
    """The records of which something is made, and nothing is said."""
    return [one for one in seen if isinstance(one.outcome, Desired | Skipped) and not one.outcome.diagnostics]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MAPPINGS).with_suffix("")))
def test_every_shipped_example_means_the_same_compiled(path: Path) -> None:
    judge = Judge(load_mapping(path))
    results = run_examples(judge.judged())
    assert all(result.passed for result in results)
    assert len(judge.seen) >= len(results)
    _hold(judge)


def test_the_whole_demo_means_the_same_compiled(demo_round: Round, sent_demo: DemoFirm) -> None:
    """Every record of every mapping, those that play an edge case too: before it is sent, and when it is paid."""
    for payment in demo_round.events:
        sent_demo.control("POST", "payments", payment)
    judged: Counter[str] = Counter()
    for firm in (demo_round.planned, sent_demo):
        for judge in _planned(firm):
            judged[judge.mapping.name] += len(judge.seen)
            _hold(judge)
    assert judged.keys() >= {load_mapping(path).name for path in FILES if path.parent.name == "base"}
    assert all(judged.values()), judged


def _planned(firm: DemoFirm) -> list[Judge]:
    with firm.open() as workspace:
        judges = [Judge(mapping) for mapping in workspace.office.mappings]
        office = replace(workspace.office, mappings=tuple(judge.judged() for judge in judges))
        make_plan(office, [judge.mapping.name for judge in judges])
    return judges


def _hold(judge: Judge) -> None:
    """What is made is the same, and the compiled function makes all of which there is nothing to say."""
    assert judge.is_compiled
    assert [one.difference for one in judge.seen if one.difference is not None] == []
    assert [one.gave_up for one in _plain(judge.seen) if one.gave_up is not None] == []
