"""What was taken back by reverting a run: a voucher that is linked no more and does not stand any more.

What settles such a voucher is its own reversal: that is no payment, and waits for no link.
"""

from __future__ import annotations

from engine.model.ports import Connection
from engine.sync.planning.holdings import Holdings
from engine.sync.planning.known import KnownEntity
from engine.sync.state.store import Store


class TakenBack:
    """The ids of a system's records that were taken back. The system is asked only when one of them is named.

    A link may be given up while its record stands (one that was only adopted): that record was not taken back.
    """

    def __init__(self, store: Store, source: Connection, holdings: Holdings, settles: KnownEntity) -> None:
        """`holdings` are the source's; `settles` knows the records that are linked."""
        self._entities = source.catalog.entities
        self._holdings = holdings
        self._settles = settles
        self._given_up = {str(target_id): entity for entity, target_id in store.given_up(source.catalog.system)}

    def __contains__(self, target_id: object) -> bool:
        entity = self._given_up.get(str(target_id))
        if entity is None or self._settles.by_target(target_id) is not None:
            return False
        return all(str(standing) != str(target_id) for standing in self._holdings.of(self._entities[entity]))
