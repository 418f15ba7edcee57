"""What is said of a voucher's payments wherever its story is told: when, how much, what kind, how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.diagnostics.languages import Language
from engine.faces.phrases import one_line
from engine.model.personal import redact
from engine.model.text import Text, say
from engine.sync.explaining.payments import PaymentStory, Progress
from engine.sync.explaining.story import Story

_NOTHING = "·"

# A payment goes the other way: from the voucher's target, `there`, to its source, `here`.
_PROGRESS: Mapping[Progress, Callable[[str, str, str], Text]] = {
    Progress.TO_COME: lambda here, there, why: say("not in {here} yet: `wingo payments` brings it", here=here),
    Progress.CHANGED: lambda here, there, why: say(
        "changed in {there} since it came to {here}: `wingo payments` corrects it", here=here, there=there
    ),
    Progress.DELETED: lambda here, there, why: say(
        "written to {here}, which has no row of it any more: `wingo payments --all` brings it again", here=here
    ),
    Progress.ALTERED: lambda here, there, why: say(
        "altered in {here} since it was written: `wingo payments --all` corrects it", here=here
    ),
    Progress.WAITING: lambda here, there, why: say("written to {here}, which has not taken it over yet", here=here),
    Progress.FAILED: lambda here, there, why: (
        say("written to {here}, which did not take it over: {why}", here=here, why=why)
        if why
        else say("written to {here}, which did not take it over", here=here)
    ),
    Progress.WRITTEN: lambda here, there, why: say("in {here}", here=here),
    Progress.UNDONE: lambda here, there, why: say(
        "undone in {there}: `wingo payments` takes it back in {here}", here=here, there=there
    ),
    Progress.TAKEN_BACK: lambda here, there, why: say(
        "undone in {there}, and taken back in {here}", here=here, there=there
    ),
    Progress.HELD: lambda here, there, why: say("held back: {why}", why=why),
}
SETTLED = frozenset({Progress.WRITTEN, Progress.TAKEN_BACK})  # nothing is left to do


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment in words. `entry`: its id, which `wingo explain payment` takes."""

    day: str
    kind: str
    amount: str
    entry: str
    progress: str


def payment_row(payment: PaymentStory, story: Story, tr: Language) -> PaymentRow:
    """One payment of a voucher in words."""
    return PaymentRow(
        _NOTHING if payment.day is None else payment.day.strftime(tr("%Y-%m-%d")),
        payment.kind or _NOTHING,
        _NOTHING if payment.amount is None else f"{payment.amount:.2f}",
        one_line(payment.entry),
        _progress_of(payment, story, tr),
    )


def _progress_of(payment: PaymentStory, story: Story, tr: Language) -> str:
    said = _PROGRESS[payment.progress](story.source, story.target, one_line(redact(tr.of(payment.why))))
    return tr.of(said)
