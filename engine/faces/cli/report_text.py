"""What a run did, as a person reads it: counts by entity, what is held back and why, calls and seconds."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import as_json, help_of
from engine.faces.cli.paint import SYMBOLS, Paint, one_line, shortened, table, width
from engine.faces.cli.phrases import done_words, remedies, title_of
from engine.faces.cli.times import duration
from engine.model.change import Action
from engine.model.text import say
from engine.sync.plan import HELD_BACK, Change
from engine.sync.running.run import RunReport

_HELD = {Action.REFUSED: say("refused"), Action.WAIT: say("waits")}
_FAILED, _SKIPPED = say("failed"), say("skipped")
_NOTHING = "·"
_TITLE_COLUMNS = 28


def counts_lines(report: RunReport, tr: Language = ENGLISH) -> Iterator[str]:
    """A table: what was done and what is held back, an entity a line; columns that are all nothing are left out."""
    counts = _counts(report)
    words = [*done_words(report.plan.reverts).values(), *_HELD.values(), _FAILED, _SKIPPED]
    used = [word for word in words if any(tally.get(word) for tally in counts.values())]
    if not used:
        return
    rows = [["", *(tr.of(word) for word in used)]]
    rows += [[entity, *(str(tally.get(word) or _NOTHING) for word in used)] for entity, tally in counts.items()]
    yield from table(rows)


def _counts(report: RunReport) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    words = done_words(report.plan.reverts)

    def count(entity: str, word: str) -> None:
        tally = counts.setdefault(entity, {})
        tally[word] = tally.get(word, 0) + 1

    for section in report.plan.sections:
        counts.setdefault(section.entity, {})
    for change in report.done:
        count(change.entity, words[change.action])
    for result in report.failed:
        count(result.change.entity, _FAILED)
    for change in report.plan.changes:
        if change.action in _HELD:
            count(change.entity, _HELD[change.action])
        elif change.action is Action.SKIPPED:
            count(change.entity, _SKIPPED)
    return counts


def done_lines(report: RunReport, tr: Language = ENGLISH) -> Iterator[str]:
    """Every change that took hold, with its request."""
    rows = [
        [
            f"{SYMBOLS[change.action]} {change.entity} {change.key}",
            shortened(title_of(change), _TITLE_COLUMNS),
            _deed(change, tr),
        ]
        for change in report.done
    ]
    yield from (f"  {line}" for line in table(rows, numbers_from=3))


def _deed(change: Change, tr: Language) -> str:
    """What was asked for, or how a link came or went without a request."""
    if change.request is not None:
        return f"{change.request.method} {change.request.path}"
    return tr("linked no more") if change.action is Action.REVERSE else tr("linked to what is there")


def held(report: RunReport) -> list[tuple[Change, Diagnostic]]:
    """Everything that is held back, with its first reason: refused, waiting, or not taken by the target."""
    found = []
    for change in report.plan.changes:
        if change.action in HELD_BACK:
            found.append((change, next(d for d in change.diagnostics if d.is_error)))
    found += [(result.change, result.problem) for result in report.failed if result.problem is not None]
    return found


def held_lines(report: RunReport, paint: Paint, tr: Language = ENGLISH) -> Iterator[str]:
    """The held records with their reasons; below the reason what to do, once for records that need the same."""
    listed = held(report)
    if not listed:
        return
    yield tr.count(len(listed), "{n} record is held back", "{n} records are held back")
    messages = [one_line(tr.of(diagnostic.message)) for _, diagnostic in listed]
    rows = [
        [f"{c.entity} {c.key}", shortened(title_of(c), _TITLE_COLUMNS), diagnostic.code, message]
        for (c, diagnostic), message in zip(listed, messages, strict=True)
    ]
    lines = table(rows, numbers_from=4)
    said = remedies((diagnostic for _, diagnostic in listed), tr)
    for (change, diagnostic), message, line, remedy in zip(listed, messages, lines, said, strict=True):
        symbol = SYMBOLS[change.action] if change.action in HELD_BACK else SYMBOLS[Action.REFUSED]
        yield paint(f"  {symbol} {line}", "yellow" if diagnostic.waits_for else "red")
        if remedy:
            yield " " * (len("  ! ") + width(line) - width(message.rstrip())) + remedy


def ending_line(report: RunReport, tr: Language = ENGLISH) -> str:
    """How many changes, calls and seconds; and what had taken hold in an earlier run."""
    parts = [tr.count(len(report.done), "{n} change", "{n} changes")]
    if report.recovered:
        parts.append(tr("{n} found from an earlier run", n=report.recovered))
    if report.execution.undone:
        parts.append(tr("{n} left undone", n=report.execution.undone))
    parts.append(tr.count(report.calls, "{n} API call", "{n} API calls"))
    return f"{', '.join(parts)}, {duration(report.seconds, tr)}."


def report_json(report: RunReport, tr: Language = ENGLISH) -> dict[str, object]:
    """The report for programs; nothing in it depends on how long the run took."""
    done: dict[str, dict[str, int]] = {}
    for change in report.done:
        tally = done.setdefault(change.entity, {})
        tally[change.action.value] = tally.get(change.action.value, 0) + 1
    return {
        "plan": report.plan.id,
        "summary": report.plan.summary,
        "done": done,
        "held": [_held_json(change, why, tr) for change, why in held(report)],
        "recovered": report.recovered,
        "undone": report.execution.undone,
        "calls": report.calls,
        "diagnostics": [as_json(d, tr) for d in (*report.plan.problems, *report.refusals, *_stopped(report))],
    }


def _held_json(change: Change, why: Diagnostic, tr: Language) -> dict[str, object]:
    return {
        "entity": change.entity,
        "key": change.key,
        "code": why.code,
        "message": tr.of(why.message),
        "help": tr.of(help_of(why)),
        "waits_for": why.waits_for,
    }


def _stopped(report: RunReport) -> tuple[Diagnostic, ...]:
    return (report.execution.stopped,) if report.execution.stopped else ()
