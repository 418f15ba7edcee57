"""`wingo plan`: the dry run; it reads both systems and sends nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from engine.diagnostics.diagnostic import Diagnostic, warning
from engine.diagnostics.render import as_json
from engine.faces.cli.options import Options, allow_option, format_option, general_options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.plan_text import plan_lines
from engine.faces.cli.progress import planning_progress
from engine.faces.cli.stops import CHANGES, DONE, GUARDED, WRONG, ending_well, print_diagnostics
from engine.faces.cli.wanted import wanted_entities
from engine.faces.opening import Opened, opened
from engine.model import exact_json
from engine.model.schema import Nature
from engine.sync.guards import refusals
from engine.sync.plan import HELD_BACK, Plan, plan_json
from engine.sync.planner import make_plan


@click.command("plan")
@click.argument("entities", nargs=-1, metavar="[ENTITY]...")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 10 when there is something to do.")
@click.option("--offline", is_flag=True, help="Make no call to Go: series from series.yaml, everything a create.")
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a record is refused or waits.")
@format_option("text", "json")
@general_options
def plan_command(
    options: Options,
    entities: tuple[str, ...],
    detailed_exitcode: bool,
    offline: bool,
    allow: tuple[str, ...],
    strict: bool,
) -> None:
    """Show what would be sent: the exact requests, field by field, and what is held back and why. Reads only."""
    with ending_well(options), opened(options.folder, offline=offline) as workspace:
        wanted = wanted_entities(workspace.office, entities)
        _refuse_offline_inlets(workspace, wanted, offline)
        with planning_progress(options) as progress:
            plan = make_plan(workspace.office, wanted, progress)
        refused = refusals(plan, workspace.office.workspace.guards, frozenset(allow))
        notes = [*_assumptions(workspace, plan), *refused]
        print_plan(options, plan, notes)
        print_diagnostics(options, _unsaid(options, [*plan.problems, *notes]), workspace.sources)
    raise click.exceptions.Exit(_exit_code(plan, refused, detailed_exitcode, strict))


def _refuse_offline_inlets(workspace: Opened, wanted: frozenset[str] | None, offline: bool) -> None:
    """What comes back from Go cannot be planned without asking Go."""
    inlets = {m.name for m in workspace.office.mappings if m.target.nature is Nature.INLET}
    if offline and wanted and wanted & inlets:
        raise wrong_usage(f"{', '.join(sorted(wanted & inlets))}: what comes back is not known without a call")


def _assumptions(workspace: Opened, plan: Plan) -> list[Diagnostic]:
    """What an offline plan takes for granted: without a snapshot, that the target has its usual number series."""
    office = workspace.office
    planned = {section.mapping for section in plan.sections}
    takes_numbers = any(mapping.series for mapping in office.mappings if mapping.name in planned)
    if not office.offline or office.workspace.series is not None or not takes_numbers:
        return []
    return [warning("P206", "there is no series.yaml: numbers are held against the target's usual series")]


def _unsaid(options: Options, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """What is still to be said: a plan's JSON has it all."""
    return [] if options.json else diagnostics


def print_plan(options: Options, plan: Plan, notes: Iterable[Diagnostic] = ()) -> None:
    """The plan on standard output, as text or JSON; the JSON has the notes on it too."""
    if options.json:
        printed = plan_json(plan, unchanged=options.verbose, language=options.tr)
        printed["diagnostics"] += [as_json(note, options.tr) for note in notes]
        click.echo(exact_json.dumps(printed, indent=2))
        return
    for line in plan_lines(plan, paint_for(sys.stdout, options.no_color), verbose=options.verbose):
        click.echo(line)


def _exit_code(plan: Plan, refused: list[Diagnostic], detailed: bool, strict: bool) -> int:
    if refused:
        return GUARDED
    if plan.problems or (strict and any(change.action in HELD_BACK for change in plan.changes)):
        return WRONG
    return CHANGES if detailed and plan.deeds else DONE
