"""Law: whatever is wrong is told with a code, says what, where and what to do, and ends with the agreed exit code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from parts.command_line import Ran, wingo
from parts.firm import Firm

WRONG, UNREACHABLE = 1, 4
ALL = "*"


def setting(old: str, new: str) -> Callable[[Firm], None]:
    """Replace a text of workspace.yaml."""

    def replace(firm: Firm) -> None:
        path = firm.folder / "workspace.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def file(name: str, text: str) -> Callable[[Firm], None]:
    """A file of the workspace."""

    def write(firm: Firm) -> None:
        (firm.folder / name).write_text(text, encoding="utf-8")

    return write


def addresses(base: str, token: str) -> Callable[[Firm], None]:
    """Another address of Go; `{standin}` is the right one's beginning."""

    def replace(firm: Firm) -> None:
        settings, url = firm.standin.settings, firm.standin.url
        setting(settings["base_url"], base.format(standin=url))(firm)
        setting(settings["token_url"], token.format(standin=url))(firm)

    return replace


def go(do: str, on: str = ALL) -> Callable[[Firm], None]:
    """A Go that misbehaves on everything."""
    return lambda firm: firm.mischief({"on": on, "nth": 1, "times": 100_000, "do": do})


def key(name: str) -> Callable[[Firm], None]:
    """One of the three keys is another."""

    def replace(firm: Firm) -> None:
        path = firm.folder / ".env"
        lines = [f"{name}=mistyped" if line.startswith(name) else line for line in path.read_text().splitlines()]
        path.write_text("\n".join(lines) + "\n")

    return replace


def silent(firm: Firm) -> None:
    """A Go that takes requests and never answers."""
    go("slow:30")(firm)
    setting("timeout_seconds: 2", "timeout_seconds: 0.2")(firm)


def both(*steps: Callable[[Firm], None]) -> Callable[[Firm], None]:
    def each(firm: Firm) -> None:
        for step in steps:
            step(firm)

    return each


CUSTOMER = "mapping: customer\nextends: base/customer\nrules: |\n"
STANDIN = "go: {connector: go, standin: go.json}"


@dataclass(frozen=True)
class Fault:
    """What is made wrong, and what is said of it: the code, the words, the exit code, the file and line."""

    name: str
    make: Callable[[Firm], None]
    code: str
    says: tuple[str, ...]
    ends: int = WRONG
    place: tuple[str, int] | None = None

    @property
    def at_once(self) -> bool:
        """Whether it is told without trying again."""
        return self.code in ("P902", "P903") or "db" in self.says[0]


def one_workspace(firm: Firm) -> None:
    path = firm.folder / "workspace.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith((" ", "go:"))]
    path.write_text("\n".join([*lines, STANDIN]) + "\n", encoding="utf-8")


def newer_state(firm: Firm) -> None:
    with firm.open() as workspace:
        assert workspace.office.store is not None
    with closing(sqlite3.connect(firm.folder / "state.db")) as state:
        state.execute("UPDATE alembic_version SET version_num = '9999'")
        state.commit()


def in_latin_1(firm: Firm) -> None:
    (firm.folder / "customer.yaml").write_bytes(CUSTOMER.encode() + b"  # \xe6\xf8\xe5\n")


IN_DOCUMENTS = [
    Fault("broken YAML", file("customer.yaml", "mapping: [\n"), "D105", ("customer.yaml:",)),
    Fault("a broken workspace", setting("timezone:", "\ttimezone:"), "D105", ("workspace.yaml:",)),
    Fault(
        "a function that does not exist",
        file("customer.yaml", CUSTOMER + "  Name = name | uper\n"),
        "N102",
        ("uper", "upper"),
        place=("customer.yaml", 4),
    ),
    Fault(
        "a field that Win does not have",
        file("customer.yaml", CUSTOMER + "  Name = nmae\n"),
        "N101",
        ("nmae", "name"),
        place=("customer.yaml", 4),
    ),
    Fault(
        "an entity that does not exist",
        setting("[department,", "[departmnt,"),
        "D202",
        ("departmnt", "department"),
        place=("workspace.yaml", 7),
    ),
    Fault(
        "a file that is not UTF-8",
        in_latin_1,
        "D103",
        ("customer.yaml:4", "UTF-8"),
    ),
    Fault("series.yaml", file("series.yaml", "series: none\n"), "D113", ("series.yaml:1",)),
    Fault("a number that is none", setting("max_updates: 200", "max_updates: many"), "D113", ("max_updates", "many")),
    Fault("a date that is none", setting("2026-10-01", "soon"), "D113", ("invoices_from", "soon")),
]

