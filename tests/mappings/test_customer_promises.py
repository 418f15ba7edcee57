"""What a customer's record never does, whatever Win holds: tell a personal number, promise EHF or e-mail in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.language.outcome import Desired, Outcome, Refused
from engine.mapping.mapping import Mapping

Shipped = Callable[[str], Mapping]
FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

REAL_NUMBER = "923609016"
PERSONAL = st.text("0123456789", min_size=11, max_size=11)
COUNTRY = st.sampled_from([None, "NO", "Norge", "SE", "Sverige", "S", "Utopia", ""])


def _customer(**fields: Any) -> dict[str, Any]:
    flags = {"is_internal": False, "vat_free": False, "reminders": True, "active": True}
    return {"customer_no": 10001, "row_id": "c-1", "name": "Ola Nordmann", **flags, **fields}


def _all_that_is_told(outcome: Outcome) -> str:
    return repr(outcome.payload if isinstance(outcome, Desired) else "") + repr(outcome.diagnostics)


@FEW
@given(number=PERSONAL, country=COUNTRY, person=st.booleans(), spaced=st.booleans())
def test_a_personal_number_is_never_told(
    shipped: Shipped, number: str, country: str | None, person: bool, spaced: bool
) -> None:
    written = f"{number[:6]} {number[6:]}" if spaced else number
    outcome = shipped("base/customer").run(
        _customer(org_no=written, country=country, is_person=person, city="Oslo", postal_code="0150")
    )
    assert isinstance(outcome, Refused if country == "Utopia" else Desired)
    assert any(diagnostic.code == "R205" for diagnostic in outcome.diagnostics)
    told = _all_that_is_told(outcome)
    assert number not in told
    assert written not in told


@FEW
@given(
    org_no=st.sampled_from([None, "", "  ", "-", REAL_NUMBER, "923 609 017", "NO 923 609 016 MVA", "556036-0793"]),
    country=COUNTRY,
    email=st.sampled_from([None, " ", "post@fjord.no"]),
    invoice_email=st.sampled_from([None, "", "faktura@fjord.no"]),
    delivery=st.sampled_from([None, "EHF", "EPOST", "UTSKRIFT", "EFAKTURA", "AVTALEGIRO", "TELEFAKS"]),
)
def test_a_delivery_type_is_one_that_go_takes(
    shipped: Shipped,
    org_no: str | None,
    country: str | None,
    email: str | None,
    invoice_email: str | None,
    delivery: str | None,
) -> None:
    outcome = shipped("base/customer").run(
        _customer(org_no=org_no, country=country, email=email, invoice_email=invoice_email, delivery_type=delivery)
    )
    assert isinstance(outcome, Desired)
    sent = outcome.payload
    way = sent.get("InvoiceDeliveryType")
    assert way in (None, "EHF", "PdfByEmail", "Print")
    assert ("InvoiceDeliveryType" in sent) is (delivery in ("EHF", "EPOST", "UTSKRIFT"))
    if way == "EHF":
        assert sent["OrganizationNumber"] == REAL_NUMBER
    if way == "PdfByEmail":
        assert sent["EmailAddress"] or sent["InvoiceEmailAddress"]
