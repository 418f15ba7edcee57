"""The demo's firm in a folder of its own: its Win, its workspace, a stand-in Go that keeps what it holds in a file.

The workspace is the shipped one, so the stand-in serves for the length of each call here, as it does for commands.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from connectors.standin import standin
from connectors.win.catalog import VIEWS
from connectors.win.connector import WinConnector
from connectors.win.demo import demo
from engine.faces.opening import Opened, opened
from engine.model import exact_json
from engine.model.change import Action
from engine.sync.plan import Change, Plan, plan_json
from engine.sync.planning.planner import make_plan
from engine.sync.running.run import Errand, RunReport, run
from parts.firm import Clock
from parts.postgres import Postgres
from parts.server_site import ServerSite

WORKSPACE = Path(__file__).parents[2] / "mappings" / "customers" / "demo"
REGISTERS = ("department", "employee", "customer", "contact_person", "project")
Json = dict[str, Any]


class DemoFirm:
    """The firm in a folder; every call opens it and gives it back. `site`: its Win, where that is no file there."""

    def __init__(self, folder: Path, site: ServerSite | None = None) -> None:
        self.folder = folder
        self.clock = Clock()
        self._site = site

    def copy(self, folder: Path) -> DemoFirm:
        """The same firm in another folder, to go another way from here."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return DemoFirm(folder) if self._site is None else DemoFirm(folder)._with(self._site.copy(folder))

    def moved_to(self, server: Postgres) -> DemoFirm:
        """The same firm, whose Win now stands on a server: the file is gone."""
        site = ServerSite(server, self.folder)
        file = WinConnector().open({"url": "sqlite:///win.db"}, self.folder)
        for view in VIEWS:
            site.fill(view, file.read(view).rows)
        file.close()
        # What was read is whole; what stands in Win is relative, so that it holds in every copy of the folder.
        site.run("UPDATE invoice SET pdf_path = replace(pdf_path, ?, '')", f"{self.folder}/")
        (self.folder / "win.db").unlink()
        return self._with(site)

    def close(self) -> None:
        """Leave nothing behind on a server."""
        if self._site is not None:
            self._site.close()

    def _with(self, site: ServerSite) -> DemoFirm:
        workspace = self.folder / "workspace.yaml"
        settled = re.sub(r'url: "[^"]*"', f'url: "{site.url}"', workspace.read_text(encoding="utf-8"))
        workspace.write_text(settled, encoding="utf-8")
        return DemoFirm(self.folder, site)

    # ---- Win

    def win(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        if self._site is not None:
            return self._site.run(statement, *values)
        with closing(sqlite3.connect(self.folder / "win.db")) as connection, connection:
            return connection.execute(statement, values).fetchall()

    # ---- Go

    @contextmanager
    def go(self) -> Iterator[httpx.Client]:
        """The stand-in by itself, for its control calls."""
        with (
            closing_standin(self.folder / "go.json") as url,
            httpx.Client(base_url=f"{url}/standin", timeout=20) as client,
        ):
            yield client

    def ledger(self) -> Json:
        with self.go() as client:
            found: Json = _json(client.get("/ledger"))
            return found

    def control(self, method: str, path: str, body: Any) -> None:
        with self.go() as client:
            reply = client.request(method, f"/{path}", content=exact_json.dumps(body))
            assert reply.status_code < 300, reply.text

    # ---- wingo

    @contextmanager
    def open(self) -> Iterator[Opened]:
        with opened(self.folder, world=self.clock.world) as workspace:
            yield workspace

    def plan(self, *entities: str) -> Plan:
        with self.open() as workspace:
            return make_plan(workspace.office, entities or None)

    def changes(self, *entities: str) -> list[Change]:
        """What a plan would do."""
        return self.plan(*entities).deeds

    def sync(self, *entities: str, allowed: Collection[str] = ()) -> RunReport:
        errand = Errand("sync", "test", "0", partial(make_plan, wanted=entities or None), frozenset(allowed))
        with self.open() as workspace:
            return run(workspace.office, errand, workspace.lock)


@contextmanager
def closing_standin(data: Path) -> Iterator[str]:
    """A stand-in that starts from a file and keeps to it; its URL."""
    running = standin.start(data=data, keep=True, limit=0)
    try:
        yield running.url
    finally:
        running.stop()


@dataclass(frozen=True)
class Round:
    """The demo's round: what was planned, what both sides held after sending, and after the payments came back.

    `plan`: as JSON, made before anything was sent. `read_back`: Go's registers through the connector.
    `requests`: what reached Go in the sending. `events`: the payments, as the bank told them to Go.
    """

    planned: DemoFirm
    sent: DemoFirm
    paid: DemoFirm
    plan: Json
    report: RunReport
    ledger: Json
    read_back: dict[str, list[Json]]
    requests: list[Json]
    events: tuple[Json, ...]
    ledger_after: Json


def play(folder: Path, server: Postgres | None = None) -> Round:
    """Build the demo and play its round, each resting place in a folder of its own; its Win on `server`, if any."""
    planned = DemoFirm(folder / "planned")
    shutil.copytree(WORKSPACE, planned.folder)
    data = demo.build(planned.folder)
    if server is not None:
        planned = planned.moved_to(server)
    plan = normal(plan_json(planned.plan()))
    sent = planned.copy(folder / "sent")
    with sent.open() as workspace:
        url = workspace.standins["go"].url
        report = run(workspace.office, Errand("sync", "test", "0"), workspace.lock)
        ledger, requests = _json(httpx.get(f"{url}/standin/ledger")), _json(httpx.get(f"{url}/standin/requests"))
        go = workspace.office.connections["go"]
        read_back = {name: normal(list(go.read(name).rows)) for name in REGISTERS}
    paid = sent.copy(folder / "paid")
    with paid.open() as workspace:
        for payment in data.payments:
            workspace.standins["go"].pay(payment)
        errand = Errand("payments", "test", "0", partial(make_plan, wanted=["payment"]))
        run(workspace.office, errand, workspace.lock)
        ledger_after = _json(httpx.get(f"{workspace.standins['go'].url}/standin/ledger"))
    events = tuple(normal(payment) for payment in data.payments)
    return Round(planned, sent, paid, plan, report, ledger, read_back, requests, events, ledger_after)


def normal(value: Any) -> Any:
    """A value as JSON gives it: dates as texts, amounts with their exact digits."""
    return exact_json.loads(exact_json.dumps(value))


def _json(reply: httpx.Response) -> Any:
    assert reply.status_code == 200, reply.text
    return exact_json.loads(reply.content)


def sent_values(change: Json) -> Json:
    """The managed fields of a change of a plan: of an update, its patch by path."""
    payload = change["payload"]
    if isinstance(payload, list):
        return {step["path"].removeprefix("/").replace("/", "."): step["value"] for step in payload}
    return payload or {}


def of_action(plan: Json, *actions: Action) -> list[Json]:
    """The changes of a plan's JSON that do one of these."""
    wanted = {action.value for action in actions}
    return [change for change in plan["changes"] if change["action"] in wanted]
