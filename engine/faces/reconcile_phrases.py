"""What is said of a reconciliation wherever a person meets it: what was compared, each kind of difference and gap."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engine.diagnostics.languages import Language
from engine.sync.reconciling.number_gaps import HELD, LEFT_OUT, MISSING, VOID
from engine.sync.reconciling.reconciliation import AMOUNT, BALANCE, Difference, Gap, Reconciliation


def heading(found: Reconciliation, tr: Language) -> str:
    """Whose books are held against each other, and of which time."""
    systems = tr("{first} and {second}", first=found.titles[0], second=found.titles[-1])
    since, until, start = found.window.since, found.window.until, found.start
    if since is not None and until is not None:
        return tr("{systems}, {since} to {until}", systems=systems, since=since, until=until)
    if since is not None:
        return tr("{systems}, from {since}", systems=systems, since=since)
    if until is not None:
        return tr("{systems}, until {until}", systems=systems, until=until)
    if start is None:
        return systems
    return tr("{systems}, from {start}, and what is linked of before", systems=systems, start=start)


def ending(found: Reconciliation, tr: Language) -> str:
    """How many differences there are, and how many of these are only records that are held back."""
    count, held = len(found.differences), sum(difference.held for difference in found.differences)
    if not count:
        return tr("No differences.")
    if held == count:
        return tr.count(
            count,
            "{n} difference: a record that is held back",
            "{n} differences, all of them records that are held back",
        )
    counted = tr.count(count, "{n} difference", "{n} differences")
    return tr("{counted}, {held} of them records that are held back", counted=counted, held=held) if held else counted


def kind_text(difference: Difference, found: Reconciliation, tr: Language) -> str:
    """What kind of difference it is, in words."""
    if difference.kind == AMOUNT:
        return tr("another amount")
    if difference.kind == BALANCE:
        return tr("another open balance")
    for system, title in found.systems.items():
        if difference.is_missing_in(system):
            return tr("missing in {system}", system=title)
    return tr("stands there otherwise") if difference.stands_otherwise else tr("another number of them")


def tells_amounts(difference: Difference) -> bool:
    """Whether its values say more than its kind: those of a missing record without amounts are its key or its id, and
    of one that stands otherwise neither side has the other's."""
    if difference.stands_otherwise:
        return False
    return not difference.is_missing or any(isinstance(value, Decimal) for value in difference.values.values())


def gap_text(gap: Gap) -> str:
    """The numbers of a gap: `5004`, `5010–5012`."""
    return str(gap.first) if gap.first == gap.last else f"{gap.first}–{gap.last}"


def cause_text(cause: str, tr: Language) -> str:
    """Why numbers are not in the target, in words."""
    return {
        MISSING: tr("no record has the number"),
        VOID: tr("voided, and never sent"),
        LEFT_OUT: tr("left out by the mapping's rules"),
        HELD: tr("held back or missing, as told above"),
    }[cause]


def gaps_by_cause(gaps: Iterable[Gap]) -> dict[tuple[str, str, str], list[Gap]]:
    """Gaps by entity, run of numbers and cause."""
    grouped: dict[tuple[str, str, str], list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault((gap.entity, gap.sequence, gap.cause), []).append(gap)
    return grouped
