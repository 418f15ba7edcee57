"""What a workspace itself must be before a company goes live: its files, its order, its first day, its snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from engine.diagnostics.diagnostic import Severity
from engine.faces.documents import Documents
from engine.model import figures
from engine.model.change import Action
from engine.model.ports import Finding
from engine.model.schema import Nature, Series
from engine.model.text import Text, say
from engine.sync.plan import Plan
from engine.sync.planning.planner import Office

OK, WARNING = "ok", "warning"


def documents_findings(documents: Documents) -> Iterator[Finding]:
    """Whether the files are clean, and in which order their mappings are worked off. They have no errors."""
    assert documents.mappings is not None
    warnings = sum(d.severity is Severity.WARNING for d in documents.diagnostics)
    if warnings:
        text = say("{n} warning", n=warnings) if warnings == 1 else say("{n} warnings", n=warnings)
        yield Finding(say("mappings"), WARNING, text, say("`wingo check` shows them, with file and line"))
    else:
        yield Finding(say("mappings"), OK, say("checked, without a warning"))
    order = " > ".join(mapping.name for mapping in documents.mappings.mappings)
    yield Finding(say("order"), OK, say("prerequisites first: {order}", order=order))


def posting_findings(plan: Plan, office: Office) -> Iterator[Finding]:
    """Whether the first day of posting makes sense; nothing where nothing is posted, or a plan lacks it (P205)."""
    start = office.workspace.invoices_from
    targets = {m.target.system for m in office.mappings if m.target.nature is Nature.VOUCHER}
    if start is None or not targets:
        return
    locked = [day for system in sorted(targets) if (day := office.connections[system].closed_until()) is not None]
    yield _posting(start, office.world.today(), max(locked, default=None), plan, office)


def _posting(start: date, today: date, closed_until: date | None, plan: Plan, office: Office) -> Finding:
    topic = say("invoices_from")
    if start > today:
        text = say("{day} is still to come: until then nothing is posted", day=figures.day(start))
        return Finding(topic, WARNING, text, say("nothing, if it is meant so; else correct it in workspace.yaml"))
    if closed_until is not None and start <= closed_until:
        text = say(
            "{day} lies in the period that is closed until {closed}",
            day=figures.day(start),
            closed=figures.day(closed_until),
        )
        remedy = say("set it to the day after in workspace.yaml, or open the period in Go")
        return Finding(topic, WARNING, text, remedy)
    return Finding(topic, OK, _posted(start, plan, office))


def _posted(start: date, plan: Plan, office: Office) -> Text:
    """How many vouchers a plan would post, link and leave."""
    vouchers = {m.name for m in office.mappings if m.target.nature is Nature.VOUCHER}
    changes = [c for section in plan.sections if section.mapping in vouchers for c in section.changes]
    counts = Counter(change.action for change in changes)
    older = sum(any(d.code == "P204" for d in change.diagnostics) for change in changes)
    return say(
        "{day}: {posted} to post, {linked} to link, {older} older ones not in Go and left alone",
        day=figures.day(start),
        posted=counts[Action.POST],
        linked=counts[Action.ADOPT],
        older=older,
    )


def snapshot_findings(office: Office, series: tuple[Series, ...]) -> Iterator[Finding]:
    """Whether series.yaml, where there is one, is as the live series are."""
    snapshot = office.workspace.series
    if snapshot is not None and set(snapshot) != set(series):
        text = say("series.yaml is not as the number series are in Go now")
        yield Finding(say("snapshot"), WARNING, text, say("`wingo doctor --write` writes it anew"))
