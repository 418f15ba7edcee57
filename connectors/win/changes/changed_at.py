"""By `changed_at`: the moment at which the site last stamped a row, with an overlap for stamps that come late.

A stamp tells two editions apart only once no later edition can bear it: a row whose stamp lies within the overlap
before the reading is not kept, and so is read again until its stamp is old enough. A clock that has gone back since the
last reading may give old stamps anew: then nothing is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from connectors.win.changes.way import News, column_lacking
from connectors.win.connect import Database
from connectors.win.open_view import OpenView
from connectors.win.views import CHANGED_AT, Views
from engine.model.schema import Entity
from engine.model.text import Text, say

# The server's own clock, in UTC. A site may stamp in local time: in Norway that is later than UTC, so its rows only
# look younger than they are, and are read again for an hour or two more.
_CLOCK = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
    "postgresql": "SELECT now()",
    "mssql": "SELECT SYSUTCDATETIME()",
}


@dataclass(frozen=True, slots=True)
class ByChangedAt:
    """Implements way.Way. Exact where a row is stamped with the server's clock at every change, at most `overlap`
    before the change is committed, and that clock is never set back farther than what is left of the overlap, unless
    the next reading comes before it has caught up."""

    overlap: timedelta
    column: str = CHANGED_AT

    def lacks(self, database: Database, views: Views, entity: Entity) -> Text | None:
        """A view without the column, or a database whose clock is not known how to ask for."""
        if database.dialect not in _CLOCK:
            return say("the clock of {dialect} is not known here", dialect=database.dialect)
        return column_lacking(database, views, entity, self.column)

    def mark(self, database: Database, _views: Views, _entity: Entity) -> str:
        """The server's clock."""
        ((now,),) = database.answers(say("asking for the time"), _CLOCK[database.dialect])
        moment = stamp(now)
        assert moment is not None, f"a clock that tells no time: {now!r}"
        return moment.isoformat()

    def news(self, _view: OpenView, since: str, mark: str) -> News:
        """All rows are outdated when the clock has gone back."""
        now = datetime.fromisoformat(mark)
        went_back = since != "" and now < datetime.fromisoformat(since)
        return News(None if went_back else (), partial(edition, now - self.overlap))


def edition(settled_before: datetime, cell: object) -> str | None:
    """The stamp, once no other edition can come to bear it."""
    moment = stamp(cell)
    return moment.isoformat() if moment is not None and moment < settled_before else None


def stamp(cell: object) -> datetime | None:
    """A stamp as a moment; one without an offset as if it were in UTC. None where there is none, or no such thing."""
    try:
        moment = datetime.fromisoformat(cell.strip()) if isinstance(cell, str) else cell
    except ValueError:
        return None
    if not isinstance(moment, datetime):
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
