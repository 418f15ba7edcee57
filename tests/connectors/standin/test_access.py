"""Keys, tokens and the rate limit are refused and granted as the real gateway does."""

from __future__ import annotations

import base64
import json
import time

import httpx
import pytest

from connectors.standin import standin

SUBSCRIPTION = {"Ocp-Apim-Subscription-Key": "demo-subscription"}
GRANT = {"grant_type": "client_credentials"}


def ask(running, application="demo-application", client="demo-client", headers=SUBSCRIPTION, **options):
    options.setdefault("data", GRANT)
    return httpx.post(f"{running.url}/OAuth/Token", auth=(application, client), headers=headers, **options)


def test_a_token_says_how_long_it_lives_and_what_it_may(running, go):
    reply = ask(running)
    assert reply.status_code == 200
    assert (reply.json()["token_type"], reply.json()["expires_in"]) == ("bearer", 1200)
    claims = reply.json()["access_token"].split(".")[1]
    read = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert "Customer_Full" in read["role"]
    assert read["goClientName"] == "Demo Regnskap AS"


@pytest.mark.parametrize(
    "keys",
    [("wrong", "demo-client"), ("demo-application", "wrong"), ("demo-application", "demo-client-1")],
)
def test_wrong_keys_are_400_invalid_client(running, keys):
    reply = ask(running, *keys)
    assert reply.status_code == 400
    assert reply.json()["error"] == "invalid_client"
    assert reply.json()["error_description"].startswith("Client integration not found.")


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic not-base64", "Basic //79"])
def test_a_broken_authorization_is_400_invalid_client(running, header):
    reply = httpx.post(f"{running.url}/OAuth/Token", headers={**SUBSCRIPTION, "Authorization": header}, data=GRANT)
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_client")


def test_another_grant_or_media_type_is_refused(running):
    assert ask(running, data={"grant_type": "password"}).json()["error"] == "unsupported_grant_type"
    assert ask(running, data=None, json=GRANT).json()["error"] == "invalid_request"


@pytest.mark.parametrize(("headers", "word"), [({}, "missing"), ({"Ocp-Apim-Subscription-Key": "wrong"}, "invalid")])
def test_the_gateway_wants_the_subscription_key_before_all_else(running, go, headers, word):
    for reply in (
        ask(running, headers=headers),
        httpx.get(f"{running.url}/v2/Customers", headers={**headers, "Authorization": f"Bearer {go.token}"}),
    ):
        assert reply.status_code == 401
        assert reply.json()["statusCode"] == 401
        assert word in reply.json()["message"]


def test_the_subscription_key_may_stand_in_the_query(running, go):
    reply = httpx.get(
        f"{running.url}/v2/Customers?subscription-key=demo-subscription",
        headers={"Authorization": f"Bearer {go.token}"},
    )
    assert reply.status_code == 204


def test_paths_are_taken_in_any_case_and_under_demo(running, go):
    for path in ("/oauth/token", "/Demo/OAuth/Token", "/demo/oauth/TOKEN"):
        reply = httpx.post(
            f"{running.url}{path}", auth=("demo-application", "demo-client"), headers=SUBSCRIPTION, data=GRANT
        )
        assert reply.status_code == 200
    headers = {**SUBSCRIPTION, "Authorization": f"Bearer {go.token}"}
    for path in ("/Demo/v2/Customers", "/V2/customers", "/demo/V2/CUSTOMERS"):
        assert httpx.get(f"{running.url}{path}", headers=headers).status_code == 204


def test_a_missing_unknown_or_old_token_is_401_without_a_body(go):
    for header in ("", "Bearer unknown", f"Basic {go.token}"):
        reply = go.send("GET", "/Customers", headers={"Authorization": header})
        assert (reply.status_code, reply.content) == (401, b"")
    go.control("PUT", "settings", {"TokenSeconds": 1})
    brief = go.fetch_token()
    assert brief["expires_in"] == 1
    assert go.send("GET", "/Customers", headers={"Authorization": f"Bearer {brief['access_token']}"}).status_code == 204
    time.sleep(1.05)
    assert go.send("GET", "/Customers", headers={"Authorization": f"Bearer {brief['access_token']}"}).status_code == 401


def test_all_tokens_can_be_ended_at_once(go):
    go.control("POST", "expire")
    assert go.get("/Customers").status_code == 401


def test_the_default_limit_is_ten_a_second_over_all_clients(go):
    with standin.start() as server:
        tokens = [ask(server, client=name).json()["access_token"] for name in ("demo-client", "demo-client-2")]
        with httpx.Client(base_url=server.url, headers=SUBSCRIPTION) as http:
            replies = [
                http.get("/v2/Customers", headers={"Authorization": f"Bearer {token}"}) for token in (tokens * 6)
            ]
    statuses = [reply.status_code for reply in replies]
    assert statuses[:8] == [204] * 8
    assert 429 in statuses[8:]
    refused = next(reply for reply in replies if reply.status_code == 429)
    assert refused.json() == {
        "statusCode": "429",
        "message": "Rate limit is exceeded. Try again in 1 seconds.",
    }
    assert refused.headers["Retry-After"] == "1"


def test_the_limit_counts_the_token_endpoint_and_ends_after_its_second(running, go):
    go.control("PUT", "settings", {"Limit": 2, "RetryAfter": False})
    assert [ask(running).status_code for _ in range(3)] == [200, 200, 429]
    refused = go.get("/Customers")
    assert refused.status_code == 429
    assert "Retry-After" not in refused.headers
    time.sleep(1)
    assert go.get("/Customers").status_code == 204


def test_an_unknown_route_is_the_gateways_404(go):
    for reply in (go.get("/Nothing"), go.send("PUT", "/Customers", {}), go.get("/customers/1/2/3")):
        assert (reply.status_code, reply.json()) == (404, {"statusCode": 404, "message": "Resource not found"})


def test_a_lost_subscription_is_403_and_is_told_by_the_client_information(go):
    info = go.get("/ClientIntegrationInformation").json()
    assert info["InvalidPrivileges"] == []
    kept = [name for name in info["ActiveClientSubscriptions"] if name != "Invoicing"]
    go.control("PUT", "settings", {"Subscriptions": kept})
    assert go.get("/OutgoingInvoices").status_code == 403
    assert go.get("/Customers").status_code == 204
    assert "OutgoingInvoice" in go.get("/ClientIntegrationInformation").json()["InvalidPrivileges"]
    go.control("PUT", "settings", {"Subscriptions": [*kept, "Invoicing"], "InvalidPrivileges": ["ContactPerson_Full"]})
    assert go.get("/ContactPersons").status_code == 204  # Customer_Full allows it too
    go.control("PUT", "settings", {"InvalidPrivileges": ["ContactPerson_Full", "Customer_Full"]})
    assert go.get("/ContactPersons").status_code == 403


def test_clients_are_separate_companies(go, other_go):
    go.make("/Departments", Name="Lønn")
    assert other_go.rows("/Departments") == []
    assert go.get("/ClientIntegrationInformation").json()["ClientName"] == "Demo Regnskap AS"
    assert other_go.get("/ClientIntegrationInformation").json()["ClientName"] == "Demo Regnskap 2 AS"
