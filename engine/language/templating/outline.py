"""What a template says, in the rule language's own syntax: the checker then reads it as it reads a rule.

Plain data, without a trace of Jinja; every name keeps its place in the template's file.
"""

from __future__ import annotations

from typing import TypeAlias

from engine.language import ast
from engine.model.frozen import frozen


@frozen
class Words:
    """Text that is printed as it stands."""

    text: str


@frozen
class Shown:
    """`{{ value }}`. A `default` in it is a `??` here."""

    value: ast.Expression


@frozen
class Choice:
    """`{% if condition %} … {% else %} … {% endif %}`; an `elif` is a choice in the other branch."""

    condition: ast.Expression
    body: tuple[Part, ...]
    fallback: tuple[Part, ...]


@frozen
class Loop:
    """`{% for item in list if condition %} … {% else %} … {% endfor %}`."""

    item: ast.Name
    source: ast.Path
    condition: ast.Expression | None
    body: tuple[Part, ...]
    fallback: tuple[Part, ...]


Part: TypeAlias = Words | Shown | Choice | Loop


def always_says_something(parts: tuple[Part, ...]) -> bool:
    """Whether something is printed whatever the record holds."""
    return any(isinstance(part, Words) and part.text.strip() for part in parts) or any(
        always_says_something(part.body) and always_says_something(part.fallback)
        for part in parts
        if isinstance(part, Choice)
    )
