"""Opening a workspace gives connections and state, or says which line of which file is at fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.faces.documents import read_documents
from engine.faces.opening import Unusable, opened
from engine.model.failure import Unreachable

SetLine = Callable[[Path, str, str], None]


def codes(unusable: Unusable) -> list[str]:
    return [diagnostic.code for diagnostic in unusable.diagnostics if diagnostic.is_error]


def test_an_open_workspace_has_its_systems_by_the_mappings_names(demo_workspace: Path) -> None:
    with opened(demo_workspace) as workspace:
        assert set(workspace.office.connections) == {"win", "go"}
        assert workspace.office.store is not None
        assert workspace.standins["go"].url.startswith("http://127.0.0.1:")
        assert workspace.office.mappings


def test_offline_nothing_is_started_and_no_state_is_made(demo_workspace: Path) -> None:
    with opened(demo_workspace, offline=True) as workspace:
        assert workspace.office.store is None
        assert workspace.standins == {}
    assert not (demo_workspace / "state.db").exists()


def test_documents_with_errors_are_not_opened(demo_workspace: Path) -> None:
    (demo_workspace / "customer.yaml").write_text("mapping: customer\nextends: base/custmer\n", encoding="utf-8")
    assert read_documents(demo_workspace).has_errors
    with pytest.raises(Unusable) as caught, opened(demo_workspace):
        pass
    assert "O103" in codes(caught.value)
    assert any(path.endswith("customer.yaml") for path in caught.value.sources)


def test_a_folder_without_a_workspace_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught, opened(tmp_path):
        pass
    assert codes(caught.value) == ["D201"]


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        ("win", 'win: {connector: win, url: "${NOBODY_SETS_THIS}"}', "NOBODY_SETS_THIS"),
        ("win", 'win: {connector: win, url: "sqlite:///win.db", invoice_client: all}', "invoice_client"),
        ("state", 'state: "${NOBODY_SETS_THIS}"', "NOBODY_SETS_THIS"),
        ("state", "state: nonsense", "state"),
        ("go", "go: {connector: go, environment: prodcution, application_key: a, client_key: b}", "go"),
        ("win", 'win: {connector: win, url: "sqlite:///win.db", standin: win.json}', "no stand-in for win"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    demo_workspace: Path, set_line: SetLine, key: str, line: str, said: str
) -> None:
    set_line(demo_workspace, key, line)
    with pytest.raises(Unusable) as caught, opened(demo_workspace):
        pass
    assert said in str(caught.value)


def test_a_database_that_is_not_there_is_a_failure_of_its_system(demo_workspace: Path) -> None:
    (demo_workspace / "win.db").unlink()
    with pytest.raises(Unreachable), opened(demo_workspace):
        pass


def test_what_a_stand_in_kept_must_be_readable(demo_workspace: Path) -> None:
    (demo_workspace / "go.json").write_text("{", encoding="utf-8")
    with pytest.raises(Unusable) as caught, opened(demo_workspace):
        pass
    assert codes(caught.value) == ["P906"]
    assert "go.json" in caught.value.diagnostics[0].help


def test_offline_a_target_needs_no_settings_and_a_source_says_which_it_lacks(
    demo_workspace: Path, set_line: SetLine
) -> None:
    keys = "application_key: '${NO_A}', client_key: '${NO_B}', subscription_key: '${NO_C}'"
    set_line(demo_workspace, "go", f"go: {{connector: go, base_url: '${{NO_U}}', token_url: '${{NO_T}}', {keys}}}")
    with opened(demo_workspace, offline=True) as workspace:
        assert set(workspace.office.connections) == {"win", "go"}
    set_line(demo_workspace, "win", 'win: {connector: win, url: "${NOBODY_SETS_THIS}"}')
    with pytest.raises(Unusable, match="NOBODY_SETS_THIS"), opened(demo_workspace, offline=True):
        pass
