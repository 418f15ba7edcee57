"""Exported files as a database that is only read: a private one, taken away when it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from connectors.win.connect import Database, sqlite_engine
from connectors.win.exports.complaints import Place, no_inlet
from connectors.win.exports.loading import Loaded
from engine.model.failure import Failure
from engine.model.text import Text


@dataclass(slots=True)
class Found:
    """What was found when files were opened. `strangers`: what is not read, as no view is called so.

    `withheld`: why a view cannot be read. `troubles`: what holds nothing back.
    """

    loaded: list[Loaded] = field(default_factory=list)
    strangers: list[Place] = field(default_factory=list)
    withheld: dict[str, Failure] = field(default_factory=dict)
    troubles: list[Text] = field(default_factory=list)


class ExportedDatabase(Database):
    """`found`: what the doctor tells of the files. `kept`: what the database stands on, until it is closed."""

    def __init__(self, path: Path, title: str, found: Found, kept: ExitStack) -> None:
        super().__init__(sqlite_engine(path, "ro"), embedded=True, title=title)
        self.found = found
        self._kept = kept

    @property
    def withheld(self) -> Mapping[str, Failure]:
        """The views that cannot be read, each with what reading it raises."""
        return self.found.withheld

    def writing(self, request: str) -> NoReturn:
        """Raises Rejected: files are only read."""
        raise no_inlet(request)

    def close(self) -> None:
        """Take the private database away."""
        super().close()
        self._kept.close()
