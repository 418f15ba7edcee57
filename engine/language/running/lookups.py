"""What a rule asks others: a table's row, the record linked to a key, a setting's id.

The values that are asked for are there; absence has flowed past before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.language import typed
from engine.language.kind_words import KIND_WORDS
from engine.language.outcome import Lookup, NoSuchRecord
from engine.language.running import refusals, values
from engine.language.running.walk import Failed, Walk
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.types import Kind


def row(node: typed.TableLookup, value: Any, walk: Walk) -> str | None:
    """What a code table gives; None for an empty cell. Raises Failed when it has no such row."""
    rows = walk.run.program.tables[node.table].rows
    key = values.printed(value)
    if key not in rows:
        raise Failed(refusals.no_row, node.table, value, node.span)
    return rows[key] or None


def linked(node: typed.Link, key: Sequence[Any], walk: Walk) -> Any:
    """The target's id (or another field) of the record that was made of a source record. Raises Failed."""
    name = node.entity if node.field is None else f"{node.entity}.{node.field}"
    found = walk.run.circumstances.references("link", name, key[0] if len(key) == 1 else tuple(key))
    if found is None:
        raise Failed(refusals.no_link, node.entity, key, walk.run.system, node.span)
    if isinstance(found, NoSuchRecord):
        raise Failed(refusals.no_record, node.entity, key, found.system, node.span)
    if not values.fits(node.type.kind, found):
        fault = Fault(values.printed(found), KIND_WORDS[node.type.kind].none)
        raise Failed(refusals.unreadable, name, fault, node.span)
    _remember(node, found, Lookup("link", name, "/".join(map(values.printed, key))), walk)
    return found


def setting(node: typed.Find, value: Any, at: Any, walk: Walk) -> Any:
    """The id of a target's setting, of the row that is valid on a day when one is asked for. Raises Failed."""
    key = value if node.at is None else (value, at)
    found = walk.run.circumstances.references("find", f"{node.setting}.{node.by}", key)
    if found is None:
        raise Failed(refusals.no_setting, node.setting, node.by, value, at, walk.run.system, node.span)
    _remember(node, found, Lookup("find", f"{node.setting}.{node.by}", values.printed(value)), walk)
    return found


def _remember(node: typed.Link | typed.Find, found: Any, lookup: Lookup, walk: Walk) -> None:
    """Keep by what an id was found: nobody knows an id by heart, and who reads what is sent wants to know."""
    if node.type.kind is Kind.ID and not isinstance(found, Placeholder) and values.fits(Kind.ID, found):
        walk.run.lookups[node.type.entity, found] = lookup
