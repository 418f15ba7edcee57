"""What is said of a target's record for which there is no source record: the wording of R4xx, apart from the logic."""

from __future__ import annotations

from typing import Any

from engine.diagnostics.diagnostic import Diagnostic, error
from engine.language import typed
from engine.language.functions.registry import StepFailed
from engine.language.running.refusals import quoted
from engine.model.schema import Field
from engine.model.text import say


def settled_elsewhere(rule: typed.Rule, name: str, value: Any) -> Diagnostic:
    """R401: the value contradicts a field that another rule settles."""
    message = say("`{name}` would have to be {value}, and another rule settles it", name=name, value=quoted(value))
    return error("R401", message, rule.span)


def never_absent(rule: typed.Rule, field: Field) -> Diagnostic:
    """R402: a source field that always has a value would get none."""
    return error("R402", say("`{name}` must have a value, and this gives it none", name=field.name), rule.span)


def not_held(rule: typed.Rule, field: Field, value: Any) -> Diagnostic:
    """R402: a source field of another type, or too short, or with other choices."""
    return error("R402", say("`{name}` does not take {value}", name=field.name, value=quoted(value)), rule.span)


def step_cannot(rule: typed.Rule, node: typed.Call, value: Any, failure: StepFailed) -> Diagnostic:
    """R401: a step gives no such value."""
    told = {"function": node.function.name, "value": quoted(value), "reason": failure.reason}
    return error("R401", say("`{function}` never gives {value}: it {reason}", **told), node.span)


def other_form(rule: typed.Rule, node: typed.Text, value: Any) -> Diagnostic:
    """R401: a text that is not of the form that the rule writes."""
    message = say("{value} is not of the form {rule}", value=quoted(value), rule=rule.source)
    return error("R401", message, node.span)


def no_row(rule: typed.Rule, node: typed.TableLookup, value: Any) -> Diagnostic:
    """R401: a value that no row of a table gives."""
    message = say("no row of the table `{table}` gives {value}", table=node.table, value=quoted(value))
    return error("R401", message, node.span)


def no_link(rule: typed.Rule, node: typed.Link, value: Any) -> Diagnostic:
    """R401: an id that belongs to no linked record."""
    return error("R401", say("no {entity} is linked to {value}", entity=node.entity, value=quoted(value)), node.span)


def gives_another(rule: typed.Rule, path: str, value: Any, came: Any) -> Diagnostic:
    """R403: what was found does not give the target's value again."""
    told = {"target": path, "value": quoted(value), "came": quoted(came)}
    return error("R403", say("no record gives {value} for `{target}`: it would be {came}", **told), rule.span)


def key_changes(name: str, before: Any, after: Any) -> Diagnostic:
    """R404: the record would become another one."""
    told = {"name": name, "before": quoted(before), "after": quoted(after)}
    return error("R404", say("`{name}` is the record's key: it is {before}, and would become {after}", **told))


def wrong_kind(rule: typed.Rule, path: str, value: Any) -> Diagnostic:
    """R405: a value that the target field never holds."""
    return error("R405", say("`{target}` never holds {value}", target=path, value=quoted(value)), rule.span)
