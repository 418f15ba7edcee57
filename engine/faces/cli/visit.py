"""The doctor's visit: what each system says of itself, and what only a plan between them tells.

A visit is data; the command prints it. Nothing is written to either system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from engine.diagnostics.diagnostic import Diagnostic, error, warning
from engine.diagnostics.render import help_of
from engine.faces.cli.findings import Lack, found_there, lacks_of
from engine.faces.cli.readiness import documents_findings, posting_findings, snapshot_findings
from engine.faces.cli.series_room import room_findings
from engine.faces.documents import Documents
from engine.faces.opening import Unusable, connect, open_store
from engine.faces.systems import connectors
from engine.mapping.workspace import Workspace
from engine.model.failure import Denied, Failure, Retryable, Unreachable
from engine.model.ports import Connection, Finding, RunningStandIn
from engine.model.schema import Series
from engine.model.text import say
from engine.model.watching import at_work
from engine.sync.complaints import system_failure
from engine.sync.plan import Plan
from engine.sync.planning.planner import Office, make_plan
from engine.sync.room import Room
from engine.sync.state.store import Store
from engine.sync.world import real_world

OK, WARNING, ERROR = "ok", "warning", "error"
WORKSPACE = say("Workspace")
# Topics under which a connector says that it was not let in at all; whatever else was asked would say the same.
_SHUT_TOPICS = frozenset({"connection", "keys"})
_SHUT_OUT = (Unreachable, Denied, Retryable)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the diagnostics that it stands for in JSON."""

    finding: Finding
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemVisit:
    """One system's title with its findings. `is_shut`: it could not be reached, or did not let the program in."""

    title: str
    told: tuple[Told, ...]
    is_shut: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, without the diagnostics."""
        return tuple(one.finding for one in self.told)


@dataclass(frozen=True, slots=True)
class Visit:
    """All systems, and the workspace itself where something is to be said of it.

    `series`: those read from targets; `rooms`: how many numbers are left in them. `calls`: requests that it took.
    """

    systems: tuple[SystemVisit, ...]
    series: tuple[Series, ...] = ()
    rooms: tuple[Room, ...] = ()
    calls: int = 0

    @property
    def is_shut(self) -> bool:
        """Whether a system could not be worked with."""
        return any(system.is_shut for system in self.systems)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Every diagnostic, in the order of the findings."""
        return [diagnostic for system in self.systems for one in system.told for diagnostic in one.diagnostics]

    def count(self, state: str) -> int:
        """How many findings are of a state."""
        return sum(finding.state == state for system in self.systems for finding in system.findings)


def visit(documents: Documents, progress: Callable[[str], None]) -> Visit:
    """Visit a workspace's systems; its documents have no errors. Nothing is raised for what it meets there."""
    assert documents.workspace is not None
    connections: dict[str, Connection] = {}
    with ExitStack() as stack, at_work(workspace=documents.workspace.name):
        visited = _visit(documents, documents.workspace, stack, connections, progress)
        return replace(visited, calls=sum(connection.calls for connection in connections.values()))


def _visit(
    documents: Documents,
    workspace: Workspace,
    stack: ExitStack,
    connections: dict[str, Connection],
    progress: Callable[[str], None],
) -> Visit:
    """The visit; what it opens is noted in `connections` and given back by `stack`."""
    assert documents.mappings is not None
    own = [_told(WORKSPACE, finding) for finding in documents_findings(documents)]
    systems: dict[str, SystemVisit] = {}
    running: dict[str, RunningStandIn] = {}
    for name in workspace.systems:
        system, found = _visit_system(workspace, name, stack, running, progress)
        systems[found.catalog.system if found is not None else name] = system
        if found is not None:
            connections[found.catalog.system] = found
    store = _open_state(workspace, stack, own)
    if store is None or len(connections) < len(systems) or any(system.is_shut for system in systems.values()):
        return Visit((*systems.values(), SystemVisit(WORKSPACE, tuple(own))))
    office = Office(workspace, documents.mappings.mappings, connections, store, real_world(workspace.timezone))
    return _visit_both(office, systems, own, progress)


def _open_state(workspace: Workspace, stack: ExitStack, own: list[Told]) -> Store | None:
    """The state, opened and seen to take what is written; None when it does not, which is told."""
    topic = say("state")
    try:
        store = open_store(workspace, stack)
        store.probe()
    except Unusable as unusable:
        own += [_of_diagnostic(topic, diagnostic) for diagnostic in unusable.diagnostics]
    except Failure as failure:
        own.append(_of_failure(topic, failure))
    else:
        own.append(_told(WORKSPACE, Finding(topic, OK, say("it can be written to"))))
        return store
    return None


# ---- one system


