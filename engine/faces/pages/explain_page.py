"""One record's story as a page: what would become of it, its fields with the steps behind them, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import Language
from engine.faces.explain_chosen import Chosen
from engine.faces.explain_json import story_json
from engine.faces.explain_payments import PaymentRow, payment_row
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
from engine.faces.explain_values import reason, said_state
from engine.faces.pages.page import embedded, noted, page_parts
from engine.faces.phrases import one_line, place_of, request_of, title_of_text
from engine.faces.times import local
from engine.faces.way_phrases import back_lines, two_way_phrase
from engine.language.trace import State, Statement, Step
from engine.sync.explaining.history import Asked
from engine.sync.explaining.story import FieldStory, Part, Story

_SIGN_WORDS = {"!": "bad", "~": "warn", " ": ""}
_UNASKED = (State.NOT_NEEDED, State.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as a row. `indent` in steps from the left; `asked`: whether it was evaluated."""

    text: str
    indent: int
    value: str
    note: str
    asked: bool
    bad: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that unfolds: a let, a check, or a field's rule."""

    head: str
    value: str
    text: str
    place: str
    two_way: str
    back: tuple[str, ...]
    why: str
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that unfolds to its rule's steps and the lets behind them (their names). `now`: what the target holds."""

    target: str
    sign: str
    colour: str
    after: str
    now: str | None
    drift: bool
    rule: Told
    lets: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One mapping's part; `name` is empty of the record's own."""

    name: str
    notes: tuple[Diagnostic, ...]
    requests: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    quiet: tuple[FieldRow, ...]
    others: tuple[Told, ...]
    held: tuple[str, ...]


def explain_page(story: Story, chosen: Chosen | None, workspace: str, zone: ZoneInfo, tr: Language) -> Iterator[str]:
    """The page in parts. With FIELD, only what it names and what is behind that, unfolded."""
    record = f"{story.entity} {one_line(story.key)}"
    return page_parts(
        "explain.html.j2",
        tr,
        place=workspace,
        running=tr("{workspace} · {record}", workspace=workspace, record=record),
        record=record,
        name=title_of_text(story.title, story.key),
        symbol=symbol_of(story.verdict.kind).strip(),
        sentence=tr.of(story.verdict.sentence),
        verdict_place=None if story.verdict.place is None else place_of(story.verdict.place),
        target=story.target,
        asked=story.asked,
        problems=[noted(problem, tr) for problem in story.problems],
        facts=[line for line in (link_line(story, tr, zone), file_line(story, tr)) if line],
        parts=[_part(part, story, chosen, tr, zone) for part in story.parts],
        payments=_payments(story, tr) if chosen is None else None,
        journal=[_asked_row(asked, story, tr, zone) for asked in story.journal],
        data=embedded(story_json(story, chosen, tr)),
    )


def _payments(story: Story, tr: Language) -> list[PaymentRow] | None:
    return None if story.payments is None else [payment_row(payment, story, tr) for payment in story.payments]


def _part(part: Part, story: Story, chosen: Chosen | None, tr: Language, zone: ZoneInfo) -> PartView:
    is_main = part is story.parts[0]
    fields = [field for field in part.fields if chosen is None or field in chosen.fields]
    rows = [(_field_row(field, part, chosen is not None, tr), has_something(field)) for field in fields]
    said = dict.fromkeys(diagnostic for change in part.changes for diagnostic in change.diagnostics)
    return PartView(
        "" if is_main else part.mapping,
        tuple(noted(diagnostic, tr) for diagnostic in said),
        tuple(request_of(change) for change in part.changes if change.request is not None),
        tuple(row for row, shown in rows if shown or chosen is not None),
        tuple(row for row, shown in rows if not shown and chosen is None),
        tuple(_told(statement, tr) for statement in _others(part, chosen)),
        tuple(held_lines(part, tr, zone)),
    )


def _others(part: Part, chosen: Chosen | None) -> Iterator[Statement]:
    statements = () if part.trace is None else part.trace.statements
    return (s for s in statements if s.kind != "rule" and (chosen is None or s in chosen.lets))


def _field_row(field: FieldStory, part: Part, is_open: bool, tr: Language) -> FieldRow:
    sign = sign_of(field)
    lets = () if part.trace is None else tuple(let.name for let in part.trace.lets_of(field.rule))
    now = standing_of(field, tr) if field.stands else None
    rule = _told(field.rule, tr)
    after = after_of(field, tr)
    return FieldRow(field.rule.name, sign, _SIGN_WORDS[sign], after, now, field.drift, rule, lets, is_open)


def _told(statement: Statement, tr: Language) -> Told:
    head = statement.name if statement.kind == "rule" else f"{statement.kind} {statement.name}".strip()
    return Told(
        head,
        said_state(statement, tr),
        statement.text,
        place_of(statement.span),
        two_way_phrase(statement.step_class, tr),
        tuple(back_lines(statement.back, tr)),
        reason(statement, tr),
        tuple(_step_row(step, tr) for step in statement.steps),
    )


def _step_row(step: Step, tr: Language) -> StepRow:
    note = reason(step, tr) or tr.of(step.note)
    bad = step.state in (State.FAILED, State.REFUSED)
    return StepRow(step.text, step.depth, said_state(step, tr), note, step.state not in _UNASKED, bad)


def _asked_row(asked: Asked, story: Story, tr: Language, zone: ZoneInfo) -> dict[str, str]:
    return {
        "when": local(asked.asked_at, zone, tr),
        "run": str(asked.run),
        "plan": story.plans.get(asked.run) or "",
        "action": tr.of(asked.action.value),
        "request": one_line(f"{asked.method} {asked.path}".strip()),
        "outcome": outcome_of(asked, tr),
    }
