"""`wingo plan`: the dry run; it reads both systems and sends nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import click

from engine.diagnostics.diagnostic import Diagnostic, warning
from engine.diagnostics.render import as_json
from engine.faces.cli.options import Options, allow_option, format_option, general_options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.plan_text import plan_lines
from engine.faces.cli.saving import make_and_save, out_option, say_saved
from engine.faces.cli.stops import CHANGES, DONE, GUARDED, WRONG, ending_well, print_diagnostics
from engine.faces.cli.sync import planning
from engine.faces.cli.wanted import wanted_entities
from engine.faces.cli.watching import say_calls, watched
from engine.faces.opening import Opened, opened
from engine.model import exact_json
from engine.model.schema import Nature
from engine.model.text import say
from engine.sync.guards import refusals
from engine.sync.plan import HELD_BACK, Plan, plan_members
from engine.sync.planning.planner import Office
from engine.sync.saving.plan_file import Recipe


@click.command("plan")
@click.argument("entities", nargs=-1, metavar="[ENTITY]...")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 10 when there is something to do.")
@click.option("--offline", is_flag=True, help="Make no call to Go: series from series.yaml, everything a create.")
@out_option
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a record is refused or waits.")
@format_option("text", "json", "html", "md")
@general_options
@watched
def plan_command(
    options: Options,
    entities: tuple[str, ...],
    detailed_exitcode: bool,
    offline: bool,
    out: Path | None,
    allow: tuple[str, ...],
    strict: bool,
) -> None:
    """Show what would be sent: the exact requests, field by field, and what is held back and why. Reads only."""
    with ending_well(options), opened(options.folder, offline=offline) as workspace:
        wanted = wanted_entities(workspace.office, entities)
        _refuse_offline_inlets(workspace, wanted, offline)
        recipe = Recipe("plan", {"wanted": None if wanted is None else sorted(wanted)})
        plan = make_and_save(options, workspace, planning(wanted), recipe, out)
        refused = refusals(plan, workspace.office, frozenset(allow))
        notes = [*_assumptions(workspace, plan), *refused]
        print_plan(options, plan, notes, workspace.office)
        say_saved(options, workspace, plan, out)
        say_calls(options, plan.calls)
        print_diagnostics(options, _unsaid(options, [*plan.said, *notes]), workspace.sources)
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
    text = say("there is no series.yaml: numbers are held against the target's usual series")
    return [warning("P206", text)]


def _unsaid(options: Options, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """What is still to be said: a plan's JSON has it all."""
    return [] if options.json else diagnostics


def print_plan(options: Options, plan: Plan, notes: Iterable[Diagnostic] = (), office: Office | None = None) -> None:
    """The plan on standard output, as text, JSON, a page or Markdown; all but the text have the notes on it too.

    `office`: what it was made from; a page and Markdown need it.
    """
    if office is not None and options.format in _DOCUMENTS:
        for part in _document(options, plan, notes, office):
            click.echo(part, nl=False)
        return
    if options.json:
        printed = plan_members(plan, unchanged=options.verbose, language=options.tr)
        printed["diagnostics"] += [as_json(note, options.tr) for note in notes]
        for piece in exact_json.pieces(printed, indent=2):
            click.echo(piece, nl=False)
        click.echo()
        return
    lines = plan_lines(plan, paint_for(sys.stdout, options.no_color), options.tr, verbose=options.verbose)
    while block := list(islice(lines, _LINES_AT_ONCE)):
        click.echo("\n".join(block))


_DOCUMENTS = ("html", "md")
_LINES_AT_ONCE = 200  # each echo looks at the terminal anew


def _document(options: Options, plan: Plan, notes: Iterable[Diagnostic], office: Office) -> Iterable[str]:
    """The plan as a page, or as the text of a pull request, in parts."""
    # Jinja and babel are for those who ask for a page.
    from engine.faces.pages.plan_markdown import plan_markdown
    from engine.faces.pages.plan_outline import outline, speech_of
    from engine.faces.pages.plan_page import plan_page

    told = outline(plan, office, speech_of(office, options.tr), notes)
    return plan_page(told) if options.format == "html" else plan_markdown(told)


def _exit_code(plan: Plan, refused: list[Diagnostic], detailed: bool, strict: bool) -> int:
    if refused:
        return GUARDED
    if plan.problems or (strict and any(change.action in HELD_BACK for change in plan.changes)):
        return WRONG
    return CHANGES if detailed and plan.deeds else DONE
