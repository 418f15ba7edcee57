"""Whether a saved plan still holds: it is made again, and what would be done now is held against what was saved.

Deeds count, with what they send and what they take the place of; so does their order. A reason that reads otherwise
does not, nor a record about which neither plan does anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model import exact_json
from engine.model.text import Text
from engine.sync.payload import steps_of
from engine.sync.plan import DEEDS, HELD_BACK, Change, Plan
from engine.sync.planning.planner import Office
from engine.sync.saving import complaints as say_of
from engine.sync.saving.fingerprints import NO_DEEDS, SectionSeen, seal_key, seen_by
from engine.sync.saving.plan_file import PlanFile
from engine.sync.saving.plan_line import change_line, deed_of

Deed = Mapping[str, Any]
_DEEDS = frozenset(action.value for action in DEEDS)


def staleness(saved: PlanFile, plan: Plan, office: Office) -> Diagnostic | None:
    """What keeps a saved plan from being carried out, when it was made again as `plan`; None when nothing does."""
    before, now = saved.seen, tuple(seen_by(plan, office))
    deeds_before, deeds_now = _deeds(before), _deeds(now)
    if list(deeds_before.items()) == list(deeds_now.items()):
        return None
    mappings = deeds_before.keys() | deeds_now.keys()
    differing = frozenset(name for name in mappings if deeds_before.get(name) != deeds_now.get(name))
    found = list(_differences(_saved_deeds(saved, differing), plan, differing, seal_key(office)))
    return say_of.stale(found or [say_of.other_order()], linked_since=_linked_since(before, now, differing))


def _deeds(seen: Iterable[SectionSeen]) -> dict[str, str]:
    """The fingerprints of the sections that do something: one without a deed may come and go without a difference."""
    return {one.mapping: one.deeds for one in seen if one.deeds != NO_DEEDS}


def _linked_since(before: Iterable[SectionSeen], now: Iterable[SectionSeen], differing: frozenset[str]) -> bool:
    """Whether a run came between, as far as the records that differ are concerned."""
    links = {seen.mapping: seen.links for seen in before}
    return any(one.mapping in differing and links.get(one.mapping, one.links) != one.links for one in now)


def _saved_deeds(saved: PlanFile, mappings: frozenset[str]) -> dict[tuple[str, str], list[Deed]]:
    """What was to be done, by mapping and key; only the sections that differ are kept in memory."""
    found: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for line in saved.changes():
        if line["mapping"] in mappings and line["action"] in _DEEDS:
            found[line["mapping"], line["key"]].append(deed_of(line))
    return found


def _differences(
    before: dict[tuple[str, str], list[Deed]], plan: Plan, mappings: frozenset[str], key: str | None
) -> Iterator[Text]:
    """Each record that differs, with how: those that the new plan speaks of in its order, then those that are gone."""
    now: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in plan.changes:
        if change.mapping in mappings:
            now[change.mapping, change.key].append(change)
    for place, changes in now.items():
        deeds = [_as_saved(change, key) for change in changes if change.deed]
        if deeds != before.get(place, []):
            yield _difference(before.get(place, []), deeds, changes)
    for place, gone in before.items():
        if place not in now:
            yield say_of.no_longer(say_of.record(gone[0]["entity"], gone[0]["key"]))


def _as_saved(change: Change, key: str | None) -> Deed:
    """A change's deed as it reads when it was saved and read again."""
    deed: Deed = exact_json.loads(exact_json.dumps(deed_of(change_line(change, key))))
    return deed


def _difference(before: list[Deed], now: list[Deed], changes: list[Change]) -> Text:
    """How one record differs; of several deeds about it, the first that does says it."""
    record = say_of.record(changes[0].entity, changes[0].key)
    for was, deed in zip(before, now, strict=False):
        if was != deed:
            return _of_one(record, was, deed)
    if len(now) > len(before):
        return say_of.not_planned(record)
    held = any(change.action in HELD_BACK for change in changes)
    return say_of.held_back(record) if held else say_of.no_longer(record)


def _of_one(record: Text, was: Deed, now: Deed) -> Text:
    if was["action"] != now["action"]:
        return say_of.another_action(record, was["action"], now["action"])
    names = _names(steps_of(was["payload"]), steps_of(now["payload"]))
    if names:
        return say_of.another_value(record, names)
    if was["before"] != now["before"]:
        return say_of.another_before(record, _names(was["before"], now["before"]))
    return say_of.another_request(record)


def _names(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in {**was, **now} if name not in was or name not in now or was[name] != now[name]]
