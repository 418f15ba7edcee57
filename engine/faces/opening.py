"""Opening a workspace: its documents checked, its systems connected, its state at hand; all given back at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.diagnostics.diagnostic import Diagnostic, error
from engine.diagnostics.source import SourceText
from engine.faces.documents import Loading, read_documents
from engine.faces.systems import connectors, standins
from engine.mapping.collection import load_mappings
from engine.mapping.variables import Unset
from engine.mapping.workspace import System, Workspace
from engine.model.frozen import frozen
from engine.model.ports import Connection, RunningStandIn
from engine.model.text import Text, say
from engine.model.watching import at_work
from engine.sync.world import World, real_world

if TYPE_CHECKING:
    from engine.sync.planning.planner import Office
    from engine.sync.state.lock import RunLock
    from engine.sync.state.store import Store

# What stands for the settings that a call would need, when no call will be made.
OFFLINE_WORD = "offline"
OFFLINE_URL = "https://offline.invalid"


class Unusable(Exception):
    """A workspace cannot be worked with. `diagnostics` say why, `sources` hold the files they point into."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, SourceText] | None = None) -> None:
        super().__init__("; ".join(d.message for d in diagnostics))
        self.diagnostics = diagnostics
        self.sources = sources or {}


@frozen
class Opened:
    """An open workspace. `sources`: for diagnostics that point into mappings.

    `standins`: those that serve for the length of this command, by system.
    """

    office: Office
    sources: Mapping[str, SourceText]
    standins: Mapping[str, RunningStandIn]

    @property
    def lock(self) -> RunLock:
        """What a run holds while it is at work: its state's lock."""
        assert self.office.store is not None, "a run needs its state"
        return self.office.store.lock


@contextmanager
def opened(
    folder: Path,
    *,
    offline: bool = False,
    world: Callable[[str], World] = real_world,
    load: Loading = load_mappings,
) -> Iterator[Opened]:
    """Open a workspace for the length of a command.

    Raises Unusable for wrong documents or settings, and the Failures of systems that cannot be opened.
    """
    # Those who only read documents do not pay for planning and its database.
    from engine.sync.planning.planner import Office

    documents = read_documents(folder, load)
    if documents.workspace is None or documents.mappings is None or documents.has_errors:
        raise Unusable(tuple(d for d in documents.diagnostics if d.is_error), documents.sources)
    workspace = documents.workspace
    with ExitStack() as stack:
        stack.enter_context(at_work(workspace=workspace.name))
        running: dict[str, RunningStandIn] = {}
        systems = _connections(workspace, offline, stack, running)
        store = None if offline else open_store(workspace, stack)
        office = Office(
            workspace,
            tuple(documents.mappings.mappings),
            systems,
            store,
            world(workspace.timezone),
            offline,
        )
        yield Opened(office, documents.sources, running)


def _connections(
    workspace: Workspace, offline: bool, stack: ExitStack, running: dict[str, RunningStandIn]
) -> dict[str, Connection]:
    """Connections by the name that mappings use for the system."""
    connections = (connect(workspace, name, stack, running, offline=offline) for name in workspace.systems)
    return {connection.catalog.system: connection for connection in connections}


def connect(
    workspace: Workspace, name: str, stack: ExitStack, running: dict[str, RunningStandIn], *, offline: bool = False
) -> Connection:
    """Open one of a workspace's systems until `stack` closes it; a stand-in that it starts is noted in `running`.

    Raises Unusable for a wrong setting, and the Failures of a system that cannot be opened.
    """
    connector = connectors().get(workspace.systems[name].connector)
    if connector is None:
        raise Unusable((_no_connector(name, workspace.systems[name].connector),))
    settings = _settings(workspace, name, offline, stack, running)
    try:
        connection = connector.open(settings, workspace.folder)
    except ValueError as problem:
        raise Unusable((_unset_in(workspace, name) or _wrong_setting(name, _words(problem)),)) from problem
    stack.callback(connection.close)
    return connection


def _unset_in(workspace: Workspace, name: str) -> Diagnostic | None:
    """What stands behind a wrong setting when no call will be made: a variable whose place was taken."""
    try:
        workspace.settings(name)
    except Unset as unset:
        return _unset(name, unset)
    return None


