"""Law: the exit code tells how a command ended (commands.md), and options mean the same wherever they stand.

0 done, 1 something is wrong in a mapping, a plan or a run, 2 wrong usage, 3 a guard refused, 4 a system could not be
reached, 10 changes (`plan --detailed-exitcode`). What is wrong with which code is in test_bad_input_is_told_*.py.
"""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from parts.command_line import WINGO, wingo
from parts.firm import Firm

DONE, WRONG, USAGE, GUARDED, CHANGES = 0, 1, 2, 3, 10
ESCAPE = "\x1b["


@pytest.fixture
def small(firm: Firm) -> Firm:
    """A firm with one department and one customer that is refused."""
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.customer(77, "Utenfor AS")
    return firm


def guards(firm: Firm, line: str) -> None:
    path = firm.folder / "workspace.yaml"
    lines = [text for text in path.read_text(encoding="utf-8").splitlines() if not text.startswith("guards:")]
    path.write_text("\n".join([*lines, f"guards: {line}"]) + "\n", encoding="utf-8")


# ---- 0, 1 and 10


def test_done_with_changes_and_with_what_is_held_back(small: Firm) -> None:
    wingo(small.folder, "plan", code=DONE)
    wingo(small.folder, "plan", "--detailed-exitcode", code=CHANGES)
    wingo(small.folder, "sync", "--yes", code=DONE)
    wingo(small.folder, "plan", "--detailed-exitcode", code=DONE)
    wingo(small.folder, "sync", "--yes", "--strict", code=WRONG)
    wingo(small.folder, "plan", "--detailed-exitcode", "--strict", code=WRONG)
    wingo(small.folder, "plan", "department", "--strict", code=DONE)


