"""What a system offers and demands: catalogs of entities with typed fields.

A catalog is facts about one system, written by its connector; the engine reads it and knows no system by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from engine.model.frozen import field, frozen
from engine.model.record import Scalar
from engine.model.types import Kind, Type


class Nature(Enum):
    """What may be done with an entity's records; what differs between journeys is declared here, as data."""

    REGISTER = "register"  # created and updated
    VOUCHER = "voucher"  # posted once, never changed
    INLET = "inlet"  # rows appended, state compared
    VIEW = "view"  # only read


@frozen
class Field:
    """A named, typed slot of an entity.

    Of a source field, `type.absent` says that it may be missing; of a target field, that it need not be sent.
    `create`/`update`: a target field that is written then. `default`: what the server sets when it is left out.
    `identity`: never changes once sent (R302). `in_path`: a part of the request's path, not of its payload.
    `multi_line`: line breaks are kept when the text is read. `unique`: no two records share a value.
    `fields`: of an OBJECT or LIST, the fields of the object or of each item; `named` are the same by name.
    `signature`: of a FILE, what stands in its first 1,024 bytes ("%PDF-"); `type.length_max` is its most bytes.
    """

    name: str
    type: Type
    create: bool = False
    update: bool = False
    default: Scalar = None
    identity: bool = False
    in_path: bool = False
    multi_line: bool = False
    unique: bool = False
    fields: tuple[Field, ...] = ()
    signature: str = ""
    named: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", {inner.name: inner for inner in self.fields})

    @property
    def required(self) -> bool:
        """Whether a record without it is incomplete."""
        return not self.type.absent

    @property
    def writable(self) -> bool:
        """Whether a rule may fill it at all."""
        return self.create or self.update

    def find(self, name: str) -> Field | None:
        """The field of that name inside this object or list item."""
        return self.named.get(name)


@frozen
class Reference:
    """A value that names another record of the same system: `columns` pairs of (here, there)."""

    name: str
    entity: str
    columns: tuple[tuple[str, str], ...]


@frozen
class Requirement:
    """A demand that holds only when another field has a value: one of `fields` must then have one.

    `given` absent counts as False. `message` says the demand to a consultant.
    """

    fields: tuple[str, ...]
    given: str
    value: Scalar
    message: str


@frozen
class Inlet:
    """How rows of an INLET say what they mean, so that the planner can compare states and reverse.

    `key`: the field whose value is written once. `kind`: the field that tells a row's kind, `reversal` its value
    for a row that takes another back. `amount`: the field that is compared and reversed.
    `group`: the fields that name the record which the rows settle: the key of the system's entity `settles`.
    `paying`: the kinds that the settled record's own paid amount counts, once its system has taken the row over.
    `state`: the field that says whether it has: `waiting` is its value before, `failed` when it never will, and `fault`
    the field that then says why; a row that says nothing counts as taken over.
    """

    key: str
    kind: str
    reversal: str
    amount: str
    group: tuple[str, ...]
    settles: str = ""
    paying: tuple[str, ...] = ()
    state: str = ""
    waiting: str = ""
    failed: str = ""
    fault: str = ""


@frozen
class Reconciled:
    """By which fields an entity's records are held against another system's: the amounts, and what they mean.

    `date`: of posting. `total`: in `currency`, positive as the entity's kind counts. `paid`: how much of it the system
    itself says was paid, in the same currency. `balance`: what is open of it, `posted`: its total, both in the books'
    own `books_currency`. `ours`: a flag that this program made it. `void`: a flag that it was annulled.
    `number`: the running number, and `sequence` the fields that tell one run of numbers from another.
    `party`: whose account it stands on; of a source the reference to that record, of a target the field of its id.
    """

    date: str
    total: str
    currency: str | None = None
    paid: str | None = None
    posted: str | None = None
    balance: str | None = None
    books_currency: str = ""
    ours: str | None = None
    void: str | None = None
    number: str | None = None
    sequence: tuple[str, ...] = ()
    party: str | None = None


@frozen
class Reversal:
    """How a VOUCHER is taken back by one of its own.

    `open` and `total`: fields that are equal as long as nothing has settled it, in the books' own currency.
    `in_closed_period`: whether that can be done when its posting date is closed.
    `credits`: whether its amounts lower the balance of the account that it stands on.
    """

    open: str
    total: str
    in_closed_period: bool = False
    credits: bool = False


