"""Documents held against the vouchers that were made of them: totals, open balances, periods, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from engine.model.naming import record_named
from engine.model.record import Row, Value, key_text
from engine.model.schema import Entity, Reference
from engine.sync.planning.job import Job, SectionDraft
from engine.sync.planning.known import KnownRecords
from engine.sync.reconciling import remarks
from engine.sync.reconciling.balances import Figures, decimals_of, figures_of
from engine.sync.reconciling.counterparts import Counterpart, counterparts
from engine.sync.reconciling.findings import Findings
from engine.sync.reconciling.number_gaps import HELD, LEFT_OUT, VOID, Numbered, gaps_of
from engine.sync.reconciling.presence import HeldRecords, Shown, missing, stands_there, unclaimed
from engine.sync.reconciling.reconciliation import AMOUNT, BALANCE, COUNT, Difference, Gap
from engine.sync.reconciling.remarks import Remark
from engine.sync.reconciling.settlements import Settlements

_ZERO = Decimal(0)


@dataclass(slots=True)
class Documents:
    """What comparing documents shares. `start`: older ones are never posted. `known`: which records are linked.

    `settlements`: by the title of what they settle, and `unread` the titles whose payments could not be read; `behind`:
    their differences that no document's difference has taken up yet, by title and key. `takers`: the mappings that take
    a source's documents, by its title, and `compared` those that are done. `currencies`: of every document of the
    source, and `causes`: why the target does not hold it ("" when it does). `rows`: the source's documents by title,
    each with its key.
    """

    start: date | None
    settlements: Mapping[str, Settlements]
    behind: dict[tuple[str, str], list[Difference]]
    held: HeldRecords
    known: KnownRecords
    unread: frozenset[str]
    takers: Mapping[str, frozenset[str]]
    compared: set[str] = field(default_factory=set)
    currencies: dict[tuple[str, str], str] = field(default_factory=dict)
    causes: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    rows: dict[str, tuple[Entity, list[tuple[str, Row]]]] = field(default_factory=dict)

    def rows_of(self, job: Job) -> dict[str, list[Row]]:
        """The source's documents by key, with no more of each than is compared; read once."""
        source = job.mapping.source
        if source.title not in self.rows:
            names = _compared_fields(job)
            read = job.source.read(source.name).rows
            rows: list[tuple[str, Row]] = [(job.key_of(row), {name: row.get(name) for name in names}) for row in read]
            self.rows[source.title] = (source, rows)
        by_key: dict[str, list[Row]] = {}
        for key, row in self.rows[source.title][1]:
            by_key.setdefault(key, []).append(row)
        return by_key

    def beside(self, entity: Entity, key: str) -> Decimal:
        """What is settled of a document that its own paid amount does not count."""
        settlements = self.settlements.get(entity.title)
        return _ZERO if settlements is None else settlements.beside.get(key, _ZERO)

    def payments(self, entity: Entity, key: str) -> Decimal | None:
        """What all payments of a document settle of it, in its currency; None where that is not known."""
        settlements = self.settlements.get(entity.title)
        return None if settlements is None else settlements.settled(key)

    def failed(self, entity: Entity, key: str) -> tuple[str, ...]:
        """The inlet's rows about a document that the site would not take over."""
        settlements = self.settlements.get(entity.title)
        return () if settlements is None else settlements.failed.get(key, ())

    def parts(self, entity: Entity, key: str) -> tuple[Difference, ...]:
        """The differences of a document's payments that have not been told of yet."""
        currency = self.currencies.get((entity.title, key), "")
        return tuple(replace(part, currency=currency) for part in self.behind.get((entity.title, key), ()))

    def tell(self, entity: Entity, key: str) -> None:
        """Note that these have been told of."""
        self.behind.pop((entity.title, key), None)

    def gaps(self, found: Findings) -> Iterator[Gap]:
        """The gaps in the running numbers of what should be posted; of a source that was not compared whole nobody
        knows why the target does not hold a number."""
        for title, (source, rows) in self.rows.items():
            if self.start is None or not self.takers[title] <= self.compared:
                continue
            numbered = (self._numbered(source, key, row, found) for key, row in rows)
            yield from gaps_of(source.name, [record for record in numbered if record is not None])

    def _numbered(self, source: Entity, key: str, row: Row, found: Findings) -> Numbered | None:
        fields = source.reconciled
        assert fields is not None, f"{source.title} declares nothing to reconcile"
        number, day = (row.get(fields.number) if fields.number else None), row.get(fields.date)
        if not isinstance(number, int) or not isinstance(day, date) or not found.window.holds(day):
            return None
        if self.start is not None and day < self.start:
            return None
        sequence = "/".join(str(row.get(name)) for name in fields.sequence)
        cause, reason = self.causes.get((source.title, key), (LEFT_OUT, remarks.by_rules()))
        return Numbered(sequence, number, cause, reason)


