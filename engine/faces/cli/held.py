"""`wingo held`: what is held back, why, since when, and what it waits for. From the state alone, without a call."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

import click

from engine.diagnostics.languages import Language
from engine.faces.cli.held_text import held_lines
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import paint_for
from engine.faces.cli.stops import DONE, WRONG, ending_well
from engine.faces.cli.wanted import refuse_unknown
from engine.faces.state import State, opened_state
from engine.faces.times import utc
from engine.model import exact_json
from engine.model.personal import redact
from engine.sync.state.records import Held


@click.command("held")
@click.argument("entities", nargs=-1, metavar="[ENTITY]...")
@click.option("--strict", is_flag=True, help="Exit 1 when a record is held back.")
@format_option("text", "json")
@general_options
def held_command(options: Options, entities: tuple[str, ...], strict: bool) -> None:
    """Show the records that are held back: why, since when, how often they were tried, what they wait for."""
    with ending_well(options), opened_state(options.folder) as state:
        held = held_in(state, entities)
        if options.json:
            click.echo(exact_json.dumps({"held": [held_json(item, options.tr) for item in held]}, indent=2))
        else:
            paint = paint_for(sys.stdout, options.no_color)
            for line in held_lines(held, state.now, state.zone, options.tr, paint, quiet=options.quiet):
                click.echo(line)
    raise click.exceptions.Exit(WRONG if strict and held else DONE)


def held_in(state: State, entities: Sequence[str] = ()) -> list[Held]:
    """What is held back of these entities, of all when none is named.

    Raises UsageError for an entity that neither the workspace nor its state knows.
    """
    held = state.store.held()
    known = dict.fromkeys((*state.workspace.entities, *(item.entity for item in held)))
    refuse_unknown(entities, list(known))
    wanted = [item for item in held if item.entity in (entities or known)]
    return in_order(wanted, state.workspace.entities)


def in_order(held: Iterable[Held], entities: Sequence[str]) -> list[Held]:
    """Held records in the order of a workspace's entities; within an entity those of one code together, then by key."""
    listed = list(held)
    places = {name: place for place, name in enumerate(dict.fromkeys((*entities, *(item.entity for item in listed))))}
    return sorted(listed, key=lambda item: (places[item.entity], item.code, item.key, item.action))


def held_json(item: Held, tr: Language) -> dict[str, object]:
    """A held record as programs read it; `since` in UTC."""
    return {
        "entity": item.entity,
        "key": item.key,
        "code": item.code,
        "message": redact(tr.of(item.message)),
        "since": utc(datetime.fromisoformat(item.since)),
        "tries": item.tries,
        "waits_for": item.waits_for,
        "state": item.state.value,
    }
