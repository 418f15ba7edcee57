"""The folder of OCR files: each appears whole, once, and is never written again when it was taken away.

A file is written under another name first. Then the ledger says that it is handed over, and only then it gets its own
name: as long as it has the other one, nobody has taken it, so whoever finds it marked finishes what was begun.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.win.catalog import TITLE
from engine.model.failure import Conflict, Unreachable
from engine.model.text import say

_UNFINISHED = ".unfinished"


class Outbox:
    """The folder, and the names of one firm's files in it."""

    def __init__(self, folder: Path, client: int | None) -> None:
        self.folder = folder
        self._stem = "wingo" if client is None else f"wingo-{client}"

    def path(self, number: int) -> Path:
        """Where a file appears: its names sort as its numbers do."""
        return self.folder / f"{self._stem}-{number:07d}.ocr.txt"

    def unfinished(self) -> list[int]:
        """The numbers of the files that are written and have not appeared. Raises Unreachable."""
        pattern = re.compile(re.escape(self._stem) + r"-([0-9]{7,})\.ocr\.txt" + re.escape(_UNFINISHED))
        with _translated(self.folder):
            names = sorted(path.name for path in self.folder.glob(f"*{_UNFINISHED}"))
        return [int(found[1]) for name in names if (found := pattern.fullmatch(name))]

    def write(self, number: int, content: bytes) -> None:
        """Write a file under its other name, to the disk. Raises Unreachable, and Conflict when its own is taken."""
        path = self._free(number)
        with _translated(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(f"{path}{_UNFINISHED}", "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _keep_names(self.folder)

    def show(self, number: int) -> Path:
        """Let a written file appear. Raises as `write` does."""
        path = self._free(number)
        with _translated(path):
            os.replace(f"{path}{_UNFINISHED}", path)
            _keep_names(self.folder)
        return path

    def _free(self, number: int) -> Path:
        path = self.path(number)
        with _translated(path):
            is_taken = path.exists()
        if is_taken:
            remedy = say("move it elsewhere: each OCR file has a name of its own, and no file is written over")
            raise Conflict(TITLE, _asked(path), say("there is another file of that name"), remedy=remedy)
        return path


def _keep_names(folder: Path) -> None:
    """See to it that the folder's names outlive a power cut, where a folder can be asked that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        remedy = say("make the folder for OCR files writable from here; the next run goes on where this one stopped")
        raise Unreachable(TITLE, _asked(path), str(error), remedy=remedy) from error


def _asked(path: Path) -> str:
    return say("writing {place}", place=path)
