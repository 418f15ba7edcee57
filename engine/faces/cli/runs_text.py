"""Runs as a person reads them: a line each, and one of them with its requests and what it left held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from engine.diagnostics.languages import Language
from engine.faces.cli.held_text import said_of, shown_title
from engine.faces.cli.paint import Paint, pad, table, width
from engine.faces.phrases import HELD_SYMBOLS, SYMBOLS, done_word, done_words, one_line
from engine.faces.times import duration, local, local_exactly
from engine.model import exact_json
from engine.model.personal import redact
from engine.model.text import say
from engine.sync.explaining.history import AT_WORK, DIED, Asked, RunRecord
from engine.sync.state.records import Held

_NOTHING = "·"
_DIGEST_LETTERS = 8
OUTCOMES = {
    "done": say("done"),
    "guarded": say("guard refused"),
    "declined": say("declined"),
    "refused": say("refused"),
    "stopped": say("stopped"),
    AT_WORK: say("at work"),
    DIED: say("died"),
}
_ANSWERS = {
    "done": say("done"),
    "refused": say("refused"),
    "absent": say("did not take hold"),
    "unknown": say("may have taken hold; the target does not show it"),
    None: say("no answer yet; the next run asks"),
}
_COLOURS = {"stopped": "red", DIED: "red", "guarded": "yellow", "refused": "yellow", AT_WORK: "blue"}


@dataclass(frozen=True, slots=True)
class Story:
    """One run, what it asked of the systems, and what was held back when it ended."""

    run: RunRecord
    requests: Sequence[Asked]
    held: Sequence[Held]


# ---- many runs


def runs_lines(
    runs: Sequence[RunRecord], more: int, zone: ZoneInfo, tr: Language, paint: Paint, *, whole: bool = False
) -> Iterator[str]:
    """A line a run. What is the same for all (the program, the mappings) is said once, below, unless `whole`."""
    if not runs:
        yield tr("Nothing was run.")
        return
    columns = _columns(runs, zone, tr, whole)
    rows = [[heading for heading, _ in columns], *zip(*(cells for _, cells in columns), strict=True)]
    head, *lines = table(rows, numbers_from=len(rows[0]))
    yield paint(head, "bold")
    for run, line in zip(runs, lines, strict=True):
        yield paint(line, _COLOURS[run.outcome]) if run.outcome in _COLOURS else line
    yield from _footnotes(runs, more, tr, whole)


Column = tuple[str, list[str]]


def _columns(runs: Sequence[RunRecord], zone: ZoneInfo, tr: Language, whole: bool) -> list[Column]:
    """Each column's heading and cells; who approved or planned only where somebody did."""
    columns: list[Column] = [
        (tr("run"), _right([str(run.number) for run in runs], tr("run"))),
        (tr("when"), [local(run.started_at, zone, tr) for run in runs]),
        (tr("command"), [command_of(run) for run in runs]),
        (tr("outcome"), [tr.of(OUTCOMES[run.outcome]) for run in runs]),
        (tr("operator"), [one_line(run.operator) for run in runs]),
    ]
    people = ((tr("approved by"), [run.approver for run in runs]), (tr("planned by"), [run.planned_by for run in runs]))
    columns += [(heading, [one_line(name or _NOTHING) for name in names]) for heading, names in people if any(names)]
    calls = [_NOTHING if run.calls is None else str(run.calls) for run in runs]
    took = [_NOTHING if run.seconds is None else duration(run.seconds, tr) for run in runs]
    columns += [(tr("calls"), _right(calls, tr("calls"))), (tr("took"), _right(took, tr("took")))]
    if whole or not _is_same([run.version for run in runs]):
        columns.append((tr("program"), [run.version for run in runs]))
    if whole or not _is_same([run.mappings for run in runs]):
        columns.append((tr("mappings"), [short_digest(run.mappings) for run in runs]))
    columns.append((tr("what it did"), [what_was_done(run, tr) or _NOTHING for run in runs]))
    return columns


def _right(cells: list[str], heading: str) -> list[str]:
    """Numbers at the right end of their column."""
    columns = max(width(text) for text in (*cells, heading))
    return [" " * (columns - width(text)) + text for text in cells]


def _is_same(values: Sequence[object]) -> bool:
    return len(set(values)) == 1


def _footnotes(runs: Sequence[RunRecord], more: int, tr: Language, whole: bool) -> Iterator[str]:
    notes = []
    if not whole and _is_same([run.version for run in runs]):
        notes.append(tr("by wingo {version}", version=runs[0].version))
    if not whole and _is_same([run.mappings for run in runs]) and runs[0].mappings is not None:
        notes.append(tr("with the mappings {digest}", digest=short_digest(runs[0].mappings)))
    if notes:
        yield ""
        yield tr("All of them {how}.", how=", ".join(notes))
    if more:
        yield ""
        yield tr("There is one more (--limit).") if more == 1 else tr("There are {number} more (--limit).", number=more)


