"""The wording of a reconciliation: why a record stands on one side only, why amounts differ, what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic
from engine.model import figures
from engine.model.record import Value
from engine.model.text import say
from engine.sync.state.records import Held


@dataclass(frozen=True, slots=True)
class Remark:
    """Why, and what to do. `code`: of the diagnostic behind it, "" when there is none. `held`: it is held back."""

    reason: str
    remedy: str
    code: str = ""
    held: bool = False


def complained(diagnostic: Diagnostic, *, held: bool = False) -> Remark:
    """What a plan says of the record."""
    return Remark(diagnostic.message, diagnostic.help or CODES[diagnostic.code].remedy, diagnostic.code, held)


def refused_there(item: Held) -> Remark:
    """What the target said when the record was last sent."""
    return Remark(item.message, item.remedy or CODES[item.code].remedy, item.code, held=True)


def not_sent() -> Remark:
    """Nothing holds it back."""
    return Remark(say("it has not been sent yet"), say("Run `wingo sync`: nothing holds it back."))


def gone(target: str, target_id: Value) -> Remark:
    """A linked record that the target lists no more."""
    return Remark(
        say(
            "it was linked to {id} in {target}, which is not listed there: reversed or deleted",
            id=target_id,
            target=target,
        ),
        say("Look at it in {target}; if it was taken back there, credit it in the other system too.", target=target),
        "P101",
    )


def no_record(source: str) -> Remark:
    """A linked record that the source has no more."""
    return Remark(
        say("it was sent, and {source} has no such record now", source=source),
        say("Look whether the view of {source} lost rows; nothing is ever deleted by itself.", source=source),
    )


def left_out_after(source: str) -> Remark:
    """A linked record that the mapping leaves out now."""
    return Remark(
        say("it was sent, and is left out of {source} now", source=source),
        say("Look whether this was meant; if so, take it back in the other system."),
        "P102",
    )


def voided_after(source: str) -> Remark:
    """A linked record that was annulled once it had been sent."""
    return Remark(
        say("it was sent, and voided in {source} since", source=source), say("The next run reverses it."), "P102"
    )


def unclaimed(source: str, number: Value) -> Remark:
    """A record that this program made and that the state does not know."""
    return Remark(
        say("this program made it ({number}), and no record of {source} claims it", number=number, source=source),
        say(
            "Find the record of {source} that it belongs to and name it in links.yaml, or take it back.", source=source
        ),
    )


def stands_twice(target: str, number: Value, ids: Sequence[Value]) -> Remark:
    """One number on several vouchers."""
    return Remark(
        say(
            "number {number} stands {count} times in {target}: {ids}",
            number=number,
            count=len(ids),
            target=target,
            ids=", ".join(str(one) for one in ids),
        ),
        say("Reverse all but one of them in {target}.", target=target),
    )


def several_rows(source: str, count: int) -> Remark:
    """One key on several rows."""
    return Remark(
        say("{source} has {count} rows with this key", source=source, count=count),
        say("Let the view give one row for each record: a join may repeat them."),
        "R305",
    )


def other_period(source: str, target: str, here: date, there: date) -> Remark:
    """Posted in another period than the source says."""
    return Remark(
        say(
            "{source} dates it {here}, {target} {there}",
            source=source,
            here=figures.day(here),
            target=target,
            there=figures.day(there),
        ),
        CODES["P201"].remedy,
        "P201",
    )


def other_total() -> Remark:
    """The totals differ."""
    return Remark(
        say("its total is another than the one that was posted"),
        say("A posted voucher is never changed: correct the total where it was altered, or credit and invoice anew."),
    )


def other_account(target: str, owner: str, wanted: str) -> Remark:
    """The voucher is booked on somebody else."""
    return Remark(
        say(
            "in {target} it stands on the account of {owner}, not of {wanted}",
            target=target,
            owner=owner,
            wanted=wanted,
        ),
        CODES["P202"].remedy,
        "P202",
    )


def other_currency(source: str, target: str, here: str, there: str) -> Remark:
    """The currencies differ."""
    return Remark(
        say(
            "it is in {here} in {source}, in {there} in {target}",
            here=here or "—",
            source=source,
            there=there or "—",
            target=target,
        ),
        CODES["P201"].remedy,
        "P201",
    )


def not_taken_over(rows: Sequence[str]) -> Remark:
    """Rows of the inlet that the site refused."""
    return Remark(
        say("the site would not take over {rows}", rows="; ".join(rows)),
        say("Mend what the site says, and let it take the row over again."),
    )


def not_fetched() -> Remark:
    """Payments that have not come back, or were undone since."""
    return Remark(
        say("its payments are not the same on both sides"),
        say("Run `wingo payments --all`; if it stays, look at the payments below."),
    )


def never_fetched() -> Remark:
    """A workspace without a mapping that brings payments back."""
    return Remark(
        say("its payments are not fetched in this workspace"),
        say("Add `payment` to the entities of workspace.yaml and run `wingo payments`, or note by hand what was paid."),
    )


def not_by_payments() -> Remark:
    """Another paid amount than the payments make."""
    return Remark(
        say("the payments agree on both sides, and what is open does not: somebody altered one of them"),
        say("Hold the paid amount against the payments, and correct the one that is wrong."),
    )


def not_come_back() -> Remark:
    """A payment that the inlet does not hold."""
    return Remark(say("it has not come back"), say("Run `wingo payments --all`."))


def undone(source: str) -> Remark:
    """A payment that stands in the inlet only."""
    return Remark(
        say("it does not stand in {source} now: undone since, or never there", source=source),
        say("Run `wingo payments --all`: it takes back what was undone."),
    )


def other_amount() -> Remark:
    """A payment of another amount."""
    return Remark(
        say("its amount is another on the two sides"),
        say("Run `wingo payments --all`: it takes the row back and writes the right one."),
    )


def other_kind(here: str, there: str) -> Remark:
    """A payment of another kind."""
    return Remark(
        say("it should be {here} and was written as {there}", here=here, there=there),
        say("Run `wingo payments --all`: it takes the row back and writes the right one."),
    )


def by_rules() -> str:
    """Left out by a rule."""
    return say("left out by the mapping's rules")


def void() -> str:
    """Annulled before it was sent."""
    return say("voided: it was never sent")


def older(start: date) -> str:
    """Older than what is posted."""
    return say("older than invoices_from {start}: never posted", start=figures.day(start))


def payments_unread() -> str:
    """What is settled is not known."""
    return say("its payments could not be read")


def strangers() -> str:
    """Payments of vouchers that are not linked."""
    return say("they settle what did not come from the other system")


def unreadable_amount() -> str:
    """An amount of a payment that is none."""
    return say("the amount of a payment cannot be read")