def _party(source: Entity) -> Reference | None:
    """The reference that says whose account a document stands on."""
    named = source.reconciled.party if source.reconciled is not None else None
    return None if named is None else source.reference(named)


def _compared_fields(job: Job) -> set[str]:
    fields = job.mapping.source.reconciled
    assert fields is not None, f"{job.mapping.source.title} declares nothing to reconcile"
    named = (fields.date, fields.total, fields.currency, fields.paid, fields.posted, fields.balance, fields.void)
    party = _party(job.mapping.source)
    columns = () if party is None else (here for here, _ in party.columns)
    return {name for name in (*named, fields.number, *fields.sequence, *columns) if name is not None}


@dataclass(frozen=True, slots=True)
class _Comparing:
    """One mapping's documents while they are compared. `rows`: the source's, by key."""

    job: Job
    documents: Documents
    found: Findings
    decimals: int
    rows: Mapping[str, list[Row]]

    def here(self, key: str) -> list[Figures]:
        """What the source says of a key, a row each."""
        source = self.job.mapping.source
        beside = self.documents.beside(source, key)
        return [figures_of(row, source, self.decimals, beside) for row in self.rows.get(key, ())]

    def there(self, row: Row, key: str | None = None) -> Figures:
        """What the target says of a voucher, and of the key that it stands for."""
        payments = None if key is None else self.documents.payments(self.job.mapping.source, key)
        return figures_of(row, self.job.mapping.target, self.decimals, payments=payments)

    def believed(self, here: Figures, there: Figures | None) -> Figures:
        """The source's figures; without its payments what is settled of it is known only as far as both sides agree."""
        if self.job.mapping.source.title not in self.documents.unread:
            return here
        agrees = there is not None and here.settled == there.settled
        return here if agrees else replace(here, settled=None, fault=remarks.payments_unread())

    def tell(self, key: str, difference: Difference) -> None:
        """Add a document's difference with the payments behind it, which are then not told of by themselves."""
        source = self.job.mapping.source
        if self.found.add(replace(difference, parts=self.documents.parts(source, key))):
            self.documents.tell(source, key)

    def note(self, key: str, cause: str, reason: str) -> None:
        """Note why the target does not hold a document, for the gaps in its numbers."""
        self.documents.causes[self.job.mapping.source.title, key] = (cause, reason)


def reconcile_documents(section: SectionDraft, documents: Documents, found: Findings) -> None:
    """Hold one mapping's documents against the vouchers in the target. Raises the Failures of the two systems."""
    job = section.job
    found.begin(job.entity)
    decimals = decimals_of(job.mapping.source, job.mapping.target)
    comparing = _Comparing(job, documents, found, decimals, documents.rows_of(job))
    pairs, ours = counterparts(section)
    for one in pairs:
        _reconcile(comparing, one)
    _reconcile_unclaimed(comparing, pairs, ours)
    documents.compared.add(job.mapping.name)


def _reconcile(comparing: _Comparing, one: Counterpart) -> None:
    job, found = comparing.job, comparing.found
    here = comparing.here(one.key)
    first = here[0] if here else None
    if first is not None:
        comparing.documents.currencies[job.mapping.source.title, one.key] = first.currency
    if _is_left_out(comparing, one, first):
        return
    there = comparing.there(one.there, one.key) if one.there is not None and stands_there(job, one) else None
    here = [comparing.believed(figures, there) for figures in here]
    for figures in () if one.is_left_out else here:
        found.count_figures(job.entity, job.source.catalog.system, figures)
    if there is not None:
        found.count_figures(job.entity, job.target.catalog.system, there)
    difference = missing(job, one, comparing.documents.held, _shown(first, there))
    if difference is not None:
        comparing.note(one.key, HELD if there is None else "", difference.reason)
        comparing.tell(one.key, difference)
    elif first is not None and there is not None:
        comparing.note(one.key, "", "")
        _compare(comparing, one, here, there)


