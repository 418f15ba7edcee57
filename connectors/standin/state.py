"""All that a running stand-in holds: ledger, access, mischief, the requests it met, and where it is kept.

One thread, the server's, touches it; nothing here waits, so every request is done as one step.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from connectors.standin.access import Access, Rules, with_limit
from connectors.standin.body import Body, parse
from connectors.standin.ledger import Ledger
from connectors.standin.mischief import Mischief, read_items
from connectors.standin.problems import AnswerError
from connectors.standin.stamps import Clock
from connectors.standin.storage import Storage, load


@dataclass(slots=True)
class Recorded:
    """One request that came in. `t`: seconds since the start; `status` and `client` are None until known."""

    t: float
    method: str
    path: str
    status: int | None = None
    client: str | None = None


@dataclass(slots=True)
class State:
    """What the server's requests work on. `rules` are those of the start, which a reset brings back."""

    ledger: Ledger
    access: Access
    rules: Rules
    storage: Storage | None = None
    mischief: Mischief = field(default_factory=Mischief)
    requests: list[Recorded] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def record(self, method: str, path: str) -> Recorded:
        """Note a request on its arrival."""
        recorded = Recorded(time.monotonic() - self.started, method, path)
        self.requests.append(recorded)
        return recorded

    def keep(self) -> None:
        """Write what has changed to the data file, before the reply goes out."""
        changed = [company for company in self.ledger.companies.values() if company.changed]
        if self.storage is not None and changed:
            self.storage.save(self.ledger)
        for company in changed:
            company.changed = False

    def reset(self, client: str | None) -> None:
        """Empty again: the companies (or one), the rules, the mischief and the requests. Tokens stay good."""
        self.ledger.clear(client)
        self.access.change(self.rules)
        self.mischief = Mischief()
        self.requests.clear()
        self.started = time.monotonic()
        if self.storage is not None:
            self.storage.save(self.ledger)


def open_state(data: Path | None, keep: bool, mischief: Path | None, limit: int | None) -> State:
    """The state to start with. Raises ValueError for a file that cannot be understood, OSError for one not read."""
    clock = Clock()
    ledger = load(data, clock)
    rules = with_limit(Rules(), limit)
    state = State(ledger, Access(ledger.keys, rules, time.monotonic), rules)
    if keep and data is not None:
        state.storage = Storage(data)
    if mischief is not None:
        state.mischief = _read_mischief(mischief)
    return state


def _read_mischief(path: Path) -> Mischief:
    try:
        return Mischief(read_items(parse(path.read_bytes())))
    except AnswerError as error:
        raise ValueError(f"{path.name}: {(error.body or {}).get('detail')}") from None


def recorded_body(recorded: Recorded) -> Body:
    """A request as the control call shows it; the time is in milliseconds' precision."""
    return {
        "t": parse(f"{recorded.t:.4f}"),
        "method": recorded.method,
        "path": recorded.path,
        "status": recorded.status,
        "client": recorded.client,
    }
