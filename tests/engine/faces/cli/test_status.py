"""`wingo status`: a page from the state alone, the same words for the same state."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from filelock import FileLock

from engine.diagnostics.languages import ENGLISH
from engine.faces.cli.paint import Paint
from engine.faces.cli.runs_text import runs_lines
from engine.faces.cli.status_text import status_lines
from engine.faces.documents import read_documents
from engine.faces.standing import standing_of
from engine.faces.state import State
from engine.faces.systems import spoken
from engine.mapping.workspace import Workspace
from engine.model.change import Action, Request
from engine.model.text import say
from engine.sync.explaining.history import runs_since
from engine.sync.state.records import Held, Intent, Link, SavedPlan
from engine.sync.state.store import Store
from parts.firm import Firm
from parts.linking import keep_link

Wingo = Callable[..., Result]

WORKSPACE = """\
workspace: fjord
win: {connector: win, url: "sqlite:///win.db", invoice_client: 1}
go: {connector: go, environment: production, application_key: "${A}", client_key: "${B}", subscription_key: "${C}"}
entities: [department, customer, invoice, payment]
invoices_from: 2026-11-01
guards: {max_updates: 50}
"""
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@dataclass
class Kept:
    """A state that a test fills, at times of its own; no system is there to be asked."""

    folder: Path
    store: Store
    workspace: Workspace
    digests: dict[str, str]
    now: datetime = MORNING

    def run(self, command: str, outcome: str | None = "done", **counts: int) -> int:
        """A run that began now and took two and a half seconds; without an outcome it died."""
        number = self.store.begin_run(command, "kari", "0.3.0", "ola" if command == "apply" else None)
        self.now += timedelta(seconds=2.5)
        if outcome is not None:
            plan = None if outcome == "stopped" else f"01J{number:023d}"
            mappings = None if outcome == "stopped" else "sha256:1045752ab3218cde"
            approver = "kari" if command == "apply" else None
            self.store.end_run(number, plan, mappings, 31, {"customer": counts} if counts else {}, outcome, approver)
        return number

    @property
    def state(self) -> State:
        return State(self.workspace, self.store, self.now)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    (tmp_path / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")
    documents = read_documents(tmp_path)
    assert documents.workspace is not None
    assert documents.mappings is not None
    digests = {mapping.name: mapping.digest for mapping in documents.mappings.mappings}
    made: Kept

    def clock() -> datetime:
        return made.now

    made = Kept(tmp_path, Store(f"sqlite:///{tmp_path / 'state.db'}", clock), documents.workspace, digests)
    yield made
    made.store.close()


def _held(entity: str, key: str, code: str) -> Held:
    return Held(entity, key, "refused", code, say("{key} is not well", key=key), entity=entity)


def _fill(kept: Kept) -> None:
    """Three days: two runs that were done, one that died with a request under way, a plan that waits."""
    first = kept.run("sync", create=3)
    kept.store.put_carried_out({**kept.digests, "customer": "another"}, first)
    for number in (10001, 10002, 10003):
        keep_link(kept.store, Link("win.customer", str(number), "customer", number), first)
    keep_link(kept.store, Link("win.invoice", "1/5001", "outgoing_invoice_voucher", "6f1c"), first)
    kept.store.put_held(first, [], [_held("customer", "77", "R301")])
    kept.now += timedelta(days=2)
    second = kept.run("apply", update=1)
    kept.store.put_held(second, [], [_held("customer", "77", "R301"), _held("invoice", "1/5004", "R202")])
    kept.store.keep_plan(SavedPlan("01JPLAN", "sha256:aa", "ola", kept.now.isoformat()))
    kept.now += timedelta(hours=3)
    died = kept.run("sync", None)
    request = Request("customer", Action.CREATE, "POST", "/Customers", {"Name": "Å"})
    kept.store.begin(died, Intent("customer", "win.customer", "512", "go", "customer", request))
    kept.now += timedelta(minutes=12)


STATUS = """\
fjord  2026-11-26 10:12  Europe/Oslo

  first run    2026-11-24 07:00
  last run     3 · sync · died · 12 minutes ago, by kari
  what it did  nothing
  held back    2 records: `wingo held`
  posting      invoices from 2026-11-01 on
  guards       max_updates 50 · max_update_share 0.2
               max_missing_share 0.05 · max_mapping_share 0.05

              linked  held   oldest  last carried out  by run
  department       ·     ·        ·  2026-11-24 07:00       1
  customer         3     1   2 days  2026-11-24 07:00       1
  invoice          1     1  3 hours  2026-11-24 07:00       1
  payment          ·     ·        ·  2026-11-24 07:00       1

