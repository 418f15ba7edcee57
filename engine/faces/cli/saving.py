"""`--out`: a plan is saved to a file besides being shown, so that exactly it can be applied later."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import click

from engine.faces.cli.carrying import Making, operator
from engine.faces.cli.options import Options
from engine.faces.cli.progress import planning_progress
from engine.faces.opening import Opened
from engine.faces.systems import library
from engine.sync.guards import refusals
from engine.sync.plan import Plan
from engine.sync.saving.new_file import new_file
from engine.sync.saving.place import same_as, waiting_at
from engine.sync.saving.plan_file import Recipe
from engine.sync.saving.saved_plans import save_plan

R = TypeVar("R")


def out_option(command: Callable[..., R]) -> Callable[..., R]:
    """Add `--out` to a command that makes a plan."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("--out", type=kind, metavar="FILE", help="Save the plan too, for `wingo apply FILE`.")(command)


def make_and_save(options: Options, workspace: Opened, make: Making, recipe: Recipe, out: Path | None) -> Plan:
    """Make a plan, and save it when that is asked for; `recipe` says how `wingo apply` makes it again.

    A plan that waits in that file stays there: if it is the same, it is this one. Raises PlanRefused (P408) when it is
    another, and OSError when the file cannot be written, before anything is read; nothing is left of it on any failure.
    """
    office = workspace.office
    with ExitStack() as stack:
        waiting = stack.enter_context(waiting_at(out, office.workspace, office.store)) if out is not None else None
        file = stack.enter_context(new_file(out)) if out is not None and waiting is None else None
        with planning_progress(options) as progress:
            plan = make(office, progress)
        if file is not None:
            save_plan(file, plan, office, library(), recipe, operator(), version("wingo"))
        return same_as(waiting, plan, office, recipe) if waiting is not None else plan


def say_saved(options: Options, workspace: Opened, plan: Plan, out: Path | None) -> None:
    """Where a plan was saved, and what it is good for; beside the data, where data is printed."""
    if out is None or options.quiet:
        return
    if workspace.office.offline:
        text = options.tr("Saved to {file}, to be looked at: a plan made offline is not applied.", file=out)
    elif refusals(plan, workspace.office, ()):
        text = options.tr(
            "Saved to {file}. `wingo apply` carries out exactly this plan, once, if the guards are allowed there too.",
            file=out,
        )
    else:
        text = options.tr("Saved to {file}. `wingo apply` carries out exactly this plan, once.", file=out)
    click.echo(text, err=options.format not in (None, "text"))
