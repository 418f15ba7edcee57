"""How the values of a story are shown, to people and to programs: never a personal number, and never a whole list."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.diagnostics.languages import Language
from engine.faces.phrases import one_line
from engine.language.running.values import printed
from engine.language.trace import State, Statement, Step
from engine.model import exact_json
from engine.model.personal import redact, without_personal
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.types import Kind


def plain(value: Any, kind: Kind = Kind.UNKNOWN) -> Any:
    """A value as JSON has it, exact but for personal numbers. Of a list, how many items it has; a quotient that no
    decimals end, as a text `1/3`."""
    if isinstance(value, Fraction):
        return printed(value)
    if kind is Kind.LIST and isinstance(value, (list, tuple)):
        return {"items": len(value)}
    if kind is Kind.OBJECT and isinstance(value, Mapping):
        return {"fields": len(value)}
    shown = without_personal(value, kind)
    return shown.text if isinstance(shown, Fault) else shown


def said_value(value: Any, kind: Kind, tr: Language) -> str:
    """A value as a person reads it on one line."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if kind is Kind.LIST and isinstance(value, (list, tuple)):
        return tr.count(len(value), "{n} item", "{n} items")
    if kind is Kind.OBJECT and isinstance(value, Mapping):
        return tr("a record")
    if isinstance(value, Placeholder):
        return "{" + ", ".join(str(part) for part in value.as_json().values()) + "}"
    shown = plain(value, kind)
    if shown is None:
        return tr("(empty)")
    return one_line(shown) if isinstance(shown, str) else exact_json.dumps(shown).strip('"')


def said_state(told: Step | Statement, tr: Language) -> str:
    """What became of a step or a statement: its value, or in words why it has none."""
    if told.state is State.VALUE:
        return said_value(told.value, told.type, tr)
    if told.state is State.ABSENT and told.kind in ("empty", "rule"):
        return tr("(empty)")
    return {
        State.ABSENT: tr("absent"),
        State.NOTHING: tr("left alone"),
        State.FAILED: tr("failed"),
        State.REFUSED: tr("refused"),
        State.NOT_NEEDED: tr("not needed"),
        State.NOT_REACHED: tr("not reached"),
    }[told.state]


def reason(told: Step | Statement, tr: Language) -> str:
    """Why it has no value, or the target does not take the one that it has."""
    return "" if told.why is None else one_line(redact(tr.of(told.why.message)))
