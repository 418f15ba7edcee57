"""Saved plans: kept by id and digest when they are written, let in once, and carried out only as they were saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from engine.mapping.bundle import load_bundle, pack
from engine.mapping.library import Library
from engine.mapping.workspace import Workspace
from engine.sync.plan import Plan, PlanRefused
from engine.sync.planning.planner import Office, fingerprint_of
from engine.sync.saving import complaints as plan_complaints
from engine.sync.saving.fingerprints import Deeds, seal_key, seen_by
from engine.sync.saving.plan_file import Head, PlanFile, Recipe, write_plan_file
from engine.sync.saving.staleness import staleness
from engine.sync.state.records import SavedPlan
from engine.sync.state.store import Store


def save_plan(
    file: BinaryIO, plan: Plan, office: Office, library: Library, recipe: Recipe, made_by: str, version: str
) -> None:
    """Write a plan into an empty file, and keep its digest in the state; a plan made offline is only written.

    `recipe` says how the plan was made; `engine.faces.cli.apply` must know how to make it again.
    Raises OSError, and PlanRefused (P402) when a mapping's file changed while the plan was made.
    """
    bundle = pack(office.workspace, office.mappings, library)
    if fingerprint_of(load_bundle(bundle, office.workspace, library).mappings) != fingerprint_of(office.mappings):
        raise PlanRefused((plan_complaints.mappings_changed(),))
    head = Head(
        plan.id,
        plan.workspace,
        plan.created_at,
        plan.mappings,
        plan.series,
        recipe,
        made_by,
        version,
        office.offline,
    )
    deeds = Deeds()
    digest = write_plan_file(file, plan, head, seen_by(plan, office, deeds), bundle, seal_key(office), deeds)
    if office.store is not None:
        office.store.keep_plan(SavedPlan(plan.id, digest, made_by, plan.created_at.isoformat(), deeds=len(plan.deeds)))


def admit(saved: PlanFile, workspace: Workspace, store: Store) -> None:
    """Let a plan file in. Raises PlanRefused: P405 not from here, P406 offline, P403 used, P404 edited."""
    head = saved.head
    if head.workspace != workspace.name:
        raise PlanRefused((plan_complaints.other_workspace(saved.name, head.workspace, workspace.name),))
    if head.offline:
        raise PlanRefused((plan_complaints.offline(saved.name),))
    known = store.saved_plan(head.plan)
    if known is None:
        raise PlanRefused((plan_complaints.unknown(saved.name, head.plan),))
    if known.run is not None:
        raise PlanRefused((plan_complaints.used(head.plan, known.run),))
    if known.digest != saved.digest:
        raise PlanRefused((plan_complaints.edited(saved.name),))


def make_again(saved: PlanFile, office: Office, make: Callable[[Office], Plan]) -> Plan:
    """The plan as it is made now, under its own id and as of its own day. Raises PlanRefused when it is stale (P402).

    The office's mappings are those of the file.
    """
    made_on = saved.head.created_at.astimezone(office.world.timezone).date()
    then = replace(office, world=replace(office.world, day=made_on))
    plan = replace(make(then), id=saved.head.plan, created_at=saved.head.created_at)
    stale = staleness(saved, plan, office)
    if stale is not None:
        raise PlanRefused((stale,))
    return plan


def use_up(saved: PlanFile, store: Store, run: int) -> None:
    """Note that a run carries the plan out. Raises PlanRefused (P403) when another one did."""
    if not store.use_plan(saved.head.plan, run):
        known = store.saved_plan(saved.head.plan)
        assert known is not None, "it was let in"
        assert known.run is not None, "somebody used it"
        raise PlanRefused((plan_complaints.used(saved.head.plan, known.run),))
