"""`wingo explain-code`: what a code means, in the terminal and as data, in every language."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from engine.diagnostics.codes import CODES
from engine.faces.cli.main import main


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain-code", *arguments], env={"WINGO_LANG": "en"})


def test_it_tells_why_shows_an_example_and_how_it_is_mended() -> None:
    result = _run("T104")
    assert result.exit_code == 0
    lines = result.stdout.split("\n")
    assert lines[:2] == ["T104 · error · types and absence", CODES["T104"].title]
    assert CODES["T104"].meaning in lines
    assert "    DepartmentId = department_no | link(department)" in lines
    assert any(line.startswith("    error[T104]:") for line in lines)
    assert "    DepartmentId = department_no | link(department) else nothing" in lines
    assert lines[-2] == f"Usual remedy: {CODES['T104'].remedy}"


def test_small_letters_and_norwegian_are_taken() -> None:
    result = _run("t104", "--lang", "nb")
    assert result.stdout.startswith("T104 · feil · typer og fravær\n")
    assert "    feil[T104]:" in result.stdout
    assert "og rettet:" in result.stdout


def test_files_and_records_are_named_and_one_that_goes_is_told() -> None:
    result = _run("R301")
    assert "For example, customer.yaml:" in result.stdout
    assert "For example, a record of the source:" in result.stdout
    assert "and mended: custommer.yaml is taken away" in _run("D207").stdout


def test_what_has_no_source_is_told_alone() -> None:
    result = _run("P101")
    assert "For example" not in result.stdout
    assert "It is told as" in result.stdout


def test_data_for_programs() -> None:
    told = json.loads(_run("r401", "--format", "json").stdout)
    assert told["code"] == "R401"
    assert told["severity"] == "error"
    assert set(told["example"]["wrong"]) == {"customer.yaml", "record", "payload"}
    assert told["example"]["told"].startswith("error[R401]")


def test_an_unknown_code_is_told_with_those_that_look_like_it() -> None:
    result = _run("T140")
    assert result.exit_code == 1
    assert result.stderr.startswith("error[P113]: there is no code `T140`")
    assert "T104" in result.stderr or "T110" in result.stderr
    assert "wingo explain-code T104" in _run("hello").stderr


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["en", "nb"])
def test_every_code_can_be_explained(code: str, lang: str) -> None:
    result = _run(code, "--lang", lang)
    assert result.exit_code == 0, result.output
    assert "[" + code + "]" in result.stdout
