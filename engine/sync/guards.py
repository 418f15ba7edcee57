"""Guards: counts past which a plan is refused, because a broken view looks the same as a great change."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.mapping.workspace import Guards
from engine.model.change import Action
from engine.sync import complaints
from engine.sync.plan import Plan, Section

GUARDS = ("max_updates", "max_update_share", "max_missing_share")
SHARE_COUNTS_FROM = 20  # linked records: below that, one rename is a large share


def refusals(plan: Plan, guards: Guards, allowed: Collection[str]) -> list[Diagnostic]:
    """The guards that refuse a plan, but for those that were allowed."""
    found = [*_updates(plan, guards), *_shares(plan, guards), *_missing(plan, guards)]
    return [complaints.guard(name, message) for name, message in found if name not in allowed]


def _updates(plan: Plan, guards: Guards) -> Iterator[tuple[str, str]]:
    count = sum(change.action is Action.UPDATE for change in plan.changes)
    if guards.max_updates is not None and count > guards.max_updates:
        yield "max_updates", f"{count} updates, at most {guards.max_updates} pass"


def _by_entity(plan: Plan) -> dict[str, list[Section]]:
    """The sections of each entity: a second pass is one more section of the same records."""
    found: dict[str, list[Section]] = {}
    for section in plan.sections:
        found.setdefault(section.entity, []).append(section)
    return found


def _shares(plan: Plan, guards: Guards) -> Iterator[tuple[str, str]]:
    for entity, sections in _by_entity(plan).items():
        linked = max(section.linked for section in sections)
        if guards.max_update_share is None or linked < SHARE_COUNTS_FROM:
            continue
        updated = {c.key for section in sections for c in section.changes if c.action is Action.UPDATE}
        if len(updated) > guards.max_update_share * linked:
            share = f"{len(updated)} of {linked} linked records of {entity} would be updated"
            yield "max_update_share", f"{share}, at most a share of {guards.max_update_share} passes"


def _missing(plan: Plan, guards: Guards) -> Iterator[tuple[str, str]]:
    for section in plan.sections:
        if guards.max_missing_share is None or section.linked < SHARE_COUNTS_FROM:
            continue
        count = len(section.missing)
        if count > guards.max_missing_share * section.linked:
            share = f"{count} of {section.linked} linked records of {section.entity} have no row now"
            yield "max_missing_share", f"{share}, at most a share of {guards.max_missing_share} passes"
