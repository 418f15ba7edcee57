"""Keeping what a command asks of its systems in a folder, for support; a run never suffers by it."""

from __future__ import annotations

import os
from pathlib import Path

from engine.model.recording import file_name, numbers, written
from engine.model.watching import Exchange, Happening, work

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600  # it is a customer's data: its owner's alone


class Recorder:
    """A watcher that writes each exchange to a file of its own. `problem`: why it gave up, None when it has not."""

    problem: OSError | None = None

    def __init__(self, folder: Path) -> None:
        """Make the folder, or add to the recording that it holds. Raises OSError."""
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        self._folder = folder
        self._number = max(numbers(folder), default=0)

    def __call__(self, happening: Happening) -> None:
        """Keep an exchange; once one could not be kept, none is: a recording with a hole would mislead."""
        if isinstance(happening, Exchange) and self.problem is None:
            try:
                self._keep(written(happening, work()))
            except OSError as problem:
                self.problem = problem

    def _keep(self, text: str) -> None:
        """Write the next file. Raises OSError."""
        while True:
            self._number += 1
            path = self._folder / file_name(self._number)
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
            except FileExistsError:  # another command records into the same folder
                continue
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            return
