"""What was made of mappings, kept on disk for the next process, and sealed: only what this user's wingo wrote is read.

An entry is found by a name that says all it was made of (see cached.py), so a stale one is never asked for. Its content
begins with a seal, made with a key that only the user can read: what is damaged, or was written by somebody else, is
taken for missing before a byte of it is looked at. Nothing here fails: a cache that cannot be read or written is none.
"""

from __future__ import annotations

import hmac
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from engine.model.pattern import pattern

_KEY = "key"
_KEY_BYTES = 32
_SEAL_BYTES = 32
_ENTRIES_MAX = 2_000
_ENTRIES_BYTES_MAX = 500_000_000
_ENTRY_MAX = 64_000_000  # bytes; a mapping with a larger table is quicker read than unsealed
_KEPT_BETWEEN = 50  # entries that a process keeps before it looks again whether there are too many
# The folder may be one that somebody named and keeps other things in: only what has such a name is ours to delete.
_OURS = pattern(r"\.?[0-9a-f]{64}\.(mapping|functions)(\.\d+\.[0-9a-f]{8})?|\.key\.\d+\.[0-9a-f]{8}")


class Cache:
    """A folder of entries. Safe with many processes: a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key: bytes | None = None
        self._kept = 0

    def find(self, name: str) -> bytes | None:
        """An entry's content, None when there is none that this user's wingo wrote."""
        try:
            sealed = (self._folder / name).read_bytes()
        except OSError:
            return None
        content = sealed[_SEAL_BYTES:]
        return content if hmac.compare_digest(self._seal(name, content), sealed[:_SEAL_BYTES]) else None

    def keep(self, name: str, content: bytes) -> None:
        """Keep an entry."""
        if len(content) > _ENTRY_MAX:
            return
        with suppress(OSError):
            _write(self._folder / name, self._seal(name, content) + content)
            if self._kept % _KEPT_BETWEEN == 0:
                self._make_room()
            self._kept += 1

    def _seal(self, name: str, content: bytes) -> bytes:
        """The name is sealed too: an entry under another's name is as good as damaged."""
        if self._key is None:
            self._key = _key_of(self._folder)
        return hmac.digest(self._key, name.encode() + b"\0" + content, "sha256")

    def _make_room(self) -> None:
        """Of too many entries those go that were written first, until half of what may be is left."""
        entries = sorted(_entries(self._folder), key=lambda entry: entry[0])
        size = sum(entry[1] for entry in entries)
        if len(entries) <= _ENTRIES_MAX and size <= _ENTRIES_BYTES_MAX:
            return
        left = len(entries)
        for _, bytes_, path in entries:
            if left <= _ENTRIES_MAX // 2 and size <= _ENTRIES_BYTES_MAX // 2:
                break
            with suppress(OSError):  # another process makes room too
                os.unlink(path)
            left, size = left - 1, size - bytes_


def _entries(folder: Path) -> Iterator[tuple[int, int, str]]:
    """When each entry was written (ns), its size (bytes) and its path; what a killed process left half written too."""
    for entry in os.scandir(folder):
        if _OURS.fullmatch(entry.name):
            with suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                yield found.st_mtime_ns, found.st_size, entry.path


def user_cache(environment: Mapping[str, str]) -> Cache | None:
    """The cache in the user's own folder for such things; None when `WINGO_CACHE` is `off`. It may name a folder."""
    chosen = environment.get("WINGO_CACHE", "")
    if chosen == "off":
        return None
    try:
        return Cache(Path(chosen) if chosen else _usual_folder(environment, sys.platform))
    except RuntimeError:  # a user without a home, as in many a container
        return None


def _usual_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Where the system keeps what programs can make again."""
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "wingo" / "Cache"
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / "wingo"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wingo"


def _key_of(folder: Path) -> bytes:
    """The folder's key, made when it is missing, and anew when somebody else may know it."""
    path = folder / _KEY
    key = _own_key(path)
    if key is not None:
        return key
    made = os.urandom(_KEY_BYTES)
    with suppress(OSError):
        _write(path, made)
    return _own_key(path) or made  # another process may have been quicker


def _own_key(path: Path) -> bytes | None:
    """The key of a file that is this user's and that nobody else may read; None when there is no such file."""
    try:
        # Neither led elsewhere nor kept waiting by what lies in its place.
        file = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError:
        return None
    try:
        key = os.read(file, _KEY_BYTES + 1) if _is_private(os.fstat(file)) else b""
    except OSError:
        return None
    finally:
        os.close(file)
    return key if len(key) == _KEY_BYTES else None


def _is_private(found: os.stat_result) -> bool:
    if os.name == "nt":  # where a user's own folder is the user's own
        return True
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as whole:
            whole.write(content)
        os.replace(beside, path)
    finally:  # also when somebody stops the program
        with suppress(OSError):
            os.unlink(beside)