def _visit_system(
    workspace: Workspace,
    name: str,
    stack: ExitStack,
    running: dict[str, RunningStandIn],
    progress: Callable[[str], None],
) -> tuple[SystemVisit, Connection | None]:
    connector = connectors().get(workspace.systems[name].connector)
    title = connector.catalog.title if connector is not None else name
    progress(title)
    try:
        connection = connect(workspace, name, stack, running)
    except Unusable as unusable:
        return SystemVisit(title, tuple(_of_diagnostic(say("settings"), d) for d in unusable.diagnostics)), None
    except Failure as failure:
        return SystemVisit(title, (_of_failure(say("connection"), failure),), isinstance(failure, _SHUT_OUT)), None
    told = tuple(_told(title, finding) for finding in connection.examine())
    is_shut = any(one.finding.state == ERROR and one.finding.topic in _SHUT_TOPICS for one in told)
    return SystemVisit(title, told, is_shut), connection


def _told(title: str, finding: Finding) -> Told:
    """A connector's finding; what is not well has a diagnostic too."""
    if finding.state == OK:
        return Told(finding)
    text = say("{system}: {topic}: {message}", system=title, topic=finding.topic, message=finding.message)
    if finding.state == ERROR:
        return Told(finding, (error("P601", text, help=finding.remedy),))
    return Told(finding, (warning("P602", text, help=finding.remedy),))


def _of_failure(topic: str, failure: Failure) -> Told:
    diagnostic = system_failure(failure)
    message = say("{request}: {detail}", request=failure.request, detail=failure.detail)
    finding = Finding(topic, ERROR, message, help_of(diagnostic))
    return Told(finding, (diagnostic,))


def _of_diagnostic(topic: str, diagnostic: Diagnostic) -> Told:
    state = ERROR if diagnostic.is_error else WARNING
    return Told(Finding(topic, state, diagnostic.message, help_of(diagnostic)), (diagnostic,))


# ---- both sides


def _visit_both(
    office: Office, systems: dict[str, SystemVisit], own: list[Told], progress: Callable[[str], None]
) -> Visit:
    """What a plan tells of records, and how what the workspace says compares with what it found."""
    try:
        plan = make_plan(office, progress=lambda name: progress(say("the plan of {mapping}", mapping=name)))
        series = tuple(one for connection in office.connections.values() for one in connection.series())
        own += [_told(WORKSPACE, finding) for finding in posting_findings(plan, office)]
        found = [*found_there(plan, office)]
        lacks = [*lacks_of(plan, office)]
    except Failure as failure:
        return Visit((*_with_failure(failure, systems), SystemVisit(WORKSPACE, tuple(own))))
    for system, finding in found:
        systems[system] = replace(systems[system], told=(*systems[system].told, _told("", finding)))
    for system, finding, full in room_findings(plan.rooms):
        systems[system] = replace(systems[system], told=(*systems[system].told, Told(finding, full)))
    for lack in lacks:
        systems[lack.system] = _with_lack(systems[lack.system], lack)
    own += _problems(plan, systems)
    own += [_told(WORKSPACE, finding) for finding in snapshot_findings(office, series)]
    return Visit((*systems.values(), SystemVisit(WORKSPACE, tuple(own))), series, plan.rooms)


def _with_failure(failure: Failure, systems: Mapping[str, SystemVisit]) -> Sequence[SystemVisit]:
    """A failure while the plan was made; nothing new where its system has said already what is to be mended."""
    told = tuple(systems.values())
    if isinstance(failure, Denied):
        # The keys opened the system, so what lacks is a privilege: something to mend, and often said already.
        said = any(s.title == failure.system and any(f.state == ERROR for f in s.findings) for s in told)
        return told if said else _with_one_more(told, failure.system, _of_failure(say("privileges"), failure))
    shut = isinstance(failure, _SHUT_OUT)
    return _with_one_more(told, failure.system, _of_failure(say("connection"), failure), shut)


def _with_one_more(
    systems: Sequence[SystemVisit], title: str, told: Told, is_shut: bool = False
) -> Sequence[SystemVisit]:
    """The systems with one more finding at the one of that title."""
    return tuple(
        replace(system, told=(*system.told, told), is_shut=system.is_shut or is_shut)
        if system.title == title
        else system
        for system in systems
    )


def _with_lack(system: SystemVisit, lack: Lack) -> SystemVisit:
    """A system's visit with what a plan lacks, after what else is said of its topic; that all is well no longer is."""
    told = Told(lack.finding, lack.diagnostics)
    same = [index for index, one in enumerate(system.told) if one.finding.topic == lack.finding.topic]
    if not same:
        return replace(system, told=(*system.told, told))
    last = same[-1]
    before = system.told[:last] if system.told[last].finding.state == OK else system.told[: last + 1]
    return replace(system, told=(*before, told, *system.told[last + 1 :]))


def _problems(plan: Plan, systems: Mapping[str, SystemVisit]) -> Iterator[Told]:
    """The entities that could not be planned, unless a system has said already what it lacks."""
    has_said = any(finding.state == ERROR for system in systems.values() for finding in system.findings)
    for problem in plan.problems:
        if not (problem.code == "P903" and has_said):
            yield _of_diagnostic(say("plan"), problem)
