"""Complaints about two-way rules without a way back (I1xx), each with what proves it; wording apart from the logic."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity, error, information
from engine.language import typed
from engine.language.inverting.meeting import Meeting, shown
from engine.language.inverting.splitting import DoubleSplit
from engine.language.running.refusals import quoted
from engine.model.enumeration import listed
from engine.model.text import Text, say


def one_way(rule: typed.Rule, node: typed.Expression, found: Meeting | None) -> Diagnostic:
    """I101: a step that loses something."""
    return error(
        "I101",
        say("{step} cannot be undone, and `<->` says that it is", step=_step(node)),
        node.span,
        note=_met(found),
        help=_one_way_remedy(rule),
        fixes=_one_way_fixes(rule),
    )


def not_its_own(rule: typed.Rule, node: typed.FieldRead) -> Diagnostic:
    """I102: a field that the record does not own."""
    name = ".".join(node.path if node.item is None else (node.item, *node.path))
    return error(
        "I102",
        say("`{name}` is no field of the record itself, so the way back has nowhere to put it", name=name),
        node.span,
        help=_one_way_remedy(rule),
        fixes=_one_way_fixes(rule),
    )


def no_field(rule: typed.Rule, node: typed.Expression) -> Diagnostic:
    """I103: a value that comes from no field."""
    return error(
        "I103",
        say("this reads no field, so there is nothing that the way back could set"),
        node.span,
        help=_one_way_remedy(rule),
        fixes=_one_way_fixes(rule),
    )


def settled_twice(name: str, rule: typed.Rule, first: typed.Rule) -> Diagnostic:
    """I104: two rules that both give one source field on the way back."""
    return Diagnostic(
        "I104",
        Severity.ERROR,
        say("two two-way rules give `{name}` on the way back", name=name),
        rule.span,
        help=say("keep `<->` in the one that is right when they differ, and write `=` in the other"),
        labels=(Label(first.span, say("the first one")),),
    )


def splits_twice(rule: typed.Rule, node: typed.Text, hole: typed.Expression, found: DoubleSplit | None) -> Diagnostic:
    """I105: a text that can be taken apart in two ways."""
    note = (
        say("it cannot be told where this hole ends")
        if found is None
        else say(
            '"{text}" is {first} or {second}', text=found.text, first=_pieces(found.first), second=_pieces(found.second)
        )
    )
    return Diagnostic(
        "I105",
        Severity.ERROR,
        say("this text can be taken apart in two ways"),
        node.span,
        note=note,
        help=say("part the holes by a sign that the first one cannot hold, or write `=`"),
        labels=(Label(hole.span, say("where this hole ends is not sure")),),
    )


def no_row_gives(rule: typed.Rule, node: typed.Otherwise, found: Meeting | None) -> Diagnostic:
    """I106: a fallback that no source value gives by itself."""
    return error(
        "I106",
        say("nothing gives this value but a failure, and a failure cannot be undone"),
        node.fallback.span,
        note=_met(found),
        help=say("answer with a value that a row gives, or with `nothing`, `empty` or `refuse`, or write `=`"),
    )


def unsettled(rule: typed.Rule, node: typed.Coalesce | None, free: Sequence[str]) -> Diagnostic:
    """I107: a choice between fields of which no other rule settles all but one."""
    names = listed(f"`{name}`" for name in free)
    return error(
        "I107",
        say("the way back cannot tell which of {names} the value belongs to", names=names),
        rule.span if node is None else node.span,
        help=say("settle all but one of them by another two-way rule: `Field <-> {name}`", name=free[-1]),
    )


def unguarded(block: typed.Block, lacking: Sequence[str]) -> Diagnostic:
    """I108: an object's condition that the way back can neither meet nor break."""
    span = block.span if block.condition is None else block.condition.span
    if lacking:
        names = listed(f"`{name}`" for name in lacking)
        message = say("no two-way rule in this object gives {names}, on which the object depends", names=names)
        return error("I108", message, span, help=say("give it by a two-way rule inside, or write `=` in the rules"))
    message = say("with two-way rules inside, the condition can only ask for fields that are present")
    return error("I108", message, span, help=say("write `when field is present and …`, or `=` in the rules inside"))


def in_list(rule: typed.Rule) -> Diagnostic:
    """I109: a rule of a list's items."""
    message = say("lists have no way back")
    return error("I109", message, rule.span, help=_one_way_remedy(rule), fixes=_one_way_fixes(rule))


def rounds_together(rounding: typed.Call, found: Meeting) -> Diagnostic:
    """I201: two values that a rounding makes one; nothing is wrong with it."""
    return information("I201", _both(found), rounding.span)


def _one_way_remedy(rule: typed.Rule) -> Text:
    return say("write `{target} = {value}`", target=".".join(rule.target), value=rule.source)


def _one_way_fixes(rule: typed.Rule) -> tuple[Fix, ...]:
    return (Fix(rule.arrow_span, "="),)


def _met(found: Meeting | None) -> Text | str:
    return "" if found is None else _both(found)


def _both(found: Meeting) -> Text:
    return say(
        "{one} and {other} both become {value}",
        one=shown(found.one),
        other=shown(found.other),
        value=quoted(found.value),
    )


def _pieces(held: Sequence[str]) -> str:
    return "+".join(f'"{one}"' for one in held)


def _step(node: typed.Expression) -> str:
    """A step as a rule calls it."""
    if isinstance(node, typed.Call):
        return f"`{node.function.name}`"
    if isinstance(node, typed.Binary):
        return f"`{node.operator}`"
    return _STEPS.get(type(node)) or say("this step")


_STEPS = {
    typed.Conditional: "`if`",
    typed.Presence: "`is present`",
    typed.Member: "`in`",
    typed.Find: "`find`",
    typed.Otherwise: "`else`",
    typed.Today: "`today`",
    typed.Render: "`render`",
}
