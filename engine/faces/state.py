"""Opening a workspace's state alone: what it remembers is told without a call, and with broken mappings too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.faces.opening import Unusable, open_store
from engine.faces.systems import catalogs
from engine.mapping.workspace import Workspace, load_workspace
from engine.model.frozen import frozen
from engine.sync.state.store import Store
from engine.sync.world import real_world


@frozen
class State:
    """A workspace with its state. `now` is the time of the question, in UTC."""

    workspace: Workspace
    store: Store
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """Where the customer is: times are told as they were there."""
        return ZoneInfo(self.workspace.timezone)

    @property
    def is_at_work(self) -> bool:
        """Whether a run of this workspace is at work now."""
        return self.store.lock.is_held()


@contextmanager
def opened_state(folder: Path) -> Iterator[State]:
    """Open a workspace's state for the length of a command.

    Raises Unusable for a workspace or a URL that is wrong, and Unreachable.
    """
    loaded = load_workspace(folder, catalogs())
    if loaded.workspace is None:
        raise Unusable(tuple(d for d in loaded.diagnostics if d.is_error), loaded.sources)
    with ExitStack() as stack:
        store = open_store(loaded.workspace, stack)
        yield State(loaded.workspace, store, real_world(loaded.workspace.timezone).clock())
