"""Why a record is held back, as a Norwegian accountant reads it; English is read in test_interpreter.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.diagnostics.languages import language
from engine.language.outcome import Refused
from engine.model.record import Fault
from engine.model.text import Text, say

SERIES_RULE = "Number = (payment_days ?? customer_no) within series.customer"


@pytest.mark.parametrize(
    ("rules", "record", "told"),
    [
        ("Number = payment_days", {"payment_days": Decimal("14.5")}, 'payment_days er ikke et heltall: "14.5"'),
        ("skip when vat_free", {"vat_free": "x"}, 'vat_free er verken `yes` eller `no`: "x"'),
        ("Since = since", {"since": "i dag"}, 'since er ikke en dato: "i dag"'),
        ("Number = 10 / payment_days | round", {"payment_days": 0}, "10 deles på 0"),
        (
            "Number = email | integer else refuse",
            {"email": "tolv"},
            'email "tolv" er ikke et heltall',
        ),
        (
            "Code = city | orgno else refuse",
            {"city": "974760674"},
            'city "974760674" er ikke et gyldig organisasjonsnummer',
        ),
        ("Code = city | orgno else refuse", {"city": "010190 12345"}, "city er ikke et gyldig organisasjonsnummer"),
        (
            'EmailAddress = "{city}" | kid(mod10) else refuse',
            {"city": "010190 12345"},
            "verdien er ikke en KID med gyldig kontrollsiffer (mod10)",
        ),
        (
            'Since = "{city}" | date("dd.MM.yyyy") else refuse',
            {"city": "31.02.2026"},
            '"31.02.2026" er ingen dag i kalenderen når den leses som dd.MM.yyyy',
        ),
        (
            "DepartmentId = department_no | link(department) else refuse",
            {"department_no": "10"},
            "department 10 finnes ikke i Go ennå",
        ),
        (
            "PaymentTermId = payment_days | find(PaymentTerm, by=CreditDays) else refuse",
            {"payment_days": 13},
            "Go har ingen PaymentTerm med CreditDays 13",
        ),
        (
            "DeliveryType = delivery | table(deliveries) else refuse",
            {"delivery": "FAX"},
            '"FAX" står ikke i tabellen deliveries',
        ),
        (
            SERIES_RULE,
            {"customer_no": 77},
            "77 ligger ikke i noen nummerserie av typen customer (10000-19999) og har ingen payment_days",
        ),
        (
            SERIES_RULE,
            {"payment_days": 1500},
            "1500 ligger ikke i noen nummerserie av typen customer (10000-19999); "
            "1000-9999 tilhører the chart of accounts",
        ),
        ("Origin = city ?? refuse", {}, "regelen for Origin holder denne posten tilbake"),
    ],
)
def test_a_norwegian_reads_why(world: Any, rules: str, record: dict[str, Any], told: str) -> None:
    outcome = world.run(rules, record)
    assert isinstance(outcome, Refused)
    assert [language("nb").of(diagnostic.message) for diagnostic in outcome.diagnostics] == [told]
    assert all(isinstance(diagnostic.message, Text) for diagnostic in outcome.diagnostics)


def test_a_consultants_own_words_stay_as_they_are(world: Any) -> None:
    outcome = world.run('check active, "ask Kari first"', {"active": False})
    assert isinstance(outcome, Refused)
    assert [language("nb").of(diagnostic.message) for diagnostic in outcome.diagnostics] == ["ask Kari first"]


def test_a_fault_that_a_connector_explains_is_said_too(world: Any) -> None:
    fault = Fault("ja?", say("neither yes nor no"))
    outcome = world.run("skip when vat_free", {"vat_free": fault})
    assert isinstance(outcome, Refused)
    assert language("nb").of(outcome.diagnostics[0].message) == 'vat_free er verken `yes` eller `no`: "ja?"'
