"""The doctor's visit to Go: keys, privileges, number series, lock date and the settings that mappings look up.

It reads only. When the keys do not open Go, nothing else is asked; when one thing cannot be read, the rest still is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from connectors.go.privileges import WANTED
from connectors.go.settings import Settings
from engine.model.failure import Denied, Failure, Unreachable
from engine.model.ports import Finding
from engine.model.record import Row
from engine.model.schema import Series


class Asking(Protocol):
    """What the doctor may ask of a connection."""

    def integration(self) -> dict[str, Any]:
        """What Go says of the integration and the client."""

    def setting(self, name: str) -> tuple[Row, ...]:
        """The rows of a setting."""

    def series(self) -> tuple[Series, ...]:
        """The number series."""

    def closed_until(self) -> date | None:
        """The lock date."""


def examine(asking: Asking, settings: Settings) -> Iterator[Finding]:
    """One finding a topic, the keys first."""
    try:
        integration = asking.integration()
    except (Denied, Unreachable) as failure:
        yield _failed("keys" if isinstance(failure, Denied) else "connection", failure)
        return
    except Failure as failure:
        yield _failed("keys", failure)
        integration = {}
    else:
        yield _keys(integration, settings)
        yield _privileges(integration)
    if settings.is_in_clear:
        yield Finding("address", "warning", "keys travel unencrypted", "use https in base_url and token_url")
    yield from _guarded("series", lambda: _series(asking.series()))
    yield from _guarded("lock date", lambda: _lock_date(asking.closed_until()))
    yield from _guarded("accounts", lambda: _count(asking, "GeneralLedgerAccount", "accounts", "account"))
    yield from _guarded("VAT codes", lambda: _count(asking, "VatCode", "VAT codes", "VAT code"))
    yield from _guarded("payment terms", lambda: _count(asking, "PaymentTerm", "payment terms", "payment term"))


def _guarded(topic: str, ask: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield ask()
    except Failure as failure:
        yield _failed(topic, failure)


def _failed(topic: str, failure: Failure) -> Finding:
    return Finding(topic, "error", f"{failure.request}: {failure.detail}", failure.remedy)


def _keys(integration: dict[str, Any], settings: Settings) -> Finding:
    name = integration.get("clientname") or "unnamed"
    return Finding("keys", "ok", f'company "{name}", {settings.environment or settings.base_url}')


def _privileges(integration: dict[str, Any]) -> Finding:
    valid = frozenset(map(str, integration.get("validprivileges") or ()))
    invalid = frozenset(map(str, integration.get("invalidprivileges") or ()))
    lacking = [privilege for privilege in WANTED if not privilege.is_in(valid)]
    if not lacking:
        return Finding("privileges", "ok", f"{', '.join(p.name for p in WANTED[:3])}, … all {len(WANTED)}")
    asleep = [p.name for p in lacking if p.is_in(invalid)]
    absent = [p.name for p in lacking if not p.is_in(invalid)]
    lacks = "; ".join(f"{privilege.name} is missing, needed to {privilege.purpose}" for privilege in lacking)
    return Finding("privileges", "error", lacks, "; ".join(_privilege_remedies(absent, asleep)))


def _privilege_remedies(absent: list[str], asleep: list[str]) -> Iterator[str]:
    if absent:
        yield f"have the integration given {', '.join(absent)} in Go's developer portal"
    if asleep:
        yield f"{', '.join(asleep)} is given, but the client's Go subscription lacks the module: have the client add it"


def _series(series: tuple[Series, ...]) -> Finding:
    lacking = [type_ for type_ in ("Customer", "Employee") if not any(s.type == type_ and not s.trust for s in series)]
    shown = ", ".join(f"{s.type} {s.start}-{s.end}" + (" (client trust)" if s.trust else "") for s in series)
    remedy = "make one in Go: Innstillinger > Regnskap > Reskontroserier"
    if lacking:
        return Finding("series", "error", f"no series for {' or '.join(lacking).lower()}s; there are: {shown}", remedy)
    if overlap := _overlap(series):
        return Finding("series", "error", f"{overlap[0].name} and {overlap[1].name} overlap", remedy)
    return Finding("series", "ok", shown)


def _overlap(series: tuple[Series, ...]) -> tuple[Series, Series] | None:
    ordered = sorted(series, key=lambda s: s.start)
    return next(((a, b) for a, b in pairwise(ordered) if b.start <= a.end), None)


def _lock_date(locked: date | None) -> Finding:
    return Finding("lock date", "ok", "none" if locked is None else f"{locked}: nothing is posted on or before it")


def _count(asking: Asking, setting: str, topic: str, singular: str) -> Finding:
    rows = asking.setting(setting)
    if not rows:
        return Finding(topic, "error", f"Go has no {singular}", "finish the client's set-up in Go")
    return Finding(topic, "ok", f"{len(rows)} to choose from")
