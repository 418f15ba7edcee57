"""A story as a person reads it in a terminal: what would become of the record, its fields, what was done about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import Language
from engine.faces.cli.paint import Paint, pad, pad_left, shortened, table, width
from engine.faces.explain_chosen import Chosen
from engine.faces.explain_payments import SETTLED, payment_row
from engine.faces.explain_phrases import (
    after_of,
    file_line,
    has_something,
    held_lines,
    link_line,
    outcome_of,
    sign_of,
    standing_of,
    symbol_of,
)
from engine.faces.explain_values import plain, reason, said_state, said_value
from engine.faces.phrases import SYMBOLS, message_of, one_line, place_of, remedies, request_of, title_of_text
from engine.faces.times import local
from engine.faces.way_phrases import back_lines, two_way_phrase
from engine.language.trace import State, Statement, Step
from engine.model import exact_json
from engine.model.personal import without_personal
from engine.sync.explaining.history import Asked
from engine.sync.explaining.story import FieldStory, Part, Story
from engine.sync.plan import Change

_VALUE_COLUMNS_MAX = 40  # a longer value moves its own line only
_SOURCE_COLUMNS = 44
_STEP_COLUMNS_MAX = 56
_ITEMS_SHOWN = 12  # of a long list; -v shows them all
_COLOURS = {
    "refused": "red",
    "wait": "yellow",
    "update": "blue",
    "gone": "yellow",
    "document_waits": "yellow",
    "unplanned": "red",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a story is shown. `zone`: times are told as they were where the customer is; `whole`: nothing is left out."""

    tr: Language
    paint: Paint
    zone: ZoneInfo
    whole: bool = False


def story_lines(story: Story, look: Look) -> Iterator[str]:
    """The whole story."""
    yield from _head_lines(story, look)
    for part in story.parts:
        yield from _part_lines(part, story, look)
    yield from _payment_lines(story, look)
    yield from _journal_lines(story, look)


def _head_lines(story: Story, look: Look) -> Iterator[str]:
    verdict, title = story.verdict, title_of_text(story.title, story.key)
    yield look.paint(f"{story.entity} {one_line(story.key)}  {title}".rstrip(), "bold")
    said = "  " + f"{symbol_of(verdict.kind)} {look.tr.of(verdict.sentence)}".lstrip()
    main = [change for change in story.parts[0].changes[:1] if change.action.value == verdict.kind]
    beside = [request_of(change) for change in main if change.request is not None]
    beside += [] if verdict.place is None else [place_of(verdict.place)]
    yield look.paint(said, _COLOURS.get(verdict.kind, "green")) + "".join(f"    {text}" for text in beside)
    yield from _diagnostic_lines(_said_of(story.parts[0].changes), look)
    if not story.asked:
        yield "    " + look.tr("{system} was not asked: what it holds now is not known here.", system=story.target)
    for line in _fact_lines(story, look):
        if line:
            yield f"    {line}"


def _fact_lines(story: Story, look: Look) -> Iterator[str]:
    """What is remembered of the record: its link, since when it is held back, its file."""
    yield link_line(story, look.tr, look.zone)
    yield from held_lines(story.parts[0], look.tr, look.zone)
    yield file_line(story, look.tr)


def _said_of(changes: Iterable[Change]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(diagnostic for change in changes for diagnostic in change.diagnostics))


def _diagnostic_lines(diagnostics: tuple[Diagnostic, ...], look: Look) -> Iterator[str]:
    for diagnostic, remedy in zip(diagnostics, remedies(diagnostics, look.tr), strict=True):
        place = f"    {place_of(diagnostic.span)}" if diagnostic.span else ""
        message = message_of(diagnostic, look.tr)
        yield look.paint(f"    {diagnostic.code}  {message}", "red" if diagnostic.is_error else "yellow") + place
        if remedy and diagnostic.is_error:
            yield f"          {remedy}"


# ---- fields


def _part_lines(part: Part, story: Story, look: Look) -> Iterator[str]:
    is_main = part is story.parts[0]
    shown = [field for field in part.fields if look.whole or has_something(field)]
    counts = bool(part.fields) if is_main else bool(shown)
    if not counts and not part.changes[is_main:]:
        return
    yield ""
    if not is_main:
        yield look.paint(f"  {part.mapping}", "bold") + f"  {look.tr('a second pass over the same record')}"
        yield from _deed_lines(part.changes)
        yield from _diagnostic_lines(_said_of(part.changes), look)
        yield from (f"    {line}" for line in held_lines(part, look.tr, look.zone))
    else:
        yield from _deed_lines(part.changes[1:])
    yield from _field_lines(shown, story, look)
    if len(shown) < len(part.fields):
        yield "    …  " + look.tr.count(
            len(part.fields) - len(shown),
            "{n} more field has no value  (-v shows it)",
            "{n} more fields have no value  (-v shows them)",
        )
    yield from _other_lines(part, look)


