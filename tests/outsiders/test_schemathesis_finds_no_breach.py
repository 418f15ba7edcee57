"""Requests that schemathesis makes up from the vendor's specification: no answer breaks it, whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings

from connectors.standin import standin
from connectors.standin.server import OPERATIONS
from parts.plain_client import SUBSCRIPTION, PlainClient
from parts.specification import ABSENT, is_at_hand, whole_specification

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (make outsiders)")
if not is_at_hand():
    pytest.skip(ABSENT, allow_module_level=True)
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def bare(path: str) -> str:
    """A path template without the names of its placeholders."""
    return re.sub(r"\{[^/]+\}", "{}", path).lower()


def served() -> Any:
    """The operations that the stand-in serves, out of the whole specification."""
    spec = whole_specification()
    known = {(operation.method.lower(), bare(operation.path)) for operation in OPERATIONS}
    paths = {
        path: {method: operation for method, operation in item.items() if (method, bare(path)) in known}
        for path, item in spec["paths"].items()
    }
    return schemathesis.openapi.from_dict({**spec, "paths": {path: item for path, item in paths.items() if item}})


schema = served()


@pytest.fixture(scope="module")
def api() -> Iterator[PlainClient]:
    """A company with something in every list."""
    with standin.start(limit=0) as running:
        client = PlainClient(running.url)
        customer = client.make("/Customers", Name="Fjord AS")
        client.make("/Departments", Name="Lønn", Code="10")
        client.make("/Employees", FirstName="Kari", LastName="Ås")
        client.make(f"/ContactPersons/{customer['Id']}", FirstName="Ola", LastName="Berg")
        client.make("/Projects", Name="Revisjon", Code="100", CustomerId=customer["Id"])
        client.invoice(customer, "5001", "1250.50")
        client.control("POST", "payments", {"InvoiceNo": "5001", "Amount": 1000})
        yield client
        client.close()


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.usefixtures("beyond_the_specification")  # whose judge here is another
@pytest.mark.filterwarnings("default")
def test_no_answer_breaks_the_specification(case: Any, api: PlainClient) -> None:
    headers = {**SUBSCRIPTION, "Authorization": f"Bearer {api.token}"}
    response = case.call(base_url=f"{api.url}/v2", headers=headers)
    case.validate_response(response, checks=CHECKS)


def test_every_operation_that_is_served_is_tried() -> None:
    tried = {(found.ok().method.upper(), bare(found.ok().path)) for found in schema.get_all_operations()}
    assert tried == {(operation.method, bare(operation.path)) for operation in OPERATIONS}


def test_the_stand_in_still_stands(api: PlainClient) -> None:
    assert httpx.get(f"{api.url}/standin/ledger").status_code == 200
