"""Taking a voucher back: Go is asked to reverse it, does so in the background, and is asked until it shows that it has.

Go takes no second reversal of a voucher, so that asking twice can never book one twice; see profile.toml.
"""

from __future__ import annotations

from connectors.go.client import Client
from connectors.go.clock import Clock
from connectors.go.failures import ASK_FIRST, SYSTEM
from engine.model.change import Receipt
from engine.model.failure import Rejected, Unreachable
from engine.model.text import say

WAIT_SECONDS = 10.0
_PAUSES_SECONDS = (0.1, 0.2, 0.4, 0.8)  # the last one again and again: it is usually done in a moment


def reverse(client: Client, clock: Clock, path: str, taken: set[str]) -> Receipt:
    """Ask for a reversal and wait until it is done. `taken`: paths of those that Go has taken on; it is added to.

    Raises Unreachable, which may have happened, when it was taken and is not done in time; and any kind of Failure of
    the request.
    """
    if path not in taken:
        try:
            client.write("POST", path, None)
        except Rejected:
            # It may be a repeat of one whose answer was lost, or somebody in Go was first: either is done in a moment,
            # and what counts is the voucher.
            found = _look_for_a_while(client, clock, path)
            if found is None:
                raise
            return found
        taken.add(path)
    return _wait(client, clock, path)


def find_reversal(client: Client, path: str) -> Receipt | None:
    """The receipt of a reversal that is done; None when Go shows no sign of it. Raises a kind of Failure."""
    identity = path.rsplit("/", 1)[-1]
    for members in client.list("/OutgoingInvoices", {"invoiceIds": identity}):
        if members.get("Id") == identity and members.get("IsReversed"):
            return Receipt(identity)
    return None


def _look_for_a_while(client: Client, clock: Clock, path: str) -> Receipt | None:
    found = find_reversal(client, path)
    for pause_seconds in _PAUSES_SECONDS:
        if found is not None:
            break
        clock.sleep(pause_seconds)
        found = find_reversal(client, path)
    return found


def _wait(client: Client, clock: Clock, path: str) -> Receipt:
    give_up_at = clock.monotonic() + WAIT_SECONDS
    pauses = iter(_PAUSES_SECONDS)
    while (found := find_reversal(client, path)) is None:
        if clock.monotonic() >= give_up_at:
            detail = say("it was taken, and was not done within {seconds} seconds", seconds=round(WAIT_SECONDS))
            raise Unreachable(SYSTEM, f"POST {path}", detail, remedy=ASK_FIRST, may_have_happened=True)
        clock.sleep(next(pauses, _PAUSES_SECONDS[-1]))
    return found
