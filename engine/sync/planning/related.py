"""Source rows joined with the records they refer to, so that a rule may read `customer.is_internal` on an invoice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.model.ports import Connection
from engine.model.record import Row
from engine.model.schema import Catalog, Entity, Reference
from engine.sync.planning.identity import as_read, identity_of
from engine.sync.planning.known import key_values


class Related:
    """Indexes of a source's entities that rules refer to; each entity is read once a plan, and only if referred to."""

    def __init__(self, source: Connection) -> None:
        self._source = source
        self._indexes: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], Row]] = {}
        self._keys: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}

    @property
    def _catalog(self) -> Catalog:
        return self._source.catalog

    def join(self, rows: Iterable[Row], entity: Entity, paths: frozenset[tuple[str, ...]]) -> Iterator[Row]:
        """Every row with the records that `paths` name nested in it; a reference without a row is None."""
        if not paths:
            yield from rows
            return
        for row in rows:
            yield self._joined(row, entity, paths)

    def row(self, entity: Entity, key: str) -> Row | None:
        """One record by its key."""
        return self._index(entity.name, entity.key).get(tuple(key_values(entity, key).values()))

    def has(self, entity: Entity, columns: tuple[str, ...], key: str) -> bool:
        """Whether the source has a record whose columns make this key, as text."""
        keys = self._keys.get((entity.name, columns))
        if keys is None:
            rows = self._index(entity.name, columns).values()
            keys = self._keys[entity.name, columns] = frozenset(identity_of(row, columns) for row in rows)
        return key in keys

    def _joined(self, row: Row, entity: Entity, paths: frozenset[tuple[str, ...]]) -> Row:
        joined = dict(row)
        for name in {path[0] for path in paths if path}:
            reference = entity.reference(name)
            assert reference is not None, f"{entity.title} has no reference {name}"
            found = self._lookup(row, reference)
            deeper = frozenset(path[1:] for path in paths if path[0] == name and len(path) > 1)
            if found is not None and deeper:
                found = self._joined(found, self._catalog.entities[reference.entity], deeper)
            joined[name] = found
        return joined

    def _lookup(self, row: Row, reference: Reference) -> Row | None:
        here = tuple(as_read(row.get(column)) for column, _ in reference.columns)
        if any(value is None for value in here):
            return None
        return self._index(reference.entity, tuple(there for _, there in reference.columns)).get(here)

    def _index(self, entity: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
        index = self._indexes.get((entity, columns))
        if index is None:
            rows = self._source.read(entity).rows
            index = self._indexes[entity, columns] = {tuple(as_read(row.get(c)) for c in columns): row for row in rows}
        return index