def _is_left_out(comparing: _Comparing, one: Counterpart, first: Figures | None) -> bool:
    """Whether a document is none that the target should hold, and does not; it is noted why."""
    start, job = comparing.documents.start, comparing.job
    if one.target_id is not None or one.there is not None:
        return False
    day = None if first is None else first.day
    if start is not None and day is not None and day < start:
        comparing.found.leave_out(job.entity, one.key, "P204", remarks.older(start), day)
        return True
    if not one.is_left_out:
        return False
    void = job.mapping.source.reconciled.void if job.mapping.source.reconciled is not None else None
    is_void = void is not None and any(row.get(void) is True for row in comparing.rows.get(one.key, ()))
    reason = remarks.void() if is_void else remarks.by_rules()
    comparing.note(one.key, VOID if is_void else LEFT_OUT, reason)
    comparing.found.leave_out(job.entity, one.key, "", reason, day)
    return True


def _shown(here: Figures | None, there: Figures | None) -> Shown:
    """What is shown of a document that stands on one side only: its total."""
    told = here or there
    days = tuple(figures.day for figures in (here, there) if figures is not None)
    return Shown(
        None if here is None else here.total,
        None if there is None else there.total,
        "" if told is None else told.currency,
        days,
    )


def _compare(comparing: _Comparing, one: Counterpart, rows: list[Figures], there: Figures) -> None:
    """Hold the two sides of a document against each other."""
    here, source = rows[0], comparing.job.source.catalog
    if len(rows) > 1:
        remark = remarks.several_rows(source.title, len(rows))
        comparing.found.add(_difference(comparing, one, COUNT, (len(rows), 1), here, there, remark))
        return
    differences = [*_of_period(comparing, one, here, there), *_of_amount(comparing, one, here, there)]
    is_readable, is_one_currency = None not in (here.total, there.total), _is_one_currency(here, there)
    if one.refusal is not None and is_readable and not differences:
        remark = remarks.complained(one.refusal)
        differences.append(_difference(comparing, one, COUNT, (1, 0), here, there, remark))
    for difference in differences:
        comparing.found.add(difference)
    if is_one_currency and is_readable:
        _compare_settled(comparing, one, here, there)
    elif is_one_currency:
        comparing.found.pass_over(comparing.job.entity, one.key, "total", here.fault or there.fault, here.day)


def _of_period(comparing: _Comparing, one: Counterpart, here: Figures, there: Figures) -> Iterator[Difference]:
    """That it stands in another period."""
    source, target = comparing.job.source.catalog, comparing.job.target.catalog
    period = comparing.found.window.period
    if here.day is not None and there.day is not None and period.of(here.day) != period.of(there.day):
        remark = remarks.other_period(source.title, target.title, here.day, there.day)
        yield _difference(comparing, one, COUNT, (1, 0), here, there, remark)


def _of_amount(comparing: _Comparing, one: Counterpart, here: Figures, there: Figures) -> Iterator[Difference]:
    """That its amount is in another currency, on another one's account, or another: the first that holds."""
    source, target = comparing.job.source.catalog, comparing.job.target.catalog
    amounts = (here.total, there.total)
    if not _is_one_currency(here, there):
        remark = remarks.other_currency(source.title, target.title, here.currency, there.currency)
        yield _difference(comparing, one, AMOUNT, amounts, here, there, remark)
    elif None not in amounts:
        elsewhere = _stands_elsewhere(comparing, one)
        if elsewhere is not None:
            yield _difference(comparing, one, AMOUNT, (here.total, _ZERO), here, there, elsewhere)
        elif here.total != there.total:
            yield _difference(comparing, one, AMOUNT, amounts, here, there, remarks.other_total())


