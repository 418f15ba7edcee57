"""`wingo fmt` writes only what changes, says what it leaves alone, and with --check or --diff writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Wingo = Callable[..., Result]

UNTIDY = """\
mapping: customer
extends: base/customer
rules: |
  # of the days
  let credit_days=payment_days??10   # agreed
  SendPaymentReminders=reminders
"""
TIDY = """\
mapping: customer
extends: base/customer
rules: |
  # of the days
  let credit_days = payment_days ?? 10  # agreed
  SendPaymentReminders = reminders
"""
BROKEN = "mapping: customer\nrules: |\n  Name == name\n  Email  =  (\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one untidy mapping; the current folder."""
    monkeypatch.chdir(tmp_path)
    write("workspace.yaml", "workspace: x\n")
    write("customer.yaml", UNTIDY)
    return tmp_path


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def read(name: str) -> str:
    return Path(name).read_bytes().decode("utf-8")


def test_the_workspace_s_mappings_are_laid_out(wingo: Wingo, folder: Path) -> None:
    result = wingo("fmt")
    assert (result.exit_code, read("customer.yaml")) == (0, TIDY)
    assert result.stdout == "customer.yaml laid out anew\n1 file changed, 1 file was in order\n"
    again = wingo("fmt")
    assert (again.exit_code, again.stdout) == (0, "2 files were in order\n")


def test_a_file_in_order_is_not_written(wingo: Wingo, folder: Path) -> None:
    path = write("customer.yaml", TIDY)
    os.utime(path, ns=(1, 1))
    inode = path.stat().st_ino
    assert wingo("fmt", path).exit_code == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (1, inode)


def test_check_names_what_would_change_and_writes_nothing(wingo: Wingo, folder: Path) -> None:
    result = wingo("fmt", "--check")
    assert (result.exit_code, read("customer.yaml")) == (1, UNTIDY)
    assert result.stdout == "customer.yaml would be laid out anew\n1 file would change, 1 file is in order\n"
    assert wingo("fmt", "--check", "-q").stdout == "customer.yaml would be laid out anew\n"
    write("customer.yaml", TIDY)
    assert wingo("fmt", "--check").exit_code == 0


def test_diff_prints_a_patch_that_does_what_fmt_does(wingo: Wingo, folder: Path) -> None:
    write("bare.yaml", "rules: |\n  A=a")
    result = wingo("fmt", "--diff")
    assert (result.exit_code, read("customer.yaml")) == (1, UNTIDY)
    assert "--- customer.yaml\n+++ customer.yaml\n" in result.stdout
    assert "\\ No newline at end of file" in result.stdout
    assert result.stderr == "2 files would change, 1 file is in order\n"
    subprocess.run(["git", "apply", "-p0", "-"], input=result.stdout, text=True, check=True, cwd=folder)
    assert (read("customer.yaml"), read("bare.yaml")) == (TIDY, "rules: |\n  A = a")
    calm = wingo("fmt", "--diff", "-q")
    assert (calm.exit_code, calm.stdout, calm.stderr) == (0, "", "")


def test_what_cannot_be_read_is_left_alone_and_the_others_go_on(wingo: Wingo, folder: Path) -> None:
    write("broken.yaml", BROKEN)
    result = wingo("fmt")
    assert (result.exit_code, read("broken.yaml"), read("customer.yaml")) == (1, BROKEN, TIDY)
    assert "error[S" in result.stderr
    assert " --> broken.yaml:3:8" in result.stderr
    assert result.stdout.endswith("1 file changed, 1 file was in order, 1 file was left alone\n")
    assert wingo("fmt", "--check", "broken.yaml").exit_code == 1


def test_line_breaks_rights_and_links_of_a_file_stay(wingo: Wingo, folder: Path) -> None:
    path = write("there/customer.yaml", UNTIDY.replace("\n", "\r\n"))
    path.chmod(0o664)
    link = Path("here.yaml")
    link.symlink_to(path)
    assert wingo("fmt", "here.yaml").exit_code == 0
    assert read("there/customer.yaml") == TIDY.replace("\n", "\r\n")
    assert path.stat().st_mode & 0o777 == 0o664
    assert link.is_symlink()


def test_a_repository_s_mappings_and_a_folder_s_are_found(
    wingo: Wingo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("mappings/base/a.yaml", "mappings/customers/x/customer.yaml", "mappings/.kept/a.yaml", "other/a.yaml"):
        write(name, UNTIDY)
    write("mappings/tables/vat.yaml", "table: vat\nrows:\n  a:   b\n")
    result = wingo("fmt")
    assert result.exit_code == 0
    assert "2 files changed, 1 file was in order" in result.stdout
    assert (read("mappings/.kept/a.yaml"), read("other/a.yaml")) == (UNTIDY, UNTIDY)
    assert wingo("fmt", "-q", "other").stdout == ""
    assert read("other/a.yaml") == TIDY


def test_without_a_workspace_and_without_mappings_it_says_so(
    wingo: Wingo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write("a.yaml", UNTIDY)
    result = wingo("fmt")
    assert (result.exit_code, read("a.yaml")) == (1, UNTIDY)
    assert "error[D201]" in result.stderr
    assert wingo("fmt", "nowhere").exit_code == 2


def test_what_cannot_be_written_is_told(wingo: Wingo, folder: Path) -> None:
    write("shut/customer.yaml", UNTIDY)
    Path(f"shut/.customer.yaml.{os.getpid()}").mkdir()  # where it would be written first
    result = wingo("fmt")
    assert (result.exit_code, read("customer.yaml")) == (1, TIDY)
    assert "error[P906]" in result.stderr
    assert read("shut/customer.yaml") == UNTIDY


def test_it_speaks_norwegian(wingo: Wingo, folder: Path) -> None:
    assert wingo("--lang", "nb", "fmt").stdout == "customer.yaml satt opp på nytt\n1 fil endret, 1 fil var i orden\n"


def test_it_pays_for_no_database_no_network_and_no_catalog(folder: Path) -> None:
    program = """
import sys
from engine.faces.cli.main import main
main(["fmt", "-q"], standalone_mode=False)
print(sorted({"connectors", "httpx", "jinja2", "sqlalchemy", "starlette", "rich"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "[]\n", done.stderr
