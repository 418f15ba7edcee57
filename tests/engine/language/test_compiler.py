"""The compiler: one function a mapping, always the same one, made of nothing that a mapping says."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from decimal import Context, Decimal, getcontext, localcontext
from pathlib import Path
from typing import Any

import pytest

from engine import load_mapping
from engine.language.compiler import compile_program, written
from engine.language.compiling.runtime import UNABLE, Again
from engine.language.outcome import Desired, Skipped
from engine.mapping.mapping import Mapping
from parts.compiled_rules import RECORD, TODAY, World, code, left, mapping_of, payload, taken
from strategies.program_world import load
from strategies.programs import program

ROOT = Path(__file__).parents[3]
BASE = sorted((ROOT / "mappings" / "base").glob("*.yaml"))


def dumped(mapping: Mapping) -> str:
    tree, constants = written(mapping.program, mapping.target, mapping.continues is not None)
    return f"{ast.dump(tree, include_attributes=True)} {list(constants)}"


def compiled(rules: str, **options: Any) -> Any:
    """A mapping's function by itself."""
    mapping = mapping_of(rules, **options)
    made = compile_program(mapping.program, mapping.target, mapping.continues is not None)
    assert made is not None
    function = made.function()
    return lambda record: function(record, mapping.circumstances(World(), today=TODAY))


# ---- the same every time


@pytest.mark.parametrize("path", BASE, ids=lambda path: path.stem)
def test_a_mapping_always_gives_the_same_tree(path: Path) -> None:
    assert dumped(load_mapping(path)) == dumped(load_mapping(path))


def test_a_program_always_gives_the_same_tree() -> None:
    for seed in range(5):
        first, second = (load.__wrapped__(program(seed)).mapping for _ in range(2))
        assert first is not None
        assert second is not None
        assert dumped(first) == dumped(second)


