"""panzi-json-logic: JsonLogic in Python, for the few fields that conditions and simple values make up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from json_logic import jsonLogic

from bench.peers.conditions import all_but
from bench.peers.json_record import with_nulls

NAME, PACKAGE = "panzi-json-logic", "panzi-json-logic"
_DAYS = {"if": [{"===": [{"var": "payment_days"}, None]}, 14, {"var": "payment_days"}]}
_RULES: dict[str, Any] = {
    "ExternalNumber": {"var": "customer_no"},
    "IsPerson": {"===": [{"var": "is_person"}, True]},
    "SendPaymentReminders": {"and": [{"<=": [_DAYS, 30]}, {"!==": [{"var": "is_person"}, True]}]},
    "ExternalImportReference": {"cat": ["win:customer:", {"var": "customer_no"}]},
    "IsArchived": {"!": [{"var": "active"}]},
}
LEAVES_OUT = all_but(_RULES)
EXACT = False
prepare = with_nulls


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Every rule in turn."""

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        if record["is_internal"]:
            return None
        return {name: jsonLogic(rule, record) for name, rule in _RULES.items()}

    return run
