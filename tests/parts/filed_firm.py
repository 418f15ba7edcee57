"""A firm whose Go is kept in a file between commands, so that a test can alter what it holds as nobody else could."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from engine.model import exact_json
from engine.sync.reconciling.reconcile import reconcile
from engine.sync.reconciling.reconciliation import Reconciliation, Window
from parts.demo_firm import closing_standin
from parts.firm import ENTITIES, Clock, Firm
from parts.win_site import Site

_WORKSPACE = f"""\
workspace: firm
win: {{connector: win, url: "sqlite:///win.db", invoice_client: 1, pdf_folder: pdfs}}
go: {{connector: go, standin: go.json}}
state: sqlite:///state.db
entities: [{ENTITIES}]
invoices_from: 2026-10-01
timezone: Europe/Oslo
"""
Row = dict[str, Any]


class FiledFirm(Firm):
    """One customer in a folder; its stand-in serves for the length of each command."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number, self.client_key = folder, 1, "demo-client"
        self.win = Site(folder)
        self.clock = Clock()
        self._loaded = {}
        (folder / "workspace.yaml").write_text(_WORKSPACE, encoding="utf-8")

    def copy(self, folder: Path) -> FiledFirm:
        """The same firm in another folder, to go another way from here."""
        folder.mkdir(exist_ok=True)
        made = FiledFirm(folder)
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return made

    def close(self) -> None:
        self.win.close()

    def control(self, method: str, path: str, body: Any = None) -> Any:
        with closing_standin(self.folder / "go.json") as url:
            content = None if body is None else exact_json.dumps(body)
            reply = httpx.request(method, f"{url}/standin/{path}", content=content, timeout=20)
            assert reply.status_code < 300, reply.text
            time.sleep(0.002)
            return exact_json.loads(reply.content) if reply.content else None

    def alter(self, table: str, change: Callable[[list[Row]], None]) -> None:
        """Alter the rows of one of Go's tables, as nothing that Go offers could."""
        path = self.folder / "go.json"
        held = exact_json.loads(path.read_bytes())
        change(held["companies"]["demo-client"]["tables"][table])
        path.write_text(exact_json.dumps(held), encoding="utf-8")

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """Whatever is altered meanwhile in Win or in Go is as it was afterwards."""
        names = ("win.db", "go.json")
        for name in names:
            shutil.copy(self.folder / name, self.folder / f"{name}.kept")
        try:
            yield
        finally:
            for name in names:
                shutil.copy(self.folder / f"{name}.kept", self.folder / name)

    def reconcile(self, window: Window | None = None) -> Reconciliation:
        with self.open() as workspace:
            return reconcile(workspace.office, window or Window())
