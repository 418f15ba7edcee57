"""Rules that the checker lets be two-way keep GetPut, PutGet and CreateGet, for every mapping and every record."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping as Map
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from engine.diagnostics.render import render_text
from engine.language.functions.registry import StepClass
from engine.language.inverse import differences
from engine.language.outcome import Desired
from engine.mapping.examples import NEUTRAL_DAY
from engine.mapping.mapping import Mapping, NoWayBack, load_mapping_file
from engine.mapping.proving.laws import broken_law
from engine.mapping.proving.records import field_values, records
from strategies.two_way_mappings import LIBRARY, STEPS, two_way_mappings, with_rules

_TRIES = settings(suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))


@lru_cache(maxsize=256)
def load(text: str) -> Mapping:
    """The mapping of a text; fails with what the checker says of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "thing.yaml")
        path.write_text(text, encoding="utf-8")
        loaded = load_mapping_file(path, LIBRARY)
    assert loaded.mapping is not None, render_text(loaded.diagnostics, loaded.sources)
    return loaded.mapping


@_TRIES
@given(st.data(), two_way_mappings())
def test_two_way_rules_keep_their_laws(data: st.DataObject, text: str) -> None:
    mapping = load(text)
    made = records(mapping)
    for _ in range(5):
        record, other = data.draw(made), data.draw(made)
        broken = broken_law(mapping, record, other)
        assert broken is None, f"{text}\n{broken}"


