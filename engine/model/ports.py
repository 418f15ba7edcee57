"""The only face that connectors see, and the only one of theirs that the engine sees.

A connector gives one object, found by its entry point, that knows its catalog without a connection and opens
connections. A connection reads and writes; whether it is a journey's source or its target is the mapping's word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from engine.model.change import Receipt, Request, Write
from engine.model.frozen import frozen
from engine.model.record import Row
from engine.model.schema import Catalog, Series


@frozen
class Reading:
    """Rows of one entity, and how far they reach.

    `rows`: read lazily; of a target each row holds the entity's id field. `cursor`: give it to the next reading as
    `since`, once all before it is done; None when the entity is always read whole.
    `complete`: the groups (see Entity.group) of which every row is among `rows`; None: all of them.
    `elsewhere`: reads the rows that the system has and that are not this workspace's: of a record that was sent and is
    one of them, that it is not among `rows` is no sign of a broken view.
    """

    rows: Iterable[Row]
    cursor: str | None = None
    complete: frozenset[str | int] | None = None
    elsewhere: Callable[[], Iterable[Row]] = tuple


@frozen
class Finding:
    """One thing that a doctor's visit found. `state`: "ok", "warning" or "error"; `remedy` says what to do."""

    topic: str
    state: str
    message: str
    remedy: str = ""


class Connection(Protocol):
    """An open way to one system. Methods raise the kinds of engine.model.failure and nothing else."""

    catalog: Catalog

    @property
    def calls(self) -> int:
        """How many requests were sent since it was opened (0 where requests cost nothing)."""

    @property
    def waited_seconds(self) -> float:
        """How long they waited for the system's limit, all together (0 where there is none)."""

    def read(self, entity: str, since: str | None = None) -> Reading:
        """The rows of an entity, typed by the catalog; a field whose content is not of its type holds a Fault."""

    def setting(self, name: str) -> tuple[Row, ...]:
        """All rows of a setting (accounts, VAT codes, …); asked at most once a connection."""

    def series(self) -> tuple[Series, ...]:
        """The number series as they are now; asked at most once a connection."""

    def closed_until(self) -> date | None:
        """The last day of the closed period, inclusive; None when nothing is closed."""

    def occupied(self, entity: str) -> Mapping[str | int, Decimal]:
        """The records that cannot be taken out of use now, by id, each with the balance that stands on its account."""

    def request(self, write: Write) -> Request:
        """The exact request that a write becomes. Pure: no call is made."""

    def send(self, request: Request) -> Receipt:
        """Carry a request out; its placeholders have been replaced. Reads may be retried, writes never blindly."""

    def recover(self, request: Request) -> Receipt | None:
        """Ask whether a request that may have taken hold did; None when there is no sign of it."""

    def examine(self) -> Iterator[Finding]:
        """The doctor's visit: what must hold for this system to work, one finding a topic. Reads only."""

    def close(self) -> None:
        """Give back what it holds."""


class Connector(Protocol):
    """What an entry point of the group `wingo.connectors` names."""

    catalog: Catalog

    def open(self, settings: Mapping[str, object], folder: Path) -> Connection:
        """Open a connection with the workspace's settings of this system; relative paths are relative to `folder`.

        Raises ValueError naming the setting that is missing or wrong, and Unreachable.
        """


@runtime_checkable
class HandsOver(Protocol):
    """What a connection is besides, when what was sent through it goes on in one piece: rows as a file.

    Only a run knows when all is sent: plans and the doctor's visits open and close connections too.
    """

    def hand_over(self) -> Iterator[Finding]:
        """Let what was sent go on, that of runs which died included, as it is asked for; what a person must know of it.

        Raises the kinds of engine.model.failure.
        """


@runtime_checkable
class SiteMade(Protocol):
    """What a connector is besides, when its system is a database whose views and tables a site makes itself."""

    @property
    def dialects(self) -> tuple[str, ...]:
        """The kinds of database that `ddl` writes for."""

    def ddl(self, dialect: str, *, inlets: bool = False) -> str:
        """The SQL that a site runs, with views as templates to fill in; with `inlets` only what is written to.

        Raises KeyError for a dialect that is not one of `dialects`.
        """


class RunningStandIn(Protocol):
    """A stand-in that serves until it is stopped."""

    url: str
    settings: Mapping[str, str]

    def pay(self, payment: Mapping[str, object]) -> None:
        """Register a payment as a person or a bank would: the body of the control call `POST /standin/payments`.

        Raises ValueError with the stand-in's own words when it refuses.
        """

    def set_up(self, settings: Mapping[str, object]) -> None:
        """Change settings as a person in Go would: the body of the control call `PUT /standin/settings`.

        Raises ValueError with the stand-in's own words when it refuses.
        """

    def stop(self) -> None:
        """Stop, and return when the socket is closed."""


class StandIn(Protocol):
    """What an entry point of the group `wingo.standins` names."""

    def start(
        self,
        *,
        port: int = 0,
        data: Path | None = None,
        keep: bool = False,
        mischief: Path | None = None,
        limit: int | None = None,
    ) -> RunningStandIn:
        """Serve on 127.0.0.1 until stopped; `limit` in requests a second, 0 none, None its default."""

    def replay(self, recording: Path, *, port: int = 0) -> RunningStandIn:
        """Serve the answers of a recording (engine.model.recording) on 127.0.0.1 until stopped.

        Raises OSError, and ValueError when the folder holds no recording.
        """


@frozen
class DemoData:
    """What a demo build made: `settings` of the workspace for its system, counts of records by entity,
    and the payments that its customers will make (bodies of the stand-in's control call).

    `standin`: what a stand-in must be set to before it is sent these records (see RunningStandIn.set_up).
    """

    settings: Mapping[str, object]
    counts: Mapping[str, int]
    payments: tuple[Mapping[str, object], ...]
    standin: Mapping[str, object] = MappingProxyType({})


class Demo(Protocol):
    """What an entry point of the group `wingo.demos` names."""

    @property
    def customers(self) -> range:
        """How many customers a build may be asked for; the least is what it has when nothing is asked."""

    def build(self, folder: Path, customers: int | None = None) -> DemoData:
        """Make the demo database in a folder; deterministic, and replaces what an earlier build left there.

        `customers`: so many, with the same edge cases in proportion.
        """
