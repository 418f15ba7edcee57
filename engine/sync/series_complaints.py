"""The wording of all that is said of number series; every function makes one diagnostic."""

from __future__ import annotations

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, error, warning
from engine.diagnostics.source import Span
from engine.model.schema import Reserved
from engine.model.text import say
from engine.sync.room import Room


def number_of_trust(field: str, number: object, series: str, span: Span | None) -> Diagnostic:
    """R306: clients' money is never mixed with the firm's own by accident."""
    text = say("{field} {number} lies in the client trust series {series}", field=field, number=number, series=series)
    return error("R306", text, span, help=CODES["R306"].remedy)


def number_from_trust(system: str, series: str) -> Diagnostic:
    """R306 of a record that comes without a number."""
    text = say(
        "it has no number, and {system} would take one from the client trust series {series}",
        system=system,
        series=series,
    )
    return error("R306", text, help=say("choose another default series in Go, or give the record a number"))


def number_reserved(field: str, number: object, reserved: Reserved, span: Span | None) -> Diagnostic:
    """R307: the chart of accounts."""
    text = say(
        "{field} {number} lies in {start}-{end}, which belongs to {owner}",
        field=field,
        number=number,
        start=reserved.start,
        end=reserved.end,
        owner=reserved.title,
    )
    return error("R307", text, span, help=CODES["R307"].remedy)


def number_of_another_kind(field: str, number: object, series: str, span: Span | None) -> Diagnostic:
    """R308: a customer's number among the suppliers'."""
    text = say(
        "{field} {number} lies in {series}, a series for another kind of account",
        field=field,
        number=number,
        series=series,
    )
    return error("R308", text, span, help=CODES["R308"].remedy)


def series_overlap(system: str, first: str, second: str) -> Diagnostic:
    """P207: the series as they are, live or in the snapshot."""
    text = say("{system}: the series {first} and {second} share numbers", system=system, first=first, second=second)
    return warning("P207", text, help=CODES["P207"].remedy)


def series_filling(room: Room, series: str) -> Diagnostic:
    """P208: hardly a number is left, or fewer than the plan needs."""
    known = {"series": series, "planned": room.planned, "taken": room.taken, "size": room.size}
    if room.left < 0:
        text = say("the series {series} has {size} numbers, {taken} are taken, and {planned} more are to come", **known)
    else:
        text = say("the series {series} has {left} of {size} numbers left after this plan", left=room.left, **known)
    if not room.is_known:
        text = say("{complaint}; offline, the numbers that the target holds are not counted", complaint=text)
    return warning("P208", text, help=CODES["P208"].remedy)