IN_SETTINGS = [
    Fault(
        "a variable that is not set",
        lambda firm: (firm.folder / ".env").unlink(),
        "P906",
        ("FIRM_KEY, FIRM_CLIENT, FIRM_SUBSCRIPTION", ".env"),
    ),
    Fault("a setting that Win does not have", setting("pdf_folder", "pdf_foldr"), "P906", ("pdf_foldr", "pdf_folder")),
    Fault("no database URL", setting("sqlite:///win.db", "win.db"), "P906", ("url", "sqlite:///win.db")),
    Fault(
        "a database whose driver is not installed",
        setting("sqlite:///win.db", "oracle://u:hemmelig@win.invalid/win"),
        "P906",
        ("driver",),
    ),
    Fault(
        "a state whose driver is not installed",
        setting("sqlite:///state.db", "oracle://u:hemmelig@state.invalid/state"),
        "P906",
        ("state", "driver"),
    ),
    Fault("a stand-in's broken file", both(one_workspace, file("go.json", "{")), "P906", ("go.json",)),
    Fault("a state of a newer version", newer_state, "P908", ("newer version", "9999")),
    Fault(
        "a lock that cannot be made", lambda firm: (firm.folder / "state.db.lock").mkdir(), "P906", ("state.db.lock",)
    ),
]

IN_SYSTEMS = [
    Fault(
        "no database file",
        setting("sqlite:///win.db", "sqlite:///elsewhere.db"),
        "P901",
        ("elsewhere.db",),
        UNREACHABLE,
    ),
    Fault(
        "a file that is no database",
        both(file("other.db", "not a database " * 100), setting("sqlite:///win.db", "sqlite:///other.db")),
        "P901",
        ("other.db",),
        UNREACHABLE,
    ),
    Fault(
        "a state in a folder that is not there",
        setting("sqlite:///state.db", "sqlite:///nowhere/state.db"),
        "P901",
        ("nowhere/state.db", "state:"),
        UNREACHABLE,
    ),
    Fault(
        "a connection that is refused",
        addresses("http://127.0.0.1:1/v2", "http://127.0.0.1:1/OAuth/Token"),
        "P901",
        ("PowerOffice Go", "no connection"),
        UNREACHABLE,
    ),
    Fault(
        "a host that nobody knows",
        addresses("http://go.invalid/v2", "http://go.invalid/OAuth/Token"),
        "P901",
        ("PowerOffice Go", "no connection"),
        UNREACHABLE,
    ),
    Fault("another token address", addresses("{standin}/v2", "{standin}/Token"), "P901", ("token_url",), UNREACHABLE),
    Fault("another API address", addresses("{standin}/v9", "{standin}/OAuth/Token"), "P903", ("base_url",)),
    Fault("another application key", key("FIRM_KEY"), "P902", ("application_key",), UNREACHABLE),
    Fault("another client key", key("FIRM_CLIENT"), "P902", ("client_key",), UNREACHABLE),
    Fault("another subscription key", key("FIRM_SUBSCRIPTION"), "P902", ("subscription_key",), UNREACHABLE),
    Fault("a Go that answers 500", go("status:500"), "P901", ("PowerOffice Go", "500"), UNREACHABLE),
    Fault("a Go that never answers", silent, "P901", ("PowerOffice Go", "no answer in time"), UNREACHABLE),
    Fault("a Go that lacks the privilege", go("status:403", "*/v2/*"), "P902", ("GET /Departments",), UNREACHABLE),
    Fault("a Go that talks garbage", go("garbage"), "P901", ("PowerOffice Go",), UNREACHABLE),
    Fault("a Go whose lists are garbage", go("garbage", "GET /v2/*"), "P901", ("GET /Departments",), UNREACHABLE),
]


@pytest.fixture
def filled(firm: Firm) -> Firm:
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.customer(10001, "Fjord AS")
    firm.customer(10002, "Nordlys AS")
    return firm


def assert_told_as_text(ran: Ran, fault: Fault) -> None:
    assert ran.code == fault.ends, ran.said
    assert f"error[{fault.code}]: " in ran.err, ran.said
    assert "= help: " in ran.err
    for words in fault.says:
        assert words in ran.err
    if fault.place:
        assert f"--> {fault.place[0]}:{fault.place[1]}:" in ran.err


