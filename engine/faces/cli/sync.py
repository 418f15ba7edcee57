"""`wingo sync` and `wingo payments`: plan, ask, carry out."""

from __future__ import annotations

from collections.abc import Collection

import click

from engine.faces.cli.carrying import Making, Task, carry_out, end
from engine.faces.cli.options import Options, allow_option, format_option, general_options, wrong_usage
from engine.faces.cli.stops import ending_well
from engine.faces.cli.wanted import wanted_entities
from engine.faces.cli.watching import watched
from engine.faces.opening import Opened, opened
from engine.model.schema import Nature
from engine.sync.planning.planner import make_plan


@click.command("sync")
@click.argument("entities", nargs=-1, metavar="[ENTITY]...")
@click.option("--yes", is_flag=True, help="Carry the plan out without asking.")
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a record is refused or held back.")
@format_option("text", "json")
@general_options
@watched
def sync_command(options: Options, entities: tuple[str, ...], yes: bool, allow: tuple[str, ...], strict: bool) -> None:
    """Plan, ask, and bring Go up to date with Win."""
    with ending_well(options), opened(options.folder) as workspace:
        wanted = wanted_entities(workspace.office, entities)
        report = carry_out(options, workspace, Task("sync", planning(wanted), not yes, frozenset(allow)))
        code = end(options, workspace, report, strict)
    raise click.exceptions.Exit(code)


@click.command("payments")
@click.option("--all", "afresh", is_flag=True, help="Look at all payments, not only at what changed since last time.")
@click.option("--yes", is_flag=True, help="Carry the plan out without asking.")
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when a payment is refused or held back.")
@format_option("text", "json")
@general_options
@watched
def payments_command(options: Options, afresh: bool, yes: bool, allow: tuple[str, ...], strict: bool) -> None:
    """Fetch payments from Go, and bring Win's invoices up to date.

    With --all, what was altered in Win's inlet since it was written is mended too.
    """
    with ending_well(options), opened(options.folder) as workspace:
        task = Task("payments", planning(inlets(workspace), afresh=afresh), not yes, frozenset(allow))
        report = carry_out(options, workspace, task)
        code = end(options, workspace, report, strict)
    raise click.exceptions.Exit(code)


def inlets(workspace: Opened) -> frozenset[str]:
    """The mappings that bring something back; a workspace without one has nothing to fetch."""
    found = frozenset(m.name for m in workspace.office.mappings if m.target.nature is Nature.INLET)
    if not found:
        raise wrong_usage("the workspace's entities have no mapping that brings payments back; add `payment`")
    return found


def planning(wanted: Collection[str] | None, *, afresh: bool = False) -> Making:
    """How the wanted entities are planned; `afresh`, from all that a source has instead of what changed."""
    return lambda office, progress: make_plan(office, wanted, progress, afresh=afresh)
