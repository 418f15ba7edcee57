"""`wingo explain`: one record's story, from the plan that would be carried out now. Reads only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import click

from engine.diagnostics.source import SourceText
from engine.faces.cli.explain_field import chosen_of
from engine.faces.cli.explain_text import Look, field_lines, story_lines
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import paint_for
from engine.faces.cli.progress import planning_progress
from engine.faces.cli.stops import DONE, UNREACHABLE, WRONG, ending_well, print_diagnostics
from engine.faces.cli.wanted import wanted_entities
from engine.faces.cli.watching import watched
from engine.faces.explain_chosen import Chosen
from engine.faces.explain_json import story_json
from engine.faces.opening import opened
from engine.faces.state import opened_state
from engine.model import exact_json
from engine.model.failure import Denied, Failure, Retryable, Unreachable
from engine.sync.complaints import system_failure
from engine.sync.explaining.explain import tell
from engine.sync.explaining.story import Story
from engine.sync.planning.planner import Office
from engine.sync.state.store import Store


@dataclass(frozen=True, slots=True)
class Told:
    """A story with what showing it needs. `workspace`: its name; `code`: how the command ends."""

    story: Story
    workspace: str
    zone: ZoneInfo
    sources: Mapping[str, SourceText]
    code: int = DONE


@click.command("explain")
@click.argument("entity")
@click.argument("key")
@click.argument("field", required=False)
@click.option("--offline", is_flag=True, help="Make no call to Go: the story without what Go holds.")
@format_option("text", "json", "html")
@general_options
@watched
def explain_command(options: Options, entity: str, key: str, field: str | None, offline: bool) -> None:
    """Tell one record's story: what would become of it and why, rule by rule; with FIELD, step by step."""
    with ending_well(options):
        told = _told(options, entity, key, offline)
        chosen = None if field is None else chosen_of(told.story, field)
        for part in _shown(options, told, chosen):
            click.echo(part, nl=options.format != "html")
        if not options.json:
            print_diagnostics(options, told.story.problems, told.sources)
    raise click.exceptions.Exit(told.code)


def _told(options: Options, entity: str, key: str, offline: bool) -> Told:
    """The story; when the target cannot be reached, what is known without it. Raises what `tell` raises."""
    if offline:
        return _told_offline(options, entity, key)
    try:
        with opened(options.folder) as workspace, planning_progress(options) as progress:
            name = _entity(workspace.office, entity)
            story = tell(workspace.office, workspace.office.store, name, key, progress)
            return _ended(story, workspace.office, workspace.sources)
    except (Unreachable, Denied, Retryable) as failure:
        return _without_target(options, entity, key, failure)


def _entity(office: Office, entity: str) -> str:
    """The entity's own mapping; of a second pass the one that it continues. Raises UsageError for an unknown name."""
    wanted_entities(office, [entity])
    mapping = next(m for m in office.mappings if m.name == entity)
    return mapping.continues or mapping.name


def _told_offline(options: Options, entity: str, key: str) -> Told:
    with opened(options.folder, offline=True) as workspace, ExitStack() as stack:
        name = _entity(workspace.office, entity)
        store: Store = stack.enter_context(opened_state(options.folder)).store
        return _ended(tell(workspace.office, store, name, key), workspace.office, workspace.sources)


def _without_target(options: Options, entity: str, key: str, failure: Failure) -> Told:
    """What can be told all the same, with what is wrong. Where it is the source that failed, it fails here too."""
    told = _told_offline(options, entity, key)
    story = replace(told.story, problems=(*told.story.problems, system_failure(failure)))
    return replace(told, story=story, code=UNREACHABLE)


def _ended(story: Story, office: Office, sources: Mapping[str, SourceText]) -> Told:
    code = WRONG if story.verdict.kind == "unplanned" else DONE
    return Told(story, office.workspace.name, office.world.timezone, sources, code)


def _shown(options: Options, told: Told, chosen: Chosen | None) -> Iterator[str]:
    story, tr = told.story, options.tr
    if options.json:
        return iter([exact_json.dumps(story_json(story, chosen, tr), indent=2)])
    if options.format == "html":
        from engine.faces.pages.explain_page import explain_page  # Jinja is for pages only

        return explain_page(story, chosen, told.workspace, told.zone, tr)
    look = Look(tr, paint_for(sys.stdout, options.no_color), told.zone, options.verbose)
    return story_lines(story, look) if chosen is None else field_lines(story, chosen, look)