@frozen
class Entity:
    """A kind of record of one system.

    `key`: its own identity (of a target, the id field). `posting_date`: of a VOUCHER, the date that must be open.
    `number`: of a VOUCHER the human number that is unique; of a REGISTER the number that lies in a series.
    `own_number`: the field that carries the source's own number beside `number` (Go's ExternalNumber).
    `series`: the type of the series that `number` lies in: such a number is a ledger account, and a record without
    one is numbered from the type's default series.
    `group`: of a source whose readings are complete group by group, the field that names the group.
    `name_field`: what a person calls the record, for reports.
    `distinguishing`: by what a person tells records apart, each a group of fields read together: an equal group on two
    records deserves a warning, and a record found by its number in which all groups differ is somebody else's.
    `retire`: the field and value that take a record out of use without deleting it.
    `content`: of a VOUCHER, the header fields that may not differ once posted; `total` names its list of lines and
    their amount field, whose sum may not differ either, nor the lines' amounts with their `line_content` fields.
    `reversal`: how it is taken back, None when it cannot be.
    `origin`: the field that keeps which record of another system it was made from.
    `whole`: of a source that is read by what changed, the entity that gives the same rows all at once, in few calls.
    `named`: the fields by name. `apart`: the names of those that do not travel in a request's body.
    `nouns`: what people call one of it and many, within a sentence ("customer", "customers").
    """

    system: str
    name: str
    nature: Nature
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    number: str | None = None
    own_number: str | None = None
    series: str | None = None
    posting_date: str | None = None
    inlet: Inlet | None = None
    group: str | None = None
    name_field: str | None = None
    distinguishing: tuple[tuple[str, ...], ...] = ()
    retire: tuple[str, Scalar] | None = None
    content: tuple[str, ...] = ()
    total: tuple[str, str] | None = None
    line_content: tuple[str, ...] = ()
    reversal: Reversal | None = None
    nouns: tuple[str, str] | None = None
    origin: str | None = None
    whole: str | None = None
    reconciled: Reconciled | None = None
    named: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    _kinds: dict[str, Kind] = field(init=False, repr=False, compare=False)
    apart: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", {f.name: f for f in self.fields})
        object.__setattr__(self, "_kinds", {})
        apart = frozenset(f.name for f in self.fields if f.in_path or f.type.kind is Kind.FILE)
        object.__setattr__(self, "apart", apart)

    @property
    def title(self) -> str:
        """The entity as mapping files write it: `win.customer`."""
        return f"{self.system}.{self.name}"

    def find(self, name: str) -> Field | None:
        """The field of that name."""
        return self.named.get(name)

    def at(self, path: str) -> Field | None:
        """The field of a path, through objects and the items of lists (`MailAddress.City`, `Lines[0].VatId`)."""
        first, *others = (name.partition("[")[0] for name in path.split("."))
        found = self.find(first)
        for name in others:
            found = None if found is None else found.find(name)
        return found

    def kind_at(self, path: str) -> Kind:
        """What the field of a path holds; unknown where there is none."""
        kind = self._kinds.get(path)
        if kind is None:
            found = self.at(path)
            kind = self._kinds[path] = Kind.UNKNOWN if found is None else found.type.kind
        return kind

    def reference(self, name: str) -> Reference | None:
        """The reference of that name."""
        return next((r for r in self.references if r.name == name), None)


@frozen
class Setting:
    """A register of a target that mappings only look ids up in: accounts, VAT codes, payment terms.

    `by`: the fields a lookup may use, with their types. `id`: the field that is the answer, of type ID of `name`.
    `valid_from`/`valid_to`: the fields that bound a row in time, when it has them (both inclusive).
    """

    name: str
    id: str
    by: Mapping[str, Type]
    valid_from: str | None = None
    valid_to: str | None = None


@frozen
class Series:
    """A range of numbers that a target gives its sub-ledger accounts; bounds are inclusive."""

    type: str
    name: str
    start: int
    end: int
    default: bool = False
    trust: bool = False  # a client trust series of a law firm: never chosen by default


@frozen
class Reserved:
    """Numbers that belong to something else (the chart of accounts), so that a refusal can say so."""

    start: int
    end: int
    title: str


@frozen
class Catalog:
    """All that one system offers: entities, settings, its default series and reserved numbers."""

    system: str
    title: str
    entities: Mapping[str, Entity]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    reserved: tuple[Reserved, ...] = ()
