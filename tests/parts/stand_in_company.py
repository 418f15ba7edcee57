"""A running stand-in with its control calls: what a person or a bank does in Go, and what goes wrong there."""

from __future__ import annotations

from typing import Any

import httpx


class StandInCompany:
    """A running stand-in with its control calls."""

    def __init__(self, running: Any) -> None:
        self.url: str = running.url
        self.settings: dict[str, object] = dict(running.settings)
        self.http = httpx.Client(base_url=running.url, trust_env=False)

    def ledger(self) -> dict[str, Any]:
        return dict(self.http.get("/standin/ledger").raise_for_status().json())

    def requests(self, path: str = "/v2") -> list[dict[str, Any]]:
        recorded = self.http.get("/standin/requests").raise_for_status().json()
        return [request for request in recorded if request["path"].startswith(path)]

    def mischief(self, on: str, do: str, *, nth: int = 1, times: int = 1) -> None:
        items = [{"on": on, "nth": nth, "times": times, "do": do}]
        self.http.put("/standin/mischief", json=items).raise_for_status()

    def settle(self, **changes: object) -> None:
        self.http.put("/standin/settings", json=changes).raise_for_status()

    def edit(self, table: str, identity: Any, **members: object) -> None:
        named = {name.replace("__", "/"): value for name, value in members.items()}
        self.http.patch(f"/standin/records/{table}/{identity}", json=named).raise_for_status()

    def post(self, **voucher: object) -> dict[str, Any]:
        return dict(self.http.post("/standin/invoices", json=voucher).raise_for_status().json())

    def pay(self, **payment: object) -> None:
        self.http.post("/standin/payments", json=payment).raise_for_status()
