"""What is right for each edge case of the demo: what the mapping makes of its row, and what a plan of the whole says.

One table, read by three judges: a mapping alone, a plan, and the ledger that a sync over HTTP leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from connectors.win.demo.edge_cases import EdgeCase
from engine.model.change import Action, Pending

VOUCHERS = ("invoice", "credit_note")
UNMANAGED = object()  # the field is not in the payload: what stands in Go stays
_WAITS = frozenset({"R202", "R203", "R206"})


class Alone(Enum):
    """What a mapping by itself makes of a row."""

    SENT = "it is to be sent"
    REFUSED = "it is refused, or waits"
    LEFT_OUT = "another mapping's, or nobody's"
    NOT_FOR_ITS_OWN_SAKE = "only if something needs it"
    ELSEWHERE = "the other firm's: no row that comes to a mapping of this workspace"


@dataclass(frozen=True)
class Planned:
    """What a plan says of a record; `action` None: it does not speak of it. `codes`: all that it tells, by code."""

    action: Action | None
    codes: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A row of the demo, and what is right. `fields`: of the payload, by path; `lines`: the voucher's amounts.

    `codes`: of the refusal, else of the warnings. `planned`: where the whole set, the state or the calendar decides
    otherwise than the mapping alone. `file`: of a posted voucher, "sent", or the code that says why it waits.
    """

    mapping: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    alone: Alone = Alone.SENT
    planned: Planned | None = None
    file: str = "sent"

    def __str__(self) -> str:
        return f"{self.mapping} {self.key}"

    @property
    def whole(self) -> Planned:
        """What a plan says."""
        return self.planned or Planned(self._action, self.codes, {} if self.alone is Alone.REFUSED else self.fields)

    @property
    def _action(self) -> Action | None:
        if self.alone is Alone.REFUSED:
            return Action.WAIT if _WAITS.issuperset(self.codes) else Action.REFUSED
        if self.alone is not Alone.SENT:
            return Action.SKIPPED
        if self.mapping in VOUCHERS:
            return Action.POST
        return Action.UPDATE if self.mapping == "department_manager" else Action.CREATE


def _refused(mapping: str, key: str, *codes: str, **more: Any) -> Case:
    return Case(mapping, key, codes=codes, alone=Alone.REFUSED, **more)


def _elsewhere(mapping: str, key: str) -> Case:
    return Case(mapping, key, alone=Alone.ELSEWHERE, planned=Planned(None))


def _customers() -> tuple[Case, ...]:
    return (
        Case("customer", "10003", {"InvoiceDeliveryType": "PdfByEmail", "OrganizationNumber": None}),
        Case("customer", "10004", {"InvoiceDeliveryType": "Print", "OrganizationNumber": None}),
        Case("customer", "10001", {"OrganizationNumber": "310000051"}),
        _second_alike("10002", {"OrganizationNumber": "310000051"}),
        Case("customer", "10005", {"OrganizationNumber": None}, codes=("R205",)),
        Case("customer", "10006", {"OrganizationNumber": None}, codes=("R205",)),
        Case("customer", "10007", {"OrganizationNumber": "556036-0793", "MailAddress.CountryCode": "SE"}),
        Case("customer", "10008", {"MailAddress.CountryCode": "DE"}),
        Case("customer", "10009", {"MailAddress.CountryCode": "GB"}),
        _refused("customer", "10010", "R201"),
        Case("customer", "10011", {"IsPerson": True, "FirstName": "Kari", "LastName": "Nordmann", "Name": UNMANAGED}),
        _refused("customer", "10012", "R201", planned=Planned(Action.REFUSED, ("R201", "R201"))),
        _refused("customer", "77", "R301"),
        _refused("customer", "1500", "R301"),
        Case("customer", "520", {"Number": 10020}, planned=Planned(Action.REFUSED, ("R303",))),
        Case("customer", "10020", {"Number": 10020}),
        Case("customer", "521", {"Number": 10900}, planned=Planned(Action.REFUSED, ("R304",))),
        Case("customer", "522", {"Number": 10900}, planned=Planned(Action.REFUSED, ("R304",))),
        Case("customer", "530", {"Number": 10530, "ExternalNumber": 530}),
        Case(
            "customer",
            "10014",
            {"Number": 10014},
            alone=Alone.NOT_FOR_ITS_OWN_SAKE,
            planned=Planned(Action.CREATE, (), {"Number": 10014, "IsArchived": False}),
        ),
        _elsewhere("customer", "10015"),
        Case(
            "customer",
            "10016",
            {"IsArchived": True},
            alone=Alone.NOT_FOR_ITS_OWN_SAKE,
            planned=Planned(Action.CREATE, (), {"Number": 10016, "IsArchived": False}),
        ),
        Case("customer", "10017", {"IsArchived": True}, alone=Alone.NOT_FOR_ITS_OWN_SAKE),
        Case("customer", "10000", alone=Alone.LEFT_OUT, planned=Planned(None)),
        Case("customer", "10018", {"Name": "Havna Fisk AS"}),
        _second_alike("10019", {"Name": "Havna  Fisk AS"}),
        Case("customer", "10021", {"Name": "Bakeriet Sol & Måne AS"}),
    )


