"""What a run did, as a person reads it: counts by entity, what is held back and why, calls and seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import as_json
from engine.faces.cli.paint import Paint, shortened, table, width
from engine.faces.phrases import HELD_SYMBOLS, SYMBOLS, done_words, once, one_line, title_of, title_of_text
from engine.faces.times import duration
from engine.model.change import Action
from engine.model.personal import redact
from engine.model.text import say
from engine.sync.plan import Change, HeldState
from engine.sync.running.held import held_by
from engine.sync.running.run import RunReport
from engine.sync.state.records import Held

_HELD = {Action.REFUSED: say("refused"), Action.WAIT: say("waits")}
_FILE_WAITS = say("PDF waits")
_FAILED, _SKIPPED = say("failed"), say("skipped")
_NOTHING = "·"
_TITLE_COLUMNS = 28


def counts_lines(report: RunReport, tr: Language = ENGLISH) -> Iterator[str]:
    """A table: what was done and what is held back, an entity a line; columns that are all nothing are left out."""
    counts = _counts(report)
    words = [*done_words(report.plan.reverts).values(), *_HELD.values(), _FILE_WAITS, _FAILED, _SKIPPED]
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
            count(change.entity, _FILE_WAITS if change.is_of_file else _HELD[change.action])
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


def held(report: RunReport) -> list[Held]:
    """Everything that is held back, with its first reason: refused, waiting, or not taken by the target."""
    return held_by(report.plan, report.execution)


def held_lines(report: RunReport, paint: Paint, tr: Language = ENGLISH) -> Iterator[str]:
    """The held records with their reasons, then the vouchers that stand and whose files wait."""
    listed = held(report)
    records = [item for item in listed if item.state is not HeldState.DOCUMENT_WAITS]
    files = [item for item in listed if item.state is HeldState.DOCUMENT_WAITS]
    if records:
        yield tr.count(len(records), "{n} record is held back", "{n} records are held back")
        yield from _listed(records, paint, tr)
    if records and files:
        yield ""
    if files:
        yield tr.count(len(files), "{n} posted voucher waits for its PDF", "{n} posted vouchers wait for their PDFs")
        yield from _listed(files, paint, tr)


def _listed(items: Sequence[Held], paint: Paint, tr: Language) -> Iterator[str]:
    """A line each; below its reason what to do, once for those that need the same."""
    messages = [one_line(redact(tr.of(item.message))) for item in items]
    rows = [
        [
            f"{item.entity} {item.key}",
            shortened(title_of_text(item.title, item.key), _TITLE_COLUMNS),
            item.code,
            message,
        ]
        for item, message in zip(items, messages, strict=True)
    ]
    lines = table(rows, numbers_from=4)
    said = once((item.remedy for item in items), tr)
    for item, message, line, remedy in zip(items, messages, lines, said, strict=True):
        yield paint(f"  {HELD_SYMBOLS[item.state]} {line}", "yellow" if item.waits_for else "red")
        if remedy:
            yield " " * (len("  ! ") + width(line) - width(message.rstrip())) + remedy


def ending_line(report: RunReport, tr: Language = ENGLISH) -> str:
    """How many changes, calls and seconds; and what had taken hold in an earlier run."""
    parts = [tr.count(len(report.done), "{n} change", "{n} changes")]
    if report.recovered:
        parts.append(tr("{n} found from an earlier run", n=report.recovered))
    if report.execution.undone:
        parts.append(tr("{n} left undone", n=report.execution.undone))
    parts.append(_calls(report, tr))
    return f"{', '.join(parts)}, {duration(report.seconds, tr)}."


def _calls(report: RunReport, tr: Language) -> str:
    """How many calls; where they waited for the limit, how many of sending there were by the second."""
    calls = tr.count(report.calls, "{n} API call", "{n} API calls")
    if report.per_second is None:
        return calls
    whole, tenths = divmod(round(report.per_second * 10), 10)
    return tr("{calls} ({whole}.{tenths} a second)", calls=calls, whole=whole, tenths=tenths)


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
        "held": [_held_json(item, tr) for item in held(report)],
        "recovered": report.recovered,
        "undone": report.execution.undone,
        "calls": report.calls,
        "diagnostics": [as_json(d, tr) for d in (*report.plan.said, *report.refusals, *_stopped(report))],
    }


def _held_json(item: Held, tr: Language) -> dict[str, object]:
    return {
        "entity": item.entity,
        "key": item.key,
        "state": item.state.value,
        "code": item.code,
        "message": redact(tr.of(item.message)),
        "help": tr.of(item.remedy),
        "waits_for": item.waits_for,
    }


def _stopped(report: RunReport) -> tuple[Diagnostic, ...]:
    return (report.execution.stopped,) if report.execution.stopped else ()
