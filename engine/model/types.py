"""The types of the rule language, and the one rule that says what may be assigned to what.

A type answers three questions of a value: what is it, may it be absent, can making it fail.
Both catalogs and every checked expression use this one class, so a source field, a step and a target field
are compared by the same rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from engine.model.frozen import frozen, replace


class Kind(Enum):
    """What a value is."""

    TEXT = "text"
    NUMBER = "number"  # one number type: exact decimal; integers have scale 0
    FLAG = "flag"  # yes or no
    DATE = "date"  # without time
    DATETIME = "datetime"  # with offset
    ID = "id"  # an identifier that a target gave; never a code, never arithmetic
    FILE = "file"  # a path to a file; fed by a text
    OBJECT = "object"  # a nested object of a target, or a record referred to
    LIST = "list"  # items of one entity
    UNKNOWN = "unknown"  # already complained about: silent in every further check


@frozen
class Type:
    """The set of values a field or an expression may hold.

    `absent`: the value may be missing (of a target field: it need not be sent).
    `fails`: making the value can fail; the rule must say what then.
    `length_max`: of TEXT, in UTF-16 units; None is unlimited or unknown.
    `scale`: of NUMBER, the most decimals; None is unlimited (a quotient before `round`).
    `choices`: of TEXT, the only values; None is any.
    `entity`: of ID, what it identifies ("department", "customer.SubledgerAccountId", "VatCode");
    of OBJECT and LIST, the entity of the record or of the items.
    """

    kind: Kind
    absent: bool = False
    fails: bool = False
    length_max: int | None = None
    scale: int | None = None
    choices: frozenset[str] | None = None
    entity: str | None = None

    def present(self) -> Type:
        """This type without absence."""
        return replace(self, absent=False) if self.absent else self

    def optional(self, absent: bool = True) -> Type:
        """This type, perhaps absent."""
        return self if self.absent is absent else replace(self, absent=absent)

    def failing(self, fails: bool = True) -> Type:
        """This type, perhaps failing."""
        return self if self.fails is fails else replace(self, fails=fails)


class Mismatch(Enum):
    """One reason why a value may not be assigned to a field."""

    KIND = "kind"
    ENTITY = "entity"  # an id of something else
    CHOICE = "choice"  # a value the target does not know
    LENGTH = "length"  # the source is declared longer than the target takes
    SCALE = "scale"  # more decimals than the target takes
    ABSENT = "absent"  # may be missing where the target demands a value
    FAILS = "fails"  # can fail, unhandled


def text(length_max: int | None = None, *, absent: bool = False, choices: frozenset[str] | None = None) -> Type:
    """A TEXT type; `length_max` in UTF-16 units."""
    return Type(Kind.TEXT, absent=absent, length_max=length_max, choices=choices)


def number(scale: int | None = 0, *, absent: bool = False) -> Type:
    """A NUMBER type with at most `scale` decimals."""
    return Type(Kind.NUMBER, absent=absent, scale=scale)


def identifier(entity: str, *, absent: bool = False) -> Type:
    """An ID type of the named thing."""
    return Type(Kind.ID, absent=absent, entity=entity)


FLAG = Type(Kind.FLAG)
DATE = Type(Kind.DATE)
DATETIME = Type(Kind.DATETIME)
FILE = Type(Kind.FILE)
UNKNOWN = Type(Kind.UNKNOWN)

# A file field is fed by the text of its path; every other kind takes only itself.
_FEEDS = {(Kind.TEXT, Kind.FILE)}


def mismatches(value: Type, target: Type) -> Iterator[Mismatch]:
    """Every reason why a `value` may not be assigned to a `target`, none when it may."""
    if Kind.UNKNOWN in (value.kind, target.kind):
        return
    if value.fails:
        yield Mismatch.FAILS
    if value.absent and not target.absent:
        yield Mismatch.ABSENT
    if value.kind is not target.kind and (value.kind, target.kind) not in _FEEDS:
        yield Mismatch.KIND
        return
    if value.kind is Kind.ID and target.entity is not None and value.entity != target.entity:
        yield Mismatch.ENTITY
    if target.choices is not None and not (value.choices is not None and value.choices <= target.choices):
        yield Mismatch.CHOICE
    elif _exceeds(value.length_max, target.length_max) and value.choices is None:
        yield Mismatch.LENGTH
    if value.kind is Kind.NUMBER and target.scale is not None and (value.scale is None or value.scale > target.scale):
        yield Mismatch.SCALE


def _exceeds(source: int | None, limit: int | None) -> bool:
    """Whether a declared length is longer than the limit; an unknown length is checked at run time."""
    return source is not None and limit is not None and source > limit
