"""The question before anything is sent: who gives no answer has stopped the run."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from engine.diagnostics.languages import ENGLISH
from engine.faces.cli.carrying import _says_yes


@pytest.mark.parametrize(("typed", "agrees"), [("y\n", True), ("what?\nno\n", False), ("\n", False)])
def test_it_is_asked_until_there_is_an_answer(typed: str, agrees: bool) -> None:
    with CliRunner().isolation(input=typed):
        assert _says_yes("Carry out?", ENGLISH) is agrees


def test_who_gives_no_answer_stops_the_run() -> None:
    with CliRunner().isolation(input=""), pytest.raises(KeyboardInterrupt):
        _says_yes("Carry out?", ENGLISH)
