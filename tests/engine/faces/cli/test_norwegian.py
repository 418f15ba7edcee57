"""In Norwegian everything is said in Norwegian: what goes well, what is held back, and all that may go wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from filelock import FileLock

Wingo = Callable[..., Result]
SetLine = Callable[[Path, str, str], None]

# Words that only English has. Rules, names of fields and what a system answered are the same in every language.
_ENGLISH = re.compile(r"\b(the|are|was|were|has|have|which|that|with|does|cannot|been|there|its|your)\b")


def norwegian(result: Result) -> str:
    """What a command said, seen to hold no English."""
    said = result.stdout + result.stderr
    assert [line for line in said.splitlines() if _ENGLISH.search(line)] == []
    return said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("plan", "customer"), "7 avvist"),
        (("plan", "-v", "department"), "uendret"),
        (("plan", "--format", "md", "customer"), "Holdt tilbake"),
        (("doctor",), "å rette"),
        (("held",), "prøvd én gang"),
        (("runs",), "opprettet"),
        (("runs", "1"), "Forespørsler"),
        (("status",), "siste kjøring"),
        (("reconcile",), "avvik"),
        (("revert", "1"), "ingenting ble sendt"),
        (("check", "-v"), "merknad"),
        (("test", "--examples", "3"), "stemte"),
    ],
)
def test_what_a_workspace_says_of_itself(
    wingo: Wingo, synced_workspace: Path, arguments: tuple[str, ...], told: str
) -> None:
    said = norwegian(wingo("-w", synced_workspace, "--lang", "nb", *arguments))
    assert told.lower() in said.lower()


KEYS = "application_key: aaaa1111, client_key: bbbb2222, subscription_key: cccc3333"
NOWHERE = 'base_url: "http://127.0.0.1:9/v2", token_url: "http://127.0.0.1:9/OAuth/Token"'


@pytest.mark.parametrize(
    ("key", "line", "told"),
    [
        ("go", f"go: {{connector: go, {NOWHERE}, {KEYS}}}", "fikk ikke kontakt med 127.0.0.1:9"),
        ("go", f"go: {{connector: go, {KEYS}}}", "go mangler environment"),
        ("go", f"go: {{connector: go, environmet: demo, {KEYS}}}", "mente du environment?"),
        ("go", f'go: {{connector: go, environment: demo, {KEYS}, timeout_seconds: "0"}}', "må være mer enn null"),
        ("go", 'go: {connector: go, environment: demo, client_key: "${NO_SUCH_KEY}"}', "miljøet mangler NO_SUCH_KEY"),
        ("go", "go: {connector: go, standin: links.yaml}", "stedfortrederen kan ikke starte fra links.yaml"),
        ("win", 'win: {connector: win, url: "sqlite:///elsewhere.db"}', "filen finnes ikke"),
        ("win", 'win: {connector: win, url: "nosuch://db"}', "ingen kjent type database"),
        ("win", 'win: {connector: win, url: "sqlite:///win.db", pdfs: x}', "Win har ingen slik innstilling"),
        ("state", "state: nosuch://db", "`state:` nevner ingen kjent database"),
    ],
)
def test_what_is_wrong_with_a_setting_or_a_system(
    wingo: Wingo, demo_workspace: Path, set_line: SetLine, key: str, line: str, told: str
) -> None:
    (demo_workspace / "links.yaml").write_text("customer: {}\n", encoding="utf-8")
    set_line(demo_workspace, key, line)
    result = wingo("-w", demo_workspace, "--lang", "nb", "plan", "department")
    said = result.stdout + result.stderr
    assert result.exit_code in (1, 4)
    assert told in said
    assert "= hjelp: " in said


def test_what_the_views_lack(wingo: Wingo, demo_workspace: Path, in_win: Any) -> None:
    views = demo_workspace / "views"
    views.mkdir()
    (views / "department.sql").write_text("SELECT department_no, name FROM department\n", encoding="utf-8")
    (views / "employee.sql").write_text("SELECT nothing FROM nowhere\n", encoding="utf-8")
    plan = wingo("-w", demo_workspace, "--lang", "nb", "plan", "department", "employee")
    said = plan.stdout + plan.stderr
    assert "lesing av views/department.sql: viewet mangler kolonnene" in said
    assert "rett SQL-setningen i views/employee.sql" in said


def test_that_another_run_is_at_work(wingo: Wingo, demo_workspace: Path) -> None:
    with FileLock(demo_workspace / "state.db.lock"):
        said = norwegian(wingo("-w", demo_workspace, "--lang", "nb", "sync", "--yes"))
    assert "en annen kjøring av dette arbeidsområdet pågår" in said
    assert "= hjelp: vent til den er ferdig" in said


def test_how_a_mapping_is_shown(wingo: Wingo, demo_workspace: Path) -> None:
    said = wingo("-w", demo_workspace, "--lang", "nb", "show", "customer").stdout
    assert "\n  filer      " in said
    assert "tabell countries · " in said
    assert " til (-v viser dem)" in said


def test_a_plan_without_a_snapshot(wingo: Wingo, demo_workspace: Path) -> None:
    (demo_workspace / "series.yaml").unlink(missing_ok=True)
    said = norwegian(wingo("-w", demo_workspace, "--lang", "nb", "plan", "--offline", "customer"))
    assert "nummer holdes mot målsystemets vanlige nummerserier" in said


def test_what_cannot_be_written(wingo: Wingo, demo_workspace: Path) -> None:
    nowhere = demo_workspace / "not there" / "plan.wplan"
    said = wingo("-w", demo_workspace, "--lang", "nb", "plan", "--out", nowhere, "department").stderr
    assert "se etter om den finnes, og om denne brukeren kan lese og skrive den og mappen" in said


def test_a_yes_at_a_terminal(demo_workspace: Path, at_a_terminal: Callable[..., tuple[int, str]]) -> None:
    code, printed = at_a_terminal("kanskje\nja", "-w", str(demo_workspace), "--lang", "nb", "sync", "department")
    assert code == 0
    assert "[j/N]" in printed
    assert "Feil: svar med ja eller nei" in printed
    assert "Planlegger" in printed
    assert "Ingenting ble sendt." not in printed


def test_the_demo(wingo: Wingo, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "demo", ignore_errors=True)
    said = norwegian(wingo("--lang", "nb", "demo", tmp_path / "demo"))
    assert "60 kunder" in said
    assert "Prøv nå:" in said