Changed since they were last carried out: customer.
Of 1 request it is not known whether it took hold; the next run asks before it sends:
  customer 512  POST /Customers
1 saved plan waits to be applied:
  01JPLAN, made by ola 2026-11-26 07:00, as of run 2
"""


def test_the_page_tells_all_that_the_state_knows(kept: Kept) -> None:
    _fill(kept)
    printed = "\n".join(status_lines(standing_of(kept.state), ENGLISH, Paint())) + "\n"
    assert printed == STATUS
    assert max(len(line) for line in printed.splitlines()) <= 100


def test_the_page_speaks_norwegian(kept: Kept) -> None:
    _fill(kept)
    printed = "\n".join(status_lines(standing_of(kept.state), spoken("nb"), Paint()))
    assert "siste kjøring   3 · sync · avbrutt · for 12 minutter siden, av kari" in printed
    assert "26.11.2026 10:12" in printed
    assert "Endret siden de sist ble utført: customer." in printed


RUNS = """\
run  when              command  outcome  operator  approved by  planned by  calls  took   mappings  what it did
  4  2026-11-26 10:12  sync     stopped  kari      ·            ·              31  2.5 s  ·         ·
  3  2026-11-26 10:00  sync     died     kari      ·            ·               ·      ·  ·         ·
  2  2026-11-26 07:00  apply    done     kari      kari         ola            31  2.5 s  1045752a  1 updated
  1  2026-11-24 07:00  sync     done     kari      ·            ·              31  2.5 s  1045752a  3 created

