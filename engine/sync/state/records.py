"""What the state keeps, as the rest of the program sees it: frozen data, each a row or a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from engine.model.change import Action, Request
from engine.model.frozen import field, frozen
from engine.model.record import Value
from engine.sync.plan import HeldState, Origin


@frozen
class Link:
    """A remembered pair. `entity` is the master's ("win.customer"), `values` what the target said of its record.

    `at`: when it was written last (ISO, UTC); the store's, and empty before it is kept.
    """

    entity: str
    key: str
    target_entity: str
    target_id: str | int
    row_id: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    at: str = ""


@frozen
class Sent:
    """What a mapping last sent of a linked record: a payload, or of the part "file" a file's digest.

    `mappings`: the digest of all mappings that the run worked by which sent it; None when the run died before its end.
    `made_from`: the digest of what it was made from, and `asked` what rules asked as JSON (see plan.Origin); None where
    that is not known. `made`: the values that come of it, where they are otherwise than those that were sent.
    """

    fingerprint: str
    values: Mapping[str, Any]
    mappings: str | None = None
    made_from: str | None = None
    asked: str | None = None
    made: Mapping[str, Any] | None = None

    @property
    def comes(self) -> Mapping[str, Any]:
        """The values that come of what it was made from."""
        return self.values if self.made is None else self.made


class Mark(NamedTuple):
    """By what it is told that a record is as it was, without the values that were sent.

    `made_from`, `asked`: as of Sent. `shown`, `telling`: how it stood in the target when nothing differed (see
    plan.Standing, the values as JSON); None where that is not known.
    """

    made_from: str | None
    asked: str | None
    shown: str | None
    telling: str | None


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be sent, and what the link will keep once it took hold."""

    mapping: str
    entity: str
    key: str
    system: str
    target_entity: str
    request: Request
    row_id: str | None = None
    sent: Mapping[str, Any] | None = None
    part: str = ""
    links: bool = True  # whether the receipt's id makes (or keeps) a link
    before: Mapping[str, Any] | None = None  # of an update, what the fields held that it changes, by path
    forgets: bool = False  # whether the link goes once it took hold: what it made is taken back
    deed: Action | None = None  # what the plan calls it, where that is not the request's own word (adopt)
    target_id: str | int | None = None  # the target's record, where it is known before anything is sent
    made_from: Origin | None = None  # of what `sent` was made; an intent that is read again does not know


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """An intent of a run that died before it could note the outcome."""

    id: int
    intent: Intent
    at: datetime
    run: int


@dataclass(frozen=True, slots=True)
class Held:
    """A record held back, and why. `entity` is the name that plans show it under, `title` what a person calls it.

    `row` is kept where a cursor would not give it again. The store's own: `since` (ISO, UTC), `tries`, and `run`, which
    first met it with this code.
    """

    mapping: str
    key: str
    action: str
    code: str
    message: str
    waits_for: str | None = None
    row: Mapping[str, Any] | None = None
    since: str = ""
    tries: int = 0
    entity: str = ""
    title: str = ""
    remedy: str = ""
    run: int | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """What tells it from others: of one record a voucher and its file may be held, each for itself."""
        return self.mapping, self.key, self.action

    @property
    def state(self) -> HeldState:
        """What it is that is held back: the record, or of a voucher that is posted its file alone."""
        if self.action == Action.ATTACH.value:
            return HeldState.DOCUMENT_WAITS
        return HeldState.WAITS if self.waits_for else HeldState.REFUSED


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A mapping as it was last carried out: its digest, by which run, and when (ISO, UTC)."""

    digest: str
    run: int | None
    at: str


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan that was saved to a file. `digest` is the file's, `run` the one that applied it, None before that.

    `deeds`: how many changes it carries out, None of an older state. `after_run`: the store's own, the newest run when
    it was saved.
    """

    id: str
    digest: str
    made_by: str
    made_at: str
    run: int | None = None
    deeds: int | None = None
    after_run: int | None = None