def test_two_processes_give_the_same_tree() -> None:
    """Sets are in another order there."""
    script = (
        "import ast, sys; from engine import load_mapping; from engine.language.compiler import written\n"
        "for path in sys.argv[1:]:\n"
        "    mapping = load_mapping(path)\n"
        "    tree, constants = written(mapping.program, mapping.target, mapping.continues is not None)\n"
        "    print(ast.dump(tree, include_attributes=True), list(constants))\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script, *map(str, BASE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0].splitlines()) == len(BASE)


# ---- nothing of a mapping becomes code


@pytest.mark.parametrize("text", ["'\"", "a\\nb", "{x}", "__import__('os')", "\\", "%s", "None", "æøå"])
def test_a_text_is_only_ever_a_value(text: str) -> None:
    rules = f'Text1 = note | replace("x", "{text.replace(chr(92), chr(92) * 2).replace(chr(34), "")}")'
    made = payload(rules.replace("{x}", "[x]"), {"note": "1x2"})
    assert made["Text1"].startswith("1")


def test_pythons_own_words_are_names_like_others() -> None:
    rules = "\n".join(f'let {word} = "{{name}} {word}"\nText{n} = {word}' for n, word in enumerate(_WORDS, 1))
    assert payload(rules) == {f"Text{n}": f"Fjord AS {word}" for n, word in enumerate(_WORDS, 1)}


_WORDS = ("class", "lambda", "record", "None")


def test_a_name_that_the_function_itself_uses_is_another() -> None:
    rules = "let Again = name\nlet asked = count_1\nlet circumstances = Again\nText1 = circumstances\nWhole1 = asked"
    assert payload(rules) == {"Text1": "Fjord AS", "Whole1": 3}


def test_norwegian_names_are_names() -> None:
    assert payload('let løpenummer_æå = "{order_no}"\nText1 = løpenummer_æå\nText2 = løpenummer_æå') == {
        "Text1": "5001",
        "Text2": "5001",
    }


# ---- what is left out, and what is not made


def test_a_record_of_another_mapping_is_skipped() -> None:
    assert taken('Text1 = "x"', {"kind": "B"}, select='kind == "A"') == Skipped()


def test_a_record_that_is_skipped_says_by_which_skip() -> None:
    found = taken('skip when not active\nskip when kind == "A"\nText1 = "x"')
    assert isinstance(found, Skipped)
    assert found.span is not None
    assert found.span.line == mapping_of('skip when not active\nskip when kind == "A"\nText1 = "x"').place.line + 16


@pytest.mark.parametrize(("flag", "creates"), [(True, True), (False, False), (None, True)])
def test_a_record_is_not_made_where_that_plainly_fails(flag: bool | None, creates: bool) -> None:
    found = taken("create when flag_1\nText1 = name", {"flag_1": flag})
    assert isinstance(found, Desired)
    assert found.creates is creates


@pytest.mark.parametrize("word", ["check", "warn"])
def test_what_is_to_be_said_is_said(word: str) -> None:
    rules = f'{word} total > 100, "only {{total}}"\nText1 = name'
    assert [str(diagnostic.message) for diagnostic in taken(rules).diagnostics] == ["only 12.50"]
    assert payload(rules, {"total": Decimal("200.00")}) == {"Text1": "Fjord AS"}


@pytest.mark.parametrize("asks", ['{customer_no | link(customer, Name) else "x"}', "{count(each line in lines)}"])
def test_a_message_that_asks_or_goes_through_a_list_is_the_interpreters(asks: str) -> None:
    assert left(f'warn total > 100, "{asks}"\nText1 = name').diagnostics


# ---- the caller's own numbers


def test_the_callers_decimals_stay_as_they_were() -> None:
    function = compiled("Amount1 = total * 3\nAmount2 = amount_1")
    with localcontext(Context(prec=5)) as context:
        function(RECORD)
        assert getcontext() is context
        with pytest.raises(UNABLE):
            function({**RECORD, "amount_1": Decimal("NaN")})
        assert getcontext() is context
        assert context.prec == 5


def test_the_callers_decimals_do_not_count() -> None:
    function = compiled("Amount1 = total * 3")
    with localcontext(Context(prec=2)):
        assert function({**RECORD, "total": Decimal("33333333.33")}).payload == {"Amount1": Decimal("99999999.99")}


def test_a_function_without_decimals_looks_at_no_context() -> None:
    assert "setcontext" not in code("Text1 = name\nWhole1 = count_1")


# ---- what is not compiled


def test_a_large_program_is_left_to_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    mapping = mapping_of("Text1 = name | lower | upper")
    monkeypatch.setattr("engine.language.compiling.writer._STATEMENTS_MAX", 5)
    assert compile_program(mapping.program, mapping.target, False) is None
    assert not mapping.compile()
    assert isinstance(mapping.run(RECORD), Desired)


def test_a_deep_chain_of_lets_is_left_to_the_interpreter() -> None:
    chain = "".join(f"let v{n} = v{n - 1} + 1\n" for n in range(1, 700))
    mapping = mapping_of(f"let v0 = count_1\n{chain}Whole1 = v699")
    made = compile_program(mapping.program, mapping.target, False)
    if made is not None:  # Python compiled it after all; then it gives the same
        outcome = mapping.run(RECORD)
        mapping.compile()
        assert mapping.run(RECORD) == outcome


def test_a_record_that_is_none_is_left() -> None:
    with pytest.raises(Again):
        compiled("Text1 = name")(7)


def test_the_function_can_be_made_again_of_what_is_kept() -> None:
    mapping = mapping_of("Amount1 = total | round(2)\nText1 = kind | table(letters) else nothing")
    kept = compile_program(mapping.program, mapping.target, False)
    assert kept is not None
    circumstances = mapping.circumstances(today=TODAY)
    assert kept.function()(RECORD, circumstances) == kept.function()(RECORD, circumstances)
