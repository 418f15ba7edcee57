"""What is said of a record's story wherever a person meets it: its link, its file, its fields, what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.diagnostics.languages import Language
from engine.faces.explain_values import said_state, said_value
from engine.faces.phrases import HELD_SYMBOLS, SYMBOLS, coded, one_line
from engine.faces.times import local
from engine.language.trace import State
from engine.model.change import Action
from engine.model.personal import redact
from engine.sync.explaining.history import Asked
from engine.sync.explaining.story import FieldStory, Part, Story
from engine.sync.plan import HeldState

_SILENT = (State.ABSENT, State.NOTHING, State.NOT_NEEDED, State.NOT_REACHED)


def symbol_of(kind: str) -> str:
    """The action's symbol; what is no action stands as what is left out does."""
    if kind == HeldState.DOCUMENT_WAITS.value:
        return HELD_SYMBOLS[HeldState.DOCUMENT_WAITS]
    return SYMBOLS[Action(kind)] if kind in {action.value for action in Action} else SYMBOLS[Action.SKIPPED]


def link_line(story: Story, tr: Language, zone: ZoneInfo) -> str:
    """Which record of the target it is, since when, and by which run."""
    link, linked = story.link, story.linked
    if link is None:
        return ""
    if linked is None:
        when = local(datetime.fromisoformat(link.at), zone, tr)
        return tr("linked to {id} in {system}, {when}", id=link.target_id, system=story.target, when=when)
    return tr(
        "linked to {id} in {system} since {when}, by run {run}",
        id=link.target_id,
        system=story.target,
        when=local(linked.asked_at, zone, tr),
        run=linked.run,
    )


def held_lines(part: Part, tr: Language, zone: ZoneInfo) -> Iterator[str]:
    """Since when it is held back, or its file, and how often it was tried."""
    for held in part.held:
        told = {"when": local(datetime.fromisoformat(held.since), zone, tr), "code": held.code}
        is_file = held.state is HeldState.DOCUMENT_WAITS
        since = (
            tr("its PDF waits since {when} ({code})", **told)
            if is_file
            else tr("held back since {when} ({code})", **told)
        )
        tried = tr("tried once") if held.tries == 1 else tr("tried {number} times", number=held.tries)
        yield f"{since}, {tried}"


def file_line(story: Story, tr: Language) -> str:
    """The file that was sent."""
    if story.file is None:
        return ""
    return tr("its file was sent: {file}", file=one_line(str(story.file.get("file", ""))))


def has_something(field: FieldStory) -> bool:
    """Whether a field is worth a line: it has a value, or was stopped, or differs, or the target holds something."""
    return field.rule.state not in _SILENT or field.differs or field.standing not in (None, "") or bool(field.rule.why)


def sign_of(field: FieldStory) -> str:
    """`!` stopped, `~` differs from what stands there, nothing: as it should be."""
    if field.rule.why is not None or field.rule.state in (State.FAILED, State.REFUSED):
        return "!"
    return "~" if field.differs else " "


def after_of(field: FieldStory, tr: Language) -> str:
    """The value as it would be sent; in words why there is none."""
    if field.rule.state is State.VALUE:
        return coded(said_value(field.after, field.rule.type, tr), field.code)
    return said_state(field.rule, tr)


def standing_of(field: FieldStory, tr: Language) -> str:
    """The value that stands in the target."""
    return coded(said_value(field.standing, field.rule.type, tr), field.code_standing)


def outcome_of(asked: Asked, tr: Language) -> str:
    """How a request came out, with what the target said."""
    words = {
        None: tr("no answer yet: the next run asks"),
        "done": tr("done"),
        "refused": tr("refused"),
        "absent": tr("did not take hold"),
        "unknown": tr("may have taken hold; the target does not show it"),
    }
    said = words.get(asked.outcome, asked.outcome or "")
    said += "" if asked.target_id is None or asked.action is Action.UPDATE else f", {asked.target_id}"
    return f"{said}: {one_line(redact(tr.of(asked.detail)))}" if asked.detail else said
