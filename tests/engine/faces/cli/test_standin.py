"""`wingo standin` as other programs use it: a process, one line, signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = (sys.executable, "-c", "from engine.faces.cli.main import main; main()", "standin")


@contextmanager
def running(*arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A stand-in's process and its address; killed if the test leaves it."""
    command = [*PROGRAM, *(str(argument) for argument in arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("standin ready http://127.0.0.1:"), line or process.communicate(timeout=10)[1]
        yield process, line.removeprefix("standin ready ").rstrip("\n")
    finally:
        process.kill()
        process.communicate()


def get(url: str) -> object:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.loads(answer.read())


def make_department(url: str) -> None:
    form = urllib.request.Request(
        f"{url}/OAuth/Token",
        b"grant_type=client_credentials",
        {
            "Authorization": "Basic ZGVtby1hcHBsaWNhdGlvbjpkZW1vLWNsaWVudA==",  # demo-application:demo-client
            "Ocp-Apim-Subscription-Key": "demo-subscription",
        },
    )
    with urllib.request.urlopen(form, timeout=10) as answer:
        token = json.loads(answer.read())["access_token"]
    department = urllib.request.Request(
        f"{url}/v2/Departments",
        json.dumps({"Code": "10", "Name": "Lønn"}).encode(),
        {
            "Authorization": f"Bearer {token}",
            "Ocp-Apim-Subscription-Key": "demo-subscription",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(department, timeout=10) as answer:
        assert answer.status in (200, 201)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_line_and_ends_well_when_told_to(number: signal.Signals) -> None:
    with running() as (process, url):
        assert get(f"{url}/standin/ledger")
        process.send_signal(number)
        rest, complaints = process.communicate(timeout=20)
        assert (process.returncode, rest, complaints) == (0, "", "")


def test_a_second_signal_does_not_turn_a_good_end_into_a_bad_one() -> None:
    with running() as (process, _url):
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == 0


def test_what_it_holds_is_kept_from_one_time_to_the_next(tmp_path: Path) -> None:
    data = tmp_path / "go.json"
    with running("--data", data, "--keep") as (process, url):
        make_department(url)
        process.terminate()
        process.communicate(timeout=20)
    assert data.is_file()
    with running("--data", data) as (_process, url):
        ledger = get(f"{url}/standin/ledger")
        assert isinstance(ledger, dict)
        assert [department["Code"] for department in ledger["departments"]] == ["10"]


def test_mischief_acts_from_the_start(tmp_path: Path) -> None:
    mischief = tmp_path / "mischief.json"
    mischief.write_text('[{"on": "POST /v2/Departments", "nth": 1, "do": "status:503"}]', encoding="utf-8")
    with running("--mischief", mischief) as (_process, url):
        with pytest.raises(urllib.error.HTTPError) as refused:
            make_department(url)
        assert refused.value.code == 503
        refused.value.close()
        make_department(url)


def ends(*arguments: object) -> tuple[int, str, str]:
    """The exit code and both outputs of a stand-in that cannot start."""
    environment = {**os.environ, "NO_COLOR": "1"}
    command = [*PROGRAM, *(str(argument) for argument in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, env=environment)
    return done.returncode, done.stdout, done.stderr


def test_a_port_that_is_taken_is_said_and_is_wrong_usage() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, printed, complaint = ends("--port", taken.getsockname()[1])
    assert (code, printed) == (2, "")
    assert "cannot start" in complaint


def test_a_file_that_is_not_understood_is_wrong_usage(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for option in ("--data", "--mischief"):
        code, printed, complaint = ends(option, broken)
        assert (code, printed) == (2, "")
        assert "is not understood" in complaint


def test_keep_without_a_file_is_wrong_usage() -> None:
    code, printed, complaint = ends("--keep")
    assert (code, printed) == (2, "")
    assert "--data" in complaint


def test_a_recording_is_served_until_it_is_told_to_stop(tmp_path: Path) -> None:
    (tmp_path / "000001.json").write_text(
        json.dumps(
            {
                "format": 1,
                "request": {
                    "method": "GET",
                    "address": "",
                    "path": "/Departments",
                    "query": [],
                    "headers": {},
                    "body": None,
                },
                "answer": {"status": 200, "headers": {}, "body": {"json": [{"Code": "10"}]}},
            }
        )
    )
    with running("--replay", tmp_path) as (_process, url):
        assert get(f"{url}/v2/Departments") == [{"Code": "10"}]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{url}/v2/Customers")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "holds no recording"),
        (("--data", "go.json", "--keep"), "--replay answers as it was recorded"),
    ],
)
def test_a_folder_without_a_recording_is_wrong_usage(tmp_path: Path, more: tuple[str, ...], said: str) -> None:
    done = subprocess.run(
        [*PROGRAM, "--replay", str(tmp_path), *more], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr
