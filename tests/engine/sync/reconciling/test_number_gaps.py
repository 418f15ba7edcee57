"""Gaps in running numbers, by run and by reason."""

from __future__ import annotations

from engine.sync.reconciling.number_gaps import HELD, VOID, Numbered, gaps_of


def told(*records: Numbered) -> list[tuple[str, int, int, str]]:
    return [(gap.sequence, gap.first, gap.last, gap.cause) for gap in gaps_of("invoice", records)]


def test_numbers_without_a_gap_have_none() -> None:
    assert told(Numbered("1", 7), Numbered("1", 8), Numbered("1", 9)) == []
    assert told() == []


def test_a_wide_gap_is_one_gap() -> None:
    assert told(Numbered("1", 7), Numbered("1", 600_000)) == [("1", 8, 599_999, "missing")]


def test_every_run_of_numbers_is_its_own() -> None:
    assert told(Numbered("1", 7), Numbered("2", 9), Numbered("1", 8)) == []


def test_neighbours_of_one_reason_are_one_gap_and_others_are_not() -> None:
    records = [Numbered("1", number, VOID, "voided") for number in (8, 9)]
    records += [Numbered("1", 10, HELD, "held"), Numbered("1", 11, VOID, "voided"), Numbered("1", 7), Numbered("1", 12)]
    assert told(*records) == [("1", 8, 9, "void"), ("1", 10, 10, "held"), ("1", 11, 11, "void")]


def test_a_number_that_one_of_two_records_holds_is_no_gap() -> None:
    assert told(Numbered("1", 7), Numbered("1", 7, VOID, "voided"), Numbered("1", 8)) == []
    assert told(Numbered("1", 7, VOID, "voided"), Numbered("1", 7), Numbered("1", 8)) == []
