"""An open connection to one client of Go: reads, writes, recovers and examines through one paced HTTP client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from connectors.go import recovery, source
from connectors.go.catalog import CATALOG
from connectors.go.client import JSON, JSON_PATCH, Client, Upload
from connectors.go.clock import SYSTEM_CLOCK, Clock
from connectors.go.documents import open_document
from connectors.go.examination import examine
from connectors.go.payments import read_ledger_payments, read_payments
from connectors.go.profile import Profile
from connectors.go.profile_file import load_profile, shipped_profile
from connectors.go.reversal import reverse
from connectors.go.settings import Settings, parse
from connectors.go.target import receipt, write_request
from engine.model.change import Action, Receipt, Request, Write
from engine.model.failure import Missing, Rejected
from engine.model.ports import Finding, Reading
from engine.model.record import Row
from engine.model.schema import Catalog, Series


def connect(settings: Mapping[str, object], folder: Path, clock: Clock = SYSTEM_CLOCK) -> GoConnection:
    """Open a connection. Raises ValueError naming a setting that is missing or wrong; nothing is called."""
    parsed = parse(settings)
    profile = load_profile(folder / parsed.profile) if parsed.profile else shipped_profile()
    return GoConnection(parsed, folder, clock, profile)


class GoConnection:
    """ports.Connection for Go; see there for what each method promises."""

    def __init__(self, settings: Settings, folder: Path, clock: Clock, profile: Profile) -> None:
        self.catalog: Catalog = profile.catalog(CATALOG)
        self._settings = settings
        self._profile = profile
        self._folder = folder
        self._clock = clock
        self._client = Client(settings, clock)
        self._settings_read: dict[str, tuple[Row, ...]] = {}
        self._reversals_taken: set[str] = set()

    @property
    def calls(self) -> int:
        """How many requests were sent, tokens and repetitions included."""
        return self._client.calls

    @property
    def waited_seconds(self) -> float:
        """How long they waited for Go's limit, all together."""
        return self._client.waited_seconds

    def read(self, entity: str, since: str | None = None) -> Reading:
        """The rows of an entity; only payments are read from a cursor, all else is always read whole."""
        today = self._clock.now().date()
        if entity == "payment":
            return read_payments(self._client, since, today)
        if entity == "ledger_payment":
            return read_ledger_payments(self._client, today)
        found = self.catalog.entities[entity]
        if entity in source.REGISTER_PATHS:
            return Reading(source.read_register(self._client, self._profile, found))
        return Reading(source.read_vouchers(self._client, self._profile, found))

    def setting(self, name: str) -> tuple[Row, ...]:
        """All usable rows of a setting, asked for once."""
        if name not in self._settings_read:
            self._settings_read[name] = source.read_setting(self._client, name)
        return self._settings_read[name]

    def series(self) -> tuple[Series, ...]:
        """The number series as they are now, asked for once."""
        return self._series

    def closed_until(self) -> date | None:
        """The last day of the closed period, asked for once."""
        return self._closed_until

    def posting_path(self) -> str | None:
        """Where invoices are posted, when Go knows that address; asked for once."""
        return self._posting_path

    def occupied(self, entity: str) -> Mapping[str | int, Decimal]:
        """The customers whose ledger has a balance, which Go refuses to archive; asked for once."""
        return self._occupied if entity == "customer" else {}

    def integration(self) -> dict[str, Any]:
        """What Go says of the integration and the client, member names in lower case."""
        members = self._client.get("/ClientIntegrationInformation")
        return {str(name).lower(): value for name, value in members.items()} if isinstance(members, dict) else {}

    def skew_seconds(self) -> float | None:
        """How far Go's clock is ahead of this machine's, as its last answer told."""
        return self._client.skew_seconds

    def request(self, write: Write) -> Request:
        """The exact request of a write; no call is made."""
        return write_request(self._profile, self.catalog.entities[write.entity], write)

    def send(self, request: Request) -> Receipt:
        """Carry a request out; a POST is never sent twice unless it surely was not done."""
        assert "{" not in request.path, "every placeholder of a path is replaced before it is sent"
        entity = self.catalog.entities[request.entity]
        if request.action is Action.REVERSE:
            return reverse(self._client, self._clock, request.path, self._reversals_taken)
        file = self._document(request)
        if file is not None:
            answer = self._client.upload(request.method, request.path, file)
        else:
            media_type = JSON_PATCH if request.method == "PATCH" else JSON
            answer = self._client.write(request.method, request.path, request.payload, media_type)
        return receipt(self._profile, entity, request, answer)

    def recover(self, request: Request) -> Receipt | None:
        """Ask, once, whether a POST took hold; None if Go shows no sign of it, or sending it again is harmless."""
        return recovery.find_receipt(self._client, self._profile, self.catalog.entities[request.entity], request)

    def examine(self) -> Iterator[Finding]:
        """The doctor's visit; reads only."""
        return examine(self, self._settings)

    def close(self) -> None:
        """Close the connections to Go."""
        self._client.close()

    @cached_property
    def _series(self) -> tuple[Series, ...]:
        return source.read_series(self._client)

    @cached_property
    def _occupied(self) -> Mapping[str | int, Decimal]:
        return source.read_occupied(self._client, self._clock.now().date())

    @cached_property
    def _closed_until(self) -> date | None:
        return source.read_closed_until(self._client)

    @cached_property
    def _posting_path(self) -> str | None:
        path = self._profile.calls["outgoing_invoice_voucher"].path
        try:
            self._client.get(f"{path}/{UUID(int=0)}")  # a voucher is read there too, and none has this id
        except Missing:
            return None
        except Rejected:
            pass
        return path

    def _document(self, request: Request) -> Upload | None:
        if request.action is not Action.ATTACH:
            return None
        assert isinstance(request.payload, Mapping)
        return open_document(request.payload, self._folder, f"{request.method} {request.path}")