def assert_told_as_json(ran: Ran, fault: Fault) -> None:
    assert ran.code == fault.ends, ran.said
    assert ran.err == ""
    told: list[dict[str, Any]] = [d for d in ran.json["diagnostics"] if d["code"] == fault.code]
    assert told, ran.out
    assert all(one["severity"] == "error" and one["message"] and one["help"] for one in told)
    if fault.place:
        assert (told[0]["file"], told[0]["line"]) == fault.place


@pytest.mark.parametrize("fault", [*IN_DOCUMENTS, *IN_SETTINGS], ids=lambda fault: fault.name)
def test_of_documents_and_settings(filled: Firm, fault: Fault) -> None:
    fault.make(filled)
    assert_told_as_text(wingo(filled.folder, "sync", "--yes"), fault)
    assert_told_as_json(wingo(filled.folder, "sync", "--yes", "--format", "json"), fault)
    assert filled.ledger()["departments"] == []


@pytest.mark.parametrize("fault", IN_SYSTEMS, ids=lambda fault: fault.name)
def test_of_systems(filled: Firm, fault: Fault) -> None:
    fault.make(filled)
    assert_told_as_text(wingo(filled.folder, "sync", "--yes"), fault)
    filled.mischief()
    assert filled.ledger()["departments"] == []


@pytest.mark.parametrize("fault", [f for f in IN_SYSTEMS if f.at_once], ids=lambda fault: fault.name)
def test_of_systems_as_json(filled: Firm, fault: Fault) -> None:
    fault.make(filled)
    assert_told_as_json(wingo(filled.folder, "plan", "--format", "json"), fault)


@pytest.mark.slow  # it waits for Go as long as its patience lasts
def test_of_a_go_that_is_always_busy(filled: Firm) -> None:
    go("status:429")(filled)
    fault = Fault("busy", go("status:429"), "P905", ("PowerOffice Go",), UNREACHABLE)
    assert_told_as_text(wingo(filled.folder, "plan", timeout=180), fault)


@pytest.mark.parametrize(("do", "code"), [("status:500", "P901"), ("status:403", "P902")])
def test_of_a_go_that_takes_nothing_and_the_run_stops(filled: Firm, do: str, code: str) -> None:
    go(do, "POST /v2/*")(filled)
    ran = wingo(filled.folder, "sync", "--yes", "--format", "json", code=UNREACHABLE)
    assert ran.json["done"] == {}
    assert [d["code"] for d in ran.json["diagnostics"]] == [code]
    assert {one["entity"] for one in ran.json["held"]} <= {"department", "customer"}
    filled.mischief()
    wingo(filled.folder, "sync", "--yes", code=0)
    assert [row["Code"] for row in filled.ledger()["departments"]] == ["10"]


def test_of_a_go_whose_receipts_are_garbage_is_asked_and_nothing_is_sent_twice(filled: Firm) -> None:
    go("garbage", "POST /v2/*")(filled)
    wingo(filled.folder, "sync", "--yes", code=0)
    filled.mischief()
    assert wingo(filled.folder, "sync", "--yes", "--format", "json", code=0).json["done"] == {}
    assert [row["Code"] for row in filled.ledger()["departments"]] == ["10"]


def test_of_a_second_run_at_the_same_time(filled: Firm) -> None:
    fault = Fault("busy", lambda firm: None, "P904", ("another run", "state.db.lock"))
    with FileLock(filled.folder / "state.db.lock"):
        assert_told_as_text(wingo(filled.folder, "sync", "--yes"), fault)
        assert_told_as_json(wingo(filled.folder, "payments", "--yes", "--format", "json"), fault)
        wingo(filled.folder, "plan", "--detailed-exitcode", code=10)
    wingo(filled.folder, "sync", "--yes", code=0)


def test_of_a_folder_without_a_workspace(tmp_path: Path) -> None:
    fault = Fault("none", lambda firm: None, "D201", ("workspace.yaml", "-w"))
    assert_told_as_text(wingo(tmp_path, "plan"), fault)
    assert_told_as_json(wingo(tmp_path, "-w", "nowhere", "sync", "--yes", "--format", "json"), fault)


def test_of_what_nobody_thought_of_is_told_without_a_traceback(filled: Firm) -> None:
    (filled.folder / ".env").write_bytes(b"FIRM_KEY=\xff\xfe\n")
    ran = wingo(filled.folder, "plan", code=WRONG)
    assert "error[" in ran.err
    assert "= help: " in ran.err
