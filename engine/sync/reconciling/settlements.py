"""What the inlet's rows and the ledger's allocations say was settled, payment by payment and record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action
from engine.model.personal import redact
from engine.model.record import Row, Value, key_text
from engine.model.schema import Entity, Inlet
from engine.sync.planning.draft import Draft
from engine.sync.planning.evaluation import evaluate
from engine.sync.planning.inlets import Account, accounts_of
from engine.sync.planning.job import Job, SectionDraft
from engine.sync.planning.known import KnownEntity
from engine.sync.reconciling.amounts import as_amount

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Payment:
    """One settlement as one side has it. `settles`: the key of the record that it settles; `amount` is in that one's
    currency, None when it cannot be read. `is_told`: the source tells of it; else it is what the inlet's rows leave."""

    key: str
    settles: str
    kind: str
    amount: Decimal | None
    day: date | None
    title: str = ""
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An allocation of a linked record that the mapping refuses, and why."""

    key: str
    settles: str
    amount: Value
    day: date | None
    why: Diagnostic


@dataclass(frozen=True, slots=True)
class Settlements:
    """All settlements of one mapping. `told`: what should stand, `written`: what the inlet holds, both by the inlet's
    key without suffix. `entity`: what they settle, and `sums` how much of it by its key, in its currency, what cannot
    be placed included; None where an amount cannot be read.

    `beside`: what is settled of a record that its own paid amount does not count, by its key.
    `failed`: the rows that the site would not take over, with its reason, by the key of the settled record.
    `strangers`: allocations of records that are not linked, with why.
    """

    job: Job
    entity: Entity
    told: Mapping[str, Payment] = field(default_factory=dict)
    written: Mapping[str, Payment] = field(default_factory=dict)
    beside: Mapping[str, Decimal] = field(default_factory=dict)
    failed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unplaced: tuple[Unplaced, ...] = ()
    strangers: tuple[tuple[str, Diagnostic], ...] = ()
    sums: Mapping[str, Decimal | None] = field(default_factory=dict)

    def settled(self, key: str) -> Decimal | None:
        """What the source's payments settle of a record; None where one of them cannot be read."""
        return self.sums.get(key, _ZERO)


def read_settlements(job: Job, settles: KnownEntity) -> Settlements:
    """Every settlement that the source tells of and every row of the inlet. `settles`: the links of what is settled.

    Raises the Failures of the two systems.
    """
    inlet = job.mapping.target.inlet
    assert inlet is not None, f"{job.mapping.target.title} is no inlet"
    section = SectionDraft(job)
    drafts: list[Draft] = []
    evaluate(job, section, job.keyed(_allocations(job)), lambda more, _seen: drafts.extend(more))
    accounts = accounts_of(job.existing().values(), inlet)
    unplaced, strangers = _refused(job, section, settles)
    told = {str(draft.desired.payload[inlet.key]): _told(job, draft, inlet) for draft in drafts}
    return Settlements(
        job,
        settles.entity,
        told,
        {base: _written(job, base, account, inlet) for base, account in accounts.items()},
        _beside(accounts.values(), inlet),
        _failed(accounts.values(), inlet),
        tuple(unplaced),
        tuple(strangers),
        _sums(told.values(), unplaced),
    )


def _allocations(job: Job) -> Iterable[Row]:
    """The source's rows, all of them, by the way that takes the fewest calls."""
    source = job.mapping.source
    rows = job.source.read(source.whole or source.name).rows
    return job.related.join(rows, source, job.mapping.program.references)


def _told(job: Job, draft: Draft, inlet: Inlet) -> Payment:
    payload = draft.desired.payload
    fields = job.mapping.target.reconciled
    day = payload.get(fields.date) if fields is not None else None
    return Payment(
        draft.key,
        key_text(payload, inlet.group),
        str(payload[inlet.kind]),
        as_amount(payload[inlet.amount]),
        day if isinstance(day, date) else None,
        job.title(draft.row),
        is_told=True,
    )


