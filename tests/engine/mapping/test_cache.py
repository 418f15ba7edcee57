"""The cache on disk: what was kept is found with the user's key, and what is not whole and ours is as good as none."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.mapping.cache import Cache, user_cache

NAME = f"{'a' * 64}.mapping"
OTHER = f"{'b' * 64}.mapping"
CONTENT = b"what was made of a mapping"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one entry."""
    made = tmp_path / "cache"
    Cache(made).keep(NAME, CONTENT)
    return made


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


# ---- kept and found


@pytest.mark.parametrize("content", [b"", CONTENT, bytes(range(256)) * 1000])
def test_what_one_kept_another_finds(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "of" / "caches"
    Cache(folder).keep(NAME, content)
    assert Cache(folder).find(NAME) == content
    assert Cache(folder).find(OTHER) is None


def test_what_is_kept_again_is_the_later(folder: Path) -> None:
    Cache(folder).keep(NAME, b"later")
    assert Cache(folder).find(NAME) == b"later"


def test_only_the_user_may_look_into_the_folder(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert _names(folder) == {NAME, "key"}


def test_asking_alone_makes_no_folder(tmp_path: Path) -> None:
    assert Cache(tmp_path / "cache").find(NAME) is None
    assert list(tmp_path.iterdir()) == []


# ---- damaged


def test_no_byte_of_an_entry_can_be_another(folder: Path) -> None:
    entry, cache = folder / NAME, Cache(folder)
    whole = entry.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            entry.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])
            assert cache.find(NAME) is None, (place, bit)
    entry.write_bytes(whole)
    assert cache.find(NAME) == CONTENT


def test_no_part_of_an_entry_is_taken_for_it(folder: Path) -> None:
    entry, cache = folder / NAME, Cache(folder)
    whole = entry.read_bytes()
    for length in range(len(whole)):
        entry.write_bytes(whole[:length])
        assert cache.find(NAME) is None, length
    entry.write_bytes(whole + b"\0")
    assert cache.find(NAME) is None


def test_random_bytes_are_no_entry(folder: Path) -> None:
    chance = random.Random(22)
    for length in (0, 1, 31, 32, 33, 64, 1000):
        (folder / NAME).write_bytes(chance.randbytes(length))
        assert Cache(folder).find(NAME) is None


def test_an_entry_under_another_s_name_is_none(folder: Path) -> None:
    (folder / OTHER).write_bytes((folder / NAME).read_bytes())
    assert Cache(folder).find(OTHER) is None
    assert Cache(folder).find(NAME) == CONTENT


