"""When two values of a target field count as the same: up to the canonical steps that its rule ends with.

`EmailAddress <-> email | lower` sends `ny@fjord.no`; a target that shows `Ny@Fjord.no` holds the same address, and
no plan should say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.language import typed
from engine.language.clean import clean
from engine.language.functions.registry import Function, StepClass, StepFailed


def rules_by_path(
    statements: tuple[typed.Statement, ...], prefix: tuple[str, ...] = ()
) -> Iterator[tuple[str, typed.Rule]]:
    """Every rule outside lists with the path of its target (`MailAddress.City`)."""
    for statement in statements:
        if isinstance(statement, typed.Rule):
            yield ".".join(prefix + statement.target), statement
        elif isinstance(statement, typed.Block):
            yield from rules_by_path(statement.body, prefix + statement.target)


def canonical_steps(expression: typed.Expression) -> tuple[Function, ...]:
    """The canonical steps that an expression ends with, the last one last; a fallback's word changes nothing."""
    if isinstance(expression, typed.Otherwise) and isinstance(
        expression.fallback, typed.Nothing | typed.Empty | typed.Refuse
    ):
        return canonical_steps(expression.body)
    if (
        isinstance(expression, typed.Call)
        and expression.function.step_class is StepClass.CANONICAL
        and len(expression.arguments) == 1
        and expression.arguments[0] is not None
    ):
        return (*canonical_steps(expression.arguments[0]), expression.function)
    return ()


def canonical(value: Any, steps: tuple[Function, ...]) -> Any:
    """A value as it is compared: a text clean and put through the steps, anything else as it is.

    What a person typed into the target may be no organisation number at all: then it is compared as it stands.
    """
    if not isinstance(value, str):
        return value
    cleaned: Any = clean(value)
    for step in steps:
        if cleaned is None:
            return None
        try:
            cleaned = step.run(cleaned)
        except StepFailed:
            return cleaned
    return cleaned


Equivalences = Mapping[str, tuple[Function, ...]]


def equivalences(program: typed.Program) -> dict[str, tuple[Function, ...]]:
    """The canonical steps of every field that has any, by its path."""
    steps = {path: canonical_steps(rule.value) for path, rule in rules_by_path(program.statements)}
    return {path: found for path, found in steps.items() if found}
