"""Claims: who takes what only one record may have, over rounds and mappings."""

from __future__ import annotations

from connectors.go.catalog.customer import CUSTOMER
from connectors.go.catalog.employee import EMPLOYEE
from engine.sync.planning.claims import Claim, Claims, place_of

ONE, OTHER = Claim("customer", "1", "customer 1"), Claim("customer", "2", "customer 2")


def test_a_claim_is_not_beside_itself() -> None:
    claims = Claims()
    claims.take(("go", "Number"), 10001, ONE)
    assert claims.others(("go", "Number"), 10001, ONE) == []
    assert claims.others(("go", "Number"), 10001, OTHER) == ["customer 1"]
    assert claims.others(("go", "Number"), 10002, OTHER) == []


def test_one_key_of_two_mappings_is_two_records() -> None:
    claims = Claims()
    claims.take(("go", "Number"), 10001, ONE)
    assert claims.others(("go", "Number"), 10001, Claim("foreign", "1", "foreign 1")) == ["customer 1"]


def test_an_account_s_number_is_nobody_else_s_in_the_system_and_other_values_only_in_the_register() -> None:
    assert place_of(CUSTOMER, "Number") == place_of(EMPLOYEE, "Number")
    assert place_of(CUSTOMER, "ExternalNumber") != place_of(EMPLOYEE, "ExternalNumber")
