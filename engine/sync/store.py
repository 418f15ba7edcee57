"""The state: links, what was last sent, cursors, the journal of intents and outcomes, runs, held records.

An intent is on the disk (`synchronous=FULL`) before its request leaves; that is what makes a posting exactly once.
The store knows nothing of rules or connectors: it keeps and gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.change import Action, Request
from engine.model.failure import Unreachable
from engine.model.record import Value, fingerprint
from engine.model.text import as_data, from_data
from engine.sync.store_database import for_writing, migrate, state_engine
from engine.sync.store_records import Held, Intent, Link, OpenIntent, SavedPlan, Sent
from engine.sync.store_tables import CURSORS, HELD, JOURNAL, LINKS, MAPPINGS, PLANS, RUNS, SENT


class Store:
    """An open state database; one writer a workspace, guarded by `engine.sync.lock`."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        """Open (and bring up to date) the state at a SQLAlchemy URL.

        Raises Unreachable, and ValueError for a URL that names no database this program knows.
        """
        self._clock = clock
        try:
            self._engine = state_engine(url)
        except sa.exc.ArgumentError as problem:
            raise ValueError(f"`state:` names no database that is known: {problem}") from problem
        try:
            migrate(self._engine)
        except sa.exc.SQLAlchemyError as problem:
            raise _unreachable(self._engine, problem) from problem

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        try:
            with for_writing(self._engine).begin() as connection:
                yield connection
        except sa.exc.OperationalError as problem:
            raise _unreachable(self._engine, problem) from problem

    def _rows(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        with self._engine.connect() as connection:
            return list(connection.execute(query))

    # ---- links

    def links(self, entity: str) -> dict[str, Link]:
        """All links of a master's entity, by key."""
        return {row.key: _link(row) for row in self._rows(sa.select(LINKS).where(LINKS.c.entity == entity))}

    def put_link(self, link: Link, run: int | None = None) -> None:
        """Remember a pair; a pair of the same master's record is replaced."""
        with self._write() as connection:
            self._put_link(connection, link, run)

    def _put_link(self, connection: sa.Connection, link: Link, run: int | None) -> None:
        values = {
            "target_entity": link.target_entity,
            "target_id": exact_json.dumps(link.target_id),
            "row_id": link.row_id,
            "values": exact_json.dumps(link.values),
            "run": run,
            "at": self._now(),
        }
        _replace(connection, LINKS, {"entity": link.entity, "key": link.key}, values)

    # ---- what was sent

    def sent(self, entity: str, mapping: str, part: str = "") -> dict[str, Sent]:
        """What a mapping last sent of every record of an entity, by key."""
        query = sa.select(SENT).where(SENT.c.entity == entity, SENT.c.mapping == mapping, SENT.c.part == part)
        return {row.key: Sent(row.fingerprint, exact_json.loads(row.values)) for row in self._rows(query)}

    def put_sent(
        self, entity: str, key: str, mapping: str, values: Mapping[str, Any], part: str = "", run: int | None = None
    ) -> None:
        """Remember what was sent of a record without a request (an adopted one that needed none)."""
        with self._write() as connection:
            self._put_sent(connection, entity, key, mapping, part, values, run)

    @staticmethod
    def _put_sent(
        connection: sa.Connection,
        entity: str,
        key: str,
        mapping: str,
        part: str,
        values: Mapping[str, Any],
        run: int | None,
    ) -> None:
        identity = {"entity": entity, "key": key, "mapping": mapping, "part": part}
        content = {"fingerprint": fingerprint(values), "values": exact_json.dumps(values), "run": run}
        _replace(connection, SENT, identity, content)

    # ---- cursors

    def cursor(self, name: str) -> str | None:
        """How far a source has been read."""
        rows = self._rows(sa.select(CURSORS.c.value).where(CURSORS.c.name == name))
        return rows[0].value if rows else None

    def put_cursor(self, name: str, value: str) -> None:
        """Move a cursor; only when all before it has a receipt or a recorded refusal."""
        with self._write() as connection:
            _replace(connection, CURSORS, {"name": name}, {"value": value})

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
            return _insert(connection, RUNS, values)

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

    def runs(self) -> list[Mapping[str, Any]]:
        """Every run, the newest first."""
        return [dict(row._mapping) for row in self._rows(sa.select(RUNS).order_by(RUNS.c.id.desc()))]

    # ---- saved plans, and the mappings that were carried out

    def keep_plan(self, plan: SavedPlan) -> None:
        """Note that a plan was saved, so that only these bytes can be applied, and once."""
        values = {"digest": plan.digest, "made_by": plan.made_by, "made_at": plan.made_at, "run": plan.run}
        with self._write() as connection:
            connection.execute(sa.insert(PLANS).values(id=plan.id, **values))

    def saved_plan(self, plan: str) -> SavedPlan | None:
        """The saved plan of an id."""
        rows = self._rows(sa.select(PLANS).where(PLANS.c.id == plan))
        return SavedPlan(**rows[0]._mapping) if rows else None

    def use_plan(self, plan: str, run: int) -> bool:
        """Use a saved plan up; False when a run did so before."""
        with self._write() as connection:
            unused = sa.update(PLANS).where(PLANS.c.id == plan, PLANS.c.run.is_(None)).values(run=run)
            return connection.execute(unused).rowcount == 1

    def carried_out(self) -> dict[str, str]:
        """The digest of each mapping when it was last carried out, by name."""
        return {row.name: row.digest for row in self._rows(sa.select(MAPPINGS))}

    def put_carried_out(self, digests: Mapping[str, str], run: int) -> None:
        """Note the mappings that a run has carried out."""
        with self._write() as connection:
            for name, digest in digests.items():
                _replace(connection, MAPPINGS, {"name": name}, {"digest": digest, "run": run, "at": self._now()})

    # ---- journal

    def begin(self, run: int, intent: Intent) -> int:
        """Commit an intent before its request leaves; its number in the journal."""
        values = {
            "run": run,
            "mapping": intent.mapping,
            "entity": intent.entity,
            "key": intent.key,
            "action": intent.request.action.value,
            "system": intent.system,
            "request": exact_json.dumps(_request_json(intent.request)),
            "memory": exact_json.dumps(
                {
                    "target_entity": intent.target_entity,
                    "row_id": intent.row_id,
                    "sent": intent.sent,
                    "part": intent.part,
                    "links": intent.links,
                    "forgets": intent.forgets,
                }
            ),
            "before": None if intent.before is None else exact_json.dumps(intent.before),
            "intent_at": self._now(),
        }
        with self._write() as connection:
            return _insert(connection, JOURNAL, values)

    def done(
        self, run: int, number: int, intent: Intent, target_id: str | int, values: Mapping[str, Value], detail: str = ""
    ) -> None:
        """Note that a request took hold, and keep its link and what was sent, in one commit."""
        with self._write() as connection:
            self._close(connection, number, "done", detail, target_id)
            if intent.forgets:
                self._forget(connection, intent)
            elif intent.links:
                link = Link(intent.entity, intent.key, intent.target_entity, target_id, intent.row_id, values)
                self._put_link(connection, link, run)
            if intent.sent is not None and not intent.forgets:
                self._put_sent(connection, intent.entity, intent.key, intent.mapping, intent.part, intent.sent, run)

    @staticmethod
    def _forget(connection: sa.Connection, intent: Intent) -> None:
        """The pair is none any more; the journal keeps that it was one."""
        for table in (LINKS, SENT):
            connection.execute(sa.delete(table).where(table.c.entity == intent.entity, table.c.key == intent.key))

    def failed(self, number: int, outcome: str, detail: str) -> None:
        """Note that a request did not take hold: "refused" by the target, or "absent" there when it was asked."""
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
        return [_open_intent(row) for row in self._rows(query)]

    def journal(self, entity: str, key: str) -> list[Mapping[str, Any]]:
        """All that was done about one record, the oldest first."""
        query = sa.select(JOURNAL).where(JOURNAL.c.entity == entity, JOURNAL.c.key == key).order_by(JOURNAL.c.id)
        return [dict(row._mapping) for row in self._rows(query)]

    def journal_of_run(self, run: int) -> list[Mapping[str, Any]]:
        """All that one run asked of the systems, the oldest first."""
        query = sa.select(JOURNAL).where(JOURNAL.c.run == run).order_by(JOURNAL.c.id)
        return [dict(row._mapping) for row in self._rows(query)]

    # ---- held records

    def held(self) -> list[Held]:
        """Every record that is held back."""
        query = sa.select(HELD).order_by(HELD.c.mapping, HELD.c.key, HELD.c.action)
        return [_held(row) for row in self._rows(query)]

    def replace_held(self, mappings: Iterable[str], held: Iterable[Held]) -> None:
        """Set what the named mappings hold back now; what is held still keeps its since and counts a try more."""
        names = list(mappings)
        before = {(h.mapping, h.key, h.action): h for h in self.held()}
        rows = [self._held_row(item, before.get((item.mapping, item.key, item.action))) for item in held]
        with self._write() as connection:
            connection.execute(sa.delete(HELD).where(HELD.c.mapping.in_(names)))
            if rows:
                connection.execute(sa.insert(HELD), rows)

    def _held_row(self, item: Held, before: Held | None) -> dict[str, Any]:
        return {
            "mapping": item.mapping,
            "key": item.key,
            "action": item.action,
            "code": item.code,
            "message": item.message,
            "words": exact_json.dumps(as_data(item.message)),
            "waits_for": item.waits_for,
            "row": None if item.row is None else exact_json.dumps(item.row),
            "since": before.since if before else self._now(),
            "tries": before.tries + 1 if before else 1,
        }

    def _now(self) -> str:
        return self._clock().isoformat()


