"""Fingerprints of what a plan does and saw, section by section: where they agree, nothing needs to be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.model import exact_json
from engine.model.record import fingerprint
from engine.sync.later_changes import NewRecord
from engine.sync.plan import Change, Plan, Section
from engine.sync.planning.planner import Office
from engine.sync.saving.plan_line import beginning_of, change_line, deed_of

NO_DEEDS = f"sha256:{hashlib.sha256().hexdigest()}"  # of a section that does nothing


@dataclass(frozen=True, slots=True)
class SectionSeen:
    """One section. `deeds`: what it does, in its order. `links`: which records were linked to which before."""

    entity: str
    mapping: str
    changes: int
    deeds: str
    links: str


class Deeds:
    """The fingerprints of what sections do, while their changes' lines are made one after the other."""

    def __init__(self) -> None:
        self._digests: dict[str, Any] = {}

    def note(self, change: Change, deed: str) -> None:
        """Note a change that does something: what `deed_of` says of it, as JSON."""
        digest = self._digests.get(change.mapping)
        if digest is None:
            digest = self._digests[change.mapping] = hashlib.sha256()
        digest.update(deed.encode() + b"\n")

    def of(self, section: Section) -> str:
        """The fingerprint of a section of which every change was noted."""
        digest = self._digests.get(section.mapping)
        return NO_DEEDS if digest is None else f"sha256:{digest.hexdigest()}"


def seen_by(plan: Plan, office: Office, deeds: Deeds | None = None) -> Iterator[SectionSeen]:
    """What each section of an office's plan does and saw, in the plan's order. `deeds`: all were noted there already,
    when this is asked for."""
    if deeds is None:
        deeds, key = Deeds(), seal_key(office)
        for change in plan.changes:
            if change.deed:
                deeds.note(change, _deed(change, key))
    masters = {mapping.name: mapping.source.title for mapping in office.mappings}
    for section in plan.sections:
        links = _links(office, masters.get(section.mapping, section.mapping))
        yield SectionSeen(section.entity, section.mapping, len(section.changes), deeds.of(section), links)


def _deed(change: Change, key: str | None) -> str:
    if isinstance(change, NewRecord):
        assert change.request is not None, "a record is made by a request"
        return beginning_of(change, change.request).deed()
    return exact_json.line(deed_of(change_line(change, key)))


def seal_key(office: Office) -> str | None:
    """By which an office's plans seal what they mask; None without a state."""
    return office.store.seal_key() if office.store is not None else None


def _links(office: Office, master: str) -> str:
    links = office.store.links(master) if office.store is not None else {}
    return f"sha256:{fingerprint({key: link.target_id for key, link in links.items()})}"
