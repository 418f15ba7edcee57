"""Where a rule stands: the objects around it, and what its names mean there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.language import typed
from engine.language.outcome import Circumstances
from engine.language.running.walk import Run, Walk, begin
from engine.model.frozen import frozen

# What is asked of a rule while a mapping is checked depends on no day, and on no other system.
_NOWHERE = Circumstances(date(2026, 1, 1), lambda kind, name, key: None, {})


@frozen
class Standing:
    """A rule with the objects around it, the outermost first. `in_list`: it fills a field of a list's items."""

    rule: typed.Rule
    blocks: tuple[typed.Block, ...]
    in_list: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The whole path that the rule fills."""
        return tuple(name for block in self.blocks for name in block.target) + self.rule.target

    def walk(self, program: typed.Program, record: Mapping[str, Any], circumstances: Circumstances = _NOWHERE) -> Walk:
        """The walk of a record at this place, with the lets that are known here."""
        walk = begin(Run(program, record, circumstances, ""))
        for block in self.blocks:
            walk = walk.inside(block.body)
        return walk


def standings(
    statements: tuple[typed.Statement, ...], blocks: tuple[typed.Block, ...] = (), in_list: bool = False
) -> Iterator[Standing]:
    """Every rule of a program, in the order of the file."""
    for statement in statements:
        if isinstance(statement, typed.Rule):
            yield Standing(statement, blocks, in_list)
        elif isinstance(statement, typed.Block):
            yield from standings(statement.body, (*blocks, statement), in_list)
        elif isinstance(statement, typed.Each | typed.Item):
            yield from standings(statement.body, blocks, True)
