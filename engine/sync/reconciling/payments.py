"""Payments held against the rows of the inlet: which have not come back, which were altered or undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.model.record import Value
from engine.sync.reconciling import remarks
from engine.sync.reconciling.amounts import as_amount
from engine.sync.reconciling.documents import Documents
from engine.sync.reconciling.findings import Findings
from engine.sync.reconciling.reconciliation import AMOUNT, Difference, missing_in
from engine.sync.reconciling.remarks import Remark
from engine.sync.reconciling.settlements import Payment, Settlements


def payment_differences(settlements: Settlements) -> Iterator[Difference]:
    """Every payment in which the ledger and the inlet differ."""
    for base in sorted({*settlements.told, *settlements.written}):
        difference = _difference(settlements, settlements.told.get(base), settlements.written.get(base))
        if difference is not None:
            yield difference
    for item in settlements.unplaced:
        lost = Payment(item.key, item.settles, "", None, item.day)
        remark = remarks.complained(item.why, held=True)
        yield _make(settlements, lost, _written_lacks(settlements), (as_amount(item.amount), None), remark)


def reconcile_payments(settlements: Settlements, documents: Documents, found: Findings) -> None:
    """Count the payments of both sides, and tell of the differences that no document's difference has told of."""
    job = settlements.job
    source, target = job.source.catalog.system, job.target.catalog.system
    found.begin(job.entity)
    for base, payment in settlements.told.items():
        _count(settlements, documents, found, source, payment)
        written = settlements.written.get(base)
        if written is not None:  # in the period of the payment: the row's date may have been corrected since
            _count(settlements, documents, found, target, written, payment.day)
    for base, payment in settlements.written.items():
        if base not in settlements.told:
            _count(settlements, documents, found, target, payment)
        if payment.amount is None:
            found.pass_over(job.entity, payment.key, "total", remarks.unreadable_amount(), payment.day)
    for key, why in settlements.strangers:
        found.leave_out(job.entity, key, why.code, remarks.strangers())
    settled = settlements.entity
    for title, key in list(documents.behind):
        if title == settled.title:
            for difference in documents.parts(settled, key):
                found.add(difference)
            documents.tell(settled, key)


def _count(
    settlements: Settlements,
    documents: Documents,
    found: Findings,
    system: str,
    payment: Payment,
    day: date | None = None,
) -> None:
    """Count a payment, unless all of it was taken back."""
    if payment.amount is not None and (payment.amount != 0 or payment.is_told):
        currency = documents.currencies.get((settlements.entity.title, payment.settles), "")
        found.count_payment(settlements.job.entity, system, day or payment.day, currency, payment.amount)


def _difference(settlements: Settlements, told: Payment | None, written: Payment | None) -> Difference | None:
    if written is not None and written.amount is None:
        return None
    if told is None:
        if written is None or written.amount == 0:
            return None
        lacking = missing_in(settlements.job.source.catalog.system)
        remark = remarks.undone(settlements.job.source.catalog.title)
        return _make(settlements, written, lacking, (None, written.amount), remark)
    if written is None or (written.amount == 0 and told.amount != 0):
        remark = remarks.not_come_back()
        return _make(settlements, told, _written_lacks(settlements), (told.amount, None), remark)
    if told.amount != written.amount:
        return _make(settlements, told, AMOUNT, (told.amount, written.amount), remarks.other_amount())
    if told.kind != written.kind:
        remark = remarks.other_kind(told.kind, written.kind)
        return _make(settlements, told, _written_lacks(settlements), (told.amount, None), remark)
    return None


def _written_lacks(settlements: Settlements) -> str:
    return missing_in(settlements.job.target.catalog.system)


def _make(
    settlements: Settlements, payment: Payment, kind: str, values: tuple[Value, Value], remark: Remark
) -> Difference:
    """A difference of a payment; `values` are the ledger's and the inlet's."""
    job = settlements.job
    return Difference(
        job.entity,
        payment.key,
        kind,
        dict(zip((job.source.catalog.system, job.target.catalog.system), values, strict=True)),
        payment.title,
        days=(payment.day,),
        reason=remark.reason,
        remedy=remark.remedy,
        code=remark.code,
        settles=payment.settles,
        held=remark.held,
    )
