"""`wingo demo`: the whole round on embedded parts, leaving a workspace to explore."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from engine.diagnostics.source import shown_path
from engine.faces.cli.carrying import Task, carry_out
from engine.faces.cli.counting import counted
from engine.faces.cli.options import Options, general_options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.plan_text import totals
from engine.faces.cli.report_text import counts_lines, ending_line, held_lines
from engine.faces.cli.stops import WRONG, ending_well
from engine.faces.cli.sync import inlets, planning
from engine.faces.opening import Opened, opened
from engine.faces.systems import demos, library
from engine.model.change import Action
from engine.model.ports import DemoData
from engine.sync.plan import Plan
from engine.sync.planner import make_plan
from engine.sync.run import RunReport

_MADE = ("state.db", "state.db-wal", "state.db-shm", "go.json", ".wingo.lock")
_MARK = ".wingo-demo"  # a folder that holds it was made here, and may be made anew


@click.command("demo")
@click.argument("folder", default="demo", type=click.Path(path_type=Path, file_okay=False))
@general_options
def demo_command(options: Options, folder: Path) -> None:
    """Make a Win database and a stand-in Go, send registers and invoices, and fetch the payments."""
    with ending_well(options):
        data = _build(folder)
        with opened(folder) as workspace:
            _introduce(workspace, data, folder)
            sent = carry_out(options, workspace, Task("sync", planning(None), ask=False))
            _pay(workspace, data)
            paid = carry_out(options, workspace, Task("payments", planning(inlets(workspace)), ask=False))
            again = make_plan(workspace.office)
        _conclude(options, folder, sent, paid, again)
    if again.deeds or sent.execution.stopped or paid.execution.stopped:
        raise click.exceptions.Exit(WRONG)


def _build(folder: Path) -> DemoData:
    """Copy the demo's workspace and make its database. A folder that holds anything else is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise wrong_usage(f"{folder} holds something else already: name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("Made by `wingo demo`; another `wingo demo` makes it anew.\n", encoding="utf-8")
    for name in _MADE:
        (folder / name).unlink(missing_ok=True)
    shutil.copytree(library().shipped / "customers" / "demo", folder, dirs_exist_ok=True)
    return next(iter(demos().values())).build(folder)


def _introduce(workspace: Opened, data: DemoData, folder: Path) -> None:
    counts = ", ".join(counted(number, name) for name, number in data.counts.items())
    click.echo(f"Win    a demo database with {counts}     {folder}")
    for running in workspace.standins.values():
        click.echo(f"Go     a stand-in at {running.url}, an empty company with the default number series")
    click.echo("")


def _pay(workspace: Opened, data: DemoData) -> None:
    """Let the demo's customers pay, as a bank would tell Go."""
    for running in workspace.standins.values():
        for payment in data.payments:
            running.pay(payment)


def _conclude(options: Options, folder: Path, sent: RunReport, paid: RunReport, again: Plan) -> None:
    paint = paint_for(sys.stdout, options.no_color)
    click.echo("Sent to Go")
    for line in counts_lines(sent):
        click.echo(f"  {line}")
    click.echo("")
    click.echo(f"Payments  {_payments_line(paid)}")
    click.echo("")
    for report in (sent, paid):
        for line in held_lines(report, paint):
            click.echo(line)
    click.echo("")
    click.echo(f"Sending   {ending_line(sent)}")
    click.echo(f"Payments  {ending_line(paid)}")
    click.echo(_again_line(again))
    click.echo("")
    program = _program()
    click.echo(f"Try next:  {program} -w {folder} plan              what would be sent now")
    click.echo(f"           {program} -w {folder} show customer     the merged rules, with file and line")
    click.echo(f"           {program} -w {folder} doctor            what to mend in Win and in Go")


def _program() -> str:
    """The program as it can be called from here: by its name where a shell finds it, else by its path."""
    beside = Path(sys.executable).with_name("wingo")
    return shown_path(beside) if shutil.which("wingo") is None and beside.is_file() else "wingo"


def _again_line(again: Plan) -> str:
    """What another run would do, which is nothing."""
    calls = counted(again.calls, "API call")
    return f"Again: {totals(again)}" if again.deeds else f"Again, with nothing to do: {calls}, 0 changes."


def _payments_line(paid: RunReport) -> str:
    """How many rows came back, by what they are."""
    kinds: dict[str, int] = {}
    for change in paid.done:
        if change.action is Action.PAY and change.request is not None:
            row = change.request.payload
            kind = str(row.get("kind")) if isinstance(row, Mapping) else ""
            kinds[kind] = kinds.get(kind, 0) + 1
    total = sum(kinds.values())
    named = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return f"{total} came back: {named}" if total else "none came back"
