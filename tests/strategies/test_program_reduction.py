"""A program at fault is made as small as its fault allows."""

from __future__ import annotations

from strategies.program_reduction import smaller, smallest

TEXT = "mapping: thing\nselect: active\nrules: |\n" + "".join(f"  Text{n} = (a | lower) ?? (b)\n" for n in range(1, 5))


def test_what_the_fault_does_not_need_is_left_out() -> None:
    least = smallest(TEXT, lambda text: "Text3" in text and "lower" in text)
    assert least == "mapping: thing\nrules: |\n  Text3 = (a | lower) ?? 1\n"


def test_every_step_is_another_program() -> None:
    assert TEXT not in list(smaller(TEXT))


def test_a_program_that_needs_all_stays_as_it_is() -> None:
    assert smallest(TEXT, lambda text: text == TEXT) == TEXT
