"""A file that appears whole or not at all: written beside its place, then moved into it. It is its maker's alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_MODE = 0o600  # a customer's names and amounts stand in it


@contextmanager
def new_file(path: Path, mode: int = _MODE) -> Iterator[BinaryIO]:
    """A file to write (and to read again), which takes its place when all went well; else nothing is left of it.

    `mode`: who may do what with it; of a file that takes another's place, that one's.
    Raises OSError, naming the place, when its folder cannot be written to.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), _MODE)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from None
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode != _MODE:
            beside.chmod(mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)  # there is none once it has taken its place
