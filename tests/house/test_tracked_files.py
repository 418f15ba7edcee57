"""What is kept in the repository names no machine and no place that only one machine reaches."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in pieces, so that this file may be looked at too.
MACHINE_PATHS = re.compile(r"(?<![\w.}~])/(?:" + "work|tmp|home|root|opt|Users" + r")/\w|[A-Z]:\\Users\\")
INDEX_ADDRESSES = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "--(?:extra-)?index" + "-url", "--find" + "-links"))
)
TEXT = {
    ".cfg",
    ".css",
    ".html",
    ".j2",
    ".json",
    ".lark",
    ".lock",
    ".mako",
    ".md",
    ".py",
    ".sql",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    "",
}


def _tracked() -> list[Path]:
    """The repository's files; where there is no repository (an unpacked archive), nothing can be told apart."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("no repository here")
    names = [name for name in listing.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).suffix in TEXT and (ROOT / name).is_file()]


@pytest.mark.parametrize(("what", "pattern"), [("a machine's path", MACHINE_PATHS), ("an index", INDEX_ADDRESSES)])
def test_no_file_names(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _tracked()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == [], f"{what} stands in a file that others get"


def test_no_file_is_larger_than_a_person_reads() -> None:
    assert [path.name for path in _tracked() if path.stat().st_size > 500_000] == []
