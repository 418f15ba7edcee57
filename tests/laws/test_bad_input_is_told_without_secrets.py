"""Law: neither a key nor a personal number is ever shown, kept or sent, whatever goes wrong and however it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.standin import standin
from engine.model import exact_json
from parts.command_line import wingo
from parts.firm import Firm

SECRETS = ("application-hemmelig-1", "klient-hemmelig-2", "abonnement-hemmelig-3")
PASSWORD = "passord-hemmelig-4"
PERSONAL = ("01017000027", "010170 00027", "01017000099")
VARIABLES = ("FIRM_KEY", "FIRM_CLIENT", "FIRM_SUBSCRIPTION")
COMMANDS = (
    ("check", "-v"),
    ("show", "customer"),
    ("plan", "--offline", "-v"),
    ("plan", "-v"),
    ("plan", "-v", "--format", "json"),
    ("sync", "--yes", "-v"),
    ("sync", "--yes", "-v", "--format", "json"),
    ("payments", "--yes"),
    ("doctor", "-v"),
    ("doctor", "--format", "json"),
)


@pytest.fixture
def secretive(firm: Firm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A firm whose keys are like no other word, with a Go that knows them."""
    data = tmp_path_factory.mktemp("go") / "go.json"
    keys = {"applications": [SECRETS[0]], "clients": [SECRETS[1]], "subscriptions": [SECRETS[2]]}
    data.write_text(exact_json.dumps({"format": 1, "keys": keys, "companies": {}}), encoding="utf-8")
    running = standin.start(data=data, limit=0)
    path = firm.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(firm.standin.url, running.url), encoding="utf-8")
    set_keys(firm, *SECRETS)
    yield firm
    running.stop()


def set_keys(firm: Firm, *values: str) -> None:
    lines = [f"{name}={value}" for name, value in zip(VARIABLES, values, strict=True)]
    (firm.folder / ".env").write_text("\n".join(lines) + "\n", encoding="utf-8")


def everything_kept(folder: Path) -> bytes:
    """All that runs leave in the folder, but for Win itself and the file in which a person keeps secrets."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in (".env", "win.db")]
    assert any(path.name == "state.db" for path in paths)
    return b"".join(path.read_bytes() for path in paths)


def assert_silent(text: str, words: tuple[str, ...]) -> None:
    for word in words:
        assert word not in text


def test_keys_that_are_right(secretive: Firm) -> None:
    secretive.customer(10001, "Fjord AS")
    secretive.customer(77, "Utenfor AS")
    secretive.invoice(5001, 10001, ("1000.00", "250.00"))
    for command in COMMANDS:
        ran = wingo(secretive.folder, *command)
        assert ran.code in (0, 1), ran.said
        assert_silent(ran.said, SECRETS)
    kept = everything_kept(secretive.folder)
    assert not [word for word in SECRETS if word.encode() in kept]


@pytest.mark.parametrize("wrong", range(3), ids=VARIABLES)
def test_keys_that_are_wrong(secretive: Firm, wrong: int) -> None:
    mistyped = [f"{key}-feil" if place == wrong else key for place, key in enumerate(SECRETS)]
    set_keys(secretive, *mistyped)
    for command in (("plan", "-v"), ("sync", "--yes", "--format", "json"), ("doctor",)):
        ran = wingo(secretive.folder, *command, code=4)
        assert "P902" in ran.said or command == ("doctor",)
        assert_silent(ran.said, SECRETS)


def test_keys_and_passwords_in_clear(firm: Firm) -> None:
    """A consultant who writes them into the file is told, and even then they are not repeated."""
    path = firm.folder / "workspace.yaml"
    text = path.read_text(encoding="utf-8")
    for variable, key in zip(VARIABLES, SECRETS, strict=True):
        text = text.replace(f"${{{variable}}}", key)
    for broken in ("", "\nbroken: [\n"):
        path.write_text(text.replace("sqlite:///win.db", f"nonsense://u:{PASSWORD}@h/x") + broken, encoding="utf-8")
        for command in (("check", "-v"), ("plan", "-v"), ("sync", "--yes", "--format", "json"), ("doctor",)):
            assert_silent(wingo(firm.folder, *command).said, (*SECRETS, PASSWORD))


def test_personal_numbers(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS", org_no=PERSONAL[0])
    firm.customer(10002, "Nordlys AS", org_no=PERSONAL[1])
    firm.customer(77, f"Ola Ås {PERSONAL[2]}", org_no=PERSONAL[2])
    for command in COMMANDS:
        assert_silent(wingo(firm.folder, *command).said, PERSONAL)
    kept = everything_kept(firm.folder)
    assert not [number for number in PERSONAL if number.encode() in kept]
    assert_silent(exact_json.dumps(firm.ledger()), PERSONAL)
    assert {row["Number"] for row in firm.ledger()["customers"]} == {10001, 10002}
