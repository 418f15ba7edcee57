"""What a condition proves about presence: `x is present` makes x present in what it guards.

Conditions have three values, so that what holds when one is no is less than what holds when it is not yes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from engine.language import typed
from engine.model.frozen import frozen

# A field of the record (""), of a list item (its name) or a let, with its path.
Place: TypeAlias = tuple[str, tuple[str, ...]]
LetValue: TypeAlias = Callable[[str], "typed.Expression | None"]

_LET = "let"
_NONE: frozenset[Place] = frozenset()


@frozen
class Facts:
    """The places that are present when a condition is yes, is no, is not yes, and is not no."""

    yes: frozenset[Place] = _NONE
    no: frozenset[Place] = _NONE
    not_yes: frozenset[Place] = _NONE
    not_no: frozenset[Place] = _NONE


def place(expression: typed.Expression) -> Place | None:
    """The place that an expression reads, when it is nothing but a read."""
    if isinstance(expression, typed.FieldRead):
        return (expression.item or "", expression.path)
    if isinstance(expression, typed.LetRead):
        return (_LET, (expression.name,))
    return None


def facts(condition: typed.Expression, let_value: LetValue) -> Facts:
    """What a condition proves; `let_value` gives the expression behind a let, for conditions that have a name."""
    match condition:
        case typed.Presence():
            return _presence(condition)
        case typed.Unary(operator="not"):
            return _negated(facts(condition.operand, let_value))
        case typed.Binary(operator="and"):
            return _both(facts(condition.left, let_value), facts(condition.right, let_value))
        case typed.Binary(operator="or"):
            swapped = _both(_negated(facts(condition.left, let_value)), _negated(facts(condition.right, let_value)))
            return _negated(swapped)
        case typed.LetRead():
            return _named(condition, let_value)
        case typed.Member():
            return _decided(_needed(condition.operand))
        case typed.Binary() | typed.FieldRead():
            return _decided(_needed(condition))
        case _:
            return Facts()


def _presence(condition: typed.Presence) -> Facts:
    found = place(condition.operand)
    shown: frozenset[Place] = _NONE if found is None else frozenset((found,))
    return Facts(yes=shown, not_no=shown) if condition.present else Facts(no=shown, not_yes=shown)


def _negated(of: Facts) -> Facts:
    return Facts(yes=of.no, no=of.yes, not_yes=of.not_no, not_no=of.not_yes)


def _both(left: Facts, right: Facts) -> Facts:
    """`left and right`: yes when both are; not yes when one of them is not, and nobody knows which."""
    return Facts(
        yes=left.yes | right.yes,
        no=left.no & right.no,
        not_yes=left.not_yes & right.not_yes,
        not_no=left.not_no | right.not_no,
    )


def _decided(places: frozenset[Place]) -> Facts:
    """A comparison that is yes or no had both its sides."""
    return Facts(yes=places, no=places)


def _named(condition: typed.LetRead, let_value: LetValue) -> Facts:
    value = let_value(condition.name)
    inside = Facts() if value is None else facts(value, let_value)
    own = _needed(condition)
    return Facts(inside.yes | own, inside.no | own, inside.not_yes, inside.not_no)


def _needed(expression: typed.Expression) -> frozenset[Place]:
    """The places without which an expression has no value."""
    if isinstance(expression, typed.Binary) and expression.operator not in ("and", "or"):
        return _needed(expression.left) | _needed(expression.right)
    if isinstance(expression, typed.Unary):
        return _needed(expression.operand)
    found = place(expression)
    return _NONE if found is None else frozenset((found,))
