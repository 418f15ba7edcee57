"""The vendor's specification of Go's API, where it is at hand, and whether an exchange with the stand-in keeps to it.

It is no part of this repository: it lies beside it, or where WINGO_SHARED says. Where it is not, nothing is checked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from connectors.standin.call import Exchange
from parts.schema_check import Check, Schemas

FOLDER = Path(os.environ.get("WINGO_SHARED") or Path(__file__).parents[2] / ".." / "shared") / "go-api"
PUBLISHED = FOLDER / "openapi-subset.json"
RECONSTRUCTED = FOLDER / "outgoing-invoice-post-reconstructed.json"
ABSENT = "the specification lies outside the repository and is not here"
JSON = "application/json"
_PAGING = frozenset({"pagenumber", "pagesize", "fields", "orderby"})


def is_at_hand() -> bool:
    """Whether the specification can be read here."""
    return PUBLISHED.exists() and RECONSTRUCTED.exists()


@cache
def whole_specification() -> Any:
    """The published specification with the reconstructed POST of invoice vouchers, and the same for credit notes.

    Every published operation has a default answer, ProblemDetails; the reconstruction leaves it out.
    """
    spec = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    posts = json.loads(RECONSTRUCTED.read_text(encoding="utf-8"))
    got = {"get": spec["paths"]["/Vouchers/OutgoingInvoiceJournals/{id}"]["get"]}
    default = spec["paths"]["/Vouchers/ManualJournals"]["post"]["responses"]["default"]
    for path, item in posts["paths"].items():
        item["post"]["responses"].setdefault("default", default)
        twin = path.replace("Invoice", "CreditNote")
        for name in (path, twin):
            spec["paths"].setdefault(name, {}).update(item)
        spec["paths"].setdefault(f"{twin}/{{id}}", {}).update(got)
    spec["components"]["schemas"].update(posts["components"]["schemas"])
    return spec


@dataclass(frozen=True, slots=True)
class Declared:
    """One operation: its path template, what its answers hold (None: nothing is said of it), its query, its body."""

    template: str
    answers: Mapping[str, Check | None]
    query: frozenset[str]
    body: Check | None


class Specification:
    """The operations by their paths, and those that were seen to keep to it."""

    def __init__(self) -> None:
        spec = whole_specification()
        self._schemas = Schemas(spec["components"]["schemas"])
        self._paths: dict[tuple[str, int], list[tuple[tuple[str, ...], Any]]] = {}
        for template, item in spec["paths"].items():
            parts = _parts(template)
            for method, operation in item.items():
                self._paths.setdefault((method.upper(), len(parts)), []).append((parts, (template, operation)))
        for found in self._paths.values():
            found.sort(key=lambda pair: sum(part.startswith("{") for part in pair[0]))
        self._made: dict[tuple[str, str], Declared] = {}
        self.seen: set[tuple[str, str, int]] = set()

    def breach(self, exchange: Exchange) -> str | None:
        """In what an exchange breaks the specification; None when it does not."""
        parts = _parts(exchange.path)
        below = parts[1:] if parts[:1] == ("demo",) else parts
        if below == ("oauth", "token"):
            below = ("v2", "token")
        if below[:1] != ("v2",):
            return None
        declared = self._declared(exchange.method, below[1:])
        if declared is None:  # no operation of the API, which the gateway says
            return None if exchange.status in (401, 404, 429) else f"{exchange.status} where there is no operation"
        wrong = _answer_breach(declared, exchange) or _request_breach(declared, exchange)
        self.seen.add((exchange.method, declared.template, exchange.status))
        told = f"{exchange.method} {declared.template} -> {exchange.status}"
        return None if wrong is None else f"{told}: {wrong}"

    def _declared(self, method: str, parts: tuple[str, ...]) -> Declared | None:
        for pattern, (template, operation) in self._paths.get((method, len(parts)), ()):
            if all(wanted.startswith("{") or wanted == part for wanted, part in zip(pattern, parts, strict=True)):
                key = method, template
                if key not in self._made:
                    self._made[key] = self._make(template, operation)
                return self._made[key]
        return None

    def _make(self, template: str, operation: Any) -> Declared:
        named = {item["name"].lower() for item in operation.get("parameters", ()) if item["in"] == "query"}
        return Declared(
            template,
            {status: self._check(answer) for status, answer in operation["responses"].items()},
            frozenset(named | (_PAGING if "resourceparameter" in named else set()) | {"subscription-key"}),
            self._check(operation.get("requestBody", {})),
        )

    def _check(self, holder: Any) -> Check | None:
        schema = holder.get("content", {}).get(JSON, {}).get("schema")
        return self._schemas.check(schema) if schema else None


def _answer_breach(declared: Declared, exchange: Exchange) -> str | None:
    status = str(exchange.status)
    if status not in declared.answers and "default" not in declared.answers:
        return None if _is_the_gateways(exchange) else "this status is not declared"
    check = declared.answers.get(status, declared.answers.get("default"))
    if check is None or not exchange.body:
        return None
    return f"is {exchange.media}" if exchange.media != JSON else check(_parse(exchange.body))


def _is_the_gateways(exchange: Exchange) -> bool:
    """Whether the gateway in front of the API refused the subscription key; the specification is of what is behind."""
    return exchange.status == 401 and set(_parse(exchange.body or b"{}")) == {"statusCode", "message"}


def _request_breach(declared: Declared, exchange: Exchange) -> str | None:
    """What was taken although it breaks the specification; what was refused may have been anything."""
    if exchange.status >= 300:
        return None
    if undeclared := {name.lower() for name, _ in exchange.query} - declared.query:
        return f"took the parameters {', '.join(sorted(undeclared))}, which are not declared"
    if declared.body is None or exchange.method != "POST" or not exchange.content:
        return None
    wrong = declared.body(_parse(exchange.content))
    return wrong and f"took a body that breaks its model: {wrong}"


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part if part.startswith("{") else part.lower() for part in path.split("/") if part)


def _parse(text: bytes) -> Any:
    return json.loads(text, parse_float=Decimal)
