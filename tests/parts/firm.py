"""A firm with both systems: a Win of its own in SQLite, a stand-in Go over HTTP, a workspace that joins them.

Nothing is mocked but the clock: waiting moves it on instead of taking time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from connectors.standin import standin
from engine.faces.opening import Opened, opened
from engine.mapping.collection import LoadedMappings, load_mappings
from engine.mapping.library import Library
from engine.mapping.workspace import Workspace
from engine.model import exact_json
from engine.model.ports import RunningStandIn
from engine.sync.plan import Change, Plan
from engine.sync.planning.planner import make_plan
from engine.sync.running.run import Errand, RunReport, run
from engine.sync.world import World, new_plan_id
from parts.postgres import Postgres
from parts.server_site import ServerSite
from parts.win_site import Site

_WORKSPACE = """\
workspace: firm
win: {{connector: win, url: "{win}", invoice_client: {number}, pdf_folder: pdfs}}
go: {{connector: go, base_url: "{base_url}", token_url: "{token_url}", application_key: "${{FIRM_KEY}}",
      client_key: "${{FIRM_CLIENT}}", subscription_key: "${{FIRM_SUBSCRIPTION}}", requests_per_second: 0,
      timeout_seconds: 2}}
state: sqlite:///state.db
entities: [{entities}]
invoices_from: 2026-10-01
timezone: Europe/Oslo
guards: {{max_updates: 200, max_update_share: 0.9, max_missing_share: 0.5}}
"""
ENTITIES = "department, employee, customer, contact_person, project, invoice, credit_note, payment"


@dataclass
class Clock:
    """The machine's clock, moved on by whoever waits."""

    moved: timedelta = timedelta()
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moved += timedelta(seconds=seconds)

    def world(self, timezone: str) -> World:
        return World(self.now, self.sleep, new_plan_id, ZoneInfo(timezone))