All of them by wingo 0.3.0.
"""


def test_runs_are_told_the_newest_first(kept: Kept) -> None:
    _fill(kept)
    kept.run("sync", "stopped")
    runs = runs_since(kept.store, at_work=False)
    assert "\n".join(runs_lines(runs, 0, kept.state.zone, ENGLISH, Paint())) + "\n" == RUNS


def test_only_the_newest_run_can_be_the_one_at_work(kept: Kept) -> None:
    kept.run("sync", None)
    kept.run("sync", None)
    assert [run.outcome for run in runs_since(kept.store, at_work=True)] == ["at work", "died"]
    with FileLock(kept.folder / "state.db.lock"):
        standing = standing_of(kept.state)
    assert standing.at_work
    assert "2 · sync · at work since less than a minute, by kari" in "\n".join(status_lines(standing, ENGLISH, Paint()))
    assert not standing_of(kept.state).at_work


def test_what_a_run_at_work_has_under_way_is_not_called_open(kept: Kept) -> None:
    _fill(kept)
    with FileLock(kept.folder / "state.db.lock"):
        assert standing_of(kept.state).to_settle == ()


def test_of_many_open_requests_and_plans_a_few_are_named(kept: Kept) -> None:
    _fill(kept)
    request = Request("customer", Action.CREATE, "POST", "/Customers", {})
    for key in range(7):
        kept.store.begin(3, Intent("customer", "win.customer", str(key), "go", "customer", request))
        if key:
            kept.store.keep_plan(SavedPlan(f"01J{key}", "sha256:aa", "ola", kept.now.isoformat(), deeds=key % 3))
    printed = list(status_lines(standing_of(kept.state), ENGLISH, Paint()))
    assert "Of 8 requests it is not known whether they took hold; the next run asks before it sends:" in printed
    waiting = printed.index("5 saved plans wait to be applied:")  # of the seven, two would do nothing
    assert [line[2:6] for line in printed[waiting + 1 : -1]] == ["01J5", "01J4", "01J2"]
    assert printed[-1] == "  and 2 more"
    assert printed.count("  and 3 more") == 1


def test_a_run_that_died_is_told_with_what_it_had_under_way(kept: Kept, wingo: Wingo) -> None:
    _fill(kept)
    printed = wingo("-w", kept.folder, "runs", "3").stdout
    assert printed.startswith("Run 3 · sync · died\n")
    assert "  ended " not in printed
    assert "  + customer 512  POST /Customers  no answer yet; the next run asks\n" in printed


def test_a_workspace_that_never_ran_says_so(kept: Kept, wingo: Wingo) -> None:
    printed = wingo("-w", kept.folder, "status").stdout
    assert "first run  none yet" in printed
    assert "held back  nothing" in printed
    assert json.loads(wingo("-w", kept.folder, "status", "--format", "json").stdout)["last_run"] is None


def test_mappings_with_errors_do_not_keep_the_state_from_being_told(kept: Kept, wingo: Wingo) -> None:
    _fill(kept)
    for name, count in (("payment", "an error"), ("customer", "2 errors")):
        overlay = f"mapping: {name}\nextends: base/{name[:-2]}\n"
        (kept.folder / f"{name}.yaml").write_text(overlay, encoding="utf-8")
        result = wingo("-w", kept.folder, "status")
        assert result.exit_code == 0
        assert f"The mappings have {count}: `wingo -w {kept.folder} check`." in result.stdout
        assert any(line.split()[:2] == [name, "?"] for line in result.stdout.splitlines())
    assert wingo("-w", kept.folder, "held").exit_code == 0


def test_where_posting_has_no_start_the_page_says_so(kept: Kept, wingo: Wingo) -> None:
    text = WORKSPACE.replace("invoices_from: 2026-11-01\n", "").replace(
        "department, customer, invoice, payment", "department"
    )
    (kept.folder / "workspace.yaml").write_text(text, encoding="utf-8")
    assert "none: invoices_from is not set" in wingo("-w", kept.folder, "status").stdout


def test_programs_read_the_same(kept: Kept, wingo: Wingo) -> None:
    _fill(kept)
    told = json.loads(wingo("-w", kept.folder, "status", "--format", "json").stdout)
    assert (told["workspace"], told["since"], told["at_work"]) == ("fjord", "2026-11-24T06:00:00+00:00", False)
    assert (told["last_run"]["run"], told["last_run"]["outcome"], told["last_run"]["ended_at"]) == (3, "died", None)
    assert told["guards"]["max_updates"] == 50
    customer = next(entity for entity in told["entities"] if entity["entity"] == "customer")
    assert (customer["linked"], customer["held"], customer["run"], customer["changed"]) == (3, 1, 1, ["customer"])
    assert [(one["mapping"], one["key"], one["run"]) for one in told["to_settle"]] == [("customer", "512", 3)]
    assert [plan["plan"] for plan in told["plans"]] == ["01JPLAN"]


def test_no_system_is_asked(firm: Firm, wingo: Wingo) -> None:
    firm.customer(10001)
    firm.sync()
    before = len(firm.control("GET", "requests"))
    (firm.folder / "win.db").unlink()
    for command in (["status"], ["held"], ["runs"], ["runs", "1"]):
        assert wingo("-w", firm.folder, *command).exit_code == 0
    assert len(firm.control("GET", "requests")) == before


def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path, wingo: Wingo) -> None:
    for command in ("status", "held", "runs"):
        result = wingo("-w", tmp_path, command)
        assert result.exit_code == 1
        assert "D201" in result.stderr
