"""Whatever happens between any two steps, every payment is said in exactly one OCR file, or listed for a person.

Runs die before or after any step that the disk would see, what was not yet on the disk is lost, and Win takes the files
away that appeared. In the end no øre is lost, and none is said twice.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.win.ocr.ledger import Ledger
from connectors.win.ocr.outbox import Outbox
from engine.model.change import Action, Write
from engine.model.record import Row
from parts.giro_reader import Read, read_giro
from parts.win_site import Site

ACCOUNTS = {1: "86011117947", 2: "12345678901"}


class Died(BaseException):
    """The process is gone: nothing catches it."""


@dataclass(frozen=True)
class Came:
    """A payment that comes back in some run."""

    number: int
    client: int
    ore: int
    kid: bool
    kind: str = "INNBETALING"

    @property
    def entry(self) -> str:
        return f"{self.number}:x"

    @property
    def can_be_said(self) -> bool:
        return self.kid and self.kind == "INNBETALING"

    @property
    def write(self) -> Write:
        values: Row = {
            "client_no": self.client,
            "invoice_no": 5000 + self.client,
            "kind": self.kind,
            "amount": Decimal(self.ore).scaleb(-2),
            "date": date(2026, 11, 1 + self.number % 28),
            "kid": _kid(self.client) if self.kid else None,
            "go_entry_id": self.entry,
        }
        return Write("payment_in", Action.PAY, values)


@dataclass(frozen=True)
class Run:
    """How many payments come, at which step the run dies (None: at none), and whether Win takes the files then."""

    comes: int
    dies_at: int | None
    taken: bool


def _kid(client: int) -> str:
    return f"00{client}051"


class Practice:
    """A Win that is only read, and what its import has taken so far."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder)
        self.outbox = folder / "ocr"
        self.taken: list[bytes] = []
        with self.site.at_once():
            for client, account in ACCOUNTS.items():
                dotted = f"{account[:4]}.{account[4:6]}.{account[6:]}"
                self.site.insert("invoice_client", client_no=client, name="Firma", bank_account=dotted)
                cells = {"client_no": client, "invoice_no": 5000 + client, "kid": _kid(client), "currency": "NOK"}
                self.site.insert("invoice", customer_no=1, total="1.00", paid_amount="0.00", **cells)

    def files(self) -> list[bytes]:
        """The files that have appeared and are still there."""
        return [path.read_bytes() for path in sorted(self.outbox.glob("*.ocr.txt"))]

    def take(self) -> None:
        self.taken += self.files()
        for path in self.outbox.glob("*.ocr.txt"):
            path.unlink()

    def run(self, coming: list[Came]) -> list[str]:
        """A run as the executor makes it: what is not there yet is sent, and then it is said that this was all."""
        connection = self.site.open(inlet="ocr")
        try:
            there = {row["go_entry_id"] for row in connection.read("payment_in").rows}
            for one in coming:
                if one.entry not in there:
                    connection.send(connection.request(one.write))
            return [finding.message for finding in connection.hand_over()]
        finally:
            connection.close()


@contextmanager
def _dying(monkeypatch: pytest.MonkeyPatch, outbox: Path, at: int | None) -> Iterator[list[str]]:
    """Let what runs within die before or after its n-th step; the steps are named as they pass."""
    steps: list[str] = []

    def step(name: str) -> None:
        if len(steps) == at:
            for path in outbox.glob("*.unfinished"):
                if name == "before fsync":  # it never reached the disk whole
                    path.write_bytes(path.read_bytes()[: len(steps) * 17])
            raise Died(name)
        steps.append(name)

    def around(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*arguments: Any, **named: Any) -> Any:
            step(f"before {name}")
            made = real(*arguments, **named)
            step(f"after {name}")
            return made

        return stepping

    with monkeypatch.context() as patched:
        for owner, name in ((Ledger, "decide"), (Ledger, "mark"), (Outbox, "write"), (Outbox, "show")):
            patched.setattr(owner, name, around(name, getattr(owner, name)))
        for name in ("fsync", "replace"):
            patched.setattr(os, name, around(name, getattr(os, name)))
        yield steps


