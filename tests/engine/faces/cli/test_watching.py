"""What a command asks of Go, shown with -v, kept with --record and served again, and told to what collects logs."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from engine.faces.cli.main import main
from engine.faces.systems import standins
from engine.model.personal import MASK

Wingo = Callable[..., Result]
LINE = re.compile(r"(GET|POST|PATCH|PUT) /\S+: (\d{3}|no answer, \w+) \(attempt \d+, \d+ ms\)( \S.*)?")
KEYS = ("demo-application", "demo-client", "demo-subscription", "eyJ")
PERSONAL = "010170 12345"
WATCHED = ("apply", "demo", "doctor", "explain", "payments", "plan", "reconcile", "retry", "revert", "sync")


@pytest.fixture
def live(demo_workspace: Path, live_go: Any, set_line: Any) -> Path:
    """A demo workspace that reaches a stand-in of its own, without a limit."""
    set_line(demo_workspace, "go", live_go.settings_line())
    return demo_workspace


def request_lines(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if LINE.fullmatch(line)]


def recorded(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.iterdir())]


# ---- -v


def test_each_request_is_a_line_with_what_it_was_for(wingo: Wingo, live: Path) -> None:
    quiet = wingo("-w", live, "sync", "department", "customer", "--yes")
    assert request_lines(quiet) == []
    told = request_lines(wingo("-w", live, "plan", "department", "customer", "-v"))
    assert told[0].startswith("POST /OAuth/Token: 200 (attempt 1, ")
    assert {re.sub(r" .attempt 1, \d+ ms.", "", line) for line in told[1:]} >= {
        "GET /Departments: 200 department",
        "GET /Customers: 200 customer",
    }


def test_a_write_is_told_with_its_key_and_each_attempt(wingo: Wingo, live: Path, live_go: Any) -> None:
    live_go.control("PUT", "mischief", [{"on": "POST /v2/Departments", "nth": 2, "times": 1, "do": "status:429"}])
    told = request_lines(wingo("-w", live, "sync", "department", "--yes", "-v"))
    written = [re.sub(r" \d+ ms", "", line) for line in told if line.startswith("POST /Departments")]
    assert written[:3] == [
        "POST /Departments: 201 (attempt 1,) department 05",
        "POST /Departments: 429 (attempt 1,) department 10",
        "POST /Departments: 201 (attempt 2,) department 10",
    ]


def test_what_was_not_answered_is_told(wingo: Wingo, live: Path, live_go: Any) -> None:
    live_go.control("PUT", "mischief", [{"on": "GET /v2/Departments", "nth": 1, "times": 1, "do": "drop_before"}])
    told = wingo("-w", live, "plan", "department", "-v").stderr
    assert "GET /Departments: no answer, RemoteProtocolError (attempt 1, " in told
    assert "GET /Departments: 204 (attempt 2, " in told


def test_it_is_told_in_norwegian(wingo: Wingo, live: Path) -> None:
    assert "POST /OAuth/Token: 200 (forsøk 1, " in wingo("-w", live, "--lang", "nb", "plan", "-v").stderr


def test_standard_output_is_as_it_is_without_watching(wingo: Wingo, live: Path, tmp_path: Path) -> None:
    plain, watched = (
        json.loads(wingo("-w", live, "plan", "department", "--format", "json", *more).stdout)
        for more in ((), ("--record", tmp_path / "recording"))
    )
    assert plain["changes"] == watched["changes"]
    assert wingo("-w", live, "plan", "-v", "department", "--format", "json").stdout.startswith("{")


# ---- calls


@pytest.mark.parametrize("command", [("plan",), ("reconcile",), ("doctor",)])
def test_what_reads_says_how_many_calls_it_took(
    wingo: Wingo, live: Path, live_go: Any, command: tuple[str, ...]
) -> None:
    live_go.control("POST", "reset")
    result = wingo("-w", live, *command)
    asked = live_go.control("GET", "requests")
    assert f"{len(asked)} API calls to read" in result.stderr.splitlines()
    assert "to read" not in wingo("-w", live, "-q", *command).stderr


def test_a_run_says_its_rate_when_it_waited_for_the_limit(
    wingo: Wingo, demo_workspace: Path, live_go: Any, set_line: Any
) -> None:
    sync = ("-w", demo_workspace, "sync", "department", "employee", "--yes")
    set_line(demo_workspace, "go", live_go.settings_line(requests_per_second="10"))
    assert re.search(r"\d API calls \(\d+\.\d a second\), ", wingo(*sync).stdout)
    assert "a second" not in wingo(*sync).stdout


# ---- --record, and standin --replay


def test_every_command_that_talks_to_a_system_can_be_recorded() -> None:
    context = main.make_context("wingo", ["--help"], resilient_parsing=True)
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    with_record = {n for n, c in commands.items() if c is not None and any(p.name == "record" for p in c.params)}
    assert with_record == set(WATCHED)


def test_a_recording_is_its_owner_s_alone_and_holds_no_secret(
    wingo: Wingo, live: Path, in_win: Callable[..., None], tmp_path: Path
) -> None:
    folder = tmp_path / "support" / "friday"
    in_win(live, "UPDATE customer SET name = ? WHERE customer_no = 10001", f"Fjord, v/ {PERSONAL}")
    wingo("-w", live, "sync", "--yes", "--record", folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == [f"{number:06d}.json" for number in range(1, len(files) + 1)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    texts = [path.read_text(encoding="utf-8") for path in files]
    for secret in KEYS:
        assert [text for text in texts if secret in text] == [], secret
    assert [text for text in texts if f'"Name": "Fjord, v/ {MASK}"' in text]
    assert PERSONAL not in "".join(texts)
    before = len(files)
    wingo("-w", live, "plan", "--record", folder)
    assert f"{before + 1:06d}.json" in {path.name for path in folder.iterdir()}


def test_amounts_are_recorded_with_their_digits_and_files_are_not(wingo: Wingo, live: Path, tmp_path: Path) -> None:
    wingo("-w", live, "sync", "--yes", "--record", tmp_path / "recording")
    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "recording").iterdir())]
    posted = next(text for text in texts if '"key": "1/5001"' in text and "/OutgoingInvoice" in text)
    assert re.search(r'"CurrencyAmount": 4062.50\b', posted)
    attached = next(one for text in texts if (one := json.loads(text))["request"]["path"] == "/VoucherDocumentation")
    assert set(attached["request"]["body"]["file"]) == {"bytes", "sha256"}


def test_a_recording_served_again_gives_what_it_gave(
    wingo: Wingo, live: Path, live_go: Any, set_line: Any, tmp_path: Path
) -> None:
    commands = (("plan",), ("sync", "--yes"), ("payments", "--yes"), ("reconcile",))

    def told(*more: object) -> list[dict[str, Any]]:
        """What the commands say, one after the other; without what is each one's own."""
        said = [json.loads(wingo("-w", live, *command, "--format", "json", *more).stdout) for command in commands]
        return [{name: value for name, value in one.items() if name not in ("plan", "created_at")} for one in said]

    live_go.control("PUT", "mischief", [{"on": "POST /v2/Customers", "nth": 2, "times": 1, "do": "status:429"}])
    recorded = told("--record", tmp_path / "recording")
    assert recorded[1]["done"]["invoice"]
    live_go.running.stop()
    for file in live.glob("state.db*"):  # as before the first run
        file.unlink()
    replay = standins()["go"].replay(tmp_path / "recording")
    try:
        keys = {f"{name}_key": "another" for name in ("application", "client", "subscription")}
        set_line(live, "go", live_go.settings_line(**{**replay.settings, **keys}))
        assert told() == recorded
    finally:
        replay.stop()


