"""What a run did, as a person reads it: counts by entity, what is held back and why, calls and seconds."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.render import as_json, help_of
from engine.faces.cli.counting import counted
from engine.faces.cli.paint import SYMBOLS, Paint, one_line, shortened, table, width
from engine.faces.cli.phrases import remedies, title_of
from engine.model.change import Action
from engine.sync.plan import HELD_BACK, Change
from engine.sync.run import RunReport

_DONE = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.ADOPT: "adopted",
    Action.POST: "posted",
    Action.ATTACH: "PDFs",
    Action.PAY: "came back",
    Action.REVERSE: "reversed",
}
_HELD = {Action.REFUSED: "refused", Action.WAIT: "waits"}
_NOTHING = "·"
_TITLE_COLUMNS = 28


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


def done_lines(report: RunReport) -> Iterator[str]:
    """Every change that took hold, with its request."""
    rows = [
        [
            f"{SYMBOLS[change.action]} {change.entity} {change.key}",
            shortened(title_of(change), _TITLE_COLUMNS),
            f"{change.request.method} {change.request.path}" if change.request else "linked to what is there",
        ]
        for change in report.done
    ]
    yield from (f"  {line}" for line in table(rows, numbers_from=3))


def held(report: RunReport) -> list[tuple[Change, Diagnostic]]:
    """Everything that is held back, with its first reason: refused, waiting, or not taken by the target."""
    found = []
    for change in report.plan.changes:
        if change.action in HELD_BACK:
            found.append((change, next(d for d in change.diagnostics if d.is_error)))
    found += [(result.change, result.problem) for result in report.failed if result.problem is not None]
    return found


def held_lines(report: RunReport, paint: Paint) -> Iterator[str]:
    """The held records with their reasons; below the reason what to do, once for records that need the same."""
    listed = held(report)
    if not listed:
        return
    yield f"{counted(len(listed), 'record is', 'records are')} held back"
    rows = [
        [f"{c.entity} {c.key}", shortened(title_of(c), _TITLE_COLUMNS), diagnostic.code, one_line(diagnostic.message)]
        for c, diagnostic in listed
    ]
    lines = table(rows, numbers_from=4)
    said = remedies(diagnostic for _, diagnostic in listed)
    for (change, diagnostic), line, remedy in zip(listed, lines, said, strict=True):
        symbol = SYMBOLS[change.action] if change.action in HELD_BACK else SYMBOLS[Action.REFUSED]
        yield paint(f"  {symbol} {line}", "yellow" if diagnostic.waits_for else "red")
        if remedy:
            yield " " * _message_column(line, diagnostic) + remedy


def _message_column(line: str, diagnostic: Diagnostic) -> int:
    return len("  ! ") + width(line) - width(one_line(diagnostic.message).rstrip())


def ending_line(report: RunReport) -> str:
    """How many changes, calls and seconds; and what had taken hold in an earlier run."""
    recovered = f", {report.recovered} found from an earlier run" if report.recovered else ""
    undone = f", {report.execution.undone} left undone" if report.execution.undone else ""
    changes, calls = counted(len(report.done), "change"), counted(report.calls, "API call")
    return f"{changes}{recovered}{undone}, {calls}, {report.seconds:.1f} s."


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
        "held": [_held_json(change, why) for change, why in held(report)],
        "recovered": report.recovered,
        "undone": report.execution.undone,
        "calls": report.calls,
        "diagnostics": [as_json(d) for d in (*report.plan.problems, *report.refusals, *_stopped(report))],
    }


def _held_json(change: Change, why: Diagnostic) -> dict[str, object]:
    return {
        "entity": change.entity,
        "key": change.key,
        "code": why.code,
        "message": why.message,
        "help": help_of(why),
        "waits_for": why.waits_for,
    }


def _stopped(report: RunReport) -> tuple[Diagnostic, ...]:
    return (report.execution.stopped,) if report.execution.stopped else ()