def _settings(
    workspace: Workspace, name: str, offline: bool, stack: ExitStack, running: dict[str, RunningStandIn]
) -> dict[str, Any]:
    """A system's settings; where they name a stand-in's file, one is started, and they are its own."""
    try:
        settings = dict(workspace.settings(name))
    except Unset as unset:
        if not offline:
            raise Unusable((_unset(name, unset),)) from unset
        # Only reading a source needs real settings; whatever else is unset is never used.
        settings = {
            key: text if "${" not in text else _offline(key) for key, text in workspace.systems[name].written.items()
        }
        settings.pop("connector", None)
    data = settings.pop("standin", None)
    if data is None:
        return settings
    if offline:
        return {**settings, **{key: _offline(key) for key in _OFFLINE_SETTINGS}}
    running[name] = _start_standin(workspace.systems[name], workspace.folder / str(data))
    stack.callback(running[name].stop)
    return {**settings, **running[name].settings, "requests_per_second": 0}


def _start_standin(system: System, data: Path) -> RunningStandIn:
    standin = standins().get(system.connector)
    if standin is None:
        raise Unusable((_no_standin(system),))
    try:
        return standin.start(data=data, keep=True, limit=0)
    except (ValueError, OSError) as problem:
        raise Unusable((_broken_standin(system.name, data, problem),)) from problem


def _offline(key: str) -> str:
    return OFFLINE_URL if key.endswith("_url") else OFFLINE_WORD


_OFFLINE_SETTINGS = ("base_url", "token_url", "application_key", "client_key", "subscription_key")


def open_store(workspace: Workspace, stack: ExitStack) -> Store:
    """Open a workspace's state until `stack` closes it.

    Raises Unusable for a wrong URL and for a state that is newer than this program, and Unreachable.
    """
    from engine.sync.state.database import NewerState
    from engine.sync.state.store import Store

    world = real_world(workspace.timezone)
    try:
        store = Store(workspace.state_url(), world.clock)
    except Unset as unset:
        raise Unusable((_unset("state", unset),)) from unset
    except ModuleNotFoundError as lacking:
        text = say("the driver for it is not installed ({name})", name=lacking.name)
        raise Unusable((_wrong_setting("state", text),)) from lacking
    except ValueError as problem:
        raise Unusable((_wrong_setting("state", _words(problem)),)) from problem
    except NewerState as newer:
        raise Unusable((_newer_state(newer.version),)) from newer
    stack.callback(store.close)
    return store


def _words(problem: ValueError) -> str:
    """What a wrong setting was refused with, as it was said: as a str it would be English for good."""
    said = problem.args[0] if problem.args else ""
    return said if isinstance(said, Text) else str(problem)


def _no_connector(system: str, connector: str) -> Diagnostic:
    text = say("{system}: there is no connector {connector!r}", system=system, connector=connector)
    return error("P906", text, help=say("connectors installed: {names}", names=", ".join(connectors())))


def _newer_state(version: str) -> Diagnostic:
    text = say(
        "the state was last used by a newer version of wingo (its tables are of version {version})", version=version
    )
    return error("P908", text, help=say("install that version here too; nothing was read or changed"))


def _wrong_setting(system: str, problem: str) -> Diagnostic:
    text = say("{system}: {message}", system=system, message=problem)
    return error("P906", text, help=say("correct it in workspace.yaml or in the environment"))


def _no_standin(system: System) -> Diagnostic:
    text = say("{system}: there is no stand-in for {connector}", system=system.name, connector=system.connector)
    remedy = say("take `standin:` away; stand-ins installed: {names}", names=", ".join(standins()))
    return error("P906", text, help=remedy)


def _broken_standin(system: str, data: Path, problem: Exception) -> Diagnostic:
    text = say(
        "{system}: the stand-in cannot start from {file}: {reason}", system=system, file=data.name, reason=str(problem)
    )
    remedy = say("remove {file} to begin with an empty company, or bring back what it held", file=data.name)
    return error("P906", text, help=remedy)


def _unset(system: str, unset: Unset) -> Diagnostic:
    text = say("{system}: the environment has no {names}", system=system, names=", ".join(unset.names))
    return error("P906", text, help=say("set it in the environment, or in a .env file beside workspace.yaml"))
