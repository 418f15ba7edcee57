"""Traps 1 to 4 and 25: who may call, and how often."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from engine.model.failure import Denied
from parts.clerk import Clerk
from parts.plain_client import SUBSCRIPTION, PlainClient


def test_trap_01_the_rate_limit_is_shared_by_all_companies_of_a_subscription(standin, api, open_clerk):
    other = PlainClient(standin.url, "demo-client-2")
    standin.settle(Limit=2, RetryAfter=None)
    replies = [client.get("/Departments") for client in (api, other, other)]
    other.close()
    assert [reply.status_code for reply in replies] == [204, 204, 429]
    assert replies[2].json()["statusCode"] == "429"  # the gateway's own shape, no ProblemDetails
    assert "Retry-After" not in replies[2].headers

    standin.settle(Limit=3)
    asked = len(standin.requests("/"))
    clerks = [open_clerk(), open_clerk(client_key="demo-client-2")]
    for clerk in clerks:
        for code in ("10", "20"):
            clerk.create("department", Code=code, Name="Lønn", IsActive=True)
    assert [len(clerk.rows("department")) for clerk in clerks] == [2, 2]
    assert 429 in [request["status"] for request in standin.requests("/")[asked:]]


def test_trap_02_bad_keys_are_400_and_are_not_asked_for_again(standin, open_clerk):
    reply = standin.http.post(
        "/OAuth/Token",
        auth=("demo-application", "somebody-else"),
        headers=SUBSCRIPTION,
        data={"grant_type": "client_credentials"},
    )
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_client")
    asked = len(standin.requests("/OAuth"))
    with pytest.raises(Denied) as caught:
        open_clerk(client_key="somebody-else").rows("department")
    assert "client_key" in caught.value.remedy
    assert len(standin.requests("/OAuth")) == asked + 1


def test_trap_02_the_token_endpoint_has_a_429_of_its_own(standin, api, open_clerk):
    standin.settle(TokenLimit=1)
    api.fetch_token()
    reply = standin.http.post(
        "/OAuth/Token",
        auth=("demo-application", "demo-client"),
        headers=SUBSCRIPTION,
        data={"grant_type": "client_credentials"},
    )
    assert (reply.status_code, reply.json()["statusCode"]) == (429, "429")
    assert api.get("/Departments").status_code == 204  # other calls are as welcome as before
    assert open_clerk().rows("department") == []
    assert 429 in [request["status"] for request in standin.requests("/OAuth")][-2:]


def test_trap_03_the_life_of_a_token_is_what_the_answer_says(standin, api):
    assert api.fetch_token()["expires_in"] == 1200
    standin.settle(TokenSeconds=600)
    assert api.fetch_token()["expires_in"] == 600
    standin.mischief("GET /v2/Departments", "expire")
    assert api.get("/Departments").status_code == 401


def test_trap_03_a_token_that_ends_in_the_middle_is_renewed_once_for_all(standin, clerk):
    clerk.rows("department")
    standin.mischief("POST /v2/Departments", "expire")
    clerk.create("department", Code="10", Name="Lønn")
    assert [row["Code"] for row in standin.ledger()["departments"]] == ["10"]
    renewed = len(standin.requests("/OAuth"))
    assert renewed == 2
    standin.http.post("/standin/expire").raise_for_status()
    assert together(clerk, 4) == [1, 1, 1, 1]
    assert len(standin.requests("/OAuth")) == renewed + 1


def together(clerk: Clerk, threads: int) -> list[int]:
    """How many departments each of several threads reads that share a connection and begin at once."""
    barrier, found = Barrier(threads), []

    def read() -> None:
        barrier.wait()
        found.append(len(clerk.rows("department")))

    readers = [Thread(target=read) for _ in range(threads)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


def test_trap_04_without_the_subscription_key_a_good_token_opens_nothing(standin, api, clerk, open_clerk):
    bearer = {"Authorization": f"Bearer {api.token}"}
    reply = standin.http.get("/v2/Departments", headers=bearer)
    assert (reply.status_code, reply.json()["statusCode"]) == (401, 401)
    assert "missing subscription key" in reply.json()["message"]
    assert clerk.rows("department") == []  # the connector sends it with every request
    with pytest.raises(Denied) as caught:
        open_clerk(subscription_key="another").rows("department")
    assert "subscription_key" in caught.value.remedy


def test_trap_25_a_privilege_that_was_given_is_lost_with_its_subscription_on_any_day(standin, api, clerk):
    customer = clerk.customer()
    assert "OutgoingInvoiceVoucher_Full" in api.get("/ClientIntegrationInformation").json()["ValidPrivileges"]
    standin.mischief("POST /v2/Vouchers/*", "lapse:Invoicing")
    with pytest.raises(Denied) as caught:
        clerk.post(customer, "5001", "1250.00")
    assert caught.value.status == 403
    assert "OutgoingInvoiceVoucher_Full" in caught.value.remedy
    assert "subscription" in caught.value.remedy
    assert standin.ledger()["vouchers"] == []
    reply = api.get("/OutgoingInvoices")
    assert (reply.status_code, reply.content) == (403, b"")
    told = api.get("/ClientIntegrationInformation").json()
    assert "OutgoingInvoiceVoucher_Full" in told["InvalidPrivileges"]
    assert "Invoicing" not in told["ActiveClientSubscriptions"]
    [finding] = [finding for finding in clerk.go.examine() if finding.topic == "privileges"]
    assert "lacks the module" in finding.remedy
