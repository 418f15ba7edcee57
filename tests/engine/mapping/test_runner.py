"""How a mapping is run: interpreted at first, compiled once it pays, and the same whichever it was and whoever asks."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

from engine.language.mapped import Mapped
from engine.language.outcome import Desired, Refused, Skipped
from engine.mapping.runner import _SELECTIONS, _WORTHWHILE
from parts.agreement import exactly
from parts.compiled_rules import RECORD, TODAY, World, mapping_of

RULES = """let both = "{name} {order_no}"
Text1 = both
Amount1 = total * 3 | round(2)
CustomerId = order_no | link(customer) else nothing
Lines = each line in lines {
    Text = "{both}: {line.text}"
}
"""


def test_it_is_compiled_once_there_are_records_enough() -> None:
    mapping = mapping_of("Text1 = name")
    made = [mapping.run(RECORD, today=TODAY) for _ in range(_WORTHWHILE + 1)]
    assert [type(one) for one in made] == [Desired] * _WORTHWHILE + [Mapped]
    assert all(one == made[0] for one in made)


def test_it_is_compiled_when_that_is_asked_for() -> None:
    mapping = mapping_of("Text1 = name")
    assert mapping.compile()
    assert mapping.compile()
    assert isinstance(mapping.run(RECORD, today=TODAY), Mapped)


def test_a_record_that_the_function_leaves_is_interpreted() -> None:
    mapping = mapping_of("Text1 = name\nAmount1 = total", select='kind == "A"')
    mapping.compile()
    found = mapping.run({**RECORD, "total": "x"}, today=TODAY)
    assert isinstance(found, Refused)
    assert [d.code for d in found.diagnostics] == ["R101"]
    assert mapping.run({**RECORD, "kind": "B", "total": "x"}, today=TODAY) == Skipped()
    assert isinstance(mapping.run({**RECORD, "kind": True}, today=TODAY), Refused)


def test_a_record_that_is_not_the_mappings_is_skipped_by_the_interpreter_too() -> None:
    mapping = mapping_of("Text1 = name\nAmount1 = total", select='kind == "A"')
    assert mapping.run({**RECORD, "kind": "B"}, today=TODAY) == Skipped()


def test_each_run_is_told_its_own_circumstances() -> None:
    mapping = mapping_of('Text1 = "{today}"\nCustomerId = order_no | link(customer) else nothing')
    mapping.compile()
    for day in (date(2026, 1, 1), date(2026, 1, 2)):
        for answer in (7, 8):
            made = mapping.run(RECORD, World({("customer", 5001): answer}), today=day)
            assert isinstance(made, Desired)
            assert made.payload == {"Text1": day.isoformat(), "CustomerId": answer}


def test_two_threads_may_run_one_mapping() -> None:
    """One maps while the other compiles, and each with its own record."""
    mapping, world = mapping_of(RULES), World({("customer", number): number for number in range(400)})
    records = [
        {**RECORD, "order_no": number, "total": Decimal(number), "lines": [{"text": str(number)}] * 3}
        for number in range(400)
    ]

    def run(number: int) -> object:
        made = mapping.run(records[number], world, today=TODAY)
        assert isinstance(made, Desired)
        return exactly(made.payload), set(made.origins), dict(made.lookups)

    alone = [run(number) for number in range(5)]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(run, range(400)))
    assert together[:5] == alone
    assert [payload["CustomerId"] for payload in map(_payload, together)] == [("int", number) for number in range(400)]
    assert together == [run(number) for number in range(400)]


def test_two_threads_are_each_answered_by_their_own() -> None:
    """What one thread gives is never taken for another's."""
    mapping = mapping_of("CustomerId = order_no | link(customer) else nothing")
    mapping.compile()

    def run(answer: int) -> set[object]:
        world = World({("customer", 5001): answer})
        return {_customer(mapping.run(RECORD, world, today=TODAY)) for _ in range(3000)}

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(run, (1, 2))) == [{1}, {2}]
    finally:
        sys.setswitchinterval(interval)


def _customer(made: object) -> object:
    assert isinstance(made, Desired)
    return made.payload["CustomerId"]


def _payload(made: object) -> dict[str, object]:
    assert isinstance(made, tuple)
    return dict(made[0][1])


def test_it_is_the_same_whichever_way_it_is_run() -> None:
    record = {**RECORD, "lines": [{"text": "a"}]}
    mapping = mapping_of(RULES)
    slow = mapping.run(record, today=TODAY)
    mapping.compile()
    assert mapping.run(record, today=TODAY) == slow


def test_a_register_that_is_only_asked_whose_it_is_has_its_selection_compiled() -> None:
    mapping = mapping_of("Text1 = name", select='kind == "A"')
    circumstances = mapping.circumstances(None, today=TODAY)
    chosen = [mapping.selects({**RECORD, "kind": kind}, circumstances) for kind in "AB" * (_SELECTIONS // 2 + 1)]
    assert chosen == [True, False] * (_SELECTIONS // 2 + 1)
    assert isinstance(mapping.run({**RECORD, "kind": "A"}, today=TODAY), Mapped)