def _said(files: list[bytes]) -> list[Read]:
    read = [read_giro(content) for content in files]
    assert len({number for number, _ in read}) == len(read)
    return [payment for _, payments in read for payment in payments]


def _all_is_well(practice: Practice, came: list[Came]) -> None:
    said = _said([*practice.taken, *practice.files()])
    wanted = [(ACCOUNTS[one.client], one.ore, _kid(one.client)) for one in came if one.can_be_said]
    assert sorted((one.account, one.ore, one.kid) for one in said) == sorted(wanted)
    connection = practice.site.open(inlet="ocr")
    rows = list(connection.read("payment_in").rows)
    connection.close()
    by_status = {str(row["go_entry_id"]): row["status"] for row in rows}
    assert by_status == {one.entry: "BEHANDLET" if one.can_be_said else "FEIL" for one in came}
    by_hand = sum(int(Decimal(str(row["amount"])) * 100) for row in rows if row["status"] == "FEIL")
    assert sum(one.ore for one in said) + by_hand == sum(one.ore for one in came)
    assert list(practice.outbox.glob("*.unfinished")) == []


came = st.builds(
    Came,
    st.just(0),
    st.sampled_from([1, 2]),
    st.integers(1, 10**7),
    st.booleans(),
    st.sampled_from(["INNBETALING", "INNBETALING", "TAP", "KREDIT", "REVERSERING"]),
)
runs = st.builds(Run, st.integers(0, 3), st.none() | st.integers(0, 25), st.booleans())


@given(st.lists(runs, max_size=6), st.data())
def test_every_payment_is_said_once_or_listed(plan: list[Run], data: st.DataObject) -> None:
    everything: list[Came] = []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        practice = Practice(Path(folder))
        for run in plan:
            fresh = [data.draw(came) for _ in range(run.comes)]
            first = len(everything)
            everything += [
                Came(first + place, one.client, one.ore, one.kid, one.kind) for place, one in enumerate(fresh)
            ]
            with _dying(monkeypatch, practice.outbox, run.dies_at), suppress(Died):
                practice.run(everything)
            if run.taken:
                practice.take()
        practice.run(everything)
        _all_is_well(practice, everything)
        practice.site.close()


def _steps_of_a_run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    folder.mkdir()
    practice = Practice(folder)
    with _dying(monkeypatch, practice.outbox, None) as steps:
        practice.run([Came(1, 1, 100, True)])
    return steps


def test_a_death_at_each_step_costs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    steps = _steps_of_a_run(monkeypatch, tmp_path / "whole")
    assert steps.index("after mark") < steps.index("before replace") < len(steps)
    for at, name in enumerate(steps):
        for taken in (False, True):
            folder = tmp_path / f"{at}-{taken}"
            folder.mkdir()
            practice = Practice(folder)
            came = [Came(1, 1, 100, True), Came(2, 2, 250, True), Came(3, 1, 75, False)]
            with pytest.raises(Died, match=name), _dying(monkeypatch, practice.outbox, at):
                practice.run(came)
            if taken:
                practice.take()
            practice.run([*came, Came(4, 1, 5, True)])
            practice.run(came)
            _all_is_well(practice, [*came, Came(4, 1, 5, True)])


def test_a_file_that_was_taken_away_never_comes_back(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    came = [Came(1, 1, 100, True)]
    assert practice.run(came) == [str(tmp_path / "ocr" / "wingo-0000001.ocr.txt")]
    practice.take()
    assert practice.run(came) == []
    assert practice.files() == []
    _all_is_well(practice, came)


def test_names_sort_as_the_runs_went(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    for number in range(1, 4):
        practice.run([Came(one, 1, one, True) for one in range(1, number + 1)])
    assert [ore for content in practice.files() for _, (one,) in [read_giro(content)] for ore in [one.ore]] == [1, 2, 3]
