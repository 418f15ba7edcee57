"""What was paid of a voucher, or settled of it otherwise: each payment as its source tells it, and how far it has come.

Both sides are read whole, in few calls: a story may be about a payment of which a cursor would tell nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.failure import Missing, Rejected
from engine.model.personal import redact
from engine.model.record import Row
from engine.model.schema import Inlet
from engine.sync.complaints import system_failure
from engine.sync.planning.inlets import Account, accounts_of
from engine.sync.planning.job import Job
from engine.sync.planning.planner import Planning, job_of
from engine.sync.reconciling.settlements import Payment, Settlements, Unplaced, read_settlements


class Progress(Enum):
    """How far a payment has come; the values are the words of the JSON form."""

    TO_COME = "to_come"  # the inlet has no row of it yet
    CHANGED = "changed"  # the inlet has a row that says something else
    DELETED = "deleted"  # written, and the inlet has no row of it any more
    ALTERED = "altered"  # the inlet's row says something else than what was written
    WAITING = "waiting"  # written, and not taken over yet by the site
    FAILED = "failed"  # written, and the site would not take it over
    WRITTEN = "written"
    UNDONE = "undone"  # written, and the source tells of it no more
    TAKEN_BACK = "taken_back"
    HELD = "held"  # the mapping cannot place it


@dataclass(frozen=True, slots=True)
class PaymentStory:
    """One payment of a voucher. `key`: by which `explain` and `retry` know it; `entry`: its id in the inlet.

    `amount` is in the voucher's currency. `why`: what the site says of a row that failed, or what holds it back.
    """

    key: str
    entry: str
    kind: str
    amount: Decimal | None
    day: date | None
    progress: Progress
    why: str = ""


def inlet_settling(planning: Planning, mapping: EntityMapping) -> EntityMapping | None:
    """The workspace's mapping whose rows settle what a mapping reads; None when there is none."""
    for one in planning.office.mappings:
        inlet = one.target.inlet
        if inlet is not None and one.target_catalog.entities[inlet.settles].title == mapping.source.title:
            return one
    return None


def read_payments(planning: Planning, inlet_mapping: EntityMapping) -> Settlements | None:
    """All payments, both sides; None when one cannot be read, which is told among the planning's problems.

    Whoever watches one of them (see Watched) is shown it.
    """
    inlet = inlet_mapping.target.inlet
    assert inlet is not None, f"{inlet_mapping.target.title} is no inlet"
    try:
        job = job_of(planning, inlet_mapping)
        return read_settlements(job, planning.known.of(job.target.catalog.entities[inlet.settles]))
    except (Missing, Rejected) as failure:
        planning.problems.append(system_failure(failure))
        return None


def payments_of(settlements: Settlements, key: str) -> tuple[PaymentStory, ...]:
    """The payments of a voucher, in the order of their days."""
    job = settlements.job
    inlet = job.mapping.target.inlet
    assert inlet is not None, f"{job.mapping.target.title} is no inlet"
    accounts = accounts_of(job.existing().values(), inlet)
    told, written = settlements.told, settlements.written
    about = {base for side in (told, written) for base, payment in side.items() if payment.settles == key}
    found = [_story(base, told.get(base), written.get(base), accounts.get(base), job) for base in about]
    found += [_held(item) for item in settlements.unplaced if item.settles == key]
    return tuple(sorted(found, key=lambda one: (one.day or date.max, one.entry)))


def _story(base: str, told: Payment | None, written: Payment | None, account: Account | None, job: Job) -> PaymentStory:
    payment = told or written
    inlet = job.mapping.target.inlet
    assert payment is not None, "one of the sides has it"
    assert inlet is not None, f"{job.mapping.target.title} is no inlet"
    standing = None if account is None else account.standing(inlet)
    progress = _without_row(told, account) if standing is None else _with_row(told, standing, inlet)
    progress = _behind_our_back(progress, payment, account, job)
    why = "" if standing is None or progress is not Progress.FAILED else redact(str(standing.get(inlet.fault) or ""))
    return PaymentStory(payment.key, base, payment.kind, payment.amount, payment.day, progress, why)


def _without_row(told: Payment | None, account: Account | None) -> Progress:
    """Of one without a row that stands: the source tells of it, or what was written of it was taken back."""
    return Progress.TO_COME if told is not None or account is None else Progress.TAKEN_BACK


def _behind_our_back(progress: Progress, payment: Payment, account: Account | None, job: Job) -> Progress:
    """Of what differs, whether it is the site's doing: a reading of what changed at the source tells nothing of it."""
    if progress is Progress.TO_COME and account is None and payment.key in job.known.links:
        return Progress.DELETED
    sent, inlet = job.sent.get(payment.key), job.mapping.target.inlet
    if progress is Progress.CHANGED and sent is not None and inlet is not None:
        as_sent = (sent.values.get(inlet.kind), sent.values.get(inlet.amount)) == (payment.kind, payment.amount)
        return Progress.ALTERED if as_sent else progress
    return progress


def _with_row(told: Payment | None, standing: Row, inlet: Inlet) -> Progress:
    if told is None:
        return Progress.UNDONE
    if (told.kind, told.amount) != (standing.get(inlet.kind), standing.get(inlet.amount)):
        return Progress.CHANGED
    state = standing.get(inlet.state) if inlet.state else None
    if inlet.failed and state == inlet.failed:
        return Progress.FAILED
    return Progress.WAITING if inlet.waiting and state == inlet.waiting else Progress.WRITTEN


def _held(item: Unplaced) -> PaymentStory:
    amount = item.amount if isinstance(item.amount, Decimal) else None
    return PaymentStory(item.key, item.key, "", amount, item.day, Progress.HELD, item.why.message)
