"""What checks mappings on every commit: the hook, the action and the workflow, run on a repository of their own.

The hook's and the action's own files say what is run; only what GitHub or pre-commit would do round it (installing,
choosing the files of a commit, filling in inputs) is done here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
GOOD = """\
mapping: customer
extends: base/customer
rules: |
  let credit_days = payment_days ?? 10
"""
BAD = GOOD + "  EmailAddress = emial | lower\n"
FAILING = (
    GOOD
    + """\
tests:
  - name: the name is kept
    given: {customer_no: 10001, name: Fjord AS}
    expect: {Name: Fjell AS}
"""
)
WORKSPACE = """\
workspace: fjord
win: {connector: win, url: "${WIN_URL}", invoice_client: 1}
go:  {connector: go, environment: demo, application_key: "${A}", client_key: "${C}", subscription_key: "${S}"}
entities: [department, employee, customer]
"""
CUSTOMER = Path("mappings/customers/fjord/customer.yaml")


def read(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8"))


class Repository:
    """A consultant's git repository with one customer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q")
        self.write(CUSTOMER.parent / "workspace.yaml", WORKSPACE)
        self.write(CUSTOMER, GOOD)
        self.write(Path("notes.md"), "notes\n")

    def write(self, name: Path, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        around = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **env}
        around |= {
            f"GIT_{who}_{what}": "ola@firm.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        around |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return subprocess.run(command, cwd=self.folder, env=around, capture_output=True, encoding="utf-8", check=False)

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", *arguments)

    def commit(self) -> subprocess.CompletedProcess[str]:
        self.git("add", "-A")
        return self.git("commit", "-q", "-m", "Change")

    @property
    def commits(self) -> int:
        return len(self.git("log", "--oneline", "--all").stdout.splitlines())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def install_hooks(repository: Repository) -> None:
    """What pre-commit does with a hook: its entry and arguments, when a file of the commit is one of its files."""
    lines = ["#!/bin/sh"]
    for hook in read(".pre-commit-hooks.yaml"):
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        command = " ".join([hook["entry"], *hook["args"]])
        lines.append(f"git diff --cached --name-only | grep -qE '{hook['files']}' && {{ {command} || exit 1; }}")
    script = repository.folder / ".git" / "hooks" / "pre-commit"
    script.parent.mkdir(exist_ok=True)
    script.write_text("\n".join([*lines, "exit 0", ""]), encoding="utf-8")
    script.chmod(0o755)


def test_a_good_commit_passes_the_hook_and_a_bad_one_fails_at_its_line(repository: Repository) -> None:
    install_hooks(repository)
    good = repository.commit()
    assert (good.returncode, repository.commits) == (0, 1), good.stderr
    repository.write(CUSTOMER, BAD)
    bad = repository.commit()
    assert (bad.returncode, repository.commits) == (1, 1), "the commit was made all the same"
    assert f"--> {CUSTOMER.as_posix()}:5:18" in bad.stdout + bad.stderr
    assert "did you mean `email`?" in bad.stdout + bad.stderr


def test_the_hook_runs_the_examples_and_leaves_other_commits_alone(repository: Repository) -> None:
    install_hooks(repository)
    repository.write(CUSTOMER, FAILING)
    failing = repository.commit()
    assert failing.returncode == 1
    assert f"{CUSTOMER.as_posix()}:8" in failing.stdout + failing.stderr
    repository.git("reset", "-q")
    repository.git("add", "notes.md")
    assert repository.git("commit", "-q", "-m", "Write notes").returncode == 0, "it holds no mapping"


def act(repository: Repository, **given: str) -> list[subprocess.CompletedProcess[str]]:
    """The action's steps in turn, as GitHub runs them: until one fails."""
    action = read("action.yml")
    inputs = {name: declared["default"] for name, declared in action["inputs"].items()} | given
    done = []
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        if "if" in step and not _holds(step["if"], inputs):
            continue
        env = {name: _filled(text, inputs) for name, text in step.get("env", {}).items()}
        done.append(repository.run("bash", "-eo", "pipefail", "-c", step["run"], **env))
        if done[-1].returncode:
            break
    return done


def _filled(text: str, inputs: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], text)


def _holds(condition: str, inputs: dict[str, str]) -> bool:
    found = re.fullmatch(r"\$\{\{ inputs\.(\w+) (==|!=) '(\w*)' \}\}", condition)
    assert found, f"a condition that this test cannot tell: {condition}"
    return (inputs[found[1]] == found[3]) is (found[2] == "==")


def test_the_action_passes_good_mappings(repository: Repository) -> None:
    steps = act(repository, install="false")
    assert [step.returncode for step in steps] == [0, 0], [step.stdout + step.stderr for step in steps]
    assert "::error" not in steps[0].stdout
    assert "0 failed" in steps[1].stdout


def test_the_action_fails_bad_mappings_at_their_line_and_writes_it_down(repository: Repository) -> None:
    repository.write(CUSTOMER, BAD)
    steps = act(repository, install="false", sarif="found.sarif")
    assert [step.returncode for step in steps] == [0, 1]
    assert f"::error file={CUSTOMER.as_posix()},line=5,endLine=5,col=18,endColumn=22,title=N101::" in steps[1].stdout
    (result,) = json.loads((repository.folder / "found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 5


def test_no_input_of_the_action_is_put_into_a_script() -> None:
    assert all("${{" not in step["run"] for step in read("action.yml")["runs"]["steps"])


def test_this_repositorys_workflow_uses_the_action_as_it_is() -> None:
    steps = read(".github/workflows/mappings.yml")["jobs"]["check"]["steps"]
    (own,) = [step for step in steps if step["uses"] == "./"]
    assert own["with"].keys() <= read("action.yml")["inputs"].keys()
    assert (ROOT / own["with"]["path"]).is_dir()
    (upload,) = [step for step in steps if step["uses"].startswith("github/codeql-action/upload-sarif@")]
    assert upload["with"]["sarif_file"] == own["with"]["sarif"]