def _second_alike(key: str, fields: Mapping[str, Any]) -> Case:
    """The later one of two that look alike: sent, and the one that the warning stands on."""
    return Case("customer", key, fields, planned=Planned(Action.CREATE, ("P108",), fields))


def _people() -> tuple[Case, ...]:
    return (
        _refused("employee", "1200", "R301"),
        Case("employee", "1013", {"Number": 113, "ExternalNumber": 1013}),
        Case("employee", "14", {"IsArchived": True, "EndDate": date(2026, 8, 31)}),
        Case("employee", "4", {"Number": 4}),
        _elsewhere("employee", "12"),
        Case("department", "20", {"Code": "20", "IsActive": True}),
        Case("department", "30", {"Code": "30", "IsActive": True}),
        Case("department", "40", {"Code": "40", "IsActive": True}),
        Case("department", "05", {"Code": "05", "IsActive": False}),
        Case("department", "50", {"Code": "50", "IsActive": True}, planned=Planned(Action.CREATE, ("P108",))),
        Case("department_manager", "30", {"ManagerEmployeeId": Pending("employee", "3")}),
        # A department that goes without its manager has nothing to be sent in the second pass.
        Case(
            "department_manager",
            "20",
            {"ManagerEmployeeId": UNMANAGED},
            codes=("R205",),
            planned=Planned(None),
        ),
        Case(
            "department_manager",
            "40",
            {"ManagerEmployeeId": UNMANAGED},
            codes=("R205",),
            planned=Planned(None),
        ),
        _refused("contact_person", "K019", "R202"),
    )


def _projects() -> tuple[Case, ...]:
    main, dotted = Pending("project", "P100"), Pending("project", "2026.1")
    folded = {"Name": "Lønn / A-melding", "ParentProjectId": main, "CustomerId": UNMANAGED}
    return (
        Case("project", "P110", {"ProjectManagerEmployeeId": Pending("employee", "14")}),
        Case("project", "P200", {"ProjectManagerEmployeeId": Pending("employee", "4")}),
        _elsewhere("project", "P190"),
        _refused("project", "P140", "R202"),
        Case("project", "P100-1-1", folded),
        Case("project", "2026.1", {"Code": "2026-1", "ParentProjectId": None}),
        Case("project", "2026.1.1.1", {"Code": "2026-1-1-1", "ParentProjectId": dotted}),
    )


def _amounts() -> tuple[Case, ...]:
    return (
        Case("invoice", "1/5002", lines=("4062.50", "-4062.50")),
        Case("invoice", "1/5003", lines=("6000.00",)),
        Case("invoice", "1/5004", lines=("15000.00", "-10000.00")),
        Case("invoice", "1/5005", lines=("4062.50", "-11875.00")),
        Case("invoice", "1/5006", lines=("1249.96", "0.04")),
        Case("invoice", "1/5007", lines=("1249.96", "0.04")),
        Case("invoice", "1/5008", lines=("416.67", "416.67", "416.67", "-0.01")),
        _refused("invoice", "1/5009", "R204"),
        Case("invoice", "1/5010", {"CurrencyCode": "EUR", "CurrencyExchangeRate": Decimal("11.6425")}),
        Case("invoice", "1/5011", {"CurrencyCode": "USD", "CurrencyExchangeRate": Decimal("10.418025")}),
        _refused("invoice", "1/5012", "R312"),
        Case("credit_note", "1/5022", {"Description": "Kreditnota 5022 til faktura 5021"}, lines=("6000.00",)),
        Case("credit_note", "1/5024", lines=("1500.00",)),
        Case("credit_note", "1/5025", lines=("1500.00",)),
        Case("credit_note", "1/5026", {"Description": "Kreditnota 5026"}, lines=("625.00",)),
        Case("credit_note", "1/5028", lines=("2031.25",)),
    )


