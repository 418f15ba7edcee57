"""Registers of a Win that goes live, and what its company in Go may hold already: keyed in by hand, sent by another
program, archived, half the same. Numbers, names and references come from small pools, so that they meet often.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

CUSTOMER_NUMBERS = tuple(range(10001, 10009))
EMPLOYEE_NUMBERS = tuple(range(1, 6))
DEPARTMENTS = ("10", "20", "30")
NAMES = ("Fjord AS", "Bjørk & Sønn", "Kiosken", "Ås Bygg AS", "Nordlys DA", "FJORD  A/S")
PEOPLE = (("Kari", "Nordmann"), ("Ola", "Ås"), ("Per", "Lie"), ("kari", "NORDMANN"))
ORG_NUMBERS = ("910000012", "910000020", "910000039", "910000047")
EMAILS = ("post@fjord.no", "POST@Fjord.NO", "faktura@kiosken.no")
CITIES = (("0150", "Oslo"), ("5003", "Bergen"))


@dataclass(frozen=True)
class Registers:
    """Cells of Win's rows, by view."""

    department: tuple[dict[str, Any], ...]
    employee: tuple[dict[str, Any], ...]
    customer: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Holding:
    """A record that stands in Go: the body that makes it, and what people made of it since."""

    body: dict[str, Any]
    edits: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Company:
    """What Go holds, by its entities."""

    department: tuple[Holding, ...]
    employee: tuple[Holding, ...]
    customer: tuple[Holding, ...]


def registers() -> st.SearchStrategy[Registers]:
    """Win's registers: each key once, whatever else is in the rows."""
    return st.builds(
        Registers,
        _rows(_department_row(), "department_no", 3),
        _rows(_employee_row(), "employee_no", 5),
        _rows(_customer_row(), "customer_no", 9),
    )


def companies() -> st.SearchStrategy[Company]:
    """What may stand in Go before: what Go itself keeps unique is unique."""
    numbered = ("Number", "ExternalNumber", "ExternalImportReference")
    return st.builds(
        Company,
        _holdings(_department(), ("Code",), 3),
        _holdings(_employee(), numbered, 4),
        _holdings(_customer(), numbered, 8),
    )


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def _rows(row: st.SearchStrategy[dict[str, Any]], key: str, size: int) -> st.SearchStrategy[tuple[dict[str, Any], ...]]:
    return st.lists(row, min_size=1, max_size=size, unique_by=lambda cells: cells[key]).map(tuple)


def _holdings(
    holding: st.SearchStrategy[Holding], unique: tuple[str, ...], size: int
) -> st.SearchStrategy[tuple[Holding, ...]]:
    return st.lists(holding, max_size=size, unique_by=tuple(map(_value_of, unique))).map(tuple)


def _value_of(name: str) -> Callable[[Holding], Hashable]:
    """The value of a field; of two that have none, neither is the other."""

    def value(holding: Holding) -> Hashable:
        found: Hashable = holding.body.get(name)
        return object() if found is None else found

    return value


# ---- Win


def _department_row() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "department_no": st.sampled_from(DEPARTMENTS),
            "name": st.sampled_from(("Lønn", "Revisjon")),
            "active": _flag(),
        }
    ).map(lambda cells: {"row_id": f"d{cells['department_no']}", **cells})


def _employee_row() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "employee_no": st.sampled_from((*EMPLOYEE_NUMBERS, 1200)),
            "name": st.sampled_from(PEOPLE),
            "external_ledger_no": _maybe(st.sampled_from((*EMPLOYEE_NUMBERS, 900))),
            "email": _maybe(st.sampled_from(EMAILS)),
            "department_no": _maybe(st.sampled_from(DEPARTMENTS)),
            "active": _flag(),
        }
    ).map(_employee_cells)


def _employee_cells(drawn: dict[str, Any]) -> dict[str, Any]:
    first, last = drawn.pop("name")
    return {"row_id": f"e{drawn['employee_no']}", "first_name": first, "last_name": last, **drawn}


