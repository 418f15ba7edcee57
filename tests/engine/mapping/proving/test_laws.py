"""A law that does not hold is named, with what differs, and the test that is printed for it fails when it is pasted.

The engine's own put proves what it returns, so a fault is put into it: what breaks must be seen all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine.language import inverse, typed
from engine.language.outcome import Refused
from engine.mapping.examples import run_examples
from engine.mapping.proving.laws import Broken, Law, broken_law
from engine.mapping.proving.paste import as_test
from engine.mapping.proving.proof import prove
from parts.two_way import mapping_of

RULES = "Text1 <-> text_1\nWhole1 <-> whole_1"
RECORD = {"thing_no": 1, "text_1": " Fjord  AS", "whole_1": 7}
OTHER = {"thing_no": 2, "text_1": "Berg", "whole_1": 8}


def put_with(monkeypatch: pytest.MonkeyPatch, fault: Callable[..., Any]) -> None:
    """Let every put end otherwise: `fault` is given what it returned, and the record that it was given."""
    right = inverse.put

    def put(program: typed.Program, payload: Any, old: Mapping[str, Any] | None, *others: Any) -> Any:
        found = right(program, payload, old, *others)
        return found if isinstance(found, Refused) else fault(found.record, old)

    monkeypatch.setattr(inverse, "put", put)


def cleans(record: dict[str, Any], old: Mapping[str, Any] | None) -> inverse.Returned:
    """A put that does not keep a text which cleans to the same."""
    text = record.get("text_1")
    return inverse.Returned({**record, "text_1": text and " ".join(text.split())})


def forgets(record: dict[str, Any], old: Mapping[str, Any] | None) -> inverse.Returned:
    """A put that sets nothing."""
    return inverse.Returned(dict(old or {}))


def refuses(record: dict[str, Any], old: Mapping[str, Any] | None) -> Refused:
    """A put that takes nothing."""
    return Refused(())


def test_what_keeps_its_laws_breaks_none() -> None:
    assert broken_law(mapping_of(RULES), RECORD, OTHER) is None


def test_a_record_that_comes_back_changed_breaks_get_put(monkeypatch: pytest.MonkeyPatch) -> None:
    put_with(monkeypatch, cleans)
    found = broken_law(mapping_of(RULES), RECORD, OTHER)
    assert found == Broken(Law.GET_PUT, RECORD, "text_1", " Fjord  AS", "Fjord AS")


def test_a_record_that_is_not_taken_back_breaks_get_put(monkeypatch: pytest.MonkeyPatch) -> None:
    put_with(monkeypatch, refuses)
    found = broken_law(mapping_of(RULES), RECORD, OTHER)
    assert found is not None
    assert (found.law, found.field) == (Law.GET_PUT, "")


def test_a_target_that_is_not_reached_breaks_put_get(monkeypatch: pytest.MonkeyPatch) -> None:
    put_with(monkeypatch, forgets)
    found = broken_law(mapping_of(RULES), RECORD, OTHER)
    assert found == Broken(Law.PUT_GET, RECORD, "Text1", "Berg", "Fjord  AS", OTHER)


def test_a_new_record_that_gives_another_breaks_create_get(monkeypatch: pytest.MonkeyPatch) -> None:
    put_with(monkeypatch, lambda record, old: inverse.Returned(record if old is not None else {}))
    found = broken_law(mapping_of(RULES), RECORD, OTHER)
    assert found == Broken(Law.CREATE_GET, RECORD, "Text1", "Fjord  AS", None, OTHER)


def test_what_is_refused_when_it_is_moved_or_made_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    put_with(monkeypatch, lambda record, old: inverse.Returned(record) if record == old else refuses(record, old))
    assert broken_law(mapping_of(RULES), RECORD, OTHER) is None


def test_a_record_that_gives_two_things_breaks_stable(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.language import interpreter

    right, turns = interpreter.run, iter(range(99))
    monkeypatch.setattr(
        interpreter, "run", lambda p, record, *more: right(p, {**record, "whole_1": next(turns)}, *more)
    )
    found = broken_law(mapping_of(RULES), RECORD, OTHER)
    assert found is not None
    assert found.law is Law.STABLE


def test_the_smallest_record_is_printed_as_a_test_that_fails_when_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    put_with(monkeypatch, cleans)
    proof = prove(mapping_of(RULES), 200, 7)
    broken = proof.broken
    assert broken is not None
    assert broken.law is Law.GET_PUT
    assert broken.record["whole_1"] is None
    assert broken.record["thing_no"] is not None
    item = as_test(f"{broken.law.value} holds", broken.record)
    pasted = mapping_of(RULES, f"tests:\n{item}\n")
    [result] = run_examples(pasted)
    assert not result.passed
    assert {d.code for d in result.diagnostics} <= {"D407", "D408"}
    monkeypatch.undo()
    assert [result.passed for result in run_examples(pasted)] == [True]


def test_without_examples_nothing_is_tried() -> None:
    proof = prove(mapping_of(RULES), 0, 7)
    assert (proof.tried, proof.broken) == (0, None)
    assert prove(mapping_of(RULES), 20, 7).tried == 20
