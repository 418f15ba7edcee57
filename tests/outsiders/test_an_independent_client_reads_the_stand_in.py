"""A client that others wrote for the real API gets a token of the stand-in, and pages through what it holds.

What it takes for granted is what they met: the key `nextPageLink` in X-Pagination on every page, 204 for nothing, any
case of a path, a form's media type on a GET, and LastChangedDateTimeOffset as a text in every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from connectors.standin import standin
from parts.plain_client import PlainClient

pytest.importorskip(
    "ds_provider_powerofficego_py_lib", reason="the independent client is not installed (make outsiders)"
)
from ds_provider_powerofficego_py_lib.dataset.powerofficego import (
    PowerOfficeGoDataset,
    PowerOfficeGoDatasetSettings,
    ReadSettings,
)
from ds_provider_powerofficego_py_lib.linked_service.powerofficego import (
    PowerOfficeGoLinkedService,
    PowerOfficeGoLinkedServiceSettings,
)
from ds_resource_plugin_py_lib.common.resource.errors import ResourceException

SOME_ID = UUID(int=1)
DAYS = {"fromDate": "2026-01-01", "toDate": "2099-12-31"}


@pytest.fixture
def api() -> Iterator[PlainClient]:
    """A company with five customers, a project and its sub-project, and two invoices of which one is paid."""
    with standin.start(limit=0) as running:
        client = PlainClient(running.url)
        customers = [client.make("/Customers", Name=f"Kunde {number} AS") for number in range(5)]
        client.make("/Projects", Name="Revisjon", Code="100", CustomerId=customers[0]["Id"])
        client.make("/Projects", Name="Lønn", Code="10", ParentProjectCode="100")
        client.invoice(customers[0], "5001", "1250.50")
        client.invoice(customers[1], "5002", "99.90")
        client.control("POST", "payments", {"InvoiceNo": "5001", "Amount": 1000})
        yield client
        client.close()


def service(api: PlainClient, client_key: str = "demo-client") -> Any:
    """Their connection, which fetches its token."""
    settings = PowerOfficeGoLinkedServiceSettings(
        application_key="demo-application",
        client_id=client_key,
        subscription_key="demo-subscription",
        host=f"{api.url}/",
        token_endpoint=f"{api.url}/OAuth/Token",
    )
    made = PowerOfficeGoLinkedService(id=SOME_ID, name="go", version="1.0.0", settings=settings)
    made.connect()
    return made


def dataset(api: PlainClient, product: str, **read: Any) -> Any:
    """What they read of one list."""
    settings = PowerOfficeGoDatasetSettings(data_product=product, read=ReadSettings(**read))
    return PowerOfficeGoDataset(
        id=SOME_ID, name=product, version="1.0.0", linked_service=service(api), settings=settings
    )


def test_customers_come_page_by_page(api):
    customers = dataset(api, "Customers", page_size=2)
    customers.read()
    assert list(customers.output["Name"]) == [f"Kunde {number} AS" for number in range(5)]
    paths = [request["path"] for request in api.control("GET", "requests") if request["method"] == "GET"]
    assert paths.count("/v2/Customers") == 3


def test_projects_come_with_the_members_that_are_asked_for(api):
    projects = dataset(api, "Projects", fields=["Code", "Name"])
    projects.read()
    assert projects.output.to_dict("records") == [
        {"Code": "100", "Name": "Revisjon"},
        {"Code": "100.10", "Name": "Lønn"},
    ]


def test_the_ledgers_statement_comes_whole_under_the_name_that_they_use(api):
    statement = dataset(api, "CustomerLedgerStatement", page_size=2, filters=DAYS)
    statement.read()
    assert list(statement.output["Amount"]) == [1250.50, 99.90, -1000]
    assert list(statement.output["Balance"]) == [250.50, 99.90, 0]


def test_what_changed_since_last_time_is_all_that_comes_again(api):
    customers = dataset(api, "Customers")
    customers.read()
    customers.read()
    assert len(customers.output) == 0
    api.patch(f"/Customers/{api.rows('/Customers')[3]['Id']}", ("/Name", "Ny AS"))
    customers.read()
    assert list(customers.output["Name"]) == ["Ny AS"]


def test_wrong_keys_open_nothing(api):
    with pytest.raises(ResourceException):
        service(api, "somebody-else")
