"""`wingo revert`: the way back of a run, shown before it is gone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from engine.faces.cli.carrying import Making, Task, carry_out, end
from engine.faces.cli.options import Options, allow_option, format_option, general_options, wrong_usage
from engine.faces.cli.plan import print_plan
from engine.faces.cli.saving import make_and_save, out_option, say_saved
from engine.faces.cli.stops import DONE, GUARDED, ending_well, print_diagnostics
from engine.faces.cli.watching import watched
from engine.faces.opening import Opened, opened
from engine.model.change import Action
from engine.sync.guards import refusals
from engine.sync.plan import Plan
from engine.sync.planning.planner import Office
from engine.sync.reverting.revert import make_revert, refuse_unknown
from engine.sync.saving.plan_file import Recipe


@click.command("revert")
@click.argument("run", type=click.IntRange(min=1), metavar="RUN")
@click.option("--yes", is_flag=True, help="Carry the way back out without asking.")
@out_option
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when something cannot be taken back.")
@format_option("text", "json")
@general_options
@watched
def revert_command(
    options: Options, run: int, yes: bool, out: Path | None, allow: tuple[str, ...], strict: bool
) -> None:
    """Take back what a run did: fields get their old values, what was made goes out of use, vouchers are reversed.

    RUN is its number, as `wingo runs` lists it. Nothing is deleted, and what was changed since is left alone. Where
    nobody can answer, the way back is only shown, and the command ends with 2, unless --yes is given.
    """
    if out is not None and yes:
        raise wrong_usage("--out saves the way back for `wingo apply`, and --yes carries it out: give one of them")
    allowed = frozenset(allow)
    with ending_well(options), opened(options.folder) as workspace:
        store = workspace.office.store
        assert store is not None, "a workspace that is not offline has its state"
        refuse_unknown(store, run)
        if out is not None or not (yes or sys.stdin.isatty()):
            code = _show(options, workspace, run, out, allowed)
        else:
            report = carry_out(options, workspace, Task("revert", reverting({"run": run}), not yes, allowed))
            code = end(options, workspace, report, strict)
            _say_what_next(options, run, report.plan, ready=not (report.done or report.refusals))
    raise click.exceptions.Exit(code)


def reverting(arguments: Mapping[str, Any]) -> Making:
    """How the way back of a run is planned; `arguments` are those of its recipe."""
    run: int = arguments["run"]

    def make(office: Office, progress: Callable[[str], None]) -> Plan:
        return make_revert(office, run, progress)

    return make


def _show(options: Options, workspace: Opened, run: int, out: Path | None, allowed: frozenset[str]) -> int:
    """Show the way back, and save it when that is asked for; the agreed exit code.

    Raises UsageError when it was neither saved nor let pass, and there is something to carry out.
    """
    arguments = {"run": run}
    plan = make_and_save(options, workspace, reverting(arguments), Recipe("revert", arguments), out)
    refused = refusals(plan, workspace.office, allowed)
    print_plan(options, plan, refused)
    say_saved(options, workspace, plan, out)
    if not options.json:
        print_diagnostics(options, refused, workspace.sources)
    _say_what_next(options, run, plan, ready=out is None and not refused)
    if refused:
        if out is None and not (options.json or options.quiet):
            click.echo(options.tr("Nothing was sent."))
        return GUARDED
    if plan.deeds and out is None:
        raise wrong_usage("nobody can answer here: say --yes to carry the way back out, or --out FILE to save it")
    return DONE


def _say_what_next(options: Options, run: int, plan: Plan, *, ready: bool) -> None:
    """In a line, what a person must know now; nothing where data is printed. `ready`: whether only a yes is wanting."""
    if options.json or options.quiet:
        return
    tr = options.tr
    if not plan.deeds:
        click.echo(_nothing(options, run, plan))
        return
    if ready:
        click.echo(tr("Nothing was sent: `wingo revert {run} --yes` carries it out.", run=run))
    click.echo(tr("The next run does the same again, unless the data or the mappings are changed first."))


def _nothing(options: Options, run: int, plan: Plan) -> str:
    """Why there is nothing to take back."""
    codes = [d.code for change in plan.changes for d in change.diagnostics]
    if not codes and not any(change.action is not Action.UNCHANGED for change in plan.changes):
        return options.tr("Run {run} changed nothing.", run=run)
    if set(codes) <= {"P704", "P705"} and "P705" in codes:
        return options.tr("Run {run} was taken back already.", run=run)
    if "P705" in codes:
        return options.tr("Nothing more of run {run} can be taken back now.", run=run)
    return options.tr("Nothing of run {run} can be taken back now.", run=run)
