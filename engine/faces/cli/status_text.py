"""How a workspace stands, as a person reads it: facts on top, then a line an entity, then what asks for attention."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.diagnostics.languages import Language
from engine.faces.cli.paint import Paint, pad, table, width
from engine.faces.cli.runs_text import OUTCOMES, command_of, what_was_done
from engine.faces.phrases import one_line
from engine.faces.standing import EntityStanding, Standing
from engine.faces.times import age, local
from engine.sync.explaining.history import AT_WORK, RunRecord
from engine.sync.state.records import SavedPlan

_NOTHING = "·"
_FILES_COLUMN = 3
_NAMED_MAX = 5  # requests named one by one
_PLANS_MAX = 3  # plans named: the newest, for the others are stale as a rule


def status_lines(standing: Standing, tr: Language, paint: Paint) -> Iterator[str]:
    """The page, at most 100 columns wide unless names are longer."""
    now = local(standing.now, standing.zone, tr)
    yield f"{paint(one_line(standing.workspace.name), 'bold')}  {now}  {standing.workspace.timezone}"
    yield ""
    facts = list(_facts(standing, tr))
    columns = max(width(name) for name, _ in facts)
    yield from (f"  {pad(name, columns)}  {text}" for name, text in facts)
    yield ""
    yield from _entity_lines(standing, tr, paint)
    attention = list(_attention(standing, tr))
    if attention:
        yield ""
        yield from (paint(line, "yellow") for line in attention)


def _facts(standing: Standing, tr: Language) -> Iterator[tuple[str, str]]:
    began = standing.began
    yield tr("first run"), tr("none yet") if began is None else local(began, standing.zone, tr)
    if standing.last_run is not None:
        yield tr("last run"), _last_run(standing.last_run, standing, tr)
        what = what_was_done(standing.last_run, tr)
        yield tr("what it did"), what or tr("nothing")
    yield tr("held back"), _held(standing, tr)
    start = standing.workspace.invoices_from
    day = "" if start is None else start.strftime(tr("%Y-%m-%d"))
    yield tr("posting"), tr("invoices from {day} on", day=day) if day else tr("none: invoices_from is not set")
    guards = list(standing.guards.items())
    for place in range(0, len(guards), 2):
        shown = " · ".join(f"{name} {limit}" for name, limit in guards[place : place + 2])
        yield ("" if place else tr("guards")), shown


def _last_run(run: RunRecord, standing: Standing, tr: Language) -> str:
    """`12 · sync · done · 5 minutes ago, by kari`."""
    passed = age(standing.now - run.started_at, tr)
    if run.outcome == AT_WORK:
        return tr(
            "{number} · {command} · at work since {age}, by {operator}",
            number=run.number,
            command=command_of(run),
            age=passed,
            operator=one_line(run.operator),
        )
    return tr(
        "{number} · {command} · {outcome} · {age} ago, by {operator}",
        number=run.number,
        command=command_of(run),
        outcome=OUTCOMES[run.outcome],
        age=passed,
        operator=one_line(run.operator),
    )


def _held(standing: Standing, tr: Language) -> str:
    records = sum(entity.held for entity in standing.entities)
    files = sum(entity.files for entity in standing.entities)
    said = [tr.count(records, "{n} record", "{n} records")] if records else []
    said += [tr.count(files, "{n} posted, its PDF waits", "{n} posted, their PDFs wait")] if files else []
    return tr("{counts}: `wingo held`", counts=" · ".join(said)) if said else tr("nothing")


def _entity_lines(standing: Standing, tr: Language, paint: Paint) -> Iterator[str]:
    head = ["", tr("linked"), tr("held"), tr("PDF waits"), tr("oldest"), tr("last carried out"), tr("by run")]
    rows = [head, *(_entity_row(entity, standing, tr) for entity in standing.entities)]
    if not any(entity.files for entity in standing.entities):
        rows = [[*row[:_FILES_COLUMN], *row[_FILES_COLUMN + 1 :]] for row in rows]
    first, *lines = table(rows)
    yield paint(f"  {first}", "bold")
    yield from (f"  {line}" for line in lines)


def _entity_row(entity: EntityStanding, standing: Standing, tr: Language) -> list[str]:
    def since(moment: datetime | None) -> str:
        return _NOTHING if moment is None else age(standing.now - moment, tr)

    carried_out = entity.carried_out
    return [
        entity.name,
        "?" if entity.linked is None else str(entity.linked or _NOTHING),
        str(entity.held or _NOTHING),
        str(entity.files or _NOTHING),
        since(entity.oldest_held),
        _NOTHING if carried_out is None else local(carried_out, standing.zone, tr),
        str(entity.run or _NOTHING),
    ]


# ---- what asks for attention


def _attention(standing: Standing, tr: Language) -> Iterator[str]:
    errors = standing.mapping_errors
    if errors:
        yield tr.count(
            errors, "The mappings have an error: `wingo check`.", "The mappings have {n} errors: `wingo check`."
        )
    changed = [name for entity in standing.entities for name in entity.changed]
    if changed:
        yield tr("Changed since they were last carried out: {names}.", names=", ".join(changed))
    yield from _to_settle(standing, tr)
    yield from _plans(standing, tr)


def _to_settle(standing: Standing, tr: Language) -> Iterator[str]:
    """Requests that a run sent before it died; the next one asks the target before it sends anything."""
    number = len(standing.to_settle)
    if not number:
        return
    yield tr.count(
        number,
        "Of {n} request it is not known whether it took hold; the next run asks before it sends:",
        "Of {n} requests it is not known whether they took hold; the next run asks before it sends:",
    )
    for one in standing.to_settle[:_NAMED_MAX]:
        request = one.intent.request
        yield f"  {one.intent.mapping} {one_line(one.intent.key)}  {request.method} {one_line(request.path)}"
    yield from _and_more(number - _NAMED_MAX, tr)


def _plans(standing: Standing, tr: Language) -> Iterator[str]:
    number = len(standing.plans)
    if not number:
        return
    yield tr.count(number, "{n} saved plan waits to be applied:", "{n} saved plans wait to be applied:")
    yield from ("  " + _plan(plan, standing, tr) for plan in standing.plans[:_PLANS_MAX])
    yield from _and_more(number - _PLANS_MAX, tr)


def _plan(plan: SavedPlan, standing: Standing, tr: Language) -> str:
    """A plan, and which run was the newest when it was made: what ran since may have made it stale."""
    made = local(datetime.fromisoformat(plan.made_at), standing.zone, tr)
    name = one_line(plan.made_by)
    if plan.after_run is None:
        return tr("{plan}, made by {name} {moment}", plan=plan.id, name=name, moment=made)
    return tr(
        "{plan}, made by {name} {moment}, as of run {run}", plan=plan.id, name=name, moment=made, run=plan.after_run
    )


def _and_more(more: int, tr: Language) -> Iterator[str]:
    if more > 0:
        yield "  " + tr.count(more, "and one more", "and {n} more")
