"""Guards: counts past which a plan is refused, because a broken view looks the same as a great change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from engine.diagnostics.diagnostic import Diagnostic
from engine.mapping.workspace import Guards
from engine.model import figures
from engine.model.naming import noun
from engine.model.text import Text, say
from engine.sync import complaints
from engine.sync.plan import Plan, Section
from engine.sync.planning.planner import Office

GUARDS = ("max_updates", "max_update_share", "max_missing_share", "max_mapping_share")
SHARE_COUNTS_FROM = 20  # linked records: below that, one rename is a large share


def refusals(plan: Plan, office: Office, allowed: Collection[str]) -> list[Diagnostic]:
    """The guards that refuse an office's plan, but for those that were allowed."""
    guards = office.workspace.guards
    found = [
        *_updates(plan, guards),
        *_shares(plan, guards),
        *_missing(plan, guards),
        # A way back follows the journal: whatever the mappings say by now, it is not they that alter anything.
        *_mapping_shares(plan, guards, changed_mappings(office) if plan.reverts is None else ()),
    ]
    return [complaints.guard(name, message) for name, message in found if name not in allowed]


def changed_mappings(office: Office) -> frozenset[str]:
    """The mappings that are otherwise than when they were last carried out; one that never was is not changed."""
    known = office.store.carried_out() if office.store is not None else {}
    return frozenset(m.name for m in office.mappings if known.get(m.name, m.digest) != m.digest)


def _updates(plan: Plan, guards: Guards) -> Iterator[tuple[str, Text]]:
    count = sum(change.alters for change in plan.changes)
    if count > guards.max_updates:
        said = say(
            "{count} update, at most {limit} pass" if count == 1 else "{count} updates, at most {limit} pass",
            count=count,
            limit=guards.max_updates,
        )
        yield "max_updates", said


def _by_entity(plan: Plan) -> dict[str, list[Section]]:
    """The sections of each entity: a second pass is one more section of the same records."""
    found: dict[str, list[Section]] = {}
    for section in plan.sections:
        found.setdefault(section.entity, []).append(section)
    return found


def _updated(sections: Collection[Section]) -> set[str]:
    """The keys of the records of which something would be altered, each once. One that is adopted is none of them."""
    return {change.key for section in sections for change in section.changes if change.alters}


def _shares(plan: Plan, guards: Guards) -> Iterator[tuple[str, Text]]:
    limit = guards.max_update_share
    for entity, sections in _by_entity(plan).items():
        count, linked = len(_updated(sections)), _linked(sections)
        if _is_beyond(count, linked, limit):
            yield (
                "max_update_share",
                say(
                    "{count} of {linked} linked records of {entity} would be updated, "
                    "at most a share of {share} passes",
                    count=count,
                    linked=linked,
                    entity=noun(entity),
                    share=figures.number(limit),
                ),
            )


def _missing(plan: Plan, guards: Guards) -> Iterator[tuple[str, Text]]:
    limit = guards.max_missing_share
    for section in plan.sections:
        count = len(section.missing)
        if _is_beyond(count, section.linked, limit):
            yield (
                "max_missing_share",
                say(
                    "{count} of {linked} linked records of {entity} have no row now, at most a share of {share} passes",
                    count=count,
                    linked=section.linked,
                    entity=noun(section.entity),
                    share=figures.number(limit),
                ),
            )


def _mapping_shares(plan: Plan, guards: Guards, changed: Collection[str]) -> Iterator[tuple[str, Text]]:
    """What a mapping would alter that was edited since it was last carried out: a slip in a rule is seen here."""
    limit = guards.max_mapping_share
    for entity, sections in _by_entity(plan).items():
        linked = _linked(sections)
        for section in sections:
            count = len(_updated([section]))
            if section.mapping in changed and _is_beyond(count, linked, limit):
                yield (
                    "max_mapping_share",
                    say(
                        "the mapping {mapping} was changed since it was last carried out, and would update "
                        "{count} of {linked} linked records of {entity}, at most a share of {share} passes",
                        mapping=section.mapping,
                        count=count,
                        linked=linked,
                        entity=noun(entity),
                        share=figures.number(limit),
                    ),
                )


def _linked(sections: Collection[Section]) -> int:
    """How many records of an entity were linked before."""
    return max(section.linked for section in sections)


def _is_beyond(count: int, linked: int, share: Decimal) -> bool:
    """Whether a count is more than a share of the linked records; exactly the share is not."""
    return linked >= SHARE_COUNTS_FROM and count > share * linked
