"""Reversals: asked for once, proved by the voucher itself, and never taken for done on Go's word alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connectors.go.connection import GoConnection
from connectors.go.reversal import WAIT_SECONDS
from engine.model.change import Action, Receipt, Request, Write
from engine.model.failure import Rejected, Unreachable

VOUCHER = "38ecfc1a-bf51-448f-99a8-a61bc5771109"
PATH = f"/Vouchers/Reverse/{VOUCHER}"


@pytest.fixture
def request_() -> Request:
    return Request("outgoing_invoice_voucher", Action.REVERSE, "POST", PATH, None)


def _shown(reply: Any, is_reversed: bool) -> Any:
    return reply(body=[{"Id": VOUCHER, "VoucherType": "OutgoingInvoice", "IsReversed": is_reversed}])


def test_a_reversal_is_a_post_without_a_body(go: GoConnection, server: Any, reply: Any, request_: Request) -> None:
    assert go.request(Write("outgoing_invoice_voucher", Action.REVERSE, {}, VOUCHER)) == request_
    server.script = [reply(202), _shown(reply, True)]
    assert go.send(request_) == Receipt(VOUCHER)
    assert [(seen.method, seen.path.partition("?")[0]) for seen in server.seen] == [
        ("POST", f"/v2{PATH}"),
        ("GET", "/v2/OutgoingInvoices"),
    ]
    assert server.seen[0].body == b""
    assert f"invoiceIds={VOUCHER}" in server.seen[1].path


def test_it_is_done_when_the_voucher_shows_it(
    go: GoConnection, server: Any, reply: Any, waits: Any, request_: Request
) -> None:
    server.script = [reply(202), reply(204), _shown(reply, False), _shown(reply, True)]
    assert go.send(request_) == Receipt(VOUCHER)
    assert len(waits.slept) == 2


def test_one_that_was_taken_and_is_not_done_is_asked_for_once(
    go: GoConnection, server: Any, reply: Any, waits: Any, request_: Request
) -> None:
    server.script = [reply(202), *(_shown(reply, False) for _ in range(40))]
    with pytest.raises(Unreachable) as failure:
        go.send(request_)
    assert failure.value.may_have_happened
    assert sum(waits.slept) >= WAIT_SECONDS
    server.script = [_shown(reply, True)]
    assert go.send(request_) == Receipt(VOUCHER)
    assert [seen.method for seen in server.seen].count("POST") == 1


def test_a_refusal_counts_only_while_the_voucher_stands(
    go: GoConnection, server: Any, reply: Any, request_: Request
) -> None:
    refusal = reply(400, {"Title": "Voucher", "Detail": "It is already reversed."})
    server.script = [refusal, _shown(reply, True)]
    assert go.send(request_) == Receipt(VOUCHER)
    server.script = [refusal, _shown(reply, False), _shown(reply, True)]  # the one before it was not done yet
    assert go.send(request_) == Receipt(VOUCHER)
    server.script = [refusal, *(_shown(reply, False) for _ in range(5))]
    with pytest.raises(Rejected, match="already reversed"):
        go.send(request_)


def test_what_is_recovered_is_what_the_voucher_shows(
    go: GoConnection, server: Any, reply: Any, request_: Request
) -> None:
    server.script = [_shown(reply, False), reply(204), _shown(reply, True)]
    assert [go.recover(request_) for _ in range(3)] == [None, None, Receipt(VOUCHER)]


def test_a_lost_reply_is_not_sent_again_by_the_connector(
    go: GoConnection, server: Any, reply: Any, request_: Request
) -> None:
    server.script = [reply(drop=True)]
    with pytest.raises(Unreachable) as failure:
        go.send(request_)
    assert failure.value.may_have_happened
    assert len(server.seen) == 1


def test_the_stand_in_reverses_in_the_background(
    standin: Any, open_go: Callable[..., GoConnection], request_: Request
) -> None:
    standin.settle(ReversalSeconds=0.3)
    go = open_go(standin.settings)
    missing = Request("outgoing_invoice_voucher", Action.REVERSE, "POST", PATH, None)
    with pytest.raises(Rejected, match="not found"):
        go.send(missing)
