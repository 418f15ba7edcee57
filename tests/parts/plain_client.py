"""A small client of Go's API that holds a token and speaks exact JSON: it hides nothing and mends nothing.

What it is shown is what the API does; the product's own connector knows better, and is tested by other means.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import httpx

SUBSCRIPTION = {"Ocp-Apim-Subscription-Key": "demo-subscription"}
PATCH_MEDIA = "application/json-patch+json"


def encode(value: Any) -> bytes:
    """JSON with decimals as numbers."""
    marked = json.dumps(value, default=lambda amount: f"\x01{amount}\x01")
    return marked.replace('"\\u0001', "").replace('\\u0001"', "").encode()


class PlainClient:
    """One company's client: requests carry token and subscription key."""

    def __init__(self, url: str, client: str = "demo-client") -> None:
        self.url = url
        self.client = client
        self.http = httpx.Client(base_url=url, timeout=20)
        self.token = self.fetch_token()["access_token"]

    def fetch_token(self) -> Any:
        """A new token's reply."""
        reply = self.http.post(
            "/OAuth/Token",
            auth=("demo-application", self.client),
            headers=SUBSCRIPTION,
            data={"grant_type": "client_credentials"},
        )
        assert reply.status_code == 200, reply.text
        return reply.json()

    def send(self, method: str, path: str, body: Any = None, media: str = "application/json", **options: Any) -> Any:
        """Send a request to the API, below /v2."""
        headers = {**SUBSCRIPTION, "Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if body is not None:
            headers["Content-Type"] = media
            options["content"] = encode(body)
        return self.http.request(method, f"/v2{path}", headers=headers, **options)

    def get(self, path: str, **params: Any) -> Any:
        """GET with query parameters."""
        return self.send("GET", path, params=params)

    def rows(self, path: str, **params: Any) -> list[Any]:
        """The rows of a list; an empty one is 204 without a body."""
        reply = self.get(path, **params)
        if reply.status_code == 204:
            assert reply.content == b""
            return []
        assert reply.status_code == 200, reply.text
        return self.exact(reply)

    def post(self, path: str, body: Any) -> Any:
        """POST."""
        return self.send("POST", path, body)

    def make(self, path: str, **body: Any) -> Any:
        """POST that must succeed; the new object."""
        reply = self.post(path, body)
        assert reply.status_code == 201, reply.text
        return self.exact(reply)

    def patch(self, path: str, *steps: Any, media: str = PATCH_MEDIA) -> Any:
        """PATCH with (path, value) pairs as replacements, or with whole operations."""
        body = [{"op": "replace", "path": s[0], "value": s[1]} if isinstance(s, tuple) else s for s in steps]
        return self.send("PATCH", path, body, media)

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self.send("DELETE", path)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """A control call; what it gives."""
        content = None if body is None else encode(body)
        reply = self.http.request(method, f"/standin/{path}", content=content)
        assert reply.status_code in (200, 204), reply.text
        return self.exact(reply) if reply.content else None

    def exact(self, reply: Any) -> Any:
        """A reply's JSON with decimals."""
        return json.loads(reply.text, parse_float=Decimal)

    def account(self, number: int) -> int:
        """The id of an account."""
        return int(self.rows("/GeneralLedgerAccounts", accountNos=str(number))[0]["Id"])

    def vat(self, code: str) -> int:
        """The id of a VAT code in force."""
        return next(int(row["Id"]) for row in self.rows("/VatCodes") if row["Code"] == code)

    def invoice_body(self, customer: Any, number: str, *amounts: str, **members: Any) -> dict[str, Any]:
        """The body of an invoice with one line an amount."""
        line = {"AccountId": self.account(3000), "VatId": self.vat("3")}
        return {
            "InvoiceNo": number,
            "VoucherDate": "2026-11-02",
            "DueDate": "2026-11-16",
            "CurrencyCode": "NOK",
            "CustomerAccountId": customer["SubledgerAccountId"],
            "OutgoingInvoiceLines": [{**line, "CurrencyAmount": Decimal(amount)} for amount in amounts],
            **members,
        }

    def invoice(self, customer: Any, number: str, *amounts: str, **members: Any) -> Any:
        """A posted invoice."""
        return self.make(
            "/Vouchers/OutgoingInvoiceJournals", **self.invoice_body(customer, number, *amounts, **members)
        )

    def credit_note(self, customer: Any, number: str, *amounts: str, **members: Any) -> Any:
        """A posted credit note."""
        body = self.invoice_body(customer, number, *amounts, **members)
        return self.make("/Vouchers/OutgoingCreditNoteJournals", **body)

    def shown_invoice(self, number: str) -> Any:
        """The invoice as the list of outgoing invoices shows it."""
        return self.rows("/OutgoingInvoices", invoiceNos=number)[0]

    def close(self) -> None:
        """Give the connection back."""
        self.http.close()


def detail_of(reply: Any) -> str:
    """What a problem says."""
    return str(reply.json()["detail"])
