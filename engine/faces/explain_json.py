"""A story as programs read it.

    {"entity", "key", "title", "source", "target",
     "verdict": {"kind", "message", "file", "line"},
     "asked": whether the target was asked,
     "link": null | {"id", "since", "run", "plan", "updated_at"},
     "parts": [{"mapping", "changes": [as in a plan], "fields": […], "statements": […], "sent", "held": […]}],
     "file": null | {"file", "bytes", "sha256"},
     "payments": null (not asked) | [{"key", "entry", "kind", "amount", "date", "progress", "why"}],
     "journal": [{"run", "plan", "mapping", "action", "method", "path", "asked_at", "outcome", "target_id", "detail"}],
     "diagnostics": […]}

A field is {"target", "after", "standing", "stands", "differs", "drift", "sent", "was_sent", "code",
"code_standing"} and the members of its rule's statement; the codes are those by which a person knows what an id names.
 A statement is {"kind", "name", "text", "file", "line", "column", "end_line", "end_column", "state",
"value", "two_way", "class", "back": [{"field", "from"}], "diagnostic", "steps"}; a step {"text", "depth", "kind",
"file", "line", "column", "end_line", "end_column", "state", "value", "note", "let", "class", "diagnostic"}. `class`:
how a two-way rule runs backwards, of a rule that of its weakest step; null of what runs one way. States: value,
absent, nothing, failed, refused, not needed, not reached. `statements` are those beside the rules, in their order;
with a FIELD, its own rules and the lets behind them only. Values are exact; what may
be a personal number is masked; times are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import Language
from engine.diagnostics.render import as_json
from engine.diagnostics.source import Span
from engine.faces.explain_chosen import Chosen
from engine.faces.explain_values import plain
from engine.faces.phrases import title_of_text
from engine.faces.times import utc
from engine.faces.way_phrases import back_json
from engine.language.functions.registry import StepClass
from engine.language.trace import Statement, Step
from engine.model.personal import without_personal
from engine.sync.explaining.history import Asked
from engine.sync.explaining.payments import PaymentStory
from engine.sync.explaining.story import FieldStory, Part, Story
from engine.sync.plan import change_json
from engine.sync.state.records import Held

Json = dict[str, object]


def story_json(story: Story, chosen: Chosen | None, tr: Language) -> Json:
    """The whole story, or of a FIELD what belongs to it; see the module for its members."""
    place = story.verdict.place
    return {
        "entity": story.entity,
        "key": story.key,
        "title": title_of_text(story.title, story.key),
        "source": story.source,
        "target": story.target,
        "verdict": {
            "kind": story.verdict.kind,
            "message": tr.of(story.verdict.sentence),
            "file": None if place is None else place.path,
            "line": None if place is None else place.line,
        },
        "asked": story.asked,
        "link": _link_json(story),
        "parts": [_part_json(part, chosen, tr) for part in story.parts],
        "file": without_personal(story.file),
        "payments": None if story.payments is None else [_payment_json(payment, tr) for payment in story.payments],
        "journal": [_asked_json(asked, story) for asked in story.journal],
        "diagnostics": [as_json(problem, tr) for problem in story.problems],
    }


def _link_json(story: Story) -> Json | None:
    link, linked = story.link, story.linked
    if link is None:
        return None
    return {
        "id": link.target_id,
        "since": None if linked is None else utc(linked.asked_at),
        "run": None if linked is None else linked.run,
        "plan": None if linked is None else story.plans.get(linked.run),
        "updated_at": utc(datetime.fromisoformat(link.at)),
    }


def _part_json(part: Part, chosen: Chosen | None, tr: Language) -> Json:
    fields: Iterable[FieldStory] = part.fields
    statements = [] if part.trace is None else [s for s in part.trace.statements if s.kind != "rule"]
    if chosen is not None:
        fields = [field for field in fields if field in chosen.fields]
        statements = [statement for statement in statements if statement in chosen.lets]
    return {
        "mapping": part.mapping,
        "changes": [without_personal(change_json(change, tr)) for change in part.changes],
        "fields": [_field_json(field, tr) for field in fields],
        "statements": [_statement_json(statement, tr) for statement in statements],
        "sent": without_personal(part.sent),
        "held": [_held_json(held, tr) for held in part.held],
    }


def _field_json(field: FieldStory, tr: Language) -> Json:
    kind = field.rule.type
    return {
        "target": field.rule.name,
        "after": plain(field.after, kind),
        "standing": plain(field.standing, kind),
        "stands": field.stands,
        "differs": field.differs,
        "drift": field.drift,
        "sent": plain(field.sent, kind),
        "was_sent": field.was_sent,
        "code": without_personal(field.code) or None,
        "code_standing": without_personal(field.code_standing) or None,
        **_statement_json(field.rule, tr),
    }


def _statement_json(statement: Statement, tr: Language) -> Json:
    return {
        "kind": statement.kind,
        "name": statement.name,
        "text": statement.text,
        **_place_json(statement.span),
        "state": statement.state.value,
        "value": plain(statement.value, statement.type),
        "two_way": statement.two_way,
        "class": _class_json(statement.step_class),
        "back": back_json(statement.back, tr),
        "diagnostic": _why_json(statement.why, tr),
        "steps": [_step_json(step, tr) for step in statement.steps],
    }


def _step_json(step: Step, tr: Language) -> Json:
    return {
        "text": step.text,
        "depth": step.depth,
        "kind": step.kind,
        **_place_json(step.span),
        "state": step.state.value,
        "value": plain(step.value, step.type),
        "note": tr.of(step.note),
        "let": step.let or None,
        "class": _class_json(step.step_class),
        "diagnostic": _why_json(step.why, tr),
    }


def _class_json(step_class: StepClass | None) -> str | None:
    return None if step_class is None else step_class.value


def _place_json(span: Span) -> Json:
    return {
        "file": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _why_json(why: Diagnostic | None, tr: Language) -> object:
    return None if why is None else without_personal(as_json(why, tr))


def _held_json(held: Held, tr: Language) -> Json:
    return {
        "state": held.state.value,
        "code": held.code,
        "message": without_personal(tr.of(held.message)),
        "since": utc(datetime.fromisoformat(held.since)),
        "tries": held.tries,
        "waits_for": held.waits_for,
    }


def _payment_json(payment: PaymentStory, tr: Language) -> Json:
    return {
        "key": payment.key,
        "entry": payment.entry,
        "kind": payment.kind or None,
        "amount": payment.amount,
        "date": payment.day,
        "progress": payment.progress.value,
        "why": without_personal(tr.of(payment.why)) or None,
    }


def _asked_json(asked: Asked, story: Story) -> Json:
    return {
        "run": asked.run,
        "plan": story.plans.get(asked.run),
        "mapping": asked.mapping,
        "action": asked.action.value,
        "method": asked.method,
        "path": asked.path,
        "asked_at": utc(asked.asked_at),
        "outcome": asked.outcome,
        "target_id": asked.target_id,
        "detail": without_personal(asked.detail),
    }
