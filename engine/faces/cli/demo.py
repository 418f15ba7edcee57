"""`wingo demo`: the whole round on embedded parts, leaving a workspace to explore."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from engine.diagnostics.languages import Language
from engine.faces.cli.carrying import Task, carry_out
from engine.faces.cli.demo_folder import is_free, make_folder
from engine.faces.cli.hints import calling
from engine.faces.cli.options import Options, general_options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.plan_text import totals
from engine.faces.cli.report_text import counts_lines, ending_line, held_lines
from engine.faces.cli.stops import WRONG, ending_well
from engine.faces.cli.sync import inlets, planning
from engine.faces.cli.watching import watched
from engine.faces.opening import Opened, opened
from engine.faces.systems import demos, library
from engine.model.change import Action
from engine.model.ports import DemoData
from engine.sync.plan import Plan
from engine.sync.planning.planner import make_plan
from engine.sync.running.run import RunReport


@click.command("demo")
@click.argument("folder", default="demo", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--customers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Make a Win of N customers, with all that is theirs, and send nothing.",
)
@general_options
@watched
def demo_command(options: Options, folder: Path, customers: int | None) -> None:
    """Make a Win database and a stand-in Go, send registers and invoices, and fetch the payments.

    A demo that is in DIR already is made anew; of its files, those that were edited are kept beside the new ones.

    With --customers the Win is as large as you ask, with the same edge cases in proportion. Sending it is left to you:
    `plan` shows what it would be.
    """
    if customers is not None:
        _make_large(options, folder, customers)
        return
    with ending_well(options):
        data = _build(options.tr, folder)
        with opened(folder) as workspace:
            _introduce(options.tr, workspace, data, folder)
            sent = carry_out(options, workspace, Task("sync", planning(None), ask=False))
            _pay(workspace, data)
            paid = carry_out(options, workspace, Task("payments", planning(inlets(workspace)), ask=False))
            again = make_plan(workspace.office)
        _conclude(options, folder, sent, paid, again)
    if again.deeds or sent.execution.stopped or paid.execution.stopped:
        raise click.exceptions.Exit(WRONG)


def _make_large(options: Options, folder: Path, customers: int) -> None:
    """Make the folder and let the stand-in hold its numbers. A round over HTTP would take an hour of a large one."""
    tr = options.tr
    with ending_well(options):
        data = _build(tr, folder, customers)
        with opened(folder) as workspace:
            for running in workspace.standins.values():
                running.set_up(data.standin)
        _introduce_win(tr, data, folder)
        click.echo(tr("Go     a stand-in, an empty company whose number series hold these customers"))
        click.echo("")
        click.echo(tr("Nothing was sent."))
        _suggest(tr, folder)


def _build(tr: Language, folder: Path, customers: int | None = None) -> DemoData:
    """Make the demo's folder. One that holds anything else is left alone."""
    demo = next(iter(demos().values()))
    if customers is not None and customers not in demo.customers:
        raise wrong_usage(f"a demo has from {demo.customers[0]} to {demo.customers[-1]} customers, not {customers}")
    if not is_free(folder):
        raise wrong_usage(f"{folder} holds something else already: name another folder")
    data, kept = make_folder(folder, library().shipped / "customers" / "demo", demo, customers)
    for one in kept:
        click.echo(
            tr("{file} was edited: it is made anew, and yours is kept as {kept}", file=one.name, kept=one.kept_as)
        )
    return data


def _introduce(tr: Language, workspace: Opened, data: DemoData, folder: Path) -> None:
    _introduce_win(tr, data, folder)
    for running in workspace.standins.values():
        url = running.url
        click.echo(tr("Go     a stand-in at {url}, an empty company with the default number series", url=url))
    click.echo("")


def _introduce_win(tr: Language, data: DemoData, folder: Path) -> None:
    counts = ", ".join(f"{number} {tr.of(name if number == 1 else name + 's')}" for name, number in data.counts.items())
    click.echo(tr("Win    a demo database with {counts}     {folder}", counts=counts, folder=folder))


def _pay(workspace: Opened, data: DemoData) -> None:
    """Let the demo's customers pay, as a bank would tell Go."""
    for running in workspace.standins.values():
        for payment in data.payments:
            running.pay(payment)


def _conclude(options: Options, folder: Path, sent: RunReport, paid: RunReport, again: Plan) -> None:
    paint, tr = paint_for(sys.stdout, options.no_color), options.tr
    click.echo(tr("Sent to Go"))
    for line in counts_lines(sent, tr):
        click.echo(f"  {line}")
    click.echo("")
    click.echo(tr("Payments  {counts}", counts=_payments_line(paid, tr)))
    click.echo("")
    for report in (sent, paid):
        for line in held_lines(report, paint, tr):
            click.echo(line)
    click.echo("")
    click.echo(tr("Sending   {counts}", counts=ending_line(sent, tr)))
    click.echo(tr("Payments  {counts}", counts=ending_line(paid, tr)))
    click.echo(_again_line(again, tr))
    _suggest(tr, folder)


def _suggest(tr: Language, folder: Path) -> None:
    click.echo("")
    wingo = calling(folder)
    click.echo(tr("Try next:  {wingo} plan              what would be sent now", wingo=wingo))
    click.echo(tr("           {wingo} show customer     the merged rules, with file and line", wingo=wingo))
    click.echo(tr("           {wingo} doctor            what to mend in Win and in Go", wingo=wingo))


def _again_line(again: Plan, tr: Language) -> str:
    """What another run would do, which is nothing."""
    if again.deeds:
        return tr("Again: {counts}", counts=totals(again, tr))
    return tr.count(
        again.calls,
        "Again, with nothing to do: {n} API call, 0 changes.",
        "Again, with nothing to do: {n} API calls, 0 changes.",
    )


def _payments_line(paid: RunReport, tr: Language) -> str:
    """How many rows came back, by what they are."""
    kinds: dict[str, int] = {}
    for change in paid.done:
        if change.action is Action.PAY and change.request is not None:
            row = change.request.payload
            kind = str(row.get("kind")) if isinstance(row, Mapping) else ""
            kinds[kind] = kinds.get(kind, 0) + 1
    total = sum(kinds.values())
    named = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return tr("{n} came back: {kinds}", n=total, kinds=named) if total else tr("none came back")
