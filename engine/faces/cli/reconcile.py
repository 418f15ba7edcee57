"""`wingo reconcile`: both sides' books held against each other. It reads only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from engine.faces.cli.options import Options, format_option, general_options, wrong_usage
from engine.faces.cli.paint import is_terminal, paint_for
from engine.faces.cli.reconcile_text import reconciliation_lines
from engine.faces.cli.stops import DONE, WRONG, ending_well, print_diagnostics
from engine.faces.cli.watching import say_calls, watched
from engine.faces.opening import Opened, opened
from engine.model import exact_json
from engine.sync.reconciling.reconcile import reconcile
from engine.sync.reconciling.reconciliation import Period, Reconciliation, Window, reconciliation_json

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("reconcile")
@click.option("--from", "since", type=_DAY, metavar="YYYY-MM-DD", help="Look at what is dated on this day or later.")
@click.option("--to", "until", type=_DAY, metavar="YYYY-MM-DD", help="Look at what is dated on this day or earlier.")
@click.option(
    "--period", type=click.Choice([period.value for period in Period]), default="month", help="How sums are parted."
)
@click.option("--strict", is_flag=True, help="Exit 1 when there is a difference.")
@format_option("text", "json", "html")
@general_options
@watched
def reconcile_command(
    options: Options, since: datetime | None, until: datetime | None, period: str, strict: bool
) -> None:
    """Hold Win against Go: counts, sums, open balances, what is unmatched on either side. Nothing is sent.

    Without --from, all that is linked is looked at, and all from invoices_from on that should be. A record that is
    held back is missing in Go, and is listed with its reason.
    """
    if since is not None and until is not None and since > until:
        raise wrong_usage("--from is later than --to")
    window = Window(since.date() if since else None, until.date() if until else None, Period(period))
    with ending_well(options), opened(options.folder) as workspace:
        with _looking(options) as progress:
            found = reconcile(workspace.office, window, progress)
        _print(options, workspace, found)
        say_calls(options, found.calls)
    raise click.exceptions.Exit(WRONG if found.problems or (strict and found.differences) else DONE)


@contextmanager
def _looking(options: Options) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being looked at."""
    if options.quiet or options.verbose or options.json or not is_terminal():
        yield lambda _name: None
        return
    from rich.console import Console

    tr = options.tr
    with Console(stderr=True, no_color=options.no_color).status(tr("Reconciling …")) as status:
        yield lambda name: status.update(tr("Reconciling {entity} …", entity=name))


def _print(options: Options, workspace: Opened, found: Reconciliation) -> None:
    if options.json:
        click.echo(exact_json.dumps(reconciliation_json(found, options.tr), indent=2))
        return
    if options.format == "html":
        from engine.faces.pages.reconcile_page import reconcile_page  # Jinja and babel are for those who ask for a page

        for part in reconcile_page(found, workspace.office, options.tr):
            click.echo(part, nl=False)
    else:
        for line in reconciliation_lines(found, paint_for(sys.stdout, options.no_color), options.tr, options.quiet):
            click.echo(line)
    print_diagnostics(options, found.problems, workspace.sources)
