"""rule-engine: an expression a field, for the few fields that conditions and simple values make up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rule_engine import Context, Rule

from bench.peers.conditions import all_but
from bench.peers.shapes import as_it_is

NAME, PACKAGE = "rule-engine", "rule-engine"
_EXPRESSIONS = {
    "ExternalNumber": "customer_no",
    "IsPerson": "is_person == true",
    "ReminderDeliveryType": 'email != null and email =~~ "[^ ]" ? "PdfByEmail" : "Print"',
    "SendPaymentReminders": "(payment_days == null ? 14 : payment_days) <= 30 and not is_person == true",
    "IsArchived": "not active",
}
LEAVES_OUT = all_but(_EXPRESSIONS)
EXACT = False
prepare = as_it_is


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Every expression in turn."""
    context = Context(default_value=None)
    rules = {name: Rule(text, context=context) for name, text in _EXPRESSIONS.items()}

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        if record["is_internal"]:
            return None
        return {name: rule.evaluate(record) for name, rule in rules.items()}

    return run
