"""Which two-way rules have a way back, and that what is shown against the others is true: it is run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.language import typed
from engine.language.functions.registry import StepClass
from engine.language.inverting.meeting import Meeting, meeting
from engine.language.inverting.splitting import double_split, split, unsure_hole
from engine.language.inverting.standing import standings
from engine.mapping.mapping import Loaded, Mapping, load_mapping_file
from strategies.two_way_mappings import LIBRARY

_HEAD = """mapping: thing
from: win.thing
to: go.thing
key: thing_no
tables:
  one_to_one: {A: Alfa, B: Beta, C: Gamma}
  repeated: {A: Alfa, B: Alfa, C: Gamma}
  partial: {A: Alfa}
rules: |
"""


def load(rules: str) -> Loaded:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "thing.yaml")
        path.write_text(_HEAD + "".join(f"  {line}\n" for line in rules.splitlines()), encoding="utf-8")
        return load_mapping_file(path, LIBRARY)


def complaints(rules: str) -> list[Diagnostic]:
    return [d for d in load(rules).diagnostics if d.severity is Severity.ERROR]


def codes(rules: str) -> list[str]:
    return [d.code for d in complaints(rules)]


def checked(rules: str) -> Mapping:
    mapping = load(rules).mapping
    assert mapping is not None, complaints(rules)
    return mapping


@pytest.mark.parametrize(
    ("rule", "step_class"),
    [
        ("Whole1 <-> whole_1", StepClass.EXACT),
        ("Text1 <-> text_1", StepClass.CANONICAL),
        ("Text1 <-> text_1 | squeeze | upper", StepClass.CANONICAL),
        ("Whole1 <-> -whole_1 + 3", StepClass.EXACT),
        ("Text1 <-> code_1 | table(one_to_one)", StepClass.CANONICAL),
        ("Text1 <-> code_1 | table(repeated)", StepClass.NEEDS_OLD_VALUE),
        ('Text1 <-> code_1 | table(partial) else "Alfa"', StepClass.NEEDS_OLD_VALUE),
        ('Text1 <-> text_1 ?? "NOK"', StepClass.NEEDS_OLD_VALUE),
        ('Day1 <-> text_1 | date("dd.MM.yyyy") else empty', StepClass.NEEDS_OLD_VALUE),
        ("Amount1 <-> amount_1 | round(2)", StepClass.QUANTUM),
        ('Text1 <-> "{whole_1}-{whole_2}"', StepClass.SPLIT),
        ("Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_2", StepClass.SETTLED),
    ],
)
def test_the_class_of_a_rule_is_that_of_its_weakest_step(rule: str, step_class: StepClass) -> None:
    ways = {way.target[0]: way for way in checked(rule).program.ways}
    assert ways[rule.split()[0]].step_class is step_class


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("Text1 <-> text_1 | limit(5)", "I101"),
        ('Text1 <-> text_1 | replace("/", "")', "I101"),
        ('Text1 <-> if flag_1 then text_1 else "x"', "I101"),
        ("Flag1 <-> text_1 is present", "I101"),
        ("Flag1 <-> whole_1 > 5", "I101"),
        ('Flag1 <-> text_1 in ("a", "b")', "I101"),
        ("Flag1 <-> flag_1 and flag_2", "I101"),
        ("Whole1 <-> whole_1 + whole_2", "I101"),
        ("Whole1 <-> whole_1 * 0", "I101"),
        ("Whole1 <-> whole_1 | abs", "I101"),
        ("Whole1 <-> day_1 | year", "I101"),
        ("Text1 <-> text_1 | first_name else nothing", "I101"),
        ('Text1 <-> code_1 | table(partial) else "Delta"', "I106"),
    ],
)
def test_what_is_shown_against_a_step_is_true(rule: str, code: str) -> None:
    said = complaints(rule)
    assert [d.code for d in said] == [code]
    one_way = checked(rule.replace("<->", "="))
    found = _meeting_of(one_way)
    assert found.one != found.other
    assert one_way.run({"thing_no": 1, **found.one}) is not None
    given = [_value(one_way, {"thing_no": 1, **record}) for record in (found.one, found.other)]
    assert given == [found.value, found.value]
    assert "both become" in said[0].note


def _value(mapping: Mapping, record: dict[str, object]) -> object:
    from engine.language.outcome import Desired

    outcome = mapping.run(record)
    assert isinstance(outcome, Desired)
    [value] = outcome.payload.values()
    return value


def _meeting_of(mapping: Mapping) -> Meeting:
    [standing] = standings(mapping.program.statements)
    node = standing.rule.value
    if isinstance(node, typed.Otherwise):
        node = node.body
    found = meeting(standing, mapping.program, node)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ('Text1 <-> "x"', "I103"),
        ("Whole1 <-> 7", "I103"),
        ("Text1 <-> owner.text_1", "I102"),
        ("Text1 <-> text_1\nText2 <-> text_1", "I104"),
        ('Text1 <-> "{text_1}-{text_2}"', "I105"),
        ('Text1 <-> "{whole_1}{whole_2}"', "I105"),
        ('Text1 <-> "{amount_1}.{whole_2}"', "I105"),
        ("Whole1 <-> whole_1 ?? whole_2", "I107"),
        ("Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_2 ?? whole_1", "I107"),
        ("Address when whole_1 > 5 {\n    City <-> text_1\n}", "I108"),
        ("Address when text_2 is present {\n    City <-> text_1\n}", "I108"),
    ],
)
def test_what_has_no_way_back_is_refused(rules: str, code: str) -> None:
    assert set(codes(rules)) == {code}


def test_what_another_mistake_stands_in_is_not_complained_about_twice() -> None:
    assert codes("Text1 <-> tekst_1 | lower") == ["N101"]


def test_a_rounding_tells_of_two_values_that_meet() -> None:
    said = [d for d in load("Amount1 <-> whole_1 / 60 | round(1)").diagnostics if d.code == "I201"]
    assert [str(d.message) for d in said] == ["whole_1 = 0 and whole_1 = 1 both become 0.0"]
    assert said[0].severity is Severity.INFO
    assert not [d for d in load("Amount1 <-> whole_1 + 1").diagnostics if d.code == "I201"]


# ---- texts with several holes


def _parts(text: str) -> tuple[str | typed.Expression, ...]:
    [standing] = standings(checked(f"Text1 = {text}").program.statements)
    assert isinstance(standing.rule.value, typed.Text)
    return standing.rule.value.parts


def test_the_text_that_is_shown_splits_twice() -> None:
    parts = _parts('"{text_1}-{whole_1}"')
    assert unsure_hole(parts) is parts[0]
    found = double_split(parts)
    assert found is not None
    assert found.first != found.second
    for held in (found.first, found.second):
        assert f"{held[0]}-{held[1]}" == found.text


@pytest.mark.parametrize(
    ("text", "written", "held"),
    [
        ('"{whole_1}-{text_1}"', "5-a-b", [5, "a-b"]),
        ('"{whole_1}-{whole_2}x"', "5--6x", [5, -6]),
        ('"{amount_1} {whole_2}"', "1.50 2", ["1.50", "2"]),
        ('"{text_1 | digits}/{text_2}"', "007/a/b", ["007", "a/b"]),
        ('"{code_1}{whole_1}"', "A7", None),
    ],
)
def test_a_text_is_taken_apart(text: str, written: str, held: list[object] | None) -> None:
    parts = _parts(text)
    if held is None:
        assert unsure_hole(parts) is parts[0]
        return
    assert unsure_hole(parts) is None
    found = split(parts, written)
    assert found is not None
    assert [str(value) for _, value in found] == [str(value) for value in held]
