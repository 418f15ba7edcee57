"""A recording is numbered, goes on where it ended, and never disturbs what it records."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

from engine.faces.recorder import Recorder
from engine.model.recording import read_recording
from engine.model.watching import Exchange, Message, RunStarted

ASKED = Message({"accept": "application/json"}, {"json": {"Amount": Decimal("10.10"), "Name": "half a pair \ud83d"}})


def exchange(path: str = "/Customers", status: int | None = 201) -> Exchange:
    return Exchange(
        id="a-1",
        method="POST",
        address="https://go.test/v2",
        path=path,
        query=(("a", "1"), ("a", "2")),
        attempt=1,
        status=status,
        failure=None if status else "ReadTimeout",
        duration_ms=12,
        waited_ms=0,
        request=lambda: ASKED,
        answer=lambda: Message({}, None) if status else None,
    )


def test_what_is_kept_is_read_again_as_it_was(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "recording")
    recorder(exchange())
    recorder(RunStarted("sync"))  # is no exchange
    recorder(exchange("/Employees", None))
    first, second = read_recording(tmp_path / "recording")
    assert (first.method, first.address, first.path) == ("POST", "https://go.test/v2", "/Customers")
    assert first.query == (("a", "1"), ("a", "2"))
    assert first.request == ASKED
    assert (first.status, first.answer) == (201, Message({}, None))
    assert (second.path, second.status, second.answer) == ("/Employees", None, None)


def test_a_recording_goes_on_where_another_ended(tmp_path: Path) -> None:
    one, other = Recorder(tmp_path), Recorder(tmp_path)
    for recorder in (one, other, one):
        recorder(exchange())
    (tmp_path / "notes.txt").write_text("mine")
    Recorder(tmp_path)(exchange())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["000001.json", "000002.json", "000003.json", "000004.json", "notes.txt"]


def test_once_something_could_not_be_kept_nothing_more_is(tmp_path: Path) -> None:
    folder = tmp_path / "recording"
    recorder = Recorder(folder)
    shutil.rmtree(folder)
    recorder(exchange())
    assert recorder.problem is not None
    assert str(recorder.problem.filename) == str(folder / "000001.json")
    folder.mkdir()
    recorder(exchange())
    assert list(folder.iterdir()) == []
