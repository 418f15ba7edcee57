"""Fingerprints of what a plan does and saw, section by section: where they agree, nothing needs to be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from engine.model import exact_json
from engine.model.record import fingerprint
from engine.sync.plan import Plan, Section
from engine.sync.planning.planner import Office
from engine.sync.saving.plan_line import change_line, deed_of

NO_DEEDS = f"sha256:{hashlib.sha256().hexdigest()}"  # of a section that does nothing


@dataclass(frozen=True, slots=True)
class SectionSeen:
    """One section. `deeds`: what it does, in its order. `links`: which records were linked to which before."""

    entity: str
    mapping: str
    changes: int
    deeds: str
    links: str


def seen_by(plan: Plan, office: Office) -> Iterator[SectionSeen]:
    """What each section of an office's plan does and saw, in the plan's order."""
    key = seal_key(office)
    masters = {mapping.name: mapping.source.title for mapping in office.mappings}
    for section in plan.sections:
        links = _links(office, masters.get(section.mapping, section.mapping))
        yield SectionSeen(section.entity, section.mapping, len(section.changes), _deeds(section, key), links)


def seal_key(office: Office) -> str | None:
    """By which an office's plans seal what they mask; None without a state."""
    return office.store.seal_key() if office.store is not None else None


def _deeds(section: Section, key: str | None) -> str:
    digest = hashlib.sha256()
    for change in section.changes:
        if change.deed:
            digest.update(exact_json.dumps(deed_of(change_line(change, key))).encode() + b"\n")
    return f"sha256:{digest.hexdigest()}"


def _links(office: Office, master: str) -> str:
    links = office.store.links(master) if office.store is not None else {}
    return f"sha256:{fingerprint({key: link.target_id for key, link in links.items()})}"
