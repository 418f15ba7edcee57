"""An office of a workspace's real documents and state, joined to the two systems in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.memory import MemoryGo, MemoryWin
from bench.workloads.customers import register
from engine.faces.documents import read_documents
from engine.faces.opening import open_store
from engine.sync.planning.planner import Office
from engine.sync.world import real_world

ENTITIES = ("department", "customer")
_WORKSPACE = f"""\
workspace: bench
win: {{connector: win, url: "sqlite:///win.db", invoice_client: 1}}
go: {{connector: go, environment: demo, application_key: a, client_key: c, subscription_key: s}}
state: sqlite:///state.db
entities: [{", ".join(ENTITIES)}]
timezone: Europe/Oslo
"""


@contextmanager
def office_of(customers: int) -> Iterator[Office]:
    """An office with that many customers in Win, an empty Go and an empty state; its folder goes with it."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        (Path(folder) / "workspace.yaml").write_text(_WORKSPACE, encoding="utf-8")
        documents = read_documents(Path(folder))
        if documents.workspace is None or documents.mappings is None or documents.has_errors:
            raise RuntimeError("; ".join(d.message for d in documents.diagnostics if d.is_error))
        store = open_store(documents.workspace, stack)
        connections = {"win": MemoryWin(partial(register, customers)), "go": MemoryGo()}
        world = real_world(documents.workspace.timezone)
        yield Office(documents.workspace, tuple(documents.mappings.mappings), connections, store, world)