# ---- 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("plan", "custmer"), ("custmer", "did you mean 'customer'?")),
        (("sync", "zzz", "--yes"), ("zzz", "it has department, employee")),
        (("plam",), ("plam", "did you mean 'plan'?")),
        (("frobnicate",), ("frobnicate",)),
        (("plan", "--frmat", "json"), ("--frmat", "--format")),
        (("plan", "--format", "yaml"), ("yaml", "json")),
        (("sync",), ("--yes",)),
        (("payments",), ("--yes",)),
        (("plan", "--offline", "payment"), ("payment",)),
        (("payments", "customer", "--yes"), ("customer",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_usage(small: Firm, arguments: tuple[str, ...], says: tuple[str, ...]) -> None:
    ran = wingo(small.folder, *arguments, code=USAGE)
    assert ran.out == ""
    for words in says:
        assert words in ran.err
    assert small.requests() == []


# ---- 3


def fill(firm: Firm, number: int) -> None:
    for place in range(number):
        firm.customer(10100 + place, f"Kunde {place:02} AS")


def refused(firm: Firm, name: str, *arguments: str) -> str:
    """A plan and a sync that a guard refuses, and both when it may pass; the words that were said."""
    plan = wingo(firm.folder, "plan", *arguments, code=GUARDED)
    assert plan.out.splitlines()[-1].endswith("when applied."), "the plan is printed first"
    assert f"error[P401]: {name}: " in plan.err
    assert f"--allow {name}" in plan.err
    before = len(firm.requests())
    told: list[dict[str, Any]] = wingo(firm.folder, "plan", "--format", "json", code=GUARDED).json["diagnostics"]
    assert [(one["code"], one["severity"]) for one in told] == [("P401", "error")]
    stopped = wingo(firm.folder, "sync", "--yes", code=GUARDED)
    assert stopped.out.rstrip().endswith("Nothing was sent.")
    assert f"error[P401]: {name}: " in stopped.err
    assert {request["method"] for request in firm.requests()[before:]} == {"GET"}
    wingo(firm.folder, "plan", "--allow", name, code=DONE)
    return plan.err


def test_a_guard_against_too_many_updates(small: Firm) -> None:
    guards(small, "{max_updates: 1, max_update_share: 1}")
    fill(small, 3)
    wingo(small.folder, "sync", "--yes", code=DONE)  # creates are never counted
    small.win.run("UPDATE customer SET name = name || ' ny' WHERE customer_no IN (10100, 10101)")
    assert "2 updates, at most 1" in refused(small, "max_updates")
    guards(small, "{max_updates: 2, max_update_share: 1}")
    wingo(small.folder, "plan", code=DONE)  # just as many as may be
    guards(small, "{max_updates: 1, max_update_share: 1}")
    wingo(small.folder, "sync", "--yes", "--allow", "max_updates", code=DONE)
    wingo(small.folder, "plan", "--detailed-exitcode", code=DONE)


def test_a_guard_against_too_large_a_share_counts_from_20_records(small: Firm) -> None:
    guards(small, "{max_update_share: 0.2}")
    fill(small, 19)
    wingo(small.folder, "sync", "--yes", code=DONE)
    small.win.run("UPDATE customer SET name = name || ' ny' WHERE customer_no < 10105 AND customer_no > 10000")
    wingo(small.folder, "sync", "--yes", code=DONE)
    small.customer(10200, "Den tyvende AS")
    wingo(small.folder, "sync", "--yes", code=DONE)
    small.win.run("UPDATE customer SET name = name || ' igjen' WHERE customer_no < 10105 AND customer_no > 10000")
    assert "5 of 20 linked records of customer" in refused(small, "max_update_share")
    guards(small, "{max_update_share: 0.25}")
    wingo(small.folder, "plan", code=DONE)  # just the share that passes


def test_a_guard_against_rows_that_are_gone(small: Firm) -> None:
    guards(small, "{max_missing_share: 0.05}")
    fill(small, 20)
    wingo(small.folder, "sync", "--yes", code=DONE)
    small.win.run("DELETE FROM customer WHERE customer_no IN (10100, 10101)")
    assert "2 of 20 linked records of customer have no row now" in refused(small, "max_missing_share")
    small.win.insert("customer", row_id="c10101", customer_no=10101, name="Kunde 01 AS")
    wingo(small.folder, "plan", code=DONE)  # one of 20 is just the share that passes


def test_a_guard_against_a_mapping_that_alters_more_than_was_meant(small: Firm) -> None:
    guards(small, "{max_update_share: 1}")
    overlay = small.folder / "customer.yaml"
    fill(small, 20)
    overlay.write_text("mapping: customer\nextends: base/customer\nrules: |\n  PhoneNumber = empty\n", encoding="utf-8")
    wingo(small.folder, "sync", "--yes", code=DONE)  # the first run makes everything, whatever the mapping says
    small.win.run("UPDATE customer SET phone = '22 00 00 00' WHERE customer_no IN (10100, 10101)")
    overlay.unlink()
    told = refused(small, "max_mapping_share")
    assert "the mapping customer was changed since it was last carried out" in told
    assert "2 of 20 linked records of customer" in told
    small.win.run("UPDATE customer SET phone = NULL WHERE customer_no = 10101")
    wingo(small.folder, "plan", code=DONE)  # one of 20 is just the share that passes
    small.win.run("UPDATE customer SET phone = '22 00 00 00'")
    wingo(small.folder, "sync", "--yes", "--allow", "max_mapping_share", code=DONE)
    small.win.run("UPDATE customer SET phone = '33 00 00 00'")
    wingo(small.folder, "sync", "--yes", code=DONE)  # it was carried out, so it is no change any more


# ---- options


def test_options_stand_before_or_after_the_command(small: Firm, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere, folder = tmp_path_factory.mktemp("elsewhere"), str(small.folder)
    plans = [
        wingo(elsewhere, "-w", folder, "plan", "department", code=DONE),
        wingo(elsewhere, "plan", "department", "-w", folder, code=DONE),
        wingo(elsewhere, "plan", "--workspace", folder, "department", "--no-color", code=DONE),
        wingo(elsewhere, "--no-color", "plan", "department", code=DONE, WINGO_WORKSPACE=folder),
        wingo(small.folder, "plan", "department", code=DONE),
        wingo(elsewhere, "-w", folder, "plan", "department", code=DONE, WINGO_WORKSPACE="nowhere"),
    ]
    assert {plan.out for plan in plans} == {plans[0].out}
    assert not list(elsewhere.iterdir())


def test_verbose_shows_more_and_quiet_less(small: Firm) -> None:
    short, long = (wingo(small.folder, "plan", *more, code=DONE).out for more in ((), ("-v",)))
    assert len(short) <= len(long)
    sent = wingo(small.folder, "sync", "--yes", "-v", code=DONE).out
    assert "+ department 10  Lønn  POST /Departments" in sent
    assert "unchanged" not in wingo(small.folder, "plan", "employee", code=DONE).out
    assert "10  Lønn" in wingo(small.folder, "plan", "department", "-v", code=DONE).out
    quiet = wingo(small.folder, "sync", "--yes", "-q", code=DONE).out
    assert quiet.startswith("1 record is held back\n")
    assert "API calls" not in quiet
    assert wingo(small.folder, "sync", "department", "--yes", "-q", code=DONE).said == ""


def test_colour_is_for_terminals_and_only_if_wanted(small: Firm) -> None:
    assert ESCAPE not in wingo(small.folder, "plan", code=DONE).said
    assert ESCAPE in at_a_terminal(small.folder, "plan")
    assert ESCAPE not in at_a_terminal(small.folder, "plan", "--no-color", "-q")
    assert ESCAPE not in at_a_terminal(small.folder, "plan", "-q", NO_COLOR="1")


def test_where_somebody_can_answer_the_plan_is_shown_and_asked_about(small: Firm) -> None:
    declined = at_a_terminal(small.folder, "sync", "-q", answer="n\n")
    assert declined.index("POST /Departments") < declined.index("Carry out this change?")
    assert small.ledger()["departments"] == []
    small.win.run("ALTER TABLE project RENAME TO elsewhere")
    carried_out = at_a_terminal(small.folder, "sync", answer="y\n")
    assert carried_out.index("P903") < carried_out.index("Carry out this change?")
    assert [row["Code"] for row in small.ledger()["departments"]] == ["10"]


def at_a_terminal(folder: Path, *arguments: str, answer: str = "", **env: str) -> str:
    """What a command writes when it speaks with a terminal, where somebody typed an answer."""
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    around = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    try:
        with subprocess.Popen(
            [WINGO, *arguments],
            cwd=folder,
            env={**around, "TERM": "xterm", **env},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            return b"".join(_chunks(ours, process)).decode()
    finally:
        os.close(ours)


def _chunks(terminal: int, process: subprocess.Popen[bytes]) -> list[bytes]:
    chunks: list[bytes] = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            chunk = b""
        if not chunk:
            process.wait(timeout=60)
            return chunks
        chunks.append(chunk)
