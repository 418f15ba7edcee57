"""What a run did, as a person reads it: counts by entity, what is held back and why, calls and seconds."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.render import as_json
from engine.faces.cli.paint import SYMBOLS, Paint, table
from engine.model.change import Action
from engine.sync.plan import HELD_BACK, Change
from engine.sync.run import RunReport

_DONE = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.ADOPT: "adopted",
    Action.POST: "posted",
    Action.ATTACH: "PDFs",
    Action.PAY: "paid",
}
_HELD = {Action.REFUSED: "refused", Action.WAIT: "waits"}
_NOTHING = "·"


def counts_lines(report: RunReport) -> Iterator[str]:
    """A table: what was done and what is held back, an entity a line; columns that are all nothing are left out."""
    counts = _counts(report)
    words = [*_DONE.values(), *_HELD.values(), "failed", "skipped"]
    used = [word for word in words if any(tally.get(word) for tally in counts.values())]
    if not used:
        return
    rows = [["", *used]]
    rows += [[entity, *(str(tally.get(word) or _NOTHING) for word in used)] for entity, tally in counts.items()]
    yield from table(rows)


def _counts(report: RunReport) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}

    def count(entity: str, word: str) -> None:
        tally = counts.setdefault(entity, {})
        tally[word] = tally.get(word, 0) + 1

    for section in report.plan.sections:
        counts.setdefault(section.entity, {})
    for change in report.done:
        count(change.entity, _DONE[change.action])
    for result in report.failed:
        count(result.change.entity, "failed")
    for change in report.plan.changes:
        if change.action in _HELD:
            count(change.entity, _HELD[change.action])
        elif change.action is Action.SKIPPED:
            count(change.entity, "skipped")
    return counts


def held(report: RunReport) -> list[tuple[Change, Diagnostic]]:
    """Everything that is held back, with its first reason: refused, waiting, or not taken by the target."""
    found = []
    for change in report.plan.changes:
        if change.action in HELD_BACK:
            found.append((change, next(d for d in change.diagnostics if d.is_error)))
    found += [(result.change, result.problem) for result in report.failed if result.problem is not None]
    return found


def held_lines(report: RunReport, paint: Paint) -> Iterator[str]:
    """The held records with their reasons and remedies; those that wait say for what."""
    listed = held(report)
    if not listed:
        return
    yield f"{len(listed)} {'record is' if len(listed) == 1 else 'records are'} held back"
    rows = [[f"{c.entity} {c.key}", c.title[:28], d.code, d.message] for c, d in listed]
    lines = table(rows, numbers_from=4)
    for (change, diagnostic), line in zip(listed, lines, strict=True):
        symbol = SYMBOLS[change.action] if change.action in HELD_BACK else SYMBOLS[Action.REFUSED]
        yield paint(f"  {symbol} {line}", "yellow" if diagnostic.waits_for else "red")
        if diagnostic.help and not diagnostic.waits_for:
            yield f"      {diagnostic.help}"


def ending_line(report: RunReport) -> str:
    """How many changes, calls and seconds; and what had taken hold in an earlier run."""
    recovered = f", {report.recovered} found from an earlier run" if report.recovered else ""
    undone = f", {report.execution.undone} left undone" if report.execution.undone else ""
    return f"{len(report.done)} changes{recovered}{undone}, {report.calls} API calls, {report.seconds:.1f} s."


def report_json(report: RunReport) -> dict[str, object]:
    """The report for programs; nothing in it depends on how long the run took."""
    done: dict[str, dict[str, int]] = {}
    for change in report.done:
        tally = done.setdefault(change.entity, {})
        tally[change.action.value] = tally.get(change.action.value, 0) + 1
    return {
        "plan": report.plan.id,
        "summary": report.plan.summary,
        "done": done,
        "held": [
            {
                "entity": change.entity,
                "key": change.key,
                "code": why.code,
                "message": why.message,
                "waits_for": why.waits_for,
            }
            for change, why in held(report)
        ],
        "recovered": report.recovered,
        "undone": report.execution.undone,
        "calls": report.calls,
        "diagnostics": [as_json(d) for d in (*report.plan.problems, *report.refusals, *_stopped(report))],
    }


def _stopped(report: RunReport) -> tuple[Diagnostic, ...]:
    return (report.execution.stopped,) if report.execution.stopped else ()