def _sums(told: Iterable[Payment], unplaced: Iterable[Unplaced]) -> dict[str, Decimal | None]:
    """What is settled of each record."""
    amounts = [(payment.settles, payment.amount) for payment in told]
    amounts += [(item.settles, as_amount(item.amount)) for item in unplaced]
    found: dict[str, Decimal | None] = {}
    for key, amount in amounts:
        before = found.get(key, _ZERO)
        found[key] = None if amount is None or before is None else before + amount
    return found


def _written(job: Job, base: str, account: Account, inlet: Inlet) -> Payment:
    """The rows of one key as the payment that is left of them: those that take another back count against it."""
    first, fields = account.rows[0], job.mapping.target.reconciled
    link = job.known.by_target(first[job.mapping.target.key[0]])
    standing = [row for row in account.rows if row.get(inlet.kind) != inlet.reversal]
    last = standing[-1] if standing else account.rows[-1]
    day = last.get(fields.date) if fields is not None else None
    return Payment(
        link.key if link is not None else base,
        key_text(first, inlet.group),
        str(last.get(inlet.kind)),
        _left(account, inlet),
        day if isinstance(day, date) else None,
    )


def _left(account: Account, inlet: Inlet) -> Decimal | None:
    left = _ZERO
    for row in account.rows:
        amount = as_amount(row.get(inlet.amount))
        if amount is None:
            return None
        left += -amount if row.get(inlet.kind) == inlet.reversal else amount
    return left


def _beside(accounts: Iterable[Account], inlet: Inlet) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for account in accounts:
        for row, kind in _with_kinds(account, inlet):
            amount = as_amount(row.get(inlet.amount))
            state = row.get(inlet.state) if inlet.state else None
            is_counted = kind in inlet.paying and state != inlet.waiting
            if amount is None or is_counted or (inlet.failed and state == inlet.failed):
                continue
            key = key_text(row, inlet.group)
            sign = -1 if row.get(inlet.kind) == inlet.reversal else 1
            found[key] = found.get(key, _ZERO) + sign * amount
    return found


def _with_kinds(account: Account, inlet: Inlet) -> Iterator[tuple[Row, Value]]:
    """An account's rows with what each is about: one that takes another back is about what that one was."""
    kind: Value = next(iter(inlet.paying), None)
    for row in account.rows:
        if row.get(inlet.kind) != inlet.reversal:
            kind = row.get(inlet.kind)
        yield row, kind


def _failed(accounts: Iterable[Account], inlet: Inlet) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for account in accounts:
        for row in account.rows:
            if inlet.failed and row.get(inlet.state) == inlet.failed:
                why = redact(str(row.get(inlet.fault) or "")) if inlet.fault else ""
                key = key_text(row, inlet.group)
                found[key] = (*found.get(key, ()), f"{row[inlet.key]}: {why}" if why else str(row[inlet.key]))
    return found


def _refused(
    job: Job, section: SectionDraft, settles: KnownEntity
) -> tuple[list[Unplaced], list[tuple[str, Diagnostic]]]:
    """What the mapping would not place: of records that are linked, and of those that are not ours."""
    unplaced: list[Unplaced] = []
    strangers: list[tuple[str, Diagnostic]] = []
    source = job.mapping.source
    for change in section.changes.values():
        why = next((d for d in change.diagnostics if d.is_error), None)
        if change.action not in (Action.REFUSED, Action.WAIT) or why is None or change.origin is None:
            continue
        link = settles.by_target(change.origin.get(source.group)) if source.group else None
        if link is None:
            strangers.append((change.key, why))
            continue
        fields = source.reconciled
        day = change.origin.get(fields.date) if fields else None
        amount = change.origin.get(fields.total) if fields else None
        unplaced.append(Unplaced(change.key, link.key, amount, day if isinstance(day, date) else None, why))
    return unplaced, strangers