def _unreachable(engine: sa.Engine, problem: Exception) -> Unreachable:
    where = engine.url.render_as_string(hide_password=True)
    return Unreachable(
        "the state",
        where,
        str(getattr(problem, "orig", problem)),
        remedy="look at `state:` in workspace.yaml, and whether its folder is there and may be written",
    )


def _insert(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int:
    """Insert a row of a table that numbers its rows; the number."""
    key = connection.execute(sa.insert(table).values(**values)).inserted_primary_key
    assert key is not None, "the table numbers its rows"
    return int(key[0])


def _replace(
    connection: sa.Connection, table: sa.Table, identity: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Update a row, or insert it: two plain statements that every database knows."""
    matches = sa.and_(*(table.c[name] == value for name, value in identity.items()))
    if connection.execute(sa.update(table).where(matches).values(**values)).rowcount == 0:
        connection.execute(sa.insert(table).values(**identity, **values))


def _link(row: sa.Row[Any]) -> Link:
    return Link(
        row.entity,
        row.key,
        row.target_entity,
        exact_json.loads(row.target_id),
        row.row_id,
        exact_json.loads(row._mapping["values"]),
        row.at,
    )


def _held(row: sa.Row[Any]) -> Held:
    kept = None if row.row is None else exact_json.loads(row.row)
    message = row.message if row.words is None else from_data(exact_json.loads(row.words))
    return Held(row.mapping, row.key, row.action, row.code, message, row.waits_for, kept, row.since, row.tries)


def _request_json(request: Request) -> Mapping[str, Any]:
    return {
        "entity": request.entity,
        "action": request.action.value,
        "method": request.method,
        "path": request.path,
        "payload": request.payload,
    }


def _open_intent(row: sa.Row[Any]) -> OpenIntent:
    request = exact_json.loads(row.request)
    memory = exact_json.loads(row.memory)
    intent = Intent(
        row.mapping,
        row.entity,
        row.key,
        row.system,
        memory["target_entity"],
        Request(request["entity"], Action(request["action"]), request["method"], request["path"], request["payload"]),
        memory["row_id"],
        memory["sent"],
        memory["part"],
        memory["links"],
        None if row.before is None else exact_json.loads(row.before),
        memory.get("forgets", False),
    )
    return OpenIntent(row.id, intent, datetime.fromisoformat(row.intent_at))