def _customer_row() -> st.SearchStrategy[dict[str, Any]]:
    company = st.fixed_dictionaries({"name": st.sampled_from(NAMES), "org_no": _maybe(st.sampled_from(ORG_NUMBERS))})
    person = st.sampled_from(PEOPLE).map(
        lambda name: {"name": " ".join(name), "first_name": name[0], "last_name": name[1], "is_person": 1}
    )
    return st.tuples(
        company | company | person,
        st.fixed_dictionaries(
            {
                "customer_no": st.sampled_from((*CUSTOMER_NUMBERS, 512, 77)),
                "external_ledger_no": _maybe(st.sampled_from((*CUSTOMER_NUMBERS, 10512, 10077))),
                "email": _maybe(st.sampled_from(EMAILS)),
                "delivery_type": _maybe(st.sampled_from(("EHF", "EPOST", "UTSKRIFT", "AVTALEGIRO"))),
                "payment_days": _maybe(st.sampled_from((10, 14, 99))),
                "department_no": _maybe(st.sampled_from(DEPARTMENTS)),
                "manager_no": _maybe(st.sampled_from(EMPLOYEE_NUMBERS)),
                "active": _flag(),
            }
        ),
        _maybe(st.sampled_from(CITIES)),
    ).map(_customer_cells)


def _customer_cells(drawn: tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]) -> dict[str, Any]:
    who, how, place = drawn
    address = {} if place is None else {"postal_code": place[0], "city": place[1]}
    return {"row_id": f"c{how['customer_no']}", **who, **how, **address}


def _flag() -> st.SearchStrategy[int]:
    """Mostly true."""
    return st.sampled_from((1, 1, 1, 0))


# ---- Go


def _department() -> st.SearchStrategy[Holding]:
    bodies = st.fixed_dictionaries(
        {
            "Code": st.sampled_from(DEPARTMENTS),
            "Name": st.sampled_from(("Lønn", "Kundeservice")),
            "IsActive": st.booleans(),
        }
    )
    return st.builds(Holding, bodies)


def _employee() -> st.SearchStrategy[Holding]:
    def body(drawn: dict[str, Any], name: tuple[str, str]) -> dict[str, Any]:
        return _without_none({**drawn, "FirstName": name[0], "LastName": name[1]})

    return st.builds(
        Holding,
        st.builds(
            body,
            st.fixed_dictionaries(
                {
                    "Number": st.sampled_from(EMPLOYEE_NUMBERS),
                    "ExternalNumber": _maybe(st.sampled_from(EMPLOYEE_NUMBERS)),
                    "ExternalImportReference": _reference("employee", "e", EMPLOYEE_NUMBERS),
                    "EmailAddress": _maybe(st.sampled_from(EMAILS)),
                    "JobTitle": _maybe(st.just("Sjef")),
                    "DateOfBirth": _maybe(st.just("1980-05-17")),
                }
            ),
            st.sampled_from(PEOPLE),
        ),
        _edits({"PhoneNumber": "22 33 44 55", "IsArchived": True, "HiredDate": "2020-01-01"}),
    )


def _customer() -> st.SearchStrategy[Holding]:
    company = st.fixed_dictionaries(
        {"Name": st.sampled_from(NAMES), "OrganizationNumber": _maybe(st.sampled_from(ORG_NUMBERS))}
    )
    person = st.sampled_from(PEOPLE).map(lambda name: {"IsPerson": True, "FirstName": name[0], "LastName": name[1]})
    how = st.fixed_dictionaries(
        {
            "Number": st.sampled_from(CUSTOMER_NUMBERS),
            "ExternalNumber": _maybe(st.sampled_from((*CUSTOMER_NUMBERS, 512, 4711))),
            "ExternalImportReference": _reference("customer", "c", (*CUSTOMER_NUMBERS, 512)),
            "EmailAddress": _maybe(st.sampled_from(EMAILS)),
            "PaymentTerm": st.sampled_from((10, 14, 30)),
        }
    )
    return st.builds(
        Holding,
        st.builds(lambda who, rest: _without_none({**who, **rest}), company | company | person, how),
        _edits(
            {
                "WebsiteUrl": "https://fjord.example",
                "LegalName": "Fjord Aksjeselskap",
                "InvoiceEmailAddress": "FAKTURA@FJORD.NO",
                "UseInvoiceFee": False,
                "DoNotAddLatePaymentFees": True,
                "IsArchived": True,
            }
        ),
    )


def _reference(entity: str, letter: str, numbers: tuple[int, ...]) -> st.SearchStrategy[str | None]:
    """Mostly none; else what this program would have written, or what another one did."""
    ours = st.sampled_from(numbers).map(lambda number: f"win:{entity}:{letter}{number}")
    theirs = st.integers(1, 99).map(lambda number: f"crm-{number}")
    return st.one_of(st.none(), st.none(), ours, theirs)


def _edits(possible: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.lists(st.sampled_from(sorted(possible)), max_size=3, unique=True)
    return names.map(lambda chosen: {name: possible[name] for name in chosen})


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
