"""`wingo status`: one page on a workspace from its state: what ran last, what is linked, what is held, what is open."""

from __future__ import annotations

import sys

import click

from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import paint_for
from engine.faces.cli.runs import run_json
from engine.faces.cli.status_text import status_lines
from engine.faces.cli.stops import ending_well
from engine.faces.standing import EntityStanding, Standing, standing_of
from engine.faces.state import opened_state
from engine.faces.times import utc
from engine.model import exact_json
from engine.sync.state.records import SavedPlan


@click.command("status")
@format_option("text", "json")
@general_options
def status_command(options: Options) -> None:
    """Show how a workspace stands: its last run, what is linked and held back, what the next run will settle first."""
    with ending_well(options), opened_state(options.folder) as state:
        standing = standing_of(state)
        if options.json:
            click.echo(exact_json.dumps(standing_json(standing), indent=2))
            return
        for line in status_lines(standing, options.tr, paint_for(sys.stdout, options.no_color)):
            click.echo(line)


def standing_json(standing: Standing) -> dict[str, object]:
    """How a workspace stands, as programs read it; times in UTC."""
    return {
        "workspace": standing.workspace.name,
        "now": utc(standing.now),
        "since": None if standing.began is None else utc(standing.began),
        "at_work": standing.at_work,
        "last_run": None if standing.last_run is None else run_json(standing.last_run),
        "invoices_from": standing.workspace.invoices_from,
        "guards": standing.guards,
        "mapping_errors": standing.mapping_errors,
        "entities": [_entity_json(entity) for entity in standing.entities],
        "to_settle": [
            {"mapping": one.intent.mapping, "key": one.intent.key, "run": one.run, "asked_at": utc(one.at)}
            for one in standing.to_settle
        ],
        "plans": [_plan_json(plan) for plan in standing.plans],
    }


def _plan_json(plan: SavedPlan) -> dict[str, object]:
    return {
        "plan": plan.id,
        "made_by": plan.made_by,
        "made_at": plan.made_at,
        "deeds": plan.deeds,
        "after_run": plan.after_run,
    }


def _entity_json(entity: EntityStanding) -> dict[str, object]:
    carried_out = entity.carried_out
    return {
        "entity": entity.name,
        "linked": entity.linked,
        "held": entity.held,
        "documents_waiting": entity.files,
        "oldest_held": None if entity.oldest_held is None else utc(entity.oldest_held),
        "carried_out": None if carried_out is None else utc(carried_out),
        "run": entity.run,
        "changed": list(entity.changed),
    }
