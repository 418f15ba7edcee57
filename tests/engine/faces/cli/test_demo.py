"""`wingo demo` does the whole round and leaves a workspace in which there is nothing left to do."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.faces.cli.demo_folder import make_folder
from engine.faces.cli.main import main
from engine.model.ports import DemoData

Wingo = Callable[..., Result]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a demo that was made once, not to be changed; and what was printed."""
    folder = tmp_path_factory.mktemp("done") / "demo"
    result = CliRunner().invoke(main, ["demo", str(folder)])
    assert result.exit_code == 0, result.output
    return folder, result.stdout


def test_the_whole_round_is_done_and_reported(wingo: Wingo, done: tuple[Path, str]) -> None:
    folder, printed = done
    lines = printed.splitlines()
    assert lines[0].startswith("Win ")
    assert lines[1].startswith("Go ")
    for entity in ("department", "employee", "customer", "contact_person", "project", "invoice", "credit_note"):
        assert any(line.split()[:1] == [entity] for line in lines), entity
    assert any(re.match(r"Payments +\d+ came back", line) for line in lines)
    assert re.search(r"\d+ records are held back", printed)
    assert re.search(r"\d+ API calls", printed)
    assert any(line.startswith("Try next:") for line in lines)
    hint = next(line for line in lines if line.startswith("Try next:"))
    assert f"wingo -w {folder} plan" in hint
    assert wingo("-w", folder, "plan", "--detailed-exitcode").exit_code == 0


def test_a_demo_is_made_anew_and_what_was_edited_is_kept_and_told(
    wingo: Wingo, done: tuple[Path, str], tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(done[0], folder)
    with (folder / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    again = wingo("demo", folder)
    assert again.exit_code == 0
    told = "customer.yaml was edited: it is made anew, and yours is kept as customer.yaml.kept-1\n"
    assert again.stdout.startswith(told)
    counts = [re.findall(r"^  (\w+ +.*)$", printed, re.MULTILINE) for printed in (done[1], again.stdout)]
    assert len(counts[0]) > 5
    assert counts[0] == counts[1]
    assert wingo("-w", folder, "check").exit_code == 0


def outcomes(plan: str) -> Counter[tuple[str, str, tuple[str, ...]]]:
    """How many records of each customer's kind end in each way, and with which codes."""
    return Counter(
        (change["entity"], change["action"], tuple(sorted(one["code"] for one in change["diagnostics"])))
        for change in json.loads(plan)["changes"]
        if change["entity"] not in ("department", "employee")
    )


def test_a_large_demo_has_the_same_edge_cases_in_proportion(wingo: Wingo, tmp_path: Path) -> None:
    plans = []
    for customers in (60, 180):
        folder = tmp_path / str(customers)
        made = wingo("demo", folder, "--customers", customers)
        assert made.exit_code == 0, made.output
        assert f"with {customers} customers, 15 employees, 6 departments" in made.stdout
        assert "Nothing was sent." in made.stdout
        plans.append(outcomes(wingo("-w", folder, "plan", "--format", "json").stdout))
    small, large = plans
    assert ("customer", "refused", ("R301",)) in small
    assert large == Counter({outcome: 3 * times for outcome, times in small.items()})


def test_a_size_that_a_demo_cannot_have_makes_nothing(wingo: Wingo, tmp_path: Path) -> None:
    result = wingo("demo", tmp_path / "demo", "--customers", 59)
    assert result.exit_code == 2
    assert "from 60 to" in result.stderr
    assert not (tmp_path / "demo").exists()


def test_a_folder_that_holds_something_else_is_left_alone(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    result = wingo("demo", tmp_path)
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


class _Empty:
    """A demo without a database: only what becomes of the folder's files is looked at."""

    customers = range(1)

    def build(self, folder: Path, customers: int | None = None) -> DemoData:
        return DemoData({}, {}, ())


def make(folder: Path, shipped: Path) -> list[tuple[str, str]]:
    return [(one.name, one.kept_as) for one in make_folder(folder, shipped, _Empty())[1]]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    (folder / "views").mkdir(parents=True)
    for name in ("customer.yaml", "views/customer.sql"):
        (folder / name).write_text("shipped", encoding="utf-8")
    return folder


def test_what_was_edited_in_a_demo_is_kept(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "demo"
    assert make(folder, shipped) == []
    for edit in ("first", "second"):
        (folder / "customer.yaml").write_text(edit, encoding="utf-8")
        (folder / "views" / "customer.sql").write_text(edit, encoding="utf-8")
        make(folder, shipped)
        assert (folder / "customer.yaml").read_text(encoding="utf-8") == "shipped"
    for place in ("customer.yaml", "views/customer.sql"):
        assert [(folder / f"{place}.kept-{n}").read_text(encoding="utf-8") for n in (1, 2)] == ["first", "second"]
    assert make(folder, shipped) == []


def test_what_a_newer_version_ships_is_no_edit(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "demo"
    make(folder, shipped)
    (shipped / "customer.yaml").write_text("newer", encoding="utf-8")
    assert make(folder, shipped) == []
    assert (folder / "customer.yaml").read_text(encoding="utf-8") == "newer"


def test_a_demo_that_noted_no_digests_loses_no_edit_either(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "demo"
    make(folder, shipped)
    (folder / ".wingo-demo").write_text("Made by `wingo demo`.\n", encoding="utf-8")
    (folder / "customer.yaml").write_text("mine", encoding="utf-8")
    (folder / "employee.yaml").write_text("also mine", encoding="utf-8")
    assert make(folder, shipped) == [("customer.yaml", "customer.yaml.kept-1")]
    assert (folder / "employee.yaml").read_text(encoding="utf-8") == "also mine"
