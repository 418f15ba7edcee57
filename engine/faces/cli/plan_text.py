"""A plan as a person reads it in a terminal: what would be sent, what is held back and why, then the counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.languages import ENGLISH, Language
from engine.faces.cli.paint import Paint, pad, shortened, width
from engine.faces.phrases import (
    SYMBOLS,
    coded,
    message_of,
    one_line,
    place_of,
    remedies,
    request_of,
    title_of,
    what_waits,
)
from engine.model import exact_json
from engine.model.change import Action
from engine.model.personal import without_personal
from engine.model.placeholder import Placeholder
from engine.model.text import say
from engine.model.types import Kind
from engine.sync.plan import HELD_BACK, Change, FieldChange, Plan, Section

_FIELDS_SHOWN = 6
_HEADING_COLUMNS = 60
_VALUE_COLUMNS_MAX = 48  # a longer value moves its own line only
_SOURCE_COLUMNS = 44
_COLOURS = {Action.REFUSED: "red", Action.WAIT: "yellow", Action.UPDATE: "blue"}


def plan_lines(plan: Plan, paint: Paint, tr: Language = ENGLISH, *, verbose: bool) -> Iterator[str]:
    """The plan, section by section; what is as it should be is shown when asked for, or when there is a warning."""
    for section in plan.sections:
        shown = [change for change in section.changes if verbose or _is_news(change)]
        if shown:
            yield from _section_lines(section, shown, paint, tr, verbose)
    yield totals(plan, tr, verbose=verbose)


def _is_news(change: Change) -> bool:
    """Whether something happens to a record, or happened to it. A warning about one that stays as it is was said when
    the record was sent, and is counted in the last line."""
    return _happens(change) or (change.action is Action.SKIPPED and _warns(change))


def _warns(change: Change) -> bool:
    return any(diagnostic.severity is not Severity.INFO for diagnostic in change.diagnostics)


def _happens(change: Change) -> bool:
    return change.deed or change.action in HELD_BACK


def _section_lines(section: Section, shown: list[Change], paint: Paint, tr: Language, verbose: bool) -> Iterator[str]:
    named = section.entity if section.mapping == section.entity else f"{section.entity} ({section.mapping})"
    deeds = sum(change.deed for change in shown)
    files = sum(map(_waiting_file, shown))
    held = sum(change.action in HELD_BACK for change in shown) - files
    parts = [tr.count(deeds, "{n} change", "{n} changes") if deeds else tr("no changes")]
    parts += [tr("{n} held back", n=held)] if held else []
    parts += [tr.count(files, "{n} PDF waits", "{n} PDFs wait")] if files else []
    yield paint(f"{named} · {', '.join(parts)}", "bold")
    yield ""
    for change in shown:
        yield from _change_lines(change, section.system, paint, tr, verbose)
        yield ""


def _change_lines(change: Change, system: str, paint: Paint, tr: Language, verbose: bool) -> Iterator[str]:
    heading = f"  {SYMBOLS[change.action]} {change.key}  {title_of(change)}".rstrip()
    yield paint(f"{pad(heading, _HEADING_COLUMNS)}  {_deed(change, tr)}", _COLOURS.get(change.action, "green"))
    fields = change.fields
    shown = fields if verbose else fields[:_FIELDS_SHOWN]
    yield from _field_lines(shown, system, tr)
    if len(shown) < len(fields):
        more = len(fields) - len(shown)
        yield "      …  " + tr.count(more, "{n} more field  (-v shows them)", "{n} more fields  (-v shows them)")
    yield from _file_lines(change, tr)
    yield from _diagnostic_lines(change.diagnostics, paint, tr)


def _file_lines(change: Change, tr: Language) -> Iterator[str]:
    """The file of an attach."""
    payload = change.request.payload if change.action is Action.ATTACH and change.request else None
    if isinstance(payload, Mapping):
        yield f"      {shown_value(payload['file'])}  {tr.count(payload['bytes'], '{n} byte', '{n} bytes')}"


def _deed(change: Change, tr: Language) -> str:
    """What becomes of a record, at the right of its heading: its request, or in a word why there is none."""
    if change.request is not None:
        return request_of(change)
    if change.action is Action.WAIT:
        return tr.of(what_waits(change))
    return tr.of(_WITHOUT_REQUEST.get(change.action, change.action.value))


_WITHOUT_REQUEST = {
    Action.ADOPT: say("linked to what is there"),
    Action.REVERSE: say("linked no more"),
    Action.REFUSED: say("refused"),
    Action.SKIPPED: say("skipped"),
    Action.UNCHANGED: say("unchanged"),
}


def _field_lines(fields: tuple[FieldChange, ...], system: str, tr: Language) -> Iterator[str]:
    """Each field's value with its rule, in columns."""
    values = _values(fields, tr)
    by_hand = tr("changed by hand in {system}", system=system.capitalize())
    name_columns = max((width(field.target) for field in fields), default=0)
    value_columns = _columns(values)
    for field, value in zip(fields, values, strict=True):
        note = by_hand if field.drift else shortened(field.source, _SOURCE_COLUMNS)
        place = place_of(field.rule) if field.rule else ""
        columns = (pad(field.target, name_columns), pad(value, value_columns), pad(note, _SOURCE_COLUMNS), place)
        yield f"      {'  '.join(columns)}".rstrip()