def short_digest(digest: str | None) -> str:
    """The first letters of a digest: enough to tell two versions apart."""
    return _NOTHING if digest is None else digest.removeprefix("sha256:")[:_DIGEST_LETTERS]


def command_of(run: RunRecord) -> str:
    """`sync`, `revert 3`."""
    return run.command if run.reverts is None else f"{run.command} {run.reverts}"


def what_was_done(run: RunRecord, tr: Language) -> str:
    """`3 created, 12 posted`: counts over all entities, in the order of a plan's actions; and who took it back."""
    totals: Counter[str] = Counter()
    for counts in run.done.values():
        totals.update(counts)
    counted = _counted(totals, run, tr)
    if run.taken_back_by is None:
        return counted
    if run.partly:
        return tr("{counts}; partly taken back by run {run}", counts=counted, run=run.taken_back_by)
    return tr("{counts}; taken back by run {run}", counts=counted, run=run.taken_back_by)


def _counted(counts: Mapping[str, int], run: RunRecord, tr: Language) -> str:
    done = [(action, counts[action.value]) for action in done_words(run.reverts) if counts.get(action.value)]
    return ", ".join(f"{number} {tr.of(done_word(action, number, run.reverts))}" for action, number in done)


# ---- one run


def run_lines(story: Story, zone: ZoneInfo, tr: Language, paint: Paint) -> Iterator[str]:
    """One run: its record, what it did, each of its requests, and what was held back when it ended."""
    run = story.run
    title = tr(
        "Run {number} · {command} · {outcome}",
        number=run.number,
        command=command_of(run),
        outcome=OUTCOMES[run.outcome],
    )
    yield paint(title, "bold")
    facts = [fact for fact in _facts(run, zone, tr) if fact[1]]
    columns = max(width(name) for name, _ in facts)
    yield from (f"  {pad(name, columns)}  {text}" for name, text in facts)
    if story.requests:
        yield ""
        yield paint(tr("Requests"), "bold")
        yield from _request_lines(story.requests, tr, paint)
    if story.held:
        yield ""
        yield paint(tr("Held back when it had ended"), "bold")
        yield from _held_lines(story.held, tr)


def _facts(run: RunRecord, zone: ZoneInfo, tr: Language) -> Iterator[tuple[str, str]]:
    yield tr("started"), local_exactly(run.started_at, zone, tr)
    if run.ended_at is not None and run.seconds is not None:
        ended, took = local_exactly(run.ended_at, zone, tr), duration(run.seconds, tr)
        yield tr("ended"), tr("{moment}, after {duration}", moment=ended, duration=took)
    yield tr("operator"), one_line(run.operator)
    yield tr("planned by"), one_line(run.planned_by or "")
    yield tr("approved by"), one_line(run.approver or "")
    yield tr("plan"), run.plan or ""
    yield tr("mappings"), run.mappings or ""
    yield tr("program"), f"wingo {run.version}"
    by = tr("partly, by run {run}", run=run.taken_back_by) if run.partly else tr("by run {run}", run=run.taken_back_by)
    yield tr("taken back"), "" if run.taken_back_by is None else by
    yield tr("calls"), "" if run.calls is None else str(run.calls)
    for entity, counts in run.done.items():
        yield entity, _counted(counts, run, tr)


def _request_lines(requests: Sequence[Asked], tr: Language, paint: Paint) -> Iterator[str]:
    rows = [
        [
            f"{SYMBOLS[asked.action]} {asked.mapping} {one_line(asked.key)}",
            f"{asked.method} {one_line(asked.path)}",
            _answer(asked, tr),
        ]
        for asked in requests
    ]
    for asked, line in zip(requests, table(rows, numbers_from=3), strict=True):
        yield f"  {line}" if asked.outcome == "done" else paint(f"  {line}", "yellow")


def _answer(asked: Asked, tr: Language) -> str:
    """`done: 4711`, `refused: what the target said`."""
    said = tr.of(_ANSWERS[asked.outcome])
    if asked.outcome == "done" and asked.target_id is not None:
        return f"{said}: {exact_json.dumps(asked.target_id).strip(chr(34))}"
    return f"{said}: {one_line(redact(asked.detail))}" if asked.outcome == "refused" and asked.detail else said


def _held_lines(held: Sequence[Held], tr: Language) -> Iterator[str]:
    rows = [
        [
            f"{HELD_SYMBOLS[item.state]} {item.entity} {one_line(item.key)}",
            shown_title(item),
            item.code,
            said_of(item, tr),
        ]
        for item in held
    ]
    yield from (f"  {line}" for line in table(rows, numbers_from=4))