def _invoices() -> tuple[Case, ...]:
    return (
        Case("invoice", "1/4998", planned=Planned(Action.SKIPPED, ("P204",))),
        Case("invoice", "1/5001", {"VoucherDate": date(2026, 10, 1)}),
        Case("invoice", "1/5013", {"Cid": "0005120501300"}),
        Case("invoice", "1/5014", {"Cid": "01003605014-"}),
        Case("invoice", "1/5015", {"Cid": None}),
        Case("invoice", "1/5016", file="P301"),
        Case("invoice", "1/5017", file="P303"),
        Case("invoice", "1/5018", file="sent"),
        _refused("invoice", "1/5027", "R202"),
        _refused("invoice", "1/5029", "R202"),
        _refused("invoice", "1/5030", "R202"),
        _refused_by_the_whole("1/5031"),
        Case("invoice", "1/5032", {"CustomerAccountId": Pending("customer", "10016", "SubledgerAccountId")}),
        Case("invoice", "1/5033", alone=Alone.LEFT_OUT),
        _refused("invoice", "1/5034", "R202", planned=Planned(Action.WAIT, ("R206",))),
        Case("invoice", "1/5037", {"CustomerAccountId": Pending("customer", "10014", "SubledgerAccountId")}),
        Case("invoice", "1/5039", {"CustomerAccountId": Pending("customer", "10007", "SubledgerAccountId")}),
        _refused("invoice", "1/5041", "R202"),
        Case("invoice", "1/5042", {"ProjectId": Pending("project", "P100-1-1")}),
        _refused_by_the_whole("1/5045"),
        Case("invoice", "1/5048", {"VoucherDate": date(2026, 10, 25)}),
        _elsewhere("invoice", "2/5010"),
    )


def _refused_by_the_whole(key: str) -> Case:
    """An invoice of a customer that only the whole set refuses."""
    return Case("invoice", key, planned=Planned(Action.WAIT, ("R202",)))


def _paid() -> tuple[Case, ...]:
    """Those that are posted to be paid; what the payments make of them in Win is the auditor's business."""
    numbers = (5021, 5046, 5067, 5070, 5072, 5077, 5078, 5079, 5080, 5081)
    return tuple(Case("invoice", f"1/{number}") for number in numbers)


CASES: tuple[Case, ...] = (*_customers(), *_people(), *_projects(), *_amounts(), *_invoices(), *_paid())

# Win's status of an invoice once the demo's payments came back, with how much of it counts as paid.
STATUS_AFTER_PAYMENTS: Mapping[str, tuple[str, str]] = {
    "1/5046": ("BETALT", "4355.00"),
    "1/5067": ("DELVIS", "3611.56"),
    "1/5070": ("BETALT", "4212.50"),
    "1/5072": ("BETALT", "4200.00"),
    "1/5077": ("TAP", "0.00"),
    "1/5078": ("TAP", "7334.69"),
    "1/5079": ("UBETALT", "0.00"),
    "1/5080": ("UBETALT", "0.00"),
    "1/5081": ("BETALT", "9437.50"),
    "1/5021": ("KREDITERT", "0.00"),
    "1/5015": ("UBETALT", "0.00"),
}


def cases_of(edge_case: EdgeCase) -> list[Case]:
    """The rows of the table that tell of an edge case's record."""
    mappings = {"invoice": VOUCHERS, "department": ("department", "department_manager")}
    return [
        case
        for case in CASES
        if case.key == edge_case.key and case.mapping in mappings.get(edge_case.entity, (edge_case.entity,))
    ]
