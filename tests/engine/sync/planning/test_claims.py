"""Claims: who takes what only one record may have, over rounds and mappings."""

from __future__ import annotations

from connectors.go.catalog.customer import CUSTOMER
from connectors.go.catalog.employee import EMPLOYEE
from engine.sync.planning.claims import Claims, Taker, place_of

NUMBER = ("go", "Number")
CUSTOMER_MAPPING, FOREIGN_MAPPING = Taker("customer", "customer"), Taker("foreign", "foreign")


def test_a_claim_is_not_beside_itself() -> None:
    claims = Claims()
    assert claims.take(NUMBER, CUSTOMER_MAPPING, [("1", 10001)]) == set()
    assert claims.others(NUMBER, 10001, CUSTOMER_MAPPING, "1") == []
    assert claims.others(NUMBER, 10001, CUSTOMER_MAPPING, "2") == ["customer 1"]
    assert claims.others(NUMBER, 10002, CUSTOMER_MAPPING, "2") == []


def test_what_several_take_is_told_whenever_one_more_takes_it() -> None:
    claims = Claims()
    assert claims.take(NUMBER, CUSTOMER_MAPPING, [("1", 10001), ("2", "10001"), ("3", 10003)]) == {"10001"}
    assert claims.take(NUMBER, CUSTOMER_MAPPING, [("4", 10001), ("5", 10003), ("6", 10006)]) == {"10001", "10003"}
    assert claims.others(NUMBER, 10001, CUSTOMER_MAPPING, "2") == ["customer 1", "customer 4"]
    assert claims.others(NUMBER, 10003, CUSTOMER_MAPPING, "5") == ["customer 3"]


def test_one_key_of_two_mappings_is_two_records() -> None:
    claims = Claims()
    claims.take(NUMBER, CUSTOMER_MAPPING, [("1", 10001)])
    assert claims.take(NUMBER, FOREIGN_MAPPING, [("1", 10001), ("2", 10002)]) == {"10001"}
    assert claims.others(NUMBER, 10001, FOREIGN_MAPPING, "1") == ["customer 1"]


def test_an_account_s_number_is_nobody_else_s_in_the_system_and_other_values_only_in_the_register() -> None:
    assert place_of(CUSTOMER, "Number") == place_of(EMPLOYEE, "Number")
    assert place_of(CUSTOMER, "ExternalNumber") != place_of(EMPLOYEE, "ExternalNumber")
