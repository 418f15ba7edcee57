"""`wingo retry`: the held records once more, with what they need, and nothing else."""

from __future__ import annotations

import click

from engine.faces.cli.carrying import Task, carry_out, end
from engine.faces.cli.options import Options, allow_option, format_option, general_options, wrong_usage
from engine.faces.cli.stops import ending_well
from engine.faces.cli.watching import watched
from engine.faces.opening import opened
from engine.sync.running.retrying import SeveralHeld, chosen, make_retry
from engine.sync.state.store import Store


@click.command("retry")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--yes", is_flag=True, help="Carry the plan out without asking.")
@allow_option
@click.option("--strict", is_flag=True, help="Exit 1 when one of them is still held back.")
@format_option("text", "json")
@general_options
@watched
def retry_command(options: Options, keys: tuple[str, ...], yes: bool, allow: tuple[str, ...], strict: bool) -> None:
    """Try held records again: all, or those of the keys (512, or customer:512), with what they need; no others."""
    with ending_well(options), opened(options.folder) as workspace:
        store = workspace.office.store
        assert store is not None, "only an offline office has no state"
        records = _chosen(store, keys)
        if not records and not options.json:
            click.echo(options.tr("Nothing is held back."))
        task = Task("retry", lambda office, progress: make_retry(office, records, progress), not yes, frozenset(allow))
        report = carry_out(options, workspace, task)
        code = end(options, workspace, report, strict)
    raise click.exceptions.Exit(code)


def _chosen(store: Store, keys: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The held records of the keys. Raises UsageError for a key that several of them have, and PlanRefused."""
    try:
        return chosen(store.held(), keys)
    except SeveralHeld as several:
        meant = ", ".join(several.meant)
        raise wrong_usage(f"{several.name} is held back of several entities: name one of {meant}") from None
