"""Records that are made up from a catalog's types: what the laws of a mapping are tried on.

They are as unkind as a catalog allows: texts with outer spaces, accents and other alphabets, numbers at the edges of a
series, absent values; and near enough to what the rules name that every branch is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from engine.language import typed
from engine.language.clean import utf16_length
from engine.mapping.examples import sent_examples
from engine.mapping.mapping import Mapping
from engine.model.frozen import frozen
from engine.model.record import Row
from engine.model.schema import Catalog, Entity, Field
from engine.model.types import Kind, Type

_CHANGES_MAX = 5
_ITEMS_MAX = 3
_LENGTH_USUAL = 12
_TEXTS = ("974760673", "974 760 673", "Post@Fjord.NO", "0150", "22 33 44 55", "NO", "Bjørk & Sønn", "x")
_UNKIND = (" ", "\u00a0", "\t", "\r\n", "\u200b", "e\u0301", "😀", "ß")
_NUMBERS = (0, 1, -1, 10_000, 19_999, 20_000, 9_999)


@frozen
class Making:
    """How records of one mapping are made up: from which records, and which values each field may take."""

    seeds: tuple[Row, ...]
    values: Map[str, st.SearchStrategy[Any]]


def records(mapping: Mapping) -> st.SearchStrategy[dict[str, Any]]:
    """Records of a mapping's source, with the records that its rules refer to.

    Most are records of its own tests in which a few fields are others, so that most of them are sent; the rest are
    made up altogether.
    """
    making = _making(mapping)
    whole = st.fixed_dictionaries(dict(making.values))
    if not making.seeds:
        return whole
    changed = _changed(making)
    return st.one_of(changed, changed, changed, whole)


@st.composite
def _changed(draw: st.DrawFn, making: Making) -> dict[str, Any]:
    record = dict(draw(st.sampled_from(making.seeds)))
    names = draw(st.lists(st.sampled_from(sorted(making.values)), max_size=_CHANGES_MAX, unique=True))
    return {**record, **{name: draw(making.values[name]) for name in names}}


def _making(mapping: Mapping) -> Making:
    return Making(tuple(sent_examples(mapping)), field_values(mapping))


def field_values(mapping: Mapping) -> dict[str, st.SearchStrategy[Any]]:
    """The values that each field of a mapping's source may take, and the records that its rules refer to."""
    constants = tuple(dict.fromkeys(_constants(mapping)))
    return _members(mapping.source, mapping.source_catalog, mapping.program.references, constants)


def _members(
    entity: Entity, catalog: Catalog, references: Iterable[tuple[str, ...]], constants: tuple[Any, ...]
) -> dict[str, st.SearchStrategy[Any]]:
    members = {field.name: _values(field, constants) for field in entity.fields}
    for reference in entity.references:
        deeper = [path[1:] for path in references if path[0] == reference.name]
        if deeper:
            referred = catalog.entities[reference.entity]
            inner = _members(referred, catalog, [path for path in deeper if path], constants)
            members[reference.name] = st.none() | st.fixed_dictionaries(inner)
    return members


def _values(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    made = _OF_A_KIND[field.type.kind](field, constants)
    return st.none() | made if field.type.absent else made


def _texts(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[str]:
    if field.type.choices is not None:
        return st.sampled_from(sorted(field.type.choices))
    near = [text for text in (*constants, *_TEXTS) if isinstance(text, str) and _has_room(field.type, text)]
    longest = min(field.type.length_max or _LENGTH_USUAL, _LENGTH_USUAL)
    # A text of nothing but spaces is none: it is drawn, but not often.
    unkind = st.lists(st.sampled_from(_UNKIND) | st.characters(exclude_categories=["Cs"]), max_size=longest)
    plain = st.text("abcæøåÆ 0123456789-", min_size=1, max_size=longest)
    drawn = plain | unkind.map("".join).filter(lambda text: _has_room(field.type, text))
    if not near:
        return drawn
    kind = st.sampled_from(near)
    padded = st.tuples(st.sampled_from(("", " ")), kind, st.sampled_from(("", " "))).map("".join)
    return padded.filter(lambda text: _has_room(field.type, text)) | drawn


def _has_room(type_: Type, text: str) -> bool:
    return 0 < utf16_length(text) <= (type_.length_max or utf16_length(text))


def _numbers(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    near = [n for n in (*constants, *_NUMBERS) if isinstance(n, int) and not isinstance(n, bool)]
    whole = st.sampled_from(near) | st.integers(-100, 100_000)
    scale = 4 if field.type.scale is None else field.type.scale
    if scale == 0:
        return whole
    return whole | st.integers(-(10**7), 10**9).map(lambda units: Decimal(units).scaleb(-scale))


def _flags(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[bool]:
    return st.booleans()


def _dates(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[date]:
    return st.dates(date(1990, 1, 1), date(2035, 12, 31))


def _moments(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[datetime]:
    return st.datetimes(datetime(1990, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


def _ids(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[int]:
    return st.integers(1, 10**9)


def _objects(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({inner.name: _values(inner, constants) for inner in field.fields})


def _lists(field: Field, constants: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(_objects(field, constants), max_size=_ITEMS_MAX).map(tuple)


def _constants(mapping: Mapping) -> Iterator[Any]:
    """The values that the rules name, the numbers of its series, and what its tables are asked."""
    for ranges in mapping.circumstances().series.values():
        yield from (number for one in ranges for number in (one.start, one.start + 1, one.end))
    for table in mapping.program.tables.values():
        yield from table.rows
    for node in typed.all_expressions(mapping.program):
        if isinstance(node, typed.Literal):
            yield node.value


_OF_A_KIND = {
    Kind.TEXT: _texts,
    Kind.FILE: _texts,
    Kind.NUMBER: _numbers,
    Kind.FLAG: _flags,
    Kind.DATE: _dates,
    Kind.DATETIME: _moments,
    Kind.ID: _ids,
    Kind.OBJECT: _objects,
    Kind.LIST: _lists,
}