def test_a_folder_that_cannot_be_made_ends_the_command_before_it_begins(
    wingo: Wingo, live: Path, live_go: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    result = wingo("-w", live, "sync", "--yes", "--record", tmp_path / "file" / "recording")
    assert result.exit_code == 1
    assert "P906" in result.stderr
    assert live_go.control("GET", "requests") == []


# ---- WINGO_EVENTS


def test_events_are_lines_of_json_with_what_they_are_about(
    wingo: Wingo, live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "events.jsonl"
    monkeypatch.setenv("WINGO_EVENTS", str(log))
    wingo("-w", live, "sync", "--yes")
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    started, *_, done = events
    assert (started["event"], started["command"], started["run"]) == ("run_started", "sync", 1)
    requests = [event for event in events if event["event"] == "request"]
    held = [event for event in events if event["event"] == "record_held"]
    assert (done["event"], done["outcome"]) == ("run_done", "done")
    assert (done["calls"], done["held"]) == (len(requests), len(held))
    assert {event["workspace"] for event in events} == {"demo"}
    posted = next(event for event in requests if event.get("key") == "1/5001")
    assert {"request_id", "method", "path", "status", "attempt", "duration_ms", "entity"} <= posted.keys()
    assert {"entity", "key", "code", "state"} <= held[0].keys()
    assert {event["level"] for event in held} == {"warning"}


def test_events_on_stderr_leave_the_output_alone(wingo: Wingo, live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINGO_EVENTS", "-")
    result = wingo("-w", live, "plan", "department", "--format", "json")
    assert json.loads(result.stdout)["changes"]
    assert [json.loads(line)["event"] for line in result.stderr.splitlines()] == ["request", "request"]
