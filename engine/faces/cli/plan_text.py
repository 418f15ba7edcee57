"""A plan as a person reads it in a terminal: what would be sent, what is held back and why, then the counts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.faces.cli.paint import SYMBOLS, Paint, pad
from engine.model import exact_json
from engine.model.change import Action
from engine.model.exact_json import Placeholder
from engine.sync.plan import HELD_BACK, Change, FieldChange, Plan, Section

_FIELDS_SHOWN = 6
_COLOURS = {Action.REFUSED: "red", Action.WAIT: "yellow", Action.UPDATE: "blue"}


def plan_lines(plan: Plan, paint: Paint, *, verbose: bool) -> Iterator[str]:
    """The plan, section by section; unchanged and skipped records only when asked for."""
    for section in plan.sections:
        shown = [change for change in section.changes if _is_shown(change, verbose)]
        if shown:
            yield from _section_lines(section, shown, paint, verbose)
    for problem in plan.problems:
        yield paint(f"{problem.code}  {problem.message}", "red")
        yield f"      {problem.help}"
    yield totals(plan)


def _is_shown(change: Change, verbose: bool) -> bool:
    return verbose or bool(change.diagnostics) or change.action not in (Action.UNCHANGED, Action.SKIPPED)


def _section_lines(section: Section, shown: list[Change], paint: Paint, verbose: bool) -> Iterator[str]:
    named = section.entity if section.mapping == section.entity else f"{section.entity} ({section.mapping})"
    yield paint(f"{named} · {_count(len(shown), 'change')}", "bold")
    yield ""
    for change in shown:
        yield from _change_lines(change, paint, verbose)
        yield ""


def _change_lines(change: Change, paint: Paint, verbose: bool) -> Iterator[str]:
    heading = f"  {SYMBOLS[change.action]} {change.key}  {change.title}".rstrip()
    request = f"{change.request.method} {change.request.path}" if change.request else ""
    word = change.action.value if change.action in (Action.SKIPPED, Action.ADOPT) and not request else request
    yield paint(f"{pad(heading, 60)}  {word}".rstrip(), _COLOURS.get(change.action, "green"))
    fields = change.fields if verbose else change.fields[:_FIELDS_SHOWN]
    name_width = max((len(field.target) for field in fields), default=0)
    for field in fields:
        yield f"      {_field_line(field, name_width)}".rstrip()
    if len(fields) < len(change.fields):
        yield f"      …  {_count(len(change.fields) - len(fields), 'more field')}  (-v shows them)"
    if change.action is Action.ATTACH and change.request is not None:
        yield f"      {shown_value(change.request.payload)}"
    for diagnostic in change.diagnostics:
        place = f"  {diagnostic.span.path}:{diagnostic.span.line}" if diagnostic.span else ""
        colour = "red" if diagnostic.is_error else "yellow"
        yield paint(f"      {diagnostic.code}  {diagnostic.message}", colour) + place
        if diagnostic.help and diagnostic.is_error:
            yield f"            {diagnostic.help}"


def _field_line(field: FieldChange, name_width: int) -> str:
    value = shown_value(field.after)
    if field.before is not None:
        value = f"{shown_value(field.before)}  ->  {value}"
    note = "changed by hand in the target" if field.drift else _one_line(field.source)
    place = f"{field.rule.path}:{field.rule.line}" if field.rule else ""
    return f"{pad(field.target, name_width)}  {pad(value, 34)}  {pad(note, 44)}  {place}"


def _one_line(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= 44 else text[:43] + "…"


def shown_value(value: object) -> str:
    """A value as a person reads it; what is known only after a write is named."""
    if isinstance(value, str):
        return value
    if isinstance(value, Placeholder):
        parts = value.as_json()
        return "{" + ", ".join(str(part) for part in parts.values()) + "}"
    return "(empty)" if value is None else exact_json.dumps(value).strip('"')


def totals(plan: Plan) -> str:
    """The last line: how much would be sent, what is held back, what is as it should be."""
    changes = list(plan.changes)
    deeds = [change for change in changes if change.deed]
    calls = sum(change.request is not None for change in deeds)
    counts = {action: sum(change.action is action for change in changes) for action in Action}
    parts = [f"{len(deeds)} to send" if deeds else "nothing to do"]
    parts += [f"{counts[a]} {word}" for a, word in _HELD_WORDS if counts[a]]
    parts += [f"{counts[Action.SKIPPED]} skipped"] if counts[Action.SKIPPED] else []
    parts += [f"{counts[Action.UNCHANGED]} unchanged"] if counts[Action.UNCHANGED] else []
    return f"{', '.join(parts)}. {_count(calls, 'call')} when applied."


_HELD_WORDS = ((Action.REFUSED, "refused"), (Action.WAIT, "waiting"))
assert {action for action, _ in _HELD_WORDS} == HELD_BACK


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
