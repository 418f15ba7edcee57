"""What is said of no text of a mapping's: by a plan, a run, the doctor, or of a file that is no text.

Each goes through the function that words it, with plain data of one small firm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from connectors.go.catalog.customer import CUSTOMER as GO_CUSTOMER
from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.faces import opening
from engine.faces.cli import explain_code, stops, visit
from engine.faces.cli import plan as plan_command
from engine.language.parsing import complaints as syntax
from engine.language.running import refusals
from engine.mapping import complaints as documents
from engine.mapping import table_problems
from engine.model import figures
from engine.model.failure import Denied, Missing, Rejected, Retryable, Unreachable
from engine.model.ports import Finding
from engine.model.schema import Reserved, Series
from engine.model.text import say
from engine.sync import complaints as sync
from engine.sync import series_complaints
from engine.sync.reverting import complaints as reverting
from engine.sync.room import Room
from engine.sync.running import retrying
from engine.sync.saving import complaints as saving

FIRM = sync.Complaints("Win", "PowerOffice Go")
GO = "PowerOffice Go"
PLACE = Span("customer.yaml", 1, 1, 1, 2)
DAY = date(2026, 10, 30)
EMPLOYEES = Series("Employee", "Ansatte", 1, 999)
CHART = Reserved(1000, 9999, say("the chart of accounts"))


def _assumed() -> Diagnostic:
    """What an offline plan without series.yaml takes for granted."""
    mapping = SimpleNamespace(name="customer", series={"customer": "Customer"})
    office = SimpleNamespace(mappings=(mapping,), offline=True, workspace=SimpleNamespace(series=None))
    plan = SimpleNamespace(sections=(SimpleNamespace(mapping="customer"),))
    [said] = plan_command._assumptions(cast(Any, SimpleNamespace(office=office)), cast(Any, plan))
    return said


def _found(state: str, topic: str, message: str, remedy: str) -> Diagnostic:
    [said] = visit._told(GO, Finding(say(topic), state, say(message), say(remedy))).diagnostics
    return said


SAID_OF_RUNS: Mapping[str, Callable[[], Diagnostic]] = {
    "S125": lambda: syntax.too_many(Span("customer.yaml", 20_011, 3, 20_011, 4), 20_000),
    "D101": lambda: documents.unreadable(PLACE, say("no such file")),
    "D102": lambda: documents.too_large(PLACE, 2_000_000),
    "D103": lambda: documents.not_utf8(PLACE),
    "D201": lambda: documents.no_workspace("workspace.yaml"),
    "D305": lambda: table_problems.no_row(Span("countries.yaml", 81_204, 1, 81_204, 20)),
    "D407": lambda: documents.test_comes_back_changed(PLACE, "a name is kept", "name", '"Fjord AS"', '"FJORD AS"'),
    "D408": lambda: documents.law_broken(PLACE, "GetPut", "name", '"Fjord AS"', '"FJORD AS"'),
    "R302": lambda: sync.number_changed("Number", 10513, 10512, None),
    "R303": lambda: sync.number_of_another("Number", 10512, "customer 10512", None),
    "R304": lambda: sync.number_shared("Number", 10512, ["customer 77"], None),
    "R305": lambda: sync.value_shared("ExternalImportReference", "win:customer:7", ["customer 77"], None),
    "R306": lambda: series_complaints.number_of_trust("Number", 60010, "Klientmidler 60000-60999", None),
    "R307": lambda: series_complaints.number_reserved("Number", 1500, CHART, None),
    "R308": lambda: series_complaints.number_of_another_kind("Number", 20010, "Leverandører 20000-29999", None),
    "R311": lambda: refusals.unknown_choice("InvoiceDeliveryType", "Post", None),
    "R313": lambda: refusals.required_here(GO_CUSTOMER.requirements[0].message, None),
    "P101": lambda: FIRM.gone("customer", "512", 4711),
    "P102": lambda: FIRM.skipped_after_sent("customer", "512", 4711, None),
    "P103": lambda: FIRM.several_candidates("OrganizationNumber", "923609016", [4711, 4712]),
    "P104": lambda: FIRM.somebody_elses("Number", 10512, 4711, "Vest Bygg AS", "Fjord AS"),
    "P105": lambda: FIRM.linked_to_another(4711, "customer 77"),
    "P106": lambda: FIRM.no_such_decision("customer", "512", 4711),
    "P107": lambda: FIRM.recoded("department 10", "department 11"),
    "P108": lambda: sync.alike("org_no", "923609016", ["customer 77"]),
    "P109": lambda: sync.still_in_use("IsArchived"),
    "P110": lambda: FIRM.missing_row("customer", "512", 4711),
    "P111": lambda: sync.no_such_record("Win", "customer", "5121", ["512"]),
    "P112": lambda: retrying._nothing_held("customer 512", ()),
    "P113": lambda: explain_code.no_such_code("T140"),
    "P201": lambda: FIRM.changed_after_posting("invoice", "1/5001", ["CurrencyAmount"]),
    "P202": lambda: FIRM.other_voucher("5001", ["VoucherDate"]),
    "P203": lambda: sync.closed_period(DAY, date(2026, 10, 31), None),
    "P204": lambda: sync.older_than_start(DAY, date(2026, 11, 1)),
    "P205": lambda: sync.no_start_date("invoice"),
    "P206": _assumed,
    "P207": lambda: series_complaints.series_overlap(GO, "Kunder 10000-19999", "Ansatte 15000-15999"),
    "P208": lambda: series_complaints.series_filling(Room("go", EMPLOYEES, 960, 12), "Ansatte 1-999"),
    "P301": lambda: sync.unreadable_file("pdfs/5001.pdf", say("is not there")),
    "P302": lambda: sync.large_file("pdfs/5001.pdf", 31_000_000, 20 * 2**20),
    "P303": lambda: sync.other_file("pdfs/5001.pdf"),
    "P401": lambda: sync.guard("max_updates", say("{n} updates, and at most {most} are allowed", n=412, most=200)),
    "P402": saving.mappings_changed,
    "P403": lambda: saving.used("01JDEMO", 7),
    "P404": lambda: saving.edited("november.plan"),
    "P405": lambda: saving.other_workspace("november.plan", "fjord", "vest"),
    "P406": lambda: saving.offline("november.plan"),
    "P407": lambda: saving.other_version("november.plan", "0.1.0"),
    "P408": lambda: saving.waits("november.plan", "01JDEMO", "kari"),
    "P501": lambda: sync.refused_by_target(Rejected(GO, "POST /Customers", say("EmailAddress is not valid"))),
    "P502": lambda: sync.prerequisite_failed("customer:512"),
    "P504": lambda: sync.handed_over(
        Finding(
            say("by hand"),
            "warning",
            say(
                "invoice {invoice}: {kind} {amount} of {day}: {reason}",
                invoice="1/5077",
                kind="TAP",
                amount=figures.number("6931.25"),
                day=figures.day(date(2026, 11, 17)),
                reason=say("it was written off"),
            ),
            say("enter it in Win by hand; `wingo doctor` lists it until Win's invoice says so"),
        )
    ),
    "P503": lambda: sync.outcome_unknown(Unreachable(GO, "POST /Customers", say("the reply was lost"))),
    "P601": lambda: _found("error", "series", "no customer series", "add one in Go"),
    "P602": lambda: _found("warning", "lock date", "none is set", "set one in Go"),
    "P701": lambda: reverting.no_such_run(12, 9),
    "P702": lambda: reverting.changed_by_hand("customer 512: Name", 9, GO),
    "P703": lambda: reverting.occupied("customer 512", 4711, GO),
    "P704": lambda: reverting.stays("customer 512", 4711, GO),
    "P705": lambda: reverting.already("customer 512", 10),
    "P901": lambda: sync.system_failure(Unreachable(GO, "GET /Customers", say("no connection"))),
    "P902": lambda: sync.system_failure(Denied(GO, "POST /OAuth/Token", say("the client key is not valid"))),
    "P903": lambda: sync.system_failure(Missing("Win", "wingo_customer", say("there is no such view"))),
    "P904": lambda: stops.busy("state.db.lock"),
    "P905": lambda: sync.system_failure(Retryable(GO, "GET /Customers", say("too many requests"))),
    "P906": lambda: opening._no_connector("go", "gogo"),
    "P907": lambda: stops.own_fault(_a_fault()),
    "P908": lambda: opening._newer_state("0009"),
}


def _a_fault() -> Exception:
    """A fault whose place does not move when these lines do."""
    try:
        exec(compile("assert False", "engine/sync/planner.py", "exec"))
    except AssertionError as fault:
        return fault
    raise AssertionError("it must fail")