class Firm:
    """One customer in a folder. `win` fills its database, a SQLite file but where a `server` is given; `go` answers for
    what Go's ledger holds.

    `beside`: another firm of the same practice, whose Win and stand-in it shares; each is a Go client of its own.
    """

    def __init__(
        self, folder: Path, server: Postgres | None = None, *, number: int = 1, beside: Firm | None = None
    ) -> None:
        self.folder = folder
        self.number = number
        self.beside = beside
        self.win = beside.win if beside is not None else Site(folder) if server is None else ServerSite(server, folder)
        (folder / "pdfs").mkdir()
        self.clock = Clock()
        self._loaded: dict[Any, LoadedMappings] = {}
        self.standin: RunningStandIn = standin.start(limit=0) if beside is None else beside.standin
        settings = dict(self.standin.settings)
        if number > 1:
            settings["client_key"] += f"-{number}"
        self.client_key = settings["client_key"]
        # Another's folder: its path, for a file's URL is relative to the workspace.
        win = self.win.url if beside is None else f"sqlite:///{self.win.path}"
        urls = {name: settings[name] for name in ("base_url", "token_url")}
        (folder / "workspace.yaml").write_text(
            _WORKSPACE.format(win=win, number=number, entities=ENTITIES, **urls), encoding="utf-8"
        )
        keys = "FIRM_KEY={application_key}\nFIRM_CLIENT={client_key}\nFIRM_SUBSCRIPTION={subscription_key}\n"
        (folder / ".env").write_text(keys.format(**settings), encoding="utf-8")
        self._http = httpx.Client(base_url=self.standin.url, timeout=20)

    def close(self) -> None:
        self._http.close()
        if self.beside is None:
            self.standin.stop()
            self.win.close()

    # ---- Win

    def pdf(self, name: str, content: bytes = b"%PDF-1.4\n%%EOF\n") -> str:
        (self.folder / "pdfs" / name).write_bytes(content)
        return name

    def invoice(self, number: int, customer_no: int, *lines: tuple[str, str], **cells: Any) -> None:
        """An invoice of lines (net, vat), its sums worked out unless the test gives them."""
        from decimal import Decimal

        net = sum((Decimal(n) for n, _ in lines), Decimal(0))
        vat = sum((Decimal(v) for _, v in lines), Decimal(0))
        sums = {"net": str(net), "vat": str(vat), "rounding": "0.00", "total": str(net + vat)}
        header = {
            "row_id": f"i{number}",
            "client_no": self.number,
            "invoice_no": number,
            "type": "FAKTURA",
            "customer_no": customer_no,
            "invoice_date": "2026-10-15",
            "due_date": "2026-10-29",
            "currency": "NOK",
            "exchange_rate": "1",
            "paid_amount": "0.00",
            "status": "UBETALT",
        }
        self.win.insert("invoice", **{**header, **sums, **cells})
        for place, (line_net, line_vat) in enumerate(lines, 1):
            self.win.insert(
                "invoice_line",
                row_id=f"i{number}-{place}",
                client_no=self.number,
                invoice_no=number,
                line_no=place,
                type="VARE",
                text=f"Linje {place}",
                net=line_net,
                vat=line_vat,
                vat_code="3" if Decimal(line_vat) else "0",
                account=3000 if Decimal(line_vat) else 3100,
            )

    def customer(self, number: int, name: str = "Fjord AS", **cells: Any) -> None:
        self.win.insert("customer", row_id=f"c{number}", customer_no=number, name=name, **cells)

    # ---- Go

    def control(self, method: str, path: str, body: Any = None) -> Any:
        content = None if body is None else exact_json.dumps(body)
        # One that was broken off before it said whose it is, is nobody's: requests are told apart here.
        params = {} if path == "requests" else {"client": self.client_key}
        reply = self._http.request(method, f"/standin/{path}", content=content, params=params)
        assert reply.status_code < 300, reply.text
        return exact_json.loads(reply.content) if reply.content else None

    def ledger(self) -> dict[str, Any]:
        found: dict[str, Any] = self.control("GET", "ledger")
        return found

    def go(self, register: str, **where: Any) -> dict[str, Any]:
        """The one record of a register that has these values."""
        rows = [row for row in self.ledger()[register] if all(row.get(k) == v for k, v in where.items())]
        assert len(rows) == 1, rows
        found: dict[str, Any] = rows[0]
        return found

    def mischief(self, *items: dict[str, Any]) -> None:
        self.control("PUT", "mischief", list(items))

    def requests(self, method: str | None = None) -> list[dict[str, Any]]:
        """The requests to the API since the start, without those for a token."""
        rows = [r for r in self.control("GET", "requests") if r["client"] in (None, self.client_key)]
        return [r for r in rows if r["path"].startswith("/v2") and method in (None, r["method"])]

    def writes(self) -> list[dict[str, Any]]:
        """The requests that change something, those under way included; their `status` is None as yet."""
        return [r for r in self.requests() if r["method"] in ("POST", "PUT", "PATCH")]

    # ---- wingo

    @contextmanager
    def open(self) -> Iterator[Opened]:
        with opened(self.folder, world=self.clock.world, load=self._load) as workspace:
            yield workspace

    def _load(self, workspace: Workspace, library: Library) -> LoadedMappings:
        """The mappings as they are now; files that nobody touched since the last time are not checked again."""
        files = tuple((path, path.read_bytes()) for path in sorted(self.folder.rglob("*.yaml")))
        if files not in self._loaded:
            self._loaded = {files: load_mappings(workspace, library)}
        return self._loaded[files]

    def plan(self, *entities: str) -> Plan:
        with self.open() as workspace:
            return make_plan(workspace.office, entities or None)

    def changes(self, *entities: str) -> list[Change]:
        """What a plan would do."""
        return self.plan(*entities).deeds

    def sync(self, *entities: str, **errand: Any) -> RunReport:
        with self.open() as workspace:
            made = Errand("sync", "test", "0", partial(make_plan, wanted=entities or None), **errand)
            return run(workspace.office, made, workspace.lock)

    def payments(self, *, afresh: bool = False) -> RunReport:
        with self.open() as workspace:
            made = Errand("payments", "test", "0", partial(make_plan, wanted=["payment"], afresh=afresh))
            return run(workspace.office, made, workspace.lock)

    def pay(self, number: int, amount: str, kind: str = "payment", day: str = "2026-11-01", **more: Any) -> None:
        from decimal import Decimal

        body = {"InvoiceNo": str(number), "Amount": Decimal(amount), "Date": day, "Kind": kind, **more}
        self.control("POST", "payments", body)
        time.sleep(0.002)  # the cursor is strict: a later change has a later time


def decision(plan: Plan, entity: str, key: str) -> Change:
    """The plan's only word on a record."""
    found = [c for c in plan.changes if (c.entity, c.key) == (entity, key)]
    assert len(found) == 1, [(c.entity, c.key, c.action) for c in plan.changes]
    return found[0]
