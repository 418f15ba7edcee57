"""The doctor's visit: what each system says of itself, and what only a plan between them tells.

A visit is data; the command prints it. Nothing is written to either system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from engine.diagnostics.diagnostic import Diagnostic, error, warning
from engine.diagnostics.render import help_of
from engine.faces.cli.counting import counted
from engine.faces.cli.findings import Lack, lacks_of
from engine.faces.opening import Documents, Unusable, connect, open_store
from engine.faces.systems import connectors
from engine.mapping.collection import LoadedMappings
from engine.mapping.workspace import Workspace
from engine.model.failure import Denied, Failure, Retryable, Unreachable
from engine.model.ports import Connection, Finding, RunningStandIn
from engine.model.schema import Series
from engine.sync.complaints import system_failure
from engine.sync.plan import Plan
from engine.sync.planner import Office, make_plan
from engine.sync.world import real_world

OK, WARNING, ERROR = "ok", "warning", "error"
WORKSPACE = "Workspace"
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
    """All systems, and the workspace itself where something is to be said of it. `series`: those read from targets."""

    systems: tuple[SystemVisit, ...]
    series: tuple[Series, ...] = ()

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
    """Visit a workspace's systems; its documents have no errors. Raises Unusable for a state that cannot be opened."""
    assert documents.workspace is not None
    assert documents.mappings is not None
    with ExitStack() as stack:
        connections: dict[str, Connection] = {}
        systems: dict[str, SystemVisit] = {}
        running: dict[str, RunningStandIn] = {}
        for name in documents.workspace.systems:
            system, found = _visit_system(documents.workspace, name, stack, running, progress)
            systems[found.catalog.system if found is not None else name] = system
            if found is not None:
                connections[found.catalog.system] = found
        if len(connections) < len(systems) or any(system.is_shut for system in systems.values()):
            return Visit(tuple(systems.values()))
        office = _office(documents.workspace, documents.mappings, connections, stack)
        return _visit_both(office, systems, progress)


def _office(
    workspace: Workspace, mappings: LoadedMappings, connections: Mapping[str, Connection], stack: ExitStack
) -> Office:
    store = open_store(workspace, stack)
    return Office(workspace, mappings.mappings, connections, store, real_world(workspace.timezone))


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
        return SystemVisit(title, tuple(_of_diagnostic("settings", d) for d in unusable.diagnostics)), None
    except Failure as failure:
        return SystemVisit(title, (_of_failure("connection", failure),), isinstance(failure, _SHUT_OUT)), None
    told = tuple(_told(title, finding) for finding in connection.examine())
    is_shut = any(one.finding.state == ERROR and one.finding.topic in _SHUT_TOPICS for one in told)
    return SystemVisit(title, told, is_shut), connection


def _told(title: str, finding: Finding) -> Told:
    """A connector's finding; what is not well has a diagnostic too."""
    if finding.state == OK:
        return Told(finding)
    text = f"{title}: {finding.topic}: {finding.message}"
    if finding.state == ERROR:
        return Told(finding, (error("P601", text, help=finding.remedy),))
    return Told(finding, (warning("P602", text, help=finding.remedy),))


def _of_failure(topic: str, failure: Failure) -> Told:
    diagnostic = system_failure(failure)
    finding = Finding(topic, ERROR, f"{failure.request}: {failure.detail}", help_of(diagnostic))
    return Told(finding, (diagnostic,))


def _of_diagnostic(topic: str, diagnostic: Diagnostic) -> Told:
    state = ERROR if diagnostic.is_error else WARNING
    return Told(Finding(topic, state, diagnostic.message, help_of(diagnostic)), (diagnostic,))


# ---- both sides


def _visit_both(office: Office, systems: dict[str, SystemVisit], progress: Callable[[str], None]) -> Visit:
    """What a plan tells of records, and how the workspace's snapshot of the series compares with the live ones."""
    try:
        plan = make_plan(office, progress=lambda name: progress(f"the plan of {name}"))
        series = tuple(one for connection in office.connections.values() for one in connection.series())
    except Failure as failure:
        return Visit((*systems.values(), *_broken_off(failure, systems)))
    for lack in lacks_of(plan, office):
        systems[lack.system] = _with_lack(systems[lack.system], lack)
    return Visit((*systems.values(), *_workspace(plan, office, series, systems.values())), series)


def _broken_off(failure: Failure, systems: Mapping[str, SystemVisit]) -> Sequence[SystemVisit]:
    """A failure while the plan was made; nothing new where its system has said already what is to be mended."""
    said = any(
        one.title == failure.system and any(finding.state == ERROR for finding in one.findings)
        for one in systems.values()
    )
    if isinstance(failure, Denied):
        # The keys opened the system, so what lacks is a privilege: something to mend, and often said already.
        return () if said else (SystemVisit(failure.system, (_of_failure("privileges", failure),)),)
    return (SystemVisit(failure.system, (_of_failure("connection", failure),), isinstance(failure, _SHUT_OUT)),)


def _with_lack(system: SystemVisit, lack: Lack) -> SystemVisit:
    """A system's visit with what a plan lacks: one finding a topic, and the graver state of the two."""
    for index, one in enumerate(system.told):
        if one.finding.topic == lack.topic:
            told = Told(_joined(one.finding, lack), (*one.diagnostics, *lack.diagnostics))
            return replace(system, told=(*system.told[:index], told, *system.told[index + 1 :]))
    told = Told(Finding(lack.topic, lack.state, lack.message, lack.remedy), lack.diagnostics)
    return replace(system, told=(*system.told, told))


def _joined(finding: Finding, lack: Lack) -> Finding:
    """What a connector and a plan say of one topic; that all was well is not said any more."""
    if finding.state == OK:
        return Finding(lack.topic, lack.state, lack.message, lack.remedy)
    state = ERROR if ERROR in (finding.state, lack.state) else WARNING
    remedies = dict.fromkeys(text for text in (finding.remedy, lack.remedy) if text)
    return Finding(lack.topic, state, f"{finding.message}\n{lack.message}", "\n".join(remedies))


def _workspace(
    plan: Plan, office: Office, series: tuple[Series, ...], systems: Iterable[SystemVisit]
) -> Sequence[SystemVisit]:
    """What is to be said of the workspace's own files, and of entities that could not be planned."""
    has_said = any(finding.state == ERROR for system in systems for finding in system.findings)
    told = [_of_diagnostic("plan", problem) for problem in plan.problems if not (problem.code == "P903" and has_said)]
    snapshot = office.workspace.series
    if snapshot is not None and set(snapshot) != set(series):
        message = f"series.yaml is not as the {counted(len(series), 'live series', 'live series')}"
        told.append(_told(WORKSPACE, Finding("snapshot", WARNING, message, "wingo doctor --write")))
    return (SystemVisit(WORKSPACE, tuple(told)),) if told else ()
