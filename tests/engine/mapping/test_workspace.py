"""A workspace is read from its folder: connections, entities, guards, links, series; secrets stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.mapping.library import Library
from engine.mapping.variables import Unset
from engine.mapping.workspace import Guards, LoadedWorkspace, Workspace, absolute_url, load_workspace
from engine.model.schema import Series

Write = Callable[[Mapping[str, str]], Path]

WHOLE = """\
workspace: fjord
win: {connector: win, url: "${WIN_URL}", invoice_client: 1, pdf_folder: pdfs}
go:  {connector: go, environment: demo, client_key: "${GO_CLIENT_KEY}", requests_per_second: 2.5, odd: 007}
state: sqlite:///state.db
entities: [department, customer]
invoices_from: 2026-11-01
timezone: Europe/Stockholm
guards: {max_updates: 10, max_update_share: 0.10}
"""


def _workspace(folder: Path, library: Library) -> Workspace:
    loaded = load_workspace(folder, library.catalogs)
    assert loaded.workspace is not None, [d.message for d in loaded.diagnostics]
    return loaded.workspace


def _codes(loaded: LoadedWorkspace) -> list[str]:
    return [d.code for d in loaded.diagnostics]


def test_everything_is_read(write: Write, library: Library) -> None:
    folder = write(
        {
            "workspace.yaml": WHOLE,
            "links.yaml": 'customer: {10001: 4711, "1/7": 6f1c-22}\n',
            "series.yaml": "series: [{type: Customer, name: Kunder, from: 1, to: 9}]\n",
        }
    )
    workspace = _workspace(folder, library)
    assert (workspace.name, workspace.folder) == ("fjord", folder)
    assert {name: system.connector for name, system in workspace.systems.items()} == {"win": "win", "go": "go"}
    assert workspace.entities == ("department", "customer")
    assert workspace.invoices_from == date(2026, 11, 1)
    assert workspace.timezone == "Europe/Stockholm"
    assert workspace.guards == Guards(10, Decimal("0.10"), Decimal("0.05"))
    assert workspace.links == {"customer": {"10001": 4711, "1/7": "6f1c-22"}}
    assert workspace.series == (Series("Customer", "Kunder", 1, 9),)
    assert workspace.places["customer"].column == 24


def test_what_is_not_said_is_as_usual(write: Write, library: Library) -> None:
    folder = write({"workspace.yaml": "workspace: a\nwin: {connector: win}\nentities: [customer]\n"})
    workspace = _workspace(folder, library)
    assert workspace.guards == Guards(200, Decimal("0.2"), Decimal("0.05"))
    assert (workspace.timezone, workspace.invoices_from, workspace.links) == ("Europe/Oslo", None, {})
    assert workspace.series is None
    assert workspace.state_url() == f"sqlite:///{folder.as_posix()}/state.db"


def test_settings_are_expanded_and_typed_by_the_schema(
    write: Write, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"workspace.yaml": WHOLE, ".env": "WIN_URL=sqlite:///win.db\n"})
    monkeypatch.setenv("GO_CLIENT_KEY", "k")
    workspace = _workspace(folder, library)
    assert workspace.settings("win") == {"url": "sqlite:///win.db", "invoice_client": 1, "pdf_folder": "pdfs"}
    assert workspace.settings("go") == {
        "environment": "demo",
        "client_key": "k",
        "requests_per_second": Decimal("2.5"),
        "odd": "007",
    }
    with pytest.raises(KeyError):
        workspace.settings("xero")


def test_a_setting_that_turns_out_wrong_is_left_to_the_connector(
    write: Write, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    systems = 'win: {connector: win, invoice_client: "${CLIENT}"}\ngo: {connector: go, timeout_seconds: "${T}"}\n'
    folder = write({"workspace.yaml": f"workspace: a\n{systems}entities: [customer]\n"})
    monkeypatch.setenv("CLIENT", "one")
    monkeypatch.setenv("T", "long")
    workspace = _workspace(folder, library)
    assert workspace.settings("win") == {"invoice_client": "one"}
    assert workspace.settings("go") == {"timeout_seconds": "long"}


def test_a_check_needs_no_environment(write: Write, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WIN_URL", raising=False)
    monkeypatch.delenv("GO_CLIENT_KEY", raising=False)
    loaded = load_workspace(write({"workspace.yaml": WHOLE}), library.catalogs)
    assert _codes(loaded) == ["D203", "D203"]
    assert loaded.workspace is not None
    with pytest.raises(Unset) as raised:
        loaded.workspace.settings("go")
    assert raised.value.names == ("GO_CLIENT_KEY",)


def test_a_secret_is_shown_nowhere(write: Write, library: Library) -> None:
    text = WHOLE.replace("${GO_CLIENT_KEY}", "hunter2").replace("${WIN_URL}", "mssql://wingo:hunter2@host/db")
    loaded = load_workspace(write({"workspace.yaml": text}), library.catalogs)
    assert _codes(loaded) == ["D204", "D204"]
    assert not any("hunter2" in source.text for source in loaded.sources.values())
    assert not any("hunter2" in diagnostic.message + diagnostic.help for diagnostic in loaded.diagnostics)
    broken = load_workspace(write({"workspace.yaml": text + "a: [\n"}), library.catalogs)
    assert _codes(broken) == ["D105"]
    assert not any("hunter2" in source.text for source in broken.sources.values())


def test_a_folder_without_a_workspace_says_so(write: Write, library: Library) -> None:
    loaded = load_workspace(write({}) / "nowhere", library.catalogs)
    assert _codes(loaded) == ["D201"]
    assert loaded.workspace is None


def test_all_mistakes_are_told_at_once(write: Write, library: Library) -> None:
    text = WHOLE.replace("connector: go", "connector: gogo").replace("[department", "[customer, department")
    text = text.replace("2026-11-01", "2026-02-30").replace("Stockholm", "Stokholm").replace("${WIN_URL}", "${WIN URL}")
    loaded = load_workspace(write({"workspace.yaml": text}), library.catalogs)
    assert sorted(code for code in _codes(loaded) if code != "D203") == ["D113", "D205", "D206", "D210", "D211"]
    assert loaded.workspace is None


@pytest.mark.parametrize("timezone", ["", "/etc/passwd", "../UTC", "Europe"])
def test_a_time_zone_is_one(timezone: str, write: Write, library: Library) -> None:
    folder = write({"workspace.yaml": WHOLE.replace("Europe/Stockholm", f'"{timezone}"')})
    assert "D210" in _codes(load_workspace(folder, library.catalogs))


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ({"links.yaml": "customer: [1]\n"}, ["D113"]),
        ({"links.yaml": "custumer: {1: 2}\n"}, ["D212"]),
        ({"links.yaml": "customer: {\n"}, ["D105"]),
        ({"series.yaml": "series: {}\n"}, ["D113"]),
    ],
)
def test_the_files_beside_it_are_checked_too(
    files: dict[str, str], codes: list[str], write: Write, library: Library
) -> None:
    loaded = load_workspace(write({"workspace.yaml": WHOLE, **files}), library.catalogs)
    assert [code for code in _codes(loaded) if code != "D203"] == codes
    assert set(loaded.sources) == {"workspace.yaml", *files}


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("sqlite:///a/b.db", "sqlite:////srv/fjord/a/b.db"),
        ("sqlite+pysqlite:///b.db", "sqlite+pysqlite:////srv/fjord/b.db"),
        ("sqlite:////var/b.db", "sqlite:////var/b.db"),
        ("sqlite://", "sqlite://"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
        ("postgresql:///db", "postgresql:///db"),
    ],
)
def test_a_file_is_relative_to_the_workspace(url: str, absolute: str) -> None:
    assert absolute_url(url, Path("/srv/fjord")) == absolute


def test_all_that_is_wrong_with_a_workspace_is_told_in_one_run(write: Write, library: Library) -> None:
    wrong = WHOLE.replace("0.10", "2").replace("2026-11-01", "2026-13-01").replace("Stockholm", "Stokholm")
    folder = write({"workspace.yaml": wrong, "links.yaml": "custmer: {1: 2}\n", "series.yaml": "series: x\n"})
    loaded = load_workspace(folder, library.catalogs)
    assert loaded.workspace is None
    told = {(d.code, d.span.path, d.span.line) for d in loaded.diagnostics if d.span and d.code != "D203"}
    assert told == {
        ("D113", "workspace.yaml", 8),
        ("D113", "workspace.yaml", 6),
        ("D210", "workspace.yaml", 7),
        ("D212", "links.yaml", 1),
        ("D113", "series.yaml", 1),
    }


def test_a_value_of_the_wrong_form_is_told_once(write: Write, library: Library) -> None:
    folder = write(
        {"workspace.yaml": WHOLE.replace("2026-11-01", "soon").replace("connector: win", "connector: [win]")}
    )
    loaded = load_workspace(folder, library.catalogs)
    assert [(d.code, d.span.line if d.span else 0) for d in loaded.diagnostics if d.code != "D203"] == [
        ("D113", 2),
        ("D113", 6),
    ]


def test_an_env_file_that_is_not_utf8_is_told(tmp_path: Path, library: Library) -> None:
    (tmp_path / "workspace.yaml").write_text(
        "workspace: fjord\nwin: {connector: win, url: sqlite:///win.db}\nentities: [department]\n", encoding="utf-8"
    )
    (tmp_path / ".env").write_bytes("NØKKEL=å\n".encode("cp1252"))
    loaded = load_workspace(tmp_path, library.catalogs)
    assert loaded.workspace is None
    assert [d.code for d in loaded.diagnostics if d.is_error] == ["D103"]
