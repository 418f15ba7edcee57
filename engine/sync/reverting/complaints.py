"""The wording of all that taking a run back says; every function makes one diagnostic."""

from __future__ import annotations

from datetime import date

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, error, information, warning
from engine.model import figures
from engine.model.text import Text, say


def no_such_run(run: int, newest: int | None) -> Diagnostic:
    """P701."""
    if newest is None:
        text = say("there is no run {run}: this workspace has had none yet", run=run)
    else:
        text = say("there is no run {run}; the newest is {newest}", run=run, newest=newest)
    return error("P701", text, help=_help("P701"))


def changed_by_run(what: str, run: int, by: int) -> Diagnostic:
    """P702 of a later run."""
    text = say("run {by} changed {what} after run {run}: it is left as it is", by=by, what=what, run=run)
    return _changed(text, say("`wingo revert {by}` first, if that is to go too", by=by))


def changed_by_hand(what: str, run: int, system: str) -> Diagnostic:
    """P702 of a person."""
    text = say(
        "{what} was changed in {system} by hand after run {run}: it is left as it is", what=what, system=system, run=run
    )
    return _changed(text, _help("P702"))


def no_longer_there(record: str, target_id: object, system: str) -> Diagnostic:
    """P702 of a record that the target does not have any more."""
    text = say(
        "{record} ({id}) is no longer in {system}: nothing is left to take back",
        record=record,
        id=target_id,
        system=system,
    )
    return _changed(text, _help("P702"))


def linked_otherwise(record: str, target_id: object) -> Diagnostic:
    """P702 of a link that is another one by now, or none."""
    text = say("{record} is no longer linked to {id}: its link is left as it is", record=record, id=target_id)
    return _changed(text, _help("P702"))


def linked_again(record: str) -> Diagnostic:
    """P702 of a link that was made anew since."""
    return _changed(say("{record} was linked again since: its link is left as it is", record=record), _help("P702"))


def reversed_by_hand(number: object, system: str) -> Diagnostic:
    """P702 of a voucher that somebody has reversed already."""
    text = say(
        "voucher {number} was reversed in {system} already: only its link is given up", number=number, system=system
    )
    return _changed(text, _help("P702"))


def _changed(text: Text, help: str) -> Diagnostic:
    return warning("P702", text, help=help)


def never_out_of_use(record: str, system: str) -> Diagnostic:
    """P703 of an entity without a way out of use."""
    text = say("{record} stays in {system}: its like cannot be taken out of use", record=record, system=system)
    return error("P703", text, help=_help("P703"))


def occupied(record: str, target_id: object, system: str) -> Diagnostic:
    """P703 of an account with a balance."""
    text = say(
        "{record} ({id}) has a balance in {system}: it cannot be taken out of use",
        record=record,
        id=target_id,
        system=system,
    )
    return error("P703", text, help=say("settle or reverse what stands on it in {system} first", system=system))


def settled(number: object, open_amount: object, total: object) -> Diagnostic:
    """P703 of a voucher on which something was paid or matched."""
    text = say(
        "voucher {number} is not as it was posted: {open} of {total} is open",
        number=number,
        open=figures.number(open_amount),
        total=figures.number(total),
    )
    remedy = say("undo the payment's match first: whose the payment is then, only a person can say")
    return error("P703", text, help=remedy)


def closed_period(number: object, day: date, closed_until: date) -> Diagnostic:
    """P703 of a voucher whose period is closed."""
    text = say(
        "voucher {number} of {day} lies in the period that is closed until {closed_until}",
        number=number,
        day=figures.day(day),
        closed_until=figures.day(closed_until),
    )
    return error("P703", text, help=say("move the lock date, or credit the invoice in a period that is open"))


def never_reversed(number: object, system: str) -> Diagnostic:
    """P703 of a kind of voucher that no call takes back."""
    text = say("voucher {number} cannot be reversed in {system} from here", number=number, system=system)
    return error("P703", text, help=_help("P703"))


def not_ours(number: object, system: str) -> Diagnostic:
    """P703 of a voucher that somebody else posted."""
    text = say("voucher {number} was not posted in {system} from here", number=number, system=system)
    return error("P703", text, help=say("reverse it in {system} by hand, then run again", system=system))


def not_shown(record: str, target_id: object, system: str) -> Diagnostic:
    """P703 of a voucher that the target does not show at all."""
    text = say("{record}: {system} does not show voucher {id}", record=record, id=target_id, system=system)
    return error("P703", text, help=say("look whether it is there, then try again"))


def reversal_stands(record: str) -> Diagnostic:
    """P703 of a reversal."""
    text = say("{record} was reversed, and a reversal is not taken back", record=record)
    return error("P703", text, help=say("the next `wingo sync` posts it anew"))


def no_such_system(record: str, system: str) -> Diagnostic:
    """P703 of a system that the workspace has no more."""
    text = say(
        "{record} was sent to {system}, which the workspace does not name any more", record=record, system=system
    )
    return error("P703", text, help=_help("P703"))


def stays(record: str, target_id: object, system: str) -> Diagnostic:
    """P704 of what was made in a register."""
    text = say(
        "{record} stays in {system} as {id}, out of use: nothing is deleted", record=record, system=system, id=target_id
    )
    return information("P704", text)


def file_stays(record: str) -> Diagnostic:
    """P704 of a PDF."""
    return information("P704", say("the PDF of {record} stays with its voucher", record=record))


def voucher_stays(record: str, system: str) -> Diagnostic:
    """P704 of a voucher that was there before."""
    text = say("{record} was in {system} before: the voucher stays, its link goes", record=record, system=system)
    return information("P704", text)


def already(record: str, by: int) -> Diagnostic:
    """P705 by a run."""
    return information("P705", say("{record} was taken back by run {by} already", record=record, by=by))


def never_changed(what: str, run: int) -> Diagnostic:
    """P705 of a request that was never answered, and did not take hold."""
    return information("P705", say("{what} is as it was before run {run}", what=what, run=run))


def out_of_use(record: str) -> Diagnostic:
    """P705 of a record that somebody else has taken out of use."""
    return information("P705", say("{record} is out of use already", record=record))


def reversed_before(record: str) -> Diagnostic:
    """P705 of a voucher."""
    return information("P705", say("{record} is reversed already", record=record))


def _help(code: str) -> str:
    return CODES[code].remedy
