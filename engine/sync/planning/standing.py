"""How a record stands in the target: a digest of what it shows in the fields that rules fill.

Where a record comes of the same as before and shows the same as when nothing differed, nothing differs: that is told
without its values. Whatever the comparison depends on beside them is in the digest, or in that of what it is made from.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from engine.language import typed
from engine.model.compact import Picking
from engine.model.record import Row
from engine.sync.planning.job import Job
from engine.sync.planning.steady import DIGEST_BYTES, steady


class Standings:
    """The digests of one mapping's records in the target."""

    def __init__(self, job: Job) -> None:
        names = sorted({one.target[0] for one in job.mapping.program.statements if isinstance(one, _FILLING)})
        alike = repr((names, steady(job.target_entity)))  # which fields can be changed is the connection's word
        self._hasher = blake2b(alike.encode(), digest_size=DIGEST_BYTES)
        self._shown = Picking(names)

    def digest(self, standing: Row) -> str:
        """Of a record as the target shows it."""
        hasher: Any = self._hasher.copy()
        hasher.update(repr(self._shown.of(standing)).encode())
        digest: str = hasher.hexdigest()
        return digest


_FILLING = (typed.Rule, typed.Block, typed.Each, typed.Item)