def _is_one_currency(here: Figures, there: Figures) -> bool:
    """Whether nothing contradicts that both sides count in one currency."""
    return not here.currency or not there.currency or here.currency == there.currency


def _stands_elsewhere(comparing: _Comparing, one: Counterpart) -> Remark | None:
    """What is to be said when the voucher stands on another one's account: of it, this one's account holds nothing."""
    job, fields = comparing.job, comparing.job.mapping.target.reconciled
    party, stands_on = _party(job.mapping.source), fields.party if fields is not None else None
    holder = None if one.there is None or stands_on is None else one.there.get(stands_on)
    if party is None or holder is None:
        return None
    row = comparing.rows[one.key][0]
    entity = job.source.catalog.entities[party.entity]
    key = key_text({there: row.get(here) for here, there in party.columns}, entity.key)
    known = comparing.documents.known.of(entity)
    ours, theirs = known.links.get(key), known.by_target(holder)
    if ours is None or str(ours.target_id) == str(holder):
        return None
    owner = record_named(entity.name, theirs.key) if theirs is not None else str(holder)
    return remarks.other_account(job.target.catalog.title, owner, record_named(entity.name, key))


def _compare_settled(comparing: _Comparing, one: Counterpart, here: Figures, there: Figures) -> None:
    """What is settled, so that another total alone is no second difference; shown is what is open."""
    if here.settled is None or there.settled is None:
        comparing.found.pass_over(comparing.job.entity, one.key, "balance", here.fault or there.fault, here.day)
    elif here.settled != there.settled:
        remark = _why_unsettled(comparing.documents, comparing.job.mapping.source, one.key)
        values = (here.open, there.open)
        comparing.tell(one.key, _difference(comparing, one, BALANCE, values, here, there, remark))


def _why_unsettled(documents: Documents, source: Entity, key: str) -> Remark:
    """Why the sides do not agree on what is settled of a document."""
    failed = documents.failed(source, key)
    if failed:
        return remarks.not_taken_over(failed)
    if source.title not in documents.settlements:
        return remarks.never_fetched()
    return remarks.not_fetched() if documents.parts(source, key) else remarks.not_by_payments()


def _difference(
    comparing: _Comparing,
    one: Counterpart,
    kind: str,
    values: tuple[Value, Value],
    here: Figures,
    there: Figures,
    remark: Remark,
) -> Difference:
    """A difference of a pair; `values` are the source's and the target's."""
    job = comparing.job
    by_system = dict(zip((job.source.catalog.system, job.target.catalog.system), values, strict=True))
    return Difference(
        job.entity,
        one.key,
        kind,
        by_system,
        one.title,
        here.currency,
        (here.day, there.day),
        remark.reason,
        remark.remedy,
        remark.code,
    )


def _reconcile_unclaimed(comparing: _Comparing, pairs: Iterable[Counterpart], ours: Mapping[str | int, Row]) -> None:
    """Vouchers that this program made and that no document claims; some may stand beside one that is claimed."""
    job, number = comparing.job, comparing.job.mapping.target.number
    claimed = {one.there.get(number): one for one in pairs if number is not None and one.there is not None}
    twins: dict[str, list[tuple[Counterpart, str | int, Figures]]] = {}
    for target_id, row in ours.items():
        figures = comparing.there(row)
        comparing.found.count_figures(job.entity, job.target.catalog.system, figures)
        one = claimed.get(row.get(number)) if number is not None else None
        if one is not None:
            twins.setdefault(one.key, []).append((one, target_id, figures))
        else:
            comparing.found.add(unclaimed(job, row, _shown(None, figures)))
    for found in twins.values():
        one, figures = found[0][0], found[0][2]
        ids = [one.target_id, *(target_id for _, target_id, _ in found)]
        value = one.there.get(number) if one.there is not None and number is not None else None
        remark = remarks.stands_twice(job.target.catalog.title, value, ids)
        rows = len(comparing.rows.get(one.key, ()))
        here = comparing.here(one.key)
        first = here[0] if here else figures
        comparing.found.add(_difference(comparing, one, COUNT, (rows, len(ids)), first, figures, remark))