def test_an_entry_that_another_key_sealed_is_none(folder: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    Cache(stranger).keep(NAME, b"a stranger's")
    (folder / NAME).write_bytes((stranger / NAME).read_bytes())
    assert Cache(folder).find(NAME) is None


def test_a_folder_in_an_entry_s_place_is_left_alone(folder: Path) -> None:
    (folder / OTHER).mkdir()
    cache = Cache(folder)
    assert cache.find(OTHER) is None
    cache.keep(OTHER, CONTENT)
    assert (folder / OTHER).is_dir()
    assert _names(folder) == {NAME, OTHER, "key"}


# ---- the key


def _removed(key: Path) -> None:
    key.unlink()


def _short(key: Path) -> None:
    key.write_bytes(key.read_bytes()[:31])


def _long(key: Path) -> None:
    key.write_bytes(key.read_bytes() + b"\0")


def _emptied(key: Path) -> None:
    key.write_bytes(b"")


def _readable(key: Path) -> None:
    key.chmod(0o640)


def _writable(key: Path) -> None:
    key.chmod(0o602)


def _elsewhere(key: Path) -> None:
    beside = key.with_name("elsewhere")
    key.rename(beside)
    key.symlink_to(beside)


def _waiting(key: Path) -> None:
    key.unlink()
    os.mkfifo(key, 0o600)


BAD_KEYS = [_removed, _short, _long, _emptied, _readable, _writable, _elsewhere, _waiting]


@pytest.mark.parametrize("spoil", BAD_KEYS, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_key_that_another_may_know_is_made_anew(folder: Path, spoil: Callable[[Path], None]) -> None:
    key = folder / "key"
    before = key.read_bytes()
    spoil(key)
    cache = Cache(folder)
    assert cache.find(NAME) is None, "what the old key sealed counts no more"
    cache.keep(NAME, CONTENT)
    assert Cache(folder).find(NAME) == CONTENT
    assert key.read_bytes() != before
    assert (key.stat().st_mode & 0o777, key.is_symlink(), len(key.read_bytes())) == (0o600, False, 32)


def test_a_folder_in_the_key_s_place_makes_every_entry_a_stranger_s(folder: Path) -> None:
    (folder / "key").unlink()
    (folder / "key").mkdir()
    cache = Cache(folder)
    cache.keep(NAME, CONTENT)
    assert cache.find(NAME) == CONTENT
    assert Cache(folder).find(NAME) is None


# ---- no room, no right


def test_a_file_in_the_folder_s_place_is_no_cache(tmp_path: Path) -> None:
    place = tmp_path / "cache"
    place.write_text("mine", encoding="utf-8")
    cache = Cache(place)
    cache.keep(NAME, CONTENT)
    assert cache.find(NAME) is None
    assert place.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_no_cache() -> None:
    cache = Cache(Path("/proc/wingo/cache"))
    cache.keep(NAME, CONTENT)
    assert cache.find(NAME) is None


def _limited(program: str, folder: Path) -> None:
    """A program with a cache in a folder, in a process of its own."""
    begin = f"from pathlib import Path\nfrom engine.mapping.cache import Cache\ncache = Cache(Path({str(folder)!r}))\n"
    subprocess.run(
        [sys.executable, "-c", begin + program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=True,
    )


def test_a_full_disk_keeps_nothing_and_leaves_nothing_behind(folder: Path) -> None:
    """A limit on the size of files makes writing fail midway, as a full disk does."""
    program = f"""
import resource

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
cache.keep({OTHER!r}, bytes(1_000_000))
assert cache.find({OTHER!r}) is None
assert cache.find({NAME!r}) == {CONTENT!r}
"""
    _limited(program, folder)
    assert _names(folder) == {NAME, "key"}


def test_a_folder_without_a_right_to_write_is_read_only(folder: Path) -> None:
    """Root may write everywhere, so that it becomes somebody else first."""
    program = f"""
import os

os.chdir({str(folder)!r})
if os.getuid() == 0:
    for name in (".", *os.listdir()):
        os.chown(name, 65534, -1)
    os.setuid(65534)
os.chmod(".", 0o500)
cache = Cache(Path())
cache.keep({OTHER!r}, {CONTENT!r})
assert (cache.find({OTHER!r}), cache.find({NAME!r})) == (None, {CONTENT!r})
"""
    _limited(program, folder)
    assert _names(folder) == {NAME, "key"}
    folder.chmod(0o700)


def test_a_key_of_another_user_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1_234_567)
    cache = Cache(folder)
    assert cache.find(NAME) is None
    cache.keep(NAME, CONTENT)
    assert cache.find(NAME) == CONTENT
    assert Cache(folder).find(NAME) is None, "nor is the one that was made in its place"


# ---- bounded


def _old(folder: Path, number: int, size: int) -> None:
    path = folder / f"{number:064x}.mapping"
    path.touch()
    os.truncate(path, size)
    os.utime(path, (number, number))


def test_of_too_many_entries_the_oldest_go(folder: Path) -> None:
    for number in range(2_100):
        _old(folder, number, 1)
    Cache(folder).keep(OTHER, CONTENT)
    left = _names(folder)
    assert len(left) == 1_001, "half of what may be there, and the key"
    assert {NAME, OTHER, "key", f"{2_099:064x}.mapping"} <= left
    assert f"{0:064x}.mapping" not in left


def test_of_too_large_entries_the_oldest_go(folder: Path) -> None:
    for number in range(10):
        _old(folder, number, 60_000_000)
    Cache(folder).keep(OTHER, CONTENT)
    assert _names(folder) == {NAME, OTHER, "key", *(f"{number:064x}.mapping" for number in range(6, 10))}


def test_what_is_larger_than_is_worth_while_is_not_kept(folder: Path) -> None:
    Cache(folder).keep(OTHER, bytes(64_000_001))
    assert _names(folder) == {NAME, "key"}


def test_nothing_goes_but_what_wingo_wrote(folder: Path) -> None:
    """Somebody may name a folder that is used for more."""
    (folder / "letters").mkdir()
    others = {"thesis.txt", "0.mapping", f"{'g' * 64}.mapping", f"{'a' * 64}.mapping.txt"}
    for name in others:
        (folder / name).write_text("mine", encoding="utf-8")
        os.utime(folder / name, (0, 0))
    for number in range(1, 2_100):
        _old(folder, number, 1)
    Cache(folder).keep(OTHER, CONTENT)
    assert {"letters", *others} <= _names(folder)
    assert len(_names(folder)) < 1_010


def test_what_a_killed_process_left_goes_with_the_rest(folder: Path) -> None:
    for name in (f".{NAME}.123.0123abcd", ".key.123.0123abcd"):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (0, 0))
    for number in range(1, 2_100):
        _old(folder, number, 1)
    Cache(folder).keep(OTHER, CONTENT)
    assert not [name for name in _names(folder) if name.startswith(".")]


# ---- many at once

MANY = """
import sys

seed = int(sys.argv[1])
for turn in range(200):
    number = (turn * 7 + seed) % 40
    name = f"{number:064x}.mapping"
    content = name.encode() * (number + 1) * 50
    found = cache.find(name)
    assert found in (None, content), name
    cache.keep(name, content)
"""


def test_many_processes_read_and_write_at_once(folder: Path) -> None:
    begin = f"from pathlib import Path\nfrom engine.mapping.cache import Cache\ncache = Cache(Path({str(folder)!r}))\n"
    (folder / "key").unlink()  # they make it too
    running = [
        subprocess.Popen(
            [sys.executable, "-c", begin + MANY, str(seed)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
        )
        for seed in range(8)
    ]
    assert [process.communicate(timeout=120)[1] for process in running] == [b""] * 8
    assert [process.returncode for process in running] == [0] * 8
    assert _names(folder) == {NAME, "key", *(f"{number:064x}.mapping" for number in range(40))}


# ---- whose folder


def _place(environment: dict[str, str], tmp_path: Path) -> set[Path]:
    """Where an entry lands."""
    cache = user_cache(environment)
    assert cache is not None
    cache.keep(NAME, CONTENT)
    return {path.parent for path in tmp_path.rglob(NAME)}


def test_the_variable_names_the_folder(tmp_path: Path) -> None:
    assert _place({"WINGO_CACHE": str(tmp_path / "mine")}, tmp_path) == {tmp_path / "mine"}


@pytest.mark.parametrize(
    ("platform", "environment", "usual"),
    [
        ("linux", {}, ".cache/wingo"),
        ("linux", {"XDG_CACHE_HOME": "xdg"}, "xdg/wingo"),
        ("darwin", {"XDG_CACHE_HOME": "xdg"}, "Library/Caches/wingo"),
        ("win32", {}, "AppData/Local/wingo/Cache"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/wingo/Cache"),
    ],
)
def test_each_system_has_a_folder_for_such_things(
    platform: str, environment: dict[str, str], usual: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    named = {name: str(tmp_path / folder) for name, folder in environment.items()}
    assert _place(named, tmp_path) == {tmp_path / usual}


def test_off_is_no_cache() -> None:
    assert user_cache({"WINGO_CACHE": "off"}) is None


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 1_234_567)
    assert user_cache({}) is None
