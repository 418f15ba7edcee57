"""The doctor's visit to Go: keys, privileges, clock, number series, lock date and the settings that mappings look up.

It reads only. When the keys do not open Go, nothing else is asked; when one thing cannot be read, the rest still is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial, reduce
from itertools import pairwise
from typing import Any, Protocol

from connectors.go.privileges import WANTED, Privilege
from connectors.go.settings import Settings
from engine.model import figures
from engine.model.enumeration import in_a_row
from engine.model.failure import Denied, Failure, Unreachable
from engine.model.ports import Finding
from engine.model.record import Row
from engine.model.schema import Series
from engine.model.text import say

SKEW_SECONDS_MAX = 60  # Go tells the time in whole seconds, and an answer takes a few of them


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

    def posting_path(self) -> str | None:
        """Where invoices are posted, when Go knows that address."""

    def skew_seconds(self) -> float | None:
        """How far Go's clock is ahead of this machine's, as its last answer told."""


def examine(asking: Asking, settings: Settings) -> Iterator[Finding]:
    """One finding a topic, the keys first."""
    try:
        integration = asking.integration()
    except (Denied, Unreachable) as failure:
        yield _failed(say("keys") if isinstance(failure, Denied) else say("connection"), failure)
        return
    except Failure as failure:
        yield _failed(say("keys"), failure)
    else:
        yield _keys(integration, settings)
        yield _privileges(integration)
    if settings.is_in_clear:
        remedy = say("use https in base_url and token_url")
        yield Finding(say("address"), "warning", say("keys travel unencrypted"), remedy)
    yield from _clock(asking.skew_seconds())
    yield from _guarded(say("series"), lambda: _series(asking.series()))
    yield from _guarded(say("lock date"), lambda: _lock_date(asking.closed_until()))
    yield from _guarded(say("posting"), lambda: _posting(asking.posting_path()))
    for setting, topic, none in _SETTINGS:
        yield from _guarded(topic, partial(_count, asking, setting, topic, none))


_SETTINGS = (
    ("GeneralLedgerAccount", say("accounts"), say("Go has no account")),
    ("VatCode", say("VAT codes"), say("Go has no VAT code")),
    ("PaymentTerm", say("payment terms"), say("Go has no payment term")),
)


def _guarded(topic: str, ask: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield ask()
    except Failure as failure:
        yield _failed(topic, failure)


def _failed(topic: str, failure: Failure) -> Finding:
    text = say("{request}: {detail}", request=failure.request, detail=failure.detail)
    return Finding(topic, "error", text, failure.remedy)


def _keys(integration: dict[str, Any], settings: Settings) -> Finding:
    name = integration.get("clientname") or say("unnamed")
    where = settings.environment or settings.base_url
    return Finding(say("keys"), "ok", say('company "{name}", {where}', name=name, where=where))


def _privileges(integration: dict[str, Any]) -> Finding:
    valid = frozenset(map(str, integration.get("validprivileges") or ()))
    invalid = frozenset(map(str, integration.get("invalidprivileges") or ()))
    topic = say("privileges")
    lacking = [privilege for privilege in WANTED if not privilege.is_in(valid)]
    if not lacking:
        first = ", ".join(privilege.name for privilege in WANTED[:3])
        return Finding(topic, "ok", say("{first}, … all {n}", first=first, n=len(WANTED)))
    asleep = [p.name for p in lacking if p.is_in(invalid)]
    absent = [p.name for p in lacking if not p.is_in(invalid)]
    return Finding(topic, "error", in_a_row(map(_lack, lacking)), in_a_row(_privilege_remedies(absent, asleep)))


def _lack(privilege: Privilege) -> str:
    return say("{privilege} is missing, needed to {purpose}", privilege=privilege.name, purpose=privilege.purpose)


def _privilege_remedies(absent: list[str], asleep: list[str]) -> Iterator[str]:
    if absent:
        named = ", ".join(absent)
        yield say("have the integration given {privileges} in Go's developer portal", privileges=named)
    if asleep:
        yield say(
            "{privileges} is given, but the client's Go subscription lacks the module: have the client add it",
            privileges=", ".join(asleep),
        )


def _clock(skew_seconds: float | None) -> Iterator[Finding]:
    """What the two clocks tell; nothing where Go does not say the time."""
    if skew_seconds is None:
        return
    topic, seconds = say("clock"), round(abs(skew_seconds))
    if seconds <= SKEW_SECONDS_MAX:
        yield Finding(topic, "ok", say("as this machine's"))
        return
    ahead = skew_seconds > 0
    text = (
        say("this machine's is {seconds} seconds slow by Go's", seconds=seconds)
        if ahead
        else say("this machine's is {seconds} seconds fast by Go's", seconds=seconds)
    )
    yield Finding(topic, "warning", text, say("let this machine set its clock by the network (NTP)"))


def _series(series: tuple[Series, ...]) -> Finding:
    topic = say("series")
    shown = _side_by_side(map(_shown, series))
    remedy = say("make one in Go: Innstillinger > Regnskap > Reskontroserier")
    for type_, lack in _SERIES_WANTED:
        if not any(s.type == type_ and not s.trust for s in series):
            text = say("{lack}; there are: {series}", lack=lack, series=shown)
            return Finding(topic, "error", text, remedy)
    if overlap := _overlap(series):
        one, other = overlap[0].name, overlap[1].name
        remedy = say("part them in Go: Innstillinger > Regnskap > Reskontroserier")
        return Finding(topic, "error", say("{one} and {other} overlap", one=one, other=other), remedy)
    return Finding(topic, "ok", shown)


_SERIES_WANTED = (
    ("Customer", say("no series for customers")),
    ("Employee", say("no series for employees")),
)


def _shown(series: Series) -> str:
    text = f"{series.type} {series.start}-{series.end}"
    return say("{series} (client trust)", series=text) if series.trust else text


def _side_by_side(texts: Iterable[str]) -> str:
    listed = list(texts)
    return reduce(lambda one, other: say("{one}, {other}", one=one, other=other), listed) if listed else say("none")


def _overlap(series: tuple[Series, ...]) -> tuple[Series, Series] | None:
    ordered = sorted(series, key=lambda s: s.start)
    return next(((a, b) for a, b in pairwise(ordered) if b.start <= a.end), None)


def _lock_date(locked: date | None) -> Finding:
    if locked is None:
        return Finding(say("lock date"), "ok", say("none"))
    return Finding(say("lock date"), "ok", say("{day}: nothing is posted on or before it", day=figures.day(locked)))


def _posting(path: str | None) -> Finding:
    """What can be told of posting without posting: no public specification shows that call."""
    topic = say("posting")
    if path is None:
        remedy = say("find out what Go calls it now, and say so in a profile of the workspace's own (docs/go.md)")
        return Finding(topic, "error", say("Go knows no address by which invoices are posted"), remedy)
    return Finding(topic, "ok", say("{path} is there; what it takes is told by the first voucher", path=path))


def _count(asking: Asking, setting: str, topic: str, none: str) -> Finding:
    rows = asking.setting(setting)
    if not rows:
        return Finding(topic, "error", none, say("finish the client's set-up in Go"))
    return Finding(topic, "ok", say("{n} to choose from", n=len(rows)))
