"""Every exception and status becomes one kind of failure, with what was asked, what was said and what to do."""

from __future__ import annotations

import inspect
from typing import Any

import httpx
import pytest

from connectors.go import failures
from connectors.go.failures import Asked, of_exception, of_garbage, of_status
from connectors.go.problems import read_problem
from engine.model import exact_json
from engine.model.failure import Conflict, Denied, Failure, Missing, Rejected, Retryable, Unreachable

POST = Asked("POST", "/Customers", repeatable=False)
GET = Asked("GET", "/Customers", repeatable=True)


def _exceptions() -> list[type[Exception]]:
    found = [thing for _, thing in inspect.getmembers(httpx, inspect.isclass) if issubclass(thing, Exception)]
    return [kind for kind in found if kind.__module__ == "httpx"]


@pytest.mark.parametrize("kind", _exceptions(), ids=lambda kind: kind.__name__)
def test_every_exception_of_the_library_is_mapped_by_itself(kind: type[Exception]) -> None:
    assert kind in failures.MEANINGS, f"{kind.__name__} is new: say what it means"
    assert issubclass(kind, failures.HTTP_EXCEPTIONS)
    verdict = of_exception(kind.__new__(kind), POST)
    assert isinstance(verdict.failure, Unreachable)
    assert verdict.failure.remedy
    assert verdict.failure.may_have_happened == failures.MEANINGS[kind].left
    assert not (verdict.again and verdict.failure.may_have_happened)


def test_a_kind_that_is_unknown_is_read_as_its_family() -> None:
    class NewTimeout(httpx.TimeoutException):
        """A timeout of a later version."""

    verdict = of_exception(NewTimeout("later"), POST)
    assert isinstance(verdict.failure, Unreachable)
    assert verdict.failure.may_have_happened
    assert "later" in verdict.failure.detail


def test_what_went_wrong_before_sending_has_not_happened() -> None:
    verdict = of_exception(httpx.ReadTimeout("x"), POST, left=False)
    assert isinstance(verdict.failure, Unreachable)
    assert not verdict.failure.may_have_happened
    assert verdict.again


KINDS: list[tuple[int, Any, type[Failure]]] = [
    (300, None, Unreachable),
    (307, None, Unreachable),
    (400, {"title": "x"}, Rejected),
    (401, None, Denied),
    (403, None, Denied),
    (404, {"Title": "Object(s) not found"}, Rejected),
    (404, {"statusCode": 404, "message": "Resource not found"}, Missing),
    (404, None, Missing),
    (405, None, Rejected),
    (408, None, Unreachable),
    (409, {"title": "Customer conflict", "detail": "Customer is in use and cannot be deleted."}, Conflict),
    (413, None, Rejected),
    (415, None, Rejected),
    (418, None, Rejected),
    (429, {"statusCode": "429", "message": "slow"}, Retryable),
    (500, None, Unreachable),
    (503, None, Unreachable),
]


@pytest.mark.parametrize(("status", "body", "kind"), KINDS)
def test_every_status_has_a_kind_and_a_remedy(status: int, body: Any, kind: type[Failure]) -> None:
    verdict = of_status(status, b"" if body is None else exact_json.dumps(body).encode(), POST)
    assert type(verdict.failure) is kind
    assert verdict.failure.status == status
    assert verdict.failure.remedy
    assert verdict.failure.request == "POST /Customers"
    assert verdict.failure.system == "PowerOffice Go"


def test_a_duplicate_names_what_holds_the_value() -> None:
    detail = "ExternalImportReference is already in use. 'ABC123' is used on (contact) Id = 123456789."
    body = exact_json.dumps({"title": "Customer validation error(s)", "detail": detail}).encode()
    failure = of_status(400, body, POST).failure
    assert isinstance(failure, Conflict)
    assert failure.existing_id == 123456789
    assert "123456789" in failure.remedy
    voucher = b'{"detail": "InvoiceNo is already in use. \'7\' is used on Id = 38ecfc1a-bf51-448f-99a8-a61bc5771109."}'
    failure = of_status(400, voucher, POST).failure
    assert isinstance(failure, Conflict)
    assert failure.existing_id == "38ecfc1a-bf51-448f-99a8-a61bc5771109"
    nameless = of_status(400, b'{"detail": "Code is already in use."}', POST).failure
    assert isinstance(nameless, Conflict)
    assert nameless.existing_id is None


@pytest.mark.parametrize(
    ("status", "detail", "word"),
    [
        (400, "VoucherDate is on or before the lock date 2026-10-31.", "lock date"),
        (400, "Number 77 is not within any customer number series.", "external ledger number"),
        (400, "InvoiceDeliveryType AvtaleGiro cannot be set.", "another delivery type"),
        (404, "Department with code = 'X' not found.", "send that first"),
        (413, "Too large", "larger"),
        (400, "Anything else.", "mend the record"),
    ],
)
def test_a_refusal_says_what_a_person_can_do(status: int, detail: str, word: str) -> None:
    failure = of_status(status, exact_json.dumps({"detail": detail}).encode(), POST).failure
    assert type(failure) is Rejected
    assert word in failure.remedy
    assert detail in failure.detail


def test_a_403_names_the_privilege_of_the_call() -> None:
    assert "Customer_Full" in of_status(403, b"", POST).failure.remedy
    assert (
        "VoucherDocumentation_Full"
        in of_status(403, b"", Asked("PUT", "/VoucherDocumentation?id=1", True)).failure.remedy
    )
    assert "the privilege," in of_status(403, b"", Asked("GET", "/Unknown", True)).failure.remedy


def test_a_read_never_may_have_happened() -> None:
    for verdict in (of_status(500, b"", GET), of_garbage(200, "x", GET), of_exception(httpx.ReadError("x"), GET)):
        assert isinstance(verdict.failure, Unreachable)
        assert not verdict.failure.may_have_happened
        assert verdict.again


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"Title": "A", "Detail": "b", "Status": 400}', "A: b"),
        (
            b'{"title": "A", "errors": {"Name": ["is required", "is short"], "City": "no"}}',
            "A: Name: is required: Name: is short: City: no",
        ),
        (b'{"error": "invalid_client", "error_description": "no"}', "invalid_client: no"),
        (b'{"statusCode": "429", "message": "slow"}', "slow"),
        (b"<html><body>Bad gateway</body></html>", "a web page instead of an answer"),
        (b"plain  words\n", "plain words"),
        (b"[1, 2]", "[1, 2]"),
        (b"{}", "{}"),
        (b"", "no explanation"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_any_body_can_be_told(body: bytes, text: str) -> None:
    assert read_problem(body).text == text
