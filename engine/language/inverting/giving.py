"""What the two-way rules of a mapping give of a record: the ground on which a way back begins and is proved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.language import typed
from engine.language.inverting.backward import forth
from engine.language.inverting.standing import Standing
from engine.language.outcome import Circumstances
from engine.language.running.evaluation import holds
from engine.language.running.walk import Failed, Held, Walk

# Of each way, in their order, what its rule gives, NOTHING when that is no value; and whether the objects around it
# are there.
Given: TypeAlias = tuple[tuple[Any, ...], tuple[bool, ...]]
Giving: TypeAlias = Callable[[Mapping[str, Any], Circumstances], Given]


def interpreted(program: typed.Program) -> Giving:
    """By the interpreter, which a compiled one is held to."""

    def giving(record: Mapping[str, Any], circumstances: Circumstances) -> Given:
        ways = program.ways
        values = tuple(
            forth(way.rule.value, Standing(way.rule, way.blocks).walk(program, record, circumstances)) for way in ways
        )
        return values, tuple(_is_there(way, program, record, circumstances) for way in ways)

    return giving


def is_entered(block: typed.Block, walk: Walk) -> bool:
    """Whether the condition of an object plainly holds."""
    try:
        return block.condition is None or holds(block.condition, walk) is True
    except (Failed, Held):
        return False


def _is_there(way: typed.Way, program: typed.Program, record: Mapping[str, Any], circumstances: Circumstances) -> bool:
    return all(
        is_entered(block, Standing(way.rule, way.blocks[:depth]).walk(program, record, circumstances))
        for depth, block in enumerate(way.blocks)
    )
