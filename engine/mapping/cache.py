"""What was made of mappings, kept on disk for the next process, and sealed: only what this user's wingo wrote is read.

An entry is found by a name that says all it was made of (see cached.py), so a stale one is never asked for. Its content
begins with a seal, made with a key that only the user can read: what is damaged, or was written by somebody else, is
taken for missing before a byte of it is looked at. Nothing here fails: a cache that cannot be read or written is none.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_KEY = "key"
_KEY_BYTES = 32
_SEAL_BYTES = 32
_ENTRIES_MAX = 2_000
_ENTRY_MAX = 64_000_000  # bytes; a mapping with a larger table is quicker read than unsealed


class Cache:
    """A folder of entries. Safe with many processes: a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key: bytes | None = None

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
            self._make_room()

    def _seal(self, name: str, content: bytes) -> bytes:
        """The name is sealed too: an entry under another's name is as good as damaged."""
        if self._key is None:
            self._key = _key_of(self._folder)
        return hmac.digest(self._key, name.encode() + b"\0" + content, "sha256")

    def _make_room(self) -> None:
        """Of too many entries those go that were written first."""
        entries = [entry for entry in os.scandir(self._folder) if entry.name != _KEY]
        if len(entries) > _ENTRIES_MAX:
            entries.sort(key=lambda entry: entry.stat().st_mtime_ns)
            for entry in entries[: len(entries) - _ENTRIES_MAX // 2]:
                os.unlink(entry.path)


def user_cache(environment: Mapping[str, str]) -> Cache | None:
    """The cache in the user's own folder for such things; None when `WINGO_CACHE` is `off`. It may name a folder."""
    chosen = environment.get("WINGO_CACHE", "")
    if chosen == "off":
        return None
    return Cache(Path(chosen) if chosen else _usual_folder(environment))


def _usual_folder(environment: Mapping[str, str]) -> Path:
    """Where the system keeps what programs can make again."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "wingo" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "wingo"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wingo"


def _key_of(folder: Path) -> bytes:
    """The folder's key, made when it is missing, and anew when others may read it."""
    path = folder / _KEY
    try:
        if os.name == "nt" or not path.stat().st_mode & 0o077:
            key = path.read_bytes()
            if len(key) == _KEY_BYTES:
                return key
    except OSError:
        pass
    key = secrets.token_bytes(_KEY_BYTES)
    with suppress(OSError):
        _write(path, key)
        key = path.read_bytes()  # another process may have been quicker
    return key


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as whole:
            whole.write(content)
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)
        raise
