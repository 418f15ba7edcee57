"""Values as a reader of either language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.diagnostics.languages import ENGLISH
from engine.faces.pages.speech import Speech, nouns_of
from engine.faces.systems import catalogs, spoken
from engine.model.change import AssignedByTarget, Pending, Unresolved
from engine.model.personal import MASK
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.schema import Field
from engine.model.types import DATE, number, text

NOUNS = {"department": ("department", "departments"), "customer": ("customer", "customers")}
EN, NB = Speech(ENGLISH, NOUNS), Speech(spoken("nb"), NOUNS)
AMOUNT, WHOLE, RATE = Field("a", number(2)), Field("n", number(0)), Field("r", number(None))
DAY, TEXT = Field("d", DATE), Field("t", text())


class _Other(Placeholder):
    def __str__(self) -> str:
        return "something"


@pytest.mark.parametrize(
    ("value", "declared", "english", "norwegian"),
    [
        (Decimal("184220.5"), AMOUNT, "184,220.50", "184\xa0220,50"),
        (1250, AMOUNT, "1,250.00", "1\xa0250,00"),
        (Decimal("-1250"), AMOUNT, "-1,250.00", "-1\xa0250,00"),
        (Decimal("11.6525"), RATE, "11.6525", "11,6525"),
        (Decimal("1E+3"), None, "1,000", "1\xa0000"),
        (10512, WHOLE, "10512", "10512"),
        (10512, None, "10512", "10512"),
        (True, None, "yes", "ja"),
        (False, None, "no", "nei"),
        (date(2026, 11, 24), None, "24 Nov 2026", "24.11.2026"),
        (datetime(2026, 11, 24, 3, 5, tzinfo=UTC), None, "24 Nov 2026 03:05", "24.11.2026 03:05"),
        ("2026-11-24", DAY, "24 Nov 2026", "24.11.2026"),
        ("2026-11-24", TEXT, "2026-11-24", "2026-11-24"),
        ("two\nlines", TEXT, "two lines", "two lines"),
        ("turned \u202eround", TEXT, "turned �round", "turned �round"),
        (None, None, "(empty)", "(tomt)"),
        ((), None, "(none)", "(ingen)"),
        ((Decimal("1.5"), None), None, "1.5; (empty)", "1,5; (tomt)"),
        ({"City": "Oslo", "Zip": None}, None, "City: Oslo", "City: Oslo"),
        ({"City": None}, None, "(empty)", "(tomt)"),
        (Fault("x", "not a date"), DAY, "x (not a date)", "x (ikke en dato)"),
        (Pending("department", "10"), None, "the id of department 10", "id-en til avdeling 10"),
        (
            Pending("customer", "512", "SubledgerAccountId"),
            None,
            "SubledgerAccountId of customer 512",
            "SubledgerAccountId for kunde 512",
        ),
        (Unresolved("VatCode", "Code", "3"), None, "the id of VatCode with Code 3", "id-en til VatCode med Code 3"),
        (AssignedByTarget("go"), None, "assigned by Go", "tildeles av Go"),
        (_Other(), None, "something", "something"),
        (3.5, None, "3.5", "3.5"),
    ],
)
def test_a_value_is_written_as_its_reader_writes_it(
    value: Any, declared: Field | None, english: str, norwegian: str
) -> None:
    assert EN.value(value, declared) == english
    assert NB.value(value, declared) == norwegian


def test_a_personal_number_is_never_written_out() -> None:
    assert EN.value("01019012345") == MASK
    assert EN.value("born 010190 12345, he says") == f"born {MASK}, he says"
    assert EN.value(("01019012345",)) == MASK
    assert EN.value("+4755123456789") == "+4755123456789"


def test_sums_have_their_currency() -> None:
    assert EN.money(Decimal("184220.5"), "NOK") == "kr\xa0184,220.50"
    assert NB.money(Decimal("184220.5"), "NOK") == "kr\xa0184\xa0220,50"
    assert NB.money(Decimal(3), "EUR") == "EUR\xa03,00"
    assert NB.money(Decimal(3), "") == "3,00"


def test_nouns_are_the_catalogs_and_else_the_mappings_name() -> None:
    assert (NB.noun("customer"), NB.noun("customer", 1), NB.noun("my_thing")) == ("kunder", "kunde", "my thing")
    go = catalogs()["go"]
    assert nouns_of(go.entities["outgoing_invoice_voucher"], "invoice") == ("invoice", "invoices")
    assert nouns_of(go.entities["payment"], "some_payment") == ("some payment", "some payment")


def test_every_entity_that_is_written_to_has_nouns() -> None:
    written = [e for c in catalogs().values() for e in c.entities.values() if any(f.writable for f in e.fields)]
    assert written
    assert [entity.title for entity in written if entity.nouns is None] == []