@pytest.mark.parametrize("rules", STEPS)
@settings(_TRIES, max_examples=max(8, settings().max_examples // 4))
@given(data=st.data())
def test_each_step_takes_what_another_record_gave(data: st.DataObject, rules: str) -> None:
    """Every field is set to a value that the step gives, so that a put which keeps too much, or too little, is seen."""
    mapping = load(with_rules(rules))
    record, other = data.draw(records_that_give(mapping)), data.draw(records_that_give(mapping))
    # Some of what stands there may be what it was: that it stays as it was written is asked too.
    kept = data.draw(st.sets(st.sampled_from(sorted(_settled(mapping)))))
    _assert_taken(mapping, record, {**other, "thing_no": 1, **{name: record[name] for name in kept}}, rules)
    _assert_taken(mapping, record, {**other, "thing_no": 1, **dict.fromkeys(_settled(mapping))}, rules)


def _assert_taken(mapping: Mapping, record: dict[str, Any], other: dict[str, Any], rules: str) -> None:
    """A record takes what another one gave, and changes no more than it must."""
    target = mapping.run(other, today=NEUTRAL_DAY)
    if not isinstance(target, Desired):
        return
    returned = mapping.put(target.payload, record, today=NEUTRAL_DAY)
    assert gives(mapping, returned, target)
    assert all(returned[name] == record[name] for name in record if name not in _settled(mapping))
    # An object that the target lacks is cleared as a whole; else nothing changes that may stay.
    changed = [name for name in record if returned[name] != record[name] and "Address" not in rules]
    for name in changed:
        assert not gives(mapping, {**returned, name: record[name]}, target), f"{name} need not have changed"
    for name in _chosen(mapping).intersection(changed):
        needless = returned[name] is not None and gives(mapping, {**returned, name: None}, target)
        assert not needless, f"{name} repeats what another rule settles"


@pytest.mark.parametrize("rules", STEPS)
@settings(_TRIES, max_examples=max(8, settings().max_examples // 4))
@given(data=st.data())
def test_a_new_record_holds_no_more_than_it_needs(data: st.DataObject, rules: str) -> None:
    mapping = load(with_rules(rules))
    target = mapping.run(data.draw(records_that_give(mapping)), today=NEUTRAL_DAY)
    assert isinstance(target, Desired)
    created = {"thing_no": 1, **mapping.create(target.payload, today=NEUTRAL_DAY)}
    again = mapping.run(created, today=NEUTRAL_DAY)
    assert isinstance(again, Desired)
    assert not list(differences(mapping.program, target.payload, again.payload))
    for name in created.keys() & _settled(mapping):
        assert not gives(mapping, {**created, name: None}, target), f"{name} is not needed"


def gives(mapping: Mapping, record: dict[str, Any], target: Desired) -> bool:
    """Whether a record gives a target's payload, objects left out included."""
    outcome = mapping.run(record, today=NEUTRAL_DAY)
    if not isinstance(outcome, Desired) or outcome.payload.keys() != target.payload.keys():
        return False
    return not list(differences(mapping.program, target.payload, outcome.payload))


def records_that_give(mapping: Mapping) -> st.SearchStrategy[dict[str, Any]]:
    """Records of which the rules make something: of the fields that they settle, with texts that steps can read."""
    read = {name: values for name, values in field_values(mapping).items() if name in _settled(mapping) | {"thing_no"}}
    readable = {
        name: values | st.sampled_from(_READABLE) if name.startswith("text") else values
        for name, values in read.items()
    }
    return st.fixed_dictionaries(readable).filter(
        lambda record: isinstance(mapping.run(record, today=NEUTRAL_DAY), Desired)
    )


_NUMBERS = ("12", "-7", "1 234", "12.50", "1,5", "0150")
_DAYS = ("31.01.2026", "05.02.2026", "28.11.1999", "3/1/26", "01/02/26", "30/11/70")
_READABLE = (*_NUMBERS, *_DAYS, "974 760 673", "8601.11.17947", "22 33 44 55", "norge", "AbC")


def _settled(mapping: Mapping) -> set[str]:
    return {name for way in mapping.program.ways for name in way.settles}


def _chosen(mapping: Mapping) -> set[str]:
    """The fields that `a ?? b` settles, where another rule settles the other side."""
    chosen = (way for way in mapping.program.ways if way.step_class is StepClass.SETTLED)
    return {name for way in chosen for name in way.settles}


@settings(_TRIES, max_examples=settings().max_examples * 5)
@given(st.data(), st.sampled_from(STEPS))
def test_what_no_record_gives_is_refused(data: st.DataObject, rules: str) -> None:
    """A put of whatever somebody may write in the target gives that very thing again, or it is not done."""
    mapping = load(with_rules(rules))
    record, other = data.draw(records_that_give(mapping)), data.draw(records_that_give(mapping))
    target = mapping.run({**other, "thing_no": 1}, today=NEUTRAL_DAY)
    assert isinstance(target, Desired)
    payload = {name: data.draw(st.just(value) | _written_for(value)) for name, value in target.payload.items()}
    try:
        returned = mapping.put(payload, record, today=NEUTRAL_DAY)
    except NoWayBack:
        event("refused")
        return
    again = mapping.run(returned, today=NEUTRAL_DAY)
    assert isinstance(again, Desired)
    assert not list(differences(mapping.program, payload, again.payload))


def _written_for(value: Any) -> st.SearchStrategy[Any]:
    """What somebody writes in place of a value: something of its kind, or nothing."""
    if isinstance(value, Map):
        return st.fixed_dictionaries({name: st.just(one) | _written_for(one) for name, one in value.items()})
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, (int, Decimal)):
        return st.none() | st.integers(-9, 9) | st.just(Decimal("2.55"))
    if isinstance(value, date):
        return st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1))
    return st.none() | st.sampled_from(("", "Delta", "Alfa", "N007", "x1y", "007-2", "a-b-c", "W-", "ÅS", *_READABLE))


@pytest.mark.parametrize("rules", ["Filled <-> whole_1", "Filled <-> whole_1 ?? 7", "Filled <-> whole_1 - 3"])
def test_what_the_server_fills_in_changes_nothing(rules: str) -> None:
    """A field that is left out reads back with the server's own value, which is no edit."""
    mapping = load(with_rules(rules))
    for record in ({"thing_no": 1, "whole_1": number} for number in (None, 0, 3)):
        target = mapping.run(record, today=NEUTRAL_DAY)
        assert isinstance(target, Desired)
        shown = {name: 0 if value is None else value for name, value in target.payload.items()}
        assert mapping.put(shown, record, today=NEUTRAL_DAY) == record


@pytest.mark.parametrize("rules", [rules for rules in STEPS if rules.startswith("Address when")])
def test_an_object_that_the_target_lacks_is_gone_after_a_put(rules: str) -> None:
    mapping = load(with_rules(rules))
    target = mapping.run({"thing_no": 1}, today=NEUTRAL_DAY)
    assert isinstance(target, Desired)
    returned = mapping.put(target.payload, {"thing_no": 1, "text_1": "Oslo", "text_2": "0150"}, today=NEUTRAL_DAY)
    assert gives(mapping, returned, target)


@_TRIES
@given(st.data(), two_way_mappings())
def test_what_one_record_gives_another_can_take(data: st.DataObject, text: str) -> None:
    """Put is partial, and yet it refuses only what no record gives: what another record gave, it takes."""
    mapping = load(text)
    made = records(mapping)
    record, other = data.draw(made), data.draw(made)
    target = mapping.run({**other, "thing_no": record["thing_no"]}, today=NEUTRAL_DAY)
    if not isinstance(target, Desired):
        event("refused")
        return
    try:
        mapping.put(target.payload, record, today=NEUTRAL_DAY)
    except NoWayBack as refused:
        raise AssertionError(f"{text}\n{record}\n{other}\n{target.payload}\n{refused}") from refused
    event("taken")
