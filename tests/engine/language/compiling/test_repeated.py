"""What rules say more than once is made once, and means what it meant."""

from __future__ import annotations

from random import Random

import pytest

from engine.language import typed
from engine.language.compiling.repeated import repeated, said
from parts.agreement import Judge
from parts.compiled_rules import TODAY, code, mapping_of
from strategies.program_records import DIRTY, GOOD, WRONG, Answers, record_of

TOTAL = "Amount1 = sum(each line in lines when line.ok: line.net + line.vat | round(2))"
LINES = "Lines = each one in lines {\n    Amount = one.net + one.vat | round(2)\n}"
TWICE = {
    "in two loops": f"{TOTAL}\n{LINES}",
    "in a loop within a loop over the same list": (
        "Lines = each line in lines {\n"
        "    Amount = line.net + line.vat | round(2)\n"
        '    Text = "{sum(each other in lines: other.net + other.vat | round(2))}"\n}'
    ),
    "in a branch that is not taken": (
        'Text1 = if active then (name | lower) else "x"\nText2 = if total > 10 then (name | lower) else "y"'
    ),
    "in a condition and behind it": "Whole1 = if (count_1 ?? 7) > 3 then (count_1 ?? 7) else 0",
    "with a number beyond all amounts": "Amount1 = total * total * total | round(2)\n"
    "Amount2 = if active then (total * total * total | round(2)) else 0",
    "of a record that is referred to": (
        'Text1 = (customer.title ?? "x") | lower\nText2 = if active then ((customer.title ?? "x") | lower) else empty'
    ),
}


@pytest.mark.parametrize("rules", TWICE.values(), ids=TWICE)
def test_it_means_the_same(rules: str) -> None:
    judge, rng = Judge(mapping_of(rules)), Random(7)
    assert repeated(judge.mapping.program)
    for number in range(400):
        record = record_of(judge.mapping.source, judge.mapping.source_catalog, rng, (GOOD, DIRTY, WRONG)[number % 3])
        found = judge.compare(record, judge.mapping.circumstances(Answers(0), today=TODAY))
        assert found.difference is None


def test_it_is_made_once() -> None:
    assert code(f"{TOTAL}\n{LINES}").count("ROUND_HALF_UP") == 1


def test_what_no_later_loop_names_is_not_kept_for_it() -> None:
    """The sum is; what it is made of was read for the sum alone."""
    assert "for item_2, (made_1,) in ZIP_1(lines_1, read_1)" in code(f"{TOTAL}\n{LINES}")


@pytest.mark.parametrize(
    "rules",
    [
        "Text1 = kind | table(letters) else empty\nText2 = kind | table(letters) else empty",  # may fail
        "Amount1 = sum(each line in lines: total - line.net) | round(2)\n"
        "Amount2 = sum(each line in lines: total - line.net) | round(2)",  # of two rows
        "Amount1 = total / 3 | round(2)\nAmount2 = total / 4 | round(2)",  # not the same
    ],
)
def test_what_may_not_be_made_before_its_turn_is_left_where_it_is(rules: str) -> None:
    assert repeated(mapping_of(rules).program) == frozenset()


def test_a_number_is_another_with_other_digits() -> None:
    program = mapping_of("Amount1 = total * 1.0 | round(2)\nAmount2 = total * 1.00 | round(2)").program
    first, other = [said(node) for node in typed.outer_expressions(program)]
    assert first is not None
    assert other is not None
    assert first.form != other.form
