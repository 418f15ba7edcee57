"""The state: links, what was last sent, cursors, the journal of intents and outcomes, runs, held records.

An intent is on the disk (`synchronous=FULL`) before its request leaves; that is what makes a posting exactly once.
The store knows nothing of rules or connectors: it keeps and gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from sys import intern
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.change import Action
from engine.model.exact_json import ReadLater
from engine.model.record import Value
from engine.model.text import say
from engine.sync.plan import Memory
from engine.sync.state.database import for_writing, migrate, state_engine, translated, unreachable
from engine.sync.state.held_rows import Place, read_held, read_held_after, write_held
from engine.sync.state.journal_rows import intent_columns, open_intent
from engine.sync.state.lock import RunLock, lock_of
from engine.sync.state.records import CarriedOut, Held, Intent, Link, Mark, OpenIntent, SavedPlan, Sent
from engine.sync.state.row import insert, replace
from engine.sync.state.sent_rows import Record, read_marks, read_sent, write_sent, write_unchanged
from engine.sync.state.tables import CURSORS, JOURNAL, LINKS, MAPPINGS, PLANS, RUNS, SEAL, SENT

_ROWS_AT_ONCE = 1_000  # that are fetched of a long table
_DATABASES = frozenset({"sqlite", "postgresql"})  # those in which a run can hold a lock


class Store:
    """An open state database; one run at a time writes to it, guarded by its `lock`."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        """Open (and bring up to date) the state at a SQLAlchemy URL.

        Raises Unreachable, NewerState, and ValueError for a URL that names no database this program knows.
        """
        self._clock = clock
        try:
            self._engine = state_engine(url)
        except sa.exc.ArgumentError as problem:
            text = say("`state:` names no database that is known: {problem}", problem=str(problem))
            raise ValueError(text) from problem
        if self._engine.dialect.name not in _DATABASES:
            name = self._engine.dialect.name
            raise ValueError(say("the state is kept in SQLite or in PostgreSQL, not in {name}", name=name))
        try:
            migrate(self._engine)
        except sa.exc.SQLAlchemyError as problem:
            raise unreachable(self._engine, problem) from problem

    @property
    def lock(self) -> RunLock:
        """The lock that a run holds."""
        return lock_of(self._engine)

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with translated(self._engine), for_writing(self._engine).begin() as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with translated(self._engine), self._engine.connect() as connection:
            yield connection

    def _rows(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        with self._read() as connection:
            return list(connection.execute(query))

    def probe(self) -> None:
        """See that it takes what is written, changing nothing. Raises Unreachable when it does not."""
        with self._write() as connection:
            connection.execute(sa.delete(CURSORS).where(sa.false()))

    # ---- links

    def links(self, entity: str) -> dict[str, Link]:
        """All links of a master's entity, by key."""
        names = ("entity", "key", "target_entity", "target_id", "row_id", "values", "at")
        query = sa.select(*(LINKS.c[name] for name in names)).where(LINKS.c.entity == entity)
        with self._read() as connection:
            found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
            return {row[1]: _link(*row) for row in map(tuple, found)}

    def count_links(self) -> dict[tuple[str, str], int]:
        """How many links there are, by the master's entity and the target's."""
        count = sa.func.count().label("number")
        query = sa.select(LINKS.c.entity, LINKS.c.target_entity, count)
        grouped = self._rows(query.group_by(LINKS.c.entity, LINKS.c.target_entity))
        return {(row.entity, row.target_entity): row.number for row in grouped}

    def _put_link(self, connection: sa.Connection, link: Link, run: int) -> None:
        """Remember a pair; a pair of the same master's record is replaced."""
        values = {
            "target_entity": link.target_entity,
            "target_id": exact_json.dumps(link.target_id),
            "row_id": link.row_id,
            "values": exact_json.dumps(link.values),
            "run": run,
            "at": self._now(),
        }
        replace(connection, LINKS, {"entity": link.entity, "key": link.key}, values)

    # ---- what was sent

    def sent(self, entity: str, mapping: str, part: str = "") -> dict[str, Sent]:
        """What a mapping last sent of every record of an entity, by key."""
        with self._read() as connection:
            return read_sent(connection, entity, mapping, part)

    def sent_of(self, entity: str, mapping: str, keys: Collection[str]) -> dict[str, Sent]:
        """The same of some records; not of more than a thousand at once."""
        with self._read() as connection:
            return read_sent(connection, entity, mapping, "", keys)

    def marks_of(self, entity: str, mapping: str, keys: Collection[str]) -> dict[str, Mark]:
        """By what is told of some records that they are as they were; not of more than a thousand at once."""
        with self._read() as connection:
            return read_marks(connection, entity, mapping, keys)

    def keep_unchanged(self, unchanged: Iterable[tuple[Record, Memory]]) -> None:
        """Note what records are made from now of which nothing is sent, and how they stand in the target."""
        rest = iter(unchanged)
        while those := list(islice(rest, _ROWS_AT_ONCE)):
            with self._write() as connection:
                write_unchanged(connection, those)

    # ---- cursors

    def cursor(self, name: str) -> str | None:
        """How far a source has been read; an empty cursor is none: it is to be read whole."""
        rows = self._rows(sa.select(CURSORS.c.value).where(CURSORS.c.name == name))
        return rows[0].value or None if rows else None

    def rewind(self, name: str) -> None:
        """Let a source be read whole the next time."""
        with self._write() as connection:
            self._put_cursor(connection, name, "")

    @staticmethod
    def _put_cursor(connection: sa.Connection, name: str, value: str) -> None:
        replace(connection, CURSORS, {"name": name}, {"value": value})

    # ---- runs

    def begin_run(self, command: str, operator: str, version: str, planned_by: str | None = None) -> int:
        """Note that a run began; its number."""
        values = {
            "command": command,
            "operator": operator,
            "planned_by": planned_by,
            "version": version,
            "started_at": self._now(),
        }
        with self._write() as connection:
            return insert(connection, RUNS, values)

    def end_run(
        self,
        run: int,
        plan: str | None,
        mappings: str | None,
        calls: int,
        counts: Mapping[str, Any],
        outcome: str,
        approver: str | None = None,
    ) -> None:
        """Note that a run ended: the plan and the mappings it worked by, what it did, how it came out, who agreed."""
        values = {
            "outcome": outcome,
            "approver": approver,
            "plan": plan,
            "mappings": mappings,
            "ended_at": self._now(),
            "calls": calls,
            "counts": exact_json.dumps(counts),
        }
        with self._write() as connection:
            connection.execute(sa.update(RUNS).where(RUNS.c.id == run).values(values))

    def runs(self, since: str = "", limit: int | None = None) -> list[Mapping[str, Any]]:
        """Runs, the newest first: all, or at most `limit` of those that began at `since` (ISO, UTC) or later."""
        query = sa.select(RUNS).where(RUNS.c.started_at >= since).order_by(RUNS.c.id.desc()).limit(limit)
        return [dict(row._mapping) for row in self._rows(query)]

    def run(self, number: int) -> Mapping[str, Any] | None:
        """One run by its number."""
        rows = self._rows(sa.select(RUNS).where(RUNS.c.id == number))
        return dict(rows[0]._mapping) if rows else None

    def began_at(self) -> str | None:
        """When the first run began (ISO, UTC)."""
        first: str | None = self._rows(sa.select(sa.func.min(RUNS.c.started_at)))[0][0]
        return first

    def count_runs(self, since: str = "") -> int:
        """How many runs began at `since` or later."""
        query = sa.select(sa.func.count()).select_from(RUNS).where(RUNS.c.started_at >= since)
        return int(self._rows(query)[0][0])

    def note_reverted(self, run: int, reverted: int) -> None:
        """Note which run it is that a run takes back."""
        with self._write() as connection:
            connection.execute(sa.update(RUNS).where(RUNS.c.id == run).values(reverts=reverted))

    def reverts(self) -> list[tuple[int, int]]:
        """The runs that took something back, the newest first, each with the run that it was about."""
        did_something = (RUNS.c.reverts.is_not(None), RUNS.c.counts.is_not(None), RUNS.c.counts != "{}")
        query = sa.select(RUNS.c.id, RUNS.c.reverts).where(*did_something).order_by(RUNS.c.id.desc())
        return [(row.id, row.reverts) for row in self._rows(query)]

    # ---- saved plans, and the mappings that were carried out

    def keep_plan(self, plan: SavedPlan) -> None:
        """Note that a plan was saved, so that only these bytes can be applied, and once."""
        newest = sa.select(sa.func.max(RUNS.c.id)).scalar_subquery()
        with self._write() as connection:
            connection.execute(sa.insert(PLANS).values(**{**asdict(plan), "after_run": newest}))

    def seal_key(self) -> str:
        """The key of the seals in saved plans, in hexadecimal digits; it is told to nobody."""
        return str(self._rows(sa.select(SEAL.c.key))[0].key)

    def saved_plan(self, plan: str) -> SavedPlan | None:
        """The saved plan of an id."""
        rows = self._rows(sa.select(PLANS).where(PLANS.c.id == plan))
        return SavedPlan(**rows[0]._mapping) if rows else None

    def use_plan(self, plan: str, run: int) -> bool:
        """Use a saved plan up; False when a run did so before."""
        with self._write() as connection:
            unused = sa.update(PLANS).where(PLANS.c.id == plan, PLANS.c.run.is_(None)).values(run=run)
            return connection.execute(unused).rowcount == 1

    def waiting_plans(self) -> list[SavedPlan]:
        """The saved plans that would do something and that no run has applied, the newest first."""
        does_something = sa.or_(PLANS.c.deeds.is_(None), PLANS.c.deeds > 0)
        waiting = sa.select(PLANS).where(PLANS.c.run.is_(None), does_something)
        query = waiting.order_by(PLANS.c.made_at.desc(), PLANS.c.id.desc())
        return [SavedPlan(**row._mapping) for row in self._rows(query)]

    def carried_out(self) -> dict[str, str]:
        """The digest of each mapping when it was last carried out, by name."""
        return {name: last.digest for name, last in self.last_carried_out().items()}

    def last_carried_out(self) -> dict[str, CarriedOut]:
        """Each mapping as it was last carried out, by name."""
        return {row.name: CarriedOut(row.digest, row.run, row.at) for row in self._rows(sa.select(MAPPINGS))}

    def put_carried_out(self, digests: Mapping[str, str], run: int) -> None:
        """Note the mappings that a run has carried out."""
        with self._write() as connection:
            for name, digest in digests.items():
                replace(connection, MAPPINGS, {"name": name}, {"digest": digest, "run": run, "at": self._now()})

    # ---- journal

    def begin(self, run: int, intent: Intent) -> int:
        """Commit an intent before its request leaves; its number in the journal."""
        with self._write() as connection:
            return self._begin(connection, run, intent)

    def _begin(self, connection: sa.Connection, run: int, intent: Intent) -> int:
        return insert(connection, JOURNAL, {"run": run, **intent_columns(intent), "intent_at": self._now()})

    def done(
        self, run: int, number: int, intent: Intent, target_id: str | int, values: Mapping[str, Value], detail: str = ""
    ) -> None:
        """Note that a request took hold, and keep its link and what was sent, in one commit."""
        with self._write() as connection:
            self._done(connection, run, number, intent, target_id, values, detail)

    def done_at_once(self, run: int, intent: Intent, target_id: str | int, values: Mapping[str, Value]) -> None:
        """Note what needs no request (a link to what is there, a link given up), and keep it, in one commit."""
        with self._write() as connection:
            self._done(connection, run, self._begin(connection, run, intent), intent, target_id, values, "")

    def _done(
        self,
        connection: sa.Connection,
        run: int,
        number: int,
        intent: Intent,
        target_id: str | int,
        values: Mapping[str, Value],
        detail: str,
    ) -> None:
        self._close(connection, number, "done", detail, target_id)
        if intent.forgets:
            self._forget(connection, intent)
        elif intent.links:
            link = Link(intent.entity, intent.key, intent.target_entity, target_id, intent.row_id, values)
            self._put_link(connection, link, run)
        if intent.sent is not None and not intent.forgets:
            record = (intent.entity, intent.key, intent.mapping)
            write_sent(connection, record, intent.part, intent.sent, run, intent.made_from)

    @staticmethod
    def _forget(connection: sa.Connection, intent: Intent) -> None:
        """The pair is none any more; the journal keeps that it was one."""
        for table in (LINKS, SENT):
            connection.execute(sa.delete(table).where(table.c.entity == intent.entity, table.c.key == intent.key))

    def failed(self, number: int, outcome: str, detail: str) -> None:
        """Note that a request did not take hold: "refused" by the target, "absent" there when it was asked, or
        "unknown" where the target cannot show it and a repeat harms nothing."""
        with self._write() as connection:
            self._close(connection, number, outcome, detail)

    def _close(
        self, connection: sa.Connection, number: int, outcome: str, detail: str, target_id: str | int | None = None
    ) -> None:
        values = {"outcome": outcome, "outcome_at": self._now(), "detail": detail}
        if target_id is not None:
            values["target_id"] = exact_json.dumps(target_id)
        connection.execute(sa.update(JOURNAL).where(JOURNAL.c.id == number).values(values))

    def open_intents(self) -> list[OpenIntent]:
        """Intents without an outcome, the oldest first."""
        query = sa.select(JOURNAL).where(JOURNAL.c.outcome.is_(None)).order_by(JOURNAL.c.id)
        return [open_intent(row) for row in self._rows(query)]

    def journal(self, entity: str, key: str) -> list[Mapping[str, Any]]:
        """All that was done about one record, the oldest first."""
        query = sa.select(JOURNAL).where(JOURNAL.c.entity == entity, JOURNAL.c.key == key).order_by(JOURNAL.c.id)
        return [dict(row._mapping) for row in self._rows(query)]

    def journal_from(self, run: int) -> list[Mapping[str, Any]]:
        """All that a run and those after it did, the oldest first."""
        query = sa.select(JOURNAL).where(JOURNAL.c.run >= run).order_by(JOURNAL.c.id)
        return [dict(row._mapping) for row in self._rows(query)]

    def given_up(self, system: str) -> list[tuple[str, Any]]:
        """The entities and ids of a system's records whose links were given up when a run was taken back."""
        given_up = (JOURNAL.c.action == Action.REVERSE.value, JOURNAL.c.outcome == "done")
        rows = self._rows(sa.select(JOURNAL).where(JOURNAL.c.system == system, *given_up))
        return [(exact_json.loads(row.memory)["target_entity"], exact_json.loads(row.target_id)) for row in rows]

    def journal_of_run(self, run: int) -> list[Mapping[str, Any]]:
        """All that one run asked of the systems, the oldest first."""
        query = sa.select(JOURNAL).where(JOURNAL.c.run == run).order_by(JOURNAL.c.id)
        return [dict(row._mapping) for row in self._rows(query)]

    # ---- held records

    def held(self) -> list[Held]:
        """Every record that is held back."""
        with self._read() as connection:
            return read_held(connection)

    def held_after(self, run: int) -> list[Held]:
        """Every record that was held back when a run had ended."""
        with self._read() as connection:
            return read_held_after(connection, run)

    def put_held(
        self,
        run: int,
        answered: Collection[Place],
        held: Iterable[Held],
        cursors: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Note what a run holds back; what it has an answer for and does not hold is held no more, others stay.

        `cursors`: how far sources were read, by name. In the same commit: all before them has a receipt or is held.
        """
        with self._write() as connection:
            write_held(connection, run, self._now(), answered, held)
            for name, value in cursors.items():
                self._put_cursor(connection, name, value)

    def _now(self) -> str:
        return self._clock().isoformat()


def _link(entity: str, key: str, target_entity: str, target_id: str, row_id: str, values: str, at: str) -> Link:
    identity = int(target_id) if target_id.isdecimal() else exact_json.loads(target_id)  # most are plain numbers
    return Link(intern(entity), key, intern(target_entity), identity, row_id, ReadLater(values), at)
