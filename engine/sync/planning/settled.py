"""Reading a target right after writing to it: a replica that lags behind shows neither what is new nor what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from operator import itemgetter

from engine.model.record import Row
from engine.sync.planning.diff import differences
from engine.sync.planning.job import Job
from engine.sync.state.records import Link
from engine.sync.world import SETTLE_SECONDS


def settled_records(job: Job) -> Mapping[str | int, Row]:
    """The target's records; read once more, when it can be trusted, if what was written a moment ago is not there."""
    existing = job.existing()
    if job.offline:
        return existing
    now = job.world.clock()
    unseen = list(_unseen(job, existing, now))
    if not unseen:
        return existing
    job.world.sleep(SETTLE_SECONDS - (now - max(unseen)).total_seconds())
    return job.holdings.again(job.mapping.target)


def _unseen(job: Job, existing: Mapping[str | int, Row], now: datetime) -> Iterator[datetime]:
    """When each lately written record was written that the target does not show as it was sent."""
    lately = (now - timedelta(seconds=SETTLE_SECONDS)).isoformat()
    written = (
        (key, link)
        for key, link in job.known.links.items()
        if link.at > lately and link.target_entity == job.mapping.target.name
    )
    for key, link in job.sent.each(written, itemgetter(0)):
        if not _shows(job, key, link, existing):
            yield datetime.fromisoformat(link.at)


def _shows(job: Job, key: str, link: Link, existing: Mapping[str | int, Row]) -> bool:
    row, sent = existing.get(link.target_id), job.sent.get(key)
    if row is None or sent is None:
        return row is not None
    return not differences(sent.values, row, job.target_entity, job.equivalences, None)
