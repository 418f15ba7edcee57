"""Variables are expanded from the environment or `.env`, and secrets are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics.source import SourceText
from engine.mapping.variables import (
    Unset,
    environment_of,
    expand,
    has_password,
    is_secret,
    masked,
    misspelt_in,
    variables_in,
)


def test_the_environment_wins_over_the_file_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("WINGO_A=file\nWINGO_B='two words'\nWINGO_C=${WINGO_A}\nWINGO_D\n")
    monkeypatch.setenv("WINGO_A", "environment")
    found = environment_of(tmp_path)
    assert (found["WINGO_A"], found["WINGO_B"], found["WINGO_C"]) == ("environment", "two words", "${WINGO_A}")
    assert "WINGO_D" not in found


def test_without_a_file_there_is_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINGO_A", "x")
    assert environment_of(tmp_path)["WINGO_A"] == "x"


def test_a_value_is_put_in_as_it_is() -> None:
    texts = {"url": "${A}://${B}/x", "plain": "$A {B} \\1"}
    assert expand(texts, {"A": "sqlite", "B": "\\g<0>${A}"}) == {"url": "sqlite://\\g<0>${A}/x", "plain": "$A {B} \\1"}


def test_every_variable_without_a_value_is_named_once() -> None:
    with pytest.raises(Unset) as raised:
        expand({"a": "${A}${B}", "b": "${A}${C}"}, {"B": "x", "C": ""})
    assert raised.value.names == ("A", "C")
    assert str(raised.value) == "not set: A, C"


def test_variables_are_found_and_what_only_looks_like_one() -> None:
    assert variables_in("${A} $B ${C_1}") == ("A", "C_1")
    assert misspelt_in("${A} ${} ${GO KEY} ${1} ${open") == ("${}", "${GO KEY}", "${1}", "${open")


@pytest.mark.parametrize("name", ["application_key", "client_key", "key", "password", "db_password", "secret", "token"])
def test_a_secret_is_known_by_its_name(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["url", "token_url", "environment", "keyboard"])
def test_other_names_are_no_secrets(name: str) -> None:
    assert not is_secret(name)


def test_a_password_in_a_url_is_seen() -> None:
    assert has_password("mssql+pyodbc://wingo:hunter2@host/db")
    assert not has_password("mssql+pyodbc://wingo:${PW}@host/db")
    assert not has_password("mssql+pyodbc://wingo@host:1433/db")
    assert not has_password("sqlite:///win.db")


@pytest.mark.parametrize(
    "line",
    [
        "go: {client_key: hunter2, x: y}",
        'go: {client_key: "hunter2", x: y}',
        "go: {'client_key': 'hunter2'}",
        "  application_key:hunter2",
        "  application_key: hunter2 # why",
        "password: hunter2",
        "go: {client_key: hunter2",
        "url: mssql://wingo:hunter2@host/db",
    ],
)
def test_a_secret_is_hidden_and_nothing_moves(line: str) -> None:
    shown = masked(SourceText("w.yaml", f"a: b\n{line}\nc: d\n"))
    assert "hunter2" not in shown.text
    assert len(shown.text) == len(f"a: b\n{line}\nc: d\n")
    assert shown.line(3) == "c: d"


def test_variables_are_shown() -> None:
    text = 'go: {client_key: "${GO_KEY}", url: "x://wingo:${PW}@host"}'
    assert masked(SourceText("w.yaml", text)).text == text
