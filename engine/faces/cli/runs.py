"""`wingo runs [RUN]`: who ran what, by which mappings, how it came out; of one run every request. From the state."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal

import click

from engine.diagnostics.languages import Language
from engine.faces.cli.held import held_json, in_order
from engine.faces.cli.options import Options, format_option, general_options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.runs_text import Story, run_lines, runs_lines
from engine.faces.cli.stops import ending_well
from engine.faces.state import State, opened_state
from engine.faces.times import utc
from engine.model import exact_json
from engine.model.personal import redact
from engine.sync.explaining.history import Asked, RunRecord, requests_of, run_of, runs_since

_SHOWN = 20


@click.command("runs")
@click.argument("number", required=False, type=int, metavar="[RUN]")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only runs of this day and later.")
@click.option("--limit", type=click.IntRange(min=1), default=_SHOWN, show_default=True, help="At most so many runs.")
@format_option("text", "json")
@general_options
def runs_command(options: Options, number: int | None, since: datetime | None, limit: int) -> None:
    """Show what was run, the newest first: who, when, how it came out; of one RUN every request."""
    with ending_well(options), opened_state(options.folder) as state:
        if number is None:
            _print_runs(options, state, since.date() if since else None, limit)
        else:
            _print_run(options, state, number)


def _print_runs(options: Options, state: State, since: date | None, limit: int) -> None:
    began = _began(state, since)
    runs = runs_since(state.store, state.is_at_work, began, limit)
    more = state.store.count_runs(began) - len(runs)
    if options.json:
        click.echo(exact_json.dumps({"runs": [run_json(run) for run in runs], "more": more}, indent=2))
        return
    paint = paint_for(sys.stdout, options.no_color)
    for line in runs_lines(runs, more, state.zone, options.tr, paint, whole=options.verbose):
        click.echo(line)


def _began(state: State, since: date | None) -> str:
    """The first moment of a day where the customer is, as the state writes times."""
    if since is None:
        return ""
    return datetime.combine(since, time(), state.zone).astimezone(UTC).isoformat()


def _print_run(options: Options, state: State, number: int) -> None:
    run = run_of(state.store, state.is_at_work, number)
    if run is None:
        raise wrong_usage(_no_run(state, number))
    held = in_order(state.store.held_after(number), state.workspace.entities)
    story = Story(run, requests_of(state.store, number), held)
    if options.json:
        click.echo(exact_json.dumps(story_json(story, options.tr), indent=2))
        return
    for line in run_lines(story, state.zone, options.tr, paint_for(sys.stdout, options.no_color)):
        click.echo(line)


def _no_run(state: State, number: int) -> str:
    for newest in runs_since(state.store, False, limit=1):
        return f"there is no run {number}; the newest is {newest.number}"
    return f"there is no run {number}; nothing was run yet"


def run_json(run: RunRecord) -> dict[str, object]:
    """A run as programs read it; times in UTC."""
    return {
        "run": run.number,
        "command": run.command,
        "reverts": run.reverts,
        "taken_back_by": run.taken_back_by,
        **({"taken_back_partly": True} if run.partly else {}),
        "operator": run.operator,
        "planned_by": run.planned_by,
        "approver": run.approver,
        "outcome": run.outcome,
        "started_at": utc(run.started_at),
        "ended_at": None if run.ended_at is None else utc(run.ended_at),
        "seconds": None if run.seconds is None else Decimal(f"{run.seconds:.3f}"),
        "calls": run.calls,
        "done": run.done,
        "plan": run.plan,
        "mappings": run.mappings,
        "version": run.version,
    }


def story_json(story: Story, tr: Language) -> dict[str, object]:
    """One run with its requests, and what was held back when it ended."""
    return {
        "run": run_json(story.run),
        "requests": [_request_json(asked) for asked in story.requests],
        "held": [held_json(item, tr) for item in story.held],
    }


def _request_json(asked: Asked) -> dict[str, object]:
    return {
        "mapping": asked.mapping,
        "key": asked.key,
        "action": asked.action.value,
        "method": asked.method,
        "path": asked.path,
        "asked_at": utc(asked.asked_at),
        "outcome": asked.outcome,
        "detail": redact(asked.detail),
        "target_id": asked.target_id,
    }
