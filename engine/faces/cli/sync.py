"""`wingo sync` and `wingo payments`: plan, ask, carry out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version

import click

from engine.faces.cli.options import Options, allow_option, format_option, general_options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.plan_text import plan_lines
from engine.faces.cli.progress import planning_progress, sending_progress
from engine.faces.cli.report_text import counts_lines, done_lines, ending_line, held_lines, report_json
from engine.faces.cli.stops import DONE, GUARDED, UNREACHABLE, WRONG, ending_well, print_diagnostics
from engine.faces.cli.wanted import wanted_entities
from engine.faces.opening import Opened, opened
from engine.model import exact_json
from engine.model.schema import Nature
from engine.sync.executor import Result
from engine.sync.plan import HELD_BACK, Plan
from engine.sync.run import Errand, RunReport, run


@click.command("sync")
@click.argument("entities", nargs=-1, metavar="[ENTITY]...")
@click.option("--yes", is_flag=True, help="Carry the plan out without asking.")
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a record is refused or held back.")
@format_option("text", "json")
@general_options
def sync_command(options: Options, entities: tuple[str, ...], yes: bool, allow: tuple[str, ...], strict: bool) -> None:
    """Plan, ask, and bring Go up to date with Win."""
    with ending_well(options), opened(options.folder) as workspace:
        wanted = wanted_entities(workspace.office, entities)
        report = carry_out(options, workspace, "sync", wanted, yes, allow)
        code = end(options, workspace, report, strict)
    raise click.exceptions.Exit(code)


@click.command("payments")
@click.option("--yes", is_flag=True, help="Carry the plan out without asking.")
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a payment is refused or held back.")
@format_option("text", "json")
@general_options
def payments_command(options: Options, yes: bool, allow: tuple[str, ...], strict: bool) -> None:
    """Fetch payments from Go, and bring Win's invoices up to date."""
    with ending_well(options), opened(options.folder) as workspace:
        report = carry_out(options, workspace, "payments", inlets(workspace), yes, allow)
        code = end(options, workspace, report, strict)
    raise click.exceptions.Exit(code)


def inlets(workspace: Opened) -> frozenset[str]:
    """The mappings that bring something back; a workspace without one has nothing to fetch."""
    found = frozenset(m.name for m in workspace.office.mappings if m.target.nature is Nature.INLET)
    if not found:
        raise wrong_usage("the workspace's entities have no mapping that brings payments back; add `payment`")
    return found


def carry_out(
    options: Options,
    workspace: Opened,
    command: str,
    wanted: frozenset[str] | None,
    yes: bool,
    allow: tuple[str, ...],
) -> RunReport:
    """Run an errand; the plan is shown and approved first unless --yes was said."""
    if not yes and not sys.stdin.isatty():
        raise wrong_usage("nobody can answer here: say --yes to carry the plan out without asking")
    with ExitStack() as stack:
        advance: Callable[[Result], None] = lambda _result: None  # noqa: E731  # until the plan is approved

        def approve(plan: Plan) -> bool:
            nonlocal advance
            stack.close()  # planning is over
            if not yes and not _is_approved(options, workspace, plan):
                return False
            advance = stack.enter_context(sending_progress(options, len(plan.deeds)))
            return True

        planning = stack.enter_context(planning_progress(options))
        operator, allowed = _operator(), frozenset(allow)
        errand = Errand(
            command, operator, version("wingo"), wanted, allowed, approve, planning, lambda result: advance(result)
        )
        return run(workspace.office, errand, workspace.lock)


def _is_approved(options: Options, workspace: Opened, plan: Plan) -> bool:
    """Show the plan and ask; where the data is to be JSON, the plan is part of the question."""
    for line in plan_lines(plan, paint_for(sys.stderr, options.no_color), verbose=options.verbose):
        click.echo(line, err=options.json)
    print_diagnostics(options, plan.problems, workspace.sources)
    number = len(plan.deeds)
    return click.confirm(f"Carry out {'this change' if number == 1 else f'these {number} changes'}?", err=True)


def _operator() -> str:
    """Who runs it, as the machine knows them; kept with the run."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def end(options: Options, workspace: Opened, report: RunReport, strict: bool) -> int:
    """Print the report; the agreed exit code."""
    if options.json:
        click.echo(exact_json.dumps(report_json(report), indent=2))
    else:
        _print(options, report)
        stopped = [report.execution.stopped] if report.execution.stopped else []
        print_diagnostics(options, [*report.plan.problems, *report.refusals, *stopped], workspace.sources)
    return _exit_code(report, strict)


def _print(options: Options, report: RunReport) -> None:
    """The report; -q leaves what is held back, -v adds what was done, one by one.

    Of a plan that a guard refused, the plan itself: whoever lets it pass must have seen it.
    """
    if report.refusals:
        for line in plan_lines(report.plan, paint_for(sys.stdout, options.no_color), verbose=options.verbose):
            click.echo(line)
        click.echo("Nothing was sent.")
        return
    parts = [list(held_lines(report, paint_for(sys.stdout, options.no_color)))]
    if options.verbose:
        parts.insert(0, list(done_lines(report)))
    if not options.quiet:
        last = "Nothing was sent." if report.declined else ending_line(report)
        parts = [list(counts_lines(report)), *parts, [last]]
    click.echo("\n\n".join("\n".join(lines) for lines in parts if lines), nl=any(parts))


def _exit_code(report: RunReport, strict: bool) -> int:
    if report.execution.stopped is not None:
        return UNREACHABLE
    if report.refusals:
        return GUARDED
    held = report.failed or any(change.action in HELD_BACK for change in report.plan.changes)
    return WRONG if report.plan.problems or (strict and held) else DONE
