"""`wingo apply`: carry out a saved plan, exactly as it was saved, and once.

The mappings are those of the file, whatever the workspace's folder holds now; connections, guards, links and series
are the workspace's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from engine.faces.cli.carrying import Making, Task, carry_out, end, operator
from engine.faces.cli.options import Options, allow_option, format_option, general_options
from engine.faces.cli.revert import reverting
from engine.faces.cli.stops import ending_well
from engine.faces.cli.sync import planning
from engine.faces.cli.watching import watched
from engine.faces.opening import Opened, open_store, opened
from engine.mapping.bundle import load_bundle
from engine.mapping.collection import LoadedMappings
from engine.mapping.library import Library
from engine.mapping.workspace import Workspace
from engine.sync.plan import Plan, PlanRefused
from engine.sync.planning.planner import Office
from engine.sync.saving.complaints import unknown_command
from engine.sync.saving.plan_file import PlanFile, opened_plan_file
from engine.sync.saving.saved_plans import admit, make_again, use_up


@click.command("apply")
@click.argument("file", metavar="PLANFILE", type=click.Path(path_type=Path))
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a record is refused or held back.")
@format_option("text", "json")
@general_options
@watched
def apply_command(options: Options, file: Path, allow: tuple[str, ...], strict: bool) -> None:
    """Carry out exactly a saved plan, once. Nobody is asked: whoever applies it approves it."""
    with ending_well(options), opened_plan_file(file) as saved:
        make = _making(saved)
        with opened(options.folder, load=partial(_load, saved)) as workspace:
            report = carry_out(options, workspace, _task(saved, make, workspace, frozenset(allow)))
            code = end(options, workspace, report, strict)
    raise click.exceptions.Exit(code)


def _planned(arguments: Mapping[str, Any]) -> Making:
    wanted = arguments["wanted"]
    return planning(None if wanted is None else frozenset(wanted))


# How a plan is made again, by the command of its recipe. A command that saves plans of another making stands here with
# a function that takes the recipe's arguments, as JSON gave them back, and returns what makes the plan of an office.
_MAKINGS: Mapping[str, Callable[[Mapping[str, Any]], Making]] = {
    "plan": _planned,
    "revert": reverting,
}


def _making(saved: PlanFile) -> Making:
    """How the plan of a file is made again. Raises PlanRefused (P407) for a command that is not known."""
    recipe = saved.head.recipe
    if recipe.command not in _MAKINGS:
        raise PlanRefused((unknown_command(saved.name, recipe.command),))
    return _MAKINGS[recipe.command](recipe.arguments)


def _load(saved: PlanFile, workspace: Workspace, library: Library) -> LoadedMappings:
    """The mappings of a file that the state knows; one that it does not know is read no further."""
    with ExitStack() as stack:
        admit(saved, workspace, open_store(workspace, stack))
    return load_bundle(saved.bundle(), workspace, library)


def _task(saved: PlanFile, make: Making, workspace: Opened, allowed: frozenset[str]) -> Task:
    store = workspace.office.store
    assert store is not None, "a plan is applied against the state"

    def make_it_again(office: Office, progress: Callable[[str], None]) -> Plan:
        admit(saved, office.workspace, store)  # once more: now no other run is at work
        return make_again(saved, office, lambda then: make(then, progress))

    return Task(
        "apply",
        make_it_again,
        ask=False,
        allowed=allowed,
        approver=operator(),
        planned_by=saved.head.made_by,
        begin=lambda run: use_up(saved, store, run),
    )