def _deed_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Each request that would be sent."""
    return (f"  {SYMBOLS[change.action]} {request_of(change)}" for change in changes if change.request is not None)


def _field_lines(fields: Sequence[FieldStory], story: Story, look: Look) -> Iterator[str]:
    rows = [(sign_of(f), f.rule.name, _compared(f, look.tr), _why_so(f, story, look.tr), f.rule) for f in fields]
    names = max((width(row[1]) for row in rows), default=0)
    values = _columns([row[2] for row in rows], _VALUE_COLUMNS_MAX)
    for sign, name, value, note, rule in rows:
        columns = (pad(name, names), pad(value, values), pad(note, _SOURCE_COLUMNS))
        line = f"  {sign} {'  '.join(columns)}  {look.paint(place_of(rule.span), 'grey')}"
        yield look.paint(line, "blue") if sign == "~" else look.paint(line, "red") if sign == "!" else line


def _columns(texts: Iterable[str], most: int) -> int:
    return max((columns for columns in map(width, texts) if columns <= most), default=0)


def _compared(field: FieldStory, tr: Language) -> str:
    """The value, behind what it takes the place of."""
    after = after_of(field, tr)
    return f"{standing_of(field, tr)}  ->  {after}" if field.differs else after


def _why_so(field: FieldStory, story: Story, tr: Language) -> str:
    if field.rule.why is not None:
        return reason(field.rule, tr)
    if field.drift:
        return tr("changed by hand in {system}", system=story.target)
    return shortened(field.rule.text, _SOURCE_COLUMNS)


def _other_lines(part: Part, look: Look) -> Iterator[str]:
    """The conditions, checks and lets, when all is asked for."""
    if not look.whole or part.trace is None:
        return
    others = [statement for statement in part.trace.statements if statement.kind != "rule"]
    if not others:
        return
    heads = [f"{s.kind} {s.name}".strip() for s in others]
    columns, values = _columns(heads, _VALUE_COLUMNS_MAX), [said_state(s, look.tr) for s in others]
    value_columns = _columns(values, _VALUE_COLUMNS_MAX)
    yield ""
    for head, value, statement in zip(heads, values, others, strict=True):
        text = shortened(statement.text, _SOURCE_COLUMNS)
        line = f"    {pad(head, columns)}  {pad(value, value_columns)}  {pad(text, _SOURCE_COLUMNS)}"
        yield f"{line}  {look.paint(place_of(statement.span), 'grey')}"


# ---- payments


def _payment_lines(story: Story, look: Look) -> Iterator[str]:
    """What was paid of it, and whether the source has got that."""
    if story.payments is None:
        return
    yield ""
    yield f"  {look.paint(look.tr('Payments'), 'bold')}"
    if not story.payments:
        yield f"    {look.tr('none yet')}"
    rows = [payment_row(payment, story, look.tr) for payment in story.payments]
    columns = max((width(row.amount) for row in rows), default=0)
    cells = [(row.day, row.kind, pad_left(row.amount, columns), row.entry, row.progress) for row in rows]
    for payment, line in zip(story.payments, table(cells, numbers_from=5), strict=True):
        yield f"    {line}" if payment.progress in SETTLED else look.paint(f"    {line}", "yellow")


# ---- the journal


def _journal_lines(story: Story, look: Look) -> Iterator[str]:
    if not story.journal:
        return
    yield ""
    yield f"  {look.paint(look.tr('What was done'), 'bold')}"
    rows = [_asked_row(asked, story, look) for asked in story.journal]
    columns = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        yield "    " + "  ".join(pad(text, columns[place]) for place, text in enumerate(row)).rstrip()
    if look.whole:
        yield from _sent_lines(story, look)


def _asked_row(asked: Asked, story: Story, look: Look) -> list[str]:
    plan = story.plans.get(asked.run)
    return [
        local(asked.asked_at, look.zone, look.tr),
        look.tr("run {run}", run=asked.run) + (f" ({plan})" if plan else ""),
        look.tr.of(asked.action.value),
        one_line(f"{asked.method} {asked.path}".strip()),
        outcome_of(asked, look.tr),
    ]


def _sent_lines(story: Story, look: Look) -> Iterator[str]:
    """What was sent last, exactly."""
    for part in story.parts:
        if part.sent is not None:
            yield ""
            yield f"  {look.paint(look.tr('Sent last ({mapping})', mapping=part.mapping), 'bold')}"
            yield from (f"    {line}" for line in exact_json.dumps(without_personal(part.sent), indent=2).split("\n"))


# ---- one field


def field_lines(story: Story, chosen: Chosen, look: Look) -> Iterator[str]:
    """The fields that FIELD names, step by step, then the lets behind them."""
    for number, field in enumerate(chosen.fields):
        yield from [""] * (number > 0)
        yield from _chosen_lines(field, story, look)
    for number, let in enumerate(chosen.lets):
        yield from [""] * (number > 0 or bool(chosen.fields))
        yield from _let_lines(let, look)


def _chosen_lines(field: FieldStory, story: Story, look: Look) -> Iterator[str]:
    yield look.paint(heading_of(field, story, look.tr), "bold") + _standing(field, story, look)
    if field.rule.why is not None:
        yield look.paint(f"    {field.rule.why.code}  {reason(field.rule, look.tr)}", "red")
    yield ""
    yield from _statement_lines(field.rule.text, field.rule, look)


def heading_of(field: FieldStory, story: Story, tr: Language) -> str:
    """`Number of customer 512 "Bjørk & Sønn"  =  10512`."""
    title = title_of_text(story.title, story.key)
    record = f"{story.entity} {one_line(story.key)}" + (f' "{title}"' if title else "")
    return tr("{field} of {record}", field=field.rule.name, record=record) + f"  =  {after_of(field, tr)}"


def _standing(field: FieldStory, story: Story, look: Look) -> str:
    """What the target holds of it, and when the record was sent last."""
    tr, kind = look.tr, field.rule.type
    parts = []
    if field.stands:
        parts.append(tr("in {system}: {value}", system=story.target, value=standing_of(field, tr)))
    if field.drift:
        parts.append(tr("changed by hand in {system}", system=story.target))
    last = next((asked for asked in reversed(story.journal) if asked.outcome == "done"), None)
    if field.was_sent and last is not None:
        plan = story.plans.get(last.run)
        when = local(last.asked_at, look.zone, tr)
        parts.append(tr("sent {when}, plan {plan}", when=when, plan=plan) if plan else tr("sent {when}", when=when))
        if plain(field.sent, kind) != plain(field.after, kind):
            parts.append(tr("then as {value}", value=said_value(field.sent, kind, tr)))
    return f"    {', '.join(parts)}" if parts else ""


def _let_lines(let: Statement, look: Look) -> Iterator[str]:
    yield from _statement_lines(f"let {let.name} = {let.text}", let, look)


def _statement_lines(text: str, statement: Statement, look: Look) -> Iterator[str]:
    place = look.paint(place_of(statement.span), "grey")
    yield f"  {one_line(text)}    {place}  {two_way_phrase(statement.step_class, look.tr)}".rstrip()
    yield from step_lines(statement.steps, look)
    yield from (f"      {line}" for line in back_lines(statement.back, look.tr))


def step_lines(steps: Sequence[Step], look: Look) -> Iterator[str]:
    """A line a step: its text, its value, where it comes from. Of a long list only the first items."""
    shown = steps if look.whole else _few_items(steps)
    texts = ["  " * step.depth + one_line(step.text) for step in shown]
    values = [said_state(step, look.tr) for step in shown]
    text_columns, value_columns = _columns(texts, _STEP_COLUMNS_MAX), _columns(values, _VALUE_COLUMNS_MAX)
    for text, value, step in zip(texts, values, shown, strict=True):
        note = reason(step, look.tr) or look.tr.of(step.note)
        line = f"      {pad(text, text_columns)}  {pad(value, value_columns)}  {note}".rstrip()
        yield look.paint(line, "grey") if step.state in _UNASKED else line
    if len(shown) < len(steps):
        yield "      …  " + look.tr("the items that follow are left out  (-v shows them)")


_UNASKED = (State.NOT_NEEDED, State.NOT_REACHED)


def _few_items(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps with only the first items of each list."""
    shown: list[Step] = []
    count, hidden = 0, False
    for step in steps:
        if step.kind == "item":
            count += 1
            hidden = count > _ITEMS_SHOWN
            depth = step.depth
        elif hidden and step.depth <= depth:
            hidden, count = False, 0
        if not hidden:
            shown.append(step)
    return shown
