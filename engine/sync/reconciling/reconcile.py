"""Both sides' books held against each other: what is on one side only, and where amounts differ, to the cent.

A plan tells what each record should be and why it is held back; the target's lists tell what stands. Nothing is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.diagnostics.codes import CODES
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.failure import Missing, Rejected
from engine.model.schema import Nature
from engine.model.watching import at_work
from engine.sync.complaints import system_failure
from engine.sync.plan import HeldState
from engine.sync.planning.job import SectionDraft
from engine.sync.planning.planner import Office, Planning, draft_plan, job_of
from engine.sync.reconciling import remarks
from engine.sync.reconciling.counterparts import counterparts
from engine.sync.reconciling.documents import Documents, reconcile_documents
from engine.sync.reconciling.findings import Findings
from engine.sync.reconciling.payments import payment_differences, reconcile_payments
from engine.sync.reconciling.presence import HeldRecords, Shown, missing, stands_there, unclaimed
from engine.sync.reconciling.reconciliation import Difference, Reconciliation, Window
from engine.sync.reconciling.settlements import Settlements, read_settlements


def reconcile(office: Office, window: Window, progress: Callable[[str], None] = lambda _name: None) -> Reconciliation:
    """Hold the records of all mappings against what stands in their targets.

    An entity that cannot be read is left out with a diagnostic. Raises Unreachable, Denied or Retryable when a system
    cannot be worked with at all.
    """
    assert office.store is not None, "a reconciliation needs the state: what is linked, and what is held"
    before = office.calls
    systems = {connection.catalog.system: connection.catalog.title for connection in office.connections.values()}
    planning = draft_plan(office, None, progress)
    read = list(_settlements(planning, progress))
    settlements = [settled for _, settled in read if settled is not None]
    documents = Documents(
        office.workspace.invoices_from,
        {settled.entity.title: settled for settled in settlements},
        _behind(settlements),
        {(h.mapping, h.key): h for h in office.store.held() if h.state is not HeldState.DOCUMENT_WAITS},
        planning.known,
        frozenset(title for title, settled in read if settled is None),
        _takers(office.mappings),
    )
    found = Findings(window, tuple(systems))
    for section in planning.sections:
        progress(section.job.mapping.name)
        _reconcile_section(planning, section, documents, found)
    for settled in settlements:
        reconcile_payments(settled, documents, found)
    return Reconciliation(
        office.workspace.name,
        window,
        office.workspace.invoices_from,
        systems,
        found.lines(),
        found.differences(),
        tuple(documents.gaps(found)),
        found.left_out(),
        found.not_compared(),
        tuple(planning.problems),
        office.calls - before,
    )


def _settlements(planning: Planning, progress: Callable[[str], None]) -> Iterator[tuple[str, Settlements | None]]:
    """What the workspace's inlets hold, and what should be in them, by the title of what they settle; None where that
    cannot be read."""
    for mapping in planning.office.mappings:
        inlet = mapping.target.inlet
        if mapping.target.nature is not Nature.INLET or inlet is None:
            continue
        progress(mapping.name)
        settles = mapping.target_catalog.entities[inlet.settles]
        try:
            with at_work(entity=mapping.name):
                settlements = read_settlements(job_of(planning, mapping), planning.known.of(settles))
            yield settles.title, settlements
        except (Missing, Rejected) as failure:
            planning.problems.append(system_failure(failure))
            yield settles.title, None


def _takers(mappings: Iterable[EntityMapping]) -> dict[str, frozenset[str]]:
    """The mappings that make vouchers of each source's documents, by its title."""
    found: dict[str, frozenset[str]] = {}
    for mapping in mappings:
        if mapping.target.nature is not Nature.INLET and _is_of_documents(mapping):
            found[mapping.source.title] = found.get(mapping.source.title, frozenset()) | {mapping.name}
    return found


def _is_of_documents(mapping: EntityMapping) -> bool:
    """Whether both sides declare the amounts that are compared."""
    is_declared = mapping.source.reconciled is not None and mapping.target.reconciled is not None
    return is_declared and not mapping.continues


def _behind(settlements: Iterable[Settlements]) -> dict[tuple[str, str], list[Difference]]:
    """The differences of payments by the record that they settle."""
    found: dict[tuple[str, str], list[Difference]] = {}
    for settled in settlements:
        for difference in payment_differences(settled):
            found.setdefault((settled.entity.title, difference.settles), []).append(difference)
    return found


def _reconcile_section(planning: Planning, section: SectionDraft, documents: Documents, found: Findings) -> None:
    mapping = section.job.mapping
    if mapping.continues:
        return
    try:
        if _is_of_documents(mapping):
            reconcile_documents(section, documents, found)
        else:
            _reconcile_register(section, documents.held, found)
    except (Missing, Rejected) as failure:
        planning.problems.append(system_failure(failure))


def _reconcile_register(section: SectionDraft, held: HeldRecords, found: Findings) -> None:
    """Records without amounts: each must stand on both sides."""
    job = section.job
    source, target = job.source.catalog.system, job.target.catalog.system
    found.begin(job.entity)
    pairs, ours = counterparts(section)
    for one in pairs:
        if not one.is_left_out:
            found.count(job.entity, source)
        elif one.there is None:
            code = "" if one.complaint is None else one.complaint.code
            found.leave_out(job.entity, one.key, code, CODES[code].title if code else remarks.by_rules())
        if stands_there(job, one):
            found.count(job.entity, target)
        difference = missing(job, one, held, Shown(one.key, one.target_id))
        if difference is not None:
            found.add(difference)
    for target_id, row in ours.items():
        found.count(job.entity, target)
        found.add(unclaimed(job, row, Shown(None, target_id)))