def _values(fields: tuple[FieldChange, ...], tr: Language) -> list[str]:
    """The values, each behind the one that it takes the place of; all old ones fill one column."""
    before = [_shown(f.before, f, f.code_before, tr) if f.before is not None else "" for f in fields]
    after = [_shown(f.after, f, f.code, tr) for f in fields]
    columns = _columns(before)
    return [f"{pad(old, columns)}  ->  {new}" if old else new for old, new in zip(before, after, strict=True)]


def _shown(value: object, field: FieldChange, code: str, tr: Language) -> str:
    return coded(shown_value(value, tr, field.kind), code)


def _columns(texts: Iterable[str]) -> int:
    return max((columns for columns in map(width, texts) if columns <= _VALUE_COLUMNS_MAX), default=0)


def _diagnostic_lines(diagnostics: tuple[Diagnostic, ...], paint: Paint, tr: Language) -> Iterator[str]:
    for diagnostic, remedy in zip(diagnostics, remedies(diagnostics, tr), strict=True):
        place = f"  {place_of(diagnostic.span)}" if diagnostic.span else ""
        colour = "red" if diagnostic.is_error else "yellow"
        yield paint(f"      {diagnostic.code}  {message_of(diagnostic, tr)}", colour) + place
        if remedy and diagnostic.is_error:
            yield f"            {remedy}"


def shown_value(value: object, tr: Language = ENGLISH, kind: Kind = Kind.UNKNOWN) -> str:
    """A value as a person reads it, without personal numbers; what is known only after a write is named."""
    value = without_personal(value, kind)
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Placeholder):
        parts = value.as_json()
        return "{" + ", ".join(str(part) for part in parts.values()) + "}"
    return tr("(empty)") if value is None else exact_json.dumps(value).strip('"')


def totals(plan: Plan, tr: Language = ENGLISH, *, verbose: bool = False) -> str:
    """The last line: how much would be sent, what is held back, what is as it should be."""
    changes = list(plan.changes)
    calls = sum(change.sends for change in changes if change.deed)
    counts = {action: sum(c.action is action and not _waiting_file(c) for c in changes) for action in Action}
    numbers = [(len(plan.deeds), say("to send")), *((counts[action], word) for action, word in _COUNTED)]
    parts = [f"{number} {tr.of(word)}" for number, word in numbers if number]
    files = sum(map(_waiting_file, changes))
    parts += [tr.count(files, "{n} PDF waits", "{n} PDFs wait")] if files else []
    warned = sum(change.action is Action.UNCHANGED and _warns(change) for change in changes)
    if warned:
        hint = tr("{n} of them with a warning", n=warned)
        parts.append(hint if verbose else tr("{n} of them with a warning (-v shows it)", n=warned))
    parts = parts if plan.deeds else [tr("nothing to do"), *parts]
    if plan.problems:
        parts.append(tr.count(len(plan.problems), "{n} mapping left out", "{n} mappings left out"))
    return f"{', '.join(parts)}. {tr.count(calls, '{n} call when applied.', '{n} calls when applied.')}"


def _waiting_file(change: Change) -> bool:
    return change.is_of_file and change.action in HELD_BACK


_COUNTED = (
    (Action.REFUSED, say("refused")),
    (Action.WAIT, say("waiting")),
    (Action.SKIPPED, say("skipped")),
    (Action.UNCHANGED, say("unchanged")),
)
