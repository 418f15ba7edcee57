"""The examples of codes are read as they are written."""

from __future__ import annotations

from pathlib import Path

from engine.diagnostics.codes import CODES
from engine.diagnostics.example import EXAMPLES, Example, format_example, read_example


def test_an_example_is_read_as_it_was_written(tmp_path: Path) -> None:
    example = Example("T104", {"a.yaml": "a\n", "record": "{}\n"}, {"en": "error[T104]: x\n"}, {"a.yaml": ""})
    (tmp_path / "T104.txt").write_text(format_example(example), encoding="utf-8")
    assert read_example("T104", tmp_path) == example
    assert example.severity == "error"
    assert example.whole == {"a.yaml": "", "record": "{}\n"}


def test_there_is_none_of_an_unknown_code(tmp_path: Path) -> None:
    assert read_example("T104", tmp_path) is None
    assert Example("T104").severity == ""


def test_every_example_is_in_the_form_that_is_written() -> None:
    for code in CODES:
        example = read_example(code)
        assert example is not None
        assert format_example(example) == (EXAMPLES / f"{code}.txt").read_text(encoding="utf-8")
